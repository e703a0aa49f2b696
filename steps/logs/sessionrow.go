package logs

import "math"

// The second half of the definition in P 4E, for a session that the log names: six refreshes or more within 60 s, evenly
// spaced (a deviation below 2 s). The first half, three within 10 s, is judged in sessions.go, so that only rows that are
// slower are looked at here.
const (
	evenPairs     = 6
	evenWindow    = 60_000_000
	evenDeviation = 2_000_000.0
	// evenByChance is how likely it may be that visitors who load pages now and then make such a row in any session of the
	// log: a site with many sessions has some that click evenly for half a minute.
	evenByChance = 0.05
)

// evenRow follows the last refreshes of one session, and the even row that they belong to.
type evenRow struct {
	last   [evenPairs]moment // a ring
	failed [evenPairs]bool
	count  int
	row    evenStretch
}

// evenStretch is a row of refreshes, each with the five before it evenly spaced.
type evenStretch struct {
	start, end   moment
	pairs        int
	failed       int
	sum, squares float64 // of its gaps
	gaps         []int64 // the first ones
	lines        []int64 // of its first refreshes
}

// add takes the next refresh, and returns the row that it ends, if any; looked says that there were enough of them to
// look at.
func (even *evenRow) add(at moment, failed bool) (ended evenStretch, looked bool) {
	even.last[even.count%evenPairs], even.failed[even.count%evenPairs] = at, failed
	even.count++
	if even.count < evenPairs {
		return evenStretch{}, false
	}
	gaps, ok := even.gaps()
	if !ok {
		return even.end(), true
	}
	row := &even.row
	if row.pairs == 0 {
		*row = evenStretch{start: even.at(0), pairs: 1}
		for i := range evenPairs {
			if i < maxLoopLines {
				row.lines = append(row.lines, even.at(i).line)
			}
			if even.failed[(even.count+i)%evenPairs] {
				row.failed++
			}
		}
		for _, gap := range gaps {
			row.step(gap)
		}
	} else {
		row.step(gaps[len(gaps)-1])
		if failed {
			row.failed++
		}
	}
	row.end = at
	return evenStretch{}, true
}

// end returns the row that goes on, and ends it.
func (even *evenRow) end() evenStretch {
	ended := even.row
	even.row = evenStretch{}
	return ended
}

func (row *evenStretch) step(gap int64) {
	row.pairs++
	row.sum += float64(gap)
	row.squares += float64(gap) * float64(gap)
	if len(row.gaps) < maxGaps {
		row.gaps = append(row.gaps, gap)
	}
}

// at returns one of the last six refreshes, the oldest first.
func (even *evenRow) at(i int) moment { return even.last[(even.count+i)%evenPairs] }

// gaps returns the distances of the last six refreshes if they are an even row.
func (even *evenRow) gaps() (gaps [evenPairs - 1]int64, ok bool) {
	sum, squares := 0.0, 0.0
	for i := range gaps {
		gap, known := even.at(i).distance(even.at(i + 1))
		if !known || gap <= 0 {
			return gaps, false
		}
		gaps[i] = gap
		sum += float64(gap)
		squares += float64(gap) * float64(gap)
	}
	// Six within 20 s hold three within 10 s: the other half of the definition decides, which knows the tabs of a browser.
	return gaps, sum > 2*tightWindow && sum <= evenWindow && deviation(sum, squares, len(gaps)) < evenDeviation
}

func deviation(sum, squares float64, n int) float64 {
	mean := sum / float64(n)
	return math.Sqrt(math.Max(0, squares/float64(n)-mean*mean))
}

// isRare reports whether visitors would hardly make such a row even once in so many looks.
func (row *evenStretch) isRare(looks int) bool {
	if row.pairs < evenPairs {
		return false
	}
	n := row.pairs - 1
	mean := row.sum / float64(n)
	// Times are not sharper than they were written.
	floor := 0.005
	if row.start.coarse {
		floor = math.Max(floor, 300_000/mean)
	}
	chance := evenChance(n, 1, math.Max(floor, deviation(row.sum, row.squares, n)/mean))
	// A person who clicks through pages is more even than chance: many looks must count for more than they do for chance.
	return chance+2*math.Log(float64(max(1, looks))) <= math.Log(evenByChance)
}

// cluster is the row as a group of refreshes.
func (row *evenStretch) cluster() cluster {
	return cluster{start: row.start, end: row.end, pairs: row.pairs, failed: row.failed, gaps: row.gaps, lines: row.lines}
}

// overlaps reports whether a loop of the same session was found in the same stretch.
func (row *evenStretch) overlaps(name string, loops []sessionLoop) bool {
	for _, one := range loops {
		if one.session == name && !one.even && one.cluster.start.at <= row.end.at && row.start.at <= one.cluster.end.at {
			return true
		}
	}
	return false
}
