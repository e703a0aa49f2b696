package wizard

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/report"
)

// causePage is the page of a cause that a row of the checklist names, above the list: nothing of the walk changes.
type causePage struct {
	reading
	result report.Result
}

func newCausePage(m *Model, cause ids.Cause) *causePage {
	return &causePage{result: m.session.CauseOf(cause)}
}

func (s *causePage) fullWidth() bool    { return true }
func (s *causePage) scrolling() *scroll { return &s.scroll }

// follow draws the cause anew; a cause that a paste has settled makes way for the list.
func (s *causePage) follow(m *Model, list *checklistScreen) bool {
	for _, row := range list.list.Rows {
		if row.Cause == s.result.Cause.ID && (row.State == deploy.Fail || row.State == deploy.Warn) {
			s.result = m.session.CauseOf(row.Cause)
			return true
		}
	}
	return false
}

func (s *causePage) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	if is(press, keyCopy) {
		return m.copyNext(markdown.CodeBlocks(s.result.Cause.Section("Fix"))), true
	}
	return s.reading.press(m, press)
}

func (s *causePage) keys(*Model) []key.Binding {
	bindings := []key.Binding{keyScroll}
	if len(markdown.CodeBlocks(s.result.Cause.Section("Fix"))) > 0 {
		bindings = append(bindings, keyCopy)
	}
	return append(bindings, keyPaste, bind("esc", "the list", "esc"), keyHelp)
}

func (s *causePage) lines(m *Model, width int) (scrolls, stays []string) {
	return m.causeLines(s.result, width), nil
}

// stagePage is one of the three things that are done once: how it stands, and the commands, the best way first.
type stagePage struct {
	stage  steps.Stage
	list   steps.Checklist
	scroll scroll
}

func newStage(stage steps.Stage, list steps.Checklist) *stagePage {
	return &stagePage{stage: stage, list: list}
}

func (s *stagePage) typing() bool       { return false }
func (s *stagePage) fullWidth() bool    { return true }
func (s *stagePage) scrolling() *scroll { return &s.scroll }

func (s *stagePage) follow(_ *Model, list *checklistScreen) bool {
	s.list = list.list
	for _, stage := range list.list.Stages {
		if stage.Key == s.stage.Key {
			s.stage = stage
			return true
		}
	}
	return false
}

func (s *stagePage) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	switch text := press.String(); {
	case is(press, keyCopy):
		return m.copyNext(stageBlocks(s.stage)), true
	case text == "left" || text == "right":
		for i, stage := range s.list.Stages {
			if stage.Key == s.stage.Key {
				n := len(s.list.Stages)
				next := (i + 1) % n
				if text == "left" {
					next = (i + n - 1) % n
				}
				s.stage, s.scroll = s.list.Stages[next], scroll{}
				m.copying = copying{}
				break
			}
		}
	default:
		return nil, s.scroll.pressReading(press)
	}
	return nil, true
}

func (s *stagePage) keys(*Model) []key.Binding {
	return []key.Binding{keyCopy, bind("←→", "the steps before and after", "left", "right"), keyPaste, bind("esc", "the list", "esc"), keyHelp}
}

// stageBlocks are the commands of each way as one text, to be copied whole.
func stageBlocks(stage steps.Stage) []string {
	var blocks []string
	for _, way := range stage.Ways {
		if len(way.Lines) > 0 {
			blocks = append(blocks, strings.Join(way.Lines, "\n"))
		}
	}
	return blocks
}

func (s *stagePage) lines(m *Model, width int) (scrolls, stays []string) {
	theme := m.theme
	scrolls = append(scrolls, fit(m.stateMark(s.stage.State)+" "+theme.Strong.Render(Sentence(s.stage.Title)), width))
	for _, line := range markdown.Wrap(Sentence(s.stage.Text)+".", width-2) {
		scrolls = append(scrolls, "  "+line)
	}
	label := "do this"
	if s.stage.State == deploy.Pass {
		label = "to do it again"
	}
	for i, way := range s.stage.Ways {
		scrolls = append(scrolls, "")
		if i > 0 {
			label = "or"
		}
		text := markdown.Wrap(way.Text, width-labelWidth-4)
		for _, command := range way.Lines {
			text = append(text, m.commandLines(command, width-labelWidth-4)...)
		}
		for j, line := range text {
			lead := ""
			if j == 0 {
				lead = theme.Quiet.Render(label)
			}
			scrolls = append(scrolls, pad(" "+lead, labelWidth+4)+fit(line, width-labelWidth-4))
		}
	}
	if len(s.stage.Rows) > 0 && s.list.Seen {
		scrolls = append(scrolls, "", theme.Quiet.Render(" its rows"))
		for _, row := range s.stage.Rows {
			if row.State == deploy.NotApplicable {
				continue
			}
			text := strings.TrimSuffix(strings.ReplaceAll(row.Sentence, "`", ""), ".")
			scrolls = append(scrolls, fit(" "+m.stateMark(row.State)+" "+pad(row.Title, 40)+" "+theme.Quiet.Render(text), width))
		}
	}
	return scrolls, nil
}
