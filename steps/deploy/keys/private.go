// Package keys reads signing keys and key sets as they are stored in environment variables: what is in a text, what the
// libraries make of it, and whether the public half belongs to it. Nothing here returns or prints private key material.
package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"convex-auth-doctor/steps/lazy"
)

// Algorithm is a signature algorithm in the words of RFC 7518 and RFC 8037.
type Algorithm string

// The algorithms that keys here are made for.
const (
	None  Algorithm = ""
	RS256 Algorithm = "RS256"
	EdDSA Algorithm = "EdDSA"
	ES256 Algorithm = "ES256"
)

// Fault is one way in which a stored private key deviates from a PKCS#8 PEM with line feeds.
type Fault string

// The faults of a stored private key (P 2.2, 2.4).
const (
	Quoted         Fault = "quotes"           // quotation marks around it are part of the value
	LeadingBlank   Fault = "leading-blank"    // a blank or line break before the BEGIN line
	Preamble       Fault = "text-before"      // other text before the BEGIN line
	LiteralNewline Fault = "literal-newlines" // backslash and n where line breaks belong
	Invisible      Fault = "invisible"        // a zero-width character or a byte order mark
	Commented      Fault = "text-after"       // text after the END line
	PKCS1          Fault = "pkcs1"            // BEGIN RSA PRIVATE KEY
	SEC1           Fault = "sec1"             // BEGIN EC PRIVATE KEY
	OpenSSH        Fault = "openssh"          // BEGIN OPENSSH PRIVATE KEY
	Encrypted      Fault = "encrypted"        // BEGIN ENCRYPTED PRIVATE KEY
	PublicPEM      Fault = "public"           // BEGIN PUBLIC KEY or a certificate
	OtherLabel     Fault = "other-label"      // some other BEGIN line
	JWK            Fault = "jwk"              // a JSON Web Key
	BareBase64     Fault = "bare-base64"      // the body without BEGIN and END
	OnlyBegin      Fault = "only-begin"       // nothing after the BEGIN line
	Truncated      Fault = "truncated"        // the body ends too early
	NotBase64      Fault = "not-base64"       // a character in the body that base64 does not have
	NoKey          Fault = "no-key"           // nothing that looks like a key
)

// Private is what is known about a private key. It holds the public half only.
type Private struct {
	Algorithm Algorithm // of the key that was found, None when none could be read
	Curve     string    // "Ed25519", "P-256", ... for keys on a curve
	Bits      int       // of the modulus, for RSA
	Public    PublicKey // zero when no key could be read
	Faults    []Fault   // how the text deviates, the nearest to the root first
	Other     string    // the kind of a readable key that no library here uses, as "X25519"
}

// Readable reports whether a key was found, be it wrapped wrongly.
func (p Private) Readable() bool { return p.Algorithm != None || p.Other != "" }

// Has reports whether fault was found.
func (p Private) Has(fault Fault) bool {
	for _, one := range p.Faults {
		if one == fault {
			return true
		}
	}
	return false
}

var (
	literalBreak = lazy.Regexp(`\\+[nr]`)

	beginMark  = lazy.Regexp(`-----BEGIN ([A-Z0-9 ]*)-----`)
	endMark    = lazy.Regexp(`-----END [A-Z0-9 ]*-----`)
	bareBody   = lazy.Regexp(`^[A-Za-z0-9+/=\s_\-]+$`)
	smartQuote = "\"'`“”„‘’‚«»"
)

// Read finds the private key in a stored text, whatever was done to it on the way.
func Read(text string) Private {
	var p Private
	inner := p.unwrap(text)
	if key, err := imported(text); err == nil {
		key.Faults = p.Faults
		return key
	}
	if strings.HasPrefix(inner, "{") {
		p.readJWK(inner)
		return p
	}
	at := beginMark().FindStringSubmatchIndex(inner)
	if at == nil {
		p.readBare(inner)
		return p
	}
	if at[0] > 0 {
		p.add(Preamble)
	}
	body := inner[at[1]:]
	if end := endMark().FindStringIndex(body); end != nil {
		if strings.TrimSpace(body[end[1]:]) != "" {
			p.add(Commented)
		}
		body = body[:end[0]]
	} else if hash := strings.Index(body, "#"); hash >= 0 {
		p.add(Commented)
		body = body[:hash]
	}
	p.readBody(inner[at[2]:at[3]], body)
	return p
}

func (p *Private) add(fault Fault) { p.Faults = append(p.Faults, fault) }

// unwrap takes off what stands around a key and names it.
func (p *Private) unwrap(text string) string {
	if clear := strings.Map(dropInvisible, text); clear != text {
		p.add(Invisible)
		text = clear
	}
	inner := strings.TrimSpace(text)
	if inner != "" && strings.TrimLeftFunc(text, unicode.IsSpace) != text {
		p.add(LeadingBlank)
	}
	for n := 0; n < 3; n++ {
		first, _ := utf8.DecodeRuneInString(inner)
		last, size := utf8.DecodeLastRuneInString(inner)
		trimmed := inner
		if strings.ContainsRune(smartQuote, first) {
			trimmed = strings.TrimSpace(inner[utf8.RuneLen(first):])
		}
		if len(inner) > size && strings.ContainsRune(smartQuote, last) {
			trimmed = strings.TrimSpace(strings.TrimSuffix(trimmed, string(last)))
		}
		if trimmed == inner {
			break
		}
		if !p.Has(Quoted) {
			p.add(Quoted)
		}
		inner = trimmed
	}
	if strings.Contains(inner, `\n`) || strings.Contains(inner, `\r`) {
		p.add(LiteralNewline)
		inner = literalBreak().ReplaceAllString(inner, "\n")
	}
	return inner
}

func dropInvisible(r rune) rune {
	if r == '\ufeff' || r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\u2060' || r == '\u00ad' {
		return -1
	}
	return r
}

// readBody reads what stands between BEGIN and END.
func (p *Private) readBody(label, body string) {
	switch label {
	case "PRIVATE KEY":
	case "RSA PRIVATE KEY":
		p.add(PKCS1)
	case "EC PRIVATE KEY":
		p.add(SEC1)
	case "OPENSSH PRIVATE KEY":
		p.add(OpenSSH)
	case "ENCRYPTED PRIVATE KEY":
		p.add(Encrypted)
	case "PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE":
		p.add(PublicPEM)
	default:
		p.add(OtherLabel)
	}
	if strings.TrimSpace(body) == "" {
		p.add(OnlyBegin)
		return
	}
	der, ok := decodeBase64(body)
	if !ok {
		p.add(NotBase64)
		return
	}
	if p.Has(Encrypted) || p.Has(OpenSSH) || p.Has(PublicPEM) {
		return
	}
	if !p.readDER(der) {
		p.add(Truncated)
	}
}

// readBare reads a text without a BEGIN line.
func (p *Private) readBare(inner string) {
	if inner == "" {
		p.add(NoKey)
		return
	}
	if strings.HasPrefix(inner, "-----") {
		p.add(OnlyBegin)
		return
	}
	if len(inner) < 40 || !bareBody().MatchString(inner) {
		p.add(NoKey)
		return
	}
	p.add(BareBase64)
	if der, ok := decodeBase64(inner); ok && !p.readDER(der) {
		// A PEM that was encoded once more is common, too.
		if again := string(der); beginMark().MatchString(again) {
			found := Read(again)
			p.Algorithm, p.Curve, p.Bits, p.Public = found.Algorithm, found.Curve, found.Bits, found.Public
		}
	}
}

// readDER reads a PKCS#8, PKCS#1 or SEC 1 structure.
func (p *Private) readDER(der []byte) bool {
	if kind, ok := pkcs8Kind(der); ok && kind != "" {
		p.Other = kind
		return true
	}
	if key, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		p.take(key)
		return true
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		p.take(key)
		return true
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		p.take(key)
		return true
	}
	return false
}

func (p *Private) take(key any) {
	if signer, ok := key.(crypto.Signer); ok {
		p.Public = publicOf(signer.Public())
	}
	switch key := key.(type) {
	case ed25519.PrivateKey:
		p.Algorithm, p.Curve = EdDSA, "Ed25519"
	case *rsa.PrivateKey:
		p.Algorithm, p.Bits = RS256, key.N.BitLen()
	case *ecdsa.PrivateKey:
		p.Curve = key.Curve.Params().Name
		if p.Curve == "P-256" {
			p.Algorithm = ES256
			return
		}
		p.Other = "EC " + p.Curve
	default:
		p.Other = "key of a kind that signs no tokens"
	}
}

// readJWK reads a private JSON Web Key.
func (p *Private) readJWK(text string) {
	p.add(JWK)
	var jwk struct{ Kty, Crv, D, X, N, E string }
	if json.Unmarshal([]byte(text), &jwk) != nil {
		return
	}
	seed, err := base64.RawURLEncoding.DecodeString(jwk.D)
	switch {
	case jwk.Kty == "OKP" && jwk.Crv == "Ed25519" && err == nil && len(seed) == ed25519.SeedSize:
		p.take(ed25519.NewKeyFromSeed(seed))
	case jwk.Kty == "RSA" && jwk.D != "" && jwk.N != "":
		p.Algorithm = RS256
		p.Public = PublicKey{Kty: "RSA", N: jwk.N, E: jwk.E}
		p.Bits = p.Public.Bits()
	}
}

// decodeBase64 decodes s as browsers' atob does: without regard to white space and with or without padding; the
// characters of base64url are accepted as well, because this reads what is meant.
func decodeBase64(s string) ([]byte, bool) {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r == '-':
			return '+'
		case r == '_':
			return '/'
		}
		return r
	}, s)
	s = strings.TrimRight(s, "=")
	if len(s)%4 == 1 && strings.IndexFunc(s, notBase64) < 0 {
		s = s[:len(s)-1] // cut off in the middle of a group
	}
	der, err := base64.RawStdEncoding.DecodeString(s)
	return der, err == nil
}
