package project

import (
	"path"
	"slices"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/ids"
)

// findEnvironment fills Deployment, URLs, Env and Files.
func (scan *scan) findEnvironment() {
	for _, file := range scan.envs {
		scan.project.Files = append(scan.project.Files, file.env)
		for _, one := range file.env.Vars {
			if one.State == deploy.VarUnset {
				continue
			}
			if relevantVariable(one.Name) {
				scan.project.Env = append(scan.project.Env, Variable{Name: clean.Line(one.Name), Value: clean.Short(one.Show(), 200), Production: file.production(), File: scan.shown(file.name), Line: one.Line})
			}
			if one.Name == "CONVEX_DEPLOYMENT" && one.Value != "" && scan.project.Deployment == nil && !file.production() {
				named := deploymentNamed(one.Value)
				named.File, named.Line = scan.shown(file.name), one.Line
				if named.Name != "" {
					scan.project.Deployment = &named
				}
			}
		}
		scan.project.URLs = append(scan.project.URLs, scan.addresses(file)...)
	}
	// addresses that are written into the code
	for _, file := range scan.client() {
		for _, one := range file.clients {
			if one.address != "" {
				scan.project.URLs = append(scan.project.URLs, URL{Variable: "", Value: clean.Short(one.address, 200), Deployment: deploymentOf(one.address), File: scan.shown(file.name), Line: one.line})
			}
		}
	}
}

// relevantVariable reports whether a variable has to do with Convex or with signing in.
func relevantVariable(name string) bool {
	upper := strings.ToUpper(name)
	for _, word := range []string{"CONVEX", "CLERK", "AUTH", "WORKOS", "JWT", "JWKS", "SITE_URL", "APP_URL", "SUPABASE", "FIREBASE", "COGNITO", "KEYCLOAK", "LOGTO", "OKTA", "STACK"} {
		if strings.Contains(upper, word) {
			return true
		}
	}
	return false
}

// lookAtEnvironment compares the deployment that code is pushed to with the one that the client talks to (B 7.2, 7.7).
func (scan *scan) lookAtEnvironment() {
	deployment := scan.project.Deployment
	for _, one := range scan.project.URLs {
		switch {
		case one.Site && strings.Contains(one.Value, ".convex.cloud"):
			scan.lookShown(Likely, RuleCloudAndSite, ids.ConvexCloudVsSiteURL, one.File, one.Line, "%s is the address of HTTP actions and ends in .convex.site; this is the .convex.cloud address.", one.Variable)
		case !one.Site && strings.Contains(one.Value, ".convex.site"):
			scan.lookShown(Proved, RuleCloudAndSite, ids.ConvexCloudVsSiteURL, one.File, one.Line, "The client is given the .convex.site address, which serves HTTP actions only. It needs the one that ends in .convex.cloud.")
		}
		if deployment == nil || one.Production || one.Deployment == "" && !isLocal(one.Value) || deployment.Kind == "prod" {
			continue
		}
		local := deployment.Kind == "local" || deployment.Kind == "anonymous"
		switch {
		case local && one.Deployment != "":
			scan.lookShown(Proved, RuleDeploymentsDiffer, ids.WrongOrUnreachableDeployment, one.File, one.Line,
				"The client talks to %s, but code is pushed to a local deployment (CONVEX_DEPLOYMENT in %s:%d).", one.Deployment, deployment.File, deployment.Line)
		case !local && one.Deployment == "" && isLocal(one.Value):
			scan.lookShown(Proved, RuleDeploymentsDiffer, ids.WrongOrUnreachableDeployment, one.File, one.Line,
				"The client talks to %s, but code is pushed to %s (CONVEX_DEPLOYMENT in %s:%d).", one.Value, deployment.Name, deployment.File, deployment.Line)
		case !local && one.Deployment != deployment.Name && scan.project.AnotherFits(one):
			scan.lookShown(Likely, RuleDeploymentsDiffer, ids.WrongOrUnreachableDeployment, one.File, one.Line,
				"The app of %s talks to %s, but code is pushed to %s (CONVEX_DEPLOYMENT in %s:%d), to which another app here talks.",
				one.File, one.Deployment, deployment.Name, deployment.File, deployment.Line)
		case !local && one.Deployment != deployment.Name:
			scan.lookShown(Proved, RuleDeploymentsDiffer, ids.WrongOrUnreachableDeployment, one.File, one.Line,
				"The client talks to %s, but code is pushed to %s (CONVEX_DEPLOYMENT in %s:%d).", one.Deployment, deployment.Name, deployment.File, deployment.Line)
		}
	}
	scan.lookAtUnset()
	scan.lookAtLocalOnly()
}

// AnotherFits reports that another app of the workspace talks to the deployment that code is pushed to: then it is only known of this
// one that it does not, and not which of them fails. What the command line writes beside CONVEX_DEPLOYMENT is no app's.
func (project Project) AnotherFits(this URL) bool {
	return project.Deployment != nil && slices.ContainsFunc(project.URLs, func(other URL) bool {
		folder := path.Dir(other.File)
		return !other.Site && !other.Production && other.Deployment == project.Deployment.Name &&
			folder != path.Dir(this.File) && folder != path.Dir(project.Deployment.File)
	})
}

// lookAtLocalOnly finds a variable that only auth.config reads, in a file that Convex never sees (providers.md C6, B 4.3).
func (scan *scan) lookAtLocalOnly() {
	if scan.project.AuthConfig.EnvKnown {
		return // then it is known whether it is set
	}
	for _, name := range scan.project.AuthConfig.MissingEnv {
		if !strings.Contains(name, "ISSUER") && !strings.Contains(name, "JWKS") && name != "CLERK_FRONTEND_API_URL" {
			continue // servers of the app read such names, too
		}
		for _, file := range scan.envs {
			if one := file.env.Lookup(name); one.Present() {
				scan.look(Possible, RuleVariableLocal, ids.EnvVarMissingOnDeployment, file.name, one.Line,
					"auth.config reads %s, but Convex does not see this file: set it with npx convex env set %s.", name, name)
				scan.about(name)
				break
			}
		}
	}
}

// lookAtUnset finds a client whose address comes from a variable that no environment file sets, in a project whose .env.local is
// there (B 7.3).
func (scan *scan) lookAtUnset() {
	if scan.project.Deployment == nil {
		return
	}
	var names []string
	for _, file := range scan.envs {
		names = append(names, file.env.Names()...)
	}
	for _, file := range scan.client() {
		for _, one := range file.clients {
			if one.variable == "" || slices.Contains(names, one.variable) {
				continue
			}
			scan.look(Likely, RuleAddressUnset, ids.ClientNotConnected, file.name, one.line,
				"The client reads its address from %s, which no environment file sets; %s has %s.", one.variable, scan.project.Deployment.File, scan.addressNames(names))
		}
	}
}

// addressNames lists the variables with an address that are set.
func (scan *scan) addressNames(names []string) string {
	var found []string
	for _, name := range names {
		if bare, _ := withoutPrefix(name); bare == "CONVEX_URL" && !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	if found == nil {
		return "none"
	}
	return strings.Join(found, ", ")
}
