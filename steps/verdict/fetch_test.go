package verdict

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

func stdBase64(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func moved(location string) Document {
	return Document{Status: 302, Headers: []Header{{"Location", location}}, Body: []byte("moved")}
}

// Redirects (C21): up to ten, relative ones too; a Location that is no address leaves the 3xx as it is.
func TestRedirects(t *testing.T) {
	chain := func(length int) map[string]Document {
		documents := map[string]Document{testJWKS: moved(testIssuer + "/1")}
		for i := 1; i < length; i++ {
			documents[fmt.Sprintf("%s/%d", testIssuer, i)] = moved(fmt.Sprintf("%s/%d", testIssuer, i+1))
		}
		documents[fmt.Sprintf("%s/%d", testIssuer, length)] = document("application/json", `{"keys":[`+publicKey(RS256, "")+`]}`)
		return documents
	}
	to := func(location, at string) map[string]Document {
		return map[string]Document{testJWKS: moved(location), at: document("application/json", `{"keys":[`+publicKey(RS256, "")+`]}`)}
	}
	for _, c := range []struct {
		name      string
		documents map[string]Document
		reason    Reason
	}{
		{"one", chain(1), ReasonNone},
		{"ten", chain(10), ReasonNone},
		{"eleven", chain(11), JWKSUnreachable},
		{"to itself", map[string]Document{testJWKS: moved(testJWKS)}, JWKSUnreachable},
		{"relative path", to("/moved/doc.json", testIssuer+"/moved/doc.json"), ReasonNone},
		{"relative to the folder", to("keys", testIssuer+"/keys"), ReasonNone},
		{"other host", to("//other.example.com/x", "https://other.example.com/x"), ReasonNone},
		{"ftp", to("ftp://x.example.com/a", ""), JWKSUnreachable},
		{"no address", to("http://[::1", ""), JWKSHTTPStatus},
		{"blank in it", to("/a b", ""), JWKSHTTPStatus},
		{"letters beyond ASCII", to("/é", ""), JWKSUnreachable}, // the header itself is the fault (C11)
		{"no Location", map[string]Document{testJWKS: {Status: 302}}, JWKSHTTPStatus},
		{"not modified", map[string]Document{testJWKS: {Status: 304, Headers: []Header{{"Location", "/x"}}}}, JWKSHTTPStatus},
		{"into nothing", to("https://gone.example.com/", ""), JWKSUnreachable},
	} {
		made := customApp(t, RS256)
		made.documents = c.documents
		if got := made.decide(); got.Reason != c.reason {
			t.Errorf("%s: %q (%s), want %q", c.name, got.Reason, got.Why, c.reason)
		}
	}
	// A redirect to an address that was not looked at is not seen either.
	made := customApp(t, RS256)
	made.documents, made.unseen = map[string]Document{testJWKS: moved("/later")}, true
	if got := made.decide(); got.Decided || len(got.Needs) != 1 || got.Needs[0] != testIssuer+"/later" {
		t.Errorf("decided %v, needs %v", got.Decided, got.Needs)
	}
}

// Content types of both kinds, strange and doubled (B 1.20, 1.38, C11, C15).
func TestContentTypes(t *testing.T) {
	line := func(values ...string) (headers []Header) {
		for i, value := range values {
			headers = append(headers, Header{[]string{"Content-Type", "content-type"}[i%2], value})
		}
		return headers
	}
	for _, c := range []struct {
		headers      []Header
		oidc, custom Reason
	}{
		{nil, ReasonNone, JWKSContentType},
		{line("application/json"), ReasonNone, ReasonNone},
		{line("APPLICATION/JSON"), ReasonNone, ReasonNone},
		{line("application/jwk-set+json"), ReasonNone, ReasonNone},
		{line("application/json; charset=utf-8"), ReasonNone, ReasonNone},
		{line(`application/json; charset="UTF-8"`), ReasonNone, ReasonNone},
		{line("application/json;"), ReasonNone, ReasonNone},
		{line("application/json; charset"), ReasonNone, JWKSContentType},
		{line("application/json; charset=utf8"), ReasonNone, JWKSContentType},
		{line("application/json; charset=latin1"), ReasonNone, JWKSContentType},
		{line("application/json ; charset=utf-8"), JWKSContentType, JWKSContentType},
		{line("application/json, application/json"), JWKSContentType, JWKSContentType},
		{line("text/plain"), JWKSContentType, JWKSContentType},
		{line(""), JWKSContentType, JWKSContentType},
		{line("text/html", "application/json"), ReasonNone, ReasonNone},
		{line("application/json", "text/html"), JWKSContentType, JWKSContentType},
		{append(line("application/json"), Header{"X-Note", "caf\u00e9"}), JWKSUnreachable, JWKSUnreachable},
		{append(line("application/json"), Header{"X-Note", "caf\xe9"}), JWKSUnreachable, JWKSUnreachable},
		{append(line("application/json"), Header{"X-Note", "a\tb"}), ReasonNone, ReasonNone},
		{append(line("application/json"), Header{"X-Note", "a\nb"}), JWKSUnreachable, JWKSUnreachable},
	} {
		for _, made := range []*app{oidcApp(t, RS256), customApp(t, RS256)} {
			want := c.oidc
			if strings.Contains(made.providers, "customJwt") {
				want = c.custom
			}
			answer := made.documents[testJWKS]
			answer.Headers = c.headers
			made.documents[testJWKS] = answer
			if got := made.decide(); got.Reason != want {
				t.Errorf("%v, %.15s: %q (%s), want %q", c.headers, made.providers, got.Reason, got.Why, want)
			}
		}
	}
}

// What a discovery answer becomes for clients (B 2.9, 3.6, C22).
func TestDiscoveryStatus(t *testing.T) {
	for _, c := range []struct{ status, http, wsClose int }{
		{401, 401, 0}, {403, 403, 0}, {404, 404, 1000}, {429, 429, 1013}, {421, 421, 1013}, {425, 425, 1013}, {400, 400, 0}, {410, 400, 0},
		{500, 503, 1013}, {503, 503, 1013}, {599, 503, 1013}, {204, 400, 0}, {301, 400, 0}, {600, 400, 0},
	} {
		made := oidcApp(t, RS256)
		made.documents[testIssuer+"/.well-known/openid-configuration"] = Document{Status: c.status, Body: []byte("body\xff")}
		got := made.wants(DiscoveryHTTPStatus, "AuthProviderDiscoveryFailed", c.http, c.wsClose)
		if want := fmt.Sprintf("Auth provider discovery of %s failed: %d ", testIssuer, c.status); !strings.HasPrefix(got.Error.Message, want) || !strings.HasSuffix(got.Error.Message, " body\uFFFD") {
			t.Errorf("message %q", got.Error.Message)
		}
	}
	made := oidcApp(t, RS256)
	made.documents[testIssuer+"/.well-known/openid-configuration"] = Document{Status: 407}
	made.wants(DiscoveryUnreachable, "AuthProviderDiscoveryFailed", 400, 0)
	made.documents[testIssuer+"/.well-known/openid-configuration"] = Document{Unreachable: "no such host"}
	made.wants(DiscoveryUnreachable, "AuthProviderDiscoveryFailed", 400, 0)
}
