package wire

import "strings"

// MediaType is a Content-Type as the backend reads the one of a customJwt key set (crate mime, C15).
type MediaType struct {
	Essence string // "application/json", in lower case
	Charset string // in lower case; "" when not given
	charset bool
}

// UTF8 reports whether the charset is absent or utf-8.
func (media MediaType) UTF8() bool { return !media.charset || media.Charset == "utf-8" }

// ParseMediaType parses a Content-Type. It is no RFC 9110 parser: only blanks may stand after a semicolon, a name needs
// a value, an empty list of parameters is fine.
func ParseMediaType(text string) (MediaType, bool) {
	slash := tokenEnd(text, 0)
	if slash == 0 || slash >= len(text) || text[slash] != '/' {
		return MediaType{}, text == "*/*"
	}
	end := tokenEnd(text, slash+1)
	if end < len(text) && (text[end] != ';' || end == slash+1) {
		return MediaType{}, false
	}
	media := MediaType{Essence: asciiLower(text[:end])}
	if end >= len(text) {
		return media, true
	}
	return media, media.parameters(text, end+1)
}

func (media *MediaType) parameters(text string, at int) bool {
	for at < len(text) {
		if text[at] == ' ' {
			at++
			continue
		}
		equals := tokenEnd(text, at)
		if equals == at || equals >= len(text) || text[equals] != '=' {
			return false
		}
		name := asciiLower(text[at:equals])
		value, next, ok := parameterValue(text, equals+1)
		if !ok {
			return false
		}
		if name == "charset" && !media.charset {
			media.charset, media.Charset = true, asciiLower(value)
		}
		at = next
	}
	return true
}

// parameterValue returns a token or quoted value and where the next parameter begins.
func parameterValue(text string, at int) (value string, next int, ok bool) {
	if at < len(text) && text[at] == '"' {
		return quotedValue(text, at+1)
	}
	end := tokenEnd(text, at)
	switch {
	case end >= len(text):
		return text[at:], len(text), true
	case end == at || text[end] != ';':
		return "", 0, false
	}
	return text[at:end], end + 1, true
}

func quotedValue(text string, at int) (value string, next int, ok bool) {
	end := at
	// The first character may be anything printable but a quote: an empty quoted value is refused.
	for ; ; end++ {
		if end >= len(text) || text[end] < 0x20 || text[end] == 0x7f {
			return "", 0, false
		}
		if text[end] == '"' && end > at {
			break
		}
	}
	for next = end + 1; next < len(text); next++ {
		switch text[next] {
		case ' ':
		case ';':
			return text[at:end], next + 1, true
		default:
			return "", 0, false
		}
	}
	return text[at:end], len(text), true
}

// tokenEnd returns where the token of RFC 9110 5.6.2 that begins at at ends.
func tokenEnd(text string, at int) int {
	for at < len(text) && (isAlphanumeric(text[at]) || strings.IndexByte("!#$%&'*+-.^_`|~", text[at]) >= 0) {
		at++
	}
	return at
}
