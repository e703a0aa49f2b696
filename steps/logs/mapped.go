package logs

import (
	"bytes"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"sync/atomic"
)

// A file is not copied: pieces of it are mapped into memory for as long as they are looked at. That is done for plain files
// of lines only; whatever is unusual goes the way of a stream from there on, and so does what follows the last line feed.

// mappedChunk is the size of a chunk of a file, of which a window holds some: a chunk fits into a processor's cache, and to
// give a window back costs a look at all processors.
const (
	mappedChunk = 1 << 20
	mappedMost  = 4 // chunks in a window
)

// mapper cuts a file into chunks.
type mapper struct {
	file   *os.File
	begin  int64 // offset at which the log begins
	at     int64 // of the next chunk
	size   int   // bytes of a usual chunk
	window *window
	rest   []byte // of the window, from at on
}

// window is a mapped piece of a file.
type window struct {
	bytes []byte
	users atomic.Int32 // chunks in it that are looked at, and the mapper while it cuts more of them
}

// leave says that one of its users is done with the window.
func (window *window) leave() {
	if window != nil && window.users.Add(-1) == 0 {
		unmapPiece(window.bytes)
	}
}

// newMapper returns a mapper for an input that can be mapped, else nil.
func newMapper(input io.Reader, options Options) *mapper {
	size := mappedChunk
	if options.chunk > 0 {
		size = 2 * options.chunk
	}
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
	return &mapper{file: file, begin: at, at: at, size: size}
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

// next fills a chunk with the next piece. It returns false when the rest must be read as a stream from mapper.at on.
func (mapper *mapper) next(made *chunk) bool {
	if mapper.cut(made) {
		return true
	}
	return mapper.move() && mapper.cut(made)
}

// cut takes a chunk off the window. It returns false when there is no whole line in it any more.
func (mapper *mapper) cut(made *chunk) bool {
	piece := mapper.rest
	if len(piece) > mapper.size*3/2 {
		piece = piece[:mapper.size]
	}
	end, err := wholeLines(piece)
	if end == 0 || err != nil {
		return false
	}
	made.data, made.mapped = piece[:end:end], mapper.window
	made.file, made.offset = mapper.file, mapper.at
	mapper.window.users.Add(1)
	mapper.at += int64(end)
	mapper.rest = mapper.rest[end:]
	return true
}

// move maps the part of the file from mapper.at on. It returns false where there is none, or it cannot be mapped.
func (mapper *mapper) move() bool {
	mapper.leave()
	info, err := mapper.file.Stat()
	if err != nil || info.Size() <= mapper.at {
		return false
	}
	skip := mapper.at % int64(os.Getpagesize())
	length := min(info.Size()-mapper.at, int64(mapper.size)*mappedMost)
	bytes, err := mapPiece(mapper.file, mapper.at-skip, int(skip+length))
	if err != nil {
		return false
	}
	mapper.window, mapper.rest = &window{bytes: bytes}, bytes[skip:]
	mapper.window.users.Store(1)
	return true
}

// leave says that no more is cut off the window.
func (mapper *mapper) leave() {
	mapper.window.leave()
	mapper.window, mapper.rest = nil, nil
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

// parseMapped parses a chunk that may be mapped. Behind it the chunk has all that it needs for itself: the mapped memory is
// given back, so that nothing that another program does to the file can change what was read of it.
func (chunk *chunk) parseMapped(tables *tables, layouts *layouts) {
	if chunk.mapped == nil {
		chunk.parse(tables, layouts)
		return
	}
	if chunk.tryParse(tables, layouts) == nil && chunk.isStillThere() {
		chunk.unmap()
		return
	}
	// What is left of it is copied. The copy does not change, so that a panic while it is parsed is a fault of ours.
	copied := make([]byte, len(chunk.data))
	n, _ := chunk.file.ReadAt(copied, chunk.offset)
	chunk.unmap()
	chunk.data, chunk.last = copied[:n], chunk.last || n < len(copied)
	chunk.found = found{changed: true, lost: len(copied) - n}
	chunk.parse(tables, layouts)
	chunk.lostLine = bytes.Count(copied[:n], []byte{'\n'}) + 1
}

func (chunk *chunk) tryParse(tables *tables, layouts *layouts) (err error) {
	defer catchFault(&err)
	chunk.parse(tables, layouts)
	chunk.keepNames()
	return nil
}

// keepNames copies the names that stand in the data: they are all that is looked at later.
func (chunk *chunk) keepNames() {
	for i := range chunk.rows {
		if name := &chunk.rows[i].name; name.from&inExtra == 0 {
			from := uint32(len(chunk.extra))
			chunk.extra = append(chunk.extra, chunk.data[name.from:name.to]...)
			*name = span{from | inExtra, uint32(len(chunk.extra)) | inExtra}
		}
	}
}

// isStillThere reports whether the file holds all of the chunk still. Behind its end the memory is zeros up to the end of
// a page, which no look at it would tell from what was written.
func (chunk *chunk) isStillThere() bool {
	info, err := chunk.file.Stat()
	return err == nil && info.Size() >= chunk.offset+int64(len(chunk.data))
}

// unmap gives mapped memory back. Texts of the chunk must not be looked at any more.
func (chunk *chunk) unmap() {
	if chunk.mapped != nil {
		chunk.mapped.leave()
		chunk.mapped, chunk.data = nil, nil
	}
}
