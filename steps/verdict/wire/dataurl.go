package wire

import (
	"errors"
	"strings"
)

// ErrBase64 is the error of a data: URL whose base64 is broken (B 1.37).
var ErrBase64 = errors.New("broken base64 in the data: URL")

// DataURL decodes a data: URL (https://fetch.spec.whatwg.org/#data-url-processor). ok is false when raw is none: then it
// is an address to fetch. The media type is not looked at.
func DataURL(raw string) (body []byte, ok bool, err error) {
	rest, ok := cutDataScheme(raw)
	if !ok {
		return nil, false, nil
	}
	rest = strings.TrimRightFunc(rest, isBlankOrControl)
	comma := strings.IndexAny(rest, ",#")
	if comma < 0 || rest[comma] == '#' {
		return nil, false, nil
	}
	header, body := rest[:comma], percentDecode(rest[comma+1:])
	if !hasBase64Suffix(header) {
		return body, true, nil
	}
	body, err = forgivingBase64(body)
	return body, true, err
}

func isBlankOrControl(r rune) bool { return r <= ' ' }

func isTabOrNewline(c byte) bool { return c == '\t' || c == '\n' || c == '\r' }

// cutDataScheme cuts "data:" off, in any case, with the tabs and line breaks in it that a URL parser ignores.
func cutDataScheme(raw string) (rest string, ok bool) {
	raw = strings.TrimLeftFunc(raw, isBlankOrControl)
	want := "data:"
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if isTabOrNewline(c) {
			continue
		}
		if c|0x20 != want[0] && !(c == ':' && want == ":") {
			return "", false
		}
		if want = want[1:]; want == "" {
			return raw[i+1:], true
		}
	}
	return "", false
}

// hasBase64Suffix reports whether the header ends in ";base64": blanks may stand before the word.
func hasBase64Suffix(header string) bool {
	header = strings.Trim(header, " \t\n\r")
	header = strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, header)
	const word = "base64"
	if len(header) < len(word) {
		return false
	}
	cut := len(header) - len(word)
	return asciiLower(header[cut:]) == word && strings.HasSuffix(strings.TrimRight(header[:cut], " "), ";")
}

// mostDecoded bounds what a data: URL full of broken percent-encodings grows to, in bytes.
const mostDecoded = 64 << 20

// percentDecode decodes up to the fragment and leaves tabs and line breaks out. What stands before a "%" that begins no
// percent-encoding comes out twice, as it does in the backend (data-url 0.3.1).
func percentDecode(text string) []byte {
	out := make([]byte, 0, len(text))
	start := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c != '%' && c != '#' && !isTabOrNewline(c) {
			continue
		}
		if i > start {
			if len(out)+i-start > mostDecoded {
				return out // the repetition would grow without bound; what is left is no JSON either
			}
			out = append(out, text[start:i]...)
		}
		switch {
		case c == '#':
			return out
		case c == '%' && i+2 < len(text) && hexDigit(text[i+1]) >= 0 && hexDigit(text[i+2]) >= 0:
			out = append(out, byte(hexDigit(text[i+1])<<4|hexDigit(text[i+2])))
			start = i + 3
		case c != '%':
			start = i + 1
		}
	}
	if start < len(text) {
		out = append(out, text[start:]...)
	}
	return out
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// forgivingBase64 is https://infra.spec.whatwg.org/#forgiving-base64-decode: blanks are ignored, padding is right or
// absent, left-over bits are dropped.
func forgivingBase64(text []byte) ([]byte, error) {
	out := make([]byte, 0, len(text)/4*3+3)
	var buffer uint32
	bits, padding := 0, 0
	for _, c := range text {
		value := base64Digit(c)
		switch {
		case value >= 0 && padding > 0:
			return nil, ErrBase64
		case value >= 0:
			buffer = buffer<<6 | uint32(value)
			if bits += 6; bits == 24 {
				out = append(out, byte(buffer>>16), byte(buffer>>8), byte(buffer))
				bits = 0
			}
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
		case c == '=':
			padding++
		default:
			return nil, ErrBase64
		}
	}
	switch {
	case bits == 0 && padding == 0:
	case bits == 12 && (padding == 2 || padding == 0):
		out = append(out, byte(buffer>>4))
	case bits == 18 && padding <= 1:
		out = append(out, byte(buffer>>10), byte(buffer>>2))
	default:
		return nil, ErrBase64
	}
	return out, nil
}

func base64Digit(c byte) int {
	switch {
	case c >= 'A' && c <= 'Z':
		return int(c - 'A')
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 26
	case c >= '0' && c <= '9':
		return int(c-'0') + 52
	case c == '+':
		return 62
	case c == '/':
		return 63
	}
	return -1
}

func asciiLower(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}
