package logs

import (
	"math"
	"time"
)

// foundLoop is a loop in numbers.
type foundLoop struct {
	session    string
	start, end moment
	pairs      int
	failed     int // -1 not counted apart
	spacing    int64
	twos       bool
	even       float64 // coefficient of variation of the gaps, -1 not known
	lines      []int64
}

// quickest is the least mean distance, in microseconds, of refreshes that one client can make one after another: each
// is a round trip with two functions and a signature.
const quickest = 100_000

// pageSpacing is how far apart, in microseconds, the pages are at least that a person asks for three times or more in a row.
const pageSpacing = 2_000_000

// loops returns the stretches of refreshes that one client made (P 4E), without those that the token's life, the open
// tabs or page requests explain.
func (analysis *analysis) loops() []foundLoop {
	var found []foundLoop
	for _, one := range analysis.sessions.all() {
		group := one.cluster
		loop := foundLoop{
			session: one.session, start: group.start, end: group.end, pairs: group.pairs, failed: group.failed,
			spacing: spacing(group.start, group.end, group.pairs-1), twos: areTwos(group.gaps, group.start.coarse), even: variation(group.gaps),
			lines: group.lines,
		}
		if (one.even || loop.spacing >= pageSpacing) && analysis.arePageRequests() {
			continue
		}
		if !analysis.isLifeExplained(loop, one.even) {
			found = append(found, loop)
		}
	}
	for _, one := range analysis.steady.certain() {
		loop := foundLoop{
			start: one.start, end: one.end, pairs: one.last - one.first + 1, failed: -1, spacing: one.spacing,
			twos: one.twos, even: one.even, lines: analysis.linesBetween(one.start.line, one.end.line),
		}
		if one.spacing < quickest {
			continue // no client has its answer, and asks again, that fast: many clients
		}
		if !analysis.isLifeExplained(loop, one.spacing > tightWindow/2) && !analysis.arePageRequests() && !analysis.areSeveralTabs(one) {
			found = append(found, loop)
		}
	}
	return found
}

// linesBetween returns the lines of the first refreshes from one to another, and of that.
func (analysis *analysis) linesBetween(first, last int64) []int64 {
	lines := []int64{first}
	for _, pair := range analysis.pairList {
		if line := pair.start().line; line > first && line < last && len(lines) < 3 {
			lines = append(lines, line)
		}
	}
	return append(lines, last)
}

// isLifeExplained reports a row that open tabs make whose tokens live as long as was told or seen. Of even rows that are
// slower than three refreshes in 10 s, P 4E asks for a life of five minutes or more. A known life at or below the leeway
// explains the loop, but does not excuse it.
func (analysis *analysis) isLifeExplained(loop foundLoop, slow bool) bool {
	life, leeway, known := analysis.lifeAndLeeway()
	if !known || life <= leeway || loop.spacing <= 0 {
		return false
	}
	tabs := float64(analysis.period().Microseconds()) / float64(loop.spacing)
	if told := max(analysis.options.Tabs, analysis.options.Visitors); told > 0 {
		return tabs <= 1.25*float64(told)+0.25
	}
	return life < 5*time.Minute && (slow || tabs <= 10)
}

// areSeveralTabs reports a row that repeats itself only after several refreshes, and slowly: open tabs with tokens of half
// a minute or more make it, each at its own time.
func (analysis *analysis) areSeveralTabs(one run) bool {
	const shortestLife = 20_000_000
	return one.lag > 1 && !one.twos && one.spacing*int64(one.lag) >= shortestLife
}

// arePageRequests reports whether nearly every refresh stands beside a client's first subscriptions: one pair for each
// page that is loaded is no loop (P 4E).
func (analysis *analysis) arePageRequests() bool {
	slots := analysis.bursts.slots
	return slots.pairs >= 3 && slots.first*5 >= slots.pairs*3
}

// areTwos reports whether refreshes come in twos: short and long gaps take turns, the short ones below a second (P 4E).
// Where times were written in whole seconds, a long gap is one of at least two: even refreshes twice a second would look
// like twos otherwise.
func areTwos(gaps []int64, coarse bool) bool {
	if len(gaps) < 3 {
		return false
	}
	long := int64(0)
	if coarse {
		long = 2_000_000
	}
	for _, first := range []int{0, 1} {
		short, fits, total := 0, 0, 0
		for i, gap := range gaps {
			if i%2 != first {
				continue
			}
			total++
			neighbour := int64(0)
			if i+1 < len(gaps) {
				neighbour = gaps[i+1]
			} else if i > 0 {
				neighbour = gaps[i-1]
			}
			if gap < 1_000_000 {
				short++
				if gap*2 < neighbour && neighbour >= long {
					fits++
				}
			}
		}
		if total >= 2 && fits*5 >= total*4 && short > 0 {
			return true
		}
	}
	return false
}

// variation returns the coefficient of variation of gaps, -1 when there are too few.
func variation(gaps []int64) float64 {
	if len(gaps) < 4 {
		return -1
	}
	mean, squares := 0.0, 0.0
	for _, gap := range gaps {
		mean += float64(gap) / float64(len(gaps))
	}
	if mean <= 0 {
		return -1
	}
	for _, gap := range gaps {
		squares += (float64(gap) - mean) * (float64(gap) - mean) / float64(len(gaps))
	}
	return math.Sqrt(squares) / mean
}
