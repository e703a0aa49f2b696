package verdict

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What getUserIdentity() returns for the same claims (B 1.60-1.64, C9, C17).
func TestIdentity(t *testing.T) {
	payload := fmt.Sprintf(`{"iss":"%s","sub":"u","aud":"convex","iat":%d,"exp":%d,"nbf":1,"jti":"j","nonce":"n","azp":"a",`+
		`"name":"Ada","name#fr":"Adé","given_name#":"Ada","middle_name":"K","birthday":"x","birthdate":"1815","updated_at":1700000000.5,`+
		`"email":null,"email_verified":false,"address":{"formatted":"London","country":"GB"},"fva":[1,2],"foo":{"a":{"b":1,"b":2},"c":{}},`+
		`"foo#x":3,"azp#x":4,"list":[{"a":1}],"tokenIdentifier":"mine","a.b":1,"a":{"b":2}}`, testIssuer, testNow, testNow+60)
	for _, c := range []struct {
		made *app
		want string
	}{
		{oidcApp(t, RS256), `{"tokenIdentifier":"mine","issuer":"https://id.example.com","subject":"u","name":"Ada","givenName":"Ada",
			"emailVerified":false,"birthday":"1815","address":"London","updatedAt":"2023-11-14T22:13:20.500+00:00",
			"foo":{"a":{"b":2},"c":{}},"foo#x":3,"azp#x":4,"list":[{"a":1}],"a.b":1,"a":{"b":2}}`},
		{customApp(t, RS256), `{"tokenIdentifier":"mine","issuer":"https://id.example.com","subject":"u","nonce":"n","azp":"a","name":"Ada",
			"name#fr":"Adé","given_name#":"Ada","middle_name":"K","birthday":"x","birthdate":"1815","updated_at":1700000000.5,"email":null,
			"email_verified":false,"address.formatted":"London","address.country":"GB","foo.a.b":2,"foo#x":3,"azp#x":4,"list":[{"a":1}],"a.b":2}`},
	} {
		c.made.payload = payload
		got := c.made.wants(ReasonNone, "", 0, 0)
		written, err := json.Marshal(got.Identity)
		if err != nil {
			t.Fatal(err)
		}
		var want, have map[string]any
		if json.Unmarshal([]byte(c.want), &want) != nil || json.Unmarshal(written, &have) != nil {
			t.Fatalf("no JSON: %s", written)
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%.20s (-want +got):\n%s", c.made.providers, diff)
		}
	}
}

func TestRFC3339AsTheBackendReadsIt(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"2026-01-02T03:04:05Z", "2026-01-02T03:04:05+00:00"},
		{"2026-01-02 03:04:05.1234567891+05:30", "2026-01-01T21:34:05.123456789+00:00"},
		{"2026-01-02t03:04:05.120z", "2026-01-02T03:04:05.120+00:00"},
		{"2016-12-31T23:59:60Z", "2016-12-31T23:59:60+00:00"},
		{"2026-01-02T03:04:05\u221201:00", "2026-01-02T04:04:05+00:00"},
		{"0000-01-01T00:00:00Z", "0000-01-01T00:00:00+00:00"},
		{"9999-12-31T23:59:59-01:00", "+10000-01-01T00:59:59+00:00"},
		{"2026-02-30T00:00:00Z", ""}, {"2026-01-02T24:00:00Z", ""}, {"2026-01-02T03:04:05", ""}, {"2026-01-02T03:04:05.Z", ""},
		{"2026-01-02T03:04:05+24:00", ""}, {"2026-01-02T03:04:05+00:60", ""}, {"2026-1-2T03:04:05Z", ""}, {"", ""},
	} {
		got, ok := parseRFC3339(c.text)
		if ok != (c.want != "") || ok && got.String() != c.want {
			t.Errorf("%q: %v %s, want %q", c.text, ok, got, c.want)
		}
	}
}
