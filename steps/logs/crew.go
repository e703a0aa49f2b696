package logs

import (
	"context"
	"runtime"
	"sync"
)

// crew reads a log with several goroutines that all do the same: take the next chunk off the input, parse it, and add it to
// the analysis when its turn has come. So nearly all that is done with a chunk is done while it lies in the cache of one
// processor, and nobody is woken up for it: a goroutine that reads, some that parse and one that takes what they found,
// with channels between them, took twice the time on two processors.
type crew struct {
	analysis *analysis
	workers  int
	free     chan *chunk

	input  sync.Mutex // held while a chunk is taken off the input
	stream *stream
	cut    int // chunks taken off

	order  sync.Mutex
	parsed []*chunk // chunks that wait for one before them
	taken  int      // chunks added to the analysis
	taking bool     // somebody adds chunks to the analysis
}

func newCrew(ctx context.Context, source *source, analysis *analysis, options Options) *crew {
	made := &crew{analysis: analysis, workers: options.workers}
	if made.workers == 0 {
		made.workers = min(runtime.GOMAXPROCS(0), 4)
	}
	// A chunk that waits for its turn has been handed over, so that its goroutine goes on with another one.
	made.free = make(chan *chunk, made.workers+2)
	for range cap(made.free) {
		made.free <- &chunk{}
	}
	made.stream = newStream(ctx, source, options, made.free)
	return made
}

// run reads the log to its end, or as far as it can be read.
func (crew *crew) run() error {
	var group sync.WaitGroup
	for range crew.workers {
		group.Go(crew.work)
	}
	group.Wait()
	return crew.stream.err
}

func (crew *crew) work() {
	defer guardFaults()()
	var layouts layouts
	for {
		chunk := crew.next()
		if chunk == nil {
			return
		}
		chunk.parseMapped(crew.analysis.tables, &layouts)
		crew.hand(chunk)
	}
}

// next takes a chunk off the input, nil when there is none left.
func (crew *crew) next() *chunk {
	crew.input.Lock()
	defer crew.input.Unlock()
	chunk := crew.stream.next()
	if chunk != nil {
		chunk.number = crew.cut
		crew.cut++
	}
	return chunk
}

// hand hands a parsed chunk over: it is added to the analysis now, with those that waited for it, or by the goroutine that
// does so already or that parses one before it.
func (crew *crew) hand(chunk *chunk) {
	crew.order.Lock()
	defer crew.order.Unlock()
	crew.parsed = append(crew.parsed, chunk)
	if crew.taking {
		return
	}
	crew.taking = true
	for next := crew.nextParsed(); next != nil; next = crew.nextParsed() {
		crew.order.Unlock()
		crew.analysis.takeAll(next)
		crew.release(next)
		crew.order.Lock()
		crew.taken++
	}
	crew.taking = false
}

// nextParsed returns the chunk whose turn it is, nil while it is not parsed.
func (crew *crew) nextParsed() *chunk {
	for i, chunk := range crew.parsed {
		if chunk.number == crew.taken {
			last := len(crew.parsed) - 1
			crew.parsed[i] = crew.parsed[last]
			crew.parsed = crew.parsed[:last]
			return chunk
		}
	}
	return nil
}

// release makes a chunk free for another part of the log. A long line was enough: its memory and that of its texts is
// given back.
func (crew *crew) release(chunk *chunk) {
	if chunk.large {
		*chunk = emptyChunk
		<-crew.stream.feeder.large
	} else {
		chunk.reset()
	}
	crew.free <- chunk
}
