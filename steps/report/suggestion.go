package report

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/verdict"
)

// Suggestion is the smallest change after which the deployment takes the token.
type Suggestion struct {
	Sentence string `json:"sentence"`
	Edit     string `json:"edit,omitempty"` // for auth.config, to copy; "" for a change of the token
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

// Suggestion returns the change that fits the named cause; nil where there is none. An entry that says "convex" stays as it
// is when the token only misspells that: all issuers that know Convex write it so.
func (result Result) Suggestion() *Suggestion {
	if result.Cause == nil || result.Judgement == nil {
		return nil
	}
	for _, wanted := range suggesting[result.Cause.ID] {
		for _, one := range result.Judgement.Suggestions {
			if one.Change == wanted && (one.Accepts || one.Code) && sound(one.To) && !(one.From == "convex" && result.Cause.Compare != nil) {
				sentence := suggestionSentence(one, result.Judgement.Verdict.Stored)
				if result.Cause.ID == ids.DevProdInstanceMix && !one.Code { // a deployment must not trust an instance only because a token comes from it
					sentence = "If this app is meant to use the token's instance: w" + sentence[1:]
				}
				return &Suggestion{sentence, clean.Text(one.Edit)}
			}
		}
	}
	return nil
}

// sound reports whether a value is one that a person should be told to write: not one with a slip of its own, not the
// client's address for the issuer (its tokens name .convex.site), and no address without TLS but on this machine.
func sound(value string) bool {
	host, insecure := strings.CutPrefix(value, "http://")
	return len(verdict.Slips(value)) == 0 && !strings.Contains(value, ".convex.cloud") &&
		(!insecure || strings.HasPrefix(host, "localhost") || strings.HasPrefix(host, "127.0.0.1"))
}

func suggestionSentence(one verdict.Suggestion, stored []verdict.Provider) string {
	from, to := `"`+clean.Short(one.From, 120)+`"`, `"`+clean.Short(one.To, 120)+`"`
	if one.From == "" {
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
	if one.Code { // it is right whatever else is wrong with this token
		return fmt.Sprintf("%s = %s in %s (now %s): the deployment issues the tokens itself, and this is their issuer wherever the code is pushed.", one.Name, clean.Short(one.To, 120), entry, from)
	}
	if one.Change == verdict.ChangeType {
		return "As an entry of the other kind this token passes:"
	}
	return fmt.Sprintf("With %s = %s in %s (now %s) this token passes:", one.Name, to, entry, from)
}
