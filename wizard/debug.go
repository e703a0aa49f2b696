package wizard

import (
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/wizard/keyboard"
)

// debug writes a message with its time. What was pasted or typed is only counted: a token may be in it.
func (m *Model) debug(message tea.Msg) {
	if m.options.Debug == nil {
		return
	}
	now := time.Time{}
	if m.options.Now != nil {
		now = m.options.Now()
	}
	text := fmt.Sprintf("%T", message)
	switch message := message.(type) {
	case tea.KeyMsg:
		if message.Type != tea.KeyRunes {
			text += " " + message.Type.String()
		} else {
			text += fmt.Sprintf(" %d characters", len(message.Runes))
		}
	case keyboard.Paste:
		text += fmt.Sprintf(" %d bytes", len(message.Data))
	case keyboard.Refused:
		text += fmt.Sprintf(" %d bytes", message.Size)
	case tea.WindowSizeMsg:
		text += fmt.Sprintf(" %dx%d", message.Width, message.Height)
	}
	fmt.Fprintf(m.options.Debug, "%s %s at %s\n", now.UTC().Format("15:04:05.000"), text, m.at.Open)
}
