package messages

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Value is a variable part of a message as it was found.
type Value struct{ Name, Text string }

// Hit is a message found in a text.
type Hit struct {
	Message    *Known
	Values     []Value
	Start, End int      // offsets in bytes of the text
	Whole      bool     // all of its literal text stands there
	Others     []string // ids of the messages that the text may be as well, when it is not whole
}

// Value returns a variable part, or "" when it was not found.
func (hit Hit) Value(name string) string {
	for _, value := range hit.Values {
		if value.Name == name {
			return value.Text
		}
	}
	return ""
}

// Key is a word found in a text for which no message stands.
type Key struct {
	Index      int // of the word in the list that the Finder was made with
	Start, End int // offsets in bytes of the text
}

// Marks are the places of one text where something may stand. Their memory can be used again.
type Marks struct {
	Keys     []Key // the words that were found, in order
	messages []mark
	folded   Folded
}

// Empty reports whether nothing was found.
func (marks *Marks) Empty() bool { return len(marks.Keys) == 0 && len(marks.messages) == 0 }

// mark is a place in the folded text where a piece of a message stands.
type mark struct {
	use   use
	start int32
}

// Finder looks for messages and further words in texts. It is not changed by use and may be shared.
type Finder struct {
	templates []template
	keys      []string // folded
	grams     *grams
}

// use says where a piece of a literal stands, or that it is a key.
type use struct {
	template, literal, offset int // template is -1 for a key, whose index is literal
}

// NewFinder prepares the search for the given messages and further words. Of the words only letters and digits count;
// they need at least five of them.
func NewFinder(all []Known, words ...string) *Finder {
	finder := &Finder{}
	var uses []use
	for i := range all {
		made := newTemplate(&all[i])
		finder.templates = append(finder.templates, made)
		for j, one := range made.literals {
			if len(one.folded) < gramLength {
				continue // the other literals of the message find it
			}
			for _, offset := range pieces(one.folded) {
				uses = append(uses, use{i, j, offset})
			}
		}
	}
	for i, word := range words {
		finder.keys = append(finder.keys, fold(word))
		uses = append(uses, use{-1, i, 0})
	}
	finder.grams = newGrams(uses, finder.piece)
	return finder
}

// piece returns the folded text that a use stands for.
func (finder *Finder) piece(one use) string {
	if one.template < 0 {
		return finder.keys[one.literal]
	}
	text := finder.templates[one.template].literals[one.literal].folded[one.offset:]
	return text[:min(len(text), pieceLength)]
}

// search is one run over one text.
type search struct {
	*Finder
	text    []byte
	folded  *Folded
	found   []candidate
	done    []int32 // template -> folded offset up to which it was found
	nowhere map[gap]int
}

type gap struct{ template, literal int }

// candidate is a hit with what is needed to choose between hits that overlap.
type candidate struct {
	Hit
	template int
	spans    [][2]int // folded ranges of its literals
	matched  int

	notANumber bool // a part that must be a number is none
}

// Find returns the messages in text, in order, and leaves the further words in marks.Keys, in order. Messages that stand
// inside a variable part of another are found as well.
func (finder *Finder) Find(text []byte, marks *Marks) []Hit {
	finder.Scan(text, marks)
	return finder.Hits(text, marks)
}

// Scan goes over a text once and notes where something may stand.
func (finder *Finder) Scan(text []byte, marks *Marks) {
	marks.Keys, marks.messages = marks.Keys[:0], marks.messages[:0]
	marks.folded.Fold(text)
	folded := &marks.folded
	finder.grams.scan(folded.Bytes, func(one use, start int) {
		if one.template >= 0 {
			if finder.promises(one, folded.Bytes, start) {
				marks.messages = append(marks.messages, mark{one, int32(start)})
			}
		} else if word, first := finder.keys[one.literal], start-one.offset; folded.has(word, first) {
			marks.Keys = append(marks.Keys, Key{one.literal, int(folded.At[first]), int(folded.At[first+len(word)-1]) + 1})
		}
	})
}

// promises reports whether enough of a literal stands around a gram that it is worth a closer look: ten characters in a
// row, or the whole of a shorter one.
func (finder *Finder) promises(one use, folded []byte, start int) bool {
	this := finder.templates[one.template].literals[one.literal].folded
	low, from := one.offset, start
	for low > 0 && from > 0 && folded[from-1] == this[low-1] {
		low, from = low-1, from-1
	}
	high, to := one.offset+gramLength, start+gramLength
	for high-low < 10 && high < len(this) && to < len(folded) && folded[to] == this[high] {
		high, to = high+1, to+1
	}
	return high-low >= min(10, len(this))
}

// Hits returns the messages of a text that was scanned, in order. Until then bytes of the text may have been overwritten,
// but not moved; what was overwritten with control characters holds no message any more.
func (finder *Finder) Hits(text []byte, marks *Marks) []Hit {
	if len(marks.messages) == 0 {
		return nil
	}
	run := search{Finder: finder, text: text, folded: &marks.folded, done: make([]int32, len(finder.templates)), nowhere: map[gap]int{}}
	for _, one := range marks.messages {
		if text[marks.folded.At[one.start]] >= ' ' {
			run.try(one.use, int(one.start))
		}
	}
	return run.choose()
}

// has reports whether a folded word stands at an offset of the folded text.
func (folded *Folded) has(word string, at int) bool {
	return at >= 0 && at+len(word) <= len(folded.Bytes) && string(folded.Bytes[at:at+len(word)]) == word
}

// limits of how far apart two literals of a message may stand, in folded characters
const (
	reachWord = 300
	reachText = 4000
)

// try looks whether the message of a piece that was found stands there.
func (run *search) try(one use, start int) {
	end := start + gramLength
	if int(run.done[one.template]) >= end {
		return
	}
	made := &run.templates[one.template]
	this := made.literals[one.literal].folded
	text := run.folded.Bytes
	low := one.offset
	for low > 0 && start > 0 && text[start-1] == this[low-1] {
		start, low = start-1, low-1
	}
	stop, high := end, one.offset+gramLength
	for high < len(this) && stop < len(text) && text[stop] == this[high] {
		stop, high = stop+1, high+1
	}
	found := candidate{template: one.template, spans: [][2]int{{start, stop}}, matched: high - low}
	last, lastHigh := one.literal, high
	for lastHigh == len(made.literals[last].folded) && last+1 < len(made.literals) {
		from, to, whole := run.nextLiteral(one.template, last+1, stop)
		if from < 0 {
			break
		}
		found.spans = append(found.spans, [2]int{from, to})
		found.matched += to - from
		last, lastHigh, stop = last+1, to-from, to
		if !whole {
			break
		}
	}
	found.Whole = found.matched == made.total
	if !run.accept(made, one.literal, low, last, lastHigh, &found) {
		return
	}
	if !run.fill(made, one.literal, last, lastHigh, &found) {
		return
	}
	run.done[one.template] = int32(stop)
	run.found = append(run.found, found)
}

// nextLiteral finds a literal of a message after the one before it. It may be cut off; whole says whether it is not.
func (run *search) nextLiteral(template, literal, from int) (start, end int, whole bool) {
	made := &run.templates[template]
	this, text := made.literals[literal].folded, run.folded.Bytes
	limit := min(len(text), from+reachOf(made.gaps[literal])+len(this))
	key := gap{template, literal}
	search := from
	if before, ok := run.nowhere[key]; ok && before > from {
		search = max(from, min(before-len(this), limit))
	}
	for search < limit {
		at := bytes.Index(text[search:limit], []byte(this))
		if at < 0 {
			break
		}
		if run.wrapped(from, search+at, made.gaps[literal]) && (len(this) > 8 || run.fits(made.literals[literal], search+at, len(this))) {
			return search + at, search + at + len(this), true
		}
		search += at + 1
	}
	run.nowhere[key] = max(limit, run.nowhere[key])
	if len(this) < 10 {
		return -1, -1, false
	}
	at := bytes.Index(text[from:min(limit, from+reachWord)], []byte(this[:8]))
	if at < 0 {
		return -1, -1, false
	}
	if !run.wrapped(from, from+at, made.gaps[literal]) {
		return -1, -1, false
	}
	start, end = from+at, from+at+8
	for end < len(text) && end-start < len(this) && text[end] == this[end-start] {
		end++
	}
	return start, end, end-start == len(this)
}

// wrapped reports whether the line breaks in a gap can be those of wrapping: a word or number lies on one line or is
// broken once or twice, a longer text may take some lines.
func (run *search) wrapped(from, to int, slots []slot) bool {
	if from == 0 || from >= to {
		return true
	}
	breaks := bytes.Count(run.text[run.folded.At[from-1]:run.folded.At[to]], []byte("\n"))
	for _, one := range slots {
		if !one.short {
			return breaks <= 60
		}
	}
	return breaks <= 2
}

// fits tells a short literal from a part of a longer word, such as "HTTP" in "https://…", by what stands around it.
func (run *search) fits(one literal, start, length int) bool {
	at := run.folded.At
	before, after := one.textBefore(), one.textAfter()
	if before != "" && start > 0 && int(at[start-1]) == int(at[start])-1 {
		return false
	}
	behind := start + length
	if after != "" && behind < len(at) && int(at[behind]) == int(at[behind-1])+1 {
		return false
	}
	space := run.between(start - 1)
	quoted := false
	for _, mark := range strings.TrimSpace(before) {
		switch {
		case mark == ' ' || mark == '\n':
		case isQuote(mark):
			quoted = true
		case !bytes.ContainsRune(space, mark) && !bytes.ContainsAny(space, "\\&"):
			return false
		}
	}
	return !quoted || bytes.ContainsAny(space, "\"'`&\\") || bytes.IndexFunc(space, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0
}

func reachOf(slots []slot) int {
	reach := 0
	for _, one := range slots {
		if one.short {
			reach += reachWord
		} else {
			reach += reachText
		}
	}
	return reach
}
