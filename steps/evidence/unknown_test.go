package evidence

import (
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/steps/token/tokentest"
)

// TestHeadOfUnknown holds what is shown of a text that nobody recognised: its words, without what could be a secret.
func TestHeadOfUnknown(t *testing.T) {
	for text, want := range map[string]string{
		"The weather is fine today":                                     "The weather is fine today",
		"Settings\nGeneral\n  Authentication":                           "Settings General Authentication",
		strings.Repeat("word ", 40):                                     strings.TrimSpace(strings.Repeat("word ", 12))[:59] + "…",
		"the id is 4f0c2b1a9d8e7f6a5b4c":                                "the id is …",
		"it said aGVsbG9Xb3JsZEhlbGxv and stopped":                      "it said … and stopped",
		"my password is hunter2":                                        "",
		"the key: 1234":                                                 "",
		"a Cookie of mine":                                              "",
		"monkeys have no keyboard":                                      "monkeys have no keyboard",
		"pneumonoultramicroscopicsilicovolcanoconiosis is a long word":  "… is a long word",
		"an escape \x1b[31mred\x07":                                     "an escape red",
		"4f0c2b1a9d8e7f6a5b4c 4f0c2b1a9d8e7f6a5b4c4f0c2b1a9d8e7f6a5b4c": "",
	} {
		if got := headOf([]byte(text)); got != want {
			t.Errorf("%q begins %q, want %q", text, got, want)
		}
	}
}

// TestHeadsHoldNoSecret feeds each kind of secret, also inside of texts that nothing else recognises.
func TestHeadsHoldNoSecret(t *testing.T) {
	for _, one := range tokentest.Secrets(time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)) {
		for _, paste := range []string{one.Paste, one.Value, "look at this " + one.Value + " please", strings.Join(strings.Split(one.Value, ""), " ")} {
			for _, fragment := range Recognize([]byte(paste), &secret.Registry{}).Unknown {
				if len(one.Value) >= 12 && tokentest.Leaks(fragment.Head, one.Value) {
					t.Errorf("%s shows in the head of an unknown text", one.Name)
				}
			}
		}
	}
}
