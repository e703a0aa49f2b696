package wizard

import (
	"sort"
	"strings"

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
	pages []foundPage
	found []foundPage
}

type foundPage struct {
	cause    ids.Cause
	question ids.Question
	title    string
	words    string // everything on the page, in lower case
	score    int
}

func newSearch(m *Model) screen {
	s := &search{input: newInput(m, "a word of the error, a cause, a question")}
	for _, cause := range ids.Causes() {
		if page, err := assets.Cause(cause); err == nil {
			s.pages = append(s.pages, foundPage{cause: cause, title: page.Title, words: words(page)})
		}
	}
	for _, name := range assets.Names("questions") {
		if page, err := assets.Question(ids.Question(name)); err == nil {
			s.pages = append(s.pages, foundPage{question: ids.Question(name), title: page.Title, words: words(page)})
		}
	}
	s.look()
	return s
}

func words(page assets.Page) string {
	var all strings.Builder
	all.WriteString(page.ID + " " + page.Title + " ")
	for _, section := range page.Sections {
		all.WriteString(section.TextFor(ids.FamilyUnknown) + " ")
	}
	return strings.ToLower(all.String())
}

// look finds the pages that hold every word; a word in the title or the id counts more.
func (s *search) look() {
	wanted := strings.Fields(strings.ToLower(s.input.Value()))
	s.found = nil
	for _, page := range s.pages {
		page.score = 0
		for _, word := range wanted {
			n := strings.Count(page.words, word)
			if n == 0 {
				page.score = -1
				break
			}
			page.score += min(n, 5)
			if strings.Contains(strings.ToLower(page.title+" "+string(page.cause)), word) {
				page.score += 20
			}
		}
		if page.score >= 0 {
			s.found = append(s.found, page)
		}
	}
	sort.SliceStable(s.found, func(i, j int) bool { return s.found[i].score > s.found[j].score })
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
		if page.cause != "" {
			m.push(newCauseReading(m, page.cause))
		} else {
			m.session.Jump(page.question)
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
		kind := "question"
		if page.cause != "" {
			kind = string(page.cause)
		}
		rows = append(rows, [2]string{page.title, kind})
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
