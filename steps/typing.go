package steps

import (
	"slices"

	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
)

// typed are the answers that are followed by typing in what the person sees.
var typed = map[ids.Question]ids.Answer{ids.AskFrontendToken: "claims", ids.AskMatchingProviders: "some", ids.AskMatchingConfig: "some"}

// TypesIn returns the form that an answer to a question promises, as long as its values are not known: NoForm for none.
func (s *Session) TypesIn(question ids.Question, answer ids.Answer) Form {
	asked, _ := Lookup(question)
	if typed[question] != answer || answer == "" {
		return NoForm
	}
	known := slices.ContainsFunc(s.set.Entries, func(entry findings.EntrySide) bool { return entry.IssuerKnown })
	if asked.Form == ClaimsForm {
		known = s.set.Judgement != nil
	}
	if known {
		return NoForm
	}
	return asked.Form
}
