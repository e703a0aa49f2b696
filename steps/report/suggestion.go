package report

import (
	"fmt"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/verdict"
)

// Suggestion is the smallest change after which the deployment takes the token.
type Suggestion struct {
	Sentence string
	Edit     string // for auth.config, to copy; "" for a change of the token
}

// suggesting are the causes whose page gains by the exact change: those about the values of an entry or a claim. For the
// others a change that lets the token pass would be the wrong advice (a token of the wrong kind, a dead token).
var suggesting = map[ids.Cause][]verdict.Change{
	ids.IssuerMismatch:              {verdict.ChangeIssuer, verdict.TokenIssuer},
	ids.DevProdInstanceMix:          {verdict.ChangeIssuer},
	ids.AudienceMismatch:            {verdict.ChangeApplicationID, verdict.TokenAudience, verdict.ChangeType},
	ids.MultipleAudiences:           {verdict.ChangeType, verdict.TokenAudienceAlone},
	ids.UnsupportedSigningAlgorithm: {verdict.ChangeAlgorithm, verdict.ChangeType},
	ids.HeaderNotAccepted:           {verdict.ChangeType, verdict.TokenTyp},
}

// Suggestion returns the change that fits the named cause; nil where there is none.
func (result Result) Suggestion() *Suggestion {
	if result.Cause == nil || result.Judgement == nil {
		return nil
	}
	for _, wanted := range suggesting[result.Cause.ID] {
		for _, one := range result.Judgement.Suggestions {
			if one.Change == wanted && one.Accepts {
				sentence := suggestionSentence(one, result.Judgement.Verdict.Stored)
				if result.Cause.ID == ids.DevProdInstanceMix { // a deployment must not trust an instance only because a token comes from it
					sentence = "If this app is meant to use the token's instance: w" + sentence[1:]
				}
				return &Suggestion{sentence, clean.Text(one.Edit)}
			}
		}
	}
	return nil
}

func suggestionSentence(one verdict.Suggestion, stored []verdict.Provider) string {
	from, to := clean.Short(one.From, 120), clean.Short(one.To, 120)
	if from == "" {
		from = "absent"
	}
	if one.ForToken() {
		return fmt.Sprintf("With %s = %s in the token (now %s) this token passes.", one.Name, to, from)
	}
	entry := "an entry"
	if len(stored) > 1 && one.Entry >= 0 && one.Entry < len(stored) { // stored is not in the order of the file
		entry = "the entry for " + clean.Short(stored[one.Entry].IssuerText(), 120)
	} else if len(stored) == 1 {
		entry = "the entry"
	}
	if one.Change == verdict.ChangeType {
		return "As an entry of the other kind this token passes:"
	}
	return fmt.Sprintf("With %s = %s in %s (now %s) this token passes:", one.Name, to, entry, from)
}
