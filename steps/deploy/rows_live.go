package deploy

import (
	"encoding/json"
	"fmt"
	"strings"

	"convex-auth-doctor/steps/deploy/keys"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/ids"
)

// documents returns what was pasted of a kind, from any of the places.
func (c *checker) documents(kind wellknown.Kind, places ...Place) []Document {
	var found []Document
	for _, document := range c.in.Documents {
		if document.kind() != kind {
			continue
		}
		place := document.place(c.site)
		for _, one := range places {
			if one == place {
				found = append(found, document)
			}
		}
	}
	return found
}

// rowsOf makes a row of each problem; notes alone make a passing row.
func rowsOf(problems []wellknown.Problem, cause ids.Cause, ok string) []Row {
	var rows []Row
	told := map[wellknown.Problem]bool{} // an app id stands in two places of a file
	for _, problem := range problems {
		if told[problem] {
			continue
		}
		told[problem] = true
		row := Row{Sentence: problem.Text, Expected: problem.Expected, Actual: problem.Actual}
		switch problem.Level {
		case wellknown.Wrong:
			row.State, row.Cause = Fail, cause
		case wellknown.Doubt:
			row.State = Warn
		default:
			continue
		}
		rows = append(rows, row)
	}
	if len(rows) > 0 {
		return rows
	}
	row := pass(ok)
	for _, problem := range problems {
		row.Sentence += " " + problem.Text
	}
	return one(row)
}

// withFix adds a fix to every row that is not right.
func withFix(rows []Row, text string, commands ...string) []Row {
	for i := range rows {
		if rows[i].State == Fail || rows[i].State == Warn {
			rows[i] = rows[i].fix(text, commands...)
		}
	}
	return rows
}

// discovery is DISC-DOC (P 3.30, B 1.20-1.22).
func (c *checker) discovery() []Row {
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	all := c.documents(wellknown.OpenID, OnSite, OnApp)
	if len(all) == 0 {
		address := "<issuer>" + wellknown.OpenID.Path()
		if issuer := c.issuer(); issuer != "" {
			address = wellknown.OpenIDAddress(issuer)
		}
		return one(unseen("`curl -i " + shellWord(address) + "`"))
	}
	issuer := c.issuer()
	var right, other *Document // at the issuer's address, and elsewhere
	for i, document := range all {
		if issuer == "" || document.address() == "" || sameIssuer(document.address(), wellknown.OpenIDAddress(issuer)) {
			right = &all[i]
		} else {
			other = &all[i]
		}
	}
	served := func(document *Document) bool {
		if document == nil {
			return false
		}
		reach := wellknown.ReachOf(wellknown.OpenID, document.Exchange)
		return reach == wellknown.Served || reach == wellknown.Unasked
	}
	switch {
	case !served(right) && served(other) && c.gen == GenB && wellknown.OpenIDIssuer(other.Exchange.Body) == issuer:
		return one(warn("Served only at root copy.").compare(wellknown.OpenIDAddress(issuer), other.where()))
	case right == nil:
		right = other
	}
	if name, other := c.ofOther(hostOf(right.address())); other {
		return one(fail(ids.WrongOrUnreachableDeployment, "The document is of another deployment: "+name+".").compare(c.listed(), name).
			fix("Ask the deployment of the list.", "curl -i "+shellWord(wellknown.OpenIDAddress(orElse(issuer, "<issuer>")))))
	}
	fix := "Convex has to get this document from the issuer: add the auth routes to convex/http.ts and deploy."
	switch reach := wellknown.ReachOf(wellknown.OpenID, right.Exchange); reach {
	case wellknown.NoRoute, wellknown.NoHTTPActions:
		return one(after("HTTP-ROUTER", "The deployment has no auth routes."))
	case wellknown.Served, wellknown.Unasked:
	default:
		return one(fail(ids.OIDCDiscoveryUnreachable, "The document is not there: "+reachText(reach)).compare("200 with the document", fmt.Sprintf("status %d", right.Exchange.Status())).fix(fix, "npx convex deploy"))
	}
	rows := rowsOf(wellknown.CheckOpenID(right.Exchange, issuer), ids.OIDCDiscoveryUnreachable, "The document names the issuer of the tokens.")
	return withFix(rows, "The document comes of CONVEX_SITE_URL: look whether the site URL is overridden, and deploy.", "npx convex deploy")
}

// reachText says who answered instead of the document.
func reachText(reach wellknown.Reach) string {
	switch reach {
	case wellknown.NotConfigured:
		return "404 with an empty body."
	case wellknown.FromFrontend:
		return "404 from the frontend."
	case wellknown.ForwardedHost:
		return "Convex's edge found no deployment for this host."
	case wellknown.Fallback:
		return "a page answered."
	case wellknown.Refused:
		return "a login or a bot protection stands before it."
	case wellknown.Broken:
		return "the server failed."
	case wellknown.Unreachable:
		return "there was no answer."
	case wellknown.NoRoute:
		return "No matching routes found."
	case wellknown.NoHTTPActions:
		return "HTTP actions are not enabled."
	}
	return "another answer."
}

// jwksLive is JWKS-LIVE.
func (c *checker) jwksLive() []Row {
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	all := c.documents(wellknown.JWKS, OnSite, OnApp)
	if len(all) == 0 {
		address := "<issuer>" + wellknown.JWKS.Path()
		if issuer := c.issuer(); issuer != "" {
			address = wellknown.JWKSAddress(issuer)
		}
		return one(unseen("`curl -i " + shellWord(address) + "`"))
	}
	document := all[len(all)-1]
	switch reach := wellknown.ReachOf(wellknown.JWKS, document.Exchange); reach {
	case wellknown.NoRoute, wellknown.NoHTTPActions:
		return one(after("HTTP-ROUTER", "The deployment has no auth routes."))
	case wellknown.Broken:
		if c.hasEnv && c.jwksVar.State == VarUnset {
			return one(after("ENV-MISSING", "JWKS is not set."))
		}
		return one(fail(ids.EnvVarMissingOnDeployment, "The route fails: JWKS is not set on the deployment that answered.").compare("200 with the key set", fmt.Sprintf("status %d", document.Exchange.Status())).
			fix("Set both keys with the library's CLI.", keyCommands(c.gen, true, c.app()).Lines...))
	case wellknown.Served, wellknown.Unasked:
	default:
		return one(fail(ids.OIDCDiscoveryUnreachable, "The key set is not there: "+reachText(reach)).compare("200 with the key set", fmt.Sprintf("status %d", document.Exchange.Status())))
	}
	if problems := wellknown.CheckJWKSTransport(document.Exchange); len(problems) > 0 {
		return rowsOf(problems, ids.OIDCDiscoveryUnreachable, "")
	}
	if !c.jwksVar.Readable() {
		if rows, missing := c.needValue(c.jwksVar); missing {
			return rows
		}
	}
	body := string(document.Exchange.Body)
	if strings.TrimSpace(body) == strings.TrimSpace(c.jwksVar.text()) || sameJSON(body, c.jwksVar.text()) || sameKeys(keys.ReadSet(body), c.set) {
		return one(pass("Same key live."))
	}
	return one(c.liveDiffers(document, "public half "+thumbprints(c.set), "public half "+thumbprints(keys.ReadSet(body))))
}

// liveDiffers says why another key is live than that of the list. Only another host makes it another deployment: of one and
// the same, the list is older than the key, or a cache answered, which keeps the key set for 15 seconds and uses it for 15
// more, and for a day while the deployment fails (P 2.6).
func (c *checker) liveDiffers(document Document, expected, actual string) Row {
	host := hostOf(document.address())
	name, other := c.ofOther(host)
	switch {
	case other:
		return fail(ids.WrongOrUnreachableDeployment, "Live key differs: wrong deployment, "+name+" in place of "+c.listed()+".").compare(expected, actual).
			fix("Ask the deployment of the list.", "curl -i "+shellWord(wellknown.JWKSAddress(orElse(c.issuer(), "<issuer>"))))
	case wasSet(c.env, nameJWKS):
		return warn("Changed less than 15 s ago? The live key differs.").compare(expected, actual).
			fix("Wait half a minute and ask again.", "curl -i "+shellWord(document.where()))
	case c.sameAsListed(host):
		return warn("Live key differs, and it is the same deployment: JWKS was changed after this list was printed, or a cache answered.").compare(expected, actual).
			fix("Print the list again and ask again: a cache keeps the key set for half a minute, and for a day while the deployment fails.",
				"npx convex env list --prod", "curl -i "+shellWord(document.where()))
	}
	return fail("", "Live key differs: wrong deployment, or the list is older than the key.").compare(expected, actual).
		fix("Compare the host that you asked with the deployment of the list. After a change allow 15 seconds.", "npx convex env list --prod")
}

// wasSet reports whether the paste shows that a variable was set just now.
func wasSet(env Env, name string) bool {
	for _, one := range env.Notices {
		if one.Kind == NoticeSet && one.Name == name {
			return true
		}
	}
	return false
}

func sameJSON(a, b string) bool {
	canonical := func(s string) string {
		var value any
		if json.Unmarshal([]byte(s), &value) != nil {
			return ""
		}
		text, _ := json.Marshal(value)
		return string(text)
	}
	one := canonical(a)
	return one != "" && one == canonical(b)
}

// sameKeys compares the public halves of two sets without regard to their order.
func sameKeys(a, b keys.Set) bool {
	if len(a.Keys) != len(b.Keys) || len(a.Keys) == 0 {
		return false
	}
	for _, one := range a.Keys {
		found := false
		for _, other := range b.Keys {
			found = found || one.Equal(other.PublicKey)
		}
		if !found {
			return false
		}
	}
	return true
}

func thumbprints(set keys.Set) string {
	var all []string
	for _, key := range set.Keys {
		all = append(all, key.Thumbprint())
	}
	return orElse(strings.Join(all, ", "), "none")
}
