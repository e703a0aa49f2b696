// Package prose puts counts and first letters into sentences.
package prose

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Count says how many there are of a thing with a regular plural: "1 entry", "2 entries", "3 keys".
func Count[N int | int64](n N, one string) string {
	number := strconv.FormatInt(int64(n), 10)
	if n == 1 {
		return number + " " + one
	}
	if stem, ok := strings.CutSuffix(one, "y"); ok && !strings.ContainsAny(stem[max(0, len(stem)-1):], "aeiou") {
		return number + " " + stem + "ies"
	}
	if strings.HasSuffix(one, "sh") || strings.HasSuffix(one, "ch") || strings.HasSuffix(one, "s") || strings.HasSuffix(one, "x") {
		return number + " " + one + "es"
	}
	return number + " " + one + "s"
}

// Capital begins a sentence: its first letter is a capital one.
func Capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 || first == utf8.RuneError {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}
