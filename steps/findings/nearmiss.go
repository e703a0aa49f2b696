package findings

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/verdict"
)

// missWords says each kind of a near miss as people do.
var missWords = map[verdict.Miss]string{
	verdict.MissQuotes: "quotation marks around it", verdict.MissBlank: "a blank or a line break before or behind it",
	verdict.MissInvisible: "a character that nobody sees", verdict.MissDiscovery: "the address of the discovery document in place of the issuer",
	verdict.MissScheme: "the scheme (http, https or none)", verdict.MissSlash: "a slash at the end",
	verdict.MissCase: "small and capital letters", verdict.MissPort: "the port that the scheme has anyway", verdict.MissWWW: "www. in front",
	verdict.MissCloudSite: ".convex.cloud in place of .convex.site", verdict.MissAuthSuffix: "/auth at the end",
	verdict.MissLookAlike: "letters that only look the same",
}

// fillMarks marks in a comparison where its two values differ, as they were compared with Actual first. It reports whether
// only slips keep them apart. Which of the two has a slip by itself is said: there it has to be corrected.
func fillMarks(c *Comparison, compared verdict.NearMiss) (near bool) {
	for _, span := range compared.Spans {
		c.ActualMarks = append(c.ActualMarks, [2]int{span.A.From, span.A.To})
		c.ExpectedMarks = append(c.ExpectedMarks, [2]int{span.B.From, span.B.To})
	}
	if !compared.Near() {
		return false
	}
	actual, expected := verdict.Slips(c.Actual), verdict.Slips(c.Expected)
	var words []string
	for _, miss := range compared.Misses {
		word, ok := missWords[miss]
		if !ok {
			continue
		}
		in, of := slices.Contains(actual, miss), slices.Contains(expected, miss)
		switch {
		case in && !of:
			word += " in the token" + codePoints(c.Actual, miss)
		case of && !in:
			word += " in the configuration" + codePoints(c.Expected, miss)
		}
		words = append(words, word)
	}
	c.Kind = strings.Join(words, " and ")
	return true
}

// codePoints names the characters of a text that cannot be told by looking at them, such as U+0441.
func codePoints(text string, miss verdict.Miss) string {
	if miss != verdict.MissLookAlike && miss != verdict.MissInvisible {
		return ""
	}
	const most = 4
	var points []string
	for _, r := range text {
		if point := fmt.Sprintf("%U", r); r > unicode.MaxASCII && len(points) < most && !slices.Contains(points, point) {
			points = append(points, point)
		}
	}
	if len(points) == 0 {
		return ""
	}
	return " (" + strings.Join(points, ", ") + ")"
}

// toShow makes the values of a comparison fit to be shown. In quotation marks, blanks at their ends and characters that
// nobody sees show, too.
func (c *Comparison) toShow(quoted bool) {
	c.Actual, c.ActualMarks = shown(c.Actual, c.ActualMarks, quoted)
	c.Expected, c.ExpectedMarks = shown(c.Expected, c.ExpectedMarks, quoted)
}

// shown returns a text as it is shown, with its marks where they still point at the same characters, else without.
func shown(text string, marks [][2]int, quoted bool) (string, [][2]int) {
	const longest = 200
	if !quoted {
		short := clean.Short(text, longest)
		if short != text {
			marks = nil
		}
		return short, marks
	}
	out := clean.Short(strconv.QuoteToGraphic(text), longest)
	if out != `"`+text+`"` {
		return out, nil
	}
	moved := make([][2]int, len(marks))
	for i, mark := range marks {
		moved[i] = [2]int{mark[0] + 1, mark[1] + 1}
	}
	return out, moved
}

// audienceProof sets the aud of a token beside what the entry of its issuer demands. Where only slips keep the two apart
// they are compared letter by letter; another client's ID differs in every letter, and marks would say nothing.
func audienceProof(m matched, label, from string) ([]Line, *Comparison) {
	entries := m.byIssuer
	if len(entries) == 0 {
		entries = m.open // whichever issuer they have, their applicationID is known
	}
	for _, e := range entries {
		if !e.audience || e.provider.ApplicationID == nil {
			continue
		}
		for _, value := range m.aud {
			c := &Comparison{ExpectedLabel: e.name + " applicationID", Expected: *e.provider.ApplicationID, ActualLabel: label + " aud", Actual: value}
			if fillMarks(c, verdict.CompareAudience(c.Actual, c.Expected)) {
				c.toShow(true)
				return []Line{{Label: c.ActualLabel, Text: c.Actual, From: from}, {Label: c.ExpectedLabel, Text: c.Expected, From: e.from}}, c
			}
		}
	}
	if len(entries) == 0 {
		return nil, nil
	}
	e := entries[0]
	return []Line{{Label: e.name, Text: "applicationID " + quote(e.audienceText()), From: e.from}, {Label: label, Text: "aud " + m.audText(), From: from}}, nil
}
