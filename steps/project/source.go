package project

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"convex-auth-doctor/steps/authconfig/jslex"
)

// source is one file of code, taken apart.
type source struct {
	name     string // path inside the tree
	text     string
	tokens   []jslex.Token
	imports  map[string]jslex.Import // by local name; types are left out
	modules  []jslex.Import          // every import, in order
	elements []element
	spans    []span // functions
}

// element is one JSX element.
type element struct {
	name   string
	token  int // index of its opening tag
	end    int // index of the token that ends it
	line   int
	parent int // index of the element around it, -1 for none
}

// tells reports whether a file may say something about authentication. It only saves work: what a file says is read from its
// tokens. Each piece stands in what the rules look for: convex, Convex, Clerk, clerk, auth0, AuthKit, WorkOS, setAuth, ….
func tells(text []byte) bool {
	if bytes.Contains(text, []byte("onvex")) || bytes.Contains(text, []byte("lerk")) {
		return true
	}
	if !bytes.Contains(text, []byte("uth")) {
		return false
	}
	for _, piece := range []string{"uth0", "uthKit", "uthkit", "setAuth", "fetchAccessToken", "etter-auth", "useAuth"} {
		if bytes.Contains(text, []byte(piece)) {
			return true
		}
	}
	return false
}

// parseSource takes a file apart. buffer is memory for its tokens, of a file that is no longer needed; it may be nil.
func parseSource(name, text string, buffer []jslex.Token) *source {
	switch path.Ext(name) {
	case ".svelte", ".vue", ".astro":
		text = scriptsOnly(text, path.Ext(name) == ".astro")
	}
	jsx := true
	switch path.Ext(name) {
	case ".ts", ".mts", ".cts", ".svelte":
		jsx = false
	}
	file := &source{name: name, text: text, tokens: jslex.Lex(text, jslex.Options{JSX: jsx, Buffer: buffer}), imports: map[string]jslex.Import{}}
	file.modules = jslex.Imports(file.tokens)
	for _, one := range file.modules {
		if !one.TypeOnly && one.Local != "" {
			file.imports[one.Local] = one
		}
	}
	file.elements = elementsOf(file.tokens)
	file.spans = spansOf(file.tokens)
	return file
}

// scriptsOnly blanks everything outside of <script> (and outside of the fences of an Astro file), so that offsets and lines stay.
func scriptsOnly(text string, fences bool) string {
	keep := []byte(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return r
		}
		return ' '
	}, text))
	if len(keep) != len(text) { // characters of several bytes became one blank each
		keep = []byte(text)
		for i, c := range keep {
			if c != '\n' && c != '\r' {
				keep[i] = ' '
			}
		}
	}
	if rest, ok := strings.CutPrefix(text, "---"); fences && ok {
		if end := strings.Index(rest, "\n---"); end >= 0 {
			copy(keep[3:], rest[:end])
		}
	}
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		lower = text
	}
	for at := 0; ; {
		open := strings.Index(lower[at:], "<script")
		if open < 0 {
			return string(keep)
		}
		start := strings.IndexByte(lower[at+open:], '>')
		if start < 0 {
			return string(keep)
		}
		start += at + open + 1
		end := strings.Index(lower[start:], "</script")
		if end < 0 {
			end = len(text) - start
		}
		copy(keep[start:start+end], text[start:start+end])
		at = start + end
	}
}

// elementsOf finds the JSX elements, each with the one around it.
func elementsOf(tokens []jslex.Token) []element {
	var all []element
	var open []int // indexes into all
	for i, token := range tokens {
		for len(open) > 0 && all[open[len(open)-1]].end < i {
			open = open[:len(open)-1]
		}
		if token.Kind != jslex.TagOpen || token.Pair < 0 {
			continue
		}
		parent := -1
		if len(open) > 0 {
			parent = open[len(open)-1]
		}
		all = append(all, element{name: token.Text, token: i, end: token.Pair, line: token.Line, parent: parent})
		open = append(open, len(all)-1)
	}
	return all
}

// at returns token i, or an empty one.
func at(tokens []jslex.Token, i int) jslex.Token {
	if i < 0 || i >= len(tokens) {
		return jslex.Token{Pair: -1}
	}
	return tokens[i]
}

// around returns the innermost function whose body holds token i, or nil.
func (file *source) around(i int) *span {
	var best *span
	for k := range file.spans {
		one := &file.spans[k]
		if one.body[0] <= i && i <= one.body[1] && (best == nil || one.body[1]-one.body[0] < best.body[1]-best.body[0]) {
			best = one
		}
	}
	return best
}

// from reports whether a local name is imported, under one of names (any if none is given), from a module that begins with one of
// modules.
func (file *source) from(local string, modules []string, names ...string) bool {
	head, rest, dotted := strings.Cut(local, ".")
	one, ok := file.imports[head]
	if !ok {
		return false
	}
	imported := one.Imported
	if dotted && imported == "*" {
		imported = rest
	} else if dotted {
		return false
	}
	for _, module := range modules {
		if one.Module == module || strings.HasSuffix(module, "/") && strings.HasPrefix(one.Module, module) {
			return len(names) == 0 || slices.Contains(names, imported)
		}
	}
	return false
}

// importsFrom reports whether the file takes anything but types from a module that begins with one of modules.
func (file *source) importsFrom(modules ...string) bool {
	for _, one := range file.modules {
		if one.TypeOnly {
			continue
		}
		for _, module := range modules {
			if one.Module == module || strings.HasSuffix(module, "/") && strings.HasPrefix(one.Module, module) {
				return true
			}
		}
	}
	return false
}

// call is one call: f(…) or x.f(…).
type call struct {
	name  string // of the function, without what stands before the dot
	token int    // index of the name
	args  [][2]int
	isNew bool
	isDot bool
}

// calls returns the calls of functions of the given names, in order.
func (file *source) calls(names ...string) []call {
	var all []call
	for i := range file.tokens {
		token := file.tokens[i]
		if token.Kind != jslex.Ident || !slices.Contains(names, token.Text) {
			continue
		}
		open := i + 1
		if at(file.tokens, open).Is("?.") {
			open++
		}
		if at(file.tokens, open).Is("<") { // type arguments
			for k := open; k < len(file.tokens) && k < open+30; k++ {
				if file.tokens[k].Is(">") && at(file.tokens, k+1).Is("(") {
					open = k + 1
					break
				}
			}
		}
		bracket := at(file.tokens, open)
		if !bracket.Is("(") || bracket.Pair < 0 || at(file.tokens, i-1).Is("function") {
			continue
		}
		if at(file.tokens, bracket.Pair+1).Is("{") && !at(file.tokens, i-1).Is(".") && file.isMethod(i) {
			continue // a method of that name
		}
		before := at(file.tokens, i-1)
		all = append(all, call{name: token.Text, token: i, args: file.split(open), isNew: before.Is("new"), isDot: before.Is(".") || before.Is("?.")})
	}
	return all
}

// isMethod reports whether the name at token i begins a method of an object or class.
func (file *source) isMethod(i int) bool {
	before := at(file.tokens, i-1)
	return before.Is(",") || before.Is("{") || before.Is("}") || before.Is("async") || before.Is(";")
}

// split returns the parts between the bracket at token open and its end, cut at commas.
func (file *source) split(open int) [][2]int {
	var parts [][2]int
	end := file.tokens[open].Pair
	start := open + 1
	for j := open + 1; j < end; j++ {
		if p := file.tokens[j].Pair; p > j {
			j = p
			continue
		}
		if file.tokens[j].Is(",") {
			parts = append(parts, [2]int{start, j})
			start = j + 1
		}
	}
	if start < end {
		parts = append(parts, [2]int{start, end})
	}
	return parts
}

// has reports whether one of the tokens from start to end is the name or the text.
func (file *source) has(part [2]int, names ...string) bool {
	for i := part[0]; i < part[1] && i < len(file.tokens); i++ {
		if file.tokens[i].Kind == jslex.Ident && slices.Contains(names, file.tokens[i].Text) {
			return true
		}
	}
	return false
}

// member returns the value of a member of the object that begins at token open: name: value, or the shorthand name.
func (file *source) member(open int, name string) (value [2]int, ok bool) {
	if !at(file.tokens, open).Is("{") {
		return value, false
	}
	for _, part := range file.split(open) {
		key := file.tokens[part[0]]
		text := key.Text
		if key.Kind == jslex.String {
			text = key.Value()
		}
		if key.Kind != jslex.Ident && key.Kind != jslex.String || text != name {
			continue
		}
		if at(file.tokens, part[0]+1).Is(":") {
			return [2]int{part[0] + 2, part[1]}, true
		}
		return part, true
	}
	return value, false
}

// attribute returns the value of an attribute of an element; ok is false when it is not there. A spread may supply it: then
// spread is true.
func (file *source) attribute(one element, name string) (value [2]int, ok, spread bool) {
	for i := one.token + 1; i < one.end; i++ {
		token := file.tokens[i]
		switch {
		case token.Kind == jslex.TagEnd:
			return value, false, spread
		case token.Kind == jslex.Attr && token.Text == name:
			if next := at(file.tokens, i+1); next.Is("=") {
				if open := at(file.tokens, i+2); open.Pair > i {
					return [2]int{i + 3, open.Pair}, true, false
				}
				return [2]int{i + 2, i + 3}, true, false
			}
			return [2]int{i, i}, true, false
		case token.Is("{") && at(file.tokens, i+1).Is("..."):
			spread = true
		}
		if token.Pair > i {
			i = token.Pair
		}
	}
	return value, false, spread
}

// origin returns the module and the name there of the component of an element, "" for one of the file's own.
func (file *source) origin(name string) (module, imported string) {
	head, rest, dotted := strings.Cut(name, ".")
	one, ok := file.imports[head]
	if !ok {
		return "", name
	}
	if dotted {
		return one.Module, rest
	}
	return one.Module, one.Imported
}
