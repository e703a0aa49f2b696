package authconfig

import (
	"encoding/json"
	"path"
	"strings"
)

// lookup asks what is at a path of the project; the answers are kept.
type lookup struct {
	ask   func(path string, read bool) (answer, error)
	known map[string]answer
	read  map[string]answer
	err   error // the first failure to ask at all: nothing can be looked up any more
}

func newLookup(ask func(string, bool) (answer, error)) *lookup {
	return &lookup{ask: ask, known: map[string]answer{}, read: map[string]answer{}}
}

func (lookup *lookup) stat(name string) answer {
	return lookup.get(lookup.known, name, false)
}

func (lookup *lookup) load(name string) answer {
	return lookup.get(lookup.read, name, true)
}

func (lookup *lookup) get(kept map[string]answer, name string, read bool) answer {
	name = path.Clean(name)
	if found, ok := kept[name]; ok {
		return found
	}
	if lookup.err != nil || name == ".." || strings.HasPrefix(name, "../") || path.IsAbs(name) {
		return answer{}
	}
	found, err := lookup.ask(name, read)
	if err != nil {
		lookup.err = err
		return answer{}
	}
	kept[name] = found
	return found
}

// isFile reports whether a file is there, and keeps why not when it is one that cannot be handed out.
func (lookup *lookup) isFile(name string) bool {
	found := lookup.stat(name)
	return found.Real != "" && !found.Dir || found.Fail != ""
}

// resolved is where an import leads.
type resolved struct {
	path      string // of the file, links resolved
	untouched bool   // its package says that it has no side effects
}

// endings in the order in which the bundler tries them.
var endings = []string{".tsx", ".ts", ".jsx", ".js", ".css", ".json"}

// conditions under which a package may offer a file, as the CLI of Convex sets them for the isolate.
var conditions = map[string]bool{"convex": true, "module": true, "import": true, "browser": true, "default": true}

// file finds the file that name stands for: itself, with an ending, or the index of a folder.
func (lookup *lookup) file(name string) (string, bool) {
	name = path.Clean(name)
	if lookup.isFile(name) {
		return name, true
	}
	for _, ending := range endings {
		if lookup.isFile(name + ending) {
			return name + ending, true
		}
	}
	// TypeScript writes the ending of what it compiles to: "./env.js" is env.ts
	for _, pair := range [][2]string{{".js", ".ts"}, {".js", ".tsx"}, {".jsx", ".tsx"}, {".mjs", ".mts"}, {".cjs", ".cts"}} {
		if base, ok := strings.CutSuffix(name, pair[0]); ok && lookup.isFile(base+pair[1]) {
			return base + pair[1], true
		}
	}
	if lookup.stat(name).Dir {
		if found, ok := lookup.folder(name); ok {
			return found, true
		}
	}
	return "", false
}

// folder finds the main file of a folder.
func (lookup *lookup) folder(dir string) (string, bool) {
	if pack, ok := lookup.manifest(dir); ok {
		for _, main := range []string{pack.Module, pack.browser(), pack.Main} {
			if main == "" {
				continue
			}
			if found, ok := lookup.file(path.Join(dir, main)); ok {
				return found, true
			}
		}
	}
	for _, ending := range endings {
		if name := path.Join(dir, "index"+ending); lookup.isFile(name) {
			return name, true
		}
	}
	return "", false
}

// manifest is what matters of a package.json.
type manifest struct {
	Name        string          `json:"name"`
	Main        string          `json:"main"`
	Module      string          `json:"module"`
	Browser     json.RawMessage `json:"browser"`
	Exports     json.RawMessage `json:"exports"`
	Imports     json.RawMessage `json:"imports"`
	SideEffects json.RawMessage `json:"sideEffects"`
}

func (pack manifest) browser() string {
	var name string
	json.Unmarshal(pack.Browser, &name)
	return name
}

func (lookup *lookup) manifest(dir string) (manifest, bool) {
	found := lookup.load(path.Join(dir, "package.json"))
	var pack manifest
	if found.Data == nil || json.Unmarshal(found.Data, &pack) != nil {
		return manifest{}, false
	}
	return pack, true
}

// module finds what specifier means in the file importer; workspaces are packages of the same workspace by name.
func (lookup *lookup) module(specifier, importer string, workspaces map[string]string) (resolved, bool) {
	dir := path.Dir(importer)
	switch {
	case specifier == "." || specifier == ".." || strings.HasPrefix(specifier, "./") || strings.HasPrefix(specifier, "../"):
		return lookup.at(path.Join(dir, specifier))
	case strings.HasPrefix(specifier, "#"):
		return lookup.subpathImport(specifier, dir)
	}
	if found, ok := lookup.alias(specifier, dir); ok {
		return found, true
	}
	name, rest := packageName(specifier)
	for up := dir; ; up = path.Dir(up) {
		if path.Base(up) != "node_modules" {
			if found := lookup.stat(path.Join(up, "node_modules", name)); found.Dir {
				return lookup.inPackage(found.Real, rest)
			}
		}
		if pack, ok := lookup.manifest(up); ok && pack.Name == name && len(pack.Exports) > 0 {
			return lookup.inPackage(up, rest)
		}
		if up == "." || up == "/" {
			break
		}
	}
	if folder, ok := workspaces[name]; ok {
		return lookup.inPackage(folder, rest)
	}
	return resolved{}, false
}

// at finds the file that a path stands for, links resolved.
func (lookup *lookup) at(name string) (resolved, bool) {
	found, ok := lookup.file(name)
	if !ok {
		return resolved{}, false
	}
	if real := lookup.stat(found).Real; real != "" {
		found = real
	}
	return resolved{path: found}, true
}

// packageName splits a specifier into the package and what is wanted of it, "." for its main file.
func packageName(specifier string) (name, rest string) {
	parts := strings.SplitN(specifier, "/", 3)
	n := 1
	if strings.HasPrefix(specifier, "@") {
		n = 2
	}
	if len(parts) < n {
		return specifier, "."
	}
	name = strings.Join(parts[:n], "/")
	return name, "." + strings.TrimPrefix(specifier, name)
}

// inPackage finds the file for "." or "./sub" of the package in dir.
func (lookup *lookup) inPackage(dir, rest string) (resolved, bool) {
	pack, ok := lookup.manifest(dir)
	untouched := string(pack.SideEffects) == "false"
	if ok && len(pack.Exports) > 0 && string(pack.Exports) != "null" {
		target, ok := exported(pack.Exports, rest)
		if !ok {
			return resolved{}, false
		}
		found, ok := lookup.at(path.Join(dir, target))
		found.untouched = untouched
		return found, ok
	}
	var found resolved
	if rest == "." {
		var name string
		if name, ok = lookup.folder(dir); ok {
			found, ok = lookup.at(name)
		}
	} else {
		found, ok = lookup.at(path.Join(dir, rest))
	}
	found.untouched = untouched
	return found, ok
}

// subpathImport finds "#name" in the imports of the nearest package.json.
func (lookup *lookup) subpathImport(specifier, dir string) (resolved, bool) {
	for up := dir; ; up = path.Dir(up) {
		if pack, ok := lookup.manifest(up); ok {
			target, ok := mapped(pack.Imports, specifier)
			if !ok {
				return resolved{}, false
			}
			if strings.HasPrefix(target, "./") {
				return lookup.at(path.Join(up, target))
			}
			return lookup.module(target, path.Join(up, "package.json"), nil)
		}
		if up == "." || up == "/" {
			return resolved{}, false
		}
	}
}
