package findings

import (
	"fmt"
	"maps"
	"slices"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
)

// sockets reads the sync sockets of a network log and single messages of the protocol (B 3.1-3.15).
func sockets(v *view) []Finding {
	var found []Finding
	sync, sent, none, refused, accepted, answered := 0, 0, 0, 0, false, false
	var first seen[evidence.Socket]
	closes := map[string]int{}
	for _, socket := range v.sockets {
		s := socket.Data
		if !s.Sync {
			continue
		}
		if sync == 0 {
			first = socket
		}
		sync++
		sent += s.Authenticate
		none += s.SignedOut
		refused += len(s.Errors)
		accepted = accepted || s.Accepted
		answered = answered || s.Answered
		if s.LastClose != "" {
			closes[s.LastClose]++
		}
	}
	for _, frame := range v.frames {
		f := frame.Data
		switch f.Type {
		case "Authenticate":
			if f.TokenType == "None" {
				none++
			} else {
				sent++
			}
		case "AuthError":
			refused++
		case "Transition":
			accepted = accepted || f.IdentityBefore >= 0 && f.IdentityAfter > f.IdentityBefore
		case "Connect":
			if f.LastCloseReason != "" && f.LastCloseReason != "InitialConnect" {
				closes[f.LastCloseReason]++
			}
		}
	}
	line := func(text string) []Line {
		if sync == 0 {
			return []Line{{Label: "socket", Text: text}}
		}
		return []Line{{Label: "socket", Text: text, From: first.From()}}
	}
	note := func(rule ids.Rule, text string) {
		found = append(found, Finding{Rule: rule, Severity: Note, Grade: Proved, Sentence: text, Proof: line(text)})
	}
	if answered {
		note(ids.SeenConnection, "the client is connected to Convex: its sync socket was answered")
	}
	if sent > 0 {
		note(ids.SeenAuthenticate, fmt.Sprintf("the client sent %s", plural(sent, "Authenticate message")))
	}
	if refused > 0 {
		note(ids.SeenAuthError, "the deployment refused the token with an AuthError message")
	}
	if accepted && refused == 0 {
		found = append(found, Finding{Rule: "socket-accepted", Severity: Fine, Grade: Likely, Outcome: ids.AllSet,
			Sentence: "the deployment confirmed the identity on the socket", Proof: line("Transition with a new identity")})
	}
	if none > 0 && sent == 0 {
		found = append(found, Finding{Rule: ids.AuthenticateNone, Severity: Fault, Grade: Likely, Exact: true, Cause: ids.NotSignedIn,
			Sentence: "the client says on purpose that it has no token (tokenType None): nobody is signed in", Proof: line(`Authenticate with "tokenType":"None"`)})
	}
	if sync > 0 && answered && sent == 0 && none == 0 {
		text := "the client connected and ran queries, and never sent an Authenticate message"
		for i, cause := range []ids.Cause{ids.TokenNotSuppliedByClient, ids.NotSignedIn, ids.ProviderTokenFetchFails} {
			finding := Finding{Rule: ids.NoAuthenticate, Severity: Fault, Grade: Possible, Cause: cause, Sentence: text, Proof: line(text), Exact: i == 0,
				Probe: &Probe{Sentence: "Which component wraps the app? A plain ConvexProvider never asks for a token; a provider component that gets none from its SDK stays silent, too."}}
			if i == 0 {
				finding.Grade = Possible
			}
			found = append(found, finding)
		}
		note(ids.NoAuthenticate, text)
	}
	return append(found, v.closeLoop(closes)...)
}

// closeLoop reads why connections before were closed: refusals without an AuthError message (B 3.6).
func (v *view) closeLoop(closes map[string]int) []Finding {
	var found []Finding
	for _, reason := range slices.Sorted(maps.Keys(closes)) {
		text := fmt.Sprintf("the deployment closes the socket again and again: %s (%s)", quote(reason), plural(closes[reason], "time"))
		for _, one := range v.closeReadings(reason) {
			found = append(found, Finding{Rule: ids.CloseLoop, Severity: Fault, Grade: one.grade, Cause: one.cause, Sentence: clean.Line(text),
				Proof: []Line{{Label: "socket", Text: clean.Short(reason, 120)}}})
		}
	}
	return found
}

// consoles reads what only several lines of a browser's console tell together (B 3.13-3.16).
func consoles(v *view) []Finding {
	var reconnected, failed, closed bool
	var from string
	for _, message := range v.messages {
		switch message.Data.ID {
		case "client-reconnected-paused":
			reconnected, from = true, message.From()
		case "client-failed-to-authenticate", "client-reauthenticating":
			failed = true
		case "client-socket-closed", "client-socket-closed-bare", "client-reconnected":
			closed = true
		}
	}
	if !reconnected || failed || closed || !v.hasIdentity(true) || v.hasIdentity(false) {
		return nil
	}
	return []Finding{{Rule: "silent-refusal", Severity: Fault, Grade: Likely, Cause: ids.TokenRejectedClientSilent,
		Sentence: "the client restarted its socket at once and then ran without an identity, and printed no error: a refused token whose fetcher gave the same token again",
		Proof:    []Line{{Label: "console", Text: "WebSocket reconnected, without a disconnect before it", From: from}},
		Probe:    &Probe{Sentence: "The AuthError message in the socket, or the same token sent over HTTP, brings the text that the client hides."}}}
}

func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
