package logs

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"convex-auth-doctor/steps/prose"
)

// Chart is the timeline drawn in text: a bar per stretch of time, highest where most refreshes were.
type Chart struct {
	Columns []Column
	Rows    []string // the bars, top to bottom; one character per column
	Marks   string   // below the bars: ^ a burst of queries, x most refreshes failed; "" without any
	Axis    string   // the times of the first and the last column
	Loops   []string // a line per loop, that begins below its column
	Each    string   // the time that a column stands for: "5 s"
	Most    int      // refreshes in the highest column
	Legend  []string // what the signs mean
}

// Column is one stretch of time in a Chart.
type Column struct {
	Pairs, Failed int
	Burst, Gap    bool
	Start         string
}

const (
	levels     = "▁▂▃▄▅▆▇█"
	gapSign    = '·'
	burstSign  = '^'
	failedSign = 'x'
)

// mostlyFailed reports a column in which most refreshes gave no token.
func (column Column) mostlyFailed() bool { return column.Failed*2 > column.Pairs }

// Chart draws the timeline with at most width columns and rows of bars that are height lines high.
func (summary *Summary) Chart(width, height int) Chart {
	buckets := summary.Refresh.Timeline
	if len(buckets) == 0 || width < 1 || height < 1 {
		return Chart{}
	}
	step := (len(buckets) + width - 1) / width
	repeat := 1
	if wide := width / len(buckets); step == 1 && wide > 1 {
		repeat = min(wide, 2)
	}
	made := Chart{Most: 1, Each: DurationText(time.Duration(buckets[0].Seconds*int64(step)) * time.Second)}
	for i := 0; i < len(buckets); i += step { // a narrow window joins neighbours
		one := Column{Gap: true, Start: buckets[i].Start}
		for _, bucket := range buckets[i:min(i+step, len(buckets))] {
			one.Pairs, one.Failed = one.Pairs+bucket.Pairs, one.Failed+bucket.Failed
			one.Burst, one.Gap = one.Burst || bucket.Burst, one.Gap && bucket.Gap
		}
		for range repeat {
			made.Columns = append(made.Columns, one)
		}
		made.Most = max(made.Most, one.Pairs)
	}
	made.bars(height)
	made.marks()
	made.axis(buckets[len(buckets)-1], summary.Last)
	made.loops(summary.Loops, width)
	return made
}

// bars fills the rows. A column without refreshes stands on the ground line, a gap in the log does not.
func (chart *Chart) bars(height int) {
	signs := []rune(levels)
	for row := height - 1; row >= 0; row-- {
		var line strings.Builder
		for _, column := range chart.Columns {
			full := 0
			if column.Pairs > 0 { // 1 is the ground line
				full = 2 + (column.Pairs*(height*len(signs)-2)+chart.Most-1)/chart.Most
			}
			full = min(full, height*len(signs))
			switch part := full - row*len(signs); {
			case column.Gap && column.Pairs == 0 && row == 0:
				line.WriteRune(gapSign)
			case column.Pairs == 0 && row == 0:
				line.WriteRune(signs[0])
			case part <= 0:
				line.WriteByte(' ')
			default:
				line.WriteRune(signs[min(part, len(signs))-1])
			}
		}
		chart.Rows = append(chart.Rows, line.String())
	}
}

func (chart *Chart) marks() {
	var below strings.Builder
	var burst, failed, gap bool
	for _, column := range chart.Columns {
		gap = gap || column.Gap
		switch {
		case column.Pairs > 0 && column.mostlyFailed():
			failed = true
			below.WriteRune(failedSign)
		case column.Burst:
			burst = true
			below.WriteRune(burstSign)
		default:
			below.WriteByte(' ')
		}
	}
	chart.Marks = strings.TrimRight(below.String(), " ")
	chart.Legend = append(chart.Legend, fmt.Sprintf("a column is %s, the highest %s", chart.Each, prose.Count(chart.Most, "refresh")))
	if failed {
		chart.Legend = append(chart.Legend, "x no token")
	}
	if burst {
		chart.Legend = append(chart.Legend, "^ burst of queries")
	}
	if gap {
		chart.Legend = append(chart.Legend, "· no rows")
	}
}

// axis writes the first time at the left and the last at the right, with the date only where it is not the same.
func (chart *Chart) axis(last Bucket, end string) {
	from, to := clockTime(chart.Columns[0].Start), clockTime(last.Start)
	if end != "" {
		to = clockTime(end)
	}
	if day, other := dayOf(chart.Columns[0].Start), dayOf(last.Start); day != other {
		from, to = day+" "+from, other+" "+to
	}
	line := max(1, len(chart.Columns)-utf8.RuneCountInString(from)-utf8.RuneCountInString(to)-2)
	chart.Axis = from + " " + strings.Repeat("─", line) + " " + to
}

// loops writes a line for each of the first loops, from its column on where there is room.
func (chart *Chart) loops(all []Loop, width int) {
	for _, loop := range all[:min(len(all), 2)] {
		at := 0
		for i, column := range chart.Columns {
			if sortable(column.Start) <= sortable(loop.Start) {
				at = i
			}
		}
		text := fmt.Sprintf("loop: %d refreshes, %s apart", loop.Pairs, DurationText(loop.Spacing))
		if loop.Twos {
			text += ", in twos"
		}
		if loop.Session != "" {
			text += ", one session"
		}
		for at > 0 && chart.Columns[at-1].Start == chart.Columns[at].Start {
			at-- // a bucket that is two columns wide
		}
		line := strings.Repeat(" ", at) + "└ " + text
		if utf8.RuneCountInString(line) > width { // it stands to the left of its column then
			line = strings.Repeat(" ", max(0, at-utf8.RuneCountInString(text)-1)) + text + " ┘"
		}
		chart.Loops = append(chart.Loops, line)
	}
}

// sortable is a time as far as columns and loops write it in the same way: without parts of a second.
func sortable(text string) string {
	text = strings.TrimSuffix(text, "Z")
	text, _, _ = strings.Cut(text, ".")
	return text
}

// clockTime is the time of day of a time as Bucket.Start writes it.
func clockTime(text string) string {
	text = sortable(text)
	if _, after, ok := strings.Cut(text, "T"); ok {
		return after
	}
	return text
}

func dayOf(text string) string {
	day, _, ok := strings.Cut(text, "T")
	if !ok {
		return ""
	}
	return day
}

// DurationText writes a span as people do: "0.5 s", "59 min 50 s", "1 h".
func DurationText(span time.Duration) string {
	if span < 10*time.Second && span%time.Second != 0 {
		return strings.TrimSuffix(fmt.Sprintf("%.1f", span.Seconds()), ".0") + " s"
	}
	span = span.Round(time.Second)
	var parts []string
	for _, unit := range []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}} {
		if n := span / unit.size; n > 0 && len(parts) < 2 {
			parts = append(parts, fmt.Sprintf("%d %s", n, unit.name))
			span -= n * unit.size
		}
	}
	if len(parts) == 0 {
		return "0 s"
	}
	return strings.Join(parts, " ")
}
