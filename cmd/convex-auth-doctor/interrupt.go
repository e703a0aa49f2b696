package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"time"
)

// A log that is followed has no end: `npx convex logs --jsonl | convex-auth-doctor check -` is ended with ctrl-c, which
// the shell sends to both programs. What came until then is read, and the result of it printed.

const (
	// drainFor is how long to wait for the other program's last lines once both were interrupted.
	drainFor = 300 * time.Millisecond
	// quietFor is how long to read without a word. Most input is there at once.
	quietFor = 2 * time.Second
)

// reading is what an interrupt ends.
type reading struct {
	context.Context
	stop        func()
	interrupted bool
	signals     chan os.Signal
	ended       chan struct{}
}

// untilInterrupted begins a reading that ctrl-c ends. A second ctrl-c ends the program, as ever. What it returns must be
// ended.
func untilInterrupted() *reading {
	ctx, cancel := context.WithCancel(context.Background())
	made := &reading{Context: ctx, stop: cancel, signals: make(chan os.Signal, 1), ended: make(chan struct{})}
	signal.Notify(made.signals, os.Interrupt)
	go func() {
		defer close(made.ended)
		if _, ok := <-made.signals; !ok {
			return
		}
		made.interrupted = true
		signal.Stop(made.signals)
		select {
		case <-time.After(drainFor):
			cancel()
		case <-ctx.Done():
		}
	}()
	return made
}

// end ends the reading and reports whether it was interrupted.
func (reading *reading) end() bool {
	signal.Stop(reading.signals)
	reading.stop()
	close(reading.signals)
	<-reading.ended
	return reading.interrupted
}

// announce says what is being waited for, if standard input does not end soon and a person can see it. It returns what
// takes that back.
func announce(around surroundings) (stop func()) {
	if !isTerminal(around.err) {
		return func() {}
	}
	if isTerminal(around.in) {
		fmt.Fprintln(around.err, "Paste what you have, then ctrl-d on a line of its own.")
		return func() {}
	}
	timer := time.AfterFunc(quietFor, func() {
		fmt.Fprintln(around.err, "Reading standard input. ctrl-c ends it and prints the result.")
	})
	return func() { timer.Stop() }
}
