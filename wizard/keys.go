package wizard

import (
	"slices"
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
	keySuspicion  = bind("o", "worth a look", "o")
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

// foot writes bindings into one line, as many as there is room for, and always the last one. Beside a notice the same
// keys stand as far as there is room: what enter does, the way back and the help before all others.
func (m *Model) foot(bindings []key.Binding) string {
	theme := m.theme
	if m.toast != "" {
		return m.noticeFoot(bindings)
	}
	if len(bindings) == 0 {
		return ""
	}
	last := bindings[len(bindings)-1]
	room := m.layout.width - 2 - keyWidth(last)
	var shown []string
	for _, binding := range bindings[:len(bindings)-1] {
		if keyWidth(binding)+2 > room {
			continue
		}
		room -= keyWidth(binding) + 2
		shown = append(shown, theme.drawKey(binding))
	}
	return " " + strings.Join(append(shown, theme.drawKey(last)), "  ")
}

func keyWidth(binding key.Binding) int {
	return markdown.Width(binding.Help().Key) + 1 + markdown.Width(binding.Help().Desc)
}

func (theme Theme) drawKey(binding key.Binding) string {
	return theme.Accent.Render(binding.Help().Key) + " " + theme.Quiet.Render(binding.Help().Desc)
}

// noticeFoot is the foot with a notice. What was recognised or copied may be cut for the keys without which a person is stuck, e
// shows the whole of it; a notice that says what to do is not cut for a key.
func (m *Model) noticeFoot(bindings []key.Binding) string {
	const gap, least = 3, 24 // columns between notice and keys; of a notice that is cut
	if !m.top().typing() && !slices.ContainsFunc(bindings, func(one key.Binding) bool { return one.Help().Key == keyHelp.Help().Key }) {
		bindings = append(slices.Clone(bindings), keyHelp)
	}
	notice := markdown.Width(m.toast)
	if strings.Contains(m.toast, " · ") || strings.HasPrefix(m.toast, "copied") && strings.Contains(m.toast, "): ") {
		notice = min(notice, least)
	}
	room := m.layout.width - 2 - notice - gap
	chosen := map[int]bool{}
	choose := func(i int) {
		if need := keyWidth(bindings[i]) + 2; !chosen[i] && need <= room+2 {
			chosen[i] = true
			room -= need
		}
	}
	for _, wanted := range [][]string{{keyHelp.Help().Key}, {keyBack.Help().Key, keyClose.Help().Key}, {"enter"}} {
		for i, binding := range bindings {
			if slices.Contains(wanted, binding.Help().Key) {
				choose(i)
			}
		}
	}
	// the other keys take what the notice leaves, or what it leaves of half of the window
	room -= max(0, min(markdown.Width(m.toast), m.layout.width/2)-notice)
	for i := range bindings {
		choose(i)
	}
	if len(chosen) == 0 {
		return " " + m.theme.Accent.Render(m.toast)
	}
	var keys []string
	width := -2
	for i, binding := range bindings {
		if chosen[i] {
			keys = append(keys, m.theme.drawKey(binding))
			width += keyWidth(binding) + 2
		}
	}
	return " " + m.theme.Accent.Render(pad(m.toast, m.layout.width-2-gap-width)) + strings.Repeat(" ", gap) + strings.Join(keys, "  ")
}
