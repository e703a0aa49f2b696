package logs

import (
	"bufio"
	"compress/gzip"
	"io"

	"github.com/klauspost/compress/zstd"
)

// source is a log as text, whatever it is wrapped in.
type source struct {
	input  io.Reader
	kind   string // "gzip", "zstd", "UTF-16" or ""
	read   int64  // bytes read from outside
	closer func()
	utf16  utf16Decoder
	left   []byte // decoded bytes that did not fit
}

// counter counts what is read from outside.
type counter struct {
	input io.Reader
	count *int64
}

func (counter counter) Read(p []byte) (int, error) {
	n, err := counter.input.Read(p)
	*counter.count += int64(n)
	return n, err
}

// maxWindow bounds the memory of a zstd stream.
const maxWindow = 32 << 20

// newSource looks at the first bytes and unwraps what they announce. A source that cannot be unwrapped fails at the
// first Read.
func newSource(input io.Reader) *source {
	made := &source{closer: func() {}}
	counted := counter{input, &made.read}
	peeker := bufio.NewReaderSize(counted, 64<<10)
	head, _ := peeker.Peek(4)
	switch {
	case len(head) >= 2 && head[0] == 0x1f && head[1] == 0x8b:
		made.kind = "gzip"
		unzipped, err := gzip.NewReader(peeker)
		made.input = orError(unzipped, err)
	case len(head) == 4 && head[0] == 0x28 && head[1] == 0xb5 && head[2] == 0x2f && head[3] == 0xfd:
		made.kind = "zstd"
		unpacked, err := zstd.NewReader(peeker, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
		if err == nil {
			made.closer = unpacked.Close
		}
		made.input = orError(unpacked, err)
	default:
		made.input = peeker
	}
	return made
}

func orError(input io.Reader, err error) io.Reader {
	if err != nil {
		return failing{err}
	}
	return input
}

type failing struct{ err error }

func (failing failing) Read([]byte) (int, error) { return 0, failing.err }

func (source *source) close() { source.closer() }

// Read reads text. A compressed log that ends too early ends with io.ErrUnexpectedEOF, behind what could be read.
func (source *source) Read(p []byte) (int, error) {
	if len(source.left) > 0 {
		n := copy(p, source.left)
		source.left = source.left[n:]
		return n, nil
	}
	n, err := source.input.Read(p)
	if source.utf16.plain() {
		return n, err
	}
	decoded := source.utf16.decode(p[:n])
	if err != nil {
		decoded = append(decoded, source.utf16.finish()...)
	}
	if source.utf16.isWide() {
		source.kind = "UTF-16"
	}
	copied := copy(p, decoded)
	source.left = append(source.left[:0], decoded[copied:]...)
	if len(source.left) > 0 {
		err = nil // it comes again
	}
	return copied, err
}
