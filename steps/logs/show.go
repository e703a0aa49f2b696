package logs

import (
	"strings"
	"time"

	"convex-auth-doctor/steps/clean"
)

// timeText writes a time of the log: with Z when the log has absolute times, else as its clock read, without what the
// log does not tell.
func (analysis *analysis) timeText(at int64) string {
	when := time.UnixMicro(at).UTC()
	layout := "2006-01-02T15:04:05"
	switch {
	case !analysis.dated:
		layout = "15:04:05"
	case when.Year() < 1000:
		layout = "01-02T15:04:05"
	}
	if when.Nanosecond() != 0 {
		layout += ".000"
	}
	text := when.Format(layout)
	if analysis.calendar.seen[0] && when.Year() >= 1000 {
		text += "Z"
	}
	return text
}

func (analysis *analysis) momentText(at moment) string {
	if !at.timed {
		return ""
	}
	return analysis.timeText(at.at)
}

// shown makes a piece of the log fit to be shown: one line, no control characters, nothing that could be a secret.
func shown(text string, most int) string { return clean.Short(withoutSecrets(text), most) }

// longestPlain is the longest run of token characters that is shown. Request ids have 16 characters, uuids 36.
const longestPlain = 36

// withoutSecrets replaces what can be a token, a key or a refresh token: JWTs, PEM blocks, and long runs of letters and
// digits as only encodings have them. What may follow "Can't parse refresh token: " is one in any form.
func withoutSecrets(text string) string {
	for _, mark := range []string{"Can't parse refresh token: ", "Bearer "} {
		if before, _, ok := strings.Cut(text, mark); ok {
			text = before + mark + "…"
		}
	}
	if before, _, ok := strings.Cut(text, "-----BEGIN"); ok {
		text = before + "<key>"
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && isTokenByte(text[end]) {
			end++
		}
		if end == i {
			out.WriteByte(text[i])
			i++
			continue
		}
		if run := text[i:end]; isSecretRun(run) {
			out.WriteString("<secret>")
		} else {
			out.WriteString(run)
		}
		i = end
	}
	return out.String()
}

func isTokenByte(c byte) bool {
	return isLetter(c) || isDigit(c) || c == '-' || c == '_' || c == '.' || c == '+' || c == '=' || c == '|' || c == '%'
}

// isSecretRun reports runs that are no words, paths or host names.
func isSecretRun(run string) bool {
	if strings.HasPrefix(run, "eyJ") && len(run) > 12 {
		return true
	}
	for _, part := range strings.FieldsFunc(run, func(r rune) bool { return r == '.' || r == '|' }) {
		hasDigit, hasLetter := strings.ContainsAny(part, "0123456789"), strings.IndexFunc(part, func(r rune) bool { return isLetter(byte(r)) }) >= 0
		if len(part) > longestPlain && hasDigit && hasLetter {
			return true
		}
		// Convex ids, such as both halves of a refresh token (P 2.18), have 32 characters.
		if len(part) >= 31 && hasDigit && hasLetter && !strings.Contains(part, "-") {
			return true
		}
	}
	return false
}
