package serde

import (
	"slices"
	"strconv"
	"unicode/utf8"
)

// scanner walks over JSON text.
type scanner struct {
	data []byte
	pos  int
	// members and elements, when set, take the members of the outermost object or the elements of the outermost list
	// while the text is checked.
	members  *[]Member
	elements *[]Raw
	each     func(Raw) bool // is told of the elements of the outermost list, until it says false
	// known, when set, are the names of the members of the outermost object that are looked at: others are passed over
	// and left out.
	known []string
}

func (s *scanner) fail(what string) error { return &SyntaxError{what, s.pos} }

func (s *scanner) blanks() {
	for s.pos < len(s.data) {
		switch s.data[s.pos] {
		case ' ', '\n', '\t', '\r':
			s.pos++
		default:
			return
		}
	}
}

// peek returns the next byte after blanks, or 0 at the end (a NUL byte is no JSON either).
func (s *scanner) peek() byte {
	s.blanks()
	if s.pos < len(s.data) {
		return s.data[s.pos]
	}
	return 0
}

func (s *scanner) unexpected() error {
	if s.pos >= len(s.data) {
		return s.fail("unexpected end")
	}
	return s.fail("unexpected character")
}

// check walks over one value and checks all of it. depth is the number of lists and objects around it.
func (s *scanner) check(depth int) error {
	switch c := s.peek(); {
	case c == '"':
		_, err := s.text()
		return err
	case c == '{':
		return s.object(depth + 1)
	case c == '[':
		return s.list(depth + 1)
	case c == 't':
		return s.word("true")
	case c == 'f':
		return s.word("false")
	case c == 'n':
		return s.word("null")
	case c == '-' || c >= '0' && c <= '9':
		return s.number(true)
	}
	return s.unexpected()
}

func (s *scanner) word(word string) error {
	if len(s.data)-s.pos < len(word) || string(s.data[s.pos:s.pos+len(word)]) != word {
		return s.fail("unexpected word")
	}
	s.pos += len(word)
	return nil
}

func (s *scanner) object(depth int) error {
	if depth > MaxDepth {
		return s.fail(TooDeep)
	}
	s.pos++
	if s.peek() == '}' {
		s.pos++
		return nil
	}
	for {
		if s.peek() != '"' {
			return s.unexpected()
		}
		start := s.pos
		escaped, err := s.text()
		if err != nil {
			return err
		}
		name := s.data[start+1 : s.pos-1]
		if s.peek() != ':' {
			return s.unexpected()
		}
		s.pos++
		if err := s.memberValue(name, escaped, depth); err != nil {
			return err
		}
		switch s.peek() {
		case ',':
			s.pos++
		case '}':
			s.pos++
			return nil
		default:
			return s.unexpected()
		}
	}
}

func (s *scanner) memberValue(name []byte, escaped bool, depth int) error {
	if depth != 1 || s.members == nil {
		return s.check(depth)
	}
	text, looked := s.nameOf(name, escaped)
	s.blanks()
	start := s.pos
	if !looked {
		return s.skip()
	}
	err := s.check(depth)
	if err == nil {
		*s.members = append(roomFor(s, *s.members), Member{text, Raw(s.data[start:s.pos])})
	}
	return err
}

// roomFor makes room in a long list that is full for as many as there will be if the rest of the text is like what was
// read. Growing by steps would copy millions of members again and again.
func roomFor[T any](s *scanner, list []T) []T {
	const long = 1024
	if n := len(list); n >= long && n == cap(list) {
		list = slices.Grow(list, n*(len(s.data)-s.pos)/s.pos+1)
	}
	return list
}

// nameOf returns a member's name and whether the member is looked at. Usual names cost no memory.
func (s *scanner) nameOf(name []byte, escaped bool) (text string, looked bool) {
	if escaped {
		text = decode(name, true)
		name = []byte(text)
	}
	if s.known == nil {
		return intern(name), true
	}
	for _, one := range s.known {
		if one == string(name) {
			return one, true
		}
	}
	return "", false
}

func (s *scanner) list(depth int) error {
	if depth > MaxDepth {
		return s.fail(TooDeep)
	}
	s.pos++
	if s.peek() == ']' {
		s.pos++
		return nil
	}
	for {
		s.blanks()
		start := s.pos
		if err := s.check(depth); err != nil {
			return err
		}
		if depth == 1 && s.elements != nil {
			*s.elements = append(roomFor(s, *s.elements), Raw(s.data[start:s.pos]))
		}
		if depth == 1 && s.each != nil && !s.each(Raw(s.data[start:s.pos])) {
			return s.fail("not looked at further")
		}
		switch s.peek() {
		case ',':
			s.pos++
		case ']':
			s.pos++
			return nil
		default:
			return s.unexpected()
		}
	}
}

// text walks over a string, checks its escapes and its UTF-8, and reports whether it has escapes.
func (s *scanner) text() (escaped bool, err error) {
	s.pos++
	start := s.pos
	ascii := true
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case c == '"':
			if !ascii && !utf8.Valid(s.data[start:s.pos]) {
				return escaped, s.fail("text that is not UTF-8")
			}
			s.pos++
			return escaped, nil
		case c == '\\':
			escaped = true
			if err := s.escape(); err != nil {
				return escaped, err
			}
		case c < 0x20:
			return escaped, s.fail("control character in a text")
		default:
			if c >= 0x80 {
				ascii = false
			}
			s.pos++
		}
	}
	return escaped, s.fail("unexpected end")
}

// escape walks over one escape; a surrogate must come with its other half (appendix A).
func (s *scanner) escape() error {
	if s.pos+1 >= len(s.data) {
		s.pos = len(s.data)
		return s.fail("unexpected end")
	}
	switch s.data[s.pos+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		s.pos += 2
		return nil
	case 'u':
	default:
		return s.fail("unknown escape")
	}
	unit, ok := hex4(s.data, s.pos+2)
	if !ok {
		return s.fail("unknown escape")
	}
	switch {
	case unit >= 0xdc00 && unit <= 0xdfff:
		return s.fail(LoneSurrogate)
	case unit >= 0xd800 && unit <= 0xdbff:
		if s.pos+7 >= len(s.data) || s.data[s.pos+6] != '\\' || s.data[s.pos+7] != 'u' {
			return s.fail(HalfSurrogate)
		}
		low, ok := hex4(s.data, s.pos+8)
		if !ok || low < 0xdc00 || low > 0xdfff {
			return s.fail(LoneSurrogate)
		}
		s.pos += 12
	default:
		s.pos += 6
	}
	return nil
}

func hex4(data []byte, at int) (unit rune, ok bool) {
	if at+4 > len(data) {
		return 0, false
	}
	for _, c := range data[at : at+4] {
		var digit rune
		switch {
		case c >= '0' && c <= '9':
			digit = rune(c - '0')
		case c >= 'a' && c <= 'f':
			digit = rune(c-'a') + 10
		case c >= 'A' && c <= 'F':
			digit = rune(c-'A') + 10
		default:
			return 0, false
		}
		unit = unit<<4 | digit
	}
	return unit, true
}

// number walks over a number; with ranged it must also fit a double.
func (s *scanner) number(ranged bool) error {
	start := s.pos
	if s.data[s.pos] == '-' {
		s.pos++
	}
	switch {
	case s.pos >= len(s.data):
		return s.fail("unexpected end")
	case s.data[s.pos] == '0':
		s.pos++
		if s.pos < len(s.data) && isDigit(s.data[s.pos]) {
			return s.fail("number with a leading zero")
		}
	case isDigit(s.data[s.pos]):
		s.digits()
	default:
		return s.fail("number without digits")
	}
	plain := true
	if s.pos < len(s.data) && s.data[s.pos] == '.' {
		plain = false
		s.pos++
		if s.digits() == 0 {
			return s.fail("number without digits after the point")
		}
	}
	if s.pos < len(s.data) && (s.data[s.pos] == 'e' || s.data[s.pos] == 'E') {
		plain = false
		s.pos++
		if s.pos < len(s.data) && (s.data[s.pos] == '+' || s.data[s.pos] == '-') {
			s.pos++
		}
		if s.digits() == 0 {
			return s.fail("number without digits in the exponent")
		}
	}
	if ranged && (!plain || s.pos-start > 300) {
		if _, err := strconv.ParseFloat(string(s.data[start:s.pos]), 64); err != nil {
			return s.fail(OutOfRange)
		}
	}
	return nil
}

func (s *scanner) digits() (count int) {
	for s.pos < len(s.data) && isDigit(s.data[s.pos]) {
		s.pos++
		count++
	}
	return count
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
