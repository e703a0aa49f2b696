package logs

import (
	"context"
	"errors"
	"io"
	"sync"
)

const (
	usualChunk = 256 << 10
	usualLine  = 4 << 20
	leastLine  = 4 << 10
	// largeChunks is how many times the usual size a chunk's memory may have to be used again.
	largeChunks = 4
)

// Reader takes a log piece by piece, as it is written, and can be asked for its summary at any moment. It is an
// io.Writer that never fails; it may be used from several goroutines.
type Reader struct {
	mutex    sync.Mutex
	feeder   feeder
	analysis *analysis
	tables   *tables
	layouts  layouts
	decoder  utf16Decoder
	written  int64
	closed   bool
}

// NewReader returns a Reader.
func NewReader(options Options) *Reader {
	tables := newTables()
	return &Reader{analysis: newAnalysis(tables, options), tables: tables, feeder: newFeeder(options)}
}

// Write adds a piece of the log, cut anywhere.
func (reader *Reader) Write(piece []byte) (int, error) {
	reader.mutex.Lock()
	defer reader.mutex.Unlock()
	if reader.closed {
		return 0, errors.New("logs: the reader is closed")
	}
	reader.written += int64(len(piece))
	for rest := reader.decoder.decode(piece); len(rest) > 0; {
		rest = reader.feeder.fill(rest)
		reader.drain(false)
	}
	return len(piece), nil
}

// drain reads all whole records that the feeder holds.
func (reader *Reader) drain(last bool) {
	for {
		chunk := reader.feeder.next(last)
		if chunk == nil {
			return
		}
		chunk.parse(reader.tables, &reader.layouts)
		reader.analysis.takeAll(chunk)
		reader.feeder.release(chunk)
	}
}

// Close says that the log has ended: a last line without a line feed counts as well.
func (reader *Reader) Close() error {
	reader.mutex.Lock()
	defer reader.mutex.Unlock()
	if !reader.closed {
		reader.closed = true
		reader.feeder.fill(reader.decoder.finish())
		reader.drain(true)
		reader.analysis.finish()
	}
	return nil
}

// Summary says what was read so far. Before Close, refreshes of the last seconds of the log may still be missing from
// its loops, and the line that is being written is not in it.
func (reader *Reader) Summary() Summary {
	reader.mutex.Lock()
	defer reader.mutex.Unlock()
	return reader.analysis.summary(reader.written, reader.closed)
}

// Read reads a log to its end, or until the context is cancelled or the input fails: then the summary tells of what was
// read so far, and the error says why it ended. The log may be compressed with gzip or zstd, and be UTF-16. It may still
// be written: a Read of the input that blocks does not keep a cancelled context waiting, but goes on in a goroutine until
// it returns.
func Read(ctx context.Context, input io.Reader, options Options) (Summary, error) {
	source := &source{outside: input}
	analysis := newAnalysis(newTables(), options)
	err := newCrew(ctx, source, analysis, options).run()
	if err == nil {
		err = ctx.Err()
	}
	analysis.readError = err
	analysis.finish()
	return analysis.summary(source.read.Load(), err == nil), err
}

// takeAll adds a chunk and what is odd about it.
func (analysis *analysis) takeAll(chunk *chunk) {
	odd := &analysis.odd
	odd.damaged += int64(chunk.damaged)
	odd.foreign += int64(chunk.foreign)
	odd.nuls += int64(chunk.nuls)
	odd.others += int64(chunk.others)
	odd.cut += int64(chunk.cut)
	if chunk.cut > 0 {
		odd.tooLong++
	}
	odd.halfLast = odd.halfLast || chunk.halfLast
	odd.broken = odd.broken || chunk.broken
	odd.changed = odd.changed || chunk.changed
	if chunk.lost > 0 && odd.lost == 0 {
		odd.lostLine = analysis.base + int64(chunk.lostLine)
	}
	odd.lost += int64(chunk.lost)
	analysis.take(chunk)
}

// oddities count what a reader of the result must know about the log itself.
type oddities struct {
	damaged, foreign, nuls, others int64
	tooLong, cut                   int64 // lines passed over because of their length, and their bytes
	halfLast                       bool
	broken                         bool // a document whose brackets do not match

	changed  bool  // another program changed the file while it was read
	lost     int64 // bytes that were gone by the time they were read
	lostLine int64 // the first line that lacks some of them
}
