package deploy

import (
	"encoding/json"
	"strings"

	"convex-auth-doctor/steps/lazy"
)

const (
	// A value may go on for this many lines; a PEM of a 16384-bit key has 200. It keeps the time of a text full of
	// opening quotes in proportion to its length.
	longestValue = 400
	// No more than this many bytes are looked through for the end of one value. Convex's limit is 8 KiB (P 1.4).
	widestValue = 64 << 10
)

var (
	nameAndEquals = lazy.Regexp(`^\s*(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*=`)
	pemEnd        = lazy.Regexp(`-----END [A-Z0-9 ]*-----`)
	pemLine       = lazy.Regexp(`^\s*(?:[A-Za-z0-9+/=\s]*|[A-Z][A-Za-z\-]*: .*|.*-----END .*)$`) // body, RFC 1421 headers, end
	keyLine       = lazy.Regexp(`^[A-Za-z0-9+/]+={0,2}$`)
	jwtLine       = lazy.Regexp(`^[A-Za-z0-9_\-.]{8,}$`)
	hashComment   = lazy.Regexp(`(?:^|[ \t])#.*$`)
	lineBreaks    = strings.NewReplacer(`\n`, "\n", `\r`, "\r")
)

// startsAssignment reports whether the next variable begins at line. The padded last line of a key does not: inKey says
// that a key is being read, of which every line of base64 is a part.
func startsAssignment(line string, inKey bool) bool {
	if !nameAndEquals().MatchString(line) {
		return false
	}
	trimmed := strings.TrimSpace(line)
	if !inKey {
		return !base64End().MatchString(trimmed)
	}
	name := strings.TrimRight(trimmed, "=")
	return !keyLine().MatchString(trimmed) || isKnownName(name)
}

// value reads a value that begins with first, and the lines after it that belong to it.
func (p *envParser) value(v *Variable, first string, taken decoration) string {
	trimmed := strings.Trim(first, " \t")
	if trimmed != "" && strings.IndexByte("'\"`", trimmed[0]) >= 0 {
		if raw, ok := p.quoted(v, trimmed, taken); ok {
			return raw
		}
	}
	v.Bare = true
	switch {
	case strings.Contains(trimmed, "-----BEGIN ") && !pemEnd().MatchString(trimmed):
		return p.spilledPEM(v, trimmed, taken)
	case strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "["):
		return p.spilledJSON(v, trimmed, taken)
	case strings.HasPrefix(trimmed, "eyJ") && len(trimmed) >= 60 && jwtLine().MatchString(trimmed):
		return p.wrappedJWT(v, trimmed, taken)
	}
	if !strings.Contains(trimmed, "#") {
		return trimmed
	}
	if at := hashComment().FindStringIndex(trimmed); at != nil {
		v.Comment = true
		trimmed = strings.Trim(trimmed[:at[0]], " \t")
	}
	return trimmed
}

// quoted reads a value in quotes as dotenv does (P 1.41, 1.47): one pair is taken off, and between double quotes \n and
// \r become what they stand for. A quote without its partner is part of a bare value.
func (p *envParser) quoted(v *Variable, first string, taken decoration) (string, bool) {
	quote := first[0]
	inner, ok := untilQuote(first[1:], quote)
	if !ok {
		var text strings.Builder
		text.WriteString(first[1:])
		inKey := strings.Contains(first, "-----BEGIN ")
		for at := p.at; at < len(p.lines) && at-p.at < longestValue && text.Len() < widestValue && p.mayLook(); at++ {
			line := taken.again(p.lines[at])
			inKey = (inKey || strings.Contains(line, "-----BEGIN ")) && !pemEnd().MatchString(line)
			if startsAssignment(line, inKey) || listCommand().MatchString(line) {
				break
			}
			text.WriteByte('\n')
			if last, found := untilQuote(line, quote); found {
				text.WriteString(last)
				inner, ok = text.String(), true
				p.at = at + 1
				break
			}
			text.WriteString(line)
		}
	}
	if !ok {
		v.Cut = strings.HasPrefix(first[1:], "-----BEGIN ")
		return "", false
	}
	if quote == '"' {
		inner = lineBreaks.Replace(inner)
	}
	return inner, true
}

// mayLook counts the lines that are looked at ahead of the one being read, so that a text of opening quotes and brackets
// is read in a time that grows with its length.
func (p *envParser) mayLook() bool {
	p.looked++
	return p.looked < 8*len(p.lines)+longestValue
}

// untilQuote returns what stands before the quote that ends the value: the first after which the line is over, but for
// a comment or the comma of a list.
func untilQuote(s string, quote byte) (string, bool) {
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && quote == '"' {
			i++
			continue
		}
		if s[i] != quote {
			continue
		}
		after := strings.Trim(s[i+1:], " \t")
		if after == "" || after == "," || after == ";" || strings.HasPrefix(after, "#") {
			return s[:i], true
		}
	}
	return "", false
}

// spilledPEM reads a key whose lines follow without quotes: convex before 1.33 prints it so (P 1.42).
func (p *envParser) spilledPEM(v *Variable, first string, taken decoration) string {
	text := first
	for n := 0; p.at < len(p.lines) && n < longestValue; n++ {
		line := taken.again(p.lines[p.at])
		if startsAssignment(line, true) || !pemLine().MatchString(line) {
			break
		}
		if strings.TrimSpace(line) == "" && !p.pemGoesOn(taken) {
			break
		}
		text += "\n" + line
		v.Spilled = true
		p.at++
		if pemEnd().MatchString(line) {
			return text
		}
	}
	v.Cut = true
	return strings.TrimRight(text, " \t\n")
}

// pemGoesOn reports whether the line after a blank one still belongs to a key.
func (p *envParser) pemGoesOn(taken decoration) bool {
	if p.at+1 >= len(p.lines) {
		return false
	}
	next := strings.TrimSpace(taken.again(p.lines[p.at+1]))
	return pemEnd().MatchString(next) || len(next) >= 32 && !strings.Contains(next, " ") && pemLine().MatchString(next)
}

// spilledJSON reads a JSON value that a terminal or a person broke into lines. A value that never closes is kept as its
// first line.
func (p *envParser) spilledJSON(v *Variable, first string, taken decoration) string {
	var open brackets
	if open.read(first); open.closed() {
		if at := strings.LastIndexAny(first, "}]"); strings.HasPrefix(strings.TrimLeft(first[at+1:], " \t"), "#") {
			v.Comment = true
			return first[:at+1]
		}
		return first
	}
	lines := []string{first}
	size := len(first)
	for at := p.at; at < len(p.lines) && len(lines) < longestValue && size < widestValue && p.mayLook(); at++ {
		line := taken.again(p.lines[at])
		if startsAssignment(line, false) {
			break
		}
		lines = append(lines, strings.TrimRight(line, " \t"))
		size += len(line)
		if open.read(line); !open.closed() {
			continue
		}
		p.at = at + 1
		v.Spilled = true
		if text := strings.Join(lines, "\n"); json.Valid([]byte(text)) {
			return text
		}
		return strings.Join(lines, "") // wrapped within a string
	}
	v.Cut = true
	return first
}

// brackets counts the brackets of JSON that are open, outside strings.
type brackets struct {
	depth    int
	inString bool
}

func (b *brackets) read(s string) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case b.inString && c == '\\':
			i++
		case c == '"':
			b.inString = !b.inString
		case b.inString:
		case c == '{' || c == '[':
			b.depth++
		case c == '}' || c == ']':
			b.depth--
		}
	}
}

func (b *brackets) closed() bool { return b.depth <= 0 && !b.inString }

// wrappedJWT joins a token that a terminal wrapped.
func (p *envParser) wrappedJWT(v *Variable, first string, taken decoration) string {
	text := first
	for p.at < len(p.lines) && strings.Count(text, ".") <= 2 && len(text) < widestValue {
		line := strings.TrimSpace(taken.again(p.lines[p.at]))
		if !jwtLine().MatchString(line) || bareName().MatchString(line) && (isKnownName(line) || capsName().MatchString(line)) {
			break
		}
		if strings.Count(text+line, ".") > 2 {
			break
		}
		text += line
		v.Spilled = true
		p.at++
	}
	return text
}
