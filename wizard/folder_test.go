package wizard

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/project/projecttest"
	"convex-auth-doctor/wizard/keyboard"
)

// inProject opens the wizard in one of the small projects. Scanning runs only when a command is run: see settle.
func inProject(t *testing.T, name string, width, height int) *app {
	dir, _ := projecttest.Unpack(t, filepath.Join("..", "steps", "project", "testdata", "projects", name+".txtar"))
	return inFolder(t, dir, width, height)
}

// inFolder opens the wizard in a folder.
func inFolder(t *testing.T, dir string, width, height int) *app {
	evaluator := authconfig.Evaluator{Runner: authconfig.SelfRunner{}, Limits: authconfig.Limits{Time: 60 * time.Second}}
	scan := func(ctx context.Context, functions string, variables *deploy.Env) (project.Project, error) {
		return project.Scan(ctx, dir, project.Options{Evaluator: &evaluator, Variables: variables, Functions: functions, Inside: true})
	}
	return open(t, width, height, func(options *Options) {
		options.Scan = func(job steps.FolderJob) steps.FolderScanned { return job.Run(t.Context(), scan) }
		options.Evaluate = func(job steps.ConfigJob) steps.ConfigEvaluated { return job.Run(t.Context(), evaluator) }
	})
}

// settle runs a command and what follows from it, as a program would.
func (a *app) settle(command tea.Cmd) *app {
	if command == nil {
		return a
	}
	switch message := command().(type) {
	case nil:
	case tea.BatchMsg:
		for _, one := range message {
			a.settle(one)
		}
	default:
		_, next := a.m.Update(message)
		a.settle(next)
	}
	return a
}

// TestFirstScreenInAProject holds that the first screen says what the app is and what is worth a look, with its place, in every window.
func TestFirstScreenInAProject(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {100, 30}, {140, 45}} {
		a := inProject(t, "next-clerk-signed-in", size[0], size[1])
		a.lacks("Next.js 15") // the first frame does not wait for the scan
		a.settle(a.m.Init())
		a.wants("Next.js 15 · convex 1.48.0 · Clerk", "dev:happy-otter-123", "$CLERK_JWT_ISSUER_DOMAIN", "applicationID convex",
			"ConvexProviderWithClerk", "ConvexClientProvider.tsx:13", "! <SignedIn> of the provider decides", "app/page.tsx:9", "1  I don't know", "6  I'm setting up")
		for _, line := range strings.Split(a.view(), "\n") {
			if ansi.StringWidth(line) > size[0] {
				t.Errorf("%d columns: %q", size[0], line)
			}
		}
		if a.m.at.Open != steps.Root {
			t.Errorf("the folder moved the walk to %q", a.m.at.Open)
		}
	}
}

// TestNoProject holds that a folder without Convex is said, and that the wizard goes on.
func TestNoProject(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {100, 30}, {140, 45}} {
		a := inProject(t, "no-project", size[0], size[1])
		a.settle(a.m.Init()).wants("This folder is no Convex project", "1  I don't know")
	}
}

// TestWhichProject holds that of several projects the person chooses, and that the choice stays when variables arrive.
func TestWhichProject(t *testing.T) {
	a := inProject(t, "monorepo-nine", 100, 30)
	a.settle(a.m.Init()).wants("Which one is it about?", "apps/a8/convex")
	a.keys("down", "down")
	_, command := a.m.Update(press("enter"))
	a.wants("reading apps/a2/convex").settle(command).wants("apps/a2/convex").lacks("reading apps/a2/convex")
	_, command = a.m.Update(keyboard.Paste{Data: []byte("$ npx convex env list\nONE=1\nTWO=2\nTHREE=3\n")})
	a.settle(command)
	if folder := a.m.session.Project(); folder.Functions != "apps/a2/convex" || !folder.AuthConfig.EnvKnown && folder.AuthConfig.File != "" {
		t.Errorf("now it is %q", folder.Functions)
	}
}

// TestVariablesArrive holds that the folder's auth.config is evaluated again, beside the screen, when variables are pasted.
func TestVariablesArrive(t *testing.T) {
	a := inProject(t, "next-clerk", 140, 45)
	a.settle(a.m.Init()).wants("$CLERK_JWT_ISSUER_DOMAIN")
	_, command := a.m.Update(keyboard.Paste{Data: []byte("$ npx convex env list\nCLERK_JWT_ISSUER_DOMAIN=https://happy-hippo-1.clerk.accounts.dev\nTEAM=x\n")})
	if folder := a.m.session.Project(); folder.AuthConfig.EnvKnown {
		t.Error("the folder was read while the screen waited")
	}
	a.settle(command)
	if got := a.m.session.Project().AuthConfig.Providers[0].Domain; got != "https://happy-hippo-1.clerk.accounts.dev" {
		t.Errorf("the entry names %q", got)
	}
}

// TestLookedAt holds that the page behind e tells what was read and what was passed over.
func TestLookedAt(t *testing.T) {
	a := inProject(t, "broken", 100, 45)
	a.settle(a.m.Init()).keys("e").wants("What was looked at", "files of code read", "package.json", "passed over")
}

// withoutToken unpacks a project whose client is never told to send a token; mend corrects that, and spoil undoes it.
func withoutToken(t *testing.T) (dir string, spoil, mend func()) {
	dir, _ = projecttest.Unpack(t, filepath.Join("..", "steps", "project", "testdata", "projects", "react-clerk.txtar"))
	name := filepath.Join(dir, "src", "main.tsx")
	right, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	spoil = func() {
		write(strings.NewReplacer("ConvexProviderWithClerk", "ConvexProvider", " useAuth={useAuth}", "", "convex/react-clerk", "convex/react").Replace(string(right)))
	}
	return dir, spoil, func() { write(string(right)) }
}

// TestCheckAgainReadsTheFolder holds that "fixed: check again" reads the folder again before step 1: a corrected file counts, with
// one press; a file that is as it was leaves the cause, and no round to go back through.
func TestCheckAgainReadsTheFolder(t *testing.T) {
	const cause = "cause token-not-supplied-by-client"
	for _, size := range [][2]int{{80, 24}, {140, 45}} {
		dir, spoil, mend := withoutToken(t)
		spoil()
		a := inFolder(t, dir, size[0], size[1])
		a.settle(a.m.Init()).keys("1", "o").wantPlace(cause)
		again := func() tea.Cmd {
			_, command := a.m.Update(press("enter"))
			a.wants("reading the project folder again").wantPlace(cause) // beside the screen
			return command
		}
		for range 3 {
			a.settle(again()).wantPlace(cause).wants("the same cause is still there").lacks("reading the project folder")
		}
		mend()
		command := again()
		a.keys("enter") // impatient
		a.settle(command).wantPlace("question backend-logs").wants("step 1 again").lacks("reading the project folder")
		a.keys("1").wantPlace("question backend-connected")
		// A fault that came back is found, too; what the person does meanwhile is not undone.
		spoil()
		a = inFolder(t, dir, size[0], size[1])
		a.settle(a.m.Init()).keys("1", "o").wantPlace(cause)
		command = again()
		a.keys("b").wantPlace("question backend-logs")
		mend()
		a.settle(command).wantPlace("question backend-logs")
	}
}

// TestSuspicionBesideTheQuestions holds that what only the code shows is offered on each question and ends nothing: the questions
// come first, the one that would confirm it says so, and the page of the cause is one key away.
func TestSuspicionBesideTheQuestions(t *testing.T) {
	const cause = "cause query-before-auth-ready"
	for _, size := range [][2]int{{80, 24}, {100, 30}, {140, 45}} {
		a := inProject(t, "next-clerk-signed-in", size[0], size[1])
		a.settle(a.m.Init()).keys("1").wantPlace("question backend-logs").wants("worth a look (o): <SignedIn> of the provider decides")
		a.keys("o").wantPlace(cause).keys("b").wantPlace("question backend-logs")
		a.keys("2").wantPlace("question backend-caller").wants("worth a look (o)")
		a.keys("1").wantPlace("question backend-null-when").wants("your code hints at this: <SignedIn>", "▸ 1").lacks("worth a look (o)")
		a.keys("1").wantPlace(cause)
		a.keys("b", "5").wantPlace("question frontend-ws").wants("worth a look (o)") // I don't know
		a.keys("b", "2").wantPlace("question frontend-ws").lacks("worth a look (o)") // always: then it is not this
		a.keys("b", "b", "b", "b", "5").wantPlace("question production-what").wants("worth a look (o)")
	}
}

// TestCheckAgainWithoutTheFolder holds that a folder that cannot be read any more is said.
func TestCheckAgainWithoutTheFolder(t *testing.T) {
	dir, spoil, _ := withoutToken(t)
	spoil()
	a := inFolder(t, dir, 80, 24)
	a.settle(a.m.Init()).keys("1", "o")
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	_, command := a.m.Update(press("enter"))
	a.settle(command).wants("the project folder could not be read").lacks("reading the project folder again")
}

// TestConfigThatCannotBeEvaluated holds that the first screen says why, whole, and what helps.
func TestConfigThatCannotBeEvaluated(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {100, 30}, {140, 45}} {
		a := inProject(t, "react-clerk-config-unresolved", size[0], size[1])
		a.settle(a.m.Init())
		text := strings.NewReplacer("│", " ").Replace(a.view())
		for _, want := range []string{"@acme/auth", "npm install", "Settings", "Authentication"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not on the screen of %d columns:\n%s", want, size[0], text)
			}
		}
	}
}
