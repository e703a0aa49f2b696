package wizard

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/report"
)

// resultScreen is the page of a cause or an outcome.
type resultScreen struct {
	result report.Result
	scroll scroll
}

func newResult(m *Model) *resultScreen { return &resultScreen{result: m.session.Result()} }

func (s *resultScreen) scrolling() *scroll { return &s.scroll }
func (s *resultScreen) typing() bool       { return false }
func (s *resultScreen) fullWidth() bool    { return true }

func (s *resultScreen) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	switch {
	case is(press, keyFixed):
		return m.checkAgain(), true
	case is(press, keyNotIt) && s.result.Cause != nil:
		m.session.Dismiss()
		m.arrive()
		m.toast = "put aside: the questions go on without it"
	case is(press, keyFamily) && s.result.Cause != nil:
		s.nextFamily()
	case is(press, keyCopy):
		return m.copyNext(Snippets(s.result)), true
	default:
		return nil, s.scroll.pressReading(press)
	}
	return nil, true
}

// Snippets are what can be copied of a result: first the smallest edit, where one was found, then what the fix says.
func Snippets(result report.Result) []string {
	if result.Cause == nil {
		return nil
	}
	text := result.Cause.Section("Fix")
	if suggestion := result.Suggestion(); suggestion != nil && suggestion.Edit != "" {
		text = "```ts\n" + suggestion.Edit + "\n```\n\n" + text
	}
	return markdown.CodeBlocks(text)
}

// nextFamily shows the fix for another issuer family, as far as the page tells them apart.
func (s *resultScreen) nextFamily() {
	cause := s.result.Cause
	section, _ := cause.Page.Section("Fix")
	if len(section.For) == 0 {
		return
	}
	at := -1
	for i, one := range section.For {
		if one.Family == cause.Family {
			at = i
		}
	}
	cause.Family = section.For[(at+1)%len(section.For)].Family
	s.scroll.offset = 0
}

func (s *resultScreen) keys(m *Model) []key.Binding {
	if s.result.Cause == nil {
		return []key.Binding{bind("enter", "start over with this kept", "enter"), keyBack, keyEvidence, keyTrace, keyScroll, keyQuit, keyHelp}
	}
	bindings := []key.Binding{keyFixed}
	if len(Snippets(s.result)) > 0 {
		bindings = append(bindings, keyCopy)
	}
	bindings = append(bindings, keyBack, keyNotIt)
	if section, _ := s.result.Cause.Page.Section("Fix"); len(section.For) > 1 {
		bindings = append(bindings, keyFamily)
	}
	if m.session.Judgement() != nil {
		bindings = append(bindings, keyTrace)
	}
	return append(bindings, keyScroll, keyEvidence, keyReopen, keyNote, keyQuit, keyHelp)
}

func (s *resultScreen) lines(m *Model, width int) (scrolls, stays []string) {
	if s.result.Cause != nil {
		return m.causeLines(s.result, width), nil
	}
	page, err := assets.Outcome(s.result.Outcome)
	if err != nil {
		return nil, nil
	}
	return m.outcomeLines(page, width), nil
}

// causeLines draws a cause page: the cause, its proof, why, the fix, what was ruled out and what stays open, the check.
func (m *Model) causeLines(result report.Result, width int) []string {
	theme, cause := m.theme, result.Cause
	var lines []string
	style, mark := theme.Fault, "✗ "
	if cause.Grade < findings.Proved {
		style, mark = theme.Doubt, "! "
	}
	for i, line := range markdown.Wrap(Sentence(cause.Sentence), width-2) {
		prefix := "  "
		if i == 0 {
			prefix = style.Render(mark)
		}
		lines = append(lines, prefix+theme.Strong.Render(line))
	}
	for _, line := range markdown.Wrap(string(cause.ID)+" · "+m.gradeWords(cause), width-2) {
		lines = append(lines, "  "+theme.Quiet.Render(line))
	}
	if Sentence(cause.Sentence) != cause.Title {
		for _, line := range markdown.Wrap(cause.Title, width-2) {
			lines = append(lines, "  "+theme.Quiet.Render(line))
		}
	}
	lines = append(lines, m.conflict(width)...)
	add := func(label string, text []string) { lines = append(lines, m.part(label, text, width)...) }
	add("proof", m.proof(result, width-labelWidth))
	smallest := m.smallest(result, width-labelWidth)
	fix := markdown.Render(cause.Section("Fix"), width-labelWidth, theme.Markdown)
	if cause.Family != ids.FamilyUnknown && len(fix) > 0 {
		if section, _ := cause.Page.Section("Fix"); len(section.For) > 0 {
			way := "for " + cause.Family.Name()
			if change := result.Suggestion(); change != nil && change.Edit != "" { // the page may go the other way: the entry stays, the token changes
				way = "or, " + way
			}
			fix = append([]string{theme.Quiet.Render(way)}, fix...)
		}
	}
	add("do this", append(smallest, fix...))
	add("not it", m.ruledOut(result, width-labelWidth))
	add("still open", m.stillOpen(result, width-labelWidth))
	add("check", markdown.Render(cause.Section("Check again"), width-labelWidth, theme.Markdown))
	add("why", markdown.Render(cause.Section("Why"), width-labelWidth, theme.QuietMarkdown))
	add("it shows", markdown.Render(cause.Section("How it shows"), width-labelWidth, theme.QuietMarkdown))
	add("read", markdown.Render(cause.Section("Pages"), width-labelWidth, theme.QuietMarkdown))
	return lines
}

// gradeWords says how sure the page is, honestly.
func (m *Model) gradeWords(cause *report.Cause) string {
	switch {
	case m.at.ByAnswers:
		return "by your answers, the likeliest of what remains"
	case cause.Grade == findings.Proved:
		return "proved"
	case cause.Grade == findings.Likely:
		return "likely"
	}
	return "possible"
}

// conflict says where answers and evidence disagree.
func (m *Model) conflict(width int) []string {
	text := ""
	if taken, overruled := m.session.Overruled(); overruled {
		text = "You answered “" + plainLabel(taken.Place.Question, taken.Overruled) + "”, but " + taken.Finding.Sentence + "."
	} else if m.at.Instead != "" {
		text = "Your answers lead to " + string(m.at.Instead) + "; the evidence proves this one."
	}
	var lines []string
	for _, line := range markdown.Wrap(text, width-2) {
		if line != "" {
			lines = append(lines, m.theme.Doubt.Render("! "+line))
		}
	}
	return lines
}

func (m *Model) proof(result report.Result, width int) []string {
	cause := result.Cause
	var lines []string
	if m.at.ByAnswers && len(cause.Proof) == 0 {
		return m.saidProof(width)
	}
	if cause.Compare != nil {
		lines = append(lines, m.compare(*cause.Compare, cause.Proof, width)...)
	}
	wide := 0
	for _, line := range cause.Proof {
		wide = max(wide, markdown.Width(line.Label))
	}
	wide = min(wide, 22)
	for _, line := range cause.Proof {
		if cause.Compare != nil && compared(*cause.Compare, line) {
			continue
		}
		inner := max(width-wide-2, 12)
		texts := markdown.Wrap(line.Text, inner)
		for i, text := range texts {
			label := ""
			if i == 0 {
				label = line.Label
			}
			row := m.theme.Quiet.Render(label) + strings.Repeat(" ", max(0, wide-markdown.Width(label))) + "  " + text
			lines = append(lines, row)
		}
		if line.From != "" { // beside the text where there is room, or below it: where it stands is half of the proof
			last := texts[len(texts)-1]
			if room := inner - markdown.Width(last) - markdown.Width(line.From); room >= 2 {
				lines[len(lines)-1] += strings.Repeat(" ", room) + m.theme.Quiet.Render(line.From)
			} else {
				for _, text := range markdown.Wrap(line.From, inner) {
					lines = append(lines, strings.Repeat(" ", wide+2)+m.theme.Quiet.Render(text))
				}
			}
		}
	}
	return lines
}

// saidProof lists the answers that led here, where there is no other proof.
func (m *Model) saidProof(width int) []string {
	path := m.at.Path
	if len(path) > 6 {
		path = path[len(path)-6:]
	}
	var lines []string
	for _, taken := range path {
		mark := "· "
		for _, line := range markdown.Wrap(questionTitle(taken.Place.Question)+" "+TakenLabel(taken), width-2) {
			lines = append(lines, m.theme.Quiet.Render(mark)+line)
			mark = "  "
		}
	}
	return append(lines, m.theme.Quiet.Render("nothing pasted proves it; a token or an error text would"))
}

// smallest shows the single change with which the deployment would take this token, where one was found.
func (m *Model) smallest(result report.Result, width int) []string {
	suggestion := result.Suggestion()
	if suggestion == nil {
		return nil
	}
	var lines []string
	for _, line := range markdown.Wrap(suggestion.Sentence, width) {
		lines = append(lines, m.theme.Strong.Render(line))
	}
	for _, line := range strings.Split(suggestion.Edit, "\n") {
		if suggestion.Edit != "" {
			lines = append(lines, fit("  "+m.theme.Accent.Render(line), width))
		}
	}
	return append(lines, "")
}

func (m *Model) ruledOut(result report.Result, width int) []string {
	var lines []string
	for i, one := range result.RuledOut {
		if i == 6 {
			break
		}
		lines = append(lines, m.theme.Fine.Render("✓ ")+fit(string(one.Cause)+m.theme.Quiet.Render("  "+one.Reason), width-2))
	}
	return lines
}

func (m *Model) stillOpen(result report.Result, width int) []string {
	var lines []string
	for i, rival := range result.Rivals {
		if i == 3 {
			break
		}
		lines = append(lines, m.theme.Doubt.Render("? ")+string(rival.Cause))
		if rival.Probe != nil {
			for _, line := range markdown.Wrap(rival.Probe.Sentence, width-4) {
				lines = append(lines, "    "+m.theme.Quiet.Render(line))
			}
			if rival.Probe.Command != "" {
				lines = append(lines, "    "+m.theme.Accent.Render(fit(rival.Probe.Command, width-4)))
			}
		}
	}
	if j := result.Judgement; j != nil && !j.Verdict.Decided && len(j.Verdict.Needs) > 0 && result.Cause.Grade < findings.Proved {
		lines = append(lines, m.theme.Doubt.Render("? ")+"the signature: paste what "+fit(j.Verdict.Needs[0], width-30)+" shows")
	}
	return lines
}

func (m *Model) outcomeLines(page assets.Page, width int) []string {
	theme := m.theme
	var lines []string
	for i, line := range markdown.Wrap(page.Title, width-2) {
		mark := "  "
		if i == 0 {
			mark = theme.Fine.Render("✓ ")
		}
		lines = append(lines, mark+theme.Strong.Render(line))
	}
	for _, section := range page.Sections {
		lines = append(lines, "", theme.Quiet.Render(section.Title))
		lines = append(lines, markdown.Render(m.fill(section.Text), width, theme.Markdown)...)
	}
	return lines
}
