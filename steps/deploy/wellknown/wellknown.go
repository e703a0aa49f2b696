// Package wellknown holds the documents that phones, browsers, password managers and Convex itself look for below
// /.well-known/: what each should be for one app, what is wrong with one that was pasted, and how a host serves it.
// There is one file per document.
package wellknown

import (
	"net/url"
	"strings"
	"time"

	"convex-auth-doctor/steps/clean"
)

// Kind names one document by the last part of its path.
type Kind string

// The documents.
const (
	Unknown          Kind = ""
	AASA             Kind = "apple-app-site-association"
	AssetLinks       Kind = "assetlinks.json"
	ChangePassword   Kind = "change-password"
	Probe            Kind = "resource-that-should-not-exist-whose-status-code-should-not-be-200"
	RelatedOrigins   Kind = "webauthn"
	SecurityTxt      Kind = "security.txt"
	OpenID           Kind = "openid-configuration"
	JWKS             Kind = "jwks.json"
	PasskeyEndpoints Kind = "passkey-endpoints"
)

// Kinds returns every document, in the order in which they are listed.
func Kinds() []Kind {
	return []Kind{AASA, AssetLinks, ChangePassword, Probe, RelatedOrigins, SecurityTxt, OpenID, JWKS, PasskeyEndpoints}
}

// Path returns the path of the document on its host.
func (kind Kind) Path() string { return "/.well-known/" + string(kind) }

// KindOf returns the document that an address names. Apple also looks at the root, and security.txt once stood there.
func KindOf(address string) Kind {
	parsed, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return Unknown
	}
	path := strings.TrimSuffix(parsed.Path, "/")
	last := path[strings.LastIndex(path, "/")+1:]
	for _, kind := range Kinds() {
		if last == string(kind) && (strings.Contains(path, "/.well-known/") || path == "/"+last && (kind == AASA || kind == SecurityTxt)) {
			return kind
		}
	}
	if last == string(AASA)+".json" {
		return AASA
	}
	return Unknown
}

// Library is the library that serves the documents.
type Library int

// The libraries, by what they serve (P 3.1).
const (
	LibraryUnknown  Library = iota
	LibraryOfficial         // @convex-dev/auth: openid-configuration and jwks.json only
	LibraryA                // robelest/convex-auth up to July 2026: alternative origins
	LibraryB                // from APP_URL on
)

// Serves reports whether the library serves the document, so that a variable can feed it.
func (library Library) Serves(kind Kind) bool {
	switch kind {
	case OpenID, JWKS:
		return true
	case PasskeyEndpoints, Probe:
		return false
	}
	return library == LibraryA || library == LibraryB
}

// Settings are the variables that feed the documents, as they are stored; "" is unset, because the library takes an empty
// value for none (P 1.6).
type Settings struct {
	Library    Library
	App        string // SITE_URL or APP_URL
	Secondary  string // SECONDARY_URL
	AltOrigins string // WEBAUTHN_ALT_ORIGINS
	IOSApps    string // IOS_APP_IDS
	IOSPaths   string // IOS_APPLINK_PATHS
	Android    string // ANDROID_APP_LINKS
	ChangeURL  string // CHANGE_PASSWORD_URL
	Contact    string // SECURITY_CONTACT
	Days       string // SECURITY_TXT_EXPIRES_DAYS
	Now        time.Time
}

// Dropped is an entry of a variable that does not arrive in the document, or arrives as something else.
type Dropped struct {
	Number int    // of the entry, from 1
	Entry  string // fit to be shown
	Why    string
}

// Built is the answer that the library makes of its variables.
type Built struct {
	Status      int // 200, 302, 404 when nothing is configured, 500 when a variable makes the library throw
	ContentType string
	Location    string // of the redirect
	Body        string
	Dropped     []Dropped
}

// Build returns the answer that the library makes of its variables for a document; Status is 404 for one that it does not
// build.
func Build(kind Kind, settings Settings) Built {
	switch kind {
	case AASA:
		return BuildAASA(settings)
	case AssetLinks:
		return BuildAssetLinks(settings)
	case ChangePassword:
		return BuildChangePassword(settings)
	case RelatedOrigins:
		return BuildRelatedOrigins(settings)
	case SecurityTxt:
		return BuildSecurityTxt(settings)
	}
	return notConfigured(nil)
}

func notConfigured(dropped []Dropped) Built { return Built{Status: 404, Dropped: dropped} }

// Level is how much a problem weighs.
type Level int

// The levels. Note is worth telling and no reason to change anything.
const (
	Note Level = iota
	Doubt
	Wrong
)

// Problem is one thing that is not as it should be.
type Problem struct {
	Level    Level
	Code     string // kebab-case; of security.txt the code of the sectxt validator
	Text     string // one sentence
	Expected string
	Actual   string
}

// Worst returns the highest level among problems, and whether there is any problem above Note.
func Worst(problems []Problem) (Level, bool) {
	worst := Note
	for _, one := range problems {
		worst = max(worst, one.Level)
	}
	return worst, worst > Note
}

// list splits a comma list as the library does: items are trimmed, empty ones vanish.
func list(value string) []string {
	var items []string
	for _, item := range strings.Split(value, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// show makes text from outside fit to stand in a sentence.
func show(s string) string { return clean.Short(s, 120) }

// hostOf returns the host of an address in lower case without the port, "" when there is none.
func hostOf(address string) string {
	parsed, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	return strings.ToLower(parsed.Hostname())
}
