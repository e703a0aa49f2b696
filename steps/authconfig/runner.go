package authconfig

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// The child is this binary, started with a private variable in an otherwise empty environment. main has to look for it before
// it does anything else, and so has TestMain where a test evaluates: see ExitIfChild.
const (
	childVariable = "CONVEX_AUTH_DOCTOR_CHILD"
	childValue    = "auth-config"
)

// ExitIfChild is the whole life of a process that was started to evaluate a config: it does that and ends. In every other
// process it does nothing.
func ExitIfChild() {
	if os.Getenv(childVariable) == childValue {
		os.Exit(childMain(os.Stdin, os.Stdout))
	}
}

// Runner starts children.
type Runner interface {
	// Run starts a child in which childMain reads what talk writes and writes what talk reads, and returns how it ended
	// once talk has returned. When ctx ends the child is killed.
	Run(ctx context.Context, talk func(to io.Writer, from io.Reader) error) Ending
}

// Ending is how a child ended.
type Ending struct {
	Code   int    // its exit code; -1 when it was killed or could not be started
	Notes  string // the first part of what it wrote to its standard error; never shown, only searched
	Killed bool   // ctx ended first
	Err    error  // what talk returned, or why the child could not be started
}

// SelfRunner starts Path, or the running binary if Path is empty.
type SelfRunner struct{ Path string }

// notesLimit bounds what is kept of a child's standard error.
const notesLimit = 4096

// Run starts the binary as a child. It has no arguments, no environment but its task, and no open files but its pipes.
func (runner SelfRunner) Run(ctx context.Context, talk func(to io.Writer, from io.Reader) error) Ending {
	binary := runner.Path
	if binary == "" {
		var err error
		if binary, err = os.Executable(); err != nil {
			return Ending{Code: -1, Err: err}
		}
	}
	command := exec.CommandContext(ctx, binary)
	command.Env = []string{childVariable + "=" + childValue, "GOTRACEBACK=none"}
	if runtime.GOOS == "windows" {
		command.Env = append(command.Env, "SYSTEMROOT="+os.Getenv("SYSTEMROOT")) // without it processes fail to start there
	}
	command.WaitDelay = time.Second
	notes := &limitedBuffer{limit: notesLimit}
	command.Stderr = notes
	to, err := command.StdinPipe()
	if err != nil {
		return Ending{Code: -1, Err: err}
	}
	from, err := command.StdoutPipe()
	if err != nil {
		return Ending{Code: -1, Err: err}
	}
	if err := command.Start(); err != nil {
		return Ending{Code: -1, Err: err}
	}
	talkErr := talk(to, from)
	to.Close()
	if talkErr != nil {
		// nothing more is wanted of it; what it says on its way out still is
		io.Copy(io.Discard, io.LimitReader(from, maxFrame))
	}
	waitErr := command.Wait()
	ending := Ending{Code: command.ProcessState.ExitCode(), Notes: notes.String(), Killed: ctx.Err() != nil, Err: talkErr}
	if talkErr == nil && waitErr != nil && ending.Code == 0 {
		ending.Err = waitErr
	}
	return ending
}

// limitedBuffer keeps the first limit bytes.
type limitedBuffer struct {
	bytes.Buffer
	limit int
}

func (buffer *limitedBuffer) Write(data []byte) (int, error) {
	if room := buffer.limit - buffer.Len(); room > 0 {
		buffer.Buffer.Write(data[:min(room, len(data))])
	}
	return len(data), nil
}

// kindOfEnding says why a child gave no result.
func kindOfEnding(ending Ending) Kind {
	switch {
	case ending.Killed, ending.Code == exitTime:
		return KindTooLong
	case ending.Code == exitMemory,
		strings.Contains(ending.Notes, "out of memory"),
		strings.Contains(ending.Notes, "cannot allocate memory"),
		// the collector of the runtime does not look whether it got the memory that the kernel refused
		strings.Contains(ending.Notes, "SIGSEGV") && strings.Contains(ending.Notes, "goroutine 0 "):
		return KindTooMuchMemory
	case ending.Code == exitOutput, ending.Err == errFrameTooLarge:
		return KindTooMuchOutput
	case strings.Contains(ending.Notes, "stack exceeds"), strings.Contains(ending.Notes, "stack overflow"):
		return KindTooDeep
	}
	return KindCrash
}
