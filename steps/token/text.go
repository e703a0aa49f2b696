package token

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// Clean returns the text of a token as it was sent, as far as that can be told from how it was copied: without quotes,
// the word Bearer, line breaks of a terminal or a mail, percent-encoding and backslashes. Damage that the token itself
// may have had when it was sent, such as padding, stays. The damage that was undone is returned, in order.
func Clean(raw string) (string, []Damage) {
	var damage []Damage
	note := func(kind DamageKind, at int) { damage = append(damage, Damage{kind, Whole, at}) }

	text := strings.TrimSpace(strings.TrimPrefix(raw, "\ufeff"))
	if at := strings.IndexFunc(text, invisible); at >= 0 {
		text = strings.TrimSpace(strings.Map(dropInvisible, text))
		note(Invisible, at)
	}
	text = unquoted(text)
	text = withoutScheme(text)
	text = unquoted(text)
	if isPlain(text) {
		return text, damage
	}
	if at := strings.IndexByte(text, '%'); at >= 0 {
		if decoded, err := url.PathUnescape(text); err == nil && decoded != text {
			text = unquoted(strings.TrimSpace(decoded))
			note(PercentEncoded, at)
		}
	}
	if at := strings.IndexByte(text, '\\'); at >= 0 {
		text = unquoted(strings.TrimSpace(unescape(text)))
		note(JSONEscaped, at)
	}
	if at := strings.IndexFunc(text, unicode.IsSpace); at >= 0 {
		if joined, ok := joinLines(text); ok {
			text = unquoted(joined)
			note(Whitespace, at)
		}
	}
	if at := ellipsis(text); at >= 0 && looksEncoded(text[:at]) {
		note(Shortened, at)
	}
	return text, damage
}

// isPlain reports the usual case: nothing but the characters of a token.
func isPlain(text string) bool {
	for i := 0; i < len(text); i++ {
		if !tokenByte(text[i]) && text[i] != '=' || strings.HasPrefix(text[i:], "...") {
			return false
		}
	}
	return true
}

// tokenByte reports whether c can stand in a token: base64url, base64, or the dot between two parts.
func tokenByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '-' || c == '_' || c == '.' || c == '+' || c == '/'
}

func invisible(r rune) bool {
	return r == 0xfeff || r == 0xad || unicode.Is(unicode.Cf, r)
}

func dropInvisible(r rune) rune {
	if invisible(r) {
		return -1
	}
	return r
}

// unquoted removes pairs of quotes, back-ticks and brackets around the text, and a comma or semicolon after it.
func unquoted(text string) string {
	for {
		before := text
		text = strings.TrimRight(strings.TrimSpace(text), ",;")
		for _, pair := range []string{`""`, `''`, "``", "“”", "‘’", "«»", "„“", "()"} {
			open, close := cutPair(pair)
			if len(text) >= len(open)+len(close) && strings.HasPrefix(text, open) && strings.HasSuffix(text, close) {
				text = text[len(open) : len(text)-len(close)]
			}
		}
		text = strings.TrimSuffix(strings.TrimPrefix(text, `\"`), `\"`)
		if text == before {
			return strings.Trim(text, "\"'`“”‘’")
		}
	}
}

func cutPair(pair string) (open, close string) {
	runes := []rune(pair)
	return string(runes[0]), string(runes[1])
}

// withoutScheme drops the authorization scheme in front of a token (RFC 6750 section 2.1; the scheme has no case).
func withoutScheme(text string) string {
	for _, prefix := range []string{"authorization:", "bearer"} {
		if len(text) > len(prefix) && strings.EqualFold(text[:len(prefix)], prefix) {
			if rest := text[len(prefix):]; prefix[len(prefix)-1] == ':' || rest[0] == ' ' || rest[0] == '\t' || rest[0] == ':' {
				text = strings.TrimLeft(rest, " \t:")
			}
		}
	}
	return text
}

// unescape undoes the escapes of JSON, JavaScript and shell strings; a backslash before a line break joins the lines.
func unescape(text string) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 >= len(text) {
			if text[i] != '\\' {
				out.WriteByte(text[i])
			}
			continue
		}
		i++
		switch c := text[i]; c {
		case 'n', 'r', 't', '\n', '\r':
			out.WriteByte('\n')
		case 'u', 'x':
			digits := 4
			if c == 'x' {
				digits = 2
			}
			if i+digits < len(text) {
				if code, err := strconv.ParseUint(text[i+1:i+1+digits], 16, 32); err == nil {
					out.WriteRune(rune(code))
					i += digits
					continue
				}
			}
			out.WriteByte(c)
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// joinLines joins a token that was broken into lines, with the marks that mail and Markdown put before a line. It
// refuses text whose pieces are no pieces of a token, such as a sentence.
func joinLines(text string) (string, bool) {
	var out strings.Builder
	for _, piece := range strings.Fields(text) {
		if piece = strings.Trim(piece, ">|│\"'`+"); piece == "" {
			continue
		}
		for _, r := range piece {
			if r >= 0x80 && r != '…' || r < 0x80 && !tokenByte(byte(r)) && r != '=' {
				return text, false
			}
		}
		out.WriteString(piece)
	}
	return out.String(), looksEncoded(out.String())
}

// looksEncoded reports whether the text begins as the base64 of a JSON object does ("eyJ", "ey", "ew", "e3") or has the
// shape of a token: two dots and nothing but token characters, long enough not to be a name.
func looksEncoded(text string) bool {
	if strings.HasPrefix(text, "eyJ") || strings.HasPrefix(text, "eyA") || strings.HasPrefix(text, "ewo") || strings.HasPrefix(text, "ew0") {
		return true
	}
	return len(text) >= 40 && strings.Count(text, ".") == 2
}

// ellipsis returns where a viewer left something out, or -1: "…", or three dots, which no token has in a row.
func ellipsis(text string) int {
	at := strings.Index(text, "…")
	if dots := strings.Index(text, "..."); dots >= 0 && (at < 0 || dots < at) {
		at = dots
	}
	return at
}
