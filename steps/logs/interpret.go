package logs

import (
	"strconv"
	"strings"
)

// findings is what the events of one record say.
type findings struct {
	matter bool // anything at all
	each   []finding
}

// finding is what one event says.
type finding struct {
	texts    []*knownText
	identity identitySeen
	auth     bool // an event of auth:signIn or auth:store
}

// findings looks at the events of a record.
func (analysis *analysis) findings(events []Event) findings {
	if len(events) == 0 {
		return findings{}
	}
	found := findings{each: make([]finding, len(events))}
	for i := range events {
		one, event := &found.each[i], &events[i]
		fromAuth := isAuthFunction(event.Function) || isAuthRoute(event.Function)
		one.auth = isSignIn(event.Function) || isStore(event.Function) || isSignOut(event.Function)
		one.texts = analysis.textsIn(event.Message, event.Error, fromAuth)
		if event.Kind == KindConsole {
			one.identity = identityIn(event.Message)
		}
		if one.auth || len(one.texts) > 0 || one.identity != noIdentityLine || event.Error != "" || event.Success == No ||
			isAuthRoute(event.Function) && event.Kind == KindExecution {
			found.matter = true
		}
	}
	return found
}

// isSessionRoute reports the routes by which Better Auth's client asks for its session and its token.
func isSessionRoute(name string) bool {
	return strings.HasSuffix(name, "/get-session") || strings.HasSuffix(name, "/convex/token")
}

func isSignOut(name string) bool { return name == "auth:signOut" || name == "auth/session:stop" }

// textsIn returns the known texts in a message or an error.
func (analysis *analysis) textsIn(message, failure string, fromAuth bool) []*knownText {
	var found []*knownText
	for _, line := range []string{message, failure} {
		if line == "" {
			continue
		}
		for i := range analysis.tables.texts {
			if known := &analysis.tables.texts[i]; known.in(line, fromAuth) {
				found = append(found, known)
			}
		}
	}
	if len(found) < 2 {
		return found
	}
	kept := found[:0]
	for i, one := range found {
		shadowed := false
		for j, other := range found {
			shadowed = shadowed || other.overshadows(one) || i > j && one.id == other.id
		}
		if !shadowed {
			kept = append(kept, one)
		}
	}
	return kept
}

// record takes a record that matters.
func (analysis *analysis) record(events []Event, found findings, now moment) {
	for i := range events {
		event, one := &events[i], &found.each[i]
		analysis.addDeployment(event.Deployment)
		failure := analysis.texts(one.texts, event.Function, event, now)
		switch one.identity {
		case identityNull:
			analysis.bursts.identityLine(now, event.Function, true)
			analysis.groups.add(GroupNullIdentity, event.Function, now, event.Message)
		case identityObject:
			analysis.bursts.identityLine(now, event.Function, false)
			analysis.groups.add(GroupIdentity, event.Function, now, firstLine(event.Message))
		}
		if event.Success == No && event.Kind != KindConsole && len(one.texts) == 0 {
			analysis.groups.add(GroupError, event.Function, now, firstLine(event.Error))
		}
		if event.Kind == KindExecution && isAuthRoute(event.Function) {
			analysis.groups.add(GroupAuthRequests, event.Function, now, "")
			if isSessionRoute(event.Function) {
				analysis.routes.add(now)
			}
		}
		if one.auth {
			analysis.pairing.add(sign{now, event, failure})
		}
	}
}

// texts counts known texts, and reports whether one of them says that a refresh failed.
func (analysis *analysis) texts(texts []*knownText, function string, event *Event, now moment) (failure bool) {
	for _, known := range texts {
		sample := event.Error
		if sample == "" {
			sample = event.Message
		}
		analysis.groups.add(known.id, function, now, lineWith(sample, known.parts[0]))
		failure = failure || isFailureText(known.id)
		switch known.id {
		case textImmediately:
			analysis.life.read(sample)
		}
	}
	return failure
}

// lifetimes are what a client said about its token (B 3.21).
type lifetimes struct{ leeway, life int64 } // seconds, 0 not seen

// read takes "configured leeway 10s is larger than the token's lifetime 5s".
func (lifetimes *lifetimes) read(line string) {
	for _, part := range []struct {
		before string
		to     *int64
	}{{"configured leeway ", &lifetimes.leeway}, {"token's lifetime ", &lifetimes.life}} {
		_, rest, ok := strings.Cut(line, part.before)
		end := 0
		for end < len(rest) && isDigit(rest[end]) {
			end++
		}
		if n, err := strconv.ParseInt(rest[:end], 10, 32); ok && err == nil {
			*part.to = n
		}
	}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// lineWith returns the line of a text that holds part.
func lineWith(text, part string) string {
	for _, line := range strings.Split(text, "\n") {
		if strings.Contains(line, part) {
			return line
		}
	}
	return firstLine(text)
}

// loose takes a line that is no record of a function: a continuation of the text record before it, a browser's console,
// an access log, a preamble, an event of a log stream without a function.
func (analysis *analysis) loose(row *row, events []Event, now moment) {
	for i := range events {
		event := &events[i]
		analysis.addDeployment(event.Deployment)
		if event.Kind == KindPreamble || event.Kind == KindNotice {
			analysis.head = headState{}
			continue
		}
		analysis.looseLine(row, event, now)
	}
}

// continuationLines is how many lines behind its head a text record can go on.
const continuationLines = 200

func (analysis *analysis) looseLine(row *row, event *Event, now moment) {
	function := ""
	if head := analysis.head; head.line > 0 && now.line-head.line <= continuationLines {
		function = string(head.function)
	}
	line := event.Message
	isAuth := isAuthFunction(function)
	texts := analysis.textsIn(line, "", isAuth)
	route, status, isAccess := accessOf(line)
	if len(texts) == 0 && !isAccess {
		return
	}
	switch {
	case now.timed:
		now.at = analysis.calendar.fix(now.at, row.flags, !event.Time.Zoned)
		analysis.dated = analysis.dated || row.flags&flagNoDate == 0
	case function != "" && analysis.latest != 0:
		now.at, now.timed, now.coarse = analysis.latest, true, true
	}
	if isAccess && status >= 400 {
		if one := analysis.groups.add(GroupProxyStatus, route, now, line); one != nil {
			one.status = status
		}
		for i := range analysis.tables.answers {
			if answer := &analysis.tables.answers[i]; answer.in(line, false) {
				analysis.groups.add(answer.id, route, now, line)
			}
		}
	}
	if len(texts) == 0 {
		return
	}
	if isAccess {
		function = ""
	}
	if analysis.texts(texts, function, event, now) && isAuth {
		copied := *event
		copied.Kind, copied.Function = KindConsole, function
		analysis.pairing.add(sign{now, &copied, true})
	}
}

// accessOf reads a request to an auth route out of an access log or a browser's console: "POST /api/auth 403 in 12ms",
// `"POST /api/auth HTTP/1.1" 403 14`, "POST https://app.example.com/api/auth 403 (Forbidden)".
func accessOf(line string) (route string, status int, ok bool) {
	for _, method := range []string{"POST ", "GET ", "HEAD "} {
		at := strings.Index(line, method)
		if at < 0 || at > 0 && (isLetter(line[at-1]) || line[at-1] == '(') {
			continue
		}
		words := strings.Fields(line[at+len(method):])
		if len(words) < 2 {
			continue
		}
		target := strings.Trim(words[0], `"'`)
		if _, rest, found := strings.Cut(target, "://"); found {
			slash := strings.IndexByte(rest, '/')
			if slash < 0 {
				continue
			}
			target = rest[slash:]
		}
		target, _, _ = strings.Cut(target, "?")
		if !strings.HasPrefix(target, "/") || !isAuthRoute(target) {
			continue
		}
		for _, one := range words[1:min(len(words), 4)] {
			n, err := strconv.Atoi(strings.Trim(one, `"()[]`))
			if err == nil && n >= 100 && n < 600 {
				return strings.TrimSpace(method) + " " + target, n, true
			}
		}
	}
	return "", 0, false
}
