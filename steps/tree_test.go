package steps

import (
	"slices"
	"strings"
	"testing"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps/ids"
)

// TestTreeAndPages holds that tree and prose belong together: each question has a page with exactly its answers, each
// page has a question, each target exists.
func TestTreeAndPages(t *testing.T) {
	known := map[string]bool{}
	for _, question := range Questions() {
		known[string(question.ID)] = true
		page, err := assets.Question(question.ID)
		if err != nil {
			t.Error(err)
			continue
		}
		choices, err := page.Choices()
		if err != nil {
			t.Error(err)
		}
		if len(choices) != len(question.Answers) {
			t.Errorf("%s: the page has %d answers, the tree %d", question.ID, len(choices), len(question.Answers))
			continue
		}
		for i, answer := range question.Answers {
			if choices[i].Answer != answer.ID {
				t.Errorf("%s: answer %d is %q on the page and %q in the tree", question.ID, i+1, choices[i].Answer, answer.ID)
			}
			checkTarget(t, question.ID, answer)
		}
		if len(question.Answers) > 9 {
			t.Errorf("%s has %d answers: digits reach nine", question.ID, len(question.Answers))
		}
	}
	for _, name := range assets.Names("questions") {
		if !known[name] {
			t.Errorf("page %s has no question", name)
		}
	}
}

func checkTarget(t *testing.T, question ids.Question, answer Answer) {
	t.Helper()
	set := 0
	if answer.To.Ask != "" {
		set++
		if _, ok := Lookup(answer.To.Ask); !ok {
			t.Errorf("%s/%s asks %q, which is no question", question, answer.ID, answer.To.Ask)
		}
	}
	if answer.To.Cause != "" {
		set++
		if !answer.To.Cause.Known() {
			t.Errorf("%s/%s names %q, which is no cause", question, answer.ID, answer.To.Cause)
		}
	}
	if answer.To.Outcome != "" {
		set++
		if _, err := assets.Outcome(answer.To.Outcome); err != nil {
			t.Errorf("%s/%s: %v", question, answer.ID, err)
		}
	}
	if answer.To.Again {
		set++
	}
	if set != 1 {
		t.Errorf("%s/%s leads to %d places: %v", question, answer.ID, set, answer.To)
	}
}

// TestEverythingIsReached walks every branch from the first screen: each question and each cause is reached.
func TestEverythingIsReached(t *testing.T) {
	seen := map[ids.Question]bool{}
	causes := map[ids.Cause]bool{}
	outcomes := map[ids.Outcome]bool{}
	todo := []ids.Question{Root}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		question, _ := Lookup(at)
		for _, answer := range question.Answers {
			switch {
			case answer.To.Ask != "":
				todo = append(todo, answer.To.Ask)
			case answer.To.Cause != "":
				causes[answer.To.Cause] = true
			case answer.To.Outcome != "":
				outcomes[answer.To.Outcome] = true
			case answer.To.Again:
				todo = append(todo, RoundRoot)
			}
		}
	}
	for _, question := range Questions() {
		if !seen[question.ID] && !question.Anywhere {
			t.Errorf("question %s is never asked", question.ID)
		}
	}
	for _, cause := range ids.Causes() {
		if !causes[cause] {
			t.Errorf("cause %s is never reached by answers", cause)
		}
	}
	for _, outcome := range ids.Outcomes() {
		if !outcomes[outcome] {
			t.Errorf("outcome %s is never reached", outcome)
		}
	}
}

// TestDontKnowIsAnAnswer holds that each question may be answered without knowing, and that whoever knows nothing from
// there on ends at a cause or an outcome, and never in a circle.
func TestDontKnowIsAnAnswer(t *testing.T) {
	without := func(question Question) (Answer, bool) {
		for _, name := range []ids.Answer{"unknown", "unseen", "unsure"} {
			if answer, ok := question.Answer(name); ok {
				return answer, true
			}
		}
		return Answer{}, false
	}
	for _, question := range Questions() {
		at := question
		for steps := 0; !question.Anywhere; steps++ {
			answer, ok := without(at)
			if !ok {
				t.Errorf("%s cannot be answered without knowing", at.ID)
			}
			if steps > len(Questions()) {
				t.Errorf("from %s on nobody who knows nothing comes to an end", question.ID)
				break
			}
			if !ok || answer.To.Ask == "" {
				break
			}
			at, _ = Lookup(answer.To.Ask)
		}
	}
}

// withoutLooking are the questions about what a person wants or remembers: there is nothing that they could not see.
var withoutLooking = []ids.Question{Root, ids.AskSetupWhere, ids.AskProductionWellKnown, ids.AskStoppedSetting}

// TestBothExcusesAreFound holds that "I don't know" and "I can't see that" are both found among the answers of each question: as
// one answer where they lead to the same place, else as two.
func TestBothExcusesAreFound(t *testing.T) {
	for _, question := range Questions() {
		page, err := assets.Question(question.ID)
		if err != nil {
			t.Fatal(err)
		}
		choices, err := page.Choices()
		if err != nil {
			t.Fatal(err)
		}
		knows, sees := "", ""
		for _, choice := range choices {
			if strings.Contains(choice.Label, "don't know") {
				knows = string(choice.Answer)
			}
			if choice.Answer == "unseen" || strings.Contains(choice.Label, "can't see") {
				sees = string(choice.Answer)
			}
		}
		if knows != "unknown" && question.ID != Root {
			t.Errorf("%s: %q is the answer that says \"I don't know\"", question.ID, knows)
		}
		if sees == "" && !slices.Contains(withoutLooking, question.ID) {
			t.Errorf("%s: no answer says \"I can't see that\"", question.ID)
		}
	}
}
