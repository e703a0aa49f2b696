package findings_test

import (
	"testing"
	"time"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/ids"
)

// TestLocalFileByName holds that the values of a .env.local are not those of the deployment, also where no line of it says which
// file it is.
func TestLocalFileByName(t *testing.T) {
	for name, proves := range map[string]bool{".env.local": false, "app/.env.local": false, "env.txt": true} {
		session := steps.NewSession(func() time.Time { return now }, false)
		session.EvaluateWith(evaluator)
		session.Take([]byte(`export default { providers: [{ domain: process.env.CLERK_JWT_ISSUER_DOMAIN, applicationID: "convex" }] };`), "auth.config.ts")
		session.Take([]byte("CLERK_JWT_ISSUER_DOMAIN=https://happy-otter-12.clerk.accounts.dev\n"), name)
		session.Take([]byte(stamped(t, "<<token clerk>>")), "token.txt")
		if got := session.Findings().Has(ids.IssuerDiffers); got != proves {
			t.Errorf("%s: the issuer differs: %v, want %v", name, got, proves)
		}
	}
}
