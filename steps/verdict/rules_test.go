package verdict

import (
	"fmt"
	"strings"
	"testing"
)

func TestHealthyAppsAreAccepted(t *testing.T) {
	for _, made := range []*app{oidcApp(t, RS256), oidcApp(t, "EdDSA"), customApp(t, RS256), customApp(t, ES256)} {
		got := made.wants(ReasonNone, "", 0, 0)
		if got.Identity == nil || got.Identity.TokenIdentifier() != testIssuer+"|user" || got.ProviderIndex != 0 {
			t.Errorf("%s: identity %+v, index %d", made.alg, got.Identity, got.ProviderIndex)
		}
	}
}

// What makes the backend's own code panic (C5, C8, B 1.45).
func TestBackendPanics(t *testing.T) {
	panics := func(made *app) { t.Helper(); made.wants(BackendPanic, "", 0, 0) }
	for _, claim := range []string{"exp", "nbf", "iat"} {
		for _, value := range []string{"8210266876800", "99999999999999", "8210266876799.5", "9223372036854775808"} {
			made := oidcApp(t, RS256)
			made.payload = fmt.Sprintf(`{"iss":"%s","%s":%s}`, testIssuer, claim, value)
			panics(made)
			made.providers = "[]" // before any entry is chosen
			panics(made)
		}
	}
	for _, c := range []struct{ alg, key string }{
		{ES256, publicKey(RS256, "")},
		{ES256, publicKey(RS256, `,"alg":"ES256"`)},
		{ES256, `{"kty":"oct","k":"c2VjcmV0","kid":"k"}`},
		{RS256, `{"kty":"oct","k":"c2VjcmV0","kid":"k"}`},
		{RS256, `{"kty":"oct","k":"c2VjcmV0","kid":"k","alg":"RS256"}`},
	} {
		made := customApp(t, c.alg)
		made.documents[testJWKS] = document("application/json", `{"keys":[`+c.key+`]}`)
		panics(made)
	}
	// A claim that comes earlier and is of the wrong type is refused before the panic, one that comes later is not.
	early := oidcApp(t, RS256)
	early.payload = `{"sub":5,"exp":99999999999999}`
	early.wants(PayloadClaim, "InvalidAuthHeader", 401, 0)
	late := oidcApp(t, RS256)
	late.payload = `{"exp":99999999999999,"sub":5}`
	panics(late)
	// Where the crv of a key says otherwise is not looked at (C8).
	curve := customApp(t, ES256)
	curve.documents[testJWKS] = document("application/json", `{"keys":[`+strings.Replace(publicKey(ES256, ""), "P-256", "P-384", 1)+`]}`)
	curve.wants(ReasonNone, "", 0, 0)
}

func TestTimesAtTheirEdges(t *testing.T) {
	for _, c := range []struct {
		exp    string
		reason Reason
	}{
		{"8210266876799", ReasonNone}, {"18446744073709551616", PayloadClaim}, {"1e400", PayloadJSON}, {"-1", PayloadClaim},
		{"-0.4", PayloadClaim}, {"-0", Expired}, {"-1e-400", Expired}, {"0.5", Expired}, {"18446744073709551615", Expired},
		{fmt.Sprint(testNow - 5), ReasonNone}, {fmt.Sprint(testNow - 6), Expired}, {fmt.Sprintf("%d.5", testNow-6), ReasonNone},
		{fmt.Sprintf("%d.4", testNow-6), Expired}, {`"1700000000"`, PayloadClaim}, {"null", ExpiryMissing},
	} {
		made := customApp(t, RS256)
		made.payload = strings.Replace(made.payload, fmt.Sprintf(`"exp":%d`, testNow+600), `"exp":`+c.exp, 1)
		if got := made.decide(); got.Reason != c.reason {
			t.Errorf("customJwt, exp %s: %q (%s), want %q", c.exp, got.Reason, got.Why, c.reason)
		}
	}
	for _, c := range []struct {
		exp    string
		now    float64
		reason Reason
	}{
		{fmt.Sprint(testNow), testNow, Expired}, {fmt.Sprint(testNow + 1), testNow, ReasonNone}, {fmt.Sprint(testNow + 1), testNow + 0.9, ReasonNone},
		{fmt.Sprintf("%d.5", testNow), testNow, ReasonNone}, {"18446744073709551615", testNow, ClaimsNotOIDC},
	} {
		made := oidcApp(t, RS256)
		made.now = c.now
		made.payload = strings.Replace(made.payload, fmt.Sprintf(`"exp":%d`, testNow+600), `"exp":`+c.exp, 1)
		if got := made.decide(); got.Reason != c.reason {
			t.Errorf("OIDC, exp %s at %v: %q (%s), want %q", c.exp, c.now, got.Reason, got.Why, c.reason)
		}
	}
}

// customJwt is lenient where OIDC is not, and the other way round (B 1F, C16, C18).
func TestKindsDiffer(t *testing.T) {
	type change func(*app)
	header := func(text string) change { return func(made *app) { made.header = text } }
	claims := func(from, to string) change {
		return func(made *app) { made.payload = strings.Replace(made.payload, from, to, 1) }
	}
	keys := func(text string) change {
		return func(made *app) { made.documents[testJWKS] = document("application/json", text) }
	}
	for _, c := range []struct {
		name         string
		change       change
		oidc, custom Reason
	}{
		{"no kid", header(`{"alg":"RS256"}`), ReasonNone, KidMissing},
		{"typ", header(`{"alg":"RS256","kid":"k","typ":"at+jwt"}`), TypNotAllowed, ReasonNone},
		{"cty", header(`{"alg":"RS256","kid":"k","cty":"JWT"}`), CtyNotAllowed, ReasonNone},
		{"crit", header(`{"alg":"RS256","kid":"k","crit":[]}`), CritNotAllowed, ReasonNone},
		{"x5c is a text", header(`{"alg":"RS256","kid":"k","x5c":"MII"}`), ReasonNone, HeaderUnparseable},
		{"alg twice", header(`{"alg":"RS256","alg":"RS256","kid":"k"}`), HeaderUnparseable, HeaderUnparseable},
		{"header is a list", header(`["RS256",null,null,"k","JWT"]`), ReasonNone, HeaderUnparseable},
		{"lone surrogate unread", header(`{"alg":"RS256","kid":"k","x":"\ud800"}`), ReasonNone, HeaderUnparseable},
		{"empty kid", header(`{"alg":"RS256","kid":""}`), KeyNotFound, KeyNotFound},
		{"two audiences", claims(`"convex"`, `["convex","b"]`), AudienceNotAlone, ReasonNone},
		{"the same twice", claims(`"convex"`, `["convex","convex"]`), ReasonNone, ReasonNone},
		{"no iat", claims(fmt.Sprintf(`"iat":%d,`, testNow-60), ""), ClaimsNotOIDC, ReasonNone},
		{"iat ahead", claims(fmt.Sprintf(`"iat":%d`, testNow-60), fmt.Sprintf(`"iat":%d`, testNow+6)), ReasonNone, NotYetValid},
		{"no sub", claims(`"sub":"user",`, ""), ClaimsNotOIDC, SubjectMissing},
		{"empty sub", claims(`"user"`, `""`), ReasonNone, ReasonNone},
		{"email_verified is a text", claims(`"email":`, `"email_verified":"true","email":`), ClaimsNotOIDC, ReasonNone},
		{"iss without scheme", claims(`"https://id`, `"id`), IssuerNotAURL, ReasonNone},
		{"one bad key", keys(`{"keys":[{"kty":"X"},` + publicKey(RS256, "") + `]}`), ReasonNone, JWKSUnparseable},
		{"more text behind", keys(`{"keys":[` + publicKey(RS256, "") + `]} x`), ReasonNone, JWKSUnparseable},
		{"list of keys", keys(`[[` + publicKey(RS256, "") + `]]`), ReasonNone, ReasonNone},
		{"key for encryption", keys(`{"keys":[` + publicKey(RS256, `,"use":"enc"`) + `]}`), KeyNotFound, ReasonNone},
		{"two keys of one kid", keys(`{"keys":[` + publicKey(RS256, "") + `,` + publicKey(RS256, "") + `]}`), KeyAmbiguous, ReasonNone},
		{"two keys, one without parts", keys(`{"keys":[{"kty":"RSA","kid":"k"},` + publicKey(RS256, "") + `]}`), KeyAmbiguous, JWKSUnparseable},
	} {
		for _, made := range []*app{oidcApp(t, RS256), customApp(t, RS256)} {
			want := c.oidc
			if strings.Contains(made.providers, "customJwt") {
				want = c.custom
			}
			c.change(made)
			if got := made.decide(); got.Reason != want {
				t.Errorf("%s: %s gives %q (%s), want %q", c.name, made.providers[:10], got.Reason, got.Why, want)
			}
		}
	}
}

// Left-over bits are ignored in an OIDC signature and refused in a customJwt one (C18).
func TestLeftOverBits(t *testing.T) {
	for _, c := range []struct {
		make func(testing.TB, string) *app
		want Reason
	}{{oidcApp, ReasonNone}, {customApp, SignatureEncoding}} {
		made := c.make(t, RS256)
		token := signed(t, RS256, made.header, made.payload)
		last := strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", token[len(token)-1])
		made.token = token[:len(token)-1] + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[last|1:last|1+1]
		if got := made.decide(); got.Reason != c.want {
			t.Errorf("%q (%s), want %q", got.Reason, got.Why, c.want)
		}
	}
}

func TestRedactionChangesTwoTexts(t *testing.T) {
	made := customApp(t, RS256)
	made.header = `{"alg":"RS256","kid":"other"}`
	dev := made.decide()
	made.redact = true
	prod := made.decide()
	if !strings.Contains(dev.Error.Message, "is 'other'") || strings.Contains(prod.Error.Message, "other") || prod.Error.Dev != dev.Error.Message || dev.Error.Prod != prod.Error.Message {
		t.Errorf("dev %q, prod %q", dev.Error.Message, prod.Error.Message)
	}
	made = customApp(t, RS256)
	made.redact, made.payload = true, `{"iss":"https://other.example.com"}`
	if got := made.decide(); got.Error.Message != "No auth provider found matching the given token" {
		t.Errorf("prod %q", got.Error.Message)
	}
}

func TestKeySetInADataURL(t *testing.T) {
	for _, c := range []struct {
		url    string
		reason Reason
	}{
		{"data:application/json," + strings.ReplaceAll(`{"keys":[`+publicKey(RS256, "")+`]}`, `"`, "%22"), ReasonNone},
		{"data:text/plain;base64," + stdBase64(`{"keys":[`+publicKey(RS256, "")+`]}`) + "#x", ReasonNone},
		{"data:application/json;base64,!!!", JWKSDataURL},
		{"data:application/json;base64,e30=", JWKSUnparseable},
		{"data:,", JWKSUnparseable},
	} {
		made := customApp(t, RS256)
		made.providers = strings.Replace(made.providers, testJWKS, c.url, 1)
		if got := made.decide(); got.Reason != c.reason {
			t.Errorf("%.40s: %q (%s), want %q", c.url, got.Reason, got.Why, c.reason)
		}
	}
	made := customApp(t, RS256)
	made.providers = strings.Replace(made.providers, testJWKS, "data:application/json;base64,!!!", 1)
	made.wants(JWKSDataURL, "InvalidAuthHeader", 401, 0)
}

// Addresses of key sets that are none (C6, C14).
func TestKeySetAddresses(t *testing.T) {
	for _, c := range []struct {
		jwks   string
		reason Reason
	}{
		{"", JWKSNotAURL}, {"example.com/jwks.json", JWKSNotAURL}, {testJWKS + `\n`, JWKSNotAURL}, {"https://é.com", JWKSNotAURL},
		{"undefined", JWKSUnreachable}, {"example.com", JWKSUnreachable}, {"/jwks", JWKSUnreachable}, {"localhost:3000", JWKSUnreachable},
		{"ftp://x.com/a", JWKSUnreachable}, {"HTTPS://ID.example.com/jwks", ReasonNone}, {testJWKS + "#x", ReasonNone},
	} {
		made := customApp(t, RS256)
		made.providers = strings.Replace(made.providers, testJWKS, c.jwks, 1)
		got := made.decide()
		if got.Reason != c.reason {
			t.Errorf("jwks %q: %q (%s), want %q", c.jwks, got.Reason, got.Why, c.reason)
		}
		if c.reason == JWKSNotAURL && (got.Error.HTTPStatus != 500 || got.Error.WSClose != 1011) {
			t.Errorf("jwks %q: %+v", c.jwks, got.Error)
		}
		if c.reason == JWKSNotAURL && strings.HasPrefix(c.jwks, "http") {
			oidc := oidcApp(t, RS256)
			at := testIssuer + "/.well-known/openid-configuration"
			oidc.documents[at] = document("application/json", fmt.Sprintf(`{"issuer":"%s","jwks_uri":"%s"}`, testIssuer, strings.TrimSuffix(c.jwks, `\n`)+" "))
			oidc.wants(JWKSNotAURL, "AuthProviderDiscoveryFailed", 400, 0)
		}
	}
}
