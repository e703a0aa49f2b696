package keys

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"strings"
	"unicode"

	"convex-auth-doctor/steps/lazy"
)

// ImportError is what a library's key import throws at sign-in, in the words of jose and WebCrypto (P 2.4).
type ImportError struct {
	Name string // of the JavaScript error
	Text string
}

// Error returns the error as a log line shows it.
func (err *ImportError) Error() string { return err.Name + ": " + err.Text }

var (
	errNotPKCS8    = &ImportError{"TypeError", `"pkcs8" must be PKCS#8 formatted string`}
	errCharacter   = &ImportError{"InvalidCharacterError", "Invalid character"}
	errEncoding    = &ImportError{"InvalidCharacterError", "The string to be decoded is not correctly encoded."}
	errKeyData     = &ImportError{"DataError", "Invalid keyData"}
	errKeyType     = &ImportError{"DataError", "Invalid key type"}
	markersAndJunk = lazy.Regexp(`-----(?:BEGIN|END) PRIVATE KEY-----`)
)

const beginPKCS8 = "-----BEGIN PRIVATE KEY-----"

// Import does with a stored key what the official library does at sign-in, for an algorithm of RS256 or EdDSA: jose's
// importPKCS8 on the text as it is. It returns nil where that works.
func Import(text string, alg Algorithm) *ImportError {
	found, err := imported(text)
	if err == nil && found.Algorithm != alg {
		return errKeyType
	}
	return err
}

// imported is the key that jose's importPKCS8 finds in a text. It strikes the marks out and decodes all that is left, so
// that what stands after the END line belongs to the key, too.
func imported(text string) (found Private, err *ImportError) {
	if !strings.HasPrefix(text, beginPKCS8) {
		return found, errNotPKCS8
	}
	body := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\ufeff' { // what \s means in JavaScript
			return -1
		}
		return r
	}, markersAndJunk().ReplaceAllString(text, ""))
	der, err := atob(body)
	if err != nil {
		return found, err
	}
	kind, ok := pkcs8Kind(der)
	if !ok {
		return found, errKeyData
	}
	if kind != "" {
		return found, errKeyType
	}
	key, parseError := x509.ParsePKCS8PrivateKey(der)
	if parseError != nil {
		return found, errKeyData
	}
	found.take(key)
	return found, nil
}

// ImportTolerant is Import as robelest/convex-auth does it from preview.29 on: the text is trimmed, and backslash-n
// becomes a line feed. Quotes stay (P 1.8).
func ImportTolerant(text string, alg Algorithm) *ImportError {
	return Import(strings.ReplaceAll(strings.TrimSpace(text), `\n`, "\n"), alg)
}

// atob decodes as the function of that name (WHATWG HTML, forgiving-base64 decode).
func atob(s string) ([]byte, *ImportError) {
	if len(s)%4 == 0 {
		s = strings.TrimSuffix(strings.TrimSuffix(s, "="), "=")
	}
	if strings.IndexFunc(s, notBase64) >= 0 {
		return nil, errCharacter
	}
	if len(s)%4 == 1 {
		return nil, errEncoding
	}
	der, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil {
		return nil, errCharacter
	}
	return der, nil
}

func notBase64(r rune) bool {
	return !(r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '+' || r == '/')
}

// otherAlgorithms names the algorithms of PKCS#8 keys that x509 does not read.
var otherAlgorithms = map[string]string{
	"1.3.101.110":           "X25519",
	"1.3.101.111":           "X448",
	"1.3.101.113":           "Ed448",
	"1.2.840.113549.1.1.10": "RSA-PSS",
	"1.2.840.113549.1.3.1":  "DH",
	"1.2.840.10040.4.1":     "DSA",
	"1.3.132.0.10":          "EC secp256k1",
}

// pkcs8Kind looks at the outer structure of a PKCS#8 key (RFC 5208). ok is false when there is none; kind names an
// algorithm that signs no tokens of these libraries and is "" for RSA, EC and Ed25519.
func pkcs8Kind(der []byte) (kind string, ok bool) {
	var outer struct {
		Version   int
		Algorithm pkix.AlgorithmIdentifier
		Key       []byte
	}
	if _, err := asn1.Unmarshal(der, &outer); err != nil {
		return "", false
	}
	switch oid := outer.Algorithm.Algorithm.String(); oid {
	case "1.2.840.113549.1.1.1", "1.3.101.112":
		return "", true
	case "1.2.840.10045.2.1":
		var curve asn1.ObjectIdentifier
		if _, err := asn1.Unmarshal(outer.Algorithm.Parameters.FullBytes, &curve); err == nil && otherAlgorithms[curve.String()] != "" {
			return otherAlgorithms[curve.String()], true
		}
		return "", true
	default:
		if name := otherAlgorithms[oid]; name != "" {
			return name, true
		}
		return "algorithm " + oid, true
	}
}
