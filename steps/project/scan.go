package project

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/secret"
)

// ErrNoFolder is returned when the path is no folder that can be listed.
var ErrNoFolder = errors.New("there is no folder that can be read")

// scan is one scan at work.
type scan struct {
	ctx         context.Context
	options     Options
	registry    *secret.Registry
	tree        *Tree
	start       string // the folder that was given, as seen from the tree
	listing     *listing
	manifests   map[string]*manifest // by folder
	convexJSONs []*convexJSON
	locks       []*lock
	workspaces  map[string]string // name -> folder
	reads       []string
	project     *Project

	functions *functionsFolder
	clients   []string // folders of the packages whose code is the client's
	files     map[string]*facts
	inBackend map[string]bool // files of the functions folder
	envs      []envFile
	resolver  *authconfig.Resolver
}

// Scan reads the project in dir. An error means that the folder itself cannot be read or that ctx ended; everything else that goes
// wrong is in Looked.Skipped. A folder that is no Convex project gives a Project with Convex false.
func Scan(ctx context.Context, dir string, options Options) (Project, error) {
	top, start := dir, "."
	if !options.Inside {
		top, start = workspaceOf(dir)
	}
	tree, err := OpenTree(top)
	if err != nil {
		return Project{Root: dir}, ErrNoFolder
	}
	defer tree.Close()
	work := &scan{
		ctx: ctx, options: options, registry: options.Registry, tree: tree, start: start,
		manifests: map[string]*manifest{}, workspaces: map[string]string{}, files: map[string]*facts{}, inBackend: map[string]bool{},
		project: &Project{Root: clean.Line(dir), WorthALook: []Look{}, Installed: map[string]string{}},
	}
	if work.registry == nil {
		work.registry = &secret.Registry{}
	}
	work.project.AuthConfig.Providers = []Provider{}
	if start != "." {
		work.project.Looked.Workspace = work.shown(".")
	}
	if work.listing, err = walk(ctx, tree, maxFiles); err != nil {
		if ctx.Err() != nil {
			return *work.project, ctx.Err()
		}
		return *work.project, ErrNoFolder
	}
	work.readPlain()
	if err := work.interpret(); err != nil {
		return *work.project, err
	}
	work.finish()
	return *work.project, nil
}

// shown returns a path of the tree as seen from the folder that was given, safe to print.
func (scan *scan) shown(name string) string {
	if name == "" {
		return ""
	}
	if within(name, scan.start) {
		return clean.Line(rel(name, scan.start))
	}
	up := ""
	for dir := scan.start; ; dir = path.Dir(dir) {
		if within(name, dir) {
			if inside := rel(name, dir); inside != "." {
				return clean.Line(up + inside)
			}
			return strings.TrimSuffix(up, "/")
		}
		up += "../"
	}
}

// read reads a file that says something by itself, and notes it.
func (scan *scan) read(name string, limit int64) ([]byte, bool) {
	text, err := scan.tree.read(name, limit, nil)
	if err != nil {
		scan.listing.skip(scan.shown(name), why(err))
		return nil, false
	}
	scan.reads = append(scan.reads, scan.shown(name))
	return text, true
}

// readPlain reads package.json, convex.json and the lock files.
func (scan *scan) readPlain() {
	for _, name := range scan.listing.files {
		switch path.Base(name) {
		case "package.json":
			scan.readManifest(name)
		case "convex.json":
			scan.readConvexJSON(name)
		}
	}
	scan.readLocks() // behind the manifests, which name the package managers
}

func (scan *scan) readManifest(name string) {
	text, ok := scan.read(name, maxOther)
	if !ok {
		return
	}
	pack, err := parseManifest(path.Dir(name), text)
	if err != nil {
		scan.listing.skip(scan.shown(name), err.Error())
		return
	}
	scan.manifests[pack.dir] = pack
	if _, taken := scan.workspaces[pack.Name]; pack.Name != "" && !taken {
		scan.workspaces[pack.Name] = pack.dir
	}
}

func (scan *scan) readConvexJSON(name string) {
	text, ok := scan.read(name, maxOther)
	if !ok || isTsconfig(text) { // a tsconfig package has a file of that name (projects.md, decoys)
		return
	}
	config, err := parseConvexJSON(name, text)
	if err != nil {
		scan.listing.skip(scan.shown(name), err.Error())
		return
	}
	scan.convexJSONs = append(scan.convexJSONs, config)
}

// readLocks reads one lock file of each folder.
func (scan *scan) readLocks() {
	byFolder := map[string][]string{}
	var order []string
	for _, name := range scan.listing.files {
		if slices.Contains(lockNames, path.Base(name)) {
			dir := path.Dir(name)
			if byFolder[dir] == nil {
				order = append(order, dir)
			}
			byFolder[dir] = append(byFolder[dir], name)
		}
	}
	for _, dir := range order {
		manager := ""
		if pack := scan.manifests[dir]; pack != nil {
			manager, _, _ = strings.Cut(pack.Manager, "@")
		}
		scan.readLock(byFolder[dir], manager)
	}
}

// readLock reads the first of a folder's lock files that can be read, that of its package manager before others.
func (scan *scan) readLock(names []string, manager string) {
	slices.SortStableFunc(names, func(a, b string) int { return lockRank(a, manager) - lockRank(b, manager) })
	for _, name := range names {
		if path.Base(name) == "bun.lockb" && len(names) == 1 {
			scan.listing.skip(scan.shown(name), errBinaryLock.Error())
			return
		}
		text, ok := scan.read(name, maxLock)
		if !ok {
			continue
		}
		parsed, err := parseLock(name, text)
		if err != nil {
			scan.listing.skip(scan.shown(name), err.Error())
			continue
		}
		scan.locks = append(scan.locks, parsed)
		return
	}
}

// lockRank orders lock files of one folder: that of the package manager that package.json names, then as in lockNames.
func lockRank(name, manager string) int {
	base := path.Base(name)
	owner := map[string]string{"pnpm-lock.yaml": "pnpm", "yarn.lock": "yarn", "bun.lock": "bun", "bun.lockb": "bun", "package-lock.json": "npm", "npm-shrinkwrap.json": "npm"}
	if manager != "" && owner[base] == manager {
		return -1
	}
	return slices.Index(lockNames, base)
}

// isTsconfig reports whether a file called convex.json is a TypeScript configuration.
func isTsconfig(text []byte) bool {
	return strings.Contains(string(text), `"compilerOptions"`)
}

// interpret finds the functions folder and reads the code that belongs to it.
func (scan *scan) interpret() error {
	all := scan.functionsFolders()
	scan.functions = scan.choose(all)
	if scan.functions == nil {
		scan.candidates(all)
		scan.project.Convex = len(all) > 0
		return nil
	}
	scan.project.Convex = true
	scan.project.Functions = scan.shown(scan.functions.dir)
	if len(all) > 1 {
		scan.candidates(all)
	}
	scan.clients = scan.clientFolders(all)
	scan.resolver = authconfig.NewResolver(
		func(name string) (bool, bool) {
			isDir, ok := scan.listing.known[name]
			return ok && !isDir, ok && isDir
		},
		func(name string) []byte {
			text, err := scan.tree.read(name, maxOther, nil)
			if err != nil {
				return nil
			}
			return text
		}, scan.workspaces)
	if err := scan.readSources(); err != nil {
		return err
	}
	dirs := []string{scan.functions.home, "."}
	dirs = append(dirs, scan.clients...)
	scan.envs = scan.envFiles(dirs)
	return nil
}

// candidates lists the functions folders for a person to choose from; those in folders of examples only if there are no others.
func (scan *scan) candidates(all []*functionsFolder) {
	real := slices.ContainsFunc(all, func(one *functionsFolder) bool { return !one.sample })
	for _, one := range all {
		if one.sample && real {
			continue
		}
		candidate := Candidate{Functions: scan.shown(one.dir), Sample: one.sample}
		if one.pack != nil {
			candidate.Package = clean.Line(one.pack.Name)
		}
		for _, dir := range scan.dependents(one) {
			candidate.Apps = append(candidate.Apps, scan.shown(dir))
		}
		scan.project.Candidates = append(scan.project.Candidates, candidate)
	}
	if len(scan.project.Candidates) < 2 {
		scan.project.Candidates = nil
	}
}

// dependents returns the folders of the packages that depend on the package of a functions folder.
func (scan *scan) dependents(one *functionsFolder) []string {
	var dirs []string
	for dir, pack := range scan.manifests {
		if one.pack != nil && one.pack.Name != "" && pack.Wants[one.pack.Name] != "" {
			dirs = append(dirs, dir)
		}
	}
	slices.Sort(dirs)
	return dirs
}

// clientFolders returns the folders of the packages that hold the client of the functions folder: its own package, those that
// depend on it, and, when it is the only one, all that use convex. When the person stands in one of them, that one and what
// it depends on.
func (scan *scan) clientFolders(all []*functionsFolder) []string {
	own := scan.functions.home
	if scan.functions.pack != nil {
		own = scan.functions.pack.dir
	}
	real := 0
	for _, one := range all {
		if !one.sample {
			real++
		}
	}
	set := map[string]bool{own: true}
	for _, dir := range scan.dependents(scan.functions) {
		set[dir] = true
	}
	if real <= 1 {
		for dir, pack := range scan.manifests {
			if pack.Wants["convex"] != "" && !isSample(dir, scan.start) {
				set[dir] = true
			}
		}
	}
	standing := scan.packageOf(scan.start)
	if scan.start != "." && standing != nil && set[standing.dir] && standing.dir != own && within(scan.start, standing.dir) {
		set = map[string]bool{own: true, standing.dir: true}
	}
	// packages of the workspace that these are made of: a provider component can live in a shared one
	for range 3 {
		for dir := range set {
			pack := scan.manifests[dir]
			if pack == nil {
				continue
			}
			for name := range pack.Wants {
				if folder, ok := scan.workspaces[name]; ok {
					set[folder] = true
				}
			}
		}
	}
	var dirs []string
	for dir := range set {
		dirs = append(dirs, dir)
	}
	slices.Sort(dirs)
	return dirs
}
