package steps

import (
	"testing"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token/tokentest"
)

// judged returns the issuer of the token that is judged.
func judged(s *Session) string {
	if j := s.Judgement(); j != nil {
		return issuerOf(evidence.Token{Read: j.Token.Read})
	}
	return ""
}

// TestChosenPieceStays pastes tokens again after a person said which one is the failing one: on a question as on a cause
// page another copy of the chosen token changes nothing, and a token of another issuer asks again.
func TestChosenPieceStays(t *testing.T) {
	clerk, auth0, workos := tokentest.Of("clerk", noon).Sign(), tokentest.Of("auth0", noon).Sign(), tokentest.Of("workos", noon).Sign()
	page := tokentest.Page([2]string{"https://other-app.auth0.com/", "abc"})
	for name, before := range map[string][]string{"at a question": nil, "on a cause page": {page}} {
		t.Run(name, func(t *testing.T) {
			s := newSession()
			do(t, s, clerk+"\n\n"+auth0, "which-piece=first")
			chosen := judged(s)
			do(t, s, before...)
			if len(before) > 0 && s.Position().Cause == "" {
				t.Fatalf("this is no cause page: %+v", s.Position())
			}
			do(t, s, clerk)
			if got := judged(s); got != chosen || s.Position().Open == ids.AskWhichPiece {
				t.Errorf("the chosen token came again: %s is judged, the walk stands at %+v", got, s.Position())
			}
			if answer, _ := s.LastSaid(ids.AskWhichPiece); answer != "second" {
				t.Errorf("the chosen token is the newest now, and the answer is called %q", answer)
			}
			do(t, s, workos)
			if s.Position().Open != ids.AskWhichPiece || len(s.Choices(ids.AskWhichPiece)) != 4 {
				t.Fatalf("a third issuer came: %+v", s.Position())
			}
			do(t, s, "which-piece=third")
			if got := judged(s); got == chosen || got == "" || s.Position().Open == ids.AskWhichPiece {
				t.Errorf("the third was chosen: %s is judged, the walk stands at %+v", got, s.Position())
			}
		})
	}
}

// TestBackOverPaste holds that one step back leads from what a paste on a cause page made to that page, and that what was
// pasted is known again when the person goes on.
func TestBackOverPaste(t *testing.T) {
	s := newSession()
	do(t, s, "start=token", otherAudience())
	place := s.Place()
	do(t, s, clerkPage)
	first := s.Position()
	if first.Cause != ids.AudienceMismatch {
		t.Fatalf("the walk stands at %+v", first)
	}
	do(t, s, tokentest.Of("auth0", noon).Sign())
	if s.Position().Open != ids.AskWhichPiece {
		t.Fatalf("two issuers, and the walk stands at %+v", s.Position())
	}
	do(t, s, "back")
	if got := s.Position(); got.Cause != first.Cause {
		t.Errorf("one step back: %+v", got)
	}
	if len(s.Case().Items) == len(s.Case().Standing()) {
		t.Error("the paste counts on the page before it")
	}
	do(t, s, "back")
	if got := s.Position(); s.Place() != place || len(s.Case().Items) != len(s.Case().Standing()) {
		t.Errorf("two steps back: %+v", got)
	}
}

// TestBackOutOfContest holds that going back leads out of the question of which piece counts, to where the second was pasted.
func TestBackOutOfContest(t *testing.T) {
	s := newSession()
	do(t, s, "start=unsure", "backend-logs=null", tokentest.Of("clerk", noon).Sign())
	place := s.Place()
	if place.Question == "" {
		t.Fatalf("the walk stands at %+v", s.Position())
	}
	do(t, s, tokentest.Of("auth0", noon).Sign())
	if s.Position().Open != ids.AskWhichPiece {
		t.Fatalf("the walk stands at %+v", s.Position())
	}
	do(t, s, "back")
	if s.Place() != place {
		t.Errorf("one step back: %+v", s.Position())
	}
}

// TestPasteInTheNextRound pastes a token where an answer has led to step 1 again.
func TestPasteInTheNextRound(t *testing.T) {
	s := newSession()
	s.Jump(ids.AskBackendHistory)
	for _, question := range Questions() {
		for _, answer := range question.Answers {
			if answer.To.Again && s.Position().Round == 0 {
				s.Jump(question.ID)
				s.Say(answer.ID)
			}
		}
	}
	if s.Position().Round != 1 {
		t.Fatalf("no round began: %+v", s.Position())
	}
	do(t, s, fitting())
	if s.Judgement() == nil {
		t.Errorf("the token does not count: %+v", s.Position())
	}
}
