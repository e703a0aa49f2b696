package logs

import (
	"context"
	"strings"
	"testing"

	"convex-auth-doctor/steps/ids"
)

func fits(only string, form rendering) bool {
	switch only {
	case "":
		return true
	case "results":
		return form.bytes
	case "fine":
		return !form.coarse
	case "ends":
		return form.ends && !strings.HasPrefix(form.name, "webhook") && form.name != "axiom" && form.name != "datadog" && form.name != "otlp" || form.name == "jsonl"
	case "text":
		return form.name == "jsonl" || strings.HasPrefix(form.name, "text") && form.ends
	}
	return form.name == only
}

// Every scenario, in every format that carries its facts.
func TestScenarios(t *testing.T) {
	for number, scenario := range scenarios() {
		for n, form := range renderings() {
			if !fits(scenario.only, form) || testing.Short() && (number+n)%4 != 0 {
				continue
			}
			t.Run(scenario.name+"/"+form.name, func(t *testing.T) {
				world := newWorld(uint64(number))
				scenario.play(world)
				log := form.render(world.sorted())
				summary, err := Read(context.Background(), strings.NewReader(log), scenario.options)
				if err != nil {
					t.Fatal(err)
				}
				checkScenario(t, scenario, form, &summary)
			})
		}
	}
}

func checkScenario(t *testing.T, scenario scenario, form rendering, summary *Summary) {
	t.Helper()
	result := &summary.Refresh
	cause := ids.Cause("")
	if result.Cause != nil {
		cause = *result.Cause
	}
	if result.State != scenario.state || cause != scenario.cause {
		t.Errorf("state %s cause %q, want %s %q\n%s\n%s\nrivals %v\nloops %+v", result.State, cause, scenario.state, scenario.cause, summary.Sentence, summary.Why, rivalsOf(summary), summary.Loops)
	}
	for _, want := range scenario.rivals {
		found := false
		for _, rival := range result.Rivals {
			found = found || rival.Cause == want && rival.Question.ID != ""
		}
		if !found {
			t.Errorf("rival %s is missing from %v", want, rivalsOf(summary))
		}
	}
	if scenario.pairs >= 0 && result.Pairs != scenario.pairs {
		t.Errorf("%d pairs, want %d", result.Pairs, scenario.pairs)
	}
	if form.bytes && scenario.pairs >= 0 && (result.Failed == nil || *result.Failed != scenario.failed) {
		t.Errorf("failed %v, want %d", result.Failed, scenario.failed)
	}
	if cause != "" && len(summary.Proof) == 0 {
		t.Error("a cause without proof")
	}
	if cause == "" && scenario.state == AsExpected && len(scenario.rivals) == 0 && len(result.Rivals) > 0 {
		t.Errorf("a healthy log has rivals: %v", rivalsOf(summary))
	}
	if scenario.state == Suspicious && cause == "" && summary.Question == nil {
		t.Error("nothing says what decides")
	}
	if summary.Sentence == "" {
		t.Error("no sentence")
	}
}

func rivalsOf(summary *Summary) (causes []ids.Cause) {
	for _, rival := range summary.Refresh.Rivals {
		causes = append(causes, rival.Cause)
	}
	return causes
}
