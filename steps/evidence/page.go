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
	from, sign, whole := -1, 0, false
	for _, hit := range hits {
		switch hit.Message.ID {
		case "dashboard-no-providers", "dashboard-no-providers-old":
			part.keepProviders(part.where(hit.Start, hit.End), Providers{Origin: FromDashboard, Whole: hit.Whole})
			part.claimPageFrame(hit.Start, hit.End)
		case "dashboard-providers":
			from, sign, whole = hit.Start, hit.End, true
		}
	}
	if from < 0 {
		// without the page's sentence: the label "Application ID" with its blank, which no source text has
		part.eachKey(anchorsOf(anchorApplicationID), func(start, end int) {
			if from < 0 && bytes.IndexByte(part.masked[start:end], ' ') >= 0 && !part.covered(start) {
				from, sign = max(0, start-2000), start
			}
		})
	}
	if from < 0 {
		return
	}
	part.pageEntries(from, sign, whole)
}

// pageEntries reads the labels from an offset on. Sign is the offset of what shows that the page is there: it may begin some
// lines before it, and what stands between the offset and the page is other text.
func (part *part) pageEntries(from, sign int, whole bool) {
	const apart = 12 // so many lines without a label end the page
	var entries []Provider
	var entry Provider
	first, last := -1, from
	label, labelled, misses := "", 0, 0
	keep := func() {
		if entry.likely() {
			entry.infer()
			entries = append(entries, entry)
		}
		entry = Provider{}
	}
	for at := from; at < len(part.masked) && (misses < apart || at <= sign) && len(entries) < 200; {
		start, end := part.lineRange(at)
		line := shown(string(part.masked[start:end]))
		at = end + 1
		groups := pageLabel().FindStringSubmatch(line)
		value := ""
		switch {
		case groups != nil:
			label, value, labelled = strings.ToLower(groups[1]), pageValue(groups[2]), start
		case label != "" && strings.TrimSpace(line) != "":
			value = pageValue(line)
		default:
			if misses++; misses == apart && at <= sign {
				entry, first, label = Provider{}, -1, ""
			}
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
			part.claim(labelled, start)
			if !whole {
				from = labelled
			}
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
	part.claimPageFrame(from, last)
}

// pageFrame are the lines that stand around the providers on the dashboard: its menu (B 5.1), headings and hints (B 5.3).
var pageFrame = lazy.Regexp(`(?i)^[\s>|*#\-•"']*(?:(?:deployment )?settings|general|environment variables|usage limits|authentication|custom domains|components|backup & restore|integrations|authentication configuration|health|data|functions|files|schedules|logs|history|domain|issuer|these are the authentication providers configured for this deployment\.?|learn more about authentication\.?|looking to create a deploy key\?.*)[\s"'|*]*$`)

// claimPageFrame takes the lines around the page's values as read: they say nothing.
func (part *part) claimPageFrame(from, to int) {
	const around = 16
	from, _ = part.lineRange(from)
	_, to = part.lineRange(to)
	for range around {
		start, end := part.lineRange(max(from-1, 0))
		if from == 0 || !blankOrFrame(part.masked[start:end]) {
			break
		}
		part.claim(start, end)
		from = start
	}
	for range around {
		start, end := part.lineRange(min(to+1, len(part.masked)))
		if to >= len(part.masked) || start <= to || !blankOrFrame(part.masked[start:end]) {
			break
		}
		part.claim(start, end)
		to = end
	}
}

func blankOrFrame(line []byte) bool {
	return len(bytes.TrimSpace(line)) == 0 || pageFrame().Match(line)
}

// pageValue takes what copying adds off a value of the page.
func pageValue(text string) string {
	return strings.Trim(strings.TrimSpace(text), "|*`\"' \t")
}
