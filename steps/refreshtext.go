package steps

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"convex-auth-doctor/assets/markdown"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/prose"
	"convex-auth-doctor/steps/report"
)

// burstsMatter reports whether the bursts behind refreshes are worth a word: they are larger than the log's other traffic
// explains, and nothing else is wrong.
func burstsMatter(summary *logs.Summary) bool {
	if summary.Refresh.Cause != nil {
		return *summary.Refresh.Cause == ids.RefreshSubscriptionBurst
	}
	return slices.ContainsFunc(summary.Refresh.Rivals, func(rival logs.Rival) bool { return rival.Cause == ids.RefreshSubscriptionBurst })
}

// TextRow is a label with the lines that stand beside it.
type TextRow struct {
	Label string
	Lines []string
}

const (
	mostFound = 8 // of the list of everything else
	mostNames = 5 // functions of a remedy

	mostRivals = 4 // causes that stay open
)

// RefreshTimeline is the timeline of refreshes drawn in text, without colours.
func RefreshTimeline(summary *logs.Summary, width int) []string {
	chart := summary.Chart(width, 2)
	if len(chart.Columns) == 0 || summary.Refresh.Pairs == 0 {
		return nil
	}
	var lines []string
	for _, line := range chart.Rows {
		lines = append(lines, strings.TrimRight(line, " "))
	}
	if chart.Marks != "" {
		lines = append(lines, chart.Marks)
	}
	lines = append(append(lines, chart.Loops...), chart.Axis)
	return append(lines, markdown.Wrap(strings.Join(chart.Legend, "; "), width)...)
}

// RefreshRows is what a log says, label by label, in lines of at most width columns: all that stands on the page of the
// refresh but its first sentence, its timeline and its cause.
func RefreshRows(summary *logs.Summary, width int) []TextRow {
	wrapped := func(texts ...string) (lines []string) {
		for _, text := range texts {
			lines = append(lines, markdown.Wrap(clean.Line(text), width)...)
		}
		return lines
	}
	var rows []TextRow
	add := func(label string, lines []string) {
		if len(lines) > 0 {
			rows = append(rows, TextRow{label, lines})
		}
	}
	add("expected", wrapped(expectedText(summary)...))
	add("ruled out", wrapped(summary.Against...))
	if burstsMatter(summary) {
		add("bursts", wrapped(burstText(summary)...))
		add("remedies", remedyLines(summary, width))
	}
	add("also found", foundLines(summary, width))
	add("the log", wrapped(logText(summary)...))
	return rows
}

func expectedText(summary *logs.Summary) []string {
	expected := summary.Expected
	if summary.Refresh.Pairs == 0 {
		return nil
	}
	text := "one refresh per page load"
	if expected.Life > expected.Leeway {
		text += fmt.Sprintf(", then one every %s in each tab", logs.DurationText(expected.Life-expected.Leeway))
	}
	text += fmt.Sprintf(": about %.0f here, seen %d.", expected.Pairs, summary.Refresh.Pairs)
	lines := []string{text}
	if expected.Shown {
		lines = append(lines, fmt.Sprintf("The even spacing of %s shows a token that lives %s.", logs.DurationText(expected.Life-expected.Leeway), logs.DurationText(expected.Life)))
	}
	if more := float64(summary.Refresh.Pairs) - expected.Pairs; summary.IsAbove() && more >= 1 && !summary.Refresh.Undecided {
		lines = append(lines, fmt.Sprintf("The other %.0f fit as many page loads. How many visitors were there, and how many tabs were open?", more))
	}
	if len(expected.Assumed) > 0 {
		said := map[string]string{"page loads": "no page loads but the first", "tabs": "one tab", "token life": "a token life of " + logs.DurationText(expected.Life)}
		if expected.Tabs > 1 {
			said["tabs"] = fmt.Sprintf("%d tabs, one for each session that the log names", expected.Tabs)
		}
		var assumed []string
		for _, what := range []string{"tabs", "page loads", "token life"} {
			if slices.Contains(expected.Assumed, what) {
				assumed = append(assumed, said[what])
			}
		}
		lines = append(lines, "Assumed: "+strings.Join(assumed, ", ")+".")
	}
	return lines
}

// burstText describes the largest bursts, each form once.
func burstText(summary *logs.Summary) []string {
	var lines []string
	seen := map[string]bool{}
	for _, burst := range summary.Refresh.Bursts {
		var names []string
		for _, function := range burst.Functions[:min(4, len(burst.Functions))] {
			names = append(names, fmt.Sprintf("%s ×%d", clean.Short(function.Function, 40), function.Count))
		}
		if rest := len(burst.Functions) - len(names); rest > 0 {
			names = append(names, "…")
		}
		text := fmt.Sprintf("%d queries behind %d refreshes", burst.Queries, burst.Pairs)
		if burst.Pairs == 1 {
			text = fmt.Sprintf("%d queries behind one refresh", burst.Queries)
		}
		if burst.Pairs == 0 {
			text = fmt.Sprintf("%d queries with a new identity", burst.Queries)
		}
		if burst.Cached != nil {
			text += fmt.Sprintf(", %d from the cache", *burst.Cached)
		}
		text += ": " + strings.Join(names, ", ")
		if seen[text] || len(lines) == 2 {
			continue
		}
		seen[text] = true
		lines = append(lines, text)
	}
	if twice := twiceInBurst(summary); len(twice) > 0 {
		lines = append(lines, "Twice in one burst: "+strings.Join(twice, ", ")+" (two clients, or different arguments).")
	}
	return lines
}

func twiceInBurst(summary *logs.Summary) []string {
	var names []string
	for _, burst := range summary.Refresh.Bursts {
		for _, name := range burst.Twice {
			if !slices.Contains(names, clean.Short(name, 40)) && len(names) < mostNames {
				names = append(names, clean.Short(name, 40))
			}
		}
	}
	return names
}

// remedyLines are the four remedies, each with the functions of this log that it applies to.
func remedyLines(summary *logs.Summary, width int) []string {
	var lines []string
	for _, remedy := range summary.Remedies {
		for i, line := range markdown.Wrap(clean.Line(remedy.Text), width-2) {
			lines = append(lines, []string{"• ", "  "}[min(i, 1)]+line)
		}
		var names []string
		for i, function := range remedy.Functions {
			if i == mostNames {
				names = append(names, fmt.Sprintf("%d more", len(remedy.Functions)-i))
				break
			}
			names = append(names, clean.Short(function.Function, 40))
		}
		text := "none stands out in this log"
		if len(names) > 0 {
			text = strings.Join(names, ", ")
		}
		for _, line := range markdown.Wrap(text, width-4) {
			lines = append(lines, "    "+line)
		}
	}
	return lines
}

// foundLines is the short list of everything else that a big log holds.
func foundLines(summary *logs.Summary, width int) []string {
	var lines []string
	for i, group := range summary.Groups {
		if i == mostFound {
			lines = append(lines, fmt.Sprintf("and %d more", len(summary.Groups)-i))
			break
		}
		text := fmt.Sprintf("%d× ", group.Count)
		if group.Function != "" {
			text += clean.Short(group.Function, 40) + "  "
		}
		text += clean.Short(group.Sample, 200)
		lines = append(lines, clean.Short(text, width))
	}
	return lines
}

func logText(summary *logs.Summary) []string {
	text := prose.Count(summary.Rows, "row") + " in " + prose.Count(summary.Lines, "line")
	var formats []string
	for _, source := range summary.Sources {
		formats = append(formats, string(source.Format))
	}
	if len(formats) > 0 {
		text += " (" + strings.Join(formats, ", ") + ")"
	}
	if summary.First != "" {
		text += ", " + readable(summary.First) + " to " + readable(summary.Last)
	}
	lines := []string{text + "."}
	for _, note := range summary.Notes {
		lines = append(lines, note.Text)
	}
	return lines
}

// leadRows are the causes that a log leaves open, each with what speaks for it and what decides, where no result says them.
func leadRows(summary *logs.Summary, width int) []TextRow {
	var possible []string
	var decides []string
	ask := func(question logs.Question) {
		for i, line := range markdown.Wrap(clean.Line(question.Text), width-2) {
			line = []string{"? ", "  "}[min(i, 1)] + line
			if i == 0 && slices.Contains(decides, line) {
				return
			}
			decides = append(decides, line)
		}
	}
	if summary.Question != nil && summary.Refresh.Cause == nil {
		ask(*summary.Question)
	}
	why := ""
	for _, rival := range summary.Refresh.Rivals[:min(len(summary.Refresh.Rivals), mostRivals)] {
		possible = append(possible, string(rival.Cause))
		if rival.Why != why { // several causes can stand for the same reason
			for _, line := range markdown.Wrap(clean.Line(rival.Why), width-2) {
				possible = append(possible, "  "+line)
			}
		}
		why = rival.Why
		ask(rival.Question)
	}
	var rows []TextRow
	if len(possible) > 0 {
		rows = append(rows, TextRow{"possible", possible})
	}
	if len(decides) > 0 {
		rows = append(rows, TextRow{"decides", decides})
	}
	return rows
}

// readable drops what people do not need of a time.
func readable(text string) string {
	text, _, _ = strings.Cut(strings.TrimSuffix(clean.Line(text), "Z"), ".")
	return strings.Replace(text, "T", " ", 1)
}

const longLog = 20 // rows from which on a log without refreshes is summed up

// isWorthSumming reports a log of which the pieces of evidence do not say all: they stand for one line each.
func isWorthSumming(summary *logs.Summary) bool {
	return summary.Refresh.Pairs > 0 || summary.Refresh.Cause != nil || len(summary.Refresh.Rivals) > 0 || summary.Rows >= longLog ||
		slices.ContainsFunc(summary.Groups, func(group logs.Group) bool { return group.Count > 1 })
}

// TrafficText is what `check` prints below the result: what the log says as a whole, and the timeline of tokens.
func (s *Session) TrafficText() []string {
	var lines []string
	add := func(title string, text []string) { lines = append(lines, report.Row(title, text...)...) }
	if summary := s.LogSummary(); summary != nil && isWorthSumming(summary) {
		if sentence := clean.Line(summary.Sentence); sentence != s.Result().SaysOfRefresh() { // else said above
			add("refresh", markdown.Wrap(sentence, report.Room))
		}
		if result := s.Result(); result.Cause == nil && (result.Outcome != "" || len(result.Rivals) == 0) { // else said above
			for _, row := range leadRows(summary, report.Room) {
				add(row.Label, row.Lines)
			}
		}
		add("timeline", RefreshTimeline(summary, min(report.Room, 72)))
		for _, row := range RefreshRows(summary, report.Room) {
			add(row.Label, row.Lines)
		}
	}
	if timeline := s.TokenTimeline(); timeline != nil {
		add("tokens", TokenRows(timeline, report.Room))
	}
	return lines
}

// RefreshTimelineWords is the timeline in words, for those who have it read to them.
func RefreshTimelineWords(summary *logs.Summary) []string {
	buckets := summary.Refresh.Timeline
	if len(buckets) == 0 || summary.Refresh.Pairs == 0 {
		return nil
	}
	busiest, gaps := 0, 0
	var bursts, failed []string
	for i, bucket := range buckets {
		if bucket.Pairs > buckets[busiest].Pairs {
			busiest = i
		}
		if bucket.Gap {
			gaps++
		}
		if bucket.Burst {
			bursts = append(bursts, readable(bucket.Start))
		}
		if bucket.Pairs > 0 && bucket.Failed*2 > bucket.Pairs {
			failed = append(failed, readable(bucket.Start))
		}
	}
	each := logs.DurationText(time.Duration(buckets[0].Seconds) * time.Second)
	lines := []string{fmt.Sprintf("Busiest: %d in %s, from %s.", buckets[busiest].Pairs, each, readable(buckets[busiest].Start))}
	for _, loop := range summary.Loops[:min(len(summary.Loops), 3)] {
		lines = append(lines, fmt.Sprintf("A loop from %s: %d refreshes, %s apart.", readable(loop.Start), loop.Pairs, logs.DurationText(loop.Spacing)))
	}
	for _, one := range []struct {
		title string
		times []string
	}{{"Most gave no token: ", failed}, {"Bursts of queries: ", bursts}} {
		if n := len(one.times); n > 3 {
			lines = append(lines, one.title+strings.Join(one.times[:3], ", ")+fmt.Sprintf(" and %d more.", n-3))
		} else if n > 0 {
			lines = append(lines, one.title+strings.Join(one.times, ", ")+".")
		}
	}
	if gaps > 0 {
		lines = append(lines, fmt.Sprintf("No rows at all in %d of %d stretches of %s.", gaps, len(buckets), each))
	}
	return lines
}
