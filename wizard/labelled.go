package wizard

// labelWidth is the column, in cells, in which labelled text begins.
const labelWidth = 12

// labelled puts a quiet label before a block of lines.
func (m *Model) labelled(label string, text []string, width int) []string {
	lines := make([]string, 0, len(text))
	for i, line := range text {
		before := ""
		if i == 0 {
			before = m.theme.Quiet.Render(label)
		}
		lines = append(lines, pad(" "+before, labelWidth)+fit(line, width-labelWidth))
	}
	return lines
}

// part is a labelled part of a page with an empty line before it; a part without text is not there at all.
func (m *Model) part(label string, text []string, width int) []string {
	if len(text) == 0 {
		return nil
	}
	return append([]string{""}, m.labelled(label, text, width)...)
}
