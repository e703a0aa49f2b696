package evidence

import (
	"bytes"

	"convex-auth-doctor/steps/messages"
)

// opening is what the beginning of a line of the masked text tells.
type opening struct {
	from       int
	name, only bool // see envName
	address    bool // it may be an address that stands alone
	request    bool // see requestLine
}

// openLines goes over the beginnings of the lines of the masked text once and notes those that tell something.
func (part *part) openLines() {
	text := part.masked
	for from := 0; from < len(text); {
		to := lineEnd(text, from)
		if line := text[from:to]; len(line) > 3 {
			one := opening{from: from}
			one.name, one.only = envName(line)
			if line[0] <= '<' || line[0] == 'h' || line[0] == '`' {
				one.address = bytes.HasPrefix(bytes.TrimLeft(line[:min(len(line), 32)], " \t\"'`<*-"), []byte("http"))
			}
			one.request = len(line) > 12 && len(line) < 400 && requestLine(line) && !bytes.Contains(line, []byte("/auth")) // those are found by their anchor
			if one.name || one.only || one.address || one.request {
				part.openings = append(part.openings, one)
			}
		}
		from = to + 1
	}
}

// lineEnd returns the offset of the line feed that ends the line, or the length of the text.
func lineEnd(text []byte, from int) int { return indexFrom(text, '\n', from) }

// eachLine goes over the lines that openLines noted, for lists of environment variables and addresses that stand alone,
// and over those that stand between the variables of a list. Statuses and versions are looked for in the lines that hold
// an anchor.
func (part *part) eachLine() {
	text := part.masked
	block := envBlock{part: part}
	openings := part.openings
	for from := 0; from < len(text); {
		if !block.open { // no line counts before the next that was noted
			if len(openings) == 0 {
				break
			}
			from = openings[0].from
		}
		to := lineEnd(text, from)
		var one opening
		if len(openings) > 0 && openings[0].from == from {
			one, openings = openings[0], openings[1:]
		}
		if one.address {
			part.loneAddress(from, to)
		}
		if one.request {
			part.statusLine(from, to)
		}
		block.line(from, to, one.name, one.only)
		from = to + 1
	}
	block.flush()
	part.anchoredLines(requestAnchors, part.statusLine)
	part.anchoredLines(packageAnchors, part.versionLine)
}

// anchoredLines calls look for each line that holds an anchor of the set and a digit.
func (part *part) anchoredLines(set anchorSet, look func(from, to int)) {
	last := -1
	part.eachKey(set, func(at, _ int) {
		if at < last {
			return
		}
		from, to := part.lineRange(at)
		last = to
		if to-from <= 4000 {
			look(from, to)
		}
	})
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

// envName reports whether a line begins with a name in capitals and then "=", ":" or "|", and whether it holds nothing
// but such a name.
func envName(line []byte) (name, only bool) {
	i := 0
	for i < len(line) && (line[i] == ' ' || line[i] == '\t' || line[i] == '>' || line[i] == '|' || line[i] == '*' || line[i] == '-' || line[i] == '"' || line[i] == '\'' || line[i] == '`' || line[i] == '#') {
		i++
	}
	for _, word := range []string{"export ", "set ", "$env:", "$Env:", "ENV ", "setx "} {
		if bytes.HasPrefix(line[i:], []byte(word)) {
			i += len(word)
		}
	}
	start := i
	underscore := false
	for i < len(line) && (line[i] >= 'A' && line[i] <= 'Z' || line[i] >= '0' && line[i] <= '9' || line[i] == '_') {
		underscore = underscore || line[i] == '_'
		i++
	}
	if i-start < 4 || !underscore && string(line[start:i]) != "JWKS" {
		return false, false
	}
	if messages.IsCode(string(line[start:i])) {
		return false, false
	}
	rest := bytes.TrimLeft(line[i:], " \t\"'`*")
	switch {
	case len(bytes.Trim(rest, "\"'`*,;|")) == 0:
		return len(rest) > 0 && (rest[0] == '=' || rest[0] == ':'), true
	case rest[0] == '=', rest[0] == ':', rest[0] == '|':
		return true, false
	case bytes.HasPrefix(rest, []byte("is ")), bytes.HasPrefix(rest, []byte("to ")), bytes.HasPrefix(rest, []byte("→")):
		return true, false
	}
	return false, false
}
