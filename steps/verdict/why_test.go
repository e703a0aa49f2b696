package verdict

import (
	"strings"
	"testing"
)

// The inner reason is said in plain words with the values that matter, not in those of a library.
func TestWhy(t *testing.T) {
	custom := func(from, to string) *app {
		made := customApp(t, RS256)
		made.providers = strings.Replace(made.providers, from, to, 1)
		return made
	}
	serves := func(made *app, answer Document) *app {
		made.documents[testJWKS] = answer
		return made
	}
	keys := func(made *app, list string) *app {
		return serves(made, document("application/json", `{"keys":[`+list+`]}`))
	}
	twice := keys(oidcApp(t, RS256), publicKey(RS256, "")+","+publicKey(RS256, ""))
	twiceNoKid := keys(oidcApp(t, RS256), publicKey(RS256, "")+","+publicKey(RS256, ""))
	twiceNoKid.header = `{"alg":"RS256"}`
	port := oidcApp(t, RS256)
	port.payload = strings.Replace(port.payload, testIssuer, "id.example.com:8443/oidc", 1)
	port.providers = strings.Replace(port.providers, testIssuer, "https://id.example.com:8443/oidc", 1)
	far := oidcApp(t, RS256)
	far.payload = `{"iss":"https://id.example.com","exp":99999999999999}`
	for _, c := range []struct {
		name string
		made *app
		want string
	}{
		{"keys that share a kid", twice, `2 keys of the set have the kid "k" and could have signed this token; Convex does not try them in turn, so each key needs a kid of its own.`},
		{"no kid and two keys", twiceNoKid, "2 keys of the set could have signed this token, and the token does not say which: it needs a kid, or the set needs to have one such key."},
		{"a line break in jwks", custom(testJWKS, testJWKS+`\n`), "it has a blank or a line break in it, perhaps from an environment variable."},
		{"no scheme in jwks", custom(testJWKS, "id.example.com/jwks"), "is no address that a request can be made to: it needs https:// in front."},
		{"empty jwks", custom(testJWKS, ""), `The entry's jwks "" is no address that a request can be made to: it is empty.`},
		{"another scheme in jwks", custom(testJWKS, "ftp://id.example.com/jwks"), "could not be fetched: Convex asks only http and https addresses."},
		{"no answer", serves(customApp(t, RS256), Document{Unreachable: "the name id.example.com is not known"}), "could not be fetched: the name id.example.com is not known."},
		{"a private address", serves(customApp(t, RS256), Document{Status: 407}), "could not be fetched: Convex's proxy does not ask private or local addresses."},
		{"a header beyond ASCII", serves(customApp(t, RS256), Document{Status: 200, Headers: []Header{{"X-Note", "caf\u00e9"}}}), "could not be fetched: the header X-Note of its answer has a byte outside ASCII, which Convex cannot read."},
		{"a redirect to another scheme", serves(customApp(t, RS256), Document{Status: 302, Headers: []Header{{"Location", "ftp://x.example.com/a"}}}), `could not be fetched: it redirects to "ftp://x.example.com/a"; Convex asks only http and https addresses.`},
		{"a bad key", keys(customApp(t, RS256), publicKey(RS256, "")+`,{"kty":"OKP","crv":"X25519","kid":"w"}`), `Key 2 of the key set (kty "OKP" crv "X25519" kid "w") cannot be read`},
		{"no key at all", keys(customApp(t, RS256), "null"), "Key 1 of the key set (null) cannot be read"},
		{"a port without scheme", port, `No request can be made for the discovery document of "id.example.com:8443/oidc": invalid format. An OIDC entry needs an iss with https:// in front.`},
		{"a time far away", far, "The claim exp is 99999999999999: on a time so far away Convex's own code panics, and no answer comes. Seconds are wanted."},
	} {
		if got := c.made.decide(); !strings.Contains(got.Why, c.want) {
			t.Errorf("%s: %s: %q, want %q", c.name, got.Reason, got.Why, c.want)
		}
	}
}

// The entries of a file that was not pushed yet are asked in the order in which a push stores them.
func TestStoredOrder(t *testing.T) {
	file, refused := Providers([]byte(`{"providers":[{"type":"customJwt","issuer":"a.com","jwks":"x","algorithm":"RS256"},{"domain":"b.com","applicationID":"b"},{"domain":"a.com","applicationID":"b"},{"domain":"a.com","applicationID":"b"}]}`))
	if refused != nil {
		t.Fatal(refused.Message)
	}
	var said []string
	for _, provider := range StoredOrder(file) {
		said = append(said, string(provider.Kind)+" "+provider.IssuerText())
	}
	if got, want := strings.Join(said, ", "), "oidc https://a.com, oidc https://b.com, customJwt https://a.com"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if file[0].Kind != KindCustomJWT {
		t.Error("the list that was given is changed")
	}
}
