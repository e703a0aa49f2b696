// Package serde reads JSON as strictly as the backend does (serde_json, facts/backend.md C4, appendices A and B): names
// are case-sensitive, repeated members are kept, bad UTF-8 and lone surrogates fail, nesting ends at 127 levels, numbers
// are 64-bit integers or finite doubles. encoding/json is laxer in every one of these.
//
// There are two readings, as in the backend: what is looked at is checked (Check, Object), what is passed over only has
// to have the shape of JSON (Skip). No tree is built: a value stays the bytes it was written in, so that a text of
// 16 MiB costs no more memory than its top-level members.
package serde

import "fmt"

// MaxDepth is the deepest nesting that is read, the outermost value counted (C4).
const MaxDepth = 127

// What a SyntaxError can say about text that other JSON readers accept.
const (
	TooDeep       = "nested deeper than 127 levels"
	LoneSurrogate = "lone surrogate"
	HalfSurrogate = "surrogate without its other half"
	OutOfRange    = "number out of range"
)

// Kind is the kind of a JSON value.
type Kind uint8

// The kinds of values. The three number kinds are those that the backend tells apart.
const (
	Null Kind = iota
	Bool
	Unsigned // an integer of 0 to 2^64-1
	Negative // an integer of -2^63 to -1
	Float    // any other number, and -0
	String
	List
	Object
)

// String returns the kind as a person reads it.
func (kind Kind) String() string {
	switch kind {
	case Null:
		return "null"
	case Bool:
		return "a boolean"
	case Unsigned, Negative, Float:
		return "a number"
	case String:
		return "a text"
	case List:
		return "a list"
	}
	return "an object"
}

// SyntaxError says why and where a text is no JSON that the backend reads.
type SyntaxError struct {
	What   string // "unexpected end", "number out of range", ...
	Offset int    // bytes from the start of the text
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("%s at byte %d", e.What, e.Offset) }

// Raw is one value as it was written, already checked, without blanks around it.
type Raw []byte

// Member is one member of an object. Repeated names stay as several members.
type Member struct {
	Name  string
	Value Raw
}

// Text is a whole document: its value, and where what follows it begins.
type Text struct {
	Value Raw
	Rest  []byte // what stands behind the value; blanks are cut off
}

// Read checks the value at the start of data and returns it with what follows it.
func Read(data []byte) (Text, error) {
	s := scanner{data: data}
	s.blanks()
	start := s.pos
	if err := s.check(0); err != nil {
		return Text{}, err
	}
	end := s.pos
	s.blanks()
	return Text{Value: Raw(data[start:end]), Rest: data[s.pos:]}, nil
}

// ReadAll is Read for a document that must end with its value.
func ReadAll(data []byte) (Raw, error) {
	text, err := Read(data)
	if err != nil {
		return nil, err
	}
	if len(text.Rest) > 0 {
		return nil, &SyntaxError{"more text after the value", len(data) - len(text.Rest)}
	}
	return text.Value, nil
}
