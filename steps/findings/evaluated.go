package findings

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/verdict"
)

// evaluated judges each auth.config that was evaluated: whether it can be, and whether a push takes what it exports
// (B 4.4-4.22).
func evaluated(v *view) []Finding {
	var found []Finding
	for _, config := range v.configs {
		result, ok := v.Evaluated[config.Item.Number]
		if !ok {
			continue
		}
		if result.Failure != nil {
			found = append(found, v.cannotEvaluate(*result.Failure, pastedAt(config, result.Failure.Line))...)
			continue
		}
		refused := project.Refused(&result)
		if refused == nil {
			continue
		}
		if grade := v.excerptGrade(result, refused); grade != Unseen {
			from := config.From()
			if refused.Index >= 0 && refused.Index < len(result.Entries) {
				from = pastedAt(config, result.Entries[refused.Index].Line)
			}
			found = append(found, v.refusedPush(result, refused, grade, from))
		}
	}
	if p := v.Project; p != nil && p.AuthConfig.Result != nil && p.AuthConfig.Result.Failure == nil {
		if refused := project.Refused(p.AuthConfig.Result); refused != nil {
			from := p.AuthConfig.File
			if refused.Index >= 0 && refused.Index < len(p.AuthConfig.Providers) {
				from = fileLine(p.AuthConfig.Providers[refused.Index].File, p.AuthConfig.Result.Entries[refused.Index].Line)
			}
			found = append(found, v.refusedPush(*p.AuthConfig.Result, refused, Proved, from))
		}
	}
	return found
}

// notEvaluated reports that the source which came with a list of entries could not be evaluated: then the list is what is written there,
// and nobody knows what it comes to.
func (v *view) notEvaluated(list casefile.Item) bool {
	for _, config := range v.configs {
		if result, ok := v.Evaluated[config.Item.Number]; ok && result.Failure != nil && config.Item.Intake == list.Intake {
			return true
		}
	}
	return false
}

// pastedAt is the place of a line of a pasted source, as it stands in the paste. A line of 0 is one that is not known.
func pastedAt(config seen[evidence.AuthConfig], line int) string {
	if line <= 0 || config.Data.Line <= 0 {
		return config.From()
	}
	return strings.TrimPrefix(fmt.Sprintf("%s, line %d", config.Item.From, config.Data.Line+line-1), ", ")
}

// cannotEvaluate says why Convex refuses a pasted config. A paste may be damaged or lack its neighbours, so it proves less
// than a file does.
func (v *view) cannotEvaluate(failure authconfig.Failure, from string) []Finding {
	finding := Finding{Rule: "config-not-evaluated", Severity: Fault, Grade: Likely, Exact: true, Cause: ids.AuthConfigPushRejected,
		Sentence: aboutConfig(clean.Short(failure.String(), 300)), Family: ids.FamilyCustom, Values: v.pushFix(howToEvaluate(failure, from), false), Proof: []Line{{Label: "auth.config", Text: clean.Short(failure.String(), 200), From: from}}}
	switch failure.Kind {
	case authconfig.KindMissingEnv:
		finding.Rule, finding.Cause, finding.Grade = "config-variable-not-in-list", ids.AuthConfigEnvVarMissing, Proved
		finding.Family = ids.FamilyUnknown
		finding.Values = map[string]string{"variable": clean.Short(failure.Variable, 80)}
	case authconfig.KindThrows, authconfig.KindNoDefault, authconfig.KindUnserializable, authconfig.KindNodeModule:
	case authconfig.KindSyntax, authconfig.KindTooLong, authconfig.KindTooMuchMemory, authconfig.KindTooMuchOutput, authconfig.KindTooDeep, authconfig.KindNeverEnds:
		finding.Grade, finding.Severity = Possible, Doubt
	default:
		return nil // it was not evaluated, which says nothing against it
	}
	return []Finding{finding}
}

// aboutConfig names the subject of a sentence about auth.config, where it stands as a heading by itself.
func aboutConfig(sentence string) string {
	if rest, ok := strings.CutPrefix(sentence, "It "); ok {
		return "auth.config " + rest
	}
	return sentence
}

// excerptGrade says how far the refusal of a pasted config carries. People put placeholders where a value is nobody's
// business, so an address with one is not judged. They also leave out lines: where the deployment itself says that no entry
// matches, a config was pushed, and what the paste lacks is likely missing there only. Somebody who writes a placeholder also leaves out
// members.
func (v *view) excerptGrade(result authconfig.Result, refused *verdict.PushError) Grade {
	address := isAddressRefused(refused)
	switch {
	case address && withheld(result):
		return Unseen
	case !address && (v.noProviderSaid() || refused.Fact == "B 4.13" && withheld(result)):
		return Possible
	}
	return Likely
}

// withheld reports that a placeholder stands for the domain or issuer of an entry.
func withheld(result authconfig.Result) bool {
	for _, entry := range result.Entries {
		for _, value := range []*authconfig.Value{entry.Domain, entry.Issuer} {
			if value != nil && evidence.IsPlaceholder(value.Text) {
				return true
			}
		}
	}
	return false
}

func isAddressRefused(refused *verdict.PushError) bool {
	return strings.Contains(refused.Message, "Invalid provider domain URL")
}

// refusedPush says that a push is refused. From tells where the fault is written.
func (v *view) refusedPush(result authconfig.Result, refused *verdict.PushError, grade Grade, from string) Finding {
	place := Line{Label: "auth.config", Text: "the default export", From: from}
	if refused.Index >= 0 {
		place.Text = fmt.Sprintf("entry %d", refused.Index+1)
	}
	finding := Finding{Rule: "config-push-refused", Severity: Fault, Grade: grade, Exact: true, Cause: ids.AuthConfigPushRejected, Sentence: clean.Short(refused.Why, 300),
		Proof: []Line{place}}
	finding.Values = v.pushFix(howToPush(result, refused, from), true)
	if refused.Fact == "B 4.18" {
		finding.Cause, finding.Values = ids.SharedIssuerNeedsAudience, nil
	}
	if grade < Likely {
		finding.Severity, finding.Cause = Note, ""
	}
	if !result.Symbolic {
		finding.Proof = append(finding.Proof, Line{Label: "a push says", Text: clean.Short(refused.Message, 300)})
	}
	return finding
}

// evaluatedEntries are the entries of the newest pasted auth.config that could be evaluated.
func (v *view) evaluatedEntries() (list []evidence.Provider, places []string, ok bool) {
	for i := len(v.configs) - 1; i >= 0; i-- {
		config := v.configs[i]
		result, done := v.Evaluated[config.Item.Number]
		if !done || result.Failure != nil || len(result.Entries) == 0 {
			continue
		}
		for _, entry := range result.Entries {
			provider := providerOf(entry)
			if provider.Line > 0 && config.Data.Line > 0 {
				provider.Line += config.Data.Line - 1
			}
			list = append(list, provider)
			places = append(places, pastedAt(config, entry.Line))
		}
		return list, places, true
	}
	return nil, nil, false
}

func providerOf(entry authconfig.Entry) evidence.Provider {
	text := func(value *authconfig.Value) evidence.Setting {
		if value == nil {
			return evidence.Setting{State: evidence.NotSeen}
		}
		if value.NotText { // no push takes it, so it is nothing to compare with
			return evidence.Setting{State: evidence.Expression, Text: value.Text}
		}
		if read := setting(value.Text); read.State != evidence.Literal || !evidence.IsPlaceholder(value.Text) {
			return read
		}
		return evidence.Setting{State: evidence.Withheld, Text: value.Text}
	}
	provider := evidence.Provider{Kind: clean.Line(entry.Type), Line: entry.Line, Domain: text(entry.Domain), Issuer: text(entry.Issuer),
		JWKS: text(entry.JWKS), Algorithm: text(entry.Algorithm), ApplicationID: evidence.Setting{State: evidence.None}}
	if provider.Kind == "" {
		provider.Kind = "oidc"
	}
	if entry.ApplicationID != nil && !entry.ApplicationID.Null {
		provider.ApplicationID = text(entry.ApplicationID)
	}
	return provider
}
