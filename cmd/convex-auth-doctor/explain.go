package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/spf13/cobra"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/wizard"
)

func newExplain(around surroundings) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CAUSE]",
		Short: "Print the page of a cause; without a name the list of causes",
		Args:  cobra.MaximumNArgs(1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return assets.Names("causes"), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, arguments []string) error {
			if len(arguments) == 0 {
				return wizard.PrintCauses(around.out, terminalOf(around))
			}
			if page, err := assets.Outcome(ids.Outcome(arguments[0])); err == nil {
				return wizard.PrintPage(around.out, page, terminalOf(around))
			}
			page, err := assets.Cause(ids.Cause(arguments[0]))
			if err != nil {
				return hint{fmt.Sprintf("there is no cause %q", arguments[0]), "nearest: " + strings.Join(nearest(arguments[0]), ", ") + ". All of them: convex-auth-doctor explain"}
			}
			if err := wizard.PrintPage(around.out, page, terminalOf(around)); err != nil || !actsOnDeployment(page) {
				return err
			}
			_, err = fmt.Fprintln(around.out, "\nnpx convex commands act on development: for production add --prod.")
			return err
		},
	}
}

// actsOnDeployment reports a page with commands that act on production where the case says so. Without a case they stand
// there as for development, and forgetting --prod is the most common fault of production (P 1.2).
func actsOnDeployment(page assets.Page) bool {
	fix, _ := page.Section("Fix")
	acts := strings.Contains(fix.Text, "{{prod}}")
	for _, part := range fix.For {
		acts = acts || strings.Contains(part.Text, "{{prod}}")
	}
	return acts
}

// nearest returns the three causes whose names are most like a word.
func nearest(word string) []string {
	names := assets.Names("causes")
	sort.SliceStable(names, func(i, j int) bool { return shared(names[i], word) > shared(names[j], word) })
	return names[:min(3, len(names))]
}

// shared counts the pairs of letters that two words have in common.
func shared(a, b string) int {
	pairs := map[string]int{}
	for i := 0; i+2 <= len(a); i++ {
		pairs[a[i:i+2]]++
	}
	n := 0
	for i := 0; i+2 <= len(b); i++ {
		if pairs[b[i:i+2]] > 0 {
			pairs[b[i:i+2]]--
			n++
		}
	}
	return 4*n - len(a)
}
