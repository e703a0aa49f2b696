package token

import (
	"encoding/base64"
	"strings"
)

// readParts reads what is not a well-formed token, part by part, and decides what it is.
func readParts(text string, token *Token) {
	shortened := false
	if at := ellipsis(text); at >= 0 && looksEncoded(text) {
		text, shortened = text[:at], true
	}
	if fields := strings.Fields(text); len(fields) > 1 && looksEncoded(fields[0]) && strings.Count(fields[0], ".") >= 1 {
		token.Damage = append(token.Damage, Damage{TrailingText, Whole, len(fields[0])})
		text = fields[0]
	}
	parts := strings.Split(text, ".")
	token.Parts = len(parts)
	header, headerDamage := decode(parts[0], HeaderPart)
	token.Header = ReadObject(header)
	if payloadInFront(token.Header) {
		parts = append([]string{""}, parts...)
		header, headerDamage, token.Header = nil, nil, Object{}
	}
	var payload []byte
	var payloadDamage []Damage
	if len(parts) > 1 {
		payload, payloadDamage = decode(parts[1], PayloadPart)
		token.Payload = ReadObject(payload)
	}
	switch {
	case token.encrypted() && (len(parts) == 5 || token.Header.Whole): // a header that is whole says it even where the rest was cut
		token.Kind, token.Payload = EncryptedJWT, Object{}
		token.addDamage(HeaderPart, headerDamage, token.Header)
		return
	case !begun(header, token.Header) && !begun(payload, token.Payload) && isTail(parts):
		token.Kind, token.Lost, token.Header, token.Payload = Cut, HeaderPart, Object{}, Object{}
		token.Damage = []Damage{{MissingStart, HeaderPart, 0}}
		token.readSignature(parts[1], 3, shortened)
		return
	case !begun(header, token.Header) && !begun(payload, token.Payload):
		token.opaque(text, parts)
		return
	}
	token.addDamage(HeaderPart, headerDamage, token.Header)
	if len(parts) > 1 && (parts[1] != "" || len(parts) > 2) {
		token.addDamage(PayloadPart, payloadDamage, token.Payload)
	}
	signature := ""
	if len(parts) > 2 {
		signature = strings.Join(parts[2:], ".")
	}
	token.readSignature(signature, len(parts), shortened)
	token.Kind = JWT
	switch {
	case !begun(header, token.Header):
		token.Kind, token.Lost = Cut, HeaderPart
		token.Damage = append(token.Damage, Damage{MissingStart, HeaderPart, 0})
	case len(parts) == 1 && token.Header.Whole:
		token.Kind, token.Lost = Cut, PayloadPart
	case len(parts) == 1:
		token.Kind, token.Lost = Cut, HeaderPart
	case len(parts) == 2 && !token.Payload.Whole:
		token.Kind, token.Lost = Cut, PayloadPart
	case shortened:
		token.Kind, token.Lost = Cut, SignaturePart
	}
}

// payloadInFront reports whether the first part is a payload: the copy begins after the header and its dot.
func payloadInFront(first Object) bool {
	if first.Has("alg") || first.Has("enc") || first.Has("typ") {
		return false
	}
	for _, name := range []string{"iss", "sub", "aud", "exp", "iat"} {
		if first.Has(name) {
			return true
		}
	}
	return false
}

// begun reports whether decoded bytes are the beginning of a JSON object that a token may hold: its first member can be
// read, or the text broke off inside it.
func begun(decoded []byte, object Object) bool {
	if len(object.Members) > 0 || object.Whole {
		return true
	}
	text := strings.TrimLeft(string(decoded), " \t\r\n")
	return len(text) >= 2 && text[0] == '{' && object.Problem == EndsEarly
}

func (token *Token) addDamage(part Part, damage []Damage, object Object) {
	token.Damage = append(token.Damage, damage...)
	token.noteJSON(part, object)
}

// readSignature notes the length of the signature. A placeholder in its place, such as <signature>, counts as none.
func (token *Token) readSignature(text string, parts int, shortened bool) {
	if parts < 3 || text == "" {
		return
	}
	decoded, damage := decode(text, SignaturePart)
	for _, one := range damage {
		if one.Kind == ForeignCharacter && one.At == 0 {
			return
		}
	}
	token.SigBytes = len(decoded)
	token.Damage = append(token.Damage, damage...)
}

// decode decodes one part leniently and says what a strict decoder would have refused (B 1.6). From a foreign character
// on nothing is decoded, unless without it the part is a whole JSON object.
func decode(part string, where Part) ([]byte, []Damage) {
	var damage []Damage
	note := func(kind DamageKind, at int) { damage = append(damage, Damage{kind, where, at}) }
	body := strings.TrimRight(part, "=")
	if len(body) < len(part) {
		note(Padding, len(body))
	}
	if at := strings.IndexAny(body, "+/"); at >= 0 {
		note(StandardAlphabet, at)
		body = strings.NewReplacer("+", "-", "/", "_").Replace(body)
	}
	if at := strings.IndexFunc(body, func(r rune) bool { return r >= 0x80 || !tokenByte(byte(r)) }); at >= 0 {
		note(ForeignCharacter, at)
		kept := strings.Map(func(r rune) rune {
			if r >= 0x80 || !tokenByte(byte(r)) {
				return -1
			}
			return r
		}, body)
		if where == SignaturePart || !ReadObject(lenient(kept)).Whole {
			kept = body[:at]
		}
		body = kept
	}
	if len(body)%4 == 1 {
		note(MissingCharacters, len(body))
		body = body[:len(body)-1]
	} else if len(body) > 0 {
		if _, err := base64.RawURLEncoding.Strict().DecodeString(body); err != nil {
			note(TrailingBits, len(body)-1)
		}
	}
	decoded := lenient(body)
	if where != SignaturePart && strings.HasPrefix(string(decoded), "eyJ") {
		if again := lenient(strings.TrimRight(string(decoded), "=")); len(again) > 0 && again[0] == '{' {
			note(DoubleEncoded, 0)
			decoded = again
		}
	}
	return decoded, damage
}

// lenient decodes base64url and keeps what stands before the first fault.
func lenient(body string) []byte {
	if len(body)%4 == 1 {
		body = body[:len(body)-1]
	}
	out := make([]byte, base64.RawURLEncoding.DecodedLen(len(body)))
	n, _ := base64.RawURLEncoding.Decode(out, []byte(body))
	return out[:n]
}

// doubleEncoded returns the token inside the base64 of a token.
func doubleEncoded(text string) (string, bool) {
	if strings.ContainsAny(text, ". \n") || len(text) < 40 {
		return "", false
	}
	body := strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(text, "="))
	inner := string(lenient(body))
	if strings.Count(inner, ".") != 2 || !strings.HasPrefix(inner, "eyJ") || !isPlain(inner) {
		return "", false
	}
	return inner, true
}
