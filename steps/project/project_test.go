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
	"convex-auth-doctor/steps/project/projecttest"
	"convex-auth-doctor/steps/secret"

	"github.com/google/go-cmp/cmp"
)

// TestMain lets the test binary be the child that evaluates auth.config.
func TestMain(m *testing.M) {
	authconfig.ExitIfChild()
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
			t.Parallel()
			got, want := scanArchive(t, name)
			if os.Getenv("SHOW") != "" {
				t.Logf("\n%s", got)
			}
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// scanArchive scans the project in an archive.
func scanArchive(t *testing.T, name string) (got, want string) {
	t.Helper()
	dir, special := projecttest.Unpack(t, name)
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

// TestJSON holds the form in which `check --json` gives a project.
func TestJSON(t *testing.T) {
	dir, _ := projecttest.Unpack(t, "testdata/projects/next-clerk-plain.txtar")
	project, err := Scan(context.Background(), dir, Options{Evaluator: evaluator, Inside: true})
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(project)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"convex": true, "functions": "convex",
		"framework":  map[string]any{"name": "Next.js", "version": "15.5.29", "package": "next", "file": "package.json"},
		"deployment": map[string]any{"kind": "dev", "name": "happy-otter-123", "file": ".env.local", "line": 2.0},
		"urls":       []any{map[string]any{"variable": "NEXT_PUBLIC_CONVEX_URL", "value": "https://happy-otter-123.convex.cloud", "deployment": "happy-otter-123", "file": ".env.local", "line": 4.0}},
		"auth_config": map[string]any{
			"file": "convex/auth.config.ts", "env_known": false, "missing_env": []any{"CLERK_JWT_ISSUER_DOMAIN"},
			"providers": []any{map[string]any{"kind": "oidc", "domain": "$CLERK_JWT_ISSUER_DOMAIN", "applicationID": "convex", "family": "clerk", "file": "convex/auth.config.ts", "line": 6.0}},
		},
		"worth_a_look": []any{map[string]any{"file": "components/ConvexClientProvider.tsx", "line": 7.0, "cause": "token-not-supplied-by-client", "rule": "project-plain-provider", "grade": "likely",
			"code":     "return <ConvexProvider client={convex}>{children}</ConvexProvider>;",
			"sentence": "Only ConvexProvider is rendered, and setAuth is never called: the client sends no token. With Clerk it is ConvexProviderWithClerk."}},
	}
	for name, value := range want {
		if diff := cmp.Diff(value, got[name]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for _, name := range []string{"root", "client", "family", "packages", "backend", "looked"} {
		if got[name] == nil {
			t.Errorf("%s is missing", name)
		}
	}
}

// TestEveryRule holds that each rule is shown by one of the small projects, and belongs to a cause of the catalogue.
func TestEveryRule(t *testing.T) {
	names, _ := filepath.Glob("testdata/projects/*.txtar")
	var all strings.Builder
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	text, err := os.ReadFile("looks.go")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		_, rest, ok := strings.Cut(line, `ids.Rule = "`)
		if !ok {
			continue
		}
		rule, _, _ := strings.Cut(rest, `"`)
		if !strings.Contains(all.String(), " "+rule+" ") {
			t.Errorf("no project shows %s", rule)
		}
	}
}
