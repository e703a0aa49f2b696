package wizard

import (
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/ids"
)

// questionScreen asks one question of the tree.
type questionScreen struct {
	question steps.Question
	page     assets.Page
	choices  []assets.Choice
	cursor   int
	scroll   scroll
}

func newQuestion(m *Model, id ids.Question) *questionScreen {
	question, _ := steps.Lookup(id)
	page, err := assets.Question(id)
	if err != nil { // a test holds that each question has a page
		page = assets.Page{ID: string(id), Title: string(id)}
	}
	screen := &questionScreen{question: question, page: page, choices: m.session.Choices(id)}
	if id == ids.AskWhichPiece {
		screen.cursor = max(0, len(screen.choices)-2) // the newest piece
	}
	position := m.session.Position()
	if position.Suggested != nil {
		screen.cursor = screen.index(position.Suggested.Answer)
	} else if said, ok := m.session.LastSaid(id); ok {
		screen.cursor = screen.index(said)
	}
	return screen
}

func (s *questionScreen) index(answer ids.Answer) int {
	for i, choice := range s.choices {
		if choice.Answer == answer {
			return i
		}
	}
	return 0
}

func (s *questionScreen) scrolling() *scroll { return &s.scroll }
func (s *questionScreen) typing() bool       { return false }

func (s *questionScreen) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	switch text := press.String(); {
	case text == "up" || text == "k":
		s.cursor = (s.cursor + len(s.choices) - 1) % len(s.choices)
	case text == "down" || text == "j":
		s.cursor = (s.cursor + 1) % len(s.choices)
	case is(press, keyAnswer):
		m.say(s.choices[s.cursor].Answer)
	case len(text) == 1 && text[0] >= '1' && text[0] <= '9':
		if n := int(text[0] - '1'); n < len(s.choices) {
			m.say(s.choices[n].Answer)
		} else {
			m.toast = fmt.Sprintf("there are %d answers here", len(s.choices))
		}
	case is(press, keyMore) && s.hasMore():
		m.push(newReading(s.page.Title, m.fill(section(s.page, "More"))))
	case is(press, keyForm) && s.question.Form != steps.NoForm:
		form, _ := FormOf(s.question)
		m.push(newForm(m, form))
	case is(press, keyCopy):
		return m.copyNext(markdown.CodeBlocks(m.look(s.page))), true
	case is(press, keySuspicion) && m.session.OpenSuspicion():
		m.arrive()
	default:
		return nil, s.scroll.press(press)
	}
	return nil, true
}

func (s *questionScreen) hasMore() bool { return section(s.page, "More") != "" }

func (s *questionScreen) keys(m *Model) []key.Binding {
	bindings := []key.Binding{keyChoose, keyAnswer, keyPaste}
	if s.question.Form != steps.NoForm {
		bindings = append(bindings, keyForm)
	}
	if len(markdown.CodeBlocks(m.look(s.page))) > 0 {
		bindings = append(bindings, keyCopy)
	}
	if s.hasMore() {
		bindings = append(bindings, keyMore)
	}
	if s.question.ID != steps.Root {
		bindings = append(bindings, keyBack)
	}
	if m.at.Suspected != nil {
		bindings = append(bindings, keySuspicion)
	}
	return append(bindings, keyFind, keyEvidence, keyNote, keyReopen, keyQuit, keyHelp)
}

func (s *questionScreen) lines(m *Model, width int) (scrolls, stays []string) {
	theme := m.theme
	title := s.page.Title
	if s.question.ID == steps.Root {
		title = "Your identity is null. Let's find out why."
	}
	for _, line := range markdown.Wrap(title, width) {
		scrolls = append(scrolls, theme.Strong.Render(line))
	}
	scrolls = append(scrolls, "")
	scrolls = append(scrolls, m.sides(width)...)
	scrolls = append(scrolls, markdown.Render(m.look(s.page), width, theme.Markdown)...)
	why := append([]string{""}, markdown.Render(m.fill(section(s.page, "Why")), width, theme.QuietMarkdown)...)

	stays = append(stays, "")
	position := m.session.Position()
	stays = append(stays, m.suspicion(width)...)
	if position.Suggested != nil {
		said := position.Hint() + ": " + position.Suggested.Finding.Sentence
		for _, line := range markdown.Wrap(said, width-2) {
			stays = append(stays, theme.Accent.Render(line))
		}
	}
	for i, choice := range s.choices {
		stays = append(stays, s.answer(m, i, choice, width)...)
	}
	if s.question.ID == steps.Root {
		// where there is no room for both, what the project is says more than why to ask
		brief := m.projectBrief(width)
		room := m.layout.body - len(scrolls) - len(stays) - len(brief)
		if len(brief) > 0 && room >= 0 {
			if stays = append(stays, brief...); room < len(why) {
				return scrolls, stays
			}
		}
	}
	return append(scrolls, why...), stays
}

// answer draws one answer; a long label goes on below itself.
func (s *questionScreen) answer(m *Model, i int, choice assets.Choice, width int) []string {
	theme := m.theme
	mark, style := "  ", theme.Markdown
	if i == s.cursor {
		mark = theme.Accent.Bold(true).Render("▸ ")
		style = func(role markdown.Role, text string) string {
			if role == markdown.Plain {
				return theme.Strong.Render(text)
			}
			return theme.Markdown(role, text)
		}
	}
	var lines []string
	for j, line := range markdown.Render(choice.Label, width-5, style) {
		if j == 0 {
			lines = append(lines, mark+theme.Quiet.Render(fmt.Sprint(i+1))+"  "+line)
		} else {
			lines = append(lines, "     "+line)
		}
	}
	return lines
}

// look returns where to look for the answer of a question, for the issuer family in use.
func (m *Model) look(page assets.Page) string {
	found, _ := page.Section("Look")
	return m.fill(found.TextForOne(m.session.Findings().Family))
}

// section returns the text of a page's section, "" where it has none.
func section(page assets.Page, title string) string {
	found, _ := page.Section(title)
	return found.Text
}
