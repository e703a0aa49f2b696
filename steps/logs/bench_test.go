package logs

import (
	"bytes"
	"context"
	"testing"

	"convex-auth-doctor/steps/logs/internal/made"
)

// The whole diagnosis of a log, from memory. .ci/bench does it from a file, beside other programs.
func BenchmarkRead(b *testing.B) {
	for _, format := range []string{"jsonl", "text", "stream"} {
		b.Run(format, func(b *testing.B) {
			var data bytes.Buffer
			made.Log(&data, format, 64<<20)
			b.SetBytes(int64(data.Len()))
			b.ReportAllocs()
			for b.Loop() {
				summary, err := Read(context.Background(), bytes.NewReader(data.Bytes()), Options{})
				if err != nil || summary.Refresh.Pairs == 0 || summary.Refresh.State != AsExpected {
					b.Fatal(err, summary.Sentence)
				}
			}
		})
	}
}

// A log of a few lines must not wait for tables to be made.
func BenchmarkTables(b *testing.B) {
	for b.Loop() {
		newTables()
	}
}
