package versions

// Sources are the short names in Row.Source: each is the file of that name on the default branch. "repo#n" is
// https://github.com/repo/issues/n, "P 5" and "B 4.1" are other facts of this project.
var Sources = map[string]string{
	"CX":   "github.com/get-convex/convex-backend npm-packages/convex/CHANGELOG.md; commits of github.com/get-convex/convex-js",
	"CA":   "github.com/get-convex/convex-auth CHANGELOG.md",
	"CB":   "github.com/get-convex/better-auth CHANGELOG.md",
	"BX":   "github.com/better-auth/better-auth packages/better-auth/CHANGELOG.md",
	"CK-x": "github.com/clerk/javascript packages/x/CHANGELOG.md",
	"WN":   "github.com/workos/authkit-nextjs CHANGELOG.md",
	"WJ":   "github.com/workos/authkit-js CHANGELOG.md and commits",
	"WA":   "github.com/get-convex/workos-authkit CHANGELOG.md",
	"RS":   "github.com/get-convex/convex-rs CHANGELOG.md",
	"RO":   "github.com/robelest/convex-auth packages/auth/CHANGELOG.md and tags",
}
