package logs

// sessions follows the refreshes of each auth session that the log names (P 4.12: the first and last five characters of
// its id at DEBUG level). Six evenly spaced ones in a minute are suspicious (sessionrow.go), and so are three within 10 s
// (P 4E), with one exception: the tabs of one browser share its session, and when it wakes up or restores its windows they
// all refresh once, one right after the other. That is over within seconds and does not come again.
type sessions struct {
	byName map[string]*session
	names  []string // in order of appearance; the oldest is forgotten first
	more   int      // sessions that were forgotten
	loops  []sessionLoop
	groups int // short groups that tabs explain
	evens  []sessionLoop
	looks  int // groups of six that were looked at: each is one more occasion for chance
	tabs   int // of one browser, at most
}

const (
	maxSessions = 20000
	// tightWindow holds three refreshes of one session when it loops (P 4E), in microseconds.
	tightWindow = 10_000_000
	// tabsWindow and tabsMost bound what the tabs of one browser do when they wake up together. There are no more of them
	// than the person told.
	tabsWindow = 3_000_000
	tabsMost   = 10
	// tabsAgain is how soon a further such group cannot be another wake-up.
	tabsAgain = 120_000_000
)

// session is one auth session.
type session struct {
	name    string
	pairs   int
	last    [2]moment // the two refreshes before
	cluster cluster
	before  moment // end of the group before
	even    evenRow
}

// cluster is a group of refreshes of one session, each within tightWindow of the one before.
type cluster struct {
	start, end    moment
	pairs, failed int
	known         int // refreshes whose result was seen
	tight         int // refreshes that are the third within tightWindow
	gaps          []int64
	lines         []int64 // of its first refreshes
}

// sessionLoop is a cluster that tabs do not explain.
type sessionLoop struct {
	session string
	cluster cluster
	even    bool // an even row
	row     evenStretch
}

const (
	maxGaps      = 400
	maxLoopLines = 4
)

func newSessions(options Options) sessions {
	made := sessions{byName: map[string]*session{}, tabs: tabsMost}
	if options.Tabs > 0 {
		made.tabs = min(made.tabs, options.Tabs)
	}
	return made
}

// add takes a refresh of the named session.
func (sessions *sessions) add(name string, pair *pair) {
	at := pair.start()
	if !at.timed {
		return
	}
	one := sessions.byName[name]
	if one == nil {
		if len(sessions.names) >= maxSessions {
			sessions.forget(sessions.names[0])
			sessions.names = sessions.names[1:]
		}
		one = &session{name: name}
		sessions.byName[name] = one
		sessions.names = append(sessions.names, name)
	}
	one.pairs++
	if gap, ok := one.cluster.end.distance(at); one.cluster.pairs > 0 && (!ok || gap < 0 || gap > tightWindow) {
		sessions.judge(one)
		one.cluster = cluster{}
	}
	one.cluster.add(at, pair)
	if age, ok := one.last[0].distance(at); ok && one.pairs > 2 && age >= 0 && age <= tightWindow {
		one.cluster.tight++
	}
	one.last[0], one.last[1] = one.last[1], at
	ended, looked := one.even.add(at, pair.failed == Yes)
	if looked {
		sessions.looks++
	}
	sessions.keepEven(name, ended)
}

func (sessions *sessions) keepEven(name string, row evenStretch) {
	if row.pairs > 0 && len(sessions.evens) < 1000 {
		sessions.evens = append(sessions.evens, sessionLoop{session: name, cluster: row.cluster(), even: true, row: row})
	}
}

func (cluster *cluster) add(at moment, pair *pair) {
	if cluster.pairs == 0 {
		cluster.start = at
	} else if gap, ok := cluster.end.distance(at); ok && len(cluster.gaps) < maxGaps {
		cluster.gaps = append(cluster.gaps, gap)
	}
	if len(cluster.lines) < maxLoopLines {
		cluster.lines = append(cluster.lines, at.line)
	}
	cluster.end = at
	cluster.pairs++
	if pair.failed != NotSeen {
		cluster.known++
	}
	if pair.failed == Yes {
		cluster.failed++
	}
}

// judge decides what a group that has ended was.
func (sessions *sessions) judge(one *session) {
	group := &one.cluster
	if group.tight == 0 {
		return
	}
	length, _ := group.start.distance(group.end)
	since, again := one.before.distance(group.start)
	again = again && one.before.line > 0 && since >= 0 && since <= tabsAgain
	one.before = group.end
	if length <= tabsWindow && group.pairs <= sessions.tabs && !again {
		sessions.groups++
		return
	}
	if len(sessions.loops) < 1000 {
		sessions.loops = append(sessions.loops, sessionLoop{session: one.name, cluster: *group})
	}
}

func (sessions *sessions) forget(name string) {
	if one := sessions.byName[name]; one != nil {
		sessions.judge(one)
		sessions.keepEven(name, one.even.end())
		delete(sessions.byName, name)
		sessions.more++
	}
}

// all returns the loops, with those that still go on.
func (sessions *sessions) all() []sessionLoop {
	copied := *sessions
	copied.loops = append([]sessionLoop(nil), sessions.loops...)
	copied.evens = append([]sessionLoop(nil), sessions.evens...)
	for _, name := range sessions.names {
		if one := sessions.byName[name]; one != nil {
			last := *one
			copied.judge(&last)
			copied.keepEven(name, last.even.end())
		}
	}
	for _, one := range copied.evens {
		if one.row.isRare(copied.looks) && !one.row.overlaps(one.session, copied.loops) {
			copied.loops = append(copied.loops, one)
		}
	}
	return copied.loops
}

// named returns how many sessions the log names.
func (sessions *sessions) named() int {
	count := len(sessions.byName) + sessions.more
	if sessions.byName[""] != nil { // the tab that the person told of
		count--
	}
	return count
}
