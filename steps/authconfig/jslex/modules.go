package jslex

// Import is one name, or the bare fact, that a module takes from another one.
type Import struct {
	Module   string // as written: "convex/react", "./env"
	Imported string // the name in the other module; "default", "*" for the namespace, "" for `import "x"`
	Local    string // the name in this one; "" where it has none (re-exports, side effects)
	Line     int
	TypeOnly bool // import type: nothing of it is there at run time
	Reexport bool // export … from
	Dynamic  bool // import("x")
}

// Export is one name that a module gives away.
type Export struct {
	Name  string // "default" for the default export
	Local string // the name inside, "" for an expression
	Line  int
	Token int // index of the token that names it
}

// Imports returns what a module takes from others, in order.
func Imports(tokens []Token) []Import {
	var all []Import
	for i := range tokens {
		token := tokens[i]
		if token.Kind != Ident || i > 0 && (tokens[i-1].Text == "." || tokens[i-1].Text == "?.") {
			continue
		}
		switch token.Text {
		case "import":
			all = append(all, importAt(tokens, i)...)
		case "export":
			all = append(all, reexportAt(tokens, i)...)
		case "require":
			if at(tokens, i+1).Is("(") && at(tokens, i+2).Kind == String && at(tokens, i+3).Is(")") {
				all = append(all, requireAt(tokens, i)...)
			}
		}
	}
	return all
}

func at(tokens []Token, i int) Token {
	if i < 0 || i >= len(tokens) {
		return Token{Pair: -1}
	}
	return tokens[i]
}

// importAt reads the import declaration or import() whose keyword is token i.
func importAt(tokens []Token, i int) []Import {
	line := tokens[i].Line
	next := at(tokens, i+1)
	switch {
	case next.Kind == String:
		return []Import{{Module: next.Value(), Line: line}}
	case next.Is("("):
		if name := at(tokens, i+2); name.Kind == String {
			return []Import{{Module: name.Value(), Imported: "*", Line: line, Dynamic: true}}
		}
		return nil
	case next.Is("."):
		return nil // import.meta
	}
	var found []Import
	j := i + 1
	typeOnly := false
	if at(tokens, j).Is("type") && !at(tokens, j+1).Is("from") && !at(tokens, j+1).Is(",") {
		typeOnly = true
		j++
	}
	for ; j < len(tokens); j++ {
		token := tokens[j]
		switch {
		case token.Is("from"):
			name := at(tokens, j+1)
			if name.Kind != String {
				if j == i+1 || token.Line != at(tokens, j+1).Line {
					return nil
				}
				continue
			}
			for k := range found {
				found[k].Module = name.Value()
			}
			return found
		case token.Is("*") && at(tokens, j+1).Is("as"):
			found = append(found, Import{Imported: "*", Local: at(tokens, j+2).Text, Line: line, TypeOnly: typeOnly})
			j += 2
		case token.Is("{"):
			if token.Pair < 0 {
				return nil
			}
			found = append(found, named(tokens[j+1:token.Pair], line, typeOnly)...)
			j = token.Pair
		case token.Is(","):
		case token.Kind == Ident:
			found = append(found, Import{Imported: "default", Local: token.Text, Line: line, TypeOnly: typeOnly})
		default:
			return nil
		}
	}
	return nil
}

// named reads the list between the braces of an import: a, b as c, type D.
func named(tokens []Token, line int, typeOnly bool) []Import {
	var found []Import
	for i := 0; i < len(tokens); i++ {
		if tokens[i].Kind != Ident && tokens[i].Kind != String {
			continue
		}
		one := Import{Line: line, TypeOnly: typeOnly}
		if tokens[i].Is("type") && at(tokens, i+1).Kind == Ident && !at(tokens, i+1).Is("as") {
			one.TypeOnly = true
			i++
		}
		one.Imported, one.Local = tokens[i].Text, tokens[i].Text
		if tokens[i].Kind == String {
			one.Imported = tokens[i].Value()
		}
		if at(tokens, i+1).Is("as") && at(tokens, i+2).Kind == Ident {
			one.Local = tokens[i+2].Text
			i += 2
		}
		found = append(found, one)
	}
	return found
}

// reexportAt reads export { a as b } from "x" and export * from "x".
func reexportAt(tokens []Token, i int) []Import {
	j := i + 1
	typeOnly := at(tokens, j).Is("type")
	if typeOnly {
		j++
	}
	var found []Import
	switch next := at(tokens, j); {
	case next.Is("*"):
		found = []Import{{Imported: "*", Line: tokens[i].Line, TypeOnly: typeOnly, Reexport: true}}
		if j++; at(tokens, j).Is("as") {
			j += 2
		}
	case next.Is("{") && next.Pair > 0:
		for _, one := range named(tokens[j+1:next.Pair], tokens[i].Line, typeOnly) {
			found = append(found, Import{Imported: one.Imported, Line: one.Line, TypeOnly: one.TypeOnly, Reexport: true})
		}
		j = next.Pair + 1
	}
	if !at(tokens, j).Is("from") || at(tokens, j+1).Kind != String {
		return nil
	}
	for k := range found {
		found[k].Module = tokens[j+1].Value()
	}
	return found
}

// requireAt reads const x = require("m") and const { a, b: c } = require("m"); i is the word require.
func requireAt(tokens []Token, i int) []Import {
	module := tokens[i+2].Value()
	line := tokens[i].Line
	whole := []Import{{Module: module, Imported: "*", Line: line}}
	if !at(tokens, i-1).Is("=") {
		return whole
	}
	before := at(tokens, i-2)
	if before.Kind == Ident {
		whole[0].Local = before.Text
		return whole
	}
	if !before.Is("}") || before.Pair < 0 {
		return whole
	}
	var found []Import
	for k := before.Pair + 1; k < i-2; k++ {
		if tokens[k].Kind != Ident {
			continue
		}
		one := Import{Module: module, Imported: tokens[k].Text, Local: tokens[k].Text, Line: line}
		if at(tokens, k+1).Is(":") && at(tokens, k+2).Kind == Ident {
			one.Local = tokens[k+2].Text
			k += 2
		}
		found = append(found, one)
	}
	return found
}

// Exports returns the names that a module gives away itself; what it hands on from others is in Imports.
func Exports(tokens []Token) []Export {
	var all []Export
	for i := range tokens {
		if !tokens[i].Is("export") || tokens[i].Kind != Ident || at(tokens, i-1).Text == "." {
			continue
		}
		line := tokens[i].Line
		switch next := at(tokens, i+1); {
		case next.Is("default"):
			one := Export{Name: "default", Line: line, Token: i + 1}
			if name := at(tokens, i+2); name.Kind == Ident && !expressionWords[name.Text] && !name.Is("function") && !name.Is("class") && !name.Is("async") {
				one.Local = name.Text
			} else if name.Is("function") || name.Is("class") {
				if own := at(tokens, i+3); own.Kind == Ident {
					one.Local = own.Text
				}
			}
			all = append(all, one)
		case next.Is("{") && next.Pair > 0:
			if at(tokens, next.Pair+1).Is("from") {
				continue
			}
			for k := i + 2; k < next.Pair; k++ {
				if tokens[k].Kind != Ident {
					continue
				}
				one := Export{Name: tokens[k].Text, Local: tokens[k].Text, Line: tokens[k].Line, Token: k}
				if at(tokens, k+1).Is("as") {
					one.Name = at(tokens, k+2).Text
					k += 2
				}
				all = append(all, one)
			}
		case next.Is("const"), next.Is("let"), next.Is("var"):
			all = append(all, declared(tokens, i+2)...)
		case next.Is("async") && at(tokens, i+2).Is("function"), next.Is("function"), next.Is("class"):
			k := i + 2
			if next.Is("async") {
				k++
			}
			if at(tokens, k).Is("*") {
				k++
			}
			if name := at(tokens, k); name.Kind == Ident {
				all = append(all, Export{Name: name.Text, Local: name.Text, Line: name.Line, Token: k})
			}
		}
	}
	return all
}

// declared reads the names of const a = …, const { a, b: c } = … and const [a] = …; i is the token behind the keyword.
func declared(tokens []Token, i int) []Export {
	first := at(tokens, i)
	if first.Kind == Ident {
		return []Export{{Name: first.Text, Local: first.Text, Line: first.Line, Token: i}}
	}
	if !first.Is("{") && !first.Is("[") || first.Pair < 0 {
		return nil
	}
	var all []Export
	for k := i + 1; k < first.Pair; k++ {
		if tokens[k].Kind != Ident {
			continue
		}
		if at(tokens, k+1).Is(":") && at(tokens, k+2).Kind == Ident {
			k += 2
		}
		all = append(all, Export{Name: tokens[k].Text, Local: tokens[k].Text, Line: tokens[k].Line, Token: k})
		if at(tokens, k+1).Is("=") {
			for k++; k < first.Pair && !tokens[k].Is(","); k++ {
				if p := tokens[k].Pair; p > k {
					k = p
				}
			}
		}
	}
	return all
}
