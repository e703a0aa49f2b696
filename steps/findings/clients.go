package findings

import (
	"strings"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/messages"
	"convex-auth-doctor/steps/token"
	"convex-auth-doctor/steps/versions"
)

// clients tells which client calls Convex, by the traces that it leaves.
func clients(v *view) []Finding {
	var found []Finding
	note := func(rule ids.Rule, text string) {
		found = append(found, Finding{Rule: rule, Severity: Note, Grade: Likely, Sentence: text})
	}
	socket, http, next, native := len(v.frames) > 0, false, false, v.native()
	for _, one := range v.sockets {
		socket = socket || one.Data.Sync
	}
	for _, one := range v.requests {
		http = http || one.Data.Use == evidence.UseConvexAPI
		socket = socket || one.Data.Use == evidence.UseSync
	}
	for _, one := range v.messages {
		socket = socket || one.Data.Source == messages.FromClient
		next = next || one.Data.Source == messages.FromNextHelper
	}
	switch {
	case native: // it has a socket, too, but no browser in which to look at it
		note(ids.ClientIsNative, "a React Native app calls Convex")
	case socket:
		note(ids.ClientIsWebSocket, "a client with a WebSocket calls Convex")
	case http:
		note(ids.ClientIsHTTP, "a client calls Convex over HTTP")
	case next:
		note(ids.ClientIsNextJSServer, "a Next.js server calls Convex")
	}
	return found
}

// native reports a React Native app: its packages, or an error that only it prints (P 5, V 16).
func (v *view) native() bool {
	if p := v.Project; p != nil {
		for _, condition := range []versions.Condition{versions.ReactNative, versions.Expo} {
			if p.Conditions[condition].Answer == versions.Yes {
				return true
			}
		}
	}
	for _, list := range v.versions {
		for _, one := range list.Data.Packages {
			if one.Name == "react-native" || one.Name == "expo" {
				return true
			}
		}
	}
	return v.saidAny("react-native-listener", "auth-location-href", "fetch-failed-native")
}

// pending reads the claim sts of a Clerk session token: the sign-in is not finished (providers.md C10).
func pending(v *view) []Finding {
	t, ok := v.token()
	if !ok {
		return nil
	}
	if sts, state := t.Data.Read.Payload.String("sts"); state == token.OK && sts == "pending" {
		return []Finding{{Rule: ids.SessionPending, Severity: Fault, Grade: Proved, Exact: true, Cause: ids.ProviderSignInIncomplete, Family: ids.FamilyClerk,
			Sentence: "Clerk says that this session is pending: a task of the sign-in is not done", Proof: []Line{{Label: labelOf(t.Data) + " sts", Text: "pending", From: t.From()}}}}
	}
	return nil
}

// silentLog reads `npx convex logs` that says which deployment it watches, and shows no line (B 5.20, 5.21).
func silentLog(v *view) []Finding {
	watching := false
	var from string
	for _, message := range v.messages {
		if message.Data.ID == "cli-watching-logs" || message.Data.ID == "cli-showing-logs" {
			watching, from = true, message.From()
		}
	}
	if !watching || len(v.identities) > 0 {
		return nil
	}
	for _, log := range v.logs {
		for _, event := range log.Data.Events {
			if event.Function != "" {
				return nil
			}
		}
	}
	text := "npx convex logs watches the deployment and shows no line; it prints nothing from the past without --history"
	line := []Line{{Label: "terminal", Text: "Watching logs …, and no line", From: from}}
	return []Finding{
		{Rule: ids.SeenLogWithoutLine, Severity: Note, Grade: Likely, Sentence: text, Proof: line},
		{Rule: ids.LogWithoutHistory, Severity: Fault, Grade: Likely, Cause: ids.LogsLookedAtTooLate, Sentence: text, Proof: line,
			Probe: &Probe{Sentence: "The past shows whether the line came.", Command: "npx convex logs{{prod}} --history"}},
	}
}

// pushed reads that the functions were pushed, which rules out that they were not.
func pushed(v *view) []Finding {
	ready, failed := false, false
	for _, message := range v.messages {
		ready = ready || message.Data.ID == "cli-functions-ready"
		failed = failed || strings.HasPrefix(message.Data.ID, "push-")
	}
	if !ready || failed {
		return nil
	}
	return []Finding{{Rule: "functions-ready", Severity: Fine, Grade: Likely, Sentence: "the push of the functions went through"}}
}
