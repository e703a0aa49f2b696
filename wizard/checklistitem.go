package wizard

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/findings"
)

// itemPage is one row of the checklist: what was found, what should be there, the fix, and what would show what was not
// seen.
type itemPage struct {
	list   *checklistScreen
	line   steps.Line
	scroll scroll
}

func newItem(list *checklistScreen, line steps.Line) *itemPage {
	return &itemPage{list: list, line: line}
}

func (s *itemPage) typing() bool       { return false }
func (s *itemPage) fullWidth() bool    { return true }
func (s *itemPage) scrolling() *scroll { return &s.scroll }

// follow takes over what a paste changed about this row. A row that is gone has been settled: then the list is shown.
func (s *itemPage) follow(_ *Model, list *checklistScreen) bool {
	s.list = list
	if line, ok := list.list.Find(s.line.Key); ok {
		s.line = line
		return true
	}
	return false
}

// isCallback reports the row about the address that is registered with a provider.
func (s *itemPage) isCallback() bool { return s.line.Row().ID == "OAUTH-CB" }

// asksProduction reports the row about which deployment the list is from, as long as the list does not say it.
func (s *itemPage) asksProduction() bool {
	row := s.line.Row()
	return row.ID == "ENV-WHERE" && s.list.list.Prod != nil && row.Actual == ""
}

func (s *itemPage) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	row := s.line.Row()
	switch text := press.String(); {
	case is(press, keyOpen) && row.Cause != "":
		m.push(newCausePage(m, row.Cause))
	case is(press, keyCopy) && len(steps.CommandsOf(row)) > 0:
		return m.copyNext(steps.CommandsOf(row)), true
	case is(press, keyForm) && s.isCallback():
		m.push(newCallbackForm(m, row))
	case text == "left" || text == "right":
		s.beside(m, text == "right")
	case (text == "y" || text == "x") && s.asksProduction():
		m.session.Tell(func(said *findings.Said) {
			said.ProdSaid = deploy.Yes
			if text == "x" {
				said.ProdSaid = deploy.No
			}
		})
		s.list.changed(m)
		s.follow(m, s.list)
	default:
		return nil, s.scroll.pressReading(press)
	}
	return nil, true
}

// beside goes to the next row of the list, or the one before.
func (s *itemPage) beside(m *Model, forward bool) {
	var lines []entry
	at := 0
	for _, one := range s.list.entries() {
		if one.line != nil {
			if one.key == s.line.Key {
				at = len(lines)
			}
			lines = append(lines, one)
		}
	}
	if len(lines) == 0 {
		return
	}
	if at++; !forward {
		at += len(lines) - 2
	}
	next := lines[at%len(lines)]
	s.list.at = next.key
	m.pop()
	m.copying = copying{}
	m.openLine(s.list, *next.line)
}

// pasted takes an address in that is pasted where the callback is compared.
func (s *itemPage) pasted(m *Model, text string) bool {
	text = strings.Trim(text, "\r\n")
	if !s.isCallback() || strings.ContainsAny(text, "\n") || !strings.Contains(text, "://") || strings.ContainsAny(strings.TrimSpace(text), " \t") {
		return false
	}
	return m.takeCallback(s.line.Row(), text)
}

// takeCallback takes in what is registered at a provider, and stays on the page.
func (m *Model) takeCallback(row deploy.Row, text string) bool {
	provider := row.Subject
	if provider == "provider" {
		provider = ""
	}
	intake, ok := m.session.TakeCallback(provider, text, "typed")
	if ok {
		m.took(intake)
	}
	return ok
}

func (s *itemPage) keys(*Model) []key.Binding {
	var bindings []key.Binding
	row := s.line.Row()
	if row.Cause != "" {
		bindings = append(bindings, bind("enter", "to the cause", "enter"))
	}
	if s.asksProduction() {
		bindings = append(bindings, bind("y", "it is production's", "y"), bind("x", "it is not", "x"))
	}
	if s.isCallback() {
		bindings = append(bindings, keyForm)
	}
	if len(steps.CommandsOf(row)) > 0 {
		bindings = append(bindings, keyCopy)
	}
	return append(bindings, keyPaste, bind("←→", "next row", "left", "right"), bind("esc", "the list", "esc"), keyHelp)
}

func (s *itemPage) lines(m *Model, width int) (scrolls, stays []string) {
	row := s.line.Row()
	scrolls = append(scrolls, fit(m.stateMark(row.State)+" "+m.theme.Strong.Render(s.line.Label)+m.theme.Quiet.Render("  "+row.ID), width))
	if len(s.line.Rows) == 1 {
		scrolls = append(scrolls, "  "+m.theme.Quiet.Render(fit("what is checked: "+row.Title, width-2)), "")
	} else {
		scrolls = append(scrolls, "")
	}
	if !(row.State == deploy.Unseen && strings.HasPrefix(row.Sentence, "Not seen")) {
		scrolls = append(scrolls, markdown.Render(row.Sentence, width, m.theme.Markdown)...)
	}
	if s.isCallback() {
		return append(scrolls, m.callbackLines(row, width)...), nil
	}
	scrolls = append(scrolls, m.rowParts(s.line, width)...)
	if s.asksProduction() {
		scrolls = append(scrolls, "")
		scrolls = append(scrolls, m.labelled("answer", markdown.Wrap("Is it production's? y yes, x no. A paste with the command line above it says it, too.", width-labelWidth), width)...)
	}
	return scrolls, nil
}

// rowParts draws what a row knows, each part with its label.
func (m *Model) rowParts(line steps.Line, width int) []string {
	var lines []string
	row := line.Row()
	add := func(label string, text []string) { lines = append(lines, m.part(label, text, width)...) }
	room := width - labelWidth
	if compared := m.rowCompare(row, width-2); len(compared) > 0 {
		lines = append(lines, "")
		lines = append(lines, compared...)
	}
	if row.Fix != nil {
		add("do this", m.fixLines(*row.Fix, room))
	}
	if len(line.Rows) > 1 {
		var titles []string
		for _, one := range line.Rows {
			titles = append(titles, fit(m.stateMark(one.State)+" "+one.Title, room))
		}
		add("checks", titles)
	}
	if row.Needs != "" && row.State != deploy.Pass {
		needs := markdown.Render("Paste "+row.Needs+".", room, m.theme.Markdown)
		add("to see it", needs)
	}
	if row.Follows != "" {
		add("first", markdown.Wrap(row.Follows+" has to be settled: "+titleOfItem(row.Follows)+".", room))
	}
	if row.Where != "" {
		add("where", []string{m.theme.Quiet.Render(fit(row.Where, room))})
	}
	if row.Cause != "" && (row.State == deploy.Fail || row.State == deploy.Warn) {
		cause := m.session.CauseOf(row.Cause).Cause
		text := []string{m.theme.Accent.Render(string(row.Cause))}
		for _, one := range markdown.Wrap(cause.Title, room) {
			text = append(text, m.theme.Quiet.Render(one))
		}
		add("cause", text)
	}
	return lines
}

// rowCompare draws expected and actual, with what differs marked where they nearly agree: in colour, and with ^ below.
func (m *Model) rowCompare(row deploy.Row, width int) []string {
	if row.Expected == "" || row.Actual == "" {
		return nil
	}
	if row.State == deploy.Pass && row.Expected == row.Actual {
		return m.labelled("is", markdown.Wrap(row.Actual, width-labelWidth), width)
	}
	var expected, actual []deploy.Range
	if diff := row.Diff; diff != nil && !diff.Same && diff.Expected == row.Expected && diff.Actual == row.Actual {
		expected, actual = diff.ExpectedRanges, diff.ActualRanges
	}
	return append(m.comparedValue("is", row.Actual, actual, width), m.comparedValue("should be", row.Expected, expected, width)...)
}

// comparedValue draws one of two values. Without marks it wraps; with them it stays on one line, so that the marks stand
// below the right characters, and begins below its label where there is no room beside it.
func (m *Model) comparedValue(label, value string, ranges []deploy.Range, width int) []string {
	if len(ranges) == 0 {
		return m.labelled(label, markdown.Wrap(value, width-labelWidth), width)
	}
	var marks [][2]int
	seen := false
	for _, one := range ranges {
		marks = append(marks, [2]int{one.From, one.To})
		seen = seen || one.To > one.From
	}
	lines := []string{m.marked(value, marks)}
	if seen {
		lines = append(lines, m.theme.Fault.Render(underline(value, nonEmpty(marks))))
	}
	if markdown.Width(value) <= width-labelWidth {
		return m.labelled(label, lines, width)
	}
	out := m.labelled(label, []string{""}, width)
	for _, line := range lines {
		out = append(out, fit("  "+line, width))
	}
	return out
}

// nonEmpty leaves out the places where the other value has something more.
func nonEmpty(marks [][2]int) [][2]int {
	var kept [][2]int
	for _, mark := range marks {
		if mark[1] > mark[0] {
			kept = append(kept, mark)
		}
	}
	return kept
}

// fixLines are the text of a fix and its commands.
func (m *Model) fixLines(fix deploy.Fix, width int) []string {
	lines := markdown.Render(fix.Text, width, m.theme.Markdown)
	for _, command := range fix.Commands {
		lines = append(lines, m.commandLines(command, width)...)
	}
	return lines
}

// commandLines draws a command; a long one goes on in the next line, indented, and is copied as one. One with a word that
// is longer than a line, such as a key set, is broken where the line ends.
func (m *Model) commandLines(command string, width int) []string {
	var lines []string
	broken := markdown.Wrap(command, width-4)
	for _, word := range strings.Fields(command) {
		if markdown.Width(word) > width-4 {
			broken = strings.Split(ansi.Hardwrap(command, max(width-4, 8), true), "\n")
		}
	}
	for i, line := range broken {
		lead := "  "
		if i > 0 {
			lead = "    "
		}
		lines = append(lines, lead+m.theme.Accent.Render(line))
	}
	return lines
}

// titleOfItem says what an item is about.
func titleOfItem(id string) string {
	for _, row := range deploy.Checklist(deploy.Input{}) {
		if row.ID == id {
			return row.Title
		}
	}
	return id
}
