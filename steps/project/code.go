package project

import (
	"path"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/lazy"
)

// longRun finds what may be a key or a token in a line of code. Names that people give to things have no digits among so many letters.
var longRun = lazy.Regexp(`[A-Za-z0-9+/_=-]{20,}`)

// showCode fills in what stands at the place of each look.
func (scan *scan) showCode() {
	for i := range scan.project.WorthALook {
		look := &scan.project.WorthALook[i]
		switch {
		case look.Package != "" && look.Line == 0:
			look.Code = look.Package + " " + look.Version
		case look.Line > 0 && isEnvFile(path.Base(look.File)):
			look.Code = scan.variableAt(look.File, look.Line)
		case look.Line > 0:
			look.Code = scan.lineAt(look.File, look.Line)
		}
	}
}

// variableAt returns the variable at a place of an environment file, a secret as its label.
func (scan *scan) variableAt(file string, line int) string {
	for _, one := range scan.envs {
		if scan.shown(one.name) != file {
			continue
		}
		for _, variable := range one.env.Vars {
			if variable.Line == line {
				return clean.Short(variable.Name+"="+variable.Show(), 120)
			}
		}
	}
	return ""
}

// unshown returns the path in the tree of a file as it is shown, "" when it is none that the walk found.
func (scan *scan) unshown(file string) string {
	if name := path.Join(scan.start, file); scan.listing.has(name) && scan.shown(name) == file {
		return name
	}
	for _, name := range scan.listing.files { // its name has characters that are not shown
		if scan.shown(name) == file {
			return name
		}
	}
	return ""
}

// lineAt returns a line of code as it is shown, "" when there may be a secret in it.
func (scan *scan) lineAt(file string, line int) string {
	name := scan.unshown(file)
	if name == "" {
		return ""
	}
	text, err := scan.tree.read(name, maxSource, nil)
	if err != nil {
		return ""
	}
	lines := strings.SplitN(string(text), "\n", line+1)
	if len(lines) < line {
		return ""
	}
	code := strings.TrimSpace(lines[line-1])
	for _, run := range longRun().FindAllString(code, -1) {
		if strings.ContainsAny(run, "0123456789") {
			return ""
		}
	}
	return clean.Short(code, 120)
}
