package logs

import "strings"

// Record is one record of a log as it stood in a paste: a line, or several that belong together (an identity object over
// several lines, a stack trace, a dashboard row whose parts stand below one another).
type Record struct {
	Start, End int // byte offsets in the text
	Line       int // number of its first line, from 1
	Lines      int // how many lines it takes
	Format     Format
	Prefix     string // what another program put before each line ("web:dev: "), "" where there is none
	Events     []Event
}

const (
	dashboardLines = 60 // of a dashboard row, behind its first
	maxRecordLines = 2000
	maxRecordBytes = 1 << 20
)

// ParseLine reads one text line without its continuation: `<time> [CONVEX Q(users:me)] [LOG] 'server identity' null`, a
// dashboard copy, a browser console line, or a line of the CLI's preamble. ok is false for any other line.
func ParseLine(line string) (Event, bool) {
	line = strings.TrimSuffix(withoutEscapes(line), "\n")
	if found, ok := headOf(line); ok {
		if found.styled || !found.stamp.Known() {
			found.rest = withoutSource(found.rest)
		}
		return found.event(), true
	}
	if stamp, rest, ok := dashboardStamp(strings.TrimLeft(line, " \t")); ok {
		if event, ok := dashboardEvent(stamp, rest); ok {
			return event, true
		}
	}
	return preambleOf(line)
}

// ParseJSON reads one JSON value: a row of --jsonl (which can hold several console lines and an execution), an event of
// a log stream, an array of them (a webhook's body), or an export that wraps them. ok is false when it holds no row.
func ParseJSON(data []byte) ([]Event, bool) {
	from := space(data, 0, true)
	end := value(data, from, 0, true)
	if end == failed || space(data, end, true) != len(data) {
		return nil, false
	}
	return eventsOf(nil, data[from:end], true, 0)
}

// Parse finds the log records in a paste, in order, whatever stands between them. It is meant for what fits into memory
// several times over; Read and Reader are for logs of any size.
func Parse(text string) []Record {
	parser := parser{text: text}
	for parser.next < len(text) {
		parser.step()
	}
	return parser.records
}

// parser goes over a paste line by line.
type parser struct {
	text    string
	next    int // offset of the next line
	line    int // number of lines read
	records []Record
}

// take reads the next line, without its line break; start is its offset.
func (parser *parser) take() (line string, start int) {
	start = parser.next
	end := strings.IndexByte(parser.text[start:], '\n')
	if end < 0 {
		parser.next = len(parser.text)
		line = parser.text[start:]
	} else {
		parser.next = start + end + 1
		line = parser.text[start : start+end]
	}
	parser.line++
	return line, start
}

// peek returns the next line without reading it, and whether there is one.
func (parser *parser) peek() (string, bool) {
	if parser.next >= len(parser.text) {
		return "", false
	}
	copied := *parser
	line, _ := copied.take()
	return line, true
}

func (parser *parser) step() {
	raw, start := parser.take()
	first := parser.line
	if events, ok := parser.jsonAt(raw, start); ok {
		parser.add(Record{Start: start, Line: first, Format: events[0].Format, Events: events})
		return
	}
	line := withoutEscapes(raw)
	if found, ok := headOf(line); ok {
		parser.textRecord(found, start, first)
		return
	}
	trimmed := strings.TrimLeft(line, " \t")
	if stamp, rest, ok := dashboardStamp(trimmed); ok {
		if parser.dashboardRecord(stamp, rest, start, first) {
			return
		}
	}
	if event, ok := preambleOf(line); ok {
		parser.add(Record{Start: start, Line: first, Format: event.Format, Events: []Event{event}})
	}
}

// add closes a record at the end of the line read last.
func (parser *parser) add(record Record) {
	record.End = parser.next
	for record.End > record.Start && (parser.text[record.End-1] == '\n' || parser.text[record.End-1] == '\r') {
		record.End--
	}
	record.Lines = parser.line - record.Line + 1
	parser.records = append(parser.records, record)
}

// textRecord reads the continuation of a text line: what stands in open brackets, and indented lines such as a stack.
func (parser *parser) textRecord(found head, start, first int) {
	if found.styled || !found.stamp.Known() {
		found.rest = withoutSource(found.rest)
	}
	event := found.event()
	record := Record{Start: start, Line: first, Format: event.Format, Events: []Event{event}}
	if found.stamp.Known() {
		record.Prefix = found.prefix
	}
	body := event.Message + event.Error
	depth := openBrackets(body)
	var more []string
	for size := len(body); len(more) < maxRecordLines && size < maxRecordBytes; {
		raw, ok := parser.peek()
		if !ok {
			break
		}
		line, ok := continuation(withoutEscapes(raw), record.Prefix)
		if !ok || !belongs(line, depth, event) {
			break
		}
		parser.take()
		more = append(more, line)
		size += len(line)
		depth += openBrackets(line)
	}
	if len(more) > 0 {
		body += "\n" + strings.Join(more, "\n")
		if event.Kind == KindConsole {
			event.Message, event.Truncated = cutTruncation(body)
		} else {
			event.Error = body
		}
		record.Events[0] = event
	}
	parser.add(record)
}

// continuation takes the prefix of the record's first line off a line behind it. A line that lacks it is another
// program's. Digits may differ, so that a container's time counts as the same prefix.
func continuation(line, prefix string) (string, bool) {
	prefix = strings.TrimRight(prefix, " ")
	if prefix == "" {
		return line, true
	}
	if len(line) < len(prefix) {
		return "", false
	}
	for i := 0; i < len(prefix); i++ {
		a, b := prefix[i], line[i]
		if a != b && !(isDigit(a) && isDigit(b)) {
			return "", false
		}
	}
	return strings.TrimPrefix(line[len(prefix):], " "), true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// belongs reports whether a line continues a record whose message so far has depth open brackets.
func belongs(line string, depth int, event Event) bool {
	if strings.Contains(line, headMark) {
		return false
	}
	if _, _, ok := dashboardStamp(line); ok {
		return false
	}
	if depth > 0 && (line == "" || strings.IndexByte(" \t}]", line[0]) >= 0) {
		return true // object-inspect indents what stands inside brackets (B 5.10)
	}
	if event.Kind == KindError && (strings.HasPrefix(line, "Uncaught ") || strings.HasPrefix(line, "Called by client")) {
		return true
	}
	return len(line) > 1 && (line[0] == ' ' || line[0] == '\t') && strings.TrimSpace(line) != "" && event.Kind != KindExecution
}

// openBrackets counts brackets opened and not closed in a line as object-inspect writes it, outside single quotes.
func openBrackets(line string) int {
	depth, quoted := 0, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quoted && c == '\\':
			i++
		case c == '\'':
			// An apostrophe inside a word opens no text.
			if quoted || i == 0 || !isLetter(line[i-1]) {
				quoted = !quoted
			}
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
	}
	return depth
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// dashboardRecord reads a dashboard row: on one line, or as selected with the mouse, its parts below one another.
func (parser *parser) dashboardRecord(stamp Stamp, rest string, start, first int) bool {
	saved := *parser
	event, ok := dashboardEvent(stamp, rest)
	for body, lines := rest, 0; lines < dashboardLines && len(body) < 1<<16; lines++ {
		raw, more := parser.peek()
		line := withoutEscapes(raw)
		if !more || strings.TrimSpace(line) == "" || strings.Contains(line, headMark) || strings.HasPrefix(line, `{"`) {
			break
		}
		if _, _, isRow := dashboardStamp(line); isRow {
			break
		}
		if ok && isWhole(event) && strings.IndexByte(" \t}]", line[0]) < 0 || !ok && lines > 8 {
			break
		}
		parser.take()
		body += "\n" + line
		event, ok = dashboardEvent(stamp, body)
	}
	if !ok {
		*parser = saved
		return false
	}
	parser.add(Record{Start: start, Line: first, Format: FormatDashboard, Events: []Event{event}})
	return true
}

// isWhole reports whether nothing but an indented line can still belong to a dashboard row.
func isWhole(event Event) bool {
	return event.Kind == KindConsole && event.Message != "" || event.Kind == KindExecution && (event.Success == Yes || event.Error != "")
}

// jsonAt reads rows that begin at the line just taken: a whole value on the line, or one that is written over several
// lines.
func (parser *parser) jsonAt(raw string, start int) ([]Event, bool) {
	if from := rowBehindPrefix(raw); from > 0 {
		return ParseJSON([]byte(raw[from:]))
	}
	line := strings.TrimSpace(raw)
	if line == "" || line[0] != '{' && line[0] != '[' || len(line) > 1 && line[0] == '[' && !strings.ContainsAny(line, "{") {
		return nil, false
	}
	line = strings.TrimRight(line, ",")
	if events, ok := ParseJSON([]byte(line)); ok {
		return events, true
	}
	if last := line[len(line)-1]; last != '{' && last != '[' && strings.TrimRight(strings.TrimSpace(raw), ",") == strings.TrimSpace(raw) {
		return nil, false
	}
	from := start + strings.IndexAny(parser.text[start:], "{[")
	data := []byte(parser.text[from:min(len(parser.text), from+16<<20)])
	end := value(data, 0, 0, true)
	if end == failed {
		return nil, false
	}
	events, ok := eventsOf(nil, data[:end], true, 0)
	if !ok {
		return nil, false
	}
	for parser.next < from+end {
		parser.take()
	}
	return events, true
}
