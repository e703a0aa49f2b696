package steps

import (
	"slices"
	"strings"
	"testing"

	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token/tokentest"
)

// FuzzWalk plays a random case: each byte is something that a person does. However it goes, there is exactly one of an
// open question, a cause or an outcome; a cause has a proof or says that it is the likeliest of what remains; what was
// said to be not it is not named; and going back ends at the beginning.
func FuzzWalk(f *testing.F) {
	pastes := []string{
		fitting(), otherAudience(), clerkPage, nullLine, identityLine, tokentest.Page(), fitting()[:300],
		tokentest.Of("clerk", noon).With("iss", tokentest.ClerkProduction).Sign(),
		tokentest.Of("auth0", noon).With("aud", []string{"https://api.example.com"}).With("scope", "openid").Sign(),
		tokentest.Of("workos", noon).Sign(), tokentest.Of("robelest", noon).Sign(), tokentest.Of("custom", noon).WithHeader("alg", "HS256").Sign(),
		`Failed to authenticate: "No auth provider found matching the given token", check your server auth config`,
		`Failed to authenticate: "Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.", check your server auth config`,
		`{"code":"NoAuthProvider","message":"No auth provider found matching the given token (no providers configured). Check convex/auth.config.ts."}`,
		`{"type":"Authenticate","baseVersion":0,"tokenType":"None"}`, "Authorization: Bearer undefined", "WebSocket closed with code 1011: InternalServerError",
		"SITE_URL=http://localhost:3000\nJWKS={\"keys\":[]}\n", "the weather is fine", "", "\x1b[31m\xff\xfe\x00",
	}
	f.Add([]byte{0x00, 0x10, 0x00, 0x07, 0, 0x07, 2, 0x0c, 0x07, 1, 0x0d, 0x09, 0x09, 0x09})
	f.Add([]byte{0x20, 0x07, 12, 0x09, 0x0b, 30, 0x10, 0x0a, 1, 0x0e, 1, 0x0e, 1, 0x0f})
	f.Add([]byte{0x08, 5, 'e', 'y', 'J', '.', '.', 0x00, 0x50, 0x50, 0x50, 0x50, 0x0d, 0x50, 0x0d})
	f.Add([]byte("\x07\x00\x07\x02\x09\x30\x30\x30\x30\x0c\x07\x00\x0d\x0d\x0d\x0d"))
	f.Add([]byte("7\x1f\x80\xff\xff\xff\xdammmmmmm'`\x00\x00\x7f\xfb7+\x06YCY")) // two tokens, and a jump to which counts
	f.Fuzz(func(t *testing.T, data []byte) {
		s := newSession()
		dismissed := map[ids.Cause]bool{}
		next := func() int {
			if len(data) == 0 {
				return 0
			}
			b := int(data[0])
			data = data[1:]
			return b
		}
		for moves := 0; len(data) > 0 && moves < 40; moves++ {
			b := next()
			position := s.Position()
			switch what := b % 16; {
			case what < 7:
				if question, ok := Lookup(position.Open); ok {
					s.Say(question.Answers[(b/16)%len(question.Answers)].ID)
				}
			case what == 7:
				s.Take([]byte(pastes[next()%len(pastes)]), "pasted")
			case what == 8:
				n := min(next(), len(data))
				s.Take(data[:n], "pasted")
				data = data[n:]
			case what == 9:
				if s.Back() {
					dismissed = map[ids.Cause]bool{}
					for _, cause := range s.Case().Trail.Dismissals() {
						dismissed[cause] = true
					}
				}
			case what == 10 && len(position.Path) > 0:
				s.Reopen(position.Path[next()%len(position.Path)].Place)
			case what == 11:
				questions := Questions()
				wanted := questions[next()%len(questions)].ID
				s.Jump(wanted)
				if s.Position().Open != wanted {
					t.Fatalf("%s was gone to, and is not asked", wanted)
				}
			case what == 12:
				s.CheckAgain()
			case what == 13 && position.Cause != "":
				s.Dismiss()
				dismissed[position.Cause] = true
			case what == 14:
				s.SetAside(next())
			case what == 15:
				s.Note(string(data[:min(5, len(data))]))
			}
			checkStand(t, s, dismissed)
		}
		for left := len(s.Case().Trail.Entries); ; left-- {
			if !s.Back() {
				if s.Position().Open != Root {
					t.Fatalf("the beginning is %+v", s.Position())
				}
				break
			}
			if left == 0 {
				t.Fatal("going back does not end")
			}
			checkStand(t, s, nil)
		}
	})
}

// checkStand holds what is true wherever a case stands.
func checkStand(t *testing.T, s *Session, dismissed map[ids.Cause]bool) {
	t.Helper()
	position := s.Position()
	if problem := lost(position); problem != "" {
		t.Fatal(problem)
	}
	if question, ok := Lookup(position.Open); ok && position.Suggested != nil {
		if _, ok := question.Answer(position.Suggested.Answer); !ok || position.Suggested.Finding.Sentence == "" {
			t.Fatalf("%s is suggested %+v", position.Open, position.Suggested)
		}
	}
	if position.Cause != "" {
		result := s.Result()
		if result.Cause == nil || result.Cause.ID != position.Cause {
			t.Fatalf("the walk ends at %s, the page is another one: %+v", position.Cause, result.Cause)
		}
		if dismissed[position.Cause] {
			t.Fatalf("%s is named again", position.Cause)
		}
		if len(result.Cause.Proof) == 0 && !position.ByAnswers {
			t.Fatalf("%s has no proof and does not rest on answers", position.Cause)
		}
		if result.Cause.Grade == findings.Proved && len(result.Cause.Proof) == 0 {
			t.Fatalf("%s is proved by nothing", position.Cause)
		}
	}
	if position.Outcome != "" && s.Result().Outcome != position.Outcome {
		t.Fatalf("the walk ends at %s, the page is %q", position.Outcome, s.Result().Outcome)
	}
	places := map[string]bool{}
	for _, taken := range position.Path {
		key := string(taken.Place.Question) + strings.Repeat("'", taken.Place.Round)
		if places[key] {
			t.Fatalf("the way comes twice by %s", key)
		}
		places[key] = true
		question, ok := Lookup(taken.Place.Question)
		if _, has := question.Answer(taken.Answer); !ok || !has {
			t.Fatalf("the way goes by %s=%s, which is not in the tree", taken.Place.Question, taken.Answer)
		}
	}
	if next := s.Next(); (next != nil) != (position.Open != "") || next != nil && !slices.ContainsFunc(Questions(), func(q Question) bool { return q.ID == next.Question }) {
		t.Fatalf("next is %+v at %+v", next, position)
	}
}
