package findings

import (
	"strings"

	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
)

// The parts of pages that are for how the entry is written and how the two issuers stand to one another.
const (
	writtenOut = "written-out" // the issuer stands in auth.config itself, so no variable changes it
	sameStage  = "same-stage"  // two instances of development, or two of production
	noAudience = "no-aud"      // the token has no aud
	inSvelte   = "in-svelte"   // the app is written in Svelte
	inVue      = "in-vue"      // or in Vue
)

// addressVariable is the variable that the address of an entry comes from, "" where it comes from none or where that is not known.
// An entry that was evaluated shows the value only; the variable is the one that auth.config reads and that has it.
func (v *view) addressVariable(e entry) string {
	address := e.read.Address()
	if address.State == evidence.Variable || address.State != evidence.Literal {
		return address.Env
	}
	for _, read := range v.readVariables() {
		if value, ok := v.variable(read.Name); ok && value != "" && strings.Contains(withScheme(address.Text), strings.TrimSpace(value)) {
			return read.Name
		}
	}
	return ""
}

// readVariables are the variables that the auth.config of the case reads, as evaluating it showed.
func (v *view) readVariables() []authconfig.EnvRead {
	var all []authconfig.EnvRead
	if p := v.Project; p != nil && p.AuthConfig.Result != nil {
		all = append(all, p.AuthConfig.Result.ReadEnv...)
	}
	for _, config := range v.configs {
		all = append(all, v.Evaluated[config.Item.Number].ReadEnv...)
	}
	return all
}

// writtenOut reports that the address of an entry stands in a source of auth.config by itself. What the dashboard or an error
// shows may come from a variable.
func (v *view) writtenOut(c configured, e entry) bool {
	return c.source && e.issuer && e.read.Address().State == evidence.Literal && v.addressVariable(e) == ""
}

// frameworkPart is the part of pages for apps that are not written in React (providers.md 0.6), "" for those that are.
func frameworkPart(name string) string {
	switch name {
	case "SvelteKit", "Svelte":
		return inSvelte
	case "Nuxt", "Vue":
		return inVue
	}
	return ""
}

// folderParts chooses parts of pages by what the folder shows, where no token was taken in: the instance of Clerk that the app
// signs in at is that of its publishable key.
func (v *view) folderParts(put func(name, value string)) {
	c := v.configured()
	if len(c.entries) == 0 {
		return
	}
	if v.writtenOut(c, c.entries[0]) {
		put(ids.SaidPrefix+writtenOut, "yes")
	}
	for _, variable := range v.Project.Env {
		key, ok := family.OfPublishableKey(variable.Value)
		if !ok || key.Problem != "" || variable.Production {
			continue
		}
		put("instance", family.OfIssuer(key.Issuer).Instance)
		put("issuer_domain", key.Issuer)
		e := nearest(key.Issuer, c)
		if theirs := e.origin(); e.issuer && theirs.Stage == key.Stage && key.Stage != family.StageUnknown {
			put(ids.SaidPrefix+sameStage, "yes")
		}
		return
	}
}
