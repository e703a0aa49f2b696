package findings

import (
	"fmt"
	"slices"
	"time"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token"
)

const (
	// stale is the age at which an expired token in storage is a left-over.
	stale = 24 * time.Hour
	// leeway is how long before its end a client asks for a new token (B 3.21).
	leeway = 10
)

// expired reads the times of the newest token. A pasted token is often merely an old copy; only where the time of the
// attempt is known, or the deployment said so, it is the cause.
func (v *view) expired(j *Judgement) []Finding {
	exp, state := j.Token.Read.Payload.Number("exp")
	if state != token.OK {
		return nil
	}
	var found []Finding
	if iat, has := j.Token.Read.Payload.Number("iat"); has == token.OK && exp > iat && exp-iat <= leeway {
		found = append(found, Finding{Rule: "life-too-short", Severity: Fault, Grade: Proved, Exact: true, Cause: ids.TokenLifetimeTooShort,
			Sentence: fmt.Sprintf("the token lives %.0f s; the client renews %d s before the end, so at once and for ever", exp-iat, leeway),
			Values:   map[string]string{"token_life": fmt.Sprintf("%.0f s", exp-iat)}})
	}
	if !j.Expired {
		return found
	}
	ago := v.Now.Sub(time.Unix(int64(exp), 0))
	finding := Finding{Rule: "token-expired", Severity: Fault, Exact: true, Cause: ids.TokenExpired,
		Sentence: fmt.Sprintf("the token expired %s ago", words(ago)),
		Proof: []Line{{Label: j.Label + " exp", Text: time.Unix(int64(exp), 0).UTC().Format("2006-01-02 15:04:05") + " UTC", From: j.From},
			{Label: "looked at", Text: v.Now.UTC().Format("2006-01-02 15:04:05") + " UTC"}}}
	switch stored := j.Token.Origin == evidence.OriginStorage || j.Token.Origin == evidence.OriginCookie; {
	case stored && ago > stale:
		finding.Cause, finding.Grade = ids.StaleTokenInStorage, Likely
		finding.Sentence = "a token in storage " + finding.Sentence[len("the token "):]
	case v.NowGiven:
		finding.Grade = Proved
	case v.saidAny("backend-claim-not-verified", "inner-expired", "backend-token-expired") && !v.otherFault(j):
		finding.Grade = Likely
	default:
		finding.Grade, finding.Severity = Possible, Doubt
		finding.Sentence += "; that is usual for a copy. Paste a fresh one to be sure"
	}
	return append(found, finding)
}

// otherFault reports that the token is refused for another reason than its time.
func (v *view) otherFault(j *Judgement) bool {
	reason := j.Reason()
	return reason != "" && reason != "expired" && v.believable(j, reason)
}

// saidAny reports whether one of these messages was seen.
func (v *view) saidAny(list ...string) bool {
	for _, message := range v.messages {
		if slices.Contains(list, message.Data.ID) {
			return true
		}
	}
	return false
}

// words says a duration as people do.
func words(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}
