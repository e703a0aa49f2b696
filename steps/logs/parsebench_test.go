package logs

import (
	"bytes"
	"testing"

	"convex-auth-doctor/steps/logs/internal/made"
)

// One chunk that lies in the cache, by one goroutine.
func BenchmarkParse(b *testing.B) {
	for _, format := range []string{"jsonl", "text", "stream"} {
		b.Run(format, func(b *testing.B) {
			var data bytes.Buffer
			made.Log(&data, format, 1<<20)
			tables := newTables()
			var layouts layouts
			b.SetBytes(int64(data.Len()))
			chunk := &chunk{}
			for b.Loop() {
				chunk.reset()
				chunk.data = data.Bytes()
				chunk.parse(tables, &layouts)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(chunk.rows)), "ns/row")
		})
	}
}
