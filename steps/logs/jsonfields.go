package logs

// fields are the members of a log row, as raw JSON; nil where a row lacks one. When a name is repeated the last counts,
// as in every JSON parser that the tools around Convex use.
type fields struct {
	// npx convex logs --jsonl (B 5.25)
	kind, udfType, componentPath, identifier, logLines, timestamp, cachedResult, caller, parentExecutionID []byte
	executionTime, success, err, requestID, executionID, returnBytes, identityType                         []byte
	// log streams, V2 (B 6.1 to 6.3)
	topic, status, runReason, logLevel, message, errorMessage, executionTimeMS, isTruncated []byte
	path, functionType, cached, functionRequestID, functionComponent, functionReturnsBytes  []byte
	deploymentName, deploymentType                                                          []byte
	hostname, ddsource                                                                      []byte
	timeAxiom                                                                               []byte
	body                                                                                    []byte
	// log streams, V1 (B 6.6)
	topicV1, timestampV1, functionPathV1, functionTypeV1, functionCachedV1, reasonV1, executionTimeV1 []byte
	// wrappings that hold rows of their own
	wrapped [][]byte
}

// fieldsOf takes the object at b[i] apart. It returns the offset behind the object, or failed.
func fieldsOf(b []byte, i int, newlines bool, row *fields) int {
	*row = fields{}
	return object(b, i, 0, newlines, func(key, value []byte) { row.set(key, value, newlines) })
}

// nameOf returns the text of a key; only a key with an escape costs an allocation.
func nameOf(key []byte) []byte {
	for _, c := range key {
		if c == '\\' {
			return []byte(unquote(key))
		}
	}
	return key[1 : len(key)-1]
}

// set takes a member of the row.
func (row *fields) set(key, value []byte, newlines bool) {
	name := nameOf(key)
	place := row.cliMember(name)
	if place == nil {
		place = row.streamMember(name)
	}
	if place == nil {
		place = row.oldMember(name)
	}
	switch {
	case place != nil:
		*place = value
	case row.setObject(name, value, newlines):
	case value[0] == '{' || value[0] == '[':
		row.wrapped = append(row.wrapped, value)
	}
}

// cliMember returns the place of a member of --jsonl, nil for others.
func (row *fields) cliMember(name []byte) *[]byte {
	switch string(name) {
	case "kind":
		return &row.kind
	case "udfType":
		return &row.udfType
	case "componentPath":
		return &row.componentPath
	case "identifier":
		return &row.identifier
	case "logLines":
		return &row.logLines
	case "timestamp":
		return &row.timestamp // of log streams as well
	case "cachedResult":
		return &row.cachedResult
	case "caller":
		return &row.caller
	case "parentExecutionId":
		return &row.parentExecutionID
	case "executionTime":
		return &row.executionTime
	case "success":
		return &row.success
	case "error":
		return &row.err
	case "requestId":
		return &row.requestID
	case "executionId":
		return &row.executionID
	case "returnBytes":
		return &row.returnBytes
	case "identityType":
		return &row.identityType
	}
	return nil
}

// streamMember returns the place of a member of a log stream or of what it is wrapped in, nil for others.
func (row *fields) streamMember(name []byte) *[]byte {
	switch string(name) {
	case "topic":
		return &row.topic
	case "status":
		return &row.status
	case "run_reason":
		return &row.runReason
	case "log_level":
		return &row.logLevel
	case "message":
		return &row.message
	case "error_message":
		return &row.errorMessage
	case "execution_time_ms":
		return &row.executionTimeMS
	case "is_truncated":
		return &row.isTruncated
	case "hostname":
		return &row.hostname
	case "ddsource":
		return &row.ddsource
	case "_time":
		return &row.timeAxiom
	case "body":
		return &row.body
	}
	return nil
}

// oldMember returns the place of a member of the old V1 events, nil for others.
func (row *fields) oldMember(name []byte) *[]byte {
	switch string(name) {
	case "_topic":
		return &row.topicV1
	case "_timestamp":
		return &row.timestampV1
	case "_functionPath":
		return &row.functionPathV1
	case "_functionType":
		return &row.functionTypeV1
	case "_functionCached":
		return &row.functionCachedV1
	case "reason":
		return &row.reasonV1
	case "executionTimeMs":
		return &row.executionTimeV1
	}
	return nil
}

// setObject takes an object whose members count. It returns false for others. When one is repeated the last counts, and
// nothing of the one before.
func (row *fields) setObject(name, value []byte, newlines bool) bool {
	switch string(name) {
	case "function":
		row.path, row.functionType, row.cached, row.functionRequestID, row.functionComponent = nil, nil, nil, nil, nil
		members(value, newlines, row.setFunction)
	case "usage":
		row.functionReturnsBytes = nil
		members(value, newlines, func(key, value []byte) {
			if string(nameOf(key)) == "function_returns_bytes" {
				row.functionReturnsBytes = value
			}
		})
	case "convex":
		row.deploymentName, row.deploymentType = nil, nil
		members(value, newlines, func(key, value []byte) {
			switch string(nameOf(key)) {
			case "deployment_name":
				row.deploymentName = value
			case "deployment_type":
				row.deploymentType = value
			}
		})
	default:
		return false
	}
	return true
}

func (row *fields) setFunction(key, value []byte) {
	switch string(nameOf(key)) {
	case "path":
		row.path = value
	case "type":
		row.functionType = value
	case "cached":
		row.cached = value
	case "request_id":
		row.functionRequestID = value
	case "component_path":
		row.functionComponent = value
	}
}

// members calls visit for the members of an object that the walker has accepted; other values have none.
func members(value []byte, newlines bool, visit func(key, value []byte)) {
	if len(value) > 0 && value[0] == '{' {
		object(value, 0, 0, newlines, visit)
	}
}

// isString reports whether raw is a JSON string.
func isString(raw []byte) bool { return len(raw) > 1 && raw[0] == '"' }
