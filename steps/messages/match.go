package messages

import (
	"bytes"
	"sort"
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

// Find returns the messages in text, in order, and calls key for each further word, in order. Messages that stand inside
// a variable part of another are found as well. folded is working memory that may be used again.
func (finder *Finder) Find(text []byte, folded *Folded, key func(Key)) []Hit {
	folded.Fold(text)
	run := search{Finder: finder, text: text, folded: folded, done: make([]int32, len(finder.templates)), nowhere: map[gap]int{}}
	finder.grams.scan(folded.Bytes, func(one use, start int) {
		if one.template >= 0 {
			run.try(one, start)
		} else if word := finder.keys[one.literal]; key != nil && run.has(word, start-one.offset) {
			first := start - one.offset
			key(Key{one.literal, int(folded.At[first]), int(folded.At[first+len(word)-1]) + 1})
		}
	})
	return run.choose()
}

// has reports whether a folded word stands at an offset of the folded text.
func (run *search) has(word string, at int) bool {
	return at >= 0 && at+len(word) <= len(run.folded.Bytes) && string(run.folded.Bytes[at:at+len(word)]) == word
}

// better puts the hit with more literal text first, then whole ones, then those with more variable parts.
func (one *candidate) better(other *candidate) bool {
	switch {
	case one.matched != other.matched:
		return one.matched > other.matched
	case one.Whole != other.Whole:
		return one.Whole
	}
	return len(one.Values) > len(other.Values)
}

// choose drops hits whose literal text belongs to a longer hit; hits of equal length are alternatives of one another.
func (run *search) choose() []Hit {
	switch len(run.found) {
	case 0:
		return nil
	case 1:
		return []Hit{run.found[0].Hit}
	}
	order := make([]int, len(run.found))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return run.found[order[a]].better(&run.found[order[b]]) })
	owner := make([]int32, len(run.folded.Bytes)) // which hit a folded byte belongs to, plus one
	var chosen []int
	for _, i := range order {
		one := &run.found[i]
		taken := -1
		for _, span := range one.spans {
			for at := span[0]; at < span[1] && taken < 0; at++ {
				taken = int(owner[at]) - 1
			}
		}
		if taken >= 0 {
			other := &run.found[taken]
			if other.matched == one.matched && !other.Whole && !one.Whole && other.Message.ID != one.Message.ID {
				other.Others = append(other.Others, one.Message.ID)
			}
			continue
		}
		for _, span := range one.spans {
			for at := span[0]; at < span[1]; at++ {
				owner[at] = int32(i) + 1
			}
		}
		chosen = append(chosen, i)
	}
	sort.Ints(chosen)
	hits := make([]Hit, 0, len(chosen))
	for _, i := range chosen {
		hits = append(hits, run.found[i].Hit)
	}
	sort.SliceStable(hits, func(a, b int) bool { return hits[a].Start < hits[b].Start })
	return merged(hits)
}

// merged joins the two halves of a message of which the middle was left out.
func merged(hits []Hit) []Hit {
	kept := hits[:0]
	for _, hit := range hits {
		if n := len(kept); n > 0 && !hit.Whole && !kept[n-1].Whole && hit.Message == kept[n-1].Message && hit.Start-kept[n-1].End < reachWord {
			kept[n-1].End = max(kept[n-1].End, hit.End)
			continue
		}
		kept = append(kept, hit)
	}
	return kept
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
	for end < len(text) && text[end] == this[end-start] {
		end++
	}
	return start, end, false
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
