package logs

import (
	"encoding/binary"
	"math/bits"
)

// The walker goes over JSON without building anything. It accepts exactly what encoding/json accepts (RFC 8259), so that
// a row is counted here if and only if a strict reader would count it. newlines says whether a raw line feed may stand
// between tokens: in JSON lines it ends the row, so that one torn row cannot swallow its neighbours.

// maxDepth bounds the nesting of a value. Log rows are four levels deep.
const maxDepth = 500

// every byte of a word: its lowest bit, its highest bit
const ones, highs = 0x0101010101010101, 0x8080808080808080

// failed is returned in place of an offset when the bytes are no JSON.
const failed = -1

// space returns the offset of the next byte that is no white space.
func space(b []byte, i int, newlines bool) int {
	for i < len(b) {
		switch b[i] {
		case ' ', '\t', '\r':
			i++
		case '\n':
			if !newlines {
				return i
			}
			i++
		default:
			return i
		}
	}
	return i
}

// value returns the offset behind the value that begins at b[i].
func value(b []byte, i, depth int, newlines bool) int {
	if i >= len(b) {
		return failed
	}
	switch c := b[i]; {
	case c == '"':
		return text(b, i)
	case c == '-' || c >= '0' && c <= '9':
		return numeral(b, i)
	case c == '{':
		return object(b, i, depth, newlines, nil)
	case c == '[':
		return array(b, i, depth, newlines, nil)
	case c == 't':
		return word(b, i, "true")
	case c == 'f':
		return word(b, i, "false")
	case c == 'n':
		return word(b, i, "null")
	}
	return failed
}

func word(b []byte, i int, want string) int {
	if i+len(want) > len(b) || string(b[i:i+len(want)]) != want {
		return failed
	}
	return i + len(want)
}

// text returns the offset behind the string whose opening quote is b[i].
func text(b []byte, i int) int {
	i++
	for i+8 <= len(b) {
		// Eight bytes at a time: stop at a quote, a backslash or a control character (a byte below 0x20).
		w := binary.LittleEndian.Uint64(b[i:])
		quote, slash := w^(ones*'"'), w^(ones*'\\')
		stop := ((quote - ones) & ^quote) | ((slash - ones) & ^slash) | ((w - ones*0x20) & ^w)
		if stop &= highs; stop == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(stop) / 8
		if b[i] == '"' {
			return i + 1
		}
		if i = escape(b, i); i == failed {
			return failed
		}
	}
	for i < len(b) {
		switch c := b[i]; {
		case c == '"':
			return i + 1
		case c == '\\':
			if i = escape(b, i); i == failed {
				return failed
			}
		case c < 0x20:
			return failed
		default:
			i++
		}
	}
	return failed
}

// escape returns the offset behind the escape that begins at b[i], or failed when b[i] is a control character.
func escape(b []byte, i int) int {
	if b[i] != '\\' || i+1 >= len(b) {
		return failed
	}
	switch b[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
		if i+6 > len(b) {
			return failed
		}
		for _, c := range b[i+2 : i+6] {
			if !isHexDigit(c) {
				return failed
			}
		}
		return i + 6
	}
	return failed
}

func isHexDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// numeral returns the offset behind the number that begins at b[i].
func numeral(b []byte, i int) int {
	if b[i] == '-' {
		if i++; i >= len(b) {
			return failed
		}
	}
	switch {
	case b[i] == '0':
		i++
	case b[i] >= '1' && b[i] <= '9':
		i = digits(b, i)
	default:
		return failed
	}
	if i < len(b) && b[i] == '.' {
		from := i + 1
		if i = digits(b, from); i == from {
			return failed
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		from := i
		if i = digits(b, from); i == from {
			return failed
		}
	}
	return i
}

// integer returns the offset behind a number of less than eight digits with a comma behind it, which is what most numbers
// are, or failed.
func integer(b []byte, i int) int {
	if i+8 > len(b) {
		return failed
	}
	w := binary.LittleEndian.Uint64(b[i:]) ^ ones*'0'
	other := (w | (w + 6*ones)) & (ones * 0xf0) // of a digit its value is left, at most 9
	n := bits.TrailingZeros64(other) / 8
	if other == 0 || b[i+n] != ',' || n > 1 && b[i] == '0' || n == 0 {
		return failed
	}
	return i + n
}

// digits returns the offset of the first byte from i on that is no digit. It looks at eight bytes at a time: a digit has
// the high half 3, also when 6 is added to it.
func digits(b []byte, i int) int {
	const threes, sixes, halves = 0x3030303030303030, 0x0606060606060606, 0xf0f0f0f0f0f0f0f0
	for i+8 <= len(b) {
		w := binary.LittleEndian.Uint64(b[i:])
		other := ((w & halves) ^ threes) | (((w + sixes) & halves) ^ threes)
		if other != 0 {
			return i + bits.TrailingZeros64(other)/8
		}
		i += 8
	}
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	return i
}

// object returns the offset behind the object that begins at b[i], calling visit (which may be nil) with each key,
// quotes included, and its value.
func object(b []byte, i, depth int, newlines bool, visit func(key, value []byte)) int {
	if depth >= maxDepth {
		return failed
	}
	if i = space(b, i+1, newlines); i < len(b) && b[i] == '}' {
		return i + 1
	}
	for i < len(b) && b[i] == '"' {
		from := i
		to := text(b, i)
		if to == failed {
			return failed
		}
		if i = space(b, to, newlines); i >= len(b) || b[i] != ':' {
			return failed
		}
		begin := space(b, i+1, newlines)
		end := value(b, begin, depth+1, newlines)
		if end == failed {
			return failed
		}
		if visit != nil {
			visit(b[from:to], b[begin:end])
		}
		if i = space(b, end, newlines); i >= len(b) {
			return failed
		}
		switch b[i] {
		case '}':
			return i + 1
		case ',':
			i = space(b, i+1, newlines)
		default:
			return failed
		}
	}
	return failed
}

// array returns the offset behind the array that begins at b[i], calling visit (which may be nil) with each element.
func array(b []byte, i, depth int, newlines bool, visit func(element []byte)) int {
	if depth >= maxDepth {
		return failed
	}
	if i = space(b, i+1, newlines); i < len(b) && b[i] == ']' {
		return i + 1
	}
	for i < len(b) {
		end := value(b, i, depth+1, newlines)
		if end == failed {
			return failed
		}
		if visit != nil {
			visit(b[i:end])
		}
		if i = space(b, end, newlines); i >= len(b) {
			return failed
		}
		switch b[i] {
		case ']':
			return i + 1
		case ',':
			i = space(b, i+1, newlines)
		default:
			return failed
		}
	}
	return failed
}
