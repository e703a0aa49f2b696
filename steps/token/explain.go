package token

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"

	"convex-auth-doctor/steps/clean"
)

// Row explains one member of a token, for a page that people read. Every text is safe to show.
type Row struct {
	Where     Part
	Name      string
	Value     string // what a person reads: a time in plain words, a text without its quotes, "(absent)"
	State     State  // Absent for an important member that is not there
	Meaning   string // what the member is
	OIDC      string // what a provider entry without a type, or with type "oidc", does with it
	CustomJWT string // what an entry with type "customJwt" does with it
	ConvexUse string // both in one sentence
}

// Explain explains the header and the payload, member by member in their order; important members that are absent
// follow. Times are also told relative to now, unless now is the zero time.
func Explain(token Token, now time.Time) []Row {
	var rows []Row
	for _, part := range []Part{HeaderPart, PayloadPart} {
		object := token.Header
		if part == PayloadPart {
			object = token.Payload
		}
		if !object.Seen {
			continue
		}
		for _, member := range object.Members {
			rows = append(rows, explained(part, member.Name, display(part, member, now), OK))
		}
		if !object.Whole {
			continue // a member that was not read may still be there
		}
		for _, name := range important[part] {
			if !object.Has(name) {
				rows = append(rows, explained(part, name, "(absent)", Absent))
			}
		}
	}
	return rows
}

func explained(part Part, name, value string, state State) Row {
	known := lookup(part, name)
	row := Row{Where: part, Name: clean.Short(name, 60), Value: value, State: state,
		Meaning: known.meaning, OIDC: clean.Line(known.oidc), CustomJWT: clean.Line(known.custom)}
	if row.CustomJWT == "" {
		row.CustomJWT = row.OIDC
	}
	row.ConvexUse = row.OIDC
	if row.CustomJWT != row.OIDC {
		row.ConvexUse = "OIDC entry: " + row.OIDC + ". customJwt entry: " + row.CustomJWT
	}
	return row
}

// longest is how many characters of a value a row shows.
const longest = 200

// display returns a value as a person reads it.
func display(part Part, member Member, now time.Time) string {
	raw := string(member.Value)
	switch {
	case strings.HasPrefix(raw, `"`):
		return clean.Short(unquote(member.Value), longest)
	case part == PayloadPart && isDate(member.Name):
		object := Object{Members: []Member{member}}
		if seconds, state := object.Number(member.Name); state == OK {
			return clean.Short(raw, 30) + "  " + PlainTime(seconds, now)
		}
	}
	if strings.HasPrefix(raw, "{") || strings.HasPrefix(raw, "[") {
		var list []string
		if json.Unmarshal(member.Value, &list) == nil && len(list) > 0 {
			return clean.Short(`["`+strings.Join(list, `", "`)+`"]`, longest)
		}
		return clean.Short(strings.Join(strings.Fields(raw), " "), longest)
	}
	return clean.Short(raw, longest)
}

// isDate reports whether a claim holds seconds since 1970.
func isDate(name string) bool {
	switch name {
	case "exp", "iat", "nbf", "auth_time", "updated_at", "oiat":
		return true
	}
	return false
}

// PlainTime says when a NumericDate is: the time in UTC and, unless now is the zero time, how far it is from now.
// A value that can only be meant in milliseconds is named as such: Convex reads it as a year far away (B 1.9).
func PlainTime(seconds float64, now time.Time) string {
	switch {
	case math.IsNaN(seconds) || math.IsInf(seconds, 0) || math.Abs(seconds) > 1e16:
		return "no time: out of range"
	case seconds > 1e11:
		return "in the year " + year(seconds) + ": milliseconds where seconds belong"
	case seconds < 0:
		return "before 1970"
	}
	at := time.Unix(int64(seconds), 0).UTC()
	layout := "2006-01-02 15:04:05Z"
	if now.IsZero() {
		return at.Format(layout)
	}
	if sameDay(at, now.UTC()) {
		layout = "15:04:05Z"
	}
	distance := time.Duration(math.Round(seconds-float64(now.Unix()))) * time.Second
	switch {
	case distance > 0:
		return at.Format(layout) + ", in " + plainDuration(distance)
	case distance < 0:
		return at.Format(layout) + ", " + plainDuration(-distance) + " ago"
	}
	return at.Format(layout) + ", now"
}

func year(seconds float64) string {
	return strconv.FormatInt(1970+int64(seconds/31556952), 10)
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// plainDuration says a duration in its largest unit, and in the next one where that tells more.
func plainDuration(duration time.Duration) string {
	seconds := int64(duration / time.Second)
	switch {
	case seconds < 120:
		return count(seconds, "s")
	case seconds < 2*3600:
		return count(seconds/60, "min")
	case seconds < 48*3600:
		return count(seconds/3600, "h")
	case seconds < 800*86400:
		return count(seconds/86400, "days")
	}
	return count(seconds/31556952, "years")
}

func count(n int64, unit string) string {
	return strconv.FormatInt(n, 10) + " " + unit
}
