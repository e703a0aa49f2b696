package wizard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/logs"
)

// refreshPage says whether the refresh traffic of a log is healthy: the result in one sentence, a timeline, what was
// expected, the likeliest cause with its proof, and the question that decides.
type refreshPage struct{ reading }

func newRefreshPage(*Model) screen {
	page := &refreshPage{}
	page.title = "Refresh"
	page.draw = func(m *Model, width int) []string { return m.refreshLines(width) }
	return page
}

// openRefresh shows the page, or says what is missing for it.
func (m *Model) openRefresh() {
	if m.session.LogSummary() == nil && m.session.TokenTimeline() == nil {
		m.toast = "no log was taken in: paste one, or p and the path of a file"
		return
	}
	m.push(newRefreshPage(m))
}

// hasTraffic reports whether a log shows pairs of a refresh: then the page is worth being opened.
func (m *Model) hasTraffic() bool {
	summary := m.session.LogSummary()
	return summary != nil && summary.Refresh.Pairs > 0
}

// withTraffic adds the key of the page to those of a page of the walk, once there is something to see.
func (m *Model) withTraffic(bindings []key.Binding) []key.Binding {
	if len(m.layers) > 0 || !m.hasTraffic() || len(bindings) < 2 {
		return bindings
	}
	return slices.Insert(slices.Clone(bindings), min(2, len(bindings)-1), keyRefresh)
}

func (s *refreshPage) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	if is(press, keyContinue) {
		m.pop()
		return nil, true
	}
	return s.reading.press(m, press)
}

func (s *refreshPage) keys(m *Model) []key.Binding {
	onward := "go on"
	if m.at.Cause != "" {
		onward = "to the cause"
	}
	return []key.Binding{bind("enter", onward, "enter"), keyScroll, keyEvidence, keyClose}
}

func (s *refreshPage) scrolling() *scroll { return &s.scroll }
func (s *refreshPage) fullWidth() bool    { return true }

func (s *refreshPage) lines(m *Model, width int) (scrolls, stays []string) {
	return m.refreshLines(width), nil
}

func (m *Model) refreshLines(width int) []string {
	summary := m.session.LogSummary()
	theme := m.theme
	var lines []string
	if summary == nil { // a HAR file, or several tokens
		lines = append(lines, theme.Strong.Render("The tokens of this case, as issued, sent and ended"), "")
		return append(lines, m.labelled("tokens", m.tokenTimeline(width-labelWidth), width)...)
	}
	mark := m.refreshMark(summary)
	for i, line := range markdown.Wrap(Sentence(clean.Line(summary.Sentence)), width-2) {
		if i > 0 {
			mark = "  "
		}
		lines = append(lines, mark+theme.Strong.Render(line))
	}
	add := func(label string, text []string) { lines = append(lines, m.part(label, text, width)...) }
	room := width - labelWidth
	add("timeline", m.timeline(summary, room))
	add("likeliest", m.refreshCause(summary, room))
	add("proof", proofLines(summary, room))
	add("decides", m.refreshQuestions(summary, room))
	rows := steps.RefreshRows(summary, room)
	for i, row := range rows {
		if i == len(rows)-1 {
			add("tokens", m.tokenTimeline(room))
		}
		add(row.Label, row.Lines)
	}
	return lines
}

// refreshMark is the mark before the result: the one that `check` sets before it.
func (m *Model) refreshMark(summary *logs.Summary) string {
	refresh, theme := summary.Refresh, m.theme
	switch {
	case refresh.Cause != nil && summary.Confidence == logs.Proved:
		return theme.Fault.Render("✗ ")
	case refresh.Cause != nil, refresh.State == logs.Suspicious:
		return theme.Doubt.Render("! ")
	case refresh.Undecided:
		return theme.Doubt.Render("? ")
	case refresh.State == logs.NoRefresh:
		return theme.Quiet.Render("· ")
	case summary.IsAbove(), refresh.Errors > 0:
		return theme.Doubt.Render("! ")
	}
	return theme.Fine.Render("✓ ")
}

// timeline draws refreshes over time as a small bar chart: those that failed in the colour of faults and marked below, as
// bursts are; then loops, each below its beginning.
func (m *Model) timeline(summary *logs.Summary, width int) []string {
	if summary.Refresh.Pairs == 0 {
		return nil
	}
	chart := summary.Chart(width, 2)
	var lines []string
	for _, row := range chart.Rows {
		var line strings.Builder
		for i, sign := range []rune(row) {
			column := chart.Columns[i]
			style := m.theme.Accent
			switch {
			case column.Pairs == 0:
				style = m.theme.Quiet
			case column.Failed*2 > column.Pairs:
				style = m.theme.Fault
			}
			if sign == ' ' {
				line.WriteByte(' ')
			} else {
				line.WriteString(style.Render(string(sign)))
			}
		}
		lines = append(lines, line.String())
	}
	if chart.Marks != "" {
		lines = append(lines, m.theme.Doubt.Render(chart.Marks))
	}
	for _, loop := range chart.Loops {
		lines = append(lines, m.theme.Doubt.Render(loop))
	}
	if len(chart.Columns) > 0 {
		lines = append(lines, m.theme.Quiet.Render(chart.Axis))
	}
	for _, line := range markdown.Wrap(strings.Join(chart.Legend, "; "), width) {
		lines = append(lines, m.theme.Quiet.Render(line))
	}
	return lines
}

// tokenTimeline draws the tokens of the case, as issued, sent and ended.
func (m *Model) tokenTimeline(width int) []string {
	timeline := m.session.TokenTimeline()
	if timeline == nil {
		return nil
	}
	return steps.TokenRows(timeline, width)
}

func (m *Model) refreshCause(summary *logs.Summary, width int) []string {
	if summary.Refresh.Cause == nil {
		return nil
	}
	lines := []string{m.theme.Strong.Render(string(*summary.Refresh.Cause)) + m.theme.Quiet.Render(" · "+string(summary.Confidence))}
	return append(lines, markdown.Wrap(clean.Line(summary.Why), width)...)
}

// mostProofs is how many lines of a log are shown as proof.
const mostProofs = 5

// proofLines are the lines of the log that show the cause, in columns: the number of the line, its time, and what it says.
func proofLines(summary *logs.Summary, width int) []string {
	var numbers, times, texts []string
	fraction := false
	for _, proof := range summary.Proof {
		if len(texts) == mostProofs || blank(proof.Text) {
			continue
		}
		at := strings.TrimSuffix(clean.Line(proof.Time), "Z")
		if _, clock, ok := strings.Cut(at, "T"); ok {
			at = clock
		}
		fraction = fraction || strings.Contains(at, ".")
		numbers, times, texts = append(numbers, fmt.Sprintf("line %d", proof.Line)), append(times, at), append(texts, clean.Line(proof.Text))
	}
	for i, at := range times {
		if fraction && at != "" && !strings.Contains(at, ".") {
			times[i] += ".000" // a whole second among times with thousandths
		}
	}
	numberWidth, timeWidth := widest(numbers), widest(times)
	var lines []string
	for i, text := range texts {
		before := pad(numbers[i], numberWidth) + "  "
		if timeWidth > 0 {
			before += pad(times[i], timeWidth) + "  "
		}
		for _, line := range markdown.Wrap(text, max(20, width-markdown.Width(before))) {
			lines = append(lines, before+line)
			before = strings.Repeat(" ", markdown.Width(before))
		}
	}
	return lines
}

func widest(texts []string) int {
	width := 0
	for _, text := range texts {
		width = max(width, markdown.Width(text))
	}
	return width
}

// refreshQuestions are what decides where the log alone cannot: the question of the cause that is likeliest, and of each
// that stays open.
func (m *Model) refreshQuestions(summary *logs.Summary, width int) []string {
	var lines []string
	rivals := summary.Refresh.Rivals[:min(len(summary.Refresh.Rivals), 4)]
	asked := map[string]bool{}
	for _, rival := range rivals {
		asked[rival.Question.ID] = true
	}
	if question := summary.Question; question != nil && !asked[question.ID] {
		lines = append(lines, markdown.Wrap(clean.Line(question.Text), width)...)
	}
	for _, rival := range rivals {
		lines = append(lines, m.theme.Doubt.Render("? ")+string(rival.Cause))
		if question := summary.Question; question != nil && rival.Question.ID == question.ID && !asked[question.ID] {
			continue // said above
		}
		for _, line := range markdown.Wrap(clean.Line(rival.Question.Text), width-4) {
			lines = append(lines, "    "+m.theme.Quiet.Render(line))
		}
	}
	return lines
}
