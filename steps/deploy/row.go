package deploy

import (
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
)

// State is how one item of the checklist stands.
type State string

// The states. Three values, never two: what was not seen is neither right nor wrong.
const (
	Pass          State = "pass"
	Warn          State = "warn"
	Fail          State = "fail"
	Unseen        State = "unseen"
	NotApplicable State = "not-applicable"
)

// Fix is what to do about an item.
type Fix struct {
	Text     string   `json:"text"`
	Commands []string `json:"commands"` // or lines of code, ready to be copied; never holds a secret
}

// Row is one item of the checklist with what was found. An item that concerns several things, such as the callback URLs of
// two providers, has a row for each.
type Row struct {
	ID      string `json:"id"`      // as in production.md section 6: "KEY-MATCH"
	Title   string `json:"title"`   // the item in a few words
	Subject string `json:"subject"` // what this row is about when the item has several rows: a variable, a provider
	State   State  `json:"state"`
	// Sentence says what was found, for people. It is one sentence, or two short ones.
	Sentence string    `json:"sentence"`
	Expected string    `json:"expected"`
	Actual   string    `json:"actual"`
	Fix      *Fix      `json:"fix"`
	Cause    ids.Cause `json:"cause"` // "" where no cause belongs to it
	// Needs says which paste would show an item that was not seen.
	Needs string `json:"needs"`
	Where string `json:"where"` // where it stood: "production env list, line 3"
	// Follows is the ID of another item that has to be settled first; then this one is not judged.
	Follows string `json:"follows"`
	// Diff compares Expected and Actual where they nearly agree.
	Diff *Diff `json:"-"`
}

// Worst returns the rows' worst state: fail, warn, unseen, pass, not-applicable.
func Worst(rows []Row) State {
	order := map[State]int{NotApplicable: 0, Pass: 1, Unseen: 2, Warn: 3, Fail: 4}
	worst := NotApplicable
	for _, row := range rows {
		if order[row.State] > order[worst] {
			worst = row.State
		}
	}
	return worst
}

// Count returns how many rows are in each state.
func Count(rows []Row) map[State]int {
	counts := map[State]int{}
	for _, row := range rows {
		counts[row.State]++
	}
	return counts
}

// The constructors below keep the rules readable: a rule says what it found, the runner adds ID and title.

func pass(sentence string) Row { return Row{State: Pass, Sentence: sentence} }

func warn(sentence string) Row { return Row{State: Warn, Sentence: sentence} }

func fail(cause ids.Cause, sentence string) Row {
	return Row{State: Fail, Sentence: sentence, Cause: cause}
}

func unseen(needs string) Row {
	return Row{State: Unseen, Sentence: "Not seen.", Needs: needs}
}

func notApplicable(why string) Row { return Row{State: NotApplicable, Sentence: why} }

// after is a row that cannot be judged before another one is settled.
func after(id, why string) Row {
	return Row{State: Unseen, Sentence: why, Follows: id}
}

// cleaned makes every text of a row fit for a terminal, whatever stood in the paste. Commands are copied into a shell, where
// a control character would do most harm.
func (row Row) cleaned() Row {
	for _, text := range []*string{&row.Subject, &row.Sentence, &row.Expected, &row.Actual, &row.Needs, &row.Where} {
		*text = clean.Line(*text)
	}
	if row.Fix != nil {
		fix := Fix{Text: clean.Line(row.Fix.Text), Commands: make([]string, len(row.Fix.Commands))}
		for i, command := range row.Fix.Commands {
			fix.Commands[i] = clean.Line(command)
		}
		row.Fix = &fix
	}
	return row
}

func (row Row) about(subject string) Row { row.Subject = subject; return row }

func (row Row) at(where string) Row { row.Where = where; return row }

func (row Row) because(cause ids.Cause) Row { row.Cause = cause; return row }

func (row Row) compare(expected, actual string) Row {
	row.Expected, row.Actual = expected, actual
	return row
}

func (row Row) fix(text string, commands ...string) Row {
	row.Fix = &Fix{Text: text, Commands: commands}
	if commands == nil {
		row.Fix.Commands = []string{}
	}
	return row
}
