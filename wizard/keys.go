package wizard

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets/markdown"
)

// The keys of the program, in one place; the foot line and the help page are made from them. A screen lists those that
// do something on it, the most useful first.
var (
	keyChoose     = bind("↑↓", "choose", "up", "down", "j", "k")
	keyAnswer     = bind("enter", "answer", "enter")
	keyPaste      = bind("p", "paste", "p")
	keyBack       = bind("b", "back", "b", "esc", "backspace")
	keyReopen     = bind("u", "reopen an answer", "u")
	keyEvidence   = bind("e", "evidence", "e")
	keyNote       = bind("n", "note", "n")
	keyFind       = bind("/", "find", "/")
	keyCopy       = bind("c", "copy", "c")
	keyMore       = bind("m", "more", "m")
	keyForm       = bind("f", "type it in", "f")
	keyTrace      = bind("t", "what Convex checks", "t")
	keyRefresh    = bind("r", "refresh traffic", "r")
	keyHelp       = bind("?", "keys", "?")
	keyQuit       = bind("q", "quit", "q")
	keyScroll     = bind("pgup/pgdn", "scroll", "pgup", "pgdown", "home", "end", "ctrl+u", "ctrl+d")
	keyContinue   = bind("enter", "go on", "enter")
	keyFixed      = bind("enter", "fixed: check again", "enter")
	keyNotIt      = bind("x", "it is not this", "x")
	keyFamily     = bind("f", "another provider", "f")
	keyClose      = bind("esc", "close", "esc", "q", "b")
	keyCancel     = bind("esc", "leave", "esc")
	keyOpen       = bind("enter", "open", "enter")
	keyDrop       = bind("x", "set aside", "x")
	keyFilter     = bind("f", "only what is not right", "f")
	keyList       = bind("l", "production checklist", "l")
	keySideBySide = bind("d", "dev beside production", "d")
	keyWellKnown  = bind("w", ".well-known files", "w")
	keyOthers     = bind("←→", "the others", "left", "right")
	keyHosting    = bind("h", "another host", "h")
	keyServe      = bind("s", "copy the file", "s")
	keyNext       = bind("tab", "next field", "tab", "down")
	keyPrevious   = bind("shift+tab", "field before", "shift+tab", "up")
	keyAbort      = key.NewBinding(key.WithKeys("ctrl+c"))
)

func bind(shown, help string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, help))
}

// is reports whether a key press is one of a binding.
func is(press tea.KeyMsg, binding key.Binding) bool { return key.Matches(press, binding) }

// foot writes bindings into one line, as many as there is room for, and always the last one. A notice takes their place,
// but for what enter does: after a paste that leads on.
func (m *Model) foot(bindings []key.Binding) string {
	theme := m.theme
	draw := func(binding key.Binding) (string, int) {
		help := binding.Help()
		return theme.Accent.Render(help.Key) + " " + theme.Quiet.Render(help.Desc), len([]rune(help.Key)) + 1 + len([]rune(help.Desc))
	}
	if m.toast != "" {
		notice := m.toast
		for _, binding := range bindings {
			text, width := draw(binding)
			room := m.layout.width - 5 - width
			// What was recognised may be cut, e shows the whole; a notice that says what to do is not cut for a key.
			if binding.Help().Key == "enter" && (markdown.Width(notice) <= room || strings.Contains(notice, " · ")) {
				return " " + theme.Accent.Render(pad(notice, room)) + "   " + text
			}
		}
		return " " + theme.Accent.Render(notice)
	}
	if len(bindings) == 0 {
		return ""
	}
	last, lastWidth := draw(bindings[len(bindings)-1])
	room := m.layout.width - 2 - lastWidth
	var shown []string
	for _, binding := range bindings[:len(bindings)-1] {
		text, width := draw(binding)
		if width+2 > room {
			continue
		}
		room -= width + 2
		shown = append(shown, text)
	}
	return " " + strings.Join(append(shown, last), "  ")
}
