package verdict

// State is what came out of one check.
type State string

// The states of a check.
const (
	Passed     State = "passed"
	Failed     State = "failed"
	NotSeen    State = "not-seen"    // its input is a document that was not supplied
	NotReached State = "not-reached" // an earlier fault leaves nothing to check
)

// Check is one check of the backend on this token.
type Check struct {
	ID       string // kebab-case, one of a fixed list
	Title    string // a few words for people
	State    State
	Expected string // what the backend wants; "" where there is nothing to compare. From outside: clean it to show it
	Actual   string // what it found
	Fact     string // "B 1.31"
	Reason   Reason // for Failed: the reason that this failure alone would give
	Why      string // for Failed: one plain sentence with the values. Clean it to show it
	URL      string // the document that was looked at or is wanted, or ""
	After    bool   // the backend itself stopped before this check: it is looked at so that all faults show at once
}
