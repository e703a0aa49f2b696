package verdict

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompareIssuer(t *testing.T) {
	const issuer = "https://verb-noun-00.clerk.accounts.dev"
	for _, c := range []struct {
		iss, stored string
		matches     bool
		misses      []Miss
	}{
		{issuer, issuer, true, nil},
		{issuer + "/", issuer, true, []Miss{MissSlash}},
		{"verb-noun-00.clerk.accounts.dev", issuer, true, []Miss{MissScheme}},
		{"http://verb-noun-00.clerk.accounts.dev", issuer, false, []Miss{MissScheme}},
		{issuer, "HTTPS://verb-noun-00.clerk.accounts.dev", false, []Miss{MissScheme}},
		{issuer, issuer + "\n", false, []Miss{MissBlank}},
		{issuer, issuer + " ", false, []Miss{MissBlank}},
		{issuer, "https://Verb-Noun-00.clerk.accounts.dev", false, []Miss{MissCase}},
		{issuer, "https://" + `"` + issuer + `"`, false, []Miss{MissOther}},
		{issuer, `"` + issuer + `"`, false, []Miss{MissQuotes}},
		{"https://happy-animal-123.convex.site", "https://happy-animal-123.convex.cloud", false, []Miss{MissCloudSite}},
		{"https://happy-animal-123.convex.site/auth", "https://happy-animal-123.convex.site", false, []Miss{MissAuthSuffix}},
		{"https://happy-animal-123.convex.site", "https://happy-animal-123.convex.cloud/api/auth", false, []Miss{MissCloudSite, MissAuthSuffix}},
		{issuer, issuer + "/.well-known/openid-configuration", false, []Miss{MissDiscovery}},
		{"https://id.example.com", "https://id.example.com:443", false, []Miss{MissPort}},
		{"https://id.example.com", "https://www.id.example.com", false, []Miss{MissWWW}},
		{"https://id.example.com", "https://id.\u0435xample.com", false, []Miss{MissLookAlike}},
		{"https://id.example.com", "https://id.xn--xample-2of.com", false, []Miss{MissLookAlike}},
		{"https://id.example.com", "https://id.exam\u200bple.com", false, []Miss{MissInvisible}},
		{"https://id.example.com", " HTTP://ID.example.com/ ", false, []Miss{MissBlank, MissScheme, MissSlash, MissCase}},
		{issuer, "https://clerk.example.com", false, []Miss{MissInstance}},
		{"https://a.example.com", "https://b.example.com", false, []Miss{MissInstance}},
		{"https://a.example.com", "https://b.example.org", false, []Miss{MissOther}},
		{"", issuer, false, []Miss{MissOther}},
	} {
		got := CompareIssuer(c.iss, c.stored)
		if diff := cmp.Diff(c.misses, got.Misses); diff != "" || got.Matches != c.matches {
			t.Errorf("CompareIssuer(%q, %q): matches %v, %s", c.iss, c.stored, got.Matches, diff)
		}
		if back := CompareIssuer(c.stored, c.iss); c.misses != nil && cmp.Diff(got.Misses, back.Misses) != "" {
			t.Errorf("CompareIssuer(%q, %q) is %v one way and %v the other", c.iss, c.stored, got.Misses, back.Misses)
		}
		if near := len(c.misses) > 0 && c.misses[0] != MissInstance && c.misses[0] != MissOther; got.Near() != near {
			t.Errorf("CompareIssuer(%q, %q).Near() = %v", c.iss, c.stored, got.Near())
		}
	}
}

func TestCompareAudience(t *testing.T) {
	for _, c := range []struct {
		value, want string
		misses      []Miss
	}{
		{"convex", "convex", nil},
		{"Convex", "convex", []Miss{MissCase}},
		{"convex ", "convex", []Miss{MissBlank}},
		{`"convex"`, "convex", []Miss{MissQuotes}},
		{"https://api.example.com/", "https://api.example.com", []Miss{MissSlash}},
		{"other", "convex", []Miss{MissOther}},
	} {
		got := CompareAudience(c.value, c.want)
		if diff := cmp.Diff(c.misses, got.Misses); diff != "" || got.Matches != (c.misses == nil) {
			t.Errorf("CompareAudience(%q, %q): matches %v, %s", c.value, c.want, got.Matches, diff)
		}
	}
}

func TestSpansAreInCharacters(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want []Span
	}{
		{"https://a.dev/", "https://a.dev", []Span{{Range{13, 14}, Range{13, 13}}}},
		{"https://é.dev/auth", "https://é.dev", []Span{{Range{13, 18}, Range{13, 13}}}},
		{"https://a.convex.site", "https://a.convex.cloud", []Span{{Range{17, 21}, Range{17, 22}}}},
		{"https://one.example.com", "https://two.example.com", []Span{{Range{8, 11}, Range{8, 11}}}},
		{"abcdefghij", "abcXefgYij", []Span{{Range{3, 4}, Range{3, 4}}, {Range{7, 8}, Range{7, 8}}}},
		{"", "a", []Span{{Range{0, 0}, Range{0, 1}}}},
	} {
		if diff := cmp.Diff(c.want, differences(c.a, c.b)); diff != "" {
			t.Errorf("differences(%q, %q): %s", c.a, c.b, diff)
		}
	}
}

func FuzzCompareIssuer(f *testing.F) {
	f.Add("https://a.convex.site", "https://a.convex.cloud/")
	f.Add("\xff", "xn--")
	f.Fuzz(func(t *testing.T, a, b string) {
		got := CompareIssuer(a, b)
		if got.Equal != (a == b) || got.Equal != (len(got.Misses) == 0) {
			t.Errorf("equal %v with %v", got.Equal, got.Misses)
		}
		for _, span := range got.Spans {
			if span.A.To > len([]rune(a)) || span.B.To > len([]rune(b)) || span.A.From > span.A.To || span.B.From > span.B.To {
				t.Errorf("span %+v outside", span)
			}
		}
		CompareAudience(a, b)
	})
}

// What is wrong with a text by itself tells which side of a comparison has to be corrected.
func TestSlips(t *testing.T) {
	for text, want := range map[string][]Miss{
		"convex": nil, "Convex": nil, "": nil, "https://a.example/": nil,
		"convex ": {MissBlank}, "\"convex\"": {MissQuotes}, "con\u200bvex": {MissInvisible}, "\u0441onvex": {MissLookAlike}, "' convex'\n": {MissQuotes, MissBlank},
	} {
		if diff := cmp.Diff(want, Slips(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}
