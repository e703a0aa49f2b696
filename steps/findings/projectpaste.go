package findings

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/project"
)

// Rules that compare the folder with what was pasted of the deployment.
const (
	FolderKeyDiffers      ids.Rule = "folder-key-differs"
	FolderVariableDiffers ids.Rule = "folder-variable-differs"
)

// folderAgainstPaste finds where the environment files of the folder and the deployment contradict each other: one instance of Clerk
// in four places (providers.md C3), one Client ID in two (A3, W2). What belongs to production is not compared with what
// belongs to development.
func folderAgainstPaste(v *view) []Finding {
	if v.Project == nil || !v.Project.Convex {
		return nil
	}
	return append(v.folderKey(), v.folderVariables()...)
}

// folderKey compares Clerk's publishable key in the folder with the providers that the deployment itself shows.
func (v *view) folderKey() []Finding {
	deployed := v.configured()
	if !deployed.deployed {
		return nil // what the folder's own auth.config comes to is compared when the folder is read
	}
	var clerk *entry
	for i := range deployed.entries {
		e := &deployed.entries[i]
		if issuer := family.OfIssuer(e.provider.IssuerText()); e.issuer && issuer.Family == ids.FamilyClerk && clerk == nil {
			clerk = e
		}
	}
	if clerk == nil {
		return nil
	}
	var found []Finding
	for _, variable := range v.Project.Env {
		key, ok := family.OfPublishableKey(variable.Value)
		if !ok || key.Problem != "" {
			continue
		}
		grade := Possible // the page may be that of production
		for _, e := range deployed.entries {
			issuer := family.OfIssuer(e.provider.IssuerText())
			if family.Relation(issuer, family.OfIssuer(key.Issuer)) == family.SameInstance {
				return nil // this build of the app fits
			}
			if issuer.Stage == key.Stage && issuer.Family == ids.FamilyClerk {
				grade = Likely
			}
		}
		if len(found) > 0 {
			continue
		}
		finding := Finding{Rule: FolderKeyDiffers, Severity: Doubt, Grade: grade, Exact: true, Cause: ids.DevProdInstanceMix, Family: ids.FamilyClerk,
			Sentence: fmt.Sprintf("the deployment trusts %s, your %s has the key of %s", clerk.issuerText(), variable.File, key.Issuer),
			Proof: []Line{{Label: clerk.issuerLabel(), Text: clerk.issuerText(), From: clerk.from},
				{Label: variable.Name, Text: "key of " + key.Issuer, From: fileLine(variable.File, variable.Line)}},
			Compare: &Comparison{ExpectedLabel: "deployment", Expected: clerk.issuerText(), ActualLabel: fileLine(variable.File, variable.Line), Actual: key.Issuer}}
		if grade == Likely {
			finding.Severity = Fault
		}
		found = append(found, finding)
	}
	return found
}

// compared are the variables of which the app and the deployment need the same value, and what a difference means.
var compared = map[string]ids.Cause{
	"CLERK_JWT_ISSUER_DOMAIN": ids.DevProdInstanceMix,
	"CLERK_FRONTEND_API_URL":  ids.DevProdInstanceMix,
	"CLERK_ISSUER_URL":        ids.DevProdInstanceMix,
	"AUTH0_DOMAIN":            ids.DevProdInstanceMix,
	"AUTH0_CLIENT_ID":         ids.AudienceMismatch,
	"WORKOS_CLIENT_ID":        ids.DevProdInstanceMix,
	"CONVEX_SITE_URL":         ids.WrongOrUnreachableDeployment,
}

// folderVariables compares variables that stand in an environment file of the folder and on the deployment.
func (v *view) folderVariables() []Finding {
	first, second := v.lists()
	var found []Finding
	for _, list := range []*deploy.Env{first, second} {
		if list == nil {
			continue
		}
		where, known := list.Where()
		production := known && where.Kind == deploy.KindProd
		for _, here := range v.Project.Env {
			bare := project.BareName(here.Name)
			cause, ok := compared[bare]
			there := list.Lookup(bare)
			if !ok || here.Production != production || !there.Readable() || !there.Secret.IsZero() || sameSetting(here.Value, there.Value) {
				continue
			}
			finding := Finding{Rule: FolderVariableDiffers, Severity: Doubt, Grade: Possible, Exact: true, Cause: cause,
				Sentence: fmt.Sprintf("the deployment says %s is %s, your %s says %s", bare, there.Show(), here.File, here.Value),
				Proof: []Line{{Label: bare, Text: there.Show(), From: "the deployment"},
					{Label: here.Name, Text: here.Value, From: fileLine(here.File, here.Line)}},
				Compare: &Comparison{ExpectedLabel: "deployment", Expected: there.Show(), ActualLabel: fileLine(here.File, here.Line), Actual: here.Value},
				Values:  map[string]string{"variable": bare, "file": fileLine(here.File, here.Line)}}
			if known && bare != here.Name { // the app itself works with its value, and it is the same stage
				finding.Severity, finding.Grade = Fault, Likely
			}
			found = append(found, finding)
		}
	}
	return found
}

// sameSetting compares two values of which each may have been written with a scheme or a slash at its end.
func sameSetting(a, b string) bool {
	plain := func(text string) string {
		text = strings.TrimSuffix(strings.TrimSpace(text), "/")
		return strings.ToLower(strings.TrimPrefix(text, "https://"))
	}
	return plain(a) == plain(b)
}
