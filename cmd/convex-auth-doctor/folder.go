package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/project"
)

// evaluator runs auth.config in a child process of this program.
var evaluator = authconfig.Evaluator{Runner: authconfig.SelfRunner{}}

// scanner reads a project folder. Functions chooses one functions folder of several, "" leaves the choice open.
type scanner func(ctx context.Context, functions string) (project.Project, error)

// newScanner returns a scanner for a folder. Variables are those of the deployment, nil where they are not known.
func newScanner(session *steps.Session, dir string, variables *deploy.Env) scanner {
	registry := session.Secrets()
	return func(ctx context.Context, functions string) (project.Project, error) {
		return project.Scan(ctx, dir, project.Options{Registry: registry, Evaluator: &evaluator,
			Variables: variables, Functions: functions})
	}
}

// readVariables reads a file with the deployment's variables: the answer of `npx convex env list`.
func readVariables(session *steps.Session, name string) (*deploy.Env, error) {
	if name == "" {
		return nil, nil
	}
	file, err := openPlain(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, 4<<20))
	if err != nil {
		return nil, hint{fmt.Sprintf("%s could not be read: %v", clean.Line(name), err), "name the file with the answer of npx convex env list"}
	}
	env := deploy.ParseEnv(text, session.Secrets())
	if len(env.Vars) == 0 && !env.Listed {
		return nil, hint{clean.Line(name) + " holds no variables", "write the answer of npx convex env list into it"}
	}
	return &env, nil
}

// folderError says in words why a folder cannot be read.
func folderError(dir string, err error) error {
	shown := clean.Line(dir)
	switch {
	case errors.Is(err, project.ErrNoFolder):
		if info, statErr := os.Stat(dir); statErr == nil && !info.IsDir() {
			return hint{shown + " is no folder", "name the project's folder; a file with evidence goes behind --evidence, or to check"}
		}
		return hint{"there is no folder " + shown + " that can be read", "check the path and its permissions"}
	default:
		return hint{fmt.Sprintf("the folder %s could not be read: %v", shown, err), "name another folder"}
	}
}
