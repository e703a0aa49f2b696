package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/atotto/clipboard"
	"github.com/aymanbagabas/go-osc52/v2"
	"github.com/charmbracelet/x/term"
	"github.com/muesli/termenv"

	"convex-auth-doctor/wizard"
	"convex-auth-doctor/wizard/background"
)

func isTerminal(stream any) bool {
	if guarded, ok := stream.(*guardedErrors); ok {
		stream = guarded.to
	}
	file, ok := stream.(*os.File)
	return ok && file != nil && term.IsTerminal(file.Fd())
}

// sizeOf returns columns and lines of a terminal, 0 where they are not known.
func sizeOf(out *os.File) (width, height int) {
	width, height, err := term.GetSize(out.Fd())
	if err != nil {
		return 0, 0
	}
	return width, height
}

// coloursOf says how many colours there are. NO_COLOR means none, with any value that is not empty (no-color.org).
func coloursOf(around surroundings) termenv.Profile {
	if around.variable("NO_COLOR") != "" || !isTerminal(around.out) {
		return termenv.Ascii
	}
	return termenv.NewOutput(around.out).EnvColorProfile()
}

// terminalOf is what pages are printed to.
func terminalOf(around surroundings) wizard.Terminal {
	terminal := wizard.Terminal{Dark: background.FromEnvironment(around.variable("COLORFGBG")), Colours: coloursOf(around)}
	if file, ok := around.out.(*os.File); ok && isTerminal(file) {
		terminal.Width, _ = sizeOf(file)
	}
	return terminal
}

// clipboardLimit is how many bytes terminals take in one OSC 52 sequence without cutting it.
const clipboardLimit = 70_000

var errNoClipboard = errors.New("no clipboard answers here")

// copier writes by both ways that there are: the system's clipboard, and the terminal's (OSC 52), which also works
// over SSH. Nothing answers the second one, so it says that it was tried.
func copier(around surroundings, out io.Writer) func(text string) (string, error) {
	return func(text string) (string, error) {
		var ways []string
		remote := around.variable("SSH_TTY") != "" || around.variable("SSH_CONNECTION") != ""
		if !remote && !clipboard.Unsupported && hasDisplay(around) {
			if clipboard.WriteAll(text) == nil {
				ways = append(ways, "system clipboard")
			}
		}
		if len(text) <= clipboardLimit && around.variable("TERM") != "linux" {
			sequence := osc52.New(text)
			switch {
			case around.variable("TMUX") != "":
				sequence = sequence.Tmux()
			case strings.HasPrefix(around.variable("TERM"), "screen"):
				sequence = sequence.Screen()
			}
			if _, err := fmt.Fprint(out, sequence); err == nil {
				ways = append(ways, "asked the terminal")
			}
		}
		if len(ways) == 0 {
			return "", errNoClipboard
		}
		return strings.Join(ways, ", "), nil
	}
}

// hasDisplay reports whether a system clipboard can be there: on Linux it belongs to X11 or Wayland.
func hasDisplay(around surroundings) bool {
	return runtime.GOOS == "windows" || runtime.GOOS == "darwin" || around.variable("DISPLAY") != "" || around.variable("WAYLAND_DISPLAY") != ""
}
