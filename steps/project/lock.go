package project

import (
	"path"
	"strings"
)

// lock is what a lock file says about installed versions.
type lock struct {
	file string
	// direct are the versions that the packages of the workspace get: folder, as seen from the lock file -> name -> version
	direct map[string]map[string]string
	// any are versions of packages wherever they are installed; of several the one nearest to the top
	any map[string]string
	// ranges are versions by what was asked for, "name@^1.2.3", where only that is written
	ranges map[string]string
}

func newLock(file string) *lock {
	return &lock{file: file, direct: map[string]map[string]string{}, any: map[string]string{}, ranges: map[string]string{}}
}

func (lock *lock) add(folder, name, version string) {
	if lock.direct[folder] == nil {
		lock.direct[folder] = map[string]string{}
	}
	lock.direct[folder][name] = version
}

// version returns the version of name that the package in folder gets; set is the range that it asks for, "" if it does not.
func (lock *lock) version(folder, name, set string) string {
	for up := rel(folder, path.Dir(lock.file)); ; up = path.Dir(up) {
		if version := lock.direct[up][name]; version != "" {
			return version
		}
		if up == "." || up == "/" {
			break
		}
	}
	if set != "" {
		if version := lock.ranges[name+"@"+set]; version != "" {
			return version
		}
		if version := lock.ranges[name+"@npm:"+set]; version != "" {
			return version
		}
	}
	return lock.any[name]
}

// plainVersion takes the version out of what lock files write around it: "1.2.3(react@19)", "1.2.3_hash", "npm:name@1.2.3".
// What names no version of a registry ("link:../x", "workspace:*", a URL) is none.
func plainVersion(text string) string {
	text = strings.Trim(text, `"' `)
	if rest, ok := strings.CutPrefix(text, "npm:"); ok {
		text = rest[strings.LastIndexByte(rest, '@')+1:]
	}
	text = strings.TrimPrefix(text, "v")
	if end := strings.IndexAny(text, "(_ "); end >= 0 {
		text = text[:end]
	}
	if text == "" || text[0] < '0' || text[0] > '9' || strings.ContainsAny(text, ":/") {
		return ""
	}
	return text
}

// splitName splits "name@version" at the "@" that is not the one of a scope.
func splitName(text string) (name, version string, ok bool) {
	if text == "" {
		return "", "", false
	}
	at := strings.IndexByte(text[1:], '@')
	if at < 0 {
		return "", "", false
	}
	return text[:at+1], text[at+2:], true
}
