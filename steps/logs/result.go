package logs

import (
	"time"

	"convex-auth-doctor/steps/ids"
)

// Options is what is known beside the log. The zero Options knows nothing.
type Options struct {
	Tabs      int           // open tabs while the log ran; 0 not known
	Visitors  int           // visitors while the log ran; 0 not known
	PageLoads int           // page loads while the log ran; 0 not known
	TokenLife time.Duration // exp - iat of a token of this app; 0 not known
	Leeway    time.Duration // the client's leeway before exp; 0 means its default of 10 s (P 4.5)

	Size     int64            // length of the log in bytes, where it is known before it is read; 0 not known
	Progress func(read int64) // called from the reading goroutine now and then with the bytes read so far
	MaxLine  int              // longest line that is kept, in bytes; 0 means 4 MiB, at least 4 KiB

	chunk   int // bytes per chunk, for tests
	workers int
}

// oneTab reports whether the person said that all refreshes come from one tab.
func (options Options) oneTab() bool { return options.Tabs == 1 && options.Visitors <= 1 }

// State is the verdict on the refresh traffic.
type State string

// The states.
const (
	NoRefresh   State = "no-refresh"   // the log holds no refresh
	AsExpected  State = "expected"     // page loads, tabs and token life explain it
	ManyClients State = "many-clients" // many clients at once, as after a deploy or an outage
	Suspicious  State = "suspicious"   // a loop, or refreshes that cannot succeed (P 4E)
)

// Refresh is the verdict on the refresh traffic of a log. Its JSON form is the member "refresh" of `check --json`.
type Refresh struct {
	// Pairs is the number of refreshes: an auth:signIn action with its auth:store mutation (P 4.1).
	Pairs int `json:"pairs"`
	// Failed is how many of them gave no token; null when the format does not tell (text without error lines).
	Failed *int `json:"failed"`
	// Errors is how many of those ended with an error of auth:store or auth:signIn, where an ended session gives an empty
	// result.
	Errors int `json:"errors,omitempty"`
	// Rate is refreshes per hour over the time that the log covers, counted as at least a minute; null without times.
	Rate *float64 `json:"rate"`
	// Expected is the rate that page loads and open tabs explain (P 4.6), per hour: for the tabs, visitors, page loads and
	// token life that were told or seen, else for one tab and a token of one hour. Null without times.
	Expected *float64 `json:"expected"`
	// State is one of no-refresh, expected, many-clients, suspicious.
	State State `json:"state"`
	// Undecided says that the refreshes may be no healthy ones, whatever State says: one client's in a loop, as they name no
	// session and their times are too coarse or too few to tell, or three for each page load.
	Undecided bool `json:"undecided,omitempty"`
	// Cause is an id of the catalogue of causes, or null when the log names none or cannot decide.
	Cause *ids.Cause `json:"cause"`
	// Rivals are the causes that stay open, likeliest first, each with the question that decides.
	Rivals []Rival `json:"rivals"`
	// Bursts are the largest bursts of queries behind a refresh, largest first, at most 20.
	Bursts []Burst `json:"bursts"`
	// Timeline counts over time, in at most 60 buckets of equal length.
	Timeline []Bucket `json:"timeline"`
}

// Rival is a cause that the log does not rule out.
type Rival struct {
	Cause    ids.Cause `json:"cause"`
	Why      string    `json:"why"`      // one sentence
	Question Question  `json:"question"` // what decides between it and the others
}

// Question is what a person can look at where the log alone does not decide.
type Question struct {
	ID   string `json:"id"` // kebab-case
	Text string `json:"text"`
}

// Burst is what ran within a second behind a refresh, or behind several whose seconds touch (P 4.15).
type Burst struct {
	Start     string          `json:"start"` // as in Bucket
	Line      int64           `json:"line"`  // of its first refresh
	Pairs     int             `json:"pairs"`
	Queries   int             `json:"queries"`
	Cached    *int            `json:"cached"`    // null when the format has no cache mark
	Functions []FunctionCount `json:"functions"` // the ten that ran most
	// Twice are functions that ran more often than there were refreshes: two clients, or different arguments (P 4.15).
	Twice []string `json:"twice"`
}

// FunctionCount is a function and how often it ran.
type FunctionCount struct {
	Function string `json:"function"`
	Count    int    `json:"count"`
}

// Bucket is one stretch of the timeline.
type Bucket struct {
	// Start is the time at which it begins: 2026-08-22T00:14:18Z when the log has absolute times, else the reading of the
	// clock that wrote them, without Z (without date or year where the log has none).
	Start   string `json:"start"`
	Seconds int64  `json:"seconds"` // its length
	Pairs   int    `json:"pairs"`
	Failed  int    `json:"failed"`
	Queries int    `json:"queries"` // runs of queries behind refreshes
	Rows    int    `json:"rows"`    // rows of any function
	Burst   bool   `json:"burst"`   // more than 15 queries per refresh ran in it (P 6D, LOG-BURST)
	Gap     bool   `json:"gap"`     // the log has no row here at all
}

// Confidence says how sure a cause is.
type Confidence string

// The confidences.
const (
	Proved   Confidence = "proved" // a text or a number that has no other explanation
	Likely   Confidence = "likely" // the pattern of this cause
	Possible Confidence = "possible"
)

// Proof is a line of the log that shows something.
type Proof struct {
	Line int64  `json:"line"` // number of the line, from 1
	Time string `json:"time"` // "" when it has none
	Text string `json:"text"` // fit to be shown: cleaned, without tokens
}

// Loop is one stretch of refreshes that one client made.
type Loop struct {
	Session string        // first and last characters of the session id, "" when the log does not name it
	Start   string        // as in Bucket
	End     string        //
	Length  time.Duration //
	Pairs   int
	Spacing time.Duration // mean distance of refreshes
	Twos    bool          // they come in twos less than a second apart
	Failed  int
	Lines   []int64 // of its first refreshes
}

// Group is everything of one kind that was found for one function.
type Group struct {
	Kind     string   `json:"kind"`               // one of the Group constants, or the id of a text of package messages
	Function string   `json:"function,omitempty"` // "" for lines that belong to no function
	Count    int      `json:"count"`
	First    string   `json:"first,omitempty"` // as in Bucket.Start
	Last     string   `json:"last,omitempty"`
	Lines    []int64  `json:"lines"`  // of the first three
	Sample   string   `json:"sample"` // fit to be shown
	Series   []Bucket `json:"-"`      // counts over time in Pairs: at most 24 buckets
	Samples  []Sample `json:"-"`      // the forms in which it was met, at most 5
}

// Sample is one form in which a finding of a group was met.
type Sample struct {
	Text  string // cleaned, without tokens, at most 600 characters
	Count int
	Line  int64 // of the first one
}

// Remedy is one of the seed's four remedies against bursts, with the functions of this log that it applies to.
type Remedy struct {
	ID        string          `json:"id"`   // page-and-child, pass-as-props, skip, only-where-needed
	Text      string          `json:"text"` // what to do
	Functions []FunctionCount `json:"functions"`
	Why       string          `json:"why"` // what the log shows of these functions
}

// Note is something about the log itself that a reader of the result must know.
type Note struct {
	ID   string `json:"id"` // kebab-case
	Text string `json:"text"`
}

// Source is how much of the log has which format.
type Source struct {
	Format Format
	Rows   int64
}

// Summary is everything that a log says.
type Summary struct {
	Refresh    Refresh
	Sentence   string     // the result in one sentence
	Confidence Confidence // of the cause; "" without one
	Why        string     // why this cause, one sentence; "" without one
	Proof      []Proof
	Question   *Question // what decides when the log alone cannot; nil when nothing is open
	Against    []string  // what was ruled out, a sentence each
	Loops      []Loop
	Expected   Expectation
	Callers    []FunctionCount // who asked for the refreshes, by the caller of the action
	SignIns    int             // sign-ins that were no refresh
	Sessions   int             // auth sessions that the log names
	Remedies   []Remedy
	Uncached   *float64 // share of queries in bursts that were not answered from the cache; nil when not seen
	Groups     []Group  // most frequent first
	Deployment []string // names of the deployments that the log holds

	Bytes   int64
	Lines   int64
	Rows    int64 // records of functions, repeated ones included
	First   string
	Last    string
	Span    time.Duration
	Sources []Source
	Notes   []Note
	Whole   bool // the log was read to its end
}

// Expectation is the volume that page loads and open tabs explain (P 4.6).
type Expectation struct {
	Pairs     float64 // over the time of the log
	PageLoads int
	Tabs      int
	Life      time.Duration
	Leeway    time.Duration
	Assumed   []string // which of these were assumed: "page loads", "tabs", "token life"
	Shown     bool     // the even spacing of the refreshes shows the token's life
}
