package evidence

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"

	"convex-auth-doctor/steps/lazy"
)

const binaryData = "binary"

// decode returns data as UTF-8 and names its encoding. PowerShell redirects write UTF-16 with a byte order mark; without
// one it is told by its zero bytes.
func decode(data []byte) (text []byte, encoding string) {
	switch {
	case bytes.HasPrefix(data, []byte{0xef, 0xbb, 0xbf}):
		return data[3:], "UTF-8"
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return fromUTF16(data[2:], false), "UTF-16LE"
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return fromUTF16(data[2:], true), "UTF-16BE"
	}
	head := data[:min(len(data), 512)]
	var zeros [2]int // at even and at odd offsets
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case zeros[0]+zeros[1] == 0:
		return data, "UTF-8"
	case half > 1 && zeros[1] > half/2 && zeros[0] <= half/16: // the upper bytes of Latin text
		return fromUTF16(data, false), "UTF-16LE"
	case half > 1 && zeros[0] > half/2 && zeros[1] <= half/16:
		return fromUTF16(data, true), "UTF-16BE"
	case zeros[0]+zeros[1] > len(head)/32+1:
		return nil, binaryData
	}
	return data, "UTF-8"
}

func fromUTF16(data []byte, big bool) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		low, high := data[2*i], data[2*i+1]
		if big {
			low, high = high, low
		}
		units[i] = uint16(high)<<8 | uint16(low)
	}
	return []byte(string(utf16.Decode(units)))
}

// cleaned returns text without what copying adds inside lines: colours and other escape sequences, carriage returns,
// zero-width characters; a no-break space becomes a blank. Lines stay lines. Text that has none of it is returned as it is.
func cleaned(text []byte) []byte {
	return withoutQuoteMarks(withoutNoise(text))
}

func withoutNoise(text []byte) []byte {
	if !needsCleaning(text) {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == 0x1b:
			i += max(1, escapeLength(text[i:]))
		case c == '\r':
			if i+1 >= len(text) || text[i+1] != '\n' {
				out = append(out, '\n') // an old Mac line end, or a progress line that was overwritten
			}
			i++
		case c < utf8.RuneSelf:
			out = append(out, c)
			i++
		default:
			r, size := utf8.DecodeRune(text[i:])
			switch r {
			case 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0xfeff, 0x00ad, 0x2066, 0x2067, 0x2068, 0x2069, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e:
			case 0x00a0, 0x202f, 0x2007, 0x2009, 0x3000:
				out = append(out, ' ')
			case 0x2028, 0x2029, 0x85:
				out = append(out, '\n')
			default:
				out = append(out, text[i:i+size]...)
			}
			i += size
		}
	}
	return out
}

// needsCleaning looks for the bytes with which everything begins that cleaned removes.
func needsCleaning(text []byte) bool {
	for _, c := range []byte{0x1b, '\r', 0xc2, 0xef} {
		if bytes.IndexByte(text, c) >= 0 {
			return true
		}
	}
	for i := 0; ; {
		at := bytes.IndexByte(text[i:], 0xe2)
		if at < 0 || i+at+1 >= len(text) {
			return bytes.Contains(text, []byte{0xe3, 0x80, 0x80})
		}
		if second := text[i+at+1]; second == 0x80 || second == 0x81 {
			return true
		}
		i += at + 1
	}
}

// quoteMark matches what mail and Markdown put before a quoted line, and what editors put before a numbered one.
var quoteMark = lazy.Regexp(`^[ \t]*(?:(?:> ?)+|\d{1,5} ?(?:\||│)|\d{1,5}\t)`)

// withoutQuoteMarks blanks the marks before lines that were quoted or numbered, two or more in a row, so that what stands
// in them is whole again. Offsets and lines stay.
func withoutQuoteMarks(text []byte) []byte {
	if !bytes.HasPrefix(text, []byte(">")) && !bytes.Contains(text, []byte("\n>")) && !numbered(text) {
		return text
	}
	out := bytes.Clone(text)
	var marks []span // of the lines that follow one another
	flush := func() {
		for _, mark := range marks {
			if len(marks) > 1 {
				for i := mark.from; i < mark.to; i++ {
					out[i] = ' '
				}
			}
		}
		marks = marks[:0]
	}
	for from := 0; from < len(text); {
		to := len(text)
		if at := bytes.IndexByte(text[from:], '\n'); at >= 0 {
			to = from + at
		}
		if mark := quoteMark().FindIndex(text[from:min(to, from+40)]); mark != nil {
			marks = append(marks, span{from, from + mark[1]})
		} else {
			flush()
		}
		from = to + 1
	}
	flush()
	return out
}

// numbered reports whether the first lines of a text begin with a number and a bar or a tab, as editors copy them.
func numbered(text []byte) bool {
	for lines := 0; lines < 12 && len(text) > 0; lines++ {
		i := 0
		for i < len(text) && i < 8 && (text[i] == ' ' || text[i] == '\t') {
			i++
		}
		digits := i
		for i < len(text) && i-digits < 6 && isDigit(text[i]) {
			i++
		}
		if i > digits && i+1 < len(text) {
			if text[i] == ' ' {
				i++
			}
			if text[i] == '|' || text[i] == '\t' || bytes.HasPrefix(text[i:], []byte("│")) {
				return true
			}
		}
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			return false
		}
		text = text[end+1:]
	}
	return false
}

// escapeLength returns the length in bytes of a terminal's escape sequence.
func escapeLength(text []byte) int {
	if len(text) < 2 {
		return 1
	}
	switch text[1] {
	case '[':
		for i := 2; i < len(text) && i < 64; i++ {
			if text[i] >= 0x40 && text[i] <= 0x7e {
				return i + 1
			}
		}
		return 2
	case ']':
		for i := 2; i < len(text) && i < 4096 && text[i] != '\n'; i++ {
			if text[i] == 0x07 {
				return i + 1
			}
			if text[i] == 0x1b && i+1 < len(text) {
				return i + 2
			}
		}
		return 2
	}
	return 2
}
