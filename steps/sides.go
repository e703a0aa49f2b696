package steps

import (
	"fmt"
	"slices"

	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token"
)

// Sides is what is known of the two values that a question of step 3 compares.
type Sides struct {
	Compare *findings.Comparison // both are known and differ; nil where that cannot be said
	Proof   []findings.Line      // the values that are known, each with its place
	Missing []string             // which are not known, and how to get them
}

// Sides returns the values that the open question is about; nil where it compares none.
func (s *Session) Sides() *Sides {
	switch s.position.Open {
	case ids.AskMatchingIssuer, ids.AskMatchingWhich:
		return s.sides("iss", ids.IssuerDiffers)
	case ids.AskMatchingAudience:
		return s.sides("aud", ids.AudienceDiffers)
	}
	return nil
}

func (s *Session) sides(claim string, differs ids.Rule) *Sides {
	if finding, ok := s.set.Best(differs); ok && finding.Compare != nil {
		return &Sides{Compare: finding.Compare, Proof: finding.Proof}
	}
	sides := &Sides{}
	if j := s.set.Judgement; j == nil {
		sides.Missing = append(sides.Missing, "The token is not seen: paste it, or its fields as jwt.io shows them.")
	} else if value, known := claimText(j, claim); known {
		sides.Proof = append(sides.Proof, findings.Line{Label: j.Label + " " + claim, Text: value, From: j.From})
	} else {
		sides.Missing = append(sides.Missing, "The token's "+claim+" is not seen: paste the whole of it.")
	}
	if len(s.set.Entries) == 0 {
		sides.Missing = append(sides.Missing, "The configuration is not seen: paste the page Settings > Authentication of the dashboard.")
	}
	for _, entry := range s.set.Entries {
		label, value, known, variable := entry.IssuerLabel, entry.Issuer, entry.IssuerKnown, entry.IssuerVariable
		if claim == "aud" {
			label, value, known, variable = entry.Name+" Application ID", entry.Audience, entry.AudienceKnown, entry.AudienceVariable
		}
		switch {
		case known:
			sides.Proof = append(sides.Proof, findings.Line{Label: label, Text: value, From: entry.From})
		case variable != "":
			sides.Missing = append(sides.Missing, fmt.Sprintf("%s is what %s holds on the deployment: paste the page Settings > Authentication, or what this prints: npx convex env get %s",
				label, clean.Short(variable, 80), clean.Short(variable, 80)))
		default:
			sides.Missing = append(sides.Missing, label+" is not seen: paste the page Settings > Authentication.")
		}
	}
	return sides
}

// claimText shows iss or aud of a token. Known is false where only some of its claims were seen, and not this one.
func claimText(j *findings.Judgement, claim string) (text string, known bool) {
	var state token.State
	if claim == "iss" {
		text, state = j.Token.Read.Payload.String(claim)
	} else {
		var list []string
		if list, state = j.Token.Read.Payload.Strings(claim); state == token.OK {
			text = fmt.Sprintf("%q", list)
			if len(list) == 1 {
				text = list[0]
			}
		}
	}
	if state == token.OK {
		return clean.Short(text, 200), true
	}
	return "absent", !j.Fragment
}

// outOfReach reports the question whether iss equals a Domain where the person can see neither: they said that they can get no token,
// and know nothing of the configuration.
func (position Position) outOfReach(place casefile.Place, trail casefile.Trail, set findings.Set) bool {
	if place.Question != ids.AskMatchingIssuer || trail.Held[place] || set.Judgement != nil || len(set.Entries) > 0 {
		return false
	}
	unsure := func(question ids.Question) bool {
		return slices.ContainsFunc(position.Path, func(taken Taken) bool {
			return taken.Place.Question == question && taken.Place.Round == place.Round && !claims(question, taken.Answer)
		})
	}
	return unsure(ids.AskFrontendToken) && unsure(ids.AskMatchingConfig)
}

// whereTheySee is the question whose page shows how to get a token, or what Convex answers about it.
func whereTheySee(visited map[casefile.Place]bool, place casefile.Place) ids.Question {
	if !visited[casefile.Place{Round: place.Round, Question: ids.AskFrontendPrintToken}] {
		return ids.AskFrontendPrintToken
	}
	return ids.AskErrorConvex
}
