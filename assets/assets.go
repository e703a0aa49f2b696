// Package assets holds what people read: one Markdown page per question, cause and outcome, embedded in the program.
// It knows the form of a page and nothing of what the pages say.
package assets

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"

	"convex-auth-doctor/steps/ids"
)

//go:embed causes questions outcomes
var files embed.FS

// Section is a part of a page below a "## " heading.
type Section struct {
	Title string
	Text  string          // Markdown before the first family heading
	For   []FamilySection // in the order of the page; empty in most sections
}

// FamilySection is a part of a section below a "### " heading that names an issuer family.
type FamilySection struct {
	Family ids.Family
	Text   string // Markdown
}

// Page is one page.
type Page struct {
	ID       string
	Title    string // one sentence, without Markdown
	Sections []Section
}

// Cause returns the page of a cause.
func Cause(cause ids.Cause) (Page, error) { return read("causes", string(cause)) }

// Question returns the page of a question.
func Question(question ids.Question) (Page, error) { return read("questions", string(question)) }

// Outcome returns the page of an outcome.
func Outcome(outcome ids.Outcome) (Page, error) { return read("outcomes", string(outcome)) }

// Names lists the pages of one folder ("causes", "questions", "outcomes"), sorted.
func Names(folder string) []string {
	entries, err := fs.ReadDir(files, folder)
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), ".md"); ok {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// Section returns the section with that title; ok is false where the page has none.
func (page Page) Section(title string) (section Section, ok bool) {
	for _, one := range page.Sections {
		if one.Title == title {
			return one, true
		}
	}
	return Section{}, false
}

// Choice is one answer of a question page.
type Choice struct {
	Answer ids.Answer
	Label  string // Markdown without blocks
}

// Choices returns the answers of a question page: its section "Answers" is a list of lines like "- `id` label".
func (page Page) Choices() ([]Choice, error) {
	section, ok := page.Section("Answers")
	if !ok {
		return nil, nil
	}
	var choices []Choice
	for _, line := range strings.Split(section.Text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		id, label, ok := strings.Cut(strings.TrimPrefix(line, "- `"), "` ")
		if !ok || !strings.HasPrefix(line, "- `") {
			return nil, fmt.Errorf("page %s: an answer reads \"- `id` label\", not %q", page.ID, line)
		}
		choices = append(choices, Choice{ids.Answer(id), label})
	}
	return choices, nil
}

// TextFor returns the section's text for a family: the common part, then the family's own, else that of "Other issuers".
// With FamilyUnknown it returns the common part and every family's, each under its name.
func (section Section) TextFor(family ids.Family) string {
	parts := []string{}
	if section.Text != "" {
		parts = append(parts, section.Text)
	}
	if family == ids.FamilyUnknown {
		for _, one := range section.For {
			parts = append(parts, "**"+one.Family.Name()+"**\n\n"+one.Text)
		}
		return strings.Join(parts, "\n\n")
	}
	for _, wanted := range []ids.Family{family, ids.FamilyCustom} {
		for _, one := range section.For {
			if one.Family == wanted {
				return strings.Join(append(parts, one.Text), "\n\n")
			}
		}
	}
	return strings.Join(parts, "\n\n")
}

// TextForOne is TextFor for a place with room for one family: where the family is unknown it is the text of "Other issuers".
func (section Section) TextForOne(family ids.Family) string {
	if family == ids.FamilyUnknown {
		family = ids.FamilyCustom
	}
	return section.TextFor(family)
}

func read(folder, name string) (Page, error) {
	text, err := files.ReadFile(path.Join(folder, name+".md"))
	if err != nil {
		return Page{}, fmt.Errorf("there is no page %s/%s", folder, name)
	}
	return parse(name, string(text))
}

// parse takes a page apart at its headings. Headings inside code fences do not count.
func parse(name, text string) (Page, error) {
	page := Page{ID: name}
	var lines []string
	fenced := false
	flush := func() {
		body := strings.Trim(strings.Join(lines, "\n"), "\n")
		lines = nil
		if len(page.Sections) == 0 {
			return
		}
		section := &page.Sections[len(page.Sections)-1]
		if n := len(section.For); n > 0 {
			section.For[n-1].Text = body
		} else {
			section.Text = body
		}
	}
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
		}
		title, level := heading(line)
		switch {
		case fenced || level == 0:
			lines = append(lines, line)
		case level == 1:
			if page.Title != "" {
				return Page{}, fmt.Errorf("page %s has two titles", name)
			}
			page.Title = title
		case level == 2:
			flush()
			page.Sections = append(page.Sections, Section{Title: title})
		case level == 3:
			family := ids.FamilyNamed(title)
			if family == ids.FamilyUnknown || len(page.Sections) == 0 {
				return Page{}, fmt.Errorf("page %s: %q is no issuer family", name, title)
			}
			flush()
			section := &page.Sections[len(page.Sections)-1]
			section.For = append(section.For, FamilySection{Family: family})
		}
	}
	flush()
	if page.Title == "" {
		return Page{}, fmt.Errorf("page %s has no title", name)
	}
	return page, nil
}

func heading(line string) (title string, level int) {
	rest := strings.TrimLeft(line, "#")
	level = len(line) - len(rest)
	if level < 1 || level > 3 || !strings.HasPrefix(rest, " ") {
		return "", 0
	}
	return strings.TrimSpace(rest), level
}
