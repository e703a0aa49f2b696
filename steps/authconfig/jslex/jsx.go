package jslex

import "strings"

// tagFollows reports whether "<" here begins a JSX element and not the type parameters of a generic function.
func (lexer *lexer) tagFollows() bool {
	rest := lexer.rest()[1:]
	if strings.HasPrefix(rest, ">") {
		return true // a fragment
	}
	if rest == "" || !isNameStart(rest[0]) {
		return false
	}
	n := nameLength(rest)
	name := rest[:n]
	after := strings.TrimLeft(rest[n:], " \t\r\n")
	switch {
	case strings.HasPrefix(after, ","), strings.HasPrefix(after, "extends "), strings.HasPrefix(after, "= "):
		return false // <T,>() => …, <T extends X>() => …
	case strings.HasPrefix(after, ">"):
		// <T>(x: T) => … where a type may stand; an element of that name would be closed somewhere
		next := strings.TrimLeft(after[1:], " \t\r\n")
		return !strings.HasPrefix(next, "(") || strings.Contains(after, "</"+name+">")
	}
	return true
}

// openTag reads "<Name" and enters the tag.
func (lexer *lexer) openTag() {
	start := lexer.at
	lexer.at++
	nameStart := lexer.at
	for lexer.at < len(lexer.source) && isTagPart(lexer.source[lexer.at]) {
		lexer.at++
	}
	lexer.emit(TagOpen, lexer.source[nameStart:lexer.at], start)
	lexer.push(inTag)
	lexer.skipTypeArguments()
}

func isTagPart(c byte) bool { return isNamePart(c) || c == '.' || c == '-' || c == ':' }

// skipTypeArguments skips the <…> of <Component<Type> prop>.
func (lexer *lexer) skipTypeArguments() {
	if !strings.HasPrefix(lexer.rest(), "<") {
		return
	}
	depth := 0
	for i := 0; i < len(lexer.rest()) && i < 1000; i++ {
		switch lexer.rest()[i] {
		case '<':
			depth++
		case '>':
			if depth--; depth == 0 {
				lexer.skip(i + 1)
				return
			}
		case ';':
			return
		}
	}
}

// tag reads one token between "<Name" and ">".
func (lexer *lexer) tag() {
	if lexer.skipBlank() {
		return
	}
	start := lexer.at
	c := lexer.source[start]
	switch {
	case c == '>':
		lexer.at++
		lexer.emit(TagEnd, ">", start)
		lexer.modes[len(lexer.modes)-1].mode = inChildren
	case strings.HasPrefix(lexer.rest(), "/>"):
		lexer.at += 2
		lexer.emit(TagSelf, "/>", start)
		lexer.pop()
	case c == '{':
		lexer.at++
		lexer.emit(Punct, "{", start)
		lexer.push(inScript)
	case c == '"' || c == '\'':
		// no escapes, and line breaks are allowed
		n := strings.IndexByte(lexer.rest()[1:], c)
		if n < 0 {
			lexer.skip(1)
			return
		}
		lexer.at += n + 2
		lexer.emit(String, lexer.source[start:lexer.at], start)
	case isNameStart(c):
		for lexer.at < len(lexer.source) && isTagPart(lexer.source[lexer.at]) {
			lexer.at++
		}
		if lexer.at == start {
			lexer.at++ // "#"
		}
		lexer.emit(Attr, lexer.source[start:lexer.at], start)
	case c == '<' && lexer.tagFollows():
		lexer.openTag() // an element as the value of an attribute
	case c == ';' || c == ')' || c == '}':
		// no tag at all: it was a comparison or a type
		lexer.modes = lexer.modes[:len(lexer.modes)-1]
	default:
		lexer.at++
		lexer.emit(Punct, lexer.source[start:lexer.at], start)
	}
}

// children reads one piece between ">" and "</Name>".
func (lexer *lexer) children() {
	start := lexer.at
	switch {
	case strings.HasPrefix(lexer.rest(), "</"):
		end := strings.IndexByte(lexer.rest(), '>')
		if end < 0 {
			lexer.skip(len(lexer.rest()))
			return
		}
		lexer.at += end + 1
		lexer.emit(TagClose, strings.TrimSpace(lexer.source[start+2:lexer.at-1]), start)
		lexer.pop()
	case lexer.source[start] == '<' && len(lexer.rest()) > 1 && (isNameStart(lexer.rest()[1]) || lexer.rest()[1] == '>'):
		lexer.openTag()
	case lexer.source[start] == '{':
		lexer.at++
		lexer.emit(Punct, "{", start)
		lexer.push(inScript)
	default:
		n := strings.IndexAny(lexer.rest()[1:], "<{")
		if n < 0 {
			n = len(lexer.rest()) - 1
		}
		lexer.at += n + 1
		if text := lexer.source[start:lexer.at]; strings.TrimSpace(text) != "" {
			lexer.emit(Text, text, start)
		} else {
			lexer.at = start
			lexer.skip(n + 1)
		}
	}
}
