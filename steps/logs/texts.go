package logs

import (
	"slices"
	"strings"

	"convex-auth-doctor/steps/messages"
)

// knownText is a message of Convex, its clients or an auth library, as it is looked for in a log. Its words are those of
// package messages; what it points to is said by the findings, so that a line means the same wherever it was met.
type knownText struct {
	id    string   // of the message
	parts []string // all of them stand in the line, in this order
	// where says which lines may hold it: texts that other programs print as well count only in auth functions.
	where place
}

type place int

const (
	anywhere place = iota
	inAuth         // printed by a function of the auth library, or by a route of it
)

// The ids of texts that the verdict on refresh traffic asks for.
const (
	textCorrupted       = "auth-refresh-token-unparsable"
	textCorruptedDebug  = "robelest-refresh-parse"
	textExchangeFailed  = "robelest-refresh-exchange"
	textSessionMismatch = "auth-refresh-token-session"
	textExpiredRefresh  = "auth-refresh-token-expired"
	textInvalidRefresh  = "auth-refresh-token-invalid"
	textReuse           = "auth-refresh-token-reused"
	textReuseEvent      = "robelest-refresh-reused"
	textNoLocalStorage  = "auth-no-storage"
	textStorageFailed   = "robelest-storage-failed"
	textProxyRefresh    = "robelest-proxy-refresh-failed"
	textMissingCookie   = "auth-refresh-cookie-missing"
	textImmediately     = "client-leeway-larger-than-life"
	textTooShort        = "client-token-too-short-lived"
	textNoNewToken      = "client-reauthentication-failed"
	textIdentityExpired = "backend-identity-expired"
	textFailedToAuth    = "client-failed-to-authenticate"
	textNoProvider      = "backend-no-provider-redacted"
	textNoProviders     = "backend-no-providers"
	textOIDCClaim       = "backend-claim-not-verified"
	textOIDCParse       = "backend-not-oidc"
	textUnknownKey      = "backend-kid-not-found"
)

// passage is the part of a message that is looked for: enough words to tell it from every other one, and no more, because
// versions differ in what follows and copies are cut.
type passage struct {
	id          string
	skip, words int      // words passed over at the message's beginning, and taken; 0 words are all to its end
	values      []string // of the variable parts that are told from others, as for Message.Say; all others may be anything
	where       place
}

// passages is P 4.22, B section 2 and 3, and what P 4E and section 5 name.
func passages() []passage {
	return []passage{
		// refresh (P 4E, 4.7, B 3.13 to 3.21)
		{id: textCorrupted, words: 4},
		{id: textSessionMismatch},
		{id: textCorruptedDebug},
		{id: textExchangeFailed},
		{id: textExpiredRefresh},
		{id: textReuse},
		{id: textReuseEvent},
		{id: textInvalidRefresh},
		{id: textNoLocalStorage, words: 7},
		{id: textStorageFailed},
		{id: textProxyRefresh},
		{id: textMissingCookie, words: 4},
		{id: textImmediately, words: 4},
		{id: textTooShort, words: 7},
		{id: "client-token-without-times", words: 7},
		{id: "client-token-not-a-jwt", words: 7},
		{id: textNoNewToken},
		{id: textIdentityExpired},

		// what a deployment answers (B section 2)
		{id: textNoProviders, words: 11},
		{id: textNoProvider},
		{id: "backend-payload-unparseable", words: 5},
		{id: "backend-issuer-missing", words: 4},
		{id: "backend-discovery-failed"},
		{id: textOIDCParse, words: 7},
		{id: textOIDCClaim, words: 6},
		{id: textUnknownKey, words: 7},
		{id: "backend-kid-missing", words: 10},
		{id: "backend-token-expired", words: 6},
		{id: "backend-token-not-yet-valid", words: 9},
		{id: "backend-custom-claim-not-verified", words: 5},
		{id: "backend-jwks-unparseable", words: 5},
		{id: "backend-jwks-unreachable", words: 6},
		{id: "backend-jwks-content-type", words: 7},
		{id: "backend-jwks-data-url", words: 4},
		{id: "backend-invalid-admin-key"},
		{id: textFailedToAuth},
		{id: "push-variable-missing", skip: 3},

		// keys, variables, OAuth, passkeys (P 4.22, section 5)
		{id: "auth-missing-variable", words: 3},
		{id: "robelest-missing-variable-code"},
		{id: "key-not-pkcs8"},
		{id: "key-invalid-data", where: inAuth},
		{id: "key-invalid-character", skip: 1, where: inAuth},
		{id: "key-invalid-type", where: inAuth},
		{id: "auth-invalid-redirect", words: 2},
		{id: "auth-invalid-redirect-old", words: 3},
		{id: "auth-invalid-verifier", where: inAuth},
		{id: "auth-invalid-state", where: inAuth},
		{id: "auth-invalid-code", where: inAuth},
		{id: "oauth-check-body"},
		{id: "oauth-unexpected-state"},
		{id: "oauth-unexpected-iss"},
		{id: "oauth-redirect-uri-mismatch"},
		{id: "oauth-redirect-uri-not-associated", skip: 1, words: 4},
		{id: "oauth-microsoft", values: []string{"number", "50011"}},
		{id: "robelest-passkey-origin-code"},
		{id: "robelest-passkey-rp-code"},
		{id: "robelest-passkey-config-code"},
		{id: "auth-is-authenticated-missing", skip: 1, words: 3},
		{id: "auth-provider-not-configured", skip: 2, words: 6},
		{id: "ba-decrypt-key"},
		{id: "ba-base-url"},
		{id: "clerk-no-template", values: []string{"template", "convex"}},
		{id: "auth-no-tokens-to-refresh"},
		{id: "client-no-auth-provider-above", words: 4},
	}
}

// proxyAnswers are what an auth proxy answers before anything reaches Convex (P 4E). They count only behind a request to
// its route.
func proxyAnswers() []passage {
	return []passage{
		{id: "auth-proxy-invalid-origin"}, {id: "auth-proxy-invalid-route"}, {id: "auth-proxy-invalid-method"},
		{id: "auth-proxy-invalid-action"}, {id: "auth-proxy-invalid-body"},
	}
}

// textsOf takes the words of passages from their messages.
func textsOf(passages []passage) []knownText {
	var texts []knownText
	for _, one := range passages {
		message, ok := messages.ByID(one.id)
		if !ok {
			panic("logs: there is no message " + one.id)
		}
		texts = append(texts, knownText{id: one.id, parts: one.of(message.Message), where: one.where})
	}
	return texts
}

// gap stands for a variable part that may be anything.
const gap = "\x00"

// of returns the literal parts of the passage.
func (passage passage) of(message messages.Message) []string {
	values := slices.Clone(passage.values)
	for _, part := range message.Parts() {
		if part.Name != "" && !slices.Contains(values, part.Name) {
			values = append(values, part.Name, gap)
		}
	}
	words := strings.Split(message.Say(values...), " ")[passage.skip:]
	if passage.words > 0 {
		words = words[:passage.words]
	}
	var parts []string
	between := strings.Split(strings.Join(words, " "), gap)
	for i, part := range between {
		// Quotes around a variable part are written in more ways than one, so they do not count.
		if i > 0 {
			part = strings.TrimLeft(part, quoteMarks)
		}
		if i < len(between)-1 {
			part = strings.TrimRight(part, quoteMarks)
		}
		if strings.TrimSpace(part) != "" {
			parts = append(parts, part)
		}
	}
	if last := len(parts) - 1; last >= 0 {
		parts[last] = strings.TrimRight(parts[last], " .:,")
	}
	return parts
}

const quoteMarks = "'\"`"

// in reports whether the text stands in line, which a function of the auth library printed or not.
func (known *knownText) in(line string, fromAuth bool) bool {
	if known.where == inAuth && !fromAuth {
		return false
	}
	for _, part := range known.parts {
		at := strings.Index(line, part)
		if at < 0 {
			return false
		}
		line = line[at+len(part):]
	}
	return true
}

// overshadows reports whether the other text stands in every line with this one, and says less: "Invalid refresh token"
// begins the warning about the session ID.
func (known *knownText) overshadows(other *knownText) bool {
	return known.id == textSessionMismatch && other.id == textInvalidRefresh ||
		known.id == textNoProviders && other.id == textNoProvider
}

// isAuthFunction reports whether a function belongs to Convex Auth's own functions (P 4.1).
func isAuthFunction(name string) bool {
	return strings.HasPrefix(name, "auth:") || strings.HasPrefix(name, "auth/")
}

// isAuthRoute reports whether an HTTP action or a line of an access log names a route of an auth library.
func isAuthRoute(name string) bool {
	for rest := name; ; {
		at := strings.Index(rest, "/auth")
		if at < 0 {
			return false
		}
		rest = rest[at+len("/auth"):]
		if rest == "" || !isLetter(rest[0]) && !isDigit(rest[0]) && rest[0] != '-' && rest[0] != '_' {
			return true
		}
	}
}
