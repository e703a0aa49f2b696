package wizard

import (
	"slices"
	"strings"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/report"
)

// pane is the right-hand side: what is known, what was ruled out, what is worth a look.
func (m *Model) pane(width int) []string {
	theme := m.theme
	lines := m.projectLines(width)
	lines = append(lines, theme.Quiet.Render("known"))
	kinds := 0
	for _, row := range m.knownRows() {
		lines = append(lines, m.paneRow(row[0], row[1], width)...)
		kinds++
	}
	if kinds == 0 {
		lines = append(lines, theme.Quiet.Render("nothing yet: paste anything"))
	}
	ranking := m.session.Ranking()
	if len(ranking.RuledOut) > 0 {
		lines = append(lines, "", theme.Quiet.Render("ruled out"))
		for i, one := range ranking.RuledOut {
			if i == 4 {
				lines = append(lines, theme.Quiet.Render("and more (e)"))
				break
			}
			lines = append(lines, theme.Fine.Render("✓ ")+fit(string(one.Cause), width-2))
		}
	}
	lines = append(lines, m.suspects(ranking, width)...)
	if notes := m.session.Case().Notes; len(notes) > 0 {
		lines = append(lines, "", theme.Quiet.Render("note"))
		lines = append(lines, markdown.Wrap(Guarded(m.session.Secrets(), notes[len(notes)-1].Text), width)...)
	}
	return m.whole(lines)
}

// whole cuts the pane to its room: a heading below which nothing is left goes, too.
func (m *Model) whole(lines []string) []string {
	lines = lines[:min(len(lines), m.layout.body)]
	for len(lines) > 0 {
		last := lines[len(lines)-1]
		heading := slices.ContainsFunc([]string{"known", "ruled out", "possible", "note", project.LabelLook}, func(one string) bool {
			return last == m.theme.Quiet.Render(one)
		})
		if !heading && !blank(last) {
			break
		}
		lines = lines[:len(lines)-1]
	}
	return lines
}

// suspects lists what may be the cause and is not proved.
func (m *Model) suspects(ranking report.Ranking, width int) []string {
	var names []string
	if ranking.Top != nil && ranking.Top.Grade < findings.Proved && m.at.Cause != ranking.Top.Cause {
		names = append(names, string(ranking.Top.Cause))
	}
	for _, rival := range ranking.Rivals {
		names = append(names, string(rival.Cause))
	}
	if len(names) == 0 {
		return nil
	}
	lines := []string{"", m.theme.Quiet.Render("possible")}
	for i, name := range names {
		if i == 4 {
			break
		}
		lines = append(lines, m.theme.Doubt.Render("? ")+fit(name, width-2))
	}
	return lines
}

// knownRows are the newest piece of each kind, shortly.
func (m *Model) knownRows() [][2]string {
	newest := map[evidence.Kind]string{}
	twins := casefile.Twins(m.session.Case().Items)
	for _, item := range m.session.Case().Standing() {
		if _, twice := twins[item.Number]; !twice && !routine(item.Piece) {
			newest[item.Piece.Kind] = item.Piece.Summary
		}
	}
	var rows [][2]string
	for _, kind := range evidence.Kinds() {
		if summary, ok := newest[kind]; ok {
			rows = append(rows, [2]string{string(kind), strings.TrimPrefix(summary, string(kind)+" · ")})
		}
	}
	if family := m.session.Findings().Family; family != "" {
		rows = append(rows, [2]string{"issuer", family.Name()})
	}
	return rows
}

// routine reports a message that stands in healthy output, too: it is kept, and not worth a line here.
func routine(piece evidence.Piece) bool {
	message, ok := piece.Data.(evidence.Message)
	return ok && !findings.Telling(message)
}

// paneLabel is how wide the labels of the pane are.
const paneLabel = 11

func (m *Model) paneRow(label, text string, width int) []string {
	const wide = paneLabel
	var lines []string
	for i, line := range markdown.Wrap(text, max(width-wide, 10)) {
		if i == 3 {
			break
		}
		before := ""
		if i == 0 {
			before = m.theme.Quiet.Render(label)
		}
		lines = append(lines, pad(before, wide)+line)
	}
	return lines
}
