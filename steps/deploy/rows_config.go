package deploy

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/prose"
)

// entries returns the providers of auth.config, read from the pasted source when nobody evaluated it.
func (c *checker) entries() []AuthEntry {
	if len(c.in.AuthConfig.Entries) > 0 || c.in.AuthConfig.Source == "" {
		return c.in.AuthConfig.Entries
	}
	return ReadAuthConfig(c.in.AuthConfig.Source)
}

// needConfig returns the row for an item about the entries of auth.config, when there is none to look at.
func (c *checker) needConfig() (entries []AuthEntry, rows []Row, missing bool) {
	if rows, missing := c.needLibrary(); missing {
		return nil, rows, true
	}
	entries = c.entries()
	if len(entries) > 0 {
		return entries, nil, false
	}
	if c.configGone() {
		return nil, one(after("AUTHCFG-FILE", "There is no provider.")), true
	}
	return nil, one(unseen(pasteConfig)), true
}

// configGone reports whether the deployment is known to have no provider at all.
func (c *checker) configGone() bool {
	return c.in.AuthConfig.Exists == No || c.in.AuthConfig.Deployed && len(c.in.AuthConfig.Entries) == 0 || c.saw("(no providers configured)")
}

// saw reports whether an error text or log line holds text.
func (c *checker) saw(text string) bool {
	for _, one := range c.in.Errors {
		if strings.Contains(one, text) {
			return true
		}
	}
	return false
}

// authDomain is AUTHCFG-DOMAIN: of several entries the best counts, because others may be of another sign-in service.
func (c *checker) authDomain() []Row {
	entries, rows, missing := c.needConfig()
	if missing {
		return rows
	}
	if !c.gen.Covered() {
		return one(unseen("package.json: the right issuer depends on the generation"))
	}
	best, _ := c.bestEntry(entries)
	return one(best)
}

// bestEntry judges the domain of every entry and returns the row and the entry that fit best.
func (c *checker) bestEntry(entries []AuthEntry) (Row, AuthEntry) {
	order := map[State]int{Pass: 4, Warn: 3, Unseen: 2, Fail: 1}
	best, chosen := Row{}, AuthEntry{}
	for i, entry := range entries {
		row := c.judgeDomain(entry)
		row.Where = orElse(entry.Where, orElse(c.in.AuthConfig.Path, fmt.Sprintf("auth.config, entry %d", i+1)))
		if order[row.State] > order[best.State] {
			best, chosen = row, entry
		}
	}
	return best, chosen
}

// domainCode returns the line of auth.config.ts that is right for the generation (P 0.2).
func (c *checker) domainCode() string {
	switch c.gen {
	case GenA2:
		return fmt.Sprintf(`domain: process.env.CONVEX_SITE_URL + %q, applicationID: "convex"`, c.prefix)
	case GenB:
		return "domain: `${env.CONVEX_SITE_URL}" + c.prefix + "`, applicationID: \"convex\"   // env from \"./_generated/server\""
	}
	return `domain: process.env.CONVEX_SITE_URL, applicationID: "convex"`
}

// suffix returns what the issuer has behind CONVEX_SITE_URL in this generation.
func (c *checker) suffix() string {
	if c.gen == GenA2 || c.gen == GenB {
		return c.prefix
	}
	return ""
}

func (c *checker) judgeDomain(entry AuthEntry) Row {
	shape := readDomain(entry.Domain)
	site := orElse(c.configSite(), nameConvexSite)
	expected := c.issuerAt(c.configSite())
	if expected == "" { // the name of the deployment is not known, but that of the variable is
		expected = "process.env." + nameConvexSite
		if c.suffix() != "" {
			expected += fmt.Sprintf(" + %q", c.suffix())
		}
	}
	actual := show(entry.Domain, 120)
	wrong := func(cause ids.Cause, sentence string) Row {
		return fail(cause, sentence).compare(expected, actual).fix("Change auth.config.ts and deploy it.", c.domainCode(), "npx convex deploy")
	}
	switch {
	case entry.Type == "customJwt":
		return wrong(ids.JWTHeaderMissingKid, "The entry is a customJwt one: those need a kid, and the tokens of this library have none.")
	case strings.HasPrefix(shape.value, `"`) || strings.HasPrefix(entry.Domain, `"\"`):
		return wrong(ids.AuthConfigPushRejected, "The domain begins with a double quote.")
	case shape.unclear:
		row := unseen("what the domain comes to: the dashboard's Settings > Authentication page")
		row.Actual = actual
		return row
	case shape.variable == nameConvexSite:
		return c.judgeSuffix(shape.suffix, site, expected, actual, wrong)
	case shape.variable != "":
		return c.judgeVariable(shape.variable, wrong)
	}
	return c.judgeValue(entry, shape.value, expected, actual, wrong)
}

func (c *checker) judgeSuffix(suffix, site, expected, actual string, wrong func(ids.Cause, string) Row) Row {
	if suffix == c.suffix() {
		return pass("Issuer matches.").compare(expected, actual)
	}
	return wrong(ids.IssuerMismatch, fmt.Sprintf("Issuer is `%s` but domain is `%s`.", expected, site+show(suffix, 60)))
}

func (c *checker) judgeVariable(name string, wrong func(ids.Cause, string) Row) Row {
	switch {
	case strings.HasSuffix(name, "CONVEX_URL") || strings.HasSuffix(name, nameConvexURL):
		return wrong(ids.ConvexCloudVsSiteURL, "The domain is the client's address (.convex.cloud); tokens are issued by the site address (.convex.site).")
	case name == nameSite || name == nameApp:
		return wrong(ids.IssuerMismatch, "The domain is the frontend's address; tokens are issued by CONVEX_SITE_URL.")
	case strings.HasSuffix(name, nameConvexSite):
		return wrong(ids.AuthConfigEnvVarMissing, name+" is a name for browsers; the deployment has CONVEX_SITE_URL.")
	case name == nameCustomSite || name == nameAuthSite:
		return wrong(ids.IssuerMismatch, name+" changes sign-in addresses only; tokens are issued by CONVEX_SITE_URL.")
	}
	return wrong(ids.IssuerMismatch, show(name, 60)+" is no issuer of this library.")
}

func (c *checker) judgeValue(entry AuthEntry, value, expected, actual string, wrong func(ids.Cause, string) Row) Row {
	host, path := hostOf(normalIssuer(value)), pathOf(normalIssuer(value))
	site := c.configSite()
	issuer := c.issuerAt(site)
	onSite := isConvexHost(host) == "site"
	// The CLI's notice leaves the region of a deployment out.
	region := onSite && !c.siteSure && deploymentOf(hostOf(site)) != "" && strings.HasPrefix(deploymentOf(host), deploymentOf(hostOf(site))+".")
	switch {
	case value == "":
		return wrong(ids.AuthConfigPushRejected, "The domain is empty.")
	case isConvexHost(host) == "cloud":
		return wrong(ids.ConvexCloudVsSiteURL, "The domain is on .convex.cloud; tokens are issued by .convex.site.")
	case issuer != "" && sameIssuer(value, issuer), onSite && (site == "" || region) && path == c.suffix():
		if strings.Contains(c.in.AuthConfig.Source, value) && !c.in.AuthConfig.Deployed {
			return warn("Hard-coded domain; breaks on other deployments.").compare("process.env.CONVEX_SITE_URL", actual).fix("Read it from the environment.", c.domainCode(), "npx convex deploy")
		}
		return pass("Issuer matches.").compare(expected, actual)
	case path != c.suffix() && (host == hostOf(site) || onSite && (site == "" || region)):
		return wrong(ids.IssuerMismatch, fmt.Sprintf("Issuer is `%s` but domain is `%s`.", orElse(issuer, "<site>"+c.suffix()), show(value, 100)))
	case host != "" && host == c.appHost():
		return wrong(ids.IssuerMismatch, "The domain is the frontend's address; tokens are issued by CONVEX_SITE_URL.")
	case onSite:
		return wrong(ids.IssuerMismatch, "The domain is another deployment's.")
	}
	return wrong(ids.IssuerMismatch, "The domain is no issuer of this library.")
}

// authAudience is AUTHCFG-AUD.
func (c *checker) authAudience() []Row {
	entries, rows, missing := c.needConfig()
	if missing {
		return rows
	}
	entry := entries[0]
	if c.gen.Covered() {
		_, entry = c.bestEntry(entries)
	} else if len(entries) > 1 {
		return one(unseen("package.json: which entry counts depends on the library"))
	}
	if entry.ApplicationID == "convex" {
		return one(pass("Tokens carry this audience.").compare("convex", "convex"))
	}
	return one(fail(ids.AudienceMismatch, "Tokens carry aud ‘convex’.").compare("convex", orElse(show(entry.ApplicationID, 60), "absent")).
		fix("Change auth.config.ts and deploy it.", `applicationID: "convex"`, "npx convex deploy"))
}

// freeImport reports a module that auth.config may import: it reads no variable.
func freeImport(module string) bool {
	return module == "convex/server" || strings.HasSuffix(module, "/_generated/server") || strings.HasSuffix(module, "/auth-config")
}

// authEnv is AUTHCFG-ENV.
func (c *checker) authEnv() []Row {
	source := c.in.AuthConfig.Source
	if source == "" {
		if c.saw("is used in auth config file but its value was not set") {
			return one(fail(ids.AuthConfigEnvVarMissing, "A variable that auth.config reads is unset: deploy fails.").fix("Set it on the production deployment.", "npx convex env set --prod NAME value"))
		}
		return one(unseen("the source of convex/auth.config.ts"))
	}
	var rows []Row
	for _, name := range envReads(source) {
		if name == nameConvexSite || name == nameConvexURL || name == "NODE_ENV" || !c.hasEnv {
			continue
		}
		if v := c.env.Lookup(name); v.State == VarUnset {
			rows = append(rows, fail(ids.AuthConfigEnvVarMissing, fmt.Sprintf("`%s` is read but unset: deploy fails, even behind ?? or ||.", name)).about(name).
				at(c.in.AuthConfig.Path).compare("set on the deployment", "not set").fix("Set it on the production deployment, or do not read it.", fmt.Sprintf("npx convex env set --prod %s value", name)))
		}
	}
	for _, module := range imports(source) {
		if freeImport(module) || !strings.HasPrefix(module, ".") && !strings.HasPrefix(module, "@auth/") && !strings.HasPrefix(module, "@convex-dev/auth/providers") && !strings.HasPrefix(module, "@/") {
			continue
		}
		rows = append(rows, warn("Imports project code: "+show(module, 80)+". What it reads must be set, too.").about(show(module, 80)).at(c.in.AuthConfig.Path).
			fix("Keep auth.config.ts free of imports from auth code."))
	}
	if len(rows) > 0 {
		return rows
	}
	reads := envReads(source)
	if !c.hasEnv && len(reads) > 0 && !(len(reads) == 1 && reads[0] == nameConvexSite) {
		return one(unseen(pasteEnv))
	}
	return one(pass("Every variable that it reads is set."))
}

// authFile is AUTHCFG-FILE.
func (c *checker) authFile() []Row {
	switch {
	case c.configGone():
		return one(fail(ids.AuthConfigMissingOrNotPushed, "no providers configured").compare("convex/auth.config.ts, deployed", "no provider").
			fix("Add convex/auth.config.ts in the functions folder and deploy it.", "npx convex deploy"))
	case c.in.AuthConfig.Deployed:
		return one(pass("The deployment has " + prose.Count(len(c.entries()), "provider") + "."))
	case c.in.AuthConfig.Exists == Yes || c.in.AuthConfig.Source != "" || len(c.in.AuthConfig.Entries) > 0:
		row := pass("The file is there. The dashboard's Settings > Authentication page shows whether it is deployed.")
		return one(row)
	}
	return one(unseen(pasteConfig))
}

// exports is EXPORTS.
func (c *checker) exports() []Row {
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	exported := []string{"auth", "signIn", "signOut", "store", "isAuthenticated"}
	if c.gen.Robelest() {
		exported = []string{"signIn", "signOut", "store"}
	}
	if c.saw("could not find api.auth.isAuthenticated") {
		return one(missingExport("isAuthenticated", "`isAuthenticated` is not exported: the Next.js server code calls it.", exported))
	}
	have, seen := c.in.Code.AuthExports, c.in.Code.AuthExportsSeen
	if !seen && c.in.Code.AuthSource != "" {
		have, seen = ReadExports(c.in.Code.AuthSource), true
	}
	if !seen {
		return one(unseen("convex/auth.ts"))
	}
	if !c.gen.Covered() {
		return one(unseen("package.json: what has to be exported depends on the library"))
	}
	var rows []Row
	for _, name := range exported {
		if !slices.Contains(have, name) {
			rows = append(rows, missingExport(name, fmt.Sprintf("`%s` is not exported: `auth:%s` not found.", name, name), exported))
		}
	}
	return orPass(rows, "All are exported.")
}

func missingExport(name, sentence string, all []string) Row {
	return fail(ids.MissingAuthExport, sentence).about(name).at("convex/auth.ts").compare("exported", "missing").
		fix("Export it from convex/auth.ts and deploy.", "export const { "+strings.Join(all, ", ")+" } = …", "npx convex deploy")
}

// httpRouter is HTTP-ROUTER.
func (c *checker) httpRouter() []Row {
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	add := "auth.addHttpRoutes(http)"
	if c.gen == GenA2 || c.gen == GenB {
		add = "auth.http()   // as the library's installation page shows for this version"
	}
	wrong := func(cause ids.Cause, sentence, actual string) []Row {
		return one(fail(cause, sentence).at("convex/http.ts").compare("the auth routes and a default export", actual).
			fix("Add the auth routes, export the router as default, and deploy.", add, "export default http", "npx convex deploy"))
	}
	switch reach := c.siteReach(); {
	case reach == wellknown.NoHTTPActions || c.saw("does not have HTTP actions enabled"):
		if c.in.Site.SelfHosted == Yes {
			return wrong(ids.SelfHostedSiteOrigin, "HTTP actions not enabled", "no router")
		}
		return wrong(ids.AuthRoutesMissing, "HTTP actions not enabled: no convex/http.ts was deployed.", "no router")
	case reach == wellknown.NoRoute || c.saw("No matching routes found"):
		return wrong(ids.AuthRoutesMissing, "No matching routes found: convex/http.ts lacks the auth routes.", "no auth routes")
	case c.in.Code.RouterExists == No:
		return wrong(ids.AuthRoutesMissing, "There is no convex/http.ts.", "no file")
	case c.in.Code.RouterAdds == No:
		return wrong(ids.AuthRoutesMissing, "convex/http.ts does not add the auth routes.", "no auth routes")
	case c.in.Code.RouterDefault == No:
		return wrong(ids.AuthRoutesMissing, "convex/http.ts does not export the router as default.", "no default export")
	case reach == wellknown.Served:
		return one(pass("The deployment answers on its auth routes."))
	case c.in.Code.RouterAdds == Yes && c.in.Code.RouterDefault == Yes:
		return one(pass("convex/http.ts adds the auth routes and exports the router."))
	}
	return one(unseen("convex/http.ts, or `curl -i` of the discovery document"))
}

// siteReach says how the deployment answered for a document of the issuer. A document of another generation's path may be
// missing while the right one is there, so the best answer counts.
func (c *checker) siteReach() wellknown.Reach {
	worst := wellknown.Unasked
	for _, document := range c.in.Documents {
		kind := document.kind()
		if kind != wellknown.OpenID && kind != wellknown.JWKS || document.place(c.site) != OnSite && document.address() != "" {
			continue
		}
		switch reach := wellknown.ReachOf(kind, document.Exchange); reach {
		case wellknown.Served:
			return reach
		case wellknown.NoRoute, wellknown.NoHTTPActions:
			worst = reach
		}
	}
	return worst
}
