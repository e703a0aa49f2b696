package main

import (
	"github.com/spf13/cobra"
)

const about = `convex-auth-doctor finds out why getUserIdentity() is null on Convex: a wizard in the terminal.
Paste a token, an error, a log line, or the providers from your dashboard. Nothing leaves this machine,
nothing is written to disk, no telemetry.`

func newRoot(around surroundings) *cobra.Command {
	options := &wizardOptions{}
	root := &cobra.Command{
		Use:           "convex-auth-doctor [PATH]",
		Short:         "Why is getUserIdentity() null?",
		Long:          about,
		Args:          cobra.MaximumNArgs(1),
		Version:       version,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(_ *cobra.Command, arguments []string) error {
			return runWizard(around, options, arguments)
		},
	}
	root.SetOut(around.out)
	root.SetErr(around.err)
	root.SetIn(around.in)
	options.flags(root.Flags())
	root.AddCommand(newCheck(around), newExplain(around), newTree(around))
	return root
}
