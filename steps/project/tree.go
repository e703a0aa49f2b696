package project

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Sizes beyond which a file is named and not read. Sources that people write are far below, lock files of large
// workspaces are not.
const (
	maxSource = 1 << 20
	maxLock   = 48 << 20
	maxOther  = 4 << 20
)

var (
	errNotRegular = errors.New("it is no regular file")
	errTooLarge   = errors.New("it is too large")
)

// Tree is a folder of the person's machine, read only, and only inside: a link that leads out of it is an error, and what is no
// regular file is never opened for reading, so that a pipe or a device cannot hold the program up.
type Tree struct {
	root *os.Root
	fast fastRoot // reads below the folder in few system calls, where the system can
}

// OpenTree opens a folder. Close it after use.
func OpenTree(dir string) (*Tree, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Tree{root: root, fast: newFastRoot(dir)}, nil
}

// Close gives the folder back.
func (tree *Tree) Close() error {
	tree.fast.close()
	return tree.root.Close()
}

// Open opens a regular file or a folder by its slash path inside the tree.
func (tree *Tree) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	file, err := tree.root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|noWait, 0)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		err = &fs.PathError{Op: "open", Path: name, Err: errNotRegular}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// ReadFile returns the bytes of a file of at most maxLock bytes.
func (tree *Tree) ReadFile(name string) ([]byte, error) { return tree.read(name, maxLock, nil) }

// read returns the bytes of a regular file of at most limit bytes, in buffer if they fit.
func (tree *Tree) read(name string, limit int64, buffer []byte) ([]byte, error) {
	if data, ok := tree.fast.read(name, limit, buffer); ok {
		return data, nil
	}
	file, err := tree.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, &fs.PathError{Op: "read", Path: name, Err: errNotRegular}
	case info.Size() > limit:
		return nil, &fs.PathError{Op: "read", Path: name, Err: errTooLarge}
	}
	size := int(info.Size()) + 1 // one more, to see the end without another allocation
	if cap(buffer) < size {
		buffer = make([]byte, size)
	}
	buffer = buffer[:cap(buffer)]
	read := 0
	for read < len(buffer) {
		n, err := file.Read(buffer[read:])
		read += n
		if err == io.EOF {
			return buffer[:read], nil
		}
		if err != nil {
			return nil, err
		}
	}
	// it grew while it was read
	rest, err := io.ReadAll(io.LimitReader(file, limit+1-int64(read)))
	if err != nil {
		return nil, err
	}
	if int64(read+len(rest)) > limit {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errTooLarge}
	}
	return append(buffer, rest...), nil
}

// Stat makes the tree, together with Lstat, ReadLink and ReadDir, a file system that others can resolve links in.
func (tree *Tree) Stat(name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrInvalid}
	}
	return tree.root.Stat(filepath.FromSlash(name))
}

// Lstat is Stat without following a link at the end.
func (tree *Tree) Lstat(name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrInvalid}
	}
	return tree.root.Lstat(filepath.FromSlash(name))
}

// ReadLink returns where a link leads.
func (tree *Tree) ReadLink(name string) (string, error) {
	if !fs.ValidPath(name) {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	return tree.root.Readlink(filepath.FromSlash(name))
}

// ReadDir lists a folder.
func (tree *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	file, err := tree.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lister, ok := file.(fs.ReadDirFile)
	if !ok {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errNotRegular}
	}
	return lister.ReadDir(-1)
}

// why says in a few words why a file was not read, without the path of the machine.
func why(err error) string {
	var pathError *fs.PathError
	switch {
	case errors.Is(err, errNotRegular), errors.Is(err, errTooLarge):
		if errors.As(err, &pathError) {
			return pathError.Err.Error()
		}
	case errors.Is(err, fs.ErrPermission):
		return "no permission to read it"
	case errors.Is(err, fs.ErrNotExist):
		return "it is gone"
	}
	return "it cannot be read"
}

// within reports whether name is dir or lies in it.
func within(name, dir string) bool {
	return dir == "." || name == dir || len(name) > len(dir) && name[len(dir)] == '/' && name[:len(dir)] == dir
}

// rel returns name as seen from dir, which it lies in; a name that lies elsewhere is returned as it is.
func rel(name, dir string) string {
	if dir == "." {
		return name
	}
	if name == dir {
		return "."
	}
	return strings.TrimPrefix(name, dir+"/")
}

// join is path.Join; an empty result is the folder itself.
func join(parts ...string) string {
	if joined := path.Join(parts...); joined != "" {
		return joined
	}
	return "."
}
