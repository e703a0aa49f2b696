package logs

import (
	"bufio"
	"compress/gzip"
	"io"
	"sync/atomic"

	"github.com/klauspost/compress/zstd"
)

// source is a log as text, whatever it is wrapped in: gzip, zstd, UTF-16. It looks at the input at the first Read.
type source struct {
	outside io.Reader
	input   io.Reader // unwrapped; nil before the first Read
	read    atomic.Int64
	closer  func()
	utf16   utf16Decoder
	left    []byte // decoded bytes that did not fit
}

// counter counts what is read from outside.
type counter struct{ source *source }

func (counter counter) Read(p []byte) (int, error) {
	n, err := counter.source.outside.Read(p)
	counter.source.read.Add(int64(n))
	return n, err
}

// maxWindow bounds the memory of a zstd stream.
const maxWindow = 32 << 20

// open looks at the first bytes and unwraps what they announce. An input that cannot be unwrapped fails when it is read.
func (source *source) open() {
	peeker := bufio.NewReaderSize(counter{source}, 64<<10)
	head, _ := peeker.Peek(4)
	switch {
	case len(head) >= 2 && head[0] == 0x1f && head[1] == 0x8b:
		unzipped, err := gzip.NewReader(peeker)
		source.input = orError(unzipped, err)
	case len(head) == 4 && head[0] == 0x28 && head[1] == 0xb5 && head[2] == 0x2f && head[3] == 0xfd:
		unpacked, err := zstd.NewReader(peeker, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
		if err == nil {
			source.closer = unpacked.Close
		}
		source.input = orError(unpacked, err)
	default:
		source.input = peeker
	}
}

func orError(input io.Reader, err error) io.Reader {
	if err != nil {
		return failing{err}
	}
	return input
}

type failing struct{ err error }

func (failing failing) Read([]byte) (int, error) { return 0, failing.err }

// behindBeginning says that the beginning was looked at elsewhere: what follows is plain text.
func (source *source) behindBeginning() {
	source.input, source.utf16.state = counter{source}, isPlain
}

// close frees what unwrapping took. It must not be called while a Read goes on.
func (source *source) close() {
	if source.closer != nil {
		source.closer()
	}
}

// Read reads text. A compressed log that ends too early ends with io.ErrUnexpectedEOF, behind what could be read.
func (source *source) Read(p []byte) (int, error) {
	if source.input == nil {
		source.open()
	}
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
	copied := copy(p, decoded)
	source.left = append(source.left[:0], decoded[copied:]...)
	if len(source.left) > 0 {
		err = nil // it comes again
	}
	return copied, err
}
