package token

// DamageKind names one way in which the text of a token differs from what an issuer writes.
type DamageKind string

// The kinds of damage. Those marked "copy" come from copying: the text that was sent did not have them.
const (
	Whitespace        DamageKind = "whitespace"         // copy: blanks or line breaks inside
	Invisible         DamageKind = "invisible"          // copy: zero-width characters or a byte order mark
	PercentEncoded    DamageKind = "percent-encoded"    // copy: %2E for a dot, as in a URL
	JSONEscaped       DamageKind = "json-escaped"       // copy: backslashes of a JSON or shell string
	DoubleEncoded     DamageKind = "double-encoded"     // the whole token, or a part of it, is base64 of base64
	Shortened         DamageKind = "shortened"          // copy: "…" stands for what a viewer left out
	TrailingText      DamageKind = "trailing-text"      // copy: something follows the token
	Padding           DamageKind = "padding"            // base64 with "=" (RFC 7515 section 2 has none)
	StandardAlphabet  DamageKind = "standard-alphabet"  // "+" or "/" where base64url has "-" and "_"
	ForeignCharacter  DamageKind = "foreign-character"  // a character that base64 does not have
	MissingCharacters DamageKind = "missing-characters" // a part has a length that base64 cannot have
	TrailingBits      DamageKind = "trailing-bits"      // bits are left over: the last character was changed
	MissingStart      DamageKind = "missing-start"      // the copy begins in the middle of the token
	NotJSON           DamageKind = "not-json"           // a part decodes to something that is no JSON
	NotAnObject       DamageKind = "not-an-object"      // a part decodes to JSON that is no object
	EndsEarly         DamageKind = "ends-early"         // the JSON of a part ends before its last brace
	Gibberish         DamageKind = "gibberish"          // the JSON of a part turns into other bytes half-way
	NotUTF8           DamageKind = "not-utf8"           // a part holds bytes that are not UTF-8
	ShortSignature    DamageKind = "short-signature"    // no algorithm makes so short a signature
)

// Damage is one thing that is wrong with the text of a token.
type Damage struct {
	Kind DamageKind
	Part Part
	At   int // offset in bytes where it begins: in the decoded part for JSON kinds, else in the text of the part
}

// ByCopying reports whether the damage was done by copying, so that the token that was sent does not have it.
func (damage Damage) ByCopying() bool {
	switch damage.Kind {
	case Whitespace, Invisible, PercentEncoded, JSONEscaped, Shortened, TrailingText:
		return true
	}
	return false
}

// String says in one sentence what is wrong. It never holds text of the token.
func (damage Damage) String() string {
	where := "the token"
	if damage.Part != Whole {
		where = "the " + string(damage.Part)
	}
	switch damage.Kind {
	case Whitespace:
		return "there are blanks or line breaks inside " + where
	case Invisible:
		return "there are invisible characters inside " + where
	case PercentEncoded:
		return where + " is percent-encoded, as if it came out of a URL"
	case JSONEscaped:
		return where + " has backslashes in it, as if it came out of a JSON or shell string"
	case DoubleEncoded:
		return where + " was encoded twice: its base64 decodes to base64"
	case Shortened:
		return where + " was shortened with an ellipsis by the viewer it was copied from"
	case TrailingText:
		return "something that is no part of it follows " + where
	case Padding:
		return where + " is padded with \"=\": a JWT has no padding"
	case StandardAlphabet:
		return where + " uses \"+\" and \"/\": a JWT uses \"-\" and \"_\""
	case ForeignCharacter:
		return where + " holds a character that base64 does not have"
	case MissingCharacters:
		return "at least one character is missing in " + where
	case TrailingBits:
		return "the last character of " + where + " was changed or is one too few"
	case MissingStart:
		return "the beginning of " + where + " is missing"
	case NotJSON:
		return where + " decodes to something that is not JSON"
	case NotAnObject:
		return where + " decodes to JSON that is not an object"
	case EndsEarly:
		return where + " ends before its last brace: it was cut off"
	case Gibberish:
		return where + " begins well and then turns to gibberish: characters are missing or were changed in the middle"
	case NotUTF8:
		return where + " holds bytes that are not UTF-8"
	case ShortSignature:
		return "the signature is shorter than any algorithm makes it: the end was cut off"
	}
	return where + " is damaged"
}

// Has reports whether the token has damage of that kind.
func (token Token) Has(kind DamageKind) bool {
	for _, damage := range token.Damage {
		if damage.Kind == kind {
			return true
		}
	}
	return false
}

// noteJSON adds what reading a part as a JSON object found.
func (token *Token) noteJSON(part Part, object Object) {
	if !object.UTF8 {
		token.Damage = append(token.Damage, Damage{NotUTF8, part, object.End})
	}
	if object.Problem != "" {
		token.Damage = append(token.Damage, Damage{object.Problem, part, object.End})
	}
}
