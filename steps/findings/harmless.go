package findings

// harmless says of messages that people ask about, and that are no cause, why they are none. In the tables of meanings they
// stand with an empty list.
var harmless = map[string]string{
	"clerk-development-keys":   "expected with a development instance, and no reason for a missing identity",
	"other-api-key":            "the answer of another service, which has nothing to do with signing in to Convex",
	"other-api-key-incorrect":  "the answer of another service, which has nothing to do with signing in to Convex",
	"other-rate-limit":         "too many requests, which heals by itself and is no refused token",
	"other-rate-limit-status":  "too many requests, which heals by itself and is no refused token",
	"other-rate-limited":       "too many requests, which heals by itself and is no refused token",
	"other-rate-limit-reached": "too many requests, which heals by itself and is no refused token",
}
