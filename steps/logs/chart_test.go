package logs

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func bucketsOf(starts []string, pairs ...int) []Bucket {
	var made []Bucket
	for i, n := range pairs {
		made = append(made, Bucket{Start: starts[i], Seconds: 10, Pairs: n, Rows: n})
	}
	return made
}

func TestChart(t *testing.T) {
	starts := []string{"2026-08-22T09:00:00Z", "2026-08-22T09:00:10Z", "2026-08-22T09:00:20Z", "2026-08-22T09:00:30Z", "2026-08-22T09:00:40Z", "2026-08-22T09:00:50Z"}
	buckets := bucketsOf(starts, 1, 0, 8, 4, 0, 2)
	buckets[1].Rows, buckets[4].Gap = 5, true
	buckets[2].Burst, buckets[5].Failed = true, 2
	summary := &Summary{Refresh: Refresh{Timeline: buckets, Pairs: 15}, Last: "2026-08-22T09:00:57.250Z",
		Loops: []Loop{{Start: "2026-08-22T09:00:21.500Z", Pairs: 12, Spacing: 1_500_000_000, Twos: true}}}
	got := summary.Chart(6, 1)
	want := Chart{
		Columns: got.Columns, Each: "10 s", Most: 8,
		Rows:   []string{"▃▁█▅·▄"},
		Marks:  "  ^  x",
		Axis:   "09:00:00 ─ 09:00:57",
		Loops:  got.Loops, // they want more room
		Legend: []string{"a column is 10 s, the highest 8 refreshes", "x no token", "^ burst of queries", "· no rows"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	wide := summary.Chart(60, 2)
	if diff := cmp.Diff([]string{"    ██▁▁    ", "▄▄▁▁████··▆▆"}, wide.Rows); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"    └ loop: 12 refreshes, 1.5 s apart, in twos"}, wide.Loops); diff != "" {
		t.Error(diff)
	}
	narrow := summary.Chart(3, 1)
	if len(narrow.Columns) != 3 || narrow.Columns[1].Pairs != 12 || narrow.Most != 12 || narrow.Each != "20 s" {
		t.Errorf("joined: %+v", narrow)
	}
	if empty := (&Summary{}).Chart(60, 2); len(empty.Rows) != 0 {
		t.Errorf("a chart of nothing: %+v", empty)
	}
}

// Whatever a timeline holds, a chart keeps to its width, and more refreshes are never a lower bar.
func TestChartOfAnything(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var summary Summary
		for range random.IntN(60) {
			one := Bucket{Start: "2026-08-22T09:00:00Z", Seconds: int64(1 + random.IntN(4000)), Pairs: random.IntN(1 << random.IntN(12)), Gap: random.IntN(9) == 0}
			one.Failed = random.IntN(one.Pairs + 1)
			summary.Refresh.Timeline = append(summary.Refresh.Timeline, one)
		}
		width, height := 1+random.IntN(140), 1+random.IntN(3)
		chart := summary.Chart(width, height)
		total := 0
		for _, column := range chart.Columns {
			total = max(total, column.Pairs)
		}
		if len(chart.Columns) > width || total > 0 && total != chart.Most {
			t.Fatalf("%d columns in %d, highest %d of %d", len(chart.Columns), width, chart.Most, total)
		}
		heights := make([]int, len(chart.Columns))
		for _, row := range chart.Rows {
			if utf8.RuneCountInString(row) != len(chart.Columns) {
				t.Fatalf("a row of %d for %d columns", utf8.RuneCountInString(row), len(chart.Columns))
			}
			for i, sign := range []rune(row) {
				if at := strings.IndexRune(levels, sign); at >= 0 {
					heights[i] += at/3 + 1
				}
			}
		}
		for i, one := range chart.Columns {
			for j, other := range chart.Columns {
				if one.Pairs > other.Pairs && heights[i] < heights[j] {
					t.Fatalf("%d refreshes are drawn lower than %d:\n%s", one.Pairs, other.Pairs, strings.Join(chart.Rows, "\n"))
				}
			}
		}
	}
}

func TestTokenChart(t *testing.T) {
	const t0 = 1787357658
	timeline := Timeline([]TokenSighting{
		{"token A", t0, t0 + 60, t0 + 1}, {"token A", t0, t0 + 60, t0 + 59}, {"token B", t0 + 50, t0 + 110, t0 + 51}, {"token C", t0 - 400, t0 - 340, t0 + 20},
	})
	got := timeline.Chart(52)
	var bars []string
	for _, one := range got.Lines {
		bars = append(bars, one.Label+" "+one.Bar)
	}
	want := []string{
		"token C ├─────┤" + strings.Repeat(" ", 35) + "x",
		"token A " + strings.Repeat(" ", 40) + "●─────●",
		"token B " + strings.Repeat(" ", 45) + "●─────┤",
	}
	if diff := cmp.Diff(want, bars); diff != "" {
		t.Error(diff)
	}
	if want := "issued 00:14:18Z · sent 00:14:19Z to 00:15:17Z, 2 times · ends 00:15:18Z · lives 1 min"; got.Lines[1].Text != want {
		t.Errorf("%q, want %q", got.Lines[1].Text, want)
	}
	for name, c := range map[string]struct {
		sightings []TokenSighting
		clock     string
	}{
		"behind":    {[]TokenSighting{{"token A", t0, t0 + 60, t0 - 90}}, "the client's clock is at least 1 min 30 s behind the issuer's"},
		"ahead":     {[]TokenSighting{{"token A", t0, t0 + 3600, t0 + 31}}, "the client's clock seems 31 s ahead of the issuer's"},
		"agrees":    {[]TokenSighting{{"token A", t0, t0 + 3600, t0 + 1}}, "the client's clock agrees with the issuer's within a few seconds"},
		"old token": {[]TokenSighting{{"token A", t0, t0 + 36000, t0 + 9000}}, "the client's clock is at most 2 h 30 min ahead of the issuer's: the tokens were not new when they were sent"},
		"a paste":   {[]TokenSighting{{"token A", t0, t0 + 36000, 0}}, ""},
	} {
		timeline := Timeline(c.sightings)
		if chart := timeline.Chart(40); chart.Clock != c.clock {
			t.Errorf("%s: %q, want %q", name, chart.Clock, c.clock)
		}
	}
	for _, strange := range [][]TokenSighting{nil, {{"token A", 0, 0, 0}}, {{"token A", 9e11, 9.5e11, 1}}, {{"token A", 5, 5, 5}}} {
		timeline := Timeline(strange)
		timeline.Chart(0)
	}
}
