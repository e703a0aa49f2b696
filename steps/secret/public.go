package secret

import (
	"encoding/base64"
	"strings"

	"convex-auth-doctor/steps/lazy"
)

// publishable is Clerk's public key of an instance: its host in base64, with a mark in front (providers.md C1).
var publishable = lazy.Regexp(`pk_(?:test|live)_[A-Za-z0-9+/=_-]*`)

// withoutPublishable drops publishable keys from a text. A token of the same instance holds the same host in its iss, and
// in every third position its base64 is the same, too.
func withoutPublishable(text string) string { return publishable().ReplaceAllString(text, "pk") }

// withoutPublicParts drops what is the same in many secrets and no secret itself: the header of a JWT, and of a key the
// PEM markers with the beginning of its DER, which only names the algorithm.
func withoutPublicParts(raw string) string {
	if core, ok := keyCore(raw); ok {
		return core
	}
	if header, rest, ok := strings.Cut(raw, "."); ok && strings.HasPrefix(header, "eyJ") && len(rest) >= shortest {
		return rest
	}
	return raw
}

// keyCore returns the part of a PEM block that is the secret, with the line ends that it has.
func keyCore(raw string) (string, bool) {
	_, rest, ok := strings.Cut(raw, "-----BEGIN ")
	if !ok {
		return "", false
	}
	_, rest, ok = strings.Cut(rest, "-----")
	if !ok {
		return "", false
	}
	body, _, _ := strings.Cut(rest, "-----END")
	body = strings.TrimLeft(body, " \t\r\n\\n")
	// The DER of an Ed25519 key names the algorithm in 21 characters of base64, that of an RSA key in 36 (P 2.2).
	public := 21
	if len(body) > 200 {
		public = max(40, modulusEnd(body))
	}
	if len(body) < public+shortest {
		return "", false
	}
	return body[public:], true
}

// modulusEnd returns how far the modulus of an RSA key reaches into the base64 of its PEM, 0 where there is none. Its public
// JWKS holds the same modulus, and from PKCS#1 in the very same characters. After the version it is the first number of an
// RSAPrivateKey (RFC 8017 A.1.2): 02, two or three bytes of length, and a zero before its highest bit.
func modulusEnd(body string) int {
	var digits []byte
	var places []int
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case c == '\\': // a line break that was written out
			i++
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/':
			digits, places = append(digits, c), append(places, i)
		}
	}
	der, err := base64.RawStdEncoding.DecodeString(string(digits[:len(digits)/4*4]))
	if err != nil {
		return 0
	}
	for at := 0; at < 48 && at+5 < len(der); at++ {
		if der[at] != 2 {
			continue
		}
		length, first := 0, 0
		switch der[at+1] {
		case 0x81:
			length, first = int(der[at+2]), at+3
		case 0x82:
			length, first = int(der[at+2])<<8|int(der[at+3]), at+4
		}
		if end := (first + length) * 4 / 3; length > 64 && length%64 == 1 && der[first] == 0 && end < len(places) {
			return places[end]
		}
	}
	return 0
}
