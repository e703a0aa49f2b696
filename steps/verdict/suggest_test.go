package verdict

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/secret"
)

// said writes suggestions as "change name From -> To (accepted or the next reason)".
func said(suggestions []Suggestion) string {
	var lines []string
	for _, one := range suggestions {
		end := "accepted"
		if !one.Accepts {
			end = string(one.Next)
		}
		lines = append(lines, fmt.Sprintf("%s %s %s -> %s (%s)", one.Change, one.Name, one.From, one.To, end))
	}
	return strings.Join(lines, "\n")
}

func TestSuggest(t *testing.T) {
	payload := func(made *app, from, to string) *app {
		made.payload = strings.Replace(made.payload, from, to, 1)
		return made
	}
	header := func(made *app, text string) *app {
		made.header = text
		return made
	}
	providers := func(made *app, from, to string) *app {
		made.providers = strings.Replace(made.providers, from, to, 1)
		return made
	}
	for _, c := range []struct {
		name string
		made *app
		want []string // each has to be among the suggestions
	}{
		{"issuer", providers(oidcApp(t, RS256), testIssuer, "https://other.example.com"), []string{
			"entry-issuer domain https://other.example.com -> https://id.example.com (accepted)",
			"token-iss iss https://id.example.com -> https://other.example.com (discovery-unreachable)"}},
		{"application id", providers(customApp(t, RS256), `"convex"`, `"Convex"`), []string{
			"entry-application-id applicationID Convex -> convex (accepted)",
			"entry-application-id applicationID Convex ->  (accepted)",
			"token-aud aud convex -> Convex (accepted)"}},
		{"nothing stored", providers(oidcApp(t, RS256), `{"domain":"https://id.example.com","applicationID":"convex"}`, ""), []string{
			"entry-new providers  -> https://id.example.com (accepted)"}},
		{"audience not alone", payload(oidcApp(t, RS256), `"convex"`, `["convex","other"]`), []string{
			`token-aud-only aud ["convex","other"] -> convex (accepted)`,
			"entry-type type oidc -> customJwt (accepted)"}},
		{"typ", header(oidcApp(t, RS256), `{"alg":"RS256","typ":"at+jwt","kid":"k"}`), []string{
			"token-typ typ at+jwt -> JWT (accepted)", "entry-type type oidc -> customJwt (accepted)"}},
		{"algorithm of the entry", providers(customApp(t, ES256), `"ES256"`, `"RS256"`), []string{
			"entry-algorithm algorithm RS256 -> ES256 (accepted)"}},
		{"ES256 for OIDC", oidcApp(t, ES256), []string{"entry-type type oidc -> customJwt (accepted)"}},
		{"EdDSA for customJwt", eddsaForCustom(t), []string{"entry-type type customJwt -> oidc (accepted)"}},
		{"no kid", header(customApp(t, RS256), `{"alg":"RS256"}`), []string{
			"token-kid kid  -> k (accepted)", "entry-type type customJwt -> oidc (accepted)"}},
		{"expired", payload(oidcApp(t, RS256), fmt.Sprint(testNow+600), fmt.Sprint(testNow-1)), []string{
			fmt.Sprintf("token-time exp %d -> %d (accepted)", testNow-1, testNow+3600)}},
		{"not yet valid", payload(customApp(t, RS256), fmt.Sprintf(`"iat":%d`, testNow-60), fmt.Sprintf(`"iat":%d`, testNow+60)), []string{
			fmt.Sprintf("token-time iat %d -> %d (accepted)", testNow+60, testNow)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.made.decide(); got.Accepted {
				t.Fatal("the token is accepted as it is")
			}
			got := Suggest(c.made.request())
			lines := strings.Split(said(got), "\n")
			for _, want := range c.want {
				if !slices.Contains(lines, want) {
					t.Errorf("no %q among\n%s", want, said(got))
				}
			}
			for _, one := range got {
				if one.ForToken() {
					continue
				}
				if _, refused := Providers([]byte(`{"providers":[` + jsonEntry(one.Edit) + `]}`)); refused != nil {
					t.Errorf("the entry of %s cannot be pushed: %s", one.Change, one.Edit)
				}
			}
		})
	}
}

func eddsaForCustom(t *testing.T) *app {
	made := oidcApp(t, "EdDSA")
	made.providers = customApp(t, RS256).providers
	return made
}

// jsonEntry makes JSON of an entry that is written for a TypeScript file.
func jsonEntry(edit string) string {
	text := strings.TrimSuffix(strings.ReplaceAll(edit, ",\n}", "\n}"), ",")
	for _, name := range []string{"type", "domain", "issuer", "jwks", "algorithm", "applicationID"} {
		text = strings.Replace(text, "  "+name+":", `  "`+name+`":`, 1)
	}
	return text
}

func TestSuggestNothing(t *testing.T) {
	if got := Suggest(oidcApp(t, RS256).request()); got != nil {
		t.Errorf("suggestions for an accepted token: %s", said(got))
	}
	refused := oidcApp(t, RS256)
	refused.providers = `[{"domain":"x"}]`
	if got := Suggest(refused.request()); got != nil {
		t.Errorf("suggestions for a refused push: %s", said(got))
	}
	empty := oidcApp(t, RS256).request()
	empty.Token = secret.Text{}
	if got := Suggest(empty); len(got) > 0 {
		t.Errorf("suggestions for no token: %s", said(got))
	}
}

// An entry of an issuer that all WorkOS apps share cannot be pushed without applicationID (B 4.18), and an entry that
// changes comes behind those that stay (B 1.12): one of them may take the token before it.
func TestSuggestedEntriesStandAPush(t *testing.T) {
	shared := customApp(t, RS256)
	shared.providers = fmt.Sprintf(`[{"type":"customJwt","issuer":"https://x.example.com","jwks":"%s","algorithm":"RS256"}]`, testJWKS)
	shared.payload = strings.Replace(shared.payload, testIssuer, "https://api.workos.com", 1)
	for _, one := range Suggest(shared.request()) {
		if one.Change == ChangeIssuer {
			t.Errorf("an entry that a push refuses: %s", one.Edit)
		}
	}
	before := oidcApp(t, RS256)
	before.header = `{"alg":"RS256","typ":"at+jwt","kid":"k"}`
	before.providers = fmt.Sprintf(`[{"domain":"%s","applicationID":"convex"},{"type":"customJwt","issuer":"%s","jwks":"https://gone.example.com/","algorithm":"RS256"}]`, testIssuer, testIssuer)
	for _, one := range Suggest(before.request()) {
		if one.Change == ChangeType && one.Accepts {
			t.Errorf("another entry takes the token first: %s", one.Edit)
		}
	}
}

// What belongs to the issuer of an entry moves along with it: a key set at its address, and what names the instance. Where
// the keys of the other issuer are is not guessed.
func TestMovedEntry(t *testing.T) {
	const own = "https://api.workos.com/user_management/client_01B"
	app := "client_01A"
	for _, c := range []struct {
		name, iss string
		from, to  Provider
		sure      bool
	}{
		{"WorkOS client", own,
			Provider{Kind: KindCustomJWT, Issuer: "https://api.workos.com/user_management/client_01A", JWKS: "https://api.workos.com/sso/jwks/client_01A", ApplicationID: &app},
			Provider{Kind: KindCustomJWT, Issuer: own, JWKS: "https://api.workos.com/sso/jwks/client_01B"}, true},
		{"key set below the issuer", "https://b.supabase.co/auth/v1",
			Provider{Kind: KindCustomJWT, Issuer: "https://a.supabase.co/auth/v1", JWKS: "https://a.supabase.co/auth/v1/.well-known/jwks.json"},
			Provider{Kind: KindCustomJWT, Issuer: "https://b.supabase.co/auth/v1", JWKS: "https://b.supabase.co/auth/v1/.well-known/jwks.json"}, true},
		{"a slip", "https://id.example.com/x",
			Provider{Kind: KindCustomJWT, Issuer: "http://id.example.com/x", JWKS: "https://keys.example.com/set"},
			Provider{Kind: KindCustomJWT, Issuer: "https://id.example.com/x", JWKS: "https://keys.example.com/set"}, true},
		{"keys elsewhere", "https://id.example.org",
			Provider{Kind: KindCustomJWT, Issuer: "https://id.example.com", JWKS: "https://keys.example.com/set"},
			Provider{Kind: KindCustomJWT, Issuer: "https://id.example.org", JWKS: "https://keys.example.com/set"}, false},
		{"OIDC", "https://id.example.org", Provider{Kind: KindOIDC, Domain: "https://id.example.com"}, Provider{Kind: KindOIDC, Domain: "https://id.example.org"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, sure := withIssuer(c.from, c.iss)
			if c.from.ApplicationID != nil { // it names the same client
				if got.ApplicationID == nil || *got.ApplicationID != "client_01B" {
					t.Errorf("applicationID %v", got.ApplicationID)
				}
				got.ApplicationID = nil
			}
			if diff := cmp.Diff(c.to, got); diff != "" || sure != c.sure {
				t.Errorf("sure %t, want %t\n%s", sure, c.sure, diff)
			}
		})
	}
}

// A suggestion is only made when it helps.
func TestSuggestionsGetFurther(t *testing.T) {
	for _, made := range []*app{oidcApp(t, RS256), customApp(t, ES256)} {
		made.payload = strings.Replace(made.payload, `"sub":"user",`, "", 1)
		before := made.decide()
		for _, one := range Suggest(made.request()) {
			if !one.Accepts && stages[one.Next] <= stages[before.Reason] {
				t.Errorf("%s leads from %s to %s", one.Change, before.Reason, one.Next)
			}
		}
	}
}
