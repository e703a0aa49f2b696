package report

import (
	"strings"

	"convex-auth-doctor/assets/markdown"
)

// The layout of what `check` and the last page print: lines of at most Width columns, and texts that stand behind a column
// of labels.
const (
	Width      = 96
	LabelWidth = 11                     // the column of labels, behind two blanks
	Room       = Width - 2 - LabelWidth // what is left for the text behind a label
)

// Label pads a label to the width of its column.
func Label(text string) string { return pad(text, LabelWidth) }

// Row puts lines behind a label.
func Row(label string, lines ...string) []string {
	var out []string
	for _, line := range lines {
		out = append(out, strings.TrimRight("  "+Label(label)+line, " "))
		label = ""
	}
	return out
}

// Labelled wraps a text behind a label.
func Labelled(label, text string) []string { return Row(label, markdown.Wrap(text, Room)...) }

// Hang wraps a text behind a lead; its further lines stand below its first, not below the lead.
func Hang(lead, text string) []string {
	columns := markdown.Width(lead)
	var out []string
	for _, line := range markdown.Wrap(text, Width-columns) {
		out = append(out, strings.TrimRight(lead+line, " "))
		lead = strings.Repeat(" ", columns)
	}
	return out
}

func pad(text string, columns int) string {
	return text + strings.Repeat(" ", max(0, columns-markdown.Width(text)))
}
