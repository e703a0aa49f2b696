package logs

import "time"

// Tri is a fact that may be absent: yes, no, or not seen in this format.
type Tri int8

// The three values.
const (
	NotSeen Tri = iota
	No
	Yes
)

// String returns "yes", "no" or "not seen".
func (tri Tri) String() string {
	switch tri {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return "not seen"
}

// tri turns a known boolean into a Tri.
func tri(value bool) Tri {
	if value {
		return Yes
	}
	return No
}

// Format is the form in which a line was written.
type Format string

// The formats.
const (
	FormatCLIText   Format = "cli-text"     // npx convex logs, convex dev (B 5.22, 5.24)
	FormatCLIJSON   Format = "cli-jsonl"    // npx convex logs --jsonl (B 5.25)
	FormatDashboard Format = "dashboard"    // rows copied or selected on the Logs page (B 5.15, 5.16)
	FormatWebhook   Format = "log-stream"   // webhook or file sink, V2 events (B 6.1)
	FormatAxiom     Format = "axiom"        // V2 events in Axiom's wrapping
	FormatDatadog   Format = "datadog"      // V2 events in Datadog's wrapping
	FormatOTLP      Format = "otlp"         // V2 events as OTLP records (PostHog)
	FormatV1        Format = "log-stream-1" // legacy events with _topic (B 6.6)
	FormatBrowser   Format = "browser"      // a browser's console, or a line without its time (B 3.28, 3.29)
	FormatOther     Format = "other"        // a line of another program that matters here (a proxy's access log)
)

// Name says in words where lines of this format come from.
func (format Format) Name() string {
	switch format {
	case FormatCLIText:
		return "from the terminal"
	case FormatCLIJSON:
		return "from npx convex logs --jsonl"
	case FormatDashboard:
		return "from the dashboard"
	case FormatWebhook, FormatV1:
		return "from a log stream"
	case FormatAxiom:
		return "from Axiom"
	case FormatDatadog:
		return "from Datadog"
	case FormatOTLP:
		return "from a log stream (OTLP)"
	case FormatBrowser:
		return "from a browser's console"
	}
	return "of another program"
}

// Kind is what an event tells.
type Kind string

// The kinds.
const (
	KindConsole   Kind = "console"   // a line that a function printed
	KindExecution Kind = "execution" // a function has ended, well or not
	KindError     Kind = "error"     // an error line of a function, without the rest of its execution
	KindPreamble  Kind = "preamble"  // the CLI says which deployment it shows, or that functions are ready
	KindNotice    Kind = "notice"    // any other event of a log stream (audit_log, verification, ...)
)

// UdfType is the type of a Convex function.
type UdfType string

// The types, by their letter in text: Q, M, A, H.
const (
	Query      UdfType = "Query"
	Mutation   UdfType = "Mutation"
	Action     UdfType = "Action"
	HTTPAction UdfType = "HttpAction"
)

// Letter returns Q, M, A or H, or "?" for a type that was not seen.
func (udf UdfType) Letter() string {
	if udf == "" {
		return "?"
	}
	return string(udf[:1])
}

// Where an execution came from, as the CLI's JSON names it (B 5.25).
const (
	CallerSyncWorker   = "SyncWorker"
	CallerHTTPAPI      = "HttpApi"
	CallerTester       = "Tester"
	CallerHTTPEndpoint = "HttpEndpoint"
	CallerCron         = "Cron"
	CallerScheduler    = "Scheduler"
	CallerAction       = "Action"
)

// Event is one thing that a log says. Texts are as they stood in the log: clean them before showing them.
type Event struct {
	Format        Format
	Kind          Kind
	Time          Stamp
	UdfType       UdfType // "" not seen
	Function      string  // "auth:store", or "POST /webhook" for an HTTP action
	ComponentPath string  // "" for the app itself, or not seen
	Level         string  // DEBUG, INFO, LOG, WARN, ERROR; "" where there is none
	Message       string  // console: the arguments joined by a space; preamble and notice: the line
	Args          []string
	Truncated     bool   // the deployment or the dashboard cut the message
	Error         string // execution and error: the error's text, "" for a success
	Success       Tri
	HTTPStatus    int // status of an HTTP action, 0 not seen
	Cached        Tri
	Caller        string // CallerSyncWorker, ...; "" not seen
	IdentityType  string // user, unknown, instance_admin, ... (B 5.26); "" not seen
	RunReason     string // identityChange, ... (B 6); "" not seen
	Progress      bool   // an action's lines while it still runs: no execution of its own

	RequestID         string // 16 hex digits; its first 4 in a dashboard selection
	ExecutionID       string
	ParentExecutionID string
	ReturnBytes       int64         // length of the serialised result, -1 not seen
	Duration          time.Duration // -1 not seen

	Deployment     string // "happy-animal-123", "" not seen
	DeploymentType string // dev, prod, preview, custom
	Topic          string // log streams: console, function_execution, audit_log, ...
}

// newEvent returns an event of which nothing is known yet.
func newEvent(format Format, kind Kind) Event {
	return Event{Format: format, Kind: kind, ReturnBytes: -1, Duration: -1}
}

// udfOf reads a type in any of its spellings: Q, Query, query, HttpAction, http_action.
func udfOf(name string) UdfType {
	switch name {
	case "Q", "Query", "query":
		return Query
	case "M", "Mutation", "mutation":
		return Mutation
	case "A", "Action", "action":
		return Action
	case "H", "HttpAction", "http_action", "httpAction", "HTTP", "http":
		return HTTPAction
	}
	return ""
}

// anyID returns the execution id, or the request id where the log has no other.
func (event *Event) anyID() string {
	if event.ExecutionID != "" {
		return event.ExecutionID
	}
	return event.RequestID
}

// levelOf returns the level in capitals, or "" when name is none (B 5.12).
func levelOf(name string) string {
	switch name {
	case "DEBUG", "debug":
		return "DEBUG"
	case "INFO", "info":
		return "INFO"
	case "LOG", "log":
		return "LOG"
	case "WARN", "warn":
		return "WARN"
	case "ERROR", "error":
		return "ERROR"
	}
	return ""
}
