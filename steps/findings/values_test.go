package findings_test

import (
	"testing"

	"convex-auth-doctor/steps/token/tokentest"
)

// TestClientID holds that a page which asks for a client ID shows the one that the evidence names.
func TestClientID(t *testing.T) {
	const (
		client = "client_01JABCDEFGHJKMNPQRSTVWXYZ0"
		stored = "No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: "
	)
	for name, one := range map[string]struct {
		pastes []string
		want   string
	}{
		"the end of WorkOS's issuer":          {[]string{"<<token workos>>"}, tokentest.WorkOSClient},
		"the applicationID of WorkOS's entry": {[]string{"<<token workos iss=https://api.workos.com>>", stored + "[CustomJWT(issuer=https://api.workos.com/, app_id=" + client + ")]"}, client},
		"the token before the entry":          {[]string{"<<token workos>>", stored + "[CustomJWT(issuer=https://api.workos.com/user_management/" + client + ", app_id=none)]"}, tokentest.WorkOSClient},
		"the audience of an ID token":         {[]string{"<<token auth0 aud=abc123>>"}, "abc123"},
		"Clerk has none":                      {[]string{"<<token clerk>>"}, ""},
		"nothing is known":                    {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := &oneCase{pastes: one.pastes}
			c.run(t)
			if got := c.session.Values()["client_id"]; got != one.want {
				t.Errorf("client_id is %q, want %q", got, one.want)
			}
		})
	}
}
