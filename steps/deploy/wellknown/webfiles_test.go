package wellknown

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/deploy/response"
)

func TestReadOrigins(t *testing.T) {
	for _, test := range []struct {
		name    string
		rpID    string
		entries []string
		want    string // use of each entry
		labels  int
	}{
		{"five labels", "a.example", []string{"https://b.example", "https://c.example", "https://d.example", "https://e.example", "https://f.example"}, "used used used used used", 5},
		{"six labels", "a.example", []string{"https://b.example", "https://c.example", "https://d.example", "https://e.example", "https://f.example", "https://g.example"}, "used used used used used over-limit", 5},
		{"a seen label after the limit still counts", "a.example", []string{"https://b.example", "https://c.example", "https://d.example", "https://e.example", "https://f.example", "https://g.example", "https://www.b.de"}, "used used used used used over-limit used", 5},
		{".co.uk and .de share a label", "a.example", []string{"https://shop.co.uk", "https://www.shop.de", "https://shop.com"}, "used used used", 1},
		{"what has no domain takes no label", "a.example", []string{"https://192.0.2.1", "http://localhost:3000", "chrome-extension://abcdef", "app.example", "https://b.example"}, "no-domain no-domain no-domain unparsed used", 1},
		{"a subdomain of the RP ID", "example.com", []string{"https://app.example.com", "https://example.com"}, "unneeded unneeded", 1},
		{"a sibling of the RP ID", "app.example.com", []string{"https://staging.example.com"}, "used", 1},
		{"private suffixes count", "a.example", []string{"https://one.vercel.app", "https://two.vercel.app"}, "used used", 2},
		{"capital letters", "EXAMPLE.com", []string{"HTTPS://App.Example.COM"}, "unneeded", 1},
	} {
		origins := ReadOrigins(test.rpID, test.entries)
		var uses []string
		for _, one := range origins {
			uses = append(uses, string(one.Use))
		}
		if got := strings.Join(uses, " "); got != test.want || Labels(origins) != test.labels {
			t.Errorf("%s: %s with %d labels, want %s with %d", test.name, got, Labels(origins), test.want, test.labels)
		}
	}
}

func TestCheckRelatedOrigins(t *testing.T) {
	for _, test := range []struct {
		body string
		want []string
	}{
		{`{"origins":["https://b.example"]}`, nil},
		{`{"origins":["https://b.example/"]}`, []string{"warn path"}},
		{`{"origins":["https://b.example/x?y"]}`, []string{"warn path"}},
		{`{"origins":["https://app.example.com"]}`, []string{"warn unneeded"}},
		{`{"origins":["b.example"]}`, []string{"fail entry"}},
		{`{"origins":["https://localhost"]}`, []string{"warn entry"}},
		{`{"origins":["https://a.example","https://b.example","https://c.example","https://d.example","https://e.example","https://f.example"]}`, []string{"fail labels"}},
		{`{"origins":[]}`, []string{"warn empty"}},
		{`{"origins":[null]}`, []string{"fail origins"}},
		{`{"origins":"https://b.example"}`, []string{"fail origins"}},
		{`{}`, []string{"fail origins"}},
		{`["https://b.example"]`, []string{"fail json"}},
		{`x`, []string{"fail json"}},
	} {
		if diff := cmp.Diff(test.want, codes(CheckRelatedOrigins([]byte(test.body), "example.com"))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.body, diff)
		}
	}
}

func TestCheckSecurityTxt(t *testing.T) {
	in := func(days int) string {
		return "Expires: " + now.Add(time.Duration(days)*24*time.Hour).Format(time.RFC3339) + "\n"
	}
	const (
		contact   = "Contact: https://example.com/security\n"
		canonical = "Canonical: https://example.com/.well-known/security.txt\n"
	)
	signed := func(inner string) string {
		return "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n" + inner + "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
	}
	for _, test := range []struct {
		name string
		body string
		want []string
	}{
		{"all there", signed(contact + canonical + in(180)), nil},
		{"the library's two lines", contact + in(180), []string{"warn no_canonical", "warn not_signed"}},
		{"364 days", signed(contact + canonical + in(364)), nil},
		{"365 days", signed(contact + canonical + in(365)), []string{"warn long_expiry"}},
		{"366 days", signed(contact + canonical + in(366)), []string{"warn long_expiry"}},
		{"expired", signed(contact + canonical + in(-1)), []string{"fail expired"}},
		{"no Expires", signed(contact + canonical), []string{"fail no_expire"}},
		{"two Expires", signed(contact + canonical + in(1) + in(2)), []string{"fail multi_expire"}},
		{"Expires is no date", signed(contact + canonical + "Expires: tomorrow\n"), []string{"fail invalid_expiry"}},
		{"no Contact", signed(canonical + in(180)), []string{"fail no_contact"}},
		{"a bare e-mail", signed("Contact: a@example.com\n" + canonical + in(180)), []string{"fail no_uri"}},
		{"an e-mail without Encryption", signed("Contact: mailto:a@example.com\n" + canonical + in(180)), []string{"note no_encryption"}},
		{"http", signed("Contact: http://example.com\n" + canonical + in(180)), []string{"fail no_https"}},
		{"another Canonical", signed(contact + "Canonical: https://www.example.com/.well-known/security.txt\n" + in(180)), []string{"fail no_canonical_match"}},
		{"languages", signed(contact + canonical + in(180) + "Preferred-Languages: en, de-AT\n"), nil},
		{"a language that is none", signed(contact + canonical + in(180) + "Preferred-Languages: en, klingonish!\n"), []string{"fail invalid_lang"}},
		{"languages twice", signed(contact + canonical + in(180) + "Preferred-Languages: en\nPreferred-Languages: de\n"), []string{"fail multi_lang"}},
		{"comments, case and CRLF", "# hello\r\n\r\nCONTACT: https://a.test\r\n" + canonical + in(180), []string{"warn not_signed"}},
		{"blank before the colon", "Contact : https://a.test\n" + canonical + in(180), []string{"fail prec_ws", "warn not_signed"}},
		{"no blank behind the colon", "Contact:https://a.test\n" + canonical + in(180), []string{"fail no_space", "warn not_signed"}},
		{"no value", contact + "Policy:\n" + canonical + in(180), []string{"fail empty_value", "warn not_signed"}},
		{"a line that is nothing", contact + "hello\n" + canonical + in(180), []string{"fail invalid_line", "warn not_signed"}},
		{"no line feed at the end", contact + canonical + strings.TrimSpace(in(180)), []string{"fail no_line_separators", "warn not_signed"}},
		{"byte order mark", "\ufeff" + contact + canonical + in(180), []string{"fail bom_in_file", "warn not_signed"}},
		{"not UTF-8", contact + "# \xff\n" + canonical + in(180), []string{"fail utf8", "warn not_signed"}},
		{"nothing", "", []string{"fail no_contact", "fail no_expire", "warn no_canonical", "warn not_signed"}},
	} {
		if diff := cmp.Diff(test.want, codes(CheckSecurityTxt([]byte(test.body), "https://example.com/.well-known/security.txt", now))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestCheckOpenID(t *testing.T) {
	const issuer = "https://happy-animal-123.convex.site/auth"
	good := fmt.Sprintf(`{"issuer":%q,"jwks_uri":%q}`, issuer, issuer+"/.well-known/jwks.json")
	const head = "HTTP/2 200\ncontent-type: application/json\n\n"
	for _, test := range []struct {
		text string
		want []string
	}{
		{head + good, nil},
		{good, nil},
		{head + good + " trailing", nil}, // C12
		{head + strings.Replace(good, "/auth\"", "\"", 1), []string{"fail issuer"}},
		{head + strings.Replace(good, "/auth\"", "/auth/\"", 1), []string{"fail issuer"}},
		{head + strings.Replace(good, "jwks.json", "keys.json", 1), []string{"warn jwks_uri"}},
		{head + `{"issuer":"` + issuer + `"}`, []string{"fail jwks_uri"}},
		{head + `{"issuer":null}`, []string{"fail issuer"}},
		{head + `[]`, []string{"fail json"}},
		{"HTTP/2 500\n\n{}", []string{"fail status"}},
		{"HTTP/2 200\ncontent-type: text/plain\n\n" + good, []string{"fail content-type"}},
	} {
		if diff := cmp.Diff(test.want, codes(CheckOpenID(response.Parse([]byte(test.text)), issuer))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.text, diff)
		}
	}
}
