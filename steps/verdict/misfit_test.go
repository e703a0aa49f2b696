package verdict

import (
	"strings"
	"testing"
)

// A refused entry is told what to change in it.
func TestMisfit(t *testing.T) {
	for entry, want := range map[string]string{
		`{"domain":"https://a.com","applicationID":["a","b"]}`:                      "applicationID of entry 1 is a list",
		`{"domain":"https://a.com","applicationID":12}`:                             "applicationID of entry 1 is a number; Convex wants a text.",
		`{"domain":"https://a.com","applicationID":null}`:                           "applicationID of entry 1 is null; Convex wants a text.",
		`{"domain":"https://a.com"}`:                                                "Entry 1 has no applicationID; an entry with a domain needs it.",
		`{}`:                                                                        "Entry 1 has no domain and no applicationID; an entry with a domain needs it.",
		`{"domain":{},"applicationID":"a"}`:                                         "domain of entry 1 is an object; Convex wants a text.",
		`{"domain":"a.com","domain":"a.com","applicationID":"a"}`:                   "Entry 1 has domain more than once.",
		`{"type":"customJwt","issuer":"https://a.com","jwks":"https://a.com/jwks"}`: "Entry 1 has no algorithm; a customJwt entry needs it.",
		`{"type":"customJwt","issuer":"https://a.com","jwks":"https://a.com/jwks","algorithm":"HS256"}`:                "algorithm of entry 1 is \"HS256\"; there are only RS256 and ES256.",
		`{"type":"customJwt","issuer":"https://a.com","jwks":["https://a.com"],"algorithm":"RS256"}`:                   "jwks of entry 1 is a list; Convex wants a text.",
		`{"type":"customJwt","issuer":"https://a.com","jwks":"https://a.com/j","algorithm":"RS256","applicationID":1}`: "applicationID of entry 1 is a number; Convex wants a text.",
		`"https://a.com"`: "Entry 1 is a text; Convex wants an object",
	} {
		_, refused := Providers([]byte(`{"providers":[` + entry + `]}`))
		if refused == nil {
			t.Errorf("%s is accepted", entry)
		} else if !strings.HasPrefix(refused.Why, want) {
			t.Errorf("%s:\n got %s\nwant %s", entry, refused.Why, want)
		}
	}
}
