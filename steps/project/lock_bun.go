package project

import (
	"encoding/json"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"

	"convex-auth-doctor/steps/authconfig/jslex"
)

// errBinaryLock is said of bun.lockb, which only Bun can read.
var errBinaryLock = errors.New("it is binary; `bun install --save-text-lockfile` writes one that can be read")

// parseBunLock reads the text form of Bun's lock file: JSON with comments and trailing commas.
func parseBunLock(file string, text []byte) (*lock, error) {
	plain := jslex.PlainJSON(text)
	var content struct {
		Workspaces map[string]struct{ Name string }
		Packages   map[string]json.RawMessage
	}
	if err := json.Unmarshal(plain, &content); err != nil {
		return nil, jsonError(plain, err)
	}
	if content.Workspaces == nil && content.Packages == nil {
		return nil, errNoLock
	}
	folders := map[string]string{} // name of a package of the workspace -> its folder
	for folder, one := range content.Workspaces {
		folders[one.Name] = path.Join(".", folder)
	}
	parsed := newLock(file)
	for _, key := range slices.Sorted(maps.Keys(content.Packages)) {
		value := content.Packages[key]
		var fields []json.RawMessage
		var resolved string
		if json.Unmarshal(value, &fields) != nil || len(fields) == 0 || json.Unmarshal(fields[0], &resolved) != nil {
			continue
		}
		name, version, ok := splitName(resolved)
		if !ok {
			continue
		}
		if version = plainVersion(version); version == "" {
			continue
		}
		switch {
		case key == name:
			parsed.any[name] = version
		case parsed.any[name] == "" && content.Packages[name] == nil:
			parsed.any[name] = version
		}
		// "web/convex" is the convex of the workspace package "web"
		if owner, ok := strings.CutSuffix(key, "/"+name); ok {
			if folder, ok := folders[owner]; ok {
				parsed.add(folder, name, version)
			}
		}
	}
	return parsed, nil
}

// parseLock reads a lock file by its name.
func parseLock(file string, text []byte) (*lock, error) {
	switch path.Base(file) {
	case "package-lock.json", "npm-shrinkwrap.json":
		return parseNpmLock(file, text)
	case "pnpm-lock.yaml":
		return parsePnpmLock(file, text)
	case "yarn.lock":
		return parseYarnLock(file, text)
	case "bun.lock":
		return parseBunLock(file, text)
	}
	return nil, errBinaryLock
}

// lockNames are the names of lock files, in the order in which they are believed when packageManager does not say.
var lockNames = []string{"pnpm-lock.yaml", "yarn.lock", "bun.lock", "package-lock.json", "npm-shrinkwrap.json", "bun.lockb"}
