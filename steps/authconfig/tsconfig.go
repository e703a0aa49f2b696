package authconfig

import (
	"encoding/json"
	"path"
	"strings"

	"convex-auth-doctor/steps/authconfig/jslex"
)

// tsconfig is what matters of a tsconfig.json: where imports may lead.
type tsconfig struct {
	dir   string // of the file that names paths
	base  string // folder that paths and bare names start from; "" when baseUrl is not set
	paths []member
}

// alias finds specifier in the paths (or baseUrl) of the tsconfig that governs dir.
func (lookup *lookup) alias(specifier, dir string) (resolved, bool) {
	config, ok := lookup.tsconfigFor(dir)
	if !ok {
		return resolved{}, false
	}
	from := config.base
	if from == "" {
		from = config.dir
	}
	best, star := member{}, ""
	for _, key := range config.paths {
		before, after, isPattern := strings.Cut(key.name, "*")
		switch {
		case key.name == specifier:
			best, star = key, ""
		case isPattern && len(specifier) >= len(before)+len(after) && strings.HasPrefix(specifier, before) && strings.HasSuffix(specifier, after):
			if best.value != nil && (best.name == specifier || len(before) <= strings.IndexByte(best.name, '*')) {
				continue
			}
			best, star = key, specifier[len(before):len(specifier)-len(after)]
		}
	}
	var targets []string
	json.Unmarshal(best.value, &targets)
	for _, one := range targets {
		if found, ok := lookup.at(path.Join(from, strings.Replace(one, "*", star, 1))); ok {
			return found, true
		}
	}
	if config.base != "" {
		return lookup.at(path.Join(config.base, specifier))
	}
	return resolved{}, false
}

// tsconfigFor reads the nearest tsconfig.json or jsconfig.json at or above dir.
func (lookup *lookup) tsconfigFor(dir string) (tsconfig, bool) {
	for up := dir; ; up = path.Dir(up) {
		for _, name := range []string{"tsconfig.json", "jsconfig.json"} {
			if lookup.isFile(path.Join(up, name)) {
				return lookup.tsconfig(path.Join(up, name), 0), true
			}
		}
		if up == "." || up == "/" {
			return tsconfig{}, false
		}
	}
}

// tsconfig reads one file and what it extends.
func (lookup *lookup) tsconfig(name string, depth int) tsconfig {
	if depth > 10 {
		return tsconfig{}
	}
	dir := path.Dir(name)
	var file struct {
		Extends json.RawMessage `json:"extends"`
		Options struct {
			BaseURL *string         `json:"baseUrl"`
			Paths   json.RawMessage `json:"paths"`
		} `json:"compilerOptions"`
	}
	if json.Unmarshal(jslex.PlainJSON(lookup.load(name).Data), &file) != nil {
		return tsconfig{}
	}
	var config tsconfig
	var parents []string
	if json.Unmarshal(file.Extends, &parents) != nil {
		var one string
		if json.Unmarshal(file.Extends, &one) == nil && one != "" {
			parents = []string{one}
		}
	}
	for _, parent := range parents {
		if strings.HasPrefix(parent, ".") {
			from := path.Join(dir, parent)
			if !lookup.isFile(from) {
				from += ".json"
			}
			if inherited := lookup.tsconfig(from, depth+1); inherited.paths != nil || inherited.base != "" {
				config = inherited
			}
		}
	}
	if file.Options.BaseURL != nil {
		config.base = path.Join(dir, *file.Options.BaseURL)
	}
	if paths, ok := ordered(file.Options.Paths); ok {
		config.dir, config.paths = dir, paths
	}
	return config
}
