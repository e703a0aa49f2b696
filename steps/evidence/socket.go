package evidence

import (
	"strconv"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/prose"
)

// syncPath matches the URL of Convex's sync socket (B 3.1).
var syncPath = lazy.Regexp(`^(wss?://[^/]+)/api/([0-9][0-9A-Za-z.-]*)/sync$`)

// largestFrame is how large a socket message may be that is read as a whole. A larger one is the data of queries.
const largestFrame = 1 << 20

// socket looks at the messages of one WebSocket connection.
func (run *run) socket(one object, url string, where Where) {
	plainURL, _, _ := strings.Cut(url, "?")
	found := Socket{URL: cutText(plainURL, 300), Seconds: -1, Started: one.text("startedDateTime")}
	if groups := syncPath().FindStringSubmatch(plainURL); groups != nil {
		found.Sync, found.Client = true, groups[2]
		run.keepAddress(where, groups[1], "", true, groups[2])
	}
	if messages := one.get("_webSocketMessages"); len(messages) > 0 && messages[0] == '[' {
		eachElement(messages, func(index int, message []byte) {
			if message[0] != '{' {
				return
			}
			found.Frames++
			entry := fields(message, "type", "data", "time")
			place := where
			place.Path += "._webSocketMessages[" + strconv.Itoa(index) + "]"
			if direction := unquote(entry["type"]); direction == "send" {
				run.moment, _ = strconv.ParseFloat(string(entry["time"]), 64)
			}
			run.socketMessage(&found, unquote(entry["type"]), entry["data"], place)
			run.moment = 0
		})
	}
	if !found.Sync && found.Authenticate == 0 && len(found.Errors) == 0 {
		return
	}
	run.add(KindSocket, where, socketSummary(found), "", found)
}

func (run *run) socketMessage(found *Socket, direction string, data []byte, where Where) {
	if direction == "receive" {
		found.Answered = true
	}
	if !isText(data) || len(data) > largestFrame {
		return
	}
	text := []byte(unquote(data))
	if len(text) == 0 || text[0] != '{' || jsonValue(text, 0, 0) != len(text) {
		return
	}
	frame, raw, ok := frameOf(newObject(text))
	if !ok {
		return
	}
	frame.Direction, frame.Sent = direction, direction == "send"
	switch frame.Type {
	case "Authenticate":
		switch frame.TokenType {
		case "None":
			found.SignedOut++
		case "Admin":
			found.Admin++
		default:
			found.Authenticate++
		}
	case "AuthError":
		if len(found.Errors) < 20 {
			found.Errors = append(found.Errors, run.hide(frame.Error))
		}
	case "FatalError":
		if len(found.Fatal) < 20 {
			found.Fatal = append(found.Fatal, run.hide(frame.Error))
		}
	case "Connect":
		found.LastClose = frame.LastCloseReason
	case "Transition":
		found.Transitions++
		if frame.IdentityAfter > frame.IdentityBefore && frame.IdentityBefore >= 0 && found.Authenticate > 0 {
			found.Accepted = true
		}
	}
	run.keepFrame(frame, raw, where)
}

func socketSummary(found Socket) string {
	words := []string{"socket"}
	if found.Client != "" {
		words = append(words, "convex "+clean.Short(found.Client, 20))
	}
	words = append(words, prose.Count(found.Frames, "message"))
	switch {
	case found.Admin > 0:
		words = append(words, "an admin key was sent")
	case found.Authenticate == 0 && found.SignedOut > 0:
		words = append(words, "the client said that it has no token")
	case found.Authenticate == 0:
		words = append(words, "no token was sent")
	case found.Authenticate == 1:
		words = append(words, "a token was sent")
	default:
		words = append(words, strconv.Itoa(found.Authenticate)+" tokens were sent")
	}
	switch {
	case len(found.Errors) > 0:
		words = append(words, "refused: "+clean.Short(found.Errors[0], 80))
	case found.Accepted:
		words = append(words, "accepted")
	case found.Authenticate > 0 && !found.Answered:
		words = append(words, "closed without an answer")
	}
	if found.LastClose != "" && found.LastClose != "InitialConnect" {
		words = append(words, "before it: "+clean.Short(found.LastClose, 40))
	}
	return strings.Join(words, " · ")
}
