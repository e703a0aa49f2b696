package project

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
)

var errNoLock = errors.New("it does not have the form of a lock file")

// parseNpmLock reads package-lock.json and npm-shrinkwrap.json, versions 1 to 3.
func parseNpmLock(file string, text []byte) (*lock, error) {
	parsed := newLock(file)
	text = trimMark(text)
	decoder := json.NewDecoder(bytes.NewReader(text))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		if err != nil {
			return nil, jsonError(text, err)
		}
		return nil, errNoLock
	}
	known := false
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, jsonError(text, err)
		}
		switch key {
		case "packages":
			known = true
			err = eachMember(decoder, func(name string, value json.RawMessage) { parsed.addNpm(name, value) })
		case "dependencies":
			known = true
			err = eachMember(decoder, func(name string, value json.RawMessage) {
				var one struct{ Version string }
				if json.Unmarshal(value, &one) != nil || parsed.any[name] != "" {
					return // "packages" of the same file knows better
				}
				if version := plainVersion(one.Version); version != "" {
					parsed.any[name] = version
				}
			})
		default:
			var skipped json.RawMessage
			err = decoder.Decode(&skipped)
		}
		if err != nil {
			return nil, jsonError(text, err)
		}
	}
	if !known {
		return nil, errNoLock
	}
	return parsed, nil
}

// addNpm adds one member of "packages": "node_modules/a", "apps/web/node_modules/a", "node_modules/a/node_modules/b".
func (lock *lock) addNpm(where string, value json.RawMessage) {
	at := strings.LastIndex("/"+where, "/node_modules/")
	if at < 0 {
		return // a package of the workspace itself
	}
	folder, name := strings.TrimSuffix(where[:at], "/"), where[at+len("node_modules/"):]
	var one struct {
		Version string
		Link    bool
	}
	if json.Unmarshal(value, &one) != nil || one.Link {
		return
	}
	version := plainVersion(one.Version)
	if version == "" {
		return
	}
	if folder == "" {
		lock.any[name] = version
		folder = "."
	} else if lock.any[name] == "" {
		lock.any[name] = version
	}
	if !strings.Contains("/"+folder+"/", "/node_modules/") {
		lock.add(folder, name, version)
	}
}

// eachMember calls do for each member of the JSON object that follows.
func eachMember(decoder *json.Decoder, do func(name string, value json.RawMessage)) error {
	start, err := decoder.Token()
	if err != nil {
		return err
	}
	if start != json.Delim('{') {
		return skipRest(decoder, start)
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		if name, ok := key.(string); ok {
			do(name, value)
		}
	}
	_, err = decoder.Token()
	return err
}

// skipRest skips a value whose first token was read.
func skipRest(decoder *json.Decoder, start json.Token) error {
	if start != json.Delim('[') {
		return nil
	}
	for depth := 1; depth > 0; {
		token, err := decoder.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('['), json.Delim('{'):
			depth++
		case json.Delim(']'), json.Delim('}'):
			depth--
		}
	}
	return nil
}
