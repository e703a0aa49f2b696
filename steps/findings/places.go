package findings

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/casefile"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/project"
)

// places compares the deployments that the evidence names: the one the client talks to, and the one that is pushed to
// or looked at (B 7.7, 5.2).
func places(v *view) []Finding {
	if v.saidAny("cli-deploys-to") {
		return nil // npx convex deploy names the development and the production deployment, and that is right so
	}
	var client, looked []seen[evidence.Deployment]
	for _, deployment := range v.deployments {
		switch d := deployment.Data; {
		case d.Name == "" || d.Role == "site":
		case d.Socket || d.Role == "cloud":
			client = append(client, deployment)
		case d.Role == "dashboard" || d.Role == "variable" || d.Role == "command":
			looked = append(looked, deployment)
		}
	}
	client, looked = v.folderPlaces(client, looked)
	for _, c := range client {
		for _, l := range looked {
			if bareName(c.Data.Name) != bareName(l.Data.Name) {
				severity, grade := Fault, Likely
				if fromFolder(c) != fromFolder(l) { // what was pasted may be of production, the folder is set up for development
					severity, grade = Doubt, Possible
				}
				if fromFolder(l) && v.anotherFits(c) { // which of the apps fails is not known
					severity, grade = Doubt, Possible
				}
				return []Finding{{Rule: ids.DeploymentsDiffer, Severity: severity, Grade: grade, Exact: true, Cause: ids.WrongOrUnreachableDeployment,
					Sentence: fmt.Sprintf("the client talks to %s, and %s names %s", c.Data.Name, placeName(l.Data), l.Data.Name),
					Proof: []Line{{Label: "client", Text: c.Data.URL, From: c.From()},
						{Label: placeName(l.Data), Text: l.Data.Name, From: l.From()}},
					Compare: &Comparison{ExpectedLabel: "client", Expected: c.Data.Name, ActualLabel: placeName(l.Data), Actual: l.Data.Name},
					Values:  map[string]string{"deployment": bareName(c.Data.Name), "client_url": c.Data.URL}}}
			}
		}
	}
	if len(client) > 0 && len(looked) > 0 {
		return []Finding{{Rule: ids.DeploymentsAgree, Severity: Fine, Grade: Proved, Excludes: []ids.Cause{ids.WrongOrUnreachableDeployment},
			Sentence: "client and dashboard name the same deployment, " + client[0].Data.Name}}
	}
	return nil
}

// anotherFits reports a client of one app of the folder, where another app talks to the deployment that code is pushed to.
func (v *view) anotherFits(client seen[evidence.Deployment]) bool {
	return fromFolder(client) && slices.ContainsFunc(v.Project.URLs, func(one project.URL) bool {
		return fileLine(one.File, one.Line) == client.Item.From && v.Project.AnotherFits(one)
	})
}

// fromFolder reports what an environment file or the code of the folder names.
func fromFolder(place seen[evidence.Deployment]) bool { return place.Item.Number == 0 }

func placeName(deployment evidence.Deployment) string {
	switch deployment.Role {
	case "dashboard":
		return "the dashboard"
	case "variable":
		return "CONVEX_DEPLOYMENT"
	}
	return "the command line"
}

// bareName is a deployment's name without the region that its host may carry.
func bareName(name string) string {
	return strings.ToLower(deploy.WithoutRegion(name))
}

// folderPlaces adds what the project folder names.
func (v *view) folderPlaces(client, looked []seen[evidence.Deployment]) (clients, lookeds []seen[evidence.Deployment]) {
	if v.Project == nil {
		return client, looked
	}
	for _, url := range v.Project.URLs {
		if url.Deployment != "" && !url.Site && !url.Production {
			client = append(client, seen[evidence.Deployment]{Data: evidence.Deployment{Role: "cloud", URL: url.Value, Name: url.Deployment, Variable: url.Variable},
				Item: casefile.Item{From: fileLine(url.File, url.Line)}})
		}
	}
	if d := v.Project.Deployment; d != nil && d.Name != "" {
		looked = append(looked, seen[evidence.Deployment]{Data: evidence.Deployment{Role: "variable", Name: d.Name, Type: d.Kind},
			Item: casefile.Item{From: fileLine(d.File, d.Line)}})
	}
	return client, looked
}
