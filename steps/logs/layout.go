package logs

import "bytes"

// layout makes use of it that a log is written by one program, so that its rows look alike: the same members in the same
// order, most of them with the same values. It is what was learned of that: the bytes that stand between the values that change. A row that
// fits is valid JSON, because those bytes come from a valid row and the values between them are checked; a row that does
// not fit is taken apart the usual way.
type layout struct {
	steps []layoutStep // the last has no value: the row ends with its stretch

	sample []byte // the row that it was learned from
	parts  []part // all values of the sample
	hits   int    // rows that fitted
	recent int    // the same, but older ones count less
}

// layoutStep is a stretch of bytes that every row has, and the value behind it.
type layoutStep struct {
	literal []byte
	fixed   []fixedMember // members whose value belongs to the stretch
	member  member        // of the value behind it
	part    int           // index into parts
	pattern *pattern      // from here on, where the value nearly always looks alike
}

// fixedMember is a member that stands in a stretch, with offsets within it.
type fixedMember struct {
	member   member
	from, to uint32
}

// part is one value of the sample: a scalar, an array, or an object whose members do not count.
type part struct {
	member   member
	from, to int
	changes  bool
	seen     []string // values of the rows from which the layout learns
}

// layouts are those of one reading goroutine: rows of an action that still runs, console events and executions of a log
// stream each have their own.
type layouts struct {
	all  []*layout
	last int // the one that fitted last
	skip int // rows to pass before learning again
}

const (
	maxLayouts = 4
	maxLiteral = 8 << 10 // rows longer than this are not learned from
	maxParts   = 200     // nor are rows with more values
	learnRows  = 64      // rows after which values that never changed are taken as fixed
)

// match reads the row at i by a layout. It returns the offset behind the row, or failed when none fits.
func (layouts *layouts) match(chunk *chunk, i int, parts *rowParts) int {
	for n := range layouts.all {
		at := layouts.last + n
		if at >= len(layouts.all) {
			at -= len(layouts.all)
		}
		one := layouts.all[at]
		if n > 0 {
			*parts = rowParts{}
		}
		if end := one.match(chunk, i, parts); end != failed {
			layouts.last = at
			one.hits++
			one.recent++
			if one.hits == learnRows {
				one.build()
			}
			return end
		}
	}
	return failed
}

// match reads a row by this layout.
func (layout *layout) match(chunk *chunk, i int, parts *rowParts) int {
	b, newlines := chunk.data[:chunk.size], chunk.newlines
	learning := layout.hits < learnRows
	for s := 0; ; s++ {
		step := &layout.steps[s]
		if step.pattern != nil && step.pattern.fits(b, i) {
			for _, one := range step.pattern.members {
				parts.at[one.member] = span{uint32(i) + one.from, uint32(i) + one.to}
			}
			i += step.pattern.length
			s += step.pattern.steps
			step = &layout.steps[s]
		} else {
			end := i + len(step.literal)
			if end > len(b) || string(b[i:end]) != string(step.literal) {
				return failed
			}
			for _, one := range step.fixed {
				parts.at[one.member] = span{uint32(i) + one.from, uint32(i) + one.to}
			}
			i = end
		}
		if s == len(layout.steps)-1 {
			return i
		}
		if i >= len(b) {
			return failed
		}
		end := failed
		switch c := b[i]; {
		case c == '"' && step.member != noMember && step.member <= lastPlain:
			isPlain := false
			if end, isPlain = plainText(b, i); !isPlain {
				parts.odd = true
			}
		case c == '"':
			end = text(b, i)
		case c >= '0' && c <= '9' || c == '-':
			if end = integer(b, i); end == failed {
				end = numeral(b, i)
			}
		default:
			end = value(b, i, 1, newlines)
		}
		if end == failed {
			return failed
		}
		if learning {
			layout.compare(step.part, b[i:end])
		}
		parts.at[step.member] = span{uint32(i), uint32(end)}
		i = end
	}
}

// compare notes whether a value differs from that of the sample.
func (layout *layout) compare(index int, value []byte) {
	one := &layout.parts[index]
	one.seen = append(one.seen, string(value))
	if !one.changes && !bytes.Equal(value, layout.sample[one.from:one.to]) {
		one.changes = true
	}
}

// learn makes a layout of a row that fits none. The row is valid JSON.
func (layouts *layouts) learn(chunk *chunk, i, end int) {
	if layouts.skip > 0 {
		layouts.skip--
		return
	}
	if end-i > maxLiteral || chunk.newlines {
		return
	}
	made := &layout{sample: append([]byte(nil), chunk.data[i:end]...)}
	// The copy is looked at again: a mapped log may have been written anew since the row was found valid.
	if made.sample[0] != '{' || value(made.sample, 0, 0, false) != len(made.sample) || made.collect(0, scopeRow) == failed || len(made.parts) > maxParts {
		layouts.skip = learnRows
		return
	}
	made.build()
	if len(layouts.all) < maxLayouts {
		layouts.all = append(layouts.all, made)
		return
	}
	// The one that fitted least of late makes room.
	least := 0
	for n, one := range layouts.all {
		if one.recent < layouts.all[least].recent {
			least = n
		}
	}
	for _, one := range layouts.all {
		one.recent /= 2
	}
	layouts.all[least], layouts.skip = made, learnRows
}

// collect notes all values of the object at i of the sample. It returns the offset behind the object, or failed when the
// object is none to learn from.
func (layout *layout) collect(i int, in scope) int {
	b := layout.sample
	i = space(b, i+1, false)
	if b[i] == '}' {
		return failed
	}
	seen := map[string]bool{}
	for {
		end, isPlain := plainText(b, i)
		name := string(b[i:end])
		if !isPlain || seen[name] {
			return failed // of a repeated name the last counts, which a layout does not know
		}
		seen[name] = true
		this := memberNamed(b[i+1:end-1], in)
		i = space(b, space(b, end, false)+1, false)
		if inner := this.inner(); b[i] == '{' && b[space(b, i+1, false)] != '}' && in == scopeRow {
			end = layout.collect(i, inner)
		} else {
			end = value(b, i, 1, false)
			layout.parts = append(layout.parts, part{member: this, from: i, to: end})
		}
		if end == failed {
			return failed
		}
		i = space(b, end, false)
		if b[i] == '}' {
			return i + 1
		}
		i = space(b, i+1, false)
	}
}

// build makes the steps: at first every value may change, later those that did.
func (layout *layout) build() {
	learned := layout.hits >= learnRows
	layout.steps = layout.steps[:0]
	step, from := layoutStep{}, 0
	for n := range layout.parts {
		one := &layout.parts[n]
		if learned && !one.changes {
			if one.member != noMember {
				step.fixed = append(step.fixed, fixedMember{one.member, uint32(one.from - from), uint32(one.to - from)})
			}
			continue
		}
		step.literal, step.member, step.part = layout.sample[from:one.from], one.member, n
		layout.steps = append(layout.steps, step)
		step, from = layoutStep{}, one.to
	}
	step.literal = layout.sample[from:]
	layout.steps = append(layout.steps, step)
	if learned {
		layout.buildPatterns()
	}
}

// buildPatterns makes a pattern of every value that nearly always looks alike, the bytes before it, and what follows it
// likewise.
func (layout *layout) buildPatterns() {
	for s := range layout.steps {
		made := &pattern{}
		for n := s; ; n++ {
			step := &layout.steps[n]
			made.add(step.literal, step.fixed)
			if n == len(layout.steps)-1 {
				break
			}
			outline, value := usual(layout.parts[step.part].seen)
			if outline == "" {
				break
			}
			made.addValue(step.member, value, outline)
		}
		if made.steps > 0 {
			made.finish()
			layout.steps[s].pattern = made
		}
	}
	for n := range layout.parts {
		layout.parts[n].seen = nil
	}
}
