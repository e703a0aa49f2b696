package deploy

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/prose"
)

// aasaHTTP is AASA-HTTP.
func (c *checker) aasaHTTP() []Row {
	return c.transport(wellknown.AASA, "The document has to be there at the first request, without a redirect and as application/json.")
}

// dalHTTP is DAL-HTTP.
func (c *checker) dalHTTP() []Row {
	return c.transport(wellknown.AssetLinks, "The document has to be there at the first request, without a redirect and as application/json.")
}

// transport judges how the app's host serves a document.
func (c *checker) transport(kind wellknown.Kind, fix string) []Row {
	if rows, missing := c.needDocument(kind); missing {
		return rows
	}
	document, ok := c.shown(kind)
	if !ok {
		return one(unseen(c.curlOf(kind)))
	}
	if rows, missing := c.reached(kind, document); missing {
		return rows
	}
	var problems []wellknown.Problem
	switch kind {
	case wellknown.AASA:
		problems = wellknown.CheckAASATransport(document.Exchange)
	case wellknown.AssetLinks:
		problems = wellknown.CheckAssetLinksTransport(document.Exchange)
	}
	if !document.Exchange.HasHeaders() && len(problems) == 0 {
		return one(unseen(c.curlOf(kind) + ": the headers were not in the paste"))
	}
	if target, ok := document.Exchange.Redirected(); ok && hostOf(target) != "" && hostOf(target) != c.appHost() {
		fix += " Redirect people, and leave /.well-known/ out; or name the host that it leads to in the app and as RP ID."
	}
	return at(withFix(rowsOf(problems, causeOfKind(kind), "200, no redirect, JSON."), fix+pageOf(kind)), document.where())
}

// content judges what a document says.
func (c *checker) content(kind wellknown.Kind, transport string, check func([]byte) []wellknown.Problem, ok func([]byte) string, fix string) []Row {
	if rows, missing := c.needDocument(kind); missing {
		return rows
	}
	if document, shown := c.shown(kind); shown {
		if rows, missing := c.reached(kind, document); missing {
			if rows[0].State == Fail {
				return one(after(transport, "The document was not reached."))
			}
			return rows
		}
		if _, redirected := document.Exchange.Redirected(); redirected && document.Exchange.Status() != 200 {
			return one(after(transport, "A redirect answered in its place."))
		}
	}
	body, from, found := c.body(kind)
	if !found {
		if _, shown := c.shown(kind); shown {
			return one(unseen("the body of the document"))
		}
		return c.needsVariable(kind)
	}
	problems := check(body)
	for _, problem := range problems {
		if document, shown := c.shown(kind); shown && problem.Code == "size" && document.Exchange.HasHeaders() {
			return one(after(transport, "The file is too large."))
		}
	}
	return at(withFix(rowsOf(problems, causeOfKind(kind), ok(body)), c.whoseFile(kind, body, from, fix)), from)
}

// aasaJSON is AASA-JSON.
func (c *checker) aasaJSON() []Row {
	return c.content(wellknown.AASA, "AASA-HTTP", wellknown.CheckAASA, func(body []byte) string {
		apps, _ := wellknown.AASAApps(body)
		return prose.Count(len(apps), "app") + " for passkeys."
	}, "Correct IOS_APP_IDS: App ID prefix, a full stop, bundle id; several with commas. Apple's copy follows within a day.")
}

// aasaID is AASA-ID.
func (c *checker) aasaID() []Row {
	if rows, missing := c.needDocument(wellknown.AASA); missing {
		return rows
	}
	id := strings.TrimSpace(c.in.App.IOSAppID)
	if id == "" {
		return one(unseen("the app's id: team id, a full stop, bundle id (Xcode > Signing & Capabilities)"))
	}
	if document, shown := c.shown(wellknown.AASA); shown {
		if rows, missing := c.reached(wellknown.AASA, document); missing && rows[0].Follows != "" {
			return rows
		}
	}
	body, from, found := c.body(wellknown.AASA)
	if !found {
		return one(unseen(c.curlOf(wellknown.AASA)))
	}
	if len(wellknown.CheckAASA(body)) > 0 {
		if level, _ := wellknown.Worst(wellknown.CheckAASA(body)); level == wellknown.Wrong {
			return one(after("AASA-JSON", "The document cannot be used as it is."))
		}
	}
	apps, _ := wellknown.AASAApps(body)
	if slices.Contains(apps, id) {
		return one(pass("The app is listed.").at(from).compare(show(id, 120), show(id, 120)))
	}
	return one(fail(ids.AppleAppSiteAssociation, "Your app id is not listed.").at(from).compare(show(id, 120), show(join(apps), 200)).
		fix("Put it into IOS_APP_IDS; several with commas.", c.setApps(id)))
}

// aasaCDN is AASA-CDN.
func (c *checker) aasaCDN() []Row {
	if rows, missing := c.needDocument(wellknown.AASA); missing {
		return rows
	}
	copies := c.documents(wellknown.AASA, OnCDN)
	for _, document := range c.in.Documents { // the CDN's path ends in the domain, and not in the name of the document
		if hostOf(document.address()) == "app-site-association.cdn-apple.com" && document.kind() != wellknown.AASA {
			copies = append(copies, document)
		}
	}
	if len(copies) == 0 {
		return one(unseen("`curl -i " + shellWord("https://app-site-association.cdn-apple.com/a/v1/"+orElse(c.appHost(), "<app host>")) + "`"))
	}
	copied := copies[len(copies)-1].Exchange
	if status := copied.Status(); status >= 400 || copied.Failure != "" {
		return one(fail(ids.AppleAppSiteAssociation, "CDN has no file.").compare("the app's file", fmt.Sprintf("status %d", status)).
			fix("Apple could not fetch it: the origin must answer everybody on the internet, without a redirect. It tries again within a day."))
	}
	body, _, found := c.body(wellknown.AASA)
	switch {
	case !found:
		return one(unseen(c.curlOf(wellknown.AASA)))
	case sameJSON(string(body), string(copied.Body)):
		return one(pass("Apple's copy is the app's file."))
	}
	return one(warn("CDN still has the old file (up to 24 h).").because(ids.AppleAppSiteAssociation).
		fix("Wait, or use ?mode=developer on the entitlement of a development build."))
}

// dalJSON is DAL-JSON.
func (c *checker) dalJSON() []Row {
	rows := c.content(wellknown.AssetLinks, "DAL-HTTP", wellknown.CheckAssetLinks, func(body []byte) string {
		return prose.Count(len(wellknown.AssetFingerprints(body)), "app") + "."
	}, "Correct ANDROID_APP_LINKS: package:fingerprint, each pair of its own with “;” between, also for two fingerprints of one app.")
	for i, row := range rows {
		if row.Fix != nil && row.Expected != "" && strings.Contains(wellknown.RelationLine, `"`+row.Expected+`"`) {
			rows[i] = row.fix(row.Fix.Text, append(row.Fix.Commands, wellknown.RelationLine)...)
		}
	}
	if command := c.setAndroid(); command != setCommand(nameAndroid, "") {
		for i, row := range rows {
			if row.Fix != nil && strings.HasPrefix(row.Where, "built") {
				rows[i] = row.fix(row.Fix.Text, command)
			}
		}
	}
	return rows
}

// dalEnv is DAL-ENV: the variable is read exactly as the library reads it.
func (c *checker) dalEnv() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	if c.gen.Covered() && !c.gen.Robelest() || c.gen == GenOther || c.gen == GenV2 {
		return one(notApplicable("This library does not read ANDROID_APP_LINKS."))
	}
	v := c.env.Lookup(nameAndroid)
	switch v.State {
	case VarUnset, VarEmpty:
		if c.in.App.Android == Yes {
			return c.needsVariable(wellknown.AssetLinks)
		}
		return one(notApplicable("ANDROID_APP_LINKS is not set."))
	case VarNameOnly:
		return one(unseen(pasteEnv + ", with values"))
	}
	if !v.Secret.IsZero() {
		return one(after("SECRET-LEAK", "The value is none that may be published."))
	}
	text := v.public()
	form := "package:AB:CD:…;package2:EF:…"
	var rows []Row
	built := wellknown.BuildAssetLinks(wellknown.Settings{Android: text})
	for _, dropped := range built.Dropped {
		if strings.HasPrefix(dropped.Why, "no ") || strings.HasSuffix(dropped.Why, "is empty") {
			rows = append(rows, fail(ids.AssetLinks, fmt.Sprintf("Entry %d dropped: %s.", dropped.Number, dropped.Why)).about(nameAndroid).at(c.where(v)).compare(form, dropped.Entry))
		}
	}
	if strings.Contains(text, ",") {
		rows = append(rows, warn("Comma found: only “;” separates entries.").about(nameAndroid).at(c.where(v)).compare(form, "a comma"))
	}
	rows = withFix(rows, "Write package:fingerprint, with “;” between entries.", c.setAndroid())
	return orPass(rows, prose.Count(len(wellknown.AssetFingerprints([]byte(built.Body))), "app")+".")
}

// dalPrint is DAL-FP.
func (c *checker) dalPrint() []Row {
	if rows, missing := c.needDocument(wellknown.AssetLinks); missing {
		return rows
	}
	if c.in.App.PlayPrint == "" && c.in.App.DebugPrint == "" {
		return one(unseen("the SHA-256 of Play Console > App signing (and of the debug key)"))
	}
	if document, shown := c.shown(wellknown.AssetLinks); shown {
		if rows, missing := c.reached(wellknown.AssetLinks, document); missing && rows[0].Follows != "" {
			return rows
		}
	}
	body, from, found := c.body(wellknown.AssetLinks)
	if !found {
		return one(unseen(c.curlOf(wellknown.AssetLinks)))
	}
	if level, _ := wellknown.Worst(wellknown.CheckAssetLinks(body)); level == wellknown.Wrong {
		return one(after("DAL-JSON", "The document cannot be used as it is."))
	}
	var listed []string
	for name, prints := range wellknown.AssetFingerprints(body) {
		if c.in.App.AndroidPackage == "" || name == strings.TrimSpace(c.in.App.AndroidPackage) {
			listed = append(listed, prints...)
		}
	}
	has := func(print string) bool {
		for _, one := range listed {
			if wellknown.SameFingerprint(one, print) {
				return true
			}
		}
		return false
	}
	play, debug := c.in.App.PlayPrint, c.in.App.DebugPrint
	switch {
	case play != "" && has(play):
		return one(pass("The Play signing key is listed.").at(from))
	case debug != "" && has(debug) && play == "":
		return one(warn("Only debug key?").because(ids.AssetLinks).at(from).fix("Add the SHA-256 of Play Console > App signing: Google signs what people install."))
	case play == "":
		return one(unseen("the SHA-256 of Play Console > App signing"))
	}
	return one(fail(ids.AssetLinks, "Not listed.").at(from).compare(show(play, 120), prose.Count(len(listed), "fingerprint")).
		fix("Add it as an entry of its own, package:fingerprint with “;” between; the upload key is another one.", c.addPlay(play)))
}
