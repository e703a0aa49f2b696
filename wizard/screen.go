package wizard

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// screen is one page or one layer over it. Screens hold what concerns only the looking (cursor, scrolling, half-typed
// text); what a person said or pasted is in the session.
type screen interface {
	// press handles a key. Keys that a screen does not know go to the program, except while typing reports true.
	press(m *Model, press tea.KeyMsg) (tea.Cmd, bool)
	// lines draws the screen: a part that scrolls and a part that stays below it.
	lines(m *Model, width int) (scrolls, stays []string)
	// keys lists what does something here, the most useful first.
	keys(m *Model) []key.Binding
	// typing reports whether a text field has the focus: then no letter is a shortcut.
	typing() bool
}

// scroll is how far a screen is scrolled down.
type scroll struct {
	offset int
	last   int // the highest useful offset, known after drawing
	page   int
}

// view cuts the visible part out of lines.
func (s *scroll) view(lines []string, room int) []string {
	s.page = max(room-1, 1)
	s.last = max(0, len(lines)-room)
	s.offset = min(max(s.offset, 0), s.last)
	return lines[s.offset:min(len(lines), s.offset+room)]
}

// press handles the scrolling keys.
func (s *scroll) press(press tea.KeyMsg) bool {
	switch press.String() {
	case "pgdown", "ctrl+d", " ":
		s.offset += s.page
	case "pgup", "ctrl+u":
		s.offset -= s.page
	case "home":
		s.offset = 0
	case "end":
		s.offset = s.last
	default:
		return false
	}
	s.offset = min(max(s.offset, 0), s.last)
	return true
}

// pressReading handles the keys of a page without a cursor, where the arrows scroll, too.
func (s *scroll) pressReading(press tea.KeyMsg) bool {
	switch press.String() {
	case "j", "down":
		s.lineBy(1)
	case "k", "up":
		s.lineBy(-1)
	default:
		return s.press(press)
	}
	return true
}

// lineBy scrolls by single lines.
func (s *scroll) lineBy(n int) { s.offset = min(max(s.offset+n, 0), s.last) }

// more says that a page goes on, as its last visible line.
func (m *Model) more(s *scroll) string {
	if s.last == 0 {
		return ""
	}
	switch {
	case s.offset == 0:
		return m.theme.Quiet.Render("↓ more: pgdn")
	case s.offset < s.last:
		return m.theme.Quiet.Render("↑↓ more: pgup, pgdn")
	}
	return m.theme.Quiet.Render("↑ more: pgup")
}

// body puts the scrolling and the fixed part of a screen into the room between the rules.
func (m *Model) body(s *scroll, scrolls, stays []string) []string {
	room := m.layout.body - len(stays)
	if len(scrolls) <= room {
		s.view(scrolls, room)
		return append(scrolls, stays...)
	}
	if room < 3 { // a tiny window: the fixed part scrolls, too
		all := append(append([]string{}, scrolls...), stays...)
		return s.view(all, m.layout.body)
	}
	visible := append([]string{}, s.view(scrolls, room-1)...)
	visible = append(visible, m.more(s))
	return append(visible, stays...)
}

// blank reports a line without anything to see.
func blank(line string) bool { return strings.TrimSpace(line) == "" }
