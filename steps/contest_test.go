package steps

import (
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token/tokentest"
)

// TestContest pastes two tokens of different issuers with the providers that fit one of them: which of the two counts is
// asked, the answer decides, and going back asks again.
func TestContest(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	clerk, auth0 := tokentest.Of("clerk", now).Sign(), tokentest.Of("auth0", now).Sign()
	providers := tokentest.Page([2]string{tokentest.ClerkDevelopment, "convex"})
	both := clerk + "\n\nand the other one\n\n" + auth0 + "\n\n" + providers
	open := func() *Session {
		s := NewSession(func() time.Time { return now }, false)
		s.Take([]byte(both), "pasted")
		return s
	}
	s := open()
	if got := s.Position().Open; got != ids.AskWhichPiece {
		t.Fatalf("the walk stands at %q: %+v", got, s.Position())
	}
	if top := s.Ranking().Top; top != nil {
		t.Errorf("%s is concluded from a pair that may not belong together", top.Cause)
	}
	choices := s.Choices(ids.AskWhichPiece)
	if len(choices) != 3 || !strings.Contains(choices[0].Label, "clerk") || !strings.Contains(choices[1].Label, "auth0") || choices[2].Answer != "unknown" {
		t.Errorf("the answers are %+v", choices)
	}
	if next := s.Next(); next == nil || len(next.Answers) != 3 {
		t.Errorf("next is %+v", next)
	}
	s.Say("second")
	if got := s.Position(); got.Cause != ids.IssuerMismatch || got.Path[0].Answer != "second" {
		t.Errorf("the second token does not fit, and the walk stands at %+v", got)
	}
	s.Back()
	if got := s.Position().Open; got != ids.AskWhichPiece {
		t.Errorf("back leads to %q", got)
	}
	s.Say("first")
	if got := s.Position().Cause; got == ids.IssuerMismatch {
		t.Errorf("the first token fits, and the walk stands at %+v", s.Position())
	}
	s.Take([]byte(auth0), "pasted")
	if got := s.Position().Open; got != ids.AskWhichPiece {
		t.Errorf("another token came after the answer, and the walk stands at %q", got)
	}

	same := NewSession(func() time.Time { return now }, false)
	same.Take([]byte(clerk+"\n\n"+clerk+"\n"+providers), "pasted")
	if got := same.Position().Open; got == ids.AskWhichPiece {
		t.Error("the same token twice is no contradiction")
	}
}
