package findings_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/project/projecttest"
)

// TestProjectsNameTheirCause holds for every small project of package project that the folder alone names the cause of the surest look
// in it, with its place as proof, and that a healthy one, or one with mere possibilities, names none.
func TestProjectsNameTheirCause(t *testing.T) {
	names, err := filepath.Glob("../project/testdata/projects/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no projects: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			dir, special := projecttest.Unpack(t, name)
			session := steps.NewSession(func() time.Time { return now }, false)
			options := project.Options{Evaluator: &evaluator, Registry: session.Secrets(), Functions: special["functions"], Inside: special["start"] == ""}
			if text, ok := special["env"]; ok {
				variables := deploy.ParseEnv([]byte(text), options.Registry)
				variables.Listed = true
				options.Variables = &variables
			}
			err := session.ScanWith(t.Context(), func(ctx context.Context, _ string, _ *deploy.Env) (project.Project, error) {
				return project.Scan(ctx, filepath.Join(dir, filepath.FromSlash(special["start"])), options)
			})
			if err != nil {
				t.Fatal(err)
			}
			var sure []project.Look
			for _, look := range session.Project().WorthALook {
				if look.Grade != project.Possible && (len(sure) == 0 || look.Grade == sure[0].Grade) {
					sure = append(sure, look)
				}
			}
			cause := session.Result().Cause
			switch {
			case len(sure) == 0 && cause != nil:
				t.Errorf("it is healthy and %s is named: %s", cause.ID, cause.Sentence)
			case len(sure) == 0:
			case cause == nil:
				t.Errorf("no cause is named, but %s should be", sure[0].Cause)
			default:
				for _, look := range sure {
					for _, line := range cause.Proof {
						if look.Cause == cause.ID && (strings.HasPrefix(line.From, look.File) || look.File == "") {
							return
						}
					}
				}
				t.Errorf("%s is named with %v, and not one of %v", cause.ID, cause.Proof, sure)
			}
		})
	}
}
