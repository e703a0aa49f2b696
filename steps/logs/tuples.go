package logs

// tuples looks at how many refreshes come at a time. A page load of one client makes one; when nearly every load makes
// two, two clients work in it, and three are what a client makes whose new token is refused again and again, or a proxy
// that tries again (P 4E).
type tuples struct {
	reach  int64 // refreshes that follow in less than reach, in microseconds, belong together
	size   int
	last   moment
	first  moment
	sizes  [tupleSizes]int // sizes[n] groups of n; the last counts all larger ones
	gaps   [2]gapSum       // gap before the second and before the third refresh of a group
	lines  []int64         // of the first refreshes
	before moment          // start of the group before
	spread []int64         // distances of groups
	name   string          // session of the group, where the log names it
}

const tupleSizes = 9

// gapSum sums distances in microseconds.
type gapSum struct {
	count int
	sum   int64
}

func (sum gapSum) mean() float64 {
	if sum.count == 0 {
		return 0
	}
	return float64(sum.sum) / float64(sum.count)
}

// add takes the next refresh. Refreshes of different sessions do not belong together.
func (tuples *tuples) add(at moment, session string) {
	gap, ok := tuples.last.distance(at)
	// What is written as a second apart in whole seconds may be less.
	isNear := ok && gap >= 0 && (gap < tuples.reach || at.coarse && gap == tuples.reach)
	if tuples.size > 0 && isNear && session == tuples.name {
		if tuples.size <= len(tuples.gaps) {
			tuples.gaps[tuples.size-1].count++
			tuples.gaps[tuples.size-1].sum += gap
		}
	} else {
		tuples.close()
		tuples.first, tuples.name = at, session
	}
	tuples.size++
	tuples.last = at
	if len(tuples.lines) < 6 {
		tuples.lines = append(tuples.lines, at.line)
	}
}

func (tuples *tuples) close() {
	if tuples.size == 0 {
		return
	}
	tuples.sizes[min(tuples.size, tupleSizes-1)]++
	if distance, ok := tuples.before.distance(tuples.first); ok && tuples.before.line > 0 && len(tuples.spread) < maxGaps {
		tuples.spread = append(tuples.spread, distance)
	}
	tuples.before = tuples.first
	tuples.size = 0
}

// usual returns the size that nearly all groups have, 0 when there is none. Three groups are needed to speak of a usual
// size.
func (tuples tuples) usual() (size, groups int) {
	tuples.close()
	for _, n := range tuples.sizes {
		groups += n
	}
	for n, count := range tuples.sizes[:tupleSizes-1] {
		if count >= 3 && count*5 >= groups*4 {
			return n, groups
		}
	}
	return 0, groups
}

// inThrees reports that most groups are of three refreshes, or of three for each of several clients at once; now and then
// one is missing.
func (tuples tuples) inThrees() bool {
	tuples.close()
	groups, threes, twos := 0, 0, tuples.sizes[2]
	for n, count := range tuples.sizes {
		groups += count
		if n == 3 || n == 6 {
			threes += count
		}
	}
	return tuples.sizes[3] >= 3 && threes*5 >= groups*3 && (threes+twos)*5 >= groups*4
}

// onlyTwice reports that there are just two groups, of two refreshes each: too few to speak of a usual size.
func (tuples tuples) onlyTwice() bool {
	tuples.close()
	return tuples.sizes == [tupleSizes]int{2: 2}
}

// atCadence reports whether the groups follow one another at the token's refresh time, as tabs that were opened together
// do for ever: all distances lie within 3 % of a multiple of period (microseconds).
func (tuples tuples) atCadence(period int64) bool {
	tuples.close()
	if period <= 0 || len(tuples.spread) == 0 {
		return false
	}
	for _, distance := range tuples.spread {
		rounds := (distance + period/2) / period
		off := distance - rounds*period
		if rounds < 1 || off > period*3/100 || -off > period*3/100 {
			return false
		}
	}
	return true
}
