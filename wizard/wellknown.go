package wizard

import (
	"fmt"
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/ids"
)

// documentPage is the page of one document of /.well-known/: how it stands, what it should say, what feeds it, who keeps
// a copy, and the files that make a host serve it.
type documentPage struct {
	kind     wellknown.Kind
	document steps.WellKnown
	hosting  wellknown.Hosting
	served   int  // which file of the hosting was copied last
	jump     bool // the files come into sight: another hosting was chosen
	scroll   scroll
}

func newDocument(m *Model, kind wellknown.Kind) *documentPage {
	return &documentPage{kind: kind, document: m.session.Document(kind), hosting: m.hosting()}
}

// hosting is the one that was chosen on the last page of a document, so that it is chosen once.
func (m *Model) hosting() wellknown.Hosting {
	if m.host == "" {
		return wellknown.Hostings()[0]
	}
	return m.host
}

// documentOf returns the document whose page a row opens.
func documentOf(row deploy.Row) wellknown.Kind { return steps.DocumentOf(row) }

func (s *documentPage) typing() bool       { return false }
func (s *documentPage) fullWidth() bool    { return true }
func (s *documentPage) scrolling() *scroll { return &s.scroll }

func (s *documentPage) follow(m *Model, _ *checklistScreen) bool {
	s.document = m.session.Document(s.kind)
	return true
}

// pasted takes an answer in that does not say by itself which document it is.
func (s *documentPage) pasted(m *Model, text string) bool {
	intake := m.session.TakeDocument(s.kind, []byte(text), "pasted")
	m.took(intake)
	return true
}

func (s *documentPage) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	switch text := press.String(); {
	case is(press, keyOpen) && s.cause() != "":
		m.push(newCausePage(m, s.cause()))
	case text == "left" || text == "right":
		s.turn(m, text == "right")
	case is(press, keyHosting):
		all := wellknown.Hostings()
		s.hosting = all[(slices.Index(all, s.hosting)+1)%len(all)]
		m.host, s.served, s.jump = s.hosting, 0, true
		m.toast = "how to serve it: " + s.hosting.Name()
	case is(press, keyServe):
		return s.copyFile(m), true
	case is(press, keyCopy):
		return m.copyNext(s.blocks()), true
	case is(press, keyForm) && s.hasForm():
		m.push(newDocumentForm(m, s.kind))
	default:
		return nil, s.scroll.pressReading(press)
	}
	return nil, true
}

// turn goes to the document beside this one.
func (s *documentPage) turn(m *Model, forward bool) {
	all := steps.Documents()
	at := slices.Index(all, s.kind) + 1
	if !forward {
		at += len(all) - 2
	}
	hosting := s.hosting
	*s = *newDocument(m, all[at%len(all)])
	s.hosting = hosting
	m.copying = copying{}
}

// copyFile copies the files of the hosting, one after the other.
func (s *documentPage) copyFile(m *Model) tea.Cmd {
	var texts []string
	for _, file := range wellknown.Serve(s.kind, s.hosting, s.document.Content) {
		if file.Text != "" {
			texts = append(texts, file.Text)
		}
	}
	if len(texts) == 0 {
		m.toast = "there is no file to copy for " + s.hosting.Name()
		return nil
	}
	at := s.served % len(texts)
	s.served++
	return m.copyNext(texts[at : at+1])
}

// cause is the first cause that a row of this document names.
func (s *documentPage) cause() ids.Cause {
	for _, state := range []deploy.State{deploy.Fail, deploy.Warn} {
		for _, row := range s.document.Rows {
			if row.State == state && row.Cause != "" {
				return row.Cause
			}
		}
	}
	return ""
}

// blocks are the commands that c copies: of the fixes, then the one that shows the document.
func (s *documentPage) blocks() []string {
	var blocks []string
	for _, row := range s.document.Rows {
		if row.State == deploy.Fail || row.State == deploy.Warn {
			blocks = append(blocks, steps.CommandsOf(row)...)
		}
	}
	if s.document.Address != "" {
		blocks = append(blocks, s.curl())
	}
	return slices.Compact(blocks)
}

func (s *documentPage) curl() string {
	return "curl -i " + s.document.Address
}

// hasForm reports the documents about which something can be told that stands in no paste.
func (s *documentPage) hasForm() bool {
	return s.kind == wellknown.AASA || s.kind == wellknown.AssetLinks || s.kind == wellknown.RelatedOrigins
}

func (s *documentPage) keys(*Model) []key.Binding {
	bindings := []key.Binding{keyOthers, keyPaste}
	if s.hasForm() {
		bindings = append(bindings, keyForm)
	}
	bindings = append(bindings, keyCopy, keyHosting, keyServe)
	if s.cause() != "" {
		bindings = append(bindings, bind("enter", "to the cause", "enter"))
	}
	return append(bindings, keyScroll, bind("esc", "the list", "esc"), keyHelp)
}

// number says which of the documents this is.
func (s *documentPage) number() string {
	all := steps.Documents()
	return fmt.Sprintf("%d of %d", slices.Index(all, s.kind)+1, len(all))
}

// place says where it is looked for.
func (s *documentPage) place() string {
	if s.document.Address != "" {
		return s.document.Address
	}
	host := "https://<app host>"
	if s.kind == wellknown.OpenID || s.kind == wellknown.JWKS {
		host = "<issuer>"
	}
	return host + s.kind.Path()
}
