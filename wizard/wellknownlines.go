package wizard

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/wellknown"
)

func (s *documentPage) lines(m *Model, width int) (scrolls, stays []string) {
	theme := m.theme
	title := theme.Strong.Render(s.document.Guide.Title)
	number := theme.Quiet.Render(s.number() + "  ←→")
	scrolls = append(scrolls, fit(title+strings.Repeat(" ", max(2, width-ansi.StringWidth(title)-ansi.StringWidth(number)))+number, width))
	scrolls = append(scrolls, theme.Quiet.Render(fit(s.place(), width)))
	scrolls = append(scrolls, "")
	scrolls = append(scrolls, s.rowLines(m, width)...)
	add := func(label string, text []string) { scrolls = append(scrolls, m.part(label, text, width)...) }
	room := width - labelWidth
	add("seen", s.seenLines(m, room))
	add("should be", s.contentLines(m, room))
	add("fed by", s.variableLines(m, room))
	add("to see it", s.showLines(m, room))
	add("caches", quietLines(m, s.document.Guide.Cache, room))
	add("when wrong", quietLines(m, s.document.Guide.Symptom, room))
	add("see also", s.alsoLines(m, room))
	if s.jump {
		s.scroll.offset, s.jump = len(scrolls)+1, false
	}
	add("serve it", s.serveLines(m, room))
	return scrolls, nil
}

// rowLines judge the document row by row.
func (s *documentPage) rowLines(m *Model, width int) []string {
	var lines []string
	labels, skipped := 8, 0
	for _, row := range s.document.Rows {
		if row.State != deploy.NotApplicable {
			labels = min(max(labels, markdown.Width(whatOf(row))), labelColumns)
		}
	}
	for _, row := range s.document.Rows {
		if row.State == deploy.NotApplicable {
			skipped++
			continue
		}
		room := max(width-labels-6, 16)
		lines = append(lines, m.judgementLines(row, labels, room)...)
		if row.State == deploy.Fail || row.State == deploy.Warn {
			lines = append(lines, m.mendLines(row, strings.Repeat(" ", labels+6), room)...)
		}
	}
	if len(lines) == 0 && skipped > 0 {
		return s.notNeededLines(m, width)
	}
	return lines
}

// judgementLines are the mark, the label and at most three lines of a row's sentence.
func (m *Model) judgementLines(row deploy.Row, labels, room int) []string {
	text := strings.TrimSuffix(row.Sentence, ".")
	if row.State == deploy.Unseen && row.Needs != "" && row.Follows == "" {
		text = "paste " + row.Needs
		if row.ID == "AASA-ID" || row.ID == "DAL-FP" {
			text = "press f and type " + row.Needs
		}
	}
	wrapped := markdown.Wrap(text, room)
	var lines []string
	for i, line := range wrapped[:min(len(wrapped), 3)] {
		lead := strings.Repeat(" ", labels+6)
		if i == 0 {
			lead = "  " + m.stateMark(row.State) + " " + pad(whatOf(row), labels) + "  "
		}
		if row.State == deploy.Unseen {
			line = m.theme.Quiet.Render(line)
		}
		lines = append(lines, lead+line)
	}
	return lines
}

// mendLines are what a row that is not right has, what it should have, and what to do.
func (m *Model) mendLines(row deploy.Row, margin string, room int) []string {
	var lines []string
	pairs := [][2]string{{"is", row.Actual}, {"should be", row.Expected}}
	if row.Fix != nil {
		pairs = append(pairs, [2]string{"do this", row.Fix.Text})
	}
	for _, pair := range pairs {
		label := m.theme.Quiet.Render(pair[0])
		for _, line := range markdown.Wrap(clean.Short(pair[1], 400), max(room-11, 8)) {
			if line != "" {
				lines = append(lines, margin+pad(label, 11)+line)
			}
			label = ""
		}
	}
	if row.Fix == nil {
		return lines
	}
	for _, command := range row.Fix.Commands {
		for _, line := range m.commandLines(command, max(room-9, 12)) {
			lines = append(lines, margin+strings.Repeat(" ", 9)+line)
		}
	}
	return lines
}

// notNeededLines say why this app needs no such document, and what would make it need one.
func (s *documentPage) notNeededLines(m *Model, width int) []string {
	why := strings.TrimSuffix(s.document.Rows[0].Sentence, ".")
	lines := []string{fit("  "+m.stateMark(deploy.NotApplicable)+" "+m.theme.Quiet.Render("not applicable: "+why), width)}
	if question := s.document.Guide.Question; question != "" {
		for _, line := range markdown.Wrap(question+" "+s.ifSo(), width-4) {
			lines = append(lines, "    "+m.theme.Quiet.Render(line))
		}
	}
	return lines
}

// whatOf names a row on the page of its document, which has said the document's name.
func whatOf(row deploy.Row) string {
	if _, what, _ := strings.Cut(row.Title, ": "); what != "" {
		return what
	}
	return row.Title
}

// ifSo says how to tell that the app needs the document.
func (s *documentPage) ifSo() string {
	switch s.kind {
	case wellknown.SecurityTxt:
		return "If so, set SECURITY_CONTACT, or serve a file of your own."
	case wellknown.ChangePassword:
		return "If so, press 4 on the checklist."
	case wellknown.PasskeyEndpoints:
		return "If so, press 1 on the checklist."
	}
	return "If so, press f."
}

// seenLines name the answers that were pasted.
func (s *documentPage) seenLines(m *Model, width int) []string {
	var lines []string
	for i := len(s.document.Answers) - 1; i >= 0 && len(lines) < 4; i-- {
		answer := s.document.Answers[i]
		text := strings.TrimPrefix(answer.Summary(), "answer · ")
		if kind, _, ok := answer.Exchange.ContentType(); ok {
			text += " · " + clean.Short(kind, 60)
		}
		lines = append(lines, fit(text, width))
	}
	return lines
}

// contentLines show what the document should say for this app.
func (s *documentPage) contentLines(m *Model, width int) []string {
	theme, content := m.theme, s.document.Content
	var lines []string
	switch {
	case content.Location != "":
		lines = append(lines, "a 302 redirect to "+theme.Accent.Render(clean.Short(content.Location, 200)))
	case content.Body != "":
		lines = append(lines, "status 200, no redirect, "+clean.Line(content.ContentType))
		for _, line := range strings.Split(dense(content.Body), "\n") {
			for _, part := range markdown.Wrap(clean.Text(line), width-2) {
				lines = append(lines, "  "+theme.Accent.Render(part))
			}
		}
	case s.kind == wellknown.JWKS:
		lines = append(lines, markdown.Wrap("status 200, application/json: the value of the variable JWKS, which is the public half of JWT_PRIVATE_KEY and nothing else", width)...)
	case s.kind == wellknown.OpenID:
		lines = append(lines, markdown.Wrap("status 200, application/json, with issuer byte for byte as iss of the tokens, and jwks_uri below it", width)...)
	}
	if content.Sample && len(lines) > 0 {
		lines = append(lines, theme.Doubt.Render("! ")+theme.Quiet.Render("an example: nothing is configured, put your values in its place"))
	}
	for _, dropped := range s.document.Dropped {
		text := fmt.Sprintf("entry %d is no use: %s: %s", dropped.Number, clean.Short(dropped.Entry, 60), dropped.Why)
		for i, line := range markdown.Wrap(text, width-2) {
			lead := "  "
			if i == 0 {
				lead = theme.Fault.Render("✗ ")
			}
			lines = append(lines, lead+line)
		}
	}
	return lines
}

// dense writes JSON without the line breaks of its files, with room where it may be broken.
func dense(text string) string {
	var out bytes.Buffer
	if json.Compact(&out, []byte(text)) != nil {
		return strings.TrimRight(text, "\n")
	}
	return strings.NewReplacer(`,"`, `, "`, `,{`, `, {`, `":`, `": `).Replace(out.String())
}

// variableLines show the variables that feed the document where the library serves it.
func (s *documentPage) variableLines(m *Model, width int) []string {
	if len(s.document.Guide.Variables) == 0 {
		return nil
	}
	var lines []string
	for _, name := range s.document.Guide.Variables {
		value, known := s.document.Variable[name]
		if !known {
			value = "not seen"
		}
		lines = append(lines, pad(name, labelColumns)+" "+m.theme.Quiet.Render(fit(value, max(width-labelColumns-1, 8))))
	}
	if !s.document.Built {
		text := "robelest/convex-auth serves it of these; @convex-dev/auth does not: serve it yourself"
		lines = append(lines, quietLines(m, text, width)...)
	}
	return lines
}

func (s *documentPage) showLines(m *Model, width int) []string {
	if s.document.Address == "" {
		return quietLines(m, "the app's host is not known yet: it comes with the list of variables, or 5 on the checklist", width)
	}
	return []string{m.theme.Accent.Render(fit(s.curl(), width)), m.theme.Quiet.Render(fit("paste what it prints, headers and all", width))}
}

// serveLines are the files that make the chosen hosting serve it.
func (s *documentPage) serveLines(m *Model, width int) []string {
	theme := m.theme
	lines := []string{theme.Strong.Render(s.hosting.Name()) + theme.Quiet.Render("   h another host, s copies")}
	for _, file := range wellknown.Serve(s.kind, s.hosting, s.document.Content) {
		if file.Path != "" {
			head := file.Path
			if file.Add {
				head += theme.Quiet.Render("  add")
			}
			lines = append(lines, fit(head, width))
		}
		for _, line := range strings.Split(strings.TrimRight(file.Text, "\n"), "\n") {
			if file.Text != "" {
				lines = append(lines, theme.Accent.Render(fit("  "+clean.Text(line), width)))
			}
		}
		lines = append(lines, quietLines(m, file.Note, width)...)
	}
	return lines
}

func (s *documentPage) alsoLines(m *Model, width int) []string {
	host := "<app host>"
	if _, rest, ok := strings.Cut(s.document.Address, "://"); ok {
		host, _, _ = strings.Cut(rest, "/")
	}
	var lines []string
	for _, address := range s.document.Guide.Also {
		lines = append(lines, m.theme.Quiet.Render(fit(strings.ReplaceAll(address, "{host}", host), width)))
	}
	return lines
}

// newDocumentForm asks what stands in no paste: the app's own id, the key that Google signs with, the origins.
func newDocumentForm(m *Model, kind wellknown.Kind) screen {
	app := m.session.Said().App
	s := &form{title: wellknown.GuideOf(kind).Title, hint: "What the file is compared with. Leave empty what you do not know."}
	value := map[string]string{}
	switch kind {
	case wellknown.AASA:
		s.fields = []field{newField(m, "ios", "app id", "ABCDE12345.com.example.app", "team id, a full stop, bundle id: Xcode > Signing & Capabilities")}
		value["ios"] = app.IOSAppID
	case wellknown.AssetLinks:
		s.fields = []field{
			newField(m, "package", "package", "com.example.app", "applicationId of build.gradle"),
			newField(m, "play", "SHA-256", "AB:CD:…", "Play Console > App signing: the key that Google signs with, not the upload key"),
			newField(m, "debug", "debug SHA-256", "", "of ./gradlew signingReport, if it is in the file"),
		}
		value["package"], value["play"], value["debug"] = app.AndroidPackage, app.PlayPrint, app.DebugPrint
	default:
		s.fields = []field{
			newField(m, "rp", "RP ID", "example.com", "what the passkeys are bound to; empty: the host of the app's address"),
			newField(m, "origins", "origins", "https://app.example.com, https://example.org", "all origins on which people use the app, with commas"),
		}
		value["rp"], value["origins"] = app.RPID, strings.Join(app.Origins, ", ")
	}
	for i := range s.fields {
		s.fields[i].input.SetValue(value[s.fields[i].name])
	}
	s.submit = func(m *Model, values map[string]string) string {
		text := func(name string) string { return clean.Line(strings.TrimSpace(values[name])) }
		m.tellApp(func(app *deploy.App) {
			switch kind {
			case wellknown.AASA:
				app.IOSAppID = text("ios")
				if app.IOSAppID != "" {
					app.IOS = deploy.Yes
				}
			case wellknown.AssetLinks:
				app.AndroidPackage, app.PlayPrint, app.DebugPrint = text("package"), text("play"), text("debug")
				if app.AndroidPackage+app.PlayPrint+app.DebugPrint != "" {
					app.Android = deploy.Yes
				}
			default:
				app.RPID, app.Origins = text("rp"), nil
				for _, origin := range strings.Split(text("origins"), ",") {
					if origin = strings.TrimSpace(origin); origin != "" {
						app.Origins = append(app.Origins, origin)
						app.Passkeys = deploy.Yes
					}
				}
			}
		})
		return ""
	}
	s.fields[0].input.Focus()
	return s
}
