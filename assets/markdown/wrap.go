package markdown

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// Width returns how many columns a text without escape sequences takes.
func Width(text string) int { return narrow.StringWidth(text) }

func runeWidth(c rune) int { return narrow.RuneWidth(c) }

// narrow measures ambiguous characters as one column wide, whatever the locale says: the program draws with "│" and "…".
var narrow = &runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}

// Wrap breaks a plain text into lines of at most width columns.
func Wrap(text string, width int) []string {
	r := renderer{style: Bare}
	for _, line := range strings.Split(text, "\n") {
		r.paragraph([]run{{line, Plain}}, width, "", "")
	}
	return r.lines
}

// word is a piece of text that is not broken unless it is wider than a line: runs without blanks between them.
type word struct {
	runs  []run
	width int
	brake bool // a line break stands before it
}

// paragraph wraps runs; first and hang are put before the first and each further line.
func (r *renderer) paragraph(runs []run, width int, first, hang string) {
	width = max(width, 2) // one character can take two columns: with less room, breaking a word would never end
	words := split(runs)
	if len(words) == 0 {
		r.lines = append(r.lines, "")
		return
	}
	line, columns := []word{}, 0
	prefix := first
	flush := func() {
		r.lines = append(r.lines, prefix+r.draw(line))
		line, columns, prefix = nil, 0, hang
	}
	for _, next := range words {
		if next.brake && len(line) > 0 {
			flush()
		}
		need := next.width
		if len(line) > 0 {
			need++
		}
		if columns+need > width && len(line) > 0 {
			flush()
			need = next.width
		}
		for next.width > width { // a word wider than a line: a token's issuer, a long URL
			head, tail := next.broken(width)
			line = append(line, head)
			flush()
			next, need = tail, tail.width
		}
		line = append(line, next)
		columns += need
	}
	flush()
}

// split cuts runs into words at blanks. Code spans break at blanks, too.
func split(runs []run) []word {
	var words []word
	open, brake := false, false
	for _, one := range runs {
		rest := one.text
		for rest != "" {
			switch rest[0] {
			case ' ', '\t', '\n':
				brake = brake || rest[0] == '\n'
				open = false
				rest = rest[1:]
				continue
			}
			end := strings.IndexAny(rest, " \t\n")
			if end < 0 {
				end = len(rest)
			}
			piece := run{rest[:end], one.role}
			rest = rest[end:]
			if !open {
				words = append(words, word{brake: brake})
				brake = false
			}
			last := &words[len(words)-1]
			last.runs = append(last.runs, piece)
			last.width += Width(piece.text)
			open = true
		}
	}
	return words
}

// broken cuts a word after at most width columns; an address behind a slash where one is near enough.
func (w word) broken(width int) (head, tail word) {
	left := width
	for i, one := range w.runs {
		if n := Width(one.text); n <= left {
			head.runs, head.width, left = append(head.runs, one), head.width+n, left-n
			continue
		}
		at, columns := 0, 0
		for j, c := range one.text {
			if columns+runeWidth(c) > left {
				at = j
				break
			}
			columns += runeWidth(c)
		}
		if slash := strings.LastIndexByte(one.text[:at], '/') + 1; strings.Contains(one.text, "://") && slash > at/2 {
			at, columns = slash, Width(one.text[:slash])
		}
		if at > 0 {
			head.runs, head.width = append(head.runs, run{one.text[:at], one.role}), head.width+columns
		}
		tail.runs = append([]run{{one.text[at:], one.role}}, w.runs[i+1:]...)
		for _, rest := range tail.runs {
			tail.width += Width(rest.text)
		}
		return head, tail
	}
	return head, tail
}

// draw puts words on one line. Neighbours of one role are styled together, blank included, so that a line has few
// changes of style.
func (r *renderer) draw(line []word) string {
	var out strings.Builder
	var pending run
	flush := func() {
		if pending.text != "" {
			out.WriteString(r.style(pending.role, pending.text))
		}
		pending = run{}
	}
	for i, one := range line {
		for j, piece := range one.runs {
			blank := i > 0 && j == 0
			if pending.text != "" && pending.role == piece.role {
				if blank {
					pending.text += " "
				}
				pending.text += piece.text
				continue
			}
			flush()
			if blank {
				out.WriteByte(' ')
			}
			pending = piece
		}
	}
	flush()
	return out.String()
}
