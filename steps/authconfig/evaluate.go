package authconfig

import (
	"context"
	"errors"
	"io"
	"maps"
	"strings"
	"unicode/utf8"

	"convex-auth-doctor/steps/secret"
)

// Evaluator evaluates configs in children of its runner.
type Evaluator struct {
	Runner Runner
	Limits Limits
}

// Evaluate runs the config of source with the variables of env. It never fails as a whole: what went wrong is
// Result.Failure. It reads source.Files from this goroutine only.
func (evaluator Evaluator) Evaluate(ctx context.Context, source Source, env Env) Result {
	limits := evaluator.Limits.orDefault()
	task := job{
		Entry:      source.File,
		EnvKnown:   env.Known,
		Env:        map[string]string{},
		Hidden:     env.Hidden,
		Workspaces: source.Workspaces,
		Limits:     limits,
	}
	if source.Files == nil {
		task.Text = &source.Text
		if task.Entry == "" {
			task.Entry = "auth.config.ts"
		}
	}
	maps.Copy(task.Env, env.Vars)
	for name, value := range env.Secrets {
		task.Env[name] = value.Reveal()
	}

	result, packages := evaluator.run(ctx, source, task)
	if result.Failure != nil && retryWithHelpers(result, packages) {
		// the packages in node_modules are too much for the limits, or damaged: known helpers stand in for them
		task.Helpers = true
		if second, _ := evaluator.run(ctx, source, task); second.Failure == nil || len(second.Assumed) > 0 {
			result = second
		}
	}
	result.File = task.Entry
	conceal(&result, env.Secrets)
	return result
}

// retryWithHelpers reports whether a run without the packages of node_modules may end better; packages says whether the
// first one read any.
func retryWithHelpers(result Result, packages bool) bool {
	switch result.Failure.Kind {
	case KindTooLong, KindTooMuchMemory, KindTooDeep, KindSyntax, KindUnreadable, KindUnresolved, KindNodeModule:
		return packages
	}
	return false
}

// run starts one child and talks to it. It also reports whether the child read files of node_modules.
func (evaluator Evaluator) run(ctx context.Context, source Source, task job) (Result, bool) {
	ctx, cancel := context.WithTimeout(ctx, task.Limits.Time)
	defer cancel()
	served := &tree{files: source.Files}
	var result *Result
	ending := evaluator.Runner.Run(ctx, func(to io.Writer, from io.Reader) error {
		if err := writeFrame(to, task); err != nil {
			return err
		}
		for {
			var asked message
			if err := readFrame(from, &asked); err != nil {
				return err
			}
			if asked.Result != nil {
				result = asked.Result
				return nil
			}
			reply := answer{}
			if source.Files != nil {
				reply = served.answer(asked.Path, asked.Read)
			}
			if err := writeFrame(to, reply); err != nil {
				return err
			}
		}
	})
	if result != nil {
		return *result, served.packages
	}
	failure := &Failure{Kind: kindOfEnding(ending)}
	if failure.Kind == KindCrash && ending.Err != nil && !errors.Is(ending.Err, io.EOF) && !errors.Is(ending.Err, io.ErrUnexpectedEOF) {
		failure.Detail = "the child could not be started or spoken to"
	}
	return Result{Failure: failure}, served.packages
}

// conceal puts labels in place of secrets in the texts that say what went wrong. The exported JSON is left as it is: it is
// what Convex sees, and who prints it looks for secrets anyway.
func conceal(result *Result, secrets map[string]secret.Text) {
	if result.Failure == nil {
		return
	}
	for _, hidden := range secrets {
		raw := hidden.Reveal()
		if utf8.RuneCountInString(raw) < 4 {
			continue
		}
		for _, text := range []*string{&result.Failure.Text, &result.Failure.Inner, &result.Failure.Detail} {
			*text = strings.ReplaceAll(*text, raw, hidden.String())
		}
	}
}
