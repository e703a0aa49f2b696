package jslex

import "strings"

// Options say how the source is written.
type Options struct {
	JSX    bool    // "<" may begin a JSX element: .tsx, .jsx, .js
	Buffer []Token // memory to use again, of tokens that are no longer needed; may be nil
}

// maxDepth bounds the stack of open brackets, tags and templates; deeper source is read no further.
const maxDepth = 20000

// Lex returns the tokens of source, brackets paired.
func Lex(source string, options Options) []Token {
	lexer := &lexer{source: source, line: 1, jsx: options.JSX, tokens: options.Buffer[:0]}
	if want := len(source) / 4; cap(lexer.tokens) < want {
		lexer.tokens = make([]Token, 0, want)
	}
	if strings.HasPrefix(source, "#!") {
		lexer.skipLine()
	}
	for lexer.at < len(lexer.source) && len(lexer.modes) < maxDepth {
		switch lexer.mode() {
		case inTag:
			lexer.tag()
		case inChildren:
			lexer.children()
		case inTemplate:
			lexer.template()
		default:
			lexer.script()
		}
	}
	return lexer.tokens
}

// mode is what surrounds the next character.
type mode uint8

const (
	inScript   mode = iota // the top of the file, or behind an opening bracket
	inTag                  // between "<Name" and ">"
	inChildren             // between ">" and "</Name>"
	inTemplate             // between backticks
)

// open is one open bracket, tag or template.
type open struct {
	mode  mode
	token int // index of the token that opened it
}

type lexer struct {
	source string
	at     int
	line   int
	jsx    bool
	tokens []Token
	modes  []open
}

func (lexer *lexer) mode() mode {
	if len(lexer.modes) == 0 {
		return inScript
	}
	return lexer.modes[len(lexer.modes)-1].mode
}

func (lexer *lexer) push(mode mode) {
	lexer.modes = append(lexer.modes, open{mode, len(lexer.tokens) - 1})
}

// pop leaves the innermost open thing and pairs its token with the last one.
func (lexer *lexer) pop() {
	top := lexer.modes[len(lexer.modes)-1]
	lexer.modes = lexer.modes[:len(lexer.modes)-1]
	if top.token >= 0 {
		last := len(lexer.tokens) - 1
		lexer.tokens[top.token].Pair = last
		lexer.tokens[last].Pair = top.token
	}
}

// emit adds the token from start to the current place and counts its lines.
func (lexer *lexer) emit(kind Kind, text string, start int) {
	lexer.tokens = append(lexer.tokens, Token{Kind: kind, Text: text, Start: start, End: lexer.at, Line: lexer.line, Pair: -1})
	lexer.line += strings.Count(lexer.source[start:lexer.at], "\n")
}

func (lexer *lexer) rest() string { return lexer.source[lexer.at:] }

// skip moves n bytes forward without a token.
func (lexer *lexer) skip(n int) {
	lexer.line += strings.Count(lexer.source[lexer.at:lexer.at+n], "\n")
	lexer.at += n
}

func (lexer *lexer) skipLine() {
	if n := strings.IndexByte(lexer.rest(), '\n'); n >= 0 {
		lexer.skip(n)
		return
	}
	lexer.at = len(lexer.source)
}

// skipBlank skips white space and comments and reports whether it did.
func (lexer *lexer) skipBlank() bool {
	c := lexer.source[lexer.at]
	switch {
	case c == '\n':
		lexer.line++
		lexer.at++
	case c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
		lexer.at++
	case strings.HasPrefix(lexer.rest(), "\ufeff"):
		lexer.at += len("\ufeff")
	case strings.HasPrefix(lexer.rest(), "\u00a0"):
		lexer.at += len("\u00a0")
	case strings.HasPrefix(lexer.rest(), "//"):
		lexer.skipLine()
	case strings.HasPrefix(lexer.rest(), "/*"):
		n := strings.Index(lexer.rest()[2:], "*/")
		if n < 0 {
			lexer.skip(len(lexer.rest()))
		} else {
			lexer.skip(n + 4)
		}
	default:
		return false
	}
	return true
}

// script reads one token of ordinary code.
func (lexer *lexer) script() {
	if lexer.skipBlank() {
		return
	}
	start := lexer.at
	c := lexer.source[start]
	switch {
	case isNameStart(c):
		lexer.at += nameLength(lexer.rest())
		lexer.emit(Ident, lexer.source[start:lexer.at], start)
	case c >= '0' && c <= '9' || c == '.' && start+1 < len(lexer.source) && isDigit(lexer.source[start+1]):
		lexer.number()
	case c == '\'' || c == '"':
		lexer.at += stringLength(lexer.rest())
		lexer.emit(String, lexer.source[start:lexer.at], start)
	case c == '`':
		lexer.at++
		lexer.emit(Punct, "`", start)
		lexer.push(inTemplate)
	case c == '/' && lexer.expressionMayBegin():
		if n := regexpLength(lexer.rest()); n > 0 {
			lexer.at += n
			lexer.emit(Regexp, lexer.source[start:lexer.at], start)
			return
		}
		lexer.punct()
	case c == '<' && lexer.jsx && lexer.expressionMayBegin() && lexer.tagFollows():
		lexer.openTag()
	default:
		lexer.punct()
	}
}

// punct reads one operator or bracket.
func (lexer *lexer) punct() {
	start := lexer.at
	c := lexer.source[start]
	lexer.at += punctLength(lexer.rest())
	text := lexer.source[start:lexer.at]
	lexer.emit(Punct, text, start)
	switch c {
	case '{', '(', '[':
		lexer.push(inScript)
	case '}', ')', ']':
		lexer.closeBracket(c)
	}
}

// closeBracket pairs a closing bracket with the innermost open one of its kind. A stray one changes nothing: brackets
// that were left open inside are given up.
func (lexer *lexer) closeBracket(c byte) {
	for i := len(lexer.modes) - 1; i >= 0; i-- {
		top := lexer.modes[i]
		if top.mode != inScript {
			return
		}
		opener := lexer.tokens[top.token].Text
		if opener == "{" && c == '}' || opener == "${" && c == '}' || opener == "(" && c == ')' || opener == "[" && c == ']' {
			lexer.modes = lexer.modes[:i+1]
			lexer.pop()
			return
		}
		if opener == "{" || opener == "${" {
			return // a block is never closed by ")" or "]"
		}
	}
}

func (lexer *lexer) number() {
	start := lexer.at
	for lexer.at < len(lexer.source) {
		c := lexer.source[lexer.at]
		exponentSign := (c == '+' || c == '-') && (lexer.source[lexer.at-1]|0x20) == 'e' && !strings.HasPrefix(lexer.source[start:], "0x")
		if !isNamePart(c) && c != '.' && !exponentSign || lexer.at == start && exponentSign {
			break
		}
		lexer.at++
	}
	lexer.emit(Number, lexer.source[start:lexer.at], start)
}

// template reads literal text up to the next "${" or the closing backtick.
func (lexer *lexer) template() {
	start := lexer.at
	for lexer.at < len(lexer.source) {
		switch c := lexer.source[lexer.at]; {
		case c == '\\' && lexer.at+1 < len(lexer.source):
			lexer.at += 2
			continue
		case c == '`' || c == '$' && strings.HasPrefix(lexer.rest(), "${"):
			if lexer.at > start {
				lexer.emit(Template, lexer.source[start:lexer.at], start)
			}
			start = lexer.at
			if c == '`' {
				lexer.at++
				lexer.emit(Punct, "`", start)
				lexer.pop()
				return
			}
			lexer.at += 2
			lexer.emit(Punct, "${", start)
			lexer.push(inScript)
			return
		}
		lexer.at++
	}
	lexer.emit(Template, lexer.source[start:lexer.at], start)
}
