package wizard

import (
	"net/url"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/secret"
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
		if path, ok := PathIn(typed); ok {
			if command, ok := m.openFile(path); ok {
				return command, true
			}
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
	scrolls = append(scrolls, m.theme.Strong.Render("Paste it now"), "")
	scrolls = append(scrolls, markdown.Render(`Whatever you have, as you copied it:

- a token, a request header, a "Copy as cURL", a message of the socket, a HAR file
- an error, a line or a page of logs, the browser's console
- the page Settings > Authentication, auth.config.ts, the answer of `+"`npx convex env list`"+`
- an address of the dashboard, of the deployment or of the issuer, a discovery document, a JWKS

Secrets stay in memory. They are never shown, written or sent.`, width, m.theme.Markdown)...)
	return scrolls, []string{"", m.shownInput(&s.input, width-4)}
}

// pathForm is what people write for the path of a file and for little else.
var pathForm = lazy.Regexp(`(?i)^(?:file://|~?/|\.{1,2}[/\\]|[a-z]:\\)\S|^[^\s=:{}]+\.(?:har|jsonl?|txt|log|gz|zst|csv|md|tsx?|env)$`)

// NoFile says that there is no such file, of a text that has the form of a path and in which nothing was recognised; "" of
// others.
func NoFile(registry *secret.Registry, text string, intake steps.Intake) string {
	path, ok := PathIn(text)
	if !ok || len(intake.Items) > 0 || intake.Log != nil || intake.Answer != nil || !pathForm().MatchString(path) {
		return ""
	}
	return "there is no file " + clean.Short(Labelled(registry, path), 200) + ": check the path"
}

// PathIn returns a text as the path of a file, without what a file manager or a shell puts around a dropped one; ok is false
// for what cannot be a path.
func PathIn(text string) (path string, ok bool) {
	path = strings.TrimSpace(text)
	quoted := len(path) >= 2 && (path[0] == '\'' || path[0] == '"') && path[len(path)-1] == path[0]
	if quoted {
		path = path[1 : len(path)-1]
	}
	if address, isAddress := strings.CutPrefix(path, "file://"); isAddress {
		if path = address; strings.Contains(address, "%") {
			if decoded, err := url.PathUnescape(address); err == nil {
				path = decoded
			}
		}
	}
	if !quoted {
		path = strings.ReplaceAll(path, `\ `, " ")
	}
	return path, path != "" && !strings.ContainsAny(path, "\n\r") && len(path) < 4096
}
