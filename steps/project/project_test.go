package project

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/secret"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestMain lets the test binary be the child that evaluates auth.config.
func TestMain(m *testing.M) {
	if authconfig.IsChild() {
		os.Exit(authconfig.ChildMain(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

var evaluator = &authconfig.Evaluator{Runner: authconfig.SelfRunner{}, Limits: authconfig.Limits{Time: 60 * time.Second}}

// TestProjects scans small projects. A file `want` holds what comes out, written as render does; `env` holds the variables of the
// deployment, `start` the folder that is given.
func TestProjects(t *testing.T) {
	names, err := filepath.Glob("testdata/projects/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no projects: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got, want := scanArchive(t, archive)
			if os.Getenv("SHOW") != "" {
				t.Logf("\n%s", got)
			}
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// unpack writes an archive to a folder. The files `want`, `env` and `start` stay out of it.
func unpack(t testing.TB, archive *txtar.Archive) (dir string, special map[string]string) {
	t.Helper()
	dir = t.TempDir()
	special = map[string]string{}
	for _, file := range archive.Files {
		switch file.Name {
		case "want", "env", "start", "functions":
			special[file.Name] = strings.TrimSpace(string(file.Data))
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
	return dir, special
}

func scanArchive(t *testing.T, archive *txtar.Archive) (got, want string) {
	dir, special := unpack(t, archive)
	options := Options{Evaluator: evaluator, Registry: &secret.Registry{}, Functions: special["functions"], Inside: special["start"] == ""}
	if text, ok := special["env"]; ok {
		variables := deploy.ParseEnv([]byte(text), options.Registry)
		variables.Listed = true
		options.Variables = &variables
	}
	project, err := Scan(context.Background(), filepath.Join(dir, filepath.FromSlash(special["start"])), options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := json.Marshal(project); err != nil {
		t.Errorf("it cannot be written as JSON: %v", err)
	}
	return render(project), special["want"]
}

// render writes what a scan says, for comparison.
func render(project Project) string {
	var out strings.Builder
	for _, line := range project.Summary()[:min(len(project.Summary()), 4)] {
		fmt.Fprintln(&out, strings.TrimSpace(line.Label+" "+line.Text))
	}
	for _, one := range project.WorthALook {
		fmt.Fprintf(&out, "%s %s %s at %s:%d\n  %s\n", one.Grade, one.Rule, one.Cause, one.File, one.Line, one.Sentence)
	}
	for _, one := range project.Looked.Skipped {
		fmt.Fprintf(&out, "skipped %s: %s\n", one.Path, one.Why)
	}
	return strings.TrimSpace(out.String())
}
