package steps

import (
	"testing"
	"time"

	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token/tokentest"
)

// The way claims nothing that neither a person said nor evidence shows.
func TestWayClaimsOnlyWhatWasShown(t *testing.T) {
	session := NewSession(func() time.Time { return morning }, false)
	session.Take([]byte(tokentest.Of("clerk", morning).With("aud", "shop").Sign()), "pasted")
	session.Take([]byte(tokentest.Page([2]string{tokentest.ClerkDevelopment, "convex"})), "pasted")
	want := map[ids.Question]string{Root: "", ids.AskFrontendToken: Pasted, ids.AskFrontendRepeat: Skipped, ids.AskMatchingProviders: Known,
		ids.AskMatchingIssuer: "", ids.AskMatchingAudience: ""}
	path := session.Position().Path
	if len(path) != len(want) {
		t.Fatalf("the way has %d places: %+v", len(path), path)
	}
	for _, taken := range path {
		if got := taken.InPlace(); got != want[taken.Place.Question] {
			t.Errorf("%s: %q, want %q", taken.Place.Question, got, want[taken.Place.Question])
		}
	}
}

// Words in place of a label name answers of the tree, and only such as evidence can give.
func TestWayNamesAnswersThatEvidenceGives(t *testing.T) {
	for _, one := range passed {
		question, _ := Lookup(one.at)
		answer, ok := question.Answer(one.answer)
		if !ok || len(answer.Decides) == 0 {
			t.Errorf("%s=%s is no answer that evidence gives", one.at, one.answer)
		}
		taken := Taken{Answer: one.answer, By: BySaying, Finding: findings.Finding{Rule: ids.SeenProviders}}
		taken.Place.Question = one.at
		if got := taken.InPlace(); got != "" {
			t.Errorf("%s: what a person said is shown as %q", one.at, got)
		}
	}
	for at, id := range sending {
		question, _ := Lookup(at)
		if answer, ok := question.Answer(id); !ok || len(answer.Decides) == 0 {
			t.Errorf("%s=%s is no answer that evidence gives", at, id)
		}
	}
}
