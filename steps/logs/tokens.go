package logs

import (
	"fmt"
	"math"
	"sort"
)

// TokenSighting is one token and when it was seen on its way. All times are seconds since 1970; 0 means not known.
type TokenSighting struct {
	Label     string  // how the token is called where it must not be shown: "token A"
	IssuedAt  float64 // iat, by the issuer's clock
	ExpiresAt float64 // exp, by the issuer's clock
	SentAt    float64 // when it was sent, by the clock of whoever captured it
}

// TokenSpan is a token on the timeline.
type TokenSpan struct {
	Label     string   `json:"label"`
	IssuedAt  float64  `json:"issued,omitempty"`     // 0 not known
	ExpiresAt float64  `json:"expires,omitempty"`    // 0 not known
	Life      float64  `json:"life,omitempty"`       // exp - iat; 0 not known
	Sent      int      `json:"sent"`                 // how often
	FirstSent float64  `json:"first_sent,omitempty"` // 0 never seen being sent
	LastSent  float64  `json:"last_sent,omitempty"`
	Left      *float64 `json:"left,omitempty"` // seconds left when it was sent last, corrected by the skew; nil when that is not known
	Expired   bool     `json:"expired"`        // it was sent when it had expired, whatever the skew may be
}

// ClockSkew is how far the capturing clock is ahead of the issuers' (negative: behind), in seconds. A token is sent after
// it was issued, so its age bounds the skew from above; and a client sends a token before it ends, which bounds it from
// below unless the client is at fault.
type ClockSkew struct {
	Most  *float64 `json:"most"`  // at most so far ahead: the least of sent - iat; nil not known
	Least *float64 `json:"least"` // at least so far ahead if no token was sent after its end: the largest of sent - exp; nil not known
	// Estimate is Most when the freshest token was young, because a forced refresh sends its token at once; 0 not known.
	Estimate float64 `json:"estimate"`
	From     int     `json:"from"` // number of sightings with both times
}

// TokenTimeline is several tokens in the order in which they were issued.
type TokenTimeline struct {
	Tokens []TokenSpan `json:"tokens"`
	Skew   ClockSkew   `json:"skew"`
	Notes  []Note      `json:"notes,omitempty"`
}

// skewThatMatters is the difference of clocks, in seconds, from which on something is said about it: customJwt entries
// allow five (B 1.48).
const skewThatMatters = 5

// Timeline puts the sightings of several tokens in order. Sightings with equal label, iat and exp are one token.
func Timeline(sightings []TokenSighting) TokenTimeline {
	var made TokenTimeline
	at := map[[2]float64]map[string]int{}
	for _, one := range sightings {
		one = one.sane()
		key := [2]float64{one.IssuedAt, one.ExpiresAt}
		if at[key] == nil {
			at[key] = map[string]int{}
		}
		index, seen := at[key][one.Label]
		if !seen {
			index = len(made.Tokens)
			at[key][one.Label] = index
			made.Tokens = append(made.Tokens, TokenSpan{Label: one.Label, IssuedAt: one.IssuedAt, ExpiresAt: one.ExpiresAt})
			if one.IssuedAt > 0 && one.ExpiresAt > 0 {
				made.Tokens[index].Life = one.ExpiresAt - one.IssuedAt
			}
		}
		made.Tokens[index].see(one.SentAt)
		made.Skew.see(one)
	}
	made.Skew.settle()
	for i := range made.Tokens {
		made.Tokens[i].judge(made.Skew)
	}
	sort.SliceStable(made.Tokens, func(i, j int) bool { return made.Tokens[i].order() < made.Tokens[j].order() })
	made.note()
	return made
}

// sane drops numbers that are no times.
func (one TokenSighting) sane() TokenSighting {
	for _, number := range []*float64{&one.IssuedAt, &one.ExpiresAt, &one.SentAt} {
		if !(*number > 0 && *number < 1e12) {
			*number = 0
		}
	}
	return one
}

func (span *TokenSpan) see(sent float64) {
	if sent == 0 {
		return
	}
	if span.Sent == 0 || sent < span.FirstSent {
		span.FirstSent = sent
	}
	span.LastSent = math.Max(span.LastSent, sent)
	span.Sent++
}

func (skew *ClockSkew) see(one TokenSighting) {
	if one.SentAt == 0 || one.IssuedAt == 0 {
		return
	}
	skew.From++
	if most := one.SentAt - one.IssuedAt; skew.Most == nil || most < *skew.Most {
		skew.Most = &most
	}
	if least := one.SentAt - one.ExpiresAt; one.ExpiresAt > 0 && (skew.Least == nil || least > *skew.Least) {
		skew.Least = &least
	}
}

// youngToken is the age in seconds up to which a token that is sent is taken for a new one.
const youngToken = 60

// settle chooses the estimate. A token that is some minutes old when it is first seen says little: then the clocks are
// taken as equal as long as the bounds allow that.
func (skew *ClockSkew) settle() {
	switch {
	case skew.Most == nil:
		return
	case *skew.Most <= youngToken:
		skew.Estimate = *skew.Most
	case skew.Least != nil && *skew.Least > 0:
		skew.Estimate = *skew.Least
	}
	if math.Abs(skew.Estimate) < 2 {
		skew.Estimate = 0 // the way through the network
	}
}

func (span *TokenSpan) judge(skew ClockSkew) {
	if span.Sent == 0 || span.ExpiresAt == 0 {
		return
	}
	left := span.ExpiresAt - (span.LastSent - skew.Estimate)
	span.Left = &left
	most := 0.0
	if skew.Most != nil {
		most = math.Max(0, *skew.Most)
	}
	span.Expired = span.LastSent-most > span.ExpiresAt
}

// order is the time by which a token stands on the timeline.
func (span *TokenSpan) order() float64 {
	for _, at := range []float64{span.IssuedAt, span.FirstSent, span.ExpiresAt} {
		if at > 0 {
			return at
		}
	}
	return math.Inf(1)
}

func (timeline *TokenTimeline) note() {
	add := func(id, format string, values ...any) {
		timeline.Notes = append(timeline.Notes, Note{id, fmt.Sprintf(format, values...)})
	}
	skew := timeline.Skew
	switch {
	case skew.Most != nil && *skew.Most < -skewThatMatters:
		add("clock-behind", "The clock of the capture is at least %.0f s behind the issuer's: a token was sent before it was issued.", -*skew.Most)
	case skew.Estimate > skewThatMatters:
		add("clock-ahead", "The clock of the capture may be %.0f s ahead of the issuer's.", skew.Estimate)
	}
	for _, one := range timeline.Tokens {
		if one.Expired {
			add("sent-expired", "%s was sent after its end.", one.Label)
		}
		if one.Life > 0 && one.Life <= usualLeeway.Seconds() {
			add("short-life", "%s lives %.0f s, no longer than the client's leeway of %.0f s.", one.Label, one.Life, usualLeeway.Seconds())
		}
	}
	for i := 1; i < len(timeline.Tokens); i++ {
		before, after := timeline.Tokens[i-1], timeline.Tokens[i]
		if before.ExpiresAt > 0 && after.IssuedAt > before.ExpiresAt {
			add("gap", "Between %s and %s there was no valid token for %.0f s.", before.Label, after.Label, after.IssuedAt-before.ExpiresAt)
		}
	}
	timeline.noteLoop(add)
}

// noteLoop says when tokens were issued much faster than their life asks for.
func (timeline *TokenTimeline) noteLoop(add func(id, format string, values ...any)) {
	quick := 0
	for i := 1; i < len(timeline.Tokens); i++ {
		before, after := timeline.Tokens[i-1], timeline.Tokens[i]
		if before.IssuedAt > 0 && after.IssuedAt > before.IssuedAt && before.Life > 60 && after.IssuedAt-before.IssuedAt < 10 {
			quick++
		}
	}
	if quick >= 2 {
		add("quick-renewal", "%d tokens were renewed within 10 s of being issued.", quick)
	}
}
