package wizard

import (
	"fmt"
	"io"
	"strings"

	"github.com/muesli/termenv"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/ids"
)

// Terminal is what a page is printed to.
type Terminal struct {
	Width   int // columns; 0 is 80
	Dark    bool
	Colours termenv.Profile
}

func (terminal Terminal) width() int {
	if terminal.Width <= 0 {
		return minWidth
	}
	return min(max(terminal.Width, 40), textWidth+4) - 2
}

// PrintPage writes a page of a cause or an outcome, with readable placeholders for what a case would know.
func PrintPage(out io.Writer, page assets.Page, terminal Terminal) error {
	theme := NewTheme(newRenderer(terminal.Colours), terminal.Dark)
	width := terminal.width()
	var lines []string
	for _, line := range markdown.Wrap(page.Title, width) {
		lines = append(lines, theme.Strong.Render(line))
	}
	lines = append(lines, theme.Quiet.Render(page.ID))
	for _, section := range page.Sections {
		lines = append(lines, "", theme.Accent.Render(section.Title))
		lines = append(lines, markdown.RenderWhole(assets.Fill(section.TextFor(ids.FamilyUnknown), nil), width, theme.Markdown)...)
	}
	_, err := io.WriteString(out, strings.Join(lines, "\n")+"\n")
	return err
}

// PrintCauses writes the list of causes by section.
func PrintCauses(out io.Writer, terminal Terminal) error {
	theme := NewTheme(newRenderer(terminal.Colours), terminal.Dark)
	width := terminal.width()
	var section ids.Section
	var lines []string
	for _, cause := range ids.Causes() {
		if next := ids.SectionOf(cause); next != section {
			if section != 0 {
				lines = append(lines, "")
			}
			section = next
			lines = append(lines, theme.Strong.Render(section.String()))
		}
		page, err := assets.Cause(cause)
		if err != nil {
			return err
		}
		lines = append(lines, "  "+theme.Accent.Render(string(cause)))
		for _, line := range markdown.Wrap(page.Title, width-4) {
			lines = append(lines, "    "+line)
		}
	}
	lines = append(lines, "", theme.Quiet.Render("convex-auth-doctor explain CAUSE prints the page."))
	_, err := io.WriteString(out, strings.Join(lines, "\n")+"\n")
	return err
}

// LastPage returns what is printed to the normal screen after leaving: the page of the cause, and what could not be
// copied. It is "" where nothing was said or pasted.
func (m *Model) LastPage() string {
	var lines []string
	m.layers = nil
	if s, ok := m.base.(*resultScreen); ok {
		body, _ := s.lines(m, min(m.layout.width-2, textWidth))
		lines = append(lines, body...)
	} else if !m.session.Empty() {
		lines = append(lines, m.theme.Quiet.Render("You left at: ")+questionTitle(m.at.Open))
		for _, row := range m.knownRows() {
			lines = append(lines, fmt.Sprintf("  %-11s%s", row[0], row[1]))
		}
	}
	for _, text := range m.printed {
		lines = append(lines, "", m.theme.Quiet.Render("to copy:"), text)
	}
	if len(lines) == 0 {
		return ""
	}
	page, err := m.session.Secrets().Guard([]byte(strings.Join(lines, "\n") + "\n"))
	if err != nil {
		return ""
	}
	return string(page)
}
