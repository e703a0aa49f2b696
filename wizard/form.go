package wizard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/prose"
)

// form is a few fields to fill in while somebody reads the values aloud. Enter goes to the next field and, at the last
// one, takes the values in. A paste of one line goes into the field, anything larger the way of every paste.
type form struct {
	title  string
	hint   string
	fields []field
	at     int
	submit func(m *Model, values map[string]string) (problem string)
	scroll scroll
}

type field struct {
	name  string // key of the value
	label string
	help  string
	input textinput.Model
}

func newField(m *Model, name, label, placeholder, help string) field {
	f := field{name: name, label: label, help: help, input: newInput(m, placeholder)}
	f.input.Blur()
	return f
}

func (s *form) typing() bool       { return true }
func (s *form) scrolling() *scroll { return &s.scroll }

func (s *form) press(m *Model, press tea.KeyMsg) (tea.Cmd, bool) {
	switch {
	case press.Type == tea.KeyEsc:
		m.pop()
	case press.Type == tea.KeyTab || press.Type == tea.KeyDown:
		s.focus(s.at + 1)
	case press.Type == tea.KeyShiftTab || press.Type == tea.KeyUp:
		s.focus(s.at - 1)
	case press.Type == tea.KeyEnter && s.at < len(s.fields)-1:
		s.focus(s.at + 1)
	case press.Type == tea.KeyEnter:
		s.finish(m)
	case press.Type == tea.KeyCtrlS:
		s.finish(m)
	default:
		var command tea.Cmd
		s.fields[s.at].input, command = s.fields[s.at].input.Update(press)
		return command, true
	}
	return nil, true
}

func (s *form) finish(m *Model) {
	values := map[string]string{}
	for _, f := range s.fields {
		values[f.name] = Labelled(m.session.Secrets(), f.input.Value())
	}
	if problem := s.submit(m, values); problem != "" {
		m.toast = problem
	}
}

func (s *form) focus(at int) {
	s.fields[s.at].input.Blur()
	s.at = (at + len(s.fields)) % len(s.fields)
	s.fields[s.at].input.Focus()
}

// pasted puts a short paste into the field.
func (s *form) pasted(m *Model, text string) bool {
	text = strings.Trim(text, "\n")
	if strings.ContainsAny(text, "\n") || len(text) > 2000 || strings.Count(text, ".") == 2 && strings.HasPrefix(text, "eyJ") {
		return false
	}
	input := &s.fields[s.at].input
	input.SetValue(input.Value() + text)
	input.CursorEnd()
	return true
}

func (s *form) keys(*Model) []key.Binding {
	return []key.Binding{keyNext, keyPrevious, bind("enter", "next, at the end: done", "enter"), bind("ctrl+s", "done", "ctrl+s"), keyCancel}
}

func (s *form) lines(m *Model, width int) (scrolls, stays []string) {
	scrolls = append(scrolls, m.theme.Strong.Render(s.title), "")
	scrolls = append(scrolls, markdown.Render(s.hint, width, m.theme.QuietMarkdown)...)
	scrolls = append(scrolls, "")
	for i := range s.fields {
		f := &s.fields[i]
		label := m.theme.Quiet.Render(f.label)
		if i == s.at {
			label = m.theme.Accent.Render(f.label)
		}
		scrolls = append(scrolls, pad(label, 17)+m.shownInput(&f.input, max(width-20, 10)))
		if i == s.at && f.help != "" {
			for _, line := range markdown.Wrap(f.help, width-17) {
				scrolls = append(scrolls, strings.Repeat(" ", 17)+m.theme.Quiet.Render(line))
			}
		}
	}
	return scrolls, nil
}

// Field is one value of a form, as both ways of asking name it.
type Field struct{ Name, Label, Example, Help string }

// Form is a few values that somebody reads aloud or copies by hand. Line mode asks for the same ones.
type Form struct {
	Title, Hint string
	Fields      []Field
	// Take adds the values to a session. A problem is said in words, and nothing is lost.
	Take func(session *steps.Session, values map[string]string) (intake steps.Intake, problem string)
}

// FormOf returns the form that a question offers; ok is false where it has none.
func FormOf(question steps.Question) (form Form, ok bool) { return FormNamed(question.Form) }

// FormNamed returns the form of that name; ok is false for none.
func FormNamed(name steps.Form) (form Form, ok bool) {
	switch name {
	case steps.ProviderForm:
		return providerForm, true
	case steps.ClaimsForm:
		return claimsForm, true
	}
	return Form{}, false
}

// providerForm is for the values of Settings > Authentication.
var providerForm = Form{
	Title: "One provider of Settings > Authentication",
	Hint:  "As it is shown there. An OIDC provider has Domain and Application ID; a custom JWT provider has Issuer, JWKS URL and Algorithm, and perhaps an Application ID.",
	Fields: []Field{
		{"domain", "Domain or Issuer", "https://verb-noun-00.clerk.accounts.dev", "read it with its scheme and without a blank at its end"},
		{"application", "Application ID", "convex", "leave it empty if none is shown; upper and lower case count"},
		{"jwks", "JWKS URL", "", "only of a custom JWT provider"},
		{"algorithm", "Algorithm", "", "RS256 or ES256, only of a custom JWT provider"},
	},
	Take: func(session *steps.Session, values map[string]string) (steps.Intake, string) {
		entry, problem := providerOf(values)
		if problem != "" {
			return steps.Intake{}, problem
		}
		entries := append(session.TypedProviders(), entry)
		return session.TakePieces([]evidence.Piece{providerPiece(entries)}, "typed"), ""
	},
}

// claimsForm is for a token that cannot be pasted: somebody reads its claims from jwt.io or a console.
var claimsForm = Form{
	Title: "The claims of the token",
	Hint:  "As they stand in the decoded token. Leave a field empty if it is not there. Text is typed without quotes.",
	Fields: []Field{
		{"alg", "alg (header)", "RS256", ""},
		{"kid", "kid (header)", "", ""},
		{"typ", "typ (header)", "JWT", ""},
		{"iss", "iss", "https://verb-noun-00.clerk.accounts.dev", "with its scheme, letter by letter"},
		{"aud", "aud", "convex", "several values with a comma between them"},
		{"sub", "sub", "user_2NNE…", ""},
		{"exp", "exp", "1790000000", "seconds since 1970"},
		{"iat", "iat", "1789999940", "seconds since 1970"},
	},
	Take: func(session *steps.Session, values map[string]string) (steps.Intake, string) {
		text, problem := claimsText(values)
		if problem != "" {
			return steps.Intake{}, problem
		}
		return session.Take([]byte(text), "typed"), ""
	},
}

// newForm asks for the values of a form, all on one screen.
func newForm(m *Model, asked Form) screen {
	s := &form{title: asked.Title, hint: asked.Hint}
	for _, one := range asked.Fields {
		example := one.Example
		if example != "" {
			example = "such as " + example // without colours it would look like a value
		}
		s.fields = append(s.fields, newField(m, one.Name, one.Label, example, one.Help))
	}
	s.submit = func(m *Model, values map[string]string) string {
		intake, problem := asked.Take(m.session, values)
		if problem != "" {
			return problem
		}
		m.took(intake)
		if typed := m.session.TypedProviders(); len(typed) > 0 && hasProviders(intake) {
			m.toast = prose.Count(len(typed), "provider") + " known; to add another one: b, then f"
		}
		return ""
	}
	s.fields[0].input.Focus()
	return s
}

func hasProviders(intake steps.Intake) bool {
	return slices.ContainsFunc(intake.Items, func(item casefile.Item) bool { return item.Piece.Kind == evidence.KindProviders })
}

// providerOf makes an entry of what was typed. A problem is said in words, and nothing is lost.
func providerOf(values map[string]string) (evidence.Provider, string) {
	domain := values["domain"]
	if strings.TrimSpace(domain) == "" {
		return evidence.Provider{}, "Domain or Issuer is empty: without it nothing can be compared"
	}
	literal := func(text string) evidence.Setting {
		if text == "" {
			return evidence.Setting{State: evidence.None}
		}
		return evidence.Setting{State: evidence.Literal, Text: text}
	}
	jwks, algorithm := strings.TrimSpace(values["jwks"]), strings.TrimSpace(values["algorithm"])
	entry := evidence.Provider{ApplicationID: literal(values["application"])}
	if jwks == "" && algorithm == "" {
		if values["application"] == "" {
			return entry, "an OIDC provider has an Application ID; for a custom JWT provider fill in JWKS URL and Algorithm"
		}
		entry.Kind, entry.Domain = "oidc", literal(domain)
		return entry, ""
	}
	if upper := strings.ToUpper(algorithm); upper != "" && upper != "RS256" && upper != "ES256" {
		return entry, "Algorithm is RS256 or ES256, not " + algorithm
	}
	entry.Kind, entry.Issuer, entry.JWKS, entry.Algorithm = "customJwt", literal(domain), literal(jwks), literal(strings.ToUpper(algorithm))
	return entry, ""
}

func providerPiece(entries []evidence.Provider) evidence.Piece {
	return evidence.Piece{Kind: evidence.KindProviders, Count: 1,
		Summary: fmt.Sprintf("providers · %s, typed in", prose.Count(len(entries), "provider")),
		Data:    evidence.Providers{Origin: evidence.FromDashboard, Entries: entries}}
}
