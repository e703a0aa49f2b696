// Package casefile holds a case: the evidence that was taken in, the answers that were said and the notes, in the order
// in which they came. The order is all there is: where the case stands is replayed from it, so back, reopen and share
// need nothing else.
package casefile

import "convex-auth-doctor/steps/ids"

// Kind says what an entry of the trail is.
type Kind int

// The kinds of entries.
const (
	Said      Kind = iota // a person answered a question
	Pasted                // evidence was taken in while a question was open
	Checked               // a cause was dealt with: step 1 begins anew, token and log are dropped
	Dismissed             // a cause was said to be not it
	Jumped                // the person went to a question by its name
	Opened                // the person went to the page of a cause that is suspected
)

// Entry is one thing that was said or done.
type Entry struct {
	Kind     Kind
	Round    int          // the round it was said in, from 0
	Question ids.Question // the question that was open; "" on a cause page
	Answer   ids.Answer   // of Said
	Cause    ids.Cause    // of Checked, Dismissed and Opened: the cause page that was open
	Intake   int          // of Pasted: the number of the intake, from 1; of Said about a piece: the last intake before it
	Piece    string       // of Said about a piece of evidence: the key of that piece, wherever it stands by now
}

// Trail is the entries of a case in their order, and the questions at which the person wants to stand.
type Trail struct {
	Entries []Entry
	// Held are questions that stay open although evidence could answer them, because the person went back to them.
	Held map[Place]bool
	// Behind is the intake that does not count for now, because the person went back to the cause page on which it was
	// pasted; 0 for none. It counts again as soon as the person goes on.
	Behind int
}

// Place is a question in a round: the same question can be asked again in the next round.
type Place struct {
	Round    int
	Question ids.Question
}

// Say adds an answer. A former answer to the same question in the same round is replaced and what was said after it
// stays, as far as the walk still comes by. The hold on the question ends.
func (trail *Trail) Say(place Place, answer ids.Answer) { trail.SayOf(place, answer, "", 0) }

// SayOf is Say where the answer means a piece of evidence, by its key; intake is the last one that the person knew.
func (trail *Trail) SayOf(place Place, answer ids.Answer, piece string, intake int) {
	trail.Behind = 0
	delete(trail.Held, place)
	said := Entry{Kind: Said, Round: place.Round, Question: place.Question, Answer: answer, Piece: piece, Intake: intake}
	for i, entry := range trail.Entries {
		if entry.Kind == Said && entry.Round == place.Round && entry.Question == place.Question {
			trail.Entries[i] = said
			return
		}
	}
	trail.Entries = append(trail.Entries, said)
}

// Add appends an entry of another kind.
func (trail *Trail) Add(entry Entry) {
	trail.Behind = 0
	trail.Entries = append(trail.Entries, entry)
}

// Rename changes how the answer at a place is called, where the piece that it means has another name by now.
func (trail *Trail) Rename(place Place, answer ids.Answer) {
	for i, entry := range trail.Entries {
		if entry.Kind == Said && entry.Round == place.Round && entry.Question == place.Question {
			trail.Entries[i].Answer = answer
		}
	}
}

// SaidAt returns the answer that was said at a place.
func (trail *Trail) SaidAt(place Place) (ids.Answer, bool) {
	for _, entry := range trail.Entries {
		if entry.Kind == Said && entry.Round == place.Round && entry.Question == place.Question {
			return entry.Answer, true
		}
	}
	return "", false
}

// Jump goes to a question by its name and holds there, also where it was answered before.
func (trail *Trail) Jump(place Place) {
	trail.Add(Entry{Kind: Jumped, Round: place.Round, Question: place.Question})
	trail.hold(place)
}

// Back forgets the last thing that was said, dismissed or checked, or steps behind the last paste (what was pasted
// stays known), and holds on the question at which that was. A cause page cannot be held: there the paste does not count
// until the person goes on. It reports false when there is nothing to go back to.
func (trail *Trail) Back() bool {
	trail.Behind = 0
	if len(trail.Entries) == 0 {
		return false
	}
	last := trail.Entries[len(trail.Entries)-1]
	trail.Entries = trail.Entries[:len(trail.Entries)-1]
	place := Place{last.Round, last.Question}
	switch {
	case last.Kind == Jumped: // back to where the walk stood before
		delete(trail.Held, place)
	case last.Kind == Opened: // the question is open by itself
	case last.Question != "":
		trail.hold(place)
	case last.Kind == Pasted:
		trail.Behind = last.Intake
	}
	return true
}

// Reopen forgets the answer that was said at a place and holds there. Other answers stay.
func (trail *Trail) Reopen(place Place) {
	trail.Behind = 0
	for i, entry := range trail.Entries {
		if entry.Kind == Said && entry.Round == place.Round && entry.Question == place.Question {
			trail.Entries = append(trail.Entries[:i:i], trail.Entries[i+1:]...)
			break
		}
	}
	trail.hold(place)
}

func (trail *Trail) hold(place Place) {
	if trail.Held == nil {
		trail.Held = map[Place]bool{}
	}
	trail.Held[place] = true
}

// Dismissals returns the causes that were said to be not it.
func (trail *Trail) Dismissals() []ids.Cause {
	var causes []ids.Cause
	for _, entry := range trail.Entries {
		if entry.Kind == Dismissed {
			causes = append(causes, entry.Cause)
		}
	}
	return causes
}

// Round returns how often step 1 was begun anew after a cause.
func (trail *Trail) Round() int {
	round := 0
	for _, entry := range trail.Entries {
		round = max(round, entry.Round)
		if entry.Kind == Checked {
			round = max(round, entry.Round+1)
		}
	}
	return round
}
