// Package token reads a JSON Web Token without trusting it: no signature is checked, no clock is read, nothing fails.
// Damaged and cut tokens are read as far as they can be, and what is wrong with them is named.
package token

import (
	"encoding/json"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// Kind is what a text that stands where a token should stand is.
type Kind string

// The kinds of tokens.
const (
	Empty        Kind = "empty"         // nothing at all
	JWT          Kind = "jwt"           // a signed token (RFC 7519, RFC 7515 compact form), or its decoded view
	EncryptedJWT Kind = "encrypted-jwt" // five parts (RFC 7516): nobody but its recipient can read it
	Opaque       Kind = "opaque"        // no JSON inside: an access token of another kind, a session id, a cookie
	Literal      Kind = "literal"       // the text of a JavaScript value, such as undefined
	Cut          Kind = "cut"           // a JWT of which a part or the end is missing
)

// Part names one part of a token.
type Part string

// The parts of a token. Whole is the token itself.
const (
	Whole         Part = ""
	HeaderPart    Part = "header"
	PayloadPart   Part = "payload"
	SignaturePart Part = "signature"
)

// Presence says of the signature whether it is there. NotSeen is the decoded view, which never shows it.
type Presence string

// The presences.
const (
	NotSeen Presence = "not seen"
	Missing Presence = "missing"
	Present Presence = "present"
)

// Token is a token as far as it could be read. It holds no text of the token itself, only what was decoded from it,
// so it may be printed after package clean has seen it.
type Token struct {
	Kind      Kind
	Header    Object
	Payload   Object
	Signature Presence
	SigBytes  int      // length of the decoded signature in bytes, 0 where there is none
	Parts     int      // how many parts the dots make, 0 for a decoded view
	Size      int      // length in bytes of the text as it was sent, 0 for a decoded view
	Decoded   bool     // came as decoded JSON (jwt.io's view), not as a token
	Lost      Part     // of a Cut token: the first part that is missing or not whole
	Literal   string   // of a Literal: the JavaScript value
	Shape     string   // of an Opaque token: what its form is known to be, such as "Clerk machine token"; "" if not known
	Damage    []Damage // what is wrong with the text, in the order in which it stands
}

// Decode reads raw, which may be quoted, wrapped or damaged. It never fails: what cannot be read is said in the Token.
func Decode(raw string) Token {
	text, damage := Clean(raw)
	if text == "" {
		return Token{Kind: Empty, Signature: Missing}
	}
	if value, ok := literalOf(text); ok {
		return Token{Kind: Literal, Literal: value, Signature: Missing, Size: len(text)}
	}
	if inner, ok := doubleEncoded(text); ok {
		token := Decode(inner)
		token.Damage = append([]Damage{{DoubleEncoded, Whole, 0}}, token.Damage...)
		return token
	}
	token := Token{Size: len(text), Signature: Missing, Damage: damage}
	if wellFormed(text, &token) {
		token.finish()
		return token
	}
	readParts(text, &token)
	token.finish()
	return token
}

// FromDecoded makes a token of its decoded view: header and payload as JSON texts, either of which may be nil when it
// was not seen. No signature is known.
func FromDecoded(header, payload []byte) Token {
	token := Token{Kind: JWT, Decoded: true, Signature: NotSeen}
	if header != nil {
		token.Header = ReadObject(header)
		token.noteJSON(HeaderPart, token.Header)
	}
	if payload != nil {
		token.Payload = ReadObject(payload)
		token.noteJSON(PayloadPart, token.Payload)
	} else if token.encrypted() {
		token.Kind = EncryptedJWT
	}
	return token
}

// encrypted reports whether the header is that of an encrypted token: it names how the content is encrypted (RFC 7516
// section 4.1.2).
func (token Token) encrypted() bool { return token.Header.Has("enc") }

// Readable reports whether the payload was read to its end, so that every claim is known.
func (token Token) Readable() bool { return token.Payload.Whole }

// Legible reports whether header and payload were read to their ends, so that what Convex decides by them is certain,
// whatever became of the signature in this copy.
func (token Token) Legible() bool {
	return token.Kind == JWT || token.Kind == Cut && token.Lost == SignaturePart && token.Header.Whole && token.Payload.Whole
}

// SignatureSeen reports whether this copy shows the whole signature: neither a decoded view nor a cut token does.
func (token Token) SignatureSeen() bool { return token.Kind == JWT && !token.Decoded }

// String returns a text member of the payload.
func (token Token) String(name string) (string, State) { return token.Payload.String(name) }

// NumericDate returns a date member of the payload in seconds since 1970 (RFC 7519 section 2), which may have a fraction.
func (token Token) NumericDate(name string) (float64, State) { return token.Payload.Number(name) }

// Audience returns aud as a list; a single text is a list of one (RFC 7519 section 4.1.3).
func (token Token) Audience() ([]string, State) { return token.Payload.Strings("aud") }

// rawClaims takes the payload as it stands, so that the parser of the library does the rest.
type rawClaims struct {
	jwt.MapClaims
	raw json.RawMessage
}

// UnmarshalJSON keeps the text of the payload.
func (claims *rawClaims) UnmarshalJSON(data []byte) error {
	claims.raw = append(json.RawMessage(nil), data...)
	return nil
}

// wellFormed reads a token that the library can read: three parts, each of them unpadded base64url, and JSON in the
// first two. Everything else is left to readParts, which the library is too strict for.
func wellFormed(text string, token *Token) bool {
	parser := jwt.NewParser(jwt.WithStrictDecoding())
	claims := rawClaims{}
	_, parts, _ := parser.ParseUnverified(text, &claims)
	if len(parts) != 3 || claims.raw == nil || strings.ContainsAny(text, "\r\n") {
		return false
	}
	header, err := parser.DecodeSegment(parts[0])
	if err != nil {
		return false
	}
	signature, err := parser.DecodeSegment(parts[2])
	if err != nil {
		return false
	}
	headerObject, payloadObject := ReadObject(header), ReadObject(claims.raw)
	if !headerObject.Whole || !payloadObject.Whole {
		return false
	}
	token.Kind, token.Parts = JWT, 3
	token.Header, token.Payload = headerObject, payloadObject
	token.SigBytes = len(signature)
	token.noteJSON(HeaderPart, headerObject)
	token.noteJSON(PayloadPart, payloadObject)
	return true
}

// finish decides what only the whole token tells: whether the signature is there and whether it can be whole.
func (token *Token) finish() {
	if token.Kind != JWT && token.Kind != Cut {
		return
	}
	token.Signature = Missing
	if token.SigBytes > 0 {
		token.Signature = Present
	}
	if token.Kind == Cut {
		return
	}
	alg, _ := token.Header.String("alg")
	switch {
	case token.SigBytes == 0 && token.Parts == 3 && alg == "none":
		// an unsecured token (RFC 7515 appendix A.5) ends with its second dot
	case token.SigBytes == 0:
		token.Kind, token.Lost = Cut, SignaturePart
	case !wholeSignature(token.SigBytes):
		token.Kind, token.Lost = Cut, SignaturePart
		token.Damage = append(token.Damage, Damage{ShortSignature, SignaturePart, token.SigBytes})
	}
}

// wholeSignature reports whether some algorithm of RFC 7518 or RFC 8037 makes signatures of n bytes: HMAC 32, 48, 64;
// ECDSA 64, 96, 132; Ed448 114; RSA as long as its modulus.
func wholeSignature(n int) bool {
	switch n {
	case 32, 48, 64, 96, 114, 128, 132, 192:
		return true
	}
	return n >= 256 && n%8 == 0
}
