// Command convex-auth-doctor takes a developer from getUserIdentity() returning null to the one cause and its fix, on
// their own machine.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/report"
)

// version is set at release: go build -ldflags "-X main.version=v1.2.3".
var version = "development"

// ExitInterrupted is the status after ctrl-c, as shells use it (128 + SIGINT).
const ExitInterrupted = 130

func main() {
	authconfig.ExitIfChild() // the same binary evaluates auth.config in a process with limits
	delayFirstGC()
	os.Exit(run())
}

// run is main with its exit status, for tests that run the program as a command of a script.
func run() int { return execute(system(), os.Args[1:]) }

// surroundings is what a command has around it, so that tests can give it others.
type surroundings struct {
	in       *os.File
	out      io.Writer
	err      io.Writer
	now      func() time.Time
	variable func(string) string
}

func system() surroundings {
	return surroundings{os.Stdin, os.Stdout, os.Stderr, time.Now, os.Getenv}
}

// status is an exit status that is no failure of the program.
type status int

func (s status) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// hint is a mistake of use, with what to do about it.
type hint struct {
	what string
	do   string
}

func (h hint) Error() string { return h.what + "\n  " + h.do }

func execute(around surroundings, arguments []string) int {
	around.err = &guardedErrors{to: around.err, arguments: arguments}
	root := newRoot(around)
	root.SetArgs(arguments)
	err := root.Execute()
	var code status
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintln(around.err, "convex-auth-doctor:", err)
	return report.ExitUsage
}
