package wizard

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/prose"
)

// labelColumns is the width of the column that names the rows.
const labelColumns = 27

// stateMark is the mark of a state in its colour.
func (m *Model) stateMark(state deploy.State) string {
	switch state {
	case deploy.Pass:
		return m.theme.Fine.Render("✓")
	case deploy.Warn:
		return m.theme.Doubt.Render("!")
	case deploy.Fail:
		return m.theme.Fault.Render("✗")
	case deploy.Unseen:
		return m.theme.Quiet.Render("?")
	}
	return m.theme.Quiet.Render("–")
}

func (s *checklistScreen) lines(m *Model, width int) (scrolls, stays []string) {
	scrolls = append(scrolls, s.head(m, width)...)
	if !s.only {
		scrolls = append(scrolls, s.appLines(m, width)...)
	}
	all := s.entries()
	current, _ := s.current(all)
	s.scroll.page = max(m.layout.body-4, 1) // what is seen of it: the window may have changed since it was drawn
	staged := false
	for i, one := range all {
		switch {
		case one.key == "list":
			scrolls = append(scrolls, "")
		case one.stage != nil && !staged:
			staged = true
			scrolls = append(scrolls, "", m.theme.Quiet.Render("done once, in this order"))
		case one.group != "":
			scrolls = append(scrolls, "")
			if title := strings.TrimSpace(one.group); title != "" {
				scrolls = append(scrolls, m.theme.Quiet.Render(title))
			}
		}
		from := len(scrolls)
		scrolls = append(scrolls, s.entryLines(m, one, one.key == current.key, width)...)
		if one.key == current.key {
			if i == 0 {
				from = 0 // the head comes into sight again
			}
			s.scroll.follow(len(scrolls) - 1)
			s.scroll.follow(from)
		}
	}
	if !s.list.Seen {
		scrolls = append(scrolls, s.aheadLines(m, width)...)
	}
	return scrolls, []string{"", s.counts(m, width)}
}

// aheadLines say what the list will look at, as long as nothing of it was seen.
func (s *checklistScreen) aheadLines(m *Model, width int) []string {
	var titles []string
	for _, group := range s.list.Groups {
		titles = append(titles, group.Title)
	}
	lines := []string{"", m.theme.Quiet.Render("then the list: " + prose.Count(len(s.list.Rows), "check"))}
	for _, line := range markdown.Wrap(strings.Join(titles, ", "), width-4) {
		lines = append(lines, "    "+m.theme.Quiet.Render(line))
	}
	return lines
}

// head names the deployment and the library, and what the list rests on.
func (s *checklistScreen) head(m *Model, width int) []string {
	theme := m.theme
	if !s.list.Seen {
		lines := []string{theme.Strong.Render("Production checklist")}
		text := "Nothing of it was seen yet. Paste the list of variables, here, and it answers most of the checks. Secrets stay in memory and are never shown."
		return append(lines, markdown.Wrap(text, width)...)
	}
	title := theme.Strong.Render("Production")
	if who := s.list.Title(); who != "" {
		title += theme.Quiet.Render(" · ") + who
	}
	source := theme.Quiet.Render("from " + s.list.Source)
	if s.list.Source == "" {
		source = ""
	}
	if room := width - ansi.StringWidth(title) - ansi.StringWidth(source); room >= 3 {
		return []string{title + strings.Repeat(" ", room) + source}
	}
	return []string{fit(title, width), fit(source, width)}
}

// appLines are the questions that are asked first: without them a web-only app would see faults that are none.
func (s *checklistScreen) appLines(m *Model, width int) []string {
	theme := m.theme
	app := s.list.App
	answer := func(given deploy.Answer) string {
		switch given {
		case deploy.Yes:
			return theme.Strong.Render("yes")
		case deploy.No:
			return theme.Strong.Render("no")
		}
		return theme.Doubt.Render("?")
	}
	host := app.Host
	if host == "" && s.list.Facts.App != "" {
		_, host, _ = strings.Cut(s.list.Facts.App, "://")
	}
	if host = clean.Line(host); host == "" {
		host = theme.Doubt.Render("?")
	}
	said := app.Passkeys != deploy.Unknown && app.IOS != deploy.Unknown && app.Android != deploy.Unknown && app.PasswordManagers != deploy.Unknown
	lead := "first: does this app have"
	if said {
		lead = "this app"
	}
	hostPart := theme.Accent.Render("5") + " host " + host
	if app.Passkeys == deploy.No && app.IOS == deploy.No && app.Android == deploy.No && app.PasswordManagers == deploy.No {
		none := theme.Accent.Render("1-4") + " none: a web app"
		return append([]string{""}, flow([]string{theme.Quiet.Render(lead), none, hostPart}, "   ", width)...)
	}
	parts := []string{theme.Quiet.Render(lead)}
	for i, one := range []struct {
		label  string
		answer string
	}{{"passkeys", answer(app.Passkeys)}, {"iOS app", answer(app.IOS)}, {"Android app", answer(app.Android)}, {"password managers", answer(app.PasswordManagers)}} {
		parts = append(parts, theme.Accent.Render(fmt.Sprint(i+1))+" "+one.label+" "+one.answer)
	}
	parts = append(parts, hostPart)
	if !said {
		parts = append(parts, theme.Accent.Render("0")+" none of 1-4: a web app")
	}
	return append([]string{""}, flow(parts, "   ", width)...)
}

// flow puts parts on as few lines as they need.
func flow(parts []string, between string, width int) []string {
	var lines []string
	line := ""
	for _, part := range parts {
		switch {
		case line == "":
			line = part
		case ansi.StringWidth(line+between+part) <= width:
			line += between + part
		default:
			lines = append(lines, fit(line, width))
			line = part
		}
	}
	return append(lines, fit(line, width))
}

// entryLines draws one entry: mark, what it is about, what was found, and the cause at the right where there is room.
func (s *checklistScreen) entryLines(m *Model, one entry, chosen bool, width int) []string {
	theme := m.theme
	lead := "  "
	if chosen {
		lead = theme.Accent.Bold(true).Render("▸ ")
	}
	lead += m.stateMark(one.state) + " "
	style := func(text string) string { return text }
	if chosen {
		style = func(text string) string { return theme.Strong.Render(text) }
	}
	switch {
	case one.key == "list":
		return []string{fit(lead+pad(style("the list of variables"), labelColumns)+" "+theme.Accent.Render(listCommand), width)}
	case one.fold != "":
		return []string{fit(lead+s.foldText(m, one.fold, width-4), width)}
	case one.stage != nil:
		return m.stageLines(*one.stage, s.list.Facts.Generation.Covered(), lead, style, width)
	}
	return m.rowEntry(*one.line, lead, style, width)
}

// stageLines draw one of the things that are done once.
func (m *Model) stageLines(stage steps.Stage, known bool, lead string, style func(string) string, width int) []string {
	theme := m.theme
	lead += pad(style(stage.Title), labelColumns) + " "
	switch way := stage.Ways; {
	case stage.State == deploy.Unseen && known && len(way) > 0 && len(way[0].Lines) == 1:
		return []string{fit(lead+theme.Accent.Render(way[0].Lines[0])+"  "+theme.Quiet.Render(stage.Text), width)}
	case stage.State == deploy.Unseen:
		return []string{fit(lead+theme.Quiet.Render(stage.Text+": enter shows the commands"), width)}
	case stage.State == deploy.NotApplicable:
		return []string{fit(lead+theme.Quiet.Render(stage.Text), width)}
	}
	return found(lead, stage.Text, width)
}

// found writes what was found behind its label, on two lines at most.
func found(lead, text string, width int) []string {
	room := max(width-4-labelColumns-1, 16)
	texts := markdown.Wrap(text, room)
	if len(texts) > 2 {
		texts = []string{texts[0], fit(texts[1]+" …", room)}
	}
	var lines []string
	for i, text := range texts {
		if i > 0 {
			lead = strings.Repeat(" ", 4+labelColumns+1)
		}
		lines = append(lines, lead+text)
	}
	return lines
}

// rowEntry draws a row, with the cause at the right where there is room.
func (m *Model) rowEntry(line steps.Line, lead string, style func(string) string, width int) []string {
	label := line.Label
	if n := len(line.Rows) - 1; n > 0 {
		label += m.theme.Quiet.Render(fmt.Sprintf(" +%d", n))
	}
	lead += pad(style(label), labelColumns) + " "
	switch line.State {
	case deploy.Pass:
		return []string{fit(lead+line.Text, width)}
	case deploy.Unseen, deploy.NotApplicable:
		return []string{fit(lead+m.theme.Quiet.Render(line.Text), width)}
	}
	lines := found(lead, line.Text, width)
	last := len(lines) - 1
	if cause := string(line.Row().Cause); cause != "" {
		if free := width - ansi.StringWidth(lines[last]) - markdown.Width(cause); free >= 2 {
			lines[last] += strings.Repeat(" ", free) + m.theme.Quiet.Render(cause)
		}
	}
	return lines
}

// foldText says what is folded into one line.
func (s *checklistScreen) foldText(m *Model, fold string, width int) string {
	var folded []steps.Line
	text := ""
	if fold == skippedFold {
		folded = s.list.Skipped
		text = fmt.Sprintf("%d do not apply", len(folded))
	} else {
		for _, group := range s.list.Groups {
			if group.Title == fold {
				folded = group.Fine
			}
		}
		text = prose.Count(len(folded), "more check") + " fine"
		if len(folded) == 1 {
			text = "1 more check fine"
		}
	}
	if s.opened[fold] {
		return text
	}
	var names []string
	for _, line := range folded {
		if len(names) == 0 || names[len(names)-1] != line.Label {
			names = append(names, line.Label)
		}
	}
	return pad(text, labelColumns) + " " + m.theme.Quiet.Render(fit(strings.Join(names, ", "), max(width-labelColumns-1, 10)))
}

// counts is the last line: how many rows stand how.
func (s *checklistScreen) counts(m *Model, width int) string {
	theme := m.theme
	var parts []string
	for _, one := range []struct {
		state deploy.State
		word  string
		style func(...string) string
	}{{deploy.Fail, "wrong", theme.Fault.Render}, {deploy.Warn, "doubtful", theme.Doubt.Render}, {deploy.Unseen, "not seen", theme.Quiet.Render},
		{deploy.Pass, "fine", theme.Fine.Render}, {deploy.NotApplicable, "not applicable", theme.Quiet.Render}} {
		if n := s.list.Count(one.state); n > 0 {
			parts = append(parts, one.style(fmt.Sprintf("%d %s", n, one.word)))
		}
	}
	text := strings.Join(parts, theme.Quiet.Render(" · "))
	if s.only {
		text += theme.Quiet.Render("   only what is not right is shown")
	}
	return fit(text, width)
}
