package steps

import (
	"strings"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
)

// CommandsOf returns what can be copied of a row: the commands of its fix, else the command that would show it.
func CommandsOf(row deploy.Row) []string {
	if row.ID == "OAUTH-CB" && row.Expected != "" && !strings.Contains(row.Expected, "<") && !strings.Contains(row.Expected, " or ") {
		return []string{row.Expected}
	}
	if row.Fix != nil && len(row.Fix.Commands) > 0 {
		return row.Fix.Commands
	}
	if _, rest, ok := strings.Cut(row.Needs, "`"); ok && row.State != deploy.Pass {
		if command, _, ok := strings.Cut(rest, "`"); ok && strings.Contains(command, " ") && !strings.Contains(command, "<") {
			return []string{command}
		}
	}
	return nil
}

// ConcernsChecklist reports an intake that the production checklist looks at.
func (intake Intake) ConcernsChecklist() bool {
	for _, item := range intake.Items {
		switch item.Piece.Kind {
		case evidence.KindEnv, evidence.KindAnswer, evidence.KindCallback, evidence.KindCode, evidence.KindAuthConfig, evidence.KindProviders,
			evidence.KindVersions, evidence.KindDeployment, evidence.KindStorage:
			return true
		}
	}
	return false
}

// AsksForSeenList reports that the walk asks for the list of production's variables, although one is there and a paste has
// just shown something of the checklist: then the checklist answers, and not one more paste.
func (s *Session) AsksForSeenList(intake Intake) bool {
	prod := s.set.Production.Prod
	return s.position.Open == ids.AskProductionVariables && prod != nil && !prod.Local && intake.ConcernsChecklist()
}

// LocalFile is what to say where somebody took a file of their own machine for the list of the deployment.
const LocalFile = "this is a file of your own machine, which Convex does not read: paste npx convex env list --prod"

// HasLocalFile reports an intake with a .env.local or the like.
func (intake Intake) HasLocalFile() bool {
	for _, item := range intake.Items {
		if env, ok := item.Piece.Data.(deploy.Env); ok && env.Local {
			return true
		}
	}
	return false
}

// HasList reports an intake with a list of a deployment's variables.
func (intake Intake) HasList() bool {
	for _, item := range intake.Items {
		if env, ok := item.Piece.Data.(deploy.Env); ok && !env.Local {
			return true
		}
	}
	return false
}
