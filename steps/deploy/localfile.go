package deploy

import "strings"

// IsLocalFile reports the name of a file that only a developer's machine reads, with its folder or without: .env.local, into which
// the CLI writes the deployment that it uses (B 7.5), or .env.production.local. Convex does not see it (B 4.3), whatever stands
// in it.
func IsLocalFile(name string) bool {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	return strings.HasPrefix(name, ".env.") && strings.HasSuffix(name, ".local")
}
