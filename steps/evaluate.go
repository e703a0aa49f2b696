package steps

import (
	"context"
	"fmt"

	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/project"
)

// ConfigJob is a pasted auth.config to be evaluated, with the variables that are known now. It takes up to two seconds,
// so a screen runs it beside itself.
type ConfigJob struct {
	item   int
	with   string // what tells this job from an earlier one of the same item
	source authconfig.Source
	env    authconfig.Env
}

// ConfigEvaluated is a job that was done.
type ConfigEvaluated struct {
	job    ConfigJob
	result authconfig.Result
}

// Run evaluates the config.
func (job ConfigJob) Run(ctx context.Context, evaluator authconfig.Evaluator) ConfigEvaluated {
	return ConfigEvaluated{job, evaluator.Evaluate(ctx, job.source, job.env)}
}

// EvaluateWith has the session evaluate what is taken in by Take and Read at once. Without it that is left to the caller:
// see ConfigJobs.
func (s *Session) EvaluateWith(evaluator authconfig.Evaluator) { s.evaluator = &evaluator }

// ConfigJobs returns what was not yet evaluated: each pasted auth.config, again when a list of variables arrives. A job is
// handed out once.
func (s *Session) ConfigJobs() []ConfigJob {
	var variables *deploy.Env
	with := "nothing"
	for _, item := range s.file.Standing() {
		if list, ok := item.Piece.Data.(deploy.Env); ok {
			variables, with = &list, fmt.Sprint(item.Number)
		}
	}
	var jobs []ConfigJob
	for _, item := range s.file.Standing() {
		config, ok := item.Piece.Data.(evidence.AuthConfig)
		if !ok || !config.Whole || s.handedOut[item.Number] == with {
			continue
		}
		s.handedOut[item.Number] = with
		jobs = append(jobs, ConfigJob{item.Number, with, authconfig.Source{Text: config.Source}, project.DeploymentEnv(variables)})
	}
	return jobs
}

// AddEvaluated takes in what evaluating showed, and replays the walk. A job that was overtaken by a newer one is dropped.
func (s *Session) AddEvaluated(done ConfigEvaluated) {
	if s.handedOut[done.job.item] != done.job.with {
		return
	}
	s.evaluated[done.job.item] = done.result
	s.replay()
}

// evaluate does all jobs at once.
func (s *Session) evaluate(ctx context.Context) {
	if s.evaluator == nil {
		return
	}
	for _, job := range s.ConfigJobs() {
		s.AddEvaluated(job.Run(ctx, *s.evaluator))
	}
}
