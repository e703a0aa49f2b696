package wizard

import (
	"fmt"
	"strings"
	"testing"

	"convex-auth-doctor/steps"
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
