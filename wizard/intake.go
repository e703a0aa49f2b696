package wizard

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/token"
	"convex-auth-doctor/wizard/background"
	"convex-auth-doctor/wizard/keyboard"
)

// burstKeys is how many characters one key message may carry before it is a paste: Bubble Tea joins what one read gave.
const burstKeys = keyboard.Burst

// pastedKeys reports key messages that are really a paste: a bracketed one that Bubble Tea itself read (Windows, tests),
// or a burst of characters.
func pastedKeys(press tea.KeyMsg) (string, bool) {
	if press.Type != tea.KeyRunes {
		return "", false
	}
	if press.Paste || len(press.Runes) >= burstKeys {
		return string(keyboard.Lines([]byte(string(press.Runes)))), true
	}
	return "", false
}

// paste takes a paste in: into the field that has the focus if it is short and plain, else as evidence.
func (m *Model) paste(data []byte) tea.Cmd {
	if len(data) > keyboard.Limit {
		m.refuse(len(data))
		return nil
	}
	if field, ok := m.pasteTarget().(pasteField); ok && field.pasted(m, string(data)) {
		return nil
	}
	if strings.TrimSpace(string(data)) == "" {
		m.toast = "the paste is empty"
		return nil
	}
	if path, ok := PathIn(string(data)); ok {
		if command, ok := m.openFile(path); ok {
			return command
		}
	}
	intake := m.session.Take(data, "pasted")
	m.took(intake)
	if missing := NoFile(m.session.Secrets(), string(data), intake); missing != "" && m.options.OpenFile != nil {
		m.toast = missing
	}
	return nil
}

// pasteField is a screen with text fields that may take a paste themselves.
type pasteField interface {
	// pasted reports whether the field took the text.
	pasted(m *Model, text string) bool
}

// took goes on to where the evidence leads, and says in one line what was recognised.
func (m *Model) took(intake steps.Intake) {
	layers, asked := m.layers, m.at.Open
	m.layers = nil
	m.arrive()
	m.toast = Recognised(intake)
	switch {
	case m.keepChecklist(layers, asked, intake):
	case intake.Log != nil && intake.Log.Refresh.Pairs > 0:
		m.push(newRefreshPage(m))
	case hasToken(intake) && m.session.Judgement() != nil:
		m.push(newTokenPage(m))
	}
}

// refuse says that a paste was too large, and the way that is left.
func (m *Model) refuse(size int) {
	text := fmt.Sprintf("%d KB", size>>10)
	if size >= 10<<20 {
		text = fmt.Sprintf("%d MB", size>>20)
	}
	m.toast = text + " is too much to paste: save it, then p and its path, or --evidence FILE" // fits 80 columns
}

// hasToken reports whether an intake holds a token that can be read.
func hasToken(intake steps.Intake) bool {
	for _, item := range intake.Items {
		if found, ok := item.Piece.Data.(evidence.Token); ok && found.Read.Kind == token.JWT {
			return true
		}
	}
	return false
}

// Recognised names what an intake gave, in one line.
func Recognised(intake steps.Intake) string {
	var parts []string
	for _, kind := range evidence.Kinds() { // what matters most comes first
		for _, item := range intake.Items {
			if item.Piece.Kind == kind && !routine(item.Piece) {
				parts = append(parts, item.Piece.Summary)
			}
		}
	}
	text := strings.Join(parts[:min(len(parts), 2)], "  +  ")
	if rest := len(parts) - 2; rest > 0 {
		text += fmt.Sprintf("  and %d more (e)", rest)
	}
	if len(parts) == 0 && len(intake.Items) > 0 {
		text = intake.Items[0].Piece.Summary
	}
	if intake.Answer != nil {
		return clean.Line("taken as the answer “" + plainLabel(intake.Answer.Place.Question, intake.Answer.Answer) + "”")
	}
	if intake.Hint != "" {
		return intake.Hint
	}
	if len(intake.Items) == 0 && intake.Log != nil && intake.Log.Rows > 0 {
		text = fmt.Sprintf("a log of %d rows", intake.Log.Rows)
	} else if len(intake.Items) == 0 {
		text = "nothing in it was recognised"
		for _, unread := range intake.Unread {
			if len(unread.Fragment.Relatives) > 0 && unread.Fragment.Relatives[0].Kind != "" {
				text += "; nearest: " + string(unread.Fragment.Relatives[0].Kind)
				break
			}
		}
		text += "; it is kept as a note (e)"
	}
	if intake.Cut {
		text += "; there was more than is kept"
	}
	if taken := intake.Against; taken != nil {
		text = "it contradicts your answer “" + plainLabel(taken.Place.Question, taken.Overruled) + "”: " + text
	}
	return clean.Line(text)
}

// background switches the theme when the terminal has told its colour.
func (m *Model) background(reply string) {
	if dark, ok := background.FromReply(reply); ok && dark != m.options.Dark {
		m.options.Dark = dark
		m.theme = NewTheme(newRenderer(m.options.Colours), dark)
	}
}
