package deploy

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/deploy/wellknown"
)

func TestRobelestVersion(t *testing.T) {
	for version, want := range map[string][]Generation{
		"0.0.4-preview.8": {GenA0}, "0.0.4-preview.28": {GenA0}, "0.0.4-preview.29": {GenA1}, "0.0.4-preview.30": {GenA1}, "0.0.4-preview.31": {GenA2},
		"^0.0.4-preview.39": {GenA2}, "0.0.4-preview.40": {GenB}, "0.0.4": {GenB}, "0.0.5": {GenB}, "latest": robelestAll, "": robelestAll,
	} {
		if diff := cmp.Diff(want, robelestVersion(Package{"@robelest/convex-auth", version})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", version, diff)
		}
	}
}

func TestDetect(t *testing.T) {
	token := func(gen Generation) []Token { return []Token{tokenOf(gen)} }
	discovery := func(address, issuer string) Document {
		return seen(address, jsonHead+`{"issuer":"`+issuer+`","jwks_uri":"`+issuer+`/.well-known/jwks.json"}`)
	}
	path := wellknown.OpenID.Path()
	for _, test := range []struct {
		name  string
		input Input
		want  Generation
		split bool // the evidence contradicts itself
	}{
		{"nothing", Input{}, GenUnknown, false},
		{"the official package", Input{Packages: []Package{{"@convex-dev/auth", "^0.0.80"}}}, GenO, false},
		{"its version 2", Input{Packages: []Package{{"@convex-dev/auth", "2.0.0"}}}, GenV2, false},
		{"robelest without a version, and an RSA key", Input{Packages: []Package{{"@robelest/convex-auth", "latest"}}, Prod: envOf(healthyVars(GenA0).text())}, GenA0, false},
		{"the renamed package", Input{Packages: []Package{{"@estifanos-sh/convex-auth", ""}}}, GenB, false},
		{"Clerk beside Convex Auth", Input{Packages: []Package{{"@clerk/nextjs", "6"}, {"@convex-dev/auth", "0.0.95"}}}, GenO, false},
		{"Better Auth", Input{Packages: []Package{{"@convex-dev/better-auth", "0.12.5"}}}, GenOther, false},
		{"Better Auth by its variables", Input{Prod: envOf("BETTER_AUTH_SECRET=" + random(40) + "\nSITE_URL=https://app.example.com\n")}, GenOther, false},
		{"names alone", Input{Prod: envOf("JWKS\nJWT_PRIVATE_KEY\nAPP_URL\nAUTH_SECRET_ENCRYPTION_KEY\n")}, GenB, false},
		{"the key set alone", Input{Prod: envOf(line("JWKS", edPair().jwks) + "JWT_PRIVATE_KEY\nSITE_URL\n")}, GenA2, false},
		{"a token of O", Input{Tokens: token(GenO)}, GenO, false},
		{"a token of A1", Input{Tokens: token(GenA1)}, GenA1, false},
		{"a token of B or A2", Input{Tokens: token(GenB)}, GenUnknown, false},
		{"a token and SITE_URL", Input{Tokens: token(GenA2), Prod: envOf("SITE_URL=https://app.example.com\n")}, GenA2, false},
		{"discovery at the root only", Input{Documents: []Document{discovery(testSite+path, testSite)}}, GenO, false},
		{"discovery at the root, issuer with a path", Input{Documents: []Document{discovery(testSite+path, testSite+"/auth")}}, GenB, false},
		{"RSA key and APP_URL", Input{Prod: envOf(healthyVars(GenO).drop("SITE_URL").set("APP_URL", testApp).text())}, GenB, true},
		{"RSA key and APP_URL, and the package says O", Input{Packages: []Package{{"@convex-dev/auth", "0.0.95"}}, Prod: envOf(healthyVars(GenO).drop("SITE_URL").set("APP_URL", testApp).text())}, GenO, false},
		{"the person says B", Input{Generation: GenB, Prod: envOf(healthyVars(GenO).text())}, GenB, false},
		{"a local file says nothing", Input{Prod: envOf("CONVEX_DEPLOYMENT=dev:a-b-1\nAPP_URL=https://app.example.com\n")}, GenUnknown, false},
	} {
		found := Detect(test.input)
		if found.Generation != test.want || (found.Contradiction != nil) != test.split {
			t.Errorf("%s: %q, contradiction %v, want %q, %v", test.name, found.Generation, found.Contradiction, test.want, test.split)
		}
	}
}
