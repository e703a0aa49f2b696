package wizard

import (
	"strings"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/findings"
)

// sides shows the two values that the open question compares, one below the other, with what is not known of them and how to get it.
func (m *Model) sides(width int) []string {
	sides := m.session.Sides()
	if sides == nil {
		return nil
	}
	if sides.Compare != nil {
		return append(m.compare(*sides.Compare, sides.Proof, width), "")
	}
	wide := 0
	for _, line := range sides.Proof {
		wide = max(wide, markdown.Width(line.Label))
	}
	var lines []string
	for _, line := range sides.Proof {
		lines = append(lines, m.side(line, wide, width)...)
	}
	for _, missing := range sides.Missing {
		mark := m.theme.Doubt.Render("? ")
		for _, line := range markdown.Wrap(missing, width-2) {
			lines = append(lines, mark+line)
			mark = "  "
		}
	}
	return append(lines, "")
}

// side is one value that is known: where there is no room, it stands below its label.
func (m *Model) side(line findings.Line, wide, width int) []string {
	label := m.theme.Quiet.Render(line.Label) + strings.Repeat(" ", wide-markdown.Width(line.Label)) + "  "
	from := ""
	if line.From != "" {
		from = "  " + m.theme.Quiet.Render(line.From)
	}
	switch text := markdown.Width(line.Text); {
	case wide+2+text+markdown.Width(line.From)+2 <= width:
		return []string{label + line.Text + from}
	case wide+2+text <= width && from == "":
		return []string{label + line.Text}
	}
	lines := []string{fit(m.theme.Quiet.Render(line.Label)+from, width)}
	for _, part := range markdown.Wrap(line.Text, width-2) {
		lines = append(lines, "  "+part)
	}
	return lines
}
