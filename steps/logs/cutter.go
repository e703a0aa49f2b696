package logs

import "bytes"

// cutter finds places at which a log can be cut into chunks. Logs are cut at line feeds. A JSON document that was written
// over several lines, or an array on one endless line, is cut between the elements of its outermost array of objects.
type cutter struct {
	document bool // cut between elements instead of lines
	decided  bool

	scanned int // bytes that were looked at; in a log of lines they hold no line feed

	// of a document: where we are in it
	depth    int
	quoted   bool
	escaped  bool
	elements int // depth of the elements, 0 not known yet
	before   byte
	cutAt    int // last place found, 0 none
}

// decide looks at the beginning of the log: is it a document over several lines? all says that data is the whole log,
// enough that it will not get more before it must be decided.
func (cutter *cutter) decide(data []byte, all, enough bool) {
	whole := all || enough
	if cutter.decided {
		return
	}
	from := space(data, 0, true)
	if from >= len(data) {
		cutter.decided = whole
		return
	}
	if data[from] != '[' && data[from] != '{' {
		cutter.decided = true
		return
	}
	end := bytes.IndexByte(data[from:], '\n')
	if end < 0 {
		cutter.decided = whole
		return
	}
	first := bytes.TrimRight(data[from:from+end], " \t\r")
	rest := data[from+end+1:]
	second := bytes.TrimLeft(rest, "\r\n")
	if bytes.IndexByte(second, '\n') < 0 && !whole {
		return // the second line is not all there
	}
	cutter.decided = true
	if !all && bytes.IndexByte(second, '\n') < 0 || len(second) == 0 || bytes.IndexByte([]byte("{[,"), first[len(first)-1]) < 0 {
		return
	}
	if value(data, from, 0, false) != failed {
		return // a complete row
	}
	// `[` with a row on each line needs no special care; indented members do.
	if inner := bytes.TrimLeft(second, " \t"); len(inner) > 0 && inner[0] == '{' {
		line, _, _ := bytes.Cut(inner, []byte{'\n'})
		line = bytes.TrimRight(line, " \t\r,")
		if value(line, 0, 0, false) == len(line) {
			return
		}
	}
	cutter.document = second[0] == ' ' || second[0] == '\t' || second[0] == '"' || second[0] == '{'
}

// cut returns how many bytes of data, from its beginning, hold whole records; 0 when there is no such place yet. What
// was looked at before is not looked at again.
func (cutter *cutter) cut(data []byte) int {
	if !cutter.document {
		from := min(cutter.scanned, len(data))
		cutter.scanned = len(data)
		if end := bytes.LastIndexByte(data[from:], '\n'); end >= 0 {
			return from + end + 1
		}
		return 0
	}
	cutter.scan(data)
	return cutter.cutAt
}

// scan follows the brackets of a document.
func (cutter *cutter) scan(data []byte) {
	for i := cutter.scanned; i < len(data); i++ {
		c := data[i]
		switch {
		case cutter.escaped:
			cutter.escaped = false
		case cutter.quoted:
			if c == '\\' {
				cutter.escaped = true
			} else if c == '"' {
				cutter.quoted = false
			}
		case c == '"':
			cutter.quoted = true
			cutter.before = c
		case c == '{' || c == '[':
			if c == '{' && cutter.elements == 0 && cutter.before == '[' {
				cutter.elements = cutter.depth
			}
			cutter.depth++
			cutter.before = c
		case c == '}' || c == ']':
			if cutter.depth > 0 {
				cutter.depth--
			}
			if c == '}' && cutter.depth <= cutter.elements {
				cutter.cutAt = i + 1
			}
			cutter.before = c
		case c > ' ':
			cutter.before = c
		}
	}
	cutter.scanned = len(data)
}

// taken says that the first n bytes were cut off.
func (cutter *cutter) taken(n int) {
	cutter.scanned = max(0, cutter.scanned-n)
	cutter.cutAt = max(0, cutter.cutAt-n)
}
