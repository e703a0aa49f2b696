package wizard

import (
	"errors"
	"strings"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/secret"
)

// Guarded returns a text with labels in the place of the secrets that were taken in. Where one is broken in a way in which it
// cannot be replaced, none of the text is returned.
func Guarded(registry *secret.Registry, text string) string {
	shown, err := registry.Guard([]byte(text))
	var leak *secret.LeakError
	if errors.As(err, &leak) {
		return "(" + leak.Label + " stands here, and is not shown)"
	}
	return string(shown)
}

// Labelled returns what a person typed with labels in the place of secrets, which are taken in: nobody pastes a token as a
// name, and it happens.
func Labelled(registry *secret.Registry, typed string) string {
	for rest, words := typed, 0; len(rest) >= shortestSecret && words < wordsBefore; words++ {
		var found secret.Registry
		if evidence.Recognize([]byte(rest), &found); found.Count() > 0 {
			evidence.Recognize([]byte(rest), registry)
			break
		}
		_, rest, _ = strings.Cut(rest, " ") // the row of a table is known by its beginning
	}
	shown := Guarded(registry, typed)
	joined := strings.Join(strings.Fields(shown), "")
	if at := strings.Index(joined, "eyJ"); at >= 0 && holdsSecret(registry, joined[at:]) { // it was broken into pieces
		return "(a token stands here, and is not shown)"
	}
	return shown
}

// holdsSecret reports a text that must not be shown. It takes nothing in: each beginning of a typed token would be another one.
func holdsSecret(registry *secret.Registry, typed string) bool {
	if len(typed) < shortestSecret {
		return false
	}
	var scratch secret.Registry
	evidence.Recognize([]byte(typed), &scratch)
	return scratch.Check([]byte(typed)) != nil || registry.Check([]byte(typed)) != nil
}

// wordsBefore is behind how many words the beginning of a secret's row is looked for.
const wordsBefore = 6

// shortestSecret is the length in bytes below which nothing is looked for (package secret).
const shortestSecret = 8
