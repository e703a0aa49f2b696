// Package findings draws conclusions: a case goes in, findings come out. Every rule stands once in the catalogue, follows
// from a numbered fact and never from the wording of one report.
package findings

import (
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
)

// Grade says how far evidence carries.
type Grade int

// The grades. A possible cause is one of several that fit; a likely one fits better than all others that were looked
// at; a proved one leaves no other reading of the evidence.
const (
	Unseen Grade = iota
	Possible
	Likely
	Proved
)

// String returns the grade as pages and JSON name it.
func (grade Grade) String() string {
	return [...]string{"unseen", "possible", "likely", "proved"}[grade]
}

// Severity says what a finding means for the app.
type Severity int

// The severities.
const (
	Note  Severity = iota // something was seen
	Fine                  // something was checked and is as it should be
	Doubt                 // worth a look
	Fault                 // wrong
)

// String returns the severity as JSON names it.
func (severity Severity) String() string {
	return [...]string{"note", "fine", "doubt", "fault"}[severity]
}

// Finding is the result of one rule on a case. Its texts are clean and hold no secret.
type Finding struct {
	Rule     ids.Rule
	Severity Severity
	Grade    Grade
	Cause    ids.Cause   // what it proves or supports; "" for a mere observation
	Outcome  ids.Outcome // or the outcome that it shows
	Excludes []ids.Cause // what it rules out, for the reason in Sentence
	Sentence string      // one sentence about this case
	Proof    []Line      // the values that show it, each with its place
	Compare  *Comparison // two values that should agree, where the finding is about such
	Exact    bool        // it rests on a value, not on the wording of a message
	// After lists the findings of which this is only a consequence: it is muted while one of them stands.
	After  []ids.Rule
	Values map[string]string // what is known for the placeholders of the cause's page
	Family ids.Family        // the issuer family that it is about, where it knows
	Probe  *Probe            // what would settle it, for a finding that is not proved
}

// Line is one line of a proof: what, its value, and where it was seen.
type Line struct {
	Label string // "entry 1", "token A", "Convex"
	Text  string // "applicationID \"convex\""
	From  string // "convex/auth.config.ts:5", "pasted", ""
}

// Comparison is a pair of values that should agree, for an aligned display.
type Comparison struct {
	ExpectedLabel, Expected string
	ActualLabel, Actual     string
	// ExpectedMarks and ActualMarks are the differing ranges, in runes, half open.
	ExpectedMarks, ActualMarks [][2]int
	Kind                       string // the kind of the near miss in words: "a slash at the end"
}

// Probe is an experiment that settles an open question.
type Probe struct {
	Sentence string // what to do and what the result tells
	Command  string // to copy; "" where there is none
}

// Set is the findings of one case, in the order of the catalogue, and what the case knows besides.
type Set struct {
	All    []Finding
	Family ids.Family        // the issuer family of the case
	Values map[string]string // for the placeholders of pages
	// Judgement is what a deployment answers for the newest token; nil where there is none that can be read.
	Judgement *Judgement
	// Entries is what is known of the entries that a token is compared with.
	Entries []EntrySide
	// Checklist is the production checklist, where a list of variables or a document of it was taken in.
	Checklist []deploy.Row
	// Production is what the checklist looks at, whether or not it was judged.
	Production deploy.Input
}

// Standing returns the findings that are not muted by the one that they follow from.
func (set Set) Standing() []Finding {
	rules := map[ids.Rule]bool{}
	for _, finding := range set.All {
		rules[finding.Rule] = true
	}
	var standing []Finding
next:
	for _, finding := range set.All {
		for _, root := range finding.After {
			if rules[root] && root != finding.Rule {
				continue next
			}
		}
		standing = append(standing, finding)
	}
	return standing
}

// Best returns the finding of that rule with the highest grade.
func (set Set) Best(rule ids.Rule) (best Finding, ok bool) {
	for _, finding := range set.All {
		if finding.Rule == rule && (!ok || finding.Grade > best.Grade) {
			best, ok = finding, true
		}
	}
	return best, ok
}

// Telling reports whether a message says something about authentication, and is no routine line around it.
func Telling(message evidence.Message) bool {
	_, meant := meanings()[message.ID]
	return meant
}

// Has reports whether a rule found something.
func (set Set) Has(rule ids.Rule) bool {
	_, ok := set.Best(rule)
	return ok
}
