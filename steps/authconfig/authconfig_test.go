package authconfig

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestMain lets the test binary be its own child, as main does.
func TestMain(m *testing.M) {
	ExitIfChild()
	os.Exit(m.Run())
}

// patient has more time than the product gives: a loaded machine must not fail a test.
var patient = Evaluator{Runner: SelfRunner{}, Limits: Limits{Time: 60 * time.Second}}

// inProcess does the work of a child without a process, for configs that are known to be harmless.
type inProcess struct{}

func (inProcess) Run(_ context.Context, talk func(io.Writer, io.Reader) error) Ending {
	jobs, toChild := io.Pipe()
	fromChild, answers := io.Pipe()
	go func() {
		var task job
		readFrame(jobs, &task)
		work(task, jobs, answers)
		answers.Close()
	}()
	return Ending{Err: talk(toChild, fromChild)}
}

var quick = Evaluator{Runner: inProcess{}}

// TestChild holds that a child says the same as the work done in this process.
func TestChild(t *testing.T) {
	for _, name := range []string{"forms/alias", "forms/env-unknown", "failures/env", "failures/package"} {
		archive, err := txtar.ParseFile("testdata/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		source, env, _ := readArchive(t, archive)
		if diff := cmp.Diff(quick.Evaluate(context.Background(), source, env), patient.Evaluate(context.Background(), source, env)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestForms evaluates every form of a config that is seen in the wild (projects.md). A file `env` holds the variables of the
// deployment; without it they are not known. `want` is what comes out, written as render does.
func TestForms(t *testing.T) { testArchives(t, "testdata/forms/*.txtar") }

// TestFailures does the same for configs that Convex refuses or that cannot be evaluated.
func TestFailures(t *testing.T) { testArchives(t, "testdata/failures/*.txtar") }

func testArchives(t *testing.T, pattern string) {
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives at %s: %v", pattern, err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			source, env, want := readArchive(t, archive)
			got := render(quick.Evaluate(context.Background(), source, env))
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// readArchive finds the config in an archive.
func readArchive(t *testing.T, archive *txtar.Archive) (Source, Env, string) {
	t.Helper()
	files := fstest.MapFS{}
	source := Source{Files: files, Workspaces: map[string]string{"@acme/shared": "packages/shared"}}
	env := Env{Vars: map[string]string{}}
	want := ""
	for _, file := range archive.Files {
		switch file.Name {
		case "env":
			env.Known = true
			for line := range strings.Lines(string(file.Data)) {
				name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
				env.Vars[name] = value
			}
		case "want":
			want = strings.TrimSpace(string(file.Data))
		default:
			files[file.Name] = &fstest.MapFile{Data: file.Data}
			if strings.Contains(file.Name, "auth.config.") {
				source.File = file.Name
			}
		}
	}
	if source.File == "" || want == "" {
		t.Fatal("the archive has no config or no `want`")
	}
	return source, env, want
}

// render writes a result for comparison.
func render(result Result) string {
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	if failure := result.Failure; failure != nil {
		line("failure %s %s", failure.Kind, failure.Code)
		if failure.Line > 0 {
			line("  at %s:%d", failure.File, failure.Line)
		}
		if failure.Text != "" {
			line("  text %s", strings.ReplaceAll(failure.Text, "\n", "⏎"))
		}
		if failure.Detail != "" {
			line("  detail %s", failure.Detail)
		}
	}
	if result.ExportJSON != "" {
		line("json %s", result.ExportJSON)
	}
	for _, entry := range result.Entries {
		at := ""
		if entry.Line > 0 {
			at = fmt.Sprintf("%s:%d", entry.File, entry.Line)
		}
		for _, name := range slices.Sorted(maps.Keys(entry.Lines)) {
			at += fmt.Sprintf(" %s:%d", name, entry.Lines[name])
		}
		line("entry %d at %s", entry.Index+1, at)
		if !result.Symbolic {
			continue
		}
		if entry.Type != "" {
			line("  type %q", entry.Type)
		}
		for _, member := range []struct {
			name  string
			value *Value
		}{{"domain", entry.Domain}, {"issuer", entry.Issuer}, {"applicationID", entry.ApplicationID}, {"jwks", entry.JWKS}, {"algorithm", entry.Algorithm}} {
			if member.value != nil {
				line("  %s %v", member.name, member.value)
			}
		}
	}
	for _, read := range result.ReadEnv {
		state := ""
		if read.Set {
			state = " set"
		} else if read.Required {
			state = " required"
		}
		line("read %s %s:%d%s", read.Name, read.File, read.Line, state)
	}
	for _, one := range result.Imports {
		line("import %s %s:%d", one.Specifier, one.File, one.Line)
	}
	for _, one := range result.Unresolved {
		line("unresolved %s", one.Specifier)
	}
	for _, one := range result.Assumed {
		line("assumed %s", one.Specifier)
	}
	// trailing blanks are lost in the archives
	lines := strings.Split(out.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// TestHidden holds that a variable that is set to a value which is not known is no missing one.
func TestHidden(t *testing.T) {
	result := quick.Evaluate(context.Background(), Source{Text: `export default { providers: [{ domain: process.env.ISSUER, applicationID: "a" }] }`},
		Env{Known: true, Hidden: []string{"ISSUER"}})
	if result.Failure != nil || len(result.MissingEnv) != 0 || !result.Symbolic || result.Entries[0].Domain.Text != "$ISSUER" {
		t.Errorf("got %s", render(result))
	}
}

// TestResolver holds that imports lead where the bundler goes.
func TestResolver(t *testing.T) {
	files := map[string]string{
		"tsconfig.json":            `{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}`,
		"src/app/page.tsx":         "",
		"src/lib/index.ts":         "",
		"packages/ui/package.json": `{"name": "@acme/ui", "exports": "./src/main.tsx"}`,
		"packages/ui/src/main.tsx": "",
	}
	isDir := func(path string) bool {
		for name := range files {
			if strings.HasPrefix(name, path+"/") {
				return true
			}
		}
		return false
	}
	resolver := NewResolver(
		func(path string) (bool, bool) { _, ok := files[path]; return ok, isDir(path) },
		func(path string) []byte { return []byte(files[path]) },
		map[string]string{"@acme/ui": "packages/ui"})
	for specifier, want := range map[string]string{
		"./page": "src/app/page.tsx", "../lib": "src/lib/index.ts", "@/lib": "src/lib/index.ts", "@acme/ui": "packages/ui/src/main.tsx",
		"react": "", "./nothing": "", "@acme/ui/other": "", "../../../../etc/passwd": "",
	} {
		if got, ok := resolver.Resolve(specifier, "src/app/layout.tsx"); got != want || ok != (want != "") {
			t.Errorf("%s led to %q", specifier, got)
		}
	}
}

// TestPaste holds that a pasted config has no other files: what it would take from them is named.
func TestPaste(t *testing.T) {
	unused := quick.Evaluate(context.Background(), Source{Text: `import { helper } from "./helper"; const f = () => helper(); export default { providers: [] }`}, Env{Known: true})
	if unused.Failure != nil || unused.File != "auth.config.ts" || unused.ExportJSON != `{"providers":[]}` {
		t.Errorf("got %s", render(unused))
	}
	used := quick.Evaluate(context.Background(), Source{Text: "import { domain } from './env';\nexport default { providers: [{ domain: domain(), applicationID: \"a\" }] }"}, Env{Known: true})
	if used.Failure == nil || used.Failure.Kind != KindUnresolved || used.Failure.Detail != "domain of ./env" || used.Failure.Line != 2 {
		t.Errorf("got %s", render(used))
	}
	empty := quick.Evaluate(context.Background(), Source{}, Env{Known: true})
	if empty.Failure == nil || empty.Failure.Kind != KindNoDefault {
		t.Errorf("got %s", render(empty))
	}
}
