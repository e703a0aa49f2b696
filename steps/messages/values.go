package messages

import (
	"bytes"
	"strings"

	"convex-auth-doctor/steps/lazy"
)

// fill takes the variable parts out of the text and sets where the hit begins and ends. It reports false when a part
// cannot be what it must be: a number that is none, or no part at all where the message goes on with one.
func (run *search) fill(made *template, first, last, lastHigh int, found *candidate) bool {
	run.nearest(made, first, last, found)
	text, at := run.text, run.folded.At
	found.Start = int(at[found.spans[0][0]])
	found.End = int(at[found.spans[len(found.spans)-1][1]-1]) + 1
	if slots := made.gaps[0]; first == 0 && len(slots) > 0 {
		from := max(bytes.LastIndexByte(text[:found.Start], '\n')+1, found.Start-reachWord)
		before := trimBefore(plain(string(text[from:found.Start])), made.literals[0].textBefore())
		if slots[len(slots)-1].short {
			before = before[strings.LastIndexAny(before, " \t\"'`(")+1:]
		}
		found.split(slots, before)
	}
	for i := first + 1; i <= last; i++ {
		before, after := found.spans[i-first-1], found.spans[i-first]
		slice := plain(string(text[int(at[before[1]-1])+1 : int(at[after[0]])]))
		slice, _ = trimAfter(strings.TrimSpace(slice), strings.TrimLeft(made.literals[i-1].textAfter(), " \n"))
		found.split(made.gaps[i], trimBefore(strings.TrimSpace(slice), made.literals[i].textBefore()))
	}
	if lastHigh == len(made.literals[last].folded) && !run.tail(made, last, found) {
		return false
	}
	run.widen(made, first, last, lastHigh, found)
	found.Message = made.message
	return !found.notANumber
}

// nearest moves the literal before a part of one word to where it stands last before it: "to set up your environment
// variable." does not begin the message "Environment variable X is used in …" in the next line.
func (run *search) nearest(made *template, first, last int, found *candidate) {
	for i := last; i > first; i-- {
		if slots := made.gaps[i]; len(slots) != 1 || !slots[0].short {
			continue
		}
		before, after := found.spans[i-first-1], found.spans[i-first]
		literal := []byte(made.literals[i-1].folded)
		from := bytes.LastIndex(run.folded.Bytes[before[1]:after[0]], literal)
		if from <= 0 || before[1]-before[0] != len(literal) {
			continue
		}
		if bytes.IndexByte(run.text[run.folded.At[before[1]-1]:run.folded.At[before[1]+from]], '\n') >= 0 {
			found.spans[i-first-1] = [2]int{before[1] + from, before[1] + from + len(literal)}
		}
	}
}

// widen takes in the punctuation that the message begins and ends with, such as its quotes.
func (run *search) widen(made *template, first, last, lastHigh int, found *candidate) {
	if first == 0 && len(made.gaps[0]) == 0 {
		before := []rune(made.literals[0].textBefore())
		for i := len(before) - 1; i >= 0 && found.Start > 0 && rune(run.text[found.Start-1]) == before[i]; i-- {
			found.Start--
		}
	}
	if slots := made.gaps[last+1]; last+1 == len(made.literals) && lastHigh == len(made.literals[last].folded) && len(slots) > 0 && slots[len(slots)-1].closes {
		for _, r := range slots[len(slots)-1].closing {
			if found.End < len(run.text) && rune(run.text[found.End]) == r {
				found.End++
			}
		}
	}
}

// tail reads the parts that stand after the last literal that was found, and takes in the punctuation that ends the
// message. It reports false when the text goes on in another way than the message.
func (run *search) tail(made *template, last int, found *candidate) bool {
	slots, after := made.gaps[last+1], made.literals[last].textAfter()
	if len(slots) == 0 {
		rest := run.text[found.End:]
		for i := 0; i < len(after) && i < len(rest) && rest[i] == after[i]; i++ {
			found.End++
		}
		return true
	}
	rest := run.behind(found.End, slots)
	body := plain(rest)
	if slots[0].separator != nil && strings.ContainsAny(after, " \n") {
		body = strings.TrimLeft(body, " \t\r\n") // wrapped: what separates the parts tells where they are
		after = strings.TrimLeft(after, " \n")
	}
	body, consumed := trimAfter(body, after)
	if !consumed {
		if !run.breaks(found.spans[len(found.spans)-1][1] - 1) {
			return false
		}
		body = ""
	}
	body = run.limit(body, slots, found.Start)
	before := len(found.Values)
	found.split(slots, body)
	for _, value := range found.Values[before:] {
		if at := strings.Index(rest, value.Text); at >= 0 {
			found.End += at + len(value.Text)
			rest = rest[at+len(value.Text):]
		}
	}
	return true
}

// behind returns the text behind a message in which its last parts can stand: the rest of the line and of the next one
// if it was wrapped, or the rest of the paragraph where the message itself says where the part ends.
func (run *search) behind(from int, slots []slot) string {
	reach := reachText
	if last := slots[len(slots)-1]; !last.closes || last.short {
		reach = 1200
	}
	text := run.text[from:min(len(run.text), from+reach)]
	if at := bytes.Index(text, []byte("\n\n")); at >= 0 {
		text = text[:at]
	}
	if !slots[len(slots)-1].closes {
		first := bytes.IndexByte(text, '\n') + 1
		if at := bytes.IndexByte(text[first:], '\n'); first > 0 && at >= 0 {
			text = text[:first+at]
		}
	}
	return string(text)
}

// limit cuts the text behind a message where its last part ends: with its line, or with the quote that the message stands
// in. A part that the message itself closes, with a bracket for instance, may go on over the next lines.
func (run *search) limit(body string, slots []slot, start int) string {
	closing := slots[len(slots)-1]
	if at := strings.Index(body, "\n\n"); at >= 0 {
		body = body[:at]
	}
	from := 0 // a line break before the last separator is one of wrapping
	for _, one := range slots {
		if one.separator != nil {
			if at := one.separator.FindStringIndex(body[from:]); at != nil {
				from += at[1]
			}
		}
	}
	if at := strings.IndexByte(body[from:], '\n'); at >= 0 {
		body = body[:from+at]
	}
	if at := closingQuote(run.text[max(0, start-reachWord):start], body); at >= 0 {
		body = body[:at]
	}
	if at := strings.Index(body, `\n`); at >= 0 {
		body = body[:at]
	}
	if len(slots) == 1 && closing.short && !closing.closes {
		if at := strings.IndexAny(body, " \t,;\"'`)}]"); at >= 0 {
			body = body[:at]
		}
	}
	return strings.TrimRight(body, " \t\r")
}

// closingQuote returns where in body the quote closes that is open at the end of the text before the message: a double
// quote with as many backslashes as the one that opened it, or a single quote or back-tick right before the message.
func closingQuote(before []byte, body string) int {
	if at := bytes.LastIndexByte(before, '\n'); at >= 0 {
		before = before[at+1:]
	}
	open, level := byte(0), 0
	backslashes := 0
	for _, c := range before {
		if c == '"' && (open == 0 || backslashes == level) {
			if open == 0 {
				open, level = c, backslashes
			} else {
				open = 0
			}
		}
		if c == '\\' {
			backslashes++
		} else {
			backslashes = 0
		}
	}
	if open == 0 {
		if len(before) > 0 && (before[len(before)-1] == '\'' || before[len(before)-1] == '`') {
			return strings.IndexByte(body, before[len(before)-1])
		}
		return -1
	}
	backslashes = 0
	for i := 0; i < len(body); i++ {
		if body[i] == '"' && backslashes == level {
			return i - level
		}
		if body[i] == '\\' {
			backslashes++
		} else {
			backslashes = 0
		}
	}
	return -1
}

// split gives each slot its part of the text.
func (found *candidate) split(slots []slot, text string) {
	for _, one := range slots {
		value := text
		if one.separator != nil {
			if at := one.separator.FindStringIndex(text); at != nil {
				value, text = text[:at[0]], text[at[1]:]
			} else {
				text = ""
			}
		}
		value = tidy(value)
		if one.short {
			value = strings.TrimRight(strings.TrimLeft(joinWrapped(value), "• "), ".,;:")
		}
		if value == "" {
			found.Whole = false
		}
		if one.number && !beginsWithDigit(value) {
			found.notANumber = true
		}
		found.Values = append(found.Values, Value{one.name, value})
	}
}

func beginsWithDigit(value string) bool {
	value = strings.TrimPrefix(value, "-")
	return value != "" && value[0] >= '0' && value[0] <= '9'
}

var noise = lazy.Regexp("\x1b\\[[0-9;]*[A-Za-z]|[\u200b-\u200f\u2060\ufeff]")

// decoration is what quoting, comments and tables put before a line.
var decoration = lazy.Regexp(`\r?\n[ \t]*(?:>|//|\*|\||│|\d{1,5} ?[|│:])[ \t]?`)

// quiet removes colours and zero-width characters.
func quiet(text string) string {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c == 0x1b || c == 0xc2 || c == 0xe2 || c == 0xef {
			return noise().ReplaceAllString(strings.ReplaceAll(text, "\u00a0", " "), "")
		}
	}
	return text
}

// plain is quiet without what stands before quoted lines.
func plain(text string) string {
	text = quiet(text)
	if strings.IndexByte(text, '\n') >= 0 {
		text = decoration().ReplaceAllString(text, "\n")
	}
	return text
}

// tidy removes blanks around a value and the escapes of a JSON or shell string inside it.
func tidy(value string) string {
	for _, pair := range [][2]string{{`\\"`, `"`}, {`\"`, `"`}, {`\\/`, "/"}, {`\/`, "/"}, {`\n`, "\n"}, {"&quot;", `"`}, {"&#39;", "'"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {`\u003c`, "<"}, {`\u003e`, ">"}, {`\u0026`, "&"}} {
		if strings.Contains(value, pair[0]) {
			value = strings.ReplaceAll(value, pair[0], pair[1])
		}
	}
	return strings.TrimSpace(value)
}

// joinWrapped joins a value that holds no blank and was broken over lines by a terminal or a mail program.
func joinWrapped(value string) string {
	if !strings.ContainsAny(value, "\n\r") {
		return value
	}
	return strings.Join(strings.Fields(value), "")
}

// trimAfter drops from the beginning of text the punctuation that a literal ends with, however it was copied. It reports
// whether all of it was there; a line break counts only behind a mark such as a colon.
func trimAfter(text, punctuation string) (string, bool) {
	if strings.TrimSpace(punctuation) == "" {
		return strings.TrimLeft(text, " \t"), punctuation == "" || text == "" || strings.ContainsAny(text[:1], " \t\\") || text[0] >= 0x80
	}
	for _, r := range punctuation {
		blanks := " \t\\"
		if strings.ContainsRune(punctuation, '\n') {
			blanks += "\r\n"
		}
		text = strings.TrimLeft(text, blanks)
		switch {
		case r == ' ' || r == '\n':
		case isQuote(r): // people leave quotes out
			text = dropQuote(text, true)
		default:
			rest := strings.TrimPrefix(text, string(r))
			if rest == text {
				rest = dropEntity(text)
			}
			if rest == text {
				return text, false
			}
			text = rest
		}
	}
	return strings.TrimLeft(text, " \t\r\n"), true
}

// trimBefore drops from the end of text the punctuation that the next literal begins with.
func trimBefore(text, punctuation string) string {
	runes := []rune(punctuation)
	for i := len(runes) - 1; i >= 0; i-- {
		text = strings.TrimRight(text, " \t\r\n")
		if isQuote(runes[i]) {
			text = strings.TrimRight(dropQuote(text, false), `\`)
		} else {
			if rest := strings.TrimSuffix(text, string(runes[i])); rest != text {
				text = rest
			} else if at := backEntity().FindStringIndex(text[max(0, len(text)-12):]); at != nil {
				text = text[:max(0, len(text)-12)+at[0]]
			}
		}
	}
	return strings.TrimRight(text, " \t\r\n")
}

func isQuote(r rune) bool { return strings.ContainsRune("\"'`“”‘’", r) }

var frontQuote = lazy.Regexp("^(?:\\\\*[\"'`“”‘’]|&#?\\w{2,6};|[^\x00-\x7f]{1,6})")
var backQuote = lazy.Regexp("(?:\\\\*[\"'`“”‘’]|&#?\\w{2,6};|[^\x00-\x7f]{1,6})$")

// dropQuote drops one quotation mark: plain, smart, escaped, as an HTML entity or as broken UTF-8.
func dropQuote(text string, front bool) string {
	if front {
		return text[len(frontQuote().FindString(text)):]
	}
	if at := backQuote().FindStringIndex(text[max(0, len(text)-24):]); at != nil {
		return text[:max(0, len(text)-24)+at[0]]
	}
	return text
}

var frontEntity = lazy.Regexp(`^(?:&#?\w{2,6};|\\*u00[0-9a-f]{2})`)

var backEntity = lazy.Regexp(`(?:&#?\w{2,6};|\\+u00[0-9a-f]{2})$`)

func dropEntity(text string) string { return text[len(frontEntity().FindString(text)):] }
