package evidence

import (
	"sort"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/messages"
	"convex-auth-doctor/steps/secret"
)

// messages finds the literal texts of package messages.
func (part *part) messages() []messages.Hit {
	return part.keepMessages(part.finder.Hits(part.masked, part.marks))
}

// keepMessages keeps the messages that were found, and returns them.
func (part *part) keepMessages(hits []messages.Hit) []messages.Hit {
	if len(hits) == 0 {
		return nil
	}
	codes := map[string]bool{}
	for _, hit := range hits {
		if hit.Message.Code != "" && !isCodeOnly(hit) {
			codes[hit.Message.Code] = true
		}
	}
	var open []messages.Hit // hits that have not ended yet
	for i, hit := range hits {
		if hit.Message.ID == "client-failed-to-authenticate" && !hit.Whole && !(i+1 < len(hits) && hits[i+1].Start < hit.End) {
			continue // others say "Failed to authenticate: …", too; the client quotes a text of the deployment
		}
		if part.foreign(hit) {
			continue
		}
		part.claim(hit.Start, hit.End)
		for len(open) > 0 && open[len(open)-1].End <= hit.Start {
			open = open[:len(open)-1]
		}
		inside := ""
		if len(open) > 0 && hit.End <= open[len(open)-1].End {
			inside = open[len(open)-1].Message.ID
		}
		open = append(open, hit)
		if isCodeOnly(hit) && codes[hit.Message.Code] {
			continue // the text that belongs to the code stands there as well
		}
		if hit.Message.ID == messages.BackendProviderOIDC.ID || hit.Message.ID == messages.BackendProviderCustomJWT.ID {
			continue // it is kept as an entry of a provider list
		}
		part.keepMessage(hit, inside)
	}
	return hits
}

// isCodeOnly reports a hit that is an error code without its text.
func isCodeOnly(hit messages.Hit) bool { return strings.HasPrefix(hit.Message.ID, "code-") }

func (part *part) keepMessage(hit messages.Hit, inside string) {
	kept := Message{ID: hit.Message.ID, Code: hit.Message.Code, Source: hit.Message.Source, Whole: hit.Whole, Others: hit.Others,
		Inside: inside, Function: part.functionAt(hit.Start), Path: part.fixed.Path}
	kept.InProse = kept.Source == messages.FromApp && kept.Function == "" && part.inProse(hit.Start, hit.End)
	same := []string{kept.ID, kept.Function, inside}
	for _, value := range hit.Values {
		raw := shown(value.Text)
		text := part.hide(raw)
		if value.Name == "token" && text == raw && len(raw) >= 12 && !strings.Contains(raw, " ") && strings.Contains(kept.ID, "refresh-token") {
			text = part.label(secret.RefreshToken, raw)
		}
		kept.Values = append(kept.Values, messages.Value{Name: value.Name, Text: text})
		if !passing[value.Name] || !strings.HasPrefix(kept.ID, "client-") {
			same = append(same, text)
		}
	}
	key := strings.Join(same, "\x00")
	if part.again(KindMessage, key) {
		return
	}
	quote := part.hide(shown(string(part.masked[hit.Start:min(hit.End, hit.Start+400)])))
	for _, value := range kept.Values {
		if value.Name == "token" {
			quote = hit.Message.Say("token", value.Text)
		}
	}
	summary := kept.Source.Name()
	if kept.Code != "" {
		summary += " · " + kept.Code
	}
	summary += " · " + clean.Short(quote, 110)
	if kept.Function != "" {
		summary += " · in " + clean.Short(kept.Function, 40)
	}
	part.add(KindMessage, part.where(hit.Start, hit.End), summary, key, kept)
}

// inProse reports that a text stands in quotes inside a sentence: words in small letters before it and behind it.
func (part *part) inProse(from, to int) bool {
	if _, logged := part.recordAt(from); logged {
		return false
	}
	first, _ := part.lineRange(from)
	_, last := part.lineRange(max(from, to-1))
	return wordsBefore().Match(part.masked[first:from]) && wordsBehind().Match(part.masked[to:max(to, last)])
}

var (
	wordsBefore = lazy.Regexp(`\p{Ll}{2,}[,;]? (?:\p{L}+ )*\p{Ll}{2,} ["'“‘\x60]$`)
	wordsBehind = lazy.Regexp(`^[.!]?["'”’\x60][,;]? \p{Ll}{2,}`)
)

// passing are variable parts of client lines that differ each time and change nothing.
var passing = map[string]bool{"milliseconds": true, "seconds": true, "version": true, "tail": true, "request": true, "socket": true, "paused": true}

// functionAt returns the function whose log record holds the offset, or "".
func (part *part) functionAt(at int) string {
	if part.function != "" {
		return part.function
	}
	if record, ok := part.recordAt(at); ok {
		return record.function
	}
	return ""
}

// recordAt returns the log record that holds the offset.
func (part *part) recordAt(at int) (recordSpan, bool) {
	i := sort.Search(len(part.records), func(i int) bool { return part.records[i].to > at })
	if i < len(part.records) && part.records[i].from <= at {
		return part.records[i], true
	}
	return recordSpan{}, false
}
