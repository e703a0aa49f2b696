package messages

import (
	"strings"
	"testing"
)

func TestBackendTextsAreNamedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, message := range append(Backend(), Push()...) {
		if message.ID == "" || message.Text == "" || !strings.HasPrefix(message.Fact, "B ") {
			t.Errorf("%+v lacks a name, a text or a fact", message)
		}
		if seen[message.ID] {
			t.Errorf("%s stands twice", message.ID)
		}
		seen[message.ID] = true
	}
}

// The texts with values are those that a deployment wrote (B 2.8-2.19, C1).
func TestBackendTextsWithValues(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{BackendNoProviderMatches.Say("providers", BackendProviderOIDC.Say("domain", "https://a.com", "app", "convex")),
			"No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [OIDC(domain=https://a.com, app_id=convex)]"},
		{BackendDiscoveryAnswer.Say("issuer", "https://a.com", "status", "404 Not Found", "body", "no {issuer} here"),
			"Auth provider discovery of https://a.com failed: 404 Not Found no {issuer} here"},
		{BackendJWKSStatus.Say("url", "https://a.com/jwks", "status", "404 Not Found"),
			"Could not fetch JWKS from URL 'https://a.com/jwks': HTTP 404 Not Found. Check that the URL is correct and accessible."},
		{PushRefused.Say("inner", PushDomainURL.Say("value", "convex", "error", PushDomainTLD.Say())),
			"Hit an error while pushing:\nThe pushed auth config is invalid: Invalid provider domain URL \"convex\": Does not look like a URL (must have a scheme or end with a top-level domain)"},
	} {
		if c.got != c.want {
			t.Errorf("got  %q\nwant %q", c.got, c.want)
		}
	}
}
