// Package keyboard stands between the terminal and Bubble Tea. It takes pastes out of the stream of keys before Bubble
// Tea sees them, because Bubble Tea v1 needs time that grows with the square of a paste, drops bytes that are not UTF-8,
// and takes a paste of a terminal without bracketed paste for so many key presses, each of which could be a shortcut.
//
// What counts as what:
//   - bytes between ESC [200~ and ESC [201~ are a paste;
//   - Burst or more printable bytes that arrive without a pause of Pause are a paste, too, and line ends in it are no Enter;
//   - a paste of more than Limit bytes is counted and thrown away while it arrives, and reported as refused;
//   - the terminal's answer to the question about its background colour is taken out and reported;
//   - everything else is passed on as it is.
package keyboard

import (
	"bytes"
	"io"
	"time"
)

const (
	// Limit is the size in bytes up to which a paste is taken. A larger one belongs into a file.
	Limit = 512 << 10
	// Burst is how many printable bytes without a pause are a paste and no typing.
	Burst = 32
	// Pause is the silence that ends typed keys: nobody types faster, no terminal sends a paste slower.
	Pause = 20 * time.Millisecond
	// PasteEnd is the silence that ends a paste without brackets.
	PasteEnd = 50 * time.Millisecond
)

// Paste is one paste, whole, with its line ends made "\n".
type Paste struct{ Data []byte }

// Refused is a paste that was larger than Limit. Nothing of it was kept.
type Refused struct{ Size int }

// BackgroundReply is the terminal's answer to background.Query, without its frame: "rgb:1e1e/1e1e/1e1e".
type BackgroundReply struct{ Colour string }

// File is what Bubble Tea wants of a terminal to switch it to raw mode.
type File interface {
	io.ReadWriteCloser
	Fd() uintptr
}

// Reader is an io.Reader for Bubble Tea. Pastes are given to a function, in the order in which they stood between keys.
type Reader struct {
	File
	deliver func(any)
	after   func(time.Duration) <-chan time.Time
	chunks  chan chunk

	unread  []byte // not looked at yet
	ready   []byte // passed on at the next Read
	held    []byte // printable bytes whose nature is not known yet, or an escape sequence that may go on
	paste   []byte // what was pasted so far
	size    int    // bytes of the paste so far, also those that were thrown away
	state   state
	failure error
}

type chunk struct {
	data []byte
	err  error
}

type state int

const (
	typing    state = iota
	bracketed       // inside ESC [200~ … ESC [201~
	burst           // inside a paste without brackets
)

// New returns a reader of file. Deliver is called with a Paste, a Refused or a BackgroundReply from within Read.
func New(file File, deliver func(any)) *Reader {
	return newReader(file, deliver, time.After)
}

func newReader(file File, deliver func(any), after func(time.Duration) <-chan time.Time) *Reader {
	reader := &Reader{File: file, deliver: deliver, after: after, chunks: make(chan chunk)}
	go reader.fill()
	return reader
}

// fill reads ahead, so that Read can wait for input and for silence at once. It ends with the first error; a read that
// blocks at the end of the program ends with the process.
func (reader *Reader) fill() {
	buffer := make([]byte, 64<<10)
	for {
		n, err := reader.File.Read(buffer)
		if n > 0 {
			reader.chunks <- chunk{data: bytes.Clone(buffer[:n])}
		}
		if err != nil {
			reader.chunks <- chunk{err: err}
			return
		}
	}
}

// Read passes keys on.
func (reader *Reader) Read(into []byte) (int, error) {
	for {
		reader.advance()
		if len(reader.ready) > 0 {
			n := copy(into, reader.ready)
			reader.ready = reader.ready[n:]
			return n, nil
		}
		if reader.failure != nil {
			return 0, reader.failure
		}
		var silence <-chan time.Time
		if wait := reader.patience(); wait > 0 {
			silence = reader.after(wait)
		}
		select {
		case next := <-reader.chunks:
			reader.take(next)
		case <-silence:
			reader.settle()
		}
	}
}

// patience returns how long a silence decides about what is held; 0 where only more input can.
func (reader *Reader) patience() time.Duration {
	switch {
	case reader.state == burst:
		return PasteEnd
	case reader.state == typing && len(reader.held) > 0:
		return Pause
	}
	return 0
}

// settle decides about what is held once nothing more comes.
func (reader *Reader) settle() {
	if reader.state != typing {
		reader.endPaste()
	}
	reader.ready = append(reader.ready, reader.held...)
	reader.held = nil
}

// take adds input to what is not looked at yet.
func (reader *Reader) take(next chunk) {
	if next.err != nil {
		reader.settle()
		reader.failure = next.err
		return
	}
	if reader.state == typing && len(reader.held) > 0 {
		reader.unread, reader.held = reader.held, nil
	}
	reader.unread = append(reader.unread, next.data...)
}

// advance looks at input until there is a key to pass on: a paste behind it must not overtake it.
func (reader *Reader) advance() {
	for len(reader.unread) > 0 && len(reader.ready) == 0 {
		switch reader.state {
		case typing:
			reader.unread = reader.takeTyped(reader.unread)
		case bracketed:
			reader.unread = reader.takeBracketed(reader.unread)
		case burst:
			reader.unread = reader.takeBurst(reader.unread)
		}
	}
}

var (
	pasteBegin      = []byte("\x1b[200~")
	pasteEnd        = []byte("\x1b[201~")
	backgroundBegin = []byte("\x1b]11;")
)

// takeTyped reads keys up to the end of data or the beginning of a paste, and returns what is left to read.
func (reader *Reader) takeTyped(data []byte) []byte {
	plain := printable(data)
	if plain >= Burst {
		reader.state = burst
		return data
	}
	if plain == len(data) { // perhaps the beginning of a burst: wait for more, or for silence
		reader.held = data
		return nil
	}
	if plain > 0 {
		reader.ready = append(reader.ready, data[:plain]...)
		return data[plain:]
	}
	rest := data
	switch {
	case bytes.HasPrefix(rest, pasteBegin):
		reader.state = bracketed
		return rest[len(pasteBegin):]
	case bytes.HasPrefix(rest, backgroundBegin):
		end, frame := replyEnd(rest)
		if end < 0 {
			if len(rest) < 64 {
				reader.held = data
				return nil
			}
			break
		}
		reader.deliver(BackgroundReply{string(rest[len(backgroundBegin):end])})
		return rest[end+frame:]
	case begins(rest, pasteBegin) || begins(rest, backgroundBegin):
		reader.held = data // an escape sequence that may go on
		return nil
	}
	end := 1
	if rest[0] == 0x1b { // one escape sequence belongs together: letters after ESC [ are no text
		end = sequence(rest)
	}
	reader.ready = append(reader.ready, data[:end]...)
	return data[end:]
}

func (reader *Reader) takeBracketed(data []byte) []byte {
	// The end marker can be cut in two: join the tail of what came before.
	joined := append(reader.held, data...)
	reader.held = nil
	if at := bytes.Index(joined, pasteEnd); at >= 0 {
		reader.collect(joined[:at])
		reader.endPaste()
		return joined[at+len(pasteEnd):]
	}
	keep := 0
	for n := min(len(pasteEnd)-1, len(joined)); n > 0; n-- {
		if bytes.HasPrefix(pasteEnd, joined[len(joined)-n:]) {
			keep = n
			break
		}
	}
	reader.collect(joined[:len(joined)-keep])
	reader.held = bytes.Clone(joined[len(joined)-keep:])
	return nil
}

func (reader *Reader) takeBurst(data []byte) []byte {
	if bytes.HasPrefix(data, pasteBegin) {
		reader.endPaste()
		return data
	}
	at := bytes.Index(data, pasteBegin)
	if at < 0 {
		at = len(data)
	}
	reader.collect(data[:at])
	if at < len(data) {
		reader.endPaste()
	}
	return data[at:]
}

func (reader *Reader) collect(data []byte) {
	reader.size += len(data)
	if reader.size > Limit {
		reader.paste = nil
		return
	}
	reader.paste = append(reader.paste, data...)
}

func (reader *Reader) endPaste() {
	size, data := reader.size, reader.paste
	if reader.state == bracketed && len(reader.held) > 0 { // an unfinished end marker at the end of the input
		size, data = size+len(reader.held), append(data, reader.held...)
	}
	reader.size, reader.paste, reader.held, reader.state = 0, nil, nil, typing
	if size > Limit {
		reader.deliver(Refused{size})
		return
	}
	reader.deliver(Paste{Lines(data)})
}

// Lines makes all line ends "\n": terminals send a carriage return for each.
func Lines(data []byte) []byte {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
}

// printable returns how many bytes at the beginning of data can stand in a text.
func printable(data []byte) int {
	for i, c := range data {
		if !isPrintable(c) {
			return i
		}
	}
	return len(data)
}

func isPrintable(c byte) bool {
	return c >= 0x20 && c != 0x7f || c == '\r' || c == '\n' || c == '\t'
}

// begins reports whether data is the beginning of marker, and not yet all of it.
func begins(data, marker []byte) bool {
	return len(data) < len(marker) && bytes.HasPrefix(marker, data)
}

// replyEnd finds where an operating system command ends, and how long its end is.
func replyEnd(data []byte) (at, length int) {
	for i, c := range data {
		if c == 0x07 {
			return i, 1
		}
		if c == 0x1b && i > 0 && i+1 < len(data) && data[i+1] == '\\' {
			return i, 2
		}
	}
	return -1, 0
}

// sequence returns the length of the escape sequence at the beginning of data: ESC [ … letter, ESC O letter, or ESC and
// one more byte.
func sequence(data []byte) int {
	if len(data) < 2 {
		return len(data)
	}
	switch data[1] {
	case '[':
		for i := 2; i < len(data); i++ {
			if data[i] >= 0x40 && data[i] <= 0x7e {
				return i + 1
			}
			if data[i] < 0x20 || data[i] > 0x7e {
				return i
			}
		}
		return len(data)
	case 'O':
		return min(3, len(data))
	case 0x1b:
		return 1
	}
	return 2
}
