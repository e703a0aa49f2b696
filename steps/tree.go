// Package steps is the decision tree and the walk through it: typed data, one file per step, and a state machine that
// tells where a case stands given what was said and what is known. The prose of the tree is in assets.
package steps

import (
	"fmt"

	"convex-auth-doctor/steps/ids"
)

// Question is one node of the tree.
type Question struct {
	ID      ids.Question
	Step    ids.Step
	Answers []Answer
	Form    Form // what may be typed in here besides choosing an answer
	// Anywhere marks a question that no answer leads to: it is asked wherever the evidence contradicts itself. Its answers
	// choose which piece counts, and the walk goes on from its beginning.
	Anywhere bool
}

// Answer is one branch out of a question.
type Answer struct {
	ID ids.Answer
	To Target
	// Decides lists the findings that give this answer without asking; the grade of the finding is the grade of the
	// decision.
	Decides []ids.Rule
}

// Form says which form a question offers.
type Form int

// The forms.
const (
	NoForm       Form = iota
	ProviderForm      // Domain and Application ID, or the members of a customJwt entry
	ClaimsForm        // iss, aud, exp … of a token that cannot be pasted
)

// Target is where an answer leads: to exactly one of a question, a cause, an outcome, or the next round of step 1.
type Target struct {
	Ask     ids.Question
	Cause   ids.Cause
	Outcome ids.Outcome
	Again   bool
}

// String names the target as `tree` prints it.
func (target Target) String() string {
	switch {
	case target.Ask != "":
		return "ask " + string(target.Ask)
	case target.Cause != "":
		return "cause " + string(target.Cause)
	case target.Outcome != "":
		return "outcome " + string(target.Outcome)
	case target.Again:
		return "step 1 again"
	}
	return "nowhere"
}

func ask(question ids.Question) Target                        { return Target{Ask: question} }
func name(cause ids.Cause) Target                             { return Target{Cause: cause} }
func reach(outcome ids.Outcome) Target                        { return Target{Outcome: outcome} }
func again() Target                                           { return Target{Again: true} }
func on(id ids.Answer, to Target, decides ...ids.Rule) Answer { return Answer{id, to, decides} }

// tree indexes every question. It is built once, from the tables of the steps.
var tree = build(symptoms, backend, frontend, matching, production, refresh)

// Lookup returns the question of that name; ok is false where the tree has none.
func Lookup(id ids.Question) (Question, bool) {
	question, ok := tree.byID[id]
	return question, ok
}

// Questions returns every question in the order of the steps.
func Questions() []Question { return tree.all }

// Root is where a walk begins, and Again is where every later round begins.
const (
	Root      = ids.AskStart
	RoundRoot = ids.AskBackendLogs
)

type index struct {
	all  []Question
	byID map[ids.Question]Question
}

// build panics on a name that stands twice: it runs at start, on data of this package only, and a test covers it.
func build(tables ...[]Question) index {
	built := index{byID: map[ids.Question]Question{}}
	for _, table := range tables {
		for _, question := range table {
			if _, twice := built.byID[question.ID]; twice {
				panic(fmt.Sprintf("question %s stands twice in the tree", question.ID))
			}
			built.byID[question.ID] = question
			built.all = append(built.all, question)
		}
	}
	return built
}

// Answer returns the answer of that name.
func (question Question) Answer(id ids.Answer) (Answer, bool) {
	for _, answer := range question.Answers {
		if answer.ID == id {
			return answer, true
		}
	}
	return Answer{}, false
}
