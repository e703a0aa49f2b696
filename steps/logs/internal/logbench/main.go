// Command logbench makes logs for measuring, from a seed, and reads them: see .ci/bench.
//
//	logbench make FORMAT MEGABYTES > FILE   FORMAT is jsonl, text or stream
//	logbench read FILE                      prints what was found, the time and the memory
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/logs/internal/made"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "logbench:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "make":
		megabytes, err := strconv.Atoi(args[2])
		if err != nil {
			return err
		}
		out := bufio.NewWriterSize(os.Stdout, 1<<20)
		made.Log(out, args[1], int64(megabytes)<<20)
		return out.Flush()
	case len(args) == 2 && args[0] == "read":
		return read(args[1])
	}
	return fmt.Errorf("usage: logbench make jsonl|text|stream MEGABYTES, or logbench read FILE")
}

func read(name string) error {
	var input io.Reader = os.Stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		input = file
	}
	start := time.Now()
	summary, err := logs.Read(context.Background(), input, logs.Options{})
	if err != nil {
		return err
	}
	took := time.Since(start)
	fmt.Printf("rows %d pairs %d state %s seconds %.4f MB/s %.0f peak memory %s\n", summary.Rows, summary.Refresh.Pairs,
		summary.Refresh.State, took.Seconds(), float64(summary.Bytes)/1e6/took.Seconds(), peakMemory())
	return nil
}

// peakMemory is the largest resident size of this process, where the system tells it.
func peakMemory() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(line)
}
