// Package plain asks the same questions as the full screen, line by line: for screen readers, pipes and terminals that
// cannot be drawn on. It writes no escape sequence, and it never echoes what was pasted.
package plain

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/prose"
	"convex-auth-doctor/wizard"
)

// Options are what line mode is started with.
type Options struct {
	Session *steps.Session
	In      *os.File
	Out     io.Writer
	// OpenFile opens a file that the person named; the error is fs.ErrNotExist where there is none.
	OpenFile func(path string) (wizard.Source, error)
}

// ErrInterrupted is returned after ctrl-c.
var ErrInterrupted = fmt.Errorf("interrupted")

const width = 78

// Run asks until the person leaves or the input ends.
func Run(options Options) error {
	input, restore, err := open(options.In, options.Out)
	if err != nil {
		return err
	}
	defer restore()
	w := &walk{Options: options, out: input.out, input: input, session: options.Session}
	w.say("convex-auth-doctor. Why is getUserIdentity() null? Nothing leaves this machine.")
	w.say("Answer with a number, or paste anything you have. A letter and enter: b back, ? help, q quit.")
	w.say("")
	if w.choosing = w.session.FolderChoices(); len(w.choosing) > 0 {
		w.choices()
	} else if folder := w.session.FolderText(""); len(folder) > 0 {
		w.say(folder...)
		w.say("")
	}
	for !w.left {
		if w.filling == nil && len(w.choosing) == 0 {
			w.page()
		}
		entry, err := input.next(w.guarded(w.prompt()), w.filling != nil)
		switch {
		case err == io.EOF:
			w.say("")
			w.say("The input has ended.")
			return nil
		case err != nil:
			return err
		}
		w.answer(entry)
	}
	return nil
}

// walk is line mode's state: what was shown last, so that a page is not repeated without need.
type walk struct {
	Options
	out     io.Writer
	input   *source
	session *steps.Session
	shown   string
	left    bool
	found   []wizard.Page // by the last search
	listed  bool          // the checklist was shown: a paste that changes it shows it again
	filling *filling
	// choosing are the projects of the folder while it is asked which one it is about
	choosing []project.Candidate
}

// say writes lines. Each is searched for secrets before, as everything is that leaves the program.
func (w *walk) say(lines ...string) {
	for _, line := range lines {
		fmt.Fprintln(w.out, w.guarded(line))
	}
}

// guarded is a text with labels in the place of secrets. What is broken into lines is guarded before: a half is harder to find.
func (w *walk) guarded(text string) string { return wizard.Guarded(w.session.Secrets(), text) }

func (w *walk) wrapped(prefix, text string) {
	text = w.guarded(text)
	for i, line := range markdown.Wrap(text, width-markdown.Width(prefix)) {
		if i > 0 {
			prefix = strings.Repeat(" ", markdown.Width(prefix))
		}
		w.say(prefix + line)
	}
}

// page shows where the case stands, once.
func (w *walk) page() {
	position := w.session.Position()
	key := fmt.Sprint(position.Open, position.Cause, position.Outcome, position.Round)
	if key == w.shown {
		return
	}
	w.shown = key
	if position.Open != "" {
		w.question(position)
		return
	}
	w.result(position)
}

func (w *walk) question(position steps.Position) {
	question, _ := steps.Lookup(position.Open)
	page, err := assets.Question(position.Open)
	if err != nil {
		w.say(err.Error())
		return
	}
	w.say(stepName(question.Step) + page.Title)
	w.sides()
	w.markdown("  ", w.look(page))
	if position.Suggested != nil {
		w.wrapped("  ", prose.Capital(position.Hint())+" with "+takenLabel(page, *position.Suggested)+": "+position.Suggested.Finding.Sentence)
	} else if text := w.session.SuspicionText(); text != "" && position.Open != steps.Root {
		w.wrapped("  ", "Worth a look, o opens it: "+text)
	}
	for i, choice := range w.session.Choices(position.Open) {
		w.wrapped(fmt.Sprintf("  %d  ", i+1), bare(choice.Label))
	}
}

func stepName(step ids.Step) string {
	switch step {
	case ids.StepBackend, ids.StepFrontend, ids.StepMatching:
		return fmt.Sprintf("Step %d of 3, %s. ", int(step), step)
	case ids.StepProduction, ids.StepRefresh:
		return strings.ToUpper(step.String()[:1]) + step.String()[1:] + ". "
	}
	return ""
}

func (w *walk) prompt() string {
	if w.filling != nil {
		return w.filling.prompt()
	}
	if n := len(w.choosing); n > 0 {
		return fmt.Sprintf("Which one, 1-%d, or paste. (b none of them, ? help) > ", n)
	}
	position := w.session.Position()
	if choices := w.session.Choices(position.Open); len(choices) > 0 {
		return fmt.Sprintf("Answer 1-%d, or paste. (b back, ? help) > ", len(choices))
	}
	if position.Cause != "" {
		return "1 fixed: check again, 2 it is not this, or paste. (b back, ? help) > "
	}
	return "1 start over with this kept, or paste. (b back, ? help) > "
}

func (w *walk) markdown(prefix, text string) {
	for _, line := range markdown.RenderWhole(w.guarded(assets.Fill(text, w.session.Values())), width-len(prefix), markdown.Bare) {
		w.say(strings.TrimRight(prefix+line, " "))
	}
}

// answer does what one entry says.
func (w *walk) answer(entry entry) {
	if w.filling != nil {
		w.value(entry)
		return
	}
	text := strings.TrimSpace(entry.text)
	if len(w.choosing) > 0 && w.chose(entry.pasted, text) {
		return
	}
	if entry.pasted {
		w.paste(entry.text)
		return
	}
	if n, err := strconv.Atoi(text); err == nil && len(text) <= 2 {
		w.number(n)
		return
	}
	command, rest, _ := strings.Cut(text, " ")
	if do, ok := commands[strings.ToLower(command)]; ok && (rest == "" || do.words) {
		do.run(w, wizard.Labelled(w.session.Secrets(), strings.TrimSpace(rest)))
		return
	}
	if text == "" {
		return
	}
	w.paste(entry.text)
}

func (w *walk) number(n int) {
	position := w.session.Position()
	if choices := w.session.Choices(position.Open); len(choices) > 0 {
		if n < 1 || n > len(choices) {
			w.say(fmt.Sprintf("There is no answer %d here: say a number from 1 to %d.", n, len(choices)))
			return
		}
		here, answer := w.session.Place(), choices[n-1].Answer
		w.session.Say(answer)
		if here.Question == ids.AskProductionWhat && answer == "checklist" {
			w.list("")
		}
		if form, ok := wizard.FormNamed(w.session.TypesIn(here.Question, answer)); ok {
			w.fill(form)
		}
		w.shown = "" // an answer is followed by a question or a page, if only by the same one
		if taken, overruled := w.session.Overruled(); overruled && taken.Place == here {
			w.wrapped("", "Your evidence says otherwise: "+taken.Finding.Sentence+".")
		}
		return
	}
	switch {
	case n == 1:
		w.checkAgain()
	case n == 2 && position.Cause != "":
		w.session.Dismiss()
		w.say("Put aside. The questions go on without it.", "")
	default:
		w.say("Say 1 or 2, paste something, or b to go back.")
	}
}

// checkAgain begins step 1 anew. A project folder is read again before: what was corrected in it counts.
func (w *walk) checkAgain() {
	if w.session.ReadsFolder() {
		w.say("Reading the project folder again.")
	}
	gone, err := w.session.CheckAgainReading(context.Background())
	if err != nil {
		w.wrapped("", "The project folder could not be read: "+clean.Short(err.Error(), 120))
	}
	if !gone {
		w.say("The same cause is still there.", "")
		return
	}
	w.say(wizard.Sentence(wizard.StepOneAgain)+".", "")
}

func (w *walk) paste(text string) {
	if strings.TrimSpace(text) == "" {
		w.say("The paste is empty.")
		return
	}
	if path, ok := wizard.PathIn(text); ok && w.OpenFile != nil && w.file(path) {
		return
	}
	step := w.session.Position().Step()
	intake := w.session.Take([]byte(text), "pasted")
	if missing := wizard.NoFile(w.session.Secrets(), text, intake); missing != "" && w.OpenFile != nil {
		w.wrapped("", wizard.Sentence(missing)+".")
	} else {
		w.wrapped("Seen: ", wizard.Recognised(intake)+".")
	}
	w.say("")
	w.listAfter(intake, step)
	if len(intake.Items) > 0 { // the same page may say more now: a likely cause can be proved
		w.shown = ""
	}
}

// bare is a Markdown text on one line, without marks.
func bare(text string) string {
	return strings.Join(markdown.Render(text, 10000, markdown.Bare), " ")
}

// look returns where to look for the answer of a question, for the issuer family in use.
func (w *walk) look(page assets.Page) string {
	found, _ := page.Section("Look")
	return found.TextForOne(w.session.Findings().Family)
}

func section(page assets.Page, title string) string {
	found, _ := page.Section(title)
	return found.Text
}

// takenLabel names an answer on the way: by its label, or by what happened where evidence gave it.
func takenLabel(page assets.Page, taken steps.Taken) string {
	if words := taken.InPlace(); words != "" {
		return words
	}
	return label(page, taken.Answer)
}

func label(page assets.Page, answer ids.Answer) string {
	choices, _ := page.Choices()
	for i, choice := range choices {
		if choice.Answer == answer {
			return fmt.Sprintf("%d, %s", i+1, bare(choice.Label))
		}
	}
	return string(answer)
}
