package project

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/prose"
	"convex-auth-doctor/steps/versions"
)

// SummaryLine is one line of the first screen: "deployment", "dev:happy-otter-123". The first has no label.
type SummaryLine struct {
	Label string
	Text  string
	Short string // of a line that names a place: the text without it,
	Place string // and the place: "app/providers.tsx:14"
}

// Summary says in at most five lines what the app is and what is worth a look.
func (project Project) Summary() []SummaryLine {
	if !project.Convex {
		return []SummaryLine{{Text: "This folder is no Convex project: nothing here names a functions folder."}}
	}
	if project.Functions == "" {
		lines := []SummaryLine{{Text: fmt.Sprintf("There are %d Convex projects here. Which one is it about?", len(project.Candidates))}}
		for i, one := range project.Candidates {
			if i == 3 && len(project.Candidates) > 4 {
				return append(lines, SummaryLine{Text: fmt.Sprintf("and %d more", len(project.Candidates)-i)})
			}
			lines = append(lines, SummaryLine{Label: "functions", Text: one.Functions})
		}
		return lines
	}
	return []SummaryLine{{Text: project.headline()}, {Label: "deployment", Text: project.deploymentLine()}, project.configLine(), project.clientLine(),
		{Label: LabelLook, Text: project.lookLine()}}
}

// LabelLook is the label of what is worth a look.
const LabelLook = "worth a look"

// Looks is WorthALook as people are shown it: the surest first, and what versions alone make possible last, in one line for each
// package.
func (project Project) Looks() []Look {
	var first, clash, last []Look
	rows := map[string][]string{}
	for _, look := range project.WorthALook {
		switch {
		case look.Grade != Possible || look.Rule != RuleKnownVersion && look.Rule != RuleVersionsClash:
			first = append(first, look)
		case look.Rule == RuleVersionsClash:
			clash = append(clash, look)
		default:
			if rows[look.Package] == nil {
				last = append(last, look)
			}
			rows[look.Package] = append(rows[look.Package], look.Row)
		}
	}
	for i, look := range last {
		if many := rows[look.Package]; len(many) > 1 {
			last[i].Sentence = fmt.Sprintf("%s %s has %d known bugs that may matter here (%s)", look.Package, look.Version, len(many), strings.Join(many, ", "))
			if newest, ok := versions.Newest(look.Package); ok && !versions.Bounded(look.Package) {
				last[i].Sentence += "; newest known is " + newest.Version
			}
			last[i].Sentence += "."
			last[i].File, last[i].Line = "", 0
			for _, one := range project.Packages {
				if one.Name == look.Package {
					last[i].File = one.File
				}
			}
		}
	}
	return append(append(first, clash...), last...)
}

// Place is where a look leads, in brackets: " (app/page.tsx:22)".
func (look Look) Place() string {
	switch {
	case look.File == "":
		return ""
	case look.Line > 0:
		return fmt.Sprintf(" (%s:%d)", look.File, look.Line)
	}
	return " (" + look.File + ")"
}

// Sentence says what was looked at, with some of what was passed over.
func (looked Looked) Sentence(most int) string {
	text := fmt.Sprintf("%s and %s of code", prose.Count(len(looked.Read), "file"), prose.Count(looked.Sources, "file"))
	if looked.Cut {
		text += "; there are more than it goes through"
	}
	if len(looked.Skipped) > 0 {
		text += fmt.Sprintf("; passed over: %s", strings.Join(looked.passedOver(most), ", "))
		if more := len(looked.Skipped) - most; more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
	}
	return text
}

// passedOver lists what was skipped, and why.
func (looked Looked) passedOver(most int) []string {
	var list []string
	for _, one := range looked.Skipped[:min(most, len(looked.Skipped))] {
		list = append(list, one.Path+" ("+one.Why+")")
	}
	return list
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

func (project Project) configLine() SummaryLine {
	config := project.AuthConfig
	line := SummaryLine{Label: "config", Place: config.File}
	switch {
	case config.File == "":
		return SummaryLine{Label: "config", Text: "no auth.config.ts in " + project.Functions}
	case config.Error != nil:
		line.Short = config.Sentence()
	case config.Result == nil:
		return SummaryLine{Label: "config", Text: config.File}
	case len(config.Providers) == 0:
		line.Short = "no providers"
	default:
		line.Short = config.Providers[0].Sentence()
		if more := len(config.Providers) - 1; more > 0 {
			line.Short += fmt.Sprintf(" and %d more", more)
		}
	}
	line.Text = config.File + ": " + line.Short
	return line
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

// Sentence says why auth.config gives no providers; "" when it does.
func (config AuthConfig) Sentence() string {
	if config.Error == nil {
		return ""
	}
	return config.Error.Sentence
}

func (project Project) clientLine() SummaryLine {
	for _, list := range [][]Sighting{project.Client.Providers, project.Client.SetAuth, project.Client.Clients} {
		for _, one := range list {
			if one.Name == project.Client.Component || project.Client.Component == "" && len(project.Client.Providers) == 0 {
				place := fmt.Sprintf("%s:%d", one.File, one.Line)
				return SummaryLine{Label: "client", Text: one.Name + ", " + place, Short: one.Name, Place: place}
			}
		}
	}
	return SummaryLine{Label: "client", Text: "no client of Convex found"}
}

func (project Project) lookLine() string {
	looks := project.Looks()
	if len(looks) == 0 {
		return "nothing stands out"
	}
	text := strings.TrimSuffix(looks[0].Sentence, ".") + looks[0].Place()
	if more := len(looks) - 1; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
