package logs

import (
	"bytes"
	"context"
	"os"
	"testing"
)

// The benchmarks read what LOGS_BENCH names (see .ci/bench), once per iteration.
func BenchmarkRead(b *testing.B) {
	name := os.Getenv("LOGS_BENCH")
	if name == "" {
		b.Skip("LOGS_BENCH names no file")
	}
	data, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(context.Background(), bytes.NewReader(data), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// A log of a few lines must not wait for tables to be made.
func BenchmarkTables(b *testing.B) {
	for b.Loop() {
		newTables()
	}
}
