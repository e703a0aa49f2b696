package wizard

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token/tokentest"
	"convex-auth-doctor/wizard/keyboard"
)

func TestMain(m *testing.M) {
	authconfig.ExitIfChild()
	lipgloss.SetColorProfile(termenv.Ascii) // the tests' own terminal, if there is one, shall not matter
	os.Exit(m.Run())
}

// noon is the time of all tests.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// app drives a model as a terminal does, without a program around it.
type app struct {
	t testing.TB
	m *Model
}

// open starts the wizard in a window.
func open(t testing.TB, width, height int, change ...func(*Options)) *app {
	options := Options{Session: steps.NewSession(func() time.Time { return noon }, false), Width: width, Height: height,
		Dark: true, Colours: termenv.Ascii, Now: func() time.Time { return noon }}
	for _, one := range change {
		one(&options)
	}
	return &app{t, New(options)}
}

func coloured(options *Options) { options.Colours = termenv.TrueColor }

var named = map[string]tea.KeyType{
	"enter": tea.KeyEnter, "esc": tea.KeyEsc, "tab": tea.KeyTab, "shift+tab": tea.KeyShiftTab, "up": tea.KeyUp, "down": tea.KeyDown,
	"left": tea.KeyLeft, "right": tea.KeyRight, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd,
	"backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "ctrl+c": tea.KeyCtrlC, "ctrl+s": tea.KeyCtrlS, "ctrl+u": tea.KeyCtrlU,
	"ctrl+d": tea.KeyCtrlD, " ": tea.KeySpace,
}

// press makes the message of one key.
func press(key string) tea.KeyMsg {
	if kind, ok := named[key]; ok {
		message := tea.KeyMsg{Type: kind}
		if kind == tea.KeySpace {
			message.Runes = []rune{' '}
		}
		return message
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(key)}
}

// keys presses keys one after the other.
func (a *app) keys(keys ...string) *app {
	for _, key := range keys {
		a.m.Update(press(key))
	}
	return a
}

// types presses the keys of a text.
func (a *app) types(text string) *app {
	for _, r := range text {
		a.keys(string(r))
	}
	return a
}

// paste is a bracketed paste, as the reader in front of Bubble Tea delivers it.
func (a *app) paste(text string) *app {
	a.m.Update(keyboard.Paste{Data: []byte(text)})
	return a
}

func (a *app) size(width, height int) *app {
	a.m.Update(tea.WindowSizeMsg{Width: width, Height: height})
	return a
}

// say answers questions by their digits: "question=answer", by their ids.
func (a *app) say(answers ...string) *app {
	a.t.Helper()
	for _, one := range answers {
		id, answer, _ := strings.Cut(one, "=")
		if a.m.at.Open != ids.Question(id) {
			a.t.Fatalf("%s is not asked but %s", id, a.place())
		}
		a.keys(digit(a.t, ids.Question(id), ids.Answer(answer)))
		if _, typing := a.m.top().(*form); typing { // they have nothing to type in
			a.keys("esc")
		}
	}
	return a
}

func digit(t testing.TB, id ids.Question, answer ids.Answer) string {
	t.Helper()
	question, _ := steps.Lookup(id)
	for i, one := range question.Answers {
		if one.ID == answer {
			return fmt.Sprint(i + 1)
		}
	}
	t.Fatalf("question %s has no answer %s", id, answer)
	return ""
}

// place says where the walk stands.
func (a *app) place() string {
	switch at := a.m.session.Position(); {
	case at.Cause != "":
		return "cause " + string(at.Cause)
	case at.Outcome != "":
		return "outcome " + string(at.Outcome)
	default:
		return "question " + string(at.Open)
	}
}

func (a *app) wantPlace(want string) *app {
	a.t.Helper()
	if got := a.place(); got != want {
		a.t.Fatalf("the walk stands at %s, want %s", got, want)
	}
	return a
}

// wants holds that texts are on the screen, with blanks and line ends all the same.
func (a *app) wants(texts ...string) *app {
	a.t.Helper()
	view := a.view()
	for _, text := range texts {
		if !strings.Contains(flat(view), flat(text)) {
			a.t.Fatalf("%q is not on the screen:\n%s", text, view)
		}
	}
	return a
}

// lacks holds that texts are not on the screen.
func (a *app) lacks(texts ...string) *app {
	a.t.Helper()
	view := a.view()
	for _, text := range texts {
		if strings.Contains(flat(view), flat(text)) {
			a.t.Fatalf("%q is on the screen:\n%s", text, view)
		}
	}
	return a
}

// view draws the screen, and holds what is true of every screen: it fits the window, and it has no control characters
// beside colours, and none at all without colours.
func (a *app) view() string {
	a.t.Helper()
	view := a.m.View()
	if problem := badScreen(view, a.m.layout.width, a.m.layout.height, a.m.options.Colours != termenv.Ascii); problem != "" {
		a.t.Fatalf("%s\n%q", problem, view)
	}
	return view
}

// badScreen says what is wrong with a screen for a window, "" for nothing.
func badScreen(view string, width, height int, colours bool) string {
	lines := strings.Split(view, "\n")
	if len(lines) > height {
		return fmt.Sprintf("%d lines in a window of %d", len(lines), height)
	}
	for i, line := range lines {
		if wide := ansi.StringWidth(line); wide > width {
			return fmt.Sprintf("line %d is %d columns wide, the window %d: %q", i+1, wide, width, line)
		}
		if colours {
			line = withoutColours(line)
		}
		for _, r := range line {
			if r < 0x20 || r >= 0x7f && r < 0xa0 {
				return fmt.Sprintf("line %d has the control character %U: %q", i+1, r, line)
			}
		}
	}
	return ""
}

// withoutColours takes out the sequences that set colours and weights ("select graphic rendition"), and no others.
func withoutColours(text string) string {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(text, "\x1b[")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		end := strings.IndexFunc(after, func(r rune) bool { return r != ';' && (r < '0' || r > '9') })
		if end < 0 || after[end] != 'm' {
			out.WriteString("\x1b[")
			text = after
			continue
		}
		text = after[end+1:]
	}
}

func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// The evidence of most tests.
var (
	page         = tokentest.Page([2]string{tokentest.ClerkDevelopment, "convex"})
	nullLine     = "8/22/2026, 12:14:18 AM [CONVEX Q(users:me)] [LOG] 'server identity' null\n"
	identityLine = "8/22/2026, 12:14:23 AM [CONVEX Q(users:me)] [LOG] 'server identity' {\n  tokenIdentifier: 'https://verb-noun-00.clerk.accounts.dev|user_2abc',\n  issuer: 'https://verb-noun-00.clerk.accounts.dev',\n  subject: 'user_2abc'\n}\n"
)

// otherAudience is a Clerk token whose aud is not the page's.
func otherAudience() string { return tokentest.Of("clerk", noon).With("aud", "shop").Sign() }

// otherIssuer is one of another instance.
func otherIssuer() string {
	return tokentest.Of("clerk", noon).With("iss", tokentest.ClerkProduction).Sign()
}

func fitting() string { return tokentest.Of("clerk", noon).Sign() }
