package findings_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/deploytest"
	"convex-auth-doctor/steps/ids"
)

// productionOf is a session that took these pastes in.
func productionOf(pastes ...string) *steps.Session {
	session := steps.NewSession(func() time.Time { return now }, false)
	for _, paste := range pastes {
		session.Take([]byte(paste), "pasted")
	}
	return session
}

// rowsOf returns the rows of one check.
func rowsOf(session *steps.Session, id string) []deploy.Row {
	var rows []deploy.Row
	for _, row := range session.Checklist().Rows {
		if row.ID == id {
			rows = append(rows, row)
		}
	}
	return rows
}

// failing returns the checks that fail, each once.
func failing(session *steps.Session) []string {
	failed := []string{}
	for _, row := range session.Checklist().Rows {
		if row.State == deploy.Fail && !slices.Contains(failed, row.ID) {
			failed = append(failed, row.ID)
		}
	}
	return failed
}

func named(session *steps.Session) ids.Cause {
	if cause := session.Ranking().Top; cause != nil {
		return cause.Cause
	}
	return ""
}

// appleSecret is a client secret of Sign in with Apple that is good for another hundred days (P 1.32).
func appleSecret() string {
	return sign(made("ES256", "ABC123DEFG", map[string]any{"iss": "TEAM123456", "iat": now.Add(-24 * time.Hour).Unix(),
		"exp": now.Add(100 * 24 * time.Hour).Unix(), "aud": "https://appleid.apple.com", "sub": "com.example.web"}), "own")
}

// A client secret is no access token: APPLE-JWT judges it, and nothing else does.
func TestAClientSecretIsNotJudgedAsAToken(t *testing.T) {
	list := deploytest.Healthy(deploy.GenO).Set("AUTH_APPLE_ID", "com.example.web").Set("AUTH_APPLE_SECRET", appleSecret())
	for name, pastes := range map[string][]string{
		"in the list":       {list.Text()},
		"and pasted alone":  {list.Text(), appleSecret()},
		"before the list":   {appleSecret(), list.Text()},
		"among other lists": {list.Text(), "AUTH_APPLE_SECRET=" + appleSecret() + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			session := productionOf(pastes...)
			if failed := failing(session); len(failed) > 0 {
				t.Errorf("fail: %v", failed)
			}
			if cause := named(session); cause != "" || len(session.Ranking().Rivals) > 0 {
				t.Errorf("named %q, rivals %v", cause, session.Ranking().Rivals)
			}
			if session.Judgement() != nil {
				t.Error("it was judged as Convex judges a token")
			}
			if rows := rowsOf(session, "APPLE-JWT"); len(rows) != 1 || rows[0].State != deploy.Pass {
				t.Errorf("APPLE-JWT: %+v", rows)
			}
			if rows := rowsOf(session, "TOKEN"); len(rows) != 1 || rows[0].State != deploy.Unseen {
				t.Errorf("TOKEN: %+v", rows)
			}
		})
	}
}

// What was sent to Convex is its token, whatever it was made for.
func TestAClientSecretThatWasSentIsTheWrongToken(t *testing.T) {
	session := productionOf("curl https://happy-otter-123.convex.cloud/api/query -H 'Authorization: Bearer " + appleSecret() + "'")
	if session.Judgement() == nil {
		t.Fatal("it was not judged")
	}
	found := false
	for _, finding := range session.Findings().All {
		found = found || finding.Cause == ids.WrongTokenKind && strings.Contains(finding.Sentence, "Apple")
	}
	if !found {
		t.Error("nothing says that it is Apple's client secret")
	}
}

// A list that is known to be dev's comes with that first, and its faults are put right on dev: production's keys stay.
func TestAFaultOfDevIsNotPutRightOnProduction(t *testing.T) {
	for _, gen := range []deploy.Generation{deploy.GenO, deploy.GenA2, deploy.GenB} {
		list := deploytest.Healthy(gen).Set("JWKS", deploytest.PairOf(gen, 1).JWKS)
		list.Head = deploytest.DevHead
		session := productionOf(list.Text())
		if named(session) != ids.KeyPairMismatch {
			t.Fatalf("%s: named %q", gen, named(session))
		}
		cause := session.Result().Cause
		if !strings.HasPrefix(cause.Sentence, "This is the dev deployment.") {
			t.Errorf("%s: %s", gen, cause.Sentence)
		}
		if prod, push := cause.Values["prod"], cause.Values["push"]; prod != "" || push != "" {
			t.Errorf("%s: the page's commands have %q, and push with %q", gen, prod, push)
		}
		for _, row := range rowsOf(session, "KEY-MATCH") {
			if strings.Contains(strings.Join(row.Fix.Commands, " "), "--prod") || !strings.HasPrefix(row.Where, "dev env list") {
				t.Errorf("%s: %s: %q", gen, row.Where, row.Fix.Commands)
			}
		}
	}
}

// A local file in the place of production's list is said to be one; where it only says what the client talks to, or beside
// a list, nobody took it for one.
func TestALocalFileTakenForTheList(t *testing.T) {
	local := deploytest.Healthy(deploy.GenO).Set("CONVEX_DEPLOYMENT", "dev:happy-otter-123")
	local.Head = ""
	const client = "CONVEX_DEPLOYMENT=dev:happy-otter-123\nNEXT_PUBLIC_CONVEX_URL=https://happy-otter-123.convex.cloud\n"
	for _, test := range []struct {
		name   string
		pastes []string
		fails  string
	}{
		{"a local file", []string{local.Text()}, "ENV-PARSE ENV-WHERE"},
		{"with a secret of a provider only", []string{client + "AUTH_GITHUB_SECRET=0123456789abcdef0123456789abcdef01234567\n"}, "ENV-PARSE ENV-WHERE"},
		{"of production", []string{strings.Replace(local.Text(), "dev:happy", "prod:happy", 1)}, "ENV-PARSE"},
		{"beside production's list", []string{local.Text(), deploytest.Healthy(deploy.GenO).Text()}, ""},
		{"after production's list", []string{deploytest.Healthy(deploy.GenO).Text(), local.Text()}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			session := productionOf(test.pastes...)
			if got := strings.Join(failing(session), " "); got != test.fails || !session.Checklist().Seen {
				t.Errorf("fail: %q, want %q; seen %v", got, test.fails, session.Checklist().Seen)
			}
			if cause := named(session); cause != "" {
				t.Errorf("named %s", cause)
			}
		})
	}
	if productionOf(client).Checklist().Seen {
		t.Error("a file that says what the client talks to was taken for the list")
	}
}

// However a registered address is mistyped, it is compared with that of the provider that it is meant for.
func TestAMistypedCallbackIsCompared(t *testing.T) {
	list := deploytest.Healthy(deploy.GenO).Set("AUTH_GOOGLE_ID", "123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com").Set("AUTH_GOOGLE_SECRET", "GOCSPX-AbCdEfGhIjKlMnOpQrStUvWxYz12").Text()
	const site = "https://happy-otter-123.convex.site"
	for text, want := range map[string]deploy.State{
		site + "/api/auth/callback/github":                                 deploy.Pass,
		site + "/api/auth/callback/gihub":                                  deploy.Fail,
		site + "/api/auth/callback/GitHub":                                 deploy.Fail,
		site + "/api/auth/calback/github":                                  deploy.Fail,
		site + "/api/auth/signin/github":                                   deploy.Fail,
		"Authorization callback URL: " + site + "/api/auth/callback/gthub": deploy.Fail,
	} {
		rows := rowsOf(productionOf(list, text), "OAUTH-CB")
		if len(rows) != 2 || rows[0].Subject != "github" || rows[0].State != want || rows[1].State != deploy.Unseen {
			t.Errorf("%s: %+v", text, rows)
		}
	}
}
