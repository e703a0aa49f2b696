package logs

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"convex-auth-doctor/steps/ids"
)

// The refreshes of a client whose new token is refused come three for each page load (P 4E): whatever lies between them and
// whenever the page's queries run, they are not healthy, and issuer, audience and key are open with the question that decides.
func TestThreeRefreshesPerPageLoad(t *testing.T) {
	for _, gap := range []float64{0.2, 0.8, 1.4, 2.5} {
		for _, queries := range []float64{0, 0.1, 3, 20} { // behind the last refresh; 0 none
			for _, clients := range []int{1, 2} {
				world := newWorld(31)
				world.robelest = true
				for client := range clients {
					for load := range 5 {
						one, at := world.browser(), float64(load)*(120+7*float64(load))+float64(client)*43
						for i := range 3 {
							one.refresh(at+float64(i)*gap, outcome{quiet: true})
						}
						if queries > 0 {
							one.run(at+2*gap+queries, "identityChange", outcome{identity: []string{"unknown"}})
						}
					}
				}
				for _, coarse := range []bool{false, true} {
					log := renderJSONL(world.sorted())
					if coarse {
						log = renderText(world.sorted(), true, "1/2/2006, 3:04:05 PM", "")
					}
					got := read(t, []byte(log), Options{})
					name := fmt.Sprintf("%d clients, %v s apart, queries after %v s, text %v", clients, gap, queries, coarse)
					if got.Refresh.State != Suspicious && !got.Refresh.Undecided {
						t.Errorf("%s: %s", name, got.Sentence)
					}
					if got.Refresh.State == Suspicious != (queries > 0 && !coarse) {
						t.Errorf("%s: state %s", name, got.Refresh.State)
					}
					if got.Question == nil || got.Question.ID != askConsole.ID {
						t.Errorf("%s: asks %+v", name, got.Question)
					}
					for _, cause := range []ids.Cause{ids.IssuerMismatch, ids.AudienceMismatch, ids.KeyPairMismatch} {
						if !slices.Contains(rivalsOf(&got), cause) {
							t.Errorf("%s: %s is not among %v", name, cause, rivalsOf(&got))
						}
					}
				}
			}
		}
	}
}

// Threes that something else explains leave no such rivals: queries that run with a user's identity, or tabs that were
// opened together.
func TestThreesThatAreExplained(t *testing.T) {
	for name, play := range map[string]func(world *world){
		"a user is signed in": func(world *world) {
			for load := range 5 {
				one := world.browser()
				for i := range 3 {
					one.refresh(float64(load*(120+load))+float64(i), outcome{})
				}
			}
		},
		"three tabs": func(world *world) {
			for i := range 3 {
				one := world.browser()
				for round := range 5 {
					one.refresh(float64(i)+float64(round)*3590, outcome{quiet: true})
				}
			}
		},
	} {
		world := newWorld(32)
		play(world)
		got := read(t, []byte(renderJSONL(world.sorted())), Options{})
		if slices.Contains(rivalsOf(&got), ids.IssuerMismatch) {
			t.Errorf("%s: %v, %s", name, rivalsOf(&got), got.Sentence)
		}
	}
}

// A refresh that ends with an error is none of a session that has ended, and none that is as expected.
func TestErrorsAreNoEndedSessions(t *testing.T) {
	for _, c := range []struct {
		failed, thrown, good int
		want                 string
		state                State
	}{
		{0, 1, 0, "the only one in this log ended with an error.", Suspicious},
		{0, 4, 1, "4 of 5 refreshes ended with an error.", Suspicious},
		{0, 1, 9, "1 ended with an error.", AsExpected},
		{2, 1, 9, "1 ended with an error, 2 without a new token (ended sessions).", AsExpected},
		{1, 0, 9, "1 without a new token (ended sessions).", AsExpected},
	} {
		world := newWorld(33)
		at := 0.0
		next := func(outcome outcome, n int) {
			for range n {
				at += 60 + 300*world.random.Float64()
				world.browser().refresh(at, outcome)
			}
		}
		next(outcome{}, c.good)
		next(outcome{failed: true}, c.failed)
		next(outcome{failed: true, failure: "Uncaught TypeError: boom\n    at sign (../x.ts:1:1)\n"}, c.thrown)
		for name, log := range map[string]string{
			"jsonl": renderJSONL(world.sorted()), "webhook": renderStream(world.sorted(), "webhook"),
		} {
			got := read(t, []byte(log), Options{PageLoads: c.good + c.failed + c.thrown})
			if !strings.HasSuffix(got.Sentence, c.want) || got.Refresh.State != c.state || got.Refresh.Errors != c.thrown {
				t.Errorf("%s, %+v: %s, %d errors: %s", name, c, got.Refresh.State, got.Refresh.Errors, got.Sentence)
			}
			if slices.Contains(rivalsOf(&got), ids.RefreshTokenCorrupted) || got.Refresh.Cause != nil {
				t.Errorf("%s, %+v: blames what is stored", name, c)
			}
		}
		text := read(t, []byte(renderText(world.sorted(), true, "1/2/2006, 3:04:05 PM", "")), Options{PageLoads: 20})
		if text.Refresh.Errors != c.thrown || text.Refresh.State != c.state {
			t.Errorf("text, %+v: %s, %d errors: %s", c, text.Refresh.State, text.Refresh.Errors, text.Sentence)
		}
	}
}

// Sign-ins are auth:signIn with auth:store, too: a log that holds nothing else says so.
func TestSignInsAreNoRefreshes(t *testing.T) {
	world := newWorld(34)
	for i := range 15 {
		world.browser().signIn(float64(i) * 4)
	}
	got := read(t, []byte(renderJSONL(world.sorted())), Options{})
	if !strings.Contains(got.Sentence, "15 sign-ins") || strings.Contains(got.Sentence, "none of auth:signIn") {
		t.Error(got.Sentence)
	}
	if got.Question == nil || got.Question.ID != askStorage.ID || !slices.Contains(rivalsOf(&got), ids.RefreshStorageUnavailable) {
		t.Errorf("asks %+v, rivals %v", got.Question, rivalsOf(&got))
	}
}
