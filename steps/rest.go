package steps

import (
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/verdict"
)

// rest are the checks beside issuer and audience, by the words of the question that asks whether both match.
var rest = []struct {
	name   string
	checks []string
}{
	{"time", []string{"expiry", "not-before", "issued-at"}},
	{"algorithm", []string{"alg"}},
	{"typ", []string{"typ"}},
	{"key", []string{"kid", "key"}},
	{"signature", []string{"signature"}},
}

// restOf says what else Convex checks of a token, and what is known of each; "" without a token.
func restOf(j *findings.Judgement) string {
	if j == nil {
		return ""
	}
	words := map[verdict.State]string{verdict.Passed: "in order", verdict.Failed: "not in order", verdict.NotSeen: "not seen", verdict.NotReached: "not reached"}
	var said []string
	for _, one := range rest {
		state := ""
		for _, id := range one.checks {
			for _, check := range j.Verdict.Trace {
				if check.ID != id || state != "" && check.State == verdict.Passed {
					continue // the worst of them counts
				}
				state = words[check.State]
			}
		}
		switch {
		case one.name == "time" && j.Fresh:
			state = "this copy has expired"
		case one.name == "time" && state == words[verdict.NotReached] && !j.Expired:
			state = "not expired" // a customJwt entry looks at it after the signature
		case state == "":
			continue // not looked at for this kind of entry
		}
		said = append(said, one.name+": "+state)
	}
	text := strings.Join(said, "; ") + "."
	if len(j.Verdict.Needs) > 0 {
		text += " To see the rest, paste what " + clean.Short(j.Verdict.Needs[0], 120) + " shows."
	}
	return text
}
