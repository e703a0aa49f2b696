package findings

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/project"
	"convex-auth-doctor/steps/verdict"
)

// siteVariable is what auth.config has to trust where a library on the deployment itself issues the tokens (P 2.10).
const siteVariable = "CONVEX_SITE_URL"

// suggestions are the changes that a person should be told of. The verdict only knows with which values the token passes, and
// not who writes them: an entry that reads a variable is changed by the variable, which the page of the cause says; and where
// the issuer is the deployment itself, it is neither the token nor another address that may be changed.
func (v *view) suggestions(j *Judgement, request verdict.Request) []verdict.Suggestion {
	var kept []verdict.Suggestion
	own := v.issuedByDeployment(j)
	for _, one := range verdict.Suggest(request) {
		e, known := v.entryOf(one, request.Configuration.Stored)
		issuer := one.Change == verdict.ChangeIssuer || one.Change == verdict.TokenIssuer
		switch {
		case strings.Contains(one.Edit, keySetNotSeen): // nobody can copy that
		case issuer && own:
			if site, ok := v.trustSite(j, one, e); ok && known && one.Change == verdict.ChangeIssuer {
				kept = append(kept, site)
			}
		case one.Change == verdict.TokenIssuer && !verdict.CompareIssuer(one.From, one.To).Near(): // nobody writes iss by hand
		case one.Change == verdict.ChangeIssuer && known && v.addressVariable(e) != "":
		case one.Change == verdict.ChangeIssuer && workOSClient(one.To) != "" && v.familyIs(ids.FamilyWorkOS):
			// every template reads WORKOS_CLIENT_ID, and both entries and their key set follow it (providers.md 3.2)
		default:
			kept = append(kept, one)
		}
	}
	return kept
}

// The parts of pages that are for what the issuers show, and for no message.
const (
	issuedHere       = "issued-here"        // a library on the deployment issues the tokens
	workOSSharedHost = "workos-shared-host" // the token is of WorkOS without a domain of the app's own
)

// issuerParts chooses the parts of the pages about issuers.
func (v *view) issuerParts(j *Judgement, put func(name, value string)) {
	iss, _ := j.Token.Read.Payload.String("iss")
	if v.issuedByDeployment(j) {
		put(ids.SaidPrefix+issuedHere, "yes")
	}
	if hostOf(iss) == "api.workos.com" {
		put(ids.SaidPrefix+workOSSharedHost, "yes")
	}
	c := v.configured()
	if len(c.entries) == 0 {
		return
	}
	e := nearest(iss, c)
	if v.writtenOut(c, e) {
		put(ids.SaidPrefix+writtenOut, "yes")
	}
	if mine, theirs := family.OfIssuer(iss), e.origin(); e.issuer && mine.Stage == theirs.Stage && mine.Stage != family.StageUnknown {
		put(ids.SaidPrefix+sameStage, "yes")
	}
}

// notTheSite are variables of a deployment whose values are never the issuer of a library on it, and what they are (P 1, 2.8, 2.10).
var notTheSite = map[string]struct {
	is    string
	cause ids.Cause
}{
	"SITE_URL": {"the address of the app", ids.IssuerMismatch}, "APP_URL": {"the address of the app", ids.IssuerMismatch},
	"BETTER_AUTH_URL":      {"the address of the app", ids.IssuerMismatch},
	"CUSTOM_AUTH_SITE_URL": {"for the addresses of sign-ins only", ids.IssuerMismatch}, "CONVEX_AUTH_SITE_URL": {"for the addresses of sign-ins only", ids.IssuerMismatch},
	"CONVEX_URL": {"the client's address, which ends in .convex.cloud", ids.ConvexCloudVsSiteURL}, "CONVEX_CLOUD_URL": {"the client's address, which ends in .convex.cloud", ids.ConvexCloudVsSiteURL},
}

// siteNotTrusted names an entry that reads a variable which can never hold the issuer of a library on the deployment, where no
// other entry trusts the deployment itself. The name alone tells, whatever the variable holds.
func siteNotTrusted(v *view, c configured) []Finding {
	if !v.familyIs(ids.FamilyConvexAuth, ids.FamilyRobelest, ids.FamilyBetterAuth) {
		return nil
	}
	var found []Finding
	for _, e := range c.entries {
		address := e.read.Address()
		name := project.BareName(address.Env)
		wrong, known := notTheSite[name]
		switch {
		case !known && (address.State != evidence.Literal || onSite(address.Text)):
			return nil // it is the one, or may be
		case !known || len(found) > 0:
			continue
		}
		found = []Finding{{Rule: "entry-reads-no-issuer", Severity: Fault, Grade: Likely, Exact: true, Cause: wrong.cause, Family: v.family(),
			After:    []ids.Rule{"refused-issuer-mismatch", "checklist-AUTHCFG-DOMAIN", ids.IssuerMatches},
			Sentence: fmt.Sprintf("%s reads %s, which is %s; %s issues its tokens under CONVEX_SITE_URL", e.issuerLabel(), clean.Short(address.Env, 80), wrong.is, v.family().Name()),
			Proof:    []Line{{Label: e.issuerLabel(), Text: "$" + clean.Short(address.Env, 80), From: e.from}},
			Values:   map[string]string{ids.SaidPrefix + issuedHere: "yes"}}}
	}
	return found
}

// entryOf returns the entry that a suggestion changes.
func (v *view) entryOf(one verdict.Suggestion, stored []verdict.Provider) (entry, bool) {
	if one.Entry < 0 || one.Entry >= len(stored) {
		return entry{}, false
	}
	for _, e := range v.configured().entries {
		if e.issuer && e.provider.IssuerText() == stored[one.Entry].IssuerText() && e.provider.Kind == stored[one.Entry].Kind {
			return e, true
		}
	}
	return entry{}, false
}

// issuedByDeployment reports that the tokens of this case are issued by a library on the deployment, so that their issuer is
// CONVEX_SITE_URL, with a path behind it in some versions (P 0, providers.md 0.1).
func (v *view) issuedByDeployment(j *Judgement) bool {
	switch j.Token.Guess.Family {
	case ids.FamilyConvexAuth, ids.FamilyRobelest, ids.FamilyBetterAuth:
		return true
	}
	iss, _ := j.Token.Read.Payload.String("iss")
	return onSite(iss) || j.Token.Guess.Family == ids.FamilyUnknown && v.familyIs(ids.FamilyConvexAuth, ids.FamilyRobelest, ids.FamilyBetterAuth)
}

// onSite reports that an issuer is the address of the HTTP actions of a deployment, in the cloud or on this machine.
func onSite(issuer string) bool {
	candidates := family.OfIssuer(issuer).Candidates
	return slices.Contains(candidates, ids.FamilyConvexAuth) || slices.Contains(candidates, ids.FamilyRobelest)
}

// trustSite is the entry that trusts the deployment that it stands on, where the one in sight does not. A token of another
// deployment than this one is no reason to trust another, and where it is not known which one this is, two deployments do
// not tell which of them is right.
func (v *view) trustSite(j *Judgement, one verdict.Suggestion, e entry) (verdict.Suggestion, bool) {
	iss, _ := j.Token.Read.Payload.String("iss")
	site, path := splitSite(iss)
	own := v.ownDeployment()
	switch here := onSite(e.provider.IssuerText()); {
	case site == "", e.read.Address().Env == siteVariable, strings.Contains(e.read.Address().Text, siteVariable):
		return one, false
	case own != "" && siteDeployment(site) != "" && siteDeployment(site) != own:
		return one, false
	case own == "" && here && siteDeployment(e.provider.IssuerText()) != siteDeployment(site):
		return one, false
	}
	one.To, one.Code = "process.env."+siteVariable, true
	if path != "" {
		one.To += ` + "` + path + `"`
	}
	one.Edit = strings.ReplaceAll(one.Edit, `"`+site+path+`"`, one.To)
	one.Edit = strings.ReplaceAll(one.Edit, `"`+site+`/`, "process.env."+siteVariable+` + "/`)
	return one, true
}

// splitSite cuts the issuer of a library on a deployment into the deployment's address and the path behind it; "" where it
// is the address of no deployment and of no other host by itself.
func splitSite(iss string) (site, path string) {
	iss = strings.TrimRight(iss, "/")
	_, rest, ok := strings.Cut(iss, "://")
	if !ok || !onSite(iss) {
		return "", ""
	}
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return iss[:len(iss)-len(rest)+i], rest[i:]
	}
	return iss, ""
}

// ownDeployment is the name of the deployment that the case is about, "" where none or several are named.
func (v *view) ownDeployment() string {
	name := ""
	for _, one := range v.named() {
		if name != "" && bareName(one) != name {
			return ""
		}
		name = bareName(one)
	}
	return name
}

// named are the deployments that the evidence and the folder name as the one in use.
func (v *view) named() []string {
	client, looked := v.folderPlaces(nil, nil)
	for _, d := range v.deployments {
		if d.Data.Role != "site" {
			client = append(client, d)
		}
	}
	var names []string
	for _, d := range append(client, looked...) {
		if d.Data.Name != "" {
			names = append(names, d.Data.Name)
		}
	}
	return names
}

// workOSClient is the client ID at the end of a WorkOS issuer, "" where there is none.
func workOSClient(issuer string) string {
	if of := family.OfIssuer(issuer); of.Family == ids.FamilyWorkOS && strings.HasPrefix(of.Instance, "client_") {
		return of.Instance
	}
	return ""
}
