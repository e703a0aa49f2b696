package logs

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"convex-auth-doctor/steps/ids"
)

// refreshesAt is a log in which one browser refreshes at the given seconds, its session named or not.
func refreshesAt(named bool, seconds ...float64) *world {
	world := newWorld(1)
	world.debug = named
	one := world.browser()
	for _, at := range seconds {
		one.refresh(at, outcome{quiet: true})
	}
	return world
}

// every returns n times, each so many seconds after the one before.
func every(n int, gaps ...float64) []float64 {
	times, at := []float64{0}, 0.0
	for i := range n - 1 {
		at += gaps[i%len(gaps)]
		times = append(times, at)
	}
	return times
}

// The definition of P 4E, just below each of its bounds, at it and just above: three refreshes of one session within 10 s,
// or six within 60 s whose spacing deviates by less than 2 s, where tokens live five minutes or more.
func TestSuspiciousAtTheBounds(t *testing.T) {
	for _, c := range []struct {
		name    string
		times   []float64
		options Options
		unnamed bool
		want    State
	}{
		{name: "three within 10 s", times: []float64{0, 5, 10}, want: Suspicious},
		{name: "three within 9.999 s", times: []float64{0, 5, 9.999}, want: Suspicious},
		{name: "three within 10.001 s", times: []float64{0, 5, 10.001}, want: AsExpected},
		{name: "two within 10 s", times: []float64{0, 9}, want: AsExpected},
		{name: "three within 10 s, not named", times: []float64{0, 5, 10}, unnamed: true, want: AsExpected},
		{name: "three within 10 s, of the one tab that was told", times: []float64{0, 5, 10}, unnamed: true, options: Options{Tabs: 1}, want: Suspicious},
		{name: "three within 10.001 s, of the one tab that was told", times: []float64{0, 5, 10.001}, unnamed: true, options: Options{Tabs: 1, PageLoads: 3}, want: AsExpected},

		{name: "tabs that wake up within 3 s", times: []float64{0, 1.5, 3}, want: AsExpected},
		{name: "three within 3.001 s", times: []float64{0, 1.5, 3.001}, want: Suspicious},
		{name: "ten tabs that wake up", times: every(10, 0.3), want: ManyClients},
		{name: "eleven within 3 s", times: every(11, 0.3), want: Suspicious},
		{name: "tabs that wake up, three told", times: []float64{0, 1, 2}, options: Options{Tabs: 3}, want: AsExpected},
		{name: "three within 2 s, two tabs told", times: []float64{0, 1, 2}, options: Options{Tabs: 2, PageLoads: 3}, want: Suspicious},
		{name: "three within 2 s, one tab told", times: []float64{0, 1, 2}, options: Options{Tabs: 1, PageLoads: 3}, want: Suspicious},
		{name: "again after 120 s", times: []float64{0, 1, 2, 122, 123, 124}, want: Suspicious},
		{name: "again after 120.001 s", times: []float64{0, 1, 2, 122.001, 123, 124}, want: AsExpected},

		{name: "six within 60 s", times: every(6, 12), want: Suspicious},
		{name: "six within 60.05 s", times: every(6, 12.01), want: AsExpected},
		{name: "five within 48 s", times: every(5, 12), want: AsExpected},
		{name: "six, a deviation of 1.96 s", times: every(6, 9, 13), want: Suspicious},
		{name: "six, a deviation of 2.06 s", times: every(6, 8.9, 13.1), want: AsExpected},
		{name: "six within 60 s, tokens of five minutes", times: every(6, 12), options: Options{TokenLife: 5 * time.Minute}, want: Suspicious},
		{name: "six within 60 s, tokens of less", times: every(6, 12), options: Options{TokenLife: 5*time.Minute - time.Second}, want: AsExpected},
		{name: "twelve within 6 s, tokens of less", times: every(12, 0.5), options: Options{TokenLife: 5*time.Minute - time.Second}, want: Suspicious},
		{name: "six within 60 s, not named", times: every(6, 12), unnamed: true, want: Suspicious},
		{name: "six within 60.05 s, not named", times: every(6, 12.01), unnamed: true, want: AsExpected},
		{name: "five within 48 s, not named", times: every(5, 12), unnamed: true, want: AsExpected},
	} {
		log := renderJSONL(refreshesAt(!c.unnamed, c.times...).sorted())
		if got := read(t, []byte(log), c.options); got.Refresh.State != c.want {
			t.Errorf("%s: %s, want %s (%s)", c.name, got.Refresh.State, c.want, got.Sentence)
		}
	}
}

// Many sessions make no loop, however many refreshes stand in ten seconds or how evenly.
func TestManySessionsAreNoLoop(t *testing.T) {
	for _, gap := range []float64{0.5, 2, 12} {
		world := newWorld(2)
		world.debug = true
		for i := range 40 {
			world.browser().refresh(float64(i)*gap, outcome{quiet: true})
		}
		if got := read(t, []byte(renderJSONL(world.sorted())), Options{}); got.Refresh.State == Suspicious {
			t.Errorf("every %v s: %s", gap, got.Sentence)
		}
	}
}

// One refresh for each page that is asked for is no loop (P 4E), as far as a person can ask for pages that fast.
func TestPageRequestsAreNoLoop(t *testing.T) {
	for _, c := range []struct {
		gap   float64
		pages bool
		want  State
	}{{4, true, AsExpected}, {2.1, true, AsExpected}, {1.9, true, Suspicious}, {0.5, true, Suspicious}, {4, false, Suspicious}} {
		world := newWorld(7)
		world.debug = true
		one := world.browser()
		for i := range 12 {
			at := float64(i) * c.gap
			one.refresh(at, outcome{quiet: true})
			if c.pages {
				one.run(at+0.4, "initialSubscription", outcome{})
			}
		}
		if got := read(t, []byte(renderStream(world.sorted(), "webhook")), Options{PageLoads: 12}); got.Refresh.State != c.want {
			t.Errorf("every %v s, pages %v: %s, want %s", c.gap, c.pages, got.Refresh.State, c.want)
		}
	}
}

// What came before a row, and how long ago, must not hide it: one tab that was open for a day, then a loop.
func TestLoopBehindALongQuietTime(t *testing.T) {
	for _, named := range []bool{true, false} {
		world := newWorld(3)
		world.debug = named
		one, at := world.browser(), 0.0
		for range 1500 {
			one.refresh(at, outcome{quiet: true})
			at += 60 + 600*world.random.Float64()
		}
		for i := range 8 {
			one.refresh(at+float64(i)*11+1.5*world.random.Float64(), outcome{quiet: true})
		}
		got := read(t, []byte(renderJSONL(world.sorted())), Options{})
		if got.Refresh.State != Suspicious || len(got.Loops) != 1 || got.Loops[0].Pairs < 7 || got.Loops[0].Pairs > 8 {
			t.Errorf("named %v: %s %+v", named, got.Sentence, got.Loops)
		}
	}
}

// A row of even refreshes is counted from its first one on.
func TestSteadyRowIsWhole(t *testing.T) {
	for _, n := range []int{6, 7, 8, 9, 11, 14, 20, 33, 60, 200, 300} {
		var steady steady
		for i := range n {
			jitter := int64(i*7919%1000) * 2000 // up to 2 s of 8
			steady.add(moment{at: 1.7e15 + int64(i)*8e6 + jitter, timed: true, line: int64(i + 1)})
		}
		runs := steady.certain()
		if n < 12 && len(runs) == 0 {
			continue // too few to tell, with so much jitter
		}
		if len(runs) != 1 || runs[0].first != 0 || runs[0].start.line != 1 || n-runs[0].last > 5 {
			t.Errorf("%d: %+v", n, runs)
		}
	}
}

// A query counts as a refresh's consequence up to a second behind it, in whatever order rows of the same moment stand.
func TestBurstWindow(t *testing.T) {
	const ended = 0.012 // of the action
	for _, c := range []struct {
		name  string
		after []float64 // of each query, behind the end of the refresh
		want  int
	}{
		{"at once", []float64{0, 0.001}, 2},
		{"a second later", []float64{1}, 1},
		{"more than a second later", []float64{1.002}, 0},
		{"through the second", []float64{0.1, 0.5, 0.999, 1, 1.002, 2}, 4},
	} {
		world := refreshesAt(true, 0)
		for i, after := range c.after {
			world.add(simRow{at: world.after(ended + after), udf: Query, name: fmt.Sprintf("a:q%d", i), caller: CallerSyncWorker, identity: "user", reason: "identityChange", cached: true, bytes: 9})
		}
		got := 0
		for _, burst := range read(t, []byte(renderJSONL(world.sorted())), Options{}).Refresh.Bursts {
			got += burst.Queries
		}
		if got != c.want {
			t.Errorf("%s: %d queries, want %d", c.name, got, c.want)
		}
	}
}

// Rows of functions that ended at nearly the same time stand in a log in any order: one that is a little older than the
// row before does not end a burst, nor a row of refreshes.
func TestRowsOutOfOrder(t *testing.T) {
	world := newWorld(4)
	world.debug = true
	one := world.browser()
	for i := range 12 {
		at := float64(i) * 3
		one.refresh(at, outcome{})
		one.refresh(at+0.010, outcome{quiet: true})
		// A query that ended just before the refresh did.
		world.add(simRow{at: world.after(at + 0.015), udf: Query, name: "messages:list", caller: CallerSyncWorker, identity: "user", reason: "dataChange", bytes: 9})
	}
	rows := world.sorted()
	want := read(t, []byte(renderJSONL(rows)), Options{})
	for i := 0; i+1 < len(rows); i++ {
		near := rows[i+1].at.Sub(rows[i].at) < 20*time.Millisecond
		if near && rows[i].udf != Action && rows[i+1].request != rows[i].request {
			rows[i], rows[i+1] = rows[i+1], rows[i]
			i++
		}
	}
	got := read(t, []byte(renderJSONL(rows)), Options{})
	sum := func(summary Summary) (queries int) {
		for _, burst := range summary.Refresh.Bursts {
			queries += burst.Queries
		}
		return queries
	}
	// The query that ended just before may be counted or not, as its row stands behind the refresh or not; no other is lost.
	if n := 12 * (len(one.queries) + 1); sum(want) != n || sum(got) < n-12 || sum(got) > n {
		t.Errorf("%d queries in order and %d out of order, of %d", sum(want), sum(got), n)
	}
	loops := func(summary Summary) (all []string) {
		for _, loop := range summary.Loops {
			all = append(all, fmt.Sprint(loop.Pairs, loop.Twos))
		}
		return all
	}
	if !slices.Equal(loops(got), loops(want)) || got.Refresh.Pairs != want.Refresh.Pairs {
		t.Errorf("out of order %v of %d, in order %v of %d", loops(got), got.Refresh.Pairs, loops(want), want.Refresh.Pairs)
	}
}

// Up to fifteen queries behind a refresh are usual (P 6D, LOG-BURST), and a bar of the timeline is marked by the same number.
func TestBurstSizeAtTheBound(t *testing.T) {
	for n, big := range map[int]bool{14: false, 15: false, 16: true} {
		world := newWorld(5)
		one := world.browser()
		one.queries = nil
		for i := range n {
			one.queries = append(one.queries, fmt.Sprintf("page:q%d", i))
		}
		for i := range 5 {
			one.refresh(float64(i)*700, outcome{})
		}
		got := read(t, []byte(renderJSONL(world.sorted())), Options{})
		named := got.Refresh.Cause != nil && *got.Refresh.Cause == ids.RefreshSubscriptionBurst
		marked := slices.ContainsFunc(got.Refresh.Timeline, func(bucket Bucket) bool { return bucket.Burst })
		if named != big || marked != big {
			t.Errorf("%d queries: named %v, marked %v", n, named, marked)
		}
	}
}

// Two auth clients refresh less than a second apart (P 4E, LOG-DUPCLIENT).
func TestTwosAtTheBound(t *testing.T) {
	for gap, twos := range map[float64]bool{0.4: true, 0.999: true, 1: false, 1.1: false, 1.3: false} {
		world := newWorld(6)
		for _, at := range []float64{0, 50, 130, 290, 330, 470} {
			one := world.browser()
			one.refresh(at, outcome{})
			one.refresh(at+gap, outcome{quiet: true})
		}
		got := read(t, []byte(renderJSONL(world.sorted())), Options{})
		named := got.Refresh.Cause != nil && *got.Refresh.Cause == ids.RefreshDuplicateClients
		if named != twos {
			t.Errorf("%v s apart: named %v (%s)", gap, named, got.Sentence)
		}
	}
}
