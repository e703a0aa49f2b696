// Package ids holds the names that every part of the program shares: questions, answers, causes, outcomes, rules,
// steps and issuer families. It imports nothing, so that any package may import it.
package ids

// Question names one question of the decision tree; its page is assets/questions/<name>.md.
type Question string

// Answer names one answer within its question.
type Answer string

// Outcome names an end of the walk that is no fault. It has a page as a cause has.
type Outcome string

// The outcomes.
const (
	AllSet         Outcome = "all-set"         // the identity arrives: authentication works
	RefreshHealthy Outcome = "refresh-healthy" // the refresh traffic is what page loads, tabs and token life explain
)

// Outcomes returns every outcome.
func Outcomes() []Outcome { return []Outcome{AllSet, RefreshHealthy} }

// SaidPrefix stands before the id of a message among the values of a page: a value of that name means that the message was
// said.
const SaidPrefix = "said "

// Rule is the code of one finding, in kebab-case, unique over the catalogue of findings.
type Rule string

// Step is one of the three steps of the flow, or one of the two beyond it.
type Step int

// The steps. StepStart is the first screen, before a step was chosen.
const (
	StepStart Step = iota
	StepBackend
	StepFrontend
	StepMatching
	StepProduction
	StepRefresh
)

// String returns the one word that stands for the step in the head line.
func (step Step) String() string {
	switch step {
	case StepBackend:
		return "backend"
	case StepFrontend:
		return "frontend"
	case StepMatching:
		return "matching"
	case StepProduction:
		return "production"
	case StepRefresh:
		return "refresh"
	}
	return "start"
}
