package evidence

import (
	"bytes"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// input is a window that moves over a reader.
type input struct {
	reader   io.Reader
	buffer   []byte
	start    int
	err      error
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
