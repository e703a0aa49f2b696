package deploy

import (
	"strings"

	"convex-auth-doctor/steps/clean"
)

// show makes text from outside fit to stand in a sentence.
func show(s string, max int) string { return clean.Short(s, max) }

// join returns "a", "a and b", "a, b and c".
func join(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	return strings.Join(items[:len(items)-1], ", ") + " and " + items[len(items)-1]
}

// shellWord writes s as one word of a POSIX shell; blanks and quotes are common in pasted values.
func shellWord(s string) string {
	plain := s != ""
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+=,", r)) {
			plain = false
		}
	}
	if plain && !strings.HasPrefix(s, "-") {
		return s
	}
	return "'" + strings.ReplaceAll(show(s, 2*maxValueBytes), "'", `'\''`) + "'"
}

// shellName returns a variable's name when it is one, so that no pasted text becomes a command.
func shellName(name string) string {
	if bareName().MatchString(name) {
		return name
	}
	return shellWord(name)
}

// withoutQuotes returns what stands in a pair of quotes, straight or typographic.
func withoutQuotes(s string) (inner string, ok bool) {
	for _, pair := range []string{`""`, "''", "``", "“”", "‘’", "„“", "””"} {
		quotes := []rune(pair)
		open, end := string(quotes[0]), string(quotes[1])
		if len(s) >= len(open)+len(end) && strings.HasPrefix(s, open) && strings.HasSuffix(s, end) {
			return s[len(open) : len(s)-len(end)], true
		}
	}
	return s, false
}
