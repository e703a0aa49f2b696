package logs

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// unnamedAt is the log of refreshes at the given seconds by a library that prints nothing, with results or without.
func unnamedAt(t *testing.T, times []float64, coarse, failed bool, options Options) Summary {
	t.Helper()
	world := newWorld(11)
	world.robelest = true
	sortFloats(times)
	for _, at := range times {
		world.browser().refresh(at, outcome{quiet: true, failed: failed})
	}
	log := renderJSONL(world.sorted())
	if coarse {
		log = renderText(world.sorted(), true, "1/2/2006, 3:04:05 PM", "")
	}
	return read(t, []byte(log), options)
}

// One client in a loop is never called healthy, whatever its spacing and whatever the format shows: where a log is too short
// or too coarse to tell, the question is asked that decides.
func TestLoopIsNeverHealthy(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 1))
	for _, gap := range []float64{0.15, 0.2, 0.27, 0.33, 0.4, 0.45, 0.5, 0.55, 0.6, 0.66, 0.7, 0.75, 0.8, 0.9, 1, 1.1, 1.3, 1.5, 1.7, 2} {
		for _, n := range []int{8, 12, 20, 40} {
			for _, jitter := range []float64{0, 0.1, 0.25} {
				for _, coarse := range []bool{true, false} {
					at, times := random.Float64(), []float64(nil)
					for range n {
						times = append(times, at)
						at += gap * (1 + jitter*(2*random.Float64()-1))
					}
					failed := n == 20
					got := unnamedAt(t, times, coarse, failed, Options{})
					name := fmt.Sprintf("%d refreshes %v s apart, jitter %v, whole seconds %v", n, gap, jitter, coarse)
					switch {
					case got.Refresh.Undecided:
						if got.Question == nil || got.Question.ID != askSession.ID {
							t.Errorf("%s: undecided, and nothing is asked", name)
						}
					case got.Refresh.State != Suspicious:
						t.Errorf("%s: %s", name, got.Sentence)
					}
					if certain := n == 40 && jitter < 0.2 && gap >= 0.27; certain && got.Refresh.State != Suspicious {
						t.Errorf("%s is certain, not %s", name, got.Sentence)
					}
				}
			}
		}
	}
}

// Visitors before and behind a loop do not hide it.
func TestLoopBetweenVisitors(t *testing.T) {
	for _, around := range []float64{6, 8, 11, 30} {
		times := []float64{0, around, 2 * around}
		for i := range 40 {
			times = append(times, 3*around+0.6*float64(i))
		}
		times = append(times, 3*around+24+around, 3*around+24+2*around)
		if got := unnamedAt(t, times, true, false, Options{}); len(got.Loops) != 1 || got.Loops[0].Pairs < 30 {
			t.Errorf("visitors each %v s: %s %+v", around, got.Sentence, got.Loops)
		}
	}
}

// Visitors are no loop, whether all come at once or one after the other, and in whole seconds as in finer times. Where
// there are many of them a log tells so, but for one in a hundred.
func TestVisitorsAreNoLoop(t *testing.T) {
	many, undecided := 0, 0
	for _, c := range []struct {
		name string
		next func(random *rand.Rand, i int) float64
	}{
		{"after a deploy", func(random *rand.Rand, _ int) float64 { return 100 + 4*random.ExpFloat64() }},
		{"within 8 s", func(random *rand.Rand, _ int) float64 { return 100 + 8*random.Float64() }},
		{"reconnecting", func(random *rand.Rand, _ int) float64 {
			return 100 + float64(int(1)<<random.IntN(4))*(0.5+random.Float64())
		}},
		{"one by one", func(random *rand.Rand, i int) float64 { return float64(i)*3 + 40*random.ExpFloat64() }},
		{"several at once", func(random *rand.Rand, i int) float64 { return float64(i/5)*17 + 2*random.ExpFloat64() }},
	} {
		for seed := range uint64(12) {
			for _, n := range []int{8, 14, 30, 80} {
				for _, coarse := range []bool{true, false} {
					random := rand.New(rand.NewPCG(seed, uint64(n)))
					var times []float64
					for i := range n {
						times = append(times, c.next(random, i))
					}
					got := unnamedAt(t, times, coarse, false, Options{})
					if len(got.Loops) > 0 {
						t.Errorf("seed %d, %d visitors %s, whole seconds %v: %s", seed, n, c.name, coarse, got.Sentence)
					}
					if n == 80 {
						many++
						if got.Refresh.Undecided {
							undecided++
						}
					}
				}
			}
		}
	}
	if undecided*100 > many {
		t.Errorf("%d of %d logs with many visitors are undecided", undecided, many)
	}
}

// What was told explains refreshes that are undecided otherwise.
func TestUndecidedIsDecidedByWhatWasTold(t *testing.T) {
	for _, c := range []struct {
		options Options
		want    bool
	}{{Options{}, true}, {Options{Visitors: 12}, false}, {Options{PageLoads: 12}, false}, {Options{Tabs: 1}, false}} {
		got := unnamedAt(t, every(12, 0.5), true, false, c.options)
		if got.Refresh.Undecided != c.want {
			t.Errorf("%d visitors, %d page loads, %d tabs: undecided %v: %s", c.options.Visitors, c.options.PageLoads, c.options.Tabs, got.Refresh.Undecided, got.Sentence)
		}
	}
}

// The bound agrees with what chance really does, where chance does it often enough to be counted.
func TestDriftChance(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	for _, c := range []struct{ seconds, total int }{{8, 12}, {10, 25}, {14, 10}} {
		const trials = 150000
		drifts := make([]float64, 0, trials)
		var sample []int
		for trial := range trials {
			counts := make([]int, c.seconds)
			for range c.total {
				counts[random.IntN(c.seconds)]++
			}
			one := drift(counts)
			drifts = append(drifts, one)
			if trial == 0 || one <= 2 && drift(sample) > 2 {
				sample = counts
			}
		}
		hits := 0
		for _, one := range drifts {
			if one <= drift(sample)+1e-9 {
				hits++
			}
		}
		if drift(sample) > 4 {
			continue
		}
		seen, bound := float64(hits)/trials, math.Exp(driftChance(sample))
		if seen > bound*1.1 || seen < bound/2 {
			t.Errorf("%+v: seen %.3g, bound %.3g", c, seen, bound)
		}
	}
}
