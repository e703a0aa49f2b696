package wizard

import (
	"strings"
	"testing"
)

// TestPaneEndsWithALine holds that the pane never ends with a heading below which there is no room.
func TestPaneEndsWithALine(t *testing.T) {
	for height := 8; height < 40; height++ {
		a := inProject(t, "next-clerk-signed-in", 100, height)
		a.settle(a.m.Init())
		pane := a.m.pane(a.m.layout.right)
		if len(pane) == 0 {
			continue
		}
		switch last := strings.TrimSpace(withoutColours(pane[len(pane)-1])); last {
		case "known", "ruled out", "possible", "worth a look", "":
			t.Errorf("at %d lines the pane ends with %q", height, last)
		}
		if len(pane) > a.m.layout.body {
			t.Errorf("at %d lines the pane has %d", height, len(pane))
		}
	}
}

// TestNoteIsWhole holds that what the page of a note says about tokens is not cut.
func TestNoteIsWhole(t *testing.T) {
	for _, width := range []int{80, 100} {
		open(t, width, 24).keys("n").wants("Do not write", "and paste it.").lacks("…")
	}
}
