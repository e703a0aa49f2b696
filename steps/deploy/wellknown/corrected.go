package wellknown

import (
	"encoding/json"
	"strings"
	"time"

	"convex-auth-doctor/steps/lazy"
)

var (
	bareMail    = lazy.Regexp(`^[^@\s:/<>]+@[^@\s:/<>]+\.[^@\s:/<>]+$`)
	androidName = lazy.Regexp(`^((?:[A-Za-z][A-Za-z0-9_]*\.)+[A-Za-z][A-Za-z0-9_]*)\s*:\s*(.*)$`)
)

// pairsOfSHA256 is the number of pairs of hex digits of a SHA-256 fingerprint.
const pairsOfSHA256 = 32

// Corrected returns the settings as a page may hand them out: a value that a checker refuses is put right where only one
// thing can be meant, and is empty where nobody can tell. What is fine stays as it is.
func Corrected(settings Settings) Settings {
	settings.IOSApps = correctedApps(settings.IOSApps)
	settings.Android = correctedAndroid(settings.Android)
	settings.Contact = correctedContact(settings.Contact)
	for _, problem := range CheckChangeTarget(settings.ChangeURL, settings.App) {
		if problem.Code != "other-host" { // which may be meant so
			settings.ChangeURL = ""
		}
	}
	if settings.Days != "" && daysRefused(settings) {
		settings.Days = "180"
	}
	return settings
}

// correctedApps keeps the app ids that Apple may read.
func correctedApps(list string) string {
	var apps []string
	for _, one := range strings.Split(list, ",") {
		item, _ := json.Marshal(strings.TrimSpace(one))
		if level, _ := Worst(checkAppID(item, "")); level != Wrong {
			apps = append(apps, strings.TrimSpace(one))
		}
	}
	return strings.Join(apps, ",")
}

// AndroidApp is one entry of ANDROID_APP_LINKS.
type AndroidApp struct{ Package, Fingerprint string }

// AndroidApps returns the entries of ANDROID_APP_LINKS in the form that Google reads, where several fingerprints ran
// together each as its own; whole is false where something in the text is none and was left out.
func AndroidApps(text string) (apps []AndroidApp, whole bool) {
	whole = true
	name := ""
	for _, piece := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == ',' }) {
		if piece = strings.TrimSpace(piece); piece == "" {
			continue
		}
		prints := piece
		if match := androidName().FindStringSubmatch(piece); match != nil {
			name, prints = match[1], match[2]
		}
		pairs := strings.Split(strings.ToUpper(strings.TrimSpace(prints)), ":")
		if name == "" || len(pairs)%pairsOfSHA256 != 0 {
			whole = false
			continue
		}
		for len(pairs) > 0 {
			print := strings.Join(pairs[:pairsOfSHA256], ":")
			pairs = pairs[pairsOfSHA256:]
			if !fingerprintForm().MatchString(print) {
				whole = false
				continue
			}
			apps = append(apps, AndroidApp{name, print})
		}
	}
	return apps, whole
}

// What stands in a file to copy where a part of the variable cannot be read, so that it is not lost in silence.
const (
	unreadPackage = "<package name>"
	unreadPrint   = "<SHA-256>"
	unreadApp     = "<TEAM ID>.<bundle id>"
)

// AssetLinksFile is the statement list to copy for an ANDROID_APP_LINKS, "" when nothing of it can be read: a statement for
// each package with all its fingerprints, which Google reads as it reads the library's statement for each entry.
func AssetLinksFile(text string) string {
	apps, whole := AndroidApps(text)
	if len(apps) == 0 {
		return ""
	}
	if !whole {
		apps = append(apps, AndroidApp{unreadPackage, unreadPrint})
	}
	var statements []assetStatement
	at := map[string]int{} // where the statement of a package stands
	for _, app := range apps {
		i, there := at[app.Package]
		if !there {
			i = len(statements)
			at[app.Package] = i
			statements = append(statements, assetStatement{[]string{relationCreds, relationURLs}, assetTarget{"android_app", app.Package, nil}})
		}
		statements[i].Target.Fingerprints = append(statements[i].Target.Fingerprints, app.Fingerprint)
	}
	return strings.TrimSuffix(indented(compact(statements)), "\n")
}

// AASAFile is the association file to copy for an IOS_APP_IDS and an IOS_APPLINK_PATHS, "" when no id can be read.
func AASAFile(apps, paths string) string {
	right := correctedApps(apps)
	if right == "" {
		return ""
	}
	if len(list(right)) < len(list(apps)) {
		right += "," + unreadApp
	}
	var rooted []string // a pattern without a leading slash never matches (P 3.11)
	for _, path := range list(paths) {
		rooted = append(rooted, "/"+strings.TrimLeft(show(path), "/"))
	}
	return strings.TrimSuffix(indented(BuildAASA(Settings{IOSApps: right, IOSPaths: strings.Join(rooted, ",")}).Body), "\n")
}

func correctedAndroid(text string) string {
	apps, _ := AndroidApps(text)
	var entries []string
	for _, app := range apps {
		entries = append(entries, app.Package+":"+app.Fingerprint)
	}
	return strings.Join(entries, ";")
}

// correctedContact writes the scheme before a bare mail address.
func correctedContact(text string) string {
	text = strings.TrimSpace(text)
	if bareMail().MatchString(text) {
		return "mailto:" + text
	}
	if text == "" || len((securityField{name: "contact", value: text}).check()) > 0 {
		return ""
	}
	return text
}

// daysRefused reports days that make the library throw, or a file that has expired or holds for too long.
func daysRefused(settings Settings) bool {
	if settings.Now.IsZero() {
		settings.Now = time.Unix(0, 0)
	}
	settings.Contact = "mailto:security@example.com"
	built := BuildSecurityTxt(settings)
	if built.Status != 200 {
		return true
	}
	for _, problem := range CheckSecurityTxt([]byte(built.Body), "", settings.Now) {
		if problem.Code == "expired" || problem.Code == "long_expiry" || problem.Level == Wrong {
			return true
		}
	}
	return false
}
