package logs

import (
	"bytes"
	"strings"
	"time"
)

// textLine reads the line that begins at i and returns the offset behind it (of its line feed).
func (chunk *chunk) textLine(tables *tables, i int) int {
	end := chunk.lineEnd(i)
	line, offset := chunk.data[i:end], i
	if bytes.IndexByte(line, 0) >= 0 {
		chunk.nuls++
	}
	if bytes.IndexByte(line, 0x1b) >= 0 {
		line, offset = []byte(withoutEscapes(string(line))), -1
	}
	line = bytes.TrimSuffix(line, []byte{'\r'})
	at := bytes.Index(line, []byte(headMark))
	if at >= 0 && chunk.headLine(tables, line, at, offset) {
		return end
	}
	if at := bytes.Index(line[:min(len(line), 80)], []byte(`{"`)); at > 0 && offset >= 0 {
		if from := rowBehindPrefix(string(line)); from > 0 {
			stop := value(chunk.data[:end], i+from, 0, false)
			if stop != failed && space(chunk.data[:end], stop, false) == end {
				chunk.slowRow(i+from, stop)
				return end
			}
		}
	}
	if isDashboardLike(line) {
		if next := chunk.dashboardRow(i, end); next > 0 {
			return next
		}
	}
	if !tables.trigger.in(line) {
		chunk.others++
		return end
	}
	if event, ok := preambleOf(string(line)); ok {
		chunk.addEvent(event)
		return end
	}
	chunk.others++
	loose := newEvent(FormatOther, "")
	loose.Message = string(line)
	loose.Time = looseStamp(loose.Message)
	chunk.addEvent(loose)
	return end
}

// headLine reads a line with "[CONVEX " at at. offset is where the line stands in the chunk, -1 when it stands there
// otherwise. It returns false when the line only looks like one.
func (chunk *chunk) headLine(tables *tables, line []byte, at, offset int) bool {
	made, rest, known := chunk.fastHead(line, at)
	if !known || isAuthName(made.nameIn(line)) || made.flags&flagHTTP != 0 && isAuthRoute(string(made.nameIn(line))) {
		return chunk.slowHead(line)
	}
	switch {
	case isExecutedRest(rest):
		made.flags |= flagExecution
	case isConsoleRest(rest) && !tables.trigger.in(rest):
		made.flags |= flagConsole
	default:
		return chunk.slowHead(line)
	}
	if offset < 0 {
		made.name = chunk.keep(string(made.nameIn(line)))
	} else {
		made.name.from += uint32(offset)
		made.name.to += uint32(offset)
	}
	chunk.rows = append(chunk.rows, made)
	return true
}

func (made *row) nameIn(line []byte) []byte { return line[made.name.from:made.name.to] }

// slowHead reads the line as ParseLine does.
func (chunk *chunk) slowHead(line []byte) bool {
	event, ok := ParseLine(string(line))
	if !ok || event.Function == "" {
		return false
	}
	chunk.addEvent(event)
	return true
}

// fastHead reads the head of a line whose time is written as that of the line before. made.name is relative to line.
func (chunk *chunk) fastHead(line []byte, at int) (made row, rest []byte, known bool) {
	letter := at + len(headMark)
	if len(line) < letter+4 || line[letter+1] != '(' {
		return row{}, nil, false
	}
	length := bytes.Index(line[letter+2:], []byte(")]"))
	if length < 0 || length > 512 {
		return row{}, nil, false
	}
	if before := line[:at]; !bytes.Equal(before, chunk.before) || at == 0 {
		found, ok := headOf(string(line))
		if !ok || found.styled || !found.stamp.Known() {
			return row{}, nil, false
		}
		event := found.event()
		beforeFlags, beforeAt := rowOf(&event)
		chunk.before = append(chunk.before[:0], before...)
		chunk.beforeRow = row{at: beforeAt, flags: beforeFlags & (flagTimed | flagNoDate | flagNoYear | flagCoarse)}
	}
	made = chunk.beforeRow
	switch line[letter] {
	case 'Q':
		made.flags |= flagQuery
	case 'M':
		made.flags |= flagMutation
	case 'A':
		made.flags |= flagAction
	case 'H':
		made.flags |= flagHTTP
	default:
		return row{}, nil, false
	}
	made.line, made.format, made.bytes = uint32(chunk.lines), indexCLIText, -1
	made.name = span{uint32(letter + 2), uint32(letter + 2 + length)}
	return made, bytes.TrimPrefix(line[letter+2+length+2:], []byte{' '}), true
}

// isConsoleRest reports "[LOG] text" behind the head.
func isConsoleRest(rest []byte) bool {
	if len(rest) < 5 || rest[0] != '[' {
		return false
	}
	end := bytes.IndexByte(rest[:min(len(rest), 7)], ']')
	return end > 0 && levelOf(string(rest[1:end])) != ""
}

// isExecutedRest reports "Function executed in 12 ms" behind the head.
func isExecutedRest(rest []byte) bool {
	ms, ok := bytes.CutPrefix(rest, []byte("Function executed in "))
	if !ok {
		return false
	}
	n := digits(ms, 0)
	return n > 0 && n < 9 && string(ms[n:]) == " ms"
}

// isDashboardLike reports whether a line may begin with "Aug 22, 00:14:18.123".
func isDashboardLike(line []byte) bool {
	line = bytes.TrimLeft(line, " \t")
	return len(line) > 18 && line[3] == ' ' && (line[5] == ',' || line[6] == ',') && line[0] >= 'A' && line[0] <= 'S'
}

// dashboardRow reads a dashboard row, which may go over several lines. It returns the offset of the line feed behind it,
// or 0 when there is none.
func (chunk *chunk) dashboardRow(i, end int) int {
	if stamp, rest, ok := dashboardStamp(strings.TrimLeft(withoutEscapes(string(chunk.data[i:end])), " \t")); !ok {
		return 0
	} else if event, ok := dashboardEvent(stamp, rest); ok && isWhole(event) && (end+1 >= chunk.size || strings.IndexByte(" \t}]", chunk.data[end+1]) < 0) {
		chunk.addEvent(event)
		return end
	}
	const most = 1 << 14
	parser := parser{text: string(chunk.data[i:min(chunk.size, max(end, i+most))])}
	parser.step()
	if len(parser.records) == 0 || parser.records[0].Format != FormatDashboard {
		return 0
	}
	record := parser.records[0]
	chunk.addEvent(record.Events[0])
	chunk.lines += record.Lines - 1
	next := i + parser.next
	if next > i && chunk.data[next-1] == '\n' {
		next--
	}
	return next
}

// looseStamp looks for a time in a line of another program: ISO, or an access log's [22/Aug/2026:00:14:18 +0000].
func looseStamp(line string) Stamp {
	const iso, access = len("2026-08-22"), "02/Jan/2006:15:04:05 -0700"
	line = line[:min(len(line), 200)]
	for i := iso; i+9 <= len(line); i++ {
		if (line[i] == 'T' || line[i] == ' ') && line[i-3] == '-' && line[i-6] == '-' && line[i+3] == ':' {
			end := i + 1
			for end < len(line) && (isDigit(line[end]) || strings.IndexByte(":.,Z+-", line[end]) >= 0) {
				end++
			}
			if stamp, from, ok := trailingStamp(strings.TrimRight(line[i-iso:end], ",.:-+")); ok && from == 0 {
				return stamp
			}
		}
		if line[i-1] == '[' && i+len(access) <= len(line) {
			raw := line[i : i+len(access)]
			if when, err := time.Parse(access, raw); err == nil {
				return Stamp{Raw: raw, Time: when.UTC(), Zoned: true, Resolution: time.Second}
			}
		}
	}
	return Stamp{}
}
