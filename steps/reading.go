package steps

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/secret"
)

// headSize is how much of a stream is looked at to tell a log from anything else, logHead how much of a log is recognised
// piece by piece; the rest of a log is read by package logs alone.
const (
	headSize = 512 << 10
	logHead  = 256 << 10
)

// Reading is what one stream gave: pieces of evidence and, where it is a log, what the log says as a whole.
type Reading struct {
	Result  evidence.Result
	Summary *logs.Summary
}

// ReadStream recognises everything in a stream of any size. It may run beside a session: it only takes secrets into the
// registry. options.Progress, which may be nil, is told the bytes read so far. The stream may still be written: a
// cancelled context ends it, also while a Read of it blocks. What was read before an error is in the reading.
func ReadStream(ctx context.Context, stream io.Reader, registry *secret.Registry, options logs.Options) (Reading, error) {
	file := plainFile(stream)
	if file != nil && options.Size == 0 {
		if info, err := file.Stat(); err == nil {
			options.Size = info.Size()
		}
	}
	input := newStoppable(ctx, stream, file != nil)
	head, err := input.head()
	switch {
	case err != nil: // the head is all there is
		return readWhole(head, err, registry, options)
	case !isLog(head):
		return readOther(input, head, registry, options)
	}
	reading, recognised := Reading{}, make(chan evidence.Result, 1)
	go func() { // beside the reading of the log, which depends on nothing of it
		text := head
		if compressed(head) {
			text, _ = logs.Unpack(head, logHead)
		}
		recognised <- evidence.Recognize(logBeginning(text), registry)
	}()
	var log io.Reader = input
	if file != nil {
		// A plain file is read faster as itself, and a Read of it does not block. Its head was looked at, not read.
		log = file
	} else {
		ctx = context.WithoutCancel(ctx) // the input ends by itself, behind all that was read of it
	}
	summary, err := logs.Read(ctx, log, options)
	reading.Result, reading.Summary = withSamples(<-recognised, &summary, registry), &summary
	return reading, err
}

// logBeginning is as much of a log as is recognised piece by piece, in whole lines.
func logBeginning(text []byte) []byte {
	text = text[:min(len(text), logHead)]
	return text[:bytes.LastIndexByte(text, '\n')+1]
}

// readWhole recognises a stream that is no longer than its head, or that ended there with an error.
func readWhole(head []byte, ended error, registry *secret.Registry, options logs.Options) (Reading, error) {
	if errors.Is(ended, io.EOF) {
		ended = nil
	}
	reading, text, whole := Reading{}, head, true
	if compressed(head) {
		text, whole = logs.Unpack(head, headSize)
	}
	var err error
	if whole || !isLog(text) {
		reading.Result, err = evidence.RecognizeReader(bytes.NewReader(text), registry)
		reading.Result = withProduction(reading.Result, text, "", registry)
	} else {
		reading.Result = evidence.Recognize(logBeginning(text), registry)
	}
	if !whole || countsAsLog(reading.Result) || isLog(text) {
		summary, failure := logs.Read(context.Background(), io.MultiReader(bytes.NewReader(head), failing{ended}), options)
		reading.Summary, err = &summary, errors.Join(err, failure)
		if !whole {
			reading.Result = withSamples(reading.Result, &summary, registry)
		}
	}
	if ended != nil {
		return reading, ended
	}
	return reading, err
}

// readOther recognises a stream that is no log for the most part. Rows of a log that stand in it are counted beside it.
func readOther(input *stoppable, head []byte, registry *secret.Registry, options logs.Options) (Reading, error) {
	input.progress = options.Progress
	var counter *logs.Reader
	var stream io.Reader = input
	if len(logs.Parse(string(head[:min(len(head), isLogSize)]))) > 0 {
		counter = logs.NewReader(options)
		stream = io.TeeReader(input, counter)
	}
	result, err := evidence.RecognizeReader(stream, registry)
	reading := Reading{Result: withProduction(result, head, "", registry)}
	if counter != nil {
		if err == nil {
			counter.Close()
		}
		if summary := counter.Summary(); tells(&summary) {
			reading.Summary = &summary
		}
	}
	return reading, err
}

// countsAsLog reports whether rows of a log were recognised, or several requests, as in the log of a web server or the
// console of a browser: how often and how fast they come one after another is counted by package logs.
func countsAsLog(result evidence.Result) bool {
	requests := 0
	for _, piece := range result.Pieces {
		switch piece.Kind {
		case evidence.KindLog:
			return true
		case evidence.KindRequest:
			requests += max(1, piece.Count)
		}
	}
	return requests >= 3
}

// tells reports whether a summary says anything.
func tells(summary *logs.Summary) bool {
	return summary != nil && (summary.Rows > 0 || summary.Refresh.Cause != nil)
}

// plainFile returns the stream as a file whose bytes are all there, else nil.
func plainFile(stream io.Reader) *os.File {
	file, ok := stream.(*os.File)
	if !ok || file == nil {
		return nil
	}
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	return file
}

type failing struct{ err error }

func (failing failing) Read([]byte) (int, error) {
	if failing.err == nil {
		return 0, io.EOF
	}
	return 0, failing.err
}

// isLogSize is how much of a head is looked at to tell a log.
const isLogSize = 64 << 10

// isLog reports a stream whose head is for the most part rows of a log.
func isLog(head []byte) bool {
	if compressed(head) || isLogArray(head) {
		return true
	}
	text := string(head[:min(len(head), isLogSize)])
	if cut := strings.LastIndexByte(text, '\n'); cut > 0 && len(text) == isLogSize {
		text = text[:cut]
	}
	lines, inside := 0, 0
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) != "" {
			lines++
		}
	}
	for _, record := range logs.Parse(text) {
		inside += record.Lines
	}
	return lines > 0 && inside*2 > lines
}

// isLogArray reports a JSON array, be it on one line of any length, whose first elements are events of a log, as the body
// of a webhook (B 6.1).
func isLogArray(head []byte) bool {
	decoder := json.NewDecoder(bytes.NewReader(head))
	if opening, err := decoder.Token(); err != nil || opening != json.Delim('[') {
		return false
	}
	const enough = 20
	events, all := 0, 0
	for all < enough && decoder.More() {
		var element json.RawMessage
		if decoder.Decode(&element) != nil {
			break // the end of the head, or no JSON from here on
		}
		all++
		if len(logs.Parse(string(element))) > 0 {
			events++
		}
	}
	return events*2 > all
}

// compressed reports the first bytes of gzip and zstd.
func compressed(head []byte) bool {
	return bytes.HasPrefix(head, []byte{0x1f, 0x8b}) || bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd})
}
