package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"convex-auth-doctor/steps/report"
	"convex-auth-doctor/wizard"
)

func newExplain(around surroundings) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CAUSE]",
		Short: "Print the page of a cause; without a name the list of causes",
		Args:  cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return report.CauseNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, arguments []string) error {
			if len(arguments) == 0 {
				return wizard.PrintCauses(around.out, terminalOf(around))
			}
			page, ok := report.PageNamed(arguments[0])
			if !ok {
				return hint{fmt.Sprintf("there is no cause %q", arguments[0]), "nearest: " + strings.Join(report.NearestCauses(arguments[0]), ", ") + ". All of them: convex-auth-doctor explain"}
			}
			if err := wizard.PrintPage(around.out, page, terminalOf(around)); err != nil {
				return err
			}
			if note := report.PageNote(page); note != "" {
				fmt.Fprintln(around.out, "\n"+note)
			}
			return nil
		},
	}
}
