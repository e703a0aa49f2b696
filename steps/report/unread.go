package report

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/prose"
)

// mostUnread is how many parts that nobody understood the text names; the JSON has all that are kept.
const mostUnread = 3

// UnreadText names the parts of what was taken in that were not recognised, each with the kind that it is nearest to: those
// first that resemble something. Beside a cause or an outcome their number is enough. What is left over beside recognised pieces, shows nothing and resembles nothing is not worth a
// line.
func (result Result) UnreadText() []string {
	var worth []casefile.Unread
	for _, unread := range result.Unread {
		if len(result.Evidence) == 0 || unread.Fragment.Head != "" || len(unread.Fragment.Relatives) > 0 {
			worth = append(worth, unread)
		}
	}
	if len(worth) > 0 && len(result.Evidence) > 0 && (result.Cause != nil || result.Outcome != "") { // whoever pastes a whole issue knows that there is prose in it
		return Row("not read", prose.Count(len(worth), "part")+" of the text; --json says which")
	}
	slices.SortStableFunc(worth, func(a, b casefile.Unread) int {
		return min(1, len(b.Fragment.Relatives)) - min(1, len(a.Fragment.Relatives))
	})
	var lines []string
	label := "not read"
	for _, unread := range worth[:min(len(worth), mostUnread)] {
		lines = append(lines, Labelled(label, unreadSentence(unread))...)
		label = ""
	}
	if rest := len(worth) - mostUnread; rest > 0 {
		lines = append(lines, Row("", fmt.Sprintf("and %d more, with --json", rest))...)
	}
	return lines
}

// unreadSentence says where a part stood, how it begins, and what it resembles.
func unreadSentence(unread casefile.Unread) string {
	fragment := unread.Fragment
	text := placeOf(unread.From, fragment.Where) + ": "
	switch {
	case fragment.Head != "":
		text += "“" + fragment.Head + "”"
	default:
		text += prose.Count(fragment.Bytes, "byte")
	}
	if len(fragment.Relatives) == 0 {
		return text + " · it resembles nothing that this program knows"
	}
	nearest := fragment.Relatives[0]
	if nearest.Kind != "" {
		text += " · nearest: " + string(nearest.Kind)
	}
	return text + " · " + nearest.Why
}

// placeOf joins a source with the place in it.
func placeOf(from string, where evidence.Where) string {
	if place := where.String(); place != "" {
		return strings.TrimPrefix(from+", "+place, ", ")
	}
	return from
}

// jsonUnread is a part of what was taken in that was not recognised. Text is how it begins, "" where that could be secret.
type jsonUnread struct {
	Where     string         `json:"where"`
	Bytes     int            `json:"bytes"`
	Text      string         `json:"text"`
	Resembles []jsonRelative `json:"resembles"`
}

type jsonRelative struct {
	Kind evidence.Kind `json:"kind"`
	Why  string        `json:"why"`
}

func unreadJSON(parts []casefile.Unread) []jsonUnread {
	out := []jsonUnread{}
	for _, unread := range parts {
		one := jsonUnread{placeOf(unread.From, unread.Fragment.Where), unread.Fragment.Bytes, unread.Fragment.Head, []jsonRelative{}}
		for _, relative := range unread.Fragment.Relatives {
			one.Resembles = append(one.Resembles, jsonRelative{relative.Kind, relative.Why})
		}
		out = append(out, one)
	}
	return out
}
