package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"convex-auth-doctor/steps/authconfig"
)

// TestMain lets this test binary be the program itself: as the command of the scripts, and as the child process that
// evaluates auth.config.
func TestMain(m *testing.M) {
	authconfig.ExitIfChild()
	testscript.Main(cleaning{m}, map[string]func(){program: func() { os.Exit(run()) }})
}

const program = "convex-auth-doctor"

// cleaning removes what the tests made for all of them, at their end.
type cleaning struct{ *testing.M }

var leftovers []string

func (tests cleaning) Run() int {
	defer func() {
		for _, path := range leftovers {
			os.RemoveAll(path)
		}
	}()
	return tests.M.Run()
}
