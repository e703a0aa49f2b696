package logs

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"
	"time"
)

// The simulator plays clients, tabs and storage against a deployment, and keeps what the deployment would log. Nothing in
// it knows how logs are judged.

// simRow is one execution with what it printed.
type simRow struct {
	at                         time.Time
	udf                        UdfType
	name                       string
	printed                    []simLine
	failure                    string
	request, execution, parent string
	caller, identity, reason   string
	cached                     bool
	bytes                      int
	took                       time.Duration
	order                      int
	outside                    string // a line of another program instead of a row
}

type simLine struct{ level, text string }

// world is a deployment with the browsers that use it.
type world struct {
	random   *rand.Rand
	start    time.Time
	rows     []simRow
	robelest bool // which library: the official one prints a line for each refresh, robelest's none
	debug    bool // AUTH_LOG_LEVEL=DEBUG
}

func newWorld(seed uint64) *world {
	return &world{random: rand.New(rand.NewPCG(seed, 99)), start: time.Date(2026, 8, 22, 9, 0, 0, 0, time.UTC)}
}

func (world *world) after(seconds float64) time.Time {
	return world.start.Add(time.Duration(seconds * float64(time.Second)))
}

func (world *world) hex(n int) string {
	const digits = "0123456789abcdef"
	made := make([]byte, n)
	for i := range made {
		made[i] = digits[world.random.IntN(16)]
	}
	return string(made)
}

func (world *world) id() string {
	return world.hex(8) + "-" + world.hex(4) + "-" + world.hex(4) + "-" + world.hex(4) + "-" + world.hex(12)
}

func (world *world) add(row simRow) {
	row.order = len(world.rows)
	if row.request == "" {
		row.request = world.hex(16)
	}
	if row.execution == "" {
		row.execution = world.id()
	}
	if row.took == 0 {
		row.took = 7 * time.Millisecond
	}
	world.rows = append(world.rows, row)
}

func (world *world) outside(seconds float64, line string) {
	world.rows = append(world.rows, simRow{at: world.after(seconds), outside: line, order: len(world.rows)})
}

// browser is one browser: its tabs share a session in its storage.
type browser struct {
	world   *world
	session string
	queries []string // subscriptions of a page
}

var simQueries = []string{"users:me", "messages:list", "channels:list", "notifications:count", "settings:get", "presence:list"}

func (world *world) browser() *browser {
	return &browser{world: world, session: world.hex(5) + "<redacted>" + world.hex(5), queries: simQueries}
}

// outcome is how a refresh ends.
type outcome struct {
	failed   bool
	texts    []simLine // printed by auth:store
	failure  string    // thrown by auth:store
	identity []string  // identities of the queries behind it, in order; default user
	denied   bool      // the page's queries throw
	quiet    bool      // no queries behind it
}

// refresh is one refresh of the browser's session, at seconds.
func (browser *browser) refresh(seconds float64, outcome outcome) {
	world := browser.world
	request, action := world.hex(16), world.id()
	var printed []simLine
	if !world.robelest {
		printed = append(printed, simLine{"INFO", "'`auth:store` type: refreshSession'"})
	}
	if world.debug {
		printed = append(printed, simLine{"DEBUG", "'refreshSessionImpl args: Token ID: " + world.hex(5) + "<redacted>" + world.hex(5) + " Session ID: " + browser.session + "'"})
	}
	printed = append(printed, outcome.texts...)
	storeBytes, actionBytes := 701, 712
	switch {
	case outcome.failed && world.robelest:
		storeBytes, actionBytes = 4, 34
	case outcome.failed:
		storeBytes, actionBytes = 4, 15
	}
	world.add(simRow{at: world.after(seconds), udf: Mutation, name: "auth:store", printed: printed, failure: outcome.failure, request: request, parent: action,
		caller: CallerAction, identity: "unknown", reason: "action", bytes: storeBytes, took: 11 * time.Millisecond})
	world.add(simRow{at: world.after(seconds + 0.012), udf: Action, name: "auth:signIn", failure: outcome.failure, request: request, execution: action,
		caller: CallerHTTPAPI, identity: "unknown", reason: "httpApi", bytes: actionBytes, took: 34 * time.Millisecond})
	if outcome.failed || outcome.quiet {
		return
	}
	browser.run(seconds+0.1, "identityChange", outcome)
}

// run evaluates the page's queries.
func (browser *browser) run(seconds float64, reason string, outcome outcome) {
	identities := outcome.identity
	if identities == nil {
		identities = []string{"user"}
	}
	for n, identity := range identities {
		for i, name := range browser.queries {
			row := simRow{at: browser.world.after(seconds + float64(n)*0.05 + float64(i)*0.004), udf: Query, name: name, caller: CallerSyncWorker, identity: identity,
				reason: reason, cached: i%3 != 0, bytes: 120}
			if outcome.denied {
				row.failure = "Uncaught Error: Forbidden\n    at handler (../convex/admin.ts:9:11)\n"
				row.cached = false
			}
			browser.world.add(row)
		}
	}
}

// load is a page load with a stored session: first the cached token, then a forced refresh (P 4.5).
func (browser *browser) load(seconds float64) {
	browser.run(seconds, "initialSubscription", outcome{})
	browser.refresh(seconds+0.3, outcome{})
}

// stay keeps a tab open that was loaded at from, until to, with tokens of the given life.
func (browser *browser) stay(from, to, life float64) {
	browser.load(from)
	for at := from + 0.3 + life - 10; at < to; at += life - 10 {
		browser.refresh(at, outcome{})
	}
}

// signIn is a new sign-in.
func (browser *browser) signIn(seconds float64) {
	world := browser.world
	request, action := world.hex(16), world.id()
	for i, kind := range []string{"retrieveAccountWithCredentials", "signIn"} {
		var printed []simLine
		if !world.robelest {
			printed = []simLine{{"INFO", "'`auth:store` type: " + kind + "'"}}
		}
		world.add(simRow{at: world.after(seconds + float64(i)*0.02), udf: Mutation, name: "auth:store", printed: printed, request: request, parent: action,
			caller: CallerAction, identity: "unknown", reason: "action", bytes: 700})
	}
	world.add(simRow{at: world.after(seconds + 0.05), udf: Action, name: "auth:signIn", request: request, execution: action, caller: CallerHTTPAPI,
		identity: "unknown", reason: "httpApi", bytes: 720, took: 300 * time.Millisecond})
}

// traffic is what else runs: queries after changed data, mutations.
func (world *world) traffic(from, to, mean float64) {
	for at := from; at < to; at += world.random.ExpFloat64() * mean {
		if world.random.IntN(4) == 0 {
			world.add(simRow{at: world.after(at), udf: Mutation, name: "messages:send", caller: CallerSyncWorker, identity: "user", reason: "webSocket", bytes: 32})
			continue
		}
		row := simRow{at: world.after(at), udf: Query, name: simQueries[world.random.IntN(len(simQueries))], caller: CallerSyncWorker, identity: "user",
			reason: "dataChange", bytes: 900}
		if world.random.IntN(10) == 0 {
			row.printed = []simLine{{"LOG", "'loaded' " + fmt.Sprint(world.random.IntN(100))}}
		}
		world.add(row)
	}
}

// sorted returns the rows in the order in which a deployment logs them.
func (world *world) sorted() []simRow {
	rows := append([]simRow(nil), world.rows...)
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].at.Before(rows[j].at) })
	return rows
}

// rendering writes rows in one format.
type rendering struct {
	name   string
	bytes  bool // it carries results
	ids    bool // request ids
	cached bool // cache marks
	coarse bool // whole seconds
	ends   bool // ends of functions
	render func([]simRow) string
}

func renderings() []rendering {
	return []rendering{
		{"jsonl", true, true, true, false, true, renderJSONL},
		{"text", false, false, false, true, true, func(rows []simRow) string { return renderText(rows, true, "1/2/2006, 3:04:05 PM", "") }},
		{"text de", false, false, false, true, true, func(rows []simRow) string { return renderText(rows, true, "2.1.2006, 15:04:05", "") }},
		{"text without --success", false, false, false, true, false, func(rows []simRow) string { return renderText(rows, false, "1/2/2006, 3:04:05 PM", "") }},
		{"text with prefix", false, false, false, true, true, func(rows []simRow) string { return renderText(rows, true, "2006-01-02 15:04:05", "web:dev: ") }},
		{"jsonl with prefix", true, true, true, false, true, func(rows []simRow) string {
			return "backend-1  | " + strings.ReplaceAll(strings.TrimSuffix(renderJSONL(rows), "\n"), "\n", "\nbackend-1  | ")
		}},
		{"dashboard", false, false, false, false, true, renderDashboard},
		{"webhook", true, true, true, false, true, func(rows []simRow) string { return renderStream(rows, "webhook") }},
		{"webhook arrays", true, true, true, false, true, func(rows []simRow) string { return renderStream(rows, "arrays") }},
		{"webhook, one array", true, true, true, false, true, func(rows []simRow) string { return renderStream(rows, "array") }},
		{"webhook, for people", true, true, true, false, true, func(rows []simRow) string { return renderStream(rows, "pretty") }},
		{"axiom", true, true, true, false, true, func(rows []simRow) string { return renderStream(rows, "axiom") }},
		{"datadog", true, true, true, false, true, func(rows []simRow) string { return renderStream(rows, "datadog") }},
		{"otlp", true, true, true, false, true, func(rows []simRow) string { return renderStream(rows, "otlp") }},
	}
}

func renderJSONL(rows []simRow) string {
	var out strings.Builder
	for _, row := range rows {
		if row.outside != "" {
			out.WriteString(row.outside + "\n")
			continue
		}
		var lines []string
		for _, line := range row.printed {
			lines = append(lines, fmt.Sprintf(`{"messages":[%s],"isTruncated":false,"timestamp":%d,"level":%q,"systemMetadata":null}`, jsonText(line.text), row.at.UnixMilli(), line.level))
		}
		bytes := fmt.Sprint(row.bytes)
		failure := "null"
		if row.failure != "" {
			failure, bytes = jsonText(row.failure), "null"
		}
		parent := "null"
		if row.parent != "" {
			parent = jsonText(row.parent)
		}
		fmt.Fprintf(&out, `{"kind":"Completion","udfType":%q,"componentPath":null,"identifier":%s,"logLines":[%s],"timestamp":%.3f,"cachedResult":%t,"caller":%q,"parentExecutionId":%s,"executionTime":%.4f,"userExecutionTime":0.001,"success":null,"error":%s,"requestId":%q,"executionId":%q,"usageStats":{"databaseReadBytes":10},"returnBytes":%s,"occInfo":null,"willRetry":false,"executionTimestamp":%.3f,"identityType":%q,"environment":"isolate"}`+"\n",
			row.udf, jsonText(row.name), strings.Join(lines, ","), float64(row.at.UnixMilli())/1000, row.cached, row.caller, parent, row.took.Seconds(), failure,
			row.request, row.execution, bytes, float64(row.at.UnixMilli())/1000-0.01, row.identity)
	}
	return out.String()
}

func renderText(rows []simRow, success bool, layout, prefix string) string {
	var out strings.Builder
	for _, row := range rows {
		if row.outside != "" {
			out.WriteString(row.outside + "\n")
			continue
		}
		head := prefix + row.at.Format(layout) + " [CONVEX " + row.udf.Letter() + "(" + row.name + ")] "
		for _, line := range row.printed {
			out.WriteString(head + "[" + line.level + "] " + line.text + "\n")
		}
		switch {
		case row.failure != "":
			out.WriteString(head + strings.ReplaceAll(strings.TrimSuffix(row.failure, "\n"), "\n", "\n"+prefix) + "\n")
		case success:
			fmt.Fprintf(&out, "%sFunction executed in %d ms\n", head, row.took.Milliseconds())
		}
	}
	return out.String()
}

func renderDashboard(rows []simRow) string {
	var out strings.Builder
	for _, row := range rows {
		if row.outside != "" {
			out.WriteString(row.outside + "\n")
			continue
		}
		head := row.at.Format("Jan _2, 15:04:05.000") + " " + row.udf.Letter() + " " + row.name + " "
		head = strings.Replace(head, "  ", " ", 1)
		for _, line := range row.printed {
			out.WriteString(head + "[" + line.level + "] " + strings.ReplaceAll(line.text, "'", "") + "\n")
		}
		if row.failure != "" {
			fmt.Fprintf(&out, "%s%dms %s\n", head, row.took.Milliseconds(), strings.TrimSuffix(row.failure, "\n"))
			continue
		}
		fmt.Fprintf(&out, "%s%dms success\n", head, row.took.Milliseconds())
	}
	return out.String()
}

func renderStream(rows []simRow, form string) string {
	var events []string
	for _, row := range rows {
		if row.outside != "" {
			continue
		}
		kind := map[UdfType]string{Query: "query", Mutation: "mutation", Action: "action", HTTPAction: "http_action"}[row.udf]
		function := fmt.Sprintf(`"function":{"path":%s,"type":%q,"cached":%t,"request_id":%q,"mutation_queue_length":null,"mutation_retry_count":null}`, jsonText(row.name), kind, row.cached, row.request)
		const convex = `"convex":{"deployment_name":"happy-animal-123","deployment_type":"prod","deployment_ref":null,"project_name":"My App","project_slug":"my-app","deployment_region":null}`
		wrap := func(event string) {
			switch form {
			case "axiom":
				events = append(events, fmt.Sprintf(`{"_time":%d,"data":{%s},"attributes":{},%s}`, row.at.UnixMilli(), event, convex))
			case "datadog":
				events = append(events, fmt.Sprintf(`{"ddsource":"convex","ddtags":"a","hostname":"happy-animal-123","service":"convex",%s,%s}`, event, convex))
			case "otlp":
				events = append(events, fmt.Sprintf(`{"timeUnixNano":"1","body":{"stringValue":%s},"attributes":[]}`, jsonText("{"+event+","+convex+"}")))
			default:
				events = append(events, "{"+event+","+convex+"}")
			}
		}
		for _, line := range row.printed {
			wrap(fmt.Sprintf(`"timestamp":%d,"topic":"console",%s,"log_level":%q,"message":%s,"is_truncated":false,"system_code":null`, row.at.UnixMilli(), function, line.level, jsonText(line.text)))
		}
		status, failure, bytes := "success", "null", fmt.Sprint(row.bytes)
		if row.failure != "" {
			status, failure, bytes = "failure", jsonText(row.failure), "null"
		}
		wrap(fmt.Sprintf(`"timestamp":%d,"topic":"function_execution",%s,"execution_time_ms":%d,"user_execution_time_ms":1,"status":%q,"error_message":%s,"occ_info":null,"will_retry":false,"scheduler_info":null,"run_reason":%q,"usage":{"database_read_bytes":0,"function_args_bytes":10,"function_returns_bytes":%s}`,
			row.at.UnixMilli(), function, row.took.Milliseconds(), status, failure, row.reason, bytes))
	}
	switch form {
	case "array":
		return "[" + strings.Join(events, ",") + "]"
	case "arrays":
		var out strings.Builder
		for len(events) > 0 {
			n := min(7, len(events))
			out.WriteString("[" + strings.Join(events[:n], ",") + "]\n")
			events = events[n:]
		}
		return out.String()
	case "pretty":
		for i, event := range events {
			events[i] = "  " + strings.ReplaceAll(event, `,"`, ",\n    \"")
		}
		return "[\n" + strings.Join(events, ",\n") + "\n]\n"
	}
	return strings.Join(events, "\n") + "\n"
}

func jsonText(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text) + `"`
}
