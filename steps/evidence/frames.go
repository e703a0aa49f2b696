package evidence

import (
	"encoding/json"
	"strconv"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/steps/token"
)

// frameTypes are the messages of the sync protocol that tell something of sign-in, and those that only tell that it is the
// protocol (B 3.2-3.7). A member that only such a message has proves it.
var frameTypes = map[string][]string{
	"Authenticate":     {"tokenType", "value"},
	"AuthError":        {"error"},
	"Transition":       {"startVersion", "endVersion"},
	"Connect":          {"sessionId", "connectionCount", "lastCloseReason"},
	"FatalError":       {"error"},
	"ModifyQuerySet":   {"modifications", "newVersion"},
	"MutationResponse": {"requestId", "success"},
	"ActionResponse":   {"requestId", "success"},
}

// frameShape recognises a message of the sync protocol.
func (run *run) frameShape(one object, where Where, _ string) bool {
	frame, raw, ok := frameOf(one)
	if !ok {
		return false
	}
	run.keepFrame(frame, raw, where)
	return true
}

// frameOf reads a message. raw is the token or admin key of an Authenticate message.
func frameOf(one object) (frame Frame, raw string, ok bool) {
	kind := one.text("type")
	marks, known := frameTypes[kind]
	if !known {
		return Frame{}, "", false
	}
	proved := false
	for _, mark := range marks {
		proved = proved || one.has(mark)
	}
	if !proved {
		return Frame{}, "", false
	}
	frame = Frame{Type: kind, BaseVersion: number(one.get("baseVersion"), -1), IdentityBefore: -1, IdentityAfter: -1, ConnectionCount: -1}
	switch kind {
	case "Authenticate":
		frame.TokenType = one.text("tokenType")
		raw = one.text("value")
		frame.Sent = true
	case "AuthError", "FatalError":
		frame.Error = one.text("error")
		switch string(one.get("authUpdateAttempted")) {
		case "true":
			frame.AuthUpdateAttempted = logs.Yes
		case "false":
			frame.AuthUpdateAttempted = logs.No
		}
	case "Transition":
		frame.readTransition(one)
	case "Connect":
		frame.Sent = true
		frame.ConnectionCount = number(one.get("connectionCount"), -1)
		frame.LastCloseReason = one.text("lastCloseReason")
	case "MutationResponse", "ActionResponse":
		frame.readLogLines(one)
		if string(one.get("success")) == "false" {
			frame.QueryErrors = append(frame.QueryErrors, one.text("result"))
		}
	}
	return frame, raw, true
}

func (frame *Frame) readTransition(one object) {
	frame.IdentityBefore = number(fields(orObject(one.get("startVersion")), "identity")["identity"], -1)
	frame.IdentityAfter = number(fields(orObject(one.get("endVersion")), "identity")["identity"], -1)
	if list := one.get("modifications"); len(list) > 0 && list[0] == '[' {
		eachElement(list, func(_ int, element []byte) {
			if element[0] == '{' {
				modification := newObject(element)
				frame.readLogLines(modification)
				if modification.text("type") == "QueryFailed" {
					frame.QueryErrors = append(frame.QueryErrors, modification.text("errorMessage"))
				}
			}
		})
	}
}

func (frame *Frame) readLogLines(one object) {
	if list := one.get("logLines"); len(list) > 0 && list[0] == '[' {
		var lines []string
		if json.Unmarshal(list, &lines) == nil {
			frame.LogLines = append(frame.LogLines, lines...)
		}
	}
}

func orObject(value []byte) []byte {
	if len(value) > 0 && value[0] == '{' {
		return value
	}
	return []byte("{}")
}

// keepFrame keeps a message and what stands in it: its token, its error text, the log lines of its functions.
func (run *run) keepFrame(frame Frame, raw string, where Where) {
	switch frame.Type {
	case "Authenticate":
		run.keepSent(frame, raw, where)
	case "AuthError", "FatalError":
		run.innerText(frame.Error, where, "error")
	}
	for _, line := range frame.LogLines {
		run.logLine(line, where)
	}
	for _, text := range frame.QueryErrors {
		run.innerText(text, where, "errorMessage")
	}
	frame.Error = run.hide(frame.Error)
	for i := range frame.LogLines {
		frame.LogLines[i] = run.hide(frame.LogLines[i])
	}
	for i := range frame.QueryErrors {
		frame.QueryErrors[i] = run.hide(frame.QueryErrors[i])
	}
	if frame.Type == "ModifyQuerySet" || len(frame.LogLines)+len(frame.QueryErrors) == 0 && strings.HasSuffix(frame.Type, "Response") {
		return // it proves the protocol and says nothing of sign-in
	}
	summary, same := frameSummary(frame)
	run.add(KindFrame, where, summary, same, frame)
}

// keepSent keeps the token of an Authenticate message.
func (run *run) keepSent(frame Frame, raw string, where Where) {
	switch frame.TokenType {
	case "None":
		return
	case "Admin":
		if raw != "" {
			text := run.take(secret.DeployKey, raw)
			run.add(KindKey, where, "admin key · from an Authenticate message", text.String(), Key{Kind: DeployKey, Text: text})
		}
		return
	}
	if strings.HasPrefix(raw, "...") && len(raw) < 16 { // the client's own log shows the end only (B 3.17)
		found := Token{Origin: OriginAuthenticate, Tail: raw[3:], Read: token.Token{Kind: token.Cut, Lost: token.Whole, Signature: token.NotSeen}}
		run.add(KindToken, where, "token, only its end is shown · from an Authenticate message", "tail"+raw, found)
		return
	}
	run.keepToken(where, run.tokenOf(raw, token.Decode(raw), OriginAuthenticate, ""))
}

// logLine looks at a log line as the sync protocol carries it: "[LOG] 'server identity' null" (B 3.4).
func (run *run) logLine(line string, where Where) {
	text := line
	if level, rest, ok := strings.Cut(line, "] "); ok && strings.HasPrefix(level, "[") {
		text = rest
	}
	if identity, ok := identityOf(text); ok {
		run.keepIdentity(where, run.safeIdentity(identity))
		return
	}
	run.innerText(text, where, "logLines")
}

func frameSummary(frame Frame) (summary, same string) {
	summary = "sync message · " + frame.Type
	switch frame.Type {
	case "Authenticate":
		switch frame.TokenType {
		case "None":
			summary += " · the client has no token"
		case "Admin":
			summary += " · with an admin key"
		default:
			summary += " · with a token"
		}
	case "AuthError", "FatalError":
		summary += " · " + clean.Short(frame.Error, 110)
		if frame.AuthUpdateAttempted == logs.No {
			summary += " · the token was accepted before"
		}
	case "Transition":
		if frame.IdentityAfter > frame.IdentityBefore && frame.IdentityBefore >= 0 {
			summary += " · identity " + strconv.Itoa(frame.IdentityBefore) + " to " + strconv.Itoa(frame.IdentityAfter)
		} else if frame.IdentityAfter >= 0 {
			summary += " · identity stays " + strconv.Itoa(frame.IdentityAfter)
		}
	case "Connect":
		if frame.LastCloseReason != "" {
			summary += " · last close: " + clean.Short(frame.LastCloseReason, 60)
		}
	}
	return summary, summary
}
