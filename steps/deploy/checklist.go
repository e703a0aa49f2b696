package deploy

import (
	"strconv"
	"strings"

	"convex-auth-doctor/steps/deploy/keys"
	"convex-auth-doctor/steps/deploy/wellknown"
)

// rule is one item of production.md section 6.
type rule struct {
	id    string
	title string
	run   func(*checker) []Row
}

// rules are the items of 6A, 6B and 6C in the order of 6.3: generation, where and what is set, keys, auth.config, URLs,
// callbacks, tokens, live discovery, .well-known documents.
var rules = []rule{
	{"GEN", "Library generation", (*checker).generation},
	{"ENV-PARSE", "The list of variables can be read", (*checker).envParse},
	{"ENV-WHERE", "The list is the production deployment's", (*checker).envWhere},
	{"ENV-MISSING", "Required variables are set", (*checker).envMissing},
	{"ENV-EMPTY", "No variable is empty", (*checker).envEmpty},
	{"ENV-SYSTEM", "CONVEX_SITE_URL is left to Convex", (*checker).envSystem},
	{"ENV-OLDNAME", "Names of this version", (*checker).envOldName},
	{"ENV-DUP", "Each name stands once", (*checker).envDuplicate},
	{"ENV-HASH", "No quotes, blanks or # in values", (*checker).envHash},
	{"ENV-SIZE", "Names and sizes within Convex's limits", (*checker).envSize},
	{"ENV-V2", "No variables of Convex Auth v2", (*checker).envV2},
	{"SECRET-LEAK", "No secret under a browser name", (*checker).secretLeak},
	{"LOG-FLAGS", "Logging is fit for production", (*checker).logFlags},
	{"DURATION", "Session durations", (*checker).duration},

	{"KEY-PEM", "JWT_PRIVATE_KEY can be read", (*checker).keyPEM},
	{"KEY-ALG", "The key is of the right kind", (*checker).keyAlg},
	{"KEY-MATCH", "JWT_PRIVATE_KEY and JWKS belong together", (*checker).keyMatch},
	{"JWKS-JSON", "JWKS is a key set", (*checker).jwksJSON},
	{"JWKS-ONE", "JWKS has one usable key", (*checker).jwksOne},
	{"JWKS-USE", "The members of the key are right", (*checker).jwksUse},
	{"JWKS-PRIVATE", "JWKS holds public members only", (*checker).jwksPrivate},
	{"ENC-KEY", "AUTH_SECRET_ENCRYPTION_KEY is strong", (*checker).encKey},

	{"AUTHCFG-DOMAIN", "auth.config trusts the right issuer", (*checker).authDomain},
	{"AUTHCFG-AUD", `applicationID is "convex"`, (*checker).authAudience},
	{"AUTHCFG-ENV", "Variables that auth.config reads are set", (*checker).authEnv},
	{"AUTHCFG-FILE", "auth.config is there and deployed", (*checker).authFile},
	{"EXPORTS", "convex/auth.ts exports what the library calls", (*checker).exports},
	{"HTTP-ROUTER", "convex/http.ts adds the auth routes", (*checker).httpRouter},

	{"URL-APP", "The app's address", (*checker).urlApp},
	{"URL-NOT-CONVEX", "The app's address is the frontend's", (*checker).urlNotConvex},
	{"URL-WWW", "The app's address does not redirect elsewhere", (*checker).urlWWW},
	{"URL-SECONDARY", "Further addresses", (*checker).urlSecondary},
	{"SITE-FORM", "Client URL and site URL belong together", (*checker).siteForm},

	{"PROVIDER-PAIR", "Provider credentials are complete", (*checker).providerPair},
	{"PROVIDER-SHAPE", "Provider credentials are plausible", (*checker).providerShape},
	{"APPLE-JWT", "Apple's client secret is valid", (*checker).appleJWT},
	{"APPLE-PEM", "Apple's private key can be read", (*checker).applePEM},
	{"OAUTH-CB", "Callback URL at the provider", (*checker).oauthCallback},
	{"OAUTH-START", "What the provider is sent", (*checker).oauthStart},
	{"OAUTH-GH-ISS", "GitHub's iss parameter", (*checker).oauthGitHub},

	{"TOKEN", "A token fits", (*checker).token},
	{"TOKEN-LIFE", "Token lifetime", (*checker).tokenLife},
	{"REFRESH-FMT", "Refresh token", (*checker).refreshForm},
	{"STORAGE-STATE", "Browser storage", (*checker).storageState},
	{"COOKIE", "Cookies that browsers keep", (*checker).cookie},

	{"DISC-DOC", "Discovery document", (*checker).discovery},
	{"JWKS-LIVE", "The live key set is the variable's", (*checker).jwksLive},

	{"WK-HOST", "Documents are on the app's host", (*checker).wkHost},
	{"WK-SPA", "No page in place of a document", (*checker).wkSPA},
	{"WK-404", "Documents are found", (*checker).wk404},
	{"XFH", "The proxy sends no x-forwarded-host", (*checker).forwardedHost},
	{"AASA-HTTP", "apple-app-site-association: how it is served", (*checker).aasaHTTP},
	{"AASA-JSON", "apple-app-site-association: what it says", (*checker).aasaJSON},
	{"AASA-ID", "apple-app-site-association: the app is in it", (*checker).aasaID},
	{"AASA-CDN", "apple-app-site-association: Apple's copy", (*checker).aasaCDN},
	{"DAL-HTTP", "assetlinks.json: how it is served", (*checker).dalHTTP},
	{"DAL-JSON", "assetlinks.json: what it says", (*checker).dalJSON},
	{"DAL-ENV", "ANDROID_APP_LINKS is read whole", (*checker).dalEnv},
	{"DAL-FP", "assetlinks.json: the signing key is in it", (*checker).dalPrint},
	{"CHPW", "change-password", (*checker).changePassword},
	{"CHPW-PROBE", "Pages that do not exist answer 404", (*checker).changeProbe},
	{"ROR", "Related origins", (*checker).relatedOrigins},
	{"PASSKEY-ORIGIN", "Passkeys: browser and server accept the origins", (*checker).passkeyOrigin},
	{"SECTXT", "security.txt", (*checker).securityTxt},
	{"SECTXT-DAYS", "SECURITY_TXT_EXPIRES_DAYS", (*checker).securityDays},
	{"PKEP", "passkey-endpoints (optional)", (*checker).passkeyEndpoints},
}

// RuleIDs returns the ids of all items in the order of the checklist.
func RuleIDs() []string {
	var all []string
	for _, one := range rules {
		all = append(all, one.id)
	}
	return all
}

// Checklist judges every item. Each item has at least one row; what cannot be judged from the input is Unseen and says
// which paste would show it.
func Checklist(input Input) []Row {
	c := newChecker(input)
	var rows []Row
	for _, one := range rules {
		found := one.run(c)
		if len(found) == 0 {
			found = []Row{unseen("")}
		}
		for _, row := range found {
			row.ID, row.Title = one.id, one.title
			rows = append(rows, row.cleaned())
		}
	}
	return rows
}

// checker is an input with what follows from it.
type checker struct {
	in       Input
	env      Env  // the production list
	hasEnv   bool // a list was pasted that says something about the deployment
	isDev    bool // the list is proved to be of another deployment than production
	detected Detected
	gen      Generation

	keyVar  Variable
	key     keys.Private
	jwksVar Variable
	set     keys.Set // of JWKS, or of live when the variable's value was not shown
	setText string
	live    *Document // the key set that the deployment serves, when it was pasted

	site      string // CONVEX_SITE_URL without a trailing slash, "" when not known
	siteSure  bool   // it was said or seen, and not made of the deployment's name
	siteToken bool   // only a token says it, so that the token cannot be judged by it
	prefix    string // of the auth routes: "/auth"
}

func newChecker(input Input) *checker {
	c := &checker{in: input}
	if input.Prod != nil {
		c.env = *input.Prod
		c.hasEnv = !c.env.Local && (len(c.env.Vars) > 0 || c.env.Listed)
		where, known := c.deployment()
		c.isDev = known && where.Kind != KindProd && where.Kind != KindCustom || input.ProdSaid == No
	}
	c.detected = Detect(input)
	c.gen = c.detected.Generation
	if c.hasEnv {
		c.keyVar, c.jwksVar = c.env.Lookup(nameKey), c.env.Lookup(nameJWKS)
		if c.keyVar.Readable() {
			c.key = keys.Read(c.keyVar.text())
		}
		if c.jwksVar.Readable() {
			c.setText = c.jwksVar.text()
		}
	}
	for i, document := range input.Documents {
		if document.kind() == wellknown.JWKS && wellknown.ReachOf(wellknown.JWKS, document.Exchange) == wellknown.Served {
			c.live = &input.Documents[i]
		}
	}
	if c.useLive() {
		c.setText = string(c.live.Exchange.Body)
	}
	if c.setText != "" {
		c.set = keys.ReadSet(c.setText)
	}
	c.findSite()
	c.findPrefix()
	return c
}

// deployment returns the deployment that the list is from. A self-hosted backend knows no --prod, so that a command
// without it says nothing there.
func (c *checker) deployment() (Deployment, bool) {
	where, known := c.env.Where()
	if c.in.Site.SelfHosted == Yes && where.By == "command" {
		return Deployment{}, false
	}
	return where, known
}

// findSite takes the site URL from the surest source there is.
func (c *checker) findSite() {
	site := c.in.Site
	if site.Overridden == Yes && site.Custom != "" {
		c.site, c.siteSure = strings.TrimSuffix(site.Custom, "/"), true
		return
	}
	if site.URL != "" && isConvexHost(hostOf(site.URL)) != "cloud" {
		c.site, c.siteSure = strings.TrimSuffix(site.URL, "/"), true
		return
	}
	if name := deploymentOf(hostOf(site.Client)); name != "" {
		c.site, c.siteSure = "https://"+name+".convex.site", true
		return
	}
	for _, document := range c.in.Documents {
		if host := hostOf(document.address()); isConvexHost(host) == "site" {
			c.site, c.siteSure = "https://"+host, true
			return
		}
	}
	for _, token := range c.in.Tokens {
		if host := hostOf(token.Iss); isConvexHost(host) == "site" {
			c.site, c.siteSure, c.siteToken = "https://"+host, true, true
			return
		}
	}
	if where, ok := c.env.Where(); ok && where.Name != "" && c.hasEnv {
		c.site = "https://" + where.Name + ".convex.site"
	}
}

// findPrefix takes the path of the auth routes: CONVEX_AUTH_HTTP_PREFIX of A2, `path` of defineAuth of B (P 0).
func (c *checker) findPrefix() {
	c.prefix = "/auth"
	switch c.gen {
	case GenA2:
		if v := c.env.Lookup(namePrefix); v.Readable() {
			c.prefix = "/" + strings.Trim(v.public(), "/ ")
		}
	case GenB:
		if c.in.Code.AuthPath != "" {
			c.prefix = "/" + strings.Trim(c.in.Code.AuthPath, "/ ")
		}
	}
	c.prefix = strings.TrimSuffix(c.prefix, "/")
}

// useLive reports whether the key set that the deployment serves stands in for a variable whose value was not shown.
func (c *checker) useLive() bool {
	return c.live != nil && (!c.hasEnv || c.jwksVar.State == VarNameOnly)
}

// issuer returns what the tokens of this generation say as iss, "" when it is not known.
func (c *checker) issuer() string { return c.issuerAt(c.site) }

func (c *checker) issuerAt(site string) string {
	if site == "" || !c.gen.Covered() {
		return ""
	}
	return site + c.suffix()
}

// configSite is the site URL by which auth.config is judged: one that only a token says is none.
func (c *checker) configSite() string {
	if c.siteToken {
		return ""
	}
	return c.site
}

// app returns the app's address as the library uses it: one trailing slash is gone (P 1.11, 1.30).
func (c *checker) app() string {
	v := c.env.Lookup(c.gen.URLName())
	if !c.hasEnv || !v.Readable() {
		return ""
	}
	return strings.TrimSuffix(unwrapped(v.public()), "/")
}

// appHost returns the production host of the app: what the person said, else that of the variable.
func (c *checker) appHost() string {
	if said := strings.TrimSpace(c.in.App.Host); said != "" {
		if !strings.Contains(said, "://") {
			said = "https://" + said
		}
		return hostOf(said)
	}
	return hostOf(c.app())
}

// settings returns the variables that feed the documents.
func (c *checker) settings() wellknown.Settings {
	value := func(name string) string {
		if v := c.env.Lookup(name); c.hasEnv && v.Readable() {
			return v.public()
		}
		return ""
	}
	settings := wellknown.Settings{
		App: c.app(), Secondary: value(nameSecondary), AltOrigins: value(nameAltOrigins), IOSApps: value(nameIOSApps),
		IOSPaths: value(nameIOSPaths), Android: value(nameAndroid), ChangeURL: value(nameChange), Contact: value(nameContact),
		Days: value(nameExpires), Now: c.in.Now,
	}
	switch {
	case c.gen == GenO:
		settings.Library = wellknown.LibraryOfficial
	case c.gen == GenB:
		settings.Library = wellknown.LibraryB
	case c.gen.Robelest():
		settings.Library = wellknown.LibraryA
	}
	return settings
}

// where says where a variable stands.
func (c *checker) where(v Variable) string {
	if v.Line == 0 {
		return ""
	}
	return "production env list, line " + strconv.Itoa(v.Line)
}

// What a person has to paste.
const (
	pasteEnv    = "the output of `npx convex env list --prod`"
	pasteConfig = "convex/auth.config.ts, or the dashboard's Settings > Authentication page"
	pasteToken  = "an access token of the production app"
)

// needEnv returns the row for an item that the list of variables decides, when there is no such list.
func (c *checker) needEnv() (rows []Row, missing bool) {
	switch {
	case c.in.Prod == nil:
		return []Row{unseen(pasteEnv)}, true
	case c.env.Local:
		return []Row{after("ENV-PARSE", "A local file says nothing about the deployment.")}, true
	case !c.hasEnv:
		return []Row{after("ENV-PARSE", "No variable could be read.")}, true
	}
	return nil, false
}

// needValue returns the row for an item that the value of a variable decides, when the value was not shown.
func (c *checker) needValue(v Variable) (rows []Row, missing bool) {
	if rows, missing := c.needEnv(); missing {
		return rows, true
	}
	switch v.State {
	case VarUnset:
		return []Row{after("ENV-MISSING", v.Name+" is not set.").about(v.Name)}, true
	case VarEmpty:
		return []Row{after("ENV-EMPTY", v.Name+" is empty.").about(v.Name)}, true
	case VarNameOnly:
		return []Row{{State: Unseen, Sentence: v.Name + " is set; its value was not shown.", Needs: pasteEnv + ", with values"}}, true
	}
	return nil, false
}

// needLibrary returns the row for an item of Convex Auth when the app uses something else.
func (c *checker) needLibrary() (rows []Row, missing bool) {
	switch c.gen {
	case GenOther:
		return []Row{notApplicable("The app signs in with another library than Convex Auth.")}, true
	case GenV2:
		return []Row{notApplicable("Convex Auth v2 preview: its rules are not covered.")}, true
	}
	return nil, false
}

func one(row Row) []Row { return []Row{row} }

// orPass returns rows, or a passing row when there is nothing to say.
func orPass(rows []Row, sentence string) []Row {
	if len(rows) == 0 {
		return one(pass(sentence))
	}
	return rows
}

// unwrapped takes blanks and one pair of quotes off: the row about quotes says what they break, the others look inside.
func unwrapped(value string) string {
	value = strings.TrimSpace(value)
	if inner, ok := withoutQuotes(value); ok {
		return strings.TrimSpace(inner)
	}
	return value
}
