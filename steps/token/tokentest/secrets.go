package tokentest

import (
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"net/url"
	"strings"
	"time"
)

// Secret is something that must never leave the program, and how people paste it.
type Secret struct {
	Name  string
	Value string // what must not show, without what is public of it
	Paste string
}

// Secrets makes one secret of each kind, anew at each call.
func Secrets(now time.Time) []Secret {
	token := Of("clerk", now).With("jti", random(12)).Sign()
	_, signed, _ := strings.Cut(token, ".")
	der := must(x509.MarshalPKCS8PrivateKey(rsaKey()))
	key := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	body := base64.StdEncoding.EncodeToString(der)
	cookie, session, opaque, github, clerk, better, deploy, refresh, basic := random(20), random(20), random(20), random(20), random(20), random(24), random(40), random(16), random(16)
	curl := "curl 'https://happy-otter-123.convex.cloud/api/query' \\\n  -H 'content-type: application/json' \\\n"
	data := "  --data-raw '{\"path\":\"users:me\",\"args\":{},\"format\":\"json\"}'\n"
	return []Secret{
		{"a token", signed, token + "\n"},
		{"a token in a header", signed, "Authorization: Bearer " + token + "\n"},
		{"a token in a message", signed, `{"type":"Authenticate","baseVersion":0,"tokenType":"User","value":"` + token + `"}` + "\n"},
		{"a token broken over lines", signed, strings.Join(pieces(token, 70), "\n") + "\n"},
		{"half a token", signed[:len(signed)/2], token[:len(token)-len(signed)/2] + "\n"},
		{"a token beside another word", signed, "my token is " + token + " and it does not work\n"},
		{"a token in JSON with a fault", signed, `{"token": "` + token + `", "oops": }` + "\n"},
		{"an opaque token", opaque, "Authorization: Bearer " + opaque + "\n"},
		{"a cookie", cookie, curl + "  -H 'authorization: Bearer " + token + "' \\\n  -H 'cookie: better-auth.session_token=" + cookie + "; theme=dark' \\\n" + data},
		{"a session cookie alone", session, "cookie: __session=" + session + "; __client_uat=1790000000\n"},
		{"basic authentication", basic, curl + "  -H 'authorization: Basic " + basic + "' \\\n" + data},
		{"a private key", body[60:], "JWT_PRIVATE_KEY=\"" + strings.ReplaceAll(strings.TrimSpace(key), "\n", " ") + "\"\nSITE_URL=https://app.example.com\n"},
		{"a private key on lines", body[60:], key},
		{"a client secret", github, "AUTH_GITHUB_ID=Iv1.abcdef0123456789\nAUTH_GITHUB_SECRET=" + github + "\n"},
		{"an API key", clerk, "CLERK_SECRET_KEY=sk_test_" + clerk + "\nNEXT_PUBLIC_CLERK_PUBLISHABLE_KEY=pk_test_dmVyYi1ub3VuLTAwLmNsZXJrLmFjY291bnRzLmRldiQ\n"},
		{"an encryption key", better, "BETTER_AUTH_SECRET=" + better + "\n"},
		{"a deploy key", deploy, "CONVEX_DEPLOY_KEY=prod:happy-otter-123|" + deploy + "=\n"},
		{"a refresh token", refresh, "__convexAuthRefreshToken_httpshappyotter123convexcloud\t" + refresh + "|" + random(16) + "\n"},
	}
}

func pieces(text string, size int) []string {
	var cut []string
	for len(text) > size {
		cut, text = append(cut, text[:size]), text[size:]
	}
	return append(cut, text)
}

func random(bytes int) string {
	raw := make([]byte, bytes)
	must(rand.Read(raw))
	return hex.EncodeToString(raw)
}

// Leaks reports whether a text holds twelve characters in a row of a secret: raw, URL-encoded, in hexadecimal, in base64 of
// both alphabets wherever it stood in what was encoded, and each of these split over lines in any order or set into a frame.
func Leaks(text, secret string) bool {
	const long = 12
	windows := map[string]bool{}
	forms := []string{secret, url.QueryEscape(secret), hex.EncodeToString([]byte(secret))}
	for before := range 3 { // base64 of the same bytes differs by what stands before them, modulo three
		encoded := base64.RawStdEncoding.EncodeToString([]byte("--"[:before] + secret))
		encoded = encoded[min(len(encoded), []int{0, 2, 3}[before]):]
		encoded = encoded[:max(0, len(encoded)-1)] // the last character depends on what comes behind
		forms = append(forms, encoded, strings.NewReplacer("+", "-", "/", "_").Replace(encoded))
	}
	for _, form := range forms {
		form = withoutBlanks(form)
		for i := 0; i+long <= len(form); i++ {
			windows[form[i:i+long]] = true
		}
	}
	for _, one := range []string{text, withoutBlanks(text)} {
		for i := 0; i+long <= len(one); i++ {
			if windows[one[i:i+long]] {
				return true
			}
		}
	}
	return false
}

// withoutBlanks drops what line breaks, quotes and frames put between the halves of a secret.
func withoutBlanks(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n\"'\\|>│", r) {
			return -1
		}
		return r
	}, text)
}
