package logs

import (
	"context"
	"errors"
	"io"
)

// stream cuts an input into chunks.
type stream struct {
	ctx      context.Context
	source   *source
	progress func(read int64)
	mapper   *mapper // nil where the input is no file that can be mapped, and behind what of it was
	feeder   feeder
	free     chan *chunk
	err      error // why it ended, nil at the end of the input
	ended    bool

	// what is asked of the goroutine that reads the input, and its answers; nil before the first Read
	requests chan<- []byte
	answers  <-chan answer
}

// answer says what became of a request to read.
type answer struct {
	n   int
	err error
}

func newStream(ctx context.Context, source *source, options Options, free chan *chunk) *stream {
	made := &stream{ctx: ctx, source: source, progress: options.Progress, free: free}
	made.mapper, made.feeder = newMapper(source.outside, options), newFeeder(options)
	made.feeder.free, made.feeder.large = free, make(chan struct{}, 1)
	return made
}

// next returns the next chunk, nil behind the last one: that of the end of the input, or of what was read until the
// context was cancelled or a Read failed.
func (stream *stream) next() *chunk {
	if chunk := stream.nextMapped(); chunk != nil {
		return chunk
	}
	feeder := &stream.feeder
	for !stream.ended {
		if len(feeder.rest) >= feeder.size {
			if chunk := feeder.next(false); chunk != nil {
				return chunk
			}
		}
		if err := stream.read(); err != nil {
			stream.end(err)
		}
	}
	return feeder.next(true)
}

// nextMapped returns the next mapped chunk, nil when the rest of the input is to be read.
func (stream *stream) nextMapped() *chunk {
	mapper := stream.mapper
	if mapper == nil {
		return nil
	}
	if err := stream.ctx.Err(); err != nil {
		stream.leaveMapper()
		stream.end(err)
		return nil
	}
	made := <-stream.free
	if !mapper.next(made) {
		stream.free <- made
		stream.leaveMapper()
		return nil
	}
	stream.source.read.Store(mapper.at - mapper.begin)
	stream.tell()
	return made
}

// leaveMapper goes over to reading the input, from behind what was mapped.
func (stream *stream) leaveMapper() {
	mapper := stream.mapper
	mapper.leave()
	stream.mapper = nil
	if mapper.at == mapper.begin {
		return
	}
	if _, err := mapper.file.Seek(mapper.at, io.SeekStart); err != nil {
		stream.end(err)
	}
	stream.source.behindBeginning()
	stream.feeder.cutter.decided = true
}

// read adds to what the feeder holds.
func (stream *stream) read() error {
	if stream.requests == nil {
		requests, answers := make(chan []byte, 1), make(chan answer, 1)
		go pump(stream.source, requests, answers)
		stream.requests, stream.answers = requests, answers
	}
	feeder := &stream.feeder
	if cap(feeder.rest)-len(feeder.rest) < feeder.size/2 {
		feeder.rest = append(make([]byte, 0, max(feeder.size+feeder.size/4, len(feeder.rest)+len(feeder.rest)/2)), feeder.rest...)
	}
	stream.requests <- feeder.rest[len(feeder.rest):cap(feeder.rest)]
	select {
	case <-stream.ctx.Done():
		// What is being read lies behind what is looked at from now on.
		feeder.rest = feeder.rest[:len(feeder.rest):len(feeder.rest)]
		return stream.ctx.Err()
	case got := <-stream.answers:
		feeder.rest = feeder.rest[:len(feeder.rest)+got.n]
		stream.tell()
		return got.err
	}
}

// tell says how much was read.
func (stream *stream) tell() {
	if stream.progress != nil {
		stream.progress(stream.source.read.Load())
	}
}

// end says that nothing more is read.
func (stream *stream) end(err error) {
	stream.ended = true
	if !errors.Is(err, io.EOF) {
		stream.err = err
	}
	if stream.requests != nil {
		close(stream.requests)
	}
}

// pump reads into the memory that it is handed, so that a Read that blocks can be left alone.
func pump(source *source, requests <-chan []byte, answers chan<- answer) {
	for room := range requests {
		n, err := source.Read(room)
		answers <- answer{n, err}
	}
	source.close()
}
