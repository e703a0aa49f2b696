package steps

import (
	"strings"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/report"
)

// Next returns the question that is open, with what each answer may lead to; nil where none is.
func (s *Session) Next() *report.Next {
	question, ok := Lookup(s.position.Open)
	if !ok {
		return nil
	}
	page, err := assets.Question(question.ID)
	if err != nil {
		return nil
	}
	next := &report.Next{Question: question.ID, Text: page.Title, Answers: []report.NextAnswer{}}
	for _, choice := range s.Choices(question.ID) {
		if answer, ok := question.Answer(choice.Answer); ok {
			next.Answers = append(next.Answers, report.NextAnswer{ID: answer.ID, Text: strings.ReplaceAll(choice.Label, "`", ""), Causes: causesBehind(answer.To, 1)})
		}
	}
	return next
}

// causesBehind lists the causes that a target names, or the answers of the question that it asks, down to a depth.
func causesBehind(to Target, depth int) []ids.Cause {
	causes := []ids.Cause{}
	if to.Cause != "" {
		return append(causes, to.Cause)
	}
	question, ok := Lookup(to.Ask)
	if !ok || depth == 0 {
		return causes
	}
	for _, answer := range question.Answers {
		causes = append(causes, causesBehind(answer.To, depth-1)...)
	}
	return causes
}
