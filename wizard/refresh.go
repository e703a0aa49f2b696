package wizard

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets/markdown"
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
	if m.session.LogSummary() == nil {
		m.toast = "no log was taken in: paste one, or p and the path of a file"
		return
	}
	m.push(newRefreshPage(m))
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
	if summary == nil {
		return nil
	}
	theme := m.theme
	var lines []string
	mark := map[logs.State]string{logs.Suspicious: theme.Fault.Render("✗ "), logs.ManyClients: theme.Fine.Render("✓ "),
		logs.AsExpected: theme.Fine.Render("✓ "), logs.NoRefresh: theme.Quiet.Render("· ")}[summary.Refresh.State]
	for i, line := range markdown.Wrap(titleCase(clean.Line(summary.Sentence)), width-2) {
		if i > 0 {
			mark = "  "
		}
		lines = append(lines, mark+theme.Strong.Render(line))
	}
	add := func(label string, text []string) {
		if len(text) > 0 {
			lines = append(lines, "")
			lines = append(lines, m.labelled(label, text, width)...)
		}
	}
	room := width - labelWidth
	add("timeline", m.timeline(summary.Refresh.Timeline, room))
	add("expected", expectedLines(*summary, room))
	add("likeliest", m.refreshCause(*summary, room))
	add("proof", proofLines(*summary, room))
	add("ruled out", wrappedAll(summary.Against, room))
	add("decides", m.refreshQuestions(*summary, room))
	add("bursts", m.burstLines(*summary, room))
	add("remedies", m.remedyLines(*summary, room))
	add("also", m.groupLines(*summary, room))
	add("the log", logLines(*summary, room))
	return lines
}

var bars = []rune("▁▂▃▄▅▆▇█")

// timeline draws pairs per bucket as a small bar chart: failed ones in the colour of faults, gaps as blanks, bursts
// marked below.
func (m *Model) timeline(buckets []logs.Bucket, width int) []string {
	if len(buckets) == 0 {
		return nil
	}
	most, step := 1, max(1, (len(buckets)+width-1)/max(width, 1))
	var shown []logs.Bucket
	for i := 0; i < len(buckets); i += step { // a narrow window joins neighbours
		one := buckets[i]
		for _, next := range buckets[i+1 : min(i+step, len(buckets))] {
			one.Pairs, one.Failed, one.Queries = one.Pairs+next.Pairs, one.Failed+next.Failed, one.Queries+next.Queries
			one.Burst, one.Gap = one.Burst || next.Burst, one.Gap && next.Gap
		}
		shown = append(shown, one)
		most = max(most, one.Pairs)
	}
	var chart, below strings.Builder
	marked := false
	for _, bucket := range shown {
		switch {
		case bucket.Gap:
			chart.WriteByte(' ')
		case bucket.Pairs == 0:
			chart.WriteString(m.theme.Quiet.Render("▁"))
		default:
			bar := string(bars[min(len(bars)-1, 1+(bucket.Pairs-1)*(len(bars)-1)/most)])
			if bucket.Failed*2 > bucket.Pairs {
				chart.WriteString(m.theme.Fault.Render(bar))
			} else {
				chart.WriteString(m.theme.Accent.Render(bar))
			}
		}
		if bucket.Burst {
			below.WriteByte('^')
			marked = true
		} else {
			below.WriteByte(' ')
		}
	}
	each := time.Duration(buckets[0].Seconds*int64(step)) * time.Second
	lines := []string{chart.String()}
	if marked {
		lines = append(lines, m.theme.Doubt.Render(strings.TrimRight(below.String(), " ")))
	}
	legend := fmt.Sprintf("pairs per %s, at most %d   %s to %s", round(each), most, shortTime(buckets[0].Start), shortTime(buckets[len(buckets)-1].Start))
	if marked {
		legend += "   ^ burst of queries"
	}
	return append(lines, m.theme.Quiet.Render(fit(legend, width)))
}

// shortTime drops what a legend does not need of a time.
func shortTime(text string) string {
	return strings.TrimSuffix(strings.Replace(clean.Line(text), "T", " ", 1), "Z")
}

func expectedLines(summary logs.Summary, width int) []string {
	expected := summary.Expected
	if summary.Refresh.State == logs.NoRefresh {
		return nil
	}
	text := "1 pair per page load"
	if expected.Life > 0 {
		text += fmt.Sprintf(", then one every %s per tab (token life %s)", round(expected.Life-expected.Leeway), round(expected.Life))
	}
	text += fmt.Sprintf(": %.0f over this log, seen %d", expected.Pairs, summary.Refresh.Pairs)
	if len(expected.Assumed) > 0 {
		text += "; assumed: " + strings.Join(expected.Assumed, ", ")
	}
	return markdown.Wrap(text, width)
}

// round says a duration as people do: "59 min 50 s", "1 h".
func round(d time.Duration) string {
	d = d.Round(time.Second)
	var parts []string
	for _, unit := range []struct {
		size time.Duration
		name string
	}{{time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}} {
		if n := d / unit.size; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, unit.name))
			d -= n * unit.size
		}
	}
	if len(parts) == 0 {
		return "0 s"
	}
	return strings.Join(parts, " ")
}

func (m *Model) refreshCause(summary logs.Summary, width int) []string {
	if summary.Refresh.Cause == nil {
		return nil
	}
	lines := []string{m.theme.Strong.Render(string(*summary.Refresh.Cause)) + m.theme.Quiet.Render(" · "+string(summary.Confidence))}
	return append(lines, markdown.Wrap(clean.Line(summary.Why), width)...)
}

func proofLines(summary logs.Summary, width int) []string {
	var lines []string
	for _, proof := range summary.Proof {
		if len(lines) == 5 || blank(proof.Text) {
			continue
		}
		lines = append(lines, fit(fmt.Sprintf("line %-6d %s", proof.Line, clean.Line(proof.Text)), width))
	}
	return lines
}

func wrappedAll(texts []string, width int) []string {
	var lines []string
	for _, text := range texts {
		lines = append(lines, markdown.Wrap(clean.Line(text), width)...)
	}
	return lines
}

func (m *Model) refreshQuestions(summary logs.Summary, width int) []string {
	var lines []string
	if summary.Question != nil {
		lines = append(lines, markdown.Wrap(clean.Line(summary.Question.Text), width)...)
	}
	for i, rival := range summary.Refresh.Rivals {
		if i == 3 {
			break
		}
		lines = append(lines, m.theme.Doubt.Render("? ")+string(rival.Cause))
		for _, line := range markdown.Wrap(clean.Line(rival.Question.Text), width-4) {
			lines = append(lines, "    "+m.theme.Quiet.Render(line))
		}
	}
	return lines
}

func (m *Model) burstLines(summary logs.Summary, width int) []string {
	var lines []string
	for i, burst := range summary.Refresh.Bursts {
		if i == 3 {
			break
		}
		text := fmt.Sprintf("%s behind %s", plural(burst.Queries, "query run"), plural(burst.Pairs, "refresh"))
		text = strings.ReplaceAll(text, "refreshs", "refreshes")
		if burst.Cached != nil {
			text += fmt.Sprintf(", %d from the cache", *burst.Cached)
		}
		text += ": "
		for j, function := range burst.Functions {
			if j == 4 {
				text += " …"
				break
			}
			text += fmt.Sprintf("%s ×%d ", clean.Short(function.Function, 40), function.Count)
		}
		lines = append(lines, markdown.Wrap(text, width)...)
	}
	return lines
}

func (m *Model) remedyLines(summary logs.Summary, width int) []string {
	var lines []string
	for _, remedy := range summary.Remedies {
		var functions []string
		for i, function := range remedy.Functions {
			if i == 5 {
				functions = append(functions, "…")
				break
			}
			functions = append(functions, clean.Short(function.Function, 40))
		}
		for i, line := range markdown.Wrap(clean.Line(remedy.Text), width-2) {
			mark := "  "
			if i == 0 {
				mark = m.theme.Quiet.Render("• ")
			}
			lines = append(lines, mark+line)
		}
		if len(functions) > 0 {
			lines = append(lines, "  "+m.theme.Accent.Render(fit(strings.Join(functions, ", "), width-2)))
		}
	}
	return lines
}

// groupLines is the short list of everything else that a big log holds.
func (m *Model) groupLines(summary logs.Summary, width int) []string {
	var lines []string
	for i, group := range summary.Groups {
		if i == 8 {
			lines = append(lines, m.theme.Quiet.Render(fmt.Sprintf("and %d more", len(summary.Groups)-i)))
			break
		}
		text := fmt.Sprintf("%5d×  %s", group.Count, clean.Short(group.Sample, 200))
		if group.Function != "" {
			text = fmt.Sprintf("%5d×  %s  %s", group.Count, clean.Short(group.Function, 30), clean.Short(group.Sample, 200))
		}
		lines = append(lines, fit(text, width))
	}
	return lines
}

func logLines(summary logs.Summary, width int) []string {
	text := fmt.Sprintf("%d rows in %d lines", summary.Rows, summary.Lines)
	if summary.First != "" {
		text += fmt.Sprintf(", %s to %s", shortTime(summary.First), shortTime(summary.Last))
	}
	for i, source := range summary.Sources {
		if i == 0 {
			text += ": "
		} else {
			text += ", "
		}
		text += string(source.Format)
	}
	lines := markdown.Wrap(text, width)
	for _, note := range summary.Notes {
		lines = append(lines, markdown.Wrap(clean.Line(note.Text), width)...)
	}
	return lines
}
