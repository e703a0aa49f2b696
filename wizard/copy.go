package wizard

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/steps/clean"
)

// copying is which of a page's pieces was copied last: c again copies the next.
type copying struct{ next int }

// shownCopied is how many characters of what was copied the notice shows: its first line may be a mere brace.
const shownCopied = 60

// copyNext copies the next of a page's snippets and says by which way it was tried.
func (m *Model) copyNext(blocks []string) tea.Cmd {
	if len(blocks) == 0 {
		m.toast = "there is nothing to copy on this page"
		return nil
	}
	at := m.copying.next % len(blocks)
	m.copying.next = at + 1
	text := blocks[at]
	which := ""
	if len(blocks) > 1 {
		which = fmt.Sprintf(" %d of %d", at+1, len(blocks))
	}
	if err := m.session.Secrets().Check([]byte(text)); err != nil {
		m.toast = "not copied: it would hold a secret"
		return nil
	}
	if m.options.Clipboard == nil {
		m.print(text)
		m.toast = "copied" + which + ": no clipboard here, it is printed when you leave"
		return nil
	}
	way, err := m.options.Clipboard(text)
	if err != nil {
		m.print(text)
		m.toast = "copied" + which + ": " + err.Error() + "; it is printed when you leave"
		return nil
	}
	m.toast = "copied" + which + " (" + way + "): " + clean.Short(strings.TrimLeft(strings.Join(strings.Fields(text), " "), "{[( "), shownCopied)
	return nil
}

// print keeps a text that is printed to the normal screen after leaving.
func (m *Model) print(text string) {
	for _, printed := range m.printed {
		if printed == text {
			return
		}
	}
	m.printed = append(m.printed, text)
}
