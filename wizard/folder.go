package wizard

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/prose"
)

// read reads the folder beside the screen.
func (m *Model) read(job steps.FolderJob) tea.Cmd {
	return func() tea.Msg { return m.options.Scan(job) }
}

// scanned takes in what the folder says; it arrives some time after the first frame. It changes no page under the person's hands
// but the first one.
func (m *Model) scanned(message steps.FolderScanned) {
	m.endWaiting()
	if message.Err != nil {
		m.toast = "the project folder could not be read: " + clean.Short(message.Err.Error(), 120)
		return
	}
	m.session.AddFolder(message)
	m.rearrive()
	if len(message.Project.Candidates) > 1 && message.Project.Functions == "" && len(m.layers) == 0 && m.session.Empty() {
		m.push(&chooseFolder{candidates: message.Project.Candidates})
	}
}

// rearrive looks anew where the case stands, after something arrived that the person did not wait for: what lies on top and
// the cursor stay.
func (m *Model) rearrive() {
	layers, before, cursor := m.layers, m.at, -1
	if question, ok := m.base.(*questionScreen); ok {
		cursor = question.cursor
	}
	m.arrive()
	m.layers = layers
	if question, ok := m.base.(*questionScreen); ok && cursor >= 0 && before.Open == m.at.Open {
		question.cursor = min(cursor, max(len(question.choices)-1, 0))
	}
}

// evaluations evaluates what was pasted of auth.config, and reads the folder again when variables of the deployment have arrived,
// both beside the screen.
func (m *Model) evaluations() tea.Cmd {
	var commands []tea.Cmd
	if m.options.Evaluate != nil {
		for _, job := range m.session.ConfigJobs() {
			commands = append(commands, func() tea.Msg { return m.options.Evaluate(job) })
		}
	}
	if m.options.Scan != nil {
		for _, job := range m.session.FolderJobs() {
			commands = append(commands, m.read(job))
		}
	}
	return tea.Batch(commands...)
}

// paneLooks is how many looks the pane shows, lookLines how many lines of each.
const (
	paneLooks = 3
	lookLines = 3
)

// projectLines is the upper part of the pane: what the app is, in five lines, and what is worth a look.
func (m *Model) projectLines(width int) []string {
	folder := m.session.Project()
	if folder == nil {
		return nil
	}
	lines := []string{m.theme.Quiet.Render("this project")}
	for i, row := range folder.Summary() {
		switch {
		case row.Label == project.LabelLook, folder.Functions == "" && i > 0: // the candidates are asked about on the left
		case row.Label == "":
			lines = append(lines, markdown.Wrap(row.Text, width)...)
		case row.Place == "":
			lines = append(lines, m.paneRow(row.Label, row.Text, width)...)
		case row.Label == "config":
			lines = append(lines, pad(m.theme.Quiet.Render(row.Label), paneLabel)+clipLeft(row.Place, width-paneLabel))
			for j, text := range strings.Split(row.Short, ", applicationID ") {
				if j > 0 {
					text = "applicationID " + text
				}
				if row.Short == folder.AuthConfig.Sentence() { // a failure: all of it
					lines = append(lines, indented(markdown.Wrap(text, width-2), "  ")...)
					if step := steps.ConfigStep(folder.AuthConfig); step != "" {
						lines = append(lines, indented(quietLines(m, "To see it: "+step+".", width-2), "  ")...)
					}
				} else {
					lines = append(lines, "  "+fit(text, width-2))
				}
			}
		default:
			lines = append(lines, m.paneRow(row.Label, row.Short, width)...)
			lines = append(lines, "  "+m.theme.Quiet.Render(clipLeft(row.Place, width-2)))
		}
	}
	looks := folder.Looks()
	if len(looks) > 0 {
		lines = append(lines, "", m.theme.Quiet.Render(project.LabelLook))
	}
	for i, look := range looks {
		if i == paneLooks {
			lines = append(lines, m.theme.Quiet.Render("and "+itoa(len(looks)-i)+" more (e)"))
			break
		}
		lines = append(lines, m.lookRows(look, width, lookLines)...)
	}
	return append(lines, "")
}

// lookRows is one look: its mark, its sentence in at most so many lines, and where it is.
func (m *Model) lookRows(look project.Look, width, most int) []string {
	mark := m.theme.Doubt.Render("! ")
	if look.Grade == project.Proved {
		mark = m.theme.Fault.Render("✗ ")
	}
	var lines []string
	sentence := markdown.Wrap(look.Sentence, width-2)
	for i, line := range sentence {
		if i == most-1 && len(sentence) > most {
			line = fit(line+" "+sentence[i+1], width-2) // it ends with an ellipsis
		}
		lines = append(lines, mark+line)
		if mark = "  "; i == most-1 {
			break
		}
	}
	if place := strings.Trim(look.Place(), " ()"); place != "" {
		lines = append(lines, "  "+m.theme.Quiet.Render(clipLeft(place, width-2)))
	}
	return lines
}

// projectBrief is what the first screen says of the project where there is no pane: the five lines, each in one.
func (m *Model) projectBrief(width int) []string {
	folder := m.session.Project()
	if folder == nil || m.layout.right > 0 {
		return nil
	}
	if !folder.Convex {
		return append([]string{""}, quietLines(m, folder.Summary()[0].Text, width)...)
	}
	lines := []string{""}
	for i, row := range folder.Summary() {
		switch {
		case row.Label == project.LabelLook || folder.Functions == "" && i > 0:
			continue
		case row.Label == "":
			lines = append(lines, fit(pad(m.theme.Quiet.Render("project"), paneLabel)+row.Text, width))
		case row.Place == "":
			lines = append(lines, fit(pad(m.theme.Quiet.Render(row.Label), paneLabel)+row.Text, width))
		case row.Short != "" && row.Short == folder.AuthConfig.Sentence(): // a failure: why, and what helps
			text := markdown.Wrap(row.Short, width-paneLabel)
			if len(text) > 2 {
				text = []string{text[0], fit(text[1]+" "+text[2], width-paneLabel)}
			}
			text = append(text, quietLines(m, steps.ConfigStep(folder.AuthConfig), width-paneLabel)...)
			label := m.theme.Quiet.Render(row.Label)
			for _, line := range text {
				lines = append(lines, pad(label, paneLabel)+line)
				label = ""
			}
		default:
			text := row.Short
			if room := width - paneLabel - ansi.StringWidth(text) - 2; room >= 20 || room >= ansi.StringWidth(row.Place) {
				text += "  " + m.theme.Quiet.Render(clipLeft(row.Place, room))
			}
			lines = append(lines, fit(pad(m.theme.Quiet.Render(row.Label), paneLabel)+text, width))
		}
	}
	looks := folder.Looks()
	for i, look := range looks {
		if i == 1 {
			lines = append(lines, m.theme.Quiet.Render("  and "+itoa(len(looks)-1)+" more worth a look (e)"))
			break
		}
		lines = append(lines, m.lookRows(look, width, 2)...)
	}
	return lines
}

func indented(lines []string, before string) []string {
	for i := range lines {
		lines[i] = before + lines[i]
	}
	return lines
}

// clipLeft cuts a path at its beginning: what it ends with tells more.
func clipLeft(text string, width int) string {
	if over := ansi.StringWidth(text) - width; over > 0 {
		return ansi.TruncateLeft(text, over+1, "…")
	}
	return text
}

// shownFiles bounds how many of the files that were read are listed.
const shownFiles = 30

// lookedAt says what the scan of the folder looked at: what was read, what was passed over and why, and where it stopped.
func (m *Model) lookedAt(width int) []string {
	folder := m.session.Project()
	looked := folder.Looked
	lines := []string{"", m.theme.Strong.Render("What was looked at")}
	say := func(mark, text string) {
		for _, line := range markdown.Wrap(text, width-2) {
			lines = append(lines, mark+m.theme.Quiet.Render(line))
			mark = "  "
		}
	}
	if looked.Workspace != "" {
		say("· ", "the whole workspace, from "+looked.Workspace)
	}
	say("· ", prose.Count(looked.Files, "file")+" found in "+prose.Count(looked.Folders, "folder")+"; node_modules, builds and what .gitignore names are passed over")
	say("· ", prose.Count(looked.Sources, "file")+" of code read")
	for i, name := range looked.Read {
		if i == shownFiles {
			say("  ", "and "+itoa(len(looked.Read)-i)+" more")
			break
		}
		say("  ", name)
	}
	for i, one := range looked.Skipped {
		if i == shownFiles {
			say("  ", "and "+itoa(len(looked.Skipped)-i)+" more")
			break
		}
		say(m.theme.Doubt.Render("! "), "passed over: "+one.Path+", "+one.Why)
	}
	if looked.Cut {
		say(m.theme.Doubt.Render("! "), "There is more than it goes through: it stopped. Start it in the folder of the app.")
	}
	for _, name := range folder.AuthConfig.Unresolved {
		say(m.theme.Doubt.Render("! "), "auth.config needs "+name+", which is not in node_modules: install the packages, or paste the providers page of the dashboard")
	}
	for _, name := range folder.AuthConfig.Assumed {
		say("· ", name+" is not in node_modules; what it exports is taken from its documentation")
	}
	return lines
}

// chooseFolder asks which of several Convex projects it is about.
type chooseFolder struct {
	choosing
	candidates []project.Candidate
}

func (s *chooseFolder) typing() bool { return false }

func (s *chooseFolder) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	if s.move(press, len(s.candidates), true) {
		return nil, true
	}
	if is(press, keyOpen) {
		chosen := s.candidates[s.cursor].Functions
		m.pop()
		m.wait("reading " + clean.Short(chosen, 80))
		return m.read(m.session.ReadFolder(chosen)), true
	}
	return nil, false
}

func (s *chooseFolder) keys(*Model) []key.Binding {
	return []key.Binding{keyChoose, bind("enter", "this one", "enter"), bind("esc", "none of them", "esc")}
}

func (s *chooseFolder) lines(m *Model, width int) (scrolls, stays []string) {
	scrolls = append(scrolls, m.theme.Strong.Render("Several Convex projects are here. Which one is it about?"), "")
	var rows [][2]string
	for _, one := range s.candidates {
		text := one.Package
		if one.Sample {
			text += " (an example)"
		}
		rows = append(rows, [2]string{one.Functions, text})
	}
	return append(scrolls, s.rows(m, rows, width)...), nil
}
