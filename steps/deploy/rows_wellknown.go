package deploy

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/ids"
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
		if c.env.Has(name) && !contains(ignoredNames(c.gen), name) {
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
		row := fail(causeOfKind(kind), upperFirst(reachText(reach))).compare("status 200", fmt.Sprintf("status %d", document.Exchange.Status()))
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

// wkHost is WK-HOST.
func (c *checker) wkHost() []Row {
	var rows []Row
	applies := No
	for _, kind := range phoneKinds {
		if answer := c.applies(kind); answer == Yes || answer == Unknown && applies == No {
			applies = answer
		}
		onSite := c.documents(kind, OnSite)
		document, onApp := c.shown(kind)
		if len(onSite) == 0 || !onApp {
			continue
		}
		switch {
		case c.onlyOnSite(kind):
			rows = append(rows, fail(causeOfKind(kind), "Only on .convex.site: Apple/Google never look there.").about(string(kind)).compare("on the app's host", "404 there").
				fix("Hand /.well-known/ on from the app's host, serve a copy there, or give the deployment a custom domain."))
		case wellknown.ReachOf(kind, document.Exchange) == wellknown.Fallback:
			rows = append(rows, after("WK-SPA", "A page answered on the app's host.").about(string(kind)))
		case wellknown.ReachOf(kind, document.Exchange) == wellknown.ForwardedHost:
			rows = append(rows, after("XFH", "Convex's edge found no deployment.").about(string(kind)))
		default:
			rows = append(rows, pass("Both hosts serve it.").about(string(kind)))
		}
	}
	switch {
	case len(rows) > 0:
		return rows
	case applies == No:
		return one(notApplicable("No such document is needed."))
	}
	return one(unseen("`curl -i` of a document on the app's host and on the .convex.site host"))
}

// wkSPA is WK-SPA.
func (c *checker) wkSPA() []Row {
	var rows []Row
	judged := false
	for _, kind := range append(phoneKinds[:len(phoneKinds):len(phoneKinds)], wellknown.PasskeyEndpoints) {
		if kind == wellknown.ChangePassword {
			continue
		}
		for _, document := range c.documents(kind, OnApp) {
			judged = true
			if wellknown.ReachOf(kind, document.Exchange) != wellknown.Fallback {
				continue
			}
			rows = append(rows, fail(causeOfKind(kind), "Your SPA fallback answered.").about(string(kind)).at(document.where()).compare("the document", "a page").
				fix("Leave /.well-known/ out of the rule that sends every path to index.html, and put the file there.", `"rewrites": [{ "source": "/((?!\\.well-known/).*)", "destination": "/index.html" }]   // vercel.json`))
		}
	}
	if !judged {
		return c.noDocument()
	}
	return orPass(rows, "No page in place of a document.")
}

// noDocument is the row of an item about all documents when none was pasted.
func (c *checker) noDocument() []Row {
	for _, kind := range phoneKinds {
		if c.applies(kind) != No {
			return one(unseen("`curl -i` of the documents on the app's host"))
		}
	}
	return one(notApplicable("No such document is needed."))
}

// variablesOf are the variables that feed a document.
func (c *checker) feeding(kind wellknown.Kind) string {
	switch kind {
	case wellknown.AASA:
		return nameIOSApps
	case wellknown.AssetLinks:
		return nameAndroid
	case wellknown.ChangePassword:
		return nameChange
	case wellknown.SecurityTxt:
		return nameContact
	case wellknown.RelatedOrigins:
		if c.gen == GenB {
			return nameApp
		}
		return nameAltOrigins
	}
	return ""
}

// wk404 is WK-404.
func (c *checker) wk404() []Row {
	var rows []Row
	judged := false
	for _, kind := range phoneKinds {
		for _, document := range c.documents(kind, OnApp, OnSite) {
			judged = true
			if row, found := c.judge404(kind, document); found {
				rows = append(rows, row.about(string(kind)).at(document.where()))
			}
		}
	}
	if !judged {
		return c.noDocument()
	}
	return orPass(rows, "No document is missing.")
}

func (c *checker) judge404(kind wellknown.Kind, document Document) (Row, bool) {
	variable := c.feeding(kind)
	reach := wellknown.ReachOf(kind, document.Exchange)
	if document.place(c.site) == OnApp && c.onlyOnSite(kind) {
		return after("WK-HOST", "It is on the Convex site host only."), true
	}
	switch reach {
	case wellknown.NotConfigured:
		row := warn("Not configured (variable unset).").because(causeOfKind(kind))
		if c.hasEnv && c.env.Has(variable) {
			row = warn("Not configured, although "+variable+" is set: did another deployment answer?").because(causeOfKind(kind)).compare(variable+" set", "an empty 404")
		}
		if variable != "" && c.gen.Robelest() {
			return row.fix("Set the variable on the production deployment.", fmt.Sprintf("npx convex env set --prod %s %s", variable, sampleValue(variable))), true
		}
		return row, true
	case wellknown.FromFrontend:
		return fail(causeOfKind(kind), "404 from the frontend.").compare("the document", "a page with 404").
			fix("Hand /.well-known/ on to the .convex.site host, or put the file there."), true
	case wellknown.NoRoute, wellknown.NoHTTPActions:
		row := warn("This deployment has no such route.").because(causeOfKind(kind))
		if c.gen == GenO {
			row.Sentence = "@convex-dev/auth does not serve it: add a route to convex/http.ts, or serve it from the app's host."
		}
		return row, true
	}
	return Row{}, false
}

// sampleValue shows the form of a variable.
func sampleValue(name string) string {
	switch name {
	case nameIOSApps:
		return "TEAMID1234.com.example.app"
	case nameAndroid:
		return "'com.example.app:AB:CD:…'"
	case nameChange:
		return "https://app.example.com/settings/password"
	case nameContact:
		return "mailto:security@example.com"
	case nameAltOrigins, nameApp:
		return "https://app.example.com"
	}
	return "value"
}

// forwardedHost is XFH (P 3.5).
func (c *checker) forwardedHost() []Row {
	judged := false
	for _, kind := range append(phoneKinds[:len(phoneKinds):len(phoneKinds)], wellknown.OpenID, wellknown.JWKS, wellknown.PasskeyEndpoints) {
		for _, document := range c.documents(kind, OnApp) {
			judged = judged || document.Exchange.HasHeaders()
			if wellknown.ReachOf(kind, document.Exchange) == wellknown.ForwardedHost {
				return one(fail(ids.ProxyHeaderForwarding, "Proxy sends x-forwarded-host.").about(string(kind)).at(document.where()).
					compare("the document", "an empty 404 of Convex's edge").
					fix("Send the site host as Host and drop x-forwarded-host when the app's host hands a request on to .convex.site."))
			}
		}
	}
	if !judged {
		return one(unseen("`curl -i` of a document that the app's host hands on to Convex"))
	}
	return one(pass("The edge found the deployment."))
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
		fix("Set it, unless the frontend serves the file itself.", fmt.Sprintf("npx convex env set --prod %s %s", name, sampleValue(name))))
}
