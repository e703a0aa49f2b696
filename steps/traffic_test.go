package steps

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/logs"
)

// made is a log that a test writes row by row, as `npx convex logs --jsonl` prints it (B 5.25).
type made struct {
	rows  []string
	count int
}

var morning = time.Date(2026, 8, 22, 9, 0, 0, 0, time.UTC)

func seconds(at float64) float64 { return float64(morning.Unix()) + at }

func (made *made) row(udf, name, caller, parent, request, printed string, at float64, bytes int) (execution string) {
	made.count++
	execution = fmt.Sprintf("00000000-0000-4000-8000-%012x", made.count)
	if request == "" {
		request = fmt.Sprintf("%016x", made.count)
	}
	lines := ""
	if printed != "" {
		lines = fmt.Sprintf(`{"messages":[%q],"level":"INFO","timestamp":%.0f}`, "'"+printed+"'", seconds(at)*1000)
	}
	made.rows = append(made.rows, fmt.Sprintf(`{"kind":"Completion","udfType":%q,"identifier":%q,"logLines":[%s],"timestamp":%.3f,"cachedResult":false,"caller":%q,"parentExecutionId":%q,"error":null,"requestId":%q,"executionId":%q,"returnBytes":%d,"identityType":"unknown"}`,
		udf, name, lines, seconds(at), caller, parent, request, execution, bytes))
	return execution
}

func (made *made) refresh(at float64, failed bool, printed string) {
	store, action := 701, 712
	if failed {
		store, action = 4, 15
	}
	request := fmt.Sprintf("%016x", made.count+1000)
	signIn := made.row("Action", "auth:signIn", "HttpApi", "", request, "", at+0.02, action)
	if printed == "" {
		printed = "`auth:store` type: refreshSession"
	}
	made.row("Mutation", "auth:store", "Action", signIn, request, printed, at, store)
}

// throws makes the rows of the last refresh end with an error.
func (made *made) throws(text string) {
	for i := len(made.rows) - 2; i < len(made.rows); i++ {
		made.rows[i] = strings.Replace(made.rows[i], `"error":null`, fmt.Sprintf(`"error":%q`, text), 1)
	}
}

func (made *made) signIn(at float64) {
	request := fmt.Sprintf("%016x", made.count+5000)
	action := made.row("Action", "auth:signIn", "HttpApi", "", request, "", at+0.02, 712)
	made.row("Mutation", "auth:store", "Action", action, request, "`auth:store` type: verifyCodeAndSignIn", at, 700)
}

func (made *made) lines() string { return strings.Join(made.rows, "\n") + "\n" }

// The timeline in words says what the bars show: the busiest stretch, loops, failures.
func TestTimelineInWords(t *testing.T) {
	var log made
	for i := range 12 {
		log.refresh(float64(i)*1.5, true, "Expired refresh token")
	}
	session := NewSession(func() time.Time { return morning }, true)
	session.Take([]byte(log.lines()), "log")
	text := strings.Join(RefreshTimelineWords(session.LogSummary()), "\n")
	for _, want := range []string{"Busiest: 1 in 1 s, from 2026-08-22 09:00:00.", "A loop from 2026-08-22 09:00:00: 12 refreshes, 1.5 s apart.", "Most gave no token: 2026-08-22 09:00:00, "} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing from\n%s", want, text)
		}
	}
	for _, line := range RefreshTimeline(session.LogSummary(), 40) {
		if len([]rune(line)) > 40 && !strings.Contains(line, "loop") {
			t.Errorf("%q is too long", line)
		}
	}
}

// What the traffic of a whole log says goes all the way to the cause that is named, and what is routine names none.
func TestTrafficDecides(t *testing.T) {
	for _, c := range []struct {
		name    string
		log     func() string
		state   logs.State
		cause   ids.Cause
		outcome ids.Outcome
	}{
		{"sessions that end among good ones", func() string {
			var log made
			for i := range 40 {
				if i%10 == 3 {
					log.refresh(float64(i)*61, true, "Expired refresh token")
				} else {
					log.refresh(float64(i)*61+float64(i*i%17), false, "")
				}
			}
			return log.lines()
		}, logs.AsExpected, "", ids.RefreshHealthy},
		{"a session that ends in a loop", func() string {
			var log made
			for i := range 12 {
				log.refresh(float64(i)*1.5, true, "Expired refresh token")
			}
			return log.lines()
		}, logs.Suspicious, ids.StaleTokenInStorage, ""},
		{"access log of a web server, nothing else", func() string {
			var log strings.Builder
			for i := range 6 {
				fmt.Fprintf(&log, `10.0.0.1 - - [%s] "POST /api/auth HTTP/1.1" 403 14 Invalid origin`+"\n", morning.Add(time.Duration(i)*time.Second).Format("02/Jan/2006:15:04:05 -0700"))
			}
			return log.String()
		}, logs.NoRefresh, ids.RefreshProxyRetries, ""},
		{"the session asked for in a loop", func() string {
			var log made
			for i := range 80 {
				log.row("HttpAction", "GET /api/auth/get-session", "HttpEndpoint", "", "", "", float64(i)*0.3, 10)
			}
			return log.lines()
		}, logs.Suspicious, ids.SessionRefetchLoop, ""},
		{"one array on one line, as a webhook sends it", func() string {
			var events []string
			for i := range 400 {
				at := int64(seconds(float64(i)*40) * 1000)
				for _, function := range []string{`"auth:store","type":"mutation"`, `"auth:signIn","type":"action"`} {
					events = append(events, fmt.Sprintf(`{"timestamp":%d,"topic":"function_execution","function":{"path":%s,"cached":false,"request_id":"%016x"},"execution_time_ms":9,"status":"success","error_message":null,"run_reason":"httpApi","usage":{"function_returns_bytes":705}}`, at, function, i))
				}
			}
			return "[" + strings.Join(events, ",") + "]"
		}, logs.AsExpected, "", ids.RefreshHealthy},
	} {
		t.Run(c.name, func(t *testing.T) {
			session := NewSession(func() time.Time { return morning }, true)
			if _, err := session.Read(context.Background(), strings.NewReader(c.log()), "log"); err != nil {
				t.Fatal(err)
			}
			summary, result := session.LogSummary(), session.Result()
			if summary == nil || summary.Refresh.State != c.state {
				t.Fatalf("summary %+v, want state %s", summary, c.state)
			}
			cause := ids.Cause("")
			if result.Cause != nil {
				cause = result.Cause.ID
			}
			if cause != c.cause || result.Outcome != c.outcome {
				t.Errorf("cause %q outcome %q, want %q %q\n%s\n%s", cause, result.Outcome, c.cause, c.outcome, summary.Sentence, summary.Why)
			}
			pasted := NewSession(func() time.Time { return morning }, true)
			pasted.Take([]byte(c.log()), "pasted")
			if again := pasted.Result(); (again.Cause == nil) != (result.Cause == nil) || again.Outcome != result.Outcome {
				t.Errorf("the same as a paste: %+v, outcome %q", again.Cause, again.Outcome)
			}
		})
	}
}

// What `check` prints of a log begins with what is wrong, and says how often everything was met, whatever else was proved.
func TestTrafficText(t *testing.T) {
	for _, c := range []struct {
		name       string
		log        func(log *made)
		starts     string
		has, lacks []string
	}{
		{"a loop", func(log *made) {
			for i := range 12 {
				log.refresh(float64(i)*0.5, false, "")
			}
		}, "! Refresh is suspicious: one client renewed its token 12 times in 6 seconds.", []string{"\n  decides "}, []string{"Not enough evidence", "\n  refresh "}},
		{"a proved cause among refreshes that say nothing", func(log *made) {
			for i := range 5 {
				log.row("Action", "auth:signIn", "HttpApi", "", "", "Missing environment variable `JWT_PRIVATE_KEY`", float64(i)*7, 4)
			}
			for i := range 9 {
				log.row("Query", "users:me", "SyncWorker", "", "", "server identity' null", float64(i)*9, 4)
			}
		}, "✗ env-var-missing-on-deployment (proved)", []string{"\n  also found 9× users:me  ", "\n             5× auth:signIn  ", "\n  the log    14 rows in 14 lines (cli-jsonl), 2026-08-22 09:00:00 to "}, nil},
		{"page loads", func(log *made) {
			for i := range 20 {
				log.refresh(float64(i*i)*3, false, "")
			}
		}, "! refresh-healthy: No loop, but more refreshes than expected: 20 ", []string{"How many visitors were there"}, []string{"explain it"}},
		{"three refreshes per page load", func(log *made) {
			for i := range 15 {
				log.refresh(float64(i/3*(100+i/3*9))+float64(i%3)*0.9, false, "")
			}
		}, "? ", []string{"They come three at a", "\n  possible   issuer-mismatch", "\n  decides    Does the browser's console say \"Failed to authenticate\""}, []string{"healthy", "How many visitors"}},
		{"one refresh that ended with an error", func(log *made) {
			log.refresh(30, true, "")
			log.throws("Uncaught TypeError: boom")
			for i := range 20 {
				log.row("Query", "users:me", "SyncWorker", "", "", "", float64(i)*9, 400)
			}
		}, "? ", []string{"ended with an error"}, []string{"healthy", "ended sessions"}},
		{"sign-ins without a refresh", func(log *made) {
			for i := range 8 {
				log.signIn(float64(i) * 4)
			}
		}, "? ", []string{"8 sign-ins", "\n  possible   refresh-storage-unavailable\n", "\n  decides    ? Right after signing in"}, nil},
		{"a token of a minute", func(log *made) {
			for i := range 20 {
				log.refresh(float64(i)*50, false, "")
			}
		}, "✓ refresh-healthy: ", []string{"shows a token that lives 1 min."}, []string{"How many visitors"}},
		{"a single line", func(log *made) {
			log.row("Query", "users:me", "SyncWorker", "", "", "server identity' null", 1, 4)
		}, "? ", nil, []string{"also found"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log made
			c.log(&log)
			session := NewSession(func() time.Time { return morning }, true)
			session.Take([]byte(log.lines()), "log")
			var out strings.Builder
			if err := session.Result().Text(&out); err != nil {
				t.Fatal(err)
			}
			text := out.String() + strings.Join(session.TrafficText(), "\n")
			if !strings.HasPrefix(text, c.starts) {
				t.Errorf("does not begin with %q", c.starts)
			}
			for _, want := range c.has {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing", want)
				}
			}
			for _, not := range c.lacks {
				if strings.Contains(text, not) {
					t.Errorf("%q is in it", not)
				}
			}
			if t.Failed() {
				t.Log("\n" + text)
			}
		})
	}
}

// Refreshes three at a time with queries that stay anonymous lead on to steps 2 and 3: the deployment refuses the token.
func TestRefusedTokensLeadToTheToken(t *testing.T) {
	var log made
	for i := range 15 {
		at := float64(i/3*(100+i/3*9)) + float64(i%3)*0.9
		log.refresh(at, false, "")
		log.row("Query", "users:me", "SyncWorker", "", "", "", at+5, 300)
	}
	session := NewSession(func() time.Time { return morning }, true)
	session.Take([]byte(log.lines()), "log")
	position := session.position
	if position.Open != ids.AskRefreshTight || position.Suggested == nil || position.Suggested.Answer != "refused" {
		t.Fatalf("stands at %q, suggested %+v", position.Open, position.Suggested)
	}
	question, _ := Lookup(ids.AskRefreshTight)
	if answer, _ := question.Answer("refused"); answer.To.Ask != ids.AskFrontendToken {
		t.Errorf("leads to %+v", answer.To)
	}
}
