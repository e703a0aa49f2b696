package project

import (
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"

	"convex-auth-doctor/steps/clean"
)

// Bounds of a walk. They are far above what projects have; beyond them the result says so.
const (
	maxFiles   = 400_000
	maxDepth   = 60
	maxSkipped = 100
)

// Skipped is something that was passed over, and why.
type Skipped struct {
	Path string `json:"path"`
	Why  string `json:"why"`
}

// listing is what a walk found.
type listing struct {
	files   []string        // slash paths of the regular files that matter, in order
	known   map[string]bool // the same, and the folders (with true for folders), for questions
	folders int
	count   int // every entry that was seen
	cut     bool
	skipped []Skipped
}

// skip notes something that was passed over.
func (listing *listing) skip(name, why string) {
	if len(listing.skipped) < maxSkipped {
		listing.skipped = append(listing.skipped, Skipped{clean.Line(name), why})
	}
}

// wanted reports whether a file is one that some part of this package reads.
func wanted(base string) bool {
	if isEnvFile(base) {
		return true
	}
	switch path.Ext(base) {
	case ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".svelte", ".vue", ".astro":
		return !strings.HasSuffix(base, ".d.ts") && !strings.HasSuffix(base, ".min.js")
	case ".json":
		return base == "package.json" || base == "convex.json" || base == "tsconfig.json" || base == "jsconfig.json" ||
			base == "package-lock.json" || base == "npm-shrinkwrap.json" || base == "app.json"
	}
	switch base {
	case "yarn.lock", "pnpm-lock.yaml", "pnpm-workspace.yaml", "bun.lock", "bun.lockb":
		return true
	}
	return false
}

// isSource reports whether a file holds code of the app.
func isSource(name string) bool {
	switch path.Ext(name) {
	case ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".svelte", ".vue", ".astro":
		return true
	}
	return false
}

// walk lists the folder, without following links, and passes over what .gitignore and convention pass over. Variables,
// lock files and the like count although they are ignored by git. It stops after limit entries.
func walk(ctx context.Context, tree *Tree, limit int) (*listing, error) {
	found := &listing{known: map[string]bool{".": true}}
	type folder struct {
		name    string
		depth   int
		ignores []*ignores
	}
	stack := []folder{{name: "."}}
	for len(stack) > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		current := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		entries, err := tree.ReadDir(current.name)
		if err != nil {
			found.skip(current.name, why(err))
			if current.name == "." {
				return nil, err
			}
			continue
		}
		found.folders++
		slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
		for _, entry := range entries {
			if entry.Name() == ".gitignore" && entry.Type().IsRegular() {
				if text, err := tree.read(join(current.name, ".gitignore"), maxSource, nil); err == nil {
					current.ignores = append(slices.Clone(current.ignores), parseIgnores(current.name, text))
				}
			}
		}
		var below []folder
		for _, entry := range entries {
			if found.count++; found.count > limit {
				found.cut = true
				return found, nil
			}
			name := join(current.name, entry.Name())
			switch {
			case entry.IsDir():
				if ignoredFolder(entry.Name()) || ignored(current.ignores, name, true) {
					continue
				}
				if current.depth >= maxDepth {
					found.skip(name, "it is nested too deeply")
					continue
				}
				found.known[name] = true
				below = append(below, folder{name, current.depth + 1, current.ignores})
			case entry.Type()&fs.ModeSymlink != 0:
				if isRelevant(entry.Name()) {
					found.skip(name, "it is a link; links are not followed")
				}
			case !entry.Type().IsRegular():
				found.skip(name, errNotRegular.Error())
			case wanted(entry.Name()):
				if isSource(name) && ignored(current.ignores, name, false) {
					continue
				}
				found.files = append(found.files, name)
				found.known[name] = false
			}
		}
		for i := len(below) - 1; i >= 0; i-- {
			stack = append(stack, below[i])
		}
	}
	return found, nil
}

// isRelevant reports whether a link of that name would be worth a word: it looks like something that is read.
func isRelevant(base string) bool { return wanted(base) || base == "convex" || base == "src" }

// ignored asks the .gitignore files from the innermost outwards.
func ignored(all []*ignores, name string, isDir bool) bool {
	for i := len(all) - 1; i >= 0; i-- {
		if result, decided := all[i].verdict(name, isDir); decided {
			return result
		}
	}
	return false
}

// has reports whether the walk found a file.
func (listing *listing) has(name string) bool {
	isDir, ok := listing.known[name]
	return ok && !isDir
}

// hasFolder reports whether the walk found a folder.
func (listing *listing) hasFolder(name string) bool { return listing.known[name] }
