package findings

import (
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
)

// notProduction says that the list is another deployment's than production, "" where it is not known to be. It comes first
// (P 6.3): what else is wrong, and the commands that mend it, are about that deployment.
func notProduction(rows []deploy.Row) string {
	for _, row := range rows {
		if row.ID == "ENV-WHERE" && row.State == deploy.Fail {
			return clean.Line(row.Sentence)
		}
	}
	return ""
}

// ofDeployment turns the commands of a page to the deployment that the list is from: only production's have --prod, and
// only production is deployed to.
func ofDeployment(values map[string]string, row deploy.Row, facts deploy.Facts) map[string]string {
	if facts.Flag == values["prod"] {
		return values
	}
	values["prod"] = facts.Flag
	delete(values, "push")
	if values["variable"] == "" && row.Fix != nil && len(row.Fix.Commands) > 0 {
		if _, rest, ok := strings.Cut(row.Fix.Commands[0], "npx convex env set"+facts.Flag+" "); ok {
			values["variable"], _, _ = strings.Cut(rest, " ")
		}
	}
	return values
}
