package casefile

import (
	"errors"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/secret"
)

// Item is one piece of evidence with its place in the case.
type Item struct {
	Number int // from 1, in the order of taking in
	Piece  evidence.Piece
	From   string // "pasted", "typed", "stdin", the name of a file
	Intake int    // which intake it came with, from 1
	Round  int    // the round in which it was taken in
	Aside  bool   // the person set it aside: it counts no more
}

// Unread is a part of an intake in which nothing was recognised. It is kept as a note.
type Unread struct {
	Intake   int
	From     string
	Fragment evidence.Fragment
}

// LogRead is what one log says as a whole.
type LogRead struct {
	From    string
	Intake  int
	Round   int
	Summary logs.Summary
}

// Note is a line that the person wrote down.
type Note struct {
	Place Place
	Text  string
}

// Case is everything known about one failing app.
type Case struct {
	Secrets *secret.Registry
	Items   []Item
	Unread  []Unread
	Logs    []LogRead
	Trail   Trail
	Notes   []Note
	intakes int
}

// New returns an empty case.
func New() *Case { return &Case{Secrets: &secret.Registry{}} }

// Take adds what was recognised in one intake, in the given round, and returns the number of the intake.
func (c *Case) Take(result evidence.Result, from string, round int) int {
	c.intakes++
	for _, piece := range result.Pieces {
		if env, ok := piece.Data.(deploy.Env); ok && deploy.IsLocalFile(from) { // by its name, where no line of it tells
			env.Local = true
			piece.Data = env
		}
		c.Items = append(c.Items, Item{Number: len(c.Items) + 1, Piece: piece, From: clean.Line(from), Intake: c.intakes, Round: round})
	}
	for _, fragment := range result.Unknown {
		c.Unread = append(c.Unread, Unread{c.intakes, clean.Line(from), fragment})
	}
	for i, note := range c.Notes { // a value that was noted before it was known as a secret
		c.Notes[i].Text = c.guarded(note.Text)
	}
	return c.intakes
}

// Intakes returns how often something was taken in: the number of the newest intake.
func (c *Case) Intakes() int { return c.intakes }

// TakeLog adds what the log of the newest intake says as a whole.
func (c *Case) TakeLog(summary logs.Summary, from string, round int) {
	c.Logs = append(c.Logs, LogRead{clean.Line(from), c.intakes, round, summary})
}

// StandingLogs returns the logs that count now: those taken in since step 1 was begun anew.
func (c *Case) StandingLogs() []logs.Summary {
	round := c.Trail.Round()
	var standing []logs.Summary
	for _, log := range c.Logs {
		if log.Round >= round && log.Intake != c.Trail.Behind {
			standing = append(standing, log.Summary)
		}
	}
	return standing
}

// SetAside takes an item out of the reckoning, or puts it back, and with it the ones that say the same.
func (c *Case) SetAside(number int) {
	if number < 1 || number > len(c.Items) {
		return
	}
	aside := !c.Items[number-1].Aside
	c.Items[number-1].Aside = aside
	for twin, of := range Twins(c.Items) {
		if of == number {
			c.Items[twin-1].Aside = aside
		}
	}
}

// AddNote keeps a line with the place where the walk stood. Secrets in it are taken in, and their labels stand in the note.
func (c *Case) AddNote(place Place, text string) {
	evidence.Recognize([]byte(text), c.Secrets)
	c.Notes = append(c.Notes, Note{place, c.guarded(clean.Line(text))})
}

// guarded returns a note with labels for its secrets. Where a secret cannot be replaced, as one that is broken in two, only
// that it was there is kept.
func (c *Case) guarded(note string) string {
	text, err := c.Secrets.Guard([]byte(note))
	var leak *secret.LeakError
	if errors.As(err, &leak) {
		return "a note that is not kept: " + leak.Label + " stood in it, broken into pieces"
	}
	return string(text)
}

// Standing returns the items that count now: not set aside, not pasted on a cause page that the person went back to, and of what belongs to one attempt (token, log, error, the
// traffic) only those taken in since step 1 was begun anew. The configuration stays.
func (c *Case) Standing() []Item {
	round := c.Trail.Round()
	var standing []Item
	for _, item := range c.Items {
		if item.Aside || item.Intake == c.Trail.Behind || item.Round < round && ofAttempt(item.Piece.Kind) {
			continue
		}
		standing = append(standing, item)
	}
	return standing
}

// Before returns the tokens of earlier rounds, the latest last: a token after a fix is compared with them.
func (c *Case) Before() []Item {
	round := c.Trail.Round()
	var before []Item
	for _, item := range c.Items {
		if item.Piece.Kind == evidence.KindToken && item.Round < round && !item.Aside {
			before = append(before, item)
		}
	}
	return before
}

// ofAttempt reports the kinds of evidence that show what one attempt gave: a fix makes them old.
func ofAttempt(kind evidence.Kind) bool {
	switch kind {
	case evidence.KindToken, evidence.KindMessage, evidence.KindIdentity, evidence.KindLog, evidence.KindFrame,
		evidence.KindSocket, evidence.KindRequest, evidence.KindStorage:
		return true
	}
	return false
}

// Empty reports a case without evidence, answers and notes.
func (c *Case) Empty() bool {
	return len(c.Items) == 0 && len(c.Unread) == 0 && len(c.Trail.Entries) == 0 && len(c.Notes) == 0
}
