// Package jslex takes JavaScript and TypeScript apart into tokens, JSX included. It exists so that a word in a comment, a
// string or the text of a page is never taken for code. It does not parse: it knows where an expression may begin (to
// tell a division from a regular expression and a comparison from a JSX tag), and which bracket closes which.
//
// Any bytes are fine: what cannot be read is skipped, every step moves forward, and nothing recurses.
package jslex

import "strings"

// Kind is what a token is.
type Kind uint8

// The kinds of tokens.
const (
	Ident    Kind = iota + 1 // a name or a keyword; "#x" for a private name
	Number                   // 12, 0x1f, 1n
	String                   // 'a' or "a", with its quotes
	Template                 // a piece of literal text in a template, without the backticks and "${"
	Regexp                   // /a/g
	Punct                    // one operator or bracket; "${" opens an expression in a template
	TagOpen                  // "<Name" of a JSX element; Text is the name, "" for a fragment
	TagEnd                   // ">" that ends an opening tag
	TagSelf                  // "/>" that ends an element without children
	TagClose                 // "</Name>"; Text is the name
	Attr                     // the name of a JSX attribute
	Text                     // text between JSX tags
)

// Token is one token. Text is a piece of the source (see Kind for tags and templates).
type Token struct {
	Kind  Kind
	Text  string
	Start int // offset of the token's first byte
	End   int // offset behind its last byte
	Line  int // 1-based line of its first byte
	Pair  int // index of the matching bracket, tag or "`"; -1 where there is none
}

// Is reports whether the token is the punctuation or the name text.
func (token Token) Is(text string) bool {
	return (token.Kind == Punct || token.Kind == Ident) && token.Text == text
}

// Value returns the characters that a string token or a piece of a template stands for. Escapes other than the simple ones, \x and \u are
// left as they are.
func (token Token) Value() string {
	text := token.Text
	if token.Kind == String {
		if len(text) < 2 || text[len(text)-1] != text[0] {
			text = strings.TrimLeft(text, `'"`)
		} else {
			text = text[1 : len(text)-1]
		}
	}
	if !strings.Contains(text, `\`) {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			out.WriteByte(text[i])
			continue
		}
		i++
		switch c := text[i]; c {
		case 'n':
			out.WriteByte('\n')
		case 't':
			out.WriteByte('\t')
		case 'r':
			out.WriteByte('\r')
		case '\n':
		case 'x', 'u':
			r, n := hexEscape(text[i:])
			if n == 0 {
				out.WriteByte(c)
				continue
			}
			out.WriteRune(r)
			i += n - 1
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// hexEscape reads x41, u0041 or u{41} at the start of s and returns the character and the length, or 0.
func hexEscape(s string) (rune, int) {
	digits, skip := 2, 1
	if s[0] == 'u' {
		digits = 4
		if strings.HasPrefix(s, "u{") {
			digits = strings.IndexByte(s, '}') - 2
			skip = 2
			if digits < 1 || digits > 6 {
				return 0, 0
			}
		}
	}
	if len(s) < skip+digits {
		return 0, 0
	}
	var r rune
	for _, c := range []byte(s[skip : skip+digits]) {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 | rune(c-'0')
		case c >= 'a' && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case c >= 'A' && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, 0
		}
	}
	if skip == 2 {
		digits++
	}
	return r, skip + digits
}
