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
	if authconfig.IsChild() {
		os.Exit(run())
	}
	testscript.Main(m, map[string]func(){program: func() { os.Exit(run()) }})
}

const program = "convex-auth-doctor"
