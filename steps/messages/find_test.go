package messages

import (
	"encoding/json"
	"html"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// samples are values for the variable parts, by name.
var samples = map[string]string{
	"providers": "OIDC(domain=https://happy-hippo-1.clerk.accounts.dev, app_id=convex)",
	"issuer":    "https://verb-noun-00.clerk.accounts.dev", "url": "https://example.com/.well-known/jwks.json",
	"kid": "ins_2abc", "seconds": "12", "milliseconds": "1194", "status": "404", "reason": "Not Found", "index": "1",
	"name": "CLERK_JWT_ISSUER_DOMAIN", "deployment": "happy-otter-123", "code": "1011", "count": "2", "number": "50011",
	"leeway": "10", "method": "POST", "origin": "http://localhost:5173", "version": "3", "new": "2", "updated": "1",
	"value": "pk_test_abc", "error": "something went wrong", "body": "nothing here", "request": "d064ef901f7ec0b7",
	"redirect": "exp://192.168.0.2:8081", "site": "http://localhost:3001", "state": "noAuth", "had": "false",
	"domain": "https://a.example", "app": "convex", "type": "text/plain", "token": "abcde", "tail": "vwxyz",
}

func sampleOf(name string) string {
	if value, ok := samples[name]; ok {
		return value
	}
	return "some-" + name
}

// said returns the text of a message with sample values.
func said(message Message) string {
	var values []string
	for _, part := range message.Parts() {
		if part.Name != "" {
			values = append(values, part.Name, sampleOf(part.Name))
		}
	}
	return strings.TrimSpace(message.Say(values...))
}

func encoded(text string) string {
	quoted, _ := json.Marshal(text)
	return string(quoted)
}

// copied returns a text as people copy it.
func copied(text string) map[string]string {
	words := strings.Fields(text)
	half := strings.Join(words[:len(words)/2], " ") + "\n  " + strings.Join(words[len(words)/2:], " ")
	return map[string]string{
		"plain": text, "double quotes": `"` + text + `"`, "JSON": `{"code":"X","message":` + encoded(text) + `}`,
		"JSON in JSON": encoded(encoded(text)), "Markdown quote": "> " + strings.ReplaceAll(half, "\n", "\n> "),
		"comment": "// " + strings.ReplaceAll(half, "\n", "\n// "), "block comment": " * " + strings.ReplaceAll(half, "\n", "\n * "),
		"error": "❌ Error: " + text, "uncaught twice": "Uncaught Error: Uncaught Error: " + text, "cell": "| 401 | " + text + " |",
		"back-ticks": "`" + text + "`", "colours": "\x1b[31m" + strings.Join(words, "\x1b[0m \x1b[1;33m") + "\x1b[0m",
		"CRLF": strings.ReplaceAll(half, "\n", "\r\n") + "\r\n", "zero-width": strings.Join(words, "\u200b \u200b"),
		"no-break spaces": strings.Join(words, "\u00a0"), "code": "NoAuthProvider: " + text, "dash": "InvalidAuthHeader — " + text,
		"upper-case prefix": "ERROR: " + text, "turborepo": "backend:dev: " + text, "dev prefix": "[convex] " + text,
		"bundle": "convex-jbBU5h6x.js:17 " + text, "playwright": "page.evaluate: Error: " + text, "entities": html.EscapeString(text),
		"stack": "Error: " + text + `\n    at handler (../convex/users.ts:12:4)`, "line numbers": "12 | " + strings.ReplaceAll(half, "\n", "\n13 | "),
		"smart quotes": strings.NewReplacer(`'`, "’", `"`, "”", "`", "‘").Replace(text),
		"mangled":      strings.NewReplacer(`'`, "â€™", `"`, "â€œ").Replace(text), "prose": "Hallo, ich bekomme das hier:\n\n" + text + "\n\nWas tun?",
	}
}

// messages whose text is a part of a longer one, or whose variable part is all that differs: the longer one may be found
func covers(hit Hit, id string) bool {
	if hit.Message.ID == id {
		return true
	}
	for _, other := range hit.Others {
		if other == id {
			return true
		}
	}
	return false
}

func TestEveryMessageIsFoundHoweverItWasCopied(t *testing.T) {
	finder := NewFinder(All())
	var marks Marks
	for _, known := range All() {
		text := said(known.Message)
		for form, input := range copied(text) {
			if form == "double quotes" && strings.Contains(text, `"`) {
				continue // nobody can tell where such a quotation ends
			}
			if finder.Find([]byte(text), &marks) == nil {
				t.Errorf("%s: not found in %q", known.ID, text)
				break
			}
			var got []string
			found := false
			for _, hit := range finder.Find([]byte(input), &marks) {
				found = found || covers(hit, known.ID) && hit.Whole
				got = append(got, hit.Message.ID)
			}
			if !found {
				t.Errorf("%s, %s: found %v in %q", known.ID, form, got, input)
			}
		}
	}
}

func TestValues(t *testing.T) {
	finder := NewFinder(All())
	var marks Marks
	for _, known := range All() {
		text := said(known.Message)
		for _, form := range []string{"plain", "double quotes", "JSON", "error", "colours", "Markdown quote"} {
			if form == "double quotes" && strings.Contains(text, `"`) {
				continue
			}
			for _, hit := range finder.Find([]byte(copied(text)[form]), &marks) {
				if hit.Message.ID != known.ID || form == "Markdown quote" && strings.Contains(text, "\n") {
					continue
				}
				for _, part := range known.Parts() {
					if part.Name == "" {
						continue
					}
					if got, want := hit.Value(part.Name), sampleOf(part.Name); strings.Join(strings.Fields(strings.ReplaceAll(got, "\n>", "")), " ") != want {
						if strings.Contains(got, "\x1b") {
							continue // colours inside a value are stripped by package clean
						}
						t.Errorf("%s, %s: %s is %q, want %q", known.ID, form, part.Name, got, want)
					}
				}
			}
		}
	}
}

func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, known := range All() {
		if seen[known.ID] {
			t.Errorf("%s stands twice", known.ID)
		}
		seen[known.ID] = true
		if known.ID == "" || known.Text == "" || known.Fact == "" || known.Source.Name() == "" {
			t.Errorf("%q has no text, fact or source", known.ID)
		}
		if again, ok := ByID(known.ID); !ok || again.Text != known.Text {
			t.Errorf("%s is not found by its id", known.ID)
		}
		long := 0
		for _, one := range newTemplate(&known).literals {
			long = max(long, len(one.folded))
		}
		if long < gramLength {
			t.Errorf("%s has no literal text that it could be found by", known.ID)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, known := range All() {
		f.Add(said(known.Message))
	}
	f.Add("Could not fetch JWKS from URL '\\\"…HTTP: HTTP: HTTP. Check that")
	finder := NewFinder(All(), "bearer")
	f.Fuzz(func(t *testing.T, text string) {
		var marks Marks
		for _, hit := range finder.Find([]byte(text), &marks) {
			if hit.Start < 0 || hit.End > len(text) || hit.Start >= hit.End || hit.Message == nil {
				t.Errorf("hit %d-%d of %d bytes", hit.Start, hit.End, len(text))
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	finder := NewFinder(All())
	var text []byte
	for _, known := range All() {
		text = append(text, said(known.Message)...)
		text = append(text, strings.Repeat("\nsome other text that a log holds, with GET /path 200 in 12ms", 20)...)
	}
	var marks Marks
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if len(finder.Find(text, &marks)) < 100 {
			b.Fatal("not found")
		}
	}
}

func BenchmarkNewFinder(b *testing.B) {
	for b.Loop() {
		NewFinder(All())
	}
}

func find(text string) []string {
	var marks Marks
	var ids []string
	for _, hit := range NewFinder(All()).Find([]byte(text), &marks) {
		ids = append(ids, hit.Message.ID)
	}
	return ids
}

func TestCutMessages(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Could not decode token", []string{"backend-kid-not-found"}},
		{`"No auth provider found matching the given token. Check that your JWT's issuer and aud…`, []string{"backend-no-provider-matches"}},
		{`{"code":"NoAuthProvider","message":"No auth provider found matching the given token. Check that y`, []string{"code-no-auth-provider", "backend-no-provider-matches"}},
		{`or the JWT signature is invalid.`, nil},
		{"...matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [OIDC(domain=https://a, app_id=b)]", []string{"backend-no-provider-matches", "backend-provider-oidc"}},
		{"Could not verify OIDC token claim.", []string{"backend-claim-not-verified"}},
		{"Could not find `ConvexProviderWithAuth` ...", []string{"client-no-auth-provider-above"}},
		{"Could not find `ConvexProviderWithAuth` (or ...) as an ancestor component ... two instances of the `convex/react` module", []string{"client-no-auth-provider-above"}},
		{"Auth provider discovery of https://a.example failed", []string{"backend-discovery-failed"}},
		{"Environment variable FOO_BAR is used in auth config file but its value was not set.", []string{"push-variable-missing"}},
		{"Environment variable FOO_BAR is used in auth.config.js but its value was not set", []string{"push-variable-missing-old"}},
		{"Hit an error while pushing:", nil},
		{"✖ InvalidModules: Hit an error while pushing:\nLoading the pushed modules encountered the following error:", nil},
		{"TypeError: Cannot read properties of null (reading 'useContext')", nil},
		{"TypeError: Cannot read properties of null (reading 'subject')", []string{"app-subject-of-null"}},
	} {
		got := find(c.text)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}

func TestProseIsNoMessage(t *testing.T) {
	for _, text := range []string{
		"I am not authenticated when I open the page, and not signed in either.",
		"My token expired 5 minutes ago I think, the token claim is fine.",
		"The environment variable is set. Could not find it in the docs.",
		"we get an invalid state now and then", "user not found in our list of things", "unauthorized people may not enter",
		"The WebSocket closed and reconnected.", "check your server auth config please", "Failed to authenticate against LDAP",
		"an access_denied_handler and my_login_required_view in Django", "Invalid methodology", "server-errors",
		"console.log(\"server identity\", await ctx.auth.getUserIdentity())",
	} {
		if got := find(text); got != nil {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// A value that is longer than one looks for ends a message; it never breaks the search.
func TestLongValues(t *testing.T) {
	finder := NewFinder(All())
	var marks Marks
	for _, length := range []int{reachWord - 9, reachWord - 1, reachWord, reachWord + 7, reachText - 9, reachText, reachText + 7} {
		long := strings.Repeat("v", length)
		for _, known := range All() {
			text := ""
			for _, part := range known.Parts() {
				if part.Name != "" {
					text += long
				} else {
					text += part.Literal
				}
			}
			for cut := len(text); cut > 0 && cut > len(text)-40; cut -= 13 {
				for _, hit := range finder.Find([]byte(text[:cut]), &marks) {
					if hit.Start < 0 || hit.End > cut || hit.Start >= hit.End {
						t.Fatalf("%s with %d bytes: hit %d-%d of %d", known.ID, length, hit.Start, hit.End, cut)
					}
				}
			}
		}
	}
}
