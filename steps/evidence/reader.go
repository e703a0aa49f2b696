package evidence

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"convex-auth-doctor/steps/secret"
)

const (
	textWindow = 256 << 10 // how much text is looked at at once
	jsonWindow = 4 << 20   // up to this length a JSON value is looked at as a whole
)

// RecognizeReader is Recognize for inputs of any size: it keeps a window of a few megabytes and what it found. HAR files
// and other JSON are walked value by value. An error of the reader is returned with what was found before it.
func RecognizeReader(reader io.Reader, registry *secret.Registry) (Result, error) {
	run := newRun(registry)
	in := &input{reader: reader, line: 1}
	in.begin()
	run.result.Encoding = in.encoding
	switch {
	case in.encoding == binaryData:
		run.unknown(Where{Line: 1}, len(in.rest()), Relative{"", "it is not text: pictures, archives and programs cannot be read here"})
	default:
		run.stream(in)
	}
	run.result.Bytes = in.total
	if errors.Is(in.err, io.EOF) {
		in.err = nil
	}
	return run.finish(), in.err
}

// stream looks at an input window by window.
func (run *run) stream(in *input) {
	ahead := scanAhead{run: run}
	for in.fill(textWindow) > 0 {
		text := in.rest()
		if from := jsonSpace(text, 0); from < len(text) && (text[from] == '{' || text[from] == '[') && jsonOpens(text, from) {
			ahead.finish()
			in.skip(from)
			in.broken = false
			if before := in.read; run.streamValue(in, Where{}, "", 0) && in.read > before {
				continue
			}
			text = in.rest()
		}
		in.fill(textWindow)
		text = in.rest()
		end := len(text)
		if !in.ended() || end > textWindow {
			end = windowEnd(text[:min(end, textWindow)])
		}
		ahead.window(text[:end], in.line)
		in.skip(end)
	}
	ahead.finish()
}

// scanAhead looks at windows of text one after another. The pass over the next one, which depends on nothing, is done
// beside the work on the one before it.
type scanAhead struct {
	run     *run
	waiting *part
	scanned chan struct{}
	buffers [2][]byte // windows are copied, since the input moves on
	turn    int
}

func (ahead *scanAhead) window(text []byte, line int) {
	buffer := append(ahead.buffers[ahead.turn][:0], text...)
	ahead.buffers[ahead.turn] = buffer
	ahead.turn = 1 - ahead.turn
	next := ahead.run.newPart(cleaned(buffer), Where{Line: line})
	next.takeMarks()
	scanned := make(chan struct{})
	go func() {
		next.finder.Scan(next.text, next.marks)
		close(scanned)
	}()
	ahead.finish()
	ahead.waiting, ahead.scanned = next, scanned
}

// finish looks at the window that waits.
func (ahead *scanAhead) finish() {
	if ahead.waiting != nil {
		<-ahead.scanned
		ahead.waiting.recognise()
		ahead.waiting = nil
	}
}

// windowEnd returns where a window of text can end: at a blank line or at least at a line that no other continues.
func windowEnd(text []byte) int {
	tail := max(0, len(text)-64<<10)
	if at := bytes.LastIndex(text[tail:], []byte("\n\n")); at >= 0 {
		return tail + at + 2
	}
	for end := len(text); end > tail; {
		at := bytes.LastIndexByte(text[tail:end], '\n')
		if at < 0 {
			break
		}
		next := tail + at + 1
		if next < len(text) && text[next] != ' ' && text[next] != '\t' && text[next] != '}' && text[next] != ']' {
			return next
		}
		end = tail + at
	}
	if at := bytes.LastIndexByte(text, '\n'); at >= 0 {
		return at + 1
	}
	return len(text)
}

// streamValue looks at the JSON value that begins here. What fits into the window is walked as a whole, of what does not
// each member. It reports false, without having read anything, when it is no JSON.
func (run *run) streamValue(in *input, where Where, name string, depth int) bool {
	in.fill(2)
	for size := 64 << 10; ; size *= 4 {
		in.fill(min(size, jsonWindow))
		text := in.rest()
		end := jsonValue(text[:min(len(text), jsonWindow)], 0, 0)
		switch {
		case end > 0 && (end < len(text) || in.ended() || text[end-1] == '}' || text[end-1] == ']' || text[end-1] == '"'):
			where.Line = in.line
			run.walkMember(member{name, text[:end]}, where)
			in.skip(end)
			return true
		case end != incomplete && end <= 0:
			return depth > 0 && run.brokenValue(in)
		case in.ended() && len(text) < jsonWindow:
			return depth > 0 && run.brokenValue(in)
		case size < jsonWindow:
			continue
		}
		break
	}
	switch text := in.rest(); {
	case text[0] == '"':
		in.skipString()
		return true
	case depth >= deepest || text[0] != '{' && text[0] != '[':
		return depth > 0 && run.brokenValue(in)
	}
	run.streamMembers(in, where, name, depth)
	return true
}

// brokenValue ends the walk through a JSON document at a place that is no JSON: the rest of it is read as text.
func (run *run) brokenValue(in *input) bool {
	in.broken = true
	return true
}

// streamMembers goes through an object or array that does not fit into the window.
func (run *run) streamMembers(in *input, where Where, name string, depth int) {
	closing := byte(']')
	object := in.rest()[0] == '{'
	if object {
		closing = '}'
	}
	in.skip(1)
	for index := 0; !in.broken; index++ {
		in.space()
		if in.fill(1) == 0 {
			return
		}
		if in.rest()[0] == closing {
			in.skip(1)
			return
		}
		if in.rest()[0] == ',' {
			in.skip(1)
			in.space()
		}
		place, child := where, name
		if object {
			child = in.key()
			if in.broken {
				return
			}
			place = below(where, child)
		} else {
			place.Path += "[" + strconv.Itoa(index) + "]"
		}
		in.space()
		if in.fill(1) == 0 || !run.streamValue(in, place, child, depth+1) {
			return
		}
	}
}

// input is a window that moves over a reader.
type input struct {
	reader   io.Reader
	buffer   []byte
	start    int
	err      error
	total    int64 // bytes that came
	read     int64 // bytes that were looked at
	line     int   // number of the line on which the window begins
	encoding string
	broken   bool // a JSON document broke off
}

// begin reads the first bytes and tells the encoding by them.
func (in *input) begin() {
	in.fill(4 << 10)
	head := in.rest()
	text, encoding := decode(head)
	in.encoding = encoding
	switch encoding {
	case "UTF-8":
		in.start += len(head) - len(text)
	case "UTF-16LE", "UTF-16BE":
		mark := 0
		if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
			mark = 2
		}
		units := &utf16Reader{reader: io.MultiReader(bytes.NewReader(bytes.Clone(head[mark:])), in.reader), big: encoding == "UTF-16BE"}
		*in = input{reader: units, line: 1, encoding: encoding}
	}
}

// rest returns the window from here on.
func (in *input) rest() []byte { return in.buffer[in.start:] }

// ended reports whether the reader has nothing more.
func (in *input) ended() bool { return in.err != nil }

// fill reads until at least so many bytes are in the window, or the reader ends, and returns how many there are.
func (in *input) fill(size int) int {
	for len(in.buffer)-in.start < size && in.err == nil {
		if in.start > 0 && cap(in.buffer)-len(in.buffer) < 64<<10 {
			in.buffer = in.buffer[:copy(in.buffer[:cap(in.buffer)], in.buffer[in.start:])]
			in.start = 0
		}
		if cap(in.buffer)-len(in.buffer) < 64<<10 {
			larger := make([]byte, len(in.buffer), max(2*cap(in.buffer), 256<<10))
			copy(larger, in.buffer)
			in.buffer = larger
		}
		n, err := in.reader.Read(in.buffer[len(in.buffer):cap(in.buffer)])
		in.buffer = in.buffer[:len(in.buffer)+n]
		in.total += int64(n)
		in.err = err
	}
	return len(in.buffer) - in.start
}

// skip moves on and counts lines.
func (in *input) skip(n int) {
	in.line += bytes.Count(in.buffer[in.start:in.start+n], []byte("\n"))
	in.start += n
	in.read += int64(n)
}

// space skips blanks.
func (in *input) space() {
	for in.fill(1) > 0 {
		n := jsonSpace(in.rest(), 0)
		in.skip(n)
		if in.start < len(in.buffer) {
			return
		}
	}
}

// key reads the name of a member and the colon behind it.
func (in *input) key() string {
	in.fill(64 << 10)
	text := in.rest()
	if len(text) == 0 || text[0] != '"' {
		in.broken = true
		return ""
	}
	end := jsonString(text, 0)
	if end < 0 {
		in.broken = true
		return ""
	}
	name := unquote(text[:end])
	in.skip(end)
	in.space()
	if in.fill(1) == 0 || in.rest()[0] != ':' {
		in.broken = true
		return ""
	}
	in.skip(1)
	return cutText(name, 200)
}

// skipString skips a JSON string that is longer than the window.
func (in *input) skipString() {
	in.skip(1)
	for in.fill(64<<10) > 0 {
		text := in.rest()
		at := bytes.IndexAny(text, `"\`)
		switch {
		case at < 0:
			in.skip(len(text))
		case text[at] == '"':
			in.skip(at + 1)
			return
		case at+1 < len(text):
			in.skip(at + 2)
		case in.ended():
			in.skip(len(text))
			return
		default:
			in.skip(at)
			in.fill(len(in.rest()) + 1)
		}
	}
}

// utf16Reader gives UTF-16 as UTF-8.
type utf16Reader struct {
	reader io.Reader
	big    bool
	in     [64 << 10]byte
	held   int    // bytes of in that were not decoded
	out    []byte // decoded, not yet given
	err    error
	high   rune // a high surrogate that waits for its half
}

func (units *utf16Reader) Read(p []byte) (int, error) {
	for len(units.out) == 0 {
		if units.err != nil {
			return 0, units.err
		}
		n, err := units.reader.Read(units.in[units.held:])
		units.err = err
		n += units.held
		units.out = units.out[:0]
		for i := 0; i+1 < n; i += 2 {
			low, high := units.in[i], units.in[i+1]
			if units.big {
				low, high = high, low
			}
			units.put(rune(high)<<8 | rune(low))
		}
		units.held = n % 2
		if units.held == 1 {
			units.in[0] = units.in[n-1]
		}
	}
	n := copy(p, units.out)
	units.out = units.out[n:]
	return n, nil
}

func (units *utf16Reader) put(unit rune) {
	if units.high != 0 {
		if joined := utf16.DecodeRune(units.high, unit); joined != utf8.RuneError {
			units.out = utf8.AppendRune(units.out, joined)
			units.high = 0
			return
		}
		units.out = utf8.AppendRune(units.out, utf8.RuneError)
		units.high = 0
	}
	if unit >= 0xd800 && unit < 0xdc00 {
		units.high = unit
		return
	}
	units.out = utf8.AppendRune(units.out, unit)
}
