package evidence

import (
	"runtime"
	"testing"

	"convex-auth-doctor/steps/secret"
)

// BenchmarkRecognize is 10 MB of mixed text; 100 MB/s is the aim.
func BenchmarkRecognize(b *testing.B) {
	text := mixedText(10 << 20)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		var registry secret.Registry
		if len(Recognize(text, &registry).Pieces) == 0 {
			b.Fatal("nothing was recognised")
		}
	}
}

// BenchmarkRecognizeSmall is what `check` does with one token and one list.
func BenchmarkRecognizeSmall(b *testing.B) {
	text := []byte("Authorization: Bearer " + sampleToken() + "\n\nDomain\nhttps://verb-noun-00.clerk.accounts.dev\nApplication ID\nconvex\n")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		var registry secret.Registry
		Recognize(text, &registry)
	}
}

// BenchmarkHAR is a network log of 200 MB; 200 MB/s in under 100 MB of memory are the aim.
func BenchmarkHAR(b *testing.B) {
	const size = 200 << 20
	b.SetBytes(size)
	var peak uint64
	for b.Loop() {
		var registry secret.Registry
		result, err := RecognizeReader(largeHAR(size), &registry)
		if err != nil || len(of(result.Pieces, KindSocket)) != 1 {
			b.Fatal("the socket was not found", err)
		}
		peak = max(peak, heap())
	}
	b.ReportMetric(float64(peak)/(1<<20), "heap-MB")
}

// BenchmarkStream is 1 GB of mixed text through a window; 64 MB are the limit.
func BenchmarkStream(b *testing.B) {
	const size = 1 << 30
	text := string(mixedText(4 << 20))
	b.SetBytes(size)
	var peak uint64
	for b.Loop() {
		var registry secret.Registry
		if _, err := RecognizeReader(&repeated{body: text, left: size}, &registry); err != nil {
			b.Fatal(err)
		}
		peak = max(peak, heap())
	}
	b.ReportMetric(float64(peak)/(1<<20), "heap-MB")
}

func heap() uint64 {
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return memory.HeapSys - memory.HeapReleased
}
