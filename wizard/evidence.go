package wizard

import (
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/steps/evidence"
)

// evidenceList shows everything that was taken in, with where it came from, and the notes.
type evidenceList struct{ choosing }

func newEvidenceList(*Model) screen { return &evidenceList{} }

func (s *evidenceList) typing() bool { return false }

func (s *evidenceList) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	items := m.session.Case().Items
	if s.move(press, len(items), true) {
		return nil, true
	}
	switch {
	case is(press, keyDrop) && s.cursor < len(items):
		m.session.SetAside(items[s.cursor].Number)
		layers := m.layers
		m.arrive()
		m.layers = layers
		if m.session.Case().Items[s.cursor].Aside {
			m.toast = "set aside: it counts no more; x puts it back"
		} else {
			m.toast = "it counts again"
		}
	case is(press, keyOpen) && s.cursor < len(items) && items[s.cursor].Piece.Kind == evidence.KindToken:
		m.openToken()
	default:
		return nil, false
	}
	return nil, true
}

func (s *evidenceList) keys(*Model) []key.Binding {
	return []key.Binding{keyChoose, keyDrop, keyTrace, keyClose}
}

func (s *evidenceList) lines(m *Model, width int) (scrolls, stays []string) {
	c := m.session.Case()
	theme := m.theme
	scrolls = append(scrolls, theme.Strong.Render("What is known"), "")
	if len(c.Items) == 0 && len(c.Unread) == 0 && len(c.Notes) == 0 {
		return append(scrolls, "Nothing was pasted yet. Paste anything, on any page."), nil
	}
	var rows [][2]string
	for _, item := range c.Items {
		place := item.From
		if where := item.Piece.Where.String(); where != "" {
			place += ", " + where
		}
		if item.Aside {
			place = "set aside"
		} else if item.Round < m.session.Position().Round {
			place += ", before the last fix"
		}
		title := item.Piece.Summary
		if item.Piece.Count > 1 {
			title += fmt.Sprintf(" (%d times)", item.Piece.Count)
		}
		rows = append(rows, [2]string{title, place})
	}
	scrolls = append(scrolls, s.rows(m, rows, width)...)
	for _, unread := range c.Unread {
		text := plural(unread.Fragment.Bytes, "byte") + " were not recognised"
		if len(unread.Fragment.Relatives) > 0 {
			text += ": " + unread.Fragment.Relatives[0].Why
		}
		scrolls = append(scrolls, theme.Quiet.Render("? "+fit(text, width-2)))
	}
	if len(c.Notes) > 0 {
		scrolls = append(scrolls, "", theme.Strong.Render("Notes"))
		for _, note := range c.Notes {
			scrolls = append(scrolls, "· "+fit(note.Text, width-2))
		}
	}
	return scrolls, nil
}
