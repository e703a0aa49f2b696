package logs

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// brief is what the tests compare of an event: the facts, without the time's details.
type brief struct {
	Format                                Format
	Kind                                  Kind
	Function, Level, Message, Error, Type string
	Success, Cached                       Tri
	Caller, Identity, Reason, Request     string
	Bytes                                 int64
	Duration                              time.Duration
	Deployment, DeploymentType            string
}

func briefly(event Event) brief {
	return brief{
		event.Format, event.Kind, event.Function, event.Level, event.Message, event.Error, string(event.UdfType),
		event.Success, event.Cached, event.Caller, event.IdentityType, event.RunReason, event.RequestID,
		event.ReturnBytes, event.Duration, event.Deployment, event.DeploymentType,
	}
}

func console(format Format, udf UdfType, function, level, message string) brief {
	return brief{Format: format, Kind: KindConsole, Type: string(udf), Function: function, Level: level, Message: message, Bytes: -1, Duration: -1}
}

func TestParseLine(t *testing.T) {
	const null = "'server identity' null"
	cli := console(FormatCLIText, Query, "users:me", "LOG", null)
	browser := cli
	browser.Format = FormatBrowser
	for _, c := range []struct {
		name, line string
		want       brief
	}{
		{"text", "8/22/2026, 12:14:18 AM [CONVEX Q(users:me)] [LOG] 'server identity' null", cli},
		{"24-hour", "22.8.2026, 00:14:18 [CONVEX Q(users:me)] [LOG] 'server identity' null", cli},
		{"no date", "00:14:18 [CONVEX Q(users:me)] [LOG] 'server identity' null", cli},
		{"colours", "\x1b[36m8/22/2026, 12:14:18 AM [CONVEX Q(users:me)] [LOG]\x1b[39m 'server identity' null\r", cli},
		{"colours without escape", "[36m8/22/2026, 12:14:18 AM [CONVEX Q(users:me)] [LOG][39m 'server identity' null", cli},
		{"turborepo", "web:dev: 8/22/2026, 12:14:18 AM [CONVEX Q(users:me)] [LOG] 'server identity' null", cli},
		{"concurrently", "[convex] 8/22/2026, 12:14:18 AM [CONVEX Q(users:me)] [LOG] 'server identity' null", cli},
		{"container", "2026-08-22T00:14:18.4Z 8/22/2026, 12:14:18 AM [CONVEX Q(users:me)] [LOG] 'server identity' null", cli},
		{"mutation", "8/22/2026, 12:14:19 AM [CONVEX M(auth:store)] [INFO] '`auth:store` type: signIn'",
			console(FormatCLIText, Mutation, "auth:store", "INFO", "'`auth:store` type: signIn'")},
		{"http action", "8/22/2026, 12:14:19 AM [CONVEX H(GET /api/auth/x)] [WARN] [better-auth] Base URL",
			console(FormatCLIText, HTTPAction, "GET /api/auth/x", "WARN", "[better-auth] Base URL")},
		{"success", "8/22/2026, 12:14:19 AM [CONVEX A(auth:signIn)] Function executed in 312 ms",
			brief{Format: FormatCLIText, Kind: KindExecution, Type: "Action", Function: "auth:signIn", Success: Yes, Bytes: -1, Duration: 312 * time.Millisecond}},
		{"error", `8/22/2026, 12:14:21 AM [CONVEX M(auth:store)] Uncaught TypeError: "pkcs8" must be PKCS#8 formatted string`,
			brief{Format: FormatCLIText, Kind: KindError, Type: "Mutation", Function: "auth:store", Success: No, Bytes: -1, Duration: -1,
				Error: `Uncaught TypeError: "pkcs8" must be PKCS#8 formatted string`}},
		{"red error", "\x1b[31m8/22/2026, 12:14:21 AM [CONVEX Q(users:me)] Uncaught Error: Not authenticated\x1b[39m",
			brief{Format: FormatCLIText, Kind: KindError, Type: "Query", Function: "users:me", Success: No, Bytes: -1, Duration: -1, Error: "Uncaught Error: Not authenticated"}},
		{"browser", "[CONVEX Q(users:me)] [LOG] 'server identity' null", browser},
		{"browser, style", "%c[CONVEX Q(users:me)] [LOG] color:rgb(0, 145, 255) 'server identity' null", browser},
		{"browser, saved", "app.js:24909 %c[CONVEX Q(users:me)] [LOG] color:rgb(0, 145, 255) 'server identity' null", browser},
		{"browser, Firefox", "[CONVEX Q(users:me)] [LOG] 'server identity' null convex-jbBU5h6x.js:17:1234", browser},
		{"browser, URL", "[CONVEX Q(users:me)] [LOG] 'server identity' null http://localhost:3000/_next/a.js?v=1:17:1", browser},
		{"browser, error", "Uncaught (in promise) Error: [CONVEX Q(users:me)] [Request ID: 923d45806d831583] Server Error",
			brief{Format: FormatBrowser, Kind: KindError, Type: "Query", Function: "users:me", Success: No, Bytes: -1, Duration: -1, Request: "923d45806d831583", Error: "Server Error"}},
		{"dashboard", "Aug 22, 00:14:18.123 Q users:me [LOG] server identity null",
			console(FormatDashboard, Query, "users:me", "LOG", "server identity null")},
		{"dashboard, success", "Aug 2, 00:14:18.123 Q users:me 7ms success",
			brief{Format: FormatDashboard, Kind: KindExecution, Type: "Query", Function: "users:me", Success: Yes, Bytes: -1, Duration: 7 * time.Millisecond}},
		{"dashboard, seconds", "Aug 22, 00:14:18.123 A auth:signIn 1.2s success",
			brief{Format: FormatDashboard, Kind: KindExecution, Type: "Action", Function: "auth:signIn", Success: Yes, Bytes: -1, Duration: 1200 * time.Millisecond}},
		{"dashboard, error", "Aug 22, 00:14:20.551 H POST /webhook 4ms Uncaught Error: Invalid admin key",
			brief{Format: FormatDashboard, Kind: KindExecution, Type: "HttpAction", Function: "POST /webhook", Success: No, Bytes: -1, Duration: 4 * time.Millisecond, Error: "Uncaught Error: Invalid admin key"}},
		{"dashboard, selected", "Aug 22, 00:14:18.123 d064 success (cached) Q users:me",
			brief{Format: FormatDashboard, Kind: KindExecution, Type: "Query", Function: "users:me", Success: Yes, Cached: Yes, Request: "d064", Bytes: -1, Duration: -1}},
		{"dashboard, selected line", "Aug 22, 00:14:18.123\td064\tQ\tusers:me\tlog\tserver identity null",
			withRequest(console(FormatDashboard, Query, "users:me", "LOG", "server identity null"), "d064")},
		{"preamble", "▌ └─ https://happy-animal-123.convex.cloud",
			brief{Format: FormatCLIText, Kind: KindPreamble, Message: "▌ └─ https://happy-animal-123.convex.cloud", Deployment: "happy-animal-123", Bytes: -1, Duration: -1}},
		{"watching", "Watching logs for production deployment happy-animal-123...",
			brief{Format: FormatCLIText, Kind: KindPreamble, Message: "Watching logs for production deployment happy-animal-123...", Deployment: "happy-animal-123", DeploymentType: "prod", Bytes: -1, Duration: -1}},
		{"ready", "✔ 00:14:18 Convex functions ready! (1.23s)",
			brief{Format: FormatCLIText, Kind: KindPreamble, Message: "✔ 00:14:18 Convex functions ready! (1.23s)", Bytes: -1, Duration: -1}},
	} {
		got, ok := ParseLine(c.line)
		if diff := cmp.Diff(c.want, briefly(got)); !ok || diff != "" {
			t.Errorf("%s: ParseLine(%q) ok %v: %s", c.name, c.line, ok, diff)
		}
	}
	for _, line := range []string{
		"", "hello", "[CONVEX", "[CONVEX Q(", "[CONVEX X(users:me)] [LOG] x", "8/22/2026, 12:14:18 AM", "GET /dashboard 200 in 45ms",
		"Aug 22, 00:14:18.123", "Aug 22, 00:14:18.123 Q", "Aug 22, 00:14:18.123 something else", "see [CONVEX docs](https://docs.convex.dev)",
		"Aug 22, 00:14:18.123 Q users:me",
	} {
		if got, ok := ParseLine(line); ok {
			t.Errorf("ParseLine(%q) = %+v, want none", line, got)
		}
	}
}

func withRequest(event brief, request string) brief {
	event.Request = request
	return event
}

const scrollback = `$ npx convex dev
▌ Developing against deployment:
▌ [Development] team:project:dev (dev) (dashboard: https://dashboard.convex.dev/d/happy-animal-123)
▌ └─ https://happy-animal-123.convex.cloud
✔ 00:14:16 Convex functions ready! (1.23s)
8/22/2026, 12:14:18 AM [CONVEX Q(users:me)] [LOG] 'server identity' null
8/22/2026, 12:14:20 AM [CONVEX M(users:store)] Uncaught Error: Called storeUser without authentication present
    at handler (../convex/users.ts:20:6)
    at async main (../convex/users.ts:2:1)

it stays like that, what now?
8/22/2026, 12:14:23 AM [CONVEX Q(users:me)] [LOG] 'server identity' {
  tokenIdentifier: 'https://verb-noun-00.clerk.accounts.dev|user_2abc',
  address: {},
  list: [ 1, 2 ]
}
thanks
Aug 22, 00:14:18.123
d064
success
7ms
Q
users:me
Aug 22, 00:14:18.124
d064
Q
users:me
log
server identity null
{"kind":"Completion","udfType":"Query","componentPath":null,"identifier":"users:me","logLines":[{"messages":["'server identity'","null"],"isTruncated":false,"timestamp":1787357658123,"level":"LOG","systemMetadata":null}],"timestamp":1787357658.13,"cachedResult":false,"caller":"SyncWorker","parentExecutionId":null,"executionTime":0.0061,"userExecutionTime":0.0012,"success":null,"error":null,"requestId":"d064ef901f7ec0b7","executionId":"6f0e2a53-6c1f-4e0e-9c0e-6f6a0e4a7b11","usageStats":{"databaseReadBytes":0},"returnBytes":4.0,"occInfo":null,"willRetry":false,"executionTimestamp":1787357658.12,"identityType":"unknown","environment":"isolate"}
[
  {"timestamp":1787357658123,"topic":"console","function":{"path":"users:me","type":"query","cached":false,"request_id":"d064ef901f7ec0b7"},"log_level":"LOG","message":"'server identity' null","is_truncated":false,
   "convex":{"deployment_name":"happy-animal-123","deployment_type":"prod"}}
]
web:dev: 8/22/2026, 12:14:23 AM [CONVEX Q(users:me)] [LOG] 'server identity' {
web:dev:   tokenIdentifier: 'https://a|b'
web:other:  GET / 200
web:dev: }
`

func TestParse(t *testing.T) {
	records := Parse(scrollback)
	type row struct {
		Line, Lines, Events int
		Format              Format
		Text                string
	}
	var got []row
	for _, record := range records {
		last := record.Events[len(record.Events)-1]
		got = append(got, row{record.Line, record.Lines, len(record.Events), record.Format, last.Message + last.Error})
		if text := scrollback[record.Start:record.End]; strings.Count(text, "\n") != record.Lines-1 {
			t.Errorf("record at line %d: %d lines, text %q", record.Line, record.Lines, text)
		}
	}
	want := []row{
		{2, 1, 1, FormatCLIText, "▌ Developing against deployment:"},
		{3, 1, 1, FormatCLIText, "▌ [Development] team:project:dev (dev) (dashboard: https://dashboard.convex.dev/d/happy-animal-123)"},
		{4, 1, 1, FormatCLIText, "▌ └─ https://happy-animal-123.convex.cloud"},
		{5, 1, 1, FormatCLIText, "✔ 00:14:16 Convex functions ready! (1.23s)"},
		{6, 1, 1, FormatCLIText, "'server identity' null"},
		{7, 3, 1, FormatCLIText, "Uncaught Error: Called storeUser without authentication present\n    at handler (../convex/users.ts:20:6)\n    at async main (../convex/users.ts:2:1)"},
		{12, 5, 1, FormatCLIText, "'server identity' {\n  tokenIdentifier: 'https://verb-noun-00.clerk.accounts.dev|user_2abc',\n  address: {},\n  list: [ 1, 2 ]\n}"},
		{18, 6, 1, FormatDashboard, ""},
		{24, 6, 1, FormatDashboard, "server identity null"},
		{30, 1, 2, FormatCLIJSON, ""},
		{31, 4, 1, FormatWebhook, "'server identity' null"},
		{35, 2, 1, FormatCLIText, "'server identity' {\n  tokenIdentifier: 'https://a|b'"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The CLI's JSON, the log streams and their wrappings tell the same.
func TestParseJSON(t *testing.T) {
	stream := console(FormatWebhook, Query, "users:me", "LOG", "'server identity' null")
	stream.Request, stream.Cached, stream.Deployment, stream.DeploymentType = "d064ef901f7ec0b7", No, "happy-animal-123", "prod"
	const event = `"timestamp":1787357658123,"topic":"console","function":{"path":"users:me","type":"query","cached":false,"request_id":"d064ef901f7ec0b7"},"log_level":"LOG","message":"'server identity' null","is_truncated":false`
	const convex = `"convex":{"deployment_name":"happy-animal-123","deployment_type":"prod"}`
	in := func(format Format) brief {
		changed := stream
		changed.Format = format
		return changed
	}
	execution := brief{
		Format: FormatCLIJSON, Kind: KindExecution, Type: "Mutation", Function: "auth:store", Success: Yes, Cached: No,
		Caller: "Action", Identity: "unknown", Request: "892104e63bd39d9a", Bytes: 180, Duration: 10 * time.Millisecond,
	}
	for _, c := range []struct {
		name, text string
		want       []brief
	}{
		{"webhook", "[{" + event + "," + convex + "}]", []brief{stream}},
		{"jsonl", "{" + event + "," + convex + "}", []brief{stream}},
		{"axiom", `{"_time":1787357658123,"data":{` + event + `},"attributes":{},` + convex + "}", []brief{in(FormatAxiom)}},
		{"datadog", `{"ddsource":"convex","ddtags":"a","hostname":"happy-animal-123","service":"convex",` + event + "," + convex + "}", []brief{in(FormatDatadog)}},
		{"otlp", `{"timeUnixNano":"1","body":{"stringValue":` + quoted("{"+event+","+convex+"}") + `},"attributes":[]}`, []brief{in(FormatOTLP)}},
		{"otlp, export", `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":` + quoted("{"+event+","+convex+"}") + `}}]}]}]}`, []brief{in(FormatOTLP)}},
		{"export", `{"matches":[{"_time":"2026-08-22T00:14:18.123Z","data":{` + event + `,` + convex + `}}],"status":{}}`, []brief{in(FormatAxiom)}},
		{"v1", `{"_timestamp":1787357658123,"_topic":"_console","_functionPath":"users:me","_functionType":"query","_functionCached":false,"message":"[LOG] 'server identity' null"}`,
			[]brief{func() brief {
				v1 := console(FormatV1, Query, "users:me", "LOG", "'server identity' null")
				v1.Cached = No
				return v1
			}()}},
		{"v1, execution", `{"_timestamp":1787357658123,"_topic":"_execution_record","_functionPath":"users:me","_functionType":"query","_functionCached":true,"status":"failure","reason":"Uncaught Error: x","executionTimeMs":6}`,
			[]brief{{Format: FormatV1, Kind: KindExecution, Type: "Query", Function: "users:me", Success: No, Cached: Yes, Error: "Uncaught Error: x", Bytes: -1, Duration: 6 * time.Millisecond}}},
		{"stream, execution", `{"timestamp":1787357658130,"topic":"function_execution","function":{"path":"auth:signIn","type":"action","cached":false,"request_id":"d0"},"execution_time_ms":6,"status":"success","error_message":null,"run_reason":"httpApi","usage":{"function_returns_bytes":712}}`,
			[]brief{{Format: FormatWebhook, Kind: KindExecution, Type: "Action", Function: "auth:signIn", Success: Yes, Cached: No, Caller: "HttpApi", Reason: "httpApi", Request: "d0", Bytes: 712, Duration: 6 * time.Millisecond}}},
		{"cli", `{"kind":"Completion","udfType":"Mutation","identifier":"auth:store","logLines":[{"messages":["'a'","null"],"level":"INFO","timestamp":1787357659010,"isTruncated":false}],"timestamp":1787357659.02,"cachedResult":false,"caller":"Action","executionTime":0.01,"success":null,"error":null,"requestId":"892104e63bd39d9a","executionId":"a1","returnBytes":180.0,"identityType":"unknown"}`,
			[]brief{func() brief {
				line := execution
				line.Kind, line.Level, line.Message, line.Success, line.Bytes, line.Duration = KindConsole, "INFO", "'a' null", NotSeen, -1, -1
				return line
			}(), execution}},
		{"old cli", `{"kind":"Progress","udfType":"Action","identifier":"auth:signIn","logLines":["[INFO] 'a'"],"timestamp":1787357659.02}`,
			[]brief{console(FormatCLIJSON, Action, "auth:signIn", "INFO", "'a'")}},
		{"http", `{"kind":"Completion","udfType":"HttpAction","identifier":"GET /x","logLines":[],"success":{"status":"404"},"error":null}`,
			[]brief{{Format: FormatCLIJSON, Kind: KindExecution, Type: "HttpAction", Function: "GET /x", Success: Yes, Bytes: -1, Duration: -1}}},
	} {
		events, ok := ParseJSON([]byte(c.text))
		var got []brief
		for _, event := range events {
			got = append(got, briefly(event))
		}
		if diff := cmp.Diff(c.want, got); !ok || diff != "" {
			t.Errorf("%s: ok %v: %s", c.name, ok, diff)
		}
	}
	for _, text := range []string{"", "null", "1", `"x"`, "{}", "[]", `{"kind":1}`, `{"a":{"b":1}}`, `{"kind":"Completion","identifier":"a"`, `[{"topic":"console"}] x`} {
		if events, ok := ParseJSON([]byte(text)); ok {
			t.Errorf("ParseJSON(%q) = %+v, want none", text, events)
		}
	}
}

func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

func FuzzParse(f *testing.F) {
	f.Add(scrollback)
	for _, line := range strings.Split(scrollback, "\n") {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, record := range Parse(text) {
			if record.Start < end || record.End < record.Start || record.End > len(text) || len(record.Events) == 0 || record.Lines < 1 {
				t.Fatalf("Parse(%q): %+v", text, record)
			}
			end = record.End
		}
		ParseLine(text)
	})
}
