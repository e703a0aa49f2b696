package report

import (
	"time"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/verdict"
)

// jsonVerdict is what a deployment answers for the newest token.
type jsonVerdict struct {
	Token    string       `json:"token"`
	At       string       `json:"at"`       // the time it was judged at, RFC 3339
	Expired  bool         `json:"expired"`  // at the time of looking
	Presumed bool         `json:"presumed"` // without (all of) a configuration: only what holds whatever the deployment trusts
	Decided  bool         `json:"decided"`
	Accepted *bool        `json:"accepted"` // null where it is not decided and not certain
	Reason   string       `json:"reason,omitempty"`
	Why      string       `json:"why,omitempty"`
	Error    *jsonError   `json:"error,omitempty"`
	Needs    []string     `json:"needs,omitempty"`
	Trace    []jsonChecks `json:"trace"`
}

type jsonError struct {
	Code       string `json:"code"`
	Message    string `json:"message"`
	Production string `json:"production_message"`
	HTTPStatus int    `json:"http_status"`
	WSClose    int    `json:"ws_close,omitempty"`
}

type jsonChecks struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	State    string `json:"state"`
	Expected string `json:"expected,omitempty"`
	Actual   string `json:"actual,omitempty"`
	Fact     string `json:"fact"`
}

func verdictJSON(j *findings.Judgement) *jsonVerdict {
	if j == nil {
		return nil
	}
	out := &jsonVerdict{Token: j.Label, At: j.At.UTC().Format(time.RFC3339), Expired: j.Expired, Presumed: j.Assumption() != "", Decided: j.Verdict.Decided, Trace: []jsonChecks{}}
	outcome := j.Outcome()
	switch {
	case j.Verdict.Decided && j.Assumption() == "":
		accepted := j.Verdict.Accepted
		out.Accepted = &accepted
	case j.Rejected():
		accepted := false
		out.Accepted = &accepted
	}
	out.Reason, out.Why = string(outcome.Reason), clean.Line(outcome.Why)
	if err := outcome.Error; err != nil {
		out.Error = &jsonError{err.Code, clean.Text(err.Dev), clean.Text(err.Prod), err.HTTPStatus, err.WSClose}
	}
	for _, url := range j.Verdict.Needs {
		out.Needs = append(out.Needs, clean.Line(url))
	}
	for _, check := range j.Verdict.Trace {
		if j.Presumed && presumedChecks[check.Reason] {
			continue
		}
		out.Trace = append(out.Trace, jsonChecks{check.ID, check.Title, string(j.CheckState(check)), clean.Short(check.Expected, 300), clean.Short(check.Actual, 300), check.Fact})
	}
	return out
}

// presumedChecks are about a configuration that was not seen.
var presumedChecks = map[verdict.Reason]bool{verdict.NoProviders: true, verdict.IssuerMismatch: true, verdict.AudienceMismatch: true}
