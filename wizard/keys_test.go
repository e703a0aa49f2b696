package wizard

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/steps"
)

// kindsOfScreens is a way to one screen of each kind.
var kindsOfScreens = map[string]func(a *app){
	"the first screen": func(a *app) {},
	"a question":       func(a *app) { a.say("start=unsure") },
	"a question with a form": func(a *app) {
		a.say("start=token", "frontend-token=unseen")
	},
	"a cause":               func(a *app) { a.paste(page).paste(otherAudience()).keys("esc") },
	"a cause by answers":    func(a *app) { a.say("start=unsure", "backend-logs=nothing", "backend-deployment=different") },
	"an outcome":            func(a *app) { a.say("start=unsure", "backend-logs=object", "backend-identity=no") },
	"the token page":        func(a *app) { a.paste(page).paste(otherAudience()) },
	"what Convex checks":    func(a *app) { a.paste(page).paste(otherAudience()).keys("t") },
	"the evidence":          func(a *app) { a.paste(nullLine).paste(page).keys("e") },
	"the evidence of none":  func(a *app) { a.keys("e") },
	"the way here":          func(a *app) { a.say("start=unsure", "backend-logs=nothing").keys("u") },
	"the way here, at none": func(a *app) { a.keys("u") },
	"the keys":              func(a *app) { a.say("start=unsure").keys("?") },
	"more":                  func(a *app) { a.say("start=unsure").keys("m") },
	"a page that was found": func(a *app) { a.say("start=unsure").keys("/").types("audience").keys("enter") },
	"the search":            func(a *app) { a.say("start=unsure").keys("/") },
	"a note":                func(a *app) { a.say("start=unsure").keys("n") },
	"the paste box":         func(a *app) { a.say("start=unsure").keys("p") },
	"a form":                func(a *app) { a.say("start=token", "frontend-token=unseen").keys("f") },
	"leaving":               func(a *app) { a.say("start=unsure").keys("q") },
}

// TestBackIsNeverBlocked presses back on each kind of screen until the beginning is reached.
func TestBackIsNeverBlocked(t *testing.T) {
	for name, way := range kindsOfScreens {
		t.Run(name, func(t *testing.T) {
			a := open(t, 80, 24)
			way(a)
			for range 20 {
				if a.keys("esc"); len(a.m.layers) == 0 && a.m.toast == "this is the beginning" {
					a.wantPlace("question start")
					return
				}
			}
			t.Errorf("back ends at %s with %d layers", a.place(), len(a.m.layers))
		})
	}
}

// TestKeysDoWhatTheFootSays presses each key that a screen names: something is seen to happen.
func TestKeysDoWhatTheFootSays(t *testing.T) {
	for name, way := range kindsOfScreens {
		t.Run(name, func(t *testing.T) {
			a := open(t, 80, 24)
			way(a)
			for _, binding := range a.m.withList(a.m.top().keys(a.m)) {
				if len(binding.Keys()) == 0 || binding.Keys()[0] == "" {
					continue // a paste
				}
				done := false
				for _, key := range binding.Keys() {
					b := open(t, 80, 24)
					way(b)
					b.m.toast = "" // so that it shows when something is said
					before := b.view()
					_, command := b.m.Update(press(key))
					done = done || command != nil || b.view() != before
				}
				if !done && !idle(a, binding.Help().Desc) {
					t.Errorf("%s (%s) does nothing", binding.Help().Key, binding.Help().Desc)
				}
			}
		})
	}
}

// idle reports keys that have nothing to do here: there is nothing to choose from, or all of it is in sight.
func idle(a *app, does string) bool {
	switch does {
	case "scroll":
		return a.m.scrollOf(a.m.top()).last == 0
	case "choose", "answer it again", "set aside":
		return len(listed(a.m.session.Case())) == 0 && len(a.m.session.Position().Path) == 0
	}
	return false
}

// TestKeysOfEveryScreen holds that the keys which the program has everywhere are there on each screen without a field.
func TestKeysOfEveryScreen(t *testing.T) {
	opens := map[string]string{"p": "Paste it now", "e": "What is known", "n": "A note on this step", "/": "a word of the error, a cause, a question", "?": "everywhere", "u": "The way here"}
	for name, way := range kindsOfScreens {
		t.Run(name, func(t *testing.T) {
			for key, title := range opens {
				a := open(t, 80, 60)
				way(a)
				if a.m.top().typing() || name == "leaving" {
					continue
				}
				a.keys(key).wants(title)
			}
		})
	}
}

// TestDigits answer where there is an answer of that number, and say how many there are where there is none.
func TestDigits(t *testing.T) {
	for _, question := range steps.Questions() {
		if question.Anywhere {
			continue
		}
		for digit := 1; digit <= 9; digit++ {
			a := open(t, 80, 24).follow(findRoutes().questions[question.ID]).keys(fmt.Sprint(digit))
			said := a.m.session.Case().Trail.Entries
			if digit <= len(question.Answers) {
				if last := said[len(said)-1]; last.Question != question.ID || last.Answer != question.Answers[digit-1].ID {
					t.Errorf("%s: %d says %s=%s", question.ID, digit, last.Question, last.Answer)
				}
			} else {
				a.wantPlace("question " + string(question.ID)).wants(fmt.Sprintf("there are %d answers here", len(question.Answers)))
			}
		}
	}
}

// TestCheckAgainAfterEveryCause holds that each cause by answers leads back to step 1, in a new round.
func TestCheckAgainAfterEveryCause(t *testing.T) {
	for cause, way := range findRoutes().causes {
		a := open(t, 80, 24).follow(way).wantPlace("cause " + string(cause))
		round := a.m.session.Position().Round
		a.keys("enter").wantPlace("question backend-logs").wants("step 1 again")
		if got := a.m.session.Position().Round; got != round+1 {
			t.Errorf("%s: round %d after round %d", cause, got, round)
		}
		a.keys("b").wantPlace("cause " + string(cause))
	}
}

// TestQuitAsksOnce leaves from the question, and stays where the person wants to stay.
func TestQuitAsksOnce(t *testing.T) {
	for key, leaves := range map[string]bool{"y": true, "enter": true, "q": true, "n": false, "esc": false, "b": false} {
		a := open(t, 80, 24).say("start=unsure").keys("q").wants("Leave?")
		_, command := a.m.Update(press(key))
		if quits := command != nil && isQuit(command()); quits != leaves {
			t.Errorf("%s leaves: %v", key, quits)
		}
		if !leaves {
			a.wantPlace("question backend-logs").lacks("Leave?")
		}
	}
}

func isQuit(message tea.Msg) bool {
	_, ok := message.(tea.QuitMsg)
	return ok
}

// TestKeysThatCameTogether holds that characters which one read joined are keys one after the other, also where the
// first of them opens a field.
func TestKeysThatCameTogether(t *testing.T) {
	together := func(a *app, text string) *app {
		a.m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text)})
		return a
	}
	together(open(t, 80, 24), "11").wantPlace("question backend-deployment")
	together(open(t, 80, 24), "1jj").keys("enter").wantPlace("question backend-identity")
	together(open(t, 80, 24), "1/slash q").wants("slash q").wantPlace("question backend-logs")
	together(open(t, 80, 24).keys("n"), "ask Ada").keys("enter", "e").wants("ask Ada")
}

// Beside a notice the usual keys stand as far as there is room, the help and the way back in any window.
func TestFootBesideANotice(t *testing.T) {
	for _, c := range []struct {
		width  int
		screen func(a *app)
		want   []string
	}{
		{80, func(a *app) { a.paste(page).paste(otherAudience()) }, []string{"token · RS256", "enter to the cause", "? keys", "esc close"}},
		{140, func(a *app) { a.paste(page).paste(otherAudience()) }, []string{"until 2026-11-21", "enter to the cause", "? keys", "esc close"}},
		{80, func(a *app) { a.paste(otherAudience()).paste(page) }, []string{"providers · 1 entry", "enter fixed", "? keys", "b back"}},
		{140, func(a *app) { a.paste(otherAudience()).paste(page) }, []string{"providers · 1 entry", "enter fixed", "? keys", "b back", "c copy", "e evidence"}},
		{80, func(a *app) { a.say("start=unsure").keys("c", "c") }, []string{"? keys", "b back"}},
		{140, func(a *app) { a.paste(nullLine) }, []string{"? keys", "b back", "↑↓ choose", "p paste", "enter answer"}},
		{80, func(a *app) { a.say("start=unsure").keys("p", "enter") }, []string{"paste something, or type a path", "esc leave"}},
		{40, func(a *app) { a.paste(page).paste(otherAudience()) }, []string{"token · RS256"}},
	} {
		a := open(t, c.width, 24)
		c.screen(a)
		lines := strings.Split(a.view(), "\n")
		foot := lines[len(lines)-1]
		for _, want := range c.want {
			if !strings.Contains(foot, want) {
				t.Errorf("%d columns: %q is not in the foot %q", c.width, want, foot)
			}
		}
	}
}
