package deploy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// entry puts one provider in the place of auth.config.
func entry(domain, applicationID string) func(*Input) {
	return func(in *Input) {
		in.AuthConfig.Entries = []AuthEntry{{Domain: domain, ApplicationID: applicationID}}
		in.AuthConfig.Source = "export default { providers: [{ domain: " + domain + ", applicationID: \"" + applicationID + "\" }] };"
		in.Tokens = nil
	}
}

func configCases() []ruleCase {
	source := func(text string) func(*Input) { return func(in *Input) { in.AuthConfig.Source = text } }
	answer := func(path, text string) func(*Input) {
		return func(in *Input) {
			in.Documents = []Document{seen(issuerOf[GenB]+path, text)}
			in.Code.RouterAdds, in.Code.RouterDefault, in.Code.RouterExists = Unknown, Unknown, Unknown
		}
	}
	const notFound = "HTTP/2 404\ncontent-type: text/plain\n\n"
	return []ruleCase{
		{id: "AUTHCFG-DOMAIN", state: Pass, gen: GenO, name: "bare"},
		{id: "AUTHCFG-DOMAIN", state: Pass, gen: GenA2, name: "with /auth"},
		{id: "AUTHCFG-DOMAIN", state: Pass, gen: GenB, name: "as a template"},
		{id: "AUTHCFG-DOMAIN", state: Pass, gen: GenB, name: "read from the source alone",
			in: func(in *Input) {
				in.AuthConfig.Entries = nil
				in.AuthConfig.Source = "import { env } from \"./_generated/server\";\nexport default {\n  providers: [\n    {\n      // the issuer has a path\n      domain: `${env.CONVEX_SITE_URL}/auth`,\n      applicationID: \"convex\",\n    },\n  ],\n};\n"
			}},
		{id: "AUTHCFG-DOMAIN", state: Pass, gen: GenO, name: "beside another service", in: func(in *Input) {
			in.AuthConfig.Entries = append([]AuthEntry{{Domain: "process.env.CLERK_JWT_ISSUER_DOMAIN!", ApplicationID: "convex"}}, in.AuthConfig.Entries...)
		}},
		{id: "AUTHCFG-DOMAIN", state: Pass, gen: GenB, name: "as the dashboard lists it", in: func(in *Input) {
			in.AuthConfig = AuthConfig{Deployed: true, Entries: []AuthEntry{{Domain: testSite + "/auth", ApplicationID: "convex", Type: "oidc"}}}
		}},
		{id: "AUTHCFG-DOMAIN", state: Pass, gen: GenA2, name: "another prefix", env: func(env *vars) { env.set("CONVEX_AUTH_HTTP_PREFIX", "/login") },
			in: func(in *Input) {
				entry(`process.env.CONVEX_SITE_URL + "/login"`, "convex")(in)
				in.Documents, in.Callbacks = nil, nil
			}},
		{id: "AUTHCFG-DOMAIN", state: Warn, gen: GenO, name: "hard-coded", in: entry(`"`+testSite+`"`, "convex"), says: "Hard-coded domain"},
		{id: "AUTHCFG-DOMAIN", state: Fail, gen: GenA2, name: "without /auth", in: entry("process.env.CONVEX_SITE_URL", "convex"), says: "/auth` but domain is `" + testSite + "`"},
		{id: "AUTHCFG-DOMAIN", state: Fail, gen: GenB, name: "without /auth", in: entry("env.CONVEX_SITE_URL", "convex"), says: "/auth` but"},
		{id: "AUTHCFG-DOMAIN", state: Fail, gen: GenB, name: "without /auth, with a token at hand", says: "/auth` but",
			in: func(in *Input) { entry("env.CONVEX_SITE_URL", "convex")(in); in.Tokens = []Token{tokenOf(GenB)} }},
		{id: "AUTHCFG-DOMAIN", state: Fail, gen: GenO, name: "with /auth", in: entry(`process.env.CONVEX_SITE_URL + "/auth"`, "convex"), says: "but domain is"},
		{id: "AUTHCFG-DOMAIN", state: Fail, gen: GenO, name: "the client URL", in: entry("process.env.NEXT_PUBLIC_CONVEX_URL", "convex"), says: ".convex.cloud", also: []string{"AUTHCFG-ENV"}},
		{id: "AUTHCFG-DOMAIN", state: Fail, gen: GenO, name: "the client URL, literally", in: entry(`"https://happy-animal-123.convex.cloud"`, "convex"), says: ".convex.cloud"},
		{id: "AUTHCFG-DOMAIN", state: Fail, gen: GenO, name: "SITE_URL", in: entry("process.env.SITE_URL", "convex"), says: "frontend"},
		{id: "AUTHCFG-DOMAIN", state: Fail, gen: GenO, name: "another deployment", in: entry(`"https://calm-cow-456.convex.site"`, "convex"), says: "another deployment"},
		{id: "AUTHCFG-DOMAIN", state: Fail, gen: GenO, name: "another service only", in: entry(`"https://clerk.example.com"`, "convex"), says: "no issuer of this library"},
		{id: "AUTHCFG-DOMAIN", state: Fail, gen: GenO, name: "customJwt", says: "kid", in: func(in *Input) {
			in.AuthConfig.Entries = []AuthEntry{{Domain: "process.env.CONVEX_SITE_URL", ApplicationID: "convex", Type: "customJwt"}}
		}},
		{id: "AUTHCFG-DOMAIN", state: Unseen, gen: GenO, name: "a computed one", in: func(in *Input) {
			entry("issuerFor(process)", "convex")(in)
		}},

		{id: "AUTHCFG-AUD", state: Pass, gen: GenO, name: "convex"},
		{id: "AUTHCFG-AUD", state: Fail, gen: GenO, name: "something else", in: entry("process.env.CONVEX_SITE_URL", "Convex"), says: "aud ‘convex’"},
		{id: "AUTHCFG-AUD", state: Fail, gen: GenB, name: "nothing", in: entry("`${env.CONVEX_SITE_URL}/auth`", ""), says: "aud ‘convex’"},

		{id: "AUTHCFG-ENV", state: Pass, gen: GenO, name: "CONVEX_SITE_URL only"},
		{id: "AUTHCFG-ENV", state: Pass, gen: GenO, name: "a variable that is set", env: func(env *vars) { env.set("CLERK_JWT_ISSUER_DOMAIN", "https://clerk.example.com") },
			in: source("import type { AuthConfig } from \"convex/server\";\nexport default { providers: [{ domain: process.env.CLERK_JWT_ISSUER_DOMAIN }] };")},
		{id: "AUTHCFG-ENV", state: Warn, gen: GenO, name: "imports", in: source("import { auth } from \"./auth\";\nexport default { providers: [{ domain: process.env.CONVEX_SITE_URL }] };"), says: "Imports project code"},
		{id: "AUTHCFG-ENV", state: Fail, gen: GenO, name: "unset", in: source("export default { providers: [{ domain: process.env.CONVEX_SITE_URL ?? process.env['MY_ISSUER'] }] };"), says: "`MY_ISSUER` is read but unset"},
		{id: "AUTHCFG-ENV", state: Fail, gen: GenO, name: "the CLI says so", says: "unset", in: func(in *Input) {
			in.AuthConfig.Source = ""
			in.Errors = []string{"✖ Environment variable MY_ISSUER is used in auth config file but its value was not set."}
		}},

		{id: "AUTHCFG-FILE", state: Pass, gen: GenO, name: "there"},
		{id: "AUTHCFG-FILE", state: Fail, gen: GenO, name: "the backend says so", in: func(in *Input) {
			in.Errors = []string{"No auth provider found matching the given token (no providers configured). Check convex/auth.config.ts."}
		}, says: "no providers configured"},
		{id: "AUTHCFG-FILE", state: Fail, gen: GenO, name: "no file", in: func(in *Input) { in.AuthConfig = AuthConfig{Exists: No} }, says: "no providers configured"},
		{id: "AUTHCFG-FILE", state: Fail, gen: GenO, name: "an empty page of the dashboard", in: func(in *Input) { in.AuthConfig = AuthConfig{Deployed: true} }, says: "no providers configured"},

		{id: "EXPORTS", state: Pass, gen: GenO, name: "all"},
		{id: "EXPORTS", state: Pass, gen: GenB, name: "three", in: func(in *Input) { in.Code.AuthExports = []string{"signIn", "signOut", "store"} }},
		{id: "EXPORTS", state: Pass, gen: GenO, name: "from the source", in: func(in *Input) {
			in.Code.AuthExportsSeen = false
			in.Code.AuthSource = "export const { auth, signIn, signOut, store, isAuthenticated } = convexAuth({ providers: [GitHub] });"
		}},
		{id: "EXPORTS", state: Fail, gen: GenO, name: "store", in: func(in *Input) { in.Code.AuthExports = []string{"auth", "signIn", "signOut", "isAuthenticated"} }, says: "`store` is not exported"},
		{id: "EXPORTS", state: Fail, gen: GenO, name: "isAuthenticated, by the error", in: func(in *Input) {
			in.Errors = []string{"Server Error: could not find api.auth.isAuthenticated. convex-auth 0.0.76 introduced a new export"}
		}, says: "isAuthenticated"},

		{id: "HTTP-ROUTER", state: Pass, gen: GenB, name: "answers"},
		{id: "HTTP-ROUTER", state: Pass, gen: GenO, name: "by the code", in: func(in *Input) { in.Documents = nil }},
		{id: "HTTP-ROUTER", state: Fail, gen: GenB, name: "no route", in: answer("/.well-known/openid-configuration", notFound+"No matching routes found"), says: "No matching routes found"},
		{id: "HTTP-ROUTER", state: Fail, gen: GenB, name: "no router", in: answer("/.well-known/openid-configuration", notFound+"This Convex deployment does not have HTTP actions enabled."), says: "HTTP actions not enabled"},
		{id: "HTTP-ROUTER", state: Fail, gen: GenO, name: "no default export", in: func(in *Input) { in.Documents = nil; in.Code.RouterDefault = No }, says: "default"},
		{id: "HTTP-ROUTER", state: Fail, gen: GenO, name: "no routes in the code", in: func(in *Input) { in.Documents = nil; in.Code.RouterAdds = No }, says: "does not add"},
		{id: "HTTP-ROUTER", state: Fail, gen: GenO, name: "no file", in: func(in *Input) { in.Documents = nil; in.Code.RouterExists = No }, says: "no convex/http.ts"},
	}
}

func TestReadDomain(t *testing.T) {
	for text, want := range map[string]domainShape{
		"process.env.CONVEX_SITE_URL":             {variable: "CONVEX_SITE_URL"},
		"process.env.CONVEX_SITE_URL!":            {variable: "CONVEX_SITE_URL"},
		`process.env["CONVEX_SITE_URL"]`:          {variable: "CONVEX_SITE_URL"},
		`process.env.CONVEX_SITE_URL + "/auth"`:   {variable: "CONVEX_SITE_URL", suffix: "/auth"},
		`process.env.CONVEX_SITE_URL! + '/auth/'`: {variable: "CONVEX_SITE_URL", suffix: "/auth"},
		"`${process.env.CONVEX_SITE_URL}/auth`":   {variable: "CONVEX_SITE_URL", suffix: "/auth"},
		"`${env.CONVEX_SITE_URL}/auth`,":          {variable: "CONVEX_SITE_URL", suffix: "/auth"},
		"`${env.CONVEX_SITE_URL}`":                {variable: "CONVEX_SITE_URL"},
		"process.env.CONVEX_SITE_URL as string":   {variable: "CONVEX_SITE_URL"},
		"CONVEX_SITE_URL":                         {variable: "CONVEX_SITE_URL"},
		`"https://a.convex.site"`:                 {value: "https://a.convex.site"},
		"https://a.convex.site/auth":              {value: "https://a.convex.site/auth"},
		"a.convex.site":                           {value: "a.convex.site"},
		"getIssuer()":                             {unclear: true},
		"":                                        {},
	} {
		if diff := cmp.Diff(want, readDomain(text), cmp.AllowUnexported(domainShape{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestReadSources(t *testing.T) {
	entries := ReadAuthConfig(`import type { AuthConfig } from "convex/server";
/* { domain: "https://commented.example", applicationID: "x" } */
export default {
  providers: [
    { domain: process.env.CLERK_JWT_ISSUER_DOMAIN!, applicationID: "convex" }, // see https://clerk.com
    {
      type: "customJwt",
      applicationID: 'other',
      domain: "https://b.example/path,with,commas",
    },
  ],
} satisfies AuthConfig;`)
	want := []AuthEntry{
		{Domain: "process.env.CLERK_JWT_ISSUER_DOMAIN!", ApplicationID: "convex"},
		{Domain: `"https://b.example/path,with,commas"`, ApplicationID: "other", Type: "customJwt"},
	}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	exports := ReadExports("export const { auth, signIn: enter, store = x } = convexAuth({});\nexport { a as b, c };\n// export const hidden = 1\nexport async function loggedInUser() {}\nexport default 1")
	if diff := cmp.Diff([]string{"auth", "enter", "store", "b", "c", "loggedInUser"}, exports); diff != "" {
		t.Errorf("exports (-want +got):\n%s", diff)
	}
	for source, want := range map[string][2]Answer{
		"const http = httpRouter();\nauth.addHttpRoutes(http);\nexport default http;":    {Yes, Yes},
		"const http = httpRouter();\n// auth.addHttpRoutes(http);\nexport default http;": {No, Yes},
		"const http = auth.http();\nexport { http };":                                    {Yes, No},
	} {
		adds, isDefault := ReadRouter(source)
		if adds != want[0] || isDefault != want[1] {
			t.Errorf("%s: adds %v, default %v", source, adds, isDefault)
		}
	}
}

func FuzzSources(f *testing.F) {
	f.Add("export default { providers: [{ domain: `${env.CONVEX_SITE_URL}/auth`, applicationID: \"convex\" }] };")
	f.Add("import { a } from './b'; export { c as d }; process.env['X'] // y")
	f.Fuzz(func(t *testing.T, source string) {
		for _, entry := range ReadAuthConfig(source) {
			readDomain(entry.Domain)
		}
		readDomain(source)
		ReadExports(source)
		ReadRouter(source)
		for _, name := range envReads(source) {
			if !bareName().MatchString(name) || strings.Contains(name, " ") {
				t.Fatalf("%q is no name", name)
			}
		}
		imports(source)
	})
}
