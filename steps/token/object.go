package token

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// State is what was found where a member was looked for.
type State int

// The states. Absent also means "not seen" when the object itself was not seen (Object.Seen).
const (
	Absent State = iota
	Null
	WrongType
	OK
)

// String returns the state in one word.
func (state State) String() string {
	switch state {
	case Null:
		return "null"
	case WrongType:
		return "wrong type"
	case OK:
		return "ok"
	}
	return "absent"
}

// Member is one member of a JSON object: its name, decoded, and its value as it stands.
type Member struct {
	Name  string
	Value json.RawMessage
}

// Object is a JSON object with its members in order, repeated ones included, as far as it could be read.
type Object struct {
	Members []Member
	Seen    bool       // there was something to read
	Whole   bool       // the object was read up to its last brace, and nothing but blanks follows
	UTF8    bool       // the text is valid UTF-8
	Problem DamageKind // why the object is not whole, "" when it is
	End     int        // offset in bytes up to which the text was understood
}

// ReadObject reads a JSON object. Damage ends the reading, the members before it are kept.
func ReadObject(text []byte) Object {
	object := Object{Seen: true, UTF8: utf8.Valid(text)}
	scan := scanner{text: text}
	object.Members, object.Problem = scan.object()
	object.End = scan.at
	object.Whole = object.Problem == ""
	return object
}

// Get returns the value of a member. Of repeated members it is the last, as in JavaScript.
func (object Object) Get(name string) (json.RawMessage, bool) {
	for i := len(object.Members) - 1; i >= 0; i-- {
		if object.Members[i].Name == name {
			return object.Members[i].Value, true
		}
	}
	return nil, false
}

// Has reports whether the member is there, be it null.
func (object Object) Has(name string) bool {
	_, ok := object.Get(name)
	return ok
}

// Count returns how often the member stands in the object.
func (object Object) Count(name string) int {
	count := 0
	for _, member := range object.Members {
		if member.Name == name {
			count++
		}
	}
	return count
}

// String returns a member that is a JSON string.
func (object Object) String(name string) (string, State) {
	raw, state := object.typed(name, '"')
	if state != OK {
		return "", state
	}
	return unquote(raw), OK
}

// Number returns a member that is a JSON number. Where a float64 cannot hold it, it is the nearest, or infinite.
func (object Object) Number(name string) (float64, State) {
	raw, ok := object.Get(name)
	switch {
	case !ok:
		return 0, Absent
	case string(raw) == "null":
		return 0, Null
	case len(raw) == 0 || raw[0] != '-' && (raw[0] < '0' || raw[0] > '9'):
		return 0, WrongType
	}
	number, _ := strconv.ParseFloat(string(raw), 64) // the text is a JSON number; out of range gives an infinity
	return number, OK
}

// Bool returns a member that is true or false.
func (object Object) Bool(name string) (value bool, state State) {
	raw, ok := object.Get(name)
	switch {
	case !ok:
		return false, Absent
	case string(raw) == "null":
		return false, Null
	case string(raw) == "true":
		return true, OK
	case string(raw) == "false":
		return false, OK
	}
	return false, WrongType
}

// Strings returns a member that is a string (a list of one) or a list of strings.
func (object Object) Strings(name string) ([]string, State) {
	raw, ok := object.Get(name)
	switch {
	case !ok:
		return nil, Absent
	case string(raw) == "null":
		return nil, Null
	case len(raw) > 0 && raw[0] == '"':
		return []string{unquote(raw)}, OK
	case len(raw) == 0 || raw[0] != '[':
		return nil, WrongType
	}
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		return nil, WrongType
	}
	list := make([]string, 0, len(items))
	for _, item := range items {
		if len(item) == 0 || item[0] != '"' {
			return nil, WrongType
		}
		list = append(list, unquote(item))
	}
	return list, OK
}

// Object returns a member that is a JSON object.
func (object Object) Object(name string) (Object, State) {
	raw, state := object.typed(name, '{')
	if state != OK {
		return Object{}, state
	}
	return ReadObject(raw), OK
}

func (object Object) typed(name string, first byte) (json.RawMessage, State) {
	raw, ok := object.Get(name)
	switch {
	case !ok:
		return nil, Absent
	case string(raw) == "null":
		return nil, Null
	case len(raw) == 0 || raw[0] != first:
		return nil, WrongType
	}
	return raw, OK
}

// unquote decodes a JSON string. What a decoder refuses is shown as it stands, without its quotes.
func unquote(raw []byte) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return strings.Trim(string(raw), `"`)
}
