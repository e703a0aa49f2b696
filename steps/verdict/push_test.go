package verdict

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	pushHead = "Hit an error while pushing:\nThe pushed auth config is invalid: "
	listHead = pushHead + "auth config file must include a list of provider credentials: "
	noMatch  = listHead + "data did not match any variant of untagged enum SerializedAuthInfo "
	seeDocs  = "To learn more, see the auth documentation at https://docs.convex.dev/auth."
)

// The default export in its odd shapes (B 4.10-4.18, C10, C19).
func TestPushShapes(t *testing.T) {
	const custom = `"type":"customJwt","issuer":"https://a.com","jwks":"https://a.com/jwks","algorithm":"RS256"`
	at := func(message string) string { return listHead + "Provider at index 0 " + message }
	for _, c := range []struct{ export, want string }{
		{``, pushHead + "auth config file is missing default export. " + seeDocs},
		{`null`, pushHead + "auth config file is missing default export. " + seeDocs},
		{`"x"`, listHead + `invalid type: string "x", expected struct SerializedAuthConfig `},
		{`"a\n\"b\""`, listHead + `invalid type: string "a\n\"b\"", expected struct SerializedAuthConfig `},
		{`5`, listHead + "invalid type: integer `5`, expected struct SerializedAuthConfig "},
		{`-5`, listHead + "invalid type: integer `-5`, expected struct SerializedAuthConfig "},
		{`1.5`, listHead + "invalid type: floating point `1.5`, expected struct SerializedAuthConfig "},
		{`1e300`, listHead + "invalid type: floating point `1e300`, expected struct SerializedAuthConfig "},
		{`true`, listHead + "invalid type: boolean `true`, expected struct SerializedAuthConfig "},
		{`{}`, listHead + "missing field `providers` "},
		{`{"Providers":[]}`, listHead + "missing field `providers` "},
		{`{"providers":null}`, listHead + "invalid type: null, expected a sequence "},
		{`{"providers":{}}`, listHead + "invalid type: map, expected a sequence "},
		{`{"providers":[],"providers":[]}`, listHead + "duplicate field `providers` "},
		{`{"providers":[]}`, ""},
		{`{"providers":[],"extra":1}`, ""},
		{`[]`, listHead + "invalid length 0, expected struct SerializedAuthConfig with 1 element "},
		{`[[]]`, ""},
		{`[[{"domain":"a.com","applicationID":"x"}]]`, ""},
		{`[[],1]`, listHead + "trailing characters "},
		{`[null]`, listHead + "invalid type: null, expected a sequence "},
		{`{"providers":[{"x":` + strings.Repeat("[", 130) + strings.Repeat("]", 130) + `}]}`, listHead + "recursion limit exceeded "},
		{`{"providers":["x"]}`, noMatch},
		{`{"providers":[{}]}`, noMatch},
		{`{"providers":[{"domain":"a.com"}]}`, noMatch},
		{`{"providers":[{"domain":"a.com","applicationID":null}]}`, noMatch},
		{`{"providers":[{"domain":"a.com","applicationID":"x","domain":"a.com"}]}`, noMatch},
		{`{"providers":[{"domain":"a.com","applicationID":"x","extra":{"a":1}}]}`, ""},
		{`{"providers":[{"domain":"a.com","applicationID":"x","type":"oidc"}]}`, ""},
		{`{"providers":[{"domain":"a.com","applicationID":"x","type":null}]}`, ""},
		{`{"providers":[{"domain":"a.com","applicationID":"x","type":5}]}`, ""},
		{`{"providers":[{"domain":"a.com","applicationID":"x","type":""}]}`, at("has unexpected 'type' value ''")},
		{`{"providers":[{"domain":"a.com","applicationID":"x","type":"OIDC"}]}`, at("has unexpected 'type' value 'OIDC'")},
		{`{"providers":[{"domain":"a.com","applicationID":"x","applicationid":"x"}]}`, at("must have applicationID property spelled lowercase 'application', capital I, capital D.")},
		{`{"providers":[{"domain":"a.com","applicationId":"x"}]}`, at("must have applicationID property spelled lowercase 'application', capital I, capital D.")},
		{`{"providers":[{` + custom + `}]}`, ""},
		{`{"providers":[{` + custom + `,"applicationID":null}]}`, ""},
		{`{"providers":[{` + custom + `,"domain":"a.com"}]}`, at("is a customJwt so cannot have a 'domain' specified")},
		{`{"providers":[{"domain":"a.com","applicationID":"x","issuer":"a.com"}]}`, at("is oidc so cannot have an 'issuer' specified.")},
		{`{"providers":[{` + strings.Replace(custom, "RS256", "EdDSA", 1) + `}]}`, noMatch},
		{`{"providers":[{` + strings.Replace(custom, `"RS256"`, `{"RS256":null}`, 1) + `}]}`, ""},
		{`{"providers":[{` + custom + `,"jwks":"x"}]}`, noMatch},
		{`{"providers":[{` + custom + `,"type":"customJwt"}]}`, noMatch},
		{`{"providers":[{` + strings.Replace(custom, "https://a.com\"", "https://api.workos.com/\"", 1) + `}]}`,
			pushHead + "This auth configuration appears potentially insecure: Provider at index 0 has an issuer that is shared among many applications, so must to specify an ApplicationID to check against an `aud` field of a JWT."},
		{`{"providers":[["customJwt",null,"https://api.workos.com/","https://a.com/jwks","RS256"]]}`, ""},
		{`{"providers":[[0,"x","a.com","y","ES256"]]}`, ""},
		{`{"providers":[["customJwt","https://a.com","https://a.com/jwks","RS256"]]}`, noMatch},
		{`{"providers":[["a.com","x"]]}`, noMatch},
	} {
		got := ""
		if _, refused := Providers([]byte(c.export)); refused != nil {
			got = refused.Message
			if refused.Code != "InvalidAuthConfig" || refused.Why == "" || refused.Fact == "" {
				t.Errorf("%s: %+v", c.export, refused)
			}
		}
		if got != c.want {
			t.Errorf("%.100s:\n got %q\nwant %q", c.export, got, c.want)
		}
	}
}

// The rules for domain and issuer (B 4.19-4.24, C20).
func TestPushAddresses(t *testing.T) {
	tld := "Does not look like a URL (must have a scheme or end with a top-level domain)"
	for _, c := range []struct{ domain, stored, want string }{
		{"https://x.com", "https://x.com", ""},
		{"x.com", "https://x.com", ""},
		{"localhost:3000", "https://localhost:3000", ""},
		{"http://localhost:3000", "http://localhost:3000", ""},
		{"https://convex", "https://convex", ""},
		{"https://x.com ", "https://x.com ", ""},
		{"x.com ", "https://x.com ", ""},
		{"https://x.com\n", "https://x.com\n", ""},
		{"HTTPS://x.com", "HTTPS://x.com", ""},
		{"//x.com", "https:////x.com", ""},
		{"a@b.com", "https://a@b.com", ""},
		{"mailto:a@b.com", "https://mailto:a@b.com", ""},
		{"x.zip", "https://x.zip", ""},
		{"пример.рф", "https://пример.рф", ""},
		{"X.COM/path?q#f", "https://X.COM/path?q#f", ""},
		{`"https://x.com"`, "", `starts with a double quote (")`},
		{"", "", "empty host"},
		{" https://x.com", "", "invalid international domain name"},
		{"https:x.com", "", "invalid port number"},
		{"https:/x.com", "", tld},
		{"ftp://x.com", "", "scheme should be http or https"},
		{"convex", "", tld}, {"undefined", "", tld}, {"127.0.0.1", "", tld}, {"[::1]", "", tld}, {"foo.localhost", "", tld},
		{"x.com.", "", tld}, {"x.test", "", tld}, {"x.local", "", tld}, {"x.internal", "", tld}, {"x.onion", "", tld},
	} {
		providers, refused := Providers([]byte(fmt.Sprintf(`{"providers":[{"domain":%s,"applicationID":"x"}]}`, jsonText(c.domain))))
		if c.want == "" {
			if refused != nil || providers[0].Domain != c.stored {
				t.Errorf("%q: %+v, stored %+v, want %q", c.domain, refused, providers, c.stored)
			}
			continue
		}
		if want := pushHead + `Invalid provider domain URL "` + c.domain + `": ` + c.want; refused == nil || refused.Message != want {
			t.Errorf("%q: %+v, want %q", c.domain, refused, want)
		}
	}
}

// The stored order is not that of the file (B 1.12).
func TestStoreOrder(t *testing.T) {
	entry := func(kind, issuer, app string) string {
		if kind == "oidc" {
			return fmt.Sprintf(`{"domain":"%s","applicationID":"%s"}`, issuer, app)
		}
		id := ""
		if app != "" {
			id = fmt.Sprintf(`,"applicationID":"%s"`, app)
		}
		return fmt.Sprintf(`{"type":"customJwt","issuer":"%s","jwks":"j","algorithm":"RS256"%s}`, issuer, id)
	}
	export := func(entries ...string) []byte { return []byte(`{"providers":[` + strings.Join(entries, ",") + `]}`) }
	names := func(stored []Provider) (texts []string) {
		for _, one := range stored {
			texts = append(texts, strings.TrimPrefix(one.IssuerText(), "https://")+" "+shownID(one.ApplicationID))
		}
		return texts
	}
	first, refused := Store(export(entry("custom", "b.com", "x"), entry("custom", "a.com", ""), entry("oidc", "b.com", "b"), entry("oidc", "a.com", "b"),
		entry("oidc", "z.com", "a"), entry("oidc", "a.com", "b"), entry("custom", "a.com", "A")))
	if refused != nil {
		t.Fatal(refused.Message)
	}
	if diff := cmp.Diff([]string{`z.com "a"`, `a.com "b"`, `b.com "b"`, `a.com none`, `a.com "A"`, `b.com "x"`}, names(first)); diff != "" {
		t.Error(diff)
	}
	second, _ := StoreOver(first, export(entry("oidc", "a.com", "a"), entry("custom", "b.com", "x"), entry("oidc", "b.com", "b")))
	if diff := cmp.Diff([]string{`b.com "b"`, `b.com "x"`, `a.com "a"`}, names(second)); diff != "" {
		t.Error(diff)
	}
}

func FuzzPush(f *testing.F) {
	f.Add([]byte(`{"providers":[{"domain":"a.com","applicationID":"x"}]}`))
	f.Add([]byte(`[[["customJwt",null,"a.com","j",{"RS256":{}}]]]`))
	f.Fuzz(func(t *testing.T, export []byte) {
		stored, refused := Store(export)
		if _, pushed := Providers(export); (refused == nil) != (pushed == nil) {
			t.Error("Store and Providers do not agree")
		}
		if refused != nil && (stored != nil || refused.Stable > len(refused.Message)) {
			t.Errorf("%+v", refused)
		}
	})
}
