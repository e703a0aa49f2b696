package authconfig

import (
	"bytes"
	"encoding/json"
	"strings"
)

// maxNesting bounds conditions within conditions in a package.json.
const maxNesting = 20

// exported finds what the exports of a package.json offer for "." or "./sub". exports is a text, a list, a set of conditions,
// or a set of subpaths.
func exported(exports json.RawMessage, subpath string) (string, bool) {
	keys, _ := ordered(exports)
	if len(keys) == 0 || !strings.HasPrefix(keys[0].name, ".") {
		if subpath != "." {
			return "", false
		}
		return target(exports, "", 0)
	}
	return mapped(exports, subpath)
}

// mapped finds the entry of a table of subpaths for name: an exact one, or the longest pattern with "*".
func mapped(table json.RawMessage, name string) (string, bool) {
	keys, _ := ordered(table)
	best, star := member{}, ""
	for _, key := range keys {
		if key.name == name {
			return target(key.value, "", 0)
		}
		before, after, isPattern := strings.Cut(key.name, "*")
		if !isPattern || len(name) < len(before)+len(after) || !strings.HasPrefix(name, before) || !strings.HasSuffix(name, after) {
			continue
		}
		if best.value == nil || len(before) > strings.IndexByte(best.name, '*') {
			best, star = key, name[len(before):len(name)-len(after)]
		}
	}
	if best.value == nil {
		return "", false
	}
	return target(best.value, star, 0)
}

// target reads one target: a text, the first usable of a list, or what the first matching condition names.
func target(value json.RawMessage, star string, depth int) (string, bool) {
	if depth > maxNesting {
		return "", false
	}
	var text string
	if json.Unmarshal(value, &text) == nil && text != "" {
		return strings.ReplaceAll(text, "*", star), true
	}
	var list []json.RawMessage
	if json.Unmarshal(value, &list) == nil {
		for _, one := range list {
			if found, ok := target(one, star, depth+1); ok {
				return found, true
			}
		}
		return "", false
	}
	keys, _ := ordered(value)
	for _, key := range keys {
		if conditions[key.name] {
			if found, ok := target(key.value, star, depth+1); ok {
				return found, true
			}
		}
	}
	return "", false
}

// member is one member of a JSON object.
type member struct {
	name  string
	value json.RawMessage
}

// ordered returns the members of a JSON object in the order of the text: the first condition that matches counts.
func ordered(object json.RawMessage) ([]member, bool) {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil, false
	}
	var members []member
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, false
		}
		var value json.RawMessage
		if decoder.Decode(&value) != nil {
			return nil, false
		}
		text, _ := name.(string)
		members = append(members, member{text, value})
	}
	return members, true
}
