package plain

import (
	"strings"
	"testing"

	"convex-auth-doctor/steps/token/tokentest"
	"convex-auth-doctor/wizard"
)

// TestFind finds what the full screen finds, causes and questions, and goes to a question by its number.
func TestFind(t *testing.T) {
	found := wizard.Find("Authenticate message")
	number, title := "", ""
	for i, page := range found[:min(len(found), mostFound)] {
		if page.Question != "" {
			number, title = string(rune('1'+i)), page.Title
			break
		}
	}
	if number == "" {
		t.Fatal("the words are on no question")
	}
	out := walked(t, "/ Authenticate message\n/ "+number+"\n")
	if strings.Count(out, title) < 2 || !strings.Contains(out, "("+found[0].Name()+")") {
		t.Errorf("%q is not found, or not asked:\n%s", title, out)
	}
	out = walked(t, "/ issuer-mismatch\n/ 1\n/ 99\n/\n/ nosuchword\n")
	for _, want := range []string{"Its name: issuer-mismatch", "Why:", "Check again:", "Write / and one or more words.", "No page holds all of these words."} {
		if !strings.Contains(out, want) {
			t.Errorf("it has no %q:\n%s", want, out)
		}
	}
}

// TestCopyBeginsWithTheEdit prints the smallest edit first, as the full screen copies it.
func TestCopyBeginsWithTheEdit(t *testing.T) {
	out := walked(t, tokentest.Page([2]string{tokentest.ClerkDevelopment, "convex"})+"\n"+tokentest.Of("clerk", noon).With("aud", "shop").Sign()+"\n\nc\n")
	_, copied, ok := strings.Cut(out[strings.LastIndex(out, "Its name: audience-mismatch"):], "(b back, ? help) > \n")
	if !ok || !strings.HasPrefix(strings.TrimSpace(copied), "{") || !strings.Contains(copied, `"shop"`) {
		t.Errorf("the edit is not printed first:\n%s", out)
	}
}
