package logs

import (
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Stamp is the time of a line: as it was written, and as far as it could be read.
type Stamp struct {
	Raw        string        // as it was written, "" where a format has no time
	Time       time.Time     // zero when it could not be read; a clock reading without zone is kept as if it were UTC
	Zoned      bool          // the zone is known: Time is an instant
	NoDate     bool          // only a time of day was written; Time is on 1 January of year 1
	NoYear     bool          // the dashboard's "Aug 22": Time is in year 1
	Resolution time.Duration // 1 s for the CLI's locale text, 1 ms or less elsewhere
}

// Known reports whether the time could be read.
func (stamp Stamp) Known() bool { return !stamp.Time.IsZero() || stamp.NoDate || stamp.NoYear }

// unixStamp is the stamp of a JSON number that stands for micros microseconds since 1970.
func unixStamp(raw string, micros float64) Stamp {
	const limit = 1 << 53
	if !(micros > -limit && micros < limit) {
		return Stamp{Raw: raw}
	}
	return Stamp{Raw: raw, Time: time.UnixMicro(int64(math.Round(micros))).UTC(), Zoned: true, Resolution: time.Millisecond}
}

// number is one run of decimal digits, of any script.
type number struct {
	value, digits int
	from, to      int // byte offsets
}

// numbersOf appends the runs of digits in text to found. A run of more than 9 digits has the value -1.
func numbersOf(text string, found []number) []number {
	open := false
	for i, r := range text {
		value, ok := digitOf(r)
		if !ok {
			open = false
			continue
		}
		if !open {
			found = append(found, number{from: i})
			open = true
		}
		last := &found[len(found)-1]
		last.digits++
		last.to = i + utf8.RuneLen(r)
		if last.digits > 9 {
			last.value = -1
		} else {
			last.value = last.value*10 + value
		}
	}
	return found
}

// digitOf returns the value of a decimal digit: locales write ٢٢ or २२ for 22 (B 5.22: the machine's locale).
func digitOf(r rune) (int, bool) {
	if r < utf8.RuneSelf {
		return int(r - '0'), r >= '0' && r <= '9'
	}
	for _, block := range unicode.Nd.R16 { // blocks of ten, each from 0 to 9
		if r >= rune(block.Lo) && r <= rune(block.Hi) {
			return int(r-rune(block.Lo)) % 10, true
		}
	}
	return 0, false
}

// trailingStamp reads the time with which text ends, as Date.toLocaleString of any locale, an ISO time or the
// dashboard writes it. from is where it begins in text; what stands before is another program's prefix.
func trailingStamp(text string) (stamp Stamp, from int, ok bool) {
	var room [24]number
	numbers := numbersOf(text, room[:0])
	for at := len(numbers) - 3; at >= 0 && at >= len(numbers)-7; at-- {
		if stamp, from, ok = stampAt(text, numbers, at); ok {
			return stamp, from, true
		}
	}
	return Stamp{}, len(text), false
}

// stampAt reads the stamp whose hour is numbers[at].
func stampAt(text string, numbers []number, at int) (Stamp, int, bool) {
	hour, minute, second := numbers[at], numbers[at+1], numbers[at+2]
	colons, ok := isClock(text, hour, minute, second)
	if !ok {
		return Stamp{}, 0, false
	}
	end, next := second.to, at+3
	nanos, resolution := 0, time.Second
	if next < len(numbers) && numbers[next].from == end+1 && (text[end] == '.' || text[end] == ',') && colons {
		nanos, resolution = fractionOf(numbers[next])
		end, next = numbers[next].to, next+1
	}
	zone, zoned, end := zoneAt(text, end)
	for next < len(numbers) && numbers[next].from < end {
		next++
	}

	year, month, day, from, noYear, dated := 0, 1, 1, hour.from, false, false
	var around string // the words before and behind the time: AM, 午後, klo, ...
	switch {
	case at >= 3 && isDate(text, numbers[at-3:at]) && hour.from-numbers[at-1].to <= 24 && next == len(numbers):
		year, month, day = orderDate(text, numbers[at-3:at], hasMeridiem(text[numbers[at-1].to:hour.from]+text[end:]))
		from, dated, around = numbers[at-3].from, true, text[numbers[at-1].to:hour.from]+" "+text[end:]
	case next+3 == len(numbers) && isDate(text, numbers[next:]) && numbers[next].from-end <= 4: // vi-VN
		year, month, day = orderDate(text, numbers[next:], false)
		dated, around = true, text[end:numbers[next].from]
	case at >= 1 && monthBefore(text, numbers[at-1]) > 0 && hour.from-numbers[at-1].to <= 3 && next == len(numbers):
		month, day, noYear, dated = monthBefore(text, numbers[at-1]), numbers[at-1].value, true, true
		from, year = numbers[at-1].from-4, 1
	case next != len(numbers) || !colons:
		return Stamp{}, 0, false
	default:
		around = text[end:]
		if len(strings.TrimSpace(around)) > 12 {
			return Stamp{}, 0, false
		}
	}
	if month < 1 || month > 12 || day < 1 || day > 31 || from < 0 {
		return Stamp{}, 0, false
	}
	if !dated {
		year = 1
	}
	when := time.Date(year, time.Month(month), day, hour24(hour.value, around), minute.value, second.value, nanos, time.UTC)
	if zoned {
		when = when.Add(-zone)
	}
	return Stamp{
		Raw: strings.TrimSpace(text[from:]), Time: when, Zoned: zoned && dated && !noYear,
		NoDate: !dated, NoYear: noYear, Resolution: resolution,
	}, from, true
}

// isClock reports whether three numbers are a time of day: 0:14:18, 0.14.18 (fi, da, id), 00 h 14 min 18 s (fr-CA).
func isClock(text string, hour, minute, second number) (colons, ok bool) {
	if hour.value < 0 || hour.value > 24 || minute.value < 0 || minute.value > 59 || second.value < 0 || second.value > 60 {
		return false, false
	}
	if hour.digits > 2 || minute.digits != 2 || second.digits != 2 {
		return false, false
	}
	one, two := text[hour.to:minute.from], text[minute.to:second.from]
	switch {
	case one == ":" && two == ":":
		return true, true
	case one == "." && two == ".":
		return false, true
	}
	return false, strings.TrimSpace(one) == "h" && strings.TrimSpace(two) == "min"
}

// isDate reports whether three numbers are a date: a year of four digits at one end, nothing but separators between.
func isDate(text string, numbers []number) bool {
	for i := 0; i < 2; i++ {
		for _, r := range text[numbers[i].to:numbers[i+1].from] {
			if !strings.ContainsRune("/.-  \u200e\u200f\u202f", r) {
				return false
			}
		}
		if numbers[i+1].from-numbers[i].to > 5 {
			return false
		}
	}
	first, last := numbers[0].digits == 4, numbers[2].digits == 4
	for i, one := range numbers {
		if one.digits == 4 && one.value < 1300 { // the Persian calendar is the earliest
			return false
		}
		if one.value < 1 || one.digits > 2 && !(i == 0 && first || i == 2 && last) {
			return false
		}
	}
	return first != last
}

// orderDate says which number is what. Where a date can be read both ways (5/6/2026), a 12-hour clock and slashes mean
// month first, as in the US; all others put the day first. It does not matter for distances within one day.
func orderDate(text string, numbers []number, twelveHours bool) (year, month, day int) {
	a, b, c := numbers[0].value, numbers[1].value, numbers[2].value
	switch {
	case numbers[0].digits == 4:
		year, month, day = a, b, c
	case a > 12:
		year, month, day = c, b, a
	case b > 12:
		year, month, day = c, a, b
	case twelveHours && strings.Contains(text[numbers[0].to:numbers[1].from], "/"):
		year, month, day = c, a, b
	default:
		year, month, day = c, b, a
	}
	if year > 2400 { // the Buddhist calendar of th-TH
		year -= 543
	}
	return year, month, day
}

var monthNames = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// monthBefore returns the month whose English short name stands right before day, as on the dashboard, or 0.
func monthBefore(text string, day number) int {
	if day.from < 4 || text[day.from-1] != ' ' || day.digits > 2 {
		return 0
	}
	name := text[day.from-4 : day.from-1]
	for i, month := range monthNames {
		if name == month {
			return i + 1
		}
	}
	return 0
}

func fractionOf(fraction number) (nanos int, resolution time.Duration) {
	if fraction.value < 0 {
		return 0, time.Second
	}
	nanos, resolution = fraction.value, time.Nanosecond
	for digits := fraction.digits; digits < 9; digits++ {
		nanos *= 10
		resolution *= 10
	}
	return nanos, resolution
}

// zoneAt reads Z or +02:00 at text[end:].
func zoneAt(text string, end int) (offset time.Duration, zoned bool, after int) {
	rest := text[end:]
	if strings.HasPrefix(rest, "Z") {
		return 0, true, end + 1
	}
	if len(rest) >= 5 && (rest[0] == '+' || rest[0] == '-') {
		digits := strings.Replace(rest[1:min(6, len(rest))], ":", "", 1)
		if len(digits) >= 4 {
			numbers := numbersOf(digits[:4], nil)
			if len(numbers) == 1 && numbers[0].digits == 4 {
				offset = time.Duration(numbers[0].value/100)*time.Hour + time.Duration(numbers[0].value%100)*time.Minute
				if rest[0] == '-' {
					offset = -offset
				}
				return offset, true, end + len(rest[:min(6, len(rest))])
			}
		}
	}
	return 0, false, end
}
