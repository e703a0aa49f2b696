package evidence

import (
	"bytes"
	"sort"
	"strings"
	"sync"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/messages"
	"convex-auth-doctor/steps/secret"
)

// How many pieces and log events one result keeps. A paste has a few dozen; a log of a gigabyte is for package logs.
const (
	mostPieces     = 5000
	mostEvents     = 10000
	mostEventBytes = 4 << 20
	mostSecrets    = 1024
	mostUnknown    = 200
	mostEnvBytes   = 512 << 10
)

// run collects what the recognisers find in one input.
type run struct {
	registry *secret.Registry
	result   Result
	finder   *messages.Finder
	spare    []*messages.Marks // working memory of parts that are done
	seen     map[string]int    // what makes a piece the same as another -> its index
	log      *Log              // JSON log rows that were met, of one format
	logAt    Where
	events   int // how many log events are kept, and how many bytes their texts have
	bytes    int
	envBytes int    // how much text was read as environment variables
	header   []byte // a decoded token header whose payload has not come yet
	headerAt Where
	moment   float64 // when what is looked at was on its way, in seconds since 1970; 0 not known
}

func newRun(registry *secret.Registry) *run {
	return &run{registry: registry, finder: finder(), seen: map[string]int{}}
}

// Prepare makes the tables of the recognisers, which costs a millisecond or two. It may run beside other work, before the
// first paste or file; what comes sooner waits for it.
func Prepare() { finder() }

// finder is made once: the table of messages never changes.
var finder = sync.OnceValue(func() *messages.Finder { return messages.NewFinder(messages.All(), anchors...) })

// take registers a secret. Of an input that holds thousands of them the later ones are blotted out without being kept.
func (run *run) take(kind secret.Kind, raw string) secret.Text {
	if run.registry.Count() >= mostSecrets {
		return secret.Text{}
	}
	return run.registry.Take(kind, raw)
}

// again reports whether such a piece is kept already, and counts it. It spares making the summary once more.
func (run *run) again(kind Kind, same string) bool {
	at, ok := run.seen[string(kind)+"\x00"+same]
	if ok {
		run.result.Pieces[at].Count++
	}
	return ok
}

// add keeps a piece. Pieces with the same kind and the same same are one, which counts how often it stood there. The
// parts of a summary that come from outside have been cleaned.
func (run *run) add(kind Kind, where Where, summary, same string, data any) {
	if same != "" {
		if run.again(kind, same) {
			return
		}
		if len(run.result.Pieces) < mostPieces {
			run.seen[string(kind)+"\x00"+same] = len(run.result.Pieces)
		}
	}
	if len(run.result.Pieces) >= mostPieces {
		run.result.Cut = true
		return
	}
	run.result.Pieces = append(run.result.Pieces, Piece{kind, where, tidy(summary), 1, data})
}

// tidy cleans a summary, which is rarely necessary: its parts were cleaned before they were joined.
func tidy(summary string) string {
	for _, r := range summary {
		if (r < ' ' || r > '~') && r != '·' && r != '…' {
			return clean.Line(summary)
		}
	}
	return summary
}

func (run *run) unknown(fragment Fragment) {
	if len(run.result.Unknown) < mostUnknown {
		run.result.Unknown = append(run.result.Unknown, fragment)
	}
}

// finish puts the pieces in the order of the text and makes sure that no summary holds a secret.
func (run *run) finish() Result {
	run.flushLog()
	run.flushHeader()
	pieces := run.result.Pieces
	sort.SliceStable(pieces, func(a, b int) bool { return pieces[a].Where.Line < pieces[b].Where.Line })
	// A secret is blotted out where it is recognised. That it stood somewhere else before, unrecognised, is looked for
	// once more, as long as that is cheap; whatever leaves the program is looked through again at its end.
	if count := run.registry.Count(); count > 0 && count <= 200 {
		for i := range pieces {
			if pieces[i].Kind == KindMessage || pieces[i].Kind == KindFrame || pieces[i].Kind == KindLog || pieces[i].Kind == KindStorage {
				if run.registry.Check([]byte(pieces[i].Summary)) != nil {
					pieces[i].Summary = string(pieces[i].Kind)
				}
			}
		}
	}
	run.listedTokens()
	run.labelTokens()
	return run.result
}

// labelTokens tells tokens apart that one line says the same of: their labels stand in it.
func (run *run) labelTokens() {
	times := map[string]int{}
	for _, piece := range run.result.Pieces {
		times[piece.Summary]++
	}
	for i, piece := range run.result.Pieces {
		if found, ok := piece.Data.(Token); ok && times[piece.Summary] > 1 && !found.Text.IsZero() {
			run.result.Pieces[i].Summary = found.Text.String() + strings.TrimPrefix(piece.Summary, "token")
		}
	}
}

// addEvents keeps log rows that came as JSON; rows of one format that follow one another are one piece.
func (run *run) addEvents(where Where, events []logs.Event) {
	if len(events) == 0 {
		return
	}
	if run.log != nil && run.log.Format != events[0].Format {
		run.flushLog()
	}
	if run.log == nil {
		run.log, run.logAt = &Log{Format: events[0].Format}, where
	}
	run.log.Records++
	run.logAt.EndLine = max(where.Line, where.EndLine)
	for _, event := range events {
		run.log.keep(run, event)
	}
}

// keep adds an event, as long as there is room.
func (log *Log) keep(run *run, event logs.Event) {
	size := len(event.Message) + len(event.Error)
	if run.events >= mostEvents || run.bytes+size > mostEventBytes {
		log.Cut = true
		return
	}
	run.events++
	run.bytes += size
	log.Events = append(log.Events, run.safeEvent(event))
}

func (run *run) flushLog() {
	if run.log == nil {
		return
	}
	kept := *run.log
	run.log = nil
	run.addLog(run.logAt, kept)
}

// part is a text that is being looked at: the whole input, a window of it, or a string inside JSON.
type part struct {
	*run
	text   []byte // cleaned
	masked []byte // the same, with secrets and JSON blotted out; of the same length and with the same lines
	first  int    // number of the first line; 0 when the text has no line of its own
	path   string // inside JSON
	starts []int  // offsets at which lines begin
	known  []span // what was recognised
	sealed []span // the same, sorted and joined, once seal was called
	inside bool   // a string inside JSON: what is not recognised is no unknown fragment
	name   string // inside JSON: name of the member that holds the text
	fixed  Where  // inside JSON: the place of the string

	function string          // of a log event: the function that printed the text
	anchors  anchorSet       // which anchors were found at all
	marks    *messages.Marks // what the one pass over the text found
	curl     bool            // the text holds a curl command
	room     *room           // of a window: memory that can be used again
	openings []opening       // the lines whose beginnings tell something, once openLines was called
	records  []recordSpan    // where log records stand

	items    []StorageItem
	itemsAt  Where
	lexed    *lexed // source text that was taken apart
	manifest int    // offset up to which the lines of package.json were read
}

type span struct{ from, to int }

func (run *run) newPart(text []byte, where Where) *part {
	return &part{run: run, text: text, masked: text, first: where.Line, path: where.Path}
}

// inner makes a part of a text inside JSON, whose place is that of the JSON string.
func (run *run) inner(text string, where Where, name string) *part {
	part := run.newPart(cleaned([]byte(text)), where)
	part.inside, part.fixed, part.name, part.first = true, where, name, max(1, where.Line)
	return part
}

// scan goes over the text once, unless that was done. The memory that it needs is given back by done.
func (part *part) scan() {
	if part.marks == nil {
		part.takeMarks()
		part.survey()
	}
	for _, key := range part.marks.Keys {
		part.anchors |= 1 << key.Index
	}
}

// survey goes over the text once. It depends on nothing else and changes nothing but the part.
func (part *part) survey() {
	part.finder.Scan(part.text, part.marks)
	part.curl = bytes.Contains(part.text, []byte("curl"))
}

func (part *part) takeMarks() {
	if n := len(part.spare); n > 0 {
		part.marks, part.spare = part.spare[n-1], part.spare[:n-1]
	} else {
		part.marks = &messages.Marks{}
	}
}

func (part *part) done() {
	if part.room == nil {
		part.spare = append(part.spare, part.marks)
	}
	part.marks = nil
}

// eachKey calls visit for the places of some anchors, in the order of the text. What was blotted out since is left out.
func (part *part) eachKey(set anchorSet, visit func(from, to int)) {
	if part.anchors&set == 0 {
		return
	}
	for _, key := range part.marks.Keys {
		if set>>key.Index&1 != 0 && part.masked[key.Start] != blot {
			visit(key.Start, key.End)
		}
	}
}

// where returns the place of a range of the text.
func (part *part) where(from, to int) Where {
	if part.inside {
		return part.fixed
	}
	line := part.lineOf(from)
	place := Where{Line: part.first + line, Column: from - part.lineStart(line) + 1, Path: part.path}
	if last := part.lineOf(max(from, to-1)); last > line {
		place.EndLine = part.first + last
	}
	return place
}

// lineOf returns the number of the line that holds the offset, from 0.
func (part *part) lineOf(at int) int {
	if part.starts == nil {
		part.starts = lineStarts(make([]int, 0, bytes.Count(part.text, []byte("\n"))+1), part.text)
	}
	return sort.SearchInts(part.starts, at+1) - 1
}

// lineStarts adds the offsets at which the lines of a text begin.
func lineStarts(starts []int, text []byte) []int {
	starts = append(starts, 0)
	for i := 0; ; {
		next := bytes.IndexByte(text[i:], '\n')
		if next < 0 {
			return starts
		}
		i += next + 1
		starts = append(starts, i)
	}
}

func (part *part) lineStart(line int) int { return part.starts[line] }

// lineRange returns the range of the line that holds the offset, without its line break.
func (part *part) lineRange(at int) (from, to int) {
	line := part.lineOf(min(at, len(part.text)))
	from, to = part.starts[line], len(part.text)
	if line+1 < len(part.starts) {
		to = part.starts[line+1] - 1
	}
	return from, to
}

// claim notes that a range was recognised.
func (part *part) claim(from, to int) { part.known = append(part.known, span{from, to}) }

// blot is what stands in the place of blotted characters. Package clean drops it, and no recogniser matches it.
const blot = 0x01

// mask blots out a range, keeping its line breaks, and writes label at its beginning.
func (part *part) mask(from, to int, label string) {
	if len(part.masked) == 0 || &part.masked[0] == &part.text[0] {
		if part.room == nil {
			part.masked = bytes.Clone(part.text)
		} else {
			part.masked = append(part.room.masked[:0], part.text...)
			part.room.masked = part.masked
		}
	}
	for i := from; i < to; i++ {
		if part.masked[i] != '\n' {
			part.masked[i] = blot
		}
	}
	for i := 0; i < len(label) && from+i < to && part.masked[from+i] != '\n'; i++ {
		part.masked[from+i] = label[i]
	}
}

// shown removes what mask has left in a text that is kept.
func shown(text string) string {
	if strings.IndexByte(text, blot) < 0 {
		return text
	}
	return strings.ReplaceAll(text, string(rune(blot)), "")
}

// cutShort keeps a summary on one line of a list.
func cutShort(summary string) string {
	if len(summary) <= 160 {
		return summary
	}
	return clean.Short(summary, 160)
}

// safeEvent replaces the secrets in the texts of a log event by their labels. The texts are copied: else each would keep
// the whole window that it was cut from.
func (run *run) safeEvent(event logs.Event) logs.Event {
	for _, text := range []*string{&event.Message, &event.Error} {
		*text = strings.Clone(run.hide(shown(*text)))
	}
	for _, text := range []*string{&event.Time.Raw, &event.Function, &event.ComponentPath, &event.Level, &event.Caller, &event.IdentityType, &event.RunReason, &event.RequestID, &event.ExecutionID, &event.ParentExecutionID, &event.Deployment, &event.DeploymentType, &event.Topic} {
		*text = strings.Clone(*text)
	}
	event.UdfType = logs.UdfType(strings.Clone(string(event.UdfType)))
	if len(event.Args) > 0 {
		args := make([]string, len(event.Args))
		for i, arg := range event.Args {
			args[i] = strings.Clone(run.hide(shown(arg)))
		}
		event.Args = args
	}
	return event
}
