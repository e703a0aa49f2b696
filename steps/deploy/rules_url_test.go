package deploy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// setSite stores the app's address.
func setSite(value string) func(*vars) { return func(env *vars) { env.set("SITE_URL", value) } }

// unowned stores the app's address in a list that does not say whose it is.
func unowned(value string) func(*vars) {
	return func(env *vars) { env.before = ""; env.set("SITE_URL", value) }
}

func noHost(in *Input) { in.App.Host = "" }

func registered(addresses ...string) func(*Input) {
	return func(in *Input) {
		in.Callbacks = nil
		for _, address := range addresses {
			in.Callbacks = append(in.Callbacks, Callback{"github", address})
		}
	}
}

func urlCases() []ruleCase {
	return []ruleCase{
		{id: "URL-APP", state: Pass, gen: GenO, name: "an origin"},
		{id: "URL-APP", state: Warn, gen: GenO, name: "one slash", env: setSite(testApp + "/"), says: "Trailing slash is removed"},
		{id: "URL-APP", state: Warn, gen: GenO, name: "a path", env: setSite(testApp + "/app"), says: "Has a path"},
		{id: "URL-APP", state: Warn, gen: GenO, name: "a query", env: setSite(testApp + "/?x=y"), says: "Has a path"},
		{id: "URL-APP", state: Fail, gen: GenO, name: "localhost", env: setSite("http://localhost:3000"), says: "localhost in production"},
		{id: "URL-APP", state: Warn, gen: GenO, name: "localhost, and nobody knows whose list it is", bare: true, env: unowned("http://localhost:3000"), says: "localhost is right on dev"},
		{id: "URL-APP", state: Warn, gen: GenO, name: "http, and nobody knows whose list it is", bare: true, env: unowned("http://app.example.com"), says: "http:// is right on dev"},
		{id: "URL-APP", state: Fail, gen: GenO, name: "127.0.0.1", env: setSite("http://127.0.0.1:3000"), says: "localhost"},
		{id: "URL-APP", state: Fail, gen: GenO, name: "IPv6", env: setSite("http://[::1]:3000"), says: "localhost"},
		{id: "URL-APP", state: Fail, gen: GenO, name: "a private address", env: setSite("https://192.168.1.7"), says: "private"},
		{id: "URL-APP", state: Fail, gen: GenO, name: "a tunnel", env: setSite("https://abc.ngrok-free.app"), says: "tunnel"},
		{id: "URL-APP", state: Fail, gen: GenO, name: ".local", env: setSite("https://mac.local"), says: "local network"},
		{id: "URL-APP", state: Fail, gen: GenO, name: "no scheme", env: setSite("app.example.com"), says: "No scheme"},
		{id: "URL-APP", state: Fail, gen: GenO, name: "no scheme, a port", env: setSite("app.example.com:443"), says: "No scheme"},
		{id: "URL-APP", state: Fail, gen: GenO, name: "https: without slashes", env: setSite("https:app.example.com"), says: "No scheme"},
		{id: "URL-APP", state: Fail, gen: GenO, name: "http", env: setSite("http://app.example.com"), says: "http://"},
		{id: "URL-APP", state: Fail, gen: GenO, name: "an app's scheme", env: setSite("myapp://home"), says: "myapp://"},
		{id: "URL-APP", state: Fail, gen: GenO, name: "two slashes", env: setSite(testApp + "//"), says: "only one is removed"},
		{id: "URL-APP", state: Fail, gen: GenO, name: "a placeholder", env: setSite("https://yourapp.com"), says: "placeholder"},
		{id: "URL-APP", state: Fail, gen: GenB, name: "another host", env: func(env *vars) { env.set("APP_URL", "https://old.example.org") }, says: "production is app.example.com"},

		{id: "URL-NOT-CONVEX", state: Pass, gen: GenO, name: "the frontend"},
		{id: "URL-NOT-CONVEX", state: Pass, gen: GenO, name: "on Convex, as said", env: setSite(testSite), in: func(in *Input) { in.App.Host = ""; in.App.OnConvex = Yes }},
		{id: "URL-NOT-CONVEX", state: Warn, gen: GenO, name: "the site host", env: setSite(testSite), in: noHost, says: "Is the frontend really on Convex hosting?"},
		{id: "URL-NOT-CONVEX", state: Fail, gen: GenO, name: "the cloud host", env: setSite("https://happy-animal-123.convex.cloud"), in: noHost, says: "backend URL"},
		{id: "URL-NOT-CONVEX", state: Fail, gen: GenO, name: "the site host, and the app is elsewhere", env: setSite(testSite), says: "backend URL"},

		{id: "URL-WWW", state: Pass, gen: GenO, name: "answers itself"},
		{id: "URL-WWW", state: Fail, gen: GenO, name: "www", says: "Redirects to www.app.example.com", in: func(in *Input) {
			in.Documents = []Document{seen(testApp+"/", "HTTP/2 308\nlocation: https://www.app.example.com/\n\n")}
		}},
		{id: "URL-WWW", state: Fail, gen: GenO, name: "followed", says: "Redirects to www.app.example.com", in: func(in *Input) {
			in.Documents = []Document{seen("", "$ curl -iL "+testApp+"\nHTTP/2 308\nlocation: https://www.app.example.com/\n\nHTTP/2 200\ncontent-type: text/html\n\n<html>")}
		}},
		{id: "URL-WWW", state: Fail, gen: GenO, name: "www, as said", in: func(in *Input) { in.Documents = nil; in.App.Host = "www.app.example.com" }, says: "www.app.example.com"},

		{id: "URL-SECONDARY", state: Pass, gen: GenA2, name: "two", env: func(env *vars) { env.set("SECONDARY_URL", "https://b.example, https://c.example/") }},
		{id: "URL-SECONDARY", state: Warn, gen: GenA2, name: "localhost", env: func(env *vars) { env.set("SECONDARY_URL", "http://localhost:3000") }, says: "localhost listed in production", in: func(in *Input) { in.App.Passkeys = No }},
		{id: "URL-SECONDARY", state: Warn, gen: GenA2, name: "two slashes", env: func(env *vars) { env.set("SECONDARY_URL", "https://b.example//") }, says: "two slashes"},
		{id: "URL-SECONDARY", state: Fail, gen: GenA2, name: "no URL", env: func(env *vars) { env.set("SECONDARY_URL", "https://b.example,c.example") }, in: func(in *Input) { in.App.Passkeys = No }, says: "Item 2 is not a URL"},
		{id: "URL-SECONDARY", state: NotApplicable, gen: GenO, name: "the official library"},

		{id: "SITE-FORM", state: Pass, gen: GenO, name: "a pair", says: "Pair belongs together"},
		{id: "SITE-FORM", state: Pass, gen: GenO, name: "a region", bare: true, in: func(in *Input) {
			in.Site = Site{URL: "https://calm-cow-456.eu-west-1.convex.site", Client: "https://calm-cow-456.eu-west-1.convex.cloud"}
		}},
		{id: "SITE-FORM", state: Warn, gen: GenO, name: "one custom domain", bare: true, in: func(in *Input) {
			in.Site = Site{URL: "https://api.example.com", Client: "https://happy-animal-123.convex.cloud"}
		}, says: "override both"},
		{id: "SITE-FORM", state: Fail, gen: GenO, name: "swapped", bare: true, in: func(in *Input) { in.Site = Site{URL: "https://happy-animal-123.convex.cloud", Client: testSite} }, says: "Swapped"},
		{id: "SITE-FORM", state: Fail, gen: GenO, name: "self-hosted and swapped", bare: true, in: func(in *Input) {
			in.Site = Site{URL: "http://127.0.0.1:3210", Client: "http://127.0.0.1:3211", SelfHosted: Yes}
		}, says: "Swapped"},
		{id: "SITE-FORM", state: Fail, gen: GenO, name: "two deployments", bare: true, in: func(in *Input) { in.Site = Site{URL: testSite, Client: "https://calm-cow-456.convex.cloud"} }, says: "different deployments"},

		{id: "OAUTH-CB", state: Pass, gen: GenO, name: "exact"},
		{id: "OAUTH-CB", state: Pass, gen: GenB, name: "one of several", in: registered("http://localhost:3211/auth/callback/github", testSite+"/auth/callback/github")},
		{id: "OAUTH-CB", state: Pass, gen: GenB, name: "a region that the notice leaves out", bare: true, env: func(env *vars) {
			env.before = "✔ Successfully set SITE_NAME (on prod deployment calm-cow-456)\n"
		}, in: registered("https://calm-cow-456.eu-west-1.convex.site/auth/callback/github")},
		{id: "OAUTH-CB", state: Warn, gen: GenB, name: "a custom domain", in: func(in *Input) { in.Site.Custom = "https://api.example.com" }, says: "Also register the custom-domain URL"},
		{id: "OAUTH-CB", state: Fail, gen: GenB, name: "the cloud host", in: registered("https://happy-animal-123.convex.cloud/auth/callback/github"), says: "Host is .convex.cloud"},
		{id: "OAUTH-CB", state: Fail, gen: GenB, name: "the other library's path", in: registered(testSite + "/api/auth/callback/github"), says: "path is /api/auth but this library uses /auth"},
		{id: "OAUTH-CB", state: Fail, gen: GenO, name: "the other library's path", in: registered(testSite + "/auth/callback/github"), says: "path is /auth but this library uses /api/auth"},
		{id: "OAUTH-CB", state: Fail, gen: GenB, name: "a slash", in: registered(testSite + "/auth/callback/github/"), says: "trailing slash"},
		{id: "OAUTH-CB", state: Fail, gen: GenB, name: "http", in: registered("http://happy-animal-123.convex.site/auth/callback/github"), says: "http in place of https"},
		{id: "OAUTH-CB", state: Fail, gen: GenB, name: "the frontend", in: registered(testApp + "/auth/callback/github"), says: "frontend"},
		{id: "OAUTH-CB", state: Fail, gen: GenB, name: "localhost", in: registered("http://localhost:3000/auth/callback/github"), says: "localhost"},
		{id: "OAUTH-CB", state: Fail, gen: GenB, name: "capital letters", in: registered(testSite + "/auth/callback/GitHub"), says: "Capital and small"},
		{id: "OAUTH-CB", state: Fail, gen: GenB, name: "another deployment", in: registered("https://calm-cow-456.convex.site/auth/callback/github"), says: "another deployment"},
		{id: "OAUTH-CB", state: Fail, gen: GenB, name: "the dev deployment", says: "the dev deployment", in: func(in *Input) {
			registered("https://calm-cow-456.convex.site/auth/callback/github")(in)
			in.Dev = envOf("✔ Successfully set A_B (on dev deployment calm-cow-456)\n")
		}},
		{id: "OAUTH-CB", state: Fail, gen: GenB, name: "a query", in: registered(testSite + "/auth/callback/github?x=1"), says: "query"},
		{id: "OAUTH-CB", state: Fail, gen: GenB, name: "a blank", in: registered(testSite + "/auth/callback/github "), says: "blank"},
		{id: "OAUTH-CB", state: Fail, gen: GenB, name: "no address", in: registered("%zz"), says: "no address"},
		{id: "OAUTH-CB", state: Unseen, gen: GenB, name: "nothing pasted", in: registered()},
	}
}

func TestCallbackURL(t *testing.T) {
	for _, test := range []struct {
		gen                      Generation
		site, custom, prefix, id string
		want                     string
		ok                       bool
		start                    string
	}{
		{GenO, testSite, "", "", "github", testSite + "/api/auth/callback/github", true, testSite + "/api/auth/signin/github"},
		{GenO, testSite, "https://auth.example.com", "", "google", "https://auth.example.com/api/auth/callback/google", true, "https://auth.example.com/api/auth/signin/google"},
		{GenO, testSite + "/", "", "", "microsoft-entra-id", testSite + "/api/auth/callback/microsoft-entra-id", true, testSite + "/api/auth/signin/microsoft-entra-id"},
		{GenA2, testSite, "", "", "github", testSite + "/auth/callback/github", true, testSite + "/auth/signin/github"},
		{GenA2, testSite, "", "/login", "github", testSite + "/login/callback/github", true, testSite + "/login/signin/github"},
		{GenA2, testSite, "https://auth.example.com/auth", "/auth", "github", "https://auth.example.com/auth/callback/github", true, "https://auth.example.com/auth/signin/github"},
		{GenB, testSite, "https://ignored.example", "", "apple", testSite + "/auth/callback/apple", true, testSite + "/auth/signin/apple"},
		{GenA0, testSite, "", "", "github", "", false, testSite + "/api/auth/signin/github"},
		{GenUnknown, testSite, "", "", "github", "", false, ""},
	} {
		got, _, ok := CallbackURL(test.gen, test.site, test.custom, test.prefix, test.id)
		if got != test.want || ok != test.ok {
			t.Errorf("%s: %s %v, want %s %v", test.gen, got, ok, test.want, test.ok)
		}
		if start := StartURL(test.gen, test.site, test.custom, test.prefix, test.id); start != test.start {
			t.Errorf("%s: start %s, want %s", test.gen, start, test.start)
		}
	}
}

func TestCompare(t *testing.T) {
	mark := func(s string, ranges []Range) string {
		out := []rune(s)
		for _, one := range ranges {
			for i := one.From; i < one.To; i++ {
				out[i] = '^'
			}
		}
		return string(out)
	}
	for _, test := range []struct{ expected, actual, markedExpected, markedActual string }{
		{"https://a.convex.site/auth", "https://a.convex.cloud/auth", "https://a.convex.^^^^/auth", "https://a.convex.^^^^^/auth"},
		{"https://a/auth/callback", "https://a/api/auth/callback", "https://a/auth/callback", "https://a/^^^^auth/callback"},
		{"https://a/github", "https://a/github/", "https://a/github", "https://a/github^"},
		{"https://a/x", "http://a/x", "http^://a/x", "http://a/x"},
		{"größe", "grosse", "gr^^e", "gr^^^e"},
		{"same", "same", "same", "same"},
		{"", "abc", "", "^^^"},
	} {
		diff := Compare(test.expected, test.actual)
		if got := mark(test.expected, diff.ExpectedRanges); got != test.markedExpected {
			t.Errorf("%s against %s: expected marked %s, want %s", test.expected, test.actual, got, test.markedExpected)
		}
		if got := mark(test.actual, diff.ActualRanges); got != test.markedActual {
			t.Errorf("%s against %s: actual marked %s, want %s", test.expected, test.actual, got, test.markedActual)
		}
		if len(diff.ExpectedRanges) != len(diff.ActualRanges) || diff.Same != (test.expected == test.actual) {
			t.Errorf("%s against %s: %+v", test.expected, test.actual, diff)
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("https://a.convex.site/x", "https://a.convex.cloud/x\xff")
	f.Fuzz(func(t *testing.T, a, b string) {
		diff := Compare(a, b)
		// Without the marked ranges both texts are the same.
		if got, want := without(a, diff.ExpectedRanges), without(b, diff.ActualRanges); got != want && len(diff.ExpectedRanges) < 2 {
			t.Fatalf("what is not marked differs: %q and %q", got, want)
		}
		for _, ranges := range [][]Range{diff.ExpectedRanges, diff.ActualRanges} {
			last := 0
			for _, one := range ranges {
				if one.From < last || one.To < one.From {
					t.Fatalf("ranges %v", ranges)
				}
				last = one.To
			}
		}
	})
}

func without(s string, ranges []Range) string {
	var out strings.Builder
	for i, r := range runes(s) {
		inside := false
		for _, one := range ranges {
			inside = inside || i >= one.From && i < one.To
		}
		if !inside {
			out.WriteRune(r & 0x10ffff)
		}
	}
	return out.String()
}

func TestCompareEnvs(t *testing.T) {
	dev := envOf(line("JWT_PRIVATE_KEY", edPair().pem) + line("JWKS", edPair().jwks) + line("SITE_URL", "http://localhost:3000") + "CLERK_JWT_ISSUER_DOMAIN=https://verb-noun-00.clerk.accounts.dev\nCONVEX_AUTH_HTTP_PREFIX=/login\nRESEND_API_KEY=re_123456789012\nAUTH_GITHUB_SECRET\nCONVEX_DEPLOYMENT=dev:calm-cow-456\n")
	prod := envOf(line("JWT_PRIVATE_KEY", edPair().pem) + line("SITE_URL", testApp) + "CLERK_JWT_ISSUER_DOMAIN=https://verb-noun-00.clerk.accounts.dev\nCONVEX_AUTH_HTTP_PREFIX=/auth\nAUTH_GITHUB_SECRET=" + randomHex(40) + "\nONLY_HERE=1\n")
	type brief struct {
		Name  string
		Kind  DifferenceKind
		State State
	}
	var got []brief
	for _, one := range CompareEnvs(*dev, *prod, GenA2) {
		got = append(got, brief{one.Name, one.Kind, one.State})
	}
	want := []brief{
		{"AUTH_GITHUB_SECRET", NotComparable, Unseen},
		{"CLERK_JWT_ISSUER_DOMAIN", WronglyEqual, Fail},
		{"CONVEX_AUTH_HTTP_PREFIX", WronglyOther, Fail},
		{"JWKS", OnlyOnDev, Fail},
		{"JWT_PRIVATE_KEY", WronglyEqual, Warn},
		{"ONLY_HERE", OnlyOnProd, Pass},
		{"RESEND_API_KEY", OnlyOnDev, Warn},
		{"SITE_URL", Different, Pass},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}
