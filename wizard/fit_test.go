package wizard

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token/tokentest"
)

// TestQuestionsFit holds that every question, reached by answers, fits a terminal of 80x24 whole: nothing scrolls, no
// answer is cut, and the keys are named.
func TestQuestionsFit(t *testing.T) {
	ways := findRoutes().questions
	for _, question := range steps.Questions() {
		t.Run(string(question.ID), func(t *testing.T) {
			a := open(t, 80, 24)
			if way, ok := ways[question.ID]; ok {
				a.follow(way)
			} else if question.Anywhere {
				a.paste(tokentest.Of("clerk", noon).Sign() + "\n\n" + tokentest.Of("auth0", noon).Sign())
				a.m.toast = "" // which names the tokens, in place of the keys
			} else {
				t.Fatal("no answers lead here")
			}
			a.wantPlace("question " + string(question.ID))
			view := a.view()
			if strings.Contains(view, "more: pg") {
				t.Errorf("it scrolls:\n%s", view)
			}
			a.wants("? keys")
			page, err := assets.Question(question.ID)
			if err != nil {
				t.Fatal(err)
			}
			for i, choice := range a.m.session.Choices(question.ID) {
				label := strings.Join(markdown.Render(choice.Label, 1000, markdown.Bare), " ")
				a.wants(fmt.Sprintf("%d %s", i+1, label))
			}
			if question.ID != steps.Root {
				a.wants(page.Title)
			}
		})
	}
}

// TestCausesAndOutcomesByAnswers reaches every cause and every outcome by answers alone. A page that only answers led to
// says so, and has the parts of a page.
func TestCausesAndOutcomesByAnswers(t *testing.T) {
	ways := findRoutes()
	for _, cause := range ids.Causes() {
		t.Run(string(cause), func(t *testing.T) {
			way, ok := ways.causes[cause]
			if !ok {
				t.Fatal("no answers lead here")
			}
			a := open(t, 80, 400).follow(way).wantPlace("cause " + string(cause))
			page, err := assets.Cause(cause)
			if err != nil {
				t.Fatal(err)
			}
			a.wants(page.Title, string(cause), "by your answers, the likeliest of what remains", "do this", "check", "why", "it shows", "nothing pasted proves it")
			if left := placeholder.FindString(a.view()); left != "" {
				t.Errorf("%s is not filled in", left)
			}
			if position := a.m.session.Position(); !position.ByAnswers {
				t.Error("the cause is not marked as one that answers led to")
			}
		})
	}
	for _, outcome := range ids.Outcomes() {
		page, err := assets.Outcome(outcome)
		if err != nil {
			t.Fatal(err)
		}
		open(t, 80, 400).follow(ways.outcomes[outcome]).wantPlace("outcome " + string(outcome)).wants(page.Title)
	}
}

var placeholder = regexp.MustCompile(`\{\{[a-z_]+\}\}`)

// sizes are the windows that every page is drawn in: the smallest whole one, the first with a pane, a large one; and
// higher than any page, so that all of it is looked at.
var sizes = [][2]int{{80, 24}, {100, 30}, {140, 45}, {80, 500}, {100, 500}, {140, 500}, {40, 10}, {20, 6}}

// TestNothingIsWiderThanTheWindow draws every question with its further text, every cause page and every outcome in all
// sizes, with and without colours. What is drawn is the same text in both.
func TestNothingIsWiderThanTheWindow(t *testing.T) {
	for name, draw := range everyPage() {
		t.Run(name, func(t *testing.T) {
			plain, colour := open(t, 80, 24), open(t, 80, 24, coloured)
			draw(plain)
			draw(colour)
			for i, size := range sizes {
				without := plain.size(size[0], size[1]).view()
				if i%3 != 0 { // that colours change nothing else needs no eight sizes
					continue
				}
				with := colour.size(size[0], size[1]).view()
				if diff := cmp.Diff(trimmed(without), trimmed(withoutColours(with))); diff != "" {
					t.Fatalf("at %v the text with colours is not the text without:\n%s", size, diff)
				}
			}
		})
	}
}

// trimmed are the lines of a screen without the blanks at their ends, which nobody sees.
func trimmed(view string) []string {
	lines := strings.Split(view, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// everyPage lists all pages by a name, with the way to draw them.
func everyPage() map[string]func(*app) {
	ways := findRoutes()
	pages := map[string]func(*app){}
	for question, way := range ways.questions {
		pages["question "+string(question)] = func(a *app) { a.follow(way) }
		pages["more "+string(question)] = func(a *app) { a.follow(way).keys("m") }
	}
	for cause, way := range ways.causes {
		pages["cause "+string(cause)] = func(a *app) { a.follow(way) }
		pages["reading "+string(cause)] = func(a *app) { a.m.push(newCauseReading(a.m, cause)) }
	}
	for outcome, way := range ways.outcomes {
		pages["outcome "+string(outcome)] = func(a *app) { a.follow(way) }
	}
	for name, keys := range overlays {
		pages["overlay "+name] = func(a *app) { a.paste(otherAudience()).paste(page).keys(append([]string{"esc"}, keys...)...) }
	}
	pages["form of claims"] = func(a *app) { a.say("start=token").keys("f") }
	pages["form of a provider"] = func(a *app) { a.say("start=token", "frontend-token=unseen").keys("f") }
	pages["token"] = func(a *app) { a.paste(fitting()) }
	pages["token refused"] = func(a *app) { a.paste(page).paste(otherIssuer()) }
	pages["cause with proof"] = func(a *app) { a.paste(page).paste(otherAudience()).keys("esc") }
	pages["issuer with proof"] = func(a *app) { a.paste(page).paste(otherIssuer()).keys("esc") }
	pages["since before"] = func(a *app) { a.paste(page).paste(otherAudience()).keys("esc", "enter").paste(fitting()) }
	return pages
}

// overlays are the layers over a page, with the keys that open them.
var overlays = map[string][]string{
	"keys": {"?"}, "search": {"/"}, "note": {"n"}, "evidence": {"e"}, "history": {"u"}, "paste": {"p"}, "token": {"t"}, "trace": {"t", "t"}, "quit": {"q"},
}

// TestQuestionsFitForEveryFamily holds that a question fits 80x24 also with the part that it has for an issuer family.
func TestQuestionsFitForEveryFamily(t *testing.T) {
	const width, room = 78, 24 - chrome
	seen := 0
	for _, question := range steps.Questions() {
		page, err := assets.Question(question.ID)
		if err != nil {
			t.Fatal(err)
		}
		look, _ := page.Section("Look")
		why, _ := page.Section("Why")
		choices, err := page.Choices()
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range look.For {
			seen++
			lines := len(markdown.Wrap(page.Title, width)) + 1 + len(markdown.Render(assets.Fill(look.TextForOne(part.Family), nil), width, markdown.Bare)) +
				1 + len(markdown.Render(assets.Fill(why.Text, nil), width, markdown.Bare)) + 1
			for _, choice := range choices {
				lines += len(markdown.Render(choice.Label, width-5, markdown.Bare))
			}
			if lines > room {
				t.Errorf("%s for %s takes %d lines; there is room for %d", question.ID, part.Family.Name(), lines, room)
			}
		}
	}
	if seen == 0 {
		t.Error("no question has a part for a family: this test looks at nothing")
	}
}
