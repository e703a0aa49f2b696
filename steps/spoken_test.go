package steps

import (
	"testing"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
)

// What a console shows is an answer where it was asked for, and nothing elsewhere.
func TestSpokenAnswers(t *testing.T) {
	for _, c := range []struct {
		at          ids.Question
		text        string
		taken, open ids.Question
		cause       ids.Cause
	}{
		{at: ids.AskBackendLogs, text: "null\n", taken: ids.AskBackendLogs, open: ids.AskBackendCaller},
		{at: ids.AskFrontendPrintToken, text: "undefined", taken: ids.AskFrontendPrintToken, open: ids.AskFrontendSession},
		{at: ids.AskFrontendPrintToken, text: `"[object Object]"`, taken: ids.AskFrontendPrintToken, cause: ids.OpaqueToken},
		{at: ids.AskFrontendToken, text: " 'null' ", taken: ids.AskFrontendPrintToken, open: ids.AskFrontendSession},
		{at: ids.AskFrontendToken, text: "[object Object]", taken: ids.AskFrontendToken, cause: ids.OpaqueToken},
		{at: ids.AskFrontendRepeat, text: "null", taken: ids.AskFrontendRepeat, open: ids.AskMatchingProviders},
		{at: ids.AskBackendLogs, text: "'server identity' null", taken: ids.AskBackendLogs, open: ids.AskBackendCaller},
		{at: ids.AskFrontendToken, text: "Token: null", taken: ids.AskFrontendPrintToken, open: ids.AskFrontendSession},
		{at: ids.AskFrontendToken, text: "undefined undefined", taken: ids.AskFrontendPrintToken, open: ids.AskFrontendSession},
		{at: ids.AskFrontendToken, text: "Promise {<fulfilled>: null}", taken: ids.AskFrontendPrintToken, open: ids.AskFrontendSession},
		{at: ids.AskMatchingProviders, text: "null", open: ids.AskMatchingProviders},
		{at: ids.AskFrontendToken, text: "null and void", open: ids.AskFrontendToken},
	} {
		session := newSession()
		session.Jump(c.at)
		intake := session.Take([]byte(c.text), "pasted")
		var taken ids.Question
		if intake.Answer != nil {
			taken = intake.Answer.Place.Question
		}
		if position := session.Position(); taken != c.taken || position.Open != c.open || position.Cause != c.cause {
			t.Errorf("%q at %s: it answers %q and leads to %q %q", c.text, c.at, taken, position.Open, position.Cause)
		}
		for session.Position().Open != c.at && session.Back() { // as any answer, it can be taken back
		}
		if session.Position().Open != c.at {
			t.Errorf("%q at %s cannot be taken back", c.text, c.at)
		}
	}
}

// A word that answers nothing at its place is named, and what to do is said.
func TestWordForAToken(t *testing.T) {
	for text, want := range map[string]evidence.SoleWord{
		"Promise {<pending>}": evidence.WordPromise, "Promise { <pending> }": evidence.WordPromise, "[object Promise]": evidence.WordPromise,
		"Promise {<fulfilled>: 'eyJ'}": evidence.WordPromise, "undefined": evidence.WordNone, "[object Object]": evidence.WordObject,
	} {
		session := newSession()
		intake := session.Take([]byte(text), "pasted")
		if intake.Hint != hints[want] || len(intake.Hint) > 76 || len(intake.Items) != 1 || session.Position().Open != ids.AskStart {
			t.Errorf("%q: hint %q, %d pieces, at %s", text, intake.Hint, len(intake.Items), session.Position().Open)
		}
	}
	if session := newSession(); session.Take([]byte("we promise { nothing }"), "pasted").Hint != "" {
		t.Error("a sentence is no Promise")
	}
}
