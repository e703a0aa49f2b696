package logs

import "time"

const (
	usualLife   = time.Hour        // Convex Auth's default (P 4.5)
	usualLeeway = 10 * time.Second // since convex 1.32.0 (P 4.5)
	shortestLog = time.Minute      // rates over less than this say nothing
)

// lifeAndLeeway returns the token's life and the client's leeway: as the person told it, else as the client said it, else
// the defaults. known says that the life is none of the defaults.
func (analysis *analysis) lifeAndLeeway() (life, leeway time.Duration, known bool) {
	life, leeway = analysis.options.TokenLife, analysis.options.Leeway
	if leeway <= 0 {
		leeway = usualLeeway
		if analysis.life.leeway > 0 {
			leeway = time.Duration(analysis.life.leeway) * time.Second
		}
	}
	switch {
	case life > 0:
		return life, leeway, true
	case analysis.life.life > 0:
		return time.Duration(analysis.life.life) * time.Second, leeway, true
	}
	return usualLife, leeway, false
}

// period returns how long after a refresh a client asks again (B 3.21), at least a second.
func (analysis *analysis) period() time.Duration {
	life, leeway, _ := analysis.lifeAndLeeway()
	return max(life-leeway, time.Second)
}

// span returns the time that the log covers.
func (analysis *analysis) span() (time.Duration, bool) {
	micros, ok := analysis.first.distance(analysis.last)
	return time.Duration(micros) * time.Microsecond, ok && analysis.first.line > 0
}

// expectation is P 4.6: page loads, and each open tab once per token life less the leeway.
func (analysis *analysis) expectation() Expectation {
	life, leeway, known := analysis.lifeAndLeeway()
	made := Expectation{Life: life, Leeway: leeway, Tabs: analysis.options.Tabs, PageLoads: analysis.options.PageLoads}
	if !known {
		made.Assumed = append(made.Assumed, "token life")
	}
	if tempo, ok := analysis.tempo.even(); ok && !known && analysis.sessions.named() <= 1 {
		made.Life, made.Shown = (tempo + leeway).Round(time.Second), true
		made.Assumed = nil
	}
	clients := max(analysis.options.Visitors, analysis.sessions.named())
	if made.Tabs == 0 {
		made.Tabs = max(1, clients)
		made.Assumed = append(made.Assumed, "tabs")
	}
	if made.PageLoads == 0 {
		made.PageLoads = max(made.Tabs, clients)
		made.Assumed = append(made.Assumed, "page loads")
	}
	span, _ := analysis.span()
	made.Pairs = float64(made.PageLoads) + float64(made.Tabs)*float64(span)/float64(max(made.Life-leeway, time.Second))
	return made
}

// isAbove reports more refreshes than expected (P 6D, LOG-PAIRS).
func (expected Expectation) isAbove(pairs int) bool { return float64(pairs) > 1.2*expected.Pairs+1 }

// IsAbove reports that there were more refreshes than what was told, seen or assumed of tabs and page loads explains,
// though they are no loop.
func (summary *Summary) IsAbove() bool {
	state := summary.Refresh.State
	return (state == AsExpected || state == ManyClients) && summary.Expected.isAbove(summary.Refresh.Pairs)
}

// tempo measures how evenly all refreshes of a log follow one another. One tab that stays open renews its token by the
// clock, so that its spacing shows how long the token lives (P 4.5).
type tempo struct {
	last         moment
	gaps         int
	sum, squares float64 // microseconds
}

const (
	tempoLeast = 5          // gaps
	tempoShort = 20_000_000 // a shorter spacing is no tab that waits, but a loop or several clients
)

func (tempo *tempo) add(at moment) {
	if gap, ok := tempo.last.distance(at); ok && tempo.last.line > 0 {
		tempo.gaps++
		tempo.sum += float64(gap)
		tempo.squares += float64(gap) * float64(gap)
	}
	tempo.last = at
}

// even returns the spacing where it is even.
func (tempo *tempo) even() (time.Duration, bool) {
	if tempo.gaps < tempoLeast || tempo.sum/float64(tempo.gaps) < tempoShort || deviation(tempo.sum, tempo.squares, tempo.gaps) >= evenDeviation {
		return 0, false
	}
	return time.Duration(tempo.sum/float64(tempo.gaps)) * time.Microsecond, true
}

// perHour turns a number over the log's time into one per hour.
func perHour(count float64, span time.Duration) float64 {
	rate := count / max(span, shortestLog).Hours()
	return float64(int64(rate*100+0.5)) / 100
}

// isAboveTold reports whether there were far more refreshes than what the person told of tabs and visitors explains.
func (analysis *analysis) isAboveTold() bool {
	options := analysis.options
	if options.Tabs == 0 && options.Visitors == 0 {
		return false
	}
	expected := analysis.expectation()
	return float64(analysis.totals.pairs) > 3*expected.Pairs+3
}
