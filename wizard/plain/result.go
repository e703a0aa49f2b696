package plain

import (
	"fmt"
	"strings"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/report"
	"convex-auth-doctor/wizard"
)

// result shows the page of a cause or an outcome, in whole words instead of marks.
func (w *walk) result(position steps.Position) {
	result := w.session.Result()
	if result.Cause == nil {
		page, err := assets.Outcome(position.Outcome)
		if err != nil {
			w.say(err.Error())
			return
		}
		w.say(page.Title + ".")
		for _, section := range page.Sections {
			w.say("", section.Title+":")
			w.markdown("  ", section.Text)
		}
		w.say("")
		return
	}
	cause := result.Cause
	w.wrapped("", fmt.Sprintf("Cause, %s: %s.", gradeWords(position, cause), strings.TrimRight(wizard.Sentence(cause.Sentence), ".")))
	w.say("Its name: " + string(cause.ID))
	if position.Instead != "" {
		w.say("Your answers lead to " + string(position.Instead) + "; the evidence proves this one.")
	}
	w.proof(position, cause)
	for _, part := range [][2]string{{"Why", "Why"}, {"How it shows", "How it shows"}, {"Do this", "Fix"}} {
		w.say("", part[0]+":")
		if part[1] == "Fix" {
			w.smallest(result.Suggestion())
		}
		w.markdown("  ", cause.Section(part[1]))
	}
	if len(result.RuledOut) > 0 {
		w.say("", "Ruled out:")
		for i, one := range result.RuledOut {
			if i < 6 {
				w.wrapped("  ", string(one.Cause)+": "+one.Reason)
			}
		}
	}
	if len(result.Rivals) > 0 {
		w.say("", "Still open:")
		for i, rival := range result.Rivals {
			if i < 3 {
				w.rival(rival)
			}
		}
	}
	w.say("", "How to check again:")
	w.markdown("  ", cause.Section("Check again"))
	w.say("")
}

// smallest is the single change with which the deployment would take this token, where one was found.
func (w *walk) smallest(suggestion *report.Suggestion) {
	if suggestion == nil {
		return
	}
	w.wrapped("  ", suggestion.Sentence)
	for line := range strings.Lines(suggestion.Edit) {
		w.say("    " + strings.TrimRight(line, "\n"))
	}
	if suggestion.Edit != "" { // the page may go the other way: the entry stays and the token changes
		w.say("", "  Or:")
	}
	w.say("")
}

func (w *walk) proof(position steps.Position, cause *report.Cause) {
	w.say("", "Proof:")
	if len(cause.Proof) == 0 {
		for _, taken := range position.Path {
			page, err := assets.Question(taken.Place.Question)
			if err == nil {
				w.wrapped("  ", page.Title+" Answer "+takenLabel(page, taken)+".")
			}
		}
		w.say("  Nothing pasted proves it; a token or an error text would.")
		return
	}
	w.values(cause.Proof)
	if cause.Compare != nil && cause.Compare.Kind != "" {
		w.wrapped("  ", "They differ by "+cause.Compare.Kind+".")
	}
}

// values says values, each with its place.
func (w *walk) values(lines []findings.Line) {
	for _, line := range lines {
		text := line.Label + ": " + line.Text
		if line.From != "" {
			text += " (" + line.From + ")"
		}
		w.wrapped("  ", text)
	}
}

// sides says the two values that the open question compares, and how to get what is not known of them.
func (w *walk) sides() {
	sides := w.session.Sides()
	if sides == nil {
		return
	}
	w.values(sides.Proof)
	for _, missing := range sides.Missing {
		w.wrapped("  ", missing)
	}
}

func (w *walk) rival(rival report.Rival) {
	w.say("  " + string(rival.Cause))
	if rival.Probe != nil {
		w.wrapped("    ", rival.Probe.Sentence)
		if rival.Probe.Command != "" {
			w.say("    " + rival.Probe.Command)
		}
	}
}

func gradeWords(position steps.Position, cause *report.Cause) string {
	if position.ByAnswers {
		return "by your answers the likeliest of what remains"
	}
	if cause.Grade == findings.Unseen {
		return "possible"
	}
	return cause.Grade.String()
}
