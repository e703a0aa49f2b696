package deploy

import (
	"strings"

	"convex-auth-doctor/steps/secret"
)

// withToken changes the token of a healthy deployment.
func withToken(gen Generation, change func(*Token)) func(*Input) {
	return func(in *Input) {
		token := tokenOf(gen)
		change(&token)
		in.Tokens = []Token{token}
	}
}

func refresh(text, where string) func(*Input) {
	return func(in *Input) {
		token := RefreshToken{Plain: text, Where: where}
		if strings.Contains(text, "|") {
			registry := &secret.Registry{}
			token = RefreshToken{Value: registry.Take(secret.RefreshToken, text), Where: where}
		}
		in.Refresh = []RefreshToken{token}
	}
}

func stored(items ...StorageItem) func(*Input) {
	return func(in *Input) { in.Storage = items }
}

func setCookie(lines ...string) func(*Input) {
	return func(in *Input) {
		in.Cookies = nil
		for _, one := range lines {
			in.Cookies = append(in.Cookies, cookieOf(&secret.Registry{}, one))
		}
	}
}

func tokenCases() []ruleCase {
	const jwt, refreshKey, verifier = "__convexAuthJWT_", "__convexAuthRefreshToken_", "__convexAuthOAuthVerifier_"
	return []ruleCase{
		{id: "TOKEN", state: Pass, gen: GenO, name: "fits"},
		{id: "TOKEN", state: Pass, gen: GenB, name: "fits"},
		{id: "TOKEN", state: Warn, gen: GenB, name: "expired", in: withToken(GenB, func(token *Token) { token.Iat -= 7200; token.Exp -= 7200 }), says: "Expired"},
		{id: "TOKEN", state: Fail, gen: GenB, name: "alg", in: withToken(GenB, func(token *Token) { token.Alg = "RS256" }), says: "alg is RS256"},
		{id: "TOKEN", state: Fail, gen: GenB, name: "aud", in: withToken(GenB, func(token *Token) { token.Aud = []string{"other"} }), says: "aud is not"},
		{id: "TOKEN", state: Fail, gen: GenB, name: "two aud", in: withToken(GenB, func(token *Token) { token.Aud = []string{"convex", "other"} }), says: "more than one"},
		{id: "TOKEN", state: Fail, gen: GenB, name: "iss without /auth", in: withToken(GenB, func(token *Token) { token.Iss = testSite }), says: "another path"},
		{id: "TOKEN", state: Fail, gen: GenO, name: "iss of another deployment", in: withToken(GenO, func(token *Token) { token.Iss = "https://calm-cow-456.convex.site" }), says: "another deployment"},
		{id: "TOKEN", state: Fail, gen: GenO, name: "iss on the cloud host", in: withToken(GenO, func(token *Token) { token.Iss = "https://happy-animal-123.convex.cloud" }), says: ".convex.cloud"},
		{id: "TOKEN", state: Fail, gen: GenB, name: "sub with a session", in: withToken(GenB, func(token *Token) { token.Sub = "a|b" }), says: "sub"},
		{id: "TOKEN", state: Fail, gen: GenO, name: "what config trusts", says: "but config trusts", bare: true, in: func(in *Input) {
			in.Generation = GenUnknown
			in.Prod = nil
			in.AuthConfig.Entries = []AuthEntry{{Domain: "https://calm-cow-456.convex.site", ApplicationID: "convex"}}
			in.Tokens = []Token{tokenOf(GenO)}
		}},

		{id: "TOKEN-LIFE", state: Pass, gen: GenO, name: "an hour", says: "1 h"},
		{id: "TOKEN-LIFE", state: Warn, gen: GenO, name: "a minute", in: withToken(GenO, func(token *Token) { token.Iat = token.Exp - 60 }), says: "< 5 min"},
		{id: "TOKEN-LIFE", state: Fail, gen: GenO, name: "ten seconds", in: withToken(GenO, func(token *Token) { token.Iat = token.Exp - 10 }), says: "≤ 10 s: endless refresh"},
		{id: "TOKEN-LIFE", state: Fail, gen: GenO, name: "a longer leeway", in: func(in *Input) {
			withToken(GenO, func(token *Token) { token.Iat = token.Exp - 60 })(in)
			in.App.Leeway = 90
		}, says: "≤ 90 s"},
		{id: "TOKEN-LIFE", state: Unseen, gen: GenO, name: "without iat", in: withToken(GenO, func(token *Token) { token.Iat = 0 })},

		{id: "REFRESH-FMT", state: Pass, gen: GenO, name: "two ids"},
		{id: "REFRESH-FMT", state: Warn, gen: GenO, name: "dummy", in: refresh("dummy", "localStorage"), says: "‘dummy’"},
		{id: "REFRESH-FMT", state: Fail, gen: GenO, name: "dummy in a request", in: refresh("dummy", "request"), says: "Corrupted"},
		{id: "REFRESH-FMT", state: Fail, gen: GenO, name: "undefined", in: refresh("undefined", ""), says: "Corrupted"},
		{id: "REFRESH-FMT", state: Fail, gen: GenO, name: "an object", in: refresh("[object Object]", ""), says: "Corrupted"},
		{id: "REFRESH-FMT", state: Fail, gen: GenO, name: "no bar", in: refresh("k17abcdef", ""), says: "Corrupted"},
		{id: "REFRESH-FMT", state: Fail, gen: GenO, name: "two bars", in: refresh("a|b|c", ""), says: "Corrupted"},
		{id: "REFRESH-FMT", state: Fail, gen: GenO, name: "half", in: refresh("a|", ""), says: "Corrupted"},
		{id: "REFRESH-FMT", state: Fail, gen: GenO, name: "JSON", in: refresh(`"a|b"`, ""), says: "Corrupted"},

		{id: "STORAGE-STATE", state: Pass, gen: GenO, name: "signed in"},
		{id: "STORAGE-STATE", state: Fail, gen: GenO, name: "only the verifier", in: stored(StorageItem{Key: verifier + "x"}), says: "never came back"},
		{id: "STORAGE-STATE", state: Fail, gen: GenO, name: "dummy", in: stored(StorageItem{Key: jwt + "x"}, StorageItem{Key: refreshKey + "x", Plain: "dummy"}), says: "dummy"},
		{id: "STORAGE-STATE", state: Fail, gen: GenO, name: "two namespaces", in: stored(StorageItem{Key: jwt + "x"}, StorageItem{Key: refreshKey + "y"}), says: "Two namespaces"},
		{id: "STORAGE-STATE", state: Fail, gen: GenO, name: "nothing of ours", in: stored(StorageItem{Key: "theme"}), says: "storage is blocked"},
		{id: "STORAGE-STATE", state: Fail, gen: GenO, name: "one of two", in: stored(StorageItem{Key: jwt + "x"}), says: "Only one"},

		{id: "COOKIE", state: Pass, gen: GenO, name: "kept"},
		{id: "COOKIE", state: Warn, gen: GenO, name: "partitioned", in: setCookie("Set-Cookie: __Host-githubOAuthstate=abc; Path=/; Secure; HttpOnly; SameSite=None; Partitioned"), says: "iOS problem known"},
		{id: "COOKIE", state: Warn, gen: GenO, name: "HttpOnly", in: setCookie("__Host-__convexAuthRefreshToken=abc; Path=/; Secure"), says: "HttpOnly"},
		{id: "COOKIE", state: Fail, gen: GenO, name: "no Secure", in: setCookie("__Host-__convexAuthJWT=abc; Path=/; HttpOnly"), says: "needs Secure"},
		{id: "COOKIE", state: Fail, gen: GenO, name: "another path", in: setCookie("__Host-__convexAuthJWT=abc; Path=/app; Secure"), says: "needs Path=/"},
		{id: "COOKIE", state: Fail, gen: GenO, name: "Domain", in: setCookie("__Host-__convexAuthJWT=abc; Path=/; Secure; Domain=example.com"), says: "no Domain"},
		{id: "COOKIE", state: Fail, gen: GenO, name: "too long", in: setCookie("__convexAuthJWT=" + strings.Repeat("a", 4096) + "; Path=/"), says: "4096"},
		{id: "COOKIE", state: Fail, gen: GenO, name: "SameSite=None", in: setCookie("a=b; SameSite=None"), says: "SameSite=None needs Secure"},
		{id: "COOKIE", state: Fail, gen: GenB, name: "in a pasted answer", says: "needs Secure", in: func(in *Input) {
			in.Cookies = nil
			in.Documents = append(in.Documents, seen(testApp+"/api/auth", "HTTP/2 200\nset-cookie: __Host-__convexAuthJWT_x=abc; Path=/\n\n{}"))
		}},
	}
}
