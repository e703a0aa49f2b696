package wellknown

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What a checker refuses is put right where one thing can be meant, and dropped where nobody can tell.
func TestCorrected(t *testing.T) {
	ab, cd := strings.TrimSuffix(strings.Repeat("AB:", 32), ":"), strings.TrimSuffix(strings.Repeat("CD:", 32), ":")
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name      string
		have, get Settings
	}{
		{"fine", Settings{Contact: "https://example.com/security", Android: "com.example.app:" + ab, IOSApps: "TEAMID1234.com.example.app", Days: "180"},
			Settings{Contact: "https://example.com/security", Android: "com.example.app:" + ab, IOSApps: "TEAMID1234.com.example.app", Days: "180"}},
		{"a bare mail address", Settings{Contact: " security@example.com "}, Settings{Contact: "mailto:security@example.com"}},
		{"no address", Settings{Contact: "ask us"}, Settings{}},
		{"http", Settings{Contact: "http://example.com"}, Settings{}},
		{"two fingerprints in one", Settings{Android: "com.example.app:" + ab + ":" + cd}, Settings{Android: "com.example.app:" + ab + ";com.example.app:" + cd}},
		{"and a comma with a name", Settings{Android: "com.example.app:" + ab + ":" + cd + ",com.other"}, Settings{Android: "com.example.app:" + ab + ";com.example.app:" + cd}},
		{"commas", Settings{Android: "com.a.b:" + ab + ", com.c.d:" + cd}, Settings{Android: "com.a.b:" + ab + ";com.c.d:" + cd}},
		{"small letters", Settings{Android: "com.a.b:" + strings.ToLower(ab)}, Settings{Android: "com.a.b:" + ab}},
		{"SHA-1", Settings{Android: "com.a.b:" + ab[:59]}, Settings{}},
		{"no hex", Settings{Android: "com.a.b:" + strings.ReplaceAll(ab, "A", "X")}, Settings{}},
		{"an app id with small letters", Settings{IOSApps: "teamid1234.com.example.app, TEAMID1234.com.example.app"}, Settings{IOSApps: "TEAMID1234.com.example.app"}},
		{"a page over http", Settings{App: "https://app.example.com", ChangeURL: "http://app.example.com/password"}, Settings{App: "https://app.example.com"}},
		{"a page that leads back", Settings{App: "https://app.example.com", ChangeURL: "https://app.example.com/.well-known/change-password"}, Settings{App: "https://app.example.com"}},
		{"too many days", Settings{Days: "400", Now: now}, Settings{Days: "180", Now: now}},
		{"no number of days", Settings{Days: "a year", Now: now}, Settings{Days: "180", Now: now}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := Corrected(test.have)
			if diff := cmp.Diff(test.get, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(got, Corrected(got)); diff != "" {
				t.Errorf("not settled: %s", diff)
			}
			if got.Android == "" {
				return
			}
			if problems := CheckAssetLinks([]byte(BuildAssetLinks(got).Body)); len(problems) > 0 {
				t.Error(problems)
			}
		})
	}
}

// A file to copy has every id and every fingerprint, and says where one could not be read.
func TestFilesToCopy(t *testing.T) {
	ab, cd := strings.TrimSuffix(strings.Repeat("AB:", 32), ":"), strings.TrimSuffix(strings.Repeat("CD:", 32), ":")
	for _, test := range []struct {
		have string
		want map[string][]string
	}{
		{"com.a.b:" + ab + ";com.a.b:" + cd, map[string][]string{"com.a.b": {ab, cd}}},
		{"com.a.b:" + ab + ";com.c.d:" + ab + ",com.a.b:" + cd, map[string][]string{"com.a.b": {ab, cd}, "com.c.d": {ab}}},
		{"com.a.b:" + ab + ";com.c.d", map[string][]string{"com.a.b": {ab}, unreadPackage: {unreadPrint}}},
		{"nothing", nil},
	} {
		if diff := cmp.Diff(test.want, AssetFingerprints([]byte(AssetLinksFile(test.have)))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.have, diff)
		}
	}
	file := AASAFile("TEAMID1234.com.example.one, TEAMID1234.com.example.two, *", "auth/*,/back/*")
	want := []string{"TEAMID1234.com.example.one", "TEAMID1234.com.example.two", unreadApp}
	credentials, links := AASAApps([]byte(file))
	if diff := cmp.Diff([][]string{want, want}, [][]string{credentials, links}); diff != "" || !strings.Contains(file, `"/auth/*"`) {
		t.Errorf("%s\n%s", diff, file)
	}
}
