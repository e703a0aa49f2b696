package evidence

import (
	"bytes"
	"strings"

	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/messages"
)

// document looks at a whole input, or at a window of one, that begins at line 1 of its own numbering.
func (run *run) document(text []byte) { run.lines(text, 1) }

// lines looks at text whose first line has the given number.
func (run *run) lines(text []byte, first int) {
	text = cleaned(text)
	if from := jsonSpace(text, 0); from < len(text) && (text[from] == '{' || text[from] == '[') {
		if end := jsonValue(text, from, 0); end > 0 && jsonSpace(text, end) == len(text) {
			if before := len(run.result.Pieces); !run.walk(text[from:end], Where{Line: first + bytes.Count(text[:from], []byte("\n"))}, "") && before == len(run.result.Pieces) && run.log == nil && run.header == nil {
				run.unknown(Fragment{Where: Where{Line: first}, Bytes: len(text), Relatives: []Relative{{"", "it is JSON, with nothing in it that concerns sign-in"}}})
			}
			return
		}
	}
	if from := jsonSpace(text, 0); from < len(text) && text[from] == '"' { // a text that was copied as a JSON string
		if end := jsonString(text, from); end > 0 && jsonSpace(text, end) == len(text) {
			if inner := unquote(text[from:end]); strings.Contains(inner, "\n") {
				text = cleaned([]byte(inner))
			}
		}
	}
	if run.soleWord(text, first) {
		return
	}
	part := run.newPart(text, Where{Line: first})
	part.recognise()
}

// recognise runs the recognisers over a text, those first that take something out of it for the others.
func (part *part) recognise() {
	part.embeddedJSON()
	part.scan()
	part.secrets()
	if part.inside && part.plain() {
		part.done()
		return
	}
	hits := part.keepMessages(part.besideLogLines())
	part.identities()
	part.seal()
	part.providerLists(hits)
	part.sources()
	part.seal()
	part.eachLine()
	part.landings()
	part.addresses()
	part.flushItems()
	if !part.inside {
		part.rest()
	}
	part.done()
}

// worthBeside is how long a text is for which a second processor is worth its start.
const worthBeside = 32 << 10

// besideLogLines finds the log records and returns the places of messages. Of a long text the messages and the lines for
// eachLine are looked for beside the log records: from here on nothing is blotted out any more.
func (part *part) besideLogLines() []messages.Hit {
	if len(part.masked) < worthBeside {
		part.logLines()
		part.openLines()
		return part.finder.Hits(part.masked, part.marks)
	}
	found := make(chan []messages.Hit, 1)
	go func() {
		part.openLines()
		found <- part.finder.Hits(part.masked, part.marks)
	}()
	part.logLines()
	return <-found
}

// plain reports a short text inside JSON in which no anchor, no message and no number was found: most strings.
func (part *part) plain() bool {
	if !part.marks.Empty() || len(part.masked) > 200 {
		return false
	}
	for _, c := range part.masked {
		if c >= '0' && c <= '9' || c == '=' || c == '[' {
			return false
		}
	}
	return true
}

// jsonOpens matches what can follow the brace or bracket of JSON that is worth a look.
func jsonOpens(text []byte, at int) bool {
	next := jsonSpace(text, at+1)
	if next >= len(text) {
		return false
	}
	if text[at] == '{' {
		return text[next] == '"'
	}
	return text[next] == '{' || text[next] == '"' || text[next] == '['
}

// verboseBefore matches the client's verbose lines that end with JSON which belongs to the line (B 3.17).
var verboseBefore = lazy.Regexp(`(?:with type \w+|setting auth state to|message not sent \([^)]*\)):? ?$`)

// embeddedJSON walks every JSON object and array in the text and blots it out.
func (part *part) embeddedJSON() {
	text := part.text
	budget := 4*len(text) + 64<<10 // what looking at braces that open no JSON may cost
	brace, bracket := -1, -1       // the next of each
	for at := 0; at < len(text) && budget > 0; at++ {
		if brace < at {
			brace = indexFrom(text, '{', at)
		}
		if bracket < at {
			bracket = indexFrom(text, '[', at)
		}
		if at = min(brace, bracket); at == len(text) {
			return
		}
		if !jsonOpens(text, at) {
			continue
		}
		end := jsonValue(text, at, 0)
		if end < 0 {
			if end == incomplete {
				budget -= len(text) - at
			} else {
				budget -= brokeAt(end) - at
			}
			continue
		}
		if before := text[max(0, at-80):at]; (bytes.HasSuffix(before, []byte(": ")) || bytes.HasSuffix(before, []byte("to "))) && verboseBefore().Match(before) {
			at = end - 1
			continue
		}
		if text[at] == '{' && exportBefore().Match(text[max(0, at-40):at]) && bytes.Contains(text[at:end], []byte("providers")) {
			at = end - 1 // source text, though its names are in quotes
			continue
		}
		before := len(part.result.Pieces)
		if part.walk(text[at:end], part.where(at, end), part.name) || len(part.result.Pieces) > before {
			part.claim(at, end)
			part.mask(at, end, "")
		}
		at = end - 1
	}
}

// indexFrom returns the offset of the next c from at on, or the length of the text.
func indexFrom(text []byte, c byte, at int) int {
	if next := bytes.IndexByte(text[at:], c); next >= 0 {
		return at + next
	}
	return len(text)
}
