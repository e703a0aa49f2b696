package messages

import (
	"regexp"
	"strings"

	"convex-auth-doctor/steps/lazy"
)

// template is a message prepared for being looked for: its literal texts, folded, and what stands between them.
type template struct {
	message  *Known
	literals []literal
	gaps     [][]slot // gaps[i] stands before literals[i], the last one after all of them
	total    int      // folded length of all literals
	code     bool     // one word, such as an error code
	generic  bool     // so common a wording that it counts only where a message can stand
	// wholeOnly: its beginning stands in many errors; which one it is, its end says.
	wholeOnly bool
}

type literal struct {
	text   string // as in the message
	folded string
}

// slot is one variable part of a gap with the punctuation that separates it from the next.
type slot struct {
	name      string
	separator *regexp.Regexp // nil for the last slot of a gap
	closes    bool           // the separator ends the message: nothing of the gap follows it
	closing   string         // then its text
	short     bool           // holds no blank
	number    bool           // is a number
}

func newTemplate(message *Known) template {
	made := template{message: message}
	var gap []slot
	for _, part := range message.Parts() {
		if folded := fold(part.Literal); folded != "" {
			made.literals = append(made.literals, literal{part.Literal, folded})
			made.gaps = append(made.gaps, gap)
			made.total += len(folded)
			gap = nil
			continue
		}
		switch {
		case part.Name != "":
			number := numeric[part.Name]
			gap = append(gap, slot{name: part.Name, number: number, short: number || oneWord[part.Name]})
		case len(gap) > 0 && part.Literal != "\n" && part.Literal != ".": // these end with their line
			gap[len(gap)-1].separator, gap[len(gap)-1].closing = separatorOf(part.Literal), part.Literal
		}
	}
	if last := len(gap) - 1; last >= 0 && gap[last].separator != nil {
		gap[last].closes = true
	}
	made.gaps = append(made.gaps, gap)
	made.generic = made.total < 24 && commonWords().MatchString(message.Text) && !namesProduct(message)
	made.wholeOnly = strings.HasPrefix(message.Text, "Cannot read propert")
	made.code = codeWord().MatchString(message.Text)
	made.generic = made.generic || made.code && message.Source == FromApp // other services have such codes, too (gRPC)
	return made
}

// namesProduct reports a wording that names whose it is: no other program says "Missing Clerk Secret Key".
func namesProduct(message *Known) bool {
	return strings.Contains(message.Text, "Convex") || message.Source != FromDeployment && strings.Contains(message.Text, string(message.Source))
}

var codeWord = lazy.Regexp(`^[A-Za-z0-9_.]+$`)

// separatorOf matches punctuation between two variable parts however it was copied: blanks may be line breaks, quotes may
// be smart, escaped, HTML entities or broken UTF-8.
func separatorOf(punctuation string) *regexp.Regexp {
	var pattern strings.Builder
	for _, r := range punctuation {
		switch {
		case r == ' ' || r == '\n':
			pattern.WriteString(`\s+`)
		case isQuote(r):
			pattern.WriteString("(?:\\\\*[\"'`“”‘’]|&#?\\w+;|[^\x00-\x7f]{1,6})")
		default:
			pattern.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	text := strings.TrimSuffix(pattern.String(), `\s+`)
	if text == "" {
		text = `\s+`
	}
	return regexp.MustCompile(text)
}

// commonWords matches texts that are ordinary English and may stand in any sentence.
var commonWords = lazy.Regexp(`^[A-Za-z][a-z]*(?: [A-Za-z]?[a-z]+)*[.!]?$`)

const (
	pieceLength = 16 // folded characters of a literal that one gram is chosen from
	pieceStep   = 22 // so a run of pieceLength+pieceStep characters holds a whole piece
)

// pieces returns the offsets at which the pieces of a folded literal begin.
func pieces(folded string) []int {
	offsets := []int{0}
	for at := pieceStep; at+pieceLength <= len(folded); at += pieceStep {
		offsets = append(offsets, at)
	}
	return offsets
}

// numeric are the parts that are numbers; a text in their place is another message.
var numeric = setOf("seconds milliseconds leeway count index remaining status number new updated")

// oneWord are the parts that hold no blank: what follows a blank belongs to the text around the message.
var oneWord = setOf("url issuer domain name kid code version state had tail deployment request origin host path file type token " +
	"session claim provider algorithm template caller function socket paused variable plugin")

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

// textAfter and textBefore return the punctuation that a literal ends and begins with.
func (one literal) textAfter() string {
	return one.text[strings.LastIndexFunc(one.text, alphanumeric)+1:]
}

func (one literal) textBefore() string {
	return one.text[:strings.IndexFunc(one.text, alphanumeric)]
}

func alphanumeric(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}
