package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/spf13/pflag"

	"convex-auth-doctor/steps"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/wizard"
	"convex-auth-doctor/wizard/background"
	"convex-auth-doctor/wizard/keyboard"
	"convex-auth-doctor/wizard/plain"
)

type wizardOptions struct {
	evidence []string
	plain    bool
	light    bool
	dark     bool
	debug    string
}

func (options *wizardOptions) flags(flags *pflag.FlagSet) {
	flags.StringArrayVar(&options.evidence, "evidence", nil, "a file to start with: a token, a log, a HAR … (may be repeated)")
	flags.BoolVar(&options.plain, "plain", false, "ask line by line: for screen readers, pipes and simple terminals")
	flags.BoolVar(&options.light, "light", false, "colours for a light background")
	flags.BoolVar(&options.dark, "dark", false, "colours for a dark background")
	flags.StringVar(&options.debug, "debug", "", "write every message with its time to this file; nothing that was typed or pasted")
	flags.MarkHidden("debug")
}

func runWizard(around surroundings, options *wizardOptions, arguments []string) error {
	if options.light && options.dark {
		return hint{"--light and --dark exclude each other", "name one of them"}
	}
	session := steps.NewSession(around.now, false)
	read := takeFiles(around, session, options.evidence)
	if read.interrupted {
		return status(ExitInterrupted)
	}
	if read.unreadable {
		fmt.Fprintln(around.err, "The wizard goes on with what could be read.")
	}
	dir := "."
	if len(arguments) > 0 {
		dir = arguments[0]
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return folderError(dir, project.ErrNoFolder)
		}
	}
	scan := newScanner(session, dir, nil)
	if lineMode(around, options) {
		session.EvaluateWith(evaluator)
		if err := session.ScanWith(context.Background(), scan); err != nil {
			fmt.Fprintln(around.err, "convex-auth-doctor:", folderError(dir, err))
		}
		err := plain.Run(plain.Options{Session: session, In: around.in, Out: around.out, OpenFile: opener})
		if errors.Is(err, plain.ErrInterrupted) {
			return status(ExitInterrupted)
		}
		return err
	}
	return fullScreen(around, options, session, scan)
}

// lineMode reports whether to ask line by line: on request, for a screen reader, on a terminal that cannot be drawn on,
// and without a terminal.
func lineMode(around surroundings, options *wizardOptions) bool {
	return options.plain || around.variable("ACCESSIBLE") != "" || around.variable("TERM") == "dumb" ||
		!isTerminal(around.in) || !isTerminal(around.out)
}

func fullScreen(around surroundings, options *wizardOptions, session *steps.Session, scan steps.FolderScanner) error {
	out := around.out.(*os.File) // lineMode has made sure of it
	var debug io.Writer
	if options.debug != "" {
		file, err := os.OpenFile(options.debug, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return hint{"the debug file cannot be written: " + err.Error(), "name another path"}
		}
		defer file.Close()
		debug = file
	}
	width, height := sizeOf(out)
	dark := background.FromEnvironment(around.variable("COLORFGBG"))
	ask := !options.light && !options.dark && around.variable("COLORFGBG") == ""
	model := wizard.New(wizard.Options{
		Session: session, Width: width, Height: height,
		Dark: (dark || options.dark) && !options.light, Colours: coloursOf(around),
		Scan:      func(job steps.FolderJob) steps.FolderScanned { return job.Run(context.Background(), scan) },
		Evaluate:  func(job steps.ConfigJob) steps.ConfigEvaluated { return job.Run(context.Background(), evaluator) },
		Clipboard: copier(around, out), OpenFile: opener, Debug: debug, Now: around.now,
		AskBackground: func() {
			if ask {
				io.WriteString(out, background.Query)
			}
		},
	})
	var program *tea.Program
	input := keyboard.New(around.in, func(message any) { program.Send(message) })
	// The renderer draws with its next tick: at 120 a second the first frame stands 8 ms earlier than at Bubble Tea's 60.
	program = tea.NewProgram(model, tea.WithAltScreen(), tea.WithInput(input), tea.WithOutput(out), tea.WithFPS(120))
	_, err := program.Run()
	io.WriteString(out, model.LastPage())
	switch {
	case model.Interrupted || errors.Is(err, tea.ErrInterrupted):
		return status(ExitInterrupted)
	case err != nil:
		return hint{"the wizard had to stop: " + err.Error(), "--plain asks the same questions line by line"}
	}
	return nil
}
