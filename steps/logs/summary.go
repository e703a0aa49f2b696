package logs

import (
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
	"strings"
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
	known, failed := analysis.totals.known, picture.failed
	for _, one := range analysis.pairing.queue {
		if one.failed != NotSeen {
			known++
		}
		if one.failed == Yes {
			failed++
		}
	}
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
	case len(picture.loops) > 0, picture.allFail(), picture.isAboveTold(), picture.refusedThrice(candidates):
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
		if state == Suspicious && made.Sessions == 0 && !picture.options.oneTab() && len(picture.loops) == 0 {
			question = askSession
		}
		made.Question = &question
		made.Proof = picture.proof(rest[0])
	}
	switch {
	case state == Suspicious && made.Refresh.Cause == nil && made.Refresh.Failed == nil:
		question := askJSON
		made.Question = &question
	case made.Question != nil && !made.Refresh.Undecided:
	case made.Refresh.Undecided:
		question := askSession
		made.Question = &question
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

// sentence is the result as a person would say it.
func (picture *picture) sentence(made *Summary) string {
	result := &made.Refresh
	over := ""
	if made.Span > 0 {
		over = " in " + duration(made.Span)
	}
	switch result.State {
	case NoRefresh:
		if result.Cause != nil {
			return "No refresh in this log, and a reason for it: " + lowerFirst(made.Why)
		}
		if made.Rows == 0 {
			return "This log has no rows of Convex functions."
		}
		return fmt.Sprintf("No refresh in this log: %s, none of auth:signIn with auth:store.", counted(int(made.Rows), "row"))
	case ManyClients:
		at := strings.Replace(sortable(picture.momentText(picture.peak.at)), "T", " ", 1)
		if result.Undecided {
			return fmt.Sprintf("%d refreshes within 10 seconds at %s: many clients at once, or one in a loop. This log does not tell which.", picture.peak.most, at)
		}
		why := "and no loop"
		switch {
		case picture.peak.distinct > 1:
		case picture.peak.isFasterThanOne():
			why = "more than one client can make"
		default:
			why = "too uneven for a loop"
		}
		return fmt.Sprintf("%d refreshes within 10 seconds at %s: many clients at once, as after a deploy or an outage, %s.", picture.peak.most, at, why)
	case Suspicious:
		if len(made.Loops) > 0 {
			longest := made.Loops[0]
			for _, one := range made.Loops {
				if one.Pairs > longest.Pairs {
					longest = one
				}
			}
			return fmt.Sprintf("Refresh is suspicious: one client renewed its token %d times in %s.", longest.Pairs, duration(longest.Length))
		}
		if picture.allFail() {
			return fmt.Sprintf("Refresh is suspicious: none of %d refreshes gave a token.", result.Pairs)
		}
		if result.Pairs == 0 {
			return "Refresh is suspicious: " + lowerFirst(made.Why)
		}
		return fmt.Sprintf("Refresh is suspicious: %s%s.", counted(result.Pairs, "refresh"), over)
	}
	failed := ""
	switch {
	case result.Failed == nil:
		failed = "; this format does not show whether they succeeded"
	case *result.Failed == 0:
		failed = ", all successful"
	default:
		failed = fmt.Sprintf(", %d without a new token (ended sessions)", *result.Failed)
	}
	if result.Undecided {
		return fmt.Sprintf("More refreshes than expected: %d%s%s. They are page loads of several visitors, or one client in a loop. This log does not tell which.", result.Pairs, over, failed)
	}
	if made.IsAbove() {
		return fmt.Sprintf("No loop, but more refreshes than expected: %d%s%s.", result.Pairs, over, failed)
	}
	return fmt.Sprintf("Refresh is as expected: %s%s%s.", counted(result.Pairs, "refresh"), over, failed)
}

// lowerFirst makes a sentence the second half of one.
func lowerFirst(sentence string) string {
	if sentence == "" || strings.HasPrefix(sentence, "POST ") {
		return sentence
	}
	return strings.ToLower(sentence[:1]) + sentence[1:]
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if what == "refresh" {
		return fmt.Sprintf("%d refreshes", n)
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// duration writes a time span in two parts at most: 59 min 50 s.
func duration(span time.Duration) string {
	span = span.Round(time.Second)
	hours, minutes, rest := int(span.Hours()), int(span.Minutes())%60, int(span.Seconds())%60
	switch {
	case hours > 0:
		return fmt.Sprintf("%d h %d min", hours, minutes)
	case minutes > 0 && rest > 0:
		return fmt.Sprintf("%d min %d s", minutes, rest)
	case minutes > 0:
		return fmt.Sprintf("%d min", minutes)
	case rest == 1:
		return "1 second"
	}
	return fmt.Sprintf("%d seconds", rest)
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
