package steps

import (
	"fmt"
	"strings"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/report"
)

// Text is the short form that `check` prints: what is not right, with the first command of its fix, and how many rows
// are fine.
func (list Checklist) Text() []string {
	mark := "✓"
	switch {
	case list.Count(deploy.Fail) > 0:
		mark = "✗"
	case list.Count(deploy.Warn) > 0:
		mark = "!"
	}
	head := mark + " production checklist: " + list.Summary()
	if list.Count(deploy.Fail) == 0 {
		head = mark + " production checklist: nothing fails · " + list.Summary()
	}
	lines := markdown.Wrap(head, report.Width)
	if who := list.Title(); who != "" {
		lines = append(lines, "  "+who)
	}
	for _, state := range []deploy.State{deploy.Fail, deploy.Warn} {
		for _, row := range list.Rows {
			if row.State == state {
				lines = append(lines, rowText(row, list.Facts)...)
			}
		}
	}
	return append(lines, list.notSeen()...)
}

// notSeen are the lines about what the checks did not see: the addresses to register, whole, and the names of the rest of
// what decides whether people can sign in.
func (list Checklist) notSeen() []string {
	const lead = "  ? "
	var lines, rest []string
	for _, group := range list.Groups {
		for _, line := range group.Lines {
			row := line.Row()
			switch {
			case row.State != deploy.Unseen || row.Follows != "":
			case row.ID == "OAUTH-CB" && row.Expected != "":
				lines = append(lines, fmt.Sprintf("%s%-16s %s: %s", lead, row.ID, line.Label, line.Text))
			case group.Title == "code" || group.Title == "served by Convex":
				rest = append(rest, line.Label)
			}
		}
	}
	if len(rest) == 0 {
		return lines
	}
	text := strings.Join(rest, ", ") + ". Give them to check as well: --json says for each row what shows it."
	return append(lines, report.Hang("  ? not seen         ", text)...)
}

// Title names the deployment and the library.
func (list Checklist) Title() string {
	var parts []string
	if list.Deployment != "" {
		parts = append(parts, list.Deployment)
	}
	if list.Facts.Generation != deploy.GenUnknown {
		parts = append(parts, list.Facts.Generation.Name())
	}
	return strings.Join(parts, " · ")
}

// ended closes a sentence that has no mark at its end.
func ended(text string) string {
	if strings.HasSuffix(text, "?") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// alsoNeeded are the other commands of a fix that takes them all: values of one provider are set together. Elsewhere they are
// other ways to the same end.
func alsoNeeded(row deploy.Row) []string {
	if row.ID == "PROVIDER-PAIR" || row.ID == "PROVIDER-SHAPE" {
		return row.Fix.Commands[1:]
	}
	return nil
}

func rowText(row deploy.Row, facts deploy.Facts) []string {
	mark := map[deploy.State]string{deploy.Fail: "✗", deploy.Warn: "!"}[row.State]
	lead := fmt.Sprintf("  %s %-16s", mark, row.ID)
	indent := strings.Repeat(" ", markdown.Width(lead))
	what := textOf(row, facts)
	text := ended(labelOf(row) + ": " + what)
	if strings.HasPrefix(what, "is ") { // the sentence began with the label
		text = ended(labelOf(row) + " " + what)
	}
	lines := report.Hang(lead, text)
	under := func(label, text string) { lines = append(lines, report.Hang(indent+report.Label(label), text)...) }
	if row.Expected != "" && row.Actual != "" {
		under("should be", row.Expected)
		under("is", row.Actual)
	}
	switch {
	case row.Fix == nil:
	case len(row.Fix.Commands) == 0:
		under("fix", row.Fix.Text)
	default: // a command is copied: it stands on one line
		lines = append(lines, indent+report.Label("fix")+row.Fix.Commands[0])
		for _, command := range alsoNeeded(row) {
			lines = append(lines, indent+report.Label("")+command)
		}
		if row.Cause == "" { // else its page tells the rest
			under("", row.Fix.Text)
		}
	}
	return lines
}
