package logs

import (
	"strings"
	"testing"

	"convex-auth-doctor/steps/messages"
)

// Each text is a piece of the message that is known under its id.
func TestTextsAreKnownMessages(t *testing.T) {
	for _, known := range knownTexts() {
		message, ok := messages.ByID(known.id)
		if !ok {
			t.Errorf("%s: no such message", known.id)
			continue
		}
		rest := message.Say("issuer", "x", "number", "50011", "template", "convex")
		for _, part := range known.parts {
			at := strings.Index(rest, part)
			if at < 0 {
				t.Errorf("%s: %q stands not in %q", known.id, part, message.Text)
				break
			}
			rest = rest[at+len(part):]
		}
	}
}
