package report

import (
	"strings"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
)

// listFails reports a production checklist with a failing row. That the list is another deployment's than production, or a
// local file, is a fault only where production is looked at: beside a token, an error or a log it may well be what was asked.
func (result Result) listFails() bool {
	for _, row := range result.Checklist {
		if row.State == deploy.Fail && (row.ID != "ENV-WHERE" && row.ID != "ENV-PARSE" || result.onlyList()) {
			return true
		}
	}
	return false
}

// OtherDeployment reports a list of variables that is not production's and came beside a token, an error or a log: it says
// how that deployment is configured, and production is not what is asked about.
func (result Result) OtherDeployment() bool {
	for _, row := range result.Checklist {
		if row.State == deploy.Fail && row.ID == "ENV-WHERE" {
			return !result.onlyList()
		}
	}
	return false
}

// onlyList reports evidence that holds nothing of an attempt to sign in.
func (result Result) onlyList() bool {
	for _, item := range result.Evidence {
		switch item.Piece.Kind {
		case evidence.KindToken, evidence.KindMessage, evidence.KindIdentity, evidence.KindLog, evidence.KindFrame, evidence.KindSocket:
			return false
		}
	}
	return result.Outcome == ""
}

// broken are the observations that something does not work, whatever a list of variables says.
var broken = []ids.Rule{ids.SeenAuthError, ids.NoAuthenticate, ids.AuthenticateNone, ids.CloseLoop, ids.SeenIdentityNull}

// ListHolds reports a production checklist in which nothing fails, while nothing else shows a fault.
func (result Result) ListHolds() bool {
	if !result.Listed || result.listFails() || result.OtherDeployment() || result.Cause != nil || result.Refused {
		return false
	}
	for _, finding := range result.Findings {
		for _, rule := range broken {
			if finding.Rule == rule {
				return false
			}
		}
		if finding.Cause != "" && !strings.HasPrefix(string(finding.Rule), "checklist-") {
			return false
		}
	}
	return true
}
