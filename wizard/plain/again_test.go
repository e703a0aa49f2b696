package plain

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/project/projecttest"
)

// TestCheckAgainReadsTheFolder holds that "fixed: check again" reads the folder again before step 1, with one answer.
func TestCheckAgainReadsTheFolder(t *testing.T) {
	dir, _ := projecttest.Unpack(t, filepath.Join("..", "..", "steps", "project", "testdata", "projects", "react-clerk.txtar"))
	name := filepath.Join(dir, "src", "main.tsx")
	right, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	wrong := strings.NewReplacer("ConvexProviderWithClerk", "ConvexProvider", " useAuth={useAuth}", "", "convex/react-clerk", "convex/react").Replace(string(right))
	reads := 0
	scan := func(ctx context.Context, functions string, variables *deploy.Env) (project.Project, error) {
		text := wrong
		if reads++; reads > 2 { // the person corrects it before the second "check again"
			text = string(right)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return project.Scan(ctx, dir, project.Options{Functions: functions, Variables: variables})
	}
	session := steps.NewSession(func() time.Time { return noon }, false)
	if err := session.ScanWith(t.Context(), scan); err != nil {
		t.Fatal(err)
	}
	in, feed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	go func() {
		io.WriteString(feed, "1\no\n1\n1\n")
		feed.Close()
	}()
	var out strings.Builder
	if err := Run(Options{Session: session, In: in, Out: &out}); err != nil {
		t.Fatal(err)
	}
	rest := out.String()
	for _, want := range []string{"token-not-supplied-by-client", "Reading the project folder again.", "The same cause is still there.",
		"Reading the project folder again.", "Step 1 again", "What do the logs show"} {
		at := strings.Index(rest, want)
		if at < 0 {
			t.Fatalf("%q does not come in its order in:\n%s", want, out.String())
		}
		rest = rest[at+len(want):]
	}
	if reads != 3 {
		t.Errorf("the folder was read %d times", reads)
	}
}
