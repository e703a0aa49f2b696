package versions

// Known is the newest version of a package that was known when the table was written. Registries show some versions late or
// not at all, so say "newest known is X" and nothing about how many came between.
type Known struct {
	Package string
	Version string
	Date    string // of the registry, or of the tag; "" when not known
	Note    string
}

// TableDate is the day on which the table was read from the registries.
const TableDate = "2026-11-21"

// newest is versions.md section 0.
var newest = []Known{
	{"convex", "1.48.0", "2026-10-22", ""},
	{"@convex-dev/auth", "0.0.95", "2026-08-24", "tag 2026-08-11"},
	{"@estifanos-sh/convex-auth", "0.0.4", "2026-07-30", "before named @robelest/convex-auth; neither name is in the registry view used"},
	{"@robelest/convex-auth", "0.0.4", "2026-07-30", "now named @estifanos-sh/convex-auth"},
	{"@convex-dev/better-auth", "0.12.5", "2026-07-11", "tag 2026-06-27"},
	{"better-auth", "1.7.25", "2026-11-14", "last 1.6.x seen 1.6.34 (2026-11-01)"},
	{"@clerk/react", "6.18.0", "2026-10-20", ""},
	{"@clerk/clerk-react", "5.61.11", "2026-10-19", "deprecated on npm: use @clerk/react"},
	{"@clerk/nextjs", "7.9.17", "2026-10-16", "6.x line 6.39.8 (2026-10-19)"},
	{"@clerk/expo", "4.6.6", "2026-09-10", ""},
	{"@clerk/clerk-expo", "2.20.1", "2026-09-21", "now @clerk/expo"},
	{"@auth0/auth0-react", "2.27.0", "2026-09-18", ""},
	{"@auth0/auth0-spa-js", "2.28.3", "", ""},
	{"@workos-inc/authkit-react", "0.16.2", "2026-08-06", ""},
	{"@workos-inc/authkit-nextjs", "4.3.2", "2026-09-15", ""},
	{"@workos-inc/authkit-js", "0.20.3", "", ""},
	{"@convex-dev/workos", "0.0.3", "2026-07-17", ""},
	{"@convex-dev/workos-authkit", "0.2.9", "2026-09-02", ""},
	{"@auth/core", "0.41.3", "2026-07-21", ""},
	{"oauth4webapi", "3.8.8", "2026-09-05", ""},
	{"jose", "6.2.17", "2026-11-09", ""},
	{"expo-secure-store", "57.0.4", "2026-09-11", ""},
	{"expo-auth-session", "57.0.13", "2026-09-26", ""},
	{"convex-svelte", "0.14.0", "2026-08-10", ""},
	{"convex-vue", "0.1.5", "2026-04-17", ""},
	{"PyPI convex", "0.8.1", "2026-09-14", "0.7.0 was 2024-12-17"},
	{"crates.io convex", "0.10.4", "2026-04-09", "tag"},
	{"convex-swift", "0.8.1", "2026-02-20", "tag"},
	{"convex-mobile", "0.8.0", "2026-02-19", "tag kotlin@0.8.0"},
	{"next", "16.4.6", "2026-11-09", "15.x line 15.5.29 (2026-11-03)"},
}

// Newest returns what is known of a package.
func Newest(name string) (Known, bool) {
	for _, one := range newest {
		if one.Package == name {
			return one, true
		}
	}
	return Known{}, false
}
