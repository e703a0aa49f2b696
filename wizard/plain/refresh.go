package plain

import (
	"fmt"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/prose"
)

// refreshWidth is the room that texts have in line mode.
const refreshWidth = 72

// refresh says whether the refresh traffic of a log is healthy, and when tokens were issued, sent and ended.
func (w *walk) refresh(string) {
	summary, tokens := w.session.LogSummary(), w.session.TokenTimeline()
	if summary == nil && tokens == nil {
		w.say("No log was taken in. Paste one, or type the path of a file.")
		return
	}
	titled := func(title string, lines []string) {
		if len(lines) == 0 {
			return
		}
		w.say(title + ":")
		for _, line := range lines {
			w.say("  " + line)
		}
	}
	if summary != nil {
		w.wrapped("", clean.Line(summary.Sentence))
		titled("Timeline", wrappedLines(steps.RefreshTimelineWords(summary))) // bars cannot be read aloud
		if summary.Refresh.Cause != nil {
			titled("Likeliest cause", markdown.Wrap(fmt.Sprintf("%s, %s. %s", *summary.Refresh.Cause, summary.Confidence, clean.Line(summary.Why)), refreshWidth))
		}
		var proof []string
		for _, one := range summary.Proof {
			if one.Text != "" {
				proof = append(proof, markdown.Wrap(fmt.Sprintf("line %d: %s", one.Line, clean.Line(one.Text)), refreshWidth)...)
			}
		}
		titled("Proof", proof)
		if summary.Question != nil {
			titled("What decides", markdown.Wrap(clean.Line(summary.Question.Text), refreshWidth))
		}
		var open []string
		for _, rival := range summary.Refresh.Rivals {
			open = append(open, markdown.Wrap(fmt.Sprintf("%s. %s", rival.Cause, clean.Line(rival.Question.Text)), refreshWidth)...)
		}
		titled("Still open", open)
		for _, row := range steps.RefreshRows(summary, refreshWidth) {
			titled(prose.Capital(row.Label), row.Lines)
		}
	}
	if tokens != nil {
		titled("Tokens", steps.TokenRows(tokens, refreshWidth))
	}
	w.say("")
}

func wrappedLines(texts []string) (lines []string) {
	for _, text := range texts {
		lines = append(lines, markdown.Wrap(text, refreshWidth)...)
	}
	return lines
}
