package main

import (
	"strings"

	"github.com/spf13/cobra"

	"convex-auth-doctor/steps"
)

func newTree(around surroundings) *cobra.Command {
	format := steps.FormatText
	command := &cobra.Command{
		Use:   "tree",
		Short: "Print the whole decision tree",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return steps.Print(around.out, format)
		},
	}
	command.Flags().StringVar(&format, "format", format, "one of "+strings.Join(steps.Formats(), ", "))
	return command
}
