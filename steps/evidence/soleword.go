package evidence

import (
	"strings"

	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/token"
)

// SoleWord is what a console shows where there is no token.
type SoleWord string

// The words.
const (
	WordNone    SoleWord = "none"    // null, undefined, nil
	WordObject  SoleWord = "object"  // [object Object]
	WordPromise SoleWord = "promise" // a Promise whose value is not shown, or is a text
)

// longestWord bounds what is looked at, in bytes.
const longestWord = 200

var (
	// token: null · idToken = undefined
	wordLabel = lazy.Regexp(`(?i)^[\w."']*(?:token|jwt)["']?\s*[:=]?\s*`)
	// Promise {<fulfilled>: null} · Promise { undefined }
	promiseOfNone = lazy.Regexp(`^Promise\s*\{\s*(?:<(?:fulfilled|state)>:?\s*"?(?:fulfilled)?"?,?\s*(?:<value>:)?)?\s*(?:null|undefined)\s*\}$`)
)

// bareWord is a text as it is copied from a console without the name of what was printed before it, quotation marks, or
// its repetition.
func bareWord(text []byte) string {
	bare := strings.Trim(strings.TrimSpace(string(text)), "\"'`;")
	if label := wordLabel().FindString(bare); label != bare {
		bare = strings.Trim(bare[len(label):], "\"'`;, ")
	}
	if first, second, ok := strings.Cut(bare, " "); ok && first == second {
		bare = first
	}
	return bare
}

// SoleWordOf reports that a text is nothing but such a word.
func SoleWordOf(text []byte) (SoleWord, bool) {
	if len(text) > longestWord {
		return "", false
	}
	bare := bareWord(text)
	read := token.Decode(bare)
	if read.Kind != token.Literal || strings.Contains(strings.ToLower(bare), "bearer") { // in a header it is known where it was sent
		return "", false
	}
	switch read.Literal {
	case "Promise":
		if promiseOfNone().MatchString(bare) {
			return WordNone, true
		}
		return WordPromise, true
	case "[object Promise]":
		return WordPromise, true
	case "null", "undefined", "nil", "None", "(null)", "<null>", "Optional(nil)":
		return WordNone, true
	}
	return WordObject, strings.HasPrefix(read.Literal, "[object ")
}

// soleWord keeps such a word as what it is: the text that stands where a token was looked for.
func (run *run) soleWord(text []byte, first int) bool {
	if _, ok := SoleWordOf(text); !ok {
		return false
	}
	bare := bareWord(text)
	run.keepToken(Where{Line: first}, run.tokenOf(bare, token.Decode(bare), OriginBare, ""))
	return true
}
