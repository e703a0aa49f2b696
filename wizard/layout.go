package wizard

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"convex-auth-doctor/steps/ids"
)

// The sizes in which the screens are made.
const (
	minWidth   = 80  // below it the program works, and says what is missing
	minHeight  = 24  //
	paneWidth  = 100 // from here on a right-hand pane lists what is known
	textWidth  = 96  // text is not wider than this, however wide the window
	chrome     = 4   // head, rule, rule, foot
	paneShare  = 38  // columns of the pane at paneWidth
	paneWidest = 58
)

// layout is the division of one window.
type layout struct {
	width, height int
	left          int // columns of the text
	right         int // columns of the pane, 0 where there is none
	body          int // lines between the rules
}

func newLayout(width, height int) layout {
	l := layout{width: max(width, 20), height: max(height, 6)}
	l.body = l.height - chrome
	l.left = l.width - 2
	if l.width >= paneWidth {
		l.right = min(paneShare+(l.width-paneWidth)/2, paneWidest)
		l.left = l.width - l.right - 4
	}
	l.left = min(l.left, textWidth)
	return l
}

// withoutPane is the same window with all of its width for the text.
func (l layout) withoutPane() layout {
	l.right = 0
	l.left = min(l.width-2, textWidth+12)
	return l
}

// small reports a window in which something had to be left out.
func (l layout) small() bool { return l.width < minWidth || l.height < minHeight }

// frame puts head, body and foot together. Body and pane are lines; what does not fit is cut off.
func (l layout) frame(theme Theme, head string, body, pane []string, foot string) string {
	lines := make([]string, 0, l.height)
	rule := theme.Quiet.Render(strings.Repeat("─", l.width))
	lines = append(lines, fit(head, l.width), rule)
	for i := 0; i < l.body; i++ {
		line := ""
		if i < len(body) {
			line = " " + body[i]
		}
		if l.right > 0 {
			line = pad(line, l.width-l.right-2) + theme.Quiet.Render("│") + " "
			if i < len(pane) {
				line += fit(pane[i], l.right)
			}
		}
		lines = append(lines, fit(line, l.width))
	}
	lines = append(lines, rule, fit(foot, l.width))
	return strings.Join(lines, "\n")
}

// head is the line on top: the name, the steps with where you are, and the promise.
func (m *Model) head() string {
	theme, l := m.theme, m.layout
	name := " " + theme.Strong.Render("convex-auth-doctor")
	promise := theme.Quiet.Render("nothing leaves this machine") + " "
	at := m.session.Position().Step()
	var parts []string
	steps := []ids.Step{ids.StepBackend, ids.StepFrontend, ids.StepMatching}
	switch at {
	case ids.StepStart:
		steps = append([]ids.Step{ids.StepStart}, steps...)
	case ids.StepProduction, ids.StepRefresh:
		steps = append(steps, at)
	}
	for _, step := range steps {
		label := step.String()
		if step >= ids.StepBackend && step <= ids.StepMatching {
			label = string(rune('0'+step)) + " " + label
		}
		switch {
		case step == at:
			label = theme.Accent.Bold(true).Render("● " + label)
		case m.session.Passed(step):
			label = theme.Fine.Render("✓ " + label)
		default:
			label = theme.Quiet.Render("  " + label)
		}
		parts = append(parts, label)
	}
	way := strings.Join(parts, theme.Quiet.Render("  "))
	line := name + "   " + way
	if room := l.width - ansi.StringWidth(line) - ansi.StringWidth(promise); room >= 1 {
		return line + strings.Repeat(" ", room) + promise
	}
	if ansi.StringWidth(line) > l.width { // a small window: the steps matter more than the name
		return " " + way
	}
	return line
}

// fit cuts a line to a width; escape sequences do not count.
func fit(line string, width int) string {
	if ansi.StringWidth(line) <= width {
		return line
	}
	return ansi.Truncate(line, width, "…")
}

// pad fills a line up to a width, or cuts it.
func pad(line string, width int) string {
	line = fit(line, width)
	return line + strings.Repeat(" ", max(0, width-ansi.StringWidth(line)))
}
