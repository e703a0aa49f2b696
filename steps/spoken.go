package steps

import (
	"slices"
	"strings"

	"convex-auth-doctor/steps/ids"
)

// spoken are the texts that answer a question when nothing else is pasted at a place: a person who was asked what a
// console shows copies it as it stands there. Where a token was asked for, an empty value answers what the client gets
// from its provider.
var spoken = []struct {
	at     ids.Question
	texts  []string
	about  ids.Question
	answer ids.Answer
}{
	{ids.AskBackendLogs, []string{"null", "'server identity' null", "server identity null"}, ids.AskBackendLogs, "null"},
	{ids.AskFrontendPrintToken, []string{"null", "undefined"}, ids.AskFrontendPrintToken, "null"},
	{ids.AskFrontendPrintToken, []string{"[object Object]"}, ids.AskFrontendPrintToken, "opaque"},
	{ids.AskFrontendOwnHook, []string{"null", "undefined"}, ids.AskFrontendOwnHook, "null"},
	{ids.AskFrontendToken, []string{"null", "undefined"}, ids.AskFrontendPrintToken, "null"},
	{ids.AskFrontendToken, []string{"[object Object]"}, ids.AskFrontendToken, "short"},
	{ids.AskFrontendRepeat, []string{"null"}, ids.AskFrontendRepeat, "null"},
}

// spokenAnswer returns the answer that a text is at an open question, and which question it answers.
func spokenAnswer(open ids.Question, text []byte) (about ids.Question, answer ids.Answer, ok bool) {
	const longest = 100
	if len(text) > longest {
		return "", "", false
	}
	bare := strings.TrimSpace(string(text))
	for _, one := range spoken {
		if one.at == open && (slices.Contains(one.texts, bare) || slices.Contains(one.texts, strings.Trim(bare, "\"'`;"))) {
			return one.about, one.answer, true
		}
	}
	return "", "", false
}

// promiseHint is said of a Promise that was pasted for the token in it; Convex's own debugging page prints one
// (providers.md 0.7).
const promiseHint = "a Promise, not the token in it: print getToken().then(console.log)" // fits 80 columns

// isPromise reports whether a text is what consoles print for a Promise.
func isPromise(text []byte) bool {
	line := strings.TrimSpace(string(text[:min(len(text), 200)]))
	return strings.HasPrefix(line, "Promise {") && strings.HasSuffix(line, "}") || line == "[object Promise]"
}
