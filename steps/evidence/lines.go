package evidence

import "bytes"

// lineMarks says what a line has that a recogniser asks for. They are found in one pass, so that the expensive looks are
// kept to the lines that can hold something.
type lineMarks struct {
	status bool // a number from 100 to 599 that stands alone
	dotted bool // a version: digits, a dot, digits
	name   bool // it begins as a line of an environment list does: NAME= or NAME:
	only   bool // it holds nothing but such a name
}

// eachLine goes over the lines of the masked text once.
func (part *part) eachLine() {
	text := part.masked
	block := envBlock{part: part}
	for from := 0; from < len(text); {
		to := len(text)
		if end := bytes.IndexByte(text[from:], '\n'); end >= 0 {
			to = from + end
		}
		if line := text[from:to]; len(line) > 0 && len(line) < 64<<10 {
			marks := marksOf(line)
			block.line(from, to, marks)
			if marks.status {
				part.statusLine(from, to)
			}
			if marks.dotted {
				part.versionLine(from, to)
			}
		} else {
			block.line(from, to, lineMarks{})
		}
		from = to + 1
	}
	block.flush()
}

// marksOf looks at one line.
func marksOf(line []byte) lineMarks {
	var marks lineMarks
	marks.name, marks.only = envName(line)
	digits := 0
	for i := 0; i <= len(line); i++ {
		if i < len(line) && line[i] >= '0' && line[i] <= '9' {
			digits++
			continue
		}
		if digits == 0 {
			continue
		}
		start := i - digits
		if digits == 3 && line[start] >= '1' && line[start] <= '5' && (start == 0 || !wordByte(line[start-1])) && (i == len(line) || !wordByte(line[i])) {
			marks.status = true
		}
		if i+1 < len(line) && line[i] == '.' && line[i+1] >= '0' && line[i+1] <= '9' {
			marks.dotted = true
		}
		digits = 0
	}
	return marks
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
