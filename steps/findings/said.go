package findings

import (
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/messages"
)

// said draws what literal messages mean by themselves: the causes that they name, and the questions that they answer.
func said(v *view) []Finding {
	var found []Finding
	observed := map[ids.Rule]bool{}
	seenRule := func(rule ids.Rule, grade Grade, message seen[evidence.Message]) {
		if observed[rule] {
			return
		}
		observed[rule] = true
		found = append(found, Finding{Rule: rule, Severity: Note, Grade: grade, Sentence: sentence(message), Proof: []Line{proofOf(message)}})
	}
	for _, message := range v.messages {
		if v.isRoutine(message.Data.ID) {
			continue
		}
		source := message.Data.Source
		for _, one := range observations {
			if one.when(message.Data.ID, source) {
				seenRule(one.rule, one.grade(), message)
			}
		}
		if _, meant := meanings[message.Data.ID]; meant {
			seenRule(ids.SeenError, Proved, message)
		}
	}
	reported := map[string]bool{}
	for _, message := range v.messages {
		if reported[message.Data.ID] || v.isRoutine(message.Data.ID) {
			continue
		}
		reported[message.Data.ID] = true
		for _, one := range v.readings(message) {
			found = append(found, Finding{
				Rule: ids.Rule("message-" + message.Data.ID), Severity: Fault, Grade: one.grade, Cause: one.cause,
				Sentence: sentence(message), Proof: []Line{proofOf(message)}, After: consequenceOf(message.Data),
				Values: valuesOf(message.Data),
			})
		}
	}
	return found
}

// sentence says who said what.
func sentence(message seen[evidence.Message]) string {
	return message.Data.Source.Name() + " says: " + quote(textOf(message.Data))
}

func proofOf(message seen[evidence.Message]) Line {
	return Line{Label: message.Data.Source.Name(), Text: quote(textOf(message.Data)), From: message.From()}
}

// textOf is the message as it stood there, as far as its variable parts are known.
func textOf(message evidence.Message) string {
	known, ok := messages.ByID(message.ID)
	if !ok {
		return message.ID
	}
	var values []string
	for _, value := range message.Values {
		values = append(values, value.Name, value.Text)
	}
	return known.Say(values...)
}

// quote puts a text from outside into a sentence: on one line, without control characters, not endless.
func quote(text string) string { return `"` + clean.Short(text, 240) + `"` }

// appErrors are only where a function stopped: any error before them explains them.
var afterAuth = []ids.Rule{ids.SeenAuthError, ids.SeenPushError, ids.SeenSignInError, ids.SeenBrowserError}

// consequenceOf says which observations make a message a mere consequence.
func consequenceOf(message evidence.Message) []ids.Rule {
	switch {
	case message.Source == messages.FromApp:
		return afterAuth
	case message.ID == "client-reauthentication-failed", message.ID == "backend-identity-expired":
		// the token was refused before, so a new one could not help (B 3.13)
		return []ids.Rule{ids.SaidNoProvider, ids.SaidCouldNotVerify, ids.SaidCouldNotParse, ids.SaidCouldNotDecode, ids.SaidDiscoveryFailed}
	case message.ID == "code-no-auth-provider", message.ID == "backend-no-provider-redacted":
		return []ids.Rule{"message-backend-no-providers", "message-backend-no-provider-matches"}
	case message.ID == "backend-discovery-failed", message.ID == "code-discovery-failed":
		return []ids.Rule{"message-backend-discovery-answer"}
	case message.ID == "code-invalid-auth-config", message.ID == "push-refused", message.ID == "push-pushed-invalid", message.ID == "push-not-matching":
		return []ids.Rule{"message-push-shared-issuer"}
	case message.ID == "ba-invalid-origin", message.ID == "auth-proxy-invalid-origin":
		return []ids.Rule{proxyRetriesSeen}
	case message.ID == "backend-internal":
		return []ids.Rule{"message-backend-discovery-answer"}
	}
	return nil
}

// valuesOf gives the parts of a message to the placeholders of a page.
func valuesOf(message evidence.Message) map[string]string {
	values := map[string]string{}
	for part, placeholder := range map[string]string{
		"name": "variable", "kid": "token_kid", "typ": "token_typ", "algorithm": "token_alg", "provider": "provider", "deployment": "deployment",
	} {
		if value := message.Value(part); value != "" {
			values[placeholder] = clean.Short(value, 200)
		}
	}
	return values
}

// readings are the causes that a message has in this case: those of the table, unless its parts say more.
func (v *view) readings(message seen[evidence.Message]) []reading {
	switch id := message.Data.ID; id {
	case "backend-discovery-failed", "backend-discovery-answer":
		return v.discoveryReadings(message.Data)
	case "deployment-no-http-actions", "deployment-no-route":
		if v.selfHosted() {
			return []reading{suggests(ids.SelfHostedSiteOrigin), allows(ids.AuthRoutesMissing)}
		}
		return meanings[id]
	case "client-socket-closed", "client-reconnected":
		return v.closeReadings(message.Data.Value("reason"))
	case "auth-store-missing":
		return exportReadings(message.Data)
	case "oauth-microsoft":
		return microsoftReadings(message.Data)
	case "net-error":
		return netReadings(message.Data)
	case "app-argument-validation", "app-value-validator":
		return v.validatorReadings()
	case "ba-adapter-mode":
		if message.Data.Value("field") == "mode" { // V 71
			return []reading{proves(ids.SDKBugUpgradeNeeded)}
		}
		return meanings[id]
	case "backend-claim-not-verified":
		if v.familyIs(ids.FamilyConvexAuth, ids.FamilyRobelest) { // P 2.1, 4.22
			return append([]reading{allows(ids.KeyPairMismatch)}, meanings[id]...)
		}
		return meanings[id]
	default:
		return meanings[id]
	}
}
