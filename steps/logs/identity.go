package logs

import "strings"

// identitySeen is what a console line says about the identity of its call.
type identitySeen int8

const (
	noIdentityLine identitySeen = iota
	identityNull
	identityObject
)

// identityIn reads a console line such as `'server identity' null`, in quotes or (as the dashboard shows it) without. The
// label is the developer's own: any that has the word identity in it counts (seed: 'server identity').
func identityIn(message string) identitySeen {
	if strings.Contains(message, "tokenIdentifier") {
		return identityObject
	}
	rest := message
	for {
		at := indexFold(rest, identityPiece)
		if at < 0 {
			return noIdentityLine
		}
		rest = rest[at+len(identityPiece):]
		value := strings.TrimLeft(rest, "'\"`:=-> \t")
		if len(rest)-len(value) > 8 {
			continue
		}
		for _, none := range []string{"null", "undefined"} {
			if after, ok := strings.CutPrefix(value, none); ok && (after == "" || !isLetter(after[0]) && !isDigit(after[0]) && after[0] != '_') {
				return identityNull
			}
		}
		if strings.HasPrefix(value, "{") {
			return identityObject
		}
	}
}

// indexFold is strings.Index without regard to the case of ASCII letters; word is in lower case.
func indexFold(text, word string) int {
	for i := 0; i+len(word) <= len(text); i++ {
		if lower(text[i]) != word[0] {
			continue
		}
		j := 1
		for j < len(word) && lower(text[i+j]) == word[j] {
			j++
		}
		if j == len(word) {
			return i
		}
	}
	return -1
}
