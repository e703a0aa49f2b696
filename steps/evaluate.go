package steps

import (
	"context"
	"fmt"
	"slices"

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
	variables, with := s.variables()
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

// variables returns what is known of the variables of the deployment that is being looked at, and a word that tells this state
// from others: the list that was taken in last, with the changes that followed it, or single variables where no list was seen;
// nil where there is nothing. A developer's .env.local is no such list: Convex does not see it.
func (s *Session) variables() (variables *deploy.Env, with string) {
	with = "nothing"
	var taken []deploy.ListTaken
	var whole *deploy.Env
	for _, item := range s.file.Standing() {
		env, ok := item.Piece.Data.(deploy.Env)
		if !ok || env.Local {
			continue
		}
		if !env.Part() {
			list := env
			taken, whole, with = nil, &list, "list" // what was changed before it stands in it
		} else if whole != nil && ofAnother(env, *whole) {
			continue
		}
		with += fmt.Sprint(" ", item.Number)
		env.Deployments = nil // it is one deployment, whichever
		taken = append(taken, deploy.ListTaken{Env: env, Intake: item.Intake})
	}
	if variables, _ = deploy.ProdAndDev(taken); variables != nil {
		variables.Deployments = whole.Deployments
		return variables, with
	}
	if len(taken) == 0 {
		return nil, with
	}
	variables = &deploy.Env{}
	for i := len(taken) - 1; i >= 0; i-- {
		more := *variables
		more.Vars = append(slices.Clone(taken[i].Env.Vars), variables.Vars...)
		if !more.Part() {
			break // of three and more one could think that they are all
		}
		variables = &more
	}
	return variables, with
}

// ofAnother reports a change that says that it is of another deployment than a list.
func ofAnother(change, list deploy.Env) bool {
	one, known := change.Where()
	other, alsoKnown := list.Where()
	return known && alsoKnown && one.Kind != other.Kind
}

// FolderJob is the project folder to be read, with the variables that are known now. It may take a second or two, so a screen
// runs it beside itself.
type FolderJob struct {
	functions string
	variables *deploy.Env
	with      string
}

// FolderScanner reads a project folder. Functions chooses one functions folder of several, "" leaves the choice open; variables
// are those of the deployment, nil where they are not known.
type FolderScanner func(ctx context.Context, functions string, variables *deploy.Env) (project.Project, error)

// FolderScanned is the result of reading the project folder.
type FolderScanned struct {
	Project project.Project
	Err     error
	with    string
}

// Run reads the folder.
func (job FolderJob) Run(ctx context.Context, scan FolderScanner) FolderScanned {
	folder, err := scan(ctx, job.functions, job.variables)
	return FolderScanned{folder, err, job.with}
}

// ScanWith has the session read the project folder now, and again when variables of the deployment are taken in by Take and Read.
func (s *Session) ScanWith(ctx context.Context, scan FolderScanner) error {
	s.scanner = scan
	done := s.ReadFolder("").Run(ctx, scan)
	s.AddFolder(done)
	return done.Err
}

// ReadFolder returns the job of reading the folder. Functions chooses one functions folder of several.
func (s *Session) ReadFolder(functions string) FolderJob {
	variables, with := s.variables()
	s.folderAsked = with
	return FolderJob{functions, variables, with}
}

// FolderJobs returns the job of reading the folder once more, when what is known of the deployment's variables has changed since it
// was read last: then auth.config may come to something else. A job is handed out once.
func (s *Session) FolderJobs() []FolderJob {
	if s.folder == nil || !s.folder.Convex {
		return nil
	}
	if _, with := s.variables(); with == s.folderAsked {
		return nil
	}
	return []FolderJob{s.ReadFolderAgain()}
}

// AddFolder takes in what reading the folder showed. A job that was overtaken by a newer one, or failed, is dropped.
func (s *Session) AddFolder(done FolderScanned) {
	if done.Err != nil || done.with != s.folderAsked && s.folder != nil {
		return
	}
	s.SetProject(done.Project)
}

// evaluate does all jobs at once.
func (s *Session) evaluate(ctx context.Context) {
	if s.evaluator != nil {
		for _, job := range s.ConfigJobs() {
			s.AddEvaluated(job.Run(ctx, *s.evaluator))
		}
	}
	if s.scanner != nil {
		for _, job := range s.FolderJobs() {
			s.AddFolder(job.Run(ctx, s.scanner))
		}
	}
}
