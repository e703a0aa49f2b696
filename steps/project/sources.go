package project

import (
	"errors"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"convex-auth-doctor/steps/authconfig/jslex"
)

// readSources reads the code of the client and of the functions folder, on all processors.
func (scan *scan) readSources() error {
	var names []string
	homes := map[string]string{}
	homeOf := func(dir string) string {
		if home, ok := homes[dir]; ok {
			return home
		}
		home := "."
		if pack := scan.packageOf(dir); pack != nil {
			home = pack.dir
		}
		homes[dir] = home
		return home
	}
	for _, name := range scan.listing.files {
		if !isSource(name) {
			continue
		}
		inBackend := within(name, scan.functions.dir) && !strings.Contains(name, "/_generated/")
		if inBackend && scan.functions.dir == "." {
			inBackend = path.Dir(name) == "." // the functions are the top of the project, the rest is not
		}
		home := homeOf(path.Dir(name))
		if !inBackend && (!slices.Contains(scan.clients, home) || !within(name, path.Dir(scan.functions.dir)) && isSample(rel(path.Dir(name), home), ".")) || strings.Contains(name, "/_generated/") {
			continue
		}
		if scan.inOtherFunctions(name) {
			continue
		}
		names = append(names, name)
		scan.inBackend[name] = inBackend
	}
	scan.project.Looked.Sources = len(names)
	results := make([]*facts, len(names))
	failures := make([]error, len(names))
	var group sync.WaitGroup
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), 8) {
		group.Go(func() {
			var buffer []byte
			var tokens []jslex.Token
			for {
				i := int(next.Add(1)) - 1
				if i >= len(names) || scan.ctx.Err() != nil {
					return
				}
				var text []byte
				text, failures[i] = scan.tree.read(names[i], maxSource, buffer)
				if failures[i] != nil {
					continue
				}
				if cap(text) > cap(buffer) {
					buffer = text
				}
				if !tells(text) && !scan.inBackend[names[i]] && !isSpecial(names[i]) {
					continue
				}
				file := parseSource(names[i], string(text), tokens)
				tokens = file.tokens
				results[i] = collect(file)
				if scan.inBackend[names[i]] {
					results[i].backend(file)
				}
			}
		})
	}
	group.Wait()
	for i, name := range names {
		if failures[i] != nil && !errors.Is(failures[i], fs.ErrNotExist) {
			scan.listing.skip(scan.shown(name), why(failures[i]))
		}
		if results[i] != nil {
			scan.files[name] = results[i]
		}
	}
	return scan.ctx.Err()
}

// isSpecial reports whether a file matters by its name alone.
func isSpecial(name string) bool {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	return base == "middleware" || base == "proxy" || base == "route"
}

// inOtherFunctions reports whether a file belongs to a functions folder that was not chosen.
func (scan *scan) inOtherFunctions(name string) bool {
	for _, config := range scan.convexJSONs {
		dir := config.Functions
		if dir != "" && dir != scan.functions.dir && within(name, dir) && !within(scan.functions.dir, dir) {
			return true
		}
	}
	return false
}

// sorted returns the files that were read, in order.
func (scan *scan) sorted() []*facts {
	names := make([]string, 0, len(scan.files))
	for name := range scan.files {
		names = append(names, name)
	}
	slices.Sort(names)
	all := make([]*facts, len(names))
	for i, name := range names {
		all[i] = scan.files[name]
	}
	return all
}

// client returns the files of the client, in order.
func (scan *scan) client() []*facts {
	return slices.DeleteFunc(scan.sorted(), func(file *facts) bool { return scan.inBackend[file.name] })
}

// backend returns the files of the functions folder, in order.
func (scan *scan) backend() []*facts {
	return slices.DeleteFunc(scan.sorted(), func(file *facts) bool { return !scan.inBackend[file.name] })
}
