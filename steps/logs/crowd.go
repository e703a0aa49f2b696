package logs

import (
	"math"
	"slices"
)

// crowd is a stretch of refreshes in which each follows the one before within the distance of a loop. A short loop is
// often all that a log holds of refreshes: looked at as a whole, once, it stands out where parts of it do not, because
// chance has one occasion instead of many. That matters most for text, whose times are whole seconds.
type crowd struct {
	points []moment
	first  int  // number of the first refresh, from 0
	more   bool // there were more than maxCrowd
}

const (
	maxCrowd   = 256
	leastCrowd = evenPairs
	// slowestCounted is the mean distance, in microseconds, up to which whole seconds are counted: gaps that are longer can be
	// read from them well enough.
	slowestCounted = 2_000_000
	// longestCounted is a gap that no such row has: what stands beyond it is somebody else's.
	longestCounted = 5_000_000
	maxSeconds     = 600 // length of a crowd of whole seconds that is counted second by second
	// openChance is how seldom unrelated arrivals stand as evenly, for a crowd to be called open: one client may have made it.
	openChance = 0.02
)

// crowds follows the crowds of a log.
type crowds struct {
	open    crowd
	last    moment
	looks   int      // crowds that were looked at: each is one more occasion for chance
	runs    []run    // those that are too even for chance
	largest []moment // the points of the largest one
}

// add takes the next refresh and its number.
func (all *crowds) add(at moment, number int) {
	if gap := at.at - all.last.at; len(all.open.points) > 0 && (gap > slowest || gap < -backStep) {
		all.end()
	}
	all.last = at
	switch one := &all.open; len(one.points) {
	case maxCrowd:
		one.more = true
	case 0:
		one.first = number
		fallthrough
	default:
		one.points = append(one.points, at)
	}
}

// end judges the crowd that has ended, and begins a new one.
func (all *crowds) end() {
	one := all.open
	all.open = crowd{points: one.points[:0]}
	if len(one.points) < leastCrowd || one.more {
		return
	}
	slices.SortStableFunc(one.points, func(a, b moment) int { return int(a.at - b.at) })
	if len(one.points) > len(all.largest) {
		all.largest = append(all.largest[:0], one.points...)
	}
	for from, to := 0, 1; to <= len(one.points); to++ {
		if to == len(one.points) || one.points[to].at-one.points[to-1].at > longestCounted {
			all.judge(one.points[from:to], one.first+from)
			from = to
		}
	}
}

// judge looks at a part of a crowd without long gaps, the first of which has this number, in whole seconds. Of slower ones
// the gaps say more.
func (all *crowds) judge(points []moment, first int) {
	if len(points) < leastCrowd {
		return
	}
	start, end := points[0], points[len(points)-1]
	counts := perSecond(points)
	if counts == nil || spacing(start, end, len(points)-1) > slowestCounted {
		return
	}
	all.looks++
	if chance := driftChance(counts); chance <= math.Log(steadyChance) && len(all.runs) < 1000 {
		gaps := gapsOf(points)
		all.runs = append(all.runs, run{
			first: first, last: first + len(points) - 1, start: start, end: end, logChance: chance, lag: 1,
			spacing: spacing(start, end, len(gaps)), twos: areTwos(gaps, end.coarse), even: variation(gaps),
		})
	}
}

func gapsOf(points []moment) []int64 {
	var gaps []int64
	for i := range points[1:] {
		gaps = append(gaps, points[i+1].at-points[i].at)
	}
	return gaps
}

// perSecond counts points per whole second from first to last, without those two: what belongs to a row in them is not
// whole. It is nil for finer times and where too little is left.
func perSecond(points []moment) []int {
	first, last := points[0], points[len(points)-1]
	seconds := (last.at-first.at)/1_000_000 + 1
	if !last.coarse || seconds < 5 || seconds > maxSeconds {
		return nil
	}
	counts := make([]int, seconds)
	for _, one := range points {
		counts[(one.at-first.at)/1_000_000]++
	}
	return counts[1 : len(counts)-1]
}

// drift returns by how much the sum of counts strays from a straight line between its ends: the distance of its highest
// and its lowest point above that line. Rounding to whole seconds moves an even row by less than one to either side,
// however many of its refreshes share a second.
func drift(counts []int) float64 {
	total := sumOf(counts)
	low, high, sum := 0.0, 0.0, 0
	for i, count := range counts {
		sum += count
		off := float64(sum) - float64(total)*float64(i+1)/float64(len(counts))
		low, high = math.Min(low, off), math.Max(high, off)
	}
	return high - low
}

// loopDrift is how far nearly all rows of n refreshes drift whose gaps vary by a quarter, as those of a client do that waits
// for its answers (measured on such rows, in whole seconds).
func loopDrift(n int) float64 { return 1.2 + 0.15*math.Sqrt(float64(n)) }

func sumOf(counts []int) int {
	total := 0
	for _, count := range counts {
		total += count
	}
	return total
}

// driftChance returns the logarithm of (an upper bound of) the chance that as many unrelated arrivals, each in any of the
// seconds, drift as little. All ways of the sum that stay within a strip along the line are added up; strips of all heights
// are put together by Hunter's bound, in which neighbours count once.
func driftChance(counts []int) float64 {
	const step = 0.125
	total, width := sumOf(counts), drift(counts)
	if total < leastCrowd-2 || width > 4 {
		return 0
	}
	// The chance of each count that one second can have within the widest strip.
	mean := float64(total) / float64(len(counts))
	each := make([]float64, int(mean+width)+3)
	for count := range each {
		each[count] = poissonChance(mean, count)
	}
	sum := 0.0
	for low := -math.Ceil(width/step) * step; low <= 0; low += step {
		sum += stripChance(each, len(counts), total, low, low+width+step)
		if low < 0 {
			sum -= stripChance(each, len(counts), total, low+step, low+width+step)
		}
	}
	return math.Min(0, math.Log(math.Max(sum, 1e-300)))
}

// stripChance is the chance that the sum of total arrivals over so many seconds stays between low and high of the line; each
// has the chance of every count of one second.
func stripChance(each []float64, seconds, total int, low, high float64) float64 {
	const slack = 1e-9
	mean := float64(total) / float64(seconds)
	span := int(high-low) + 2
	now, next := make([]float64, span), make([]float64, span)
	bottom := 0 // the sum that now[0] stands for
	now[0] = 1
	for second := 1; second <= seconds; second++ {
		line := mean * float64(second)
		from, to := max(0, int(math.Ceil(line+low-slack))), int(math.Floor(line+high+slack))
		clear(next)
		for sum := from; sum <= to && sum-from < span; sum++ {
			for i, before := range now {
				if count := sum - bottom - i; count >= 0 && count < len(each) {
					next[sum-from] += before * each[count]
				}
			}
		}
		now, next, bottom = next, now, from
	}
	if at := total - bottom; at >= 0 && at < span {
		return now[at] / poissonChance(float64(total), total)
	}
	return 0
}

// poissonChance is the chance of count arrivals where mean are expected.
func poissonChance(mean float64, count int) float64 {
	return math.Exp(float64(count)*math.Log(mean) - mean - logGamma(float64(count)+1))
}

// ended returns a copy in which the crowd that goes on is judged, too.
func (all *crowds) ended() *crowds {
	made := *all
	made.open.points = slices.Clone(made.open.points)
	made.largest, made.runs = slices.Clone(made.largest), slices.Clone(made.runs)
	made.end()
	return &made
}

// certain returns the crowds that stand out when all crowds of the log are counted, of which none of the other runs is a part.
func (all *crowds) certain(others []run) []run {
	ended := all.ended()
	var found []run
	for _, one := range ended.runs {
		known := slices.ContainsFunc(others, func(other run) bool { return other.first <= one.last && one.first <= other.last })
		if !known && one.logChance+math.Log(float64(ended.looks)) <= math.Log(steadyChance) {
			found = append(found, one)
		}
	}
	return found
}

// mayBeRow reports whether one client in a loop may have made these refreshes: chance seldom puts them as evenly, or their
// times are too coarse for an even row to be told from others.
func mayBeRow(points []moment) bool {
	if len(points) < leastCrowd {
		return false
	}
	sorted := slices.Clone(points)
	slices.SortStableFunc(sorted, func(a, b moment) int { return int(a.at - b.at) })
	first, last := sorted[0], sorted[len(sorted)-1]
	length := last.at - first.at
	longest := last
	if last.coarse {
		longest.at += 1_000_000 // whole seconds: it may have been so much longer
	}
	if spacing(first, longest, len(sorted)-1) < quickest {
		return false
	}
	if last.coarse && spacing(first, last, len(sorted)-1) <= slowestCounted {
		counts := perSecond(sorted)
		return counts == nil && length < 5_000_000 || counts != nil && (drift(counts) <= loopDrift(len(points)) || driftChance(counts) <= math.Log(openChance))
	}
	for _, lag := range []int{1, 2} {
		var every []int64
		for i := lag; i < len(sorted); i += lag {
			every = append(every, sorted[i].at-sorted[i-lag].at)
		}
		if n := len(every); n >= 3 {
			floor := 0.005
			if last.coarse {
				floor = 300_000 / (float64(length) / float64(n))
			}
			if even := variation(every); even >= 0 && evenChance(n, lag, math.Max(even, floor)) <= math.Log(openChance) {
				return true
			}
		}
	}
	return false
}
