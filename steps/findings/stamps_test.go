package findings_test

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
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"convex-auth-doctor/steps/token/tokentest"
)

// now is the time at which every case of this package is looked at.
var now = time.Date(2026, 11, 21, 18, 50, 0, 0, time.UTC)

// A stamp stands in a paste for a token or a key set, which are made when the test runs:
//
//	<<token clerk aud=shop -sub exp=-60 h.kid=k2>>  a signed token; exp, iat and nbf are seconds from now where they begin
//	                                                with a sign, -name takes a claim out, h.name is a header member
//	<<decoded clerk …>>                             the same, as jwt.io shows it
//	<<payload clerk …>>                             its payload alone
//	<<cut clerk …>>                                 the first two thirds of it
//	<<third clerk …>>                               the first third of it, which ends in the payload
//	<<bare clerk …>>                                its header and payload, without the dot behind them
//	<<unsigned clerk …>>                            with the first half of its signature
//	<<wrapped clerk …>>                             broken over lines of 76 characters
//	<<percent clerk …>>                             percent-encoded, as in a URL
//	<<foreign clerk …>>                             signed with a key that is in no key set
//	<<jwks clerk …>>                                the key set with the key of that token; members of h. count for the key
//	<<jwks-twice clerk …>>                          the same key twice
var stamp = regexp.MustCompile(`<<([a-z-]+)([^>]*)>>`)

// stamped fills in the stamps of a paste.
func stamped(t testing.TB, text string) string {
	t.Helper()
	return stamp.ReplaceAllStringFunc(text, func(one string) string {
		parts := stamp.FindStringSubmatch(one)
		words := strings.Fields(parts[2])
		if len(words) == 0 {
			t.Fatalf("the stamp %s names no token", one)
		}
		made := tokenOf(t, words[0], words[1:])
		switch parts[1] {
		case "token":
			return sign(made, "own")
		case "foreign":
			return sign(made, "foreign")
		case "cut":
			whole := sign(made, "own")
			return whole[:len(whole)*2/3]
		case "third":
			whole := sign(made, "own")
			return whole[:len(whole)/3]
		case "bare":
			whole := sign(made, "own")
			return whole[:strings.LastIndexByte(whole, '.')]
		case "unsigned":
			whole := sign(made, "own")
			return whole[:(strings.LastIndexByte(whole, '.')+len(whole))/2]
		case "percent":
			return strings.ReplaceAll(sign(made, "own"), ".", "%2E")
		case "wrapped":
			whole := sign(made, "own")
			var lines []string
			for ; len(whole) > 76; whole = whole[76:] {
				lines = append(lines, whole[:76])
			}
			return strings.Join(append(lines, whole), "\n")
		case "decoded":
			return "HEADER: ALGORITHM & TOKEN TYPE\n" + indented(made.Header) + "\nPAYLOAD: DATA\n" + indented(made.Payload)
		case "payload":
			return indented(made.Payload)
		case "jwks":
			return keySet(made, 1)
		case "jwks-twice":
			return keySet(made, 2)
		}
		t.Fatalf("no such stamp: %s", one)
		return ""
	})
}

// tokenOf makes the token of a stamp: one of package tokentest, or one of an issuer that stands here only.
func tokenOf(t testing.TB, name string, changes []string) tokentest.Token {
	t.Helper()
	var made tokentest.Token
	own, ok := issuers[name]
	switch {
	case ok:
		made = own()
	case slices.Contains(tokentest.Families(), name):
		made = tokentest.Of(name, now)
	default:
		t.Fatalf("no token named %s", name)
	}
	for _, change := range changes {
		name, text, set := strings.Cut(change, "=")
		if !set {
			name = strings.TrimPrefix(name, "-")
		}
		var value any
		if set {
			value = claimValue(name, text)
		}
		if member, header := strings.CutPrefix(name, "h."); header {
			made = made.WithHeader(member, value)
		} else {
			made = made.With(name, value)
		}
	}
	return made
}

func claimValue(name, text string) any {
	if seconds, err := strconv.Atoi(text); err == nil && strings.ContainsAny(text[:1], "+-") && slices.Contains([]string{"exp", "iat", "nbf"}, name) {
		return now.Add(time.Duration(seconds) * time.Second).Unix()
	}
	var value any
	if json.Unmarshal([]byte(text), &value) == nil {
		return value
	}
	return text
}

// issuers are healthy tokens of issuers that tokentest does not have (providers.md 0.1, 0.5, 7; production.md 2.8).
var issuers = map[string]func() tokentest.Token{
	"clerk-production": func() tokentest.Token { return of("clerk").With("iss", tokentest.ClerkProduction) },
	"supabase": func() tokentest.Token {
		return made("ES256", "a1b2c3d4", map[string]any{"iss": "https://abcdefghijklmnopqrst.supabase.co/auth/v1", "aud": "authenticated",
			"sub": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "role": "authenticated", "aal": "aal1", "session_id": "8f14e45f-ceea-467f-9575-6e7f2d3b2c1a",
			"amr": []map[string]any{{"method": "password", "timestamp": 1790000000}}, "app_metadata": map[string]any{"provider": "email"}, "user_metadata": map[string]any{}})
	},
	"sign-jwt": func() tokentest.Token {
		return made("ES256", "k1", map[string]any{"iss": "https://quiet-fox-482.convex.cloud", "aud": "shop-app", "sub": "4711"})
	},
	"firebase": func() tokentest.Token {
		return made("RS256", "f1", map[string]any{"iss": "https://securetoken.google.com/shop-4711", "aud": "shop-4711", "sub": "uid4711", "auth_time": 1790000000,
			"user_id": "uid4711", "firebase": map[string]any{"identities": map[string]any{}, "sign_in_provider": "password"}})
	},
	"keycloak": func() tokentest.Token {
		return made("RS256", "kc1", map[string]any{"iss": "https://id.example.org/realms/shop", "aud": "shop-web", "sub": "f:1:4711", "typ": "ID", "azp": "shop-web",
			"preferred_username": "grace", "email_verified": true})
	},
	"custom-jwt": func() tokentest.Token {
		return made("ES256", "es-1", map[string]any{"iss": tokentest.CustomIssuer, "sub": "4711", "name": "Grace Hopper"})
	},
	"self-hosted": func() tokentest.Token { return of("convex-auth").With("iss", "http://127.0.0.1:3211") },
	// Tokens of the wrong kind (providers.md 2.2, 7).
	"auth0-access": func() tokentest.Token {
		return of("auth0").With("aud", []string{"https://api.example.com", tokentest.Auth0Issuer + "userinfo"}).With("azp", tokentest.Auth0Client).With("scope", "openid profile").
			With("name", nil).With("nickname", nil).With("email", nil).With("email_verified", nil)
	},
	"keycloak-access": func() tokentest.Token {
		return made("RS256", "kc1", map[string]any{"iss": "https://id.example.org/realms/shop", "aud": "account", "sub": "f:1:4711", "typ": "Bearer", "azp": "shop-web",
			"realm_access": map[string]any{"roles": []string{"user"}}, "scope": "openid"})
	},
}

func of(family string) tokentest.Token { return tokentest.Of(family, now) }

func made(alg, kid string, claims map[string]any) tokentest.Token {
	payload := map[string]any{"iat": now.Add(-10 * time.Second).Unix(), "exp": now.Add(time.Hour).Unix()}
	maps.Copy(payload, claims)
	return tokentest.Token{Header: map[string]any{"alg": alg, "typ": "JWT", "kid": kid}, Payload: payload}
}

func indented(object map[string]any) string {
	text, err := json.MarshalIndent(object, "", "  ")
	if err != nil {
		panic(err)
	}
	return string(text) + "\n"
}

// keys are the keys of this run: one set that key sets publish, and one that none does.
type keys struct {
	rsa *rsa.PrivateKey
	ec  *ecdsa.PrivateKey
	ed  ed25519.PrivateKey
}

var keysOf = map[string]func() keys{"own": sync.OnceValue(newKeys), "foreign": sync.OnceValue(newKeys)}

func newKeys() keys {
	made := keys{rsa: must(rsa.GenerateKey(rand.Reader, 2048)), ec: must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))}
	_, ed, err := ed25519.GenerateKey(rand.Reader)
	made.ed = must(ed, err)
	return made
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func base(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// sign returns a token in compact form. An alg that is none of Convex's is written and signed as RS256: it is refused
// before anybody looks at the signature.
func sign(token tokentest.Token, whose string) string {
	own := keysOf[whose]()
	text := base(must(json.Marshal(token.Header))) + "." + base(must(json.Marshal(token.Payload)))
	hash := sha256.Sum256([]byte(text))
	var signature []byte
	switch token.Header["alg"] {
	case "ES256":
		r, s, err := ecdsa.Sign(rand.Reader, own.ec, hash[:])
		must(r, err)
		signature = append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	case "EdDSA":
		signature = ed25519.Sign(own.ed, []byte(text))
	default:
		signature = must(rsa.SignPKCS1v15(rand.Reader, own.rsa, crypto.SHA256, hash[:]))
	}
	return text + "." + base(signature)
}

// keySet returns the key set that publishes the key of a token, a number of times.
func keySet(token tokentest.Token, times int) string {
	own := keysOf["own"]()
	key := map[string]any{"use": "sig"}
	if kid, ok := token.Header["kid"]; ok {
		key["kid"] = kid
	}
	switch alg := token.Header["alg"]; alg {
	case "ES256":
		raw := must(own.ec.PublicKey.Bytes())
		maps.Copy(key, map[string]any{"kty": "EC", "crv": "P-256", "alg": alg, "x": base(raw[1:33]), "y": base(raw[33:])})
	case "EdDSA":
		maps.Copy(key, map[string]any{"kty": "OKP", "crv": "Ed25519", "alg": alg, "x": base(own.ed.Public().(ed25519.PublicKey))})
	default:
		maps.Copy(key, map[string]any{"kty": "RSA", "alg": "RS256", "n": base(own.rsa.N.Bytes()), "e": base(big.NewInt(int64(own.rsa.E)).Bytes())})
	}
	set := map[string]any{"keys": slices.Repeat([]any{key}, times)}
	return fmt.Sprintf("%s\n", must(json.Marshal(set)))
}
