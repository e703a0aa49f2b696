package deploy

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"convex-auth-doctor/steps/ids"
)

// oauthCallback is OAUTH-CB.
func (c *checker) oauthCallback() []Row {
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	providers := c.oauthProviders()
	if len(providers) == 0 {
		if c.hasEnv || c.in.Code.ProvidersSeen {
			return one(notApplicable("No OAuth provider is set up."))
		}
		return one(unseen(pasteEnv))
	}
	var rows []Row
	for _, provider := range providers {
		if provider == "" && len(providers) > 1 {
			continue
		}
		rows = append(rows, c.judgeCallback(provider, len(providers) == 1).about(orElse(provider, "provider")))
	}
	return rows
}

// judgeCallback compares what is registered for one provider with what has to be.
func (c *checker) judgeCallback(provider string, only bool) Row {
	var registered []string
	for _, one := range c.callbacks() {
		if one.Provider == provider || only && one.Provider == "" || one.Provider == "" && strings.HasSuffix(strings.TrimRight(one.URL, "/"), "/"+provider) {
			registered = append(registered, one.URL)
		}
	}
	if provider == "" {
		provider = "<provider>"
		if len(registered) > 0 {
			provider = lastPart(registered[0])
		}
	}
	if c.site == "" && c.customSite() == "" {
		row := unseen("the HTTP Actions URL of the dashboard's Settings > General")
		row.Expected, _, _ = CallbackURL(c.gen, "<CONVEX_SITE_URL>", "", c.prefix, provider)
		row.Actual = show(strings.Join(registered, ", "), 200)
		return row
	}
	expected, others, ok := CallbackURL(c.gen, c.site, c.customSite(), c.prefix, provider)
	if !ok {
		return callbackOfOldVersion(others, registered)
	}
	if len(registered) == 0 {
		row := unseen("the callback URL that is registered in the console of "+provider).compare(expected, "")
		return row.fix("Register exactly this address.", expected)
	}
	for _, one := range registered {
		if one == expected || !c.siteSure && c.sameBarRegion(expected, one) {
			if configured := c.configuredProviders(); len(configured) > 0 && !slices.Contains(configured, provider) {
				return warn("No variable and no code names ‘"+show(provider, 40)+"’: is it this app's?").compare(join(configured), show(one, 300))
			}
			return c.customToo(pass("Exact match.").compare(expected, one), provider)
		}
	}
	actual := registered[0]
	diff := Compare(expected, actual)
	row := fail(ids.OAuthCallbackMismatch, c.explainCallback(expected, actual)).compare(expected, show(actual, 300)).
		fix("Register exactly this address at "+provider+".", expected)
	row.Diff = &diff
	return row
}

// customToo reminds of the address of a custom domain, as long as it is not known whether CONVEX_SITE_URL was overridden.
func (c *checker) customToo(row Row, provider string) Row {
	custom := c.in.Site.Custom
	if custom == "" || c.in.Site.Overridden != Unknown || hostOf(custom) == hostOf(c.site) {
		return row
	}
	address, _, _ := CallbackURL(c.gen, custom, c.customSite(), c.prefix, provider)
	for _, one := range c.in.Callbacks {
		if one.URL == address {
			return row
		}
	}
	row.State = Warn
	row.Sentence = "Also register the custom-domain URL."
	return row.fix("Once CONVEX_SITE_URL is overridden with the custom domain, the provider is sent this address.", address)
}

func callbackOfOldVersion(others, registered []string) Row {
	for _, one := range registered {
		if slices.Contains(others, one) {
			return warn("It is one of the two addresses that this version may use.").compare(strings.Join(others, " or "), one)
		}
	}
	row := unseen("the redirect_uri that the provider is sent: `curl -i` of the sign-in address").compare(strings.Join(others, " or "), show(strings.Join(registered, ", "), 200))
	row.Sentence = "The path depends on the version of the library."
	return row
}

func lastPart(address string) string {
	path := pathOf(address)
	return path[strings.LastIndex(path, "/")+1:]
}

// sameBarRegion reports whether two addresses differ only by the region of the deployment, which the CLI's notice may
// leave out.
func (c *checker) sameBarRegion(expected, actual string) bool {
	name := deploymentOf(hostOf(expected))
	other := deploymentOf(hostOf(actual))
	return name != "" && strings.HasPrefix(other, name+".") && strings.Replace(actual, other, name, 1) == expected
}

// explainCallback says in words how a registered address differs.
func (c *checker) explainCallback(expected, actual string) string {
	want, _ := url.Parse(expected)
	have, err := url.Parse(strings.TrimSpace(actual))
	if err != nil || want == nil {
		return "What is registered is no address."
	}
	host := strings.ToLower(have.Hostname())
	switch {
	case strings.TrimSpace(actual) != actual && strings.TrimSpace(actual) == expected:
		return "A blank stands before or behind it."
	case have.Scheme == "":
		return "The scheme is missing."
	case localKind(host) != "":
		return "It leads to " + localKind(host) + "."
	case isConvexHost(host) == "cloud":
		return "Host is .convex.cloud."
	case host == c.appHost() && host != "":
		return "Host is the frontend, and the provider has to come back to Convex."
	case isConvexHost(host) == "site" && isConvexHost(want.Hostname()) == "site" && host != want.Hostname():
		if c.in.Dev != nil {
			if dev, ok := c.in.Dev.Where(); ok && dev.Name == deploymentOf(host) {
				return "Host is the dev deployment."
			}
		}
		return "Host is another deployment."
	case host != want.Hostname():
		return "The host differs."
	case have.Scheme == "http":
		return "http in place of https."
	case have.RawQuery != "" || have.Fragment != "":
		return "A query or fragment stands behind it."
	case actual == expected+"/":
		return "A trailing slash stands behind it."
	case strings.EqualFold(actual, expected):
		return "Capital and small letters differ."
	case strings.HasPrefix(have.Path, "/api/auth/") != strings.HasPrefix(want.Path, "/api/auth/"):
		return fmt.Sprintf("path is %s but this library uses %s", routePrefix(have.Path), routePrefix(want.Path))
	case strings.Contains(have.Path, "/signin/"):
		return "It is the address at which a sign-in begins."
	case lastPart(actual) != lastPart(expected):
		return "The provider id at the end differs."
	case have.Path != want.Path:
		return "The path differs."
	}
	return "The address differs."
}

// routePrefix returns the part of a path before /callback.
func routePrefix(path string) string {
	before, _, ok := strings.Cut(path, "/callback")
	if !ok {
		return show(path, 60)
	}
	return show(before, 60)
}

// oauthStart is OAUTH-START: the answer of the address at which a sign-in begins.
func (c *checker) oauthStart() []Row {
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	var rows []Row
	for _, document := range c.in.Documents {
		path := pathOf(document.address())
		at := strings.LastIndex(path, "/signin/")
		if at < 0 {
			continue
		}
		provider := path[at+len("/signin/"):]
		rows = append(rows, c.judgeStart(document, provider).about(show(provider, 40)))
	}
	if len(rows) > 0 {
		return rows
	}
	providers := c.oauthProviders()
	if len(providers) == 0 && (c.hasEnv || c.in.Code.ProvidersSeen) {
		return one(notApplicable("No OAuth provider is set up."))
	}
	if len(providers) == 0 || c.site == "" {
		return one(unseen("`curl -i` of the address at which sign-in begins"))
	}
	return one(unseen("`curl -i " + shellWord(StartURL(c.gen, c.site, c.customSite(), c.prefix, providers[0])) + "`"))
}

func (c *checker) judgeStart(document Document, provider string) Row {
	first := document.Exchange.First()
	location, _ := first.Header("Location")
	target, err := url.Parse(location)
	switch {
	case first.Status >= 500:
		return fail(ids.ProviderSecretIncomplete, fmt.Sprintf("%d = credentials missing.", first.Status)).compare("302 to the provider", fmt.Sprint(first.Status)).
			fix("Set ID and secret of the provider on the production deployment.", "npx convex env list --prod --names-only")
	case first.Status == 404:
		return after("HTTP-ROUTER", "The address answers 404.")
	case first.Status < 300 || first.Status > 399 || err != nil || target.Host == "":
		row := unseen("`curl -i` of the address without following redirects")
		row.Actual = fmt.Sprintf("status %d", first.Status)
		return row
	}
	query := target.Query()
	redirect, client := query.Get("redirect_uri"), query.Get("client_id")
	expected, _, known := CallbackURL(c.gen, c.site, c.customSite(), c.prefix, provider)
	id := c.env.Lookup("AUTH_" + strings.ToUpper(strings.ReplaceAll(provider, "-", "_")) + "_ID")
	switch {
	case redirect == "":
		return fail(ids.OAuthCallbackMismatch, "The redirect holds no redirect_uri.").compare(expected, show(target.Host, 80))
	case known && c.site != "" && redirect != expected && !c.sameBarRegion(expected, redirect):
		diff := Compare(expected, redirect)
		row := fail(ids.OAuthCallbackMismatch, "Another redirect_uri than expected is sent.").compare(expected, show(redirect, 300)).
			fix("The provider has to know the address that is sent. Look at CUSTOM_AUTH_SITE_URL and the generation.", redirect)
		row.Diff = &diff
		return row
	case c.hasEnv && id.Readable() && client != "" && id.Secret.IsZero() && unwrapped(id.text()) != client:
		return fail(ids.ProviderSecretIncomplete, "Another client_id than "+id.Name+" is sent.").compare(id.Show(), show(client, 80)).
			fix("The code reads another variable, or the list is of another deployment.")
	}
	return pass("Provider receives "+show(redirect, 200)+".").compare(orElse(expected, redirect), redirect)
}

// oauthGitHub is OAUTH-GH-ISS (P 5 #1, V 30, 31).
func (c *checker) oauthGitHub() []Row {
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	if c.saw(`unexpected "iss" (issuer) response parameter value`) {
		return one(fail(ids.OAuthProviderConfig, "GitHub sends `iss`, and your version refused it: it stands in the log.").compare("a version that knows GitHub's issuer", `unexpected "iss"`).
			fix("Update both packages, or name the issuer in convex/auth.ts and deploy.", "npm install @convex-dev/auth@latest @auth/core@^0.41.2", `GitHub({ issuer: "https://github.com/login/oauth" })`))
	}
	if c.gen.Robelest() {
		return one(notApplicable("This library does not check GitHub's iss."))
	}
	github := slices.Contains(c.oauthProviders(), "github")
	switch {
	case !github && (c.hasEnv || c.in.Code.ProvidersSeen):
		return one(notApplicable("GitHub is not set up."))
	case !github:
		return one(unseen(pasteEnv))
	case strings.Contains(strings.ReplaceAll(c.in.Code.AuthSource, "'", `"`), `"https://github.com/login/oauth"`):
		return one(pass("convex/auth.ts names GitHub's issuer."))
	}
	auth, core := c.version("@convex-dev/auth"), c.version("@auth/core")
	switch {
	case auth != "" && semver.Compare(auth, "v0.0.94") < 0, core != "" && semver.Compare(core, "v0.41.2") < 0:
		return one(warn("GitHub may send `iss`; your version rejects it.").because(ids.OAuthProviderConfig).
			compare("@convex-dev/auth ≥ 0.0.94 with @auth/core ≥ 0.41.2", strings.TrimSpace(show(auth+" "+core, 60))).
			fix("Update both packages, or name the issuer in convex/auth.ts and deploy.", "npm install @convex-dev/auth@latest @auth/core@^0.41.2", `GitHub({ issuer: "https://github.com/login/oauth" })`))
	case auth != "" && core != "":
		return one(pass("Both packages know GitHub's issuer.").compare("@convex-dev/auth ≥ 0.0.94 with @auth/core ≥ 0.41.2", auth+" "+core))
	}
	return one(unseen("package.json or the lock file: the versions of @convex-dev/auth and @auth/core"))
}

// version returns the version of a package as "v1.2.3", "" when it is not known.
func (c *checker) version(name string) string {
	for _, one := range c.in.Packages {
		if one.Name != name {
			continue
		}
		if version := "v" + strings.TrimLeft(one.Version, "^~>=v "); semver.IsValid(version) {
			return version
		}
	}
	return ""
}
