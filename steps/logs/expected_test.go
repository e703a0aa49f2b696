package logs

import (
	"context"
	"strings"
	"testing"
	"time"
)

// What is expected agrees with what is said of it: evenly spaced refreshes show the token's life, and more of them than
// tabs and page loads explain are not called as expected.
func TestExpectation(t *testing.T) {
	spaced := func(n int, spacing float64) func(*world) {
		return func(world *world) {
			one := world.browser()
			for i := range n {
				one.refresh(float64(i)*spacing, outcome{quiet: true})
			}
		}
	}
	for _, c := range []struct {
		name     string
		play     func(*world)
		options  Options
		life     time.Duration
		shown    bool
		above    bool
		sentence string
	}{
		{"one tab, a token of a minute", spaced(70, 50), Options{}, time.Minute, true, false, "Refresh is as expected: 70 "},
		{"one tab, a token of five minutes", spaced(9, 290), Options{}, 5 * time.Minute, true, false, "Refresh is as expected: 9 "},
		{"one tab, a token of a minute, another life told", spaced(70, 50), Options{TokenLife: time.Hour}, time.Hour, false, true, "No loop, but more refreshes than expected: 70 "},
		{"one tab for hours", spaced(4, 3590), Options{}, time.Hour, false, false, "Refresh is as expected: 4 "},
		{"page loads now and then", func(world *world) {
			for at := 0.0; at < 300; at += world.random.ExpFloat64() * 12 {
				world.browser().load(at)
			}
		}, Options{}, time.Hour, false, true, "No loop, but more refreshes than expected: "},
		{"as many visitors as page loads", func(world *world) {
			for i := range 20 {
				world.browser().load(float64(i*i) * 1.5)
			}
		}, Options{Visitors: 20}, time.Hour, false, false, "Refresh is as expected: 20 "},
		{"a loop is no tempo", spaced(70, 8), Options{}, time.Hour, false, false, "Refresh is suspicious: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			world := newWorld(7)
			c.play(world)
			summary, err := Read(context.Background(), strings.NewReader(renderings()[0].render(world.sorted())), c.options)
			if err != nil {
				t.Fatal(err)
			}
			if summary.Expected.Life != c.life || summary.Expected.Shown != c.shown || summary.IsAbove() != c.above || !strings.HasPrefix(summary.Sentence, c.sentence) {
				t.Errorf("life %s shown %t above %t, want %s %t %t\n%s", summary.Expected.Life, summary.Expected.Shown, summary.IsAbove(), c.life, c.shown, c.above, summary.Sentence)
			}
		})
	}
}
