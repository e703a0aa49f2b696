package findings

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/verdict"
)

// AnotherToken is the rule about a token that came together with the one that is judged, and fares otherwise.
const AnotherToken ids.Rule = "another-token"

// mostOthers is how many of the tokens that came together are judged.
const mostOthers = 8

// beside is the judgement of a token that came together with the one that is judged.
type beside struct {
	own, other   *Judgement
	mine, theirs verdict.Reason // why each is refused; ReasonNone where nothing is wrong
}

// besides judges the tokens that came together with the newest one and stood as near to Convex, and returns those that
// the deployment answers otherwise. Which of them the client sends is not known then.
func (v *view) besides() []beside {
	chosen, ok := v.token()
	if !ok {
		return nil
	}
	own := v.judge()
	var list []beside
	judged := map[string]bool{own.Label: true}
	for i := len(v.tokens) - 1; i >= 0 && len(judged) <= mostOthers; i-- {
		one := v.tokens[i]
		if one.Item.Intake != chosen.Item.Intake || judged[labelOf(one.Data)] || !one.Data.Read.Legible() || nearness(one.Data) != nearness(chosen.Data) {
			continue
		}
		judged[labelOf(one.Data)] = true
		next := beside{own: own, other: v.decideOn(one), mine: v.refusedFor(own)}
		if next.theirs = v.refusedFor(next.other); next.mine != next.theirs {
			list = append(list, next)
		}
	}
	return list
}

// otherTokens says of each token how it fares, where tokens of one paste fare differently.
func otherTokens(v *view) []Finding {
	var found []Finding
	for _, one := range v.besides() {
		finding := Finding{Rule: AnotherToken, Severity: Doubt, Grade: Possible, Exact: true, Family: one.other.Token.Guess.Family,
			Sentence: fares(one.other, one.theirs) + "; " + fares(one.own, one.mine),
			Proof: []Line{{Label: one.other.Label, Text: answered(one.other, one.theirs), From: one.other.From},
				{Label: one.own.Label, Text: answered(one.own, one.mine), From: one.own.From}},
			Probe: &Probe{Sentence: "Paste the socket's message with Authenticate, or the request as cURL: it shows which of these tokens the client sends."}}
		if one.theirs != verdict.ReasonNone {
			finding.Cause, _ = v.refusalCause(one.other, one.theirs)
			finding.Values = v.tokenValues(one.other)
		} else {
			finding.Cause, _ = v.refusalCause(one.own, one.mine)
		}
		found = append(found, finding)
	}
	return found
}

// refusedFor is why a token is refused; ReasonNone where it is not, or where that cannot be told from what was seen. That
// one of several has expired is said of the newest alone.
func (v *view) refusedFor(j *Judgement) verdict.Reason {
	if reason := j.Reason(); reason != verdict.ReasonNone && v.believable(j, reason) {
		return reason
	}
	return verdict.ReasonNone
}

func fares(j *Judgement, reason verdict.Reason) string {
	if reason == verdict.ReasonNone {
		return j.Label + " fits"
	}
	return j.Label + " is refused: " + strings.TrimSuffix(clean.Line(j.Outcome().Why), ".")
}

func answered(j *Judgement, reason verdict.Reason) string {
	err := j.Outcome().Error
	if reason == verdict.ReasonNone || err == nil {
		return "nothing wrong in what was looked at"
	}
	return fmt.Sprintf("%d %s", err.HTTPStatus, err.Code)
}

// besideOthers names the token that fits, where another one of the same paste does not.
func (v *view) besideOthers(fits Finding) Finding {
	if list := v.besides(); len(list) > 0 {
		fits.Sentence = fares(list[0].other, list[0].theirs) + "; " + strings.Replace(fits.Sentence, "the token fits", list[0].own.Label+" fits", 1)
	}
	return fits
}

// undisputed takes back what a token rules out that the token beside it shows.
func undisputed(found []Finding) []Finding {
	shown := map[ids.Cause]bool{}
	for _, one := range found {
		if one.Rule == AnotherToken {
			shown[one.Cause] = true
		}
	}
	if len(shown) == 0 {
		return found
	}
	for i := range found {
		var kept []ids.Cause
		for _, cause := range found[i].Excludes {
			if !shown[cause] {
				kept = append(kept, cause)
			}
		}
		found[i].Excludes = kept
	}
	return found
}
