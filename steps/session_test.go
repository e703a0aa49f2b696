package steps

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token/tokentest"
)

func TestMain(m *testing.M) {
	authconfig.ExitIfChild()
	os.Exit(m.Run())
}

// noon is the time of all tests.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func newSession() *Session { return NewSession(func() time.Time { return noon }, false) }

// The evidence of the tests.
var (
	clerkPage    = tokentest.Page([2]string{tokentest.ClerkDevelopment, "convex"})
	nullLine     = "8/22/2026, 12:14:18 AM [CONVEX Q(users:me)] [LOG] 'server identity' null\n"
	identityLine = "8/22/2026, 12:14:23 AM [CONVEX Q(users:me)] [LOG] 'server identity' {\n  tokenIdentifier: 'https://verb-noun-00.clerk.accounts.dev|user_2abc',\n  issuer: 'https://verb-noun-00.clerk.accounts.dev',\n  subject: 'user_2abc'\n}\n"
)

func fitting() string       { return tokentest.Of("clerk", noon).Sign() }
func otherAudience() string { return tokentest.Of("clerk", noon).With("aud", "shop").Sign() }

// do plays words on a session: "question=answer" is said where it is open, the rest are commands or pastes.
func do(t *testing.T, s *Session, words ...string) {
	t.Helper()
	for _, word := range words {
		question, answer, said := strings.Cut(word, "=")
		if _, known := Lookup(ids.Question(question)); said && known {
			if s.Position().Open != ids.Question(question) {
				_, end := walked(s.Position())
				t.Fatalf("%s is not asked: %s", question, end)
			}
			s.Say(ids.Answer(answer))
			continue
		}
		switch word {
		case "back":
			s.Back()
		case "check again":
			s.CheckAgain()
		case "not this":
			s.Dismiss()
		default:
			s.Take([]byte(word), "pasted")
		}
	}
}

func TestSession(t *testing.T) {
	for _, c := range []struct {
		name  string
		words []string
		end   string
	}{
		{"a token on the first screen", []string{fitting()}, "ask frontend-repeat"},
		{"a log line on the first screen", []string{nullLine}, "ask backend-caller"},
		{"an identity on the first screen", []string{identityLine}, "outcome all-set"},
		{"the page on the first screen", []string{clerkPage}, "ask frontend-token"},
		{"token and page, in any order", []string{otherAudience(), clerkPage}, "cause audience-mismatch"},
		{"page and token, in any order", []string{clerkPage, otherAudience()}, "cause audience-mismatch"},
		{"token and page that fit", []string{clerkPage, fitting()}, "ask matching-rest"},
		{"a log moves on from where it was asked", []string{"start=unsure", nullLine}, "ask backend-caller"},

		{"back from a paste holds at its question", []string{"start=unsure", "backend-logs=null", "backend-caller=app", fitting(), "back"}, "ask backend-null-when"},
		{"and an answer leads on with what is known", []string{"start=unsure", "backend-logs=null", "backend-caller=app", fitting(), "back", "backend-null-when=always"}, "ask frontend-repeat"},
		{"back from a paste that named a cause", []string{clerkPage, otherAudience(), "back"}, "ask frontend-token, perhaps claims"},
		{"back to the first screen", []string{clerkPage, otherAudience(), "back", "back"}, "ask start, perhaps token"},
		{"back at the beginning", []string{"back", "back"}, "ask start"},
		{"back from an answer", []string{"start=unsure", "backend-logs=nothing", "back"}, "ask backend-logs"},
		{"back from check again", []string{clerkPage, otherAudience(), "check again", "back"}, "cause audience-mismatch"},
		{"back from not this", []string{clerkPage, otherAudience(), "not this", "back"}, "cause audience-mismatch"},

		{"check again drops the token", []string{clerkPage, otherAudience(), "check again"}, "ask backend-logs in round 1"},
		{"and keeps the configuration", []string{clerkPage, otherAudience(), "check again", otherAudience()}, "cause audience-mismatch in round 1"},
		{"check again, and it works", []string{clerkPage, otherAudience(), "check again", identityLine}, "outcome all-set in round 1"},
		{"an answer of the round before does not count", []string{"start=unsure", "backend-logs=nothing", "backend-deployment=different", "check again"}, "ask backend-logs in round 1"},

		{"not this, of a proved cause", []string{"start=unsure", clerkPage, otherAudience(), "not this"}, "ask matching-rest"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSession()
			do(t, s, c.words...)
			way, end := walked(s.Position())
			if end != c.end {
				t.Errorf("it ends at %q, want %q; the way was %q", end, c.end, way)
			}
		})
	}
}

func TestSetAside(t *testing.T) {
	s := newSession()
	s.Take([]byte(clerkPage), "pasted")
	s.Take([]byte(otherAudience()), "pasted")
	items := s.Case().Items
	last := items[len(items)-1]
	s.SetAside(last.Number)
	if s.Position().Cause != "" || s.Judgement() != nil {
		t.Error("a token that was set aside counts")
	}
	s.SetAside(last.Number)
	if s.Position().Cause != ids.AudienceMismatch {
		t.Error("a token that was put back does not count")
	}
	for _, number := range []int{-1, 0, len(items) + 1, 1 << 40} {
		s.SetAside(number)
	}
	if s.Position().Cause != ids.AudienceMismatch {
		t.Error("a number that is none changed something")
	}
}

func TestReopenKeepsTheRest(t *testing.T) {
	s := newSession()
	do(t, s, "start=unsure", "backend-logs=nothing", "backend-deployment=same", "backend-connected=errors")
	s.Reopen(s.Position().Path[2].Place)
	if s.Position().Open != ids.AskBackendDeployment {
		t.Fatalf("it asks %q", s.Position().Open)
	}
	do(t, s, "backend-deployment=unknown")
	if s.Position().Cause != ids.ClientNotConnected {
		t.Errorf("the answer after it is lost: %+v", s.Position())
	}
}

func TestJumpAndBack(t *testing.T) {
	s := newSession()
	do(t, s, "start=unsure", "backend-logs=null")
	s.Jump(ids.AskRefreshLogs)
	if s.Position().Open != ids.AskRefreshLogs {
		t.Fatalf("it asks %q", s.Position().Open)
	}
	do(t, s, "back")
	if _, end := walked(s.Position()); end != "ask backend-caller" {
		t.Errorf("back from there it is %q", end)
	}
	s.Jump(ids.AskBackendLogs)
	if s.Position().Open != ids.AskBackendLogs {
		t.Errorf("a question that was answered is not asked again: %+v", s.Position())
	}
	if said, ok := s.LastSaid(ids.AskBackendLogs); !ok || said != "null" {
		t.Errorf("what was said there is lost: %q", said)
	}
	do(t, s, "back")
	if _, end := walked(s.Position()); end != "ask backend-caller" {
		t.Errorf("back from there it is %q", end)
	}
}

// TestBackEnds holds that going back comes to the beginning from anywhere, and that nothing that was pasted is lost.
func TestBackEnds(t *testing.T) {
	s := newSession()
	do(t, s, "start=unsure", nullLine, "backend-caller=app", fitting(), clerkPage, "back", otherAudience(), "not this", "check again")
	s.Jump(ids.AskErrorWhere)
	known := len(s.Case().Items)
	steps := 0
	for s.Back() {
		if steps++; steps > 100 {
			t.Fatal("it does not end")
		}
		if problem := lost(s.Position()); problem != "" {
			t.Fatal(problem)
		}
	}
	if s.Position().Open != Root || len(s.Case().Items) != known {
		t.Errorf("the beginning is %+v with %d of %d pieces", s.Position(), len(s.Case().Items), known)
	}
}

// TestConflict names the answer that new evidence proves wrong, once.
func TestConflict(t *testing.T) {
	s := newSession()
	do(t, s, "start=token", "frontend-token=unseen", "matching-providers=none")
	intake := s.Take([]byte(clerkPage), "pasted")
	if intake.Against == nil || intake.Against.Place.Question != ids.AskMatchingProviders || intake.Against.Overruled != "none" {
		t.Fatalf("the conflict is %+v", intake.Against)
	}
	if taken, ok := s.Overruled(); !ok || taken.Overruled != "none" {
		t.Error("the walk does not know it")
	}
	if again := s.Take([]byte(nullLine), "pasted"); again.Against != nil {
		t.Error("it is named with evidence that has nothing to do with it")
	}
}

func TestOutcomeByAnswers(t *testing.T) {
	s := newSession()
	do(t, s, "start=unsure", "backend-logs=object", "backend-identity=no")
	if result := s.Result(); result.Outcome != ids.AllSet || result.Cause != nil {
		t.Errorf("the result is %q and %v", result.Outcome, result.Cause)
	}
}

func TestCauseByAnswersIsHonest(t *testing.T) {
	s := newSession()
	do(t, s, "start=unsure", "backend-logs=nothing", "backend-deployment=different")
	result := s.Result()
	if !s.Position().ByAnswers || result.Cause == nil || result.Cause.ID != ids.WrongOrUnreachableDeployment || len(result.Cause.Proof) != 0 {
		t.Errorf("%+v, %+v", s.Position(), result.Cause)
	}
	var text bytes.Buffer
	if err := result.Text(&text); err != nil || strings.Contains(text.String(), "proved") {
		t.Errorf("it is called proved: %v", err)
	}
}

func TestNotesAreClean(t *testing.T) {
	s := newSession()
	s.Note("ask Ada\x1b[2J\x07 about\nthe second app")
	if note := s.Case().Notes[0]; note.Text != "ask Ada about the second app" || note.Place.Question != Root {
		t.Errorf("the note is %+v", note)
	}
	if s.Empty() {
		t.Error("a case with a note is not empty")
	}
}

// TestNotesHoldNoSecret types secrets into notes, before and after they were pasted, whole and broken: what is kept names them
// by their labels.
func TestNotesHoldNoSecret(t *testing.T) {
	for _, secret := range tokentest.Secrets(noon) {
		t.Run(secret.Name, func(t *testing.T) {
			s := newSession()
			s.Note("first " + secret.Value + " then") // perhaps nothing shows yet that it is a secret
			s.Take([]byte(secret.Paste), "pasted")
			s.Note("see " + secret.Paste + " of Ada")
			for i, note := range s.Case().Notes {
				if tokentest.Leaks(note.Text, secret.Value) || s.Secrets().Check([]byte(note.Text)) != nil {
					t.Errorf("note %d shows it", i+1)
				}
			}
			half := len(secret.Value) / 2
			s.Note("see " + secret.Value[:half] + " " + secret.Value[half:])
			if s.Secrets().Check([]byte(s.Case().Notes[2].Text)) != nil {
				t.Error("broken in two, the last scan finds it in the note")
			}
		})
	}
	s := newSession()
	s.Note("see " + fitting() + " of Ada")
	if got := s.Case().Notes[0].Text; got != "see token A of Ada" {
		t.Error("a token that was never pasted is not named by its label")
	}
}

func TestNext(t *testing.T) {
	s := newSession()
	s.Take([]byte(clerkPage), "pasted")
	next := s.Next()
	if next == nil || next.Question != ids.AskFrontendToken || len(next.Answers) == 0 {
		t.Fatalf("next is %+v", next)
	}
	var causes []ids.Cause
	for _, answer := range next.Answers {
		if answer.Text == "" {
			t.Errorf("answer %s has no text", answer.ID)
		}
		causes = append(causes, answer.Causes...)
	}
	if diff := cmp.Diff([]ids.Cause{ids.BrokenPaste, ids.OpaqueToken}, causes[:2]); diff != "" {
		t.Error(diff)
	}
	s.Take([]byte(otherAudience()), "pasted")
	if next := s.Next(); next != nil {
		t.Errorf("at a cause there is no next question: %+v", next)
	}
}

// TestReadUsesWhatCame holds that a stream that breaks gives what was read until then, and its error.
func TestReadUsesWhatCame(t *testing.T) {
	s := newSession()
	broken := errors.New("the cable was pulled")
	intake, err := s.Read(context.Background(), io.MultiReader(strings.NewReader(clerkPage), iotest.ErrReader(broken)), "page.txt")
	if !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	if len(intake.Items) == 0 || intake.Items[0].From != "page.txt" {
		t.Errorf("what came before the error is lost: %+v", intake)
	}
	s = newSession()
	if _, err := s.Read(context.Background(), iotest.OneByteReader(strings.NewReader(otherAudience()+"\n\n"+clerkPage)), "both.txt"); err != nil || s.Position().Cause != ids.AudienceMismatch {
		t.Errorf("byte by byte: %v, %+v", err, s.Position())
	}
}

// TestTime holds what a copy of an expired token proves: with the time of the attempt that it was expired then, without
// it nothing.
func TestTime(t *testing.T) {
	old := tokentest.Of("clerk", noon.Add(-3*time.Hour)).Sign()
	looking := NewSession(func() time.Time { return noon }, false)
	looking.Take([]byte(old), "pasted")
	if cause := looking.Position().Cause; cause != "" {
		t.Errorf("an old copy alone proves %s", cause)
	}
	attempt := NewSession(func() time.Time { return noon }, true)
	attempt.Take([]byte(old), "pasted")
	if cause := attempt.Position().Cause; cause != ids.TokenExpired {
		t.Errorf("at the time of the attempt it is %q", cause)
	}
}

// TestSecretsStayInside feeds each kind of secret and looks for it in everything that a session gives out, under every
// verb and as JSON.
func TestSecretsStayInside(t *testing.T) {
	for _, secret := range tokentest.Secrets(noon) {
		t.Run(secret.Name, func(t *testing.T) {
			s := newSession()
			intake := s.Take([]byte(secret.Paste), "pasted")
			typed := s.TakePieces([]evidence.Piece{}, "typed")
			s.Take([]byte(clerkPage), "pasted")
			s.Note("see " + secret.Value)
			outputs := map[string]any{
				"session": s, "intake": intake, "typed": typed, "position": s.Position(), "findings": s.Findings(), "ranking": s.Ranking(),
				"judgement": s.Judgement(), "result": s.Result(), "document": s.Result().JSON(), "next": s.Next(), "values": s.Values(), "case": s.Case(),
				"items": s.Case().Items, "unread": s.Case().Unread, "registry": s.Secrets(), "before": s.Case().Before(),
			}
			for _, item := range s.Case().Items {
				outputs["data of "+string(item.Piece.Kind)] = item.Piece.Data
			}
			for name, output := range outputs {
				texts := []string{fmt.Sprintf("%v", output), fmt.Sprintf("%+v", output), fmt.Sprintf("%#v", output), fmt.Sprintf("%s", output), fmt.Sprintf("%q", output), fmt.Sprintf("%x", output)}
				if encoded, err := json.Marshal(output); err == nil {
					texts = append(texts, string(encoded))
				}
				for i, text := range texts {
					if tokentest.Leaks(text, secret.Value) {
						t.Errorf("it shows in the %s, form %d", name, i+1)
					}
				}
			}
			var text bytes.Buffer
			if err := s.Result().Text(&text); err != nil || tokentest.Leaks(text.String(), secret.Value) {
				t.Errorf("it shows in the text of the result (%v)", err)
			}
			if err := s.Secrets().Check(text.Bytes()); err != nil {
				t.Errorf("the last scan refuses the text: %v", err)
			}
			if err := s.Secrets().Check([]byte("before " + secret.Value + " after")); err == nil {
				t.Error("the last scan does not know it")
			}
		})
	}
}
