package wellknown

import (
	"bytes"
	"encoding/json"
	"strings"
)

// compact writes value as JSON.stringify does: without blanks, and without escaping <, > and &.
func compact(value any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return ""
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// jsonObject reads the members of a JSON object.
func jsonObject(body []byte) (map[string]json.RawMessage, bool) {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil || members == nil {
		return nil, false
	}
	return members, true
}

// whatIs says what a body is that should have been JSON.
func whatIs(body []byte) string {
	trimmed := bytes.TrimSpace(body)
	switch {
	case len(trimmed) == 0:
		return "nothing"
	case bytes.HasPrefix(trimmed, []byte("<")):
		return "a web page"
	case bytes.HasPrefix(body, []byte("\ufeff")):
		return "JSON behind a byte order mark"
	case json.Valid(trimmed):
		switch trimmed[0] {
		case '[':
			return "a JSON list"
		case '{':
			return "a JSON object"
		case '"':
			return "a JSON text"
		}
		return "a JSON value"
	case trimmed[0] == '{' || trimmed[0] == '[':
		return "JSON with a mistake in it"
	}
	return "text that is no JSON"
}
