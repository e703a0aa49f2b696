package logs

import (
	"math"
	"strings"
	"time"
	"unicode/utf8"
)

// TokenLine is one token of a timeline, drawn in text.
type TokenLine struct {
	Label string
	Bar   string // ├───┤ from iat to exp, ● where it was sent, x where it was sent after its end
	Text  string // the same in words
}

// TokenChart is a token timeline drawn in text.
type TokenChart struct {
	Lines  []TokenLine
	Axis   string // the times of both ends, UTC
	Legend string
	Clock  string // what is known of the clock of the capture; "" nothing
}

// mostTokens is how many tokens are drawn.
const mostTokens = 12

// Chart draws the timeline with bars of width columns. Sent times are drawn by the issuer's clock, as far as the skew is
// known.
func (timeline *TokenTimeline) Chart(width int) TokenChart {
	made := TokenChart{Clock: timeline.Skew.sentence()}
	from, to := timeline.bounds()
	width = max(width, 10)
	column := func(at float64) int {
		if to <= from {
			return 0
		}
		return max(0, min(width-1, int(math.Round((at-from)/(to-from)*float64(width-1)))))
	}
	late := false
	for _, one := range timeline.Tokens[:min(len(timeline.Tokens), mostTokens)] {
		bar := []rune(strings.Repeat(" ", width))
		if one.IssuedAt > 0 && one.ExpiresAt > 0 && to > from {
			first, last := column(one.IssuedAt), column(one.ExpiresAt)
			for at := first; at <= last; at++ {
				bar[at] = '─'
			}
			bar[last] = '┤'
			bar[first] = '├'
		}
		for _, sent := range []float64{one.FirstSent, one.LastSent} {
			if sent == 0 || to <= from {
				continue
			}
			sign := '●'
			if one.Expired && sent == one.LastSent {
				sign, late = 'x', true
			}
			bar[column(sent-timeline.Skew.Estimate)] = sign
		}
		made.Lines = append(made.Lines, TokenLine{one.Label, strings.TrimRight(string(bar), " "), one.sentence()})
	}
	if to > from {
		begin, end := instantText(from), instantText(to)
		if begin[:10] == end[:10] {
			begin, end = begin[11:], end[11:]
		}
		line := max(1, width-utf8.RuneCountInString(begin)-utf8.RuneCountInString(end)-2)
		made.Axis = begin + " " + strings.Repeat("─", line) + " " + end
		made.Legend = "├ issued  ● sent  ┤ ends"
		if late {
			made.Legend += "  x sent after its end"
		}
	}
	return made
}

// bounds are the first and the last time on the timeline.
func (timeline *TokenTimeline) bounds() (from, to float64) {
	from, to = math.Inf(1), math.Inf(-1)
	for _, one := range timeline.Tokens {
		for _, at := range []float64{one.IssuedAt, one.ExpiresAt, corrected(one.FirstSent, timeline.Skew), corrected(one.LastSent, timeline.Skew)} {
			if at > 0 {
				from, to = math.Min(from, at), math.Max(to, at)
			}
		}
	}
	return from, to
}

func corrected(sent float64, skew ClockSkew) float64 {
	if sent == 0 {
		return 0
	}
	return sent - skew.Estimate
}

// sentence says one token's times in words.
func (span *TokenSpan) sentence() string {
	var parts []string
	if span.IssuedAt > 0 {
		parts = append(parts, "issued "+instantText(span.IssuedAt)[11:])
	}
	switch {
	case span.Sent == 1:
		parts = append(parts, "sent "+instantText(span.FirstSent)[11:])
	case span.Sent > 1 && span.LastSent-span.FirstSent < 1:
		parts = append(parts, "sent "+instantText(span.FirstSent)[11:]+", "+times(span.Sent))
	case span.Sent > 1:
		parts = append(parts, "sent "+instantText(span.FirstSent)[11:]+" to "+instantText(span.LastSent)[11:]+", "+times(span.Sent))
	}
	if span.ExpiresAt > 0 {
		parts = append(parts, "ends "+instantText(span.ExpiresAt)[11:])
	}
	if span.Life > 0 {
		parts = append(parts, "lives "+DurationText(time.Duration(span.Life*float64(time.Second))))
	}
	return strings.Join(parts, " · ")
}

// sentence says what is known of the clock of the capture, where anything is.
func (skew *ClockSkew) sentence() string {
	if skew.Most == nil {
		return ""
	}
	span := func(seconds float64) string {
		return DurationText(time.Duration(math.Abs(math.Round(seconds*10)/10) * float64(time.Second)))
	}
	switch {
	case *skew.Most < -skewThatMatters:
		return "the client's clock is at least " + span(*skew.Most) + " behind the issuer's"
	case skew.Estimate > skewThatMatters:
		return "the client's clock seems " + span(skew.Estimate) + " ahead of the issuer's"
	case *skew.Most <= youngToken:
		return "the client's clock agrees with the issuer's within a few seconds"
	}
	return "the client's clock is at most " + span(*skew.Most) + " ahead of the issuer's: the tokens were not new when they were sent"
}

// instantText writes a time in seconds since 1970: 2026-08-22T00:14:18Z.
func instantText(at float64) string {
	return time.Unix(int64(math.Max(0, math.Min(at, 253402300799))), 0).UTC().Format("2006-01-02T15:04:05Z")
}
