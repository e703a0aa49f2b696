package wizard

import (
	"strings"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/findings"
)

// compare draws two values below each other, with what differs marked, each with where it was seen: the proof has a line
// for each of them.
func (m *Model) compare(c findings.Comparison, proof []findings.Line, width int) []string {
	wide := max(markdown.Width(c.ExpectedLabel), markdown.Width(c.ActualLabel))
	below := max(markdown.Width(c.Expected), markdown.Width(c.Actual))+wide+2 > width // too long to stand beside its label
	var places []string                                                               // those for which there is no room beside the value
	row := func(label, value string, marks [][2]int) []string {
		lead := m.theme.Quiet.Render(label) + strings.Repeat(" ", wide-markdown.Width(label)) + "  "
		from := placeOf(proof, value)
		lines := []string{lead + m.marked(value, marks)}
		if below {
			lines = []string{lead, "  " + m.marked(value, marks)}
		}
		if from == "" {
			return lines
		}
		taken := markdown.Width(label) + 2 // in the line of the label
		if !below {
			taken = wide + 2 + markdown.Width(value)
		}
		if room := width - taken - markdown.Width(from); room >= 2 {
			lines[0] = pad(lines[0], width-markdown.Width(from)) + m.theme.Quiet.Render(from)
			return lines
		}
		places = append(places, markdown.Wrap(label+": "+from, width)...)
		return lines
	}
	lines := append(row(c.ActualLabel, c.Actual, c.ActualMarks), row(c.ExpectedLabel, c.Expected, c.ExpectedMarks)...)
	if carets := underline(c.Expected, c.ExpectedMarks); carets != "" {
		room := wide + 2
		if below {
			room = 2
		}
		lines = append(lines, strings.Repeat(" ", room)+m.theme.Fault.Render(carets))
	}
	for _, place := range places {
		lines = append(lines, m.theme.Quiet.Render(place))
	}
	if c.Kind != "" {
		lines = append(lines, m.theme.Quiet.Render("they differ by ")+c.Kind)
	}
	return lines
}

// compared reports whether a line of proof says what the comparison shows: with its place it stands there.
func compared(c findings.Comparison, line findings.Line) bool {
	return line.Text == c.Expected || line.Text == c.Actual ||
		line.Label == c.ExpectedLabel && line.Text == `"`+c.Expected+`"` || line.Label == c.ActualLabel && line.Text == `"`+c.Actual+`"`
}

// placeOf is where a value of the proof was seen, "" where no line has it.
func placeOf(proof []findings.Line, value string) string {
	for _, line := range proof {
		if line.Text == value || line.Text == `"`+value+`"` {
			return line.From
		}
	}
	return ""
}

func (m *Model) marked(value string, marks [][2]int) string {
	runes := []rune(value)
	var out strings.Builder
	at := 0
	for _, mark := range marks {
		from, to := min(max(mark[0], at), len(runes)), min(mark[1], len(runes))
		if to <= from {
			continue
		}
		out.WriteString(string(runes[at:from]))
		out.WriteString(m.theme.Differ.Render(string(runes[from:to])))
		at = to
	}
	out.WriteString(string(runes[at:]))
	return out.String()
}

// underline puts ^ below what differs, so that it shows without colours, too.
func underline(value string, marks [][2]int) string {
	runes := []rune(value)
	line := []rune(strings.Repeat(" ", len(runes)+1))
	found := false
	for _, mark := range marks {
		for i := max(mark[0], 0); i < max(mark[1], mark[0]+1) && i < len(line); i++ {
			line[i], found = '^', true
		}
	}
	if !found {
		return ""
	}
	return strings.TrimRight(string(line), " ")
}
