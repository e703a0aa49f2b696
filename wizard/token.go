package wizard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token"
	"convex-auth-doctor/steps/verdict"
)

// tokenPage shows what jwt.io would show, and what Convex does with it: header and payload claim by claim, times in
// plain words, and the answer of the deployment.
type tokenPage struct{ reading }

func newTokenPage(m *Model) screen {
	page := &tokenPage{}
	page.title = tokenTitle(m)
	page.draw = func(m *Model, width int) []string { return m.tokenLines(width) }
	return page
}

// tokenTitle names the token, where there are several.
func tokenTitle(m *Model) string {
	tokens := 0
	for _, item := range m.session.Case().Standing() {
		if item.Piece.Kind == evidence.KindToken {
			tokens++
		}
	}
	if j := m.session.Judgement(); j != nil && tokens > 1 {
		return Sentence(j.Label)
	}
	return "The token"
}

// lines draws the claims, and below them, always in sight, what the deployment answers.
func (s *tokenPage) lines(m *Model, width int) (scrolls, stays []string) {
	scrolls, _ = s.reading.lines(m, width)
	if j := m.session.Judgement(); j != nil {
		stays = append([]string{""}, m.answerLines(j, width)...)
	}
	return scrolls, stays
}

// openToken shows the token page, or says what is missing for it.
func (m *Model) openToken() {
	if m.session.Judgement() == nil {
		m.toast = "no token was pasted that can be read"
		return
	}
	if _, open := m.top().(*tokenPage); open {
		m.push(newTracePage(m))
		return
	}
	m.push(newTokenPage(m))
}

func (s *tokenPage) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	switch {
	case is(press, keyContinue):
		m.pop()
	case is(press, keyTrace):
		m.push(newTracePage(m))
	default:
		return s.reading.press(m, press)
	}
	return nil, true
}

func (s *tokenPage) keys(m *Model) []key.Binding {
	onward := "go on"
	if m.at.Cause != "" {
		onward = "to the cause"
	}
	return []key.Binding{bind("enter", onward, "enter"), bind("t", "what Convex checked, in order", "t"), keyScroll, keyClose}
}

func (s *tokenPage) scrolling() *scroll { return &s.scroll }
func (s *tokenPage) fullWidth() bool    { return true }

// tokenLines draws header, payload and answer.
func (m *Model) tokenLines(width int) []string {
	j := m.session.Judgement()
	if j == nil {
		return []string{"No token was pasted that can be read."}
	}
	var lines []string
	part := token.Whole
	for _, row := range m.claims(j) {
		label := ""
		if row.Where != part {
			part = row.Where
			label = string(part)
		}
		lines = append(lines, m.tokenRow(label, row, j, width)...)
	}
	return append(lines, m.besideLines(width)...)
}

// sortedRows puts the claims first that Convex looks at first.
func sortedRows(rows []token.Row) []token.Row {
	first := map[string]int{"alg": 1, "kid": 2, "typ": 3, "iss": 1, "aud": 2, "sub": 3, "exp": 4, "iat": 5, "nbf": 6}
	rank := func(row token.Row) int {
		if at, ok := first[row.Name]; ok {
			return at
		}
		return 100
	}
	slices.SortStableFunc(rows, func(a, b token.Row) int {
		if a.Where != b.Where {
			return 0
		}
		return rank(a) - rank(b)
	})
	return rows
}

// tokenRow draws one member: its name, its value, a mark, and what Convex does with it. Where there is room all of it
// stands on one line.
func (m *Model) tokenRow(label string, row claim, j *findings.Judgement, width int) []string {
	const parts, names, values = 10, 12, 34
	const most = 5 // lines of a note
	mark, note := m.mark(row.standing), row.note
	if note == "" {
		note = m.use(row.Row, j)
	}
	lead := pad(m.theme.Quiet.Render(label), parts) + pad(m.theme.Accent.Render(clean.Short(row.Name, names-1)), names)
	value := markdown.Wrap(clean.Short(row.Value, 400), max(width-parts-names, 20))
	beside := width >= 86 && len(value) == 1 && markdown.Width(value[0]) < values
	room := max(width-parts-names-2, 20)
	if width >= 86 {
		room = width - parts - names - values - 2
	}
	notes := markdown.Wrap(note, room)
	if len(notes) > most {
		notes = notes[:most]
		notes[most-1] = fit(notes[most-1]+" …", room)
	}
	indent := strings.Repeat(" ", max(0, width-room-2))
	var lines []string
	for i, line := range value {
		if i == 4 {
			break
		}
		if i > 0 {
			lead = strings.Repeat(" ", parts+names)
		}
		lines = append(lines, lead+line)
	}
	for i, line := range notes {
		line = m.theme.Quiet.Render(line)
		switch {
		case i == 0 && beside:
			lines[0] = pad(lines[0], width-room-2) + mark + " " + line
		case i == 0:
			lines = append(lines, indent+mark+" "+line)
		default:
			lines = append(lines, indent+"  "+line)
		}
	}
	return lines
}

// use says what Convex does with a member, for the kind of entry that was chosen.
func (m *Model) use(row token.Row, j *findings.Judgement) string {
	i := j.Verdict.ProviderIndex
	if i < 0 && len(j.Verdict.Stored) == 1 {
		i = 0
	}
	if i >= 0 && i < len(j.Verdict.Stored) {
		if j.Verdict.Stored[i].Kind == verdict.KindCustomJWT {
			return row.CustomJWT
		}
		return row.OIDC
	}
	return row.ConvexUse
}

// selectionReasons are about a configuration: without one they say nothing.
var selectionReasons = map[verdict.Reason]bool{verdict.NoProviders: true, verdict.IssuerMismatch: true, verdict.AudienceMismatch: true}

// answerLines say what the deployment answers.
func (m *Model) answerLines(j *findings.Judgement, width int) []string {
	theme := m.theme
	outcome := j.Outcome()
	var lines []string
	say := func(label, text string, style func(...string) string) {
		for i, line := range markdown.Wrap(text, width-18) {
			before := ""
			if i == 0 {
				before = theme.Quiet.Render(label)
			}
			lines = append(lines, pad(before, 18)+style(line))
		}
	}
	plain := func(text ...string) string { return strings.Join(text, " ") }
	switch {
	case j.Presumed && (outcome.Accepted || selectionReasons[outcome.Reason]), j.IssuerOpen && outcome.Accepted:
		say("Convex answers", "not known yet: paste the page Settings > Authentication to find out", plain)
		if outcome.Accepted {
			say("by itself", "the token is in order", theme.Fine.Render)
		}
	case j.Fragment:
		say("Convex answers", "not known: only some of the claims were seen", plain)
	case outcome.Accepted && j.Verdict.Decided:
		say("Convex answers", "accepted", theme.Fine.Render)
	case outcome.Accepted:
		say("Convex answers", "accepted, if the signature is right: not seen", theme.Fine.Render)
		if len(j.Verdict.Needs) > 0 {
			say("to be sure", "paste what "+clean.Short(j.Verdict.Needs[0], 150)+" shows", plain)
		}
	default:
		if outcome.Error != nil {
			say("Convex answers", fmt.Sprintf("%d %s  “%s”", outcome.Error.HTTPStatus, outcome.Error.Code, clean.Short(outcome.Error.Dev, 2*(width-20)-30)), theme.Fault.Render)
			if outcome.Error.Prod != outcome.Error.Dev {
				say("in production", "“"+clean.Short(outcome.Error.Prod, 200)+"”", plain)
			}
		}
		why := outcome.Why
		if refused, ok := m.session.Findings().Best(ids.Rule("refused-" + string(outcome.Reason))); ok && j.IssuerOpen {
			why = refused.Sentence // the verdict names the issuer that was put in
		}
		say("because", clean.Line(why), plain)
	}
	for _, other := range m.session.Findings().All {
		if other.Rule == findings.AnotherToken {
			say("beside it", other.Sentence, theme.Doubt.Render)
		}
	}
	if j.Fresh {
		say("the time", "this copy has expired; all else was judged as if it were fresh", theme.Doubt.Render)
	}
	return append(lines, m.beforeLines(width)...)
}

// newTracePage lists what Convex checked, in its order.
func newTracePage(*Model) screen {
	return &reading{title: "What Convex checks, in its order", draw: func(m *Model, width int) []string {
		j := m.session.Judgement()
		if j == nil {
			return []string{"No token was pasted that can be read."}
		}
		var lines []string
		if assumption := j.Assumption(); assumption != "" {
			lines = append(lines, markdown.Wrap(assumption, width)...)
			lines = append(lines, "")
		}
		for _, check := range j.Verdict.Trace {
			check.State = j.CheckState(check)
			lines = append(lines, m.checkLines(check, width)...)
		}
		return lines
	}}
}

func (m *Model) checkLines(check verdict.Check, width int) []string {
	theme := m.theme
	mark := map[verdict.State]string{
		verdict.Passed: theme.Fine.Render("✓"), verdict.Failed: theme.Fault.Render("✗"),
		verdict.NotSeen: theme.Doubt.Render("?"), verdict.NotReached: theme.Quiet.Render("–"),
	}[check.State]
	state := map[verdict.State]string{verdict.NotSeen: "not seen", verdict.NotReached: "not reached"}[check.State]
	line := mark + " " + check.Title
	if state != "" {
		line += theme.Quiet.Render("  " + state)
	}
	if check.After && check.State == verdict.Failed {
		line += theme.Quiet.Render("  (Convex stopped before)")
	}
	lines := []string{fit(line, width)}
	if check.State != verdict.Failed {
		return lines
	}
	for _, pair := range [][2]string{{"wants", check.Expected}, {"found", check.Actual}} {
		if pair[1] != "" {
			lines = append(lines, fit("    "+theme.Quiet.Render(pair[0])+"  "+clean.Short(pair[1], 200), width))
		}
	}
	return lines
}
