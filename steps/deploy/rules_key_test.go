package deploy

import (
	"encoding/json"
	"strings"
)

// quoted wraps a value so that the list of variables gives it back with its own quotes.
func quotedValue(value string) string { return "'" + value + "'" }

// setKey stores a private key as it is.
func setKey(value string) func(*vars) {
	return func(env *vars) { env.set("JWT_PRIVATE_KEY", value) }
}

// setSet stores a key set as it is, and leaves out the live one.
func setSet(value string) func(*vars) {
	return func(env *vars) { env.set("JWKS", value) }
}

func noLive(in *Input) { in.Documents = in.Documents[:1] }

func keyCases() []ruleCase {
	ed, edTwo, rsa := edPair(), edOther(), rsaPair()
	edKey := strings.TrimSuffix(strings.TrimPrefix(ed.jwks, `{"keys":[`), `]}`)
	otherKey := strings.TrimSuffix(strings.TrimPrefix(edTwo.jwks, `{"keys":[`), `]}`)
	rsaKey := strings.TrimSuffix(strings.TrimPrefix(rsa.jwks, `{"keys":[`), `]}`)
	list := func(members ...string) string { return `{"keys":[` + strings.Join(members, ",") + `]}` }
	with := func(member string) string { return strings.TrimSuffix(edKey, "}") + "," + member + "}" }
	encoded, _ := json.Marshal(ed.jwks)
	escaped := strings.ReplaceAll(strings.TrimSpace(ed.pem), "\n", `\n`)
	return []ruleCase{
		{id: "KEY-PEM", state: Pass, gen: GenO, name: "spaces", says: "PKCS#8 RSA 2048 key"},
		{id: "KEY-PEM", state: Pass, gen: GenB, name: "line breaks", says: "PKCS#8 Ed25519 key"},
		{id: "KEY-PEM", state: Warn, gen: GenB, name: "literal \\n in a version that repairs it", env: setKey(escaped), says: "Works, but"},
		{id: "KEY-PEM", state: Warn, gen: GenA2, name: "a leading blank in a version that trims", env: setKey("\n" + ed.pem), says: "Works, but"},
		{id: "KEY-PEM", state: Fail, gen: GenO, name: "literal \\n in one that does not", env: setKey(strings.ReplaceAll(strings.TrimSpace(rsa.pem), "\n", `\n`)), says: "Invalid character"},
		{id: "KEY-PEM", state: Fail, gen: GenO, name: "a leading blank", env: setKey("\n" + rsa.pem), says: "before the BEGIN line"},
		{id: "KEY-PEM", state: Fail, gen: GenB, name: "quotes", env: setKey(quotedValue(`"` + oneSpace(ed.pem) + `"`)), says: "Quotation marks"},
		{id: "KEY-PEM", state: Fail, gen: GenO, name: "PKCS#1", env: setKey(strings.ReplaceAll(oneSpace(rsa.pem), "PRIVATE KEY", "RSA PRIVATE KEY")), says: "PKCS#1"},
		{id: "KEY-PEM", state: Fail, gen: GenO, name: "encrypted", env: setKey(strings.ReplaceAll(oneSpace(rsa.pem), "PRIVATE KEY", "ENCRYPTED PRIVATE KEY")), says: "encrypted"},
		{id: "KEY-PEM", state: Fail, gen: GenO, name: "public", env: setKey(strings.ReplaceAll(oneSpace(rsa.pem), "PRIVATE KEY", "PUBLIC KEY")), says: "public half"},
		{id: "KEY-PEM", state: Fail, gen: GenO, name: "truncated", env: setKey(oneSpace(rsa.pem)[:800]), says: "cut off"},
		{id: "KEY-PEM", state: Fail, gen: GenB, name: "the first line", env: setKey("-----BEGIN PRIVATE KEY-----"), says: "Only the first line"},
		{id: "KEY-PEM", state: Fail, gen: GenB, name: "a placeholder", env: setKey("your-private-key"), says: "placeholder"},
		{id: "KEY-PEM", state: Fail, gen: GenB, name: "no key", env: setKey("hello"), says: "no private key"},
		{id: "KEY-PEM", state: Unseen, gen: GenB, name: "names only", in: namesOnly("APP_URL", "AUTH_SECRET_ENCRYPTION_KEY", "JWKS", "JWT_PRIVATE_KEY")},

		{id: "KEY-ALG", state: Pass, gen: GenO, name: "RSA", says: "RSA 2048, as this version needs"},
		{id: "KEY-ALG", state: Pass, gen: GenA2, name: "Ed25519", says: "Ed25519, as this version needs"},
		{id: "KEY-ALG", state: Warn, gen: GenO, name: "RSA 1024", env: func(env *vars) { env.set("JWT_PRIVATE_KEY", oneSpace(rsaShort().pem)).set("JWKS", rsaShort().jwks) }, says: "RSA 1024"},
		{id: "KEY-ALG", state: Fail, gen: GenB, name: "RSA with a version that signs EdDSA", says: "this version signs EdDSA",
			env: func(env *vars) { env.set("JWT_PRIVATE_KEY", rsa.pem).set("JWKS", rsa.jwks) }},
		{id: "KEY-ALG", state: Fail, gen: GenO, name: "Ed25519 with a version that signs RS256", says: "this version signs RS256",
			env: func(env *vars) { env.set("JWT_PRIVATE_KEY", oneSpace(ed.pem)).set("JWKS", ed.jwks) }},
		{id: "KEY-ALG", state: Fail, gen: GenO, name: "EC", says: "P-256 key", also: []string{"KEY-MATCH"},
			env: func(env *vars) { env.set("JWT_PRIVATE_KEY", oneSpace(ecPair().pem)) }},

		{id: "KEY-MATCH", state: Pass, gen: GenB, name: "a pair"},
		{id: "KEY-MATCH", state: Pass, gen: GenO, name: "with the live key set, names only", says: "belong together",
			in: func(in *Input) {
				in.Prod = envOf(newVars("JWT_PRIVATE_KEY", oneSpace(rsa.pem)).text() + "JWKS\nSITE_URL\nAUTH_GITHUB_ID\nAUTH_GITHUB_SECRET\n")
			}},
		{id: "KEY-MATCH", state: Fail, gen: GenB, name: "another pair", env: setSet(edTwo.jwks), says: "does not contain the public half"},
		{id: "KEY-MATCH", state: Fail, gen: GenO, name: "another pair, RSA", env: setSet(rsaOther().jwks), says: "Could not verify OIDC token claim"},
		{id: "KEY-MATCH", state: Fail, gen: GenB, name: "a set of the other kind", env: setSet(rsa.jwks), in: noLive, says: "does not contain"},

		{id: "JWKS-JSON", state: Pass, gen: GenB, name: "a key set"},
		{id: "JWKS-JSON", state: Fail, gen: GenB, name: "encoded twice", env: setSet(quotedValue(string(encoded))), in: noLive, says: "within a JSON string"},
		{id: "JWKS-JSON", state: Fail, gen: GenB, name: "a list", env: setSet("[" + edKey + "]"), in: noLive, says: "list"},
		{id: "JWKS-JSON", state: Fail, gen: GenB, name: "one key", env: setSet(edKey), in: noLive, says: "single key"},
		{id: "JWKS-JSON", state: Fail, gen: GenB, name: "no quotes", env: setSet(strings.ReplaceAll(ed.jwks, `"`, "")), in: noLive, says: "shell"},
		{id: "JWKS-JSON", state: Fail, gen: GenB, name: "smart quotes", env: setSet(strings.ReplaceAll(ed.jwks, `"`, "“")), in: noLive, says: "typographic"},
		{id: "JWKS-JSON", state: Fail, gen: GenB, name: "a comment, read by JSON.parse", env: setSet(quotedValue(ed.jwks + " # production")), in: noLive, says: "behind the JSON"},
		{id: "JWKS-JSON", state: Warn, gen: GenO, name: "a comment, served as it is", env: setSet(quotedValue(rsa.jwks + " # production")), in: noLive, says: "Convex reads past it"},
		{id: "JWKS-JSON", state: Fail, gen: GenB, name: "a placeholder", env: setSet("<your jwks>"), in: noLive, says: "placeholder"},
		{id: "JWKS-JSON", state: Fail, gen: GenB, name: "a public key as PEM", env: setSet(strings.ReplaceAll(oneSpace(ed.pem), "PRIVATE", "PUBLIC")), in: noLive, says: "PEM"},
		{id: "JWKS-JSON", state: Fail, gen: GenB, name: "a private key as PEM, which is published, too", env: setSet(oneSpace(ed.pem)), in: noLive, says: "PEM", also: []string{"JWKS-PRIVATE"}},

		{id: "JWKS-ONE", state: Pass, gen: GenB, name: "one"},
		{id: "JWKS-ONE", state: Warn, gen: GenB, name: "another type beside it", env: setSet(list(edKey, rsaKey)), in: noLive, says: "Extra key of another type is ignored"},
		{id: "JWKS-ONE", state: Fail, gen: GenB, name: "two", env: setSet(list(edKey, otherKey)), in: noLive, says: "Two eligible keys without kid"},
		{id: "JWKS-ONE", state: Fail, gen: GenB, name: "none", env: setSet(list()), in: noLive, says: "no key"},
		{id: "JWKS-ONE", state: Fail, gen: GenB, name: "two in the live set, names only", says: "Two eligible keys",
			in: func(in *Input) {
				namesOnly("APP_URL", "AUTH_SECRET_ENCRYPTION_KEY", "JWKS", "JWT_PRIVATE_KEY")(in)
				in.Documents = []Document{seen(testSite+"/auth/.well-known/jwks.json", jsonHead+list(edKey, otherKey))}
			}},

		{id: "JWKS-USE", state: Pass, gen: GenB, name: "right"},
		{id: "JWKS-USE", state: Warn, gen: GenB, name: "kid", env: setSet(list(with(`"kid":"a"`))), in: noLive, says: "`kid` present: harmless"},
		{id: "JWKS-USE", state: Fail, gen: GenB, name: "enc", env: setSet(strings.Replace(ed.jwks, `"sig"`, `"enc"`, 1)), in: noLive, says: "`use` is ‘enc’"},
		{id: "JWKS-USE", state: Fail, gen: GenB, name: "alg", env: setSet(list(with(`"alg":"ES256"`))), in: noLive, says: "`alg`"},
		{id: "JWKS-USE", state: Fail, gen: GenB, name: "x with padding", env: setSet(strings.Replace(ed.jwks, `","kty"`, `=","kty"`, 1)), in: noLive, says: "`x` is not base64url"},
		{id: "JWKS-USE", state: Fail, gen: GenB, name: "a short x", env: setSet(list(`{"kty":"OKP","crv":"Ed25519","x":"AQAB"}`)), in: noLive, says: "`x` has 4 characters"},
		{id: "JWKS-USE", state: Fail, gen: GenO, name: "n with padding", env: setSet(strings.Replace(rsa.jwks, `","e"`, `==","e"`, 1)), in: noLive, says: "`n` is not base64url"},

		{id: "JWKS-PRIVATE", state: Pass, gen: GenB, name: "public", says: "Only public members"},
		{id: "JWKS-PRIVATE", state: Fail, gen: GenB, name: "d", env: setSet(list(with(`"d":"` + random(43) + `"`))), in: noLive, says: "PRIVATE KEY IS PUBLISHED"},
		{id: "JWKS-PRIVATE", state: Fail, gen: GenO, name: "all of RSA", env: setSet(strings.Replace(rsa.jwks, `"e":`, `"d":"`+random(80)+`","qi":"`+random(80)+`","e":`, 1)), in: noLive, says: "rotate now"},

		{id: "ENC-KEY", state: Pass, gen: GenB, name: "43 characters"},
		{id: "ENC-KEY", state: Warn, gen: GenB, name: "short", env: func(env *vars) { env.set("AUTH_SECRET_ENCRYPTION_KEY", "hunter2hunter2") }, says: "Short or guessable"},
		{id: "ENC-KEY", state: Warn, gen: GenB, name: "repeated", env: func(env *vars) { env.set("AUTH_SECRET_ENCRYPTION_KEY", strings.Repeat("ab1", 20)) }, says: "guessable"},
		{id: "ENC-KEY", state: Warn, gen: GenB, name: "the same as another", env: func(env *vars) { env.set("OTHER_TOKEN", testSecrets()[1]) }, says: "The same value as OTHER_TOKEN"},
		{id: "ENC-KEY", state: NotApplicable, gen: GenO, name: "the official library"},
	}
}
