package evidence

import (
	"bytes"
	"regexp"
	"sort"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/lazy"
)

// rest notes the lines in which nothing was recognised, paragraph by paragraph, with what they resemble.
func (part *part) rest() {
	if len(part.result.Unknown) >= 200 {
		return
	}
	sort.Slice(part.known, func(a, b int) bool { return part.known[a].from < part.known[b].from })
	next := 0
	start, end := -1, -1
	flush := func() {
		if start >= 0 {
			part.unknownText(start, end)
		}
		start = -1
	}
	covered := 0 // everything before it is recognised
	for from := 0; from < len(part.masked); {
		to := len(part.masked)
		if at := bytes.IndexByte(part.masked[from:], '\n'); at >= 0 {
			to = from + at
		}
		for next < len(part.known) && part.known[next].from < to {
			covered = max(covered, part.known[next].to)
			next++
		}
		line := part.masked[from:to]
		switch {
		case covered > from || bytes.IndexByte(line, blot) >= 0:
			flush()
		case len(bytes.TrimSpace(line)) == 0:
			flush()
		default:
			if start < 0 {
				start = from
			}
			end = to
		}
		from = to + 1
	}
	flush()
}

// unknownText notes one paragraph. What is a few characters only, such as a code fence, is not worth a note.
func (part *part) unknownText(from, to int) {
	text := part.masked[from:to]
	if len(bytes.Trim(text, " \t\r\n`{}[]();,.#>|*-_=")) < 4 || len(part.result.Unknown) >= 200 {
		return
	}
	var resembles []Relative
	head := ""
	switch known := len(part.result.Unknown); { // nobody reads what a thousand paragraphs of a log resemble
	case known < 16:
		resembles, head = relativesOf(text), headOf(text)
	case known < 48:
		head = headOf(text)
	case known >= mostUnknown:
		return
	}
	part.unknown(Fragment{part.where(from, to), to - from, resembles, head})
}

// headOf is how an unknown text begins, on one line. It is "" where the text speaks of something secret, and words that
// could be one are left out: what nobody recognised may be anything.
func headOf(text []byte) string {
	const room = 60
	head := string(text[:min(len(text), 400)])
	if speaksOfSecrets().MatchString(head) {
		return ""
	}
	words := strings.Fields(clean.Line(head))
	shown, single := 0, 0
	for i, word := range words {
		switch {
		case couldBeSecret(word):
			words[i] = "…"
		case len(word) == 1:
			single++
		default:
			shown += len(word)
		}
	}
	if shown < 4 || single > 4 { // nothing to see, or something that was taken apart letter by letter
		return ""
	}
	return clean.Short(strings.Join(words, " "), room)
}

var speaksOfSecrets = lazy.Regexp(`(?i)passw|passphrase|secret|token|bearer|cookie|credential|(?:^|[^a-z])(?:key|pin|pwd)(?:$|[^a-z])`)

// couldBeSecret reports a word that is longer than words are, or in which letters and digits, or small letters and
// capitals, are mixed.
func couldBeSecret(word string) bool {
	var kinds, inner byte
	for i := 0; i < len(word); i++ {
		kinds |= base64Kind[word[i]]
		if i > 0 { // a capital at the beginning is how words are written
			inner |= base64Kind[word[i]]
		}
	}
	return len(word) > 24 || kinds&4 != 0 && kinds&3 != 0 || len(word) > 11 && inner&3 == 3
}

// relative tells a kind by words or forms that its texts have.
type relative struct {
	kind Kind
	form func() *regexp.Regexp
	why  string
}

var relatives = []relative{
	{KindToken, lazy.Regexp(`(?m)^[\s"'\x60]*[A-Za-z0-9_-]{40,}(?:\.[A-Za-z0-9_-]*)*[\s"'\x60]*$`), "it is one long word, as tokens are, but its parts hold no JSON: copy the whole token"},
	{KindToken, lazy.Regexp(`(?i)\b(?:jwt|bearer|id_token|access[_ ]token)\b`), "it speaks of a token, but no token stands in it"},
	{KindProviders, lazy.Regexp(`(?i)\b(?:applicationI[dD]|application id|providers?\s*:|jwks|customJwt)\b`), "it has words of a provider entry, but no domain or issuer with its application ID"},
	{KindEnv, lazy.Regexp(`\b[A-Z][A-Z0-9]+_[A-Z0-9_]+\b`), "it names environment variables, but gives no value: paste the output of npx convex env list"},
	{KindLog, lazy.Regexp(`(?i)\[(?:convex|log|info|warn|error)\b|\b(?:query|mutation|action)\b.*\b(?:success|failure|failed)\b`), "it looks like a log, but its lines are not those of npx convex logs or the dashboard"},
	{KindIdentity, lazy.Regexp(`(?i)identity`), "it speaks of an identity, but not as console.log prints it"},
	{KindRequest, lazy.Regexp(`(?i)\b(?:GET|POST|HTTP|status|request|fetch)\b`), "it speaks of a request, but names no status"},
	{KindMessage, lazy.Regexp(`(?i)\b(?:error|exception|failed|denied|refused|unauthorized|invalid|uncaught|warning)\b|(?m)^\s+at .+:\d+:\d+`), "it looks like an error, but its text is none that this program knows"},
	{KindAuthConfig, lazy.Regexp(`(?m)^\s*(?:import |export |const |function )|=>|</`), "it is source text, but not of auth.config"},
	{KindDeployment, lazy.Regexp(`(?i)https?://|\bconvex\b`), "it names an address, but none of a Convex deployment or a known provider"},
}

// relativesOf returns the kinds that a text resembles, at most three.
func relativesOf(text []byte) []Relative {
	head := string(text[:min(len(text), 600)])
	var found []Relative
	seen := map[Kind]bool{}
	for _, one := range relatives {
		if len(found) < 3 && !seen[one.kind] && one.form().MatchString(head) {
			seen[one.kind] = true
			found = append(found, Relative{one.kind, one.why})
		}
	}
	if len(found) == 0 && strings.TrimSpace(head) != "" {
		return nil
	}
	return found
}
