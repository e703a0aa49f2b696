package logs

// analysis takes the rows of a log in order and keeps sums of them. Its memory does not grow with the log.
type analysis struct {
	tables  *tables
	options Options

	calendar calendar
	replay   replay
	seen     seen
	recent   recent
	repeats  repeats

	base       int64 // lines before the current chunk
	rows       int64
	byFormat   [16]int64
	untimed    int64
	duplicates int64
	backs      int64 // how often the clock went back
	farthest   int64 // by how much at most, microseconds
	first      moment
	last       moment
	latest     int64    // time of the row before
	dated      bool     // a time with a date was seen
	names      []string // of deployments

	odd       oddities
	readError error

	head     headState
	pairing  pairing
	bursts   bursts
	sessions sessions
	steady   steady
	routes   steady // requests of a session from an auth route
	twos     tuples
	tries    tuples
	timeline series
	groups   groups
	totals   pairTotals
	identity identityTotals
	showsEnd bool // text: the log shows ends of functions, so its console lines are no runs
	peak     peak
	tempo    tempo
	life     lifetimes
	queries  int64
	pairList []*pair // the first pairs, for proof
}

// headState says which function the loose lines behind a text record belong to.
type headState struct {
	function []byte
	format   uint8
	line     int64
}

// pairTotals are sums over all counted pairs.
type pairTotals struct {
	pairs, failed, known, marked, named int
	threw                               int     // of those that failed
	threwAt                             []int64 // lines of the first of them
	callers                             map[string]int
}

// identityTotals count queries of sockets that were not answered from the cache (B 5.26).
type identityTotals struct{ user, unknown int }

const keptPairs = 8

func newAnalysis(tables *tables, options Options) *analysis {
	made := &analysis{
		tables: tables, options: options, bursts: newBursts(), sessions: newSessions(options), groups: newGroups(),
		timeline: newSeries(timelineBuckets, lanes), twos: tuples{reach: 1_000_000}, tries: tuples{reach: 4_500_000},
	}
	made.totals.callers = map[string]int{}
	made.pairing = newPairing(
		func(one *pair) { made.bursts.pair(one.ended) },
		func(one *pair) { made.bursts.prolong(one.ended) },
	)
	return made
}

// lanes of the timeline
const (
	lanePairs = iota
	laneFailed
	laneQueries
	laneRows
	lanes
)

const timelineBuckets = 512

// take adds all that a chunk says.
func (analysis *analysis) take(chunk *chunk) {
	for i := range chunk.rows {
		row := &chunk.rows[i]
		var events []Event
		if row.count > 0 {
			events = chunk.events[row.events : row.events+uint32(row.count)]
		}
		analysis.row(row, events, chunk.text(row.name))
	}
	analysis.base += int64(chunk.lines)
	for _, name := range chunk.deployments {
		analysis.addDeployment(name)
	}
}

func (analysis *analysis) row(row *row, events []Event, name []byte) {
	now := moment{line: analysis.base + int64(row.line) + 1, coarse: row.flags&flagCoarse != 0}
	if row.flags&flagLoose != 0 {
		now.at, now.timed = row.at, row.flags&flagTimed != 0
		analysis.loose(row, events, now)
		return
	}
	analysis.rows++
	analysis.byFormat[row.format]++
	if row.flags&flagTimed != 0 {
		now.at, now.timed = analysis.calendar.fix(row.at, row.flags, isLocal[row.format]), true
		analysis.dated = analysis.dated || row.flags&flagNoDate == 0
		analysis.clock(now)
	} else {
		analysis.untimed++
	}
	if row.format == indexCLIText || row.format == indexBrowser {
		analysis.head.format, analysis.head.line = row.format, now.line
		analysis.head.function = append(analysis.head.function[:0], name...)
	}
	repeated := analysis.isRepeated(row, name)
	if repeated {
		analysis.duplicates++
	}
	var findings findings
	if len(events) > 0 {
		findings = analysis.findings(events)
	}
	if findings.matter && analysis.isCopy(row, events, now, name) {
		if !repeated {
			analysis.duplicates++
		}
		return
	}
	if now.timed {
		analysis.timeline.add(laneRows, now.at)
	}
	if row.flags&flagExecution != 0 && row.format == indexCLIText {
		analysis.showsEnd = true
	}
	if findings.matter {
		analysis.record(events, findings, now)
	}
	if row.flags&flagQuery != 0 {
		analysis.query(row, now, name, findings.matter, repeated)
	}
	analysis.settle(now)
}

// isRepeated reports whether a row of --jsonl was read before.
func (analysis *analysis) isRepeated(row *row, name []byte) bool {
	if row.format != indexCLIJSON || row.flags&flagExecution == 0 || row.id == 0 || analysis.repeats.full() && analysis.duplicates == 0 {
		return false
	}
	return analysis.repeats.add(row, name)
}

// isLocal says for each format whether its times are the reading of a local clock.
var isLocal = [...]bool{indexCLIText: true, indexDashboard: true, indexBrowser: true, indexOther: true}

// clock notes the span of the log, and where its clock goes back.
func (analysis *analysis) clock(now moment) {
	if analysis.first.line == 0 || now.at < analysis.first.at {
		analysis.first = now
	}
	if analysis.last.line == 0 || now.at >= analysis.last.at {
		analysis.last = now
	} else if back := analysis.last.at - now.at; back > analysis.farthest {
		analysis.farthest = back
	}
	if analysis.latest-now.at > backStep && analysis.latest != 0 {
		analysis.backs++
		analysis.replay.round++
	}
	analysis.latest = now.at
	analysis.replay.newest = max(analysis.replay.newest, now.at)
}

// backStep is by how much, in microseconds, a row must be older than the row before it for the clock to have gone back:
// rows of functions that ran at the same time are not sorted exactly.
const backStep = 2_000_000

// isCopy reports whether a record that matters was read before.
func (analysis *analysis) isCopy(row *row, events []Event, now moment, name []byte) bool {
	hash := newHasher().bytes(name).number(row.at).number(int64(row.flags & (flagExecution | flagConsole)))
	if row.id != 0 && row.format != indexBrowser && row.format != indexDashboard {
		hash = hash.text(events[len(events)-1].anyID())
		if row.flags&flagExecution == 0 {
			for i := range events {
				hash = hash.text(events[i].Message)
			}
		}
		return analysis.seen.add(hash.sum())
	}
	if !now.timed {
		return false
	}
	for i := range events {
		hash = hash.text(events[i].Message).text(events[i].Error)
	}
	return analysis.replay.isCopy(hash.sum(), now.at)
}

// query passes a run of a query on to the bursts.
func (analysis *analysis) query(row *row, now moment, name []byte, isKnown, repeated bool) {
	if row.flags&flagExecution != 0 && row.flags&(flagCached|flagNotSocket) == 0 {
		if row.flags&flagUser != 0 {
			analysis.identity.user++
		}
		if row.flags&flagUnknown != 0 {
			analysis.identity.unknown++
		}
	}
	isRun := row.flags&flagExecution != 0
	if !isRun && (row.format != indexCLIText && row.format != indexBrowser || analysis.showsEnd) {
		return
	}
	analysis.queries++
	analysis.bursts.advance(now)
	if !analysis.bursts.open && row.flags&flagIdentity == 0 {
		return
	}
	if row.id != 0 && !isKnown && isRun && row.format != indexDashboard && (repeated || analysis.recent.add(row, name)) {
		if !repeated {
			analysis.duplicates++
		}
		return
	}
	run := queryRun{at: now, name: name, flags: row.flags, returnBytes: int64(row.bytes)}
	before := analysis.bursts.current.queries
	analysis.bursts.query(run)
	if now.timed && analysis.bursts.current.queries > before {
		analysis.timeline.add(laneQueries, now.at)
	}
}

// settle counts the pairs to which nothing can be added any more.
func (analysis *analysis) settle(now moment) {
	if len(analysis.pairing.queue) > 0 {
		analysis.pairing.settled(now, false, analysis.count)
	}
}

// count takes a pair into all sums.
func (analysis *analysis) count(one *pair) {
	at := one.start()
	totals := &analysis.totals
	totals.pairs++
	if one.failed != NotSeen {
		totals.known++
	}
	if one.failed == Yes {
		totals.failed++
	}
	if one.marked {
		totals.marked++
	}
	if one.threw {
		if totals.threw++; len(totals.threwAt) < 3 {
			totals.threwAt = append(totals.threwAt, at.line)
		}
	}
	if one.caller != "" && (len(totals.callers) < 16 || totals.callers[one.caller] > 0) {
		totals.callers[one.caller]++
	}
	if len(analysis.pairList) < keptPairs {
		analysis.pairList = append(analysis.pairList, one)
	}
	if at.timed {
		analysis.timeline.add(lanePairs, at.at)
		if one.failed == Yes {
			analysis.timeline.add(laneFailed, at.at)
		}
		analysis.peak.add(at, one.session)
		analysis.tempo.add(at)
	}
	analysis.twos.add(at, one.session)
	analysis.tries.add(at, one.session)
	switch {
	case one.session != "":
		totals.named++
		analysis.sessions.add(one.session, one)
	case analysis.options.oneTab():
		analysis.sessions.add("", one)
	default:
		analysis.steady.add(at)
	}
}

// finish says that the log has ended.
func (analysis *analysis) finish() {
	analysis.pairing.finish()
	analysis.pairing.settled(moment{}, true, analysis.count)
	analysis.bursts.close()
}

func (analysis *analysis) addDeployment(name string) {
	for _, one := range analysis.names {
		if one == name {
			return
		}
	}
	if name != "" && len(analysis.names) < maxDeployments {
		analysis.names = append(analysis.names, name)
	}
}
