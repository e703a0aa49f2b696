package deploy

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"convex-auth-doctor/steps/lazy"
)

// decodeText returns text as UTF-8: PowerShell writes redirected output as UTF-16.
func decodeText(text []byte) string {
	switch {
	case bytes.HasPrefix(text, []byte{0xff, 0xfe}):
		return decodeUTF16(text[2:], binary.LittleEndian)
	case bytes.HasPrefix(text, []byte{0xfe, 0xff}):
		return decodeUTF16(text[2:], binary.BigEndian)
	}
	return string(bytes.TrimPrefix(text, []byte("\ufeff")))
}

func decodeUTF16(text []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	return string(utf16.Decode(units))
}

// escapes are the terminal sequences that colour output or move the cursor. They are taken out before anything is read;
// other invisible characters stay, because in a value they are a fault that has to be named.
var escapes = lazy.Regexp(`\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)|\x1b[@-Z\\^_]`)

// splitLines cuts text into lines without their ends. CRLF and a lone CR in a text without LF end a line, too.
func splitLines(text string) []string {
	if strings.IndexByte(text, 0x1b) >= 0 {
		text = escapes().ReplaceAllString(text, "")
	}
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSuffix(line, "\r")
	}
	return lines
}

// decoration is what copying put in front of a line: the lines of one value carry the same.
type decoration struct {
	quoted   bool // "> " of mail and Markdown
	numbered bool // a line number
	table    bool // bars of a table
}

var (
	quoteMark  = lazy.Regexp(`^\s*(?:>\s?)+`)
	lineNumber = lazy.Regexp(`^\s*L?\d{1,6}(?:\s*[:|.)→│┃]\s?|\t|\s+)`)
	bullet     = lazy.Regexp(`^\s*(?:[-*+•]|\d{1,3}[.)])\s+`)
	tableLine  = lazy.Regexp(`^\s*[|│┃]\s*(.*?)\s*[|│┃]?\s*$`)
	tableRule  = lazy.Regexp(`^[\s|│┃:+\-=─━┌┐└┘├┤┬┴┼╭╮╰╯═║╔╗╚╝╠╣]+$`)
)

// undecorate takes quote marks, line numbers, list bullets, back-ticks and table bars away, if what is left is an
// assignment, a name or a notice. It returns the rest and what was taken.
func undecorate(line string) (string, decoration) {
	var taken decoration
	rest := line
	if mark := quoteMark().FindString(rest); mark != "" {
		taken.quoted = true
		rest = rest[len(mark):]
	}
	if inner := tableLine().FindStringSubmatch(rest); inner != nil && !tableRule().MatchString(rest) {
		if cells, ok := tableCells(inner[1]); ok {
			taken.table = true
			return cells, taken
		}
	}
	if number := lineNumber().FindString(rest); number != "" && headOfLine(rest[len(number):]) {
		taken.numbered = true
		rest = rest[len(number):]
	}
	if mark := bullet().FindString(rest); mark != "" && headOfLine(rest[len(mark):]) {
		rest = rest[len(mark):]
	}
	return unticked(rest), taken
}

// again takes the same decoration from a line that goes on with a value.
func (taken decoration) again(line string) string {
	if taken.quoted {
		line = line[len(quoteMark().FindString(line)):]
	}
	if taken.numbered {
		line = line[len(lineNumber().FindString(line)):]
	}
	if taken.table {
		line = strings.Trim(line, " \t|│┃")
	}
	return line
}

// headOfLine reports whether a line begins as one that this parser reads: undecorate must not eat into a value.
func headOfLine(rest string) bool {
	rest = strings.TrimLeft(rest, " \t`*_\"'")
	return assignment().MatchString(rest) || bareName().MatchString(strings.TrimRight(rest, " \t`*_\"'"))
}

// unticked removes the back-ticks or stars of Markdown around a whole line or around its name.
func unticked(line string) string {
	trimmed := strings.TrimSpace(line)
	for _, mark := range []string{"**", "`"} {
		if !strings.HasPrefix(trimmed, mark) {
			continue
		}
		inner := trimmed[len(mark):]
		if strings.HasSuffix(inner, mark) && strings.Count(inner, mark) == 1 {
			return inner[:len(inner)-len(mark)]
		}
		if name, value, ok := strings.Cut(inner, mark); ok && bareName().MatchString(name) {
			return name + value
		}
	}
	return line
}

// tableCells makes "NAME=value" of the cells of a table row whose first cell is a name; a header row is none.
func tableCells(row string) (string, bool) {
	cut := strings.IndexAny(row, "|│┃")
	if cut < 0 {
		name := strings.Trim(row, " \t`*")
		if headOfLine(name) {
			return unticked(name), true
		}
		return "", false
	}
	name := strings.Trim(row[:cut], " \t`*")
	value := strings.TrimLeft(row[cut:], "|│┃")
	value = strings.Trim(value, " \t")
	if !bareName().MatchString(name) || isHeading(name) {
		return "", false
	}
	// A third cell is a remark; a bar inside a value would be written as \|.
	if cells := strings.Split(strings.ReplaceAll(value, `\|`, "\x00"), " | "); len(cells) > 1 {
		value = strings.TrimSpace(strings.ReplaceAll(cells[0], "\x00", "|"))
	}
	value = strings.Trim(value, "`")
	if value == "" {
		return name + "=", true
	}
	if remark().MatchString(value) && !saysUnset().MatchString(value) {
		return name, true
	}
	return name + "=" + value, true
}

// A README's table tells of each variable where it belongs or what it is for ("Convex deployment"): words are no value.
var (
	remark    = lazy.Regexp(`^\(?\p{L}[\p{L}'’()-]*[.,;:]?(?:\s+[\p{L}'’()-]+[.,;:]?)*$`)
	saysUnset = lazy.Regexp(`(?i)^(?:true|false|null|undefined|none|empty|unset|missing|not set|\(.*\))$`)
)

// isHeading reports words that stand over a column of names.
func isHeading(name string) bool {
	switch strings.ToLower(name) {
	case "name", "variable", "key", "env", "environment", "variables":
		return true
	}
	return false
}
