package report

import (
	"testing"

	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
)

// TestProofSaysAFactOnce holds that what stands at one place is one line of a proof, whichever rules have read it.
func TestProofSaysAFactOnce(t *testing.T) {
	line := func(label, text, from string) findings.Finding {
		return findings.Finding{Cause: ids.WrongOrUnreachableDeployment, Grade: findings.Likely, Proof: []findings.Line{{Label: label, Text: text, From: from}}}
	}
	cause := makeCause(Candidate{Cause: ids.WrongOrUnreachableDeployment, Findings: []findings.Finding{
		line("code", "CONVEX_URL=https://a-b-1.convex.cloud", ".env.local:2"), line("client", "https://a-b-1.convex.cloud", ".env.local:2"),
		line("client", "https://a-b-1.convex.cloud", "pasted"), line("client", "https://a-b-1.convex.cloud", "pasted"),
	}}, findings.Set{})
	if len(cause.Proof) != 2 {
		t.Errorf("the proof has %d lines, want 2: %v", len(cause.Proof), cause.Proof)
	}
}
