package logs

import (
	"strings"
	"testing"

	"convex-auth-doctor/steps/messages"
)

// A passage stands in its own message, and in no other one that is looked for, unless it is known that the other one counts
// there.
func TestPassagesTellTheirMessages(t *testing.T) {
	known := textsOf(passages())
	said := func(id string, values []string) string {
		message, ok := messages.ByID(id)
		if !ok {
			t.Fatalf("%s: no such message", id)
		}
		return message.Say(values...)
	}
	for i, one := range passages() {
		text := said(one.id, one.values)
		for j := range known {
			other := &known[j]
			if !other.in(text, true) {
				if i == j {
					t.Errorf("%s: %q stands not in %q", one.id, other.parts, text)
				}
				continue
			}
			if i != j && !known[i].overshadows(other) {
				t.Errorf("%s: %q stands in %q as well", other.id, other.parts, text)
			}
		}
		if longest := slicesLongest(known[i].parts); longest < 10 {
			t.Errorf("%s: %q is short enough to stand in anything", one.id, known[i].parts)
		}
	}
}

func slicesLongest(parts []string) int {
	longest := 0
	for _, part := range parts {
		longest = max(longest, len(strings.TrimSpace(part)))
	}
	return longest
}

func TestPassage(t *testing.T) {
	for _, c := range []struct {
		text    string
		passage passage
		want    string
	}{
		{"Can't parse it: {token}", passage{}, "Can't parse it"},
		{"Can't parse it: {token}", passage{words: 2}, "Can't parse"},
		{"The variable {name} is unset.", passage{skip: 3}, "is unset"},
		{"Type '{type}' at \"{place}\", check it", passage{}, "Type | at |, check it"},
		{"Error{number}: {reason}", passage{values: []string{"number", "7"}}, "Error7"},
		{"`{name}` is none of {names}", passage{words: 4}, " is none of"},
	} {
		if got := strings.Join(c.passage.of(messages.Message{Text: c.text}), "|"); got != c.want {
			t.Errorf("%q %+v: %q, want %q", c.text, c.passage, got, c.want)
		}
	}
}
