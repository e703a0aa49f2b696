package wizard

import (
	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
)

// note is a line that the person writes down at this point of the walk; the evidence page shows it.
type note struct{ input textinput.Model }

func newNote(m *Model) screen { return &note{newInput(m, "what you want to remember")} }

func (s *note) typing() bool { return true }

func (s *note) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	switch press.Type {
	case tea.KeyEsc:
		m.pop()
	case tea.KeyEnter:
		m.pop()
		if s.input.Value() != "" {
			m.session.Note(Labelled(m.session.Secrets(), s.input.Value()))
			m.toast = "noted; e shows it"
		}
	default:
		var command tea.Cmd
		s.input, command = s.input.Update(press)
		return command, true
	}
	return nil, true
}

func (s *note) keys(*Model) []key.Binding {
	return []key.Binding{bind("enter", "keep the note", "enter"), keyCancel}
}

func (s *note) lines(m *Model, width int) (scrolls, stays []string) {
	scrolls = []string{m.theme.Strong.Render("A note on this step"), "", m.shownInput(&s.input, width-4), ""}
	return append(scrolls, quietLines(m, "It stays in memory with the rest of the case. Do not write a token here: leave with esc and paste it.", width)...), nil
}
