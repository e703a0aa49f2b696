package steps

import (
	"context"
	"io"
	"slices"
)

// stoppable is a stream that ends with the context's error once that is cancelled: also while a Read of it blocks, as of
// a log that is still being written. Such a Read is left behind in its goroutine until it returns.
type stoppable struct {
	ctx      context.Context
	stream   io.Reader
	direct   bool // a Read does not block
	progress func(int64)
	read     int64

	peeked []byte // what head has read
	ended  error  // how the stream ended while head read it
	pump   *pump
}

func newStoppable(ctx context.Context, stream io.Reader, direct bool) *stoppable {
	return &stoppable{ctx: ctx, stream: stream, direct: direct}
}

// head returns the first headSize bytes, which are read again by Read. An error, io.EOF too, says that there are no more.
// The head of a plain file is looked at without moving its position.
func (input *stoppable) head() ([]byte, error) {
	if file := plainFile(input.stream); file != nil {
		at, err := file.Seek(0, io.SeekCurrent)
		if err != nil {
			return nil, err
		}
		head := make([]byte, headSize)
		n, err := file.ReadAt(head, at)
		return head[:n], err
	}
	var head []byte
	for len(head) < headSize && input.ended == nil {
		head = slices.Grow(head, 64<<10)
		n, err := input.next(head[len(head):min(cap(head), headSize)])
		head, input.ended = head[:len(head)+n], err
	}
	input.peeked = head
	return slices.Clone(head), input.ended
}

func (input *stoppable) Read(p []byte) (int, error) {
	n, err := 0, input.ended
	if len(input.peeked) > 0 {
		n, err = copy(p, input.peeked), nil
		input.peeked = input.peeked[n:]
	} else if err == nil {
		n, err = input.next(p)
	}
	input.read += int64(n)
	if input.progress != nil {
		input.progress(input.read)
	}
	return n, err
}

// next reads from the stream.
func (input *stoppable) next(p []byte) (int, error) {
	if err := input.ctx.Err(); err != nil {
		return 0, err
	}
	if input.direct {
		return input.stream.Read(p)
	}
	if input.pump == nil {
		input.pump = newPump(input.stream)
	}
	return input.pump.next(input.ctx, p)
}

// pump reads a stream in a goroutine, one piece ahead.
type pump struct {
	pieces chan piece
	free   chan []byte
	now    piece  // what is being handed out
	whole  []byte // its memory
}

type piece struct {
	data []byte
	err  error
}

func newPump(stream io.Reader) *pump {
	made := &pump{pieces: make(chan piece, 1), free: make(chan []byte, 2)}
	made.free <- make([]byte, 256<<10)
	made.free <- make([]byte, 256<<10)
	go func() {
		for room := range made.free {
			n, err := stream.Read(room)
			made.pieces <- piece{room[:n], err}
			if err != nil {
				return
			}
		}
	}()
	return made
}

func (pump *pump) next(ctx context.Context, p []byte) (int, error) {
	for len(pump.now.data) == 0 && pump.now.err == nil {
		if pump.whole != nil {
			pump.free <- pump.whole
			pump.whole = nil
		}
		select {
		case pump.now = <-pump.pieces:
		default:
			select {
			case pump.now = <-pump.pieces:
			case <-ctx.Done():
				return 0, ctx.Err()
			}
		}
		pump.whole = pump.now.data[:cap(pump.now.data)]
	}
	n := copy(p, pump.now.data)
	pump.now.data = pump.now.data[n:]
	if len(pump.now.data) > 0 || pump.now.err == nil {
		return n, nil
	}
	return n, pump.now.err
}
