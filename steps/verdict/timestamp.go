package verdict

import (
	"fmt"
	"math"
	"strings"
	"time"

	"convex-auth-doctor/steps/verdict/serde"
)

// instant is a point in time as openidconnect holds it (chrono): whole seconds and a fraction. nanos is 1e9 or more
// within a leap second.
type instant struct {
	seconds int64
	nanos   int64
}

// atOrBefore reports whether the instant is not later than the whole second now.
func (at instant) atOrBefore(now int64) bool {
	return at.seconds < now || at.seconds == now && at.nanos == 0
}

// String writes the instant as getUserIdentity's updatedAt has it (B 1.61).
func (at instant) String() string {
	moment := time.Unix(at.seconds, 0).UTC()
	second, nanos := moment.Second(), at.nanos
	if nanos >= 1e9 {
		second, nanos = second+1, nanos-1e9
	}
	year := fmt.Sprintf("%04d", moment.Year())
	if moment.Year() > 9999 || moment.Year() < 0 {
		year = fmt.Sprintf("%+05d", moment.Year())
	}
	fraction := ""
	switch {
	case nanos == 0:
	case nanos%1e6 == 0:
		fraction = fmt.Sprintf(".%03d", nanos/1e6)
	case nanos%1e3 == 0:
		fraction = fmt.Sprintf(".%06d", nanos/1e3)
	default:
		fraction = fmt.Sprintf(".%09d", nanos)
	}
	return fmt.Sprintf("%s-%02d-%02dT%02d:%02d:%02d%s+00:00", year, int(moment.Month()), moment.Day(), moment.Hour(), moment.Minute(), second, fraction)
}

// readInstant reads a time claim as openidconnect does: a number, or an RFC 3339 text (B 1.29, C3).
func readInstant(value serde.Raw) (instant, bool) {
	if text, ok := value.Text(); ok {
		return parseRFC3339(text)
	}
	number := value.Number()
	var at instant
	switch number.Kind {
	case serde.Unsigned:
		if number.U > math.MaxInt64 {
			return instant{}, false
		}
		at.seconds = int64(number.U)
	case serde.Negative:
		at.seconds = number.I
	case serde.Float:
		floor := math.Floor(number.Float)
		if floor < firstSecond-1 || floor > lastSecond+1 {
			return instant{}, false
		}
		at = instant{int64(floor), int64(math.Floor((number.Float - floor) * 1e9))}
	default:
		return instant{}, false
	}
	return at, at.inRange()
}

func (at instant) inRange() bool {
	if at.seconds < firstSecond || at.seconds > lastSecond {
		return false
	}
	return at.nanos < 1e9 || at.nanos < 2e9 && ((at.seconds%60)+60)%60 == 59
}

// parseRFC3339 is RFC 3339 as chrono reads it: "t" or a blank may stand for "T", a second may be 60, the fraction may
// have any number of digits, the offset may go up to 23:59 and may have the true minus sign U+2212.
func parseRFC3339(text string) (instant, bool) {
	var part [6]int
	rest := text
	for i, separator := range []string{"-", "-", "tT ", ":", ":", ""} {
		digits := 2
		if i == 0 {
			digits = 4
		}
		if len(rest) < digits || strings.Trim(rest[:digits], "0123456789") != "" {
			return instant{}, false
		}
		for _, c := range rest[:digits] {
			part[i] = part[i]*10 + int(c-'0')
		}
		if rest = rest[digits:]; separator != "" {
			if rest == "" || !strings.Contains(separator, rest[:1]) {
				return instant{}, false
			}
			rest = rest[1:]
		}
	}
	nanos, rest, ok := fraction(rest)
	if !ok {
		return instant{}, false
	}
	offset, ok := zoneOffset(rest)
	if !ok {
		return instant{}, false
	}
	return instantOf(part, nanos, offset)
}

// instantOf checks the parts of a date and time against the calendar.
func instantOf(part [6]int, nanos, offset int64) (instant, bool) {
	year, month, day, hour, minute, second := part[0], part[1], part[2], part[3], part[4], part[5]
	if second == 60 {
		second, nanos = 59, nanos+1e9
	}
	if month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59 {
		return instant{}, false
	}
	moment := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	if moment.Day() != day || day < 1 || moment.Month() != time.Month(month) {
		return instant{}, false
	}
	return instant{moment.Unix() - offset, nanos}, true
}

func fraction(text string) (nanos int64, rest string, ok bool) {
	if !strings.HasPrefix(text, ".") {
		return 0, text, true
	}
	rest = strings.TrimLeft(text[1:], "0123456789")
	digits := text[1 : len(text)-len(rest)]
	if digits == "" {
		return 0, "", false
	}
	for i := 0; i < 9; i++ {
		nanos *= 10
		if i < len(digits) {
			nanos += int64(digits[i] - '0')
		}
	}
	return nanos, rest, true
}

// zoneOffset reads what must be the end of the text.
func zoneOffset(text string) (offset int64, ok bool) {
	if text == "Z" || text == "z" {
		return 0, true
	}
	sign := int64(1)
	rest, negative := strings.CutPrefix(text, "-")
	if !negative {
		rest, negative = strings.CutPrefix(text, "\u2212")
	}
	if negative {
		sign = -1
	} else if rest, ok = strings.CutPrefix(text, "+"); !ok {
		return 0, false
	}
	if len(rest) != 5 || rest[2] != ':' || strings.Trim(rest[:2]+rest[3:], "0123456789") != "" {
		return 0, false
	}
	hours := int64(rest[0]-'0')*10 + int64(rest[1]-'0')
	minutes := int64(rest[3]-'0')*10 + int64(rest[4]-'0')
	if hours > 23 || minutes > 59 {
		return 0, false
	}
	return sign * (hours*3600 + minutes*60), true
}
