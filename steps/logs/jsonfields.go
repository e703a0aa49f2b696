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

func (row *fields) set(key, value []byte, newlines bool) {
	switch string(nameOf(key)) {
	case "kind":
		row.kind = value
	case "udfType":
		row.udfType = value
	case "componentPath":
		row.componentPath = value
	case "identifier":
		row.identifier = value
	case "logLines":
		row.logLines = value
	case "timestamp":
		row.timestamp = value
	case "cachedResult":
		row.cachedResult = value
	case "caller":
		row.caller = value
	case "parentExecutionId":
		row.parentExecutionID = value
	case "executionTime":
		row.executionTime = value
	case "success":
		row.success = value
	case "error":
		row.err = value
	case "requestId":
		row.requestID = value
	case "executionId":
		row.executionID = value
	case "returnBytes":
		row.returnBytes = value
	case "identityType":
		row.identityType = value
	case "topic":
		row.topic = value
	case "status":
		row.status = value
	case "run_reason":
		row.runReason = value
	case "log_level":
		row.logLevel = value
	case "message":
		row.message = value
	case "error_message":
		row.errorMessage = value
	case "execution_time_ms":
		row.executionTimeMS = value
	case "is_truncated":
		row.isTruncated = value
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
	case "hostname":
		row.hostname = value
	case "ddsource":
		row.ddsource = value
	case "_time":
		row.timeAxiom = value
	case "body":
		row.body = value
	case "_topic":
		row.topicV1 = value
	case "_timestamp":
		row.timestampV1 = value
	case "_functionPath":
		row.functionPathV1 = value
	case "_functionType":
		row.functionTypeV1 = value
	case "_functionCached":
		row.functionCachedV1 = value
	case "reason":
		row.reasonV1 = value
	case "executionTimeMs":
		row.executionTimeV1 = value
	default:
		if value[0] == '{' || value[0] == '[' {
			row.wrapped = append(row.wrapped, value)
		}
	}
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
