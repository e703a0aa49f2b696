package logs

// widths are the lengths of a timeline's buckets in microseconds: 1 s to a year, each a multiple of the one before.
var widths = []int64{
	1e6, 5e6, 10e6, 30e6, 60e6, 300e6, 600e6, 1800e6, 3600e6, 6 * 3600e6, 24 * 3600e6, 7 * 24 * 3600e6, 364 * 24 * 3600e6,
}

// series counts things over time in a fixed number of buckets, which grow as the time does.
type series struct {
	size   int // number of buckets
	width  int // index into widths
	origin int64
	any    bool
	lanes  [][]int32
	// the bucket that was counted into last, so that the usual case is one comparison
	low, high int64
	last      int
}

func newSeries(size, lanes int) series {
	made := series{size: size, lanes: make([][]int32, lanes)}
	for i := range made.lanes {
		made.lanes[i] = make([]int32, size)
	}
	return made
}

// add counts one thing of a lane at a time.
func (series *series) add(lane int, at int64) {
	if at < series.low || at >= series.high || !series.any {
		series.find(at)
	}
	series.lanes[lane][series.last]++
}

// find makes room for a time and notes its bucket.
func (series *series) find(at int64) {
	if !series.any {
		series.any = true
		series.origin = floor(at, widths[0])
	}
	for {
		width := widths[series.width]
		bucket := floor(at-series.origin, width) / width
		if bucket >= 0 && bucket < int64(series.size) {
			series.last = int(bucket)
			series.low = series.origin + bucket*width
			series.high = series.low + width
			return
		}
		if bucket < 0 && series.shift(int(min(-bucket, int64(series.size)))) {
			continue
		}
		if series.width+1 >= len(widths) { // years apart: a clock that was never set
			series.last = 0
			if bucket > 0 {
				series.last = series.size - 1
			}
			series.low, series.high = at, at+1
			return
		}
		series.fold()
	}
}

// shift moves the counts n buckets to the right when the last n are empty.
func (series *series) shift(n int) bool {
	for _, lane := range series.lanes {
		for _, count := range lane[series.size-n:] {
			if count != 0 {
				return false
			}
		}
	}
	for _, lane := range series.lanes {
		copy(lane[n:], lane[:series.size-n])
		clear(lane[:n])
	}
	series.origin -= int64(n) * widths[series.width]
	return true
}

// fold goes over to the next width.
func (series *series) fold() {
	old, wide := widths[series.width], widths[series.width+1]
	origin := floor(series.origin, wide)
	for _, lane := range series.lanes {
		folded := make([]int32, series.size)
		for i, count := range lane {
			folded[min((series.origin+int64(i)*old-origin)/wide, int64(series.size-1))] += count
		}
		copy(lane, folded)
	}
	series.origin = origin
	series.width++
	series.low, series.high = 0, 0
}

// floor returns the largest multiple of unit that is not above n.
func floor(n, unit int64) int64 {
	rest := n % unit
	if rest < 0 {
		rest += unit
	}
	return n - rest
}

// view returns the counts from the first to the last bucket that has any, folded to at most most buckets, with the start
// of the first and the width of each in microseconds.
func (series *series) view(most int) (start, width int64, lanes [][]int32) {
	copied := *series
	copied.lanes = make([][]int32, len(series.lanes))
	for i, lane := range series.lanes {
		copied.lanes[i] = append([]int32(nil), lane...)
	}
	for {
		first, last := copied.bounds()
		if first > last {
			return 0, 0, nil
		}
		if last-first < most || copied.width+1 >= len(widths) {
			width = widths[copied.width]
			for _, lane := range copied.lanes {
				lanes = append(lanes, lane[first:last+1])
			}
			return copied.origin + int64(first)*width, width, lanes
		}
		copied.fold()
	}
}

// bounds returns the first and the last bucket with any count.
func (series *series) bounds() (first, last int) {
	first, last = series.size, -1
	for _, lane := range series.lanes {
		for i, count := range lane {
			if count != 0 {
				first, last = min(first, i), max(last, i)
			}
		}
	}
	return first, last
}
