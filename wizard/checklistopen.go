package wizard

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/ids"
)

// openedList returns the checklist among the layers, nil where it is not open.
func (m *Model) openedList() *checklistScreen {
	for _, layer := range m.layers {
		if list, ok := layer.(*checklistScreen); ok {
			return list
		}
	}
	return nil
}

// keepChecklist puts the checklist back after a paste: where it was open and the paste concerns it, and where a list of
// variables answers a question about production. It reports whether it did.
func (m *Model) keepChecklist(layers []screen, asked ids.Question, intake steps.Intake) bool {
	about := intake.ConcernsChecklist()
	if question, ok := steps.Lookup(asked); intake.HasLocalFile() && (about && listAmong(layers) || ok && question.Step == ids.StepProduction) {
		m.toast = steps.LocalFile
	}
	for i, layer := range layers {
		if page, ok := layer.(*documentPage); ok && about { // it was opened from the page of a cause
			page.follow(m, nil)
			m.push(page)
			return true
		}
		list, ok := layer.(*checklistScreen)
		if !ok {
			continue
		}
		list.refresh(m)
		list.seek(intake)
		m.push(list)
		if about && i+1 < len(layers) { // the page of a row, of a document: it shows what the paste changed
			if page, ok := layers[i+1].(follower); ok && page.follow(m, list) {
				m.push(layers[i+1])
			}
		}
		return about
	}
	if question, ok := steps.Lookup(asked); ok && question.Step == ids.StepProduction && intake.HasList() {
		m.openChecklist()
		return true
	}
	if m.session.AsksForSeenList(intake) {
		list := newChecklist(m)
		list.seek(intake)
		m.push(list)
		return true
	}
	if intake.HasList() {
		m.toast = "l shows the production checklist · " + m.toast
	}
	return false
}

// listAmong reports whether the checklist is one of the layers.
func listAmong(layers []screen) bool {
	return slices.ContainsFunc(layers, func(layer screen) bool { _, ok := layer.(*checklistScreen); return ok })
}

// seek puts the cursor on the row that a paste was about: the address of a provider, a document.
func (s *checklistScreen) seek(intake steps.Intake) {
	about := func(row deploy.Row) bool {
		for _, item := range intake.Items {
			switch data := item.Piece.Data.(type) {
			case deploy.Callback:
				if row.ID == "OAUTH-CB" && (data.Provider == "" || row.Subject == data.Provider || row.Actual == data.URL) {
					return true
				}
			case deploy.Document:
				if kind := data.What(); kind != wellknown.Unknown && documentOf(row) == kind {
					return true
				}
			}
		}
		return false
	}
	rank := map[deploy.State]int{deploy.Fail: 4, deploy.Warn: 3, deploy.Pass: 2, deploy.Unseen: 1}
	best := 0
	for _, one := range s.entries() {
		if one.line != nil && about(one.line.Row()) && rank[one.state] > best {
			s.at, best = one.key, rank[one.state]
		}
	}
	s.find(s.entries())
}

// pasteTarget is the screen that a paste is meant for: the one on top, or the one below the box for pasting.
func (m *Model) pasteTarget() screen {
	if n := len(m.layers); n > 1 {
		if _, box := m.layers[n-1].(*pasteBox); box {
			return m.layers[n-2]
		}
	}
	return m.top()
}

// withList adds the key of the checklist to those of a page, once there is something to see.
func (m *Model) withList(bindings []key.Binding) []key.Binding {
	if len(m.layers) > 0 || !m.checklistKnown() || len(bindings) < 2 {
		return bindings
	}
	at := min(2, len(bindings)-1)
	return append(append(append([]key.Binding{}, bindings[:at]...), keyList), bindings[at:]...)
}

// follower is a page above the checklist that stays open when a paste changes the list.
type follower interface {
	// follow takes over what changed; it reports false where the page has lost its subject.
	follow(m *Model, list *checklistScreen) bool
}

// listKey opens the list, once something of it is known; before that it says how that comes about.
func (m *Model) listKey() {
	step := m.session.Position().Step()
	if !m.checklistKnown() && step != ids.StepProduction {
		m.toast = "the production checklist opens with a list of variables: paste npx convex env list --prod"
		return
	}
	if m.openedList() == nil {
		m.openChecklist()
	}
}

// wellKnownKey opens the page of a document: the one that the cause is about, else the first.
func (m *Model) wellKnownKey() {
	if m.session.Position().Step() != ids.StepProduction && !m.checklistKnown() {
		m.toast = "w shows the .well-known files of a production app; here it does nothing"
		return
	}
	kind := wellknown.AASA
	switch m.at.Cause {
	case ids.AssetLinks:
		kind = wellknown.AssetLinks
	case ids.ChangePassword:
		kind = wellknown.ChangePassword
	case ids.RelatedOrigins, ids.PasskeyOrigin:
		kind = wellknown.RelatedOrigins
	case ids.SecurityTxt:
		kind = wellknown.SecurityTxt
	}
	m.push(newDocument(m, kind))
}

// checklistKnown reports whether the checklist has something to say: then the key that opens it is worth a place.
func (m *Model) checklistKnown() bool { return m.session.Findings().Checklist != nil }
