package steps

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps/token/tokentest"
)

// The tokens of a capture of a real client, in the order in which they were issued, with when they were sent.
func TestTokenTimelineOfCaptures(t *testing.T) {
	for name, c := range map[string]struct {
		tokens int
		sent   int
	}{"healthy": {2, 2}, "rejected": {4, 4}, "rejected-same": {1, 1}} {
		data, err := os.ReadFile(filepath.Join("evidence", "testdata", "captures", name+".har"))
		if err != nil {
			t.Fatal(err)
		}
		session := NewSession(func() time.Time { return morning }, true)
		session.Take(data, name)
		timeline := session.TokenTimeline()
		if timeline == nil {
			t.Errorf("%s: no timeline", name)
			continue
		}
		sent, before := 0, 0.0
		for _, one := range timeline.Tokens {
			sent += one.Sent
			if one.Life <= 0 || one.IssuedAt < before {
				t.Errorf("%s: %+v after one that was issued at %.0f", name, one, before)
			}
			before = one.IssuedAt
		}
		if len(timeline.Tokens) != c.tokens || sent < c.sent || timeline.Skew.From == 0 {
			t.Errorf("%s: %d tokens sent %d times, want %d and %d; skew %+v", name, len(timeline.Tokens), sent, c.tokens, c.sent, timeline.Skew)
		}
		text := strings.Join(session.TrafficText(), "\n")
		for _, want := range []string{"token A", "issued ", "sent ", "ends ", "The client's clock"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is missing from\n%s", name, want, text)
			}
		}
	}
}

// Tokens that were pasted have no time at which they were sent; one of them alone is no timeline.
func TestTokenTimelineOfPastes(t *testing.T) {
	session := NewSession(func() time.Time { return morning }, true)
	first := tokentest.Of(tokentest.Families()[0], morning).Sign()
	second := tokentest.Of(tokentest.Families()[0], morning.Add(50*time.Second)).Sign()
	session.Take([]byte(first), "pasted")
	if timeline := session.TokenTimeline(); timeline != nil {
		t.Errorf("one token: %+v", timeline)
	}
	session.Take([]byte(second), "pasted")
	timeline := session.TokenTimeline()
	if timeline == nil || len(timeline.Tokens) != 2 || timeline.Skew.Most != nil {
		t.Fatalf("two tokens: %+v", timeline)
	}
	if text := strings.Join(TokenRows(timeline, 80), "\n"); strings.Contains(text, "●") || !strings.Contains(text, "├ issued  ┤ ends") {
		t.Errorf("the legend names signs that are not drawn:\n%s", text)
	}
	out, err := json.Marshal(timeline)
	if err != nil {
		t.Fatal(err)
	}
	if tokentest.Leaks(string(out), first) || tokentest.Leaks(strings.Join(session.TrafficText(), "\n"), second) {
		t.Error("a token is shown")
	}
}
