package deploy

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/clean"
)

// show makes text from outside fit to stand in a sentence.
func show(s string, max int) string { return clean.Short(s, max) }

// count returns "1 line", "2 lines".
func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

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
