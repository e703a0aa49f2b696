package evidence

import (
	"bytes"

	"convex-auth-doctor/steps/messages"
)

// eachLine goes over the lines of the masked text once: over their beginnings for lists of environment variables and
// addresses that stand alone. Statuses and versions are looked for in the lines that hold an anchor.
func (part *part) eachLine() {
	text := part.masked
	block := envBlock{part: part}
	for from := 0; from < len(text); {
		to := len(text)
		if end := bytes.IndexByte(text[from:], '\n'); end >= 0 {
			to = from + end
		}
		line := text[from:to]
		name, only := false, false
		if len(line) > 3 {
			name, only = envName(line)
			if line[0] <= '<' || line[0] == 'h' || line[0] == '`' {
				if bytes.HasPrefix(bytes.TrimLeft(line[:min(len(line), 32)], " \t\"'`<*-"), []byte("http")) {
					part.loneAddress(from, to)
				}
			}
		}
		if len(line) > 12 && len(line) < 400 && requestLine(line) && !bytes.Contains(line, []byte("/auth")) { // those are found by their anchor
			part.statusLine(from, to)
		}
		block.line(from, to, name, only)
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
	for _, word := range []string{"export ", "set ", "$env:", "$Env:", "ENV ", "setx ", "NAME="} {
		if bytes.HasPrefix(line[i:], []byte(word)) && word != "NAME=" {
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
