package logs

import "sort"

// burstWindow is how long after a refresh a query counts as its consequence, in microseconds (P 4.15: "within ~1 s").
const burstWindow = 1_000_000

const (
	maxFunctions = 2000 // functions counted by name
	maxSlotNames = 256  // functions noted by name behind one refresh
	keptBursts   = 20   // largest bursts kept for showing
)

// bursts counts the queries that run again after refreshes (P 4.14 to 4.17).
type bursts struct {
	open    bool
	current burst
	until   moment // end of the window of the newest pair

	largest   []burst // by size, largest first
	functions map[string]*functionCount
	others    int // queries of functions beyond maxFunctions
	total     burstTotals
	slots     slotTotals
	slot      slot
	previous  moment // the pair before the current slot
}

// burst is what ran after one refresh, or after several whose windows touch.
type burst struct {
	start     moment
	pairs     int
	queries   int
	cached    int
	fresh     int
	identity  int // runs that the log itself ascribes to a new identity
	touched   []*functionCount
	functions []FunctionCount // once it has ended, for those that are kept
}

// functionCount is one function over all bursts.
type functionCount struct {
	name         string
	queries      int
	cached       int
	failed       int
	bursts       int // bursts in which it ran
	twice        int // bursts in which it ran more often than there were pairs
	last, inLast int // number of the burst in which it ran last, and how often in it
	knownResults int // runs whose result's length was seen
	emptyResults int // those of at most 4 bytes: null, [], ""
}

// burstTotals are the sums over all closed bursts.
type burstTotals struct {
	bursts, pairs, queries, cached, fresh, identity int
	bare, bareFunctions                             int   // bursts without a refresh of auth:store, and the functions in them
	window                                          int64 // microseconds that lie in some window
}

// slot is the time from one pair to the next, at most burstWindow: what ran in it tells loops apart.
type slot struct {
	open                         bool
	pair                         moment
	crowded                      bool // another pair is near
	failed, user, unknown, first bool
	flipped                      bool // the same function ran without identity and then with it
	unknownNames                 map[string]bool
}

// slotTotals count slots of pairs that have another one within crowdedGap.
type slotTotals struct {
	pairs, failed, flipped, user, unknown, first int
	failedAt                                     []int64 // lines of failing queries, a few
}

// crowdedGap is the distance, in microseconds, up to which two pairs can belong to one loop: six pairs in 60 s (P 4E).
const crowdedGap = 12_000_000

func newBursts() bursts { return bursts{functions: map[string]*functionCount{}} }

// pair opens a window, or prolongs the open one.
func (bursts *bursts) pair(at moment) {
	bursts.advance(at)
	if bursts.open && bursts.current.pairs == 0 {
		bursts.close()
	}
	if !bursts.open {
		bursts.open, bursts.until = true, at
		bursts.current = burst{start: at, touched: bursts.current.touched[:0]}
	}
	if bursts.isBefore(at) {
		bursts.current.start = at
	}
	bursts.current.pairs++
	bursts.closeSlot(at)
	bursts.slot = slot{open: true, pair: at, crowded: bursts.previous.line > 0 && areCrowded(bursts.previous, at)}
	bursts.previous = at
	if age, ok := bursts.until.distance(at); !ok || age > 0 {
		bursts.until = at
	}
}

// areCrowded reports whether two pairs can belong to one loop.
func areCrowded(one, next moment) bool {
	gap, ok := one.distance(next)
	return ok && gap >= -backStep && gap <= crowdedGap
}

// isBefore reports whether something ran before the first refresh of the burst: its row only stands behind it.
func (bursts *bursts) isBefore(at moment) bool {
	age, ok := bursts.current.start.distance(at)
	return ok && age < 0
}

// prolong says that a pair had a further sign: its queries can only follow it.
func (bursts *bursts) prolong(at moment) {
	if age, ok := bursts.until.distance(at); bursts.open && ok && age > 0 && age <= burstWindow {
		bursts.until = at
	}
}

// advance closes the window when it has passed.
func (bursts *bursts) advance(now moment) {
	if bursts.open && !bursts.covers(now) {
		bursts.close()
	}
}

// covers reports whether now lies in the open window, or no more before it than rows stand out of order. Whole seconds are
// compared as such.
func (bursts *bursts) covers(now moment) bool {
	age, ok := bursts.until.distance(now)
	if !ok {
		return now.line-bursts.until.line <= 40 // without times: the lines right behind
	}
	return age >= -backStep && age <= burstWindow
}

// queryRun is one run of a query.
type queryRun struct {
	at          moment
	name        []byte
	flags       flags
	returnBytes int64 // -1 not seen
}

// query takes a run of a query: its end, or in a log that shows no ends of functions a line that it printed.
func (bursts *bursts) query(run queryRun) {
	bursts.advance(run.at)
	if run.flags&flagNotSocket != 0 {
		return
	}
	if !bursts.open && run.flags&flagIdentity != 0 {
		// The log itself says that a client has a new identity. Its refresh is none of auth:store, as with Clerk.
		bursts.open, bursts.until = true, run.at
		bursts.current = burst{start: run.at, touched: bursts.current.touched[:0]}
	}
	if !bursts.open || bursts.current.pairs > 0 && bursts.isBefore(run.at) {
		return
	}
	if run.flags&flagOtherReason != 0 && run.flags&flagFirstRun == 0 {
		return // the log says that it ran for another reason, such as changed data
	}
	bursts.fillSlot(run)
	if run.flags&(flagExecution|flagConsole) == 0 || run.flags&flagFirstRun != 0 {
		return
	}
	current := &bursts.current
	one := bursts.function(run.name)
	if run.flags&flagConsole != 0 && one != nil && one.last == bursts.total.bursts {
		return // a run can print many lines, so lines tell only that it ran
	}
	current.queries++
	if run.flags&flagCached != 0 {
		current.cached++
	}
	if run.flags&flagFresh != 0 {
		current.fresh++
	}
	if run.flags&flagIdentity != 0 {
		current.identity++
	}
	if one == nil {
		bursts.others++
		return
	}
	if number := bursts.total.bursts; one.last != number {
		one.last, one.inLast = number, 0
		one.bursts++
		current.touched = append(current.touched, one)
	}
	one.count(run)
}

// function returns the counts of a function, nil when there are too many.
func (bursts *bursts) function(name []byte) *functionCount {
	one := bursts.functions[string(name)]
	if one == nil && len(bursts.functions) < maxFunctions {
		one = &functionCount{name: string(name), last: -1}
		bursts.functions[one.name] = one
	}
	return one
}

// count adds a run to its function.
func (one *functionCount) count(run queryRun) {
	one.queries++
	one.inLast++
	if run.flags&flagCached != 0 {
		one.cached++
	}
	if run.flags&flagFailed != 0 {
		one.failed++
	}
	if run.returnBytes >= 0 {
		one.knownResults++
		if run.returnBytes <= nullBytes {
			one.emptyResults++
		}
	}
}

// fillSlot notes what a run says about the pair before it.
func (bursts *bursts) fillSlot(run queryRun) {
	slot := &bursts.slot
	if !slot.open {
		return
	}
	if run.flags&flagFailed != 0 {
		slot.failed = true
		if slot.crowded && len(bursts.slots.failedAt) < 5 {
			bursts.slots.failedAt = append(bursts.slots.failedAt, run.at.line)
		}
	}
	if run.flags&flagFirstRun != 0 {
		slot.first = true
	}
	if run.flags&flagCached != 0 {
		return // its identity is that of the run that filled the cache (B 5.26)
	}
	switch {
	case run.flags&flagUnknown != 0:
		slot.unknown = true
		if slot.unknownNames == nil {
			slot.unknownNames = map[string]bool{}
		}
		if len(slot.unknownNames) < maxSlotNames {
			slot.unknownNames[string(run.name)] = true
		}
	case run.flags&flagUser != 0:
		slot.user = true
		if slot.unknownNames[string(run.name)] {
			slot.flipped = true
		}
	}
}

// identityLine notes what a query printed about its identity, where the format does not carry the identity itself.
func (bursts *bursts) identityLine(at moment, function string, isNull bool) {
	bursts.advance(at)
	if !bursts.open {
		return
	}
	run := queryRun{at: at, name: []byte(function), flags: flagUser}
	if isNull {
		run.flags = flagUnknown
	}
	bursts.fillSlot(run)
}

// closeSlot ends a slot because another pair follows, or (next without a line) because its window is over.
func (bursts *bursts) closeSlot(next moment) {
	slot := &bursts.slot
	if !slot.open {
		return
	}
	slot.open = false
	slot.crowded = slot.crowded || next.line > 0 && areCrowded(slot.pair, next)
	if !slot.crowded {
		return
	}
	totals := &bursts.slots
	totals.pairs++
	for _, one := range []struct {
		is    bool
		count *int
	}{
		{slot.failed, &totals.failed}, {slot.flipped, &totals.flipped}, {slot.user, &totals.user},
		{slot.unknown, &totals.unknown}, {slot.first, &totals.first},
	} {
		if one.is {
			*one.count++
		}
	}
}

// close ends the open burst.
func (bursts *bursts) close() {
	if !bursts.open {
		return
	}
	bursts.open = false
	bursts.closeSlot(moment{})
	current, total := &bursts.current, &bursts.total
	total.bursts++
	total.pairs += current.pairs
	total.queries += current.queries
	total.cached += current.cached
	total.fresh += current.fresh
	if current.pairs > 0 {
		total.identity += current.identity
	} else {
		total.bare++
		total.bareFunctions += len(current.touched)
	}
	if length, ok := current.start.distance(bursts.until); ok && length >= 0 {
		total.window += length + burstWindow
	}
	for _, one := range current.touched {
		if one.inLast > max(1, current.pairs) {
			one.twice++
		}
	}
	if current.queries == 0 {
		return
	}
	at := sort.Search(len(bursts.largest), func(i int) bool { return bursts.largest[i].queries < current.queries })
	if at >= keptBursts {
		return
	}
	kept := *current
	kept.touched = nil
	for _, one := range current.touched {
		kept.functions = append(kept.functions, FunctionCount{one.name, one.inLast})
	}
	bursts.largest = append(bursts.largest, burst{})
	copy(bursts.largest[at+1:], bursts.largest[at:])
	bursts.largest[at] = kept
	if len(bursts.largest) > keptBursts {
		bursts.largest = bursts.largest[:keptBursts]
	}
}
