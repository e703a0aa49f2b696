package steps

import (
	"slices"

	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/report"
)

// By says who gave an answer.
type By int

// Who gave an answer.
const (
	BySaying   By = iota // a person said it
	ByEvidence           // a finding decided it
)

// Taken is one branch that the walk took.
type Taken struct {
	Place   casefile.Place
	Answer  ids.Answer
	By      By
	Finding findings.Finding // of ByEvidence
	// Overruled is what the person said where proved evidence says otherwise. The conflict is shown, not hidden.
	Overruled ids.Answer
}

// Position is where a case stands: the way that led there, and exactly one of an open question, a cause or an outcome.
type Position struct {
	Path    []Taken
	Round   int
	Open    ids.Question
	Cause   ids.Cause
	Outcome ids.Outcome

	// Suggested is what evidence would answer at the open question: it is held, or the evidence is not strong enough.
	Suggested *Taken
	// Suspected is the cause that the project folder makes likely while a question is open, and nothing else does; nil for none.
	Suspected *report.Candidate
	// ByAnswers reports that the cause rests on answers alone: it is the likeliest of what remains.
	ByAnswers bool
	// Instead is the cause that a person's answer leads to, where proved evidence names another one.
	Instead ids.Cause
}

// Step returns the step that the position belongs to.
func (position Position) Step() ids.Step {
	if question, ok := Lookup(position.Open); ok {
		return question.Step
	}
	switch ids.SectionOf(position.Cause) {
	case ids.SectionBackend:
		return ids.StepBackend
	case ids.SectionFrontend, ids.SectionToken:
		return ids.StepFrontend
	case ids.SectionMatching:
		return ids.StepMatching
	case ids.SectionProduction:
		return ids.StepProduction
	case ids.SectionRefresh:
		return ids.StepRefresh
	}
	if position.Outcome == ids.RefreshHealthy {
		return ids.StepRefresh
	}
	return ids.StepBackend
}

// Walk replays a trail on what is known and returns where the case stands. It is pure: the same trail and findings give
// the same position.
//
// At each question proved evidence beats what was said, what was said beats likely evidence, and likely evidence beats
// asking. A question that the person went back to is asked even so. Where a question would be asked, but a cause is
// likely or proved by evidence alone, the walk ends at that cause instead; what only the code of the project folder makes
// likely is offered beside the questions.
//
// Evidence can lead past a question that the person went back to. Then what was said leads the way, so that the walk
// holds there.
func Walk(trail casefile.Trail, set findings.Set, ranking report.Ranking) Position {
	position := walk(trail, set, ranking)
	if n := len(trail.Entries); n > 0 && trail.Entries[n-1].Kind == casefile.Opened {
		return Position{Path: position.Path, Round: position.Round, Cause: trail.Entries[n-1].Cause}
	}
	return position
}

func walk(trail casefile.Trail, set findings.Set, ranking report.Ranking) Position {
	position := replay(trail, set, ranking, false)
	if len(trail.Held) == 0 || position.held(trail) {
		return position
	}
	if saidFirst := replay(trail, set, ranking, true); saidFirst.held(trail) {
		return saidFirst
	}
	return position
}

// held reports whether the walk stands at a question that the person went back to.
func (position Position) held(trail casefile.Trail) bool {
	return position.Open != "" && trail.Held[casefile.Place{Round: position.Round, Question: position.Open}]
}

// said reports whether a person gave the answer at a place of the way.
func (position Position) said(place casefile.Place) bool {
	return slices.ContainsFunc(position.Path, func(taken Taken) bool { return taken.Place == place && taken.By == BySaying })
}

func replay(trail casefile.Trail, set findings.Set, ranking report.Ranking, saidFirst bool) Position {
	position := Position{}
	if len(trail.Entries) == 0 && !trail.Held[casefile.Place{Question: Root}] {
		// Nobody has said or pasted anything: what the project folder shows is worth a look, and no reason to leave the
		// first screen.
		return Position{Open: Root, Suspected: ranking.Suspicion()}
	}
	place := begin(trail)
	position.Round = place.Round
	visited := map[casefile.Place]bool{}
	for {
		question, ok := Lookup(place.Question)
		if !ok {
			place = casefile.Place{Round: place.Round, Question: RoundRoot} // never on the tree as it is; a test holds it
			question, _ = Lookup(RoundRoot)
		}
		position.Round = place.Round
		taken, decided := choose(trail, place, question, set, saidFirst)
		if visited[place] && !position.said(place) { // evidence leads in a circle: a way that was not gone yet leads out
			if other := elsewhere(visited, place); other != Root {
				place.Question = other
				continue
			}
		}
		if !decided && !visited[place] && position.outOfReach(place, trail, set) {
			visited[place] = true
			place.Question = whereTheySee(visited, place)
			continue
		}
		// What a person answered is asked again where the way leads back to it: only another answer leads on.
		if visited[place] || !decided {
			return open(position, place, taken, trail, set, ranking)
		}
		visited[place] = true
		position.Path = append(position.Path, *taken)
		answer, _ := question.Answer(taken.Answer)
		switch {
		case answer.To.Ask != "":
			place.Question = answer.To.Ask
		case answer.To.Again:
			place = casefile.Place{Round: place.Round + 1, Question: RoundRoot}
		case slices.Contains(trail.Dismissals(), answer.To.Cause):
			if taken.By == ByEvidence { // it was said not to be so: nothing answers this
				position.Path = position.Path[:len(position.Path)-1]
			}
			place.Question = onward(question, visited, place)
		default:
			return end(position, answer.To, ranking)
		}
	}
}

// choose finds the answer at a place. Without one it returns what evidence suggests, if anything.
func choose(trail casefile.Trail, place casefile.Place, question Question, set findings.Set, saidFirst bool) (taken *Taken, decided bool) {
	evidence := decide(question, set)
	if evidence != nil {
		evidence.Place = place
	}
	said, spoken := trail.SaidAt(place)
	if _, known := question.Answer(said); !known {
		spoken = false
	}
	switch {
	case trail.Held[place]:
		return evidence, false
	case saidFirst && spoken:
		return &Taken{Place: place, Answer: said}, true
	case evidence != nil && evidence.Finding.Grade == findings.Proved:
		if spoken && said != evidence.Answer && claims(place.Question, said) {
			evidence.Overruled = said
		}
		return evidence, true
	case spoken:
		return &Taken{Place: place, Answer: said}, true
	case evidence != nil && evidence.Finding.Grade == findings.Likely:
		return evidence, true
	}
	return evidence, false
}

// claims reports whether an answer says something that evidence can contradict. A way in does not, and neither do "I
// don't know" and "I can't see that".
func claims(question ids.Question, answer ids.Answer) bool {
	return question != Root && answer != "unknown" && answer != "unseen"
}

// decide returns the answer that findings give, the strongest first; on a tie the answer that stands first.
func decide(question Question, set findings.Set) *Taken {
	var best *Taken
	for _, answer := range question.Answers {
		for _, rule := range answer.Decides {
			finding, ok := set.Best(rule)
			if ok && finding.Grade > findings.Unseen && (best == nil || finding.Grade > best.Finding.Grade) {
				best = &Taken{Answer: answer.ID, By: ByEvidence, Finding: finding}
			}
		}
	}
	return best
}

// open ends the walk at a question, or at the cause that evidence names without it.
func open(position Position, place casefile.Place, suggested *Taken, trail casefile.Trail, set findings.Set, ranking report.Ranking) Position {
	suspicion := position.suspicion(ranking)
	if !trail.Held[place] {
		waits := ranking.Suspicion() != nil && (suspicion == nil || !failureSeen(set) || asksFor(place.Question, suspicion.Cause))
		if ranking.Top != nil && !waits {
			position.Cause = ranking.Top.Cause
			return position
		}
		if ranking.Outcome != "" {
			position.Outcome = ranking.Outcome
			return position
		}
	}
	position.Open, position.Suspected = place.Question, suspicion
	if suggested != nil && (suggested.By != ByEvidence || suggested.InPlace() == Skipped || suggested.dismissed(trail)) {
		suggested = nil
	}
	if suggested == nil && suspicion != nil {
		suggested = confirms(place, *suspicion)
	}
	position.Suggested = suggested
	return position
}

// end ends the walk where an answer leads to.
func end(position Position, to Target, ranking report.Ranking) Position {
	position.Cause, position.Outcome = to.Cause, to.Outcome
	top := ranking.Top
	switch {
	case top == nil:
		position.ByAnswers = to.Cause != ""
	case top.Cause == to.Cause:
	case top == position.suspicion(ranking) && position.unsure(): // of two that nothing proves, the one that the code shows
		position.Cause, position.Outcome = top.Cause, ""
	case top.Grade == findings.Proved:
		if n := len(position.Path); n > 0 && position.Path[n-1].By == BySaying {
			position.Instead = to.Cause
		}
		position.Cause, position.Outcome = top.Cause, ""
	default:
		position.ByAnswers = to.Cause != ""
	}
	return position
}

// onward returns where the walk goes on after the person said that the cause which an answer names is not it: where it goes on for
// who does not know, so that the rest of the step is asked, else elsewhere.
func onward(question Question, visited map[casefile.Place]bool, place casefile.Place) ids.Question {
	for _, id := range []ids.Answer{"unknown", "unseen"} {
		answer, _ := question.Answer(id)
		if next := answer.To.Ask; next != "" && !visited[casefile.Place{Round: place.Round, Question: next}] {
			return next
		}
	}
	return elsewhere(visited, place)
}

// elsewhere returns the way in that was not gone yet, else the first screen.
func elsewhere(visited map[casefile.Place]bool, place casefile.Place) ids.Question {
	for _, question := range []ids.Question{ids.AskBackendLogs, ids.AskFrontendClient, ids.AskMatchingProviders, ids.AskErrorWhere, ids.AskStoppedWhat} {
		if !visited[casefile.Place{Round: place.Round, Question: question}] {
			return question
		}
	}
	return Root
}

// begin returns where the walk begins: at the last question that the person went to by name, at the round that began
// with the last "check again", or at the first screen.
func begin(trail casefile.Trail) casefile.Place {
	for i := len(trail.Entries) - 1; i >= 0; i-- {
		switch entry := trail.Entries[i]; entry.Kind {
		case casefile.Jumped:
			return casefile.Place{Round: entry.Round, Question: entry.Question}
		case casefile.Checked:
			return casefile.Place{Round: entry.Round + 1, Question: RoundRoot}
		}
	}
	return casefile.Place{Question: Root}
}
