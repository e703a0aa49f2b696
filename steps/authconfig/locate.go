package authconfig

import (
	"io/fs"
	"path"
)

// Place is what stands in a functions folder under the name of the config.
type Place struct {
	File    string   // the file that Convex evaluates; "" when there is none
	Failure *Failure // both endings are there: Convex refuses to push (B 4.1)
	Ignored []string // files with an ending that Convex does not look at; a push with only these removes all providers
}

// Locate looks for the config in the functions folder dir of files (B 4.1; projects.md, "Finding the files").
func Locate(files fs.FS, dir string) Place {
	var place Place
	isFile := func(name string) bool {
		info, err := fs.Stat(files, name)
		return err == nil && info.Mode().IsRegular()
	}
	ts, js := path.Join(dir, "auth.config.ts"), path.Join(dir, "auth.config.js")
	hasTS, hasJS := isFile(ts), isFile(js)
	switch {
	case hasTS && hasJS:
		place.File = ts
		place.Failure = &Failure{Kind: KindBothFiles, File: ts, Line: 1, Text: bothFiles.Say("js", js, "ts", ts)}
	case hasTS:
		place.File = ts
	case hasJS:
		place.File = js
	}
	for _, ending := range []string{".tsx", ".jsx", ".mts", ".mjs", ".cts", ".cjs"} {
		if name := path.Join(dir, "auth.config"+ending); isFile(name) {
			place.Ignored = append(place.Ignored, name)
		}
	}
	return place
}
