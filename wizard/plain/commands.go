package plain

import (
	"fmt"
	"strings"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/token"
	"convex-auth-doctor/steps/verdict"
	"convex-auth-doctor/wizard"
)

// command is what a letter does. Words says that text may follow it.
type command struct {
	help  string
	words bool
	run   func(w *walk, rest string)
}

// order is the order in which help lists the commands.
var order = []string{"b", "u", "m", "f", "e", "t", "r", "l", "o", "n", "/", "c", "?", "q"}

var commands map[string]command

func init() { // a table whose functions look at the table itself cannot be a plain initialiser
	commands = map[string]command{
		"b": {"back to the last thing said or pasted", false, (*walk).back},
		"u": {"list the answers on the way here; u and a number asks one of them again", true, (*walk).reopen},
		"m": {"more about this question", false, (*walk).more},
		"f": {"type in, value by value, what is read aloud: a provider, or the claims of a token", false, (*walk).form},
		"e": {"what is known; e and a number sets that piece aside", true, (*walk).evidence},
		"t": {"the token, and what Convex checks", false, (*walk).token},
		"r": {"the refresh traffic of the newest log", false, (*walk).refresh},
		"l": {"the production checklist; l and a number opens a row; l ? lists what else there is", true, (*walk).list},
		"o": {"open the cause that the code of the project makes one suspect", false, (*walk).suspicion},
		"n": {"n and a text keeps a note", true, (*walk).note},
		"/": {"/ and words finds causes and questions; / and a number opens one of those found", true, (*walk).find},
		"c": {"print the snippet or the fix alone, to copy", false, (*walk).copy},
		"?": {"this list", false, (*walk).help},
		"q": {"quit", false, func(w *walk, _ string) { w.left = true }},
	}
	for word, letter := range map[string]string{"back": "b", "help": "?", "quit": "q", "exit": "q", "more": "m", "find": "/", "note": "n"} {
		commands[word] = commands[letter]
	}
}

func (w *walk) help(string) {
	for _, letter := range order {
		w.wrapped("  "+letter+"  ", commands[letter].help)
	}
	w.say("  Anything else is taken as pasted: a token, an error, a log, the path of a file.", "")
}

func (w *walk) back(string) {
	if !w.session.Back() {
		w.say("This is the beginning.")
	}
	w.shown = ""
}

func (w *walk) suspicion(string) {
	if !w.session.OpenSuspicion() {
		w.say("There is no cause here that the code of the project makes one suspect.")
		return
	}
	w.shown = ""
}

func (w *walk) reopen(rest string) {
	path := w.session.Position().Path
	n := number(rest)
	if n >= 1 && n <= len(path) {
		w.session.Reopen(path[n-1].Place)
		w.shown = ""
		return
	}
	if len(path) == 0 {
		w.say("Nothing was answered yet.")
		return
	}
	for i, taken := range path {
		page, err := assets.Question(taken.Place.Question)
		if err != nil {
			continue
		}
		by := "you said"
		if taken.By == steps.ByEvidence {
			by = "by evidence: " + taken.Finding.Sentence
		}
		w.wrapped(fmt.Sprintf("  %d  ", i+1), fmt.Sprintf("%s %s, %s", page.Title, takenLabel(page, taken), by))
	}
	w.say("u and a number asks it again.")
}

func (w *walk) more(string) {
	page, err := assets.Question(w.session.Position().Open)
	if err != nil {
		w.say("There is no more on this page.")
		return
	}
	w.wrapped("  ", bare(section(page, "Why")))
	if text := section(page, "More"); text != "" {
		w.markdown("  ", text)
	}
	w.say("")
}

func (w *walk) evidence(rest string) {
	if n := number(rest); n > 0 {
		if n > len(w.session.Case().Items) {
			w.say(fmt.Sprintf("There is no piece %d; e lists them.", n))
			return
		}
		w.session.SetAside(n)
		w.shown = ""
		return
	}
	c := w.session.Case()
	if len(c.Items) == 0 {
		w.say("Nothing was pasted yet.")
	}
	twins := casefile.Twins(c.Items)
	for _, item := range c.Items {
		if _, twice := twins[item.Number]; twice {
			continue
		}
		text := item.Piece.Summary + ", " + item.From
		if where := item.Piece.Where.String(); where != "" {
			text += ", " + where
		}
		if item.Aside {
			text += ", set aside"
		}
		w.wrapped(fmt.Sprintf("  %d  ", item.Number), text)
	}
	for _, text := range wizard.NotRecognised(c) {
		w.wrapped("  ", text)
	}
	for _, note := range c.Notes {
		w.wrapped("  note: ", note.Text)
	}
	ranking := w.session.Ranking()
	for _, one := range ranking.RuledOut {
		w.wrapped("  ruled out: ", string(one.Cause)+", "+one.Reason)
	}
	for _, rival := range ranking.Rivals {
		w.wrapped("  possible: ", string(rival.Cause))
	}
}

func (w *walk) note(rest string) {
	if rest == "" {
		w.say("Write n and the note on one line.")
		return
	}
	w.session.Note(rest)
	w.say("Noted.")
}

// mostFound is how many pages a search lists.
const mostFound = 12

// find looks for pages by words, as the search of the full screen does; a number opens one of those that were found last.
func (w *walk) find(rest string) {
	if n := number(rest); n >= 1 && n <= len(w.found) {
		w.open(w.found[n-1])
		return
	}
	if strings.TrimSpace(rest) == "" {
		w.say("Write / and one or more words.")
		return
	}
	found := wizard.Find(rest)
	if len(found) == 0 {
		w.say("No page holds all of these words. Fewer words find more.")
		return
	}
	w.found = found[:min(len(found), mostFound)]
	for i, page := range w.found {
		w.wrapped(fmt.Sprintf("  %d  ", i+1), page.Title+" ("+page.Name()+")")
	}
	if more := len(found) - len(w.found); more > 0 {
		w.say(fmt.Sprintf("  and %d more; more words find fewer.", more))
	}
	w.say("/ and a number opens one of them.")
}

// open goes to a question, or shows the page of a cause without saying that it is the one.
func (w *walk) open(found wizard.Page) {
	if found.Question != "" {
		w.session.Jump(found.Question)
		w.shown = ""
		return
	}
	page, err := assets.Cause(found.Cause)
	if err != nil {
		w.say(err.Error())
		return
	}
	w.say(page.Title+".", "Its name: "+string(found.Cause))
	for _, section := range page.Sections {
		w.say("", section.Title+":")
		w.markdown("  ", section.TextFor(w.session.Findings().Family))
	}
	w.say("")
}

func (w *walk) copy(string) {
	blocks := wizard.Snippets(w.session.Result())
	if position := w.session.Position(); position.Open != "" {
		blocks = nil
		if page, err := assets.Question(position.Open); err == nil {
			blocks = markdown.CodeBlocks(assets.Fill(w.look(page), w.session.Values()))
		}
	}
	if len(blocks) == 0 {
		w.say("There is nothing to copy on this page.")
	}
	for _, block := range blocks {
		w.say(block, "")
	}
}

// token shows the claims and what Convex does with them.
func (w *walk) token(string) {
	j := w.session.Judgement()
	if j == nil {
		w.say("No token was pasted that can be read.")
		return
	}
	for _, row := range token.Explain(j.Token.Read, w.session.Now()) {
		w.wrapped("  ", fmt.Sprintf("%s %s: %s. %s", row.Where, row.Name, row.Value, row.ConvexUse))
	}
	if assumption := j.Assumption(); assumption != "" {
		w.wrapped("  ", assumption)
	}
	for _, other := range w.session.Findings().All {
		if other.Rule == findings.AnotherToken {
			w.wrapped("  ", other.Sentence+".")
		}
	}
	w.say("What Convex checks:")
	words := map[verdict.State]string{verdict.Passed: "passed", verdict.Failed: "failed", verdict.NotSeen: "not seen", verdict.NotReached: "not reached"}
	for _, check := range j.Verdict.Trace {
		text := words[j.CheckState(check)] + ": " + check.Title
		if check.State == verdict.Failed {
			text += "; wants " + clean.Short(check.Expected, 200) + ", found " + clean.Short(check.Actual, 200)
		}
		w.wrapped("  ", text)
	}
	w.say("")
}

func number(text string) int {
	n := 0
	for _, c := range text {
		if c < '0' || c > '9' || n > 10000 {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}
