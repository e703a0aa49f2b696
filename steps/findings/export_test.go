package findings

import (
	"maps"
	"slices"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/verdict"
)

// MeaningOf returns the causes that the table gives to a message, with the grade that it alone carries.
func MeaningOf(message string) map[ids.Cause]Grade {
	all := map[ids.Cause]Grade{}
	for _, one := range meanings()[message] {
		all[one.cause] = one.grade
	}
	return all
}

// MeantMessages returns the ids of the messages of the table.
func MeantMessages() []string { return slices.Sorted(maps.Keys(meanings())) }

// Reasons returns the inner reasons of a refusal that have a cause.
func Reasons() []verdict.Reason { return slices.Sorted(maps.Keys(causeOfReason)) }

// RuleParts are the names of the parts of pages that rules choose; all others are chosen by messages.
func RuleParts() []string {
	return []string{configFault, configAlone, configElsewhere, ownKeys, issuedHere, workOSSharedHost, variableMisspelt, writtenOut, sameStage, noAudience, inSvelte, inVue}
}
