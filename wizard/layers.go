package wizard

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/prose"
)

// reading is a page to read: more about a question, the keys, what a deployment checks.
type reading struct {
	title  string
	text   string                             // Markdown, or
	draw   func(m *Model, width int) []string // lines made for the width
	bound  []key.Binding
	scroll scroll
}

func newReading(title, text string) *reading { return &reading{title: title, text: text} }

func (s *reading) scrolling() *scroll { return &s.scroll }
func (s *reading) typing() bool       { return false }

func (s *reading) press(_ *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	return nil, s.scroll.pressReading(press)
}

func (s *reading) keys(*Model) []key.Binding {
	return append(append([]key.Binding{keyScroll}, s.bound...), keyClose)
}

func (s *reading) lines(m *Model, width int) (scrolls, stays []string) {
	scrolls = append(scrolls, m.theme.Strong.Render(s.title), "")
	if s.draw != nil {
		return append(scrolls, s.draw(m, width)...), nil
	}
	return append(scrolls, markdown.Render(s.text, width, m.theme.Markdown)...), nil
}

// newHelp lists the keys of the screen below, and what holds everywhere.
func newHelp(m *Model) screen {
	bindings := m.withTraffic(m.withList(m.top().keys(m)))
	return &reading{title: "Keys", draw: func(m *Model, width int) []string {
		var lines []string
		row := func(shown, help string) {
			lines = append(lines, "  "+pad(m.theme.Accent.Render(shown), 12)+help)
		}
		lines = append(lines, m.theme.Quiet.Render("on the page you came from"))
		for _, binding := range bindings {
			row(binding.Help().Key, binding.Help().Desc)
		}
		lines = append(lines, "", m.theme.Quiet.Render("everywhere"))
		for _, one := range [][2]string{
			{"paste", "anything you have: it is recognised, never shown, never sent"},
			{"p", "paste, or open a file by its path"},
			{"b esc", "back to the last thing said or pasted; nothing pasted is lost"},
			{"u", "reopen any earlier answer"},
			{"e", "what is known, and from where"},
			{"t", "the token, and what Convex checks"},
			{"r", "the refresh traffic of a log"},
			{"n", "a note on this step"},
			{"l", "the production checklist, once a list of variables is known"},
			{"/", "find a cause or a question by words"},
			{"c", "copy the snippet or the fix"},
			{"q", "quit; the last page is printed to the terminal"},
		} {
			row(one[0], one[1])
		}
		lines = append(lines, "")
		lines = append(lines, markdown.Wrap("The mouse is not captured: select text as in any other program. No token, key or cookie is written to disk or sent anywhere.", width)...)
		return lines
	}}
}

// quitScreen asks whether to leave, where there is something to lose.
type quitScreen struct{}

func (*quitScreen) typing() bool { return false }

func (*quitScreen) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	switch press.String() {
	case "y", "q", "enter":
		return tea.Quit, true
	}
	m.pop()
	return nil, true
}

func (*quitScreen) keys(*Model) []key.Binding {
	return []key.Binding{bind("y", "leave", "y"), bind("esc", "stay", "esc")}
}

func (*quitScreen) lines(m *Model, width int) (scrolls, stays []string) {
	scrolls = append(scrolls, m.theme.Strong.Render("Leave?"), "")
	text := "What you pasted and answered is in memory only: it is gone when you leave. The page you are on is printed to the terminal."
	return append(scrolls, markdown.Wrap(text, width)...), nil
}

// choosing is a list to choose from: earlier answers, evidence, search results.
type choosing struct {
	cursor int
	scroll scroll
	free   bool // scrolled away from the cursor: drawing does not scroll back to it
}

func (c *choosing) scrolling() *scroll { return &c.scroll }

// move handles the keys that move the cursor over n rows.
func (c *choosing) move(press tea.KeyMsg, n int, letters bool) bool {
	if n == 0 {
		return false
	}
	switch text := press.String(); {
	case text == "up" || letters && text == "k":
		c.cursor = (c.cursor + n - 1) % n
	case text == "down" || letters && text == "j":
		c.cursor = (c.cursor + 1) % n
	case text == "pgdown":
		c.cursor = min(n-1, c.cursor+10)
	case text == "pgup":
		c.cursor = max(0, c.cursor-10)
	case text == "home":
		c.cursor = 0
	case text == "end":
		c.cursor = n - 1
	default:
		return false
	}
	return true
}

// rows draws a list with its cursor; each row is a title and a quiet text behind it.
func (c *choosing) rows(m *Model, rows [][2]string, width int) []string {
	c.cursor = min(max(c.cursor, 0), max(len(rows)-1, 0))
	var lines []string
	for i, row := range rows {
		mark, title := "  ", row[0]
		if room := width - 4 - markdown.Width(row[1]); row[1] != "" && markdown.Width(row[1]) <= width/2 {
			title = fit(title, room) // what stands behind is short and stays in sight
		}
		if i == c.cursor {
			mark, title = m.theme.Accent.Bold(true).Render("▸ "), m.theme.Strong.Render(title)
			if !c.free {
				c.scroll.follow(len(lines))
			}
		}
		line := mark + title
		if row[1] != "" {
			line += "  " + m.theme.Quiet.Render(row[1])
		}
		lines = append(lines, fit(line, width))
	}
	return lines
}

// follow scrolls so far that a line is seen.
func (s *scroll) follow(line int) {
	if line < s.offset {
		s.offset = line
	}
	if s.page > 0 && line >= s.offset+s.page {
		s.offset = line - s.page + 1
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

// Sentence makes the first letter of a sentence a capital, but not that of a file's name.
func Sentence(text string) string {
	if word, _, _ := strings.Cut(text, " "); word == "" || strings.Contains(word, ".") {
		return text
	}
	return prose.Capital(text)
}
