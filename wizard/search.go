package wizard

import (
	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/prose"
)

// search finds causes and questions by words.
type search struct {
	choosing
	input textinput.Model
	pages []Page
	found []Page
}

func newSearch(m *Model) screen {
	s := &search{input: newInput(m, "a word of the error, a cause, a question"), pages: allPages()}
	s.look()
	return s
}

// look finds the pages that hold every word.
func (s *search) look() {
	s.found = holding(s.pages, s.input.Value())
	s.cursor = 0
}

func (s *search) typing() bool { return true }

func (s *search) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	switch {
	case press.Type == tea.KeyEsc:
		m.pop()
	case press.Type == tea.KeyEnter && len(s.found) > 0:
		page := s.found[s.cursor]
		m.pop()
		if page.Cause != "" {
			m.push(newCauseReading(m, page.Cause))
		} else {
			m.session.Jump(page.Question)
			m.layers = nil
			m.arrive()
		}
	case s.move(press, len(s.found), false):
	default:
		before := s.input.Value()
		var command tea.Cmd
		s.input, command = s.input.Update(press)
		if s.input.Value() != before {
			s.look()
		}
		return command, true
	}
	return nil, true
}

func (s *search) keys(*Model) []key.Binding {
	return []key.Binding{bind("↑↓", "choose", "up", "down"), keyOpen, keyCancel}
}

func (s *search) lines(m *Model, width int) (scrolls, stays []string) {
	var rows [][2]string
	for _, page := range s.found {
		rows = append(rows, [2]string{page.Title, page.Name()})
	}
	scrolls = s.rows(m, rows, width)
	if len(s.found) == 0 {
		scrolls = []string{"Nothing holds all of these words. Fewer words find more."}
	}
	return scrolls, []string{"", m.theme.Quiet.Render(prose.Count(len(s.found), "page")), m.shownInput(&s.input, width-4)}
}

// newCauseReading shows the page of a cause to read, without saying that it is the one.
func newCauseReading(m *Model, cause ids.Cause) screen {
	page, err := assets.Cause(cause)
	if err != nil {
		return newReading(string(cause), "")
	}
	return &reading{title: page.Title, draw: func(m *Model, width int) []string {
		var lines []string
		for _, section := range page.Sections {
			text := m.fill(section.TextFor(m.session.Findings().Family))
			lines = append(lines, m.theme.Quiet.Render(section.Title))
			lines = append(lines, markdown.Render(text, width, m.theme.Markdown)...)
			lines = append(lines, "")
		}
		return lines
	}}
}

// newInput returns a one-line text field.
func newInput(m *Model, placeholder string) textinput.Model {
	input := textinput.New()
	input.Prompt = "▸ "
	input.PromptStyle = m.theme.Accent
	input.PlaceholderStyle = m.theme.Quiet
	input.Placeholder = placeholder
	input.Cursor.SetMode(1) // a static cursor: a blinking one redraws the screen for ever
	input.CharLimit = 4096
	input.Focus()
	return input
}

// shownInput draws a text field. A secret in it is not shown: a token that comes over a slow line without brackets is typed.
func (m *Model) shownInput(input *textinput.Model, width int) string {
	input.Width = width
	input.EchoMode = textinput.EchoNormal
	if holdsSecret(m.session.Secrets(), input.Value()) {
		input.EchoMode = textinput.EchoPassword
	}
	return input.View()
}
