package findings_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"

	"github.com/google/go-cmp/cmp"
)

// TestPastedConfigPlaces holds that what is said of a pasted auth.config names the line of the paste, whatever stands before the source.
func TestPastedConfigPlaces(t *testing.T) {
	source := strings.Split(`import { AuthConfig } from "convex/server";

export default {
  providers: [
    { domain: "https://a.example.com", applicationID: "a" },
    {
      domain: "https://b.example.com",
      applicationId: "b",
    },
  ],
} satisfies AuthConfig;`, "\n")
	throws := slices.Clone(source)
	throws[6] = `      domain: (() => { throw new Error("no domain") })(),`
	for name, test := range map[string]struct {
		before, after string
		lines         []string
		want          string
	}{
		"the file alone":           {lines: source, want: "pasted, line 6"},
		"prose before it":          {before: "Hello,\nthis is my config:\n\n", lines: source, want: "pasted, line 9"},
		"one line of prose":        {before: "Hello, this is it: what is wrong?\n", lines: source, want: "pasted, line 7"},
		"prose behind it":          {lines: source, after: "\nThanks, I am lost.", want: "pasted, line 6"},
		"comments before it":       {before: "// convex/auth.config.ts\n/* ours */\n", lines: source, want: "pasted, line 8"},
		"a fence":                  {before: "My config:\n```ts\n", lines: source, after: "\n```\nand nothing else", want: "pasted, line 8"},
		"an env list before it":    {before: "SITE_URL=https://app.example.com\nAPP=x\n\n", lines: source, want: "pasted, line 9"},
		"a log line behind it":     {lines: source, after: "\n'server identity' null", want: "pasted, line 6"},
		"it throws":                {before: "Hi,\n\n", lines: throws, want: "pasted, line 9"},
		"a helper before the list": {before: "const of = (name: string) => {\n  return name;\n};\n", lines: source, want: "pasted, line 9"},
	} {
		session := steps.NewSession(func() time.Time { return time.Unix(1_795_000_000, 0) }, false)
		session.EvaluateWith(evaluator)
		session.Take([]byte(test.before+strings.Join(test.lines, "\n")+test.after+"\n"), "pasted")
		var got []string
		for _, finding := range session.Findings().Standing() {
			if finding.Cause == ids.AuthConfigPushRejected && finding.Severity == findings.Fault {
				got = append(got, finding.Proof[0].From)
			}
		}
		if diff := cmp.Diff([]string{test.want}, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestEntryPlaces holds that each entry of a pasted config has its own line.
func TestEntryPlaces(t *testing.T) {
	session := steps.NewSession(func() time.Time { return time.Unix(1_795_000_000, 0) }, false)
	session.EvaluateWith(evaluator)
	session.Take([]byte("\n\nexport default { providers: [\n  { domain: \"https://a.example.com\", applicationID: \"a\" },\n  { domain: \"https://b.example.com\", applicationID: \"b\" },\n] };\n"), "pasted")
	var got []string
	for _, finding := range session.Findings().Standing() {
		if finding.Rule == ids.SeenProviders {
			for _, line := range finding.Proof {
				got = append(got, line.Label+" "+line.From)
			}
		}
	}
	if diff := cmp.Diff([]string{"entry 1 pasted, line 4", "entry 2 pasted, line 5"}, got); diff != "" {
		t.Error(diff)
	}
}
