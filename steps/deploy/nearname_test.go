package deploy

import "testing"

func TestSameVariable(t *testing.T) {
	for _, c := range []struct {
		one, other string
		want       bool
	}{
		{"CLERK_JWT_ISUER_DOMAIN", "CLERK_JWT_ISSUER_DOMAIN", true},
		{"CLERK_JWT_ISSUER_DOMAIN", "CLERK_FRONTEND_API_URL", true},
		{"CLERK_JWT_ISSUER_DOMAIN", "NEXT_PUBLIC_CLERK_JWT_ISSUER_DOMAIN", true},
		{"auth0_domain", "AUTH0_DOMAIN", true},
		{"AUTH0_DOMAIN", "AUTH0_DOMAIN", false},
		{"AUTH0_DOMAIN", "AUTH0_CLIENT_ID", false},
		{"ISSUER_ONE_1", "ISSUER_ONE_2", false},
		{"JWKS", "JWK", false},
		{"SITE_URL", "CONVEX_SITE_URL", false},
		{"", "X", false},
	} {
		if got := SameVariable(c.one, c.other); got != c.want {
			t.Errorf("%s and %s: %t, want %t", c.one, c.other, got, c.want)
		}
		if SameVariable(c.other, c.one) != c.want {
			t.Errorf("%s and %s: not the same both ways", c.one, c.other)
		}
	}
}
