package logs

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// feeder cuts a stream into chunks of whole records. It holds one chunk's worth of bytes, or one long line.
type feeder struct {
	size, line int // bytes of a usual chunk, and of the longest line
	cutter     cutter
	rest       []byte // bytes that are in no chunk yet
	skipping   bool   // inside a line that is too long
	skipped    int    // bytes of it
	free       chan *chunk
	spare      *chunk
	broken     bool // a document whose brackets do not match
	// large holds a token while a chunk of an unusual size is on its way: there is one at a time.
	large chan struct{}
}

func newFeeder(options Options) feeder {
	made := feeder{size: options.chunk, line: options.MaxLine}
	if made.size == 0 {
		made.size = usualChunk
	}
	if made.line == 0 {
		made.line = usualLine
	}
	made.line = max(made.line, leastLine)
	return made
}

// fill takes as much of piece as a chunk needs and returns the rest of it.
func (feeder *feeder) fill(piece []byte) []byte {
	n := min(len(piece), max(feeder.size-len(feeder.rest), feeder.size/2))
	feeder.rest = append(feeder.rest, piece[:n]...)
	return piece[n:]
}

// next returns the next chunk of whole records, nil when more bytes are needed. last says that no more will come.
func (feeder *feeder) next(last bool) *chunk {
	if feeder.skipping && !feeder.skip(last) {
		return nil
	}
	if len(feeder.rest) == 0 && !(last && feeder.skipped > 0) {
		return nil
	}
	if len(feeder.rest) == 0 {
		return feeder.take(0, last) // it says how much was passed over
	}
	feeder.cutter.decide(feeder.rest, last, len(feeder.rest) >= feeder.size)
	if !feeder.cutter.decided {
		return nil
	}
	end := feeder.cutter.cut(feeder.rest)
	if last {
		end = len(feeder.rest)
	} else if end > 0 && !feeder.cutter.document {
		if whole := beforeOpenRow(feeder.rest[:end]); whole > 0 || len(feeder.rest) < feeder.size {
			end = whole
		}
		if end == 0 {
			feeder.cutter.scanned = 0
			return nil
		}
	}
	if end == 0 && len(feeder.rest) < feeder.line {
		return nil
	}
	if end == 0 && !feeder.cutter.document && feeder.isArray() {
		feeder.cutter = cutter{document: true, decided: true}
		end = feeder.cutter.cut(feeder.rest)
	}
	if end == 0 && feeder.cutter.document {
		// The brackets of the document do not match: from here on it is taken as lines.
		feeder.cutter = cutter{decided: true}
		feeder.broken = true
		end = feeder.cutter.cut(feeder.rest)
	}
	if end == 0 {
		feeder.skipping, feeder.skipped = true, feeder.skipped+len(feeder.rest)
		feeder.cutter.scanned = 0
		feeder.rest = feeder.rest[:0]
		return feeder.next(last)
	}
	return feeder.take(end, last)
}

// beforeOpenRow returns how much of data, which ends with a line feed, comes before a dashboard row at its end whose
// further lines may not be there yet.
func beforeOpenRow(data []byte) int {
	end := len(data)
	for range dashboardLines + 1 {
		if end == 0 {
			break
		}
		start := lastLineFeed(data[:end-1]) + 1
		if isDashboardLike(data[start : end-1]) {
			return start
		}
		end = start
	}
	return len(data)
}

// lastLineFeed is bytes.LastIndexByte for line feeds, eight bytes at a time: sixty lines of a log are long.
func lastLineFeed(data []byte) int {
	const sevens = 0x7f7f7f7f7f7f7f7f
	end := len(data)
	for ; end >= 8; end -= 8 {
		w := binary.LittleEndian.Uint64(data[end-8:]) ^ ones*'\n'
		// The highest bit of each byte that is zero now. Nothing carries over from one byte to the next.
		if found := ^((w&sevens + sevens) | w | sevens); found != 0 {
			return end - 1 - bits.LeadingZeros64(found)/8
		}
	}
	return bytes.LastIndexByte(data[:end], '\n')
}

// isArray reports whether the endless line is an array of objects, as a webhook's body is.
func (feeder *feeder) isArray() bool {
	from := space(feeder.rest, 0, true)
	if from >= len(feeder.rest) || feeder.rest[from] != '[' {
		return false
	}
	next := space(feeder.rest, from+1, true)
	return next < len(feeder.rest) && feeder.rest[next] == '{'
}

// skip passes over the rest of a line that is too long. It returns false when the line goes on.
func (feeder *feeder) skip(last bool) bool {
	for i, c := range feeder.rest {
		if c == '\n' {
			feeder.skipped += i
			feeder.rest = append(feeder.rest[:0], feeder.rest[i:]...)
			feeder.skipping, feeder.cutter.scanned = false, 0
			return true
		}
	}
	feeder.skipped += len(feeder.rest)
	feeder.rest = feeder.rest[:0]
	if last {
		feeder.skipping = false
	}
	return last
}

// take makes a chunk of the first end bytes.
func (feeder *feeder) take(end int, last bool) *chunk {
	made := feeder.spare
	feeder.spare = nil
	if made == nil && feeder.free != nil {
		made = <-feeder.free
	}
	if made == nil {
		made = &chunk{}
	}
	// The chunk takes the buffer, the rest moves to the chunk's old one.
	whole := feeder.rest
	feeder.rest = append(made.data[:0], whole[end:]...)
	made.data = whole[:end]
	made.newlines, made.last = feeder.cutter.document, last
	made.cut, feeder.skipped = feeder.skipped, 0
	made.broken = last && (feeder.broken || feeder.cutter.document && (feeder.cutter.depth != 0 || feeder.cutter.quoted))
	feeder.cutter.taken(end)
	if feeder.large != nil && cap(whole) > largeChunks*feeder.size {
		feeder.large <- struct{}{}
		made.large = true
	}
	return made
}

// release gives a chunk back.
func (feeder *feeder) release(chunk *chunk) {
	chunk.reset()
	if cap(chunk.data) > largeChunks*feeder.size {
		chunk.data = nil
	}
	feeder.spare = chunk
}
