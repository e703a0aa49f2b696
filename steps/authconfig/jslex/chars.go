package jslex

import "strings"

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isNameStart reports whether a name may begin with c; every byte outside ASCII counts as a letter.
func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$' || c == '#' || c >= 0x80
}

func isNamePart(c byte) bool { return isNameStart(c) && c != '#' || isDigit(c) }

func nameLength(s string) int {
	n := 1
	for n < len(s) && isNamePart(s[n]) {
		n++
	}
	return n
}

// stringLength returns the length of the quoted string at the start of s. A string that is not closed ends with its line.
func stringLength(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '\n':
			return i
		case s[0]:
			return i + 1
		}
	}
	return len(s)
}

// regexpLength returns the length of the regular expression at the start of s, or 0 when none ends on this line.
func regexpLength(s string) int {
	class := false
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '\n':
			return 0
		case '[':
			class = true
		case ']':
			class = false
		case '/':
			if class {
				continue
			}
			for i++; i < len(s) && isNamePart(s[i]); i++ {
			}
			return i
		}
	}
	return 0
}

// operators are the ones of more than one character that change what may follow or that rules ask for.
var operators = []string{">>>=", "...", "===", "!==", "**=", "??=", "&&=", "||=", "<<=", ">>=", "=>", "?.", "??", "&&", "||", "==", "!=", "<=", ">=", "++", "--", "+=", "-=", "*=", "/=", "%="}

func punctLength(s string) int {
	for _, operator := range operators {
		if strings.HasPrefix(s, operator) {
			if operator == "?." && len(s) > 2 && isDigit(s[2]) {
				return 1 // a ? .5 : b
			}
			return len(operator)
		}
	}
	return 1
}

// before an expression stand these words, although they look like names.
var expressionWords = map[string]bool{
	"return": true, "typeof": true, "case": true, "in": true, "of": true, "delete": true, "void": true, "throw": true, "new": true,
	"do": true, "else": true, "instanceof": true, "yield": true, "await": true, "default": true, "extends": true,
}

// expressionMayBegin reports whether an expression can begin here, judged by the token before.
func (lexer *lexer) expressionMayBegin() bool {
	if len(lexer.tokens) == 0 {
		return true
	}
	last := lexer.tokens[len(lexer.tokens)-1]
	switch last.Kind {
	case Ident:
		return expressionWords[last.Text] && !lexer.isMember()
	case Number, String, Regexp, Template:
		return false
	case Punct:
		switch last.Text {
		case ")", "]", "}", "`", "++", "--":
			return false
		case "!":
			return !lexer.isPostfix() // TypeScript's x! is the end of an expression
		}
	case TagSelf, TagClose, TagEnd:
		return false
	}
	return true
}

// isMember reports whether the last token is a name behind a dot, as in promise.return.
func (lexer *lexer) isMember() bool {
	n := len(lexer.tokens)
	return n > 1 && (lexer.tokens[n-2].Text == "." || lexer.tokens[n-2].Text == "?.")
}

// isPostfix reports whether the last token stands directly behind the expression before it.
func (lexer *lexer) isPostfix() bool {
	n := len(lexer.tokens)
	if n < 2 || lexer.tokens[n-2].End != lexer.tokens[n-1].Start {
		return false
	}
	before := lexer.tokens[n-2]
	return before.Kind == Ident || before.Text == ")" || before.Text == "]"
}
