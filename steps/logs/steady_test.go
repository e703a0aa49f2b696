package logs

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Arrivals that do not know of one another are no loop, however many there are.
func TestRandomArrivalsAreNotSteady(t *testing.T) {
	for seed := uint64(0); seed < 25; seed++ {
		random := rand.New(rand.NewPCG(seed, 1))
		for _, mean := range []float64{0.2e6, 1e6, 8e6, 60e6} {
			for _, coarse := range []bool{false, true} {
				var steady steady
				at := 1.7e15
				for i := 0; i < 1500; i++ {
					at += random.ExpFloat64() * mean
					written := int64(at)
					if coarse {
						written -= written % 1e6
					}
					steady.add(moment{at: written, timed: true, coarse: coarse, line: int64(i + 1)})
				}
				if runs := steady.certain(); len(runs) > 0 {
					t.Errorf("seed %d, mean %v s, coarse %v: %+v", seed, mean/1e6, coarse, runs[0])
				}
			}
		}
	}
}

// A loop is found: alone, with jitter, in twos, in whole seconds, and among other visitors.
func TestLoopIsSteady(t *testing.T) {
	second := 1e6
	for _, c := range []struct {
		name       string
		gaps       []float64 // in seconds, repeated
		jitter     float64   // share of the gap
		count      int
		coarse     bool
		background float64 // mean distance of other visitors, seconds; 0 none
	}{
		{"six in a minute", []float64{10}, 0.1, 7, false, 0},
		{"half a second", []float64{0.5}, 0.1, 10, false, 0},
		{"half a second, jitter", []float64{0.5}, 0.5, 30, false, 0},
		{"half a second, whole seconds", []float64{0.5}, 0.1, 60, true, 0},
		{"two seconds, whole seconds", []float64{2}, 0.1, 20, true, 0},
		{"twos", []float64{0.08, 1}, 0.1, 30, false, 0},
		{"threes", []float64{0.1, 0.15, 2}, 0.1, 40, false, 0},
		{"among visitors", []float64{0.5}, 0.1, 200, false, 10},
	} {
		random := rand.New(rand.NewPCG(7, 7))
		var times []float64
		at := 1.7e15
		for i := 0; i < c.count; i++ {
			times = append(times, at)
			at += c.gaps[i%len(c.gaps)] * second * (1 + c.jitter*(2*random.Float64()-1))
		}
		if c.background > 0 {
			for other := 1.7e15; other < at; other += random.ExpFloat64() * c.background * second {
				times = append(times, other)
			}
			sortFloats(times)
		}
		var steady steady
		for i, one := range times {
			written := int64(one)
			if c.coarse {
				written -= written % 1e6
			}
			steady.add(moment{at: written, timed: true, coarse: c.coarse, line: int64(i + 1)})
		}
		if len(steady.certain()) == 0 {
			t.Errorf("%s: not found", c.name)
		}
	}
}

// The bound agrees with what chance really does, where chance does it often enough to be counted.
func TestEvenChance(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for _, c := range []struct {
		length, lag int
		deviation   float64
	}{{5, 1, 0.3}, {8, 1, 0.5}, {5, 2, 0.3}, {6, 3, 0.3}} {
		const trials = 100000
		hits := 0
		gaps := make([]float64, c.length)
		for range trials {
			total, squares := 0.0, 0.0
			for i := range gaps {
				gaps[i] = 0
				for range c.lag {
					gaps[i] += random.ExpFloat64()
				}
				total += gaps[i]
			}
			mean := total / float64(c.length)
			for _, gap := range gaps {
				squares += (gap - mean) * (gap - mean)
			}
			if math.Sqrt(squares/float64(c.length))/mean <= c.deviation {
				hits++
			}
		}
		seen, bound := float64(hits)/trials, math.Exp(evenChance(c.length, c.lag, c.deviation))
		if seen > bound*1.1 || seen < bound/3 {
			t.Errorf("%+v: seen %.2g, bound %.2g", c, seen, bound)
		}
	}
}

func sortFloats(values []float64) {
	for i := 1; i < len(values); i++ {
		for j := i; j > 0 && values[j] < values[j-1]; j-- {
			values[j], values[j-1] = values[j-1], values[j]
		}
	}
}
