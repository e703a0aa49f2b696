package steps

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/deploy"
)

// Group is a part of the list: the rows about one thing, in the order of the checks.
type Group struct {
	Title string
	Lines []Line
	Fine  []Line // rows that are right and hold no value worth reading: a list folds them into one line
}

// groupOf says to which part of the list an item belongs.
func groupOf(id string) string {
	prefix, _, _ := strings.Cut(id, "-")
	switch prefix {
	case "GEN", "ENV", "LOG", "DURATION":
		return "variables"
	case "KEY", "JWKS", "ENC":
		if id == "JWKS-LIVE" {
			return "served by Convex"
		}
		return "keys"
	case "AUTHCFG", "EXPORTS", "HTTP":
		return "code"
	case "URL", "SITE":
		return "addresses"
	case "PROVIDER", "APPLE", "OAUTH":
		return "sign-in providers"
	case "TOKEN", "REFRESH", "STORAGE", "COOKIE":
		return "token and browser"
	case "DISC":
		return "served by Convex"
	case "SECRET":
		return "variables"
	}
	return ".well-known files"
}

// labels name the items in a few words: what a row is about, and not what is right about it.
var labels = map[string]string{
	"GEN": "library", "ENV-PARSE": "the list", "ENV-WHERE": "deployment", "ENV-MISSING": "required variables", "ENV-EMPTY": "empty values",
	"ENV-SYSTEM": "CONVEX_SITE_URL", "ENV-OLDNAME": "names of this version", "ENV-DUP": "repeated names", "ENV-HASH": "quotes, blanks and #",
	"ENV-SIZE": "names and sizes", "ENV-V2": "Convex Auth v2", "ENV-DEV": "dev beside production", "SECRET-LEAK": "secrets for browsers", "LOG-FLAGS": "logging", "DURATION": "session durations",
	"KEY-PEM": "JWT_PRIVATE_KEY", "KEY-ALG": "kind of key", "KEY-MATCH": "private key and JWKS", "JWKS-JSON": "JWKS", "JWKS-ONE": "one key in JWKS",
	"JWKS-USE": "members of JWKS", "JWKS-PRIVATE": "public half only", "ENC-KEY": "AUTH_SECRET_ENCRYPTION_KEY",
	"AUTHCFG-DOMAIN": "auth.config.ts: domain", "AUTHCFG-AUD": "auth.config.ts: audience", "AUTHCFG-ENV": "auth.config.ts: variables", "AUTHCFG-FILE": "auth.config.ts: deployed",
	"EXPORTS": "convex/auth.ts: exports", "HTTP-ROUTER": "convex/http.ts: routes",
	"URL-APP": "the app's address", "URL-NOT-CONVEX": "frontend, not Convex", "URL-WWW": "redirect to www", "URL-SECONDARY": "SECONDARY_URL", "SITE-FORM": "client and site URL",
	"PROVIDER-PAIR": "IDs and secrets", "PROVIDER-SHAPE": "form of IDs and secrets", "APPLE-JWT": "AUTH_APPLE_SECRET", "APPLE-PEM": "AUTH_APPLE_PRIVATE_KEY",
	"OAUTH-CB": "callback URL", "OAUTH-START": "start of a sign-in", "OAUTH-GH-ISS": "GitHub's iss",
	"TOKEN": "access token", "TOKEN-LIFE": "token lifetime", "REFRESH-FMT": "refresh token", "STORAGE-STATE": "browser storage", "COOKIE": "cookies",
	"DISC-DOC": "openid-configuration", "JWKS-LIVE": "jwks.json",
	"WK-HOST": "on the app's host", "WK-SPA": "no page in their place", "WK-404": "found", "XFH": "x-forwarded-host",
	"AASA-HTTP": "apple-app-site-association", "AASA-JSON": "apple-app-site-association", "AASA-ID": "apple-app-site-association", "AASA-CDN": "Apple's copy of it",
	"DAL-HTTP": "assetlinks.json", "DAL-JSON": "assetlinks.json", "DAL-ENV": "ANDROID_APP_LINKS", "DAL-FP": "assetlinks.json: signing key",
	"CHPW": "change-password", "CHPW-PROBE": "pages that do not exist", "ROR": "webauthn", "PASSKEY-ORIGIN": "passkey origins",
	"SECTXT": "security.txt", "SECTXT-DAYS": "security.txt: Expires", "PKEP": "passkey-endpoints",
}

// labelOf names a row.
func labelOf(row deploy.Row) string {
	switch row.ID {
	case "ENV-MISSING", "ENV-EMPTY", "ENV-DEV", "ENV-OLDNAME", "ENV-DUP", "ENV-HASH", "ENV-SIZE", "ENV-SYSTEM", "ENV-V2", "SECRET-LEAK", "LOG-FLAGS", "DURATION", "URL-APP":
		if row.Subject != "" {
			return row.Subject
		}
	case "OAUTH-CB", "OAUTH-START":
		if row.Subject != "" && row.Subject != "provider" {
			return labels[row.ID] + ": " + row.Subject
		}
	case "PROVIDER-PAIR", "PROVIDER-SHAPE", "TOKEN", "PASSKEY-ORIGIN":
		if row.Subject != "" {
			return row.Subject
		}
	case "WK-HOST", "WK-SPA", "WK-404":
		if row.Subject != "" {
			return row.Subject
		}
	}
	if label := labels[row.ID]; label != "" {
		return label
	}
	return row.ID
}

// textOf says what was found.
func textOf(row deploy.Row, facts deploy.Facts) string {
	switch {
	case row.ID == "GEN" && row.State == deploy.Pass:
		return facts.Generation.Name()
	case row.ID == "URL-APP" && row.State == deploy.Pass && row.Actual != "":
		return row.Actual
	case row.ID == "OAUTH-CB" && row.State == deploy.Unseen && row.Expected != "" && !strings.Contains(row.Expected, "<"):
		return "register  " + row.Expected
	case row.State == deploy.Unseen && row.Follows == "" && row.Needs != "":
		return "paste " + row.Needs
	}
	if label := labelOf(row); strings.HasPrefix(row.Sentence, label+": ") || strings.HasPrefix(row.Sentence, label+" is ") {
		return strings.TrimLeft(strings.TrimPrefix(sentenceOf(row), label), ": ")
	}
	return sentenceOf(row)
}

// sentenceOf is a row's sentence without its full stop and without the marks of code.
func sentenceOf(row deploy.Row) string {
	return strings.TrimSuffix(strings.ReplaceAll(row.Sentence, "`", ""), ".")
}

// routine are the items of which a passing row says nothing but that it passes.
func routine(row deploy.Row) bool {
	if row.State != deploy.Pass {
		return false
	}
	switch row.ID {
	case "GEN", "ENV-WHERE", "URL-APP", "KEY-PEM", "KEY-MATCH", "PROVIDER-PAIR", "AUTHCFG-DOMAIN", "AUTHCFG-FILE", "OAUTH-CB", "TOKEN", "DISC-DOC",
		"AASA-JSON", "DAL-JSON", "CHPW", "ROR", "SECTXT", "PKEP":
		return false
	}
	return true
}

// groups puts the rows into the parts of the list. Rows that are not seen and that one paste would show are one line; so
// are those that wait for the same row.
func groups(list Checklist) (all []Group, skipped []Line) {
	at := map[string]int{}
	seen := map[string]int{} // rows with the same id and subject
	for _, row := range list.Rows {
		name := row.ID + "/" + row.Subject
		seen[name]++
		line := Line{Key: fmt.Sprintf("%s/%d", name, seen[name]), Label: labelOf(row), Text: textOf(row, list.Facts), State: row.State, Rows: []deploy.Row{row}}
		if row.State == deploy.NotApplicable {
			skipped = append(skipped, line)
			continue
		}
		title := groupOf(row.ID)
		if _, ok := at[title]; !ok {
			at[title] = len(all)
			all = append(all, Group{Title: title})
		}
		group := &all[at[title]]
		switch {
		case routine(row):
			group.Fine = append(group.Fine, line)
		case !group.join(line):
			group.Lines = append(group.Lines, line)
		}
	}
	return all, skipped
}

// join adds a row to a line before it that the same paste would show.
func (group *Group) join(line Line) bool {
	row := line.Row()
	if row.State != deploy.Unseen || row.ID == "OAUTH-CB" {
		return false
	}
	for i := range group.Lines {
		before := group.Lines[i].Row()
		if before.State == deploy.Unseen && before.ID != "OAUTH-CB" && before.Needs == row.Needs && before.Follows == row.Follows && (row.Follows == "" || before.Sentence == row.Sentence) {
			group.Lines[i].Rows = append(group.Lines[i].Rows, row)
			return true
		}
	}
	return false
}
