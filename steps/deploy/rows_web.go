package deploy

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/deploy/jsnum"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/ids"
)

// changePassword is CHPW.
func (c *checker) changePassword() []Row {
	kind := wellknown.ChangePassword
	if rows, missing := c.needDocument(kind); missing {
		return rows
	}
	const fix = "Set CHANGE_PASSWORD_URL to the absolute https address of the page on the app's host."
	command := setCommand(nameChange, orElse(c.app(), "https://app.example.com")+"/settings/password")
	if document, shown := c.shown(kind); shown {
		if rows, missing := c.reached(kind, document); missing {
			return rows
		}
		if !document.Exchange.HasHeaders() {
			return one(unseen(c.curlOf(kind) + ": the headers were not in the paste"))
		}
		return at(withFix(rowsOf(wellknown.CheckChangePassword(document.Exchange, appOrigin(c.appHost())), causeOfKind(kind), "A temporary redirect to the page."), fix, command), document.where())
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
	fix := "Correct WEBAUTHN_ALT_ORIGINS: https origins with commas between, of at most 5 different names."
	if c.gen == GenB {
		fix = "This version serves the one origin of APP_URL: serve a file of your own on the RP ID host."
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
	return at(withFix(rowsOf(wellknown.CheckRelatedOrigins(body, c.rpID()), ids.RelatedOrigins, fmt.Sprintf("%d labels of %d.", wellknown.Labels(origins), wellknown.MaxLabels)), fix), from)
}

// passkeyOrigin is PASSKEY-ORIGIN (P 3.23, 3.24): browser and server have to accept every origin on which the app is used.
func (c *checker) passkeyOrigin() []Row {
	if c.gen == GenO {
		return one(notApplicable("@convex-dev/auth has no passkeys."))
	}
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	alternative := wellknown.OriginEntries([]byte(wellknown.BuildRelatedOrigins(c.settings()).Body))
	origins := append([]string{}, c.in.App.Origins...)
	if c.gen != GenB {
		for _, one := range alternative {
			if !contains(origins, one) {
				origins = append(origins, one)
			}
		}
	}
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
	listed := map[string]wellknown.OriginUse{}
	body, _, found := c.body(wellknown.RelatedOrigins)
	entries := alternative
	if found {
		entries = wellknown.OriginEntries(body)
	}
	for _, one := range wellknown.ReadOrigins(c.rpID(), entries) {
		listed[one.Origin] = one.Use
	}
	var rows []Row
	for _, read := range wellknown.ReadOrigins("", origins) {
		if read.Origin == "" {
			continue // ROR and URL-SECONDARY name what does not parse
		}
		if row, wrong := c.judgeOrigin(read, listed); wrong {
			rows = append(rows, row.about(show(read.Origin, 100)))
		}
	}
	return orPass(rows, "Browser and server accept every origin.")
}

// judgeOrigin looks at one origin from both sides.
func (c *checker) judgeOrigin(origin wellknown.Origin, listed map[string]wellknown.OriginUse) (Row, bool) {
	browser := wellknown.WithinRPID(c.rpID(), origin.Host) || listed[origin.Origin] == wellknown.OriginUsed || listed[origin.Origin] == wellknown.OriginUnneeded
	server := false
	accepted := c.serverOrigins()
	for _, one := range accepted {
		server = server || one == origin.Origin
	}
	variable, command := nameSecondary, setCommand(nameSecondary, origin.Origin)
	if c.gen == GenB {
		variable, command = "the provider's origin option", `passkey({ rpId: "`+show(c.rpID(), 80)+`", origin: [ … ] })   // convex/auth.ts`
	}
	switch {
	case browser && server:
		return Row{}, false
	case !server && !contains(c.in.App.Origins, origin.Entry) && c.gen != GenB:
		return warn("Listed only in WEBAUTHN_ALT_ORIGINS.").because(ids.PasskeyOrigin).compare("in SECONDARY_URL, too", "in WEBAUTHN_ALT_ORIGINS only").
			fix("The browser accepts the origin, the server answers PASSKEY_INVALID_ORIGIN: add it to SECONDARY_URL.", command), true
	case !server:
		return fail(ids.PasskeyOrigin, "Server will answer PASSKEY_INVALID_ORIGIN.").compare(show(strings.Join(accepted, ", "), 200), show(origin.Origin, 100)).
			fix("Add the origin to "+variable+".", command), true
	}
	return fail(ids.PasskeyOrigin, fmt.Sprintf("The browser will refuse the RP ID %s on this origin.", show(c.rpID(), 80))).compare("a host below the RP ID, or an entry of "+wellknown.RelatedOrigins.Path(), show(origin.Origin, 100)).
		fix("Serve "+wellknown.RelatedOrigins.Path()+" on the RP ID host with this origin in it.", setCommand(nameAltOrigins, origin.Origin)), true
}

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

// securityTxt is SECTXT.
func (c *checker) securityTxt() []Row {
	kind := wellknown.SecurityTxt
	if rows, missing := c.needDocument(kind); missing {
		return rows
	}
	if c.in.Now.IsZero() {
		return one(unseen("the time of the check"))
	}
	const fix = "Correct SECURITY_CONTACT: an address with its scheme, such as mailto:security@example.com or https://example.com/security."
	fetched := ""
	var problems []wellknown.Problem
	if document, shown := c.shown(kind); shown {
		if rows, missing := c.reached(kind, document); missing {
			return rows
		}
		fetched = document.Exchange.Last().URL
		problems = wellknown.CheckSecurityTxtTransport(document.Exchange)
	}
	body, from, found := c.body(kind)
	if !found {
		if len(problems) > 0 {
			return withFix(rowsOf(problems, ids.SecurityTxt, ""), fix)
		}
		if c.daysThrow() {
			return one(after("SECTXT-DAYS", "The library throws."))
		}
		return c.needsVariable(kind)
	}
	found = strings.HasPrefix(from, "built")
	for _, problem := range wellknown.CheckSecurityTxt(body, fetched, c.in.Now) {
		if found && (problem.Code == "expired" || problem.Code == "long_expiry") {
			continue // of a file that is built anew for each request SECTXT-DAYS says it
		}
		problems = append(problems, problem)
	}
	rows := withFix(rowsOf(problems, ids.SecurityTxt, "The file is valid."), fix)
	for i := range rows {
		if rows[i].State == Warn {
			rows[i].Fix = nil // recommendations of the RFC, and no variable changes them
		}
	}
	return at(rows, from)
}

// daysThrow reports whether SECURITY_TXT_EXPIRES_DAYS makes the library throw.
func (c *checker) daysThrow() bool {
	return wellknown.BuildSecurityTxt(c.settings()).Status == 500
}

// securityDays is SECTXT-DAYS.
func (c *checker) securityDays() []Row {
	if rows, missing := c.needDocument(wellknown.SecurityTxt); missing {
		return rows
	}
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	if !c.gen.Robelest() {
		return one(notApplicable("This library does not serve security.txt."))
	}
	v := c.env.Lookup(nameExpires)
	text := v.text()
	if v.State == VarNameOnly {
		return one(unseen(pasteEnv + ", with values"))
	}
	command := setCommand(nameExpires, "180")
	wrong := func(sentence string) []Row {
		return one(fail(ids.SecurityTxt, sentence).about(nameExpires).at(c.where(v)).compare("1 to 364", v.Show()).fix("Set a number of days.", command))
	}
	if v.State == VarUnset || v.State == VarEmpty {
		return one(warn("365 default sits on the limit.").about(nameExpires).compare("1 to 364", "365 by default").fix("Set less than a year.", command))
	}
	days, ok := jsnum.Parse(text)
	switch {
	case !ok:
		return wrong("Not a number: the library answers 500.")
	case days <= 0:
		return wrong("Expired from the beginning.")
	case c.daysThrow():
		return wrong("Out of range: the library answers 500.")
	case days >= 365:
		return one(warn(fmt.Sprintf("%s days: a year or more; less is recommended.", show(v.public(), 20))).about(nameExpires).at(c.where(v)).compare("1 to 364", v.Show()).fix("Set less than a year.", command))
	case days < 1 || days != float64(int64(days)):
		return one(warn("Not a whole number of days.").about(nameExpires).at(c.where(v)).compare("1 to 364", v.Show()).fix("Set a whole number.", command))
	}
	return one(pass(show(v.public(), 20)+" days.").about(nameExpires).at(c.where(v)).compare("1 to 364", v.Show()))
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
