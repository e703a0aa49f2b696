package deploy

import (
	"strings"
	"testing"
)

// What is registered is compared with the address of the provider that it is meant for, however it is written.
func TestASlipInARegisteredAddress(t *testing.T) {
	const site = "https://happy-animal-123.convex.site"
	for _, test := range []struct {
		name, url string
		provider  string
		state     State
		says      string
	}{
		{"right", site + "/api/auth/callback/github", "github", Pass, "Exact match"},
		{"right, of the other provider", site + "/api/auth/callback/google", "google", Pass, "Exact match"},
		{"a letter is missing in the id", site + "/api/auth/callback/gihub", "github", Fail, "provider id"},
		{"two letters are swapped", site + "/api/auth/callback/gogole", "google", Fail, "provider id"},
		{"a capital letter", site + "/api/auth/callback/GitHub", "github", Fail, "Capital"},
		{"all capitals", site + "/api/auth/callback/GITHUB", "github", Fail, "Capital"},
		{"no id", site + "/api/auth/callback", "github", Fail, "provider id"},
		{"a slip in callback", site + "/api/auth/calback/github", "github", Fail, "path"},
		{"a slip in auth", site + "/api/auht/callback/github", "github", Fail, "path"},
		{"where a sign-in begins", site + "/api/auth/signin/github", "github", Fail, "sign-in begins"},
		{"a slip, behind a label", "Authorization callback URL: " + site + "/api/auth/callback/gthub", "github", Fail, "provider id"},
		{"of a provider that nothing names", site + "/api/auth/callback/discord", "discord", Warn, "names ‘discord’"},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows, _ := ruleCase{gen: GenO, env: func(env *vars) {
				env.set("AUTH_GOOGLE_ID", "123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com").set("AUTH_GOOGLE_SECRET", "GOCSPX-"+random(28))
			}, in: func(in *Input) {
				in.Callbacks = ReadCallbacks([]byte(test.url))
				in.Code = Code{}
			}}.run()
			var mine, all []string
			for _, row := range rows {
				if row.ID != "OAUTH-CB" {
					continue
				}
				all = append(all, row.Subject)
				if row.Subject != test.provider {
					continue
				}
				mine = append(mine, row.Sentence)
				if row.State != test.state || !strings.Contains(row.Sentence, test.says) || row.State == Fail && (row.Diff == nil || row.Fix == nil) {
					t.Errorf("%s: %s %q", row.State, row.Subject, row.Sentence)
				}
			}
			if len(mine) != 1 || len(all) > 3 || test.provider != "discord" && len(all) != 2 {
				t.Errorf("rows of %q", all)
			}
		})
	}
}

func TestNearestProvider(t *testing.T) {
	ids := []string{"github", "google", "x", "line", "microsoft-entra-id"}
	for written, want := range map[string]string{"gihub": "github", "GitHub": "github", "gogle": "google", "lime": "line", "X": "x", "y": "", "discord": "",
		"microsoft_entra_id": "microsoft-entra-id", "gitlab": "", "": ""} {
		if got := nearestProvider(written, ids); got != want {
			t.Errorf("%q: %q, want %q", written, got, want)
		}
	}
}
