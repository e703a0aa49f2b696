package steps

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/report"
)

// Checklist is the production checklist as people walk it: the three things that are done once, in their order, and then
// the list, row by row.
type Checklist struct {
	Seen       bool // something of it was taken in
	Facts      deploy.Facts
	App        deploy.App
	Prod, Dev  *deploy.Env
	Deployment string // "happy-otter-123", "" when nothing says it
	Source     string // what it rests on: "1 paste of `env list --prod`"
	Stages     []Stage
	Rows       []deploy.Row // every row, in the order of the list
	Groups     []Group
	Skipped    []Line // the rows that do not apply
}

// Line is one line of the list: a row, or several that one paste would show or that wait for the same thing.
type Line struct {
	Key   string // the same line has the same key after the next paste
	Label string // what it is about, short: "SITE_URL"
	Text  string // what was found: a value, or a sentence without its full stop
	State deploy.State
	Rows  []deploy.Row // at least one
}

// Row returns the row of a line, the first one where it has several.
func (line Line) Row() deploy.Row { return line.Rows[0] }

// Checklist returns the production checklist. Without any evidence every row is unseen and says which paste shows it.
func (s *Session) Checklist() Checklist {
	input := s.set.Production
	list := Checklist{Seen: s.set.Checklist != nil, Facts: deploy.FactsOf(input), App: input.App, Prod: input.Prod, Dev: input.Dev, Rows: s.set.Checklist}
	if !list.Seen {
		list.Rows = deploy.Checklist(input)
	}
	list.Deployment = deploymentOf(list)
	list.Source = s.sources(input.Prod)
	list.Stages = stages(list)
	list.Groups, list.Skipped = groups(list)
	return list
}

// Count returns how many rows are in a state.
func (list Checklist) Count(state deploy.State) int { return deploy.Count(list.Rows)[state] }

// Summary says in one line how the list stands.
func (list Checklist) Summary() string {
	var parts []string
	for _, one := range []struct {
		state deploy.State
		words string
	}{{deploy.Fail, "wrong"}, {deploy.Warn, "doubtful"}, {deploy.Unseen, "not seen"}, {deploy.Pass, "fine"}} {
		if n := list.Count(one.state); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, one.words))
		}
	}
	return strings.Join(parts, " · ")
}

// Differences puts the lists of dev and production side by side; nil while one of them is missing.
func (list Checklist) Differences() []deploy.Difference {
	if list.Prod == nil || list.Dev == nil {
		return nil
	}
	return deploy.CompareEnvs(*list.Dev, *list.Prod, list.Facts.Generation)
}

// Find returns the line with a key; ok is false where the list has none any more.
func (list Checklist) Find(key string) (line Line, ok bool) {
	for _, group := range list.Groups {
		for _, lines := range [][]Line{group.Lines, group.Fine} {
			for _, line := range lines {
				if line.Key == key {
					return line, true
				}
			}
		}
	}
	for _, line := range list.Skipped {
		if line.Key == key {
			return line, true
		}
	}
	return Line{}, false
}

// CauseOf returns the result with a cause in front that a row of the checklist names.
func (s *Session) CauseOf(cause ids.Cause) report.Result {
	return report.Make(s.set, s.ranking, s.file, cause)
}

func deploymentOf(list Checklist) string {
	if list.Prod != nil {
		if where, _ := list.Prod.Where(); where.Name != "" {
			return where.Name
		}
	}
	_, host, _ := strings.Cut(list.Facts.Site, "://")
	name, ok := strings.CutSuffix(host, ".convex.site")
	if !ok {
		return ""
	}
	return name
}

// sources says what the list rests on.
func (s *Session) sources(prod *deploy.Env) string {
	counts := map[evidence.Kind]int{}
	for _, item := range s.file.Standing() {
		if env, ok := item.Piece.Data.(deploy.Env); ok && env.Local {
			continue
		}
		counts[item.Piece.Kind]++
	}
	var parts []string
	add := func(n int, one, many string) {
		if n == 1 {
			parts = append(parts, "1 "+one)
		} else if n > 1 {
			parts = append(parts, fmt.Sprintf("%d %s", n, many))
		}
	}
	what := "of variables"
	if prod != nil {
		if where, ok := prod.Where(); ok && where.Kind == deploy.KindProd {
			what = "of `env list --prod`"
		} else if ok && where.Kind == deploy.KindDev {
			what = "of `env list`"
		}
	}
	add(counts[evidence.KindEnv], "paste "+what, "pastes of variables")
	add(counts[evidence.KindAnswer], "answer", "answers")
	add(counts[evidence.KindCallback], "callback URL", "callback URLs")
	return strings.Join(parts, ", ")
}
