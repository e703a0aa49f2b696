package authconfig

import (
	"strconv"
	"strings"

	"convex-auth-doctor/steps/authconfig/jslex"
	"convex-auth-doctor/steps/lazy"
)

// To say at which line an entry stands, however it was computed, the config is evaluated a second time with one more member
// in each object that is written in its files: the number of the place. Where that changes anything else the places are
// not used.

// markName is the name of that member.
const markName = "__convexAuthDoctorPlace"

var markMember = lazy.Regexp(`,"` + markName + `":\d+|"` + markName + `":\d+,?`)

// literal is an object that is written in a file.
type literal struct {
	file  string
	line  int
	lines map[string]int // of its members
}

// marker numbers objects while their files are bundled.
type marker struct{ literals []literal }

// mark adds a number to every object of text that may be an entry.
func (marker *marker) mark(file, text string) string {
	tokens := lexed(text, file)
	var out strings.Builder
	done := 0
	type insertion struct {
		at   int
		text string
	}
	var insertions []insertion
	for i, token := range tokens {
		if token.Kind != jslex.Punct || token.Text != "{" || token.Pair < 0 || !isObject(tokens, i) {
			continue
		}
		one := literal{file: file, line: token.Line, lines: members(tokens, i)}
		if one.lines["domain"] == 0 && one.lines["issuer"] == 0 && one.lines["applicationID"] == 0 {
			continue
		}
		member := strconv.Quote(markName) + ": " + strconv.Itoa(len(marker.literals))
		if !tokens[token.Pair-1].Is(",") {
			member = ", " + member
		}
		marker.literals = append(marker.literals, one)
		insertions = append(insertions, insertion{tokens[token.Pair].Start, member})
	}
	// inner objects end before outer ones, so the places are put in order first
	for i := 1; i < len(insertions); i++ {
		for j := i; j > 0 && insertions[j].at < insertions[j-1].at; j-- {
			insertions[j], insertions[j-1] = insertions[j-1], insertions[j]
		}
	}
	for _, one := range insertions {
		out.WriteString(text[done:one.at])
		out.WriteString(one.text)
		done = one.at
	}
	out.WriteString(text[done:])
	return out.String()
}

// isObject reports whether the brace at i begins an object value: not a block, a pattern, a type or an import.
func isObject(tokens []jslex.Token, i int) bool {
	end := tokens[i].Pair
	if end == i+1 || tokens[end-1].Is(";") {
		return false
	}
	if i > 0 {
		before := tokens[i-1]
		switch {
		case before.Kind == jslex.Ident:
			if !before.Is("return") && !before.Is("default") && !before.Is("as") {
				return false
			}
		case before.Kind == jslex.Punct:
			if strings.Contains(") ] } ` ${ ;", before.Text) {
				return false
			}
			if before.Is("=>") || before.Is("{") {
				return false // a body
			}
		default:
			return false
		}
	}
	if end+1 < len(tokens) {
		switch after := tokens[end+1]; {
		case after.Is("="), after.Is("=>"), after.Is("from"), after.Is("of"), after.Is("in"):
			return false
		case after.Is(":") && i > 0 && !tokens[i-1].Is("?"):
			return false // a pattern with a type
		case after.Is(")") && end+2 < len(tokens) && (tokens[end+2].Is("=>") || tokens[end+2].Is(":") || tokens[end+2].Is("{")):
			return false // a parameter
		}
	}
	return true
}

// members returns the lines of the members of the object whose brace is at i.
func members(tokens []jslex.Token, i int) map[string]int {
	lines := map[string]int{}
	for j := i + 1; j < tokens[i].Pair; j++ {
		token := tokens[j]
		if tokens[j-1].Is("{") && j == i+1 || tokens[j-1].Is(",") {
			name := token.Text
			if token.Kind == jslex.String {
				name = token.Value()
			}
			next := tokens[j+1]
			isMember := next.Is(":") || next.Is(",") || next.Is("(") || j+1 == tokens[i].Pair
			if (token.Kind == jslex.Ident || token.Kind == jslex.String) && isMember && lines[name] == 0 {
				lines[name] = token.Line
			}
		}
		if token.Pair > j {
			j = token.Pair
		}
	}
	return lines
}

// unmark removes the numbers from the JSON of a default export.
func unmark(text string) string { return markMember().ReplaceAllString(text, "") }

// listed returns the lines of the members of the list behind `providers:` in the config itself, for entries that are made by
// calls. It returns nil when the list cannot be told or has another number of members than n.
func listed(text, file string, n int) []int {
	tokens := lexed(text, file)
	for i := 0; i+2 < len(tokens); i++ {
		if !tokens[i].Is("providers") || !tokens[i+1].Is(":") && !tokens[i+1].Is("=") || !tokens[i+2].Is("[") || tokens[i+2].Pair < 0 {
			continue
		}
		var lines []int
		start := true
		for j := i + 3; j < tokens[i+2].Pair; j++ {
			if tokens[j].Is(",") {
				start = true
				continue
			}
			if start {
				if tokens[j].Is("...") {
					return nil
				}
				lines = append(lines, tokens[j].Line)
				start = false
			}
			if tokens[j].Pair > j {
				j = tokens[j].Pair
			}
		}
		if len(lines) == n {
			return lines
		}
	}
	return nil
}
