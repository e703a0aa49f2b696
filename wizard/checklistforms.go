package wizard

import (
	"strings"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/findings"
)

// switchApp answers one of the questions that are asked first.
func (s *checklistScreen) switchApp(m *Model, digit byte) {
	if digit == '5' {
		m.push(newHostForm(m))
		return
	}
	m.session.Tell(func(said *findings.Said) {
		app := &said.App
		parts := []*deploy.Answer{&app.Passkeys, &app.IOS, &app.Android, &app.PasswordManagers}
		if digit == '0' {
			for _, part := range parts {
				*part = deploy.No
			}
			return
		}
		part := parts[digit-'1']
		*part = (*part + 1) % 3 // not said, yes, no
	})
	s.changed(m)
}

// changed shows what something that was told has changed: the list here, and the page below it.
func (s *checklistScreen) changed(m *Model) {
	layers := m.layers
	m.arrive()
	m.layers = layers
	s.refresh(m)
}

// newHostForm asks for the production host of the frontend.
func newHostForm(m *Model) screen {
	s := &form{
		title:  "The production host of the app",
		hint:   "Where people open the app, as it stands in the browser's address bar. `SITE_URL` or `APP_URL` is compared with it.",
		fields: []field{newField(m, "host", "host", "app.example.com", "empty: not said")},
	}
	s.fields[0].input.SetValue(m.session.Said().App.Host)
	s.submit = func(m *Model, values map[string]string) string {
		host, problem := hostOf(values["host"])
		if problem != "" {
			return problem
		}
		m.tellApp(func(app *deploy.App) { app.Host = host })
		return ""
	}
	s.fields[0].input.Focus()
	return s
}

// hostOf takes a host out of what was typed.
func hostOf(text string) (host, problem string) {
	text = strings.ToLower(strings.TrimSpace(clean.Line(text)))
	if _, rest, ok := strings.Cut(text, "://"); ok {
		text = rest
	}
	text, _, _ = strings.Cut(text, "/")
	if strings.ContainsAny(text, " @\"'") || text != "" && !strings.Contains(text, ".") && !strings.HasPrefix(text, "localhost") {
		return "", "this is no host: write it like app.example.com"
	}
	return text, ""
}

// tellApp keeps what was said about the app, closes the form and shows what it changed.
func (m *Model) tellApp(change func(app *deploy.App)) {
	m.session.Tell(func(said *findings.Said) { change(&said.App) })
	m.pop()
	if list := m.openedList(); list != nil {
		list.changed(m)
		if page, ok := m.top().(follower); ok {
			page.follow(m, list)
		}
	}
}

// newCallbackForm takes the address that is registered at a provider, typed while somebody reads it aloud.
func newCallbackForm(m *Model, row deploy.Row) screen {
	s := &form{
		title:  "What is registered at " + providerName(row) + "?",
		hint:   "The address as it stands there, letter by letter. It is compared byte by byte; a blank at its end counts.",
		fields: []field{newField(m, "url", "callback URL", row.Expected, "")},
	}
	s.submit = func(m *Model, values map[string]string) string {
		if strings.TrimSpace(values["url"]) == "" {
			return "type or paste the address; esc leaves"
		}
		m.pop()
		m.takeCallback(row, values["url"])
		return ""
	}
	s.fields[0].input.Focus()
	return s
}

// callbackLines compare the address that is registered at a provider with the one that has to be.
func (m *Model) callbackLines(row deploy.Row, width int) []string {
	theme := m.theme
	var lines []string
	add := func(label string, text []string) { lines = append(lines, m.part(label, text, width)...) }
	room := width - labelWidth
	if row.Actual != "" {
		lines = append(lines, "")
		lines = append(lines, m.rowCompare(row, width-2)...)
	}
	console := deploy.ConsoleOf(row.Subject)
	if row.State != deploy.Pass {
		var text []string
		if exact := steps.CommandsOf(row); len(exact) > 0 {
			text = append(text, "register exactly this address"+theme.Quiet.Render("   c copies"))
			for _, one := range exact {
				text = append(text, "  "+theme.Accent.Render(one))
			}
		} else if row.Expected != "" {
			text = append(text, markdown.Wrap("register "+row.Expected, room)...)
		}
		add("do this", text)
	}
	add("where", markdown.Wrap(console.Where, room))
	if row.Actual == "" {
		add("compare", markdown.Wrap("Paste the address that is registered there, or press f and type it: it is compared byte by byte. This program cannot look into the provider's console.", room))
	}
	if row.Needs != "" && row.State == deploy.Unseen && !strings.HasPrefix(row.Needs, "the callback URL") {
		add("to see it", markdown.Render("Paste "+row.Needs+".", room, theme.Markdown))
	}
	add("when wrong", quietLines(m, console.Error, room))
	return lines
}

func quietLines(m *Model, text string, width int) []string {
	var lines []string
	for _, line := range markdown.Wrap(text, width) {
		if line != "" {
			lines = append(lines, m.theme.Quiet.Render(line))
		}
	}
	return lines
}

// providerName is the provider of a row, as people write it.
func providerName(row deploy.Row) string {
	if name := deploy.ConsoleOf(row.Subject).Name; name != "" {
		return name
	}
	return clean.Short(row.Subject, 40)
}
