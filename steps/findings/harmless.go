package findings

import "convex-auth-doctor/steps/evidence"

// Harmless says why a message is no cause of anything, "" where it may be one.
func Harmless(message evidence.Message) string { return harmless[message.ID] }

// harmless says of messages that people ask about, and that are no cause, why they are none. Those that tell of a failure of
// something else stand in the tables of meanings with an empty list; the others are no sign of a failure at all.
var harmless = map[string]string{
	"clerk-development-keys":   "expected with a development instance, and no reason for a missing identity",
	"other-api-key":            "the answer of another service, which has nothing to do with signing in to Convex",
	"other-api-key-incorrect":  "the answer of another service, which has nothing to do with signing in to Convex",
	"other-rate-limit":         "too many requests, which heals by itself and is no refused token",
	"other-rate-limit-status":  "too many requests, which heals by itself and is no refused token",
	"other-rate-limited":       "too many requests, which heals by itself and is no refused token",
	"other-rate-limit-reached": "too many requests, which heals by itself and is no refused token",
}
