package serde

import (
	"math"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// Kind returns the kind of a value that was read.
func (raw Raw) Kind() Kind {
	if len(raw) == 0 {
		return Null
	}
	switch raw[0] {
	case '"':
		return String
	case '{':
		return Object
	case '[':
		return List
	case 't', 'f':
		return Bool
	case 'n':
		return Null
	}
	return raw.Number().Kind
}

// IsNull reports whether the value is null.
func (raw Raw) IsNull() bool { return len(raw) == 0 || raw[0] == 'n' }

// IsObject reports whether the value is an object.
func (raw Raw) IsObject() bool { return len(raw) > 0 && raw[0] == '{' }

// IsList reports whether the value is a list.
func (raw Raw) IsList() bool { return len(raw) > 0 && raw[0] == '[' }

// Text returns the characters of a string, or false for any other value.
func (raw Raw) Text() (string, bool) {
	if len(raw) < 2 || raw[0] != '"' {
		return "", false
	}
	inner := raw[1 : len(raw)-1]
	for _, c := range inner {
		if c == '\\' {
			return decode(inner, true), true
		}
	}
	return string(inner), true
}

// Bool returns a boolean, or false, false for any other value.
func (raw Raw) Bool() (value, ok bool) {
	if len(raw) == 0 || raw[0] != 't' && raw[0] != 'f' {
		return false, false
	}
	return raw[0] == 't', true
}

// Number is a JSON number as the backend holds it.
type Number struct {
	Kind  Kind // Unsigned, Negative or Float; Null when the value is no number
	U     uint64
	I     int64 // also set for an Unsigned that fits
	Float float64
}

// Number returns the number, with Float set for every kind.
func (raw Raw) Number() Number {
	if len(raw) == 0 || raw[0] != '-' && !isDigit(raw[0]) {
		return Number{Kind: Null}
	}
	text := string(raw)
	if u, err := strconv.ParseUint(text, 10, 64); err == nil {
		return Number{Kind: Unsigned, U: u, I: int64(u), Float: float64(u)}
	}
	if i, err := strconv.ParseInt(text, 10, 64); err == nil && i < 0 {
		return Number{Kind: Negative, I: i, Float: float64(i)}
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		f = math.Inf(1) // cannot be: out of range was refused when the text was read
	}
	return Number{Kind: Float, Float: f}
}

// Elements returns the values of a list, or false for any other value.
func (raw Raw) Elements() ([]Raw, bool) {
	if !raw.IsList() {
		return nil, false
	}
	var elements []Raw
	s := scanner{data: raw, elements: &elements}
	if s.check(0) != nil {
		return nil, false
	}
	return elements, true
}

// EveryElement reports whether the value is a list and is holds for each of its elements.
func (raw Raw) EveryElement(is func(Raw) bool) bool {
	if !raw.IsList() {
		return false
	}
	s := scanner{data: raw, each: is}
	return s.check(0) == nil
}

// Members returns the members of an object in the order of the text, or false for any other value.
func (raw Raw) Members() ([]Member, bool) {
	if !raw.IsObject() {
		return nil, false
	}
	var members []Member
	s := scanner{data: raw, members: &members}
	if s.check(0) != nil {
		return nil, false
	}
	return members, true
}

// ReadObject reads data as an object. With known only the members of these names are looked at: the others are passed
// over and left out. A list or another value gives no members and no error: kind says what it was. rest is what follows.
func ReadObject(data []byte, known []string) (members []Member, kind Kind, rest []byte, err error) {
	s := scanner{data: data, known: known}
	if c := s.peek(); c != '{' {
		// A list is refused by its first character, whatever follows it.
		if c == '[' {
			return nil, List, nil, nil
		}
		start := s.pos
		if err := s.check(0); err != nil {
			return nil, Null, nil, err
		}
		return nil, Raw(data[start:s.pos]).Kind(), nil, nil
	}
	room := 12 // what a usual token has
	if known != nil {
		room = min(len(known), 4)
	}
	members = make([]Member, 0, room)
	s.members = &members
	if err := s.check(0); err != nil {
		return nil, Object, nil, err
	}
	s.blanks()
	return members, Object, data[s.pos:], nil
}

// intern returns name as a text. The names that tokens usually have cost no memory.
func intern(name []byte) string {
	switch string(name) {
	case "iss":
		return "iss"
	case "sub":
		return "sub"
	case "aud":
		return "aud"
	case "exp":
		return "exp"
	case "iat":
		return "iat"
	case "nbf":
		return "nbf"
	case "jti":
		return "jti"
	case "sid":
		return "sid"
	case "azp":
		return "azp"
	case "name":
		return "name"
	case "email":
		return "email"
	case "email_verified":
		return "email_verified"
	case "picture":
		return "picture"
	case "nonce":
		return "nonce"
	case "alg":
		return "alg"
	case "typ":
		return "typ"
	case "kid":
		return "kid"
	}
	return string(name)
}

// decode returns the characters of a string that was checked.
func decode(inner []byte, escaped bool) string {
	if !escaped {
		return string(inner)
	}
	out := make([]byte, 0, len(inner))
	for i := 0; i < len(inner); {
		c := inner[i]
		if c != '\\' || i+1 >= len(inner) {
			out = append(out, c)
			i++
			continue
		}
		switch c = inner[i+1]; c {
		case 'u':
			unit, _ := hex4(inner, i+2)
			i += 6
			if utf16.IsSurrogate(unit) {
				low, _ := hex4(inner, i+2)
				unit = utf16.DecodeRune(unit, low)
				i += 6
			}
			out = utf8.AppendRune(out, unit)
			continue
		case 'b':
			c = '\b'
		case 'f':
			c = '\f'
		case 'n':
			c = '\n'
		case 'r':
			c = '\r'
		case 't':
			c = '\t'
		}
		out = append(out, c)
		i += 2
	}
	return string(out)
}
