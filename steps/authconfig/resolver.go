package authconfig

// Resolver finds the file of a project that an import means, as the bundler of Convex does: relative paths, aliases of
// tsconfig.json, subpath imports, packages of the workspace and of node_modules.
type Resolver struct {
	lookup     *lookup
	workspaces map[string]string
}

// NewResolver returns a resolver. stat says what is at a slash path of the project, read returns the text of a file (nil when
// it cannot be read). It is not for use from several goroutines.
func NewResolver(stat func(path string) (isFile, isDir bool), read func(path string) []byte, workspaces map[string]string) *Resolver {
	return &Resolver{workspaces: workspaces, lookup: newLookup(func(path string, wanted bool) (answer, error) {
		isFile, isDir := stat(path)
		if !isFile && !isDir {
			return answer{}, nil
		}
		found := answer{Real: path, Dir: isDir}
		if wanted && isFile {
			found.Data = read(path)
		}
		return found, nil
	})}
}

// Resolve returns the file that specifier means in the file importer.
func (resolver *Resolver) Resolve(specifier, importer string) (path string, ok bool) {
	found, ok := resolver.lookup.module(specifier, importer, resolver.workspaces)
	return found.path, ok
}
