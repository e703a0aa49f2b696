package logs

import (
	"strings"
	"time"
)

// streamEvent reads a V2 event of a log stream, in the webhook's, Axiom's or Datadog's wrapping (B 6.1 to 6.5).
func (row *fields) streamEvent() Event {
	topic := unquote(row.topic)
	event := newEvent(FormatWebhook, KindNotice)
	event.Topic = topic
	event.UdfType, event.Function = udfOf(unquote(row.functionType)), unquote(row.path)
	event.ComponentPath, event.Cached = unquote(row.functionComponent), boolIn(row.cached)
	event.RequestID, event.RunReason = unquote(row.functionRequestID), unquote(row.runReason)
	event.Caller = callerOfReason(event.RunReason)
	event.Deployment, event.DeploymentType = unquote(row.deploymentName), unquote(row.deploymentType)
	event.Time = eventStamp(row.timestamp)
	if row.ddsource != nil {
		event.Format = FormatDatadog
		if event.Deployment == "" {
			event.Deployment = unquote(row.hostname)
		}
	}
	switch topic {
	case "console":
		event.Kind, event.Level, event.Message = KindConsole, levelOf(unquote(row.logLevel)), unquote(row.message)
		event.Truncated = string(row.isTruncated) == "true"
	case "function_execution":
		event.Kind = KindExecution
		event.Error = unquote(row.errorMessage)
		event.readOutcome(unquote(row.status))
		if n, ok := numberIn(row.functionReturnsBytes); ok && n >= 0 && n < 1<<53 {
			event.ReturnBytes = int64(n)
		}
		event.setMillis(row.executionTimeMS)
	default:
		event.Message = unquote(row.message)
	}
	return event
}

// v1Event reads an event of a stream that was created before 2024-05-23 (B 6.6).
func (row *fields) v1Event() Event {
	topic := unquote(row.topicV1)
	event := newEvent(FormatV1, KindNotice)
	event.Topic = strings.TrimPrefix(topic, "_")
	event.UdfType, event.Function = udfOf(unquote(row.functionTypeV1)), unquote(row.functionPathV1)
	event.Cached = boolIn(row.functionCachedV1)
	event.Deployment, event.DeploymentType = unquote(row.deploymentName), unquote(row.deploymentType)
	event.Time = eventStamp(row.timestampV1)
	event.Message = unquote(row.message)
	switch topic {
	case "_console":
		event.Kind = KindConsole
		if level, message, ok := leadingLevel(event.Message); ok {
			event.Level, event.Message = level, strings.TrimPrefix(message, " ")
		}
		event.Message, event.Truncated = cutTruncation(event.Message)
	case "_execution_record":
		event.Kind, event.Message = KindExecution, ""
		event.readOutcome(unquote(row.status))
		if event.Success == No {
			event.Error = unquote(row.reasonV1)
		}
		event.setMillis(row.executionTimeV1)
	}
	return event
}

// otlpEvents reads an OTLP log record: its body is the event as a JSON text (B 6.1, PostHog).
func (row *fields) otlpEvents(events []Event) ([]Event, bool) {
	inner := row.body
	members(row.body, true, func(key, value []byte) {
		if string(nameOf(key)) == "stringValue" {
			inner = value
		}
	})
	if !isString(inner) {
		return events, false
	}
	body := []byte(unquote(inner))
	if len(body) == 0 || body[0] != '{' || value(body, 0, 0, true) != len(body) {
		return events, false
	}
	var event fields
	fieldsOf(body, 0, true, &event)
	if !isString(event.topic) && !isString(event.topicV1) {
		return events, false
	}
	first := len(events)
	events, ok := event.events(events, true)
	for i := first; i < len(events); i++ {
		events[i].Format = FormatOTLP
	}
	return events, ok
}

// wrap adds what a wrapping object says to an event from inside it.
func (row *fields) wrap(event *Event) {
	if event.Deployment == "" && row.deploymentName != nil {
		event.Deployment, event.DeploymentType = unquote(row.deploymentName), unquote(row.deploymentType)
	}
	if row.timeAxiom != nil && event.Format == FormatWebhook {
		event.Format = FormatAxiom
	}
	if row.ddsource != nil && event.Format == FormatWebhook {
		event.Format = FormatDatadog
	}
	if !event.Time.Known() {
		event.Time = eventStamp(row.timeAxiom)
	}
}

// readOutcome takes the status of a function_execution event.
func (event *Event) readOutcome(status string) {
	switch status {
	case "success":
		event.Success = Yes
	case "failure":
		event.Success = No
	}
}

func (event *Event) setMillis(raw []byte) {
	if millis, ok := numberIn(raw); ok && millis >= 0 && millis < 1e12 {
		event.Duration = time.Duration(millis * float64(time.Millisecond))
	}
}

// eventStamp reads the time of a log-stream event: milliseconds since 1970, or an ISO text as exports write it.
func eventStamp(raw []byte) Stamp {
	if isString(raw) {
		written := unquote(raw)
		stamp, from, ok := trailingStamp(written)
		if ok && from == 0 {
			return stamp
		}
		return Stamp{Raw: written}
	}
	millis, ok := numberIn(raw)
	if !ok {
		return Stamp{}
	}
	return unixStamp(string(raw), millis*1000)
}

// callerOfReason says in the CLI's words where a run came from (B 5.25 and 6).
func callerOfReason(reason string) string {
	switch reason {
	case "initialSubscription", "dataChange", "identityChange", "webSocket":
		return CallerSyncWorker
	case "httpApi":
		return CallerHTTPAPI
	case "httpEndpoint":
		return CallerHTTPEndpoint
	case "cron":
		return CallerCron
	case "scheduler":
		return CallerScheduler
	case "action":
		return CallerAction
	case "tester":
		return CallerTester
	}
	return ""
}
