package token

import (
	"regexp"
	"strings"

	"convex-auth-doctor/steps/lazy"
)

// literals are the texts that JavaScript and others make of a value that is no token.
var literals = []string{
	"undefined", "null", "[object Object]", "[object Promise]", "NaN", "true", "false", "None", "nil", "{}", "[]",
	"(null)", "<null>", "Optional(nil)", "function", "[Function: getToken]", "[AsyncFunction: getToken]",
}

// promise is how consoles print the result of an async function that was not awaited: Chrome "Promise {<pending>}",
// Node "Promise { <pending> }", Firefox `Promise { <state>: "pending" }`, with or without a value.
var promise = lazy.Regexp(`^Promise\s*\{.*`)

// placeholder is a word between angle brackets, or a name in capitals, that a person put in the place of a token.
var placeholder = lazy.Regexp(`^(?:<[^<>]{1,60}>|\$\{?[A-Za-z_][A-Za-z0-9_.]{0,60}\}?|(?:YOUR|MY|THE|JWT|ACCESS|ID|AUTH|BEARER)(?:_[A-Z0-9]+)*_?(?:TOKEN|JWT)(?:_HERE)?|\[?(?:REDACTED|redacted|FILTERED|hidden)\]?|\*{3,}|x{6,}|X{6,})$`)

// literalOf recognises the text of a value that is no token.
func literalOf(text string) (string, bool) {
	for _, literal := range literals {
		if text == literal {
			return literal, true
		}
	}
	switch {
	case promise().MatchString(text) && len(text) < 4096:
		return "Promise", true
	case strings.HasPrefix(text, "[object ") && strings.HasSuffix(text, "]") && len(text) < 60:
		return text, true
	case placeholder().MatchString(text):
		return "placeholder", true
	}
	return "", false
}

// shapes are forms of opaque texts that providers are known to give out where people look for a token.
var shapes = []struct {
	form  func() *regexp.Regexp
	shape string
}{
	{lazy.Regexp(`^mt_[A-Za-z0-9]{8,}$`), "Clerk machine token"},
	{lazy.Regexp(`^oat_[A-Za-z0-9]{8,}$`), "Clerk OAuth access token"},
	{lazy.Regexp(`^ak_[A-Za-z0-9]{8,}$`), "Clerk API key"},
	{lazy.Regexp(`^sess_[A-Za-z0-9]{8,}$`), "Clerk session id"},
	{lazy.Regexp(`^dvb_[A-Za-z0-9]{8,}$`), "Clerk development browser token"},
	{lazy.Regexp(`^(?:sk|pk)_(?:test|live)_[A-Za-z0-9$=+/_-]{8,}$`), "provider key"},
	{lazy.Regexp(`^session_[0-9A-Z]{20,}$`), "WorkOS session id"},
	{lazy.Regexp(`^Fe26\.2\*`), "sealed session cookie"},
	{lazy.Regexp(`^v1\.[A-Za-z0-9_-]{30,}$`), "Auth0 refresh token"},
	{lazy.Regexp(`^v[1-4]\.(?:local|public)\.`), "PASETO"},
	{lazy.Regexp(`^[a-z0-9]{20,40}\|[a-z0-9]{20,40}$`), "Convex Auth refresh token"},
	{lazy.Regexp(`^(?:prod|dev|preview|project|custom):[^|\s]+\|.+$`), "Convex deploy key"},
	{lazy.Regexp(`^(?:gh[opusr]_|github_pat_)[A-Za-z0-9_]{20,}$`), "GitHub token"},
	{lazy.Regexp(`^ya29\.[A-Za-z0-9_-]{20,}`), "Google access token"},
	{lazy.Regexp(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`), "UUID"},
	{lazy.Regexp(`^[A-Za-z0-9]{32}\.[A-Za-z0-9%+/=]{40,60}$`), "Better Auth session cookie"},
	{lazy.Regexp(`^[A-Za-z0-9]{32}$`), "session token"},
}

// opaque fills in what is known of a text that is no JWT.
func (token *Token) opaque(text string, parts []string) {
	token.Kind, token.Header, token.Payload, token.Damage = Opaque, Object{}, Object{}, nil
	for _, known := range shapes {
		if known.form().MatchString(text) {
			token.Shape = known.shape
			return
		}
	}
	// a token whose header and payload are both unreadable still has the shape of one
	if len(parts) == 3 && looksEncoded(text) && strings.IndexFunc(text, func(r rune) bool { return r >= 0x80 || !tokenByte(byte(r)) && r != '=' }) < 0 {
		_, header := decode(parts[0], HeaderPart)
		token.Damage = append(header, Damage{NotJSON, HeaderPart, 0}, Damage{NotJSON, PayloadPart, 0})
		token.Shape = "three parts that hold no JSON"
	}
}
