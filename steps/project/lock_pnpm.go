package project

import "strings"

// yamlLine is one line of a YAML file that tools write: "key: value" or "key:", with its indentation.
type yamlLine struct {
	indent     int
	key, value string
}

// yamlLines returns the lines of such a file that hold a key. Quotes around keys and values are taken off.
func yamlLines(text string, do func(yamlLine)) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		inner := strings.TrimLeft(line, " ")
		if inner == "" || inner[0] == '#' || inner[0] == '-' {
			continue
		}
		one := yamlLine{indent: len(line) - len(inner)}
		if inner[0] == '\'' || inner[0] == '"' {
			end := strings.IndexByte(inner[1:], inner[0])
			if end < 0 {
				continue
			}
			one.key = inner[1 : end+1]
			inner = inner[end+2:]
			if !strings.HasPrefix(inner, ":") {
				continue
			}
			one.value = inner[1:]
		} else {
			var ok bool
			if one.key, one.value, ok = strings.Cut(inner, ": "); !ok {
				if one.key, ok = strings.CutSuffix(strings.TrimRight(inner, " "), ":"); !ok {
					continue
				}
			}
		}
		one.value = strings.Trim(strings.TrimSpace(one.value), `'"`)
		do(one)
	}
}

// parsePnpmLock reads pnpm-lock.yaml of lockfile versions 5 to 9.
func parsePnpmLock(file string, text []byte) (*lock, error) {
	parsed := newLock(file)
	known := false
	section := ""       // the key at the left margin
	importer := "."     // the folder within "importers"
	kind, base := "", 0 // dependencies, devDependencies, …, and its indentation
	name := ""          // the package whose "version:" comes next
	yamlLines(string(text), func(line yamlLine) {
		if line.indent == 0 {
			section, importer, kind, name = line.key, ".", "", ""
			known = known || line.key == "lockfileVersion"
			if isDependencyKind(line.key) {
				kind, base = line.key, 0
			}
			return
		}
		switch {
		case section == "importers" && line.indent == 2:
			importer, kind, name = line.key, "", ""
			return
		case section == "importers" && line.indent == 4:
			kind, base, name = "", 4, ""
			if isDependencyKind(line.key) {
				kind = line.key
			}
			return
		case section == "packages" || section == "snapshots":
			if line.indent == 2 {
				parsed.addPnpm(line.key)
			}
			return
		case kind == "":
			return
		}
		switch {
		case line.indent == base+2 && line.value != "": // name: version
			if version := plainVersion(line.value); version != "" {
				parsed.add(importer, line.key, version)
			}
		case line.indent == base+2:
			name = line.key
		case line.indent == base+4 && line.key == "version" && name != "":
			if version := plainVersion(line.value); version != "" {
				parsed.add(importer, name, version)
			}
		}
	})
	if !known {
		return nil, errNoLock
	}
	return parsed, nil
}

func isDependencyKind(key string) bool {
	return key == "dependencies" || key == "devDependencies" || key == "optionalDependencies"
}

// addPnpm adds a key of "packages": "convex@1.2.3", "/convex@1.2.3(react@19)", "/convex/1.2.3_react@18".
func (lock *lock) addPnpm(key string) {
	key = strings.TrimPrefix(key, "/")
	if end := strings.IndexByte(key, '('); end >= 0 {
		key = key[:end]
	}
	name, version, ok := splitName(key)
	if !ok || strings.Contains(name[1:], "/") && !strings.HasPrefix(name, "@") {
		slash := strings.LastIndexByte(strings.SplitN(key, "_", 2)[0], '/')
		if slash < 0 {
			return
		}
		name, version = key[:slash], key[slash+1:]
	}
	if version = plainVersion(version); version != "" && lock.any[name] == "" {
		lock.any[name] = version
	}
}
