package wizard

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/project"
)

// read reads the folder beside the screen.
func (m *Model) read(job steps.FolderJob) tea.Cmd {
	return func() tea.Msg { return m.options.Scan(job) }
}

// scanned takes in what the folder says; it arrives some time after the first frame. It changes no page under the person's hands
// but the first one.
func (m *Model) scanned(message steps.FolderScanned) {
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
		question.cursor = cursor
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

// projectLines is the upper part of the pane: what the app is, in five lines, and what is worth a look.
func (m *Model) projectLines(width int) []string {
	folder := m.session.Project()
	if folder == nil {
		return nil
	}
	lines := []string{m.theme.Quiet.Render("this project")}
	for _, row := range folder.Summary() {
		if row.Label == "worth a look" {
			continue
		}
		if row.Label == "" {
			lines = append(lines, markdown.Wrap(row.Text, width)...)
			continue
		}
		lines = append(lines, m.paneRow(row.Label, row.Text, width)...)
	}
	if len(folder.WorthALook) > 0 {
		lines = append(lines, "", m.theme.Quiet.Render("worth a look"))
	}
	for i, look := range folder.Looks() {
		if i == 3 {
			lines = append(lines, m.theme.Quiet.Render("and more (e)"))
			break
		}
		mark := m.theme.Doubt.Render("! ")
		if look.Grade == project.Proved {
			mark = m.theme.Fault.Render("✗ ")
		}
		for j, line := range markdown.Wrap(look.Sentence+look.Place(), width-2) {
			if j == 4 {
				break
			}
			lines = append(lines, mark+line)
			mark = "  "
		}
	}
	return append(lines, "")
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
	say("· ", plural(looked.Files, "file")+" found in "+plural(looked.Folders, "folder")+"; node_modules, builds and what .gitignore names are passed over")
	say("· ", plural(looked.Sources, "file")+" of code read")
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
		m.toast = "reading " + clean.Short(chosen, 80)
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
