package wizard

import (
	"sort"
	"strings"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps/ids"
)

// Page is what a search can find: the page of a cause, or that of a question.
type Page struct {
	Cause    ids.Cause    // "" for a question
	Question ids.Question // "" for a cause
	Title    string

	words string // everything on the page, in lower case
	score int
}

// Name says what the page is: a cause by its name, or a question.
func (page Page) Name() string {
	if page.Cause != "" {
		return string(page.Cause)
	}
	return "question"
}

// Find returns the pages of causes and questions that hold every word of a text, those first that are about them.
func Find(text string) []Page { return holding(allPages(), text) }

func allPages() []Page {
	var pages []Page
	for _, cause := range ids.Causes() {
		if page, err := assets.Cause(cause); err == nil {
			pages = append(pages, Page{Cause: cause, Title: page.Title, words: words(page)})
		}
	}
	for _, name := range assets.Names("questions") {
		if page, err := assets.Question(ids.Question(name)); err == nil {
			pages = append(pages, Page{Question: ids.Question(name), Title: page.Title, words: words(page)})
		}
	}
	return pages
}

func words(page assets.Page) string {
	var all strings.Builder
	all.WriteString(page.ID + " " + page.Title + " ")
	for _, section := range page.Sections {
		all.WriteString(section.TextFor(ids.FamilyUnknown) + " ")
	}
	return strings.ToLower(all.String())
}

// holding returns the pages that hold every word of a text; a word in the title or the name counts more.
func holding(pages []Page, text string) []Page {
	wanted := strings.Fields(strings.ToLower(text))
	var found []Page
	for _, page := range pages {
		page.score = 0
		for _, word := range wanted {
			n := strings.Count(page.words, word)
			if n == 0 {
				page.score = -1
				break
			}
			page.score += min(n, 5)
			if strings.Contains(strings.ToLower(page.Title+" "+string(page.Cause)), word) {
				page.score += 20
			}
		}
		if page.score >= 0 {
			found = append(found, page)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].score > found[j].score })
	return found
}
