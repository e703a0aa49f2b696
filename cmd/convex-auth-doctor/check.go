package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
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
		if err := takeProject(session, options.project, options.env); err != nil {
			unreadable = true
			fmt.Fprintln(around.err, "convex-auth-doctor:", err)
		}
	} else if options.env != "" {
		unreadable = takeFiles(around, session, []string{options.env}).unreadable || unreadable
	}
	if unreadable && !options.json && nothingRead(session) {
		return status(report.ExitUsage) // the error says it all
	}
	if err := printResult(around, session, options); err != nil {
		return err
	}
	if unreadable {
		return status(report.ExitUsage)
	}
	if code := session.Result().Exit(); code != report.ExitHealthy {
		return status(code)
	}
	return nil
}

// nothingRead reports that nothing at all was taken in.
func nothingRead(session *steps.Session) bool {
	file := session.Case()
	return len(file.Items)+len(file.Unread) == 0 && session.LogSummary() == nil && session.Project() == nil
}

// takeProject reads a project folder into the session. --env names the variables of its deployment.
func takeProject(session *steps.Session, dir, env string) error {
	variables, err := readVariables(session, env)
	if err != nil {
		return err
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() { // and not the workspace around a name that was mistyped
		return folderError(dir, project.ErrNoFolder)
	}
	if err := session.ScanWith(context.Background(), newScanner(session, dir, variables)); err != nil {
		return folderError(dir, err)
	}
	return nil
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

// printResult writes the result, after a last look that no secret stands in it.
func printResult(around surroundings, session *steps.Session, options *checkOptions) error {
	result := session.Result()
	if options.json {
		document := result.JSON()
		document.Next = session.Next()
		if folder := session.Project(); folder != nil {
			document.Project = folder
		}
		if rows := session.Findings().Checklist; rows != nil {
			document.Checklist = rows
		}
		if refresh := session.RefreshDocument(); refresh != nil {
			document.Refresh = refresh
		}
		if tokens := session.TokenTimeline(); tokens != nil {
			document.Tokens = tokens
		}
		return document.Write(around.out, session.Secrets())
	}
	var text bytes.Buffer
	list := session.Checklist()
	alone := list.Seen && list.Prod != nil && result.Cause == nil && !result.Refused && result.Outcome == "" && result.Exit() != report.ExitOpen
	var named ids.Cause
	if result.Cause != nil {
		named = result.Cause.ID
	}
	about := session.FolderText(named)
	switch {
	case alone: // the checklist is all there is to say
	case about != nil && len(result.Evidence) == 0 && result.Exit() == report.ExitOpen:
		fmt.Fprintln(&text, folderAlone(session.Project()))
	default:
		if err := result.Text(&text); err != nil {
			return err
		}
	}
	if len(about) > 0 {
		fmt.Fprintln(&text, strings.Join(about, "\n"))
	}
	which := whichFolder(session, options.project)
	if which != "" {
		fmt.Fprintf(&text, "  %-12s %s\n", "next", which)
	}
	if traffic := session.TrafficText(); len(traffic) > 0 {
		fmt.Fprintln(&text, strings.Join(traffic, "\n"))
	}
	if list.Seen && !result.OtherDeployment() {
		fmt.Fprintln(&text, strings.Join(list.Text(), "\n"))
	}
	if next := session.Next(); next != nil && result.Cause == nil && !alone && which == "" {
		fmt.Fprintf(&text, "  %-11s%s\n  %-11sconvex-auth-doctor asks it, with all answers\n", "next", next.Text, "")
	}
	guarded, err := session.Secrets().Guard(text.Bytes())
	if err != nil {
		return err
	}
	_, err = around.out.Write(guarded)
	return err
}
