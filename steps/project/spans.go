package project

import "convex-auth-doctor/steps/authconfig/jslex"

// span is one function.
type span struct {
	name       string // "" when it has none
	params     [2]int // tokens between the brackets of its parameters
	body       [2]int // tokens of its body
	line       int
	wrapped    string // the function that it is given to: useMemo in useMemo(() => …)
	isProperty bool   // name: (…) => … or a method of an object
}

// spansOf finds the functions.
func spansOf(tokens []jslex.Token) []span {
	var all []span
	for i, token := range tokens {
		switch {
		case token.Is("=>") && token.Kind == jslex.Punct:
			if one, ok := arrowAt(tokens, i); ok {
				all = append(all, one)
			}
		case token.Is("function") && token.Kind == jslex.Ident:
			if one, ok := functionAt(tokens, i); ok {
				all = append(all, one)
			}
		case token.Kind == jslex.Ident && at(tokens, i+1).Is("(") && tokens[i+1].Pair > 0:
			// a method: name(…) { … } or name(…): Type { … }
			end := tokens[i+1].Pair
			if !at(tokens, end+1).Is("{") || isKeyword(token.Text) || at(tokens, i-1).Is("function") {
				continue
			}
			if body := tokens[end+1]; body.Pair > 0 {
				all = append(all, span{name: token.Text, params: [2]int{i + 2, end}, body: [2]int{end + 1, body.Pair}, line: token.Line, isProperty: true})
			}
		}
	}
	return all
}

func isKeyword(name string) bool {
	switch name {
	case "if", "for", "while", "switch", "catch", "function", "with", "return", "await", "typeof":
		return true
	}
	return false
}

// arrowAt reads the arrow function whose "=>" is token i.
func arrowAt(tokens []jslex.Token, i int) (span, bool) {
	one := span{line: tokens[i].Line}
	start := i - 1
	for back := 0; back < 40 && start >= 0; back++ { // over a result type: ): Promise<string> =>
		if tokens[start].Is(")") {
			break
		}
		if start == i-1 && tokens[start].Kind == jslex.Ident && !at(tokens, start-1).Is(":") && !at(tokens, start-1).Is("|") && !at(tokens, start-1).Is(".") {
			one.params = [2]int{start, i}
			break
		}
		if tokens[start].Is(";") || tokens[start].Is("=") || tokens[start].Is("=>") {
			return span{}, false
		}
		if p := tokens[start].Pair; p >= 0 && p < start {
			start = p
		}
		start--
	}
	if start < 0 {
		return span{}, false
	}
	if tokens[start].Is(")") {
		if tokens[start].Pair < 0 {
			return span{}, false
		}
		one.params = [2]int{tokens[start].Pair + 1, start}
		start = tokens[start].Pair
	}
	if at(tokens, start-1).Is("async") {
		start--
	}
	if at(tokens, start-1).Is(">") { // type parameters: <T,>(…)
		for back := start - 1; back >= 0 && start-back < 20; back-- {
			if tokens[back].Is("<") {
				start = back
				break
			}
		}
	}
	one.name, one.wrapped, one.isProperty = nameBefore(tokens, start)
	body := at(tokens, i+1)
	if body.Is("{") && body.Pair > 0 {
		one.body = [2]int{i + 1, body.Pair}
		return one, true
	}
	one.body = [2]int{i + 1, expressionEnd(tokens, i+1)}
	return one, true
}

// nameBefore finds the name that the function which begins at token start is given: const name = …, name: …, and what it is
// handed to, as in const name = useCallback(…).
func nameBefore(tokens []jslex.Token, start int) (name, wrapped string, isProperty bool) {
	before := at(tokens, start-1)
	if before.Is("(") && at(tokens, start-2).Kind == jslex.Ident {
		wrapped = tokens[start-2].Text
		start -= 2
		for at(tokens, start-1).Is(".") { // React.useCallback(
			start -= 2
		}
		before = at(tokens, start-1)
	}
	switch {
	case before.Is("=") && at(tokens, start-2).Kind == jslex.Ident:
		name = tokens[start-2].Text
	case before.Is("="): // const name: Type = …
		for back := start - 2; back >= 0 && start-back < 30; back-- {
			if tokens[back].Is("const") || tokens[back].Is("let") {
				name = at(tokens, back+1).Text
				break
			}
			if tokens[back].Is(";") || tokens[back].Is("{") {
				break
			}
		}
	case before.Is(":") && (at(tokens, start-2).Kind == jslex.Ident || at(tokens, start-2).Kind == jslex.String):
		name, isProperty = tokens[start-2].Text, true
	}
	return name, wrapped, isProperty
}

// functionAt reads the function whose keyword is token i.
func functionAt(tokens []jslex.Token, i int) (span, bool) {
	one := span{line: tokens[i].Line}
	j := i + 1
	if at(tokens, j).Is("*") {
		j++
	}
	if at(tokens, j).Kind == jslex.Ident {
		one.name = tokens[j].Text
		j++
	} else {
		start := i
		if at(tokens, i-1).Is("async") {
			start--
		}
		one.name, one.wrapped, one.isProperty = nameBefore(tokens, start)
	}
	for k := j; k < len(tokens) && k < j+30; k++ { // over type parameters
		if tokens[k].Is("(") {
			j = k
			break
		}
	}
	open := at(tokens, j)
	if !open.Is("(") || open.Pair < 0 {
		return span{}, false
	}
	one.params = [2]int{j + 1, open.Pair}
	for k := open.Pair + 1; k < len(tokens) && k < open.Pair+60; k++ { // over a result type
		if tokens[k].Is("{") && tokens[k].Pair > 0 {
			if tokens[k-1].Is(":") || tokens[k-1].Is("<") || tokens[k-1].Is("|") || tokens[k-1].Is(",") { // the type is itself an object
				k = tokens[k].Pair
				continue
			}
			one.body = [2]int{k, tokens[k].Pair}
			return one, true
		}
		if tokens[k].Is(";") {
			break
		}
	}
	return span{}, false
}

// expressionEnd returns the index behind the expression that begins at token i.
func expressionEnd(tokens []jslex.Token, i int) int {
	for j := i; j < len(tokens); j++ {
		token := tokens[j]
		if token.Pair > j {
			j = token.Pair
			continue
		}
		if token.Kind == jslex.Punct {
			switch token.Text {
			case ",", ";", ")", "]", "}":
				return j
			}
		}
		if j > i && token.Line > tokens[j-1].Line && token.Kind == jslex.Ident && startsStatement(token.Text) {
			return j
		}
	}
	return len(tokens)
}

func startsStatement(word string) bool {
	switch word {
	case "const", "let", "var", "function", "export", "import", "return", "if", "for", "class", "async":
		return true
	}
	return false
}
