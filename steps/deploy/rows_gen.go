package deploy

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/prose"
)

// generation is GEN.
func (c *checker) generation() []Row {
	found := c.detected
	if len(found.Evidence) == 0 {
		return one(unseen("package.json, or " + pasteEnv))
	}
	var reasons []string
	for _, one := range found.Evidence {
		if len(intersect(one.Says, []Generation{found.Generation})) > 0 || found.Generation == GenUnknown {
			reasons = append(reasons, one.Text)
		}
	}
	because := join(reasons)
	if found.Contradiction != nil {
		a, b := found.Contradiction[0], found.Contradiction[1]
		row := fail(ids.KeyAlgorithmMismatch, fmt.Sprintf("Two things contradict: %s, but %s.", b.Text, a.Text))
		row = row.compare(names(a.Says), names(b.Says))
		if strings.Contains(a.Text, "installed") && strings.Contains(b.Text, "installed") {
			return one(row.because(ids.SDKBugUpgradeNeeded).fix("Keep one of the two libraries and remove the other."))
		}
		if c.gen == GenB {
			return one(row.fix(c.pairText("The keys are from before the library changed to EdDSA: make both anew with the CLI of the installed version."), newKeyPair(c.gen)...))
		}
		return one(row.fix("Look into package.json which library and version is installed, then make both keys anew with its CLI."))
	}
	switch found.Generation {
	case GenOther:
		return one(notApplicable(prose.Capital(because) + ": the rules of Convex Auth do not apply."))
	case GenV2:
		if c.hasEnv && c.env.Has(nameKeyring) {
			return one(warn("AUTH_KEYS is set and no JWT_PRIVATE_KEY: the library is newer than these rules, which say nothing about its keys."))
		}
		return one(warn("This looks like Convex Auth v2 preview: its rules are not covered."))
	case GenUnknown:
		if len(found.Candidates) == 2 && found.Candidates[0] == GenA2 || len(intersect(found.Candidates, []Generation{GenA2, GenB})) == 2 {
			row := warn("Cannot tell the versions before preview.40, which read SITE_URL, from the later ones, which read APP_URL: neither is set.")
			row.Needs = "package.json"
			return one(row)
		}
		row := warn("Cannot tell which version of the library this is, several fit: " + because + ".")
		row.Needs = "package.json"
		return one(row.compare("", names(found.Candidates)))
	}
	return one(pass(fmt.Sprintf("This looks like %s: %s.", found.Generation.Name(), because)).compare("", string(found.Generation)))
}

func names(generations []Generation) string {
	var all []string
	for _, gen := range generations {
		all = append(all, gen.release())
	}
	return strings.Join(all, ", ")
}
