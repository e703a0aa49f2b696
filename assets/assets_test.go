package assets

import (
	"regexp"
	"strings"
	"testing"

	"convex-auth-doctor/steps/ids"
)

// causeSections is the form of a cause page: these sections, in this order. "Pages" may be missing.
var causeSections = []string{"Why", "How it shows", "Fix", "Check again", "Pages"}

func TestCausePages(t *testing.T) {
	for _, name := range Names("causes") {
		t.Run(name, func(t *testing.T) {
			if !ids.Cause(name).Known() {
				t.Error("no such cause in the catalogue")
			}
			page, err := Cause(ids.Cause(name))
			if err != nil {
				t.Fatal(err)
			}
			checkTitle(t, page)
			checkSections(t, page, causeSections, 4)
			if fix, _ := page.Section("Fix"); len(fix.For) > 0 && fix.TextFor(ids.FamilyCustom) == fix.Text {
				t.Error(`a fix per family needs "### Other issuers" for everybody else`)
			}
			checkText(t, page)
		})
	}
}

func TestOutcomePages(t *testing.T) {
	for _, outcome := range ids.Outcomes() {
		page, err := Outcome(outcome)
		if err != nil {
			t.Error(err)
			continue
		}
		checkTitle(t, page)
		checkText(t, page)
	}
}

func TestQuestionPages(t *testing.T) {
	for _, name := range Names("questions") {
		t.Run(name, func(t *testing.T) {
			page, err := Question(ids.Question(name))
			if err != nil {
				t.Fatal(err)
			}
			checkTitle(t, page)
			checkSections(t, page, []string{"Look", "Why", "Answers", "More"}, 3)
			if _, err := page.Choices(); err != nil {
				t.Error(err)
			}
			checkText(t, page)
		})
	}
}

func checkTitle(t *testing.T, page Page) {
	t.Helper()
	if strings.ContainsAny(page.Title, "`*_[]{") {
		t.Errorf("the title is plain text, without marks or placeholders: %q", page.Title)
	}
	if n := len([]rune(page.Title)); n > 110 {
		t.Errorf("the title has %d characters; it must fit two lines of a small terminal", n)
	}
}

// checkSections wants the sections of form in their order, of which the first required ones must be there.
func checkSections(t *testing.T, page Page, form []string, required int) {
	t.Helper()
	at := 0
	for _, section := range page.Sections {
		for at < len(form) && form[at] != section.Title {
			if at < required {
				t.Errorf("section %q is missing before %q", form[at], section.Title)
			}
			at++
		}
		if at == len(form) {
			t.Errorf("section %q is unknown or stands at the wrong place", section.Title)
			return
		}
		if strings.TrimSpace(section.Text) == "" && len(section.For) == 0 {
			t.Errorf("section %q is empty", section.Title)
		}
		at++
	}
	for ; at < required; at++ {
		t.Errorf("section %q is missing", form[at])
	}
}

var brokenLink = regexp.MustCompile(`\]\(\s*\)|\{\{[^a-z}]|\{\{[a-z_]+\}[^}]`)

func checkText(t *testing.T, page Page) {
	t.Helper()
	for _, section := range page.Sections {
		texts := []string{section.Text}
		for _, one := range section.For {
			texts = append(texts, one.Text)
			if strings.TrimSpace(one.Text) == "" {
				t.Errorf("%s: nothing for %s", section.Title, one.Family.Name())
			}
		}
		for _, text := range texts {
			for _, name := range used(text) {
				if _, ok := placeholders[name]; !ok {
					t.Errorf("%s: placeholder {{%s}} is unknown", section.Title, name)
				}
			}
			if found := brokenLink.FindString(text); found != "" {
				t.Errorf("%s: %q is broken", section.Title, found)
			}
			if strings.Count(text, "```")%2 != 0 {
				t.Errorf("%s: a code fence is not closed", section.Title)
			}
			for _, word := range []string{"TODO", "FIXME", "XXX ", "lorem"} {
				if strings.Contains(text, word) {
					t.Errorf("%s: unfinished: %s", section.Title, word)
				}
			}
		}
	}
}

func TestFill(t *testing.T) {
	got := Fill("npx convex env set{{prod}} {{variable}} {{issuer_domain}} # {{nothing_known}}", map[string]string{"variable": "AUTH0_DOMAIN"})
	if want := "npx convex env set AUTH0_DOMAIN <your issuer URL> # {{nothing_known}}"; got != want {
		t.Errorf("Fill = %q, want %q", got, want)
	}
}

func TestParse(t *testing.T) {
	page, err := parse("p", "# Title\n\n## Why\n\ntext\n\n```sh\n# a comment\n## no heading\n```\n\n## Fix\n\ncommon\n\n### Clerk\n\nclerk\n\n### Other issuers\n\nother\n")
	if err != nil {
		t.Fatal(err)
	}
	fix, _ := page.Section("Fix")
	for family, want := range map[ids.Family]string{
		ids.FamilyClerk: "common\n\nclerk", ids.FamilyAuth0: "common\n\nother", ids.FamilyCustom: "common\n\nother",
		ids.FamilyUnknown: "common\n\n**Clerk**\n\nclerk\n\n**Other issuers**\n\nother",
	} {
		if got := fix.TextFor(family); got != want {
			t.Errorf("TextFor(%q) = %q, want %q", family, got, want)
		}
	}
	if why, _ := page.Section("Why"); !strings.Contains(why.Text, "## no heading") {
		t.Errorf("a heading inside a fence was taken for one: %q", why.Text)
	}
	for _, bad := range []string{"", "text only", "# A\n# B", "# A\n## Fix\n### Nobody\n"} {
		if _, err := parse("bad", bad); err == nil {
			t.Errorf("parse(%q) found nothing wrong", bad)
		}
	}
}

// TestFamiliesOfQuestions holds that a question speaks to families only where it says where to look, and to all others too.
func TestFamiliesOfQuestions(t *testing.T) {
	seen := 0
	for _, name := range Names("questions") {
		page, err := Question(ids.Question(name))
		if err != nil {
			t.Fatal(err)
		}
		for _, section := range page.Sections {
			if len(section.For) == 0 {
				continue
			}
			seen++
			if section.Title != "Look" {
				t.Errorf("%s: only Look may differ by family, not %q", name, section.Title)
			}
			if section.TextForOne(ids.FamilyUnknown) == section.Text {
				t.Errorf(`%s: a family's text needs "### Other issuers" for everybody else`, name)
			}
		}
	}
	if seen == 0 {
		t.Error("no question speaks to a family: this test looks at nothing")
	}
}

// used returns the names of the placeholders in a text.
func used(text string) []string {
	var names []string
	for _, match := range placeholder().FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	return names
}
