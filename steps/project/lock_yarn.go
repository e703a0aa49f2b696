package project

import "strings"

// parseYarnLock reads yarn.lock, of classic Yarn and of Berry.
func parseYarnLock(file string, text []byte) (*lock, error) {
	parsed := newLock(file)
	known := strings.Contains(string(text[:min(len(text), 400)]), "yarn lockfile") || strings.Contains(string(text), "__metadata:")
	var asked []string // the specifiers that the next "version" answers
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\r\n")
		inner := strings.TrimLeft(line, " ")
		switch {
		case inner == "" || inner[0] == '#':
		case len(inner) == len(line):
			asked = nil
			list, ok := strings.CutSuffix(line, ":")
			if !ok || list == "__metadata" {
				continue
			}
			for one := range strings.SplitSeq(list, ",") {
				for part := range strings.SplitSeq(strings.Trim(strings.TrimSpace(one), `"`), ", ") {
					asked = append(asked, strings.Trim(part, `"`))
				}
			}
		case len(line)-len(inner) == 2 && asked != nil:
			value, ok := strings.CutPrefix(inner, "version ")
			if !ok {
				value, ok = strings.CutPrefix(inner, "version: ")
			}
			version := plainVersion(value)
			if !ok || version == "" || strings.HasPrefix(version, "0.0.0-use.local") {
				continue
			}
			for _, specifier := range asked {
				name, _, ok := splitName(specifier)
				if !ok {
					continue
				}
				parsed.ranges[specifier] = version
				if parsed.any[name] == "" {
					parsed.any[name] = version
				}
			}
			asked = nil
			known = true
		}
	}
	if !known {
		return nil, errNoLock
	}
	return parsed, nil
}
