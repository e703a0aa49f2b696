package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/report"
)

type checkOptions struct {
	now     string
	json    bool
	project string
	env     string
}

func newCheck(around surroundings) *cobra.Command {
	options := &checkOptions{}
	command := &cobra.Command{
		Use:   "check [FILE|-]...",
		Short: "Evidence in, the cause out: no questions",
		Long: `check reads files (or "-", standard input) with whatever there is: tokens, errors, logs, HAR files, the providers
page, lists of variables. Several files are one case. A log may still be written:

  npx convex logs --prod --success --jsonl | convex-auth-doctor check -

ends with ctrl-c and then prints the result of what came until then.

Exit status: 0 healthy, 1 a cause was found or the token is certain to be refused, 2 wrong usage or unreadable
input, 3 not enough evidence.`,
		RunE: func(_ *cobra.Command, arguments []string) error { return runCheck(around, options, arguments) },
	}
	command.Flags().StringVar(&options.now, "now", "", "the time of the attempt, RFC 3339 or seconds since 1970 (default: now)")
	command.Flags().StringVar(&options.project, "project", "", "a project folder to read as well")
	command.Flags().StringVar(&options.env, "env", "", "a file with the deployment's variables (npx convex env list), to evaluate auth.config with")
	command.Flags().BoolVar(&options.json, "json", false, "print the result as JSON (schema 1, see the README)")
	return command
}

func runCheck(around surroundings, options *checkOptions, arguments []string) error {
	clock, given, err := clockOf(around, options.now)
	if err != nil {
		return err
	}
	if len(arguments) == 0 && options.project == "" {
		return hint{"check needs something to read", "name a file, or - for standard input: pbpaste | convex-auth-doctor check -"}
	}
	go evidence.Prepare() // beside the opening and reading of files
	session := steps.NewSession(clock, given)
	session.EvaluateWith(evaluator)
	read := takeFiles(around, session, arguments)
	if read.interrupted && !read.any {
		return status(ExitInterrupted) // there is nothing to tell
	}
	unreadable := read.unreadable
	if options.project != "" {
		for _, err := range takeProject(session, options.project, options.env) {
			unreadable = true
			fmt.Fprintln(around.err, "convex-auth-doctor:", err)
		}
	} else if options.env != "" {
		unreadable = takeFiles(around, session, []string{options.env}).unreadable || unreadable
	}
	if unreadable && !options.json && nothingRead(session) {
		return status(report.ExitUsage) // the error says it all
	}
	code := session.Result().Exit()
	if unreadable {
		code = report.ExitUsage
	}
	if options.json {
		err = session.WriteJSON(around.out, code)
	} else {
		err = session.WriteText(around.out, options.project)
	}
	if err == nil && code != report.ExitHealthy {
		err = status(code)
	}
	return err
}

// nothingRead reports that nothing at all was taken in.
func nothingRead(session *steps.Session) bool {
	file := session.Case()
	return len(file.Items)+len(file.Unread) == 0 && session.LogSummary() == nil && session.Project() == nil
}

// takeProject reads a project folder into the session and returns what went wrong. --env names the variables of its
// deployment; without them the folder is read all the same.
func takeProject(session *steps.Session, dir, env string) (failed []error) {
	variables, err := readVariables(session, env)
	if err != nil {
		failed = append(failed, err)
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() { // and not the workspace around a name that was mistyped
		return append(failed, folderError(dir, project.ErrNoFolder))
	}
	if err := session.ScanWith(context.Background(), newScanner(session, dir, variables)); err != nil {
		failed = append(failed, folderError(dir, err))
	}
	return failed
}

// clockOf reads --now. Without it the clock of the machine counts, and a token that expired a moment ago may merely be
// an old copy.
func clockOf(around surroundings, given string) (func() time.Time, bool, error) {
	if given == "" {
		now := around.now()
		return func() time.Time { return now }, false, nil
	}
	if at, err := time.Parse(time.RFC3339, given); err == nil {
		return func() time.Time { return at }, true, nil
	}
	var seconds float64
	if n, err := fmt.Sscanf(given, "%g", &seconds); n == 1 && err == nil && seconds > 0 && seconds < 1e12 {
		at := time.Unix(int64(seconds), 0).UTC()
		return func() time.Time { return at }, true, nil
	}
	return nil, false, hint{fmt.Sprintf("--now %q is no time", given), "write it like 2026-11-21T12:00:00Z, or as seconds since 1970"}
}
