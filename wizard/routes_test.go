package wizard

import (
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/ids"
)

// said is one answer on a route.
type said struct {
	question ids.Question
	answer   ids.Answer
}

// routes finds the shortest ways from the first screen by answers alone: to each question, cause and outcome.
type routes struct {
	questions map[ids.Question][]said
	causes    map[ids.Cause][]said
	outcomes  map[ids.Outcome][]said
}

func findRoutes() routes {
	found := routes{map[ids.Question][]said{steps.Root: {}}, map[ids.Cause][]said{}, map[ids.Outcome][]said{}}
	for todo := []ids.Question{steps.Root}; len(todo) > 0; todo = todo[1:] {
		question, _ := steps.Lookup(todo[0])
		for _, answer := range question.Answers {
			way := append(append([]said{}, found.questions[question.ID]...), said{question.ID, answer.ID})
			switch to := answer.To; {
			case to.Ask != "":
				if _, known := found.questions[to.Ask]; !known {
					found.questions[to.Ask] = way
					todo = append(todo, to.Ask)
				}
			case to.Cause != "":
				if _, known := found.causes[to.Cause]; !known {
					found.causes[to.Cause] = way
				}
			case to.Outcome != "":
				if _, known := found.outcomes[to.Outcome]; !known {
					found.outcomes[to.Outcome] = way
				}
			}
		}
	}
	return found
}

// follow answers along a route by the digits of the answers.
func (a *app) follow(way []said) *app {
	a.t.Helper()
	for _, one := range way {
		a.say(string(one.question) + "=" + string(one.answer))
		if a.m.openedList() != nil {
			a.keys("esc") // this answer opens the checklist over the question that it leads to
		}
	}
	return a
}
