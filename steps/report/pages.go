package report

import (
	"sort"
	"strings"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps/ids"
)

// CauseNames returns the ids of all causes that have a page.
func CauseNames() []string { return assets.Names("causes") }

// PageNamed returns the page of a cause or an outcome.
func PageNamed(name string) (page assets.Page, ok bool) {
	if page, err := assets.Outcome(ids.Outcome(name)); err == nil {
		return page, true
	}
	page, err := assets.Cause(ids.Cause(name))
	return page, err == nil
}

// PageNote is what has to be said below a page that is read without a case, "" for most. The commands of a page act on production
// where the case says so. Without a case they stand there as for development, and forgetting --prod is the most common fault of
// production (P 1.2).
func PageNote(page assets.Page) string {
	fix, _ := page.Section("Fix")
	acts := strings.Contains(fix.Text, "{{prod}}")
	for _, part := range fix.For {
		acts = acts || strings.Contains(part.Text, "{{prod}}")
	}
	if !acts {
		return ""
	}
	return "npx convex commands act on development: for production add --prod."
}

// NearestCauses returns the three causes whose names are most like a word.
func NearestCauses(word string) []string {
	names := CauseNames()
	sort.SliceStable(names, func(i, j int) bool { return shared(names[i], word) > shared(names[j], word) })
	return names[:min(3, len(names))]
}

// shared counts the pairs of letters that two words have in common.
func shared(a, b string) int {
	pairs := map[string]int{}
	for i := 0; i+2 <= len(a); i++ {
		pairs[a[i:i+2]]++
	}
	n := 0
	for i := 0; i+2 <= len(b); i++ {
		if pairs[b[i:i+2]] > 0 {
			pairs[b[i:i+2]]--
			n++
		}
	}
	return 4*n - len(a)
}
