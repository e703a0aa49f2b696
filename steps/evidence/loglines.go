package evidence

import (
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/prose"
)

// recordSpan is where a log record stands and which function it is of.
type recordSpan struct {
	span
	function string
}

// logLines finds log records in text: of the CLI, the dashboard and browser consoles. Records that follow one another are
// one piece. Their identities are pieces of their own.
func (part *part) logLines() {
	if part.inside && len(part.masked) < 20 {
		return
	}
	text := string(part.masked)
	var kept Log
	var from, to int
	flush := func() {
		if kept.Records > 0 {
			part.addLog(part.where(from, to), kept)
		}
		kept = Log{}
	}
	for _, record := range logs.Parse(text) {
		if len(record.Events) == 0 {
			continue
		}
		gap := record.Start - to
		if kept.Records > 0 && (kept.Format != record.Format || gap > 400) {
			flush()
		}
		if kept.Records == 0 {
			kept.Format, from = record.Format, record.Start
		}
		to = record.End
		kept.Records++
		function := ""
		for _, event := range record.Events {
			kept.keep(part.run, event)
			if event.Function != "" {
				function = event.Function
			}
			part.eventIdentity(event, record)
		}
		part.records = append(part.records, recordSpan{span{record.Start, record.End}, function})
		part.claim(record.Start, record.End)
	}
	flush()
}

func (part *part) eventIdentity(event logs.Event, record logs.Record) {
	if event.Kind != logs.KindConsole && event.Kind != logs.KindNotice {
		return
	}
	if identity, ok := identityOf(event.Message); ok {
		identity.Function = event.Function
		part.keepIdentity(part.where(record.Start, record.End), part.safeIdentity(identity))
	}
}

func (run *run) addLog(where Where, kept Log) {
	summary := "log · " + kept.Format.Name() + " · " + prose.Count(kept.Records, "line")
	functions := map[string]bool{}
	failed := 0
	for _, event := range kept.Events {
		if event.Function != "" {
			functions[event.Function] = true
		}
		if event.Error != "" || event.Kind == logs.KindError {
			failed++
		}
	}
	if len(functions) == 1 {
		for name := range functions {
			summary += " · " + name
		}
	} else if len(functions) > 1 {
		summary += " · " + prose.Count(len(functions), "function")
	}
	if failed > 0 {
		summary += " · " + prose.Count(failed, "error")
	}
	run.add(KindLog, where, cutShort(summary), "", kept)
}
