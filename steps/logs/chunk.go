package logs

import (
	"bytes"
	"os"
)

// chunk is a part of a log, cut between records, and what was read from it.
type chunk struct {
	data     []byte // whole lines
	size     int
	newlines bool // records may go over several lines (a document that was written for people)
	last     bool // the log ends with this chunk
	cut      int  // bytes of a line that was too long to keep, passed over in front of this chunk
	large    bool // it has more memory than is kept
	broken   bool // the document that ends here is broken
	number   int  // of the chunk in its log

	mapped *window // of a file, that data is part of; nil for data of its own
	file   *os.File
	offset int64 // of data in the file

	found
}

// found is what was read from a chunk.
type found struct {
	rows   []row
	events []Event
	extra  []byte // names that stand in no line as they are

	lines    int // line feeds, and a last line without one
	damaged  int // JSON rows that are no JSON
	halfLast bool
	foreign  int // JSON objects that are no rows of Convex
	nuls     int // lines with NUL bytes
	others   int // text lines that are no record

	changed  bool // the file was changed while the chunk was read, so that it was read again
	lost     int  // bytes at its end that were gone by then
	lostLine int  // number in the chunk, from 1, of the first line that lacks some of them

	deployments []string
	deployment  span // of the event before

	before    []byte // what stood before "[CONVEX" on the line before
	beforeRow row    // its time
}

// tables is what all chunks of one reader share and none changes.
type tables struct {
	texts   []knownText
	answers []knownText // of an auth proxy
	trigger *trigger
}

func newTables() *tables {
	texts := textsOf(passages())
	return &tables{texts: texts, answers: textsOf(proxyAnswers()), trigger: newTrigger(append(piecesOf(texts), otherPieces...))}
}

// reset makes the chunk ready for another part.
func (chunk *chunk) reset() {
	data, extra, rows, events := chunk.data[:0], chunk.extra[:0], chunk.rows[:0], chunk.events[:0]
	clear(chunk.events) // the texts must not outlive their chunk
	*chunk = emptyChunk
	chunk.data, chunk.extra, chunk.rows, chunk.events = data, extra, rows, events
}

var emptyChunk chunk

// parse reads all records of the chunk.
func (chunk *chunk) parse(tables *tables, layouts *layouts) {
	chunk.size = len(chunk.data)
	for i := 0; i < chunk.size; {
		b := chunk.data[:chunk.size]
		switch c := b[i]; c {
		case '\n':
			chunk.lines++
			i++
		case ' ', '\t', '\r':
			i++
			if from := space(b, i, false); from < len(b) && (b[from] == '\n' || b[from] == '{' || b[from] == '[') {
				i = from
			} else {
				i = chunk.textLine(tables, i-1)
			}
		case '{':
			i = chunk.jsonRow(tables, layouts, i)
		case '[', ']', ',', '}':
			if chunk.isPunctuation(i) {
				i++
			} else {
				i = chunk.textLine(tables, i)
			}
		default:
			i = chunk.textLine(tables, i)
		}
	}
	if chunk.last && chunk.size > 0 && chunk.data[chunk.size-1] != '\n' {
		chunk.lines++ // a last line without a line feed is one as well
	}
}

// isPunctuation reports whether the bracket or comma at i belongs to an array of rows rather than to a text line.
func (chunk *chunk) isPunctuation(i int) bool {
	b := chunk.data[:chunk.size]
	next := space(b, i+1, chunk.newlines)
	if next >= len(b) {
		return true
	}
	switch b[next] {
	case '{', '\n', ']', ',', '}':
		return true
	case '[':
		return b[i] == '[' || b[i] == ','
	}
	return false
}

// jsonRow reads the object at i and returns where to go on.
func (chunk *chunk) jsonRow(tables *tables, layouts *layouts, i int) int {
	end := chunk.scan(tables, layouts, i)
	if end == failed && chunk.newlines {
		return i + 1 // a wrapping object that is longer than the chunk: its rows follow
	}
	if end == failed {
		stop := chunk.lineEnd(i)
		if next := space(chunk.data[:chunk.size], i+1, false); next >= chunk.size || chunk.data[next] != '"' {
			return chunk.textLine(tables, i) // a brace of another program
		}
		if stop == chunk.size && chunk.last {
			chunk.halfLast = true
		} else {
			chunk.damaged++
		}
		return stop
	}
	if chunk.newlines {
		chunk.lines += bytes.Count(chunk.data[i:end], []byte{'\n'})
		return end
	}
	// Behind a row only a comma, a bracket or another row may follow on its line.
	next := space(chunk.data[:chunk.size], end, false)
	if next < chunk.size {
		switch chunk.data[next] {
		case '\n', '{':
		case ',', ']', '}':
			if !chunk.isPunctuation(next) {
				return chunk.lineEnd(next)
			}
		default:
			chunk.others++
			return chunk.lineEnd(next)
		}
	}
	return next
}

// lineEnd returns the offset of the line feed behind i, or of the end.
func (chunk *chunk) lineEnd(i int) int {
	if end := bytes.IndexByte(chunk.data[i:chunk.size], '\n'); end >= 0 {
		return i + end
	}
	return chunk.size
}

// addEvent appends an event that was read the slow way, and its row.
func (chunk *chunk) addEvent(event Event) {
	chunk.events = append(chunk.events, event)
	chunk.addRows(len(chunk.events)-1, chunk.lines)
}

// addRows appends the rows of the events from first on, which were read the slow way: the row of a record is that of its
// last event, which for a row of --jsonl is its execution.
func (chunk *chunk) addRows(first, line int) {
	for first < len(chunk.events) {
		next := first + 1
		for next < len(chunk.events) && next-first < 1<<16-1 && sameRecord(&chunk.events[next-1], &chunk.events[next]) {
			next++
		}
		last := &chunk.events[next-1]
		found, at := rowOf(last)
		chunk.rows = append(chunk.rows, row{
			at: at, flags: found, bytes: int32(min(last.ReturnBytes, 1<<31-1)), name: chunk.keep(last.Function), id: hashOfID([]byte(last.anyID())),
			line: uint32(line), events: uint32(first), count: uint16(next - first), format: formatIndex(last.Format),
		})
		chunk.addDeployment(last.Deployment)
		first = next
	}
}

// sameRecord reports whether b is the execution or another console line of the record that a is a console line of.
func sameRecord(a, b *Event) bool {
	return a.Format == FormatCLIJSON && b.Format == FormatCLIJSON && a.Kind == KindConsole && a.ExecutionID == b.ExecutionID && a.Progress == b.Progress
}

// inExtra marks a span of chunk.extra.
const inExtra = 1 << 31

// keep stores a text beside the chunk's data.
func (chunk *chunk) keep(text string) span {
	from := len(chunk.extra)
	chunk.extra = append(chunk.extra, text...)
	return span{uint32(from) | inExtra, uint32(len(chunk.extra)) | inExtra}
}

// text returns the bytes of a span.
func (chunk *chunk) text(at span) []byte {
	if at.from&inExtra != 0 {
		return chunk.extra[at.from&^inExtra : at.to&^inExtra]
	}
	return chunk.data[at.from:at.to]
}
