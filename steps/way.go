package steps

import (
	"slices"

	"convex-auth-doctor/steps/ids"
)

// passed are the places where evidence leads on by an answer whose label says more than it shows: a token that was pasted
// does not say that somebody can read its fields only, and known providers do not say what a log shows. The way names
// such a place by what happened there.
var passed = []struct {
	at     ids.Question
	answer ids.Answer
	rules  []ids.Rule // the findings that do not show what the label says; none means all
	words  string
}{
	{Root, "token", []ids.Rule{ids.SeenProviders}, Skipped},
	{ids.AskBackendCaller, "app", []ids.Rule{ids.SeenToken, ids.SeenProviders}, Skipped},
	{ids.AskBackendNullWhen, "always", nil, Skipped},
	{ids.AskFrontendClient, "unknown", nil, Skipped},
	{ids.AskFrontendUnsent, "unknown", nil, Skipped},
	{ids.AskFrontendPrintToken, "string", nil, Pasted},
	{ids.AskFrontendToken, "claims", nil, Pasted},
	{ids.AskFrontendRepeat, "null", []ids.Rule{ids.SeenProviders}, Skipped},
	{ids.AskMatchingProviders, "some", nil, Known},
	{ids.AskMatchingConfig, "some", nil, Known},
}

// sending are the questions whether a client sends a token, and the answer that it does.
var sending = map[ids.Question]ids.Answer{ids.AskFrontendWS: "yes", ids.AskFrontendHTTP: "yes", ids.AskFrontendNextJS: "yes", ids.AskFrontendNative: "sent"}

// What stands on the way for an answer that evidence gave and nobody said.
const (
	Pasted  = "pasted"
	Known   = "known"
	Skipped = "not asked"
)

// InPlace returns the words that stand on the way for the label of an answer, where evidence gave it and the label would
// claim what nothing shows; "" where the label holds.
func (taken Taken) InPlace() string {
	if taken.By != ByEvidence {
		return ""
	}
	for _, one := range passed {
		if one.at == taken.Place.Question && one.answer == taken.Answer && (one.rules == nil || slices.Contains(one.rules, taken.Finding.Rule)) {
			return one.words
		}
	}
	onItsWay := len(taken.Finding.Excludes) > 0 // where the token stood says that it was sent
	if sending[taken.Place.Question] == taken.Answer && taken.Finding.Rule == ids.SeenToken && !onItsWay {
		return Skipped
	}
	return ""
}
