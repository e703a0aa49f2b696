package plain

import (
	"fmt"
	"strings"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/wizard"
)

// stateWords say a state without a mark.
var stateWords = map[deploy.State]string{deploy.Pass: "fine", deploy.Warn: "doubtful", deploy.Fail: "wrong", deploy.Unseen: "not seen", deploy.NotApplicable: "not applicable"}

// list shows the production checklist; with a number it opens a row, with a word it does what the word says.
func (w *walk) list(rest string) {
	word, more, _ := strings.Cut(strings.TrimSpace(rest), " ")
	more = strings.TrimSpace(more)
	list := w.session.Checklist()
	switch lower := strings.ToLower(word); {
	case word == "":
		w.listAll(list, false)
	case number(word) > 0:
		w.listItem(list, number(word), more)
	case lower == "wrong":
		w.listAll(list, true)
	case lower == "dev":
		w.listCompare(list)
	case lower == "files":
		w.listFiles()
	case w.tell(lower, more):
		w.listAll(w.session.Checklist(), false)
	case w.document(lower, more):
	default:
		w.listHelp()
	}
}

// listAfter shows the list again after a paste that changes it, where it was shown before; and for the first time after a
// list of variables that answers a question about production.
func (w *walk) listAfter(intake steps.Intake, step ids.Step) {
	if (step == ids.StepProduction || w.listed) && intake.HasLocalFile() {
		w.whole("", strings.ToUpper(steps.LocalFile[:1])+steps.LocalFile[1:]+".")
		w.say("")
		return
	}
	if w.listed && intake.ConcernsChecklist() || step == ids.StepProduction && intake.HasList() || w.session.AsksForSeenList(intake) {
		w.list("")
		w.say("")
	}
}

func (w *walk) listHelp() {
	for _, one := range [][2]string{
		{"l", "the checklist; l and a number opens a row; l wrong shows only what is not right"},
		{"l 12 https://…", "compares the callback URL of row 12 with what is registered"},
		{"l dev", "the variables of development beside those of production"},
		{"l files", "the .well-known documents; l and a name shows one, with nginx, netlify … behind it the files for that host"},
		{"l web", "this app has no passkeys, no native app, no use for password managers"},
		{"l passkeys yes", "or ios, android, managers; with yes, no or unknown"},
		{"l host app.example.com", "the production host of the app"},
		{"l prod yes", "the pasted list is production's, or no"},
	} {
		w.whole("  "+one[0]+"  ", one[1])
	}
}

// whole wraps a text as wrapped does, and leaves a word that is longer than a line in one piece: addresses and commands are
// copied out of a terminal.
func (w *walk) whole(prefix, text string) {
	room := width - markdown.Width(prefix)
	line := ""
	flush := func() {
		w.say(prefix + line)
		prefix, line = strings.Repeat(" ", markdown.Width(prefix)), ""
	}
	for _, word := range strings.Fields(text) {
		if line != "" && markdown.Width(line)+1+markdown.Width(word) > room {
			flush()
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	flush()
}

// numbered are the lines that have a number, in their order.
func numbered(list steps.Checklist) (stages []steps.Stage, lines []steps.Line) {
	for _, group := range list.Groups {
		lines = append(lines, group.Lines...)
	}
	return list.Stages, lines
}

func (w *walk) listAll(list steps.Checklist, only bool) {
	w.listed = true
	head := "Production checklist."
	if who := list.Title(); who != "" {
		head += " " + who + "."
	}
	if list.Source != "" {
		head += " From " + strings.ReplaceAll(list.Source, "`", "") + "."
	}
	w.whole("", head)
	w.about(list)
	right := func(state deploy.State) bool { return state != deploy.Fail && state != deploy.Warn }
	n := 0
	say := func(state deploy.State, text string) {
		n++
		if !only || !right(state) {
			w.whole(fmt.Sprintf("  %2d  %-9s ", n, stateWords[state]), text)
		}
	}
	if !only {
		w.say("Done once, in this order:")
	}
	for _, stage := range list.Stages {
		if only { // its rows say it
			n++
			continue
		}
		say(stage.State, stage.Title+": "+stage.Text)
	}
	if only && list.Count(deploy.Fail)+list.Count(deploy.Warn) == 0 {
		w.say("Nothing is wrong or doubtful, as far as it was seen.")
	}
	if !list.Seen {
		w.whole("", "Nothing of the list was seen yet. Paste the answer of npx convex env list --prod: it answers most of it, and secrets are never shown.")
		return
	}
	for _, group := range list.Groups {
		if !only || deploy.Worst(rowsOf(group.Lines)) == deploy.Fail || deploy.Worst(rowsOf(group.Lines)) == deploy.Warn {
			w.say(wizard.Sentence(group.Title) + ":")
		}
		for _, line := range group.Lines {
			label := line.Label
			if more := len(line.Rows) - 1; more > 0 {
				label += fmt.Sprintf(" and %d more", more)
			}
			say(line.State, label+": "+strings.ReplaceAll(line.Text, "`", ""))
		}
		if len(group.Fine) > 0 && !only {
			w.say(fmt.Sprintf("      fine      %d more", len(group.Fine)))
		}
	}
	counts := list.Summary()
	if skipped := len(list.Skipped); skipped > 0 {
		counts += fmt.Sprintf(" · %d not applicable", skipped)
	}
	w.say(strings.ReplaceAll(counts, " · ", ", ") + ".")
	w.whole("", "l and a number opens a row, l wrong shows only what is not right, l ? lists what else there is.")
}

func rowsOf(lines []steps.Line) (rows []deploy.Row) {
	for _, line := range lines {
		rows = append(rows, line.Rows...)
	}
	return rows
}

// about says what is known of the app, and how to say what is not.
func (w *walk) about(list steps.Checklist) {
	word := map[deploy.Answer]string{deploy.Yes: "yes", deploy.No: "no", deploy.Unknown: "not said"}
	app := list.App
	host := app.Host
	if host == "" {
		host = strings.TrimPrefix(strings.TrimPrefix(list.Facts.App, "https://"), "http://")
	}
	if host == "" {
		host = "not said"
	}
	w.whole("", fmt.Sprintf("This app: passkeys %s, iOS app %s, Android app %s, password managers %s, host %s.",
		word[app.Passkeys], word[app.IOS], word[app.Android], word[app.PasswordManagers], clean.Short(host, 80)))
	if app.Passkeys == deploy.Unknown || app.IOS == deploy.Unknown || app.Android == deploy.Unknown || app.PasswordManagers == deploy.Unknown {
		w.whole("  ", "First say what it has: l passkeys yes, l ios no, l android no, l managers no, or l web for none of them.")
	}
}

// tell keeps what is said about the app; it reports false for a word that says nothing about it.
func (w *walk) tell(word, more string) bool {
	answers := map[string]deploy.Answer{"yes": deploy.Yes, "no": deploy.No, "unknown": deploy.Unknown, "": deploy.Yes}
	answer, known := answers[strings.ToLower(more)]
	change := func(set func(app *deploy.App)) bool {
		w.session.Tell(func(said *findings.Said) { set(&said.App) })
		return true
	}
	switch word {
	case "web":
		return change(func(app *deploy.App) {
			app.Passkeys, app.IOS, app.Android, app.PasswordManagers = deploy.No, deploy.No, deploy.No, deploy.No
		})
	case "host":
		return change(func(app *deploy.App) { app.Host = clean.Short(strings.ToLower(more), 200) })
	case "ios":
		if !known {
			return change(func(app *deploy.App) { app.IOS, app.IOSAppID = deploy.Yes, clean.Short(more, 200) })
		}
		return change(func(app *deploy.App) { app.IOS = answer })
	case "android":
		if !known {
			return change(func(app *deploy.App) { app.Android, app.AndroidPackage = deploy.Yes, clean.Short(more, 200) })
		}
		return change(func(app *deploy.App) { app.Android = answer })
	case "play":
		return change(func(app *deploy.App) { app.Android, app.PlayPrint = deploy.Yes, clean.Short(more, 200) })
	}
	if !known {
		return false
	}
	switch word {
	case "passkeys":
		return change(func(app *deploy.App) { app.Passkeys = answer })
	case "managers":
		return change(func(app *deploy.App) { app.PasswordManagers = answer })
	case "prod":
		w.session.Tell(func(said *findings.Said) { said.ProdSaid = answer })
		return true
	}
	return false
}
