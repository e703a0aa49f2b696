package steps

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"convex-auth-doctor/steps/token/tokentest"
)

// crashing asks this test's own binary to take in what is on standard input, and then to crash.
const crashing = "CONVEX_AUTH_DOCTOR_TEST_CRASH"

// TestSecretsInPanicText crashes with everything in hand that a careless line of code could print, and looks for the
// secret in what the runtime writes.
func TestSecretsInPanicText(t *testing.T) {
	if os.Getenv(crashing) != "" {
		crash()
	}
	for _, secret := range tokentest.Secrets(noon) {
		t.Run(secret.Name, func(t *testing.T) {
			command := exec.Command(os.Args[0], "-test.run=^TestSecretsInPanicText$")
			command.Env = append(os.Environ(), crashing+"=1", "GOTRACEBACK=all")
			command.Stdin = strings.NewReader(secret.Paste)
			out, err := command.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "panic: everything: ") {
				t.Fatalf("it did not crash: %v", err)
			}
			if tokentest.Leaks(string(out), secret.Value) {
				t.Error("the text of the panic holds it")
			}
		})
	}
}

func crash() {
	paste, err := io.ReadAll(os.Stdin)
	if err != nil {
		os.Exit(3)
	}
	s := newSession()
	s.Take(paste, "pasted")
	s.Take([]byte(clerkPage), "pasted")
	everything := fmt.Sprintf("%v %+v %#v", s.Case(), s.Case().Items, s.Findings())
	for _, item := range s.Case().Items {
		everything += fmt.Sprintf(" %v %+v %#v", item.Piece, item.Piece.Data, item.Piece.Data)
	}
	if j := s.Judgement(); j != nil {
		everything += fmt.Sprintf(" %+v %#v", *j, j.Token)
	}
	defer func() { // a panic while another one is printed prints both
		panic(fmt.Errorf("everything: %v, and again: %s: %w", recover(), everything, s.Secrets().Check(paste)))
	}()
	panic(s.Result())
}
