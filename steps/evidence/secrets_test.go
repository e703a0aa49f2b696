package evidence

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"convex-auth-doctor/steps/secret"
)

// Secrets of every kind in the places where people paste them; none may show in whatever a result is printed as.
func TestSecretsNeverShow(t *testing.T) {
	deploy := "prod:happy-otter-123|" + base64.StdEncoding.EncodeToString([]byte(`{"v2":"`+filler(32)+`"}`))
	clerkSecret := "sk_test_" + base(filler(30))
	pem := "-----BEGIN PRIVATE KEY-----\n" + base64.StdEncoding.EncodeToString([]byte(filler(90))) + "\n-----END PRIVATE KEY-----"
	refresh := "k17" + strings.Repeat("ab0", 10) + "|j97" + strings.Repeat("cd1", 10)
	sealed := "Fe26.2*1*" + strings.Repeat("0f", 20) + "*" + base(filler(60))
	session := strings.Repeat("sEs", 10) + "." + base(filler(33))
	opaque := "opq" + strings.Repeat("7Tz", 14)
	envSecret := strings.Repeat("9eW", 14)
	first, second := tokenNumber(1), tokenNumber(2)
	text := strings.Join([]string{
		"Authorization: Bearer " + first,
		`{"type":"Authenticate","baseVersion":0,"tokenType":"User","value":"` + second + `"}`,
		"Authorization: Bearer " + opaque,
		"Cookie: better-auth.session_token=" + session + "; wos-session=" + sealed,
		"__convexAuthRefreshToken_httpsx\t" + refresh,
		"CONVEX_DEPLOY_KEY=" + deploy,
		"CLERK_SECRET_KEY=" + clerkSecret,
		"BETTER_AUTH_SECRET=" + envSecret,
		"JWT_PRIVATE_KEY='" + pem + "'",
		"8/22/2026, 12:14:18 AM [CONVEX A(auth:signIn)] [LOG] 'token' '" + first + "' '" + clerkSecret + "'",
		"8/22/2026, 12:14:19 AM [CONVEX M(auth:store)] Uncaught Error: Can't parse refresh token: " + refresh,
		"Uncaught Error: Can't parse refresh token: " + opaque,
		`{"__convexAuthRefreshToken_httpsx":"` + refresh + `","authorization":"Bearer ` + opaque + `"}`,
		`Failed to authenticate: "Could not parse JWT payload ` + first + `", check your server auth config`,
		"export default { providers: [{ domain: \"https://x.example\", applicationID: \"" + clerkSecret + "\" }] }",
		`{"log":{"entries":[{"request":{"method":"GET","url":"https://app.example.com/api/auth/get-session?token=` + first + `","headers":[{"name":"Cookie","value":"__session=` + second + `; x=` + opaque + `"}]},"response":{"status":200,"headers":[{"name":"set-cookie","value":"better-auth.session_token=` + session + `; Path=/"}]}}]}}`,
		`{"keys":[{"kty":"RSA","n":"abc","e":"AQAB","d":"` + envSecret + `"}]}`,
		"curl 'https://happy-otter-123.convex.cloud/api/query' -H 'Authorization: Convex " + deploy + "' -b 'wos-session=" + sealed + "'",
		"https://app.example.com/callback?code=" + opaque + "&state=x#id_token=" + first,
		"'server identity' { tokenIdentifier: 'https://x.example|1', note: 'Bearer " + opaque + "' }",
		"GET /api/auth/callback/github?code=" + opaque + " 500",
	}, "\n\n")
	secrets := []string{deploy[strings.Index(deploy, "|")+1:], clerkSecret, base64.StdEncoding.EncodeToString([]byte(filler(90))), refresh, sealed, session, opaque, envSecret, first, second}
	for name, input := range map[string]string{
		"as it is": text, "wrapped": wrapAt(text, 90, "\n"), "CRLF": strings.ReplaceAll(text, "\n", "\r\n"), "as a JSON string": asJSON(text),
		"UTF-16": string(toUTF16(text)), "quoted": "> " + strings.ReplaceAll(text, "\n", "\n> "), "in a JSON member": `{"body":` + asJSON(text) + `}`,
	} {
		t.Run(name, func(t *testing.T) {
			var registry secret.Registry
			result := Recognize([]byte(input), &registry)
			if len(result.Pieces) < 8 {
				t.Errorf("only %d pieces", len(result.Pieces))
			}
			noSecret(t, name, &registry, result, secrets...)
		})
	}
}

// A secret that was seen is blotted out of the pieces around it, too.
func TestTokensInLogsAreLabels(t *testing.T) {
	raw := sampleToken()
	var registry secret.Registry
	result := Recognize([]byte("8/22/2026, 12:14:18 AM [CONVEX A(debug:token)] [LOG] 'token' '"+raw+"'\n"), &registry)
	for _, piece := range of(result.Pieces, KindLog) {
		for _, event := range piece.Data.(Log).Events {
			if !strings.Contains(event.Message, "token A") || strings.Contains(fmt.Sprint(event), raw[60:90]) {
				t.Errorf("the message is %q", strings.ReplaceAll(event.Message, raw, "<the token>"))
			}
		}
	}
}
