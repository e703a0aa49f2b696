package wizard

import (
	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
)

// suspicionLines is how many lines of a question the suspicion may take.
const suspicionLines = 2

// suspicion offers, above the answers of a question, the cause that the project folder alone makes likely. The first screen shows
// what is worth a look by itself, and where the code hints at an answer it stands there.
func (m *Model) suspicion(width int) []string {
	position, text := m.session.Position(), m.session.SuspicionText()
	if text == "" || position.Open == steps.Root || position.Suggested != nil && position.Suggested.Finding.Cause == position.Suspected.Cause {
		return nil
	}
	const offer = "worth a look (o): "
	lines := markdown.Wrap(offer+text, width-2)
	if len(lines) > suspicionLines {
		lines[suspicionLines-1] = fit(lines[suspicionLines-1]+" "+lines[suspicionLines], width-2)
		lines = lines[:suspicionLines]
	}
	mark := m.theme.Doubt.Render("! ")
	for i, line := range lines {
		lines[i] = mark + m.theme.Quiet.Render(line)
		mark = "  "
	}
	return append(lines, "")
}
