// Package report ranks causes and says the result of a case, as text and as JSON. `check`, the cause page and the last
// page print what it makes.
package report

import (
	"slices"

	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
)

// Candidate is one cause with the findings that speak for it.
type Candidate struct {
	Cause    ids.Cause
	Grade    findings.Grade
	Findings []findings.Finding // the strongest first
}

// Exclusion is a cause that was ruled out, with the reason.
type Exclusion struct {
	Cause  ids.Cause
	Reason string
}

// Ranking orders what a case may suffer from.
type Ranking struct {
	Top      *Candidate  // the one cause that is likely or proved, nil where none is
	Rivals   []Candidate // what stays open, the likeliest first; without Top they are all that is known
	RuledOut []Exclusion
	Outcome  ids.Outcome // where nothing is wrong and an outcome was shown
	// Alone is what the project folder shows by itself, without anything that was pasted: the rules that speak for a cause.
	Alone map[Shown]bool
}

// Shown is a rule that speaks for a cause.
type Shown struct {
	Rule  ids.Rule
	Cause ids.Cause
}

// Suspicion returns the top cause where it is merely likely and rests on the project folder alone, and nothing that was pasted
// makes another one likely; else nil. Code that can be at fault is no failure that anybody saw.
func (ranking Ranking) Suspicion() *Candidate {
	if ranking.Top == nil || ranking.Top.Grade >= findings.Proved {
		return nil
	}
	for _, candidate := range append([]Candidate{*ranking.Top}, ranking.Rivals...) {
		if candidate.Grade >= findings.Likely && !ranking.alone(candidate) {
			return nil
		}
	}
	return ranking.Top
}

func (ranking Ranking) alone(candidate Candidate) bool {
	for _, finding := range candidate.Findings {
		if !ranking.Alone[Shown{finding.Rule, finding.Cause}] {
			return false
		}
	}
	return true
}

// Rank orders the causes of a set. The rule of choice: proved before likely before possible; a proof by an exact value
// before one by a wording; then the cause that stands earlier in the catalogue of findings, which is ordered from the
// root on. Consequences of a standing finding do not count.
func Rank(set findings.Set, dismissed ...ids.Cause) Ranking {
	var ranking Ranking
	byCause := map[ids.Cause]*Candidate{}
	var order []ids.Cause
	for _, finding := range set.Standing() {
		for _, cause := range finding.Excludes {
			if finding.Grade == findings.Proved && !slices.ContainsFunc(ranking.RuledOut, func(e Exclusion) bool { return e.Cause == cause }) {
				ranking.RuledOut = append(ranking.RuledOut, Exclusion{cause, finding.Sentence})
			}
		}
		if finding.Outcome != "" && finding.Grade >= findings.Likely && ranking.Outcome == "" {
			ranking.Outcome = finding.Outcome
		}
		if finding.Cause == "" || finding.Grade == findings.Unseen || slices.Contains(dismissed, finding.Cause) {
			continue
		}
		candidate := byCause[finding.Cause]
		if candidate == nil {
			candidate = &Candidate{Cause: finding.Cause}
			byCause[finding.Cause] = candidate
			order = append(order, finding.Cause)
		}
		candidate.Findings = append(candidate.Findings, finding)
		candidate.Grade = max(candidate.Grade, finding.Grade)
	}
	excluded := map[ids.Cause]bool{}
	for _, one := range ranking.RuledOut {
		excluded[one.Cause] = true
	}
	var candidates []Candidate
	for _, cause := range order {
		candidate := *byCause[cause]
		if excluded[cause] && candidate.Grade < findings.Proved {
			continue
		}
		slices.SortStableFunc(candidate.Findings, func(a, b findings.Finding) int {
			if a.Grade != b.Grade {
				return int(b.Grade - a.Grade)
			}
			return exactFirst(a, b)
		})
		candidates = append(candidates, candidate)
	}
	slices.SortStableFunc(candidates, func(a, b Candidate) int {
		if a.Grade != b.Grade {
			return int(b.Grade - a.Grade)
		}
		return exactFirst(a.Findings[0], b.Findings[0])
	})
	if len(candidates) > 0 && candidates[0].Grade >= findings.Likely {
		ranking.Top = &candidates[0]
		ranking.Outcome = ""
		candidates = candidates[1:]
	}
	ranking.Rivals = candidates
	ranking.RuledOut = slices.DeleteFunc(ranking.RuledOut, func(e Exclusion) bool {
		return ranking.Top != nil && e.Cause == ranking.Top.Cause
	})
	return ranking
}

func exactFirst(a, b findings.Finding) int {
	switch {
	case a.Exact == b.Exact:
		return 0
	case a.Exact:
		return -1
	}
	return 1
}
