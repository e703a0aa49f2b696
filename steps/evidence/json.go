package evidence

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// incomplete is the result of scanning a JSON value where the text ends before the value does. Any other negative result
// is that of notJSON.
const incomplete = -1

// notJSON is the result of scanning a JSON value that breaks off at i; brokeAt gives the i back.
func notJSON(i int) int { return -2 - i }

func brokeAt(result int) int { return -2 - result }

// deepest is how many levels of JSON are walked; what is nested deeper is left alone.
const deepest = 64

// jsonValue returns the offset behind the JSON value that begins at i, notJSON, or incomplete.
func jsonValue(b []byte, i, depth int) int {
	if i >= len(b) {
		return incomplete
	}
	switch c := b[i]; {
	case c == '"':
		return jsonString(b, i)
	case c == '{' || c == '[':
		if depth >= deepest {
			return jsonDeep(b, i)
		}
		return jsonContainer(b, i, depth)
	case c == '-' || c >= '0' && c <= '9':
		return jsonNumber(b, i)
	case c == 't':
		return jsonWord(b, i, "true")
	case c == 'f':
		return jsonWord(b, i, "false")
	case c == 'n':
		return jsonWord(b, i, "null")
	}
	return notJSON(i)
}

func jsonContainer(b []byte, i, depth int) int {
	object := b[i] == '{'
	closing := byte(']')
	if object {
		closing = '}'
	}
	i = jsonSpace(b, i+1)
	if i < len(b) && b[i] == closing {
		return i + 1
	}
	for {
		if object {
			if i >= len(b) {
				return incomplete
			}
			if b[i] != '"' {
				return notJSON(i)
			}
			if i = jsonString(b, i); i < 0 {
				return i
			}
			if i = jsonSpace(b, i); i >= len(b) {
				return incomplete
			}
			if b[i] != ':' {
				return notJSON(i)
			}
			i = jsonSpace(b, i+1)
		}
		if i = jsonValue(b, i, depth+1); i < 0 {
			return i
		}
		if i = jsonSpace(b, i); i >= len(b) {
			return incomplete
		}
		switch b[i] {
		case closing:
			return i + 1
		case ',':
			i = jsonSpace(b, i+1)
		default:
			return notJSON(i)
		}
	}
}

// jsonDeep skips a container that is nested too deeply to be walked, without recursion.
func jsonDeep(b []byte, i int) int {
	open := 0
	for i < len(b) {
		switch b[i] {
		case '"':
			if i = jsonString(b, i); i < 0 {
				return i
			}
			continue
		case '{', '[':
			open++
		case '}', ']':
			if open--; open == 0 {
				return i + 1
			}
		}
		i++
	}
	return incomplete
}

func jsonString(b []byte, i int) int {
	for i++; ; {
		at := bytes.IndexByte(b[i:], '"')
		if at < 0 {
			return incomplete
		}
		end := i + at
		slashes := 0
		for end-slashes > i && b[end-slashes-1] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return end + 1
		}
		i = end + 1
	}
}

func jsonNumber(b []byte, i int) int {
	start := i
	for i < len(b) {
		switch c := b[i]; {
		case c >= '0' && c <= '9', c == '-', c == '+', c == '.', c == 'e', c == 'E':
			i++
			continue
		}
		break
	}
	if i == start {
		return notJSON(i)
	}
	return i
}

func jsonWord(b []byte, i int, word string) int {
	if i+len(word) > len(b) {
		return incomplete
	}
	if string(b[i:i+len(word)]) != word {
		return notJSON(i)
	}
	return i + len(word)
}

func jsonSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// eachMember calls visit for the members of a JSON object that jsonValue has found, in order.
func eachMember(object []byte, visit func(name string, value []byte)) {
	i := jsonSpace(object, 1)
	for i < len(object) && object[i] == '"' {
		end := jsonString(object, i)
		if end < 0 {
			return
		}
		name := unquote(object[i:end])
		i = jsonSpace(object, jsonSpace(object, end)+1)
		end = jsonValue(object, i, 0)
		if end < 0 {
			return
		}
		visit(name, object[i:end])
		i = jsonSpace(object, end)
		if i < len(object) && object[i] == ',' {
			i = jsonSpace(object, i+1)
		}
	}
}

// eachElement calls visit for the elements of a JSON array that jsonValue has found, in order.
func eachElement(array []byte, visit func(index int, value []byte)) {
	i := jsonSpace(array, 1)
	for index := 0; i < len(array) && array[i] != ']'; index++ {
		end := jsonValue(array, i, 0)
		if end < 0 {
			return
		}
		visit(index, array[i:end])
		i = jsonSpace(array, end)
		if i < len(array) && array[i] == ',' {
			i = jsonSpace(array, i+1)
		}
	}
}

// fields returns the members of an object that are asked for; of repeated ones the last.
func fields(object []byte, names ...string) map[string][]byte {
	found := make(map[string][]byte, len(names))
	eachMember(object, func(name string, value []byte) {
		for _, wanted := range names {
			if name == wanted {
				found[name] = value
			}
		}
	})
	return found
}

// unquote decodes a JSON string; of anything else it returns "".
func unquote(value []byte) string {
	if len(value) < 2 || value[0] != '"' {
		return ""
	}
	inner := value[1 : len(value)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return string(inner)
	}
	var text string
	if json.Unmarshal(value, &text) != nil {
		return string(inner)
	}
	return text
}

// isText reports whether a JSON value is a string.
func isText(value []byte) bool { return len(value) > 0 && value[0] == '"' }

// isNull reports whether a JSON value is absent or null.
func isNull(value []byte) bool { return len(value) == 0 || value[0] == 'n' }

// number returns a JSON number as an int, or missing when it is none.
func number(value []byte, missing int) int {
	var n float64
	if len(value) == 0 || json.Unmarshal(value, &n) != nil {
		return missing
	}
	return int(n)
}

// printable reports whether text is UTF-8 without many control characters, so that looking into it makes sense.
func printable(text []byte) bool {
	head := text[:min(len(text), 256)]
	bad := 0
	for i := 0; i < len(head); {
		r, size := utf8.DecodeRune(head[i:])
		if r == utf8.RuneError && size == 1 || r < 0x20 && r != '\n' && r != '\t' && r != '\r' && r != 0x1b {
			bad++
		}
		i += size
	}
	return bad*8 <= len(head)
}
