package versions

// Peer says which other packages a version of a package needs.
type Peer struct {
	Package string
	Range   string // of Package
	Needs   []Needs
	Tag     string // as in Row
}

// peers is versions.md section 3. Only versions that were read are listed, and those between two that agree.
var peers = []Peer{
	{"@convex-dev/better-auth", "=0.6.2", []Needs{{"better-auth", "=1.2.7"}, {"convex", "~1.16.5 || >=1.17.0 <1.35.0"}}, "F"},
	{"@convex-dev/better-auth", "=0.7.7", []Needs{{"better-auth", "~1.2.7"}, {"convex", ">=1.25.0 <1.35.0"}}, "F"},
	{"@convex-dev/better-auth", "=0.7.9", []Needs{{"better-auth", "~1.2.12"}, {"convex", ">=1.25.0 <1.35.0"}}, "F"},
	{"@convex-dev/better-auth", "=0.7.12", []Needs{{"better-auth", "=1.3.4"}, {"convex", ">=1.25.0 <1.35.0"}}, "F"},
	{"@convex-dev/better-auth", ">=0.7.16 <=0.7.17", []Needs{{"better-auth", "=1.3.7"}, {"convex", ">=1.25.0 <1.35.0"}}, "F"},
	{"@convex-dev/better-auth", ">=0.7.18 <=0.8.9", []Needs{{"better-auth", "=1.3.8"}, {"convex", "^1.26.2"}}, "F"},
	{"@convex-dev/better-auth", ">=0.9.1 <=0.9.6", []Needs{{"better-auth", "=1.3.27"}, {"convex", "^1.26.2"}}, "F"},
	{"@convex-dev/better-auth", "=0.9.7", []Needs{{"better-auth", "=1.3.27"}, {"convex", ">=1.28.2 <1.35.0"}}, "F"},
	{"@convex-dev/better-auth", ">=0.9.9 <=0.9.11", []Needs{{"better-auth", "=1.3.34"}, {"convex", "^1.25.0"}}, "F"},
	{"@convex-dev/better-auth", "=0.10.6", []Needs{{"better-auth", "=1.4.7"}, {"convex", "^1.25.0"}}, "F"},
	{"@convex-dev/better-auth", ">=0.10.9 <=0.10.10", []Needs{{"better-auth", "=1.4.9"}, {"convex", "^1.25.0"}}, "F"},
	{"@convex-dev/better-auth", ">=0.10.12 <=0.10.13", []Needs{{"better-auth", ">=1.4.9 <1.5.0"}, {"convex", "^1.25.0"}}, "F"},
	{"@convex-dev/better-auth", "0.11.x", []Needs{{"better-auth", ">=1.5.0 <1.6.0"}, {"convex", "^1.25.0"}}, "F"},
	{"@convex-dev/better-auth", ">=0.12.1 <=0.12.2", []Needs{{"better-auth", ">=1.6.9 <1.7.0"}, {"convex", "^1.25.0"}}, "F C"},
	{"@convex-dev/better-auth", ">=0.12.3 <=0.12.5", []Needs{{"better-auth", ">=1.6.11 <1.7.0"}, {"convex", "^1.25.0"}}, "F C"},
	{"@convex-dev/auth", "=0.0.72", []Needs{{"@auth/core", "^0.36.0"}, {"convex", "^1.14.4"}}, "F"},
	{"@convex-dev/auth", ">=0.0.76 <=0.0.93", []Needs{{"@auth/core", "^0.37.0"}, {"convex", "^1.17.0"}}, "F"},
	{"@convex-dev/auth", ">=0.0.94 <=0.0.95", []Needs{{"@auth/core", "^0.41.1"}, {"convex", "^1.17.0"}}, "F C"},
	{"convex", ">=1.11.1 <1.35.0", []Needs{{"@clerk/clerk-react", "^4.12.8 || ^5.0.0"}}, "F"},
	{"convex", ">=1.35.0", []Needs{{"@clerk/clerk-react", "^4.12.8 || ^5.0.0"}}, "F"},
	{"convex", ">=1.35.0 <1.36.1", []Needs{{"@clerk/react", "^6.0.0"}}, "F"},
	{"convex", ">=1.36.1", []Needs{{"@clerk/react", "^6.4.3"}}, "F"},
	{"convex", ">=1.11.1", []Needs{{"@auth0/auth0-react", "^2.0.1"}}, "F"},
	{"convex", ">=1.24.0", []Needs{{"react", ">=18.0.0"}}, "C F"},
	{"@clerk/nextjs", "=6.33.7", []Needs{{"next", "^13.5.7 || ^14.2.25 || ^15.2.3"}}, "F"},
	{"@clerk/nextjs", "=6.34.0", []Needs{{"next", "^13.5.7 || ^14.2.25 || ^15.2.3 || ^16.0.0"}}, "F"},
	{"@clerk/nextjs", "=7.9.17", []Needs{{"next", "^15.2.8 || ^16.0.10"}}, "F"},
	{"@clerk/expo", ">=3.0.0", []Needs{{"expo", ">=53.0.0"}}, "C"},
	{"@convex-dev/workos", "=0.0.1", []Needs{{"convex", "^1.25.4"}}, "F"},
	{"@convex-dev/workos", "=0.0.2", []Needs{{"convex", "^1.38.0"}}, "F"},
	{"@convex-dev/workos", "=0.0.3", []Needs{{"convex", "^1.39.1"}}, "F"},
	{"@convex-dev/workos-authkit", "=0.1.7", []Needs{{"convex", "^1.29.3"}, {"@workos-inc/authkit-react", "^0.13.0 || ^0.16.0"}, {"@workos-inc/node", "^7.75.1 || ^8.0.0"}}, "F"},
	{"@convex-dev/workos-authkit", "=0.2.1", []Needs{{"convex", "^1.29.3"}, {"@workos-inc/authkit-react", "^0.13.0 || ^0.16.0"}, {"@workos-inc/node", "^7.75.1 || >=8.0.0 <8.11.0"}}, "F"},
	{"@convex-dev/workos-authkit", ">=0.2.7 <=0.2.9", []Needs{{"convex", "^1.29.3"}, {"@workos-inc/authkit-react", "^0.13.0 || ^0.16.0"}, {"@workos-inc/node", "^7.75.1 || ^8.0.0 || ^9.0.0 || ^10.0.0"}}, "F"},
	{"@workos-inc/authkit-nextjs", "=4.3.2", []Needs{{"@workos-inc/node", "^9.0.0 || ^10.0.0"}, {"next", "^13.5.9 || ^14.2.26 || ^15.2.3 || ^16.0.0"}}, "F C"},
	{"@workos-inc/authkit-react", "=0.16.1", []Needs{{"@workos-inc/authkit-js", "=0.20.0"}}, "F"},
	{"@workos-inc/authkit-react", "=0.16.2", []Needs{{"@workos-inc/authkit-js", "^0.20.1"}}, "F"},
	{"convex-svelte", "=0.14.0", []Needs{{"convex", "^1.30.0"}, {"svelte", "^5.19.0"}}, "F"},
	{"convex-vue", "=0.1.5", []Needs{{"convex", ">=1.24.0"}, {"vue", ">=3.5.0"}}, "F"},
	{"@robelest/convex-auth", ">=0.0.4-preview.28 <=0.0.4-preview.37", []Needs{{"convex", "^1.33.1"}}, "F C"},
	{"@robelest/convex-auth", "=0.0.4-preview.38", []Needs{{"convex", "^1.39.0"}}, "F C"},
	{"@robelest/convex-auth", "=0.0.4-preview.40 || =0.0.4", []Needs{{"convex", "^1.42.0"}}, "F C"},
	{"@estifanos-sh/convex-auth", ">=0.0.4-preview.28 <=0.0.4-preview.37", []Needs{{"convex", "^1.33.1"}}, "F C"},
	{"@estifanos-sh/convex-auth", "=0.0.4-preview.38", []Needs{{"convex", "^1.39.0"}}, "F C"},
	{"@estifanos-sh/convex-auth", "=0.0.4-preview.40 || =0.0.4", []Needs{{"convex", "^1.42.0"}}, "F C"},
}

// Clash is a pair of installed packages that do not go together.
type Clash struct {
	Package   string // the package that needs another version
	Version   string
	Other     string
	Installed string // version of Other
	Wanted    string // range
	Tag       string
}

// Clashes returns the pairs of installed packages of which one lies outside what the other needs.
func Clashes(installed map[string]string) []Clash {
	var all []Clash
	for _, peer := range peers {
		version, ok := installed[peer.Package]
		if !ok || !affected(peer.Range, version) {
			continue
		}
		for _, need := range peer.Needs {
			found, ok := installed[need.Package]
			if ok && canonical(found) != "" && !affected(need.Range, found) {
				all = append(all, Clash{peer.Package, version, need.Package, found, need.Range, peer.Tag})
			}
		}
	}
	return all
}

// Bounded reports whether the newest version of a package is one that the newest version of another package does not allow: then
// nobody is told to install it.
func Bounded(name string) bool {
	known, ok := Newest(name)
	if !ok {
		return false
	}
	for _, peer := range peers {
		if newest, ok := Newest(peer.Package); !ok || !affected(peer.Range, newest.Version) {
			continue
		}
		for _, need := range peer.Needs {
			if need.Package == name && !affected(need.Range, known.Version) {
				return true
			}
		}
	}
	return false
}
