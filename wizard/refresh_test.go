package wizard

import (
	"fmt"
	"strings"
	"testing"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/logs"
)

// burst is a log in which one session renews its token so often, half a second apart.
func burst(times int) string {
	var log strings.Builder
	for i := range times {
		at := float64(noon.Unix()) + float64(i)/2
		fmt.Fprintf(&log, `{"kind":"Completion","udfType":"Mutation","componentPath":null,"identifier":"auth:store","logLines":[{"messages":["'`+"`auth:store`"+` type: refreshSession'"],"level":"INFO","timestamp":%.0f,"isTruncated":false},`+
			`{"messages":["'refreshSessionImpl args: Token ID: ab115<redacted>vwxyz Session ID: abcde<redacted>vwxyz'"],"level":"DEBUG","timestamp":%.0f,"isTruncated":false}],`+
			`"timestamp":%.3f,"executionTime":0.02,"caller":"Action","parentExecutionId":"%08x-a","requestId":"%016x","executionId":"%08x-m","error":null,"success":{},"returnBytes":701,"identityType":"unknown","environment":"isolate"}`+"\n",
			at*1000, at*1000, at, i, i, i)
		fmt.Fprintf(&log, `{"kind":"Completion","udfType":"Action","componentPath":null,"identifier":"auth:signIn","logLines":[],"timestamp":%.3f,"executionTime":0.02,"caller":"HttpApi","parentExecutionId":null,"requestId":"%016x","executionId":"%08x-a","error":null,"success":{},"returnBytes":712,"identityType":"unknown","environment":"isolate"}`+"\n",
			at+0.012, i, i)
	}
	return log.String()
}

// TestRefreshOfANamedLog holds that a log from the command line opens the page of the refresh traffic, as a pasted one does, and
// that the foot names the key to it as long as there is something to see.
func TestRefreshOfANamedLog(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {140, 45}} {
		a := open(t, size[0], size[1], func(options *Options) {
			options.Session = steps.NewSession(options.Now, false)
			if _, err := options.Session.Read(t.Context(), strings.NewReader(burst(40)), "log.jsonl"); err != nil {
				t.Fatal(err)
			}
		})
		a.wants("Refresh is suspicious", "timeline").keys("enter").lacks("timeline").wants("r refresh traffic")
		a.keys("r").wants("timeline").keys("esc", "?").wants("r refresh traffic")
		open(t, size[0], size[1]).lacks("refresh traffic").paste(burst(40)).wants("timeline")
	}
}

// Lines of proof are whole, however narrow the page, and their times stand in a column.
func TestProofIsWhole(t *testing.T) {
	summary := &logs.Summary{Proof: []logs.Proof{
		{Line: 9, Time: "2026-08-22T09:00:00Z", Text: "auth:signIn + auth:store: a token (712 + 701 bytes), session abcde…vwxyz, request 540ebd5f884c5282"},
		{Line: 12345, Time: "2026-08-22T09:00:00.480Z", Text: "auth:signIn + auth:store: no token (15 + 4 bytes)"},
		{Line: 20001, Text: "a line without a time"},
	}}
	for _, width := range []int{60, 68, 100, 128} {
		lines := proofLines(summary, width)
		joined := strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
		for _, want := range []string{"line 9 09:00:00.000 auth:signIn", "session abcde…vwxyz, request 540ebd5f884c5282", "line 12345 09:00:00.480", "(15 + 4 bytes)"} {
			if !strings.Contains(joined, want) {
				t.Errorf("%d columns: %q is missing from %q", width, want, joined)
			}
		}
		column := 0
		for _, line := range lines {
			if markdown.Width(line) > width {
				t.Errorf("%d columns: %q is wider", width, line)
			}
			for _, begin := range []string{"auth:signIn", "a line without"} {
				if at := strings.Index(line, begin); at >= 0 {
					if column == 0 {
						column = at
					}
					if at != column {
						t.Errorf("%d columns: a text begins at %d, and another at %d", width, at, column)
					}
				}
			}
		}
	}
	if lines := proofLines(&logs.Summary{Proof: []logs.Proof{{Line: 1, Text: "no times"}}}, 60); len(lines) != 1 || lines[0] != "line 1  no times" {
		t.Errorf("%q", lines)
	}
}

// The page has the mark that the command line sets before the same result.
func TestRefreshMark(t *testing.T) {
	m := open(t, 80, 24).m
	cause := ids.RefreshSubscriptionBurst
	for _, c := range []struct {
		name    string
		summary logs.Summary
		want    string
	}{
		{"as expected", logs.Summary{Refresh: logs.Refresh{State: logs.AsExpected}}, "✓"},
		{"many clients", logs.Summary{Refresh: logs.Refresh{State: logs.ManyClients}}, "✓"},
		{"more than expected", logs.Summary{Refresh: logs.Refresh{State: logs.AsExpected, Pairs: 20}}, "!"},
		{"an error among them", logs.Summary{Refresh: logs.Refresh{State: logs.AsExpected, Errors: 1}}, "!"},
		{"undecided", logs.Summary{Refresh: logs.Refresh{State: logs.ManyClients, Undecided: true}}, "?"},
		{"suspicious", logs.Summary{Refresh: logs.Refresh{State: logs.Suspicious}}, "!"},
		{"likely", logs.Summary{Confidence: logs.Likely, Refresh: logs.Refresh{State: logs.Suspicious, Cause: &cause}}, "!"},
		{"proved", logs.Summary{Confidence: logs.Proved, Refresh: logs.Refresh{State: logs.Suspicious, Cause: &cause}}, "✗"},
		{"as expected, with bursts", logs.Summary{Confidence: logs.Likely, Refresh: logs.Refresh{State: logs.AsExpected, Cause: &cause}}, "!"},
		{"no refresh", logs.Summary{Refresh: logs.Refresh{State: logs.NoRefresh}}, "·"},
	} {
		if got := m.refreshMark(&c.summary); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
