package evidence

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"convex-auth-doctor/steps/messages"
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
	count := &counter{reader: reader}
	in := &input{reader: count, line: 1}
	in.begin()
	run.result.Encoding = in.encoding
	switch {
	case in.encoding == binaryData:
		run.unknown(Fragment{Where: Where{Line: 1}, Bytes: len(in.rest()), Relatives: []Relative{{"", "it is not text: pictures, archives and programs cannot be read here"}}})
	default:
		run.stream(in)
	}
	run.result.Bytes = count.bytes
	if errors.Is(in.err, io.EOF) {
		in.err = nil
	}
	return run.finish(), in.err
}

// counter counts the bytes that come out of a reader.
type counter struct {
	reader io.Reader
	bytes  int64
}

func (count *counter) Read(p []byte) (int, error) {
	n, err := count.reader.Read(p)
	count.bytes += int64(n)
	return n, err
}

// stream looks at an input window by window.
func (run *run) stream(in *input) {
	if n := in.fill(textWindow); n > 0 && n <= longestSole && run.soleWord(cleaned(in.rest()), 1) {
		in.skip(n)
		return
	}
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
	rooms   [2]room
	turn    int
}

// room is the memory of a window, which is used again for the next but one.
type room struct {
	window []byte // windows are copied, since the input moves on
	masked []byte
	starts []int
	marks  messages.Marks
}

func (ahead *scanAhead) window(text []byte, line int) {
	room := &ahead.rooms[ahead.turn]
	ahead.turn = 1 - ahead.turn
	room.window = append(room.window[:0], text...)
	next := ahead.run.newPart(nil, Where{Line: line})
	next.room = room
	next.marks = &room.marks
	scanned := make(chan struct{})
	go func() {
		next.text = cleaned(room.window)
		next.masked = next.text
		next.survey()
		room.starts = lineStarts(room.starts[:0], next.text)
		next.starts = room.starts
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
	if at := lastBlankLine(text[tail:]); at >= 0 {
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

// lastBlankLine returns the offset of the last two line feeds in a row, or -1. One of them stands at every second offset,
// so every other byte needs no look.
func lastBlankLine(text []byte) int {
	for i := len(text) - 2; i >= 0; i -= 2 {
		switch {
		case text[i] != '\n':
		case text[i+1] == '\n':
			return i
		case i > 0 && text[i-1] == '\n':
			return i - 1
		}
	}
	return -1
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
