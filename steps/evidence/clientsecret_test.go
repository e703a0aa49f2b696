package evidence

import (
	"strings"
	"testing"

	"convex-auth-doctor/steps/secret"
)

func jwtOf(header, payload string) string {
	return base(header) + "." + base(payload) + "." + base(filler(64))
}

var (
	appleSecret     = jwtOf(`{"alg":"ES256","kid":"ABC123DEFG"}`, `{"iss":"TEAM123456","iat":1790000000,"exp":1800000000,"aud":"https://appleid.apple.com","sub":"com.example.web"}`)
	clientAssertion = jwtOf(`{"alg":"PS256","typ":"JWT"}`, `{"iss":"8f2c1","sub":"8f2c1","aud":"https://login.example.org/oauth2/token","jti":"1","exp":1800000000}`)
	serviceToken    = jwtOf(`{"alg":"EdDSA","typ":"JWT"}`, `{"id":"0aa1","iat":1790000000,"rid":"7b"}`)
)

const someList = "AUTH_GITHUB_ID=Ov23liABCDEF12345678\nSITE_URL=https://app.example.com\nAUTH_RESEND_KEY=re_123456789\n"

// With a client secret a server signs in at a provider: no client sends it to Convex, so it is never the token of the case.
func TestAClientSecretIsAKeyAndNoToken(t *testing.T) {
	for name, text := range map[string]string{
		"Apple's in a list":             someList + "AUTH_APPLE_SECRET=" + appleSecret,
		"Apple's in quotes":             someList + "AUTH_APPLE_SECRET='" + appleSecret + "'",
		"of a name of one's own":        someList + "APPLE_CLIENT_SECRET_2026=" + serviceToken,
		"one variable":                  "AUTH_APPLE_SECRET=" + appleSecret,
		"Apple's alone":                 appleSecret,
		"Apple's in prose":              "I made this: " + appleSecret + ", is it right?",
		"Apple's, decoded":              `{"alg":"ES256","kid":"ABC123DEFG"}` + "\n" + `{"iss":"TEAM123456","iat":1790000000,"exp":1800000000,"aud":"https://appleid.apple.com","sub":"com.example.web"}`,
		"an assertion alone":            clientAssertion,
		"an assertion in a form":        "grant_type=authorization_code&client_assertion=" + serviceToken + "&code=x",
		"a secret in JSON":              `{"clientSecret":"` + serviceToken + `","clientId":"x"}`,
		"a secret in source":            `const apple = Apple({ clientSecret: "` + serviceToken + `" })`,
		"an API key in a header":        "apikey: " + serviceToken,
		"a service role's key":          someList + "SUPABASE_SERVICE_ROLE_KEY=" + serviceToken,
		"another service's in the list": someList + "TURSO_AUTH_TOKEN=" + serviceToken,
		"the same in JSON":              `{"AUTH_GITHUB_ID":"Ov23liABCDEF12345678","SITE_URL":"https://app.example.com","AUTH_RESEND_KEY":"re_123456789","PINATA_JWT":"` + serviceToken + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			var registry secret.Registry
			result := Recognize([]byte(text), &registry)
			if tokens := of(result.Pieces, KindToken); len(tokens) > 0 {
				t.Errorf("taken for a token: %s", tokens[0].Summary)
			}
			found := false
			for _, piece := range of(result.Pieces, KindKey) {
				found = found || piece.Data.(Key).Kind == ClientSecret && strings.HasPrefix(piece.Summary, "client secret")
			}
			if !found {
				t.Errorf("no client secret among %q", summaries(result))
			}
			noSecret(t, name, &registry, result, appleSecret, clientAssertion, serviceToken)
		})
	}
}

// What was sent to Convex is what Convex judges, whatever it was made for; and names that only resemble one say nothing.
func TestWhatIsNoClientSecret(t *testing.T) {
	for name, text := range map[string]string{
		"sent in a header":         "Authorization: Bearer " + appleSecret,
		"sent beside the list":     someList + "AUTH_APPLE_SECRET=" + appleSecret + "\n\ncurl https://happy-otter-123.convex.cloud/api/query -H 'Authorization: Bearer " + appleSecret + "'",
		"sent over the socket":     `{"type":"Authenticate","baseVersion":0,"tokenType":"User","value":"` + clientAssertion + `"}`,
		"a user's token":           sampleToken(),
		"a variable of a shell":    "TOKEN=" + sampleToken(),
		"a token put into a list":  someList + "TOKEN=" + sampleToken(),
		"an entry of a cache":      "cacheKey: " + sampleToken(),
		"a keyed entry of storage": `{"key":"` + sampleToken() + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			var registry secret.Registry
			result := Recognize([]byte(text), &registry)
			if tokens := of(result.Pieces, KindToken); len(tokens) != 1 {
				t.Errorf("%d tokens among %q", len(tokens), summaries(result))
			}
		})
	}
}

func TestNamesSecret(t *testing.T) {
	for name, want := range map[string]bool{
		"AUTH_APPLE_SECRET": true, "AUTH_APPLE_SECRET_2": true, "appleClientSecret": true, "client-secret": true, "client_assertion": true,
		"NEXT_PUBLIC_SUPABASE_ANON_KEY": true, "x-api-key": true, "apikey": true, "": false, "token": false, "key": false, "cacheKey": false,
		"secretary": false, "AUTH_TOKEN": false,
	} {
		if got := namesSecret(name); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}
