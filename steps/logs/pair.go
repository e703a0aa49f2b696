package logs

import "strings"

// isSignIn and isStore know the functions of Convex Auth that a refresh runs (P 4.1); the second names are those of
// robelest's preview.8.
func isSignIn(name string) bool { return name == "auth:signIn" || name == "auth/session:start" }
func isStore(name string) bool  { return name == "auth:store" || name == "auth/store:run" }

// moment is a place in the log: a time and a line.
type moment struct {
	at     int64 // microseconds; see timed
	timed  bool
	coarse bool // written in whole seconds
	line   int64
}

// distance returns how many microseconds lie between two moments; ok is false when one of them has no time.
func (from moment) distance(to moment) (micros int64, ok bool) {
	return to.at - from.at, from.timed && to.timed
}

// pair is one refresh: an action that asked for it and the mutation that did it.
type pair struct {
	store, action moment // action.line is 0 when it was not seen
	failed        Tri    // No: it gave a token; NotSeen: the log does not tell
	threw         bool   // it failed with an error of a function, not with an empty result
	marked        bool   // the mutation itself says refreshSession; else it is taken from the form of the pair
	session       string // "abcde…vwxyz" of the session id at DEBUG level, "" not seen
	caller        string
	requestID     string
	storeBytes    int64
	actionBytes   int64
	ended         moment // last sign of it
}

// start returns the moment by which pairs are ordered.
func (pair *pair) start() moment {
	if pair.store.line > 0 {
		return pair.store
	}
	return pair.action
}

// half is a request of which the signs are still coming in.
type half struct {
	requestID     string
	store, action moment
	stores        int  // finished auth:store calls
	open          int  // auth:store calls that have printed but not ended (text only)
	refresh       bool // the mutation says that it refreshes a session
	implied       bool // it says so by its arguments only, not yet by "type: refreshSession"
	other         bool // it says that it does something else
	signing       bool // namely, that it makes a session
	session       string
	storeBytes    int64
	actionBytes   int64
	storeError    bool
	actionError   bool
	failureText   bool
	caller        string
	pair          *pair // once it is known to be a refresh
	isOther       bool  // once it is known to be something else
	isSignIn      bool  // and counted as a sign-in
}

// The sizes of results (P 4.4): null is 4 bytes; {tokens: null} is 15, {kind: "signedIn", session: null} 34; a result
// with a token is several hundred, the id of a verifier about 34.
const (
	nullBytes       = 4
	smallestSuccess = 60
)

// verdict says whether the half is a refresh as far as it was seen. NotSeen: wait for more.
func (half *half) verdict() Tri {
	switch {
	case half.other:
		return No
	case half.refresh:
		return Yes
	case half.stores > 1:
		return No // a refresh runs one mutation; signing in with a password runs several
	case half.stores == 0 || half.action.line == 0:
		return NotSeen
	case half.storeBytes > nullBytes && half.storeBytes < smallestSuccess:
		return No // the id of a verifier: the beginning of a sign-in
	}
	return Yes
}

// outcome says whether the refresh failed.
func (half *half) outcome() Tri {
	switch {
	case half.storeError, half.actionError, half.failureText, half.storeBytes == nullBytes:
		return Yes
	case half.actionBytes >= 0 && half.actionBytes < smallestSuccess:
		return Yes
	case half.storeBytes >= smallestSuccess, half.actionBytes >= smallestSuccess:
		return No
	}
	return NotSeen
}

// storeKind reads "`auth:store` type: refreshSession" (B 5.13).
func storeKind(message string) string {
	_, rest, ok := strings.Cut(message, "auth:store` type: ")
	if !ok {
		if _, rest, ok = strings.Cut(message, "auth:store type: "); !ok { // the dashboard can lose the quotes
			return ""
		}
	}
	end := 0
	for end < len(rest) && isLetter(rest[end]) {
		end++
	}
	return rest[:end]
}

// sessionOf reads "refreshSessionImpl args: Token ID: abcde<redacted>vwxyz Session ID: abcde<redacted>vwxyz" (P 4.12).
// ok says that the message is that line at all.
func sessionOf(message string) (session string, ok bool) {
	_, rest, ok := strings.Cut(message, "refreshSessionImpl args:")
	if !ok {
		return "", false
	}
	if _, rest, ok = strings.Cut(rest, "Session ID: "); !ok {
		return "", true
	}
	end := strings.IndexAny(rest, " '\"\n,")
	if end < 0 {
		end = len(rest)
	}
	session = strings.ReplaceAll(rest[:end], "<redacted>", "…")
	if len(session) > 40 {
		session = session[:40]
	}
	return session, true
}

// isFailureText reports the texts with which a refresh fails.
func isFailureText(id string) bool {
	switch id {
	case textCorrupted, textCorruptedDebug, textExchangeFailed, textSessionMismatch, textExpiredRefresh,
		textInvalidRefresh, textReuse, textReuseEvent:
		return true
	}
	return false
}
