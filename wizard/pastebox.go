package wizard

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets/markdown"
)

// pasteBox is where people paste who want a place for it, and where a file is opened by its path. What is pasted goes
// the way of every paste; only what is typed stands in the field.
type pasteBox struct{ input textinput.Model }

func newPasteBox(m *Model) screen { return &pasteBox{newInput(m, "or type the path of a file")} }

func (s *pasteBox) typing() bool { return true }

func (s *pasteBox) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	switch press.Type {
	case tea.KeyEsc:
		m.pop()
	case tea.KeyEnter:
		typed := s.input.Value()
		if strings.TrimSpace(typed) == "" {
			m.toast = "paste something, or type a path; esc leaves"
			break
		}
		if command, ok := m.openFile(unquote(typed)); ok {
			return command, true
		}
		return m.paste([]byte(typed)), true
	default:
		var command tea.Cmd
		s.input, command = s.input.Update(press)
		return command, true
	}
	return nil, true
}

func (s *pasteBox) keys(*Model) []key.Binding {
	return []key.Binding{bind("paste", "anything", ""), bind("enter", "open the file", "enter"), keyCancel}
}

func (s *pasteBox) lines(m *Model, width int) (scrolls, stays []string) {
	s.input.Width = width - 4
	scrolls = append(scrolls, m.theme.Strong.Render("Paste it now"), "")
	scrolls = append(scrolls, markdown.Render(`Whatever you have, as you copied it:

- a token, a request header, a "Copy as cURL", a message of the socket, a HAR file
- an error, a line or a page of logs, the browser's console
- the page Settings > Authentication, auth.config.ts, the answer of `+"`npx convex env list`"+`
- an address of the dashboard, of the deployment or of the issuer, a discovery document, a JWKS

Secrets stay in memory. They are never shown, written or sent.`, width, m.theme.Markdown)...)
	return scrolls, []string{"", s.input.View()}
}

// unquote takes off what a file manager or a shell puts around a dropped path.
func unquote(path string) string {
	path = strings.TrimSpace(path)
	if len(path) >= 2 && (path[0] == '\'' || path[0] == '"') && path[len(path)-1] == path[0] {
		return path[1 : len(path)-1]
	}
	path = strings.TrimPrefix(path, "file://")
	return strings.ReplaceAll(path, `\ `, " ")
}
