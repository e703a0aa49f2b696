package wizard

import (
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
)

// folderAgain is the project folder, read once more because the person has dealt with a cause.
type folderAgain struct {
	scanned steps.FolderScanned
	asked   steps.Position // where the case stood then
}

const (
	// StepOneAgain is what is said once step 1 begins anew.
	StepOneAgain = "step 1 again: the configuration is kept, token and log are dropped"
	readingAgain = "reading the project folder again"
	stillThere   = "the folder was read again: the same cause is still there"
)

// checkAgain begins step 1 anew. A project folder is read again before, beside the screen: what was corrected in it counts.
func (m *Model) checkAgain() tea.Cmd {
	if m.options.Scan == nil || m.session.Project() == nil {
		m.session.CheckAgain()
		m.arrive()
		m.toast = StepOneAgain
		return nil
	}
	if m.waiting == readingAgain { // enter was pressed twice
		m.toast = m.waiting
		return nil
	}
	m.wait(readingAgain)
	job, asked := m.session.ReadFolderAgain(), m.session.Position()
	return func() tea.Msg { return folderAgain{m.options.Scan(job), asked} }
}

// checkedAgain goes on to step 1 with what the folder says now; where the cause is still there, it says so.
func (m *Model) checkedAgain(message folderAgain) {
	m.endWaiting()
	at := m.session.Position()
	if at.Cause != message.asked.Cause || at.Outcome != message.asked.Outcome || at.Round != message.asked.Round || at.Open != message.asked.Open {
		m.session.AddFolder(message.scanned) // the person went elsewhere meanwhile
		m.rearrive()
		return
	}
	gone := m.session.CheckFolderAgain(message.scanned)
	m.rearrive()
	switch {
	case message.scanned.Err != nil:
		m.toast = "the project folder could not be read: " + clean.Short(message.scanned.Err.Error(), 120)
	case gone:
		m.toast = StepOneAgain
	default:
		m.toast = stillThere
	}
}

// wait says what is being done beside the screen.
func (m *Model) wait(notice string) { m.toast, m.waiting = notice, notice }

// endWaiting takes that notice away, unless another one has come meanwhile.
func (m *Model) endWaiting() {
	if m.toast == m.waiting {
		m.toast = ""
	}
	m.waiting = ""
}
