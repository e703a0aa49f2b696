// Package projecttest lays out the project folders that tests keep as archives.
package projecttest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// Unpack writes the archive of this name to a temporary folder. Beside it are returned, by their names, the parts that are
// no files of the project: `want` (what is expected), `env` (the variables of the deployment), `start` (the folder to start
// in) and `functions` (the functions folder that a person named).
func Unpack(t testing.TB, name string) (dir string, beside map[string]string) {
	t.Helper()
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	dir, beside = t.TempDir(), map[string]string{}
	for _, file := range archive.Files {
		switch file.Name {
		case "want", "env", "start", "functions":
			beside[file.Name] = strings.TrimSpace(string(file.Data))
			continue
		}
		full := filepath.Join(dir, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, file.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir, beside
}
