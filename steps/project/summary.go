package project

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/ids"
)

// SummaryLine is one line of the first screen: "deployment", "dev:happy-otter-123". The first has no label.
type SummaryLine struct {
	Label string
	Text  string
}

// Summary says in at most five lines what the app is and what is worth a look.
func (project Project) Summary() []SummaryLine {
	if !project.Convex {
		return []SummaryLine{{"", "This folder is no Convex project: nothing here names a functions folder."}}
	}
	if project.Functions == "" {
		lines := []SummaryLine{{"", fmt.Sprintf("There are %d Convex projects here. Which one is it about?", len(project.Candidates))}}
		for i, one := range project.Candidates {
			if i == 3 && len(project.Candidates) > 4 {
				return append(lines, SummaryLine{"", fmt.Sprintf("and %d more", len(project.Candidates)-i)})
			}
			lines = append(lines, SummaryLine{"functions", one.Functions})
		}
		return lines
	}
	return []SummaryLine{{"", project.headline()}, {"deployment", project.deploymentLine()}, {"config", project.configLine()}, {"client", project.clientLine()}, {"worth a look", project.lookLine()}}
}

// headline is "Next.js 15 · convex 1.41.0 · Clerk".
func (project Project) headline() string {
	var parts []string
	if name := project.Framework.Name; name != "" {
		if number := major(project.Framework.Version); number > 0 {
			name = fmt.Sprintf("%s %d", name, number)
		}
		parts = append(parts, name)
	}
	if version := project.Installed["convex"]; version != "" {
		parts = append(parts, "convex "+version)
	} else {
		parts = append(parts, "convex, version not known")
	}
	switch {
	case project.Family.ID == ids.FamilyCustom:
		parts = append(parts, "an issuer of its own")
	case project.Family.Name != "":
		parts = append(parts, project.Family.Name)
	}
	return strings.Join(parts, " · ")
}

func (project Project) deploymentLine() string {
	if project.Deployment == nil {
		for _, one := range project.URLs {
			if !one.Site {
				return one.Value
			}
		}
		return "not seen"
	}
	if project.Deployment.Kind == "" {
		return project.Deployment.Name
	}
	return project.Deployment.Kind + ":" + project.Deployment.Name
}

func (project Project) configLine() string {
	config := project.AuthConfig
	switch {
	case config.File == "":
		return "no auth.config.ts in " + project.Functions
	case config.Error != nil:
		return config.File + ": " + config.Error.Sentence
	case config.Result == nil:
		return config.File
	case len(config.Providers) == 0:
		return config.File + ": no providers"
	}
	first := config.Providers[0]
	text := config.File + ": " + first.Sentence()
	if more := len(config.Providers) - 1; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// Sentence is an entry in one line: "OIDC $CLERK_JWT_ISSUER_DOMAIN, applicationID convex".
func (provider Provider) Sentence() string {
	kind := provider.Kind
	if kind == "oidc" {
		kind = "OIDC"
	}
	text := kind + " " + provider.issuer()
	if provider.ApplicationID != nil {
		text += ", applicationID " + *provider.ApplicationID
	}
	return text
}

func (project Project) clientLine() string {
	for _, list := range [][]Sighting{project.Client.Providers, project.Client.SetAuth, project.Client.Clients} {
		for _, one := range list {
			if one.Name == project.Client.Component || project.Client.Component == "" && len(project.Client.Providers) == 0 {
				return fmt.Sprintf("%s, %s:%d", one.Name, one.File, one.Line)
			}
		}
	}
	return "no client of Convex found"
}

func (project Project) lookLine() string {
	if len(project.WorthALook) == 0 {
		return "nothing stands out"
	}
	first := project.WorthALook[0]
	place := first.File
	if first.Line > 0 {
		place = fmt.Sprintf("%s:%d", first.File, first.Line)
	}
	text := fmt.Sprintf("%s (%s)", strings.TrimSuffix(first.Sentence, "."), place)
	if more := len(project.WorthALook) - 1; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
