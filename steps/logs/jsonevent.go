package logs

import "time"

// maxWrapping bounds how deep rows may be wrapped: exports of log services put them into "matches", "data", "hits",
// "resourceLogs" and the like.
const maxWrapping = 8

// eventsOf returns the events of one JSON value: an object that is a row, or a wrapping (array or object) that holds
// rows. ok is false when there is none.
func eventsOf(value []byte, newlines bool, depth int) (events []Event, ok bool) {
	if depth > maxWrapping || len(value) == 0 {
		return nil, false
	}
	if value[0] == '[' {
		array(value, 0, 0, newlines, func(element []byte) {
			if found, isRow := eventsOf(element, newlines, depth+1); isRow {
				events, ok = append(events, found...), true
			}
		})
		return events, ok
	}
	if value[0] != '{' {
		return nil, false
	}
	var row fields
	fieldsOf(value, 0, newlines, &row)
	if events, ok = row.events(newlines); ok {
		return events, true
	}
	for _, inner := range row.wrapped {
		found, isRow := eventsOf(inner, newlines, depth+1)
		if !isRow {
			continue
		}
		for i := range found {
			row.wrap(&found[i])
		}
		events, ok = append(events, found...), true
	}
	return events, ok
}

// events returns what the row itself tells, whatever its format.
func (row *fields) events(newlines bool) ([]Event, bool) {
	switch {
	case isString(row.kind) && isString(row.identifier):
		return row.cliEvents(newlines), true
	case isString(row.topic) && (row.timestamp != nil || row.timeAxiom != nil):
		return []Event{row.streamEvent()}, true
	case isString(row.topicV1):
		return []Event{row.v1Event()}, true
	case row.body != nil:
		return row.otlpEvents()
	}
	return nil, false
}

// cliEvents reads a row of `npx convex logs --jsonl`: its console lines, and for a completion the execution (B 5.25).
func (row *fields) cliEvents(newlines bool) []Event {
	base := newEvent(FormatCLIJSON, KindExecution)
	base.UdfType, base.Function = udfOf(unquote(row.udfType)), unquote(row.identifier)
	base.ComponentPath = unquote(row.componentPath)
	base.RequestID, base.ExecutionID = unquote(row.requestID), unquote(row.executionID)
	base.ParentExecutionID = unquote(row.parentExecutionID)
	base.Caller, base.IdentityType = unquote(row.caller), unquote(row.identityType)
	base.Cached = boolIn(row.cachedResult)
	base.Progress = unquote(row.kind) == "Progress"
	base.Time = secondsStamp(row.timestamp)

	var events []Event
	if len(row.logLines) > 0 && row.logLines[0] == '[' {
		array(row.logLines, 0, 0, newlines, func(line []byte) {
			console := base
			console.Kind = KindConsole
			console.setLine(line, newlines)
			events = append(events, console)
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
	members(row.success, newlines, func(key, value []byte) {
		if status, ok := numberIn(value); ok && string(nameOf(key)) == "status" && status >= 100 && status < 600 {
			base.HTTPStatus = int(status)
		}
	})
	return append(events, base)
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
