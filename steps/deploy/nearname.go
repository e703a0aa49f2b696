package deploy

import (
	"slices"
	"strings"
	"unicode"
)

// sameValue are the names that documentations and projects have for one value (providers.md 1.1, 1.6 C6; projects.md).
var sameValue = [][]string{
	{"CLERK_JWT_ISSUER_DOMAIN", "CLERK_FRONTEND_API_URL", "CLERK_ISSUER_URL", "CLERK_ISSUE_URL", "CLERK_ISSUER_DOMAIN", "CLERK_DOMAIN"},
}

// SameVariable reports whether somebody who set one variable may have meant the other: they differ by a letter or two, by the prefix
// that a framework wants for browsers, or they are the names that two documentations have for one value. Names that differ by a
// number are two variables.
func SameVariable(one, other string) bool {
	for _, names := range sameValue {
		if one != other && slices.Contains(names, one) && slices.Contains(names, other) {
			return true
		}
	}
	const shortest = 8 // of shorter names two letters are too much
	if one == other || min(len(one), len(other)) < shortest {
		return false
	}
	for _, prefix := range []string{"NEXT_PUBLIC_", "VITE_", "EXPO_PUBLIC_", "PUBLIC_", "NUXT_PUBLIC_", "REACT_APP_"} {
		if prefix+one == other || prefix+other == one {
			return true
		}
	}
	digits := func(name string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, name)
	}
	if digits(one) != digits(other) {
		return false
	}
	return levenshtein(strings.ToUpper(one), strings.ToUpper(other), 2) <= 2
}
