package wizard

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/ids"
)

// history lists the answers on the way here, said or decided, so that any of them can be opened again.
type history struct{ choosing }

func newHistory(m *Model) screen {
	s := &history{}
	s.cursor = len(m.session.Position().Path) - 1
	return s
}

func (s *history) typing() bool { return false }

func (s *history) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	path := m.session.Position().Path
	if s.move(press, len(path), true) {
		return nil, true
	}
	if is(press, keyOpen) && len(path) > 0 {
		m.session.Reopen(path[min(s.cursor, len(path)-1)].Place) // what arrives beside the screen can shorten the way
		m.layers = nil
		m.arrive()
		return nil, true
	}
	return nil, false
}

func (s *history) keys(*Model) []key.Binding {
	return []key.Binding{keyChoose, bind("enter", "answer it again", "enter"), keyClose}
}

func (s *history) lines(m *Model, width int) (scrolls, stays []string) {
	scrolls = append(scrolls, m.theme.Strong.Render("The way here"), "")
	path := m.session.Position().Path
	if len(path) == 0 {
		return append(scrolls, "Nothing was answered yet."), nil
	}
	for i, taken := range path {
		by := "you said"
		if taken.By == steps.ByEvidence {
			by = "decided by evidence: " + taken.Finding.Sentence
		}
		if taken.InPlace() != "" {
			by = taken.Finding.Sentence
		}
		if taken.Overruled != "" {
			by = "you said " + plainLabel(taken.Place.Question, taken.Overruled) + ", but " + taken.Finding.Sentence
		}
		mark, title := "  ", questionTitle(taken.Place.Question)
		if i == s.cursor {
			mark, title = m.theme.Accent.Bold(true).Render("▸ "), m.theme.Strong.Render(title)
			s.scroll.follow(len(scrolls))
		}
		scrolls = append(scrolls, fit(mark+title, width))
		for _, line := range markdown.Wrap(TakenLabel(taken)+" · "+by, width-4) {
			scrolls = append(scrolls, "    "+m.theme.Quiet.Render(line))
		}
	}
	return scrolls, nil
}

// TakenLabel names an answer on the way: by its label, or by what happened where evidence gave it.
func TakenLabel(taken steps.Taken) string {
	if words := taken.InPlace(); words != "" {
		return words
	}
	return plainLabel(taken.Place.Question, taken.Answer)
}

func questionTitle(id ids.Question) string {
	page, err := assets.Question(id)
	if err != nil {
		return string(id)
	}
	return page.Title
}

// plainLabel returns an answer's label without Markdown.
func plainLabel(id ids.Question, answer ids.Answer) string {
	page, err := assets.Question(id)
	if err != nil {
		return string(answer)
	}
	choices, _ := page.Choices()
	for _, choice := range choices {
		if choice.Answer == answer {
			lines := markdown.Render(choice.Label, 200, markdown.Bare)
			if len(lines) > 0 {
				return lines[0]
			}
		}
	}
	return string(answer)
}
