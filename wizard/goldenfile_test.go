package wizard

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// compareGolden compares screens with the ones that are kept, or keeps them when the tests run with -update.
func compareGolden(t *testing.T, path string, archive txtar.Archive) {
	t.Helper()
	if updating() {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, txtar.Format(&archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, file := range txtar.Parse([]byte(strings.ReplaceAll(string(data), "\r\n", "\n"))).Files {
		want[file.Name] = string(file.Data)
	}
	for _, file := range archive.Files {
		if diff := cmp.Diff(strings.Split(want[file.Name], "\n"), strings.Split(string(file.Data), "\n")); diff != "" {
			t.Errorf("%s, (-golden +now):\n%s", file.Name, diff)
		}
		delete(want, file.Name)
	}
	for name := range want {
		t.Errorf("screen %s is in the golden file only", name)
	}
}

// updating reports the flag -update, which package teatest defines.
func updating() bool {
	update := flag.Lookup("update")
	return update != nil && update.Value.String() == "true"
}
