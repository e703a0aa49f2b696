package steps

import (
	"slices"
	"strings"

	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/report"
)

// suspicion returns the cause that the project folder alone makes likely; nil where there is none, or where the way came by a
// question that asks for it and the answer was another one.
func (position Position) suspicion(ranking report.Ranking) *report.Candidate {
	suspicion := ranking.Suspicion()
	if suspicion == nil || slices.ContainsFunc(position.Path, func(taken Taken) bool { return taken.denies(suspicion.Cause) }) {
		return nil
	}
	return suspicion
}

// denies reports an answer to a question that names a cause by another one of its answers.
func (taken Taken) denies(cause ids.Cause) bool {
	question, _ := Lookup(taken.Place.Question)
	answer, _ := question.Answer(taken.Answer)
	return answer.To.Cause != cause && claims(question.ID, taken.Answer) && taken.InPlace() == "" && naming(question, cause) != ""
}

// dismissed reports an answer that names a cause of which the person said that it is not it.
func (taken Taken) dismissed(trail casefile.Trail) bool {
	question, _ := Lookup(taken.Place.Question)
	answer, _ := question.Answer(taken.Answer)
	return answer.To.Cause != "" && slices.Contains(trail.Dismissals(), answer.To.Cause)
}

// naming returns the answer of a question that names a cause, "" for none.
func naming(question Question, cause ids.Cause) ids.Answer {
	for _, answer := range question.Answers {
		if answer.To.Cause == cause {
			return answer.ID
		}
	}
	return ""
}

// unsure reports that the last answer on the way is that the person does not know.
func (position Position) unsure() bool {
	n := len(position.Path)
	return n > 0 && position.Path[n-1].By == BySaying && !claims(position.Path[n-1].Place.Question, position.Path[n-1].Answer)
}

// confirms returns the answer of a question that would confirm a suspicion, nil where it has none.
func confirms(place casefile.Place, suspicion report.Candidate) *Taken {
	question, _ := Lookup(place.Question)
	if answer := naming(question, suspicion.Cause); answer != "" {
		return &Taken{Place: place, Answer: answer, By: ByEvidence, Finding: suspicion.Findings[0]}
	}
	return nil
}

// Hint says how far the evidence carries that would answer the open question: before the sentence of its finding.
func (position Position) Hint() string {
	switch suggested := position.Suggested; {
	case suggested == nil:
		return ""
	case position.Suspected != nil && suggested.Finding.Cause == position.Suspected.Cause:
		return "your code hints at this"
	case suggested.Finding.Grade < findings.Likely:
		return "your evidence hints at this"
	}
	return "your evidence answers this"
}

// asksFor reports whether a question, or one of the same step that it leads to, has an answer that names a cause: then it is
// better asked for than taken from the code.
func asksFor(from ids.Question, cause ids.Cause) bool {
	visited := map[ids.Question]bool{}
	var asks func(id ids.Question) bool
	asks = func(id ids.Question) bool {
		question, ok := Lookup(id)
		if start, _ := Lookup(from); !ok || visited[id] || question.Step != start.Step {
			return false
		}
		visited[id] = true
		return naming(question, cause) != "" || slices.ContainsFunc(question.Answers, func(answer Answer) bool { return asks(answer.To.Ask) })
	}
	return asks(from)
}

// failures are the findings that show that authentication fails: somebody pasted what says so.
var failures = []ids.Rule{ids.SeenIdentityNull, ids.SeenError, ids.AuthenticateNone, ids.NoAuthenticate}

func failureSeen(set findings.Set) bool { return slices.ContainsFunc(failures, set.Has) }

// shownAlone applies the rules to the project folder without anything that was pasted. What auth.config comes to with variables
// that were pasted is no such thing.
func (s *Session) shownAlone() map[report.Shown]bool {
	if s.folder == nil || !s.folder.Convex {
		return nil
	}
	shown := map[report.Shown]bool{}
	config := s.folder.AuthConfig
	for _, finding := range findings.Run(findings.Input{Project: s.folder, Now: s.clock(), NowGiven: s.given}).All {
		pasted := config.EnvKnown && (finding.Values["variable"] != "" || slices.ContainsFunc(finding.Proof, func(line findings.Line) bool {
			return config.File != "" && strings.HasPrefix(line.From, config.File)
		}))
		if finding.Cause != "" && !pasted {
			shown[report.Shown{Rule: finding.Rule, Cause: finding.Cause}] = true
		}
	}
	return shown
}

// SuspicionText says what the project folder makes one suspect, and where; "" where nothing is suspected.
func (s *Session) SuspicionText() string {
	suspected := s.position.Suspected
	if suspected == nil {
		return ""
	}
	finding := suspected.Findings[0]
	if len(finding.Proof) > 0 && finding.Proof[0].From != "" {
		return strings.TrimSuffix(finding.Sentence, ".") + " (" + finding.Proof[0].From + ")."
	}
	return strings.TrimSuffix(finding.Sentence, ".") + "."
}

// OpenSuspicion goes to the page of the cause that is suspected. It reports false where none is.
func (s *Session) OpenSuspicion() bool {
	if s.position.Suspected == nil {
		return false
	}
	place := s.Place()
	s.file.Trail.Add(casefile.Entry{Kind: casefile.Opened, Round: place.Round, Question: place.Question, Cause: s.position.Suspected.Cause})
	s.replay()
	return true
}
