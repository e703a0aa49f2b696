package findings

import (
	"fmt"
	"maps"
	"slices"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/prose"
)

// syncTraffic is what the sync sockets of a network log and single messages of the protocol show together.
type syncTraffic struct {
	sockets  int // sync sockets, beside single messages
	from     string
	sent     int // tokens of the client
	none     int // how often the client said that it has none
	refused  int
	accepted bool
	answered bool
	closes   map[string]int // why connections before were closed, and how often
}

// syncTraffic gathers the traffic of all sockets and messages (B 3.1-3.15).
func (v *view) syncTraffic() syncTraffic {
	t := syncTraffic{closes: map[string]int{}}
	closed := func(reason string, times int) {
		if reason != "" && reason != "InitialConnect" {
			t.closes[reason] += times
		}
	}
	counted := map[int]bool{} // the intakes whose sockets count their messages themselves
	for _, socket := range v.sockets {
		s := socket.Data
		if !s.Sync {
			continue
		}
		if t.sockets == 0 {
			t.from = socket.From()
		}
		t.sockets++
		counted[socket.Item.Intake] = true
		t.sent += s.Authenticate
		t.none += s.SignedOut
		t.refused += len(s.Errors)
		t.accepted = t.accepted || s.Accepted
		t.answered = t.answered || s.Answered
		closed(s.LastClose, 1)
	}
	for _, frame := range v.frames {
		f, times := frame.Data, frame.Item.Piece.Count
		if f.Direction != "" && counted[frame.Item.Intake] {
			times = 0
		}
		switch f.Type {
		case "Authenticate":
			if f.TokenType == "None" {
				t.none += times
			} else {
				t.sent += times
			}
		case "AuthError":
			t.refused += times
		case "Transition":
			t.accepted = t.accepted || f.IdentityBefore >= 0 && f.IdentityAfter > f.IdentityBefore
		case "Connect":
			closed(f.LastCloseReason, times)
		}
	}
	return t
}

// sockets reads the sync sockets of a network log and single messages of the protocol (B 3.1-3.15).
func sockets(v *view) []Finding {
	var found []Finding
	t := v.syncTraffic()
	line := func(text string) []Line { return []Line{{Label: "socket", Text: text, From: t.from}} }
	note := func(rule ids.Rule, text string) {
		found = append(found, Finding{Rule: rule, Severity: Note, Grade: Proved, Sentence: text, Proof: line(text)})
	}
	if t.answered {
		note(ids.SeenConnection, "the client is connected to Convex: its sync socket was answered")
	}
	if t.sent > 0 {
		note(ids.SeenAuthenticate, fmt.Sprintf("the client sent %s", prose.Count(t.sent, "Authenticate message")))
	}
	if t.refused > 0 {
		note(ids.SeenAuthError, "the deployment refused the token with an AuthError message")
	}
	if t.accepted && t.refused == 0 {
		found = append(found, Finding{Rule: "socket-accepted", Severity: Fine, Grade: Likely, Outcome: ids.AllSet,
			Sentence: "the deployment confirmed the identity on the socket", Proof: line("Transition with a new identity")})
	}
	if t.none > 0 && t.sent == 0 {
		found = append(found, Finding{Rule: ids.AuthenticateNone, Severity: Fault, Grade: Likely, Exact: true, Cause: ids.NotSignedIn,
			Sentence: "the client says on purpose that it has no token (tokenType None): nobody is signed in", Proof: line(`Authenticate with "tokenType":"None"`)})
	}
	if t.sockets > 0 && t.answered && t.sent == 0 && t.none == 0 {
		text := "the client connected and ran queries, and never sent an Authenticate message"
		for i, cause := range []ids.Cause{ids.TokenNotSuppliedByClient, ids.NotSignedIn, ids.ProviderTokenFetchFails} {
			found = append(found, Finding{Rule: ids.NoAuthenticate, Severity: Fault, Grade: Possible, Cause: cause, Sentence: text, Proof: line(text), Exact: i == 0,
				Probe: &Probe{Sentence: "Which component wraps the app? A plain ConvexProvider never asks for a token; a provider component that gets none from its SDK stays silent, too."}})
		}
		note(ids.NoAuthenticate, text)
	}
	return append(found, v.closed(t.closes)...)
}

// closed reads why connections before were closed: refusals without an AuthError message (B 3.6). Of one closed connection
// nobody knows whether it happens again.
func (v *view) closed(closes map[string]int) []Finding {
	var found []Finding
	for _, reason := range slices.Sorted(maps.Keys(closes)) {
		text := "the deployment closed the socket before this one: " + quote(reason)
		if times := closes[reason]; times > 1 {
			text = fmt.Sprintf("the deployment closes the socket again and again: %s (%d times)", quote(reason), times)
		}
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
