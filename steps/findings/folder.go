package findings

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/verdict"
	"convex-auth-doctor/steps/versions"
)

var lookGrade = map[project.Grade]Grade{project.Proved: Proved, project.Likely: Likely, project.Possible: Possible}

// folder turns what the project folder shows into findings, each with file and line.
func folder(v *view) []Finding {
	p := v.Project
	if p == nil || !p.Convex {
		return nil
	}
	found := wiring(*p)
	possible := 0
	for _, look := range p.WorthALook {
		if look.Rule == project.RuleKnownVersion && look.Grade == project.Possible {
			if possible++; possible > possibleVersions {
				continue
			}
		}
		if look.Rule == project.RuleConfigRefused {
			continue // evaluated says it, with what a push says
		}
		place := fileLine(look.File, look.Line)
		finding := Finding{Rule: look.Rule, Severity: Fault, Grade: lookGrade[look.Grade], Exact: true, Cause: look.Cause, Sentence: look.Sentence,
			Proof: []Line{standsThere(look, place)}, Family: p.Family.ID, Values: map[string]string{"file": place, "variable": look.Variable}}
		for name, value := range v.pushFixOfLook(look) {
			finding.Values[name] = value
			if name == ids.SaidPrefix+configElsewhere {
				finding.Family = ids.FamilyCustom // what the page says for one issuer is about its entries
			}
		}
		if finding.Grade == Possible {
			finding.Severity = Doubt
		}
		found = append(found, finding)
		if rule, ok := answeredBy[look.Rule]; ok {
			found = append(found, Finding{Rule: rule, Severity: Note, Grade: finding.Grade, Sentence: look.Sentence, Proof: finding.Proof})
		}
	}
	return found
}

// standsThere is the proof of a look: what stands at its place.
func standsThere(look project.Look, place string) Line {
	label := "code"
	switch {
	case look.Code == "":
		return Line{Label: "project", Text: look.Sentence, From: place}
	case look.Variable != "" && strings.HasPrefix(look.Code, look.Variable+"="):
		label = "variable"
	case look.Package != "" && look.Line == 0:
		label = "version"
	}
	return Line{Label: label, Text: look.Code, From: place}
}

// answeredBy are the questions of the tree that a look at the folder answers.
var answeredBy = map[ids.Rule]ids.Rule{
	project.RuleSPAProvider: ids.ForeignProvider, project.RuleNesting: ids.ForeignProvider, project.RuleServerCallNoToken: ids.ServerCallWithoutToken,
}

// wiring answers the questions about the client by what its code renders.
func wiring(p project.Project) []Finding {
	var found []Finding
	note := func(rule ids.Rule, sighting project.Sighting, text string) {
		found = append(found, Finding{Rule: rule, Severity: Note, Grade: Likely, Sentence: text,
			Proof: []Line{{Label: "project", Text: text, From: fileLine(sighting.File, sighting.Line)}}})
	}
	for _, provider := range p.Client.Providers {
		if provider.Name != p.Client.Component {
			continue
		}
		switch provider.Name {
		case "ConvexProvider":
			if p.Family.ID != ids.FamilyRobelest { // there a plain one is right (providers.md 5)
				note(ids.PlainProvider, provider, "the app renders ConvexProvider, which asks for no token")
			}
		case "ConvexProviderWithClerk", "ConvexProviderWithAuth0", "ConvexProviderWithAuthKit":
			note(ids.ProviderOfVendor, provider, "the app renders "+provider.Name)
		case "ConvexProviderWithAuth":
			note(ids.ProviderWithOwnHook, provider, "the app renders ConvexProviderWithAuth with a hook")
		default:
			note(ids.ProviderOfLibrary, provider, "the app renders "+provider.Name)
		}
		break
	}
	for _, client := range p.Client.Clients {
		if client.Name == "ConvexReactClient" || client.Name == "ConvexClient" {
			note(ids.ClientIsWebSocket, client, "the app makes a "+client.Name)
			break
		}
	}
	return found
}

func fileLine(file string, line int) string {
	if line > 0 {
		return fmt.Sprintf("%s:%d", clean.Line(file), line)
	}
	return clean.Line(file)
}

// projectEntries are the entries of the folder's auth.config, evaluated; "$NAME" stands for a variable that is not
// known.
func (v *view) projectEntries() (list []evidence.Provider, places []string, ok bool) {
	if v.Project == nil || len(v.Project.AuthConfig.Providers) == 0 {
		return nil, nil, false
	}
	for _, provider := range v.Project.AuthConfig.Providers {
		entry := evidence.Provider{Kind: provider.Kind, Line: provider.Line, Domain: setting(provider.Domain), Issuer: setting(provider.Issuer),
			JWKS: setting(provider.JWKS), Algorithm: setting(provider.Algorithm), ApplicationID: evidence.Setting{State: evidence.None}}
		if provider.ApplicationID != nil {
			entry.ApplicationID = setting(*provider.ApplicationID)
		}
		list = append(list, entry)
		places = append(places, entryAt(provider))
	}
	return list, places, true
}

// entryAt is where an entry of the folder's auth.config is written.
func entryAt(provider project.Provider) string { return fileLine(provider.File, provider.Line) }

func setting(text string) evidence.Setting {
	switch {
	case text == "":
		return evidence.Setting{State: evidence.NotSeen}
	case strings.HasPrefix(text, "$") && !strings.ContainsAny(text, " /{"):
		return evidence.Setting{State: evidence.Variable, Env: text[1:]}
	case strings.Contains(text, "$"), text[0] == '[', text[0] == '{': // a list or an object is no text, and no push takes it
		return evidence.Setting{State: evidence.Expression, Text: text}
	}
	return evidence.Setting{State: evidence.Literal, Text: text}
}

// folderValues gives what the folder knows to the placeholders of pages.
func (v *view) folderValues(put func(name, value string)) {
	p := v.Project
	if p == nil || !p.Convex {
		return
	}
	if p.Deployment != nil {
		v.deploymentValues(evidence.Deployment{Role: "variable", Name: p.Deployment.Name, Type: p.Deployment.Kind}, put)
	}
	for _, url := range p.URLs {
		if !url.Site {
			put("client_url", url.Value)
			put("url_variable", url.Variable)
		}
	}
	for _, url := range p.URLs { // the framework's prefix is that of the other address
		if prefix, ok := strings.CutSuffix(url.Variable, "CONVEX_URL"); ok {
			put("site_url_variable", prefix+"CONVEX_SITE_URL")
		}
	}
	for _, url := range p.URLs {
		if url.Site {
			put("site_url_variable", url.Variable)
		}
	}
	put("config_file", p.AuthConfig.File)
	if len(p.AuthConfig.Providers) > 0 {
		first := p.AuthConfig.Providers[0]
		put("config_line", entryAt(first))
		if read := setting(first.Domain); read.State == evidence.Variable {
			put("variable", read.Env)
		}
	}
	if part := frameworkPart(p.Framework.Name); part != "" {
		put(ids.SaidPrefix+part, "yes")
	}
	v.folderParts(put)
}

// possibleVersions bounds the rows of the table that may or may not matter: versions alone show little.
const possibleVersions = 3

// knownVersions looks up pasted versions in the table of bad ones (versions.md). What a folder has is looked up there.
func knownVersions(v *view) []Finding {
	installed := map[string]string{}
	for _, list := range v.versions {
		for _, one := range list.Data.Packages {
			if !one.Range && one.Version != "" {
				installed[one.Name] = one.Version
			}
		}
	}
	if len(installed) == 0 {
		return nil
	}
	var found []Finding
	possible := 0
	for _, hit := range versions.Match(installed, v.condition) {
		if hit.Row.Cause == "" || hit.Row.Advice || !v.matters(hit) {
			continue
		}
		finding := Finding{Rule: ids.Rule("version-" + strings.ToLower(strings.ReplaceAll(hit.Row.ID, " ", "-"))), Severity: Doubt, Grade: Possible, Cause: hit.Row.Cause,
			Sentence: fmt.Sprintf("%s %s: %s", hit.Row.Package, hit.Installed, clean.Line(hit.Row.Symptom)),
			Proof:    []Line{{Label: hit.Row.Package, Text: hit.Installed + " installed; " + clean.Short(hit.Row.Do, 160)}},
			Values:   map[string]string{"package": hit.Row.Package, "installed": hit.Installed}}
		if hit.Holds == versions.Yes {
			finding.Severity, finding.Grade, finding.Exact = Fault, Likely, true
		} else if possible++; possible > possibleVersions {
			continue
		}
		found = append(found, finding)
	}
	return found
}

// matters reports whether a row says something about this case: it holds, or an upgrade would help and the rest of the
// evidence does not leave all of its conditions open.
func (v *view) matters(hit versions.Hit) bool {
	switch {
	case hit.Holds == versions.Yes:
		return true
	case hit.Row.InNewest():
		return false
	case !hit.Row.AtRunTime:
		return true
	}
	return slices.ContainsFunc(hit.Row.When, func(condition versions.Condition) bool { return v.condition(condition) == versions.Yes })
}

// condition answers a condition of the table from the evidence; most of them only a folder or a person can answer.
func (v *view) condition(condition versions.Condition) versions.Answer {
	yes := func(is bool) versions.Answer {
		if is {
			return versions.Yes
		}
		return versions.Unseen
	}
	familyIs := func(family ids.Family) versions.Answer {
		switch v.family() {
		case family:
			return versions.Yes
		case ids.FamilyUnknown:
			return versions.Unseen
		}
		return versions.No
	}
	switch condition {
	case versions.Clerk, versions.ClerkProvider:
		return familyIs(ids.FamilyClerk)
	case versions.Auth0Provider:
		return familyIs(ids.FamilyAuth0)
	case versions.WorkOS:
		return familyIs(ids.FamilyWorkOS)
	case versions.ConvexAuth:
		return familyIs(ids.FamilyConvexAuth)
	case versions.BetterAuth:
		return familyIs(ids.FamilyBetterAuth)
	case versions.CustomJWTEntry:
		for _, e := range v.configured().entries {
			if e.provider.Kind == verdict.KindCustomJWT {
				return versions.Yes
			}
		}
	case versions.ConfigReadsVariables:
		return yes(v.saidAny("push-variable-missing"))
	}
	return versions.Unseen
}
