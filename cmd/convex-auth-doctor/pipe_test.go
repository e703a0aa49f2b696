//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"convex-auth-doctor/steps/token/tokentest"
)

// pipe makes a named pipe that nobody writes into.
func pipe(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "logs")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skipf("this system has no named pipes: %v", err)
	}
	return path
}

// fill writes into a pipe as soon as it is read.
func fill(t *testing.T, path, text string) {
	t.Helper()
	go func() {
		if file, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil {
			file.WriteString(text)
			file.Close()
		}
	}()
}

// TestPipeInTheWizard names a pipe that nobody writes into: the screen goes on, esc stops it, and so does ctrl-c. Once
// somebody writes into it, it is read.
func TestPipeInTheWizard(t *testing.T) {
	path := pipe(t)
	on := onTerminal(t, 100, 30, []string{"NO_COLOR=1"})
	on.shows("keys")
	on.types("\x1b[200~" + path + "\x1b[201~")
	on.shows("Nothing came yet")
	on.types("\x1b")
	on.shows("stopped; nothing of logs was read")
	on.types("e")
	on.shows("Nothing was pasted yet")
	on.types("\x1b")
	on.shows("Let's find out why")
	on.types("\x1b[200~'" + path + "'\x1b[201~")
	on.shows("Nothing came yet")
	fill(t, path, tokentest.Of("clerk", time.Now()).Sign()+"\n")
	on.shows("token · RS256")
	on.types("\x1b[200~" + path + "\x1b[201~")
	on.shows("Nothing came yet")
	on.types("\x03")
	on.leaves(ExitInterrupted)
}

// TestPipeInLineMode holds the same for line mode, where ctrl-c stops the reading and, at a question, the program.
func TestPipeInLineMode(t *testing.T) {
	path := pipe(t)
	on := onTerminal(t, 80, 24, nil, "--plain")
	for _, key := range []string{"\x03", "\x1b"} {
		on.shows("(b back, ? help) > ")
		on.types(path + "\r")
		on.shows("ctrl-c stops it")
		if key == "\x1b" {
			on.types("e\r") // typed ahead: it is answered later. With ctrl-c a terminal drops what nobody has read yet.
		}
		on.types(key)
		on.shows("Stopped; nothing of ")
		if key == "\x03" {
			on.types("e\r")
		}
		on.shows("Nothing was pasted yet.")
	}
	on.shows("(b back, ? help) > ")
	fill(t, path, tokentest.Of("clerk", time.Now()).Sign()+"\n") // it waits: nobody reads any more
	on.types("\x1b[200~file://" + path + "\x1b[201~")
	on.shows("Seen: token · RS256")
	on.shows("(b back, ? help) > ")
	on.types("\x03")
	on.leaves(ExitInterrupted)
}

// TestPipeNamedAtTheStart ends with the first ctrl-c.
func TestPipeNamedAtTheStart(t *testing.T) {
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	for _, arguments := range [][]string{{"check", pipe(t)}, {"--plain", "--evidence", pipe(t)}} {
		command := exec.Command(program, arguments...)
		command.Dir = t.TempDir()
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- command.Wait() }()
		time.Sleep(100 * time.Millisecond) // it is opening the pipe
		command.Process.Signal(os.Interrupt)
		select {
		case <-done:
		case <-time.After(patience):
			command.Process.Kill()
			t.Fatalf("%v does not end with ctrl-c", arguments)
		}
	}
}
