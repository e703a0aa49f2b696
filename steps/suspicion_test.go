package steps

import (
	"testing"

	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/report"
)

// TestSuspicion holds that a cause which only the code of the folder makes likely ends no walk in place of its questions, and that
// it still does where it is proved, where what was pasted makes it likely, and where a pasted failure has no question for it left.
func TestSuspicion(t *testing.T) {
	const likely, proved = findings.Likely, findings.Proved
	code := shows(ids.QueryBeforeAuthReady, likely)
	for _, c := range []struct {
		name      string
		trail     []string
		seen      []findings.Finding
		end       string
		suspected bool
	}{
		{"step 1 asks", []string{"start=unsure"}, []findings.Finding{code}, "ask backend-logs", true},
		{"production asks", []string{"start=production"}, []findings.Finding{code}, "ask production-what", true},
		{"the question that confirms it", []string{"start=unsure", "backend-logs=null", "backend-caller=app"}, []findings.Finding{code},
			"ask backend-null-when, perhaps load", true},
		{"confirmed", []string{"start=unsure", "backend-logs=null", "backend-caller=app", "backend-null-when=load"}, []findings.Finding{code},
			"cause query-before-auth-ready", false},
		{"denied", []string{"start=unsure", "backend-logs=null", "backend-caller=app", "backend-null-when=always"}, []findings.Finding{code},
			"ask frontend-client", false},
		{"where answers run out", []string{"jump production-variables", "production-variables=unknown"}, []findings.Finding{code},
			"cause query-before-auth-ready", false},
		{"another answer counts more", []string{"jump production-variables", "production-variables=missing"}, []findings.Finding{code},
			"cause env-var-missing-on-deployment by answers", false},
		{"gone to", []string{"start=unsure", "open query-before-auth-ready"}, []findings.Finding{code}, "cause query-before-auth-ready", false},
		{"gone to and not it", []string{"start=unsure", "open query-before-auth-ready", "not query-before-auth-ready"}, []findings.Finding{code},
			"ask backend-logs", false},
		{"proved", []string{"start=unsure"}, []findings.Finding{shows(ids.QueryBeforeAuthReady, proved)}, "cause query-before-auth-ready", false},
		{"a paste speaks for it, too", []string{"start=unsure"},
			[]findings.Finding{code, {Rule: "pasted", Cause: ids.QueryBeforeAuthReady, Grade: findings.Possible}}, "cause query-before-auth-ready", false},
		{"a paste makes another one likely", []string{"start=unsure"}, []findings.Finding{code, {Rule: "pasted", Cause: ids.TokenExpired, Grade: likely}},
			"cause query-before-auth-ready", false},
		{"a pasted null, which a question of this step explains", []string{"start=unsure"}, []findings.Finding{code, seen(ids.SeenIdentityNull, proved)},
			"ask backend-caller", true},
		{"a pasted error, where no question of this step asks for it", []string{"start=error"}, []findings.Finding{code, seen(ids.SeenError, proved)},
			"cause query-before-auth-ready", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			made, set := trail(t, c.trail...), findings.Set{All: c.seen}
			ranking := report.Rank(set, made.Dismissals()...)
			ranking.Alone = map[report.Shown]bool{{Rule: code.Rule, Cause: code.Cause}: true}
			position := Walk(made, set, ranking)
			if _, end := walked(position); end != c.end {
				t.Errorf("it ends at %q, want %q", end, c.end)
			}
			if suspected := position.Suspected != nil; suspected != c.suspected {
				t.Errorf("suspected: %v, want %v", suspected, c.suspected)
			}
		})
	}
}
