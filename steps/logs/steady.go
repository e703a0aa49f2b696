package logs

import "math"

// A single client that refreshes in a loop waits for each answer, so its refreshes follow one another evenly. Many
// visitors come at random: their gaps are spread as chance spreads them. steady tells the two apart without knowing who
// asked. It asks how likely it is that unrelated arrivals stand as evenly as these do, and speaks of a loop only when
// that is so unlikely that no such row can be expected in a log with this many refreshes. So a busy site is never called
// a loop because it is busy (P 4E: "steady spacing", P 4.18).

const (
	steadyRing = 256
	// steadyChance is how likely a false alarm may be over a whole log, all looks taken together.
	steadyChance = 0.002
	// slowest is the mean distance, in microseconds, up to which a row counts: six pairs in 60 s (P 4E).
	slowest = 12_000_000
)

// steadyLengths are the numbers of gaps that are looked at; steadyLags how many refreshes make one gap: clients that
// work in twos or threes are even only from one two to the next.
var (
	steadyLengths = []int{5, 6, 8, 10, 12, 16, 20, 28, 40}
	steadyLags    = []int{1, 2, 3, 4, 6}
)

// steady looks for even rows in a sequence of moments.
type steady struct {
	ring  [steadyRing]moment
	count int
	looks int // rows that could have been even: each is one more occasion for chance
	runs  []run
	whole crowds // stretches looked at as a whole
}

// run is a stretch of refreshes that are too even for chance.
type run struct {
	first, last int // numbers of the refreshes, from 0
	start, end  moment
	logChance   float64 // natural logarithm of the chance that unrelated arrivals look like this
	lag         int
	spacing     int64   // mean distance of refreshes, microseconds
	twos        bool    // they come in twos
	even        float64 // coefficient of variation of the gaps
}

// add takes the next refresh.
func (steady *steady) add(at moment) {
	if !at.timed {
		return
	}
	steady.whole.add(at, steady.count)
	steady.ring[steady.count%steadyRing] = at
	steady.count++
	best := run{}
	look := func(found run, ok bool) {
		if !ok {
			return
		}
		steady.looks++
		if found.logChance < best.logChance {
			best = found
		}
	}
	for _, lag := range steadyLags {
		for _, length := range steadyLengths {
			// Looking at a row four times while it passes is enough.
			if refreshes := lag*length + 1; steady.count >= refreshes && refreshes <= steadyRing && steady.count%max(1, refreshes/4) == 0 {
				found, ok := steady.row(lag, length)
				look(found, ok)
			}
		}
	}
	if at.coarse {
		for _, length := range countedSeconds {
			if found, ok := steady.counted(length); ok && (steady.count+length)%2 == 0 {
				look(found, ok)
			}
		}
	}
	if best.logChance == 0 || !steady.isRare(best) {
		return
	}
	gaps := steady.gaps(best.last - best.first)
	best.twos, best.even = areTwos(gaps, at.coarse), variation(gaps)
	if n := len(steady.runs); n > 0 && best.first <= steady.runs[n-1].last {
		last := &steady.runs[n-1]
		last.last, last.end = best.last, best.end
		if best.first < last.first { // a longer look back finds where it began
			last.first, last.start = best.first, best.start
		}
		if best.logChance < last.logChance {
			last.logChance, last.lag = best.logChance, best.lag
		}
		last.spacing = spacing(last.start, last.end, last.last-last.first)
		last.twos, last.even = best.twos, best.even
		return
	}
	if len(steady.runs) < 1000 {
		steady.runs = append(steady.runs, best)
	}
}

// isRare reports whether chance would hardly show such a row even once in all looks.
func (steady *steady) isRare(one run) bool {
	return one.logChance+math.Log(float64(steady.looks)) <= math.Log(steadyChance)
}

func spacing(from, to moment, steps int) int64 {
	if steps < 1 {
		return 0
	}
	return (to.at - from.at) / int64(steps)
}

// gaps returns the last n gaps.
func (steady *steady) gaps(n int) []int64 {
	gaps := make([]int64, 0, n)
	for back := n; back > 0; back-- {
		gaps = append(gaps, steady.ring[(steady.count-back)%steadyRing].at-steady.ring[(steady.count-1-back)%steadyRing].at)
	}
	return gaps
}

// row looks at the last length gaps of lag refreshes each. ok is false where they cannot be a row: there are too few of them,
// or they are too slow.
func (steady *steady) row(lag, length int) (run, bool) {
	refreshes := lag*length + 1
	if refreshes > steady.count || refreshes > steadyRing || refreshes < 6 {
		return run{}, false
	}
	at := func(back int) moment { return steady.ring[(steady.count-1-back)%steadyRing] }
	total := at(0).at - at(refreshes-1).at
	if total <= 0 || total > int64(refreshes-1)*slowest {
		return run{}, false
	}
	mean, squares := float64(total)/float64(length), 0.0
	for i := 0; i < length; i++ {
		gap := float64(at(i*lag).at - at((i+1)*lag).at)
		if gap < 0 {
			return run{}, false
		}
		squares += (gap - mean) * (gap - mean)
	}
	deviation := math.Sqrt(squares/float64(length)) / mean
	// Times are not sharper than they were written: a row cannot look more even than that.
	floor := 0.005
	if at(0).coarse {
		floor = math.Max(floor, 300_000/mean)
	}
	chance := evenChance(length, lag, math.Max(deviation, floor))
	return run{
		first: steady.count - refreshes, last: steady.count - 1, start: at(refreshes - 1), end: at(0),
		logChance: chance, lag: lag, spacing: total / int64(refreshes-1),
	}, true
}

// evenChance returns the logarithm of (an upper bound of) the chance that unrelated arrivals (a Poisson process) show a
// coefficient of variation of at most deviation over length gaps of lag arrivals each. Divided by their sum, such gaps
// are spread as Dirichlet(lag, ..., lag) over the simplex; those with a small variation lie in a ball around its centre,
// where the density is largest.
func evenChance(length, lag int, deviation float64) float64 {
	n, k := float64(length), float64(lag)
	dimensions := n - 1
	radius := deviation / math.Sqrt(n)
	ball := dimensions/2*math.Log(math.Pi) + dimensions*math.Log(radius) - logGamma(dimensions/2+1)
	density := logGamma(n*k) - n*logGamma(k) - n*(k-1)*math.Log(n) - math.Log(n)/2
	return math.Min(0, ball+density)
}

// countedSeconds are the numbers of seconds over which refreshes are counted where times are whole seconds.
var countedSeconds = []int{8, 12, 20, 32, 60}

// counted looks at how many refreshes there are in each of the last length whole seconds, the current one left out: where
// several share a second, gaps say little. Counts of unrelated arrivals are spread about their mean as chi square is.
func (steady *steady) counted(length int) (run, bool) {
	last := steady.ring[(steady.count-1)%steadyRing]
	counts := make([]int, length)
	total, oldest, newest := 0, 0, 0
	for back := 1; back <= min(steady.count, steadyRing); back++ {
		one := steady.ring[(steady.count-back)%steadyRing]
		ago := int((last.at - one.at) / 1_000_000)
		if ago < 0 || ago > length {
			break
		}
		if ago == 0 {
			continue
		}
		if total == 0 {
			newest = back
		}
		counts[ago-1]++
		total++
		oldest = back
	}
	mean := float64(total) / float64(length)
	if mean < 1 || counts[length-1] == 0 || counts[0] == 0 {
		return run{}, false
	}
	spread := 1 / mean // a step of the sum: counts are whole numbers
	for _, count := range counts {
		spread += (float64(count) - mean) * (float64(count) - mean) / mean
	}
	start, end := steady.ring[(steady.count-oldest)%steadyRing], steady.ring[(steady.count-newest)%steadyRing]
	return run{
		first: steady.count - oldest, last: steady.count - newest, start: start, end: end, lag: 1,
		logChance: logChiSquare(float64(length-1), spread), spacing: spacing(start, end, total-1),
	}, true
}

// logChiSquare returns the logarithm of the chance that chi square with k degrees of freedom is at most x.
func logChiSquare(k, x float64) float64 {
	a, half := k/2, x/2
	sum, term := 1.0, 1.0
	for n := 1.0; n < 500 && term > sum*1e-12; n++ {
		term *= half / (a + n)
		sum += term
	}
	return math.Min(0, a*math.Log(half)-half-logGamma(a+1)+math.Log(sum))
}

func logGamma(x float64) float64 {
	value, _ := math.Lgamma(x)
	return value
}

// certain returns the runs that stand out even when all refreshes of the log are counted.
func (steady *steady) certain() []run {
	var found []run
	for _, one := range steady.runs {
		if steady.isRare(one) {
			found = append(found, one)
		}
	}
	return append(found, steady.whole.certain(found)...)
}
