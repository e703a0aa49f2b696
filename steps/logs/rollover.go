package logs

import "time"

// calendar brings the times of a log onto one line: a time of day gets its day, a dashboard's time its year, and where
// texts in local time and JSON in absolute time stand in one file, the zone between them is taken from neighbours.
type calendar struct {
	last  int64 // last time handed out
	any   bool
	seen  [2]bool  // absolute times, local times
	shift [2]int64 // what is added to them
}

const (
	dayMicros = int64(24 * time.Hour / time.Microsecond)
	zoneStep  = int64(15 * time.Minute / time.Microsecond)
	zoneMost  = int64(15 * time.Hour / time.Microsecond)
)

// fix returns the time on the common line.
func (calendar *calendar) fix(at int64, found flags, local bool) int64 {
	switch {
	case found&flagNoDate != 0 && calendar.any:
		at += floor(calendar.last-at+dayMicros/2, dayMicros)
	case found&flagNoYear != 0 && calendar.any:
		at = nearestYear(at, calendar.last)
	}
	kind := 0
	if local {
		kind = 1
	}
	if !calendar.seen[kind] {
		calendar.seen[kind] = true
		if off := calendar.last - at; calendar.seen[1-kind] && off < zoneMost && off > -zoneMost {
			calendar.shift[kind] = floor(off+zoneStep/2, zoneStep)
		}
	}
	at += calendar.shift[kind]
	calendar.last, calendar.any = at, true
	return at
}

// nearestYear moves a time by whole years, so that it is as near as can be to another.
func nearestYear(at, to int64) int64 {
	from := time.UnixMicro(at).UTC()
	years := time.UnixMicro(to).UTC().Year() - from.Year()
	best := from.AddDate(years, 0, 0).UnixMicro()
	for _, other := range []int{years - 1, years + 1} {
		if one := from.AddDate(other, 0, 0).UnixMicro(); distance(one, to) < distance(best, to) {
			best = one
		}
	}
	return best
}

func distance(a, b int64) int64 {
	if a < b {
		return b - a
	}
	return a - b
}
