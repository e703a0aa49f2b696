package evidence

import (
	"sort"
	"strings"

	"convex-auth-doctor/steps/authconfig/jslex"
)

// sourceReader reads provider entries out of the tokens of a source text.
type sourceReader struct {
	text   string
	tokens []jslex.Token
}

// entries reads the objects between two brackets. What is no object, such as a call or a spread, is an entry whose
// address is an expression.
func (reader sourceReader) entries(open, close int) []Provider {
	var entries []Provider
	for i := open + 1; i < close && len(entries) < 200; i++ {
		one := reader.tokens[i]
		switch {
		case one.Text == ",":
		case one.Text == "{" && one.Kind == jslex.Punct:
			end := one.Pair
			if end < 0 {
				end = close
			}
			if entry, ok := reader.entry(i+1, end); ok {
				entry.infer()
				entry.Line = one.Line
				entries = append(entries, entry)
			}
			i = end
		default:
			end := reader.endOf(i, close)
			text := strings.TrimSpace(reader.between(i, end))
			entries = append(entries, Provider{Line: one.Line, Domain: Setting{State: Expression, Text: cutText(text, 300)}})
			i = end
		}
	}
	return entries
}

// endOf returns the index of the token that ends the expression which begins at i: a comma, or the closing bracket.
func (reader sourceReader) endOf(i, limit int) int {
	for ; i < limit; i++ {
		one := reader.tokens[i]
		if one.Kind == jslex.Punct && one.Text == "," {
			return i
		}
		if one.Pair > i {
			i = one.Pair
		}
	}
	return limit
}

// between returns the source text of the tokens from i on, up to but not including the token at end.
func (reader sourceReader) between(i, end int) string {
	if i >= end || i >= len(reader.tokens) {
		return ""
	}
	return reader.text[reader.tokens[i].Start:reader.tokens[min(end, len(reader.tokens))-1].End]
}

// entry reads the members of one object between two token indices. ok is false when none of them is one of an entry.
func (reader sourceReader) entry(from, to int) (Provider, bool) {
	entry := Provider{}
	type pair struct {
		name  string
		value Setting
	}
	var pairs []pair
	for i := from; i+1 < to; i++ {
		name := reader.tokens[i]
		if name.Kind != jslex.Ident && name.Kind != jslex.String || reader.tokens[i+1].Text != ":" && reader.tokens[i+1].Text != "=" {
			if name.Kind == jslex.Ident && (reader.tokens[i+1].Text == "," || reader.tokens[i+1].Text == "}") && i > from && (reader.tokens[i-1].Text == "," || reader.tokens[i-1].Text == "{") {
				pairs = append(pairs, pair{name.Text, Setting{State: Expression, Text: name.Text}}) // shorthand
			}
			continue
		}
		end := reader.endOf(i+2, to)
		if entry.Line == 0 {
			entry.Line = name.Line
		}
		pairs = append(pairs, pair{strings.Trim(name.Text, `"'`), reader.value(i+2, end)})
		i = end
	}
	known := false
	for _, one := range pairs {
		if strings.EqualFold(one.name, "type") {
			known = entry.set("type", one.value) || known
		}
	}
	for _, one := range pairs {
		if !strings.EqualFold(one.name, "type") {
			known = entry.set(one.name, one.value) || known
		}
	}
	return entry, known
}

// value reads the expression between two token indices.
func (reader sourceReader) value(from, to int) Setting {
	if from >= to || from >= len(reader.tokens) {
		return Setting{State: Expression}
	}
	first := reader.tokens[from]
	text := strings.TrimSpace(reader.between(from, to))
	switch {
	case first.Kind == jslex.String && (to == from+1 || reader.lineEnds(from, to)):
		return setting(unquoteJS(first.Text))
	case first.Text == "`" && first.Pair == to-1 && !strings.Contains(text, "${"):
		return setting(strings.Trim(text, "`"))
	case text == "undefined" || text == "null":
		return Setting{State: None}
	}
	if name := variableName(text); name != "" {
		return Setting{State: Variable, Text: cutText(text, 300), Env: name}
	}
	if first.Kind == jslex.Ident && len(text) < 200 && !strings.ContainsAny(text, "()`?+") && strings.ContainsAny(text, ":/") {
		return setting(strings.Trim(text, "\"' ")) // an unquoted URL in prose
	}
	return Setting{State: Expression, Text: cutText(text, 300)}
}

// lineEnds reports whether a string literal is all of an expression, though tokens follow: the comma was left out, or
// prose goes on.
func (reader sourceReader) lineEnds(from, to int) bool {
	next := reader.tokens[from+1]
	return from+1 < to && (next.Line > reader.tokens[from].Line || next.Kind != jslex.Punct || next.Text == "}" || next.Text == ")")
}

func unquoteJS(literal string) string {
	if len(literal) < 2 {
		return literal
	}
	return unescapeJS(literal[1 : len(literal)-1])
}

// variables returns the names of environment variables that the source reads between two offsets, each once.
func (reader sourceReader) variables(from, to int) []string {
	var names []string
	seen := map[string]bool{}
	tokens := reader.tokens
	for i := sort.Search(len(tokens), func(i int) bool { return tokens[i].Start >= from }); i+4 < len(tokens) && tokens[i].Start < to; i++ {
		if tokens[i].Text != "process" && tokens[i].Text != "meta" || tokens[i+1].Text != "." || tokens[i+2].Text != "env" {
			continue
		}
		name := ""
		switch tokens[i+3].Text {
		case ".", "?.":
			name = tokens[i+4].Text
		case "[":
			if tokens[i+4].Kind == jslex.String {
				name = unquoteJS(tokens[i+4].Text)
			}
		}
		if name != "" && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}
