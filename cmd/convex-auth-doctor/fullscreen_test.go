package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/teatest"
	"github.com/muesli/termenv"
	"github.com/rogpeppe/go-internal/testscript"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token/tokentest"
	"convex-auth-doctor/wizard"
	"convex-auth-doctor/wizard/keyboard"
)

// patience is how long the program may take on a machine that is busy with other tests.
const patience = 30 * time.Second

// screenPlayer plays the entries of a walk in full screen, as a person does: digits, letters, pastes, arrows.
type screenPlayer struct {
	ts      *testscript.TestScript
	model   *wizard.Model
	session *steps.Session
	program *teatest.TestModel
	values  int // of an open form, which are not filled in yet
}

// playedOnScreen plays a walk in full screen and returns what is printed to the normal screen at its end. It holds that the
// walk stands where line mode stood, and that no part of a secret was drawn.
func playedOnScreen(t *testing.T, ts *testscript.TestScript, evidence, entries []string, lineEnd string) string {
	session := steps.NewSession(time.Now, false)
	for _, name := range evidence {
		_, err := session.Read(context.Background(), strings.NewReader(ts.ReadFile(name)), name)
		ts.Check(err)
	}
	model := wizard.New(wizard.Options{Session: session, Width: 100, Height: 40, Dark: true, Colours: termenv.Ascii, Now: time.Now,
		OpenFile: func(path string) (wizard.Source, error) { return opener(ts.MkAbs(path)) },
		Evaluate: func(job steps.ConfigJob) steps.ConfigEvaluated { return job.Run(context.Background(), evaluator) }})
	p := &screenPlayer{ts: ts, model: model, session: session, program: teatest.NewTestModel(scriptTB{t, ts}, probed{model}, teatest.WithInitialTermSize(100, 40))}
	left := false
	for _, entry := range entries {
		if left = entry == "q"; left {
			break
		}
		p.play(entry)
	}
	stand := ""
	p.look(func() { stand = placeOf(session.Position()) })
	if stand != lineEnd {
		ts.Fatalf("in full screen the walk stands at %s, line by line at %s", stand, lineEnd)
	}
	if left {
		p.leave()
	} else {
		p.keys("ctrl+c")
	}
	output, err := io.ReadAll(p.program.FinalOutput(scriptTB{t, ts}, teatest.WithFinalTimeout(patience)))
	ts.Check(err)
	last := model.LastPage()
	for i, one := range *ts.Value(secretsKey{}).(*[]string) {
		if tokentest.Leaks(ansi.Strip(string(output)), one) || tokentest.Leaks(last, one) {
			ts.Fatalf("a part of secret %d of this script is on the screen", i+1)
		}
	}
	return last
}

// scriptTB lets teatest fail the script and not the test around it.
type scriptTB struct {
	testing.TB
	ts *testscript.TestScript
}

func (tb scriptTB) Helper()                           {}
func (tb scriptTB) Log(arguments ...any)              { tb.ts.Logf("%s", fmt.Sprint(arguments...)) }
func (tb scriptTB) Fatal(arguments ...any)            { tb.ts.Fatalf("%s", fmt.Sprint(arguments...)) }
func (tb scriptTB) Fatalf(format string, rest ...any) { tb.ts.Fatalf(format, rest...) }

// probed is the program with a way to look at it between two messages, from its own goroutine.
type probed struct{ *wizard.Model }

type probe struct {
	look func()
	done chan struct{}
}

func (p probed) Update(message tea.Msg) (tea.Model, tea.Cmd) {
	if asked, ok := message.(probe); ok {
		asked.look()
		close(asked.done)
		return p, nil
	}
	_, command := p.Model.Update(message)
	return p, command
}

// look runs a function between two messages, after all that were sent before.
func (p *screenPlayer) look(look func()) {
	done := make(chan struct{})
	p.program.Send(probe{look, done})
	select {
	case <-done:
	case <-time.After(patience):
		p.ts.Fatalf("the program does not answer")
	}
}

var keyTypes = map[string]tea.KeyType{"enter": tea.KeyEnter, "esc": tea.KeyEsc, "home": tea.KeyHome, "down": tea.KeyDown, "left": tea.KeyLeft, "ctrl+c": tea.KeyCtrlC}

func (p *screenPlayer) keys(keys ...string) {
	for _, key := range keys {
		if kind, ok := keyTypes[key]; ok {
			p.program.Send(tea.KeyMsg{Type: kind})
		} else {
			p.program.Send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(key)})
		}
	}
}

// foot is the last line of the screen: the keys of what is on top.
func (p *screenPlayer) foot() string {
	p.keys("left") // does nothing, and takes away what is said in place of the keys
	foot := ""
	p.look(func() {
		view := strings.TrimRight(p.model.View(), "\n")
		foot = view[strings.LastIndex(view, "\n")+1:]
	})
	return foot
}

// unlayered closes what lies over the page of the walk; a file is read to its end.
func (p *screenPlayer) unlayered() {
	for end := time.Now().Add(patience); time.Now().Before(end); {
		switch foot := p.foot(); {
		case strings.Contains(foot, "esc stop"):
			time.Sleep(time.Millisecond)
		case strings.Contains(foot, "esc close") || strings.Contains(foot, "esc leave"):
			p.keys("esc")
		default:
			return
		}
	}
	p.ts.Fatalf("esc does not close what lies over the page")
}

var numbered = regexp.MustCompile(`^([ue]) (\d+)$`)

// play does what one entry of a walk says.
func (p *screenPlayer) play(entry string) {
	if p.values > 0 {
		p.fill(entry)
		return
	}
	var open ids.Question
	behind := 0
	p.look(func() { open, behind = p.session.Position().Open, len(p.session.Position().Path) })
	if name, ok := strings.CutPrefix(entry, "@"); ok {
		p.program.Send(keyboard.Paste{Data: []byte(strings.TrimRight(p.ts.ReadFile(name), "\n"))})
		p.unlayered()
		return
	}
	if question, answer, ok := strings.Cut(entry, "="); ok {
		if open != ids.Question(question) {
			p.ts.Fatalf("in full screen %s is not asked but %q", question, open)
		}
		number, _ := numberOf(p.ts, open, ids.Answer(answer))
		opens := steps.NoForm
		p.look(func() { opens = p.session.TypesIn(open, ids.Answer(answer)) })
		p.keys(strconv.Itoa(number))
		if form, ok := wizard.FormNamed(opens); ok {
			p.values = len(form.Fields)
			return
		}
		p.unlayered()
		return
	}
	if groups := numbered.FindStringSubmatch(entry); groups != nil {
		number, _ := strconv.Atoi(groups[2])
		p.keys(groups[1], "home")
		switch {
		case groups[1] == "e":
			p.setAside(number)
		case number <= behind:
			for range number - 1 {
				p.keys("down")
			}
			p.keys("enter")
		}
		p.unlayered()
		return
	}
	command, words, _ := strings.Cut(entry, " ")
	question, _ := steps.Lookup(open)
	form, hasForm := wizard.FormOf(question)
	switch {
	case strings.TrimSpace(entry) == "":
	case entry == "f" && hasForm:
		p.keys("f")
		p.values = len(form.Fields)
	case words != "": // a note, a search
		p.keys(command)
		p.program.Type(words)
		p.keys(map[string]string{"n": "enter", "/": "left"}[command])
		p.unlayered()
	case open == "" && command == "1":
		p.keys("enter")
	case open == "" && command == "2":
		p.keys("x")
	case open == "" && len(command) == 1 && command >= "0" && command <= "9":
		p.keys(command) // does nothing
	case len(command) > 1: // the path of a file
		p.keys("p")
		p.program.Type(command)
		p.keys("enter")
		p.unlayered()
	default:
		p.keys(command)
		p.unlayered()
	}
}

// fill types one value into an open form; b leaves it. The last value takes the form in.
func (p *screenPlayer) fill(value string) {
	if value == "b" {
		p.values = 0
		p.keys("esc")
		return
	}
	p.program.Type(value)
	p.keys("enter")
	if p.values--; p.values == 0 {
		p.unlayered()
	}
}

// setAside presses x on the row of a piece of evidence. What says nothing by itself has no row.
func (p *screenPlayer) setAside(number int) {
	summary := ""
	p.look(func() {
		if items := p.session.Case().Items; number <= len(items) {
			summary = items[number-1].Piece.Summary
		}
	})
	for range number {
		row := ""
		p.look(func() {
			_, after, _ := strings.Cut(p.model.View(), "▸ ")
			row, _, _ = strings.Cut(after, "\n")
		})
		if summary != "" && strings.HasPrefix(row, summary[:min(len(summary), 20)]) {
			p.keys("x")
			return
		}
		p.keys("down")
	}
}

// leave goes by q, which asks where there is something to lose.
func (p *screenPlayer) leave() {
	empty := false
	p.look(func() { empty = p.session.Empty() })
	p.keys("q")
	if !empty {
		p.keys("y")
	}
}

// placeOf names where a case stands as lineEnd does.
func placeOf(position steps.Position) string {
	switch {
	case position.Cause != "":
		return "cause " + string(position.Cause)
	case position.Outcome != "":
		return "outcome " + string(position.Outcome)
	}
	return "question " + string(position.Open)
}

// placeIn reads from what line mode showed last where the case stands.
func placeIn(page string) string {
	if groups := causeName.FindStringSubmatch(page); groups != nil {
		return "cause " + groups[2]
	}
	if question := questionOn(page); question != "" {
		return "question " + string(question)
	}
	for _, outcome := range ids.Outcomes() {
		if shown, err := assets.Outcome(outcome); err == nil && strings.Contains(blank.ReplaceAllString(page, " "), shown.Title) {
			return "outcome " + string(outcome)
		}
	}
	return "nowhere"
}

// screenPageKey is where the last page of a walk in full screen is kept for `says` and `ends`.
type screenPageKey struct{}

// alsoOnScreen is the second half of the command `walk`.
func alsoOnScreen(t *testing.T, ts *testscript.TestScript, arguments []string, out string) {
	page := ts.Value(screenPageKey{}).(*bytes.Buffer)
	page.Reset()
	var evidence []string
	for len(arguments) > 0 && strings.HasPrefix(arguments[0], "--") {
		name, ok := strings.CutPrefix(arguments[0], "--evidence=")
		if !ok {
			return // flags of line mode have nothing beside them
		}
		evidence, arguments = append(evidence, name), arguments[1:]
	}
	if _, err := os.Stat(ts.MkAbs("package.json")); err == nil {
		return // a project folder is read by the program, which is not started here
	}
	page.WriteString(playedOnScreen(t, ts, evidence, arguments, placeIn(lastPageIn(ts, out))))
}

// screenPage is what the last walk in full screen printed at its end, with single blanks.
func screenPage(ts *testscript.TestScript) string {
	return strings.TrimSpace(blank.ReplaceAllString(ts.Value(screenPageKey{}).(*bytes.Buffer).String(), " "))
}
