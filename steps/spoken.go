package steps

import (
	"slices"
	"strings"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
)

// spoken are the words that answer a question when nothing else is pasted at a place: a person who was asked what a
// console shows copies it as it stands there. Where a token was asked for, an empty value answers what the client gets
// from its provider.
var spoken = []struct {
	at     ids.Question
	word   evidence.SoleWord
	about  ids.Question
	answer ids.Answer
}{
	{ids.AskBackendLogs, evidence.WordNone, ids.AskBackendLogs, "null"},
	{ids.AskFrontendPrintToken, evidence.WordNone, ids.AskFrontendPrintToken, "null"},
	{ids.AskFrontendPrintToken, evidence.WordObject, ids.AskFrontendPrintToken, "opaque"},
	{ids.AskFrontendOwnHook, evidence.WordNone, ids.AskFrontendOwnHook, "null"},
	{ids.AskFrontendToken, evidence.WordNone, ids.AskFrontendPrintToken, "null"},
	{ids.AskFrontendToken, evidence.WordObject, ids.AskFrontendToken, "short"},
	{ids.AskFrontendRepeat, evidence.WordNone, ids.AskFrontendRepeat, "null"},
}

// identityNull is what people copy of the line that step 1 prints, with or without the quotation marks.
var identityNull = []string{"'server identity' null", "server identity null", `"server identity" null`}

// spokenAnswer returns the answer that a text is at an open question, and which question it answers.
func spokenAnswer(open ids.Question, text []byte) (about ids.Question, answer ids.Answer, ok bool) {
	word, ok := evidence.SoleWordOf(text)
	if open == ids.AskBackendLogs && slices.Contains(identityNull, strings.TrimSpace(string(text[:min(len(text), 100)]))) {
		word, ok = evidence.WordNone, true
	}
	if !ok {
		return "", "", false
	}
	for _, one := range spoken {
		if one.at == open && one.word == word {
			return one.about, one.answer, true
		}
	}
	return "", "", false
}

// hints are said of a word that was pasted where it answers nothing; they fit 80 columns. Convex's own debugging page
// prints the Promise (providers.md 0.7).
var hints = map[evidence.SoleWord]string{
	evidence.WordPromise: "a Promise, not the token in it: print it with .then(console.log)",
	evidence.WordNone:    "no token. As the identity in the log: 1. As what your client prints: 2",
	evidence.WordObject:  "an object, not the token in it: print the text that it holds",
}
