// Package wizard is the terminal program: a Bubble Tea state machine that asks the questions of the decision tree, takes
// what is pasted, and shows the cause. It computes no diagnosis; the session below it does.
package wizard

import (
	"io"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/ids"
	_ "convex-auth-doctor/wizard/background" // before Bubble Tea asks the terminal for its colour
	"convex-auth-doctor/wizard/keyboard"
)

// Options are what the program is started with.
type Options struct {
	Session *steps.Session
	Width   int // of the window in columns, 0 if not known yet
	Height  int // in lines
	Dark    bool
	Colours termenv.Profile
	// Clipboard writes to the clipboard and says by which way it tried; an error means that there was none.
	Clipboard func(text string) (way string, err error)
	// OpenFile opens a file that the person named; the error is fs.ErrNotExist where there is none. Nil where files are
	// not read.
	OpenFile func(path string) (Source, error)
	// After the first frame this is written to the terminal: the question about its background colour.
	AskBackground func()
	// Scan reads the project folder; it runs beside the first frame, and again when variables arrive. Nil where no folder is
	// read.
	Scan func(job steps.FolderJob) steps.FolderScanned
	// Evaluate evaluates a pasted auth.config; it runs beside the screen. Nil where that is not wanted.
	Evaluate func(job steps.ConfigJob) steps.ConfigEvaluated
	// Debug receives every message with its time, secrets as labels; nil for none.
	Debug io.Writer
	Now   func() time.Time
}

// afterFirstFrame is when the first frame is certain to be drawn: Bubble Tea draws with its ticks, 60 to 120 in a second.
const afterFirstFrame = 200 * time.Millisecond

// Model is the state of the program: the session, the window, and the screens that lie on one another.
type Model struct {
	options Options
	session *steps.Session
	theme   Theme
	layout  layout

	base    screen // the page of the position
	at      steps.Position
	layers  []screen // what lies above it, the last one on top
	toast   string
	waiting string // the notice that the folder is being read; it goes when that has been done
	copying copying
	printed []string          // what could not be copied and is printed after leaving
	host    wellknown.Hosting // the one that was chosen on the page of a document

	// Interrupted reports that the program was ended with ctrl-c.
	Interrupted bool
}

// New returns the program's model.
func New(options Options) *Model {
	m := &Model{options: options, session: options.Session}
	m.theme = NewTheme(newRenderer(options.Colours), options.Dark)
	m.layout = newLayout(orElse(options.Width, minWidth), orElse(options.Height, minHeight))
	m.arrive()
	if m.hasTraffic() { // a log was named on the command line: it is shown as after a paste
		m.push(newRefreshPage(m))
	}
	return m
}

func newRenderer(profile termenv.Profile) *lipgloss.Renderer {
	renderer := lipgloss.NewRenderer(io.Discard)
	renderer.SetColorProfile(profile)
	return renderer
}

func orElse(value, otherwise int) int {
	if value > 0 {
		return value
	}
	return otherwise
}

// Init starts what runs beside the first frame.
func (m *Model) Init() tea.Cmd {
	var commands []tea.Cmd
	if m.options.Scan != nil {
		commands = append(commands, m.read(m.session.ReadFolder("")))
	}
	if m.options.AskBackground != nil {
		commands = append(commands, tea.Tick(afterFirstFrame, func(time.Time) tea.Msg { m.options.AskBackground(); return nil }))
	}
	return tea.Batch(commands...)
}

// Update handles one message: what concerns the program first, then the screen on top.
func (m *Model) Update(message tea.Msg) (tea.Model, tea.Cmd) {
	m.debug(message)
	command := m.handle(message)
	return m, tea.Batch(command, m.evaluations())
}

func (m *Model) handle(message tea.Msg) tea.Cmd {
	switch message := message.(type) {
	case tea.WindowSizeMsg:
		m.layout = newLayout(message.Width, message.Height)
	case keyboard.Paste:
		return m.paste(message.Data)
	case fileDone:
		m.fileEnded(message)
	case fileTick:
		if m.top() == screen(message.file) {
			return tick(message.file)
		}
	case keyboard.Refused:
		m.refuse(message.Size)
	case steps.FolderScanned:
		m.scanned(message)
	case folderAgain:
		m.checkedAgain(message)
	case steps.ConfigEvaluated:
		m.session.AddEvaluated(message)
		m.rearrive()
	case keyboard.BackgroundReply:
		m.background(message.Colour)
	case tea.KeyMsg:
		return m.presses(message)
	}
	return nil
}

// presses takes a key message apart: Bubble Tea joins the characters that came with one read, and over a slow line that
// is what somebody typed as several keys.
func (m *Model) presses(message tea.KeyMsg) tea.Cmd {
	if message.Type != tea.KeyRunes || len(message.Runes) < 2 || message.Paste || len(message.Runes) >= burstKeys {
		return m.press(message)
	}
	var commands []tea.Cmd
	for _, r := range message.Runes {
		commands = append(commands, m.press(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: message.Alt}))
	}
	return tea.Sequence(commands...)
}

// press gives a key to the screen on top, then to the program.
func (m *Model) press(press tea.KeyMsg) tea.Cmd {
	if is(press, keyAbort) {
		m.Interrupted = true
		return tea.Quit
	}
	if text, pasted := pastedKeys(press); pasted {
		return m.paste([]byte(text))
	}
	m.toast = ""
	if command, done := m.top().press(m, press); done {
		return command
	}
	if m.top().typing() {
		return nil
	}
	return m.shortcut(press)
}

// shortcut handles the keys that work on every screen.
func (m *Model) shortcut(press tea.KeyMsg) tea.Cmd {
	if len(m.layers) > 0 && (is(press, keyBack) || is(press, keyQuit)) {
		m.pop()
		return nil
	}
	switch {
	case is(press, keyBack):
		m.back()
	case is(press, keyPaste):
		m.push(newPasteBox(m))
	case is(press, keyReopen):
		m.push(newHistory(m))
	case is(press, keyEvidence):
		m.push(newEvidenceList(m))
	case is(press, keyNote):
		m.push(newNote(m))
	case is(press, keyFind):
		m.push(newSearch(m))
	case is(press, keyHelp):
		m.push(newHelp(m))
	case is(press, keyTrace):
		m.openToken()
	case is(press, keyRefresh):
		m.openRefresh()
	case is(press, keyList):
		m.listKey()
	case is(press, keyWellKnown):
		m.wellKnownKey()
	case is(press, keyQuit):
		if m.session.Empty() {
			return tea.Quit
		}
		m.push(&quitScreen{})
	case is(press, keyCopy):
		m.toast = "there is nothing to copy on this page"
	case is(press, keyMore), is(press, keyForm), is(press, keyNotIt):
		m.toast = press.String() + " does nothing on this page; ? lists the keys that do"
	}
	return nil
}

// View draws the screen on top.
func (m *Model) View() string {
	top := m.top()
	l := m.layout
	if full, ok := top.(fullWidth); ok && full.fullWidth() {
		l = l.withoutPane()
	}
	scrolls, stays := top.lines(m, l.left)
	body := m.body(m.scrollOf(top), scrolls, stays)
	var pane []string
	if l.right > 0 {
		pane = m.pane(l.right)
	}
	bindings := m.withTraffic(m.withList(top.keys(m)))
	foot := m.foot(bindings)
	if m.layout.small() && m.toast == "" {
		foot = " " + m.theme.Quiet.Render("small window, parts are hidden: e shows what is known, ? the keys")
	}
	return l.frame(m.theme, m.head(), body, pane, foot)
}

// top returns the screen that is seen.
func (m *Model) top() screen {
	if n := len(m.layers); n > 0 {
		return m.layers[n-1]
	}
	return m.base
}

func (m *Model) push(layer screen) { m.layers = append(m.layers, layer) }

func (m *Model) pop() {
	if n := len(m.layers); n > 0 {
		m.layers = m.layers[:n-1]
	}
}

// scrollOf returns how far a screen is scrolled.
func (m *Model) scrollOf(top screen) *scroll {
	if top, ok := top.(scrolled); ok {
		return top.scrolling()
	}
	return &scroll{}
}

// fullWidth is a screen that takes the room of the pane: it says itself what the pane would.
type fullWidth interface{ fullWidth() bool }

// scrolled is a screen that keeps its own scrolling.
type scrolled interface{ scrolling() *scroll }

// arrive makes the page of where the case stands now.
func (m *Model) arrive() {
	m.at = m.session.Position()
	m.copying = copying{}
	switch {
	case m.at.Cause != "" || m.at.Outcome != "":
		m.base = newResult(m)
	default:
		m.base = newQuestion(m, m.at.Open)
	}
}

// say answers the open question and goes on.
func (m *Model) say(answer ids.Answer) {
	asked := m.at.Open
	m.session.Say(answer)
	m.arrive()
	if asked == ids.AskProductionWhat && answer == "checklist" {
		m.openChecklist()
	}
	if form, ok := FormNamed(m.session.TypesIn(asked, answer)); ok {
		m.push(newForm(m, form))
	}
	if taken, overruled := m.session.Overruled(); overruled {
		m.toast = "your evidence says otherwise: " + taken.Finding.Sentence
	}
}

// back forgets the last thing said. It is never blocked; at the beginning it says that this is the beginning.
func (m *Model) back() {
	if !m.session.Back() {
		m.toast = "this is the beginning"
		return
	}
	m.arrive()
}

// fill puts what the case knows into a text.
func (m *Model) fill(text string) string { return assets.Fill(text, m.session.Values()) }
