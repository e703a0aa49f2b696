package steps

import (
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token/tokentest"
)

// TestRest holds what is said of the other checks where issuer and audience match: each with what is known of it.
func TestRest(t *testing.T) {
	custom := "Issuer\nhttps://verb-noun-00.clerk.accounts.dev\nJWKS URL\nhttps://verb-noun-00.clerk.accounts.dev/keys\nAlgorithm\nRS256\nApplication ID\nconvex\nType\nCustom JWT provider\n"
	old := tokentest.Of("clerk", noon.Add(-3*time.Hour)).Sign()
	for name, one := range map[string]struct{ token, page, want string }{
		"OIDC":      {fitting(), clerkPage, "time: in order; algorithm: in order; typ: in order; key: not seen; signature: not seen. To see the rest, paste what https://verb-noun-00.clerk.accounts.dev/.well-known/openid-configuration shows."},
		"customJwt": {fitting(), custom, "time: not expired; algorithm: in order; key: not seen; signature: not seen. To see the rest, paste what https://verb-noun-00.clerk.accounts.dev/keys shows."},
		"an old copy": {old, clerkPage, "time: this copy has expired; algorithm: in order; typ: in order; key: not seen; signature: not seen. " +
			"To see the rest, paste what https://verb-noun-00.clerk.accounts.dev/.well-known/openid-configuration shows."},
	} {
		s := newSession()
		s.Take([]byte(one.token), "pasted")
		s.Take([]byte(one.page), "pasted")
		if open := s.Position().Open; open != ids.AskMatchingRest {
			t.Errorf("%s: %s is asked", name, open)
		}
		if got := s.Values()["rest"]; got != one.want {
			t.Errorf("%s: %q, want %q", name, got, one.want)
		}
	}
	s := newSession()
	s.Take([]byte(clerkPage), "pasted")
	if got, ok := s.Values()["rest"]; ok {
		t.Errorf("without a token: %q", strings.TrimSpace(got))
	}
}
