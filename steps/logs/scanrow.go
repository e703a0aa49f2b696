package logs

import (
	"bytes"
	"slices"
)

// scan reads the JSON object at i. It returns the offset behind it, or failed.
func (chunk *chunk) scan(tables *tables, layouts *layouts, i int) int {
	var parts rowParts
	end := layouts.match(chunk, i, &parts)
	if end == failed {
		parts = rowParts{}
		if end = chunk.split(i, scopeRow, &parts); end == failed {
			return failed
		}
		layouts.learn(chunk, i, end)
	}
	good := false
	switch {
	case parts.odd, parts.at[memberTopicV1].to != 0, parts.at[memberBody].to != 0:
	case parts.at[memberKind].to != 0 && parts.at[memberIdentifier].to != 0:
		good = chunk.cliRow(tables, &parts)
	case parts.at[memberTopic].to != 0:
		good = chunk.streamRow(tables, &parts)
	}
	if !good {
		chunk.slowRow(i, end)
	}
	return end
}

// slowRow takes the object apart completely.
func (chunk *chunk) slowRow(i, end int) {
	first, ok := len(chunk.events), false
	chunk.events, ok = eventsOf(chunk.events, chunk.data[i:end], chunk.newlines, 0)
	if !ok {
		chunk.foreign++
		return
	}
	chunk.addRows(first, chunk.lines)
}

// cliRow reads a row of --jsonl (B 5.25). It returns false when the row needs the slow way: rows of the auth library and
// of its routes, failures, rows of actions that still run, and console lines that may say something.
func (chunk *chunk) cliRow(tables *tables, parts *rowParts) bool {
	name := chunk.inside(parts, memberIdentifier)
	if kind := chunk.inside(parts, memberKind); kind == nil || name == nil || string(kind) == "Progress" || isAuthName(name) {
		return false
	}
	if failure := chunk.raw(parts, memberError); len(failure) > 2 && failure[0] == '"' {
		return false
	}
	made := row{flags: flagExecution, line: uint32(chunk.lines), bytes: bytesIn(chunk.raw(parts, memberReturns)), format: indexCLIJSON}
	if printed := chunk.raw(parts, memberLogLines); len(printed) > 2 && tables.trigger.in(printed) {
		return false
	}
	made.flags |= udfFlagIn(chunk.inside(parts, memberUdfType))
	if made.flags&flagHTTP != 0 && isAuthRoute(string(name)) {
		return false
	}
	switch string(chunk.raw(parts, memberCached)) {
	case "true":
		made.flags |= flagCached
	case "false":
		made.flags |= flagFresh
	}
	if caller := chunk.inside(parts, memberCaller); string(caller) == CallerSyncWorker {
		made.flags |= flagSocket
	} else {
		made.flags |= callerFlag(string(caller))
	}
	if identity := chunk.inside(parts, memberIdentity); string(identity) == "user" {
		made.flags |= flagUser
	} else {
		made.flags |= identityFlag(string(identity))
	}
	made.name = parts.at[memberIdentifier].inner()
	if made.id = hashOfID(chunk.inside(parts, memberExecutionID)); made.id == 0 {
		return false
	}
	if raw := chunk.raw(parts, memberTimestamp); len(raw) > 0 {
		if raw[0] == '"' {
			return false
		}
		if at, ok := microsOf(raw, 1e6); ok {
			made.at, made.flags = at, made.flags|flagTimed
		}
	}
	chunk.rows = append(chunk.rows, made)
	return true
}

// udfFlagIn is udfFlag for bytes. Most rows are of queries.
func udfFlagIn(name []byte) flags {
	if string(name) == "Query" || string(name) == "query" {
		return flagQuery
	}
	return udfFlag(udfOf(string(name)))
}

// isAuthName is isAuthFunction for bytes.
func isAuthName(name []byte) bool {
	return len(name) > 5 && name[0] == 'a' && isAuthFunction(string(name))
}

// streamRow reads an event of a log stream in the webhook's form (B 6). It returns false when it needs the slow way:
// console lines that may say something, executions of the auth library, failures, wrapped events.
func (chunk *chunk) streamRow(tables *tables, parts *rowParts) bool {
	name := chunk.inside(parts, memberPath)
	if parts.at[memberAxiomTime].to != 0 || name == nil || isAuthName(name) {
		return false
	}
	made := row{line: uint32(chunk.lines), format: indexWebhook, bytes: -1}
	switch string(chunk.inside(parts, memberTopic)) {
	case "console":
		message := chunk.raw(parts, memberMessage)
		if len(message) < 2 || message[0] != '"' || tables.trigger.in(message) {
			return false
		}
		made.flags = flagConsole
	case "function_execution":
		if string(chunk.inside(parts, memberStatus)) != "success" {
			return false
		}
		made.flags, made.bytes = flagExecution, bytesIn(chunk.raw(parts, memberReturns))
	default:
		return false
	}
	raw := chunk.raw(parts, memberTimestamp)
	if len(raw) == 0 || raw[0] == '"' {
		return false
	}
	if at, ok := microsOf(raw, 1e3); ok {
		made.at, made.flags = at, made.flags|flagTimed
	}
	reason := string(chunk.inside(parts, memberReason))
	made.flags |= reasonFlag(reason) | callerFlag(callerOfReason(reason)) | udfFlagIn(chunk.inside(parts, memberFunctionType))
	if made.flags&flagHTTP != 0 && isAuthRoute(string(name)) {
		return false
	}
	switch boolIn(chunk.raw(parts, memberFunctionCached)) {
	case Yes:
		made.flags |= flagCached
	case No:
		made.flags |= flagFresh
	}
	made.name = parts.at[memberPath].inner()
	made.id = hashOfID(chunk.inside(parts, memberRequestID))
	if parts.at[memberDatadog].to != 0 {
		made.format = indexDatadog
	}
	chunk.noteDeployment(parts)
	chunk.rows = append(chunk.rows, made)
	return true
}

// bytesIn reads the length of a result, -1 when raw is no such number.
func bytesIn(raw []byte) int32 {
	if len(raw) == 0 {
		return -1
	}
	if len(raw) > 9 || digits(raw, 0) != len(raw) {
		n, ok := numberIn(raw)
		if !ok || n < 0 || n >= 1<<53 {
			return -1
		}
		return int32(min(int64(n), 1<<31-1))
	}
	n := int32(0)
	for _, c := range raw {
		n = n*10 + int32(c-'0')
	}
	return n
}

// noteDeployment takes note of the deployment that an event names. It is nearly always that of the event before.
func (chunk *chunk) noteDeployment(parts *rowParts) {
	name := chunk.inside(parts, memberDeployment)
	if len(name) == 0 && parts.at[memberDatadog].to != 0 {
		name = chunk.inside(parts, memberHostname)
	}
	if len(name) == 0 || bytes.Equal(name, chunk.text(chunk.deployment)) {
		return
	}
	text := unquote(append(append([]byte{'"'}, name...), '"'))
	chunk.deployment = chunk.keep(string(name))
	chunk.addDeployment(text)
}

// addDeployment keeps the names of the deployments of this chunk.
func (chunk *chunk) addDeployment(name string) {
	if name != "" && !slices.Contains(chunk.deployments, name) && len(chunk.deployments) < maxDeployments {
		chunk.deployments = append(chunk.deployments, name)
	}
}
