package deploy

import (
	"encoding/base64"
	"encoding/json"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/secret"
)

// ruleCase is a healthy deployment with one thing changed, and how one item then stands. Where it fails, nothing else may
// fail but what is named in also.
type ruleCase struct {
	id    string
	state State
	name  string
	gen   Generation
	env   func(*vars)
	in    func(*Input)
	also  []string
	// bare leaves out everything but the list and the time: the change adds what it needs.
	bare bool
	// part of the sentence of the row
	says string
}

// defined are the states that production.md section 6 gives a text for, with pass, warn and fail as p, w and f.
var defined = map[string]string{
	"GEN": "pwf", "ENV-PARSE": "pwf", "ENV-WHERE": "pwf", "ENV-MISSING": "pwf", "ENV-EMPTY": "wf", "ENV-SYSTEM": "pw", "ENV-OLDNAME": "wf",
	"ENV-DUP": "w", "ENV-HASH": "wf", "ENV-SIZE": "pf", "KEY-PEM": "pwf", "KEY-ALG": "pwf", "KEY-MATCH": "pf", "JWKS-JSON": "pf", "JWKS-ONE": "pwf",
	"JWKS-USE": "pwf", "JWKS-PRIVATE": "pf", "ENC-KEY": "pw", "URL-APP": "pwf", "URL-NOT-CONVEX": "pwf", "URL-WWW": "pf", "URL-SECONDARY": "pwf",
	"LOG-FLAGS": "pwf", "DURATION": "pwf", "PROVIDER-PAIR": "pwf", "PROVIDER-SHAPE": "pwf", "APPLE-JWT": "pwf", "APPLE-PEM": "pf", "SECRET-LEAK": "pf",
	"ENV-V2": "w", "ENV-DEV": "pwf", "AUTHCFG-DOMAIN": "pwf", "AUTHCFG-AUD": "pf", "AUTHCFG-ENV": "pwf", "AUTHCFG-FILE": "pf", "EXPORTS": "pf", "HTTP-ROUTER": "pf",
	"OAUTH-CB": "pwf", "OAUTH-START": "pf", "OAUTH-GH-ISS": "pwf", "TOKEN": "pwf", "TOKEN-LIFE": "pwf", "REFRESH-FMT": "pwf", "STORAGE-STATE": "f",
	"COOKIE": "pwf", "SITE-FORM": "pwf", "DISC-DOC": "pwf", "JWKS-LIVE": "pwf", "WK-HOST": "pf", "WK-SPA": "f", "WK-404": "wf", "AASA-HTTP": "pwf",
	"AASA-JSON": "pwf", "AASA-ID": "pf", "AASA-CDN": "pwf", "DAL-HTTP": "pf", "DAL-JSON": "pwf", "DAL-ENV": "pwf", "DAL-FP": "pwf", "CHPW": "pwf",
	"CHPW-PROBE": "pf", "ROR": "pwf", "PASSKEY-ORIGIN": "pwf", "SECTXT": "pwf", "SECTXT-DAYS": "pwf", "PKEP": "pwf", "XFH": "pf",
}

func allRuleCases() []ruleCase {
	var all []ruleCase
	for _, part := range [][]ruleCase{envCases(), keyCases(), configCases(), urlCases(), providerCases(), tokenCases(), documentCases()} {
		all = append(all, part...)
	}
	return all
}

// run builds the input of a case and judges it.
func (test ruleCase) run() ([]Row, *secret.Registry) {
	env := healthyVars(test.gen)
	if test.env != nil {
		test.env(env)
	}
	input, registry := inputOf(test.gen, env.text())
	if test.bare {
		input = Input{Now: testNow, Prod: input.Prod}
	}
	if test.in != nil {
		test.in(&input)
	}
	return Checklist(input), registry
}

func TestRules(t *testing.T) {
	for _, test := range allRuleCases() {
		t.Run(test.id+" "+string(test.state)+" "+test.name, func(t *testing.T) {
			rows, registry := test.run()
			checkRows(t, rows, registry)
			var mine []Row
			said := false
			for _, row := range rows {
				if row.ID == test.id {
					mine = append(mine, row)
					said = said || row.State == test.state && strings.Contains(row.Sentence, test.says)
				}
			}
			if !said {
				t.Errorf("no row with state %s that says %q:\n%s", test.state, test.says, describe(mine, Pass, Warn, Fail, Unseen, NotApplicable))
			}
			failing := append([]string{}, test.also...)
			if test.state == Fail {
				failing = append(failing, test.id)
			}
			got := byState(rows, Fail)
			sort.Strings(failing)
			sort.Strings(got)
			if strings.Join(failing, " ") != strings.Join(got, " ") {
				t.Errorf("failing %v, want %v:\n%s", got, failing, describe(rows, Fail))
			}
			if test.state == Fail {
				for _, row := range mine {
					if row.State == Fail && row.Expected == "" && row.Actual == "" && row.Fix == nil {
						t.Error("a failing row without expected, actual and fix")
					}
				}
			}
		})
	}
}

// Every state that the facts define for an item is tested, and each item can be unseen.
func TestRulesAreCovered(t *testing.T) {
	tested := map[string]string{}
	letters := map[State]string{Pass: "p", Warn: "w", Fail: "f"}
	for _, test := range allRuleCases() {
		tested[test.id] += letters[test.state]
	}
	for _, id := range RuleIDs() {
		states, ok := defined[id]
		if !ok {
			t.Errorf("%s is no item of the facts", id)
		}
		for _, letter := range states {
			if !strings.ContainsRune(tested[id], letter) {
				t.Errorf("%s: state %c is not tested", id, letter)
			}
		}
	}
	if len(defined) != len(RuleIDs()) {
		t.Errorf("%d items, the facts have %d", len(RuleIDs()), len(defined))
	}
	for _, row := range Checklist(Input{Now: testNow}) {
		if row.State != Unseen || row.Needs == "" {
			t.Errorf("%s without any input: %s, needs %q", row.ID, row.State, row.Needs)
		}
	}
}

// The order of production.md 6.3.
func TestOrder(t *testing.T) {
	at := map[string]int{}
	for i, id := range RuleIDs() {
		at[id] = i
	}
	order := []string{"GEN", "ENV-WHERE", "ENV-MISSING", "KEY-PEM", "KEY-ALG", "KEY-MATCH", "AUTHCFG-DOMAIN", "URL-APP", "OAUTH-CB", "DISC-DOC", "AASA-HTTP"}
	for i := 1; i < len(order); i++ {
		if at[order[i-1]] >= at[order[i]] {
			t.Errorf("%s does not stand before %s", order[i-1], order[i])
		}
	}
}

func TestRowJSON(t *testing.T) {
	rows, _ := ruleCase{gen: GenO, env: func(env *vars) { env.drop("JWT_PRIVATE_KEY") }}.run()
	for _, row := range rows {
		if row.ID != "ENV-MISSING" || row.State != Fail {
			continue
		}
		text, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]any
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		want := map[string]any{
			"id": "ENV-MISSING", "title": "Required variables are set", "subject": "JWT_PRIVATE_KEY", "state": "fail", "expected": "set", "actual": "not set",
			"sentence": "JWT_PRIVATE_KEY is missing: sign-in will fail with ‘Missing environment variable `JWT_PRIVATE_KEY`’.", "cause": "env-var-missing-on-deployment",
			"fix": map[string]any{
				"text":     "Set it on the production deployment. A value in .env.local or at the host of the frontend is not seen by Convex.",
				"commands": []any{`npx @convex-dev/auth --prod --web-server-url https://app.example.com`},
			},
			"needs": "", "where": "", "follows": "",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("JSON of a row (-want +got):\n%s", diff)
		}
		return
	}
	t.Error("no failing ENV-MISSING row")
}

// A development list in the place of production's: that is the one thing said to be wrong, however it shows.
func TestDevPastedAsProd(t *testing.T) {
	for _, gen := range []Generation{GenO, GenA2, GenB} {
		for name, before := range map[string]string{
			"the command without --prod": "$ npx convex env list\n",
			"the CLI's notice":           "✔ Successfully set SITE_NAME (on dev deployment calm-cow-456)\n",
		} {
			url := gen.URLName()
			rows, _ := ruleCase{gen: gen, bare: true, env: func(env *vars) {
				env.before = before
				env.set(url, "http://localhost:3000")
			}}.run()
			if got := strings.Join(byState(rows, Fail), " "); got != "ENV-WHERE" {
				t.Errorf("%s, %s: failing %q, want ENV-WHERE alone\n%s", gen, name, got, describe(rows, Fail))
			}
		}
	}
}

// A local file says nothing about the deployment, so nothing is said to be missing there.
func TestLocalFilePasted(t *testing.T) {
	rows, _ := ruleCase{gen: GenO, bare: true, in: func(in *Input) {
		env := ParseEnv([]byte("# Deployment used by `npx convex dev`\nCONVEX_DEPLOYMENT=dev:calm-cow-456 # team: a, project: b\n\nVITE_CONVEX_URL=https://calm-cow-456.convex.cloud\n"), &secret.Registry{})
		in.Prod = &env
	}}.run()
	if got := strings.Join(byState(rows, Fail), " "); got != "ENV-PARSE ENV-WHERE" {
		t.Errorf("failing %q\n%s", got, describe(rows, Fail))
	}
}

// clientSecret makes Apple's client secret with a signature of zeros.
func clientSecret(header, payload map[string]any) string {
	part := func(value any) string {
		text, _ := json.Marshal(value)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	return part(header) + "." + part(payload) + "." + base64.RawURLEncoding.EncodeToString(make([]byte, 64))
}
