package evidence

import (
	"bytes"
	"regexp"
)

// document looks at a whole input, or at a window of one, that begins at line 1 of its own numbering.
func (run *run) document(text []byte) { run.lines(text, 1) }

// lines looks at text whose first line has the given number.
func (run *run) lines(text []byte, first int) {
	text = cleaned(text)
	if from := jsonSpace(text, 0); from < len(text) && (text[from] == '{' || text[from] == '[') {
		if end := jsonValue(text, from, 0); end > 0 && jsonSpace(text, end) == len(text) {
			if before := len(run.result.Pieces); !run.walk(text[from:end], Where{Line: first + bytes.Count(text[:from], []byte("\n"))}, "") && before == len(run.result.Pieces) && run.log == nil && run.header == nil {
				run.unknown(Where{Line: first}, len(text), Relative{"", "it is JSON, with nothing in it that concerns sign-in"})
			}
			return
		}
	}
	part := run.newPart(text, Where{Line: first})
	part.recognise()
}

// recognise runs the recognisers over a text, those first that take something out of it for the others.
func (part *part) recognise() {
	part.masked = part.text
	part.embeddedJSON()
	part.secrets()
	part.logLines()
	hits := part.messages()
	part.identities()
	part.providerLists(hits)
	part.sources()
	part.seal()
	part.eachLine()
	part.addresses()
	part.flushItems()
	if !part.inside {
		part.rest()
	}
}

// anchors are words that the one pass over the text finds besides the messages; of each only letters and digits count.
var anchors = []string{"server identity", "tokenIdentifier", "applicationID", "customJwt", "getUserIdentity"}

const (
	anchorIdentity = iota
	anchorTokenIdentifier
	anchorApplicationID
	anchorCustomJWT
	anchorGetUserIdentity
)

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
var verboseBefore = regexp.MustCompile(`(?:with type \w+|setting auth state to|message not sent \([^)]*\)):? ?$`)

// embeddedJSON walks every JSON object and array in the text and blots it out.
func (part *part) embeddedJSON() {
	text := part.text
	budget := 4*len(text) + 64<<10 // what looking at braces that open no JSON may cost
	for at := 0; at < len(text) && budget > 0; at++ {
		next := bytes.IndexAny(text[at:], "{[")
		if next < 0 {
			return
		}
		at += next
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
		if verboseBefore.Match(text[max(0, at-80):at]) {
			at = end - 1
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
