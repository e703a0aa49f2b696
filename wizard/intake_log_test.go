package wizard

import (
	"testing"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/logs"
)

// A log that was counted as a whole was recognised, even where no line of it is a piece of evidence.
func TestRecognisedLogWithoutPieces(t *testing.T) {
	if got, want := Recognised(steps.Intake{Log: &logs.Summary{Rows: 380}}), "a log of 380 rows"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := Recognised(steps.Intake{Log: &logs.Summary{}}), "nothing in it was recognised; it is kept as a note (e)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
