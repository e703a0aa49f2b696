package evidence

import (
	"bytes"
	"strings"

	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/messages"
)

// pageLabel matches a label of Settings > Authentication (B 5.3), alone on its line or with its value behind it.
var pageLabel = lazy.Regexp(`(?i)^[\s>|*#\-•"']*(domain|issuer|jwks url|algorithm|application id|type)[\s"'*]*(?:[:=|\t]\s*|  +|$)(.*)$`)

// pageKind matches the value of the label Type.
var pageKind = lazy.Regexp(`(?i)^["'*\s|]*(oidc|custom ?jwt)(?: provider)?["'*\s|]*$`)

// dashboardPage reads the providers page as text: labels and values below one another, behind one another, or in a
// table's cells, and the sentence of a deployment without providers.
func (part *part) dashboardPage(hits []messages.Hit) {
	from, whole := -1, false
	for _, hit := range hits {
		switch hit.Message.ID {
		case "dashboard-no-providers", "dashboard-no-providers-old":
			part.keepProviders(part.where(hit.Start, hit.End), Providers{Origin: FromDashboard, Whole: hit.Whole})
		case "dashboard-providers":
			from, whole = hit.Start, true
		}
	}
	if from < 0 {
		// without the page's sentence: the label "Application ID" with its blank, which no source text has
		part.eachKey(anchorsOf(anchorApplicationID), func(start, end int) {
			if from < 0 && bytes.IndexByte(part.masked[start:end], ' ') >= 0 && !part.covered(start) {
				from = max(0, start-2000)
			}
		})
	}
	if from < 0 {
		return
	}
	part.pageEntries(from, whole)
}

// pageEntries reads the labels from an offset on.
func (part *part) pageEntries(from int, whole bool) {
	var entries []Provider
	var entry Provider
	first, last := -1, from
	label, misses := "", 0
	keep := func() {
		if entry.likely() {
			entry.infer()
			entries = append(entries, entry)
		}
		entry = Provider{}
	}
	for at := from; at < len(part.masked) && misses < 12 && len(entries) < 200; {
		start, end := part.lineRange(at)
		line := shown(string(part.masked[start:end]))
		at = end + 1
		groups := pageLabel().FindStringSubmatch(line)
		value := ""
		switch {
		case groups != nil:
			label, value = strings.ToLower(groups[1]), pageValue(groups[2])
		case label != "" && strings.TrimSpace(line) != "":
			value = pageValue(line)
		default:
			misses++
			continue
		}
		if value == "" {
			continue
		}
		if label == "type" && !pageKind().MatchString(value) {
			label = ""
			continue
		}
		if (label == "domain" || label == "issuer") && entry.Address().State != NotSeen {
			keep()
		}
		if first < 0 {
			first = start
		}
		if entry.Line == 0 && part.first > 0 && !part.inside {
			entry.Line = part.first + part.lineOf(start)
		}
		entry.set(label, setting(value))
		last, misses, label = end, 0, ""
	}
	keep()
	if len(entries) == 0 {
		return
	}
	part.keepProviders(part.where(first, last), Providers{Origin: FromDashboard, Entries: entries, Whole: whole})
	part.claim(first, last)
}

// pageValue takes what copying adds off a value of the page.
func pageValue(text string) string {
	return strings.Trim(strings.TrimSpace(text), "|*`\"' \t")
}
