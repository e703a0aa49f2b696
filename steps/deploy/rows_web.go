package deploy

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/ids"
)

// changePassword is CHPW.
func (c *checker) changePassword() []Row {
	kind := wellknown.ChangePassword
	if rows, missing := c.needDocument(kind); missing {
		return rows
	}
	const fix = "Set CHANGE_PASSWORD_URL to the absolute https address of the page on the app's host; the command asks for it."
	command := setCommand(nameChange, "")
	if document, shown := c.shown(kind); shown {
		if rows, missing := c.reached(kind, document); missing {
			return rows
		}
		if !document.Exchange.HasHeaders() {
			return one(unseen(c.curlOf(kind) + ": the headers were not in the paste"))
		}
		rows := rowsOf(wellknown.CheckChangePassword(document.Exchange, appOrigin(c.appHost())), causeOfKind(kind), "A temporary redirect to the page.")
		if v := c.env.Lookup(nameChange); !c.gen.Robelest() || c.hasEnv && v.Readable() && len(wellknown.CheckChangeTarget(unwrapped(v.public()), c.app())) == 0 {
			return at(withFix(rows, "The host that answered makes this redirect. Let it answer 302 with the address of the page."+pageOf(kind)), document.where())
		}
		return at(withFix(rows, fix, command), document.where())
	}
	v := c.env.Lookup(nameChange)
	if !c.hasEnv || !v.Readable() || !c.gen.Robelest() {
		return c.needsVariable(kind)
	}
	if problems := wellknown.CheckChangeTarget(unwrapped(v.public()), c.app()); len(problems) > 0 {
		return at(withFix(rowsOf(problems, causeOfKind(kind), ""), fix, command), c.where(v))
	}
	return one(unseen(c.curlOf(kind)))
}

// changeProbe is CHPW-PROBE.
func (c *checker) changeProbe() []Row {
	kind := wellknown.Probe
	if rows, missing := c.needDocument(kind); missing {
		return rows
	}
	all := c.documents(kind, OnApp, OnSite)
	if len(all) == 0 {
		return one(unseen(c.curlOf(kind)))
	}
	document := all[len(all)-1]
	if document.Exchange.Status() == 0 {
		return one(unseen(c.curlOf(kind) + ": the status was not in the paste"))
	}
	return at(withFix(rowsOf(wellknown.CheckProbe(document.Exchange), ids.ChangePassword, "Pages that do not exist answer with an error."), "Let the host answer 404 for what does not exist, at least below /.well-known/."), document.where())
}

// rpID returns the RP ID: what the person says, else the host of the URL variable (P 1.12).
func (c *checker) rpID() string {
	return strings.ToLower(orElse(strings.TrimSpace(c.in.App.RPID), c.appHost()))
}

// relatedOrigins is ROR.
func (c *checker) relatedOrigins() []Row {
	kind := wellknown.RelatedOrigins
	if rows, missing := c.needDocument(kind); missing {
		return rows
	}
	fix := "Correct " + c.originsVariable() + ": https origins with commas between, of at most 5 different names."
	if c.gen == GenB {
		fix = "This version serves the one origin of APP_URL: serve a file of your own on the RP ID host." + pageOf(kind)
	}
	if document, shown := c.shown(kind); shown {
		if rows, missing := c.reached(kind, document); missing {
			return rows
		}
		if document.Exchange.HasHeaders() {
			problems := wellknown.CheckRelatedOriginsTransport(document.Exchange)
			if level, found := wellknown.Worst(problems); found && level == wellknown.Wrong {
				return at(withFix(rowsOf(problems, ids.RelatedOrigins, ""), fix), document.where())
			}
		}
	}
	body, from, found := c.body(kind)
	if !found {
		return c.needsVariable(kind)
	}
	origins := wellknown.ReadOrigins(c.rpID(), wellknown.OriginEntries(body))
	if c.gen == GenB && len(origins) == 1 && origins[0].Use == wellknown.OriginUnneeded {
		return one(pass("The file lists the app's own origin, which needs no file: nothing is added by it.").at(from))
	}
	return at(withFix(rowsOf(wellknown.CheckRelatedOrigins(body, c.rpID()), ids.RelatedOrigins, fmt.Sprintf("%d labels of %d.", wellknown.Labels(origins), wellknown.MaxLabels)), c.whoseFile(kind, body, from, fix)), from)
}

// originsVariable is the one of the two that feeds the list of origins: WEBAUTHN_ALT_ORIGINS where it is set (P 1.14).
func (c *checker) originsVariable() string {
	if !c.env.Has(nameAltOrigins) && c.env.Has(nameSecondary) {
		return nameSecondary
	}
	return nameAltOrigins
}

// passkeyOrigin is PASSKEY-ORIGIN (P 3.23, 3.24): browser and server have to accept every origin on which the app is used.
func (c *checker) passkeyOrigin() []Row {
	if c.gen == GenO {
		return one(notApplicable("@convex-dev/auth has no passkeys."))
	}
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	origins := c.origins()
	switch {
	case c.in.App.Passkeys == No:
		return one(notApplicable("The app has no passkeys, as you said."))
	case c.in.App.Passkeys == Unknown && len(origins) == 0:
		if c.hasEnv {
			return one(notApplicable("No further origins, and no passkeys named."))
		}
		return one(unseen("the answer to: does the app use passkeys?"))
	case c.saw("PASSKEY_INVALID_ORIGIN") && len(origins) == 0, c.saw("PASSKEY_RP_MISMATCH") && len(origins) == 0:
		return one(fail(ids.PasskeyOrigin, "The server refused a passkey of another origin: it stands in the log.").fix("Compare the address in the browser with " + c.gen.URLName() + "."))
	case c.rpID() == "":
		return one(unseen(pasteEnv))
	case len(origins) == 0:
		return one(pass("One origin, and it is the RP ID's."))
	}
	var rows []Row
	for _, group := range c.judgeOrigins(origins) {
		rows = append(rows, group.row(c))
	}
	return orPass(rows, "Browser and server accept every origin.")
}

// origins are those on which the app is used: what was said, and what the list for browsers names beside.
func (c *checker) origins() []string {
	origins := append([]string{}, c.in.App.Origins...)
	if c.gen == GenB {
		return origins
	}
	return distinct(append(origins, c.alternative()...))
}

// alternative is the list for browsers as the library makes it of its variables.
func (c *checker) alternative() []string {
	return wellknown.OriginEntries([]byte(wellknown.BuildRelatedOrigins(c.settings()).Body))
}

// originFault says which side does not accept an origin.
type originFault int

const (
	onlyInAlternative originFault = iota // listed for browsers, and the server refuses it
	refusedByServer
	refusedByBrowser
	overLimit // listed, and the browser stops before it
)

// originGroup are the origins with the same fault: one command mends them together.
type originGroup struct {
	fault   originFault
	origins []string
}

// judgeOrigins looks at every origin from both sides.
func (c *checker) judgeOrigins(origins []string) []originGroup {
	entries := c.alternative()
	if body, _, found := c.body(wellknown.RelatedOrigins); found {
		entries = wellknown.OriginEntries(body)
	}
	listed := map[string]wellknown.OriginUse{}
	for _, one := range wellknown.ReadOrigins(c.rpID(), entries) {
		if listed[one.Origin] == "" {
			listed[one.Origin] = one.Use
		}
	}
	groups := []originGroup{{fault: onlyInAlternative}, {fault: refusedByServer}, {fault: refusedByBrowser}, {fault: overLimit}}
	for _, origin := range wellknown.ReadOrigins("", origins) {
		if origin.Origin == "" {
			continue // ROR and URL-SECONDARY name what does not parse
		}
		if fault, wrong := c.judgeOrigin(origin, listed[origin.Origin]); wrong {
			groups[fault].origins = distinct(append(groups[fault].origins, origin.Origin))
		}
	}
	var found []originGroup
	for _, group := range groups {
		if len(group.origins) > 0 {
			found = append(found, group)
		}
	}
	return found
}

func (c *checker) judgeOrigin(origin wellknown.Origin, use wellknown.OriginUse) (originFault, bool) {
	browser := wellknown.WithinRPID(c.rpID(), origin.Host) || use == wellknown.OriginUsed || use == wellknown.OriginUnneeded
	server := slices.Contains(c.serverOrigins(), origin.Origin)
	switch {
	case browser && server:
		return 0, false
	case !browser && use == wellknown.OriginOverLimit:
		return overLimit, true
	case !server && !slices.Contains(c.in.App.Origins, origin.Entry) && c.gen != GenB:
		return onlyInAlternative, true
	case !server:
		return refusedByServer, true
	}
	return refusedByBrowser, true
}

// refusedByServer are the origins that SECONDARY_URL lacks.
func (c *checker) refusedByServer() []string {
	var origins []string
	for _, group := range c.judgeOrigins(c.origins()) {
		if group.fault == onlyInAlternative || group.fault == refusedByServer {
			origins = append(origins, group.origins...)
		}
	}
	return origins
}

// row says what is wrong with the origins of a group.
func (group originGroup) row(c *checker) Row {
	all := show(join(group.origins), 200)
	about := show(strings.Join(group.origins, ", "), 100)
	variable, command := nameSecondary, ""
	if c.gen == GenB {
		variable = "the provider's origin option"
		command = `webauthn({ rpId: ` + codeText(c.rpID()) + `, origin: [` + codeList(append(c.serverOrigins(), group.origins...)) + `] })   // convex/auth.ts`
	} else {
		command = c.setSecondary()
	}
	switch group.fault {
	case overLimit:
		return after("ROR", "The browser stops before it: the list has too many names.").about(about)
	case onlyInAlternative:
		return warn("Listed only in WEBAUTHN_ALT_ORIGINS.").because(ids.PasskeyOrigin).about(about).compare("in SECONDARY_URL, too", all+" in WEBAUTHN_ALT_ORIGINS only").
			fix("The browser accepts the origin, the server answers PASSKEY_INVALID_ORIGIN: add it to SECONDARY_URL. "+wholeList, command)
	case refusedByServer:
		return fail(ids.PasskeyOrigin, "Server will answer PASSKEY_INVALID_ORIGIN.").about(about).compare(show(strings.Join(c.serverOrigins(), ", "), 200), all).
			fix("Add the origin to "+variable+". "+wholeList, command)
	}
	row := fail(ids.PasskeyOrigin, fmt.Sprintf("The browser will refuse the RP ID %s on this origin.", show(c.rpID(), 80))).about(about).compare("a host below the RP ID, or an entry of "+wellknown.RelatedOrigins.Path(), all)
	text := "Serve " + wellknown.RelatedOrigins.Path() + " on the RP ID host with this origin in it."
	if c.gen == GenB { // no variable feeds the file (P 3.25)
		body, _, _ := c.body(wellknown.RelatedOrigins)
		return row.fix(text, `{"origins":[`+codeList(append(wellknown.OriginEntries(body), group.origins...))+`]}`)
	}
	return row.fix(text+" "+wholeList, c.setAlternative(group.origins...))
}

const wholeList = "The command sets the whole list."

// serverOrigins returns the origins that the server accepts: SITE_URL and SECONDARY_URL in A, APP_URL or the option in B.
func (c *checker) serverOrigins() []string {
	accepted := append([]string{}, c.in.App.ServerOrigins...)
	if len(accepted) == 0 && c.app() != "" {
		accepted = append(accepted, c.app())
	}
	if c.gen != GenB {
		for _, item := range strings.Split(c.settings().Secondary, ",") {
			if item = strings.TrimSuffix(strings.TrimSpace(item), "/"); item != "" {
				accepted = append(accepted, item)
			}
		}
	}
	return accepted
}

// passkeyEndpoints is PKEP.
func (c *checker) passkeyEndpoints() []Row {
	kind := wellknown.PasskeyEndpoints
	switch {
	case c.applies(kind) == No:
		return one(notApplicable("The app has no passkeys, as you said."))
	case c.applies(kind) == Unknown && c.gen == GenO:
		return one(notApplicable("@convex-dev/auth has no passkeys."))
	}
	document, shown := c.shown(kind)
	if !shown {
		row := unseen(c.curlOf(kind))
		row.Sentence = "Not seen; it is optional."
		return one(row)
	}
	switch reach := wellknown.ReachOf(kind, document.Exchange); reach {
	case wellknown.NotConfigured, wellknown.FromFrontend, wellknown.NoRoute, wellknown.NoHTTPActions, wellknown.OtherwiseGone:
		return one(warn("Absent: optional."))
	case wellknown.Fallback:
		return one(after("WK-SPA", "A page answered in its place."))
	case wellknown.ForwardedHost:
		return one(after("XFH", "Convex's edge found no deployment."))
	}
	return at(rowsOf(wellknown.CheckPasskeyEndpoints(document.Exchange), "", "The file is valid."), document.where())
}
