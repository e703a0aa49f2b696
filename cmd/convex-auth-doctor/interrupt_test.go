//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// padding is more blank lines than a pipe holds: when they are written, everything before them was read.
var padding = strings.Repeat("\n", 256<<10)

// interruptible starts a pipe like `npx convex logs --jsonl | convex-auth-doctor check -` in a process group of its own,
// as a shell does. It returns once the log was read.
func interruptible(t *testing.T, log string, arguments ...string) (command *exec.Cmd, stdout, stderr *bytes.Buffer) {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	file := writeEvidence(t, log+padding)
	// The shell runs both as children and waits for the second: its status is that of the pipe. It must outlive ctrl-c.
	script := `trap : INT; (trap - INT; cat "$1"; : >"$1.read"; exec sleep 600) | (trap - INT; shift; exec "$@"); exit $?`
	command = exec.Command("sh", append([]string{"-c", script, "sh", file, path}, arguments...)...)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stdout, stderr = &bytes.Buffer{}, &bytes.Buffer{}
	command.Stdout, command.Stderr = stdout, stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Kill(-command.Process.Pid, syscall.SIGKILL); command.Wait() })
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(file + ".read"); err == nil {
			break
		} else if time.Now().After(end) {
			t.Fatal("the log is not read")
		}
	}
	return command, stdout, stderr
}

func interrupt(t *testing.T, command *exec.Cmd) (status int) {
	t.Helper()
	if err := syscall.Kill(-command.Process.Pid, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	select {
	case err := <-ended:
		var failed *exec.ExitError
		if errors.As(err, &failed) {
			return failed.ExitCode()
		}
		return 0
	case <-time.After(patience):
		t.Fatal("it does not end")
		return -1
	}
}

func loopLog(refreshes int) string {
	var log strings.Builder
	for i := range refreshes {
		at := 1787357658 + float64(i)*0.5
		fmt.Fprintf(&log, `{"kind":"Completion","udfType":"Mutation","identifier":"auth:store","logLines":[],"timestamp":%.3f,"caller":"Action","parentExecutionId":"a%d","error":null,"requestId":"%016x","executionId":"m%d","returnBytes":4,"identityType":"unknown"}`+"\n", at, i, i, i)
		fmt.Fprintf(&log, `{"kind":"Completion","udfType":"Action","identifier":"auth:signIn","logLines":[],"timestamp":%.3f,"caller":"HttpApi","parentExecutionId":null,"error":null,"requestId":"%016x","executionId":"a%d","returnBytes":34,"identityType":"unknown"}`+"\n", at+0.01, i, i)
	}
	return log.String()
}

// A log that is followed ends with ctrl-c, and its result is printed.
func TestCheckInterrupted(t *testing.T) {
	for name, refreshes := range map[string]int{"short": 12, "longer than what is looked at first": 1200} {
		t.Run(name, func(t *testing.T) {
			command, stdout, stderr := interruptible(t, loopLog(refreshes), "check", "-")
			status := interrupt(t, command)
			if status != 1 || !strings.Contains(stdout.String(), "refresh-token-corrupted") || !strings.Contains(stdout.String(), fmt.Sprintf("None of %d refreshes", refreshes)) {
				t.Errorf("status %d\n%s\n%s", status, stdout, stderr)
			}
		})
	}
}

// Where nothing came, ctrl-c is only the end.
func TestCheckInterruptedWithNothing(t *testing.T) {
	command, stdout, stderr := interruptible(t, "", "check", "-")
	if status := interrupt(t, command); status != ExitInterrupted || stdout.Len() > 0 {
		t.Errorf("status %d\n%s\n%s", status, stdout, stderr)
	}
}

// A writer that goes on in spite of ctrl-c is left behind.
func TestCheckInterruptedAlone(t *testing.T) {
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(path, "check", "--json", "-")
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stdout bytes.Buffer
	command.Stdout = &stdout
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { command.Process.Kill(); stdin.Close() })
	io.WriteString(stdin, loopLog(12)+padding+`{"kind":"Completion","udf`) // a line that is being written
	command.Process.Signal(syscall.SIGINT)
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	select {
	case <-ended:
	case <-time.After(patience):
		t.Fatal("it does not end")
	}
	if out := stdout.String(); command.ProcessState.ExitCode() != 1 || !strings.Contains(out, `"pairs": 12`) {
		t.Errorf("status %d\n%.2000s", command.ProcessState.ExitCode(), out)
	}
}
