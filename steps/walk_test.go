package steps

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/report"
)

// trail makes a trail of words: "question=answer" was said, "paste question", "jump question", "open cause", "not cause", "fixed".
// "round" counts one up for what follows; "hold question" was gone back to.
func trail(t *testing.T, words ...string) casefile.Trail {
	t.Helper()
	var made casefile.Trail
	round := 0
	for _, word := range words {
		verb, object, _ := strings.Cut(word, " ")
		question, answer, said := strings.Cut(word, "=")
		switch {
		case said:
			made.Say(casefile.Place{Round: round, Question: ids.Question(question)}, ids.Answer(answer))
		case verb == "paste":
			made.Add(casefile.Entry{Kind: casefile.Pasted, Round: round, Question: ids.Question(object)})
		case verb == "jump":
			made.Jump(casefile.Place{Round: round, Question: ids.Question(object)})
		case verb == "not":
			made.Add(casefile.Entry{Kind: casefile.Dismissed, Round: round, Cause: ids.Cause(object)})
		case verb == "open":
			made.Add(casefile.Entry{Kind: casefile.Opened, Round: round, Cause: ids.Cause(object)})
		case verb == "fixed":
			made.Add(casefile.Entry{Kind: casefile.Checked, Round: round})
			round++
		case verb == "round":
			round++
		case verb == "hold":
			made.Reopen(casefile.Place{Round: round, Question: ids.Question(object)})
		default:
			t.Fatalf("no such word: %q", word)
		}
	}
	return made
}

// seen makes a finding that decides a question.
func seen(rule ids.Rule, grade findings.Grade) findings.Finding {
	return findings.Finding{Rule: rule, Grade: grade, Sentence: "seen " + string(rule)}
}

// shows makes a finding that speaks for a cause.
func shows(cause ids.Cause, grade findings.Grade) findings.Finding {
	return findings.Finding{Rule: ids.Rule("shows-" + string(cause)), Severity: findings.Fault, Grade: grade, Cause: cause, Sentence: "it shows " + string(cause)}
}

// walked is a position in words: the way, one entry per answer, and where it ends.
func walked(position Position) (way []string, end string) {
	for _, taken := range position.Path {
		text := fmt.Sprintf("%s=%s", taken.Place.Question, taken.Answer)
		if taken.Place.Round > 0 {
			text = fmt.Sprintf("%d:%s", taken.Place.Round, text)
		}
		if taken.By == ByEvidence {
			text += " by evidence"
		}
		if taken.Overruled != "" {
			text += ", not " + string(taken.Overruled)
		}
		way = append(way, text)
	}
	switch {
	case position.Open != "":
		end = "ask " + string(position.Open)
		if position.Suggested != nil {
			end += ", perhaps " + string(position.Suggested.Answer)
		}
	case position.Cause != "":
		end = "cause " + string(position.Cause)
		if position.ByAnswers {
			end += " by answers"
		}
		if position.Instead != "" {
			end += " instead of " + string(position.Instead)
		}
	case position.Outcome != "":
		end = "outcome " + string(position.Outcome)
	}
	if position.Round > 0 {
		end += fmt.Sprintf(" in round %d", position.Round)
	}
	return way, end
}

func TestWalk(t *testing.T) {
	for _, c := range walkCases() {
		t.Run(c.name, func(t *testing.T) {
			made := trail(t, c.trail...)
			before := fmt.Sprintf("%+v", made)
			set := findings.Set{All: c.seen}
			position := Walk(made, set, report.Rank(set, made.Dismissals()...))
			way, end := walked(position)
			if diff := cmp.Diff(c.way, way); diff != "" {
				t.Errorf("the way (-want +got):\n%s", diff)
			}
			if end != c.end {
				t.Errorf("it ends at %q, want %q", end, c.end)
			}
			again := Walk(made, set, report.Rank(set, made.Dismissals()...))
			if !reflect.DeepEqual(position, again) {
				t.Error("the same case gives another position")
			}
			if after := fmt.Sprintf("%+v", made); after != before {
				t.Errorf("walking changed the trail from %s to %s", before, after)
			}
		})
	}
}

// TestEveryAnswerLeadsOn goes to each question by its name and gives each of its answers: the walk stands at exactly one
// of a question, a cause or an outcome, and at another place than before.
func TestEveryAnswerLeadsOn(t *testing.T) {
	for _, question := range Questions() {
		for _, answer := range question.Answers {
			made := trail(t, "jump "+string(question.ID), string(question.ID)+"="+string(answer.ID))
			position := Walk(made, findings.Set{}, report.Ranking{})
			if problem := lost(position); problem != "" {
				t.Errorf("%s=%s: %s", question.ID, answer.ID, problem)
			}
			if position.Open == question.ID && position.Round == 0 {
				t.Errorf("%s=%s leads nowhere", question.ID, answer.ID)
			}
			if position.Cause != "" && !position.ByAnswers {
				t.Errorf("%s=%s names a cause without proof, and does not say so", question.ID, answer.ID)
			}
		}
	}
}

// lost says what is wrong with a position, "" for nothing.
func lost(position Position) string {
	at := 0
	if position.Open != "" {
		at++
		if _, ok := Lookup(position.Open); !ok {
			return "it asks " + string(position.Open) + ", which is no question"
		}
	}
	if position.Cause != "" {
		at++
		if !position.Cause.Known() {
			return "it names " + string(position.Cause) + ", which is no cause"
		}
	}
	if position.Outcome != "" {
		at++
		if !slices.Contains(ids.Outcomes(), position.Outcome) {
			return "it reaches " + string(position.Outcome) + ", which is no outcome"
		}
	}
	if at != 1 {
		return fmt.Sprintf("it stands at %d places: %+v", at, position)
	}
	return ""
}

// TestNotKnowingEndsSomewhere answers "I don't know" or "I can't see that" from each question on: a cause or an outcome
// is reached, without being asked the same twice.
func TestNotKnowingEndsSomewhere(t *testing.T) {
	for _, start := range Questions() {
		made := trail(t, "jump "+string(start.ID))
		asked := map[ids.Question]bool{}
		for {
			position := Walk(made, findings.Set{}, report.Ranking{})
			if position.Open == "" {
				break
			}
			if asked[position.Open] {
				t.Errorf("from %s on, %s is asked twice", start.ID, position.Open)
				break
			}
			asked[position.Open] = true
			question, _ := Lookup(position.Open)
			made.Say(casefile.Place{Round: position.Round, Question: position.Open}, notKnown(question))
		}
	}
}

// notKnown is the answer of a person who knows nothing: the last one where none says so.
func notKnown(question Question) ids.Answer {
	for _, wanted := range []ids.Answer{"unknown", "unseen", "unsure"} {
		if _, ok := question.Answer(wanted); ok {
			return wanted
		}
	}
	return question.Answers[len(question.Answers)-1].ID
}

// TestDismissingEverything says of every cause that it is not it, until none is left: there is always a question.
func TestDismissingEverything(t *testing.T) {
	made := trail(t, "start=unsure")
	dismissed := map[ids.Cause]bool{}
	for range 2000 {
		position := Walk(made, findings.Set{}, report.Rank(findings.Set{}, made.Dismissals()...))
		if problem := lost(position); problem != "" {
			t.Fatal(problem)
		}
		switch {
		case position.Cause != "":
			if dismissed[position.Cause] {
				t.Fatalf("%s is named again", position.Cause)
			}
			dismissed[position.Cause] = true
			made.Add(casefile.Entry{Kind: casefile.Dismissed, Round: position.Round, Cause: position.Cause})
		case position.Outcome != "":
			made.Jump(casefile.Place{Question: Root})
		default:
			question, _ := Lookup(position.Open)
			place := casefile.Place{Round: position.Round, Question: position.Open}
			n := position.Round                     // in each round another one
			if said, ok := made.SaidAt(place); ok { // asked again: another answer
				n = slices.IndexFunc(question.Answers, func(a Answer) bool { return a.ID == said }) + 1
			}
			made.Say(place, question.Answers[n%len(question.Answers)].ID)
		}
	}
	if len(dismissed) < 4 {
		t.Errorf("only %d causes were named", len(dismissed))
	}
}

func TestPositionStep(t *testing.T) {
	for want, positions := range map[ids.Step][]Position{
		ids.StepStart:      {{Open: Root}},
		ids.StepBackend:    {{Open: ids.AskBackendLogs}, {Cause: ids.CodeNotPushed}, {Outcome: ids.AllSet}},
		ids.StepFrontend:   {{Open: ids.AskFrontendWS}, {Cause: ids.NotSignedIn}, {Cause: ids.TokenExpired}},
		ids.StepMatching:   {{Open: ids.AskMatchingIssuer}, {Cause: ids.IssuerMismatch}},
		ids.StepProduction: {{Open: ids.AskProductionWhat}, {Cause: ids.KeyPairMismatch}},
		ids.StepRefresh:    {{Open: ids.AskRefreshLogs}, {Cause: ids.TokenRefreshNotHandled}, {Outcome: ids.RefreshHealthy}},
	} {
		for _, position := range positions {
			if got := position.Step(); got != want {
				t.Errorf("%+v belongs to step %s, want %s", position, got, want)
			}
		}
	}
}
