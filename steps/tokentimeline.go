package steps

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/prose"
	"convex-auth-doctor/steps/token"
)

// TokenTimeline puts the tokens of the case in order, as issued, sent and expired; nil where that says nothing: no token
// with times that was seen being sent, and not several of them.
func (s *Session) TokenTimeline() *logs.TokenTimeline {
	var sightings []logs.TokenSighting
	apart, seen := map[string]bool{}, false
	for _, item := range s.file.Standing() {
		found, ok := item.Piece.Data.(evidence.Token)
		if !ok || found.Read.Kind != token.JWT {
			continue
		}
		one := logs.TokenSighting{Label: found.Text.String()}
		if found.Text.IsZero() {
			one.Label = fmt.Sprintf("decoded token %d", item.Number)
		}
		if at, state := found.Read.Payload.Number("iat"); state == token.OK {
			one.IssuedAt = at
		}
		if at, state := found.Read.Payload.Number("exp"); state == token.OK {
			one.ExpiresAt = at
		}
		if one.IssuedAt == 0 && one.ExpiresAt == 0 && len(found.Seen) == 0 {
			continue
		}
		apart[one.Label] = true
		if len(found.Seen) == 0 {
			sightings = append(sightings, one)
		}
		for _, at := range found.Seen {
			one.SentAt, seen = at, true
			sightings = append(sightings, one)
		}
	}
	if len(apart) < 2 && !seen {
		return nil
	}
	timeline := logs.Timeline(sightings)
	return &timeline
}

// TokenRows is the timeline of tokens in lines of at most width columns.
func TokenRows(timeline *logs.TokenTimeline, width int) []string {
	label := 0
	for _, one := range timeline.Tokens {
		label = max(label, markdown.Width(one.Label))
	}
	chart := timeline.Chart(min(width-label-2, 72))
	pad := func(text string) string { return text + strings.Repeat(" ", max(0, label-markdown.Width(text))) + "  " }
	var lines []string
	for _, one := range chart.Lines {
		lines = append(lines, pad(one.Label)+one.Bar)
		for _, line := range markdown.Wrap(one.Text, width-label-2) {
			lines = append(lines, pad("")+line)
		}
	}
	if rest := len(timeline.Tokens) - len(chart.Lines); rest > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", rest))
	}
	if !slices.ContainsFunc(timeline.Tokens, func(one logs.TokenSpan) bool { return one.Sent > 0 }) {
		chart.Legend = strings.Replace(chart.Legend, "  ● sent", "", 1) // pasted tokens: nothing says when they were sent
	}
	if chart.Axis != "" {
		lines = append(lines, pad("UTC")+chart.Axis, pad("")+chart.Legend)
	}
	if chart.Clock != "" {
		lines = append(lines, markdown.Wrap(prose.Capital(chart.Clock)+".", width)...)
	}
	for _, note := range timeline.Notes {
		if note.ID != "clock-behind" && note.ID != "clock-ahead" { // said already
			lines = append(lines, markdown.Wrap(clean.Line(note.Text), width)...)
		}
	}
	return lines
}
