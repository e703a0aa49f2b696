package report

import (
	"slices"
	"strings"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/lazy"
)

// Result is what a case comes to. The same struct feeds the cause page, the last page, `check` as text and as JSON.
// Its texts are clean and hold no secret.
type Result struct {
	Outcome   ids.Outcome
	Cause     *Cause
	Rivals    []Rival
	RuledOut  []Exclusion
	Judgement *findings.Judgement
	Findings  []findings.Finding
	Evidence  []casefile.Item
	Unread    []casefile.Unread
	Refused   bool         // the token is certain to be refused, whether the cause behind it is known or not
	Checklist []deploy.Row // the production checklist, where something of it was taken in
	Listed    bool         // a list of the deployment's variables was given
}

// Cause is one named cause.
type Cause struct {
	ID       ids.Cause
	Grade    findings.Grade
	Title    string // the page's sentence
	Sentence string // the sentence about this case; the title where there is none
	Proof    []findings.Line
	Compare  *findings.Comparison
	Family   ids.Family
	Page     assets.Page
	Values   map[string]string
	URL      string // the first page to read
}

// Rival is a cause that stays open.
type Rival struct {
	Cause    ids.Cause
	Grade    findings.Grade
	Sentence string
	Probe    *findings.Probe // what would settle it
}

// Exit codes of `check`.
const (
	ExitHealthy = 0
	ExitCause   = 1
	ExitUsage   = 2
	ExitOpen    = 3
)

// Exit returns the exit status of `check`.
func (result Result) Exit() int {
	switch {
	case result.Cause != nil, result.Refused, result.listFails():
		return ExitCause
	case result.Outcome != "", result.ListHolds():
		return ExitHealthy
	}
	return ExitOpen
}

// Make puts the result of a case together. Chosen is the cause to show where a walk ended at one that evidence alone
// does not name, else "".
func Make(set findings.Set, ranking Ranking, c *casefile.Case, chosen ids.Cause) Result {
	result := Result{Outcome: ranking.Outcome, RuledOut: ranking.RuledOut, Judgement: set.Judgement, Findings: set.Standing(),
		Evidence: c.Standing(), Unread: c.Unread, Refused: set.Judgement.Rejected(),
		Checklist: set.Checklist, Listed: set.Production.Prod != nil}
	top, rivals := ranking.Top, ranking.Rivals
	if chosen != "" && (top == nil || top.Cause != chosen) {
		var rest []Candidate
		if top != nil {
			rest = append(rest, *top)
		}
		top = &Candidate{Cause: chosen, Grade: findings.Possible}
		for _, rival := range rivals {
			if rival.Cause == chosen {
				top = &Candidate{Cause: chosen, Grade: rival.Grade, Findings: rival.Findings}
				continue
			}
			rest = append(rest, rival)
		}
		rivals = rest
	}
	if top != nil {
		result.Outcome = ""
		result.Cause = makeCause(*top, set)
	}
	for _, rival := range rivals {
		one := Rival{Cause: rival.Cause, Grade: rival.Grade}
		if len(rival.Findings) > 0 {
			one.Sentence, one.Probe = rival.Findings[0].Sentence, rival.Findings[0].Probe
		}
		result.Rivals = append(result.Rivals, one)
	}
	return result
}

func makeCause(candidate Candidate, set findings.Set) *Cause {
	page, err := assets.Cause(candidate.Cause)
	if err != nil { // a test holds that every cause has a page
		page = assets.Page{ID: string(candidate.Cause), Title: string(candidate.Cause)}
	}
	cause := &Cause{ID: candidate.Cause, Grade: candidate.Grade, Title: page.Title, Sentence: page.Title, Page: page, Family: set.Family,
		Values: map[string]string{}, URL: firstURL(page)}
	for name, value := range set.Values {
		cause.Values[name] = value
	}
	for i, finding := range candidate.Findings {
		if i == 0 {
			cause.Sentence = finding.Sentence
			cause.Compare = finding.Compare
			if finding.Family != ids.FamilyUnknown {
				cause.Family = finding.Family
			}
		}
		if cause.Compare == nil {
			cause.Compare = finding.Compare
		}
		for name, value := range finding.Values {
			if value != "" {
				cause.Values[name] = value
			}
		}
		for _, line := range finding.Proof {
			if !said(cause.Proof, line) && len(cause.Proof) < 8 {
				cause.Proof = append(cause.Proof, line)
			}
		}
	}
	return cause
}

// said reports whether a proof has a line already, or one of the same place that holds its text.
func said(proof []findings.Line, line findings.Line) bool {
	return slices.ContainsFunc(proof, func(other findings.Line) bool {
		return other == line || line.From != "" && other.From == line.From && strings.Contains(other.Text, line.Text)
	})
}

// Section returns a part of the cause's page for its issuer family, with what the case knows filled in.
func (cause *Cause) Section(title string) string {
	section, ok := cause.Page.Section(title)
	if !ok {
		return ""
	}
	return assets.Fill(section.TextFor(cause.Family), cause.Values)
}

var address = lazy.Regexp(`https://[^\s)>\]]+`)

func firstURL(page assets.Page) string {
	section, _ := page.Section("Pages")
	return strings.TrimRight(address().FindString(section.Text), ".,;")
}
