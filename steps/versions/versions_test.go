package versions

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestContains(t *testing.T) {
	for _, test := range []struct {
		set     string
		inside  []string
		outside []string
	}{
		{"=1.33.0", []string{"1.33.0", "v1.33.0", "1.33.0+build"}, []string{"1.33.1", "1.33.0-alpha.1", "1.32.9", "", "latest", "1.33.0 x"}},
		{"<1.42.2", []string{"1.42.1", "1.42.2-alpha.0", "0.1.0"}, []string{"1.42.2", "1.43.0"}},
		{">=0.0.76 <0.0.94", []string{"0.0.76", "0.0.93"}, []string{"0.0.75", "0.0.94", "0.0.95"}},
		{"<=0.12.5", []string{"0.12.5", "0.9.0"}, []string{"0.12.6", "0.13.0"}},
		{">=0.0.4-preview.31", []string{"0.0.4-preview.31", "0.0.4-preview.100", "0.0.4"}, []string{"0.0.4-preview.4", "0.0.4-preview.30", "0.0.3"}},
		{"<0.0.4-preview.10", []string{"0.0.4-preview.9", "0.0.3"}, []string{"0.0.4-preview.10", "0.0.4"}},
		{"=1.18.0 || =1.18.1", []string{"1.18.0", "1.18.1"}, []string{"1.18.2", "1.17.9"}},
		{"^1.25.0", []string{"1.25.0", "1.99.0"}, []string{"1.24.9", "2.0.0", "2.0.0-beta.1"}},
		{"^0.37.0", []string{"0.37.4"}, []string{"0.38.0", "0.36.9"}},
		{"^0.0.3", []string{"0.0.3"}, []string{"0.0.4", "0.0.2"}},
		{"~1.6.15", []string{"1.6.15", "1.6.34"}, []string{"1.7.0", "1.6.14"}},
		{"~1", []string{"1.9.0"}, []string{"2.0.0"}},
		{"0.11.x", []string{"0.11.0", "0.11.9"}, []string{"0.12.0", "0.10.9"}},
		{"1.2", []string{"1.2.0", "1.2.9"}, []string{"1.3.0"}},
		{">= 1.2.3  < 2", []string{"1.2.3", "1.9.9"}, []string{"2.0.0"}},
		{"*", []string{"0.0.1", "9.9.9"}, []string{"workspace:*"}},
	} {
		set, err := ParseRange(test.set)
		if err != nil {
			t.Errorf("%s: %v", test.set, err)
			continue
		}
		for _, version := range test.inside {
			if !set.Contains(version) {
				t.Errorf("%s does not contain %q", test.set, version)
			}
		}
		for _, version := range test.outside {
			if set.Contains(version) {
				t.Errorf("%s contains %q", test.set, version)
			}
		}
	}
	for _, bad := range []string{"", "||", "=", "abc", "1.2.3.4.5", "!1.2.3", "<", ">=one"} {
		if _, err := ParseRange(bad); err == nil {
			t.Errorf("%q was read as a range", bad)
		}
	}
}

// TestTable holds that every row is whole: its ranges can be read, its cause exists, its number is its own.
func TestTable(t *testing.T) {
	seen := map[string]bool{}
	number := regexp.MustCompile(`^V [0-9]+[a-z]?$`)
	for _, row := range Rows() {
		if !number.MatchString(row.ID) || seen[row.ID] {
			t.Errorf("%s: no number of its own", row.ID)
		}
		seen[row.ID] = true
		for _, set := range append([]Needs{{row.Package, row.Affected}}, row.With...) {
			if set.Range == "" && row.Advice || strings.HasPrefix(set.Range, "before ") && isDate(set.Range[7:]) {
				continue
			}
			if _, err := ParseRange(set.Range); err != nil {
				t.Errorf("%s: %v", row.ID, err)
			}
		}
		if row.Cause != "" && !row.Cause.Known() {
			t.Errorf("%s: no such cause: %s", row.ID, row.Cause)
		}
		if row.Cause == "" && !row.Advice {
			t.Errorf("%s: neither a cause nor advice", row.ID)
		}
		if row.Package == "" || row.Symptom == "" || row.Source == "" || strings.Trim(row.Tag, "CFX ") != "" || row.Tag == "" {
			t.Errorf("%s: package, symptom, source or tag is missing", row.ID)
		}
		if !row.Open && !row.Advice && row.Do == "" {
			t.Errorf("%s: nothing to do about it", row.ID)
		}
	}
	for _, peer := range peers {
		for _, set := range append([]Needs{{peer.Package, peer.Range}}, peer.Needs...) {
			if _, err := ParseRange(set.Range); err != nil {
				t.Errorf("%s: %v", peer.Package, err)
			}
		}
	}
	for _, known := range newest {
		if canonical(known.Version) == "" || known.Date != "" && !isDate(known.Date) {
			t.Errorf("%s: no version or date", known.Package)
		}
	}
}

// told answers the listed conditions with Yes and, if closed, all others with No.
func told(closed bool, conditions ...Condition) func(Condition) Answer {
	return func(asked Condition) Answer {
		for _, one := range conditions {
			if one == asked {
				return Yes
			}
		}
		if closed {
			return No
		}
		return Unseen
	}
}

func TestMatch(t *testing.T) {
	for _, test := range []struct {
		name      string
		installed map[string]string
		facts     func(Condition) Answer
		want      []string // "V 70 yes" with Holds
	}{
		{"the newest", map[string]string{"convex": "1.48.0"}, told(true), nil},
		{"a range that does not hold", map[string]string{"better-auth": "1.6.15", "@convex-dev/better-auth": "0.12.5"}, told(true), nil},
		{"two packages", map[string]string{"better-auth": "1.7.25", "@convex-dev/better-auth": "0.12.5"}, told(true), []string{"V 70 yes"}},
		{"the other package is missing", map[string]string{"better-auth": "1.7.25"}, told(true), nil},
		{"a condition that holds", map[string]string{"convex": "1.25.0"}, told(true, HTTPClientAuthOption), []string{"V 11 yes"}},
		{"a condition that does not", map[string]string{"convex": "1.25.0"}, told(true), nil},
		{"a condition that nobody looked at", map[string]string{"@convex-dev/workos-authkit": "0.2.6"}, nil, []string{"V 154 unseen"}},
		{"what happens at run time", map[string]string{"convex": "1.42.1"}, told(false, ClerkProvider), []string{"V 3 unseen", "V 8 unseen", "V 15 unseen", "V 17 unseen", "V 18 unseen", "V 23 unseen", "V 141 unseen"}},
		{"the symptom was seen", map[string]string{"convex": "1.42.1"}, told(true, ClerkProvider, SymptomOf("V 3")), []string{"V 3 yes"}},
		{"previews", map[string]string{"@robelest/convex-auth": "0.0.4-preview.37"}, told(true, RobelestBareIssuer), []string{"V 63 yes"}},
		{"the other name", map[string]string{"@estifanos-sh/convex-auth": "v0.0.4"}, told(true, RobelestBareIssuer), []string{"V 63 yes"}},
		{"an image by its date", map[string]string{"self-hosted backend": "2025-04-01"}, told(true, SymptomOf("V 173")), []string{"V 173 yes"}},
		{"a newer image", map[string]string{"self-hosted backend": "2026-04-01"}, told(true, SymptomOf("V 173")), nil},
		{"no version", map[string]string{"convex": "workspace:*", "next": "latest"}, nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, hit := range Match(test.installed, test.facts) {
				got = append(got, hit.Row.ID+" "+hit.Holds.String())
				if (hit.Holds == Yes) != (len(hit.Unseen) == 0) || hit.Holds == No {
					t.Errorf("%s holds: %v, unseen: %v", hit.Row.ID, hit.Holds, hit.Unseen)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestEveryRowCanBeHit holds that each row with a range is found by some version when its conditions hold, and by none when one
// of them does not.
func TestEveryRowCanBeHit(t *testing.T) {
	digits := regexp.MustCompile(`[0-9]+\.[0-9]+\.[0-9]+(-[a-z]+\.[0-9]+)?`)
	inside := func(text string) string {
		if date, ok := strings.CutPrefix(text, "before "); ok {
			return "2000" + date[4:]
		}
		for _, version := range append(digits.FindAllString(text, -1), "0.0.1", "1.0.0", "99.0.0") {
			if affected(text, version) {
				return version
			}
		}
		return ""
	}
	for _, row := range Rows() {
		if row.Affected == "" {
			continue
		}
		installed := map[string]string{row.Package: inside(row.Affected)}
		for _, other := range row.With {
			installed[other.Package] = inside(other.Range)
		}
		if _, ok := match(row, installed, func(Condition) Answer { return Yes }); !ok {
			t.Errorf("%s is not hit by %v", row.ID, installed)
		}
		if _, ok := match(row, installed, func(Condition) Answer { return No }); ok && (row.AtRunTime || len(row.When) > 0) {
			t.Errorf("%s is hit although its condition does not hold", row.ID)
		}
	}
}

func TestClashes(t *testing.T) {
	got := Clashes(map[string]string{
		"@convex-dev/better-auth": "0.12.5", "better-auth": "1.7.2", "convex": "1.48.0",
		"@convex-dev/auth": "0.0.95", "@auth/core": "0.37.4", "react": "19.0.0", "next": "latest", "@clerk/nextjs": "6.33.7",
	})
	want := []Clash{
		{"@convex-dev/better-auth", "0.12.5", "better-auth", "1.7.2", ">=1.6.11 <1.7.0", "F C"},
		{"@convex-dev/auth", "0.0.95", "@auth/core", "0.37.4", "^0.41.1", "F C"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNewest(t *testing.T) {
	if known, ok := Newest("convex"); !ok || known.Version != "1.48.0" {
		t.Errorf("got %+v", known)
	}
	if _, ok := Newest("left-pad"); ok {
		t.Error("an unknown package is known")
	}
}

func FuzzParseRange(f *testing.F) {
	for _, seed := range []string{">=1.24.2 <1.24.6", "^1 || ~2.x", "*", "=", "1.2.3-a.b+c", "v", "99999999999999999999.1.1", "^0", "~", "> ="} {
		f.Add(seed, "1.2.3")
	}
	f.Fuzz(func(t *testing.T, set, version string) {
		parsed, err := ParseRange(set)
		if err == nil && parsed.Contains(version) && canonical(version) == "" {
			t.Errorf("%q contains %q, which is no version", set, version)
		}
		Compare(set, version)
	})
}

func TestInNewest(t *testing.T) {
	want := map[string]bool{"V 1": false, "V 3": false, "V 4": true, "V 18": true, "V 70": true, "V 145": true, "V 129": true}
	for _, row := range Rows() {
		if expected, ok := want[row.ID]; ok && row.InNewest() != expected {
			t.Errorf("%s: got %v", row.ID, row.InNewest())
		}
	}
}
