package steps_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/deploytest"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/report"
)

// A1 has the variables of A2: package.json tells them apart, in the journeys of the program.
var generations = []deploy.Generation{deploy.GenO, deploy.GenA0, deploy.GenA2, deploy.GenB}

func newSession() *steps.Session {
	return steps.NewSession(func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }, false)
}

func failing(rows []deploy.Row) []string {
	var all []string
	for _, row := range rows {
		if row.State == deploy.Fail {
			all = append(all, row.ID)
		}
	}
	return all
}

// The list of a healthy production deployment of each generation fails nowhere, names no cause and ends with 0.
func TestHealthyProduction(t *testing.T) {
	for _, gen := range generations {
		t.Run(string(gen), func(t *testing.T) {
			list := deploytest.Healthy(gen)
			s := newSession()
			s.Take([]byte(list.Text()), "pasted")
			checklist := s.Checklist()
			if found := failing(checklist.Rows); len(found) > 0 || !checklist.Seen {
				t.Errorf("failing %v, seen %v", found, checklist.Seen)
			}
			if result := s.Result(); result.Cause != nil || result.Exit() != report.ExitHealthy {
				t.Errorf("cause %+v, exit %d", result.Cause, result.Exit())
			}
			if checklist.Facts.Generation != gen || checklist.Deployment != "happy-otter-123" || checklist.Source != "1 paste of `env list --prod`" {
				t.Errorf("%q on %q from %q", checklist.Facts.Generation, checklist.Deployment, checklist.Source)
			}
			for _, stage := range checklist.Stages[:2] {
				if stage.State != deploy.Pass {
					t.Errorf("%s: %s, %s", stage.Title, stage.State, stage.Text)
				}
			}
			noSecrets(t, s, list)
		})
	}
}

// Each fault alone makes exactly its rows fail, names its cause, and leads to the commands of the generation's own CLI.
func TestSeededFaults(t *testing.T) {
	for _, gen := range generations {
		url := gen.URLName()
		for _, test := range []struct {
			name    string
			change  func(*deploytest.List)
			rows    []string
			cause   ids.Cause
			command string // part of one of the commands of the fix
		}{
			{"the keys do not belong together", func(l *deploytest.List) { l.Set("JWKS", deploytest.PairOf(gen, 1).JWKS) }, []string{"KEY-MATCH"}, ids.KeyPairMismatch, "--prod"},
			{"no private key", func(l *deploytest.List) { l.Drop("JWT_PRIVATE_KEY") }, []string{"ENV-MISSING"}, ids.EnvVarMissingOnDeployment, "--prod"},
			{"no key set", func(l *deploytest.List) { l.Drop("JWKS") }, []string{"ENV-MISSING"}, ids.EnvVarMissingOnDeployment, "--prod"},
			{"localhost", func(l *deploytest.List) { l.Set(url, "http://localhost:3000") }, []string{"URL-APP"}, ids.SiteURLEnvWrongOrMissing, "npx convex env set --prod " + url},
			{"the backend's address", func(l *deploytest.List) { l.Set(url, "https://happy-otter-123.convex.cloud") }, []string{"URL-NOT-CONVEX"}, ids.SiteURLEnvWrongOrMissing, "npx convex env set --prod " + url},
			{"a secret is missing", func(l *deploytest.List) { l.Drop("AUTH_GITHUB_SECRET") }, []string{"PROVIDER-PAIR"}, ids.ProviderSecretIncomplete, "npx convex env set --prod AUTH_GITHUB_SECRET"},
			{"a placeholder", func(l *deploytest.List) { l.Set("AUTH_GITHUB_ID", "your-github-id") }, []string{"PROVIDER-SHAPE"}, ids.ProviderSecretIncomplete, ""},
			{"a private key is published", func(l *deploytest.List) {
				l.Set("JWKS", strings.Replace(deploytest.PairOf(gen, 0).JWKS, `"kty"`, `"d":"AAAA","kty"`, 1))
			}, []string{"JWKS-PRIVATE"}, ids.PrivateKeyPublished, ""},
			{"a private key in the place of the key set", func(l *deploytest.List) { l.Set("JWKS", deploytest.PairOf(gen, 0).PEM) }, []string{"JWKS-JSON", "JWKS-PRIVATE"}, ids.PrivateKeyPublished, ""},
			{"secrets in the log", func(l *deploytest.List) { l.Set("AUTH_LOG_SECRETS", "true") }, []string{"LOG-FLAGS"}, "", ""},
			{"a key in quotes", func(l *deploytest.List) { l.Set("JWT_PRIVATE_KEY", `"`+deploytest.PairOf(gen, 0).PEM+`"`) }, nil, "", ""},
		} {
			t.Run(string(gen)+" "+test.name, func(t *testing.T) {
				list := deploytest.Healthy(gen)
				test.change(list)
				s := newSession()
				s.Take([]byte(list.Text()), "pasted")
				checklist := s.Checklist()
				found := failing(checklist.Rows)
				if len(found) == 0 {
					t.Fatal("nothing fails")
				}
				if test.rows != nil {
					if diff := cmp.Diff(test.rows, found); diff != "" {
						t.Errorf("failing rows: %s", diff)
					}
				}
				result := s.Result()
				if test.cause != "" && (result.Cause == nil || result.Cause.ID != test.cause) {
					t.Errorf("cause %+v, want %s", result.Cause, test.cause)
				}
				if result.Exit() != report.ExitCause {
					t.Errorf("exit %d", result.Exit())
				}
				if test.command != "" {
					for _, row := range checklist.Rows {
						if row.State == deploy.Fail && !strings.Contains(strings.Join(steps.CommandsOf(row), "\n"), test.command) {
							t.Errorf("%s: the commands %q lack %q", row.ID, steps.CommandsOf(row), test.command)
						}
					}
				}
				noSecrets(t, s, list)
			})
		}
	}
}

// The list of the development deployment in the place of production's: that row fails, and a proved cause is none of it,
// since elsewhere the same list is what is wanted.
func TestDevPastedAsProduction(t *testing.T) {
	for _, gen := range generations {
		list := deploytest.Healthy(gen).Set(gen.URLName(), "http://localhost:3000")
		list.Head = deploytest.DevHead
		s := newSession()
		s.Take([]byte(list.Text()), "pasted")
		if diff := cmp.Diff([]string{"ENV-WHERE"}, failing(s.Checklist().Rows)); diff != "" {
			t.Errorf("%s: %s", gen, diff)
		}
		if result := s.Result(); result.Cause != nil || result.Exit() != report.ExitCause {
			t.Errorf("%s: cause %v, exit %d", gen, result.Cause, result.Exit())
		}
	}
}

// Where dev and production are both there they are compared, and production's is judged.
func TestBothDeployments(t *testing.T) {
	dev := deploytest.Healthy(deploy.GenO).Set("SITE_URL", "http://localhost:3000").Set("RESEND_API_KEY", "re_"+strings.Repeat("a1", 12))
	dev.Head = deploytest.DevHead
	prod := deploytest.Healthy(deploy.GenO)
	s := newSession()
	s.Take([]byte(dev.Text()+"\n"+prod.Text()), "pasted")
	checklist := s.Checklist()
	if found := failing(checklist.Rows); len(found) > 0 {
		t.Errorf("failing %v", found)
	}
	text := strings.Join(strings.Fields(strings.Join(checklist.Text(), " ")), " ")
	for _, want := range []string{"JWKS and JWT_PRIVATE_KEY: Dev and production share a signing key", "RESEND_API_KEY: On dev and not on production", "AUTH_GITHUB_ID and AUTH_GITHUB_SECRET: A GitHub OAuth app"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the text of check: %s", want, text)
		}
	}
	if checklist.Count(deploy.Warn) != 3 {
		t.Errorf("%s", checklist.Summary())
	}
	kinds := map[string]deploy.DifferenceKind{}
	for _, one := range checklist.Differences() {
		kinds[one.Name] = one.Kind
	}
	want := map[string]deploy.DifferenceKind{"RESEND_API_KEY": deploy.OnlyOnDev, "SITE_URL": deploy.Different, "JWT_PRIVATE_KEY": deploy.WronglyEqual,
		"JWKS": deploy.WronglyEqual, "AUTH_GITHUB_ID": deploy.WronglyEqual, "AUTH_GITHUB_SECRET": deploy.WronglyEqual}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
}

// A list that is pasted again after the fix replaces the one before.
func TestPastedAgain(t *testing.T) {
	s := newSession()
	s.Take([]byte(deploytest.Healthy(deploy.GenB).Drop("AUTH_GITHUB_SECRET").Text()), "pasted")
	if len(failing(s.Checklist().Rows)) == 0 {
		t.Fatal("nothing fails")
	}
	s.Take([]byte(deploytest.Healthy(deploy.GenB).Text()), "pasted")
	if found := failing(s.Checklist().Rows); len(found) > 0 {
		t.Errorf("still failing %v", found)
	}
	if s.Checklist().Dev != nil {
		t.Error("the first paste was taken for the development deployment's")
	}
}

// One variable, such as the answer of convex env set, is no list, and changes the list that is there.
func TestOneVariable(t *testing.T) {
	s := newSession()
	s.Take([]byte("SITE_URL=https://app.example.com\n"), "pasted")
	if s.Checklist().Seen || s.Result().Cause != nil {
		t.Errorf("one variable is taken for a list: %v", failing(s.Checklist().Rows))
	}
	s.Take([]byte(deploytest.Healthy(deploy.GenO).Set("SITE_URL", "http://localhost:3000").Text()), "pasted")
	s.Take([]byte("✔ Successfully set SITE_URL to https://app.example.com (on prod deployment happy-otter-123)\n"), "pasted")
	if found := failing(s.Checklist().Rows); len(found) > 0 {
		t.Errorf("after the fix failing %v", found)
	}
}

// The callback URL is compared with what is registered, for each generation's own path; the newest paste counts.
func TestCallback(t *testing.T) {
	path := map[deploy.Generation]string{deploy.GenO: "/api/auth/callback/github", deploy.GenA2: "/auth/callback/github", deploy.GenB: "/auth/callback/github"}
	for gen, path := range path {
		s := newSession()
		s.Take([]byte(deploytest.Healthy(gen).Text()), "pasted")
		row := rowOf(s, "OAUTH-CB")
		if row.State != deploy.Unseen || row.Expected != "https://happy-otter-123.convex.site"+path {
			t.Errorf("%s before: %s, %s", gen, row.State, row.Expected)
		}
		s.Take([]byte("https://happy-otter-123.convex.cloud"+path), "pasted")
		if row = rowOf(s, "OAUTH-CB"); row.State != deploy.Fail || row.Diff == nil || row.Cause != ids.OAuthCallbackMismatch {
			t.Errorf("%s wrong: %s", gen, row.State)
		}
		if _, ok := s.TakeCallback("github", "https://happy-otter-123.convex.site"+path, "typed"); !ok {
			t.Error("what was typed is not taken")
		}
		if row = rowOf(s, "OAUTH-CB"); row.State != deploy.Pass {
			t.Errorf("%s right: %s, %s", gen, row.State, row.Actual)
		}
		s.Take([]byte("https://happy-otter-123.convex.site"+path+"/"), "pasted")
		if row = rowOf(s, "OAUTH-CB"); row.State != deploy.Fail {
			t.Errorf("%s, changed for the worse: %s", gen, row.State)
		}
	}
}

// A callback address says nothing about which deployment the app uses.
func TestCallbackIsNoDeployment(t *testing.T) {
	s := newSession()
	s.Take([]byte("https://calm-seal-9.convex.site/api/auth/callback/github"), "pasted")
	s.Take([]byte(deploytest.Healthy(deploy.GenO).Text()), "pasted")
	if row := rowOf(s, "OAUTH-CB"); row.State != deploy.Fail || !strings.Contains(row.Expected, "happy-otter-123") {
		t.Errorf("%s, expected %s", row.State, row.Expected)
	}
}

func rowOf(s *steps.Session, id string) deploy.Row {
	for _, row := range s.Checklist().Rows {
		if row.ID == id {
			return row
		}
	}
	return deploy.Row{}
}

// Answers of curl and documents reach their rows; a web app without them has no failing row.
func TestDocuments(t *testing.T) {
	healthy := deploytest.Healthy(deploy.GenA2).Text()
	for _, test := range []struct {
		name, paste string
		kind        wellknown.Kind // the page on which it is pasted
		id          string
		state       deploy.State
	}{
		{"nothing", "", "", "AASA-HTTP", deploy.NotApplicable},
		{"a redirect", "$ curl -i https://app.example.com/.well-known/apple-app-site-association\nHTTP/2 301\nlocation: https://www.app.example.com/.well-known/apple-app-site-association\n\n", "", "AASA-HTTP", deploy.Fail},
		{"the app's own page", "$ curl -i https://app.example.com/.well-known/assetlinks.json\nHTTP/2 200\ncontent-type: text/html\n\n<!doctype html><html></html>", "", "WK-SPA", deploy.Fail},
		{"a body that says what it is", `{"origins":["https://app.example.org"]}`, "", "ROR", deploy.Pass},
		{"a body that does not, on its page", `{"apps":[]}`, wellknown.AASA, "AASA-JSON", deploy.Fail},
		{"a file that is cut", `{"webcredentials":{"apps":[`, wellknown.AASA, "AASA-JSON", deploy.Fail},
		{"expired", "Contact: mailto:a@example.com\nExpires: 2026-01-01T00:00:00Z\n", "", "SECTXT", deploy.Fail},
		{"another issuer", "$ curl -i https://happy-otter-123.convex.site/auth/.well-known/openid-configuration\nHTTP/2 200\ncontent-type: application/json\n\n{\"issuer\":\"https://happy-otter-123.convex.site\",\"jwks_uri\":\"https://happy-otter-123.convex.site/.well-known/jwks.json\"}", "", "DISC-DOC", deploy.Fail},
		{"a permanent redirect", "HTTP/2 308\nlocation: https://app.example.com/settings\n\n", wellknown.ChangePassword, "CHPW", deploy.Warn},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSession()
			s.Take([]byte(healthy), "pasted")
			switch {
			case test.kind != "":
				s.TakeDocument(test.kind, []byte(test.paste), "pasted")
			case test.paste != "":
				s.Take([]byte(test.paste), "pasted")
			}
			var states []deploy.State
			for _, row := range s.Checklist().Rows {
				if row.ID == test.id {
					states = append(states, row.State)
				}
			}
			if deploy.Worst(rowsOf(s, test.id)) != test.state {
				t.Errorf("%s is %v, want %s", test.id, states, test.state)
			}
		})
	}
}

func rowsOf(s *steps.Session, id string) []deploy.Row {
	var rows []deploy.Row
	for _, row := range s.Checklist().Rows {
		if row.ID == id {
			rows = append(rows, row)
		}
	}
	return rows
}

// What is told about the app decides which documents apply.
func TestTold(t *testing.T) {
	s := newSession()
	s.Take([]byte(deploytest.Healthy(deploy.GenA2).Text()), "pasted")
	s.Tell(func(said *findings.Said) { said.App.IOS = deploy.Yes })
	if row := rowOf(s, "AASA-HTTP"); row.State == deploy.NotApplicable {
		t.Error("an iOS app, and its file does not apply")
	}
	s.Tell(func(said *findings.Said) { said.App.IOS = deploy.No; said.App.Host = "shop.example.com" })
	if row := rowOf(s, "AASA-HTTP"); row.State != deploy.NotApplicable {
		t.Errorf("no iOS app, and its file is %s", row.State)
	}
	if row := rowOf(s, "URL-APP"); row.State != deploy.Fail {
		t.Errorf("another host than the variable names: %s", row.State)
	}
}

// Every row belongs to a part of the list, and every line can be found again by its key.
func TestGroups(t *testing.T) {
	s := newSession()
	for _, paste := range []string{"", deploytest.Healthy(deploy.GenA2).Drop("JWKS").Text()} {
		s.Take([]byte(paste), "pasted")
		checklist := s.Checklist()
		lines, rows := checklist.Skipped, 0
		for _, group := range checklist.Groups {
			lines = append(append(lines, group.Lines...), group.Fine...)
		}
		for _, line := range lines {
			rows += len(line.Rows)
			if found, ok := checklist.Find(line.Key); !ok || found.Label != line.Label {
				t.Errorf("%s is not found by its key", line.Key)
			}
			if line.Label == "" || line.Text == "" || line.Label == line.Row().ID {
				t.Errorf("%s: label %q, text %q", line.Key, line.Label, line.Text)
			}
		}
		if rows != len(checklist.Rows) {
			t.Errorf("%d rows in the parts, %d in the list", rows, len(checklist.Rows))
		}
	}
}

// noSecrets holds that neither the checklist nor the result shows a secret.
func noSecrets(t *testing.T, s *steps.Session, list *deploytest.List) {
	t.Helper()
	text, err := json.Marshal(s.Checklist().Rows)
	if err != nil {
		t.Fatal(err)
	}
	all := string(text) + strings.Join(s.Checklist().Text(), "\n")
	for _, kind := range steps.Documents() {
		document := s.Document(kind)
		all += document.Content.Body
	}
	for _, secret := range list.Secrets() {
		if strings.Contains(all, secret) {
			t.Error("a secret is shown")
		}
	}
	if err := s.Secrets().Check([]byte(all)); err != nil {
		t.Error(err)
	}
}
