package logs

import (
	"encoding/binary"
	"strconv"
	"strings"
)

// pattern is a number of bytes that look alike in nearly all rows of a layout: the same bytes, then digits and a point in
// the same places, or a plain text of the same length, and so on. All of it is looked at eight bytes at a time, at places
// that are known before. Where a row differs its values are read one by one, which is slower by half.
type pattern struct {
	length  int // bytes
	steps   int // of the layout, whose values it has
	same    []sameBytes
	blocks  []block
	texts   []int // where eight bytes of a plain text stand; they may overlap
	members []fixedMember

	// while it is made: what each byte must be, see block
	want, mask, six []byte
}

// sameBytes are many bytes that all rows have.
type sameBytes struct {
	from, to int
	bytes    []byte
}

// block says what 64 bytes must be: the bits that mask has are those of want, and where six is 6 they are a digit.
type block struct {
	at              int
	want, mask, six [8]uint64
}

const (
	blockBytes = 64
	manySame   = 128 // from here on the library's comparison is faster
)

// differs returns 0 when the bytes are as the block says.
func (block *block) differs(b *[blockBytes]byte) uint64 {
	// What is left of a digit is its value: at most 9, so that 6 more change none of the higher bits.
	word := func(n int) uint64 {
		left := binary.LittleEndian.Uint64(b[n*8:]) ^ block.want[n]
		return (left | (left + block.six[n])) & block.mask[n]
	}
	return word(0) | word(1) | word(2) | word(3) | word(4) | word(5) | word(6) | word(7)
}

// fits reports whether the bytes at i are as usual. Then every value in them is what the slower way would find there.
func (pattern *pattern) fits(b []byte, i int) bool {
	if i+pattern.length+blockBytes > len(b) {
		return false
	}
	b = b[i : i+pattern.length+blockBytes]
	for n := range pattern.same {
		if one := &pattern.same[n]; string(b[one.from:one.to]) != string(one.bytes) {
			return false
		}
	}
	differs := uint64(0)
	for n := range pattern.blocks {
		one := &pattern.blocks[n]
		differs |= one.differs((*[blockBytes]byte)(b[one.at : one.at+blockBytes]))
	}
	stop := uint64(0)
	for _, at := range pattern.texts {
		stop |= stops(binary.LittleEndian.Uint64(b[at : at+8]))
	}
	return differs|stop&highs == 0
}

// stops marks the bytes of a word at which a plain text ends by their highest bit: quotes, backslashes, control characters
// and all that is no ASCII. It may also mark bytes behind one of them.
func stops(w uint64) uint64 {
	quote, slash := w^(ones*'"'), w^(ones*'\\')
	return (quote-ones)&^quote | (slash-ones)&^slash | (w-ones*0x20)&^w | w
}

// add adds bytes that all rows have, and the members in them.
func (pattern *pattern) add(bytes []byte, fixed []fixedMember) {
	for _, one := range fixed {
		pattern.members = append(pattern.members, fixedMember{one.member, uint32(pattern.length) + one.from, uint32(pattern.length) + one.to})
	}
	for _, c := range bytes {
		pattern.addByte(c, 0xff, 0)
	}
}

func (pattern *pattern) addByte(want, mask, six byte) {
	pattern.want, pattern.mask, pattern.six = append(pattern.want, want), append(pattern.mask, mask), append(pattern.six, six)
	pattern.length++
}

// addValue adds the value of a member that has this outline in nearly all rows.
func (pattern *pattern) addValue(member member, value, outline string) {
	if member != noMember {
		pattern.members = append(pattern.members, fixedMember{member, uint32(pattern.length), uint32(pattern.length + len(value))})
	}
	pattern.steps++
	switch {
	case outline == value:
		pattern.add([]byte(value), nil)
	case value[0] == '"':
		pattern.addByte('"', 0xff, 0)
		for n := range len(value) - 2 {
			if n%8 == 0 {
				pattern.texts = append(pattern.texts, pattern.length+min(0, len(value)-2-8-n))
			}
			pattern.addByte(0, 0, 0)
		}
		pattern.addByte('"', 0xff, 0)
	default:
		for _, c := range []byte(outline) {
			if c == anyDigit {
				pattern.addByte('0', 0xf0, 6)
			} else {
				pattern.addByte(c, 0xff, 0)
			}
		}
	}
}

// finish makes the blocks.
func (pattern *pattern) finish() {
	for at := 0; at < pattern.length; {
		end := at
		for end < pattern.length && pattern.mask[end] == 0xff {
			end++
		}
		if end-at >= manySame {
			pattern.same = append(pattern.same, sameBytes{at, end, pattern.want[at:end]})
			at = end
			continue
		}
		made := block{at: at}
		for n := at; n < min(at+blockBytes, pattern.length); n++ {
			word, shift := (n-at)/8, (n-at)%8*8
			made.want[word] |= uint64(pattern.want[n]) << shift
			made.mask[word] |= uint64(pattern.mask[n]) << shift
			made.six[word] |= uint64(pattern.six[n]) << shift
		}
		pattern.blocks = append(pattern.blocks, made)
		at += blockBytes
	}
}

// usual returns the outline that nearly all values have, and one of them that has it; the outline is empty when there is
// none.
func usual(values []string) (outline, value string) {
	for _, outlineOf := range []func(string) string{exactly, roughly} {
		count := map[string]int{}
		for _, value := range values {
			line := outlineOf(value)
			if count[line]++; line != "" && count[line]*16 >= len(values)*15 {
				return line, value
			}
		}
	}
	return "", ""
}

// exactly is the value itself; it is empty where the value must be read each time, because it is a text that is not plain.
func exactly(value string) string {
	if value[0] == '"' {
		if _, isPlain := plainText([]byte(value), 0); !isPlain {
			return ""
		}
	}
	return value
}

const anyDigit = 'x'

// roughly is the same for numbers whose digits are in the same places, and for texts of the same length; it is empty for
// others. Numbers of more than one digit keep the first, which must not be zero.
func roughly(value string) string {
	if value[0] == '"' && len(value) >= 10 {
		return `"` + strconv.Itoa(len(value))
	}
	if !isDigit(value[0]) || strings.Trim(value, "0123456789.") != "" {
		return ""
	}
	outline := []byte(value)
	for i, c := range outline {
		if isDigit(c) && !(i == 0 && len(value) > 1 && value[1] != '.') {
			outline[i] = anyDigit
		}
	}
	return string(outline)
}
