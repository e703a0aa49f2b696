package findings

import (
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/ids"
)

// generationFamily says which part of a cause's page is for a generation of the library.
func generationFamily(facts deploy.Facts) ids.Family {
	switch gen := facts.Generation; {
	case gen == deploy.GenO:
		return ids.FamilyConvexAuth
	case gen.Robelest(), gen == deploy.GenUnknown && facts.Detected.SomeRobelest():
		return ids.FamilyRobelest
	}
	return ids.FamilyUnknown
}

// isVariable reports whether a row's subject is an environment variable: the other subjects are providers, files, hosts.
func isVariable(subject string) bool { return subject != "" && subject == strings.ToUpper(subject) }

// variableOf returns the variable that a row is about, or the one that its command sets.
func variableOf(row deploy.Row) string {
	if isVariable(row.Subject) {
		return row.Subject
	}
	if row.Fix == nil || len(row.Fix.Commands) == 0 {
		return ""
	}
	_, rest, ok := strings.Cut(row.Fix.Commands[0], "npx convex env set --prod ")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, " ")
	return name
}

// ownKeys is the part of a page for a library whose keys are variables of the deployment and have no kid.
const ownKeys = "own-keys"

// rowValues are what a row of the checklist knows for the placeholders of its cause's page: the production deployment, the
// library's own names and commands, the variables that feed the documents.
func rowValues(row deploy.Row, facts deploy.Facts) map[string]string {
	values := map[string]string{"prod": " --prod", "push": "npx convex deploy"}
	put := func(name, value string) {
		if value = clean.Short(value, 300); value != "" && !strings.Contains(value, "`") {
			values[name] = value
		}
	}
	whole := func(name, file string) { // a file of several lines, which the program wrote itself
		if file != "" && !strings.Contains(file, "`") {
			values[name] = file
		}
	}
	put("variable", variableOf(row))
	if facts.Issuer != "" && (row.ID == "DISC-DOC" || row.ID == "JWKS-LIVE") {
		put("token_iss", facts.Issuer)
		put("discovery_url", wellknown.OpenIDAddress(facts.Issuer))
		put("jwks", wellknown.JWKSAddress(facts.Issuer))
	}
	if facts.Generation.Covered() {
		values[ids.SaidPrefix+ownKeys] = "yes"
	}
	put("site_url", facts.Site)
	values["app_url"] = "https://<your-app>" // and not the faulty value of the list
	put("app_url", facts.RightApp)
	put("rp_id", facts.RPID)
	for _, one := range facts.Callbacks {
		if strings.HasPrefix(row.ID, "OAUTH-") && one.Provider == row.Subject {
			put("provider", one.Provider)
			put("callback_url", one.URL)
		}
	}
	switch gen := facts.Generation; {
	case gen == deploy.GenO:
		put("setup", "npx @convex-dev/auth")
	case gen.Robelest():
		put("setup", robelestSetup(gen))
	}
	robelestValues(facts.Detected, put)
	settings := facts.Right                                                                 // what was refused is not handed out again
	if strings.Count(settings.IOSApps, ",") == strings.Count(facts.Settings.IOSApps, ",") { // no id was left out
		values["ios_app_ids"] = clean.Short(settings.IOSApps, 2000)
	}
	whole("association_file", wellknown.AASAFile(facts.Settings.IOSApps, facts.Settings.IOSPaths))
	whole("asset_links_file", wellknown.AssetLinksFile(facts.Settings.Android))
	put("second_origins", facts.SecondaryURL)
	if apps, whole := wellknown.AndroidApps(facts.Settings.Android); len(apps) > 0 {
		put("android_package", apps[0].Package)
		if whole {
			values["android_links"] = clean.Short(settings.Android, 2000)
		}
	}
	put("change_password_url", settings.ChangeURL)
	put("security_contact", settings.Contact)
	return values
}
