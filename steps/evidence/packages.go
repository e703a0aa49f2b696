package evidence

import (
	"bytes"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/lazy"
)

// packageNames are the packages whose versions matter (versions.md); a name that ends with "/" or "*" stands for all that
// begin so.
var packageNames = []string{"convex", "@convex-dev/*", "@robelest/convex-auth", "@estifanos-sh/convex-auth", "better-auth", "@better-auth/*",
	"@clerk/*", "@auth0/*", "@workos-inc/*", "@workos/*", "@auth/core", "oauth4webapi", "jose", "next", "next-auth", "react", "react-dom",
	"expo", "expo-*", "convex-svelte", "convex-vue", "convex-nuxt", "convex-helpers", "@mmailaender/*", "kitcn", "@supabase/*", "firebase",
	"aws-amplify", "@azure/msal-*", "@okta/*", "keycloak-js", "@logto/*", "react-native", "svelte", "vue", "nuxt", "vite", "@tanstack/*"}

func isPackage(name string) bool {
	for _, known := range packageNames {
		if prefix, ok := strings.CutSuffix(known, "*"); ok && strings.HasPrefix(name, prefix) || name == known {
			return true
		}
	}
	return false
}

var (
	packageAt    = lazy.Regexp(`(?:^|[\s"'\x60(/├└─│>,\[:=+])((?:@[a-z0-9-]+/)?[a-z][a-z0-9.-]*)@(?:npm:)?v?([~^>=< ]*)(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)`)
	packageEntry = lazy.Regexp(`["']((?:@[a-z0-9-]+/)?[a-z][a-z0-9.-]*)["']\s*:\s*["']([~^>=<v ]*)(\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z.-]+)?)[^"']*["']`)
	packageSaid  = lazy.Regexp(`(?:^|[\s"'\x60(])((?:@[a-z0-9-]+/)?[a-z][a-z0-9.-]*)["'\x60]?[ :=]+(?:version |v)?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)(?:$|[\s,;:)"'\x60.])`)
	versionBelow = lazy.Regexp(`^\s+"?version"?:? "?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)"?,?\s*$`)
	installed    = lazy.Regexp(`node_modules/((?:@[a-z0-9-]+/)?[a-z][a-z0-9.-]*)["']?\s*:?`)
)

// versionLine looks at a line that holds a dotted number: package@1.2.3, "package": "^1.2.3", package 1.2.3.
func (part *part) versionLine(from, to int) {
	if from < part.manifest || !hasVersion(part.masked[from:to]) {
		return
	}
	text := string(part.masked[from:to])
	var found []Package
	add := func(name, mark, version, source string) {
		if isPackage(name) {
			found = append(found, Package{name, version, strings.TrimSpace(mark) != "", source})
		}
	}
	for _, groups := range packageAt().FindAllStringSubmatch(text, 50) {
		source := "text"
		if strings.Contains(text, "node_modules") || strings.Contains(text, "    at ") {
			source = "stack trace"
		}
		if strings.HasSuffix(strings.TrimSpace(text), ":") || strings.Contains(text, "resolution") {
			source = "lock file"
		}
		if groups[2] != "" {
			if version := part.versionBelow(to); version != "" { // yarn.lock: the range, and below it the version
				add(groups[1], "", version, "lock file")
				continue
			}
		}
		add(groups[1], groups[2], groups[3], source)
	}
	if packageEntry().MatchString(text) { // the lines around are of the same list
		from, to = part.manifestLines(from, to)
		part.manifest = to
		for _, groups := range packageEntry().FindAllStringSubmatch(string(part.masked[from:to]), 300) {
			add(groups[1], "range", groups[3], "package.json")
		}
	}
	if len(found) == 0 {
		for _, groups := range packageSaid().FindAllStringSubmatch(text, 20) {
			add(groups[1], "", groups[2], "text")
		}
	}
	if groups := installed().FindStringSubmatch(text); groups != nil && len(found) == 0 { // package-lock.json: the version is below
		if version := part.versionBelow(to); version != "" {
			add(groups[1], "", version, "lock file")
		}
	}
	if len(found) > 0 && !(len(part.known) > 0 && part.known[len(part.known)-1] == span{from, to}) {
		part.keepPackages(part.where(from, to), found)
		part.claim(from, to)
	}
}

// hasVersion reports whether a line holds digits, a dot and digits, or a package of a lock file whose version is below.
func hasVersion(line []byte) bool {
	for i := 1; i+1 < len(line); i++ {
		if line[i] == '.' && isDigit(line[i-1]) && isDigit(line[i+1]) {
			return true
		}
	}
	return bytes.Contains(line, []byte("node_modules/"))
}

// manifestLines widens a range to the lines of package.json around it.
func (part *part) manifestLines(from, to int) (int, int) {
	for lines := 0; from > 0 && lines < 500; lines++ {
		start, end := part.lineRange(from - 1)
		if !packageEntry().Match(part.masked[start:end]) {
			break
		}
		from = start
	}
	for lines := 0; to+1 < len(part.masked) && lines < 500; lines++ {
		start, end := part.lineRange(to + 1)
		if !packageEntry().Match(part.masked[start:end]) {
			break
		}
		to = end
	}
	return from, to
}

func (part *part) versionBelow(to int) string {
	if to+1 >= len(part.masked) {
		return ""
	}
	start, end := part.lineRange(to + 1)
	if groups := versionBelow().FindSubmatch(part.masked[start:end]); groups != nil {
		return string(groups[1])
	}
	return ""
}

// packageShape recognises package.json and package-lock.json.
func (run *run) packageShape(one object, where Where, _ string) bool {
	var found []Package
	add := func(name, version, source string) {
		number := strings.TrimLeft(version, "~^>=<v ")
		if isPackage(name) && number != "" && number[0] >= '0' && number[0] <= '9' && len(found) < 300 {
			number, _, _ = strings.Cut(number, " ")
			found = append(found, Package{name, clean.Short(number, 40), source == "package.json" && number != version, source})
		}
	}
	for _, section := range []string{"dependencies", "devDependencies", "peerDependencies"} {
		value := one.get(section)
		if len(value) == 0 || value[0] != '{' {
			continue
		}
		eachMember(value, func(name string, value []byte) {
			if isText(value) {
				add(name, unquote(value), "package.json")
			} else if value[0] == '{' && section == "dependencies" { // package-lock.json before version 2, npm ls --json
				add(name, unquote(fields(value, "version")["version"]), "lock file")
			}
		})
	}
	if value := one.get("packages"); len(value) > 0 && value[0] == '{' {
		found = found[:0]
		eachMember(value, func(path string, value []byte) {
			if at := strings.LastIndex(path, "node_modules/"); at >= 0 && value[0] == '{' {
				add(path[at+len("node_modules/"):], unquote(fields(value, "version")["version"]), "lock file")
			}
		})
	}
	if len(found) == 0 {
		return false
	}
	run.keepPackages(where, found)
	return true
}

// keepPackages keeps versions; each package with its version is one piece, however often it stands there.
func (run *run) keepPackages(where Where, found []Package) {
	var names []string
	for _, one := range found {
		text := one.Name + " " + one.Version
		if one.Range {
			text += " (a range)"
		}
		names = append(names, text)
	}
	text := strings.Join(names, ", ")
	run.add(KindVersions, where, cutShort("versions · "+text), text, Versions{found})
}
