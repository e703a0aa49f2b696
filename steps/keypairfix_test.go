package steps_test

import (
	"slices"
	"strings"
	"testing"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/deploytest"
)

// The page and the row of the checklist hand out the same command for a new pair, and the pair by hand is of the kind that the
// generation signs with (P 2.3): the sub-command for keys exists from preview.31 on.
func TestNewPairFitsTheGeneration(t *testing.T) {
	const (
		rsa     = "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out jwt.pem\n"
		ed25519 = "openssl genpkey -algorithm ed25519 -out jwt.pem\n"
	)
	for _, test := range []struct {
		gen     deploy.Generation
		version string
		command string
		byHand  string
	}{
		{deploy.GenO, "", "npx @convex-dev/auth --prod", rsa},
		{deploy.GenA0, "", "npx @robelest/convex-auth --prod", rsa},
		{deploy.GenA0, "0.0.4-preview.28", "npx @robelest/convex-auth --prod", rsa},
		{deploy.GenA1, "0.0.4-preview.30", "npx @robelest/convex-auth --prod", ed25519},
		{deploy.GenA2, "0.0.4-preview.37", "npx @robelest/convex-auth keys --prod", ed25519},
		{deploy.GenB, "", "npx convex-auth keys --prod", ed25519},
	} {
		for fault, value := range map[string]string{
			"JWKS": deploytest.PairOf(test.gen, 1).JWKS, "JWT_PRIVATE_KEY": strings.Replace(deploytest.PairOf(test.gen, 0).PEM, "PRIVATE KEY", "RSA PRIVATE KEY", 2),
		} {
			t.Run(string(test.gen)+" "+test.version+" "+fault, func(t *testing.T) {
				s := newSession()
				s.Take([]byte(deploytest.Healthy(test.gen).Set(fault, value).Text()), "pasted")
				if test.version != "" {
					s.Take([]byte(`{"dependencies":{"@robelest/convex-auth":"`+test.version+`"}}`), "pasted")
				}
				cause := s.Result().Cause
				if cause == nil {
					t.Fatal("no cause")
				}
				page := cause.Section("Fix")
				for _, want := range []string{"\n" + test.command + "\n", test.byHand} {
					if !strings.Contains(page, want) {
						t.Errorf("the page of %s lacks %q:\n%s", cause.ID, want, page)
					}
				}
				given := false
				for _, row := range s.Checklist().Rows {
					given = given || row.State == deploy.Fail && row.Fix != nil && slices.Contains(row.Fix.Commands, test.command)
				}
				if !given {
					t.Errorf("no row gives %s", test.command)
				}
			})
		}
	}
}
