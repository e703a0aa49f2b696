//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"

	"convex-auth-doctor/steps/token/tokentest"
)

// built is the program as people build it. The test's own binary would not do: it imports other packages, and what is
// looked at here depends on the order in which packages are initialised.
var built = sync.OnceValues(func() (string, error) {
	directory, err := os.MkdirTemp("", "convex-auth-doctor")
	if err != nil {
		return "", err
	}
	leftovers = append(leftovers, directory)
	path := filepath.Join(directory, program)
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", errors.New(string(out))
	}
	return path, nil
})

// terminal is the program on a pseudo-terminal that says nothing by itself.
type terminal struct {
	t       *testing.T
	master  *os.File
	slave   *os.File
	command *exec.Cmd
	before  *term.State

	mutex sync.Mutex
	out   bytes.Buffer
	seen  int // how much of out was looked at
}

func onTerminal(t *testing.T, columns, lines int, environment []string, arguments ...string) *terminal {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("this machine has no pseudo-terminals: %v", err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Rows: uint16(lines), Cols: uint16(columns)}); err != nil {
		t.Fatal(err)
	}
	before, err := term.GetState(slave.Fd())
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(path, arguments...)
	home := t.TempDir()
	command.Dir = home
	command.Env = append([]string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "LANG=C.UTF-8"}, environment...)
	command.Stdin, command.Stdout, command.Stderr = slave, slave, slave
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	terminal := &terminal{t: t, master: master, slave: slave, command: command, before: before}
	go func() {
		buffer := make([]byte, 32<<10)
		for {
			n, err := master.Read(buffer)
			terminal.mutex.Lock()
			terminal.out.Write(buffer[:n])
			terminal.mutex.Unlock()
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		command.Process.Kill()
		command.Wait()
		slave.Close()
		master.Close()
	})
	return terminal
}

// all is everything that was written so far.
func (terminal *terminal) all() string {
	terminal.mutex.Lock()
	defer terminal.mutex.Unlock()
	return terminal.out.String()
}

// shows waits for a text, and returns what was written up to it since the last one.
func (terminal *terminal) shows(text string) string {
	terminal.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		out := terminal.all()[terminal.seen:]
		if at := strings.Index(out, text); at >= 0 {
			terminal.seen += at + len(text)
			return out[:at]
		}
	}
	terminal.t.Fatalf("%q was never shown; there was: %q", text, terminal.all())
	return ""
}

func (terminal *terminal) types(text string) *terminal {
	terminal.t.Helper()
	if _, err := terminal.master.WriteString(text); err != nil {
		terminal.t.Fatal(err)
	}
	return terminal
}

// leaves waits for the end, and holds the exit status and that the terminal is as it was.
func (terminal *terminal) leaves(status int) {
	terminal.t.Helper()
	done := make(chan error, 1)
	go func() { done <- terminal.command.Wait() }()
	select {
	case <-done:
	case <-time.After(patience):
		terminal.t.Fatalf("it does not end; there was: %q", terminal.all())
	}
	if got := terminal.command.ProcessState.ExitCode(); got != status {
		terminal.t.Errorf("exit status %d, want %d", got, status)
	}
	after, err := term.GetState(terminal.slave.Fd())
	if err != nil {
		terminal.t.Fatal(err)
	}
	if !reflect.DeepEqual(terminal.before, after) {
		terminal.t.Errorf("the terminal is left in another state: %+v, it was %+v", after, terminal.before)
	}
}

// questions are what a program can ask a terminal, and then wait for an answer.
var questions = map[string]string{"background colour": "\x1b]11;?", "foreground colour": "\x1b]10;?", "cursor position": "\x1b[6n", "device attributes": "\x1b[c"}

func asks(text string) string {
	for name, sequence := range questions {
		if strings.Contains(text, sequence) {
			return name
		}
	}
	return ""
}

// TestSilentTerminal holds that the first frame comes without asking the terminal for anything, and without any answer.
func TestSilentTerminal(t *testing.T) {
	on := onTerminal(t, 80, 24, nil)
	before := on.shows("keys") // the foot line is the last of the first frame
	if !strings.Contains(before, "Let's find out why") {
		t.Errorf("the first frame has no question: %q", before)
	}
	if question := asks(before); question != "" {
		t.Errorf("it asks the terminal for its %s before the first frame", question)
	}
	on.types("q")
	on.leaves(0)
	on.shows("\x1b[?1049l") // the normal screen is given back; what a process wrote last may arrive after its end
}

// TestAnsweringTerminal answers the question about the background late: it changes colours, and is not taken for keys.
func TestAnsweringTerminal(t *testing.T) {
	on := onTerminal(t, 80, 24, nil)
	on.shows("keys")
	on.shows("\x1b]11;?")
	on.types("\x1b]11;rgb:ffff/ffff/ffff\x1b\\")
	on.shows("keys") // drawn anew in the colours for a light background
	on.types("1")
	on.shows("What do the logs show")
	on.types("q")
	on.shows("Leave?")
	on.types("y")
	on.leaves(0)
}

// TestNoQuestionIsAsked holds the same for what prints and ends, and for a person who has said what the colours are.
func TestNoQuestionIsAsked(t *testing.T) {
	for name, arguments := range map[string][]string{"explain": {"explain", "issuer-mismatch"}, "list": {"explain"}, "check": {"check", "/dev/null"}, "tree": {"tree"}, "version": {"--version"}} {
		t.Run(name, func(t *testing.T) {
			on := onTerminal(t, 80, 24, nil, arguments...)
			status := 0
			if name == "check" {
				status = 3
			}
			on.leaves(status)
			on.shows("\n")                    // what a process wrote may arrive after its end
			time.Sleep(20 * time.Millisecond) // and what is still on its way
			if question := asks(on.all()); question != "" || on.all() == "" {
				t.Errorf("it asks for %q: %q", question, on.all())
			}
		})
	}
	for _, one := range [][]string{{"--dark"}, {"--light"}} {
		on := onTerminal(t, 80, 24, nil, one...)
		on.shows("keys")
		on.types("1")
		on.shows("What do the logs show")
		on.types("\x03")
		on.leaves(ExitInterrupted)
		if question := asks(on.all()); question != "" {
			t.Errorf("%v: it asks for its %s", one, question)
		}
	}
}

// TestInterrupt ends with 130, as shells expect it, and prints the page that was open.
func TestInterrupt(t *testing.T) {
	on := onTerminal(t, 80, 24, nil)
	on.shows("keys")
	on.types("1")
	on.shows("What do the logs show")
	on.types("\x03")
	on.shows("\x1b[?1049l")
	on.shows("You left at: ")
	on.leaves(ExitInterrupted)
}

// TestTerminalWithoutColours writes frames without any colour under NO_COLOR, whatever its value.
func TestTerminalWithoutColours(t *testing.T) {
	for _, value := range []string{"1", "yes", "0"} {
		on := onTerminal(t, 100, 30, []string{"NO_COLOR=" + value})
		on.shows("keys")
		on.types("/")
		on.shows("esc leave")
		on.types("\x03")
		on.leaves(ExitInterrupted)
		if found := graphics.FindString(on.all()); found != "" {
			t.Errorf("NO_COLOR=%s: there is %q in %q", value, found, on.all())
		}
	}
}

// graphics sets colours and weights (ECMA-48, "select graphic rendition").
var graphics = regexp.MustCompile(`\x1b\[[0-9;:]*m`)

// TestResizedTerminal draws anew when the window changes.
func TestResizedTerminal(t *testing.T) {
	on := onTerminal(t, 80, 24, []string{"NO_COLOR=1"})
	on.shows("keys")
	// A change that comes before the program listens for changes is lost to it: the size changes until it is seen.
	for columns, end := uint16(140), time.Now().Add(patience); !strings.Contains(on.all(), "│") && time.Now().Before(end); columns ^= 1 {
		if err := pty.Setsize(on.master, &pty.Winsize{Rows: 45, Cols: columns}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	on.shows("│")
	on.types("q")
	on.leaves(0)
}

// TestPastesOnATerminal pastes with brackets, without brackets, and far too much.
func TestPastesOnATerminal(t *testing.T) {
	token := longToken()
	for name, text := range map[string]string{"bracketed": "\x1b[200~" + token + "\x1b[201~", "not bracketed": token} {
		t.Run(name, func(t *testing.T) {
			on := onTerminal(t, 80, 24, []string{"NO_COLOR=1"})
			on.shows("keys")
			on.types(text)
			on.shows("Convex answers")
			on.types("\x03")
			on.leaves(ExitInterrupted)
			if tokentest.Leaks(on.all(), token[40:]) {
				t.Error("a part of the token is on the screen")
			}
		})
	}
	t.Run("too large", func(t *testing.T) {
		on := onTerminal(t, 80, 24, []string{"NO_COLOR=1"})
		on.shows("keys")
		on.types("\x1b[200~" + strings.Repeat("q1", 1<<20) + "\x1b[201~")
		on.shows("--evidence FILE")
		on.types("q") // nothing was lost and nothing was taken for an answer: it leaves without asking
		on.leaves(0)
	})
}

// longToken is longer than a line of a terminal can be in canonical mode (4,095 bytes).
func longToken() string {
	token := tokentest.Of("clerk", time.Now())
	for len(token.Sign()) < 6000 {
		roles, _ := token.Payload["roles"].(string)
		token = token.With("roles", roles+strings.Repeat("member of the editors ", 20))
	}
	return token.Sign()
}

// TestLineModeOnATerminal pastes a token of more than 6,000 bytes: it arrives whole, and is never echoed.
func TestLineModeOnATerminal(t *testing.T) {
	token := longToken()
	on := onTerminal(t, 80, 24, nil, "--plain")
	on.shows("(b back, ? help) > ")
	on.types("2\r")
	if echo := on.shows("Can you paste the token that your client sends"); !strings.Contains(echo, "2\r\n") {
		t.Errorf("what is typed is not echoed: %q", echo)
	}
	on.shows("(b back, ? help) > ")
	on.types(token + "\r")
	on.shows("Seen: token · RS256 · Clerk session token")
	on.shows("The token can be read.")
	on.shows("(b back, ? help) > ")
	on.types("t\r")
	on.shows("payload roles")
	on.shows("(b back, ? help) > ")
	on.types("\x03")
	on.leaves(ExitInterrupted)
	if tokentest.Leaks(on.all(), token[40:]) {
		t.Error("a part of the token was echoed")
	}
	if strings.Contains(on.all(), "\x1b") {
		t.Error("line mode writes an escape sequence")
	}
	if strings.Contains(strings.ReplaceAll(on.all(), "\r\n", ""), "\n") {
		t.Error("a line ends without a carriage return: the next one hangs below its end")
	}
}

// TestLineModeLeaves restores the terminal however line mode ends.
func TestLineModeLeaves(t *testing.T) {
	for name, c := range map[string]struct {
		keys   string
		status int
	}{"q": {"q\r", 0}, "end of input": {"\x04", 0}, "ctrl-c": {"\x03", ExitInterrupted}, "ctrl-c in a line": {"some text\x03", ExitInterrupted}} {
		t.Run(name, func(t *testing.T) {
			on := onTerminal(t, 80, 24, nil, "--plain")
			on.shows("(b back, ? help) > ")
			on.types(c.keys)
			on.leaves(c.status)
		})
	}
}

// TestTerminalsForLineMode holds what chooses line mode on a terminal. It has no escape sequences.
func TestTerminalsForLineMode(t *testing.T) {
	for name, environment := range map[string][]string{"a dumb terminal": {"TERM=dumb"}, "a screen reader": {"ACCESSIBLE=1"}} {
		t.Run(name, func(t *testing.T) {
			on := onTerminal(t, 80, 24, environment)
			on.shows("(b back, ? help) > ")
			on.types("q\r")
			on.leaves(0)
			if strings.Contains(on.all(), "\x1b") {
				t.Errorf("there is an escape sequence: %q", on.all())
			}
		})
	}
}
