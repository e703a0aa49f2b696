// Package clean makes text from outside safe to show: claims, log lines and file names can carry escape sequences that
// would move a terminal's cursor, rename its window or hide text.
package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text returns s without anything that a terminal would obey: escape sequences and control characters are gone (tab
// becomes a space, line feeds stay), invisible and direction-changing characters are shown as <U+200B>, bytes that are
// not UTF-8 as <0xFF>. Text that a person can see is never changed.
func Text(s string) string {
	if isPlain(s, true) {
		return s
	}
	return strings.ReplaceAll(scrub(s), "\r", "")
}

// Line is Text on one line: line breaks become spaces.
func Line(s string) string {
	if isPlain(s, false) {
		return s
	}
	s = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(Text(s))
	return strings.TrimSpace(s)
}

// Short is Line cut to at most max characters, with "…" in place of what was cut.
func Short(s string, max int) string {
	s = Line(s)
	if max < 1 || utf8.RuneCountInString(s) <= max {
		return s
	}
	runes := []rune(s)
	return string(runes[:max-1]) + "…"
}

// isPlain reports whether s can be shown as it is, which is nearly always so.
func isPlain(s string, lineFeeds bool) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x7f || c < 0x20 && !(c == '\n' && lineFeeds) {
			return false
		}
	}
	return true
}

func scrub(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); {
		if n := escapeLength(s[i:]); n > 0 {
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			const hex = "0123456789ABCDEF"
			out.WriteString("<0x" + string(hex[s[i]>>4]) + string(hex[s[i]&15]) + ">")
		case r == '\n' || r == '\r':
			out.WriteRune(r)
		case r == '\t':
			out.WriteByte(' ')
		case r < 0x20 || r >= 0x7f && r < 0xa0:
			// a control character without a visible form
		case isInvisible(r):
			out.WriteString(codePoint(r))
		default:
			out.WriteString(s[i : i+size])
		}
		i += size
	}
	return out.String()
}

// escapeLength returns how many bytes of s are one terminal escape sequence, or 0 when s does not begin with one.
// An unfinished sequence takes the escape character only, so that no text is swallowed.
func escapeLength(s string) int {
	if len(s) == 0 || s[0] != 0x1b {
		return 0
	}
	if len(s) == 1 {
		return 1
	}
	switch s[1] {
	case '[': // CSI: parameters, then one final byte
		for i := 2; i < len(s) && i < 64; i++ {
			if s[i] >= 0x40 && s[i] <= 0x7e {
				return i + 1
			}
			if s[i] < 0x20 || s[i] > 0x3f {
				return 1
			}
		}
		return 1
	case ']', 'P', '_', '^', 'X': // OSC, DCS, APC, PM, SOS: up to BEL or ESC \
		for i := 2; i < len(s) && i < 4096; i++ {
			if s[i] == 0x07 {
				return i + 1
			}
			if s[i] == 0x1b {
				if i+1 < len(s) && s[i+1] == '\\' {
					return i + 2
				}
				return 1
			}
			if s[i] == '\n' {
				return 1
			}
		}
		return 1
	}
	if s[1] >= 0x20 && s[1] < 0x7f && s[1] != ' ' {
		return 2
	}
	return 1
}

// isInvisible reports characters that a person cannot see but that change what a comparison or a terminal does:
// zero-width characters, direction marks, the byte order mark, tags and variation selectors on their own.
func isInvisible(r rune) bool {
	switch {
	case r == 0x00ad, r == 0x034f, r == 0x061c, r == 0x115f, r == 0x1160, r == 0x17b4, r == 0x17b5, r == 0x180e, r == 0x3164, r == 0xfeff, r == 0xffa0:
		return true
	case r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r >= 0xfff0 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe0fff:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// codePoint writes r as <U+200B>.
func codePoint(r rune) string {
	const hex = "0123456789ABCDEF"
	digits := make([]byte, 0, 6)
	for r > 0 || len(digits) < 4 {
		digits = append(digits, hex[r&15])
		r >>= 4
	}
	for i, j := 0, len(digits)-1; i < j; i, j = i+1, j-1 {
		digits[i], digits[j] = digits[j], digits[i]
	}
	return "<U+" + string(digits) + ">"
}
