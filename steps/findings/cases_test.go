package findings_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/project/projecttest"
	"convex-auth-doctor/steps/report"
)

// TestMain lets the test binary be the child that evaluates auth.config.
func TestMain(m *testing.M) {
	authconfig.ExitIfChild()
	os.Exit(m.Run())
}

var evaluator = authconfig.Evaluator{Runner: authconfig.SelfRunner{}, Limits: authconfig.Limits{Time: 60 * time.Second}}

// oneCase is one case under testdata: what a person pastes, and what is to come of it. It is written as
//
//	-- title --
//	directives, one per line
//	---
//	a paste
//	--- next ---
//	another one
//
// The directives:
//
//   - RULE SEVERITY GRADE [CAUSE|OUTCOME]  the finding is there
//     ! RULE                                 no finding of that rule is there
//     cause CAUSE GRADE                      the ranking names it, and so does the walk of a session by pasting alone
//     among CAUSE                            none is named, and it is one of at most three rivals
//     behind CAUSE QUESTION                  none is named, and it is the end of an answer of the question that is open
//     rivals N                               that many causes stay open beside the named one, if any
//     open QUESTION                          nothing is named, and the walk asks this
//     outcome OUTCOME                        nothing is wrong and this is shown
//     no cause                               nothing is named and no rival is left
//     advice TEXT                            the cause's sentence, proof, smallest change or fix says this
//     lacks TEXT                             none of them does
//     decides TEXT                           the experiment of the named cause, or of the first rival, says this
//     at the attempt                         the clock shows the time of the attempt, as `check --now` does
//     project NAME                           testdata/projects/NAME.txtar is the project folder
type oneCase struct {
	name, file string
	directives []string
	pastes     []string
	session    *steps.Session
}

// casesIn reads the cases of the archives that a pattern below testdata matches.
func casesIn(t testing.TB, pattern string) []*oneCase {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in testdata/%s: %v", pattern, err)
	}
	var all []*oneCase
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range archive.Files {
			head, text, ok := strings.Cut("\n"+string(entry.Data), "\n---\n")
			if !ok {
				t.Fatalf("%s: %s has no line ---", file, entry.Name)
			}
			one := &oneCase{name: entry.Name, file: strings.TrimSuffix(filepath.Base(file), ".txtar"), pastes: strings.Split(text, "--- next ---\n")}
			for _, line := range strings.Split(head, "\n") {
				if line = strings.TrimSpace(line); line != "" {
					one.directives = append(one.directives, line)
				}
			}
			all = append(all, one)
		}
	}
	return all
}

// allCases reads every case.
func allCases(t testing.TB) []*oneCase {
	t.Helper()
	return slices.Concat(casesIn(t, "rules/*.txtar"), casesIn(t, "causes/*.txtar"), casesIn(t, "healthy/*.txtar"))
}

// run pastes what the case says, one after the other.
func (c *oneCase) run(t testing.TB) {
	t.Helper()
	c.session = steps.NewSession(func() time.Time { return now }, slices.Contains(c.directives, "at the attempt"))
	c.session.EvaluateWith(evaluator)
	for _, line := range c.directives {
		if name, ok := strings.CutPrefix(line, "project "); ok {
			if err := c.session.ScanWith(t.Context(), scanner(t, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, paste := range c.pastes {
		c.session.Take([]byte(stamped(t, paste)), "pasted")
	}
}

// scanner reads a project folder of testdata.
func scanner(t testing.TB, name string) steps.FolderScanner {
	t.Helper()
	dir, _ := projecttest.Unpack(t, filepath.Join("testdata", "projects", name+".txtar"))
	return func(ctx context.Context, functions string, variables *deploy.Env) (project.Project, error) {
		return project.Scan(ctx, dir, project.Options{Evaluator: &evaluator, Variables: variables, Functions: functions, Inside: true})
	}
}

// TestCases holds every case under testdata.
func TestCases(t *testing.T) {
	for _, c := range allCases(t) {
		t.Run(c.file+"/"+c.name, func(t *testing.T) {
			t.Parallel()
			c.run(t)
			for _, line := range c.directives {
				if fault := c.check(line); fault != "" {
					t.Error(fault)
				}
			}
			if position := c.session.Position(); position.ByAnswers || position.Instead != "" {
				t.Errorf("nobody answered anything, and yet the walk ends at %s by answers", position.Cause)
			}
			if t.Failed() {
				t.Log(c.shown())
			}
		})
	}
}

// check returns what is wrong by one directive, "" where it holds.
func (c *oneCase) check(line string) string {
	words := strings.Fields(line)
	ranking, position := c.session.Ranking(), c.session.Position()
	named := ids.Cause("")
	if ranking.Top != nil {
		named = ranking.Top.Cause
	}
	var rivals []ids.Cause
	for _, rival := range ranking.Rivals {
		rivals = append(rivals, rival.Cause)
	}
	wrong := func(ok bool) string {
		if ok {
			return ""
		}
		return "not so: " + line
	}
	switch words[0] {
	case "+":
		return wrong(slices.ContainsFunc(c.session.Findings().All, func(one findings.Finding) bool { return inWords(one) == strings.Join(words[1:], " ") }))
	case "!":
		return wrong(!slices.ContainsFunc(c.session.Findings().All, func(one findings.Finding) bool { return string(one.Rule) == words[1] }))
	case "cause":
		ok := string(named) == words[1] && ranking.Top.Grade.String() == words[2]
		return wrong(ok && string(position.Cause) == words[1] && !position.ByAnswers && position.Instead == "")
	case "among":
		return wrong(named == "" && len(rivals) <= 3 && slices.Contains(rivals, ids.Cause(words[1])))
	case "behind":
		return wrong(named == "" && string(position.Open) == words[2] && c.behind(ids.Cause(words[1])))
	case "rivals":
		return wrong(fmt.Sprint(len(rivals)) == words[1])
	case "open":
		return wrong(named == "" && string(position.Open) == words[1])
	case "outcome":
		return wrong(named == "" && string(ranking.Outcome) == words[1] && string(position.Outcome) == words[1])
	case "no":
		return wrong(named == "" && len(rivals) == 0 && position.Cause == "")
	case "advice":
		return wrong(strings.Contains(c.advice(), strings.Join(words[1:], " ")))
	case "lacks":
		return wrong(!strings.Contains(c.advice(), strings.Join(words[1:], " ")))
	case "decides":
		return wrong(strings.Contains(c.decides(), strings.Join(words[1:], " ")))
	case "at", "project":
		return ""
	}
	return "no such directive: " + line
}

// advice is what the page of the cause says about this case.
func (c *oneCase) advice() string {
	result := c.session.Result()
	cause := result.Cause
	if cause == nil {
		return ""
	}
	text := cause.Sentence + "\n"
	if suggestion := result.Suggestion(); suggestion != nil {
		text += suggestion.Sentence + "\n" + suggestion.Edit + "\n"
	}
	for _, line := range cause.Proof {
		text += line.Label + " " + line.Text + "\n"
	}
	return text + cause.Section("Fix")
}

// decides is what would settle the first of what is not proved.
func (c *oneCase) decides() string {
	ranking := c.session.Ranking()
	candidates := ranking.Rivals
	if ranking.Top != nil {
		candidates = append([]report.Candidate{*ranking.Top}, candidates...)
	}
	if len(candidates) == 0 || candidates[0].Findings[0].Probe == nil {
		return ""
	}
	return candidates[0].Findings[0].Probe.Sentence
}

// behind reports whether an answer of the open question, or of the one that it asks, names a cause.
func (c *oneCase) behind(cause ids.Cause) bool {
	next := c.session.Next()
	return next != nil && slices.ContainsFunc(next.Answers, func(answer report.NextAnswer) bool { return slices.Contains(answer.Causes, cause) })
}

// inWords is a finding as a directive names it.
func inWords(one findings.Finding) string {
	text := fmt.Sprintf("%s %s %s", one.Rule, one.Severity, one.Grade)
	switch {
	case one.Cause != "":
		text += " " + string(one.Cause)
	case one.Outcome != "":
		text += " " + string(one.Outcome)
	}
	return text
}

// shown is everything that came of a case, for reading why a directive does not hold.
func (c *oneCase) shown() string {
	var out strings.Builder
	for _, item := range c.session.Case().Items {
		fmt.Fprintf(&out, "\n  seen    %s · %s", item.Piece.Kind, item.Piece.Summary)
	}
	for _, one := range c.session.Findings().All {
		fmt.Fprintf(&out, "\n  + %-60s %s", inWords(one), one.Sentence)
		if len(one.After) > 0 {
			fmt.Fprintf(&out, " (after %v)", one.After)
		}
	}
	ranking, position := c.session.Ranking(), c.session.Position()
	if ranking.Top != nil {
		fmt.Fprintf(&out, "\n  named   %s %s", ranking.Top.Cause, ranking.Top.Grade)
	}
	for _, rival := range ranking.Rivals {
		fmt.Fprintf(&out, "\n  rival   %s %s", rival.Cause, rival.Grade)
	}
	for _, taken := range position.Path {
		fmt.Fprintf(&out, "\n  walk    %s=%s (%s)", taken.Place.Question, taken.Answer, taken.Finding.Rule)
	}
	fmt.Fprintf(&out, "\n  stands  open %q cause %q outcome %q by answers %v instead %q", position.Open, position.Cause, position.Outcome, position.ByAnswers, position.Instead)
	return out.String()
}
