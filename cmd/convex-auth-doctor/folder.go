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

// newScanner returns a scanner for a folder. Given are the variables of the deployment that were named on the command line; nil
// leaves it to what is pasted.
func newScanner(session *steps.Session, dir string, given *deploy.Env) steps.FolderScanner {
	registry := session.Secrets()
	return func(ctx context.Context, functions string, variables *deploy.Env) (project.Project, error) {
		if given != nil {
			variables = given
		}
		return project.Scan(ctx, dir, project.Options{Registry: registry, Evaluator: &evaluator, Variables: variables, Functions: functions})
	}
}

// readVariables reads a file with the deployment's variables: the answer of `npx convex env list`.
func readVariables(session *steps.Session, name string) (*deploy.Env, error) {
	if name == "" {
		return nil, nil
	}
	file, err := openPlain(context.Background(), name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, 4<<20))
	if err != nil {
		return nil, hint{fmt.Sprintf("%s could not be read: %v", clean.Line(name), err), "name the file with the answer of npx convex env list"}
	}
	env := deploy.ParseEnv(text, session.Secrets())
	switch {
	case len(env.Vars) == 0 && !env.Listed:
		return nil, hint{clean.Line(name) + " holds no variables", "write the answer of npx convex env list into it"}
	case env.Local:
		return nil, hint{clean.Line(name) + " holds the variables of your machine, which the deployment does not see", "write the answer of npx convex env list into a file"}
	}
	env.Listed = true // whoever names it says so
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
