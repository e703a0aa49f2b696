package steps

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"strings"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/secret"
)

// headSize is how much of a stream is looked at to tell a log from anything else, and how much of a log is recognised
// piece by piece; the rest of it is read by package logs alone.
const headSize = 512 << 10

// Reading is what one stream gave: pieces of evidence and, where it is a log, what the log says as a whole.
type Reading struct {
	Result  evidence.Result
	Summary *logs.Summary
}

// ReadStream recognises everything in a stream of any size. It may run beside a session: it only takes secrets into the
// registry. Progress is told the bytes read so far; it may be nil. What was read before an error is in the reading.
func ReadStream(ctx context.Context, stream io.Reader, registry *secret.Registry, options logs.Options) (Reading, error) {
	buffered := bufio.NewReaderSize(stream, headSize)
	head, err := buffered.Peek(headSize)
	if err != nil && err != io.EOF {
		return Reading{Result: evidence.Recognize(head, registry)}, err
	}
	head = bytes.Clone(head)
	if !isLog(head) {
		result, err := evidence.RecognizeReader(buffered, registry)
		return Reading{Result: withProduction(result, head, "", registry)}, err
	}
	if len(head) == headSize {
		head = head[:bytes.LastIndexByte(head, '\n')+1]
	}
	reading := Reading{}
	if !compressed(head) {
		reading.Result = evidence.Recognize(head, registry)
	}
	summary, err := logs.Read(ctx, buffered, options)
	reading.Summary = &summary
	return reading, err
}

// isLog reports a stream whose head is for the most part rows of a log.
func isLog(head []byte) bool {
	if compressed(head) {
		return true
	}
	text := string(head[:min(len(head), 64<<10)])
	if cut := strings.LastIndexByte(text, '\n'); cut > 0 && len(text) == 64<<10 {
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

// compressed reports the first bytes of gzip and zstd.
func compressed(head []byte) bool {
	return bytes.HasPrefix(head, []byte{0x1f, 0x8b}) || bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd})
}
