package logs

import "time"

// maxWrapping bounds how deep rows may be wrapped: exports of log services put them into "matches", "data", "hits",
// "resourceLogs" and the like.
const maxWrapping = 8

// eventsOf appends the events of one JSON value to events: of an object that is a row, or of a wrapping (array or object)
// that holds rows. ok is false when there is none.
func eventsOf(events []Event, value []byte, newlines bool, depth int) (all []Event, ok bool) {
	if depth > maxWrapping || len(value) == 0 {
		return events, false
	}
	if value[0] == '[' {
		array(value, 0, 0, newlines, func(element []byte) {
			isRow := false
			events, isRow = eventsOf(events, element, newlines, depth+1)
			ok = ok || isRow
		})
		return events, ok
	}
	if value[0] != '{' {
		return events, false
	}
	var row fields
	fieldsOf(value, 0, newlines, &row)
	if events, ok = row.events(events, newlines); ok {
		return events, true
	}
	for _, inner := range row.wrapped {
		first, isRow := len(events), false
		events, isRow = eventsOf(events, inner, newlines, depth+1)
		for i := first; i < len(events); i++ {
			row.wrap(&events[i])
		}
		ok = ok || isRow
	}
	return events, ok
}

// events appends what the row itself tells, whatever its format.
func (row *fields) events(events []Event, newlines bool) ([]Event, bool) {
	switch {
	case isString(row.kind) && isString(row.identifier):
		return row.cliEvents(events, newlines), true
	case isString(row.topic) && (row.timestamp != nil || row.timeAxiom != nil):
		return append(events, row.streamEvent()), true
	case isString(row.topicV1):
		return append(events, row.v1Event()), true
	case row.body != nil:
		return row.otlpEvents(events)
	}
	return events, false
}

// cliEvents reads a row of `npx convex logs --jsonl`: its console lines, and for a completion the execution (B 5.25).
func (row *fields) cliEvents(events []Event, newlines bool) []Event {
	base := newEvent(FormatCLIJSON, KindExecution)
	base.UdfType, base.Function = udfOf(unquote(row.udfType)), unquote(row.identifier)
	base.ComponentPath = unquote(row.componentPath)
	base.RequestID, base.ExecutionID = unquote(row.requestID), unquote(row.executionID)
	base.ParentExecutionID = unquote(row.parentExecutionID)
	base.Caller, base.IdentityType = unquote(row.caller), unquote(row.identityType)
	base.Cached = boolIn(row.cachedResult)
	base.Progress = unquote(row.kind) == "Progress"
	base.Time = secondsStamp(row.timestamp)

	if len(row.logLines) > 2 && row.logLines[0] == '[' {
		array(row.logLines, 0, 0, newlines, func(line []byte) {
			events = append(events, base)
			console := &events[len(events)-1]
			console.Kind = KindConsole
			console.setLine(line, newlines)
		})
	}
	if base.Progress {
		return events
	}
	if n, ok := numberIn(row.returnBytes); ok && n >= 0 && n < 1<<53 {
		base.ReturnBytes = int64(n)
	}
	if n, ok := numberIn(row.executionTime); ok && n >= 0 && n < 1e9 {
		base.Duration = time.Duration(n * float64(time.Second))
	}
	base.Error = unquote(row.err)
	if row.err != nil {
		base.Success = tri(base.Error == "")
	}
	if len(row.success) > 2 && row.success[0] == '{' {
		base.HTTPStatus = statusIn(row.success, newlines)
	}
	return append(events, base)
}

// statusIn reads the outcome of an HTTP action: {"status":"404"}.
func statusIn(success []byte, newlines bool) (status int) {
	members(success, newlines, func(key, value []byte) {
		if n, ok := numberIn(value); ok && string(nameOf(key)) == "status" && n >= 100 && n < 600 {
			status = int(n)
		}
	})
	return status
}

// setLine reads one element of logLines; old backends wrote it as a string "[LOG] 'text' null".
func (event *Event) setLine(line []byte, newlines bool) {
	if isString(line) {
		whole := unquote(line)
		event.Message = whole
		if level, message, ok := leadingLevel(whole); ok {
			event.Level = level
			if len(message) > 0 && message[0] == ' ' {
				message = message[1:]
			}
			event.Message = message
		}
		return
	}
	members(line, newlines, func(key, value []byte) {
		switch string(nameOf(key)) {
		case "messages":
			event.Args = nil
			if value[0] == '[' {
				array(value, 0, 0, newlines, func(argument []byte) { event.Args = append(event.Args, unquote(argument)) })
			}
		case "level":
			event.Level = levelOf(unquote(value))
		case "isTruncated":
			event.Truncated = string(value) == "true"
		case "timestamp":
			if millis, ok := numberIn(value); ok {
				event.Time = unixStamp(string(value), millis*1000)
			}
		case "componentPath":
			if isString(value) {
				event.ComponentPath = unquote(value)
			}
		case "udfPath":
			if isString(value) {
				event.Function = unquote(value)
			}
		}
	})
	event.Message = joinArgs(event.Args)
}

func joinArgs(args []string) string {
	if len(args) == 1 {
		return args[0]
	}
	joined := ""
	for i, argument := range args {
		if i > 0 {
			joined += " "
		}
		joined += argument
	}
	return joined
}

// secondsStamp reads the CLI's timestamp: seconds since 1970 with a fraction.
func secondsStamp(raw []byte) Stamp {
	seconds, ok := numberIn(raw)
	if !ok {
		return Stamp{Raw: string(raw)}
	}
	return unixStamp(string(raw), seconds*1e6)
}
