package wizard

import (
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/prose"
)

// evidenceList shows everything that was taken in, with where it came from, and the notes.
type evidenceList struct{ choosing }

func newEvidenceList(*Model) screen { return &evidenceList{} }

func (s *evidenceList) typing() bool    { return false }
func (s *evidenceList) fullWidth() bool { return true } // the pane would say the same again

func (s *evidenceList) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	items := listed(m.session.Case())
	if s.below(press, len(items)) || s.move(press, len(items), true) {
		return nil, true
	}
	switch {
	case is(press, keyDrop) && s.cursor < len(items):
		m.session.SetAside(items[s.cursor].Number)
		layers := m.layers
		m.arrive()
		m.layers = layers
		if list := m.openedList(); list != nil {
			list.refresh(m)
		}
		if now := listed(m.session.Case()); s.cursor < len(now) && now[s.cursor].Aside {
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

// below scrolls through what stands below the rows, once the cursor is on the last one.
func (s *evidenceList) below(press tea.KeyMsg, rows int) bool {
	text := press.String()
	if s.cursor < rows-1 || s.scroll.last == 0 {
		return false
	}
	before := s.scroll.offset
	switch {
	case text == "down" || text == "j":
		s.scroll.lineBy(1)
	case text == "pgdown" || text == "end":
		s.scroll.press(press)
	case s.free && (text == "up" || text == "k"):
		s.scroll.lineBy(-1)
	case s.free && text == "pgup":
		s.scroll.press(press)
	default:
		s.free = false
		return false
	}
	up := text == "up" || text == "k" || text == "pgup"
	s.free = !up || s.scroll.offset != before
	return s.free
}

func (s *evidenceList) keys(*Model) []key.Binding {
	return []key.Binding{keyChoose, keyDrop, keyTrace, keyClose}
}

func (s *evidenceList) lines(m *Model, width int) (scrolls, stays []string) {
	c := m.session.Case()
	theme := m.theme
	scrolls = append(scrolls, theme.Strong.Render("What is known"), "")
	if len(c.Items) == 0 && len(c.Unread) == 0 && len(c.Notes) == 0 {
		scrolls = append(scrolls, "Nothing was pasted yet. Paste anything, on any page.")
		return append(scrolls, m.projectKnown(width)...), nil
	}
	var rows [][2]string
	for _, item := range listed(c) {
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
	for _, text := range NotRecognised(c) {
		for i, line := range markdown.Wrap(text, width-2) {
			scrolls = append(scrolls, theme.Quiet.Render([]string{"? ", "  "}[min(i, 1)]+line))
		}
	}
	if len(c.Notes) > 0 {
		scrolls = append(scrolls, "", theme.Strong.Render("Notes"))
		for _, note := range c.Notes {
			for i, line := range markdown.Wrap(Guarded(m.session.Secrets(), note.Text), width-2) {
				scrolls = append(scrolls, []string{"· ", "  "}[min(i, 1)]+line)
			}
		}
	}
	scrolls = append(scrolls, s.conclusions(m, width)...)
	return append(scrolls, m.projectKnown(width)...), nil
}

// conclusions are what follows from the pieces: what was ruled out and why, and what may be the cause. In a narrow window
// there is no pane that says so.
func (s *evidenceList) conclusions(m *Model, width int) []string {
	var lines []string
	ranking := m.session.Ranking()
	if len(ranking.RuledOut) > 0 {
		lines = append(lines, "", m.theme.Strong.Render("Ruled out"))
	}
	for _, one := range ranking.RuledOut {
		lines = append(lines, m.theme.Fine.Render("✓ ")+string(one.Cause))
		for _, line := range markdown.Wrap(one.Reason, width-4) {
			lines = append(lines, "    "+m.theme.Quiet.Render(line))
		}
	}
	return append(lines, m.suspects(ranking, width)...)
}

// projectKnown is all that the project folder says: the pane shows the first of it.
func (m *Model) projectKnown(width int) []string {
	folder := m.session.Project()
	if folder == nil {
		return nil
	}
	lines := []string{"", m.theme.Strong.Render("This project")}
	for _, row := range folder.Summary() {
		switch row.Label {
		case project.LabelLook:
		case "":
			lines = append(lines, markdown.Wrap(row.Text, width)...)
		default:
			lines = append(lines, m.paneRow(row.Label, row.Text, width)...)
		}
	}
	if len(folder.WorthALook) > 0 {
		lines = append(lines, "", m.theme.Strong.Render("Worth a look"))
	}
	for _, look := range folder.WorthALook {
		mark := m.theme.Doubt.Render("! ")
		if look.Grade == project.Proved {
			mark = m.theme.Fault.Render("✗ ")
		}
		for _, line := range markdown.Wrap(look.Sentence+look.Place(), width-2) {
			lines = append(lines, mark+line)
			mark = "  "
		}
	}
	return append(lines, m.lookedAt(width)...)
}

// listed are the pieces worth a row: what is routine stands there only where its paste gave nothing else, and what two
// pieces say stands there once.
func listed(c *casefile.Case) []casefile.Item {
	more := map[int]bool{}
	for _, item := range c.Items {
		if !routine(item.Piece) {
			more[item.Intake] = true
		}
	}
	twins := casefile.Twins(c.Items)
	var items []casefile.Item
	for _, item := range c.Items {
		if _, twice := twins[item.Number]; !twice && (!routine(item.Piece) || !more[item.Intake]) {
			items = append(items, item)
		}
	}
	return items
}

// NotRecognised lists in words what of the pastes is not understood, each with how it begins where that can be shown.
// What is left over beside pieces that were recognised is listed only if it can be shown or resembles something.
func NotRecognised(c *casefile.Case) []string {
	recognised := map[int]bool{}
	for _, item := range c.Items {
		recognised[item.Intake] = true
	}
	var texts []string
	for _, unread := range c.Unread {
		fragment := unread.Fragment
		text := "not recognised: "
		switch {
		case fragment.Head != "" && c.Secrets.Check([]byte(fragment.Head)) == nil:
			text += "“" + fragment.Head + "”"
		case len(fragment.Relatives) == 0 && recognised[unread.Intake]:
			continue
		default:
			text += prose.Count(fragment.Bytes, "byte")
		}
		if len(fragment.Relatives) > 0 {
			text += ": " + fragment.Relatives[0].Why
		}
		texts = append(texts, text)
	}
	return texts
}
