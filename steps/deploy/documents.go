package deploy

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/prose"
)

// phoneKinds are the documents that others than Convex look for on the app's host.
var phoneKinds = []wellknown.Kind{wellknown.AASA, wellknown.AssetLinks, wellknown.ChangePassword, wellknown.RelatedOrigins, wellknown.SecurityTxt}

// causeOfKind names the cause that a wrong document leads to.
func causeOfKind(kind wellknown.Kind) ids.Cause {
	switch kind {
	case wellknown.AASA:
		return ids.AppleAppSiteAssociation
	case wellknown.AssetLinks:
		return ids.AssetLinks
	case wellknown.ChangePassword, wellknown.Probe:
		return ids.ChangePassword
	case wellknown.RelatedOrigins:
		return ids.RelatedOrigins
	case wellknown.SecurityTxt:
		return ids.SecurityTxt
	case wellknown.OpenID, wellknown.JWKS:
		return ids.OIDCDiscoveryUnreachable
	}
	return ""
}

// applies says whether the app needs a document: because the person said so, because a variable feeds it, or because the
// document was pasted. Without any of these a web-only app must not see a fault.
func (c *checker) applies(kind wellknown.Kind) Answer {
	if len(c.documents(kind, OnApp, OnSite, OnCDN)) > 0 {
		return Yes
	}
	said := map[wellknown.Kind]Answer{
		wellknown.AASA: c.in.App.IOS, wellknown.AssetLinks: c.in.App.Android, wellknown.ChangePassword: c.in.App.PasswordManagers,
		wellknown.Probe: c.in.App.PasswordManagers, wellknown.PasskeyEndpoints: c.in.App.Passkeys,
	}[kind]
	if said != Unknown {
		return said
	}
	if kind == wellknown.RelatedOrigins && c.in.App.Passkeys == No {
		return No
	}
	feeding := map[wellknown.Kind][]string{
		wellknown.AASA: {nameIOSApps}, wellknown.AssetLinks: {nameAndroid}, wellknown.ChangePassword: {nameChange}, wellknown.Probe: {nameChange},
		wellknown.RelatedOrigins: {nameAltOrigins, nameSecondary}, wellknown.SecurityTxt: {nameContact},
	}[kind]
	if !c.hasEnv {
		return Unknown
	}
	for _, name := range feeding {
		if c.env.Has(name) && !slices.Contains(ignoredNames(c.gen), name) {
			return Yes
		}
	}
	if kind == wellknown.RelatedOrigins && c.in.App.Passkeys == Yes && len(c.in.App.Origins) > 0 {
		return Yes
	}
	if len(feeding) == 0 {
		return Unknown
	}
	return No
}

// needDocument returns the row for an item about a document that the app does not need, or may not need.
func (c *checker) needDocument(kind wellknown.Kind) (rows []Row, missing bool) {
	guide := wellknown.GuideOf(kind)
	switch c.applies(kind) {
	case No:
		why := "The app does not need it, as you said."
		switch kind {
		case wellknown.AASA:
			why = "No IOS_APP_IDS, no iOS app named."
		case wellknown.AssetLinks:
			why = "No ANDROID_APP_LINKS, no Android app named."
		case wellknown.ChangePassword, wellknown.Probe:
			why = "No CHANGE_PASSWORD_URL, no password managers named."
		case wellknown.RelatedOrigins:
			why = "No further origins named."
		case wellknown.SecurityTxt:
			why = "No SECURITY_CONTACT: it is optional."
		}
		return one(notApplicable(why)), true
	case Unknown:
		return one(unseen("the answer to: " + guide.Question)), true
	}
	return nil, false
}

// curlOf is the paste that shows a document on the app's host.
func (c *checker) curlOf(kind wellknown.Kind) string {
	host := orElse(c.appHost(), "<app host>")
	flag := "-i"
	if kind == wellknown.Probe {
		flag = "-iL"
	}
	return "`curl " + flag + " " + shellWord("https://"+host+kind.Path()) + "`"
}

// shown returns the document of a kind that people's devices see: the one of the app's host.
func (c *checker) shown(kind wellknown.Kind) (Document, bool) {
	all := c.documents(kind, OnApp)
	if len(all) == 0 {
		return Document{}, false
	}
	return all[len(all)-1], true
}

// reached returns the row for an item about a document when something else than the document answered.
func (c *checker) reached(kind wellknown.Kind, document Document) (rows []Row, missing bool) {
	switch reach := wellknown.ReachOf(kind, document.Exchange); reach {
	case wellknown.Fallback:
		return one(after("WK-SPA", "A page answered in its place.")), true
	case wellknown.FromFrontend, wellknown.NotConfigured, wellknown.NoRoute, wellknown.NoHTTPActions:
		if c.onlyOnSite(kind) {
			return one(after("WK-HOST", "It is on the Convex site host only.")), true
		}
		return one(after("WK-404", "It was not found.")), true
	case wellknown.ForwardedHost:
		return one(after("XFH", "Convex's edge found no deployment.")), true
	case wellknown.Unreachable, wellknown.Refused, wellknown.Broken, wellknown.OtherwiseGone:
		row := fail(causeOfKind(kind), prose.Capital(reachText(reach))).compare("status 200", fmt.Sprintf("status %d", document.Exchange.Status()))
		if reach == wellknown.Unreachable {
			row = row.compare("status 200", "curl: "+show(document.Exchange.Failure, 120))
			return one(row.fix("The host has to answer everybody over https, with a valid certificate: ask again when it does.", strings.Trim(c.curlOf(kind), "`"))), true
		}
		return one(row.fix("The document has to be open to everybody: leave /.well-known/ out of logins, previews with a password and bot protection.")), true
	}
	return nil, false
}

// onlyOnSite reports whether the Convex site host serves a document that the app's host does not have.
func (c *checker) onlyOnSite(kind wellknown.Kind) bool {
	onSite := false
	for _, document := range c.documents(kind, OnSite) {
		onSite = onSite || wellknown.ReachOf(kind, document.Exchange) == wellknown.Served
	}
	document, ok := c.shown(kind)
	if !onSite || !ok {
		return false
	}
	switch wellknown.ReachOf(kind, document.Exchange) {
	case wellknown.FromFrontend, wellknown.NotConfigured, wellknown.NoRoute, wellknown.NoHTTPActions:
		return true
	}
	return false
}

// body returns the text of a document to judge: what the app's host serves, else what the site host serves, else what the
// library would build of its variable.
func (c *checker) body(kind wellknown.Kind) (body []byte, from string, found bool) {
	for _, place := range []Place{OnApp, OnSite} {
		all := c.documents(kind, place)
		if len(all) == 0 {
			continue
		}
		document := all[len(all)-1]
		if status := document.Exchange.Status(); status != 200 && status != 0 {
			continue
		}
		if reach := wellknown.ReachOf(kind, document.Exchange); (reach == wellknown.Served || reach == wellknown.Unasked) && document.Exchange.BodySeen {
			return document.Exchange.Body, orElse(document.where(), "pasted document"), true
		}
	}
	settings := c.settings()
	if !settings.Library.Serves(kind) {
		return nil, "", false
	}
	if built := wellknown.ContentOf(kind, settings, c.site); !built.Sample && built.Body != "" {
		return []byte(built.Body), "built of " + c.feeding(kind), true
	}
	return nil, "", false
}

// pageOf names the page that shows a document and how each host serves it: a row stands without that page in a text.
func pageOf(kind wellknown.Kind) string {
	return " What it should say, and how your host serves it: `convex-auth-doctor explain " + string(causeOfKind(kind)) + "`."
}

// whoseFile says what to correct about a document: the variable that it is made of, or the file that answers in its place.
func (c *checker) whoseFile(kind wellknown.Kind, body []byte, from, variable string) string {
	if strings.HasPrefix(from, "built") {
		return variable
	}
	settings := c.settings()
	built := wellknown.ContentOf(kind, settings, c.site)
	if !settings.Library.Serves(kind) || built.Sample || built.Body == "" {
		return "Correct the file that your host serves." + pageOf(kind)
	}
	if sameJSON(built.Body, string(body)) {
		return variable
	}
	return "This is not what " + c.feeding(kind) + " makes: another file answers. Correct that file, or hand the path on to the .convex.site host." + pageOf(kind)
}

// at gives every row the same place.
func at(rows []Row, where string) []Row {
	for i := range rows {
		rows[i].Where = where
	}
	return rows
}

// needsVariable is the row of an item whose document the library would serve if its variable were set.
func (c *checker) needsVariable(kind wellknown.Kind) []Row {
	name := c.feeding(kind)
	if !c.hasEnv || !c.gen.Robelest() || c.env.Has(name) || strings.TrimSpace(name) == "" {
		return one(unseen(c.curlOf(kind)))
	}
	return one(warn(name+" is not set on this deployment: the library answers 404.").about(name).because(causeOfKind(kind)).compare("set", "not set").
		fix("Set it, unless the frontend serves the file itself; the command asks for it. Its form: "+sampleValue(name)+".", setCommand(name, "")))
}
