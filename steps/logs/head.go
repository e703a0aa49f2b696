package logs

import (
	"strconv"
	"strings"
	"time"
)

const headMark = "[CONVEX "

// head is the beginning of a text line: `<prefix><time> [CONVEX Q(users:me)] <rest>`.
type head struct {
	prefix   string // what another program put before the line: "web:dev: ", "[convex] ", a container's time
	stamp    Stamp
	udf      UdfType
	function string
	styled   bool // the browser's "%c" stood before it
	rest     string
}

// headOf reads the head of a line that has no escape sequences any more (B 5.22, 3.28, 3.29).
func headOf(line string) (head, bool) {
	at := strings.Index(line, headMark)
	if at < 0 || len(line) < at+len(headMark)+3 || line[at+len(headMark)+1] != '(' {
		return head{}, false
	}
	letter := line[at+len(headMark) : at+len(headMark)+1]
	udf := udfOf(letter)
	if udf == "" {
		return head{}, false
	}
	function, rest, ok := strings.Cut(line[at+len(headMark)+2:], ")]")
	if !ok || len(function) > 512 {
		return head{}, false
	}
	found := head{udf: udf, function: function, rest: strings.TrimPrefix(rest, " ")}
	before := line[:at]
	if trimmed, ok := strings.CutSuffix(before, "%c"); ok {
		found.styled, before = true, trimmed
	}
	if at := strings.LastIndexByte(before, '\r'); at >= 0 { // a spinner that was overwritten
		before = before[at+1:]
	}
	// A locale's time is at most 40 bytes long; what stands far before it cannot belong to it.
	skip := 0
	if len(before) > 160 {
		skip = len(before) - 160
	}
	stamp, from, ok := trailingStamp(before[skip:])
	if ok {
		found.stamp, found.prefix = stamp, before[:skip+from]
	} else {
		found.prefix = before
	}
	return found, true
}

// event turns a head into the event that its line tells, with the message on this line only.
func (found *head) event() Event {
	format := FormatCLIText
	if found.styled || !found.stamp.Known() {
		format = FormatBrowser
	}
	rest := trimResidue(found.rest)
	event := newEvent(format, KindError)
	event.Time, event.UdfType, event.Function = found.stamp, found.udf, found.function
	if level, message, ok := leadingLevel(rest); ok {
		event.Kind, event.Level = KindConsole, level
		message = strings.TrimPrefix(trimResidue(message), " ")
		if found.styled {
			message = withoutStyle(message)
		}
		message, event.Truncated = cutTruncation(message)
		event.Message = message
		return event
	}
	if ms, ok := strings.CutPrefix(rest, "Function executed in "); ok {
		if n, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(ms), " ms"), 10, 32); err == nil {
			event.Kind, event.Success, event.Duration = KindExecution, Yes, time.Duration(n)*time.Millisecond
			return event
		}
	}
	event.Success = No
	if id, after, ok := strings.Cut(rest, "]"); ok && strings.HasPrefix(id, "[Request ID: ") {
		event.Format = FormatBrowser
		event.RequestID = strings.TrimSpace(strings.TrimPrefix(id, "[Request ID: "))
		rest = strings.TrimPrefix(after, " ")
	}
	event.Error = rest
	return event
}

// rowBehindPrefix returns where in a line a JSON row begins that another program has put a prefix before, as containers
// and task runners do, or -1.
func rowBehindPrefix(line string) int {
	const farthest = 80
	at := strings.Index(line[:min(len(line), farthest)], `{"`)
	if at <= 0 || !strings.HasSuffix(strings.TrimRight(line, " \t\r"), "}") {
		return -1
	}
	for _, member := range []string{`"kind":`, `"topic":`, `"_topic":`} {
		if strings.Contains(line[at:], member) {
			return at
		}
	}
	return -1
}

// leadingLevel reads "[LOG] message".
func leadingLevel(rest string) (level, message string, ok bool) {
	if !strings.HasPrefix(rest, "[") {
		return "", "", false
	}
	name, after, ok := strings.Cut(rest[1:], "]")
	if !ok || len(name) > 5 {
		return "", "", false
	}
	level = levelOf(name)
	return level, after, level != ""
}

// withoutStyle drops the style text that a console line with %c carries as its first argument (B 3.29).
func withoutStyle(message string) string {
	if !strings.HasPrefix(message, "color:") {
		return message
	}
	end := strings.IndexByte(message, ' ')
	if open := strings.IndexByte(message, '('); open >= 0 && open < end {
		end = strings.IndexByte(message, ')') + 1
	}
	if end <= 0 {
		return message
	}
	return strings.TrimPrefix(message[end:], " ")
}

// cutTruncation drops the mark that a cut message ends with (B 5.10).
func cutTruncation(message string) (string, bool) {
	return strings.CutSuffix(message, " (truncated due to length)")
}

// trimResidue drops what a copy leaves of colour sequences when the escape character was lost: "[39m" at either end.
func trimResidue(text string) string {
	for {
		if n := residueLength(text); n > 0 {
			text = strings.TrimPrefix(text[n:], " ")
			continue
		}
		at := strings.LastIndexByte(text, '[')
		if at > 0 && residueLength(text[at:]) == len(text)-at {
			text = text[:at]
			continue
		}
		return text
	}
}

// residueLength returns the length of "[36m" at the beginning of text, or 0.
func residueLength(text string) int {
	if len(text) < 3 || text[0] != '[' {
		return 0
	}
	for i := 1; i < len(text) && i < 12; i++ {
		c := text[i]
		if c == 'm' && i > 1 {
			return i + 1
		}
		if (c < '0' || c > '9') && c != ';' {
			return 0
		}
	}
	return 0
}

// withoutEscapes drops terminal escape sequences (CSI and OSC) and carriage returns.
func withoutEscapes(line string) string {
	if strings.IndexByte(line, 0x1b) < 0 {
		return strings.TrimSuffix(line, "\r")
	}
	var out strings.Builder
	for i := 0; i < len(line); {
		if line[i] != 0x1b {
			out.WriteByte(line[i])
			i++
			continue
		}
		i += escapeLength(line[i:])
	}
	return strings.TrimSuffix(out.String(), "\r")
}

// escapeLength returns how many bytes of s, which begins with ESC, are one escape sequence.
func escapeLength(s string) int {
	if len(s) < 2 {
		return 1
	}
	switch s[1] {
	case '[':
		for i := 2; i < len(s) && i < 64; i++ {
			if s[i] >= 0x40 && s[i] <= 0x7e {
				return i + 1
			}
			if s[i] < 0x20 || s[i] > 0x3f {
				return 1
			}
		}
		return 1
	case ']':
		for i := 2; i < len(s) && i < 4096; i++ {
			if s[i] == 0x07 {
				return i + 1
			}
			if s[i] == 0x1b {
				if i+1 < len(s) && s[i+1] == '\\' {
					return i + 2
				}
				return 1
			}
		}
		return 1
	}
	return 2
}

// withoutSource drops the script position that a browser's console puts at the end of a line: " app.js:24909:13".
func withoutSource(line string) string {
	at := strings.LastIndexByte(line, ' ')
	if at < 0 || !isSource(line[at+1:]) {
		return line
	}
	return strings.TrimRight(line[:at], " ")
}

// isSource reports whether word is a script with line and perhaps column.
func isSource(word string) bool {
	name, position, ok := strings.Cut(word, ":")
	if strings.HasPrefix(position, "//") { // a whole URL
		at := strings.LastIndexByte(word, '/')
		name, position, ok = strings.Cut(word[at+1:], ":")
	}
	if !ok || position == "" || strings.Trim(position, "0123456789:") != "" {
		return false
	}
	name, _, _ = strings.Cut(name, "?")
	for _, ending := range []string{".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx"} {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return false
}
