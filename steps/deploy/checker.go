package deploy

import (
	"strings"

	"convex-auth-doctor/steps/deploy/keys"
	"convex-auth-doctor/steps/deploy/wellknown"
)

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
		if _, other := c.ofOther(hostOf(document.address())); !other && document.kind() == wellknown.JWKS && wellknown.ReachOf(wellknown.JWKS, document.Exchange) == wellknown.Served {
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
		host := hostOf(document.address())
		if _, other := c.ofOther(host); isConvexHost(host) == "site" && !other {
			c.site, c.siteSure = "https://"+host, true
			return
		}
	}
	for _, token := range c.in.Tokens {
		host := hostOf(token.Iss)
		if _, other := c.ofOther(host); isConvexHost(host) == "site" && !other {
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
		return []Row{notApplicable("A version of Convex Auth whose rules are not covered.")}, true
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
