package plain

import (
	"fmt"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/logs"
)

// refresh says whether the refresh traffic of a log is healthy.
func (w *walk) refresh(string) {
	summary := w.session.LogSummary()
	if summary == nil {
		w.say("No log was taken in. Paste one, or type the path of a file.")
		return
	}
	w.wrapped("", clean.Line(summary.Sentence))
	if summary.Refresh.State == logs.NoRefresh {
		return
	}
	w.say(fmt.Sprintf("  Refreshes: %d, expected about %.0f.", summary.Refresh.Pairs, summary.Expected.Pairs))
	if summary.Refresh.Cause != nil {
		w.wrapped("  ", fmt.Sprintf("Likeliest cause: %s, %s. %s", *summary.Refresh.Cause, summary.Confidence, clean.Line(summary.Why)))
	}
	for _, proof := range summary.Proof {
		if proof.Text != "" {
			w.wrapped("  ", fmt.Sprintf("Line %d: %s", proof.Line, clean.Line(proof.Text)))
		}
	}
	if summary.Question != nil {
		w.wrapped("  ", "What decides: "+clean.Line(summary.Question.Text))
	}
	for _, rival := range summary.Refresh.Rivals {
		w.wrapped("  ", fmt.Sprintf("Still open: %s. %s", rival.Cause, clean.Line(rival.Question.Text)))
	}
	for _, remedy := range summary.Remedies {
		w.wrapped("  ", "Remedy: "+clean.Line(remedy.Text))
	}
	for i, group := range summary.Groups {
		if i < 8 {
			w.wrapped("  ", fmt.Sprintf("%d times: %s %s", group.Count, clean.Line(group.Function), clean.Short(group.Sample, 160)))
		}
	}
	w.say("")
}
