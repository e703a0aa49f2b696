package wizard

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/deploy"
)

// comparePage puts the variables of the development deployment and of production side by side: what is missing, what is
// the same and should differ, what differs and should be the same.
type comparePage struct {
	choosing
	rows []deploy.Difference
	only bool
}

// openCompare shows the two lists, or says which one is missing.
func (m *Model) openCompare(list steps.Checklist) {
	rows := worstFirst(list.Differences())
	if len(rows) == 0 {
		m.toast = "paste the list of the other deployment, too: npx convex env list"
		return
	}
	m.push(&comparePage{rows: rows})
}

// worstFirst orders the rows by how much they matter; equal ones stay in the order of their names.
func worstFirst(rows []deploy.Difference) []deploy.Difference {
	rank := map[deploy.State]int{deploy.Fail: 0, deploy.Warn: 1, deploy.Unseen: 2, deploy.Pass: 3}
	slices.SortStableFunc(rows, func(a, b deploy.Difference) int { return rank[a.State] - rank[b.State] })
	return rows
}

func (s *comparePage) typing() bool    { return false }
func (s *comparePage) fullWidth() bool { return true }

func (s *comparePage) follow(m *Model, list *checklistScreen) bool {
	s.rows = worstFirst(list.list.Differences())
	if len(s.rows) > 0 {
		s.showAllIfFine(m)
	}
	return len(s.rows) > 0
}

// showAllIfFine shows all rows again where none is left of those that are not right, and says so.
func (s *comparePage) showAllIfFine(m *Model) {
	if s.only && len(s.shown()) == 0 {
		s.only = false
		m.toast = "nothing is wrong or doubtful between the two"
	}
}

func (s *comparePage) shown() []deploy.Difference {
	if !s.only {
		return s.rows
	}
	var shown []deploy.Difference
	for _, row := range s.rows {
		if row.State == deploy.Fail || row.State == deploy.Warn {
			shown = append(shown, row)
		}
	}
	return shown
}

func (s *comparePage) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	shown := s.shown()
	if s.move(press, len(shown), true) {
		return nil, true
	}
	switch {
	case is(press, keyFilter):
		s.only = !s.only
		s.cursor = 0
		s.showAllIfFine(m)
	case is(press, keyCopy) && s.cursor < len(shown):
		fix := shown[s.cursor].Fix
		if fix == nil {
			m.toast = "nothing has to be done about this one"
			break
		}
		return m.copyNext(fix.Commands), true
	case is(press, keyOpen) && s.cursor < len(shown) && shown[s.cursor].Cause != "":
		m.push(newCausePage(m, shown[s.cursor].Cause))
	default:
		return nil, false
	}
	return nil, true
}

func (s *comparePage) keys(*Model) []key.Binding {
	bindings := []key.Binding{keyChoose, keyFilter, keyCopy}
	if shown := s.shown(); s.cursor < len(shown) && shown[s.cursor].Cause != "" {
		bindings = append(bindings, bind("enter", "to the cause", "enter"))
	}
	return append(bindings, keyPaste, bind("esc", "the list", "esc"), keyHelp)
}

func (s *comparePage) lines(m *Model, width int) (scrolls, stays []string) {
	theme := m.theme
	shown := s.shown()
	s.cursor = min(s.cursor, max(len(shown)-1, 0))
	names := 12
	for _, row := range shown {
		names = max(names, markdown.Width(row.Name))
	}
	names = min(names, 28)
	values := max((width-4-names-4)/2, 8)
	scrolls = append(scrolls, theme.Strong.Render("Development beside production"), "",
		"    "+theme.Quiet.Render(pad("variable", names)+"  "+pad("development", values)+"  "+"production"))
	for i, row := range shown {
		lead := "  "
		name := fit(row.Name, names)
		if i == s.cursor {
			lead = theme.Accent.Bold(true).Render("▸ ")
			name = theme.Strong.Render(name)
		}
		dev, prod := short(row.Dev, values), short(row.Prod, values)
		if row.State == deploy.Pass {
			dev, prod = theme.Quiet.Render(dev), theme.Quiet.Render(prod)
		}
		from := len(scrolls)
		scrolls = append(scrolls, fit(lead+m.stateMark(row.State)+" "+pad(name, names)+"  "+pad(dev, values)+"  "+prod, width))
		if row.State != deploy.Pass {
			for _, line := range markdown.Wrap(row.Sentence, width-4-names-2) {
				scrolls = append(scrolls, strings.Repeat(" ", 4+names+2)+theme.Quiet.Render(line))
			}
		}
		if i == s.cursor {
			if row.Fix != nil {
				for _, command := range row.Fix.Commands {
					scrolls = append(scrolls, strings.Repeat(" ", 4+names+2)+theme.Accent.Render(fit(command, width-4-names-2)))
				}
			}
			if i == 0 {
				from = 0
			}
			s.scroll.follow(len(scrolls) - 1)
			s.scroll.follow(from)
		}
	}
	return scrolls, nil
}

// short cuts a value in its middle, so that both ends can be compared.
func short(text string, width int) string {
	runes := []rune(text)
	if len(runes) <= width || width < 8 {
		return fit(text, width)
	}
	tail := width / 3
	return string(runes[:width-tail-1]) + "…" + string(runes[len(runes)-tail:])
}
