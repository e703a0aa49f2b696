package plain

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/wizard"
)

// filling is a form that is asked value by value, while somebody reads them aloud.
type filling struct {
	wizard.Form
	values map[string]string
	at     int
}

// form begins to ask for the values that may be typed in at the open question.
func (w *walk) form(string) {
	question, _ := steps.Lookup(w.session.Position().Open)
	asked, ok := wizard.FormOf(question)
	if !ok {
		w.say("There is nothing to type in on this page: answer, or paste.")
		return
	}
	w.fill(asked)
}

// fill begins to ask for the values of a form.
func (w *walk) fill(asked wizard.Form) {
	w.filling = &filling{Form: asked, values: map[string]string{}}
	w.say(asked.Title + ".")
	w.wrapped("  ", asked.Hint)
	w.say("  Enter alone leaves a value out; b leaves the form.")
}

func (f *filling) prompt() string {
	field := f.Fields[f.at]
	more := ""
	if field.Help != "" {
		more = ", " + field.Help
	} else if field.Example != "" {
		more = ", such as " + field.Example
	}
	return fmt.Sprintf("%s%s > ", field.Label, more)
}

// value takes one value of the form, and all of them after the last one. Something larger is a paste like any other.
func (w *walk) value(entry entry) {
	f := w.filling
	text := strings.Trim(entry.text, "\r\n")
	switch {
	case strings.Contains(text, "\n") || strings.HasPrefix(strings.TrimSpace(text), "eyJ") && strings.Count(text, ".") == 2:
		w.filling = nil
		w.paste(entry.text)
		return
	case strings.EqualFold(strings.TrimSpace(text), "b"):
		w.filling, w.shown = nil, ""
		w.say("The form is left; nothing of it was kept.", "")
		return
	}
	f.values[f.Fields[f.at].Name] = wizard.Labelled(w.session.Secrets(), text)
	if f.at++; f.at < len(f.Fields) {
		return
	}
	intake, problem := f.Take(w.session, f.values)
	if problem != "" {
		w.wrapped("", wizard.Sentence(problem)+". The values are asked once more; b leaves the form.")
		f.at = 0
		return
	}
	w.filling, w.shown = nil, ""
	w.wrapped("Seen: ", wizard.Recognised(intake)+".")
	if typed := w.session.TypedProviders(); len(typed) > 0 {
		w.wrapped("", fmt.Sprintf("Providers known: %d. To add another one: b, then f.", len(typed)))
	}
	w.say("")
}
