// Package tokentest makes tokens for tests, as the issuers' libraries write them. They are signed with keys that are
// made when they are first needed and thrown away with the process, so no token or key stands in the repository.
package tokentest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"sync"
	"time"
)

// Token is a token that is not signed yet.
type Token struct {
	Header  map[string]any // with alg: RS256, ES256 or EdDSA
	Payload map[string]any
}

// Addresses and names of the sample app. The pages and files of a test name the same ones.
const (
	ClerkDevelopment = "https://verb-noun-00.clerk.accounts.dev"
	ClerkProduction  = "https://clerk.example.com"
	Auth0Issuer      = "https://dev-abc123.us.auth0.com/"
	Auth0Client      = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY"
	WorkOSClient     = "client_01JABCDEFGHJKMNPQRSTVWXYZ0"
	WorkOSIssuer     = "https://api.workos.com/user_management/" + WorkOSClient
	Site             = "https://happy-otter-123.convex.site"
	CustomIssuer     = "https://login.example.org"
	CustomAudience   = "shop-app"
)

// Families are the names that Of knows.
func Families() []string {
	return []string{"clerk", "clerk-template", "auth0", "workos", "convex-auth", "robelest", "better-auth", "custom"}
}

// Of returns a token as the family's library writes it, fit for the deployment's usual configuration, issued ten seconds
// before now and valid for an hour. It panics on a name that Families does not list.
func Of(family string, now time.Time) Token {
	token := Token{
		Header:  map[string]any{"alg": "RS256", "typ": "JWT"},
		Payload: map[string]any{"iat": now.Add(-10 * time.Second).Unix(), "exp": now.Add(time.Hour).Unix()},
	}
	header := func(more map[string]any) { maps.Copy(token.Header, more) }
	payload := func(more map[string]any) { maps.Copy(token.Payload, more) }
	switch family {
	case "clerk": // a session token with the Convex integration switched on
		header(map[string]any{"kid": "ins_2abcDEFghiJKLmnoPQR"})
		payload(map[string]any{"iss": ClerkDevelopment, "aud": "convex", "sub": "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			"sid": "sess_2NNEr8Y7wKZ0p1X3c5V7b9N2m4Q", "azp": "http://localhost:3000", "v": 2, "fva": []int{3, -1}, "sts": "active"})
	case "clerk-template":
		header(map[string]any{"kid": "ins_2abcDEFghiJKLmnoPQR"})
		payload(map[string]any{"iss": ClerkDevelopment, "aud": "convex", "sub": "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
			"azp": "http://localhost:3000", "name": "Grace Hopper", "email": "grace@example.com"})
	case "auth0": // an ID token
		header(map[string]any{"kid": "pQ8rS2tU4vW6xY8zA0bC2"})
		payload(map[string]any{"iss": Auth0Issuer, "aud": Auth0Client, "sub": "auth0|65f1c2d3e4a5b6c7d8e9f0a1",
			"nickname": "grace", "name": "Grace Hopper", "email": "grace@example.com", "email_verified": true})
	case "workos": // an access token; it has no aud
		header(map[string]any{"kid": "sso_oidc_key_pair_01JABCDEFGHJKMNPQRSTVWXYZ1"})
		delete(token.Header, "typ")
		payload(map[string]any{"iss": WorkOSIssuer, "sub": "user_01JABCDEFGHJKMNPQRSTVWXYZ2",
			"sid": "session_01JABCDEFGHJKMNPQRSTVWXYZ3", "jti": "01JABCDEFGHJKMNPQRSTVWXYZ4"})
	case "convex-auth": // the header has neither kid nor typ
		delete(token.Header, "typ")
		payload(map[string]any{"iss": Site, "aud": "convex", "sub": "k57d8s2m1n0b9v8c7x6z5a4s3d2f1g0h|jh76g5f4d3s2a1q0w9e8r7t6y5u4i3o2"})
	case "robelest": // preview.31 and later: the issuer ends in /auth
		header(map[string]any{"alg": "EdDSA", "kid": "k1"})
		payload(map[string]any{"iss": Site + "/auth", "aud": "convex", "sub": "k57d8s2m1n0b9v8c7x6z5a4s3d2f1g0h", "sid": "jh76g5f4d3s2a1q0w9e8r7t6y5u4i3o2"})
	case "better-auth": // 0.10 and later
		header(map[string]any{"kid": "q1w2e3r4t5y6u7i8"})
		payload(map[string]any{"iss": Site, "aud": "convex", "sub": "k57d8s2m1n0b9v8c7x6z5a4s3d2f1g0h",
			"sessionId": "jh76g5f4d3s2a1q0w9e8r7t6y5u4i3o2", "name": "Grace Hopper", "email": "grace@example.com", "emailVerified": true})
	case "custom":
		header(map[string]any{"kid": "2026-01"})
		payload(map[string]any{"iss": CustomIssuer, "aud": CustomAudience, "sub": "4711", "name": "Grace Hopper"})
	default:
		panic(fmt.Sprintf("no token of family %q", family))
	}
	return token
}

// With returns the token with another value of a claim; nil takes the claim out.
func (token Token) With(claim string, value any) Token {
	token.Payload = changed(token.Payload, claim, value)
	return token
}

// WithHeader returns the token with another value of a header member; nil takes the member out.
func (token Token) WithHeader(member string, value any) Token {
	token.Header = changed(token.Header, member, value)
	return token
}

func changed(object map[string]any, name string, value any) map[string]any {
	object = maps.Clone(object)
	object[name] = value
	if value == nil {
		delete(object, name)
	}
	return object
}

// The keys of this process.
var (
	rsaKey = sync.OnceValue(func() *rsa.PrivateKey { return must(rsa.GenerateKey(rand.Reader, 2048)) })
	ecKey  = sync.OnceValue(func() *ecdsa.PrivateKey { return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) })
	edKey  = sync.OnceValue(func() ed25519.PrivateKey {
		_, key, err := ed25519.GenerateKey(rand.Reader)
		return must(key, err)
	})
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// Sign returns the token in compact form (RFC 7515 section 3.1).
func (token Token) Sign() string {
	head := encode(must(json.Marshal(token.Header)))
	body := encode(must(json.Marshal(token.Payload)))
	text := head + "." + body
	hash := sha256.Sum256([]byte(text))
	var signature []byte
	switch token.Header["alg"] {
	case "ES256":
		r, s, err := ecdsa.Sign(rand.Reader, ecKey(), hash[:])
		must(r, err)
		signature = append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	case "EdDSA":
		signature = ed25519.Sign(edKey(), []byte(text))
	default: // RS256, and whatever a test wants to have refused
		signature = must(rsa.SignPKCS1v15(rand.Reader, rsaKey(), crypto.SHA256, hash[:]))
	}
	return text + "." + encode(signature)
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// Page is the text of the dashboard's page Settings > Authentication as a selection of all copies it: an OIDC entry per
// pair of Domain and Application ID, or the sentence of an empty page.
func Page(pairs ...[2]string) string {
	if len(pairs) == 0 {
		return "Authentication Configuration\nThis deployment has no authentication providers yet.\nLearn more about authentication\n"
	}
	text := "Authentication Configuration\nThese are the authentication providers configured for this deployment.\n"
	for _, pair := range pairs {
		text += "Domain\n" + pair[0] + "\nApplication ID\n" + pair[1] + "\nType\nOIDC provider\n"
	}
	return text
}
