package deploy

import (
	"crypto/x509"
	"encoding/pem"
	"strings"
	"time"
)

func apple(exp time.Duration, change func(header, payload map[string]any)) func(*vars) {
	return func(env *vars) {
		header := map[string]any{"alg": "ES256", "kid": "ABCDE12345"}
		payload := map[string]any{"iss": "TEAM123456", "sub": "com.example.web", "aud": "https://appleid.apple.com", "iat": testNow.Unix() - 86400, "exp": testNow.Add(exp).Unix()}
		if change != nil {
			change(header, payload)
		}
		env.set("AUTH_APPLE_ID", "com.example.web").set("AUTH_APPLE_SECRET", clientSecret(header, payload))
	}
}

func providerCases() []ruleCase {
	const day = 24 * time.Hour
	p8 := strings.TrimSpace(ecPair().pem)
	sec1, err := x509.MarshalECPrivateKey(ecPrivate())
	if err != nil {
		panic(err)
	}
	sec1Text := string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: sec1}))
	appleOfRobelest := func(key string) func(*vars) {
		return func(env *vars) {
			env.set("AUTH_APPLE_ID", "com.example.web").set("AUTH_APPLE_TEAM_ID", "TEAM123456").set("AUTH_APPLE_KEY_ID", "ABCDE12345").set("AUTH_APPLE_PRIVATE_KEY", key)
		}
	}
	google := "1234567-abc.apps.googleusercontent.com"
	googleSecret := "GOCSPX-" + random(28)
	start := func(status string) func(*Input) {
		return func(in *Input) {
			in.Documents = []Document{seen(testSite+"/auth/signin/github", status)}
		}
	}
	redirect := func(callback, client string) string {
		return "HTTP/2 302\nlocation: https://github.com/login/oauth/authorize?response_type=code&client_id=" + client + "&redirect_uri=" + strings.NewReplacer(":", "%3A", "/", "%2F").Replace(callback) + "&state=abc\n\n"
	}
	return []ruleCase{
		{id: "PROVIDER-PAIR", state: Pass, gen: GenO, name: "GitHub", says: "GitHub: complete."},
		{id: "PROVIDER-PAIR", state: Pass, gen: GenB, name: "Microsoft without a secret", env: func(env *vars) {
			env.set("AUTH_MICROSOFT_TENANT_ID", "common").set("AUTH_MICROSOFT_ID", "01234567-89ab-cdef-0123-456789abcdef")
		}, says: "Microsoft: complete."},
		{id: "PROVIDER-PAIR", state: Pass, gen: GenB, name: "Apple's four", env: appleOfRobelest(p8), says: "Apple: complete."},
		{id: "PROVIDER-PAIR", state: Pass, gen: GenO, name: "a mail service has a key alone", env: func(env *vars) { env.set("AUTH_RESEND_KEY", "re_"+random(20)) }},
		{id: "PROVIDER-PAIR", state: Warn, gen: GenO, name: "none", env: func(env *vars) { env.drop("AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET") }, in: func(in *Input) { in.Code.Providers, in.Callbacks = nil, nil }, says: "No providers set"},
		{id: "PROVIDER-PAIR", state: Warn, gen: GenO, name: "a secret alone", env: func(env *vars) { env.drop("AUTH_GITHUB_ID") }, says: "Secret without ID"},
		{id: "PROVIDER-PAIR", state: Fail, gen: GenO, name: "an ID alone", env: func(env *vars) { env.drop("AUTH_GITHUB_SECRET") }, says: "`AUTH_GITHUB_SECRET` missing"},
		{id: "PROVIDER-PAIR", state: Fail, gen: GenB, name: "Apple with a secret only", env: func(env *vars) { env.set("AUTH_APPLE_ID", "com.example.web").set("AUTH_APPLE_SECRET", random(40)) }, says: "`AUTH_APPLE_TEAM_ID`, `AUTH_APPLE_KEY_ID` and `AUTH_APPLE_PRIVATE_KEY` missing"},
		{id: "PROVIDER-PAIR", state: Fail, gen: GenO, name: "in the code and not in the list", in: func(in *Input) { in.Code.Providers = append(in.Code.Providers, "google") }, says: "`AUTH_GOOGLE_ID` missing"},
		{id: "PROVIDER-PAIR", state: NotApplicable, gen: GenO, name: "passwords only", env: func(env *vars) { env.drop("AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET") },
			in: func(in *Input) {
				in.Code.Providers, in.Code.ProvidersSeen, in.Callbacks = []string{"password"}, true, nil
			}},

		{id: "PROVIDER-SHAPE", state: Pass, gen: GenO, name: "GitHub"},
		{id: "PROVIDER-SHAPE", state: Pass, gen: GenO, name: "Google", env: func(env *vars) { env.set("AUTH_GOOGLE_ID", google).set("AUTH_GOOGLE_SECRET", googleSecret) }},
		{id: "PROVIDER-SHAPE", state: Pass, gen: GenO, name: "older GitHub forms", env: func(env *vars) { env.set("AUTH_GITHUB_ID", "Iv1."+randomHex(16)) }},
		{id: "PROVIDER-SHAPE", state: Warn, gen: GenO, name: "an unusual ID", env: func(env *vars) { env.set("AUTH_GITHUB_ID", "hello-world") }, says: "Unusual format"},
		{id: "PROVIDER-SHAPE", state: Warn, gen: GenB, name: "a team of 9 characters", env: func(env *vars) { appleOfRobelest(p8)(env); env.set("AUTH_APPLE_TEAM_ID", "TEAM12345") }, says: "Unusual format"},
		{id: "PROVIDER-SHAPE", state: Warn, gen: GenB, name: "a tenant", env: func(env *vars) {
			env.set("AUTH_MICROSOFT_TENANT_ID", "my tenant").set("AUTH_MICROSOFT_ID", "01234567-89ab-cdef-0123-456789abcdef")
		}, says: "Unusual format"},
		{id: "PROVIDER-SHAPE", state: Fail, gen: GenO, name: "a placeholder", env: func(env *vars) { env.set("AUTH_GITHUB_SECRET", "your-github-secret") }, says: "Placeholder value"},
		{id: "PROVIDER-SHAPE", state: Fail, gen: GenO, name: "swapped", env: func(env *vars) { env.set("AUTH_GITHUB_ID", testSecrets()[0]).set("AUTH_GITHUB_SECRET", testGitHub) }, says: "ID and secret are swapped"},
		{id: "PROVIDER-SHAPE", state: Fail, gen: GenO, name: "Google swapped", env: func(env *vars) { env.set("AUTH_GOOGLE_ID", googleSecret).set("AUTH_GOOGLE_SECRET", google) }, says: "swapped"},
		{id: "PROVIDER-SHAPE", state: Fail, gen: GenO, name: "one value twice", env: func(env *vars) { env.set("AUTH_TWITCH_ID", "abcdefgh").set("AUTH_TWITCH_SECRET", "abcdefgh") }, says: "the same"},

		{id: "APPLE-JWT", state: Pass, gen: GenO, name: "150 days", env: apple(150*day, nil), says: "valid 150 more days"},
		{id: "APPLE-JWT", state: Warn, gen: GenO, name: "29 days", env: apple(29*day, nil), says: "< 30 days left"},
		{id: "APPLE-JWT", state: Fail, gen: GenO, name: "expired", env: apple(-day, nil), says: "expired on 2026-11-20"},
		{id: "APPLE-JWT", state: Fail, gen: GenO, name: "more than 6 months", env: apple(300*day, nil), says: "6 months"},
		{id: "APPLE-JWT", state: Fail, gen: GenO, name: "alg", env: apple(150*day, func(header, _ map[string]any) { header["alg"] = "RS256" }), says: "ES256"},
		{id: "APPLE-JWT", state: Fail, gen: GenO, name: "aud", env: apple(150*day, func(_, payload map[string]any) { payload["aud"] = "convex" }), says: "`aud`"},
		{id: "APPLE-JWT", state: Fail, gen: GenO, name: "sub", env: apple(150*day, func(_, payload map[string]any) { payload["sub"] = "com.example.other" }), says: "`sub`"},
		{id: "APPLE-JWT", state: Fail, gen: GenO, name: "no exp", env: apple(150*day, func(_, payload map[string]any) { delete(payload, "exp") }), says: "`exp`"},
		{id: "APPLE-JWT", state: Fail, gen: GenO, name: "the .p8 key", env: func(env *vars) { env.set("AUTH_APPLE_ID", "com.example.web").set("AUTH_APPLE_SECRET", p8) }, says: ".p8"},
		{id: "APPLE-JWT", state: Fail, gen: GenO, name: "no token", env: func(env *vars) { env.set("AUTH_APPLE_ID", "com.example.web").set("AUTH_APPLE_SECRET", random(40)) }, says: "no token"},
		{id: "APPLE-JWT", state: NotApplicable, gen: GenB, name: "the library makes it"},

		{id: "APPLE-PEM", state: Pass, gen: GenB, name: "a .p8 file", env: appleOfRobelest(p8)},
		{id: "APPLE-PEM", state: Fail, gen: GenB, name: "an Ed25519 key", env: appleOfRobelest(strings.TrimSpace(edPair().pem)), says: "Not an EC key"},
		{id: "APPLE-PEM", state: Fail, gen: GenB, name: "no key", env: appleOfRobelest(random(60)), says: "Not an EC key"},
		{id: "APPLE-PEM", state: Fail, gen: GenB, name: "SEC 1", env: appleOfRobelest(strings.TrimSpace(sec1Text)), says: "does not read"},
		{id: "APPLE-PEM", state: NotApplicable, gen: GenO, name: "the official library"},

		{id: "OAUTH-START", state: Pass, gen: GenB, name: "as expected", in: start(redirect(testSite+"/auth/callback/github", testGitHub)), says: "Provider receives"},
		{id: "OAUTH-START", state: Fail, gen: GenB, name: "500", in: start("HTTP/2 500\n\n"), says: "500 = credentials missing"},
		{id: "OAUTH-START", state: Fail, gen: GenB, name: "another redirect_uri", in: start(redirect("https://happy-animal-123.convex.cloud/auth/callback/github", testGitHub)), says: "Another redirect_uri"},
		{id: "OAUTH-START", state: Fail, gen: GenB, name: "another client_id", in: start(redirect(testSite+"/auth/callback/github", "Ov23liZZZZZZZZZZZZZZ")), says: "Another client_id"},

		{id: "OAUTH-GH-ISS", state: Pass, gen: GenO, name: "new enough"},
		{id: "OAUTH-GH-ISS", state: Pass, gen: GenO, name: "named in the code", in: func(in *Input) {
			in.Packages = []Package{{"@convex-dev/auth", "0.0.90"}}
			in.Code.AuthSource = "GitHub({ issuer: 'https://github.com/login/oauth' })"
		}},
		{id: "OAUTH-GH-ISS", state: Warn, gen: GenO, name: "an old library", in: func(in *Input) { in.Packages = []Package{{"@convex-dev/auth", "^0.0.90"}} }, says: "GitHub may send `iss`"},
		{id: "OAUTH-GH-ISS", state: Warn, gen: GenO, name: "an old core", in: func(in *Input) { in.Packages = []Package{packageOf[GenO], {"@auth/core", "0.41.1"}} }, says: "GitHub may send `iss`"},
		{id: "OAUTH-GH-ISS", state: Fail, gen: GenO, name: "in the log", in: func(in *Input) {
			in.Errors = []string{`OperationProcessingError: unexpected "iss" (issuer) response parameter value`}
		}, says: "GitHub sends `iss`"},
		{id: "OAUTH-GH-ISS", state: NotApplicable, gen: GenB, name: "robelest"},
	}
}
