package steps

import (
	"slices"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/logs"
)

// RefreshDocument is the member "refresh" of `check --json`.
type RefreshDocument struct {
	logs.Refresh
	Sentence string        `json:"sentence"` // the result in one sentence
	RuledOut []string      `json:"ruled_out"`
	Remedies []logs.Remedy `json:"remedies"` // against bursts of queries, each with the functions of this log
	Found    []LogFound    `json:"found"`    // everything else that the log holds, per function and text
	Notes    []logs.Note   `json:"notes"`    // what is odd about the log itself
	Rows     int64         `json:"rows"`
	Lines    int64         `json:"lines"`
	First    string        `json:"first"` // times as in the timeline, "" where the log has none
	Last     string        `json:"last"`
}

// LogFound is one kind of line of a log with what it points to.
type LogFound struct {
	logs.Group
	Causes []ids.Cause `json:"causes,omitempty"` // likeliest first, as the findings have them; none for kinds that are no text
}

// RefreshDocument returns what the newest log says for JSON; nil without a log.
func (s *Session) RefreshDocument() *RefreshDocument {
	summary := s.LogSummary()
	if summary == nil {
		return nil
	}
	made := &RefreshDocument{summary.Refresh, summary.Sentence, summary.Against, []logs.Remedy{}, []LogFound{}, summary.Notes,
		summary.Rows, summary.Lines, summary.First, summary.Last}
	if burstsMatter(summary) {
		made.Remedies = slices.Clone(summary.Remedies)
	}
	for i := range made.Remedies {
		made.Remedies[i].Functions = orEmpty(made.Remedies[i].Functions)
	}
	for _, group := range summary.Groups {
		made.Found = append(made.Found, LogFound{group, s.set.Meant(group.Kind)})
	}
	made.RuledOut, made.Notes = orEmpty(made.RuledOut), orEmpty(made.Notes)
	return made
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
