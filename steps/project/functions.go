package project

import (
	"path"
	"slices"
	"strings"
)

// functionsFolder is a functions folder with what belongs to it.
type functionsFolder struct {
	dir     string      // "convex", "packages/backend/convex"
	home    string      // folder of the convex.json or package.json that it belongs to
	config  *convexJSON // nil without one
	pack    *manifest   // the package.json of home, or the nearest above; nil without one
	sample  bool
	sources []string // its files, without _generated
}

// sampleWords are names of folders that hold examples and tests rather than the app (projects.md, decoys).
var sampleWords = map[string]bool{
	"example": true, "examples": true, "sample": true, "samples": true, "template": true, "templates": true, "demo": true, "demos": true,
	"playground": true, "playgrounds": true, "fixtures": true, "fixture": true, "__tests__": true, "__fixtures__": true, "test": true,
	"tests": true, "e2e": true, "docs": true, "doc": true, "testdata": true, "starter": true, "starters": true, "skills": true,
}

// isSample reports whether a folder lies in one of examples, as seen from the folder that was given.
func isSample(dir, start string) bool {
	if !within(dir, start) {
		start = "."
	}
	for piece := range strings.SplitSeq(rel(dir, start), "/") {
		if sampleWords[piece] {
			return true
		}
	}
	return false
}

// functionsFolders finds every functions folder: the one that a convex.json names, or "convex" beside a convex.json or beside a
// package.json that lists convex (projects.md, "Finding the files"). A folder that holds nothing but _generated is none.
func (scan *scan) functionsFolders() []*functionsFolder {
	bySource := map[string][]string{}
	for _, name := range scan.listing.files {
		if !isSource(name) {
			continue
		}
		for dir := path.Dir(name); ; dir = path.Dir(dir) {
			if path.Base(dir) == "_generated" {
				break
			}
			bySource[dir] = append(bySource[dir], name)
			if dir == "." {
				break
			}
		}
	}
	found := map[string]*functionsFolder{}
	add := func(dir, home string, config *convexJSON) {
		if known := found[dir]; known != nil {
			if known.config == nil || config != nil && config.Functions != "" && known.config.Functions == "" {
				known.config, known.home = config, home
			}
			return
		}
		if len(bySource[dir]) == 0 {
			return
		}
		found[dir] = &functionsFolder{dir: dir, home: home, config: config, sample: isSample(dir, scan.start), sources: bySource[dir]}
	}
	for _, config := range scan.convexJSONs {
		home := path.Dir(config.file)
		dir := config.Functions
		if dir == "" {
			dir = join(home, "convex")
		}
		add(dir, home, config)
	}
	for home, pack := range scan.manifests {
		if _, lists := pack.Wants["convex"]; lists && !scan.listing.has(join(home, "convex.json")) {
			add(join(home, "convex"), home, nil)
		}
	}
	// a project without dependencies written down, or a folder that is itself the functions folder
	if len(found) == 0 {
		for dir := range bySource {
			if path.Base(dir) == "convex" && (scan.listing.hasFolder(join(dir, "_generated")) || scan.listing.has(join(dir, "auth.config.ts")) || scan.listing.has(join(dir, "auth.config.js"))) {
				add(dir, path.Dir(dir), nil)
			}
		}
	}
	var all []*functionsFolder
	for _, one := range found {
		one.pack = scan.packageOf(one.home)
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b *functionsFolder) int { return strings.Compare(a.dir, b.dir) })
	return all
}

// packageOf returns the package.json that governs a folder.
func (scan *scan) packageOf(dir string) *manifest {
	for up := dir; ; up = path.Dir(up) {
		if pack := scan.manifests[up]; pack != nil {
			return pack
		}
		if up == "." {
			return nil
		}
	}
}

// choose picks the functions folder to look at. It returns nil when a person has to choose.
func (scan *scan) choose(all []*functionsFolder) *functionsFolder {
	if len(all) == 0 {
		return nil
	}
	if wanted := scan.options.Functions; wanted != "" {
		for _, one := range all {
			if scan.shown(one.dir) == wanted || one.dir == wanted {
				return one
			}
		}
	}
	some := all
	narrow := func(keep func(*functionsFolder) bool) {
		var kept []*functionsFolder
		for _, one := range some {
			if keep(one) {
				kept = append(kept, one)
			}
		}
		if len(kept) > 0 {
			some = kept
		}
	}
	// the person stands in it, or in its package
	narrow(func(one *functionsFolder) bool { return scan.start != "." && within(scan.start, one.dir) })
	narrow(func(one *functionsFolder) bool { return scan.start != "." && within(one.dir, scan.start) })
	narrow(func(one *functionsFolder) bool {
		pack := scan.packageOf(scan.start)
		return scan.start != "." && pack != nil && one.pack != nil && (pack == one.pack || pack.Wants[one.pack.Name] != "")
	})
	narrow(func(one *functionsFolder) bool { return !one.sample })
	if len(some) == 1 {
		return some[0]
	}
	return nil
}
