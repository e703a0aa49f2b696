package deploy

import (
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/ids"
)

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
				fix("Hand /.well-known/ on from the app's host, serve a copy there, or give the deployment a custom domain."+pageOf(kind)))
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

// feeding names the variable that feeds a document, "" where none does.
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
			row = row.fix("Ask the Convex host of this deployment. If it serves the document, the app's host hands the path on to another deployment; a changed variable can take 5 minutes to show.")
			if c.site != "" {
				row.Fix.Commands = []string{"curl -i " + shellWord(c.site+kind.Path())}
			}
			return row, true
		}
		if variable != "" && c.gen.Robelest() {
			return row.fix("Set the variable on the production deployment; the command asks for it. Its form: "+sampleValue(variable)+".", setCommand(variable, "")), true
		}
		return row, true
	case wellknown.FromFrontend:
		return fail(causeOfKind(kind), "404 from the frontend.").compare("the document", "a page with 404").
			fix("Hand /.well-known/ on to the .convex.site host, or put the file there." + pageOf(kind)), true
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
		return "com.example.app:AB:CD:…"
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
