package logs

import (
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
	"time"

	"convex-auth-doctor/steps/ids"
)

// A storm is a busiest ten seconds with many more refreshes than the log has otherwise (P 4.18).
const (
	stormLeast = 8
	stormRatio = 4
)

// summary says what the log holds. It changes nothing, so it can be asked for at any moment.
func (analysis *analysis) summary(read int64, whole bool) Summary {
	picture := analysis.picture()
	read -= analysis.odd.lost
	made := Summary{
		Bytes: read, Lines: analysis.base, Rows: analysis.rows, Whole: whole, Deployment: append([]string(nil), analysis.names...),
		SignIns: analysis.pairing.signIns, Sessions: analysis.sessions.named(), Expected: analysis.expectation(),
	}
	if span, ok := analysis.span(); ok {
		made.Span, made.First, made.Last = span, analysis.momentText(analysis.first), analysis.momentText(analysis.last)
	}
	for i, format := range formats {
		if n := analysis.byFormat[i]; n > 0 {
			made.Sources = append(made.Sources, Source{format, n})
		}
	}
	sort.Strings(made.Deployment)
	for caller, n := range analysis.totals.callers {
		made.Callers = append(made.Callers, FunctionCount{caller, n})
	}
	sortCounts(made.Callers)
	candidates := picture.candidates()
	picture.refresh(&made, candidates)
	picture.name(&made, candidates)
	for _, one := range picture.loops {
		made.Loops = append(made.Loops, analysis.loopShown(one))
	}
	made.Groups = analysis.shownGroups()
	made.Remedies = analysis.remedies()
	if total := analysis.bursts.total; total.cached+total.fresh > 0 {
		share := float64(total.fresh) / float64(total.cached+total.fresh)
		made.Uncached = &share
	}
	made.Sentence = picture.sentence(&made)
	made.Notes = analysis.notes(read, whole)
	return made
}

// refresh fills the verdict in numbers and its state.
func (picture *picture) refresh(made *Summary, candidates []candidate) {
	analysis, result := picture.analysis, &made.Refresh
	waiting := len(analysis.pairing.queue)
	result.Pairs = picture.pairs + waiting
	known, failed, threw := analysis.totals.known, picture.failed, analysis.totals.threw
	for _, one := range analysis.pairing.queue {
		if one.failed != NotSeen {
			known++
		}
		if one.failed == Yes {
			failed++
		}
		if one.threw {
			threw++
		}
	}
	result.Errors = threw
	if known > 0 || result.Pairs == 0 {
		result.Failed = &failed
	}
	if span, ok := analysis.span(); ok {
		rate, expected := perHour(float64(result.Pairs), span), perHour(made.Expected.Pairs, span)
		result.Rate, result.Expected = &rate, &expected
	}
	result.State = picture.state(candidates)
	if result.Pairs == 0 && result.State == AsExpected {
		result.State = NoRefresh
	}
	result.Undecided = picture.isUndecided(result.State)
	result.Rivals, result.Bursts, result.Timeline = []Rival{}, analysis.shownBursts(), analysis.shownTimeline()
}

// state is the verdict on the traffic.
func (picture *picture) state(candidates []candidate) State {
	for _, one := range candidates {
		if one.traffic && one.confidence != Possible && (picture.pairs > 0 || one.cause == ids.SessionRefetchLoop) {
			return Suspicious
		}
	}
	switch {
	case picture.pairs == 0:
		return AsExpected
	case len(picture.loops) > 0, picture.allFail(), picture.mostlyThrow(), picture.isAboveTold(), picture.refusedThrice(candidates):
		return Suspicious
	case picture.isStorm():
		return ManyClients
	}
	return AsExpected
}

// refusedThrice reports the pattern of a refused token, which no number of clients makes.
func (picture *picture) refusedThrice(candidates []candidate) bool {
	for _, one := range candidates {
		if one.traffic && one.cause == ids.IssuerMismatch {
			return true
		}
	}
	return false
}

// isStorm reports that many clients refreshed at once.
func (picture *picture) isStorm() bool {
	peak := picture.peak
	if peak.most < stormLeast && peak.distinct < stormLeast-3 {
		return false
	}
	span, ok := picture.span()
	if !ok {
		return false
	}
	// What ten seconds hold outside of the two minutes around the busiest ones.
	quiet := math.Max(0, (span - 2*time.Minute).Seconds())
	if quiet < 60 {
		return true // the log holds little else
	}
	usual := math.Max(0, float64(picture.pairs-peak.most)) / quiet * 10
	return float64(peak.most) >= stormRatio*(usual+1)
}

// name chooses the cause and lists what stays open.
func (picture *picture) name(made *Summary, candidates []candidate) {
	state := made.Refresh.State
	rest := candidates
	// Bursts are said to be large only where nothing else is wrong: each client of a storm has its own.
	noBursts := state == Suspicious || state == ManyClients
	if len(candidates) > 0 && candidates[0].confidence != Possible && !(candidates[0].cause == ids.RefreshSubscriptionBurst && noBursts) {
		best := candidates[0]
		cause := best.cause
		made.Refresh.Cause, made.Confidence, made.Why = &cause, best.confidence, best.why
		made.Proof = picture.proof(best)
		rest = candidates[1:]
		if best.confidence != Proved {
			question := best.question
			made.Question = &question
		}
		if best.confidence == Proved {
			rest = likelyOnly(rest)
		}
	}
	for _, one := range rest {
		if one.cause == ids.RefreshSubscriptionBurst && noBursts || state == ManyClients && one.traffic {
			continue
		}
		made.Refresh.Rivals = append(made.Refresh.Rivals, Rival{one.cause, one.why, one.question})
	}
	if made.Refresh.Cause == nil && len(made.Refresh.Rivals) > 0 {
		question := made.Refresh.Rivals[0].Question
		if state == Suspicious && made.Sessions == 0 && !picture.options.oneTab() && len(picture.loops) == 0 && !picture.refusedThrice(candidates) {
			question = askSession
		}
		made.Question = &question
		made.Proof = picture.proof(rest[0])
	}
	switch {
	case made.Refresh.Undecided && !picture.comeInThrees():
		question := askSession
		made.Question = &question
	case state == Suspicious && made.Refresh.Cause == nil && made.Refresh.Failed == nil && !picture.refusedThrice(candidates):
		question := askJSON
		made.Question = &question
	case made.Question != nil:
	case state == Suspicious && made.Refresh.Cause == nil && len(picture.loops) == 0 && picture.mostlyThrow():
		question := askError
		made.Question = &question
		made.Proof = picture.proof(candidate{lines: picture.totals.threwAt})
	case state == Suspicious && made.Refresh.Cause == nil:
		question := askSession
		made.Question = &question
	}
	made.Against = picture.against(made)
}

// likelyOnly drops what a proof leaves no room for.
func likelyOnly(all []candidate) []candidate {
	var kept []candidate
	for _, one := range all {
		if one.confidence != Possible {
			kept = append(kept, one)
		}
	}
	return kept
}

// against says what the log rules out.
func (picture *picture) against(made *Summary) []string {
	var said []string
	if picture.pairs > 0 && picture.totals.known == picture.pairs && picture.failed == 0 {
		said = append(said, "storage and refresh token are fine: every refresh gave a token")
	}
	if made.Refresh.State == ManyClients && picture.peak.distinct > 1 {
		said = append(said, fmt.Sprintf("no loop: %d refreshes within 10 s belong to %d sessions", picture.peak.most, picture.peak.distinct))
	}
	if picture.identity.user > 0 && made.Refresh.State == Suspicious {
		said = append(said, "the deployment accepts tokens: queries ran with the identity of a user")
	}
	return said
}

func sortCounts(counts []FunctionCount) {
	sort.Slice(counts, func(i, j int) bool {
		if counts[i].Count != counts[j].Count {
			return counts[i].Count > counts[j].Count
		}
		return counts[i].Function < counts[j].Function
	})
}

// isTruncated reports an input that ended in the middle of its compression.
func isTruncated(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }
