package logs

import (
	"context"
	"io"
	"os"
	"runtime"
	"runtime/debug"
)

// A file is not copied: pieces of it are mapped into memory for as long as they are looked at. That halves the time. It
// is done for plain files of lines only; whatever is unusual goes the way of a stream from there on.

// mapper cuts a file into chunks.
type mapper struct {
	file *os.File
	at   int64 // offset of the next chunk
	size int   // bytes of a usual chunk
	free <-chan *chunk
}

// newMapper returns a mapper for an input that can be mapped, else nil.
func newMapper(input io.Reader, size int) *mapper {
	file, ok := input.(*os.File)
	if !ok || !canMap {
		return nil
	}
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() < int64(size) {
		return nil
	}
	at, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil
	}
	head := make([]byte, min(4096, size))
	if _, err := file.ReadAt(head, at); err != nil || !isPlainLines(head) {
		return nil
	}
	return &mapper{file: file, at: at, size: size}
}

// isPlainLines reports whether a log that begins like this is text in lines: not compressed, not UTF-16, no document that
// goes over several lines.
func isPlainLines(head []byte) bool {
	switch head[0] {
	case 0x1f, 0x28, 0xff, 0xfe, 0xef:
		return false
	}
	var cutter cutter
	cutter.decide(head, false, false)
	return cutter.decided && !cutter.document
}

// run sends the chunks of the file. done says that all of it was sent; else the rest must be read as a stream from
// mapper.at on.
func (mapper *mapper) run(ctx context.Context, progress func(int64), send func(*chunk)) (done bool, err error) {
	page := int64(os.Getpagesize())
	for {
		if err := ctx.Err(); err != nil {
			return true, err
		}
		info, err := mapper.file.Stat()
		if err != nil {
			return false, nil
		}
		left := info.Size() - mapper.at
		if left <= 0 {
			return left == 0, nil
		}
		from := mapper.at - mapper.at%page
		skip := int(mapper.at - from)
		length := int(min(left, int64(mapper.size)))
		window, err := mapPiece(mapper.file, from, skip+length)
		if err != nil {
			return false, nil
		}
		last := int64(length) == left
		end := length
		if !last {
			if end, err = wholeLines(window[skip:]); end == 0 || err != nil {
				unmapPiece(window)
				return false, nil
			}
		}
		made := <-mapper.free
		made.data, made.mapped, made.last = window[skip:skip+end:skip+end], window, last
		made.file, made.offset = mapper.file, mapper.at
		mapper.at += int64(end)
		send(made)
		if progress != nil {
			progress(mapper.at)
		}
	}
}

// wholeLines returns how much of data is whole records, 0 when that is not to be seen.
func wholeLines(data []byte) (end int, err error) {
	defer catchFault(&err)
	var cutter cutter
	if end = cutter.cut(data); end > 0 {
		end = beforeOpenRow(data[:end])
	}
	return end, nil
}

// The bytes of mapped memory are those of the file at each look: when another program shrinks the file or writes it anew,
// a look may fail, and a row that was found valid may be zeros a moment later, so that an index into it fails. Both are
// panics, and both are caught.

// guardFaults makes a failing look at mapped memory, as where a file has shrunk since, a panic of this goroutine, which
// catchFault turns into an error. It returns what puts that back.
func guardFaults() (restore func()) {
	before := debug.SetPanicOnFault(true)
	return func() { debug.SetPanicOnFault(before) }
}

// catchFault is deferred around what looks at mapped memory.
func catchFault(err *error) {
	failure := recover()
	if failure == nil {
		return
	}
	fault, ok := failure.(runtime.Error)
	if !ok {
		panic(failure)
	}
	*err = fault
}

// parseMapped parses a chunk that may be mapped. What the file has lost by now is not there to be read.
func (chunk *chunk) parseMapped(tables *tables, layouts *layouts) {
	if chunk.mapped == nil {
		chunk.parse(tables, layouts)
		return
	}
	if chunk.tryParse(tables, layouts) == nil {
		return
	}
	// What is left of it is copied. The copy does not change, so that a panic while it is parsed is a fault of ours.
	copied := make([]byte, len(chunk.data))
	n, _ := chunk.file.ReadAt(copied, chunk.offset)
	chunk.data, chunk.last = copied[:n], chunk.last || n < len(copied)
	chunk.found = found{}
	chunk.parse(tables, layouts)
}

func (chunk *chunk) tryParse(tables *tables, layouts *layouts) (err error) {
	defer catchFault(&err)
	chunk.parse(tables, layouts)
	return nil
}

// takeMapped takes a chunk that may be mapped.
func (analysis *analysis) takeMapped(chunk *chunk) {
	if chunk.mapped == nil {
		analysis.takeAll(chunk)
		return
	}
	var err error
	func() {
		defer catchFault(&err)
		analysis.takeAll(chunk)
	}()
	if err != nil {
		analysis.odd.damaged++
	}
	chunk.unmap()
}

// unmap gives mapped memory back. Texts of the chunk must not be looked at any more.
func (chunk *chunk) unmap() {
	if chunk.mapped != nil {
		unmapPiece(chunk.mapped)
		chunk.mapped, chunk.data = nil, nil
	}
}
