package authconfig

import (
	"errors"
	"io/fs"
	"path"
	"strings"
)

// maxServed bounds one file that is handed to the child, and maxTotal all of them: a config with its imports is small,
// and a package that is larger is evaluated from knowledge or not at all.
const (
	maxServed = 4 << 20
	maxTotal  = 48 << 20
	maxLinks  = 40 // symbolic links on one path, as systems have it
)

var (
	errOutside = errors.New("it is a link out of the project")
	errLoop    = errors.New("it is a loop of links")
)

// tree hands out files of the project, and only those: regular files whose path, links resolved, stays inside.
type tree struct {
	files    fs.FS
	served   int
	packages bool // a file of node_modules was handed out
}

// answer says what is at a path.
func (tree *tree) answer(name string, read bool) answer {
	real, err := realPath(tree.files, name)
	switch {
	case errors.Is(err, errOutside), errors.Is(err, errLoop):
		return answer{Fail: err.Error()}
	case err != nil:
		return answer{}
	}
	info, err := fs.Stat(tree.files, real)
	switch {
	case err != nil:
		return answer{}
	case info.IsDir():
		return answer{Real: real, Dir: true}
	case !info.Mode().IsRegular():
		return answer{Fail: "it is no regular file"}
	case !read:
		return answer{Real: real}
	case info.Size() > maxServed:
		return answer{Real: real, Fail: "it is too large"}
	}
	data, err := fs.ReadFile(tree.files, real)
	if err != nil {
		return answer{Real: real, Fail: reason(err)}
	}
	if len(data) > maxServed {
		return answer{Real: real, Fail: "it is too large"}
	}
	if tree.served += len(data); tree.served > maxTotal {
		return answer{Real: real, Fail: "it pulls in too many files"}
	}
	tree.packages = tree.packages || strings.Contains("/"+name, "/node_modules/")
	return answer{Real: real, Data: data}
}

// reason says why a file cannot be read, without the path of the machine.
func reason(err error) string {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "no permission to read it"
	case errors.Is(err, fs.ErrNotExist):
		return "it is gone"
	}
	return "it cannot be read"
}

// realPath returns name with all symbolic links resolved, inside files. A file system that knows no links has none.
func realPath(files fs.FS, name string) (string, error) {
	if !fs.ValidPath(name) {
		return "", errOutside
	}
	links, ok := files.(fs.ReadLinkFS)
	if !ok {
		return name, nil
	}
	done := "."
	rest := strings.Split(name, "/")
	for hops := 0; len(rest) > 0; {
		next := path.Join(done, rest[0])
		rest = rest[1:]
		info, err := links.Lstat(next)
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			done = next
			continue
		}
		if hops++; hops > maxLinks {
			return "", errLoop
		}
		target, err := links.ReadLink(next)
		if err != nil {
			return "", err
		}
		target = strings.ReplaceAll(target, `\`, "/")
		if path.IsAbs(target) || len(target) > 1 && target[1] == ':' {
			return "", errOutside
		}
		joined := path.Join(done, target)
		if joined == ".." || strings.HasPrefix(joined, "../") {
			return "", errOutside
		}
		done = "."
		rest = append(strings.Split(joined, "/"), rest...)
	}
	return done, nil
}
