package logs

import (
	"strconv"
	"strings"
	"time"
)

// dashboardStamp reads the time with which a dashboard row begins: "Aug 22, 00:14:18.123" (B 5.15). It returns the rest
// of the line.
func dashboardStamp(line string) (stamp Stamp, rest string, ok bool) {
	const length = len("Aug 22, 00:14:18.123")
	if len(line) < length-1 || line[3] != ' ' {
		return Stamp{}, "", false
	}
	for _, n := range []int{length, length - 1} { // "Aug 2," has one digit less
		if len(line) < n || len(line) > n && line[n] != ' ' && line[n] != '\t' {
			continue
		}
		stamp, from, ok := trailingStamp(line[:n])
		if ok && from == 0 && stamp.NoYear && stamp.Resolution == time.Millisecond {
			return stamp, strings.TrimLeft(line[n:], " \t"), true
		}
	}
	return Stamp{}, "", false
}

// dashboardEvent reads one row of the Logs page: the copied form `<time> <letter> <name>[ <duration>] <[LEVEL] message |
// error | status>` (B 5.16), or the texts of a row as the mouse selects them: request id, status, duration, letter, name,
// level, message (B 5.15), with blanks between or each on a line of its own.
func dashboardEvent(stamp Stamp, rest string) (Event, bool) {
	event := newEvent(FormatDashboard, KindExecution)
	event.Time = stamp
	words := wordReader(rest)
	if word := words.peek(); isHex(word, 4) {
		event.RequestID = words.next()
	}
	selected := event.RequestID != ""
	if event.readStatus(words.peek()) {
		words.next()
		selected = true
	}
	if event.readDuration(words.peek()) {
		words.next()
	}
	if letter := words.next(); len(letter) != 1 || udfOf(letter) == "" {
		return Event{}, false
	} else {
		event.UdfType = udfOf(letter)
	}
	event.Function = words.next()
	if event.UdfType == HTTPAction && strings.HasPrefix(words.peek(), "/") {
		event.Function += " " + words.next()
	}
	if !strings.ContainsAny(event.Function, ":/") || strings.ContainsAny(event.Function, "{}[]()\"',;") || len(event.Function) > 512 {
		return Event{}, false
	}
	if event.readDuration(words.peek()) {
		words.next()
	}
	tail := strings.TrimLeft(string(words), " \t\n")
	if level, message, ok := leadingLevel(tail); ok {
		event.Kind, event.Level, event.Message = KindConsole, level, strings.TrimPrefix(message, " ")
		event.Message, event.Truncated = cutTruncation(event.Message)
		return event, true
	}
	if selected && event.Success == NotSeen {
		if level := words.peek(); levelOf(level) != "" && level == strings.ToLower(level) {
			words.next()
			event.Kind, event.Level = KindConsole, levelOf(level)
			event.Message, event.Truncated = cutTruncation(strings.TrimLeft(string(words), " \t\n"))
			return event, true
		}
	}
	switch {
	case tail == "":
		if event.Success == NotSeen {
			return Event{}, false
		}
	case event.Success == NotSeen && event.readStatus(strings.TrimSpace(tail)):
	default:
		event.Error, event.Success = tail, No
	}
	return event, true
}

// readStatus takes word as the outcome of an execution: success, failure, or the status of an HTTP action.
func (event *Event) readStatus(word string) bool {
	switch {
	case word == "success":
		event.Success = Yes
	case word == "failure":
		event.Success = No
	case len(word) == 3 && word[0] >= '1' && word[0] <= '5':
		status, err := strconv.Atoi(word)
		if err != nil {
			return false
		}
		event.HTTPStatus, event.Success = status, tri(status < 500)
	default:
		return false
	}
	return true
}

// readDuration takes word as "12ms", "1.2s" or the dashboard's "(cached)".
func (event *Event) readDuration(word string) bool {
	if word == "(cached)" {
		event.Cached = Yes
		return true
	}
	if len(word) < 2 || word[0] < '0' || word[0] > '9' || word[len(word)-1] != 's' {
		return false
	}
	duration, err := time.ParseDuration(word)
	if err != nil || duration < 0 {
		return false
	}
	event.Duration = duration
	return true
}

// wordReader hands out the words of a text one by one.
type wordReader string

func (words *wordReader) peek() string {
	copied := *words
	return copied.next()
}

func (words *wordReader) next() string {
	text := strings.TrimLeft(string(*words), " \t\n")
	end := strings.IndexAny(text, " \t\n")
	if end < 0 {
		end = len(text)
	}
	*words = wordReader(text[end:])
	return text[:end]
}

// isHex reports whether word is exactly n lower-case hexadecimal digits.
func isHex(word string, n int) bool {
	return len(word) == n && strings.Trim(word, "0123456789abcdef") == ""
}
