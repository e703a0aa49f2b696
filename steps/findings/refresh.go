package findings

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/clean"
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
		if refresh.State == logs.NoRefresh || refresh.Pairs == 0 {
			continue
		}
		sentence := clean.Line(summary.Sentence)
		proof := refreshProof(summary)
		found = append(found, Finding{Rule: ids.SeenRefresh, Severity: Note, Grade: Likely, Sentence: sentence, Proof: proof})
		switch refresh.State {
		case logs.AsExpected:
			found = append(found, Finding{Rule: ids.RefreshExpected, Severity: Fine, Grade: Likely, Outcome: ids.RefreshHealthy, Sentence: sentence, Proof: proof})
		case logs.ManyClients:
			found = append(found, Finding{Rule: ids.RefreshManyClients, Severity: Fine, Grade: Likely, Outcome: ids.RefreshHealthy, Sentence: sentence, Proof: proof})
		case logs.Suspicious:
			found = append(found, Finding{Rule: ids.RefreshSuspicious, Severity: Doubt, Grade: Likely, Sentence: sentence, Proof: proof})
		}
		if refresh.Cause != nil {
			found = append(found, Finding{Rule: "refresh-cause", Severity: Fault, Grade: confidence[summary.Confidence], Cause: *refresh.Cause,
				Sentence: clean.Line(orText(summary.Why, summary.Sentence)), Proof: proof, Probe: questionProbe(summary.Question)})
			if rule, ok := answeredByTraffic[*refresh.Cause]; ok {
				found = append(found, Finding{Rule: rule, Severity: Note, Grade: confidence[summary.Confidence], Sentence: sentence, Proof: proof})
			}
		}
		for _, rival := range refresh.Rivals {
			found = append(found, Finding{Rule: ids.Rule("refresh-rival-" + string(rival.Cause)), Severity: Doubt, Grade: Possible, Cause: rival.Cause,
				Sentence: clean.Line(rival.Why), Probe: questionProbe(&rival.Question)})
		}
		break
	}
	return found
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

// groups reads the texts that a long log holds, where it was too long to be recognised piece by piece.
func groups(v *view, summary logs.Summary) []Finding {
	var found []Finding
	for _, group := range summary.Groups {
		line := []Line{{Label: fmt.Sprintf("%d times", group.Count), Text: clean.Short(group.Sample, 200), From: clean.Line(group.Function)}}
		if group.Kind == logs.GroupNullIdentity && !v.hasIdentity(true) {
			found = append(found, Finding{Rule: ids.SeenIdentityNull, Severity: Note, Grade: Proved, Sentence: "the log says 'server identity' null", Proof: line})
			continue
		}
		known, ok := messages.ByID(group.Kind)
		if !ok || v.saidAny(group.Kind) {
			continue
		}
		for _, one := range observations {
			if one.when(group.Kind, known.Source) {
				found = append(found, Finding{Rule: one.rule, Severity: Note, Grade: one.grade(), Sentence: known.Source.Name() + " says: " + quote(group.Sample), Proof: line})
			}
		}
		for _, one := range meanings[group.Kind] {
			found = append(found, Finding{Rule: ids.Rule("message-" + group.Kind), Severity: Fault, Grade: one.grade, Cause: one.cause,
				Sentence: known.Source.Name() + " says: " + quote(group.Sample), Proof: line})
		}
	}
	return found
}
