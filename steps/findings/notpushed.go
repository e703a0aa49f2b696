package findings

import (
	"fmt"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/verdict"
)

// notPushed compares auth.config in the folder or the paste with what the deployment shows: an entry that only the file has
// was not pushed to it (B 4.25, 5.24).
func notPushed(v *view) []Finding {
	deployed := v.configured()
	file := v.fileEntries()
	if !deployed.deployed || !deployed.whole || len(deployed.entries) == 0 {
		return nil
	}
	var missing []entry
	for _, e := range file.entries {
		if e.issuer && e.audience && !hasEntry(deployed.entries, e) {
			missing = append(missing, e)
		}
	}
	for _, e := range deployed.entries {
		if !e.issuer || !e.audience {
			return nil // it may be the same one
		}
	}
	if len(missing) == 0 {
		return nil
	}
	e := missing[0]
	finding := Finding{Rule: "config-not-on-deployment", Severity: Doubt, Grade: Possible, Exact: true, Cause: ids.AuthConfigMissingOrNotPushed,
		Sentence: fmt.Sprintf("%s of auth.config (%s) is not among the providers of the deployment", e.name, e.issuerText()),
		Proof: []Line{{Label: "auth.config " + e.name, Text: e.issuerText() + " · applicationID " + e.audienceText(), From: e.from},
			{Label: "deployment", Text: deployed.entries[0].issuerText() + " · applicationID " + deployed.entries[0].audienceText(), From: deployed.from}}}
	if t, ok := v.token(); ok {
		inFile, onDeployment := match(t.Data, file), match(t.Data, deployed)
		if len(inFile.byBoth) > 0 && len(onDeployment.byBoth) == 0 {
			finding.Severity, finding.Grade = Fault, Proved
			finding.Sentence = fmt.Sprintf("the token fits %s of auth.config, but the deployment does not have that entry: it was not pushed there", inFile.byBoth[0].name)
		}
	}
	return []Finding{finding}
}

// fileEntries are the entries of auth.config itself, from the folder or from a paste that was evaluated.
func (v *view) fileEntries() configured {
	if list, places, ok := v.projectEntries(); ok {
		return v.read(list, true, false, places...)
	}
	if list, places, ok := v.evaluatedEntries(); ok {
		return v.read(list, true, false, places...)
	}
	return configured{}
}

func hasEntry(list []entry, wanted entry) bool {
	for _, e := range list {
		if verdict.MatchIssuer(e.provider.IssuerText(), wanted.provider.IssuerText()) && e.audienceText() == wanted.audienceText() {
			return true
		}
	}
	return false
}
