package project

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/versions"
)

// matters reports whether a package tells something about authentication or about where it runs.
func matters(name string) bool {
	for _, prefix := range []string{"convex", "@convex-dev/", "@robelest/", "@estifanos-sh/", "better-auth", "@better-auth/", "better-convex", "kitcn",
		"@clerk/", "@auth0/", "@workos", "@auth/", "next-auth", "@stackframe/", "@mmailaender/convex", "@supabase/", "firebase", "aws-amplify",
		"@azure/msal", "@okta/", "keycloak-js", "@logto/", "react-oidc-context", "oidc-client-ts", "react-native-auth0"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "next", "expo", "react-native", "react", "svelte", "@sveltejs/kit", "vue", "nuxt", "astro", "vite", "react-scripts", "jose", "oauth4webapi",
		"expo-secure-store", "expo-auth-session", "@tanstack/react-start", "@tanstack/start", "@remix-run/react", "react-router", "typescript":
		return true
	}
	return false
}

// indirect are packages that matter although nobody lists them: others bring them along.
func indirect() []string {
	var names []string
	for _, row := range versions.Rows() {
		if !strings.Contains(row.Package, " ") && !slices.Contains(names, row.Package) {
			names = append(names, row.Package)
		}
	}
	return names
}

// findPackages fills Packages and Installed.
func (scan *scan) findPackages() {
	seen := map[string]bool{}
	add := func(dir, name, wanted string) {
		version, file := scan.installed(dir, name, wanted)
		if version == "" && wanted == "" {
			return
		}
		if version != "" && scan.project.Installed[name] == "" {
			scan.project.Installed[name] = version
		}
		key := name + "@" + version
		if seen[key] || version == "" && seen[name] {
			return
		}
		seen[key], seen[name] = true, true
		scan.project.Packages = append(scan.project.Packages, Package{Name: clean.Line(name), Version: clean.Line(version), Wanted: clean.Short(wanted, 60), File: scan.shown(file)})
	}
	for _, dir := range scan.packageOrder() {
		pack := scan.manifests[dir]
		if pack == nil {
			continue
		}
		names := make([]string, 0, len(pack.Wants))
		for name := range pack.Wants {
			if matters(name) {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		for _, name := range names {
			add(dir, name, pack.Wants[name])
		}
	}
	for _, dir := range scan.packageOrder() {
		for _, name := range indirect() {
			if scan.project.Installed[name] == "" && !seen[name] {
				add(dir, name, "")
			}
		}
	}
	scan.project.Clashes = versions.Clashes(scan.project.Installed)
}

// packageOrder returns the folders of the client's packages, those whose code makes or wraps a client of Convex first.
func (scan *scan) packageOrder() []string {
	weight := map[string]int{}
	for _, file := range scan.client() {
		for _, one := range file.elements {
			if isProviderOf(one) != "" {
				weight[scan.homeOf(file.name)]++
			}
		}
		weight[scan.homeOf(file.name)] += len(file.clients)
	}
	dirs := slices.Clone(scan.clients)
	slices.SortStableFunc(dirs, func(a, b string) int { return weight[b] - weight[a] })
	return dirs
}

// homeOf returns the folder of the package that a file belongs to.
func (scan *scan) homeOf(name string) string {
	if pack := scan.packageOf(path.Dir(name)); pack != nil {
		return pack.dir
	}
	return "."
}

// installed returns the version of a package that the package in dir gets, and the file that says so: the nearest lock file, or
// else node_modules. What package.json asks for is no version.
func (scan *scan) installed(dir, name, wanted string) (version, file string) {
	var nearest *lock
	for _, one := range scan.locks {
		home := path.Dir(one.file)
		if within(dir, home) && (nearest == nil || len(home) > len(path.Dir(nearest.file)) || path.Dir(nearest.file) == ".") {
			nearest = one
		}
	}
	if nearest != nil {
		if version := nearest.version(dir, name, wanted); version != "" {
			return version, nearest.file
		}
	}
	if wanted == "" {
		return "", ""
	}
	for up := dir; ; up = path.Dir(up) {
		file := join(up, "node_modules", name, "package.json")
		if text, err := scan.tree.read(file, maxOther, nil); err == nil {
			var pack struct{ Version string }
			if json.Unmarshal(trimMark(text), &pack) == nil && plainVersion(pack.Version) != "" {
				return plainVersion(pack.Version), file
			}
		}
		if up == "." {
			return "", join(dir, "package.json")
		}
	}
}

// frameworks tell what a client is built with, the telling ones first.
var frameworks = []struct{ pack, name, also string }{
	{"next", "Next.js", ""},
	{"expo", "Expo", ""},
	{"react-native", "React Native", ""},
	{"@tanstack/react-start", "TanStack Start", ""},
	{"@tanstack/start", "TanStack Start", ""},
	{"@tanstack/solid-start", "TanStack Start", ""},
	{"@sveltejs/kit", "SvelteKit", ""},
	{"nuxt", "Nuxt", ""},
	{"@remix-run/react", "Remix", ""},
	{"@react-router/dev", "React Router", ""},
	{"astro", "Astro", ""},
	{"react-scripts", "Create React App", ""},
	{"svelte", "Svelte", ""},
	{"vue", "Vue", ""},
	{"solid-js", "Solid", ""},
	{"vite", "React", "react"},
	{"react", "React", ""},
	{"vite", "Vite", ""},
}

// findFramework fills Framework, from the package that the client's code is in.
func (scan *scan) findFramework() {
	for _, dir := range scan.packageOrder() {
		pack := scan.manifests[dir]
		if pack == nil {
			continue
		}
		for _, one := range frameworks {
			wanted, ok := pack.Wants[one.pack]
			if !ok || one.also != "" && pack.Wants[one.also] == "" {
				continue
			}
			name := one.pack
			if one.also != "" {
				name, wanted = one.also, pack.Wants[one.also]
			}
			version, _ := scan.installed(dir, name, wanted)
			scan.project.Framework = Framework{Name: one.name, Version: clean.Line(version), Package: name, File: scan.shown(join(dir, "package.json"))}
			return
		}
	}
}

// uses reports whether one of the client's packages lists a package.
func (scan *scan) uses(name string) bool {
	return slices.ContainsFunc(scan.clients, func(dir string) bool { return scan.manifests[dir] != nil && scan.manifests[dir].Wants[name] != "" })
}

// major returns the first number of a version, or of the range that is asked for when no version is known; 0 when neither tells.
func major(version string) int {
	version = strings.TrimLeft(version, "^~>=v ")
	number := 0
	for i := 0; i < len(version) && version[i] >= '0' && version[i] <= '9' && number < 1e6; i++ {
		number = number*10 + int(version[i]-'0')
	}
	return number
}
