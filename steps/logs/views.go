package logs

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"time"
)

const (
	shownBuckets   = 60
	shownFunctions = 10
	shownSample    = 160
	wholeSample    = 600
)

// burstSize returns how many queries run behind one refresh, less what runs in such a time anyway, and how many refreshes
// that is the mean of.
func (analysis *analysis) burstSize() (size float64, pairs int) {
	total := analysis.bursts.total
	if total.pairs == 0 {
		return 0, 0
	}
	if total.identity > 0 { // the log itself says which runs are due to a new identity
		return float64(total.identity) / float64(total.pairs), total.pairs
	}
	queries := float64(total.queries)
	span, ok := analysis.span()
	if outside := span.Microseconds() - total.window; ok && outside > 0 {
		queries -= float64(analysis.queries-int64(total.queries)) / float64(outside) * float64(total.window)
	}
	return math.Max(0, queries) / float64(total.pairs), total.pairs
}

func (analysis *analysis) shownBursts() []Burst {
	shown := []Burst{}
	all := analysis.bursts.largest
	for i := range all {
		one := &all[i]
		made := Burst{
			Start: analysis.momentText(one.start), Line: one.start.line, Pairs: one.pairs, Queries: one.queries,
			Functions: []FunctionCount{}, Twice: []string{},
		}
		if one.cached+one.fresh > 0 {
			cached := one.cached
			made.Cached = &cached
		}
		for _, function := range one.functions {
			name := withoutControls(function.Function)
			made.Functions = append(made.Functions, FunctionCount{name, function.Count})
			if function.Count > max(1, one.pairs) {
				made.Twice = append(made.Twice, name)
			}
		}
		sortCounts(made.Functions)
		made.Functions = made.Functions[:min(len(made.Functions), shownFunctions)]
		sort.Strings(made.Twice)
		shown = append(shown, made)
	}
	return shown
}

// withoutControls makes a function's name fit to be shown.
func withoutControls(name string) string { return shown(name, 80) }

func (analysis *analysis) shownTimeline() []Bucket {
	timeline := analysis.timeline
	start, width, counts := timeline.view(shownBuckets)
	buckets := []Bucket{}
	if len(counts) == 0 {
		return buckets
	}
	for i := range counts[lanePairs] {
		one := Bucket{
			Start: analysis.timeText(start + int64(i)*width), Seconds: width / 1e6, Pairs: int(counts[lanePairs][i]),
			Failed: int(counts[laneFailed][i]), Queries: int(counts[laneQueries][i]), Rows: int(counts[laneRows][i]),
		}
		one.Gap = one.Rows == 0 && one.Pairs == 0
		one.Burst = one.Queries > usualBurst*max(1, one.Pairs)
		buckets = append(buckets, one)
	}
	return buckets
}

func (analysis *analysis) loopShown(one foundLoop) Loop {
	micros, _ := one.start.distance(one.end)
	return Loop{
		Session: withoutControls(one.session), Start: analysis.momentText(one.start), End: analysis.momentText(one.end),
		Length: time.Duration(micros) * time.Microsecond, Pairs: one.pairs, Spacing: time.Duration(one.spacing) * time.Microsecond,
		Twos: one.twos, Failed: max(0, one.failed), Lines: append([]int64(nil), one.lines...),
	}
}

func (analysis *analysis) shownGroups() []Group {
	var all []Group
	for _, one := range analysis.groups.order {
		made := Group{
			Kind: one.key.kind, Function: withoutControls(one.key.function), Count: one.count,
			First: analysis.momentText(one.first), Last: analysis.momentText(one.last),
			Lines: append([]int64(nil), one.lines...), Sample: shown(one.sample, shownSample),
		}
		for _, sample := range one.samples {
			made.Samples = append(made.Samples, Sample{shown(sample.text, wholeSample), sample.count, sample.line})
		}
		timeline := one.series
		start, width, counts := timeline.view(groupBuckets)
		if len(counts) > 0 {
			for i, n := range counts[0] {
				made.Series = append(made.Series, Bucket{Start: analysis.timeText(start + int64(i)*width), Seconds: width / 1e6, Pairs: int(n)})
			}
		}
		all = append(all, made)
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Count > all[j].Count })
	return all
}

const shownProof = 6

// proof collects the lines that show a cause.
func (analysis *analysis) proof(one candidate) []Proof {
	var proof []Proof
	seen := map[int64]bool{}
	add := func(line int64, at moment, text string) {
		if line > 0 && !seen[line] && len(proof) < shownProof {
			seen[line] = true
			proof = append(proof, Proof{line, analysis.momentText(at), text})
		}
	}
	for _, group := range one.groups {
		text := shown(group.sample, shownSample)
		if text == "" {
			text = withoutControls(group.key.function)
		}
		if group.key.function != "" && group.sample != "" {
			text = withoutControls(group.key.function) + ": " + text
		}
		if group.count > 1 {
			text += fmt.Sprintf(" (%s)", times(group.count))
		}
		add(group.first.line, group.first, text)
	}
	for _, line := range one.lines {
		text, at := "", moment{}
		if slices.Contains(analysis.pairing.signLines, line) {
			text = "auth:signIn: a sign-in, no refresh"
		}
		for _, pair := range analysis.pairList {
			if pair.start().line == line {
				text, at = pairText(pair), pair.start()
			}
		}
		if text == "" && len(proof) == 0 {
			text = "auth:signIn + auth:store" // one of those whose details are not kept
		}
		add(line, at, text)
	}
	if len(proof) == 0 {
		for _, pair := range analysis.pairList[:min(len(analysis.pairList), 3)] {
			add(pair.start().line, pair.start(), pairText(pair))
		}
	}
	return proof
}

// pairText says what a refresh looks like in the log.
func pairText(pair *pair) string {
	text := "auth:store"
	if pair.action.line > 0 {
		text = "auth:signIn + auth:store"
	}
	switch {
	case pair.threw:
		text += ": an error"
	case pair.failed == Yes:
		text += ": no token"
	case pair.failed == No:
		text += ": a token"
	}
	if pair.storeBytes >= 0 || pair.actionBytes >= 0 {
		text += fmt.Sprintf(" (%s + %s bytes)", bytesText(pair.actionBytes), bytesText(pair.storeBytes))
	}
	if pair.session != "" {
		text += ", session " + withoutControls(pair.session)
	}
	if pair.requestID != "" {
		text += ", request " + withoutControls(pair.requestID)
	}
	return text
}

func bytesText(n int64) string {
	if n < 0 {
		return "?"
	}
	return strconv.FormatInt(n, 10)
}
