package findings

import (
	"slices"
	"strings"
	"sync"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/logs"
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
		if len(meanings()[message.Data.ID]) > 0 {
			seenRule(ids.SeenError, Proved, message)
		}
	}
	reported := map[string]bool{}
	for _, message := range v.messages {
		if reported[message.Data.ID] || v.isRoutine(message.Data.ID) {
			continue
		}
		reported[message.Data.ID] = true
		if why, ok := harmless[message.Data.ID]; ok {
			found = append(found, Finding{Rule: ids.Rule("message-" + message.Data.ID), Severity: Note, Grade: Proved,
				Sentence: sentence(message) + ": " + why, Proof: []Line{proofOf(message)}})
		}
		for _, one := range v.readings(message) {
			found = append(found, Finding{
				Rule: ids.Rule("message-" + message.Data.ID), Severity: Fault, Grade: one.grade, Cause: one.cause,
				Sentence: sentence(message), Proof: []Line{proofOf(message)}, After: consequenceOf(message.Data),
				Values: valuesOf(message.Data), Probe: probeOf(message.Data.ID, one.cause),
			})
		}
	}
	return onceEach(found)
}

// onceEach shows a place once as proof of a cause, by the message that says most: the parts of one line are often messages
// of their own, such as an error and the reason in brackets behind it.
func onceEach(found []Finding) []Finding {
	type place struct {
		cause       ids.Cause
		label, from string
	}
	shows := map[place]int{}
	for i, one := range found {
		if one.Cause == "" || len(one.Proof) == 0 || one.Proof[0].From == "" {
			continue
		}
		at := place{one.Cause, one.Proof[0].Label, one.Proof[0].From}
		before, twice := shows[at]
		switch {
		case !twice:
			shows[at] = i
		case one.Grade > found[before].Grade:
			found[before].Proof, shows[at] = nil, i
		default:
			found[i].Proof = nil
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

// quote puts a text from outside into a sentence: on one line, without control characters, not endless. A text with quotes
// of its own gets other ones around it.
func quote(text string) string {
	text = clean.Short(text, 240)
	if strings.Contains(text, `"`) {
		return "“" + text + "”"
	}
	return `"` + text + `"`
}

// afterAuth are the errors that explain why a function of the app stopped: what it says itself follows from them.
var afterAuth = []ids.Rule{ids.SeenAuthError, ids.SeenPushError, ids.SeenSignInError, ids.SeenBrowserError}

// afterNoIdentity are those, and that the function had no identity, by its log or by the error that app code throws.
var afterNoIdentity = sync.OnceValue(func() []ids.Rule {
	rules := append([]ids.Rule{ids.SeenIdentityNull}, afterAuth...)
	for _, known := range messages.All() {
		if known.Source != messages.FromApp {
			continue
		}
		if noIdentity(meanings()[known.ID]) {
			rules = append(rules, ids.Rule("message-"+known.ID))
		}
	}
	return rules
})

// consequenceOf says which observations make a message a mere consequence.
func consequenceOf(message evidence.Message) []ids.Rule {
	switch {
	case message.Source == messages.FromApp && noUser(meanings()[message.ID]):
		return afterNoIdentity() // without an identity no user can be found
	case message.Source == messages.FromApp:
		return afterAuth
	case strings.HasPrefix(message.ID, "net-error"), message.ID == "connection-refused":
		return []ids.Rule{ids.CallbackOnOwnMachine, ids.LandsOnLocalhost}
	case message.ID == "client-server-error":
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
	case message.ID == "oauth-invalid-grant":
		return refreshRefused // what was refused was a refresh, and not the exchange of a code (RFC 6749 5.2 has one code for both)
	case message.ID == "jose-exp", message.ID == "jose-expired":
		return refreshRefused // the expiry is why it was refreshed; the refusal is what went wrong
	case message.ID == "jose-claim-code":
		// the text says which claim it was
		return []ids.Rule{"message-jose-iss", "message-jose-aud", "message-jose-nbf", "message-jose-iat", "message-jose-claim-missing"}
	case message.ID == "ba-invalid-origin", message.ID == "auth-proxy-invalid-origin":
		return []ids.Rule{proxyRetriesSeen}
	case message.ID == "backend-internal":
		return []ids.Rule{"message-backend-discovery-answer"}
	}
	return nil
}

// readings are the causes that a message has in this case. A text that was cut off where two messages still agree may be
// either: it proves what both mean, and allows the rest.
func (v *view) readings(message seen[evidence.Message]) []reading {
	all := v.readingsOf(message)
	if message.Data.InProse { // a sentence about an error says less than the error
		weaker := make([]reading, len(all))
		for i, one := range all {
			weaker[i] = reading{one.cause, min(one.grade, Possible)}
		}
		all = weaker
	}
	if message.Data.Whole || len(message.Data.Others) == 0 {
		return all
	}
	lists := [][]reading{all}
	for _, id := range message.Data.Others {
		other := message
		other.Data.ID = id
		lists = append(lists, v.readingsOf(other))
	}
	var out []reading
	for _, list := range lists {
		for _, one := range list {
			if slices.ContainsFunc(out, func(r reading) bool { return r.cause == one.cause }) {
				continue
			}
			for _, other := range lists {
				i := slices.IndexFunc(other, func(r reading) bool { return r.cause == one.cause })
				if i < 0 {
					one.grade = Possible
				} else {
					one.grade = min(one.grade, other[i].grade)
				}
			}
			out = append(out, one)
		}
	}
	return out
}

// signInFailed reports that a function or a route of a sign-in failed.
func (v *view) signInFailed() bool {
	if v.failed(func(event logs.Event) bool {
		return ofSignIn(event) || strings.Contains(event.Function, "/api/auth/sign-")
	}) {
		return true
	}
	return slices.ContainsFunc(v.requests, func(request seen[evidence.Request]) bool {
		return request.Data.Status >= 400 && strings.Contains(request.Data.Path, "/sign-")
	})
}

// signInHidden reports that Convex Auth's own function failed and the deployment did not tell the client why, as in
// production (B 3.28, 3.29).
func (v *view) signInHidden() bool {
	return v.failed(func(event logs.Event) bool {
		return ofSignIn(event) && !strings.Contains(event.Error+event.Message, "Uncaught")
	})
}

// ofSignIn reports one of Convex Auth's own functions: sign-ins and refreshes go through both (P 4.1).
func ofSignIn(event logs.Event) bool {
	return event.Function == "auth:signIn" || event.Function == "auth:store"
}

// failed reports that a log shows such an event, and that what it tells of did not succeed.
func (v *view) failed(such func(logs.Event) bool) bool {
	for _, log := range v.logs {
		for _, event := range log.Data.Events {
			if (event.Error != "" || event.Success == logs.No || event.HTTPStatus >= 400) && such(event) {
				return true
			}
		}
	}
	return false
}

// readingsOf are the causes of a message: those of the table, unless its parts say more.
func (v *view) readingsOf(message seen[evidence.Message]) []reading {
	switch id := message.Data.ID; id {
	case "backend-discovery-failed", "backend-discovery-answer", "inner-discovery":
		return v.discoveryReadings(message.Data)
	case "clerk-no-template":
		return v.templateReadings()
	case "dns-no-such-domain", "dns-nxdomain", "dns-curl", "host-not-found":
		if v.namesIssuerHost(message.Data.Value("host")) {
			return []reading{proves(ids.OIDCDiscoveryUnreachable)}
		}
		return meanings()[id]
	case "deployment-no-http-actions", "deployment-no-route":
		if v.selfHosted() {
			return []reading{suggests(ids.SelfHostedSiteOrigin), allows(ids.AuthRoutesMissing)}
		}
		return meanings()[id]
	case "client-socket-closed", "client-reconnected":
		return v.closeReadings(message.Data.Value("reason"))
	case "auth-store-missing":
		return exportReadings(message.Data)
	case "oauth-microsoft":
		return microsoftReadings(message.Data)
	case "net-error", "net-error-connection", "net-error-page":
		return v.netReadings(message.Data)
	case "app-argument-validation", "app-value-validator":
		return v.validatorReadings()
	case "ba-adapter-mode":
		if message.Data.Value("field") == "mode" { // V 71
			return []reading{proves(ids.SDKBugUpgradeNeeded)}
		}
		return meanings()[id]
	case "auth-account-exists", "auth-invalid-credentials", "ba-wrong-password":
		if v.signInFailed() { // the same words are those of many a program; here it was the sign-in that said so
			return []reading{suggests(ids.ProviderSignInIncomplete)}
		}
		return meanings()[id]
	case "auth-no-tokens-to-refresh":
		// A visitor who is not signed in has none either; somebody who looks at isAuthenticated expects otherwise (P 5 #23).
		if v.saidAny("app-is-authenticated-false") {
			return meanings()[id]
		}
		return []reading{allows(ids.WrongProviderComponent), allows(ids.AuthCookieNotSet), allows(ids.NotSignedIn)}
	case "client-server-error":
		if v.signInHidden() { // P 1.34, 2.4: what most often goes wrong there
			return []reading{allows(ids.EnvVarMissingOnDeployment), allows(ids.ProviderSignInIncomplete), allows(ids.MalformedSigningKey)}
		}
		return nil
	case "backend-claim-not-verified":
		if v.familyIs(ids.FamilyConvexAuth, ids.FamilyRobelest) { // P 2.1, 4.22
			return append([]reading{allows(ids.KeyPairMismatch)}, meanings()[id]...)
		}
		return meanings()[id]
	default:
		if message.Data.Source == messages.FromApp && v.saidAny("next-server-chunk", "next-server-app", "next-server-pages") && noIdentity(meanings()[id]) {
			// the call came from a server, which passes no token by itself (B 3.35)
			return []reading{suggests(ids.SSRTokenMissing), allows(ids.QueryBeforeAuthReady)}
		}
		return meanings()[id]
	}
}

// noUser reports the meaning of an error that app code throws for lack of a user row.
func noUser(list []reading) bool {
	return slices.ContainsFunc(list, func(one reading) bool { return one.cause == ids.AppUserRecordMissing })
}

// noIdentity reports the meaning of an error that app code throws for lack of an identity.
func noIdentity(list []reading) bool {
	return slices.ContainsFunc(list, func(one reading) bool { return one.cause == ids.QueryBeforeAuthReady })
}
