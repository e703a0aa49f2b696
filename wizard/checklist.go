package wizard

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/wellknown"
)

// checklistScreen is the production checklist: what is asked first, what is done once, and the list row by row. What the
// rows say is the session's; the screen keeps what concerns the looking.
type checklistScreen struct {
	list   steps.Checklist
	at     string          // key of the entry under the cursor
	index  int             // where it stood, should it be gone after a paste
	only   bool            // only what is not right
	opened map[string]bool // folded lines that were opened
	scroll scroll
}

func newChecklist(m *Model) *checklistScreen {
	s := &checklistScreen{list: m.session.Checklist(), opened: map[string]bool{}}
	for _, one := range s.entries() {
		if one.state == deploy.Fail { // begin at the first thing that is wrong
			s.at = one.key
			break
		}
	}
	return s
}

// openChecklist shows the list, or what is missing for it.
func (m *Model) openChecklist() { m.push(newChecklist(m)) }

// refresh takes over what changed; the cursor stays on the same entry.
func (s *checklistScreen) refresh(m *Model) {
	s.list = m.session.Checklist()
	s.showAllIfFine(m)
	s.current(s.entries())
}

// showAllIfFine shows all rows again where none is left of those that are not right, and says so. It reports whether it did.
func (s *checklistScreen) showAllIfFine(m *Model) bool {
	if !s.only || len(s.entries()) > 0 {
		return false
	}
	s.only = false
	m.toast = "nothing is wrong or doubtful as far as it was seen"
	return true
}

// entry is one line of the screen that can be chosen.
type entry struct {
	key   string
	state deploy.State
	stage *steps.Stage
	line  *steps.Line
	fold  string // title of the group whose fine rows are folded here, or "skipped"
	group string // the group that it begins
}

const skippedFold = "skipped"

// listCommand prints what answers most of the checklist.
const listCommand = "npx convex env list --prod"

// entries lists what can be chosen, in the order of the screen.
func (s *checklistScreen) entries() []entry {
	var all []entry
	right := func(state deploy.State) bool { return state != deploy.Fail && state != deploy.Warn }
	if !s.list.Seen {
		all = append(all, entry{key: "list", state: deploy.Unseen})
	}
	for i := range s.list.Stages {
		stage := &s.list.Stages[i]
		if s.only { // their rows say it
			continue
		}
		all = append(all, entry{key: "stage " + stage.Key, state: stage.State, stage: stage})
	}
	if !s.list.Seen { // sixty rows that say "not seen" help nobody
		return all
	}
	for g := range s.list.Groups {
		group := &s.list.Groups[g]
		first := len(all)
		add := func(one entry) {
			if len(all) == first {
				one.group = group.Title
			}
			all = append(all, one)
		}
		for i := range group.Lines {
			line := &group.Lines[i]
			if !s.only || !right(line.State) {
				add(entry{key: line.Key, state: line.State, line: line})
			}
		}
		if s.only || len(group.Fine) == 0 {
			continue
		}
		add(entry{key: "fine " + group.Title, state: deploy.Pass, fold: group.Title})
		if s.opened[group.Title] {
			for i := range group.Fine {
				add(entry{key: group.Fine[i].Key, state: deploy.Pass, line: &group.Fine[i]})
			}
		}
	}
	if !s.only && len(s.list.Skipped) > 0 {
		all = append(all, entry{key: skippedFold, state: deploy.NotApplicable, fold: skippedFold, group: " "})
		if s.opened[skippedFold] {
			for i := range s.list.Skipped {
				all = append(all, entry{key: s.list.Skipped[i].Key, state: deploy.NotApplicable, line: &s.list.Skipped[i]})
			}
		}
	}
	return all
}

// find returns where the cursor stands, -1 when its entry is not on the screen.
func (s *checklistScreen) find(all []entry) int {
	for i, one := range all {
		if one.key == s.at {
			s.index = i
			return i
		}
	}
	return -1
}

// current returns the entry under the cursor; ok is false on an empty screen.
func (s *checklistScreen) current(all []entry) (one entry, ok bool) {
	if len(all) == 0 {
		return entry{}, false
	}
	at := s.find(all)
	if at < 0 {
		at = min(s.index, len(all)-1)
		s.at, s.index = all[at].key, at
	}
	return all[at], true
}

func (s *checklistScreen) typing() bool       { return false }
func (s *checklistScreen) fullWidth() bool    { return true }
func (s *checklistScreen) scrolling() *scroll { return &s.scroll }

func (s *checklistScreen) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	all := s.entries()
	one, any := s.current(all)
	if any && s.move(press, all) {
		return nil, true
	}
	switch text := press.String(); {
	case is(press, keyOpen) && any:
		s.open(m, one)
	case is(press, keyFilter):
		s.filter(m)
	case is(press, keyCopy) && any:
		return m.copyNext(s.copyable(one)), true
	case len(text) == 1 && text[0] >= '0' && text[0] <= '5':
		s.switchApp(m, text[0])
	case is(press, keySideBySide):
		m.openCompare(s.list)
	case is(press, keyWellKnown):
		m.push(newDocument(m, wellknown.AASA))
	default:
		return nil, s.scroll.press(press)
	}
	return nil, true
}

// move handles the keys that move the cursor.
func (s *checklistScreen) move(press tea.KeyMsg, all []entry) bool {
	step := 0
	switch press.String() {
	case "up", "k":
		step = -1
	case "down", "j":
		step = 1
	case "home":
		step = -s.index
	case "end":
		step = len(all) - 1 - s.index
	case "pgdown", " ":
		step = min(max(s.scroll.page-2, 1), len(all)-1-s.index)
	case "pgup":
		step = -min(max(s.scroll.page-2, 1), s.index)
	default:
		return false
	}
	s.index = (s.index + step + len(all)) % len(all)
	s.at = all[s.index].key
	return true
}

func (s *checklistScreen) open(m *Model, one entry) {
	switch {
	case one.key == "list":
		m.push(newPasteBox(m))
	case one.stage != nil:
		m.push(newStage(*one.stage, s.list))
	case one.fold != "":
		s.opened[one.fold] = !s.opened[one.fold]
	case one.line != nil:
		m.openLine(s, *one.line)
	}
}

// openLine shows a row, or the page of the document that it is about.
func (m *Model) openLine(s *checklistScreen, line steps.Line) {
	if kind := documentOf(line.Row()); kind != wellknown.Unknown {
		m.push(newDocument(m, kind))
		return
	}
	m.push(newItem(s, line))
}

func (s *checklistScreen) filter(m *Model) {
	s.only = !s.only
	if s.showAllIfFine(m) {
		return
	}
	s.scroll.offset = 0
	s.current(s.entries())
}

// copyable is what c copies on an entry: the command of its fix, else the command that would show it.
func (s *checklistScreen) copyable(one entry) []string {
	switch {
	case one.key == "list":
		return []string{listCommand}
	case one.stage != nil:
		return stageBlocks(*one.stage)
	case one.line != nil:
		return steps.CommandsOf(one.line.Row())
	}
	return nil
}

func (s *checklistScreen) keys(m *Model) []key.Binding {
	bindings := []key.Binding{keyChoose, keyOpen}
	if !s.list.Seen {
		return append(bindings, keyPaste, keyCopy, bind("0-5", "this app", "0", "1", "2", "3", "4", "5"), keyWellKnown, keyBack, keyHelp)
	}
	if s.only {
		bindings = append(bindings, bind("f", "all", "f"))
	} else {
		bindings = append(bindings, keyFilter)
	}
	bindings = append(bindings, bind("p", "paste again", "p"), keyCopy)
	if s.list.Prod != nil && s.list.Dev != nil {
		bindings = append(bindings, keySideBySide)
	}
	return append(bindings, keyWellKnown, bind("0-5", "this app", "0", "1", "2", "3", "4", "5"), keyBack, keyEvidence, keyHelp)
}
