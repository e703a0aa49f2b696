package project

import (
	"path"
	"strings"
)

// conventional are folders that hold no source of the app: packages, output of builds, caches. Folders whose name begins with a
// dot are passed over as well: editors and assistants keep samples there (projects.md, decoys).
var conventional = map[string]bool{
	"node_modules": true, "bower_components": true, "jspm_packages": true, "vendor": true,
	"dist": true, "build": true, "out": true, "output": true, "coverage": true, "target": true, "storybook-static": true,
	"Pods": true, "DerivedData": true, "__pycache__": true, "venv": true, "tmp": true, "temp": true,
}

// ignoredFolder reports whether convention passes a folder over.
func ignoredFolder(name string) bool { return name[0] == '.' || conventional[name] }

// ignores is the content of one .gitignore.
type ignores struct {
	dir   string // folder that it stands in
	names map[string]bool
	rules []ignoreRule
	plain bool // no rule takes anything back, so the order does not matter
}

// ignoreRule is one line of a .gitignore that is more than a name.
type ignoreRule struct {
	pattern  string
	suffix   string // for "*.ext": what a name ends with
	anchored bool   // the pattern is a path from the folder of the file
	folder   bool   // only folders
	negated  bool
}

// maxIgnoreRules bounds the work of one .gitignore.
const maxIgnoreRules = 2000

// parseIgnores reads the .gitignore of a folder.
func parseIgnores(dir string, text []byte) *ignores {
	parsed := &ignores{dir: dir, names: map[string]bool{}, plain: true}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\r\n")
		if !strings.HasSuffix(line, `\ `) {
			line = strings.TrimRight(line, " \t")
		}
		if line == "" || line[0] == '#' || len(parsed.rules) >= maxIgnoreRules {
			continue
		}
		var rule ignoreRule
		if line[0] == '!' {
			rule.negated, parsed.plain = true, false
			line = line[1:]
		}
		line = strings.TrimPrefix(line, `\`)
		if rest, ok := strings.CutSuffix(line, "/"); ok {
			rule.folder, line = true, rest
		}
		if strings.Contains(line, "/") {
			rule.anchored = true
			line = strings.TrimPrefix(line, "/")
		}
		if line == "" {
			continue
		}
		rule.pattern = line
		if !rule.anchored && strings.HasPrefix(line, "*") && !strings.ContainsAny(line[1:], `*?[\`) {
			rule.suffix = line[1:]
		}
		if !rule.anchored && !rule.negated && !rule.folder && !strings.ContainsAny(line, `*?[\`) {
			parsed.names[line] = true
		}
		parsed.rules = append(parsed.rules, rule)
	}
	return parsed
}

// verdict says what this file makes of a path: ignored, taken back, or nothing.
func (ignores *ignores) verdict(name string, isDir bool) (ignored, decided bool) {
	base := path.Base(name)
	if ignores.plain && ignores.names[base] {
		return true, true
	}
	inside := rel(name, ignores.dir)
	for i := len(ignores.rules) - 1; i >= 0; i-- {
		rule := &ignores.rules[i]
		if rule.folder && !isDir || !rule.matches(inside, base) {
			continue
		}
		return !rule.negated, true
	}
	return false, false
}

func (rule *ignoreRule) matches(inside, base string) bool {
	switch {
	case rule.suffix != "":
		return strings.HasSuffix(base, rule.suffix)
	case !rule.anchored:
		if !strings.ContainsAny(rule.pattern, `*?[\`) {
			return rule.pattern == base
		}
		matched, _ := path.Match(rule.pattern, base)
		return matched
	}
	return matchPath(strings.Split(rule.pattern, "/"), strings.Split(inside, "/"))
}

// matchPath matches a path against a pattern, piece by piece; "**" stands for any number of pieces, at the end for at least
// one. Only the last "**" has ever to be tried again, so the work is bounded by the product of the lengths.
func matchPath(pattern, pieces []string) bool {
	p, s := 0, 0
	star, from := -1, 0
	for s < len(pieces) {
		if p < len(pattern) && pattern[p] == "**" {
			if p++; p == len(pattern) {
				return true
			}
			star, from = p, s
			continue
		}
		if p < len(pattern) {
			if matched, err := path.Match(pattern[p], pieces[s]); err == nil && matched {
				p++
				s++
				continue
			}
		}
		if star < 0 {
			return false
		}
		from++
		p, s = star, from
	}
	return p == len(pattern)
}
