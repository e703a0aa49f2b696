package verdict

import (
	"strings"

	"golang.org/x/net/publicsuffix"
)

// mostAligned bounds the middle of two texts that is aligned character by character, in characters.
const mostAligned = 400

// differences returns the places where two texts differ, in characters.
func differences(a, b string) []Span {
	one, other := []rune(a), []rune(b)
	from := 0
	for from < len(one) && from < len(other) && one[from] == other[from] {
		from++
	}
	endA, endB := len(one), len(other)
	for endA > from && endB > from && one[endA-1] == other[endB-1] {
		endA, endB = endA-1, endB-1
	}
	if from == endA && from == endB {
		return nil
	}
	whole := []Span{{Range{from, endA}, Range{from, endB}}}
	if endA-from > mostAligned || endB-from > mostAligned {
		return whole
	}
	spans, same := align(one[from:endA], other[from:endB])
	// Where little is left of one in the other, single equal letters between them are chance.
	if same*10 < max(endA-from, endB-from)*6 {
		return whole
	}
	for i := range spans {
		spans[i].A.From, spans[i].A.To = spans[i].A.From+from, spans[i].A.To+from
		spans[i].B.From, spans[i].B.To = spans[i].B.From+from, spans[i].B.To+from
	}
	return spans
}

// align finds the longest common subsequence and returns what is not in it, and its length.
func align(one, other []rune) (spans []Span, same int) {
	rows, columns := len(one)+1, len(other)+1
	length := make([]int16, rows*columns) // of the common subsequence of one[i:] and other[j:]
	for i := len(one) - 1; i >= 0; i-- {
		for j := len(other) - 1; j >= 0; j-- {
			if one[i] == other[j] {
				length[i*columns+j] = length[(i+1)*columns+j+1] + 1
			} else {
				length[i*columns+j] = max(length[(i+1)*columns+j], length[i*columns+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(one) || j < len(other) {
		if i < len(one) && j < len(other) && one[i] == other[j] {
			i, j = i+1, j+1
			continue
		}
		span := Span{Range{i, i}, Range{j, j}}
		for (i < len(one) || j < len(other)) && !(i < len(one) && j < len(other) && one[i] == other[j]) {
			if j >= len(other) || i < len(one) && length[(i+1)*columns+j] >= length[i*columns+j+1] {
				i++
			} else {
				j++
			}
		}
		span.A.To, span.B.To = i, j
		spans = append(spans, span)
	}
	return spans, int(length[0])
}

// registrable returns the domain that somebody registered, "" when there is none. host may have a port.
func registrable(host string) string {
	if i := strings.LastIndexByte(host, ':'); i >= 0 {
		host = host[:i]
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	return domain
}
