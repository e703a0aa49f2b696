package logs

import (
	"fmt"
	"slices"
	"strings"
)

// notes are what a reader of the result must know about the log itself: what could not be read, and what was counted in
// another way than it seems.
func (analysis *analysis) notes(read int64, whole bool) []Note {
	var notes []Note
	note := func(id, format string, values ...any) {
		notes = append(notes, Note{id, fmt.Sprintf(format, values...)})
	}
	if read == 0 {
		note("empty", "The log is empty.")
	}
	analysis.odd.notes(note)
	var names []string
	for i, format := range formats {
		if analysis.byFormat[i] > 0 {
			names = append(names, string(format))
		}
	}
	if len(names) > 1 {
		note("mixed-formats", "The log mixes formats: %s. Times were brought together as far as that is possible.", strings.Join(names, ", "))
	}
	if len(analysis.names) > 1 {
		note("two-deployments", "The log holds rows of %d deployments: %s. The sums are those of all together.", len(analysis.names), strings.Join(sorted(analysis.names), ", "))
	}
	if analysis.backs > 0 {
		note("clock-back", "The clock goes back %s, by up to %s: parts of the log stand in it twice, or in another order.", times(int(analysis.backs)), seconds(analysis.farthest))
	}
	if analysis.duplicates > 0 {
		least := ""
		if analysis.repeats.full() || analysis.byFormat[indexCLIJSON] < analysis.rows { // else every copy is known
			least = "At least "
		}
		note("duplicates", "%s%s repeated; what matters of them is counted once.", least, are(analysis.duplicates, "row"))
	}
	if analysis.untimed > 0 && analysis.untimed < analysis.rows {
		note("untimed-rows", "%s no time that could be read.", have(analysis.untimed, "row"))
	}
	if analysis.rows > 0 && analysis.untimed == analysis.rows {
		note("no-times", "The rows have no times, so rates and loops cannot be told.")
	}
	analysis.formatNotes(note)
	if analysis.pairing.lone > 0 {
		note("lone-mutations", "%d calls of auth:store say nothing of what they do and lack their action; they are not counted as refreshes.", analysis.pairing.lone)
	}
	if analysis.groups.more > 0 {
		note("more-groups", "%d findings of further functions are not listed.", analysis.groups.more)
	}
	if analysis.bursts.others > 0 {
		note("more-functions", "%d runs of further functions are counted, but not by name.", analysis.bursts.others)
	}
	if size := analysis.options.Size; size > 0 && whole && read > size {
		note("grew", "The log grew while it was read, from %d to %d bytes.", size, read)
	} else if size > 0 && whole && read < size {
		note("shrank", "The log shrank while it was read, from %d to %d bytes; what was cut off is not counted. Copy the log, and read the copy.", size, read)
	}
	if isTruncated(analysis.readError) {
		note("cut-off", "The compressed log ends too early; what could be unpacked was read.")
	} else if !whole && analysis.readError != nil {
		note("stopped", "Reading stopped before the end of the log; the result is that of the %d bytes read so far.", read)
	}
	return notes
}

// notes say which bytes were not counted, or are no rows.
func (odd *oddities) notes(note func(id, format string, values ...any)) {
	if odd.tooLong > 0 {
		note("long-lines", "%s too long and passed over (%d bytes in all); what stands in them is not counted.", are(odd.tooLong, "line"), odd.cut)
	}
	if odd.damaged > 0 {
		note("damaged-rows", "%s no whole JSON and not counted: torn lines.", are(odd.damaged, "JSON row"))
	}
	switch {
	case odd.lost > 0:
		note("lost-bytes", "%s lost from line %d on, and not counted: another program cut the file short while it was read. Copy the file, and read the copy.", are(odd.lost, "byte"), odd.lostLine)
	case odd.changed:
		note("changed", "Another program wrote the file anew while it was read; some of it is counted as it stands there now. Copy the file, and read the copy.")
	}
	if odd.halfLast {
		note("half-last-line", "The last line is cut off and not counted.")
	}
	if odd.broken {
		note("broken-document", "The JSON document is cut off, or its brackets do not match; what could be read of it was counted.")
	}
	if odd.foreign > 0 {
		note("foreign-rows", "%s no rows of Convex.", are(odd.foreign, "JSON object"))
	}
	if odd.nuls > 0 {
		note("nul-bytes", "%s NUL bytes, as files have that were cut short while they were written.", have(odd.nuls, "line"))
	}
}

func sorted(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	return names
}

// formatNotes say what a format does not carry.
func (analysis *analysis) formatNotes(note func(id, format string, values ...any)) {
	if analysis.byFormat[indexCLIText] > 0 {
		if analysis.byFormat[indexCLIJSON] == 0 {
			note("text-form", "Text lines have whole seconds, no request ids, callers, cache marks or results; `npx convex logs --history 500 --success --jsonl` shows them.")
		}
		if !analysis.showsEnd && analysis.bursts.total.queries > 0 {
			note("no-success-lines", "Without --success only what functions printed is visible: queries were counted by their console lines.")
		}
	}
	if analysis.byFormat[indexCLIText] > 0 && !analysis.showsEnd && analysis.totals.pairs == 0 {
		note("silent-library", "Without --success the refreshes of robelest's library leave no line in the text form.")
	}
	if pairs := analysis.totals.pairs; pairs > 0 && analysis.totals.marked < pairs && analysis.totals.marked*20 > pairs {
		note("unmarked-pairs", "%d of %d refreshes are not marked as such and were recognised by their form.", pairs-analysis.totals.marked, pairs)
	}
}

func are(n int64, what string) string {
	if n == 1 {
		return "1 " + what + " is"
	}
	return fmt.Sprintf("%d %ss are", n, what)
}

func have(n int64, what string) string {
	if n == 1 {
		return "1 " + what + " has"
	}
	return fmt.Sprintf("%d %ss have", n, what)
}
