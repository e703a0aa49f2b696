package logs

import (
	"fmt"
	"strings"
	"time"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/prose"
)

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
		if made.SignIns > 0 {
			return fmt.Sprintf("No refresh in this log: %s with %s, and none in which auth:signIn renews a session.", prose.Count(made.Rows, "row"), prose.Count(made.SignIns, "sign-in"))
		}
		return fmt.Sprintf("No refresh in this log: %s, none of auth:signIn with auth:store.", prose.Count(made.Rows, "row"))
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
		return picture.suspicion(made, over)
	}
	failed := ""
	switch {
	case result.Failed == nil:
		failed = "; this format does not show whether they succeeded"
	case *result.Failed == 0:
		failed = ", all successful"
	default:
		failed = failedText(*result.Failed, result.Errors)
	}
	if result.Undecided && picture.comeInThrees() {
		return fmt.Sprintf("More refreshes than expected: %d%s%s. They come three at a time where a page load makes one.", result.Pairs, over, failed)
	}
	if result.Undecided {
		return fmt.Sprintf("More refreshes than expected: %d%s%s. They are page loads of several visitors, or one client in a loop. This log does not tell which.", result.Pairs, over, failed)
	}
	if made.IsAbove() {
		return fmt.Sprintf("No loop, but more refreshes than expected: %d%s%s.", result.Pairs, over, failed)
	}
	if result.Cause != nil && *result.Cause == ids.RefreshSubscriptionBurst {
		return fmt.Sprintf("Refresh is as expected: %s%s%s. But %s", prose.Count(result.Pairs, "refresh"), over, failed, lowerFirst(made.Why))
	}
	return fmt.Sprintf("Refresh is as expected: %s%s%s.", prose.Count(result.Pairs, "refresh"), over, failed)
}

// suspicion is the sentence where the traffic is suspicious.
func (picture *picture) suspicion(made *Summary, over string) string {
	result := &made.Refresh
	if len(made.Loops) > 0 {
		longest := made.Loops[0]
		for _, one := range made.Loops {
			if one.Pairs > longest.Pairs {
				longest = one
			}
		}
		return fmt.Sprintf("Refresh is suspicious: one client renewed its token %d times in %s.", longest.Pairs, duration(longest.Length))
	}
	if picture.mostlyThrow() {
		if result.Pairs == 1 {
			return "Refresh is suspicious: the only one in this log ended with an error."
		}
		return fmt.Sprintf("Refresh is suspicious: %d of %d refreshes ended with an error.", result.Errors, result.Pairs)
	}
	if picture.allFail() {
		return fmt.Sprintf("Refresh is suspicious: none of %d refreshes gave a token.", result.Pairs)
	}
	if user, unknown := picture.identities(); result.Cause == nil && picture.comeInThrees() && user == 0 && unknown > 0 {
		return fmt.Sprintf("Refresh is suspicious: %s%s, three at a time, and queries still run without identity.", prose.Count(result.Pairs, "refresh"), over)
	}
	if result.Pairs == 0 {
		return "Refresh is suspicious: " + lowerFirst(made.Why)
	}
	return fmt.Sprintf("Refresh is suspicious: %s%s.", prose.Count(result.Pairs, "refresh"), over)
}

// failedText says how refreshes failed.
func failedText(failed, threw int) string {
	text := ""
	if threw > 0 {
		text = fmt.Sprintf(", %d ended with an error", threw)
	}
	if empty := failed - threw; empty > 0 {
		text += fmt.Sprintf(", %d without a new token (ended sessions)", empty)
	}
	return text
}

// lowerFirst makes a sentence the second half of one.
func lowerFirst(sentence string) string {
	if sentence == "" || strings.HasPrefix(sentence, "POST ") {
		return sentence
	}
	return strings.ToLower(sentence[:1]) + sentence[1:]
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
