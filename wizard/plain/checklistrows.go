package plain

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/wizard"
)

// listItem opens a row. With an address behind the number it is what is registered at the provider of that row.
func (w *walk) listItem(list steps.Checklist, n int, more string) {
	stages, lines := numbered(list)
	switch {
	case n <= len(stages):
		w.stage(stages[n-1])
		return
	case n > len(stages)+len(lines) || !list.Seen:
		w.say(fmt.Sprintf("There is no row %d.", n))
		return
	}
	line := lines[n-1-len(stages)]
	row := line.Row()
	if more != "" && row.ID == "OAUTH-CB" {
		if _, ok := w.session.TakeCallback(strings.TrimSuffix(row.Subject, "provider"), more, "typed"); ok {
			if found, ok := w.session.Checklist().Find(line.Key); ok {
				line = found
			}
		}
	}
	if kind := steps.DocumentOf(line.Row()); kind != wellknown.Unknown {
		w.document(string(kind), "")
		return
	}
	w.item(line)
}

func (w *walk) stage(stage steps.Stage) {
	w.whole("", fmt.Sprintf("%s, %s: %s.", wizard.Sentence(stage.Title), stateWords[stage.State], stage.Text))
	for _, way := range stage.Ways {
		w.whole("  ", way.Text)
		for _, command := range way.Lines {
			w.say("    " + command)
		}
	}
	w.say("")
}

func (w *walk) item(line steps.Line) {
	for _, row := range line.Rows {
		w.whole("", fmt.Sprintf("%s, %s: %s", row.Title, stateWords[row.State], strings.ReplaceAll(row.Sentence, "`", "")))
	}
	row := line.Row()
	for _, pair := range [][2]string{{"Should be: ", row.Expected}, {"Is: ", row.Actual}, {"Stood in: ", row.Where}} {
		if pair[1] != "" {
			w.say("  " + pair[0] + pair[1])
		}
	}
	if row.Diff != nil && !row.Diff.Same {
		w.say(fmt.Sprintf("  They differ from character %d on.", len([]rune(row.Diff.Expected[:row.Diff.FirstDifferentByte]))+1))
	}
	if row.Fix != nil {
		w.whole("  Do this: ", row.Fix.Text)
		for _, command := range row.Fix.Commands {
			w.say("    " + command)
		}
	}
	if row.ID == "OAUTH-CB" {
		w.whole("  Where: ", deploy.ConsoleOf(row.Subject).Where)
	}
	if row.Needs != "" && row.State != deploy.Pass {
		w.whole("  To see it, paste ", strings.ReplaceAll(row.Needs, "`", "")+".")
	}
	if row.Cause != "" {
		w.say("  Cause: " + string(row.Cause) + "; convex-auth-doctor explain " + string(row.Cause))
	}
	w.say("")
}

func (w *walk) listCompare(list steps.Checklist) {
	rows := list.Differences()
	if len(rows) == 0 {
		w.say("Paste both lists: npx convex env list, and the same with --prod.")
		return
	}
	for _, row := range rows {
		w.whole("  ", fmt.Sprintf("%s, %s: %s Development: %s. Production: %s.", row.Name, stateWords[row.State], row.Sentence, row.Dev, row.Prod))
		if row.Fix != nil {
			for _, command := range row.Fix.Commands {
				w.say("    " + command)
			}
		}
	}
	w.say("")
}

func (w *walk) listFiles() {
	for _, kind := range steps.Documents() {
		document := w.session.Document(kind)
		w.whole("  ", fmt.Sprintf("%s, %s", kind, stateWords[deploy.Worst(document.Rows)]))
	}
	w.say("l and the name shows one.", "")
}

// document shows one document of .well-known; hosting names the host to make files for. It reports false for a name that
// is none.
func (w *walk) document(name, hosting string) bool {
	kind := wellknown.Unknown
	for _, one := range steps.Documents() {
		if string(one) == name {
			kind = one
		}
	}
	if kind == wellknown.Unknown {
		return false
	}
	document := w.session.Document(kind)
	w.say(document.Guide.Title + ", looked for at " + orElse(document.Address, kind.Path()) + ".")
	for _, row := range document.Rows {
		if row.State == deploy.NotApplicable {
			continue
		}
		text := row.Sentence
		if row.State == deploy.Unseen && row.Needs != "" {
			text = "paste " + row.Needs + "."
		}
		w.whole("  ", fmt.Sprintf("%s, %s: %s", row.Title, stateWords[row.State], strings.ReplaceAll(text, "`", "")))
	}
	w.say("Should be:")
	if document.Content.Sample {
		w.say("  An example: nothing is configured.")
	}
	if document.Content.Location != "" {
		w.say("  a 302 redirect to " + document.Content.Location)
	}
	for _, line := range strings.Split(strings.TrimRight(document.Content.Body, "\n"), "\n") {
		if line != "" {
			w.say("  " + clean.Text(line))
		}
	}
	for _, variable := range document.Guide.Variables {
		w.say("  fed by " + variable + ": " + orElse(document.Variable[variable], "not seen"))
	}
	w.whole("Caches: ", document.Guide.Cache)
	w.whole("When it is wrong: ", document.Guide.Symptom)
	w.serve(kind, hosting, document)
	w.say("")
	return true
}

func (w *walk) serve(kind wellknown.Kind, hosting string, document steps.WellKnown) {
	var names []string
	for _, one := range wellknown.Hostings() {
		names = append(names, string(one))
		if hosting == "" || string(one) != hosting {
			continue
		}
		w.say("For " + one.Name() + ":")
		for _, file := range wellknown.Serve(kind, one, document.Content) {
			if file.Path != "" {
				w.say("  " + file.Path)
			}
			for _, line := range strings.Split(strings.TrimRight(file.Text, "\n"), "\n") {
				w.say("    " + clean.Text(line))
			}
			if file.Note != "" {
				w.whole("  ", file.Note)
			}
		}
		return
	}
	w.whole("To serve it: ", "l "+string(kind)+" and one of "+strings.Join(names, ", ")+".")
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
