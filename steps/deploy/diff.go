package deploy

import (
	"strings"
	"unicode/utf8"
)

// Range is a run of characters: from the one at From up to the one before To, counted in runes from 0.
type Range struct{ From, To int }

// Diff says where two texts differ. The ranges of both stand in the same order; an empty range marks where the other text
// has something more.
type Diff struct {
	Expected, Actual   string
	ExpectedRanges     []Range
	ActualRanges       []Range
	Same               bool
	FirstDifferentByte int // -1 when the texts are the same
}

// longestCompared bounds the texts that are aligned character by character, since that takes their product in time; the
// middles of longer ones are one range.
const longestCompared = 600

// Compare compares two texts byte by byte and aligns what differs.
func Compare(expected, actual string) Diff {
	diff := Diff{Expected: expected, Actual: actual, Same: expected == actual, FirstDifferentByte: -1}
	if diff.Same {
		return diff
	}
	for diff.FirstDifferentByte = 0; diff.FirstDifferentByte < min(len(expected), len(actual)) && expected[diff.FirstDifferentByte] == actual[diff.FirstDifferentByte]; {
		diff.FirstDifferentByte++
	}
	a, b := runes(expected), runes(actual)
	start := 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	middleA, middleB := a[start:len(a)-end], b[start:len(b)-end]
	if len(middleA) == 0 || len(middleB) == 0 || len(middleA)*len(middleB) > longestCompared*longestCompared {
		slide := 0
		if len(middleA) == 0 || len(middleB) == 0 {
			slide = slideLeft(a, b, start, len(middleA), len(middleB))
		}
		diff.add(start-slide, start-slide+len(middleA), start-slide, start-slide+len(middleB))
		return diff
	}
	diff.align(middleA, middleB, start)
	return diff
}

// slideLeft says by how many characters a piece that only one text has can be moved to begin behind a separator: of
// /api/auth against /auth the piece is "api/" and not "pi/a".
func slideLeft(a, b []rune, start, lengthA, lengthB int) int {
	text, length := a, lengthA
	if lengthA == 0 {
		text, length = b, lengthB
	}
	for n := 0; n <= start; n++ {
		if n > 0 && text[start-n] != text[start-n+length] {
			return 0
		}
		if at := start - n; at == 0 || strings.ContainsRune("/.:?&=", text[at-1]) {
			return n
		}
	}
	return 0
}

func (diff *Diff) add(fromA, toA, fromB, toB int) {
	diff.ExpectedRanges = append(diff.ExpectedRanges, Range{fromA, toA})
	diff.ActualRanges = append(diff.ActualRanges, Range{fromB, toB})
}

// align finds a longest common subsequence and keeps what is outside it. Common runs of fewer than three characters do not
// interrupt a difference: they are chance, and marks between them are hard to read.
func (diff *Diff) align(a, b []rune, offset int) {
	lengths := make([][]uint16, len(a)+1)
	for i := range lengths {
		lengths[i] = make([]uint16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				lengths[i][j] = lengths[i+1][j+1] + 1
			} else {
				lengths[i][j] = max(lengths[i+1][j], lengths[i][j+1])
			}
		}
	}
	i, j, fromA, fromB := 0, 0, 0, 0
	for i < len(a) && j < len(b) {
		run := 0
		for i+run < len(a) && j+run < len(b) && a[i+run] == b[j+run] {
			run++
		}
		switch {
		case run >= 3:
			if i > fromA || j > fromB {
				diff.add(offset+fromA, offset+i, offset+fromB, offset+j)
			}
			i, j = i+run, j+run
			fromA, fromB = i, j
		case run > 0:
			i, j = i+run, j+run
		case lengths[i+1][j] >= lengths[i][j+1]:
			i++
		default:
			j++
		}
	}
	if fromA < len(a) || fromB < len(b) {
		diff.add(offset+fromA, offset+len(a), offset+fromB, offset+len(b))
	}
}

// runes decodes s; a byte that is no UTF-8 is one rune of its own.
func runes(s string) []rune {
	out := make([]rune, 0, len(s))
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && size == 1 {
			r = rune(s[0]) | 0x110000 // outside Unicode, so that it equals nothing but itself
		}
		out = append(out, r)
		s = s[size:]
	}
	return out
}
