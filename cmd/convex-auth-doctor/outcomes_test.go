package main

import (
	"slices"
	"strings"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps/ids"
)

// outcomeOn reports a part of the output that is the page of an outcome.
func outcomeOn(part string) bool {
	return slices.ContainsFunc(assets.Names("outcomes"), func(name string) bool {
		page, err := assets.Outcome(ids.Outcome(name))
		return err == nil && strings.Contains("\n"+part, "\n"+page.Title+".\n")
	})
}
