package token

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// scanner reads one JSON object member by member. Unlike encoding/json it keeps order, repeated members and whatever
// stands before the first fault. Nested values are only skipped over, without recursion, so depth costs nothing.
type scanner struct {
	text []byte
	at   int
	good int // where the last whole member ended
}

// object reads the whole text as one object. The problem is "" when the object is whole.
func (scan *scanner) object() ([]Member, DamageKind) {
	scan.blanks()
	if scan.at >= len(scan.text) {
		return nil, EndsEarly
	}
	if scan.text[scan.at] != '{' {
		if json.Valid(scan.text) {
			return nil, NotAnObject
		}
		return nil, NotJSON
	}
	scan.at++
	var members []Member
	for {
		scan.blanks()
		if scan.take('}') {
			break
		}
		if len(members) > 0 {
			if !scan.take(',') {
				return members, scan.broken()
			}
			scan.blanks()
		}
		name, ok := scan.string()
		if !ok {
			return members, scan.broken()
		}
		scan.blanks()
		if !scan.take(':') {
			return members, scan.broken()
		}
		scan.blanks()
		before := scan.at
		value, ok := scan.value()
		if !ok || !json.Valid(value) {
			if ok {
				scan.at = before
			}
			return members, scan.broken()
		}
		members = append(members, Member{unquote(name), json.RawMessage(bytes.Clone(value))})
		scan.good = scan.at
	}
	scan.blanks()
	if scan.at < len(scan.text) {
		return members, TrailingText
	}
	return members, ""
}

// broken says why the reading stopped. From the last good member on, bytes that no issuer writes mean that characters
// are missing before them: base64 then decodes to noise.
func (scan *scanner) broken() DamageKind {
	for i := scan.good; i < len(scan.text); {
		r, size := utf8.DecodeRune(scan.text[i:])
		if r == utf8.RuneError && size == 1 && i+utf8.UTFMax < len(scan.text) || r < 0x20 && r != '\n' && r != '\r' && r != '\t' {
			scan.at = i
			return Gibberish
		}
		i += size
	}
	if scan.at >= len(scan.text) {
		return EndsEarly
	}
	return NotJSON
}

func (scan *scanner) blanks() {
	for scan.at < len(scan.text) {
		switch scan.text[scan.at] {
		case ' ', '\t', '\n', '\r':
			scan.at++
		default:
			return
		}
	}
}

func (scan *scanner) take(c byte) bool {
	if scan.at < len(scan.text) && scan.text[scan.at] == c {
		scan.at++
		return true
	}
	return false
}

// string returns the next JSON string with its quotes. At a control character, which no JSON string may hold, the
// reading stops there.
func (scan *scanner) string() ([]byte, bool) {
	start := scan.at
	if !scan.take('"') {
		return nil, false
	}
	for scan.at < len(scan.text) {
		switch c := scan.text[scan.at]; {
		case c == '\\':
			if scan.at+1 >= len(scan.text) {
				scan.at = len(scan.text)
				return nil, false
			}
			scan.at += 2
		case c == '"':
			scan.at++
			return scan.text[start:scan.at], true
		case c < 0x20:
			return nil, false
		default:
			scan.at++
		}
	}
	return nil, false
}

// value returns the text of the next JSON value.
func (scan *scanner) value() ([]byte, bool) {
	start := scan.at
	if start >= len(scan.text) {
		return nil, false
	}
	switch scan.text[start] {
	case '"':
		return scan.string()
	case '{', '[':
		depth := 0
		for scan.at < len(scan.text) {
			switch scan.text[scan.at] {
			case '"':
				if _, ok := scan.string(); !ok {
					return nil, false
				}
				continue
			case '{', '[':
				depth++
			case '}', ']':
				depth--
			}
			scan.at++
			if depth == 0 {
				return scan.text[start:scan.at], true
			}
		}
		return nil, false
	}
	for scan.at < len(scan.text) {
		switch scan.text[scan.at] {
		case ',', '}', ']', ' ', '\t', '\n', '\r':
			return scan.text[start:scan.at], scan.at > start
		}
		scan.at++
	}
	return nil, false
}
