// Package background answers the question whether the terminal is dark before Bubble Tea asks it.
//
// Bubble Tea v1 asks the terminal for its background colour in a package initialiser and waits up to five seconds for one
// that does not answer. Go initialises packages in the order of their import paths as far as their imports allow, and this
// one sorts before github.com/charmbracelet/bubbletea and imports nothing but Lip Gloss: it is always first. It must never
// import Bubble Tea or Bubbles.
package background

import (
	"os"
	"strconv"
	"strings"

	"github.com/charmbracelet/lipgloss"
)

func init() {
	lipgloss.SetHasDarkBackground(FromEnvironment(os.Getenv("COLORFGBG")))
}

// FromEnvironment reads the variable COLORFGBG ("15;0", foreground and background colour number), which some terminals
// set. It reports true, dark, where nothing is known: most terminals of developers are.
func FromEnvironment(colorFgBg string) bool {
	fields := strings.Split(colorFgBg, ";")
	number, err := strconv.Atoi(fields[len(fields)-1])
	if err != nil {
		return true
	}
	return number < 7 || number == 8
}

// Query is what asks a terminal for its background colour. It is written after the first frame only.
const Query = "\x1b]11;?\x07"

// FromReply reads a terminal's answer to Query, "rgb:RRRR/GGGG/BBBB" (one to four hexadecimal digits each) or
// "#RRGGBB". ok is false where it cannot be read.
func FromReply(reply string) (dark, ok bool) {
	var parts []string
	switch {
	case strings.HasPrefix(reply, "rgb:"):
		parts = strings.Split(reply[len("rgb:"):], "/")
	case strings.HasPrefix(reply, "rgba:"):
		parts = strings.Split(reply[len("rgba:"):], "/")
		if len(parts) == 4 {
			parts = parts[:3]
		}
	case strings.HasPrefix(reply, "#") && len(reply) == 7:
		parts = []string{reply[1:3], reply[3:5], reply[5:7]}
	}
	if len(parts) != 3 {
		return false, false
	}
	light := 0.0
	for i, weight := range []float64{0.299, 0.587, 0.114} { // ITU-R BT.601 luma
		value, err := strconv.ParseUint(parts[i], 16, 16)
		if err != nil || len(parts[i]) == 0 || len(parts[i]) > 4 {
			return false, false
		}
		light += weight * float64(value) / float64(uint64(1)<<(4*len(parts[i]))-1)
	}
	return light < 0.5, true
}
