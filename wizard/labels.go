package wizard

import (
	"errors"

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
	if len(typed) >= shortestSecret {
		evidence.Recognize([]byte(typed), registry)
	}
	return Guarded(registry, typed)
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

// shortestSecret is the length in bytes below which nothing is looked for (package secret).
const shortestSecret = 8
