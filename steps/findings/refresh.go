package findings

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/messages"
)

var confidence = map[logs.Confidence]Grade{logs.Proved: Proved, logs.Likely: Likely, logs.Possible: Possible}

// refreshTraffic reads the verdict on refresh traffic that package logs gives (P 4E).
func refreshTraffic(v *view) []Finding {
	var found []Finding
	for i := len(v.Logs) - 1; i >= 0; i-- {
		summary := v.Logs[i]
		found = append(found, groups(v, summary)...)
		refresh := summary.Refresh
		if refresh.Pairs == 0 && refresh.Cause == nil {
			continue
		}
		sentence := clean.Line(summary.Sentence)
		proof := refreshProof(summary)
		grade := Likely
		if refresh.State == logs.Suspicious && refresh.Cause == nil || refresh.Undecided {
			grade = Proved // what is asked next is what makes the loop, not what the log shows of identities
		}
		found = append(found, Finding{Rule: ids.SeenRefresh, Severity: Note, Grade: grade, Sentence: sentence, Proof: proof})
		fine := Fine
		if summary.IsAbove() || refresh.Errors > 0 {
			fine = Doubt // no loop, but nothing in the log says where they come from (P 6D, LOG-PAIRS), or what some failed of
		}
		switch state := refresh.State; {
		case refresh.Undecided: // neither healthy nor a loop: the question is asked
			found = append(found, Finding{Rule: refreshUndecided, Severity: Doubt, Grade: Possible, Sentence: sentence, Proof: proof, Probe: questionProbe(summary.Question)})
		case state == logs.Suspicious && refresh.Errors*2 > refresh.Pairs && len(summary.Loops) == 0:
			// What is wrong is said by the error. Nothing refreshes again and again, so that is not asked about.
			found = append(found, Finding{Rule: refreshErrors, Severity: Doubt, Grade: Likely, Sentence: sentence, Proof: proof})
		case state == logs.AsExpected:
			found = append(found, Finding{Rule: ids.RefreshExpected, Severity: fine, Grade: Likely, Outcome: ids.RefreshHealthy, Sentence: sentence, Proof: proof})
		case state == logs.ManyClients:
			found = append(found, Finding{Rule: ids.RefreshManyClients, Severity: fine, Grade: Likely, Outcome: ids.RefreshHealthy, Sentence: sentence, Proof: proof})
		case state == logs.Suspicious:
			found = append(found, Finding{Rule: ids.RefreshSuspicious, Severity: Doubt, Grade: Likely, Sentence: sentence, Proof: proof})
		}
		if refused := func(rival logs.Rival) bool { return rival.Cause == ids.IssuerMismatch }; refresh.Cause == nil && slices.ContainsFunc(refresh.Rivals, refused) {
			found = append(found, Finding{Rule: ids.RefreshRefused, Severity: Note, Grade: Possible, Sentence: sentence, Proof: proof})
		}
		if refresh.Cause != nil {
			found = append(found, Finding{Rule: "refresh-cause", Severity: Fault, Grade: confidence[summary.Confidence], Cause: *refresh.Cause,
				Sentence: clean.Line(orText(summary.Why, summary.Sentence)), Proof: proof, Probe: questionProbe(summary.Question)})
			if *refresh.Cause == ids.RefreshProxyRetries {
				found = append(found, Finding{Rule: proxyRetriesSeen, Severity: Note, Grade: confidence[summary.Confidence], Sentence: sentence, Proof: proof})
			}
			if rule, ok := answeredByTraffic[*refresh.Cause]; ok {
				found = append(found, Finding{Rule: rule, Severity: Note, Grade: confidence[summary.Confidence], Sentence: sentence, Proof: proof})
			}
		}
		for _, rival := range refresh.Rivals {
			if refresh.State == logs.NoRefresh {
				break // without a refresh these are guesses
			}
			found = append(found, Finding{Rule: ids.Rule("refresh-rival-" + string(rival.Cause)), Severity: Doubt, Grade: Possible, Cause: rival.Cause,
				Sentence: clean.Line(rival.Why), Probe: questionProbe(&rival.Question)})
		}
		break
	}
	return found
}

// refreshUndecided stands where a log does not tell many clients from one in a loop.
const refreshUndecided = ids.Rule("refresh-undecided")

// refreshErrors stands where most refreshes end with an error of their functions.
const refreshErrors = ids.Rule("refresh-errors")

// proxyRetriesSeen stands where the refresh through the app's own route is refused again and again: what that route
// answers to each request is the way in which it shows.
const proxyRetriesSeen = ids.Rule("refresh-proxy-seen")

// endsSessions are the messages that every session prints once when it ends, and that a second tab can make a library
// print: they are a fault only where there are many of them, which package logs decides (P 4E, P 6D LOG-REUSE).
var endsSessions = []string{"auth-refresh-token-expired", "auth-refresh-token-invalid", "auth-refresh-token-session", "auth-refresh-token-reused",
	"robelest-refresh-reused", "robelest-refresh-exchange"}

// isRoutine reports whether a message is one of those, and a log shows it among refreshes that are healthy as a whole.
func (v *view) isRoutine(id string) bool {
	if !slices.Contains(endsSessions, id) {
		return false
	}
	for _, summary := range v.Logs {
		refresh := summary.Refresh
		if refresh.State != logs.AsExpected && refresh.State != logs.ManyClients || refresh.Cause != nil {
			continue
		}
		count := 0
		for _, group := range summary.Groups {
			if group.Kind == id {
				count += group.Count
			}
		}
		if count > 0 && count*2 <= refresh.Pairs {
			return true
		}
	}
	return false
}

// answeredByTraffic are the answers of the question about refresh traffic that stand for one cause.
var answeredByTraffic = map[ids.Cause]ids.Rule{ids.RefreshSubscriptionBurst: ids.RefreshBursts, ids.SessionRefetchLoop: ids.SessionFetchLoop}

func orText(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}

func questionProbe(question *logs.Question) *Probe {
	if question == nil {
		return nil
	}
	return &Probe{Sentence: clean.Line(question.Text)}
}

func refreshProof(summary logs.Summary) []Line {
	var lines []Line
	for _, proof := range summary.Proof {
		if len(lines) == 4 || strings.TrimSpace(proof.Text) == "" {
			continue
		}
		lines = append(lines, Line{Label: fmt.Sprintf("line %d", proof.Line), Text: clean.Short(proof.Text, 160), From: clean.Line(proof.Time)})
	}
	return lines
}

func timesSeen(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// groups reads the texts that a long log holds, where it was too long to be recognised piece by piece.
func groups(v *view, summary logs.Summary) []Finding {
	var found []Finding
	for _, group := range summary.Groups {
		line := []Line{{Label: timesSeen(group.Count), Text: clean.Short(group.Sample, 200), From: clean.Line(group.Function)}}
		if group.Kind == logs.GroupNullIdentity && !v.hasIdentity(true) {
			found = append(found, Finding{Rule: ids.SeenIdentityNull, Severity: Note, Grade: Proved, Sentence: "the log says 'server identity' null", Proof: line})
			continue
		}
		known, ok := messages.ByID(group.Kind)
		if !ok || v.saidAny(group.Kind) || v.isRoutine(group.Kind) {
			continue
		}
		for _, one := range observations {
			if one.when(group.Kind, known.Source) {
				found = append(found, Finding{Rule: one.rule, Severity: Note, Grade: one.grade(), Sentence: known.Source.Name() + " says: " + quote(group.Sample), Proof: line})
			}
		}
		for _, one := range meanings()[group.Kind] {
			found = append(found, Finding{Rule: ids.Rule("message-" + group.Kind), Severity: Fault, Grade: one.grade, Cause: one.cause,
				Sentence: known.Source.Name() + " says: " + quote(group.Sample), Proof: line,
				After: consequenceOf(evidence.Message{ID: group.Kind, Source: known.Source})})
		}
	}
	return found
}
