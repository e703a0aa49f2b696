package verdict

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
	"math/big"
	"sync"
	"testing"
	"time"

	"convex-auth-doctor/steps/secret"
)

// The keys of these tests are made when they run.
var testKeys = sync.OnceValue(func() (keys struct {
	rsa *rsa.PrivateKey
	ec  *ecdsa.PrivateKey
	ed  ed25519.PrivateKey
}) {
	keys.rsa, _ = rsa.GenerateKey(rand.Reader, 2048)
	keys.ec, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	_, keys.ed, _ = ed25519.GenerateKey(rand.Reader)
	return keys
})

const (
	testIssuer = "https://id.example.com"
	testJWKS   = "https://id.example.com/jwks"
	testNow    = 1767323045
)

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

// signed makes a token of these texts, signed with the key of the alg.
func signed(t testing.TB, alg, header, payload string) string {
	t.Helper()
	input := encode([]byte(header)) + "." + encode([]byte(payload))
	hash := sha256.Sum256([]byte(input))
	var signature []byte
	var err error
	switch alg {
	case "RS256":
		signature, err = rsa.SignPKCS1v15(rand.Reader, testKeys().rsa, crypto.SHA256, hash[:])
	case "ES256":
		var r, s *big.Int
		r, s, err = ecdsa.Sign(rand.Reader, testKeys().ec, hash[:])
		signature = append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	case "EdDSA":
		signature = ed25519.Sign(testKeys().ed, []byte(input))
	}
	if err != nil {
		t.Fatal(err)
	}
	return input + "." + encode(signature)
}

// publicKey writes the key of an alg as a JWK with the kid "k"; extra is put behind it.
func publicKey(alg, extra string) string {
	switch alg {
	case "ES256":
		point, _ := testKeys().ec.PublicKey.Bytes()
		return fmt.Sprintf(`{"kty":"EC","crv":"P-256","x":"%s","y":"%s","kid":"k"%s}`, encode(point[1:33]), encode(point[33:]), extra)
	case "EdDSA":
		return fmt.Sprintf(`{"kty":"OKP","crv":"Ed25519","x":"%s","kid":"k"%s}`, encode(testKeys().ed.Public().(ed25519.PublicKey)), extra)
	}
	return fmt.Sprintf(`{"kty":"RSA","n":"%s","e":"AQAB","kid":"k"%s}`, encode(testKeys().rsa.N.Bytes()), extra)
}

// app is a healthy app that a test changes before it asks.
type app struct {
	t         testing.TB
	alg       string
	header    string
	payload   string
	token     string // when set, instead of header and payload
	providers string
	now       float64
	documents map[string]Document
	unseen    bool
	redact    bool
}

func document(contentType, body string) Document {
	return Document{Status: 200, Headers: []Header{{"Content-Type", contentType}}, Body: []byte(body)}
}

func oidcApp(t testing.TB, alg string) *app {
	return &app{t: t, alg: alg, now: testNow,
		header:    fmt.Sprintf(`{"alg":"%s","typ":"JWT","kid":"k"}`, alg),
		payload:   fmt.Sprintf(`{"iss":"%s","sub":"user","aud":"convex","iat":%d,"exp":%d,"email":"ada@example.com"}`, testIssuer, testNow-60, testNow+600),
		providers: fmt.Sprintf(`[{"domain":"%s","applicationID":"convex"}]`, testIssuer),
		documents: map[string]Document{
			testIssuer + "/.well-known/openid-configuration": document("application/json", fmt.Sprintf(`{"issuer":"%s","jwks_uri":"%s"}`, testIssuer, testJWKS)),
			testJWKS: document("application/json", `{"keys":[`+publicKey(alg, "")+`]}`),
		}}
}

func customApp(t testing.TB, alg string) *app {
	made := oidcApp(t, alg)
	made.providers = fmt.Sprintf(`[{"type":"customJwt","issuer":"%s","jwks":"%s","algorithm":"%s","applicationID":"convex"}]`, testIssuer, testJWKS, alg)
	return made
}

func (made *app) request() Request {
	made.t.Helper()
	token := made.token
	if token == "" {
		token = signed(made.t, made.alg, made.header, made.payload)
	}
	var registry secret.Registry
	return Request{
		Configuration: Configuration{Export: exportOf(json.RawMessage(made.providers)), Redact: made.redact},
		Token:         registry.Take(secret.Token, token),
		Now:           time.Unix(int64(made.now), 0),
		Documents:     Documents{ByURL: made.documents, Unseen: made.unseen},
	}
}

func (made *app) decide() Verdict {
	made.t.Helper()
	return Decide(made.request())
}

// wants checks the reason and what clients get.
func (made *app) wants(reason Reason, code string, status, wsClose int) Verdict {
	made.t.Helper()
	got := made.decide()
	if got.Reason != reason || got.Accepted != (reason == ReasonNone) {
		made.t.Errorf("accepted %v, reason %q (%s), want %q", got.Accepted, got.Reason, got.Why, reason)
		return got
	}
	if code == "" {
		if got.Error != nil {
			made.t.Errorf("error %+v, want none", got.Error)
		}
		return got
	}
	if got.Error == nil || got.Error.Code != code || got.Error.HTTPStatus != status || got.Error.WSClose != wsClose {
		made.t.Errorf("error %+v, want %s %d, close %d", got.Error, code, status, wsClose)
	}
	return got
}
