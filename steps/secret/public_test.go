package secret

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"
)

// An RSA key and its public JWKS share the modulus. The JWKS may be printed: it is the fix. Everything behind the modulus
// may not.
func TestTheModulusOfAKeyIsPublic(t *testing.T) {
	for _, bits := range []int{1024, 2048, 3072} {
		key, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			t.Fatal(err)
		}
		jwks := `{"keys":[{"use":"sig","kty":"RSA","n":"` + base64.RawURLEncoding.EncodeToString(key.N.Bytes()) + `","e":"AQAB"}]}`
		pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		for label, der := range map[string][]byte{"PRIVATE KEY": pkcs8, "RSA PRIVATE KEY": x509.MarshalPKCS1PrivateKey(key)} {
			text := string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
			for form, raw := range map[string]string{"lines": text, "one line": strings.ReplaceAll(text, "\n", ""), "literal": strings.ReplaceAll(text, "\n", `\n`)} {
				registry := &Registry{}
				registry.Take(PrivateKey, raw)
				if registry.Check([]byte(jwks)) != nil || registry.Check([]byte(strings.NewReplacer("-", "+", "_", "/").Replace(jwks))) != nil {
					t.Errorf("%d bits, %s, %s: the public JWKS is held back", bits, label, form)
				}
				body := base64.StdEncoding.EncodeToString(der)
				for at := len(body)/2 - 40; at+60 < len(body); at += 37 {
					if registry.Check([]byte("a "+body[at:at+60]+" z")) == nil {
						t.Errorf("%d bits, %s, %s: characters from %d on leave the program", bits, label, form, at)
					}
				}
			}
		}
	}
}

func TestModulusEndOfNoKey(t *testing.T) {
	for _, body := range []string{"", "AgI=", "AoH/", "AoL//w==", strings.Repeat("AoIBAQA", 40), strings.Repeat("!", 300), strings.Repeat(`\`, 301)} {
		if end := modulusEnd(body); end > len(body) {
			t.Errorf("the modulus of %d characters ends at %d", len(body), end)
		}
	}
}

// A publishable key and the iss of a token of the same instance have the same base64 where they are aligned alike.
func TestThePublishableKeyOfATokensInstanceIsPublic(t *testing.T) {
	key := "pk_test_" + base64.RawStdEncoding.EncodeToString([]byte("happy-otter-42.clerk.accounts.dev$"))
	shared := 0
	for _, blanks := range []string{"", " ", "  "} {
		payload := base64.RawURLEncoding.EncodeToString([]byte(`{` + blanks + `"iss":"https://happy-otter-42.clerk.accounts.dev","sub":"user_1"}`))
		registry := &Registry{}
		registry.Take(Token, "eyJhbGciOiJSUzI1NiJ9."+payload+".c2lnbmF0dXJlLW9mLXRoZS10b2tlbg")
		document := `{"CLERK_KEY":"` + key + `"}`
		if strings.Contains(payload, key[20:40]) {
			shared++
		}
		if out, err := registry.Guard([]byte(document)); err != nil || string(out) != document {
			t.Errorf("%d blanks: the publishable key is held back: %v", len(blanks), err)
		}
		if registry.Check([]byte("pk_test_x "+payload)) == nil {
			t.Errorf("%d blanks: the token's payload leaves the program", len(blanks))
		}
	}
	if shared == 0 {
		t.Fatal("no alignment shares anything: the test shows nothing")
	}
}
