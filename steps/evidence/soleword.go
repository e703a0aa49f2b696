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

// longestSole is how long a single word may be that is looked at as a token, in bytes: cookies end at 4,096.
const longestSole = 8 << 10

// instead are opaque texts that people copy where a token is asked for. Keys have recognisers of their own.
var instead = lazy.Regexp(`^(?:Clerk session id|Clerk (?:machine|OAuth access|development browser) token|WorkOS session id|sealed session cookie|PASETO|Google access token)$`)

var onlyToken = lazy.Regexp(`^[A-Za-z0-9_.-]+$`)

// soleWord keeps a text that is one word as what it is: a word that stands where a token was looked for, something else
// that was copied instead of it, or the end of one.
func (run *run) soleWord(text []byte, first int) bool {
	if len(text) > longestSole {
		return false
	}
	bare := bareWord(text)
	if _, ok := SoleWordOf(text); !ok {
		if bare == "" || strings.ContainsAny(bare, " \t\r\n") {
			return false
		}
		read := token.Decode(bare)
		end := read.Kind == token.Cut && read.Lost == token.HeaderPart && !strings.HasPrefix(bare, "eyJ") && onlyToken().MatchString(bare)
		if !end && !(read.Kind == token.Opaque && instead().MatchString(read.Shape)) {
			return false
		}
	}
	run.keepToken(Where{Line: first}, run.tokenOf(bare, token.Decode(bare), OriginBare, ""))
	return true
}
