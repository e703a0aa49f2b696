package messages

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParts(t *testing.T) {
	for _, c := range []struct {
		text string
		want []Part
	}{
		{"", nil},
		{"plain", []Part{{Literal: "plain"}}},
		{"{a}", []Part{{Name: "a"}}},
		{"x {a} y {b}", []Part{{Literal: "x "}, {Name: "a"}, {Literal: " y "}, {Name: "b"}}},
		{"json {{\"code\":{code}}", []Part{{Literal: "json {\"code\":"}, {Name: "code"}, {Literal: "}"}}},
		{"open {brace", []Part{{Literal: "open {brace"}}},
	} {
		if diff := cmp.Diff(c.want, (Message{Text: c.text}).Parts()); diff != "" {
			t.Errorf("Parts(%q): %s", c.text, diff)
		}
	}
}

func TestSay(t *testing.T) {
	message := Message{Text: "Auth provider discovery of {issuer} failed: {status}"}
	if got, want := message.Say("issuer", "https://a", "status", "404"), "Auth provider discovery of https://a failed: 404"; got != want {
		t.Errorf("Say = %q, want %q", got, want)
	}
	if got, want := message.Say("issuer", "https://a"), "Auth provider discovery of https://a failed: <status>"; got != want {
		t.Errorf("Say = %q, want %q", got, want)
	}
}
