package messages

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"convex-auth-doctor/steps/lazy"
)

// How many folded characters of a message that is not whole must stand there. A clause is what ends at a punctuation
// mark of the message.
const (
	enoughOfText   = 28
	enoughOfClause = 14 // where it stands alone
	enoughInProse  = 18 // such a part inside a sentence
	enoughOfHead   = 20 // before a variable part that the text breaks off in
	enoughOfLong   = 80 // from the beginning on, where the text then goes on in other words: another version said it
)

// accept decides whether what was found is the message, a part of it that somebody quoted, or chance.
func (run *search) accept(made *template, first, low, last, lastHigh int, found *candidate) bool {
	start, stop := found.spans[0][0], found.spans[len(found.spans)-1][1]
	if found.Whole {
		return (!made.generic || run.standsAlone(start, stop)) && run.edges(made, start, stop) && run.spaced(made, start, stop)
	}
	intact := first == 0 && low == 0
	if low > 0 && !run.breaks(start-1) {
		return false
	}
	lastText := made.literals[last].folded
	insideLiteral := lastHigh < len(lastText)
	if insideLiteral && announces(made.literals[last], lastHigh) {
		return false
	}
	if insideLiteral && !run.breaks(stop-1) && !(intact && found.matched >= enoughOfLong) {
		return false
	}
	if made.wholeOnly {
		return false
	}
	switch {
	case found.matched >= enoughOfText:
		return true
	case insideLiteral && intact && found.matched >= enoughOfClause && atClause(made.literals[last], lastHigh):
		return found.matched >= enoughInProse || run.standsAlone(start, stop)
	case !insideLiteral && intact && found.matched >= enoughOfHead:
		return true
	}
	return false
}

// edges requires that a short message is no part of a longer word.
func (run *search) edges(made *template, start, stop int) bool {
	if made.total > 40 {
		return true
	}
	at := run.folded.At
	if len(made.gaps[0]) == 0 {
		first := int(at[start])
		if first > 0 && (run.text[first-1] == '_' || start > 0 && int(at[start-1]) == first-1) {
			return false
		}
	}
	after := made.literals[len(made.literals)-1].textAfter()
	if len(made.gaps[len(made.gaps)-1]) == 0 || after != "" {
		behind := int(at[stop-1]) + 1
		if behind < len(run.text) && run.text[behind] == '_' && !strings.HasPrefix(after, "_") || stop < len(at) && int(at[stop]) == behind {
			return false
		}
	}
	return true
}

// spaced tells a short code, such as InvalidAdminKey, from the same words in a sentence.
func (run *search) spaced(made *template, start, stop int) bool {
	if len(made.literals) > 1 || made.total > 40 {
		return true
	}
	source := string(run.text[run.folded.At[start] : run.folded.At[stop-1]+1])
	if made.code {
		return source == made.literals[0].text
	}
	text := strings.TrimFunc(made.literals[0].text, func(r rune) bool { return !alphanumeric(r) })
	if strings.Contains(text, "_") || strings.Contains(source, "_") {
		return strings.Count(source, "_") == strings.Count(text, "_")
	}
	if !strings.Contains(text, " ") {
		return true
	}
	// "[auth][error]" is what Auth.js puts before its lines, and not the words "Auth error"
	return len(source) > made.total && (strings.ContainsAny(text, "[]") || !strings.ContainsAny(quiet(source), "[]"))
}

// between returns the text between two neighbours in the folded text.
func (run *search) between(folded int) []byte {
	from, to := 0, len(run.text)
	if folded >= 0 {
		from = int(run.folded.At[folded]) + 1
	}
	if folded+1 < len(run.folded.At) {
		to = int(run.folded.At[folded+1])
	}
	if from > to {
		return nil
	}
	return run.text[from:to]
}

// breaks reports whether a quotation can begin or end behind the given folded byte: at a line break, a quote, an
// ellipsis, or an end of the text.
func (run *search) breaks(folded int) bool {
	if folded < 0 || folded+1 >= len(run.folded.At) {
		return true
	}
	gap := run.between(folded)
	return bytes.ContainsAny(gap, "\n\"'`<>|{}[]()") || bytes.Contains(gap, []byte("…")) || bytes.Contains(gap, []byte("..")) ||
		bytes.Contains(gap, []byte("”")) || bytes.Contains(gap, []byte("“")) || bytes.Contains(gap, []byte("\\n")) ||
		bytes.Contains(gap, []byte("—"))
}

// standsAlone reports whether a common wording stands where a message can stand: at the beginning of a line, in quotes
// or behind a colon, and not as a part of a sentence.
func (run *search) standsAlone(start, stop int) bool {
	from, to := int(run.folded.At[start]), int(run.folded.At[stop-1])+1
	before := strings.TrimRight(quiet(string(run.text[max(0, from-40):from])), " \t\u00a0*_")
	behind := quiet(string(run.text[to:min(len(run.text), to+40)]))
	after := strings.TrimLeft(behind, " \t\u00a0*_.!")
	if before == "" && from < 40 && placeBehind().MatchString(after) && !bytes.ContainsAny(bytes.TrimSpace(run.text), "\n\r") {
		return true // a single line that begins with it: an error that says where it was thrown
	}
	if strings.HasSuffix(before, "Error:") && nextSentence().MatchString(behind) {
		return true // "Error: Not authenticated. Please sign in first."
	}
	return (before == "" && from < 40 || endsLikePrefix(before)) && (after == "" || beginsLikeEnd(after))
}

var nextSentence = lazy.Regexp(`^[.!] +[A-Z]`)

// placeBehind matches where an error was thrown, as apps and people put it behind the text: "Not authenticated in users:me".
var placeBehind = lazy.Regexp(`^(?:on|in|at|from|during|inside|within) (?:the )?(?i:client|server|browser|quer(?:y|ies)|mutations?|actions?|(?:http )?route|[\w/]+:\w+|[\w/]+\.[jt]sx?)\b`)

// place matches where in a script a browser's console says that a line came from.
var place = lazy.Regexp(`:\d+(?::\d+)?$`)

func endsLikePrefix(before string) bool {
	if before == "" {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(before)
	if strings.ContainsRune("\n\r\"'`“‘«:>([{|—–-✖❌✘✗•=/#]", r) {
		return true
	}
	return strings.HasSuffix(before, "\ufe0f") || place().MatchString(before) // an emoji; bundle.js:17
}

func beginsLikeEnd(after string) bool {
	r, _ := utf8.DecodeRuneInString(after)
	return strings.ContainsRune("\n\r\"'`”’»)]}<|,;\\—–", r)
}

// announces reports whether a literal goes on in a new line behind the given number of folded characters, and they end with
// a colon: such an opening says only that something follows ("Hit an error while pushing:" begins every push error, B C1).
func announces(one literal, folded int) bool {
	for i := 0; i < len(one.text); i++ {
		if folding[one.text[i]] > closer {
			folded--
		}
		if folded == 0 {
			return strings.HasPrefix(one.text[i+1:], ":\n")
		}
	}
	return false
}

// atClause reports whether a literal ends a clause after the given number of folded characters.
func atClause(one literal, folded int) bool {
	for i := 0; i < len(one.text); i++ {
		if folding[one.text[i]] > closer {
			folded--
		}
		if folded == 0 {
			rest := strings.TrimLeft(one.text[i+1:], "'\"`)")
			return rest == "" || strings.ContainsRune(".:,;([{", rune(rest[0])) || len(rest) < len(one.text[i+1:])
		}
	}
	return false
}
