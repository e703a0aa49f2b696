package project

import (
	"os"
	"path/filepath"
)

// maxUp bounds how far above the folder a workspace is looked for.
const maxUp = 6

// workspaceOf returns the folder of the workspace that dir belongs to, and dir as seen from there. It looks no further than the
// repository, and only a file that makes a workspace counts.
func workspaceOf(dir string) (top, start string) {
	top, start = dir, "."
	whole, err := filepath.Abs(dir)
	if err != nil {
		return top, start
	}
	exists := func(name string) bool { _, err := os.Lstat(name); return err == nil }
	if exists(filepath.Join(whole, ".git")) {
		return top, start
	}
	// a folder inside of a package, such as the functions folder, is looked at as a part of it
	inPackage := exists(filepath.Join(whole, "package.json")) || exists(filepath.Join(whole, "convex.json"))
	for up, below := whole, 0; below < maxUp; below++ {
		parent := filepath.Dir(up)
		if parent == up {
			break
		}
		up = parent
		isPackage := !inPackage && exists(filepath.Join(up, "package.json"))
		inPackage = inPackage || isPackage
		if isPackage || isWorkspace(up) {
			inside, err := filepath.Rel(up, whole)
			if err == nil {
				top, start = up, filepath.ToSlash(inside)
			}
		}
		if exists(filepath.Join(up, ".git")) {
			break
		}
	}
	return top, start
}

// isWorkspace reports whether a folder is the top of a workspace.
func isWorkspace(dir string) bool {
	for _, name := range []string{"pnpm-workspace.yaml", "lerna.json", "turbo.json", "nx.json"} {
		if info, err := os.Lstat(filepath.Join(dir, name)); err == nil && info.Mode().IsRegular() {
			return true
		}
	}
	tree, err := OpenTree(dir)
	if err != nil {
		return false
	}
	defer tree.Close()
	text, err := tree.read("package.json", maxOther, nil)
	if err != nil {
		return false
	}
	pack, err := parseManifest(".", text)
	return err == nil && len(pack.Members) > 0
}
