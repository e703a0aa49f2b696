// Package messages holds every literal text of Convex, its clients, its tools and the libraries around it that this
// program says or recognises, with its variable parts named. One text stands once: the verdict says it, the recognisers
// find it.
package messages

import "strings"

// Message is one text with its variable parts.
type Message struct {
	ID   string // kebab-case, unique over the package
	Code string // the error code that Convex sends with it ("NoAuthProvider"), "" where there is none
	Text string // the literal text; a variable part stands as {name}, a literal brace as {{
	Fact string // where the text was read: "B 2.8" is backend.md 2.8, "P 4.22" production.md, "V 70" versions.md
}

// Part is a piece of a message's text: either literal text, or the name of a variable part.
type Part struct {
	Literal string
	Name    string
}

// Parts takes the text apart, in order.
func (message Message) Parts() []Part {
	var parts []Part
	var literal strings.Builder
	rest := message.Text
	for rest != "" {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			literal.WriteString(rest)
			break
		}
		literal.WriteString(rest[:open])
		rest = rest[open+1:]
		if strings.HasPrefix(rest, "{") {
			literal.WriteByte('{')
			rest = rest[1:]
			continue
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			literal.WriteString("{" + rest)
			break
		}
		if literal.Len() > 0 {
			parts = append(parts, Part{Literal: literal.String()})
			literal.Reset()
		}
		parts = append(parts, Part{Name: name})
		rest = after
	}
	if literal.Len() > 0 {
		parts = append(parts, Part{Literal: literal.String()})
	}
	return parts
}

// Say returns the text with its variable parts filled in, given as name, value, name, value. A part that was not given
// stands as <name>.
func (message Message) Say(values ...string) string {
	var out strings.Builder
	for _, part := range message.Parts() {
		if part.Name == "" {
			out.WriteString(part.Literal)
			continue
		}
		said := "<" + part.Name + ">"
		for i := 0; i+1 < len(values); i += 2 {
			if values[i] == part.Name {
				said = values[i+1]
			}
		}
		out.WriteString(said)
	}
	return out.String()
}
