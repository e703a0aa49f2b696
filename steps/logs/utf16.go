package logs

import (
	"unicode/utf16"
	"unicode/utf8"
)

// utf16Decoder turns UTF-16 into UTF-8, as a log is that PowerShell redirected into a file; all else it leaves alone. It
// looks at the byte order mark, which PowerShell writes; a mark of UTF-8 is dropped.
type utf16Decoder struct {
	state decoding
	begin []byte // the first bytes, while they do not decide
	odd   []byte // half a character
	big   bool
}

type decoding int8

const (
	undecided decoding = iota
	isPlain
	isWide
)

func (decoder *utf16Decoder) plain() bool { return decoder.state == isPlain }

// decode returns the text of the next piece, which may be piece itself.
func (decoder *utf16Decoder) decode(piece []byte) []byte {
	if decoder.state == undecided {
		decoder.begin = append(decoder.begin, piece...)
		if len(decoder.begin) < 3 {
			return nil
		}
		piece, decoder.begin = decoder.begin, nil
		switch {
		case piece[0] == 0xff && piece[1] == 0xfe:
			decoder.state, piece = isWide, piece[2:]
		case piece[0] == 0xfe && piece[1] == 0xff:
			decoder.state, decoder.big, piece = isWide, true, piece[2:]
		default:
			decoder.state = isPlain
			if piece[0] == 0xef && piece[1] == 0xbb && piece[2] == 0xbf {
				piece = piece[3:]
			}
		}
	}
	if decoder.state == isPlain {
		return piece
	}
	data := append(decoder.odd, piece...)
	out := make([]byte, 0, len(data))
	i := 0
	for ; i+2 <= len(data); i += 2 {
		r := rune(decoder.unit(data[i:]))
		if utf16.IsSurrogate(r) {
			if i+4 > len(data) {
				break
			}
			if joined := utf16.DecodeRune(r, rune(decoder.unit(data[i+2:]))); joined != utf8.RuneError {
				r = joined
				i += 2
			}
		}
		out = utf8.AppendRune(out, r)
	}
	decoder.odd = append([]byte(nil), data[i:]...)
	return out
}

func (decoder *utf16Decoder) unit(b []byte) uint16 {
	if decoder.big {
		return uint16(b[0])<<8 | uint16(b[1])
	}
	return uint16(b[1])<<8 | uint16(b[0])
}

// finish returns what is left when the log ends.
func (decoder *utf16Decoder) finish() []byte {
	left := decoder.begin
	decoder.begin = nil
	if len(decoder.odd) > 0 {
		decoder.odd = nil
		left = append(left, "\ufffd"...)
	}
	return left
}
