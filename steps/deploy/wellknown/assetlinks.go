package wellknown

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"convex-auth-doctor/steps/deploy/response"
	"convex-auth-doctor/steps/lazy"
)

const (
	relationURLs  = "delegate_permission/common.handle_all_urls"
	relationCreds = "delegate_permission/common.get_login_creds"
)

// RelationLine is the line of a statement with both relations.
const RelationLine = `"relation": ["` + relationCreds + `", "` + relationURLs + `"],`

var (
	relationForm    = lazy.Regexp(`^[a-z0-9_.]+/[a-z0-9_.]+$`)
	packageForm     = lazy.Regexp(`^([A-Za-z][A-Za-z0-9_]*\.)+[A-Za-z][A-Za-z0-9_]*$`)
	fingerprintForm = lazy.Regexp(`^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$`)
	looseSHA256     = lazy.Regexp(`(?i)^(?:[0-9a-f]{2}:){31}[0-9a-f]{2}$`)
	sha1Form        = lazy.Regexp(`(?i)^(?:[0-9a-f]{2}:){19}[0-9a-f]{2}$`)
	mergedForm      = lazy.Regexp(`(?i)^(?:[0-9a-f]{2}:){63,}[0-9a-f]{2}$`)
	hexPairs        = lazy.Regexp(`(?i)(?:[0-9a-f]{2}:){19,}[0-9a-f]{2}`)
	assetService    = transport{who: "Google", mediaType: "application/json"}
)

type assetTarget struct {
	Namespace    string   `json:"namespace"`
	Package      string   `json:"package_name"`
	Fingerprints []string `json:"sha256_cert_fingerprints"`
}

type assetStatement struct {
	Relation []string    `json:"relation"`
	Target   assetTarget `json:"target"`
}

// BuildAssetLinks makes the statement list of ANDROID_APP_LINKS as the library does (P 1.19): entries end at ";", the first
// ":" ends the package name, and all behind it is one fingerprint.
func BuildAssetLinks(settings Settings) Built {
	var statements []assetStatement
	var dropped []Dropped
	for i, entry := range strings.Split(settings.Android, ";") {
		if entry = strings.TrimSpace(entry); entry == "" {
			continue
		}
		name, print, ok := strings.Cut(entry, ":")
		name, print = strings.TrimSpace(name), strings.TrimSpace(print)
		switch {
		case !ok:
			dropped = append(dropped, Dropped{i + 1, show(entry), "no “:” between package and fingerprint"})
			continue
		case name == "" || print == "":
			dropped = append(dropped, Dropped{i + 1, show(entry), "the package or the fingerprint is empty"})
			continue
		case strings.Contains(print, ","):
			dropped = append(dropped, Dropped{i + 1, show(name), "a comma separates nothing: all behind the first “:” became one fingerprint"})
		case mergedForm().MatchString(print):
			dropped = append(dropped, Dropped{i + 1, show(name), fmt.Sprintf("two fingerprints became one of %d characters: write a second package:fingerprint entry behind “;”", len(print))})
		case !looseSHA256().MatchString(print):
			dropped = append(dropped, Dropped{i + 1, show(name), "the fingerprint is not 32 pairs of hex digits"})
		}
		statements = append(statements, assetStatement{[]string{relationCreds, relationURLs}, assetTarget{"android_app", name, []string{print}}})
	}
	if len(statements) == 0 {
		return notConfigured(dropped)
	}
	return Built{Status: 200, ContentType: "application/json", Body: compact(statements), Dropped: dropped}
}

// CheckAssetLinksTransport checks status, redirects and type.
func CheckAssetLinksTransport(exchange response.Exchange) []Problem {
	return assetService.check(AssetLinks, exchange)
}

// CheckAssetLinks checks the body of a statement list (P 3.14-3.17).
func CheckAssetLinks(body []byte) []Problem {
	var items []json.RawMessage
	if json.Unmarshal(body, &items) != nil || items == nil {
		actual := whatIs(body)
		text := "This is no JSON list (Google: “expected a single array”)."
		if actual == "a JSON object" {
			text = "Object instead of array: the file must be a list of statements."
		}
		return []Problem{{Wrong, "array", text, "[{\"relation\":[…],\"target\":{…}}]", actual}}
	}
	if len(items) == 0 {
		return []Problem{{Wrong, "empty", "The list is empty (Google: “No statements were found”).", "a statement for the app", "[]"}}
	}
	var problems []Problem
	byPackage := map[string]map[string]bool{}
	var order []string
	for i, item := range items {
		statement, found := checkStatement(i+1, item)
		problems = append(problems, found...)
		if statement.Target.Package == "" {
			continue
		}
		if byPackage[statement.Target.Package] == nil {
			byPackage[statement.Target.Package] = map[string]bool{}
			order = append(order, statement.Target.Package)
		}
		for _, relation := range statement.Relation {
			byPackage[statement.Target.Package][relation] = true
		}
	}
	for _, name := range order {
		problems = append(problems, missingRelations(name, byPackage[name])...)
	}
	return problems
}

// missingRelations names what a package lacks of the two relations (P 3.15), and what nearly is one.
func missingRelations(name string, has map[string]bool) []Problem {
	var problems []Problem
	there := slices.Sorted(maps.Keys(has))
	for _, relation := range []string{relationURLs, relationCreds} {
		if has[relation] {
			continue
		}
		text, actual := fmt.Sprintf("%s lacks the relation %s: passkeys need both relations.", show(name), relation), show(strings.Join(there, ", "))
		for _, other := range there {
			if nearly(other, relation) {
				text, actual = fmt.Sprintf("%s has the relation %s, which nobody reads: passkeys need %s.", show(name), show(other), relation), show(other)
			}
		}
		problems = append(problems, Problem{Doubt, "relation-missing", text, relation, orElse(actual, "no relation")})
	}
	return problems
}

// nearly reports two texts that differ at one place by a slip of the hand, or only in case.
func nearly(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	a, b = a[from:], b[from:]
	for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return max(len(a), len(b)) <= 3
}

func checkStatement(number int, item json.RawMessage) (assetStatement, []Problem) {
	var problems []Problem
	add := func(level Level, code, text, expected, actual string) {
		problems = append(problems, Problem{level, code, fmt.Sprintf("Statement %d: %s", number, text), expected, actual})
	}
	members, ok := jsonObject(item)
	if !ok {
		add(Wrong, "statement", "it is no object.", "{…}", show(string(item)))
		return assetStatement{}, problems
	}
	if include, ok := members["include"]; ok {
		var address string
		if json.Unmarshal(include, &address) != nil || !strings.HasPrefix(address, "https://") {
			add(Wrong, "include", "include must be an https address.", `"include":"https://…"`, show(string(include)))
		}
		return assetStatement{}, problems
	}
	var statement assetStatement
	if json.Unmarshal(members["relation"], &statement.Relation) != nil || len(statement.Relation) == 0 {
		add(Wrong, "relation", "no relation array specified.", `"relation":["`+relationURLs+`","`+relationCreds+`"]`, show(string(members["relation"])))
	}
	for _, relation := range statement.Relation {
		if !relationForm().MatchString(relation) {
			add(Wrong, "relation", "invalid relation string.", relationURLs, show(relation))
		}
	}
	target, ok := jsonObject(members["target"])
	if !ok {
		add(Wrong, "target", "no target specified.", `"target":{…}`, show(string(members["target"])))
		return statement, problems
	}
	_ = json.Unmarshal(target["namespace"], &statement.Target.Namespace)
	if statement.Target.Namespace != "android_app" {
		if statement.Target.Namespace != "web" {
			add(Wrong, "namespace", "unrecognized namespace.", "android_app", show(statement.Target.Namespace))
		}
		return statement, problems
	}
	_ = json.Unmarshal(target["package_name"], &statement.Target.Package)
	switch name := statement.Target.Package; {
	case name == "":
		add(Wrong, "package", "no package_name field.", "com.example.app", "not there")
	case !packageForm().MatchString(name):
		add(Wrong, "package", "invalid package name.", "com.example.app", show(name))
	}
	if json.Unmarshal(target["sha256_cert_fingerprints"], &statement.Target.Fingerprints) != nil || len(statement.Target.Fingerprints) == 0 {
		add(Wrong, "fingerprint", "it must contain at least one certificate fingerprint.", `"sha256_cert_fingerprints":["AB:CD:…"]`, "not there")
	}
	for _, print := range statement.Target.Fingerprints {
		if level, code, text := checkFingerprint(print); code != "" {
			add(level, code, text, "32 pairs of capital hex digits with colons, 95 characters", fmt.Sprintf("%d characters", len(print)))
		}
	}
	return statement, problems
}

// checkFingerprint names what is wrong with a certificate's fingerprint; code is "" when nothing is.
func checkFingerprint(print string) (level Level, code, text string) {
	switch {
	case fingerprintForm().MatchString(print):
		return Note, "", ""
	case looseSHA256().MatchString(print):
		return Doubt, "lower-case", "the fingerprint has small letters; capitals are usual."
	case sha1Form().MatchString(print):
		return Wrong, "sha1", "SHA-1 length: this is a SHA-1 fingerprint of 20 pairs, SHA-256 has 32."
	case mergedForm().MatchString(print) || len(hexPairs().FindAllString(print, -1)) > 1:
		return Wrong, "merged", fmt.Sprintf("%d-character fingerprint: two entries merged.", len(print))
	}
	return Wrong, "fingerprint", "malformed cert: this is no SHA-256 fingerprint."
}

// AssetFingerprints returns the fingerprints of every Android statement, by package.
func AssetFingerprints(body []byte) map[string][]string {
	var items []json.RawMessage
	if json.Unmarshal(body, &items) != nil {
		return nil
	}
	prints := map[string][]string{}
	for _, item := range items {
		var statement assetStatement
		if json.Unmarshal(item, &statement) == nil && statement.Target.Package != "" {
			prints[statement.Target.Package] = append(prints[statement.Target.Package], statement.Target.Fingerprints...)
		}
	}
	return prints
}

// SameFingerprint compares two fingerprints without regard to case and separators.
func SameFingerprint(a, b string) bool {
	plain := func(s string) string {
		return strings.ToUpper(strings.NewReplacer(":", "", " ", "", "-", "", "\t", "").Replace(s))
	}
	return plain(a) != "" && plain(a) == plain(b)
}
