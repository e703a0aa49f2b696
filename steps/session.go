package steps

import (
	"bytes"
	"context"
	"io"
	"maps"
	"slices"
	"time"

	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/report"
	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/steps/token"
)

// Session is one case being worked on: it takes in what is pasted and said, and knows at any time where the case stands.
// Every front end drives the same session.
type Session struct {
	clock    func() time.Time
	given    bool // the clock is the time of the attempt
	file     *casefile.Case
	set      findings.Set
	ranking  report.Ranking
	position Position
	contest  *contest // evidence that contradicts itself; nil for none
	said     findings.Said
	folder   *project.Project
	alone    map[report.Shown]bool // what the folder shows without anything that was pasted

	evaluator *authconfig.Evaluator     // nil: whoever drives the session evaluates what ConfigJobs names
	evaluated map[int]authconfig.Result // by the number of the item
	handedOut map[int]string            // the newest job of each item

	scanner     FolderScanner // nil: whoever drives the session reads the folder as FolderJobs says
	folderAsked string        // the variables of the newest job of reading the folder
}

// NewSession returns an empty session. Clock tells the time; given says that it is the time of the attempt under
// examination, and not merely that of looking (`check --now`).
func NewSession(clock func() time.Time, given bool) *Session {
	s := &Session{clock: clock, given: given, file: casefile.New(), evaluated: map[int]authconfig.Result{}, handedOut: map[int]string{}}
	s.replay()
	return s
}

// Intake is what one paste or file gave.
type Intake struct {
	Items  []casefile.Item
	Unread []casefile.Unread
	Cut    bool          // there was more than is kept
	Log    *logs.Summary // what a log says as a whole
	// Against is the first answer that this evidence proves wrong, nil for none.
	Against *Taken
	Answer  *Taken // the answer of the open question that the text was taken for, nil when it was no answer
	Hint    string // what to paste instead, "" when there is nothing to say
}

// Take recognises everything in data and replays the walk. From names the source for people: "pasted", a file's name.
// A text that is just what the open question asks for is its answer.
func (s *Session) Take(data []byte, from string) Intake {
	if about, answer, ok := spokenAnswer(s.position.Open, data); ok {
		if about != s.position.Open {
			s.Jump(about)
		}
		taken := &Taken{Place: s.Place(), Answer: answer}
		s.Say(answer)
		return Intake{Answer: taken}
	}
	reading := Reading{Result: withProduction(evidence.Recognize(data, s.file.Secrets), data, "", s.file.Secrets)}
	if countsAsLog(reading.Result) {
		if summary, err := logs.Read(context.Background(), bytes.NewReader(data), s.LogOptions()); err == nil {
			reading.Summary = &summary
		}
	}
	intake := s.Add(reading, from)
	if word, ok := evidence.SoleWordOf(data); ok {
		intake.Hint = hints[word]
	}
	s.evaluate(context.Background())
	return intake
}

// Read recognises everything in a stream, of any size. What was read before an error is used.
func (s *Session) Read(ctx context.Context, stream io.Reader, from string) (Intake, error) {
	reading, err := ReadStream(ctx, stream, s.file.Secrets, s.LogOptions())
	intake := s.Add(reading, from)
	s.evaluate(ctx)
	return intake, err
}

// LogOptions is what the case knows for reading a log: how long its tokens live.
func (s *Session) LogOptions() logs.Options {
	options := logs.Options{}
	if j := s.set.Judgement; j != nil {
		exp, hasExp := j.Token.Read.Payload.Number("exp")
		iat, hasIat := j.Token.Read.Payload.Number("iat")
		if hasExp == token.OK && hasIat == token.OK && exp > iat {
			options.TokenLife = time.Duration(exp-iat) * time.Second
		}
	}
	return options
}

// TakePieces adds evidence that needs no recognising: what was typed into a form.
func (s *Session) TakePieces(pieces []evidence.Piece, from string) Intake {
	return s.Add(Reading{Result: evidence.Result{Pieces: pieces}}, from)
}

// Add takes in what was read from a stream and replays the walk.
func (s *Session) Add(reading Reading, from string) Intake {
	items, unread, path := len(s.file.Items), len(s.file.Unread), s.position.Path
	place := s.Place()
	round := max(s.file.Trail.Round(), place.Round) // an answer may have led to the next round, in which nothing was said yet
	number := s.file.Take(reading.Result, from, round)
	if tells(reading.Summary) {
		s.file.TakeLog(*reading.Summary, from, round)
	}
	s.file.Trail.Add(casefile.Entry{Kind: casefile.Pasted, Round: place.Round, Question: place.Question, Intake: number})
	delete(s.file.Trail.Held, place)
	s.replay()
	return Intake{Items: s.file.Items[items:], Unread: s.file.Unread[unread:], Cut: reading.Result.Cut, Log: reading.Summary, Against: s.against(path)}
}

// against returns the first answer on the way that evidence contradicts, and that it did not contradict on the way
// before.
func (s *Session) against(before []Taken) *Taken {
	for _, taken := range s.position.Path {
		known := func(old Taken) bool { return old.Place == taken.Place && old.Overruled == taken.Overruled }
		if taken.Overruled != "" && !slices.ContainsFunc(before, known) {
			return &taken
		}
	}
	return nil
}

// Say answers the open question.
func (s *Session) Say(answer ids.Answer) {
	if s.position.Open == "" {
		return
	}
	if s.position.Open == ids.AskWhichPiece {
		s.file.Trail.SayOf(s.Place(), answer, s.contest.keyOf(answer), s.file.Intakes())
	} else {
		s.file.Trail.Say(s.Place(), answer)
	}
	s.replay()
}

// Back forgets the last thing said, or steps behind the last paste. It reports false at the beginning.
func (s *Session) Back() bool {
	ok := s.file.Trail.Back()
	s.replay()
	return ok
}

// Reopen asks a question of the way here again.
func (s *Session) Reopen(place casefile.Place) {
	s.file.Trail.Reopen(place)
	s.replay()
}

// Jump goes to any question of the tree.
func (s *Session) Jump(question ids.Question) {
	s.file.Trail.Jump(casefile.Place{Round: s.position.Round, Question: question})
	s.replay()
}

// CheckAgain says that the cause was dealt with: step 1 begins anew, the configuration is kept, token and log are
// dropped.
func (s *Session) CheckAgain() {
	s.file.Trail.Add(casefile.Entry{Kind: casefile.Checked, Round: s.position.Round, Cause: s.position.Cause})
	s.replay()
}

// Dismiss says that the cause that is shown is not it.
func (s *Session) Dismiss() {
	if s.position.Cause == "" {
		return
	}
	s.file.Trail.Add(casefile.Entry{Kind: casefile.Dismissed, Round: s.position.Round, Cause: s.position.Cause})
	s.replay()
}

// SetAside takes a piece of evidence out of the reckoning, or puts it back.
func (s *Session) SetAside(number int) {
	s.file.SetAside(number)
	s.replay()
}

// Note keeps a line with the place where the case stands; labels stand in it for secrets.
func (s *Session) Note(text string) { s.file.AddNote(s.Place(), text) }

// Place is the open question with its round; the question is "" on a cause page.
func (s *Session) Place() casefile.Place {
	return casefile.Place{Round: s.position.Round, Question: s.position.Open}
}

// Position returns where the case stands.
func (s *Session) Position() Position { return s.position }

// Findings returns what is known.
func (s *Session) Findings() findings.Set { return s.set }

// Ranking returns the causes, ordered.
func (s *Session) Ranking() report.Ranking { return s.ranking }

// Judgement returns what a deployment answers for the newest token; nil without a token.
func (s *Session) Judgement() *findings.Judgement { return s.set.Judgement }

// Result puts together what the case comes to. On a page that answers alone led to, that cause or outcome is the one
// shown.
func (s *Session) Result() report.Result {
	result := report.Make(s.set, s.ranking, s.file, s.position.Cause)
	if n := len(s.position.Path); s.position.Outcome != "" && n > 0 && s.position.Path[n-1].By == BySaying {
		result.Cause, result.Outcome = nil, s.position.Outcome
	}
	return result
}

// Values is what the case knows for the placeholders of pages.
func (s *Session) Values() map[string]string { return s.set.Values }

// Case returns the case, to be read.
func (s *Session) Case() *casefile.Case { return s.file }

// Secrets returns the registry of everything secret that was taken in.
func (s *Session) Secrets() *secret.Registry { return s.file.Secrets }

// Empty reports a session in which nothing was said or pasted.
func (s *Session) Empty() bool { return s.file.Empty() }

// Now tells the time.
func (s *Session) Now() time.Time { return s.clock() }

// LastSaid returns what was said to a question, in this round or an earlier one.
func (s *Session) LastSaid(question ids.Question) (ids.Answer, bool) {
	for round := s.position.Round; round >= 0; round-- {
		if answer, ok := s.file.Trail.SaidAt(casefile.Place{Round: round, Question: question}); ok {
			return answer, true
		}
	}
	return "", false
}

// Overruled returns the last answer on the way that proved evidence contradicts.
func (s *Session) Overruled() (Taken, bool) {
	for i := len(s.position.Path) - 1; i >= 0; i-- {
		if s.position.Path[i].Overruled != "" {
			return s.position.Path[i], true
		}
	}
	return Taken{}, false
}

// Passed reports whether the way here leads through a step and out of it again by an answer: who does not know has not passed it,
// and neither has who was not asked.
func (s *Session) Passed(step ids.Step) bool {
	answered := false
	for _, taken := range s.position.Path {
		if question, ok := Lookup(taken.Place.Question); ok && question.Step == step && taken.InPlace() != Skipped {
			answered = claims(question.ID, taken.Answer)
		}
	}
	return answered && step != s.position.Step()
}

// replay computes where the case stands. It is cheap: rules are looked at in milliseconds.
func (s *Session) replay() {
	items := s.file.Standing()
	s.contest = contested(items)
	if s.contest == nil {
		s.look(items)
		return
	}
	round := s.file.Trail.Round()
	side, answer, said := s.contest.chosen(s.file.Trail, round)
	place := casefile.Place{Round: round, Question: ids.AskWhichPiece}
	if said {
		s.file.Trail.Rename(place, answer)
	}
	if !said && (s.file.Trail.Held[place] || !s.sidesAgree(items)) {
		if s.heldBeside(items) {
			return // the person went back to another question, or to one by its name
		}
		s.look(s.contest.without(items, -1))
		maps.Copy(s.set.Values, s.contest.values())
		if len(s.file.Trail.Entries) == 0 {
			return // the person went back to the first screen
		}
		if top := s.ranking.Top; top == nil || top.Grade < findings.Proved {
			s.position = Position{Open: ids.AskWhichPiece, Round: round}
		}
		return
	}
	s.look(s.contest.without(items, side))
	maps.Copy(s.set.Values, s.contest.values())
	if said && !s.position.said(place) { // who jumped to the question has it on the way
		s.position.Path = append([]Taken{{Place: place, Answer: answer}}, s.position.Path...)
	}
}

// heldBeside reports that the person stands at a question that is held beside that of which piece counts, on the way without
// the contested pieces or with those of one side.
func (s *Session) heldBeside(items []casefile.Item) bool {
	if len(s.file.Trail.Held) == 0 {
		return false
	}
	for side := -1; side < len(s.contest.sides); side++ {
		s.look(s.contest.without(items, side))
		if s.position.Open != ids.AskWhichPiece && s.position.held(s.file.Trail) {
			return true
		}
	}
	return false
}

// sidesAgree reports that it does not matter which side is the failing one: each alone leads to the same cause.
func (s *Session) sidesAgree(items []casefile.Item) bool {
	var cause ids.Cause
	for side := range s.contest.sides {
		s.look(s.contest.without(items, side))
		if s.ranking.Top == nil || side > 0 && s.ranking.Top.Cause != cause {
			return false
		}
		cause = s.ranking.Top.Cause
	}
	return true
}

// look applies the rules to evidence, ranks the causes and walks the tree.
func (s *Session) look(items []casefile.Item) {
	input := findings.Input{Items: items, Earlier: s.file.Before(), Now: s.clock(), NowGiven: s.given,
		Logs: s.file.StandingLogs(), Said: s.said, Project: s.folder, Evaluated: s.evaluated}
	s.set = findings.Run(input)
	if text := restOf(s.set.Judgement); text != "" {
		s.set.Values["rest"] = text
	}
	s.ranking = report.Rank(s.set, s.file.Trail.Dismissals()...)
	s.ranking.Alone = s.alone
	s.position = Walk(s.file.Trail, s.set, s.ranking)
}

// TypedProviders returns the entries that were typed in so far; a form adds to them.
func (s *Session) TypedProviders() []evidence.Provider {
	for i := len(s.file.Items) - 1; i >= 0; i-- {
		item := s.file.Items[i]
		if list, ok := item.Piece.Data.(evidence.Providers); ok && item.From == "typed" && !item.Aside {
			return append([]evidence.Provider{}, list.Entries...)
		}
	}
	return nil
}

// Said returns what the person told for the production checklist.
func (s *Session) Said() findings.Said { return s.said }

// Tell changes what the person told for the production checklist.
func (s *Session) Tell(change func(said *findings.Said)) {
	change(&s.said)
	s.replay()
}

// LogSummary returns what the newest log says as a whole; nil without one.
func (s *Session) LogSummary() *logs.Summary {
	standing := s.file.StandingLogs()
	if len(standing) == 0 {
		return nil
	}
	return &standing[len(standing)-1]
}

// Project returns what the project folder says; nil where none was read.
func (s *Session) Project() *project.Project { return s.folder }

// SetProject takes in what was read of a project folder.
func (s *Session) SetProject(folder project.Project) {
	s.folder = &folder
	s.alone = s.shownAlone()
	s.replay()
}
