package logs

import "strings"

// trigger finds, in one pass, lines that may hold one of many texts (Aho and Corasick's automaton, 1975). It is a
// filter: letters count in either case, and what it lets through is looked at strictly. It must never keep back a line
// that a strict look would take, so it is fed with pieces that no JSON encoder writes differently, and with the escapes
// in which an encoder could hide a letter.
type trigger struct {
	class [256]uint8 // class of a byte; 0 for bytes that no piece has
	next  []uint32   // next[state+class]; a state is the offset of its row
	width int        // number of classes
	from  uint32     // first accepting state
}

// newTrigger builds the automaton for the given pieces.
func newTrigger(pieces []string) *trigger {
	automaton := &trigger{width: 1}
	for _, piece := range pieces {
		for i := 0; i < len(piece); i++ {
			c := lower(piece[i])
			if automaton.class[c] == 0 {
				automaton.class[c] = uint8(automaton.width)
				automaton.width++
			}
		}
	}
	for c := 'A'; c <= 'Z'; c++ {
		automaton.class[c] = automaton.class[lower(byte(c))]
	}
	automaton.build(pieces)
	return automaton
}

// build makes the states: a trie with state 0 as root, in which a missing edge leads to where the longest suffix that
// begins a piece leads.
func (automaton *trigger) build(pieces []string) {
	const none = 0 // the root is no child
	width := automaton.width
	edges := make([]uint16, width)
	accepting := []bool{false}
	for _, piece := range pieces {
		state := 0
		for i := 0; i < len(piece); i++ {
			at := state*width + int(automaton.class[piece[i]])
			if edges[at] == none {
				edges[at] = uint16(len(accepting))
				edges = append(edges, make([]uint16, width)...)
				accepting = append(accepting, false)
			}
			state = int(edges[at])
		}
		accepting[state] = true
	}
	fallback := make([]uint16, len(accepting))
	queue := make([]uint16, 1, len(accepting)) // breadth first
	for head := 0; head < len(queue); head++ {
		state := queue[head]
		row := edges[int(state)*width : (int(state)+1)*width]
		back := edges[int(fallback[state])*width : (int(fallback[state])+1)*width]
		for class, to := range row {
			if to == none {
				if state != 0 {
					row[class] = back[class]
				}
				continue
			}
			if state != 0 {
				fallback[to] = back[class]
			}
			accepting[to] = accepting[to] || accepting[fallback[to]]
			queue = append(queue, to)
		}
	}
	automaton.number(edges, accepting)
}

// number gives accepting states the highest numbers, so that one comparison tells them.
func (automaton *trigger) number(edges []uint16, accepting []bool) {
	order := make([]uint16, len(accepting))
	count := uint16(0)
	for _, want := range []bool{false, true} {
		if want {
			automaton.from = uint32(count) * uint32(automaton.width)
		}
		for state, isEnd := range accepting {
			if isEnd == want {
				order[state] = count
				count++
			}
		}
	}
	width := automaton.width
	automaton.next = make([]uint32, len(edges))
	for state := range accepting {
		row := automaton.next[int(order[state])*width:]
		for class := range width {
			row[class] = uint32(order[edges[state*width+class]]) * uint32(width)
		}
	}
}

// in reports whether one of the pieces stands in b. The root is state 0, because it never accepts.
func (automaton *trigger) in(b []byte) bool {
	state, from, next, class := uint32(0), automaton.from, automaton.next, &automaton.class
	for _, c := range b {
		state = next[state+uint32(class[c])]
		if state >= from {
			return true
		}
	}
	return false
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c | 0x20
	}
	return c
}

// longestPiece keeps the automaton small; what it lets through is looked at closely.
const longestPiece = 12

// identityPiece stands in every line that prints an identity under its usual label.
const identityPiece = "identity"

// piecesOf returns one piece of each text that every JSON encoder writes as it is: the longest run without quotes,
// slashes, angle brackets and the like.
func piecesOf(texts []knownText) []string {
	pieces := []string{identityPiece, "refreshsessionimpl", "tokenidentifier"}
	for _, known := range texts {
		best := ""
		for _, part := range known.parts {
			for _, run := range strings.FieldsFunc(part, func(r rune) bool {
				return !(r == ' ' || r == '_' || r == '.' || r == ',' || r == ':' || r == '-' || isDigit(byte(r)) || isLetter(byte(r))) || r > 0x7f
			}) {
				if len(run) > len(best) {
					best = run
				}
			}
		}
		pieces = append(pieces, strings.ToLower(best[:min(len(best), longestPiece)]))
	}
	return pieces
}

// otherPieces stand in other lines that matter: escapes that can hide a letter or a slash in JSON, routes of auth
// libraries in access logs, and what the CLI prints around a log.
var otherPieces = []string{`\u00`, `\/`, "/auth", "▌", "watching logs for ", "functions ready!"}
