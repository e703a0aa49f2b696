package token

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestSignatureEnd(t *testing.T) {
	encode := base64.RawURLEncoding.EncodeToString
	made := func(alg string, bytes int) string {
		return encode([]byte(`{"alg":"`+alg+`"}`)) + "." + encode([]byte(`{"sub":"u"}`)) + "." + encode([]byte(strings.Repeat("\xa7", bytes)))
	}
	for _, c := range []struct{ name, token, behind string }{
		{"RS256", made("RS256", 256), "export"},
		{"RS256, as long as another size", made("RS256", 256), "configured"},
		{"RS256, 4096 bits", made("RS256", 512), "Settings"},
		{"ES256", made("ES256", 64), "curl"},
		{"EdDSA", made("EdDSA", 64), "ERROR"},
		{"HS256", made("HS256", 32), "export"},
		{"nothing", made("RS256", 256), ""},
	} {
		if got := SignatureEnd(c.token + c.behind); got != len(c.token) {
			t.Errorf("%s: it ends at %d, want %d", c.name, got, len(c.token))
		}
	}
	for name, whole := range map[string]string{
		"cut in the middle":           made("RS256", 512)[:400],
		"another size of its own":     made("ES256", 71), // ASN.1 where r and s belong
		"characters that are no word": made("RS256", 256) + "Q7_x",
		"an unknown algorithm":        made("XX", 32) + "export",
		"two parts":                   "eyJhbGciOiJSUzI1NiJ9.e30",
		"empty":                       "",
	} {
		if got := SignatureEnd(whole); got != len(whole) {
			t.Errorf("%s: it ends at %d, want %d", name, got, len(whole))
		}
	}
}
