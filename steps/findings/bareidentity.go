package findings

import (
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
)

// bareClaims are the members that every identity has (B 1.60).
var bareClaims = map[string]bool{"tokenIdentifier": true, "issuer": true, "subject": true}

// bareIdentity finds an identity that no library's token gives: the tokens of a deployment's own libraries carry a session,
// in sub (P 2.13) or in a claim of its own (P 2.14, providers.md 6.2), and further claims appear under their names (B 1.62,
// 1.63). One that was made up by acting as a user has only what was typed in. It fails where code reads the rest.
func bareIdentity(v *view) []Finding {
	if !v.saidAny("app-argument-validation", "app-value-validator", "ba-session-id-of-undefined", "app-user-not-found", "app-no-user-found", "app-unauthenticated") {
		return nil
	}
	for _, identity := range v.identities {
		d := identity.Data
		if d.Null || len(d.Names) < len(bareClaims) || !strings.HasSuffix(hostOf(d.Get("issuer")), ".convex.site") || strings.Contains(d.Get("subject"), "|") {
			continue
		}
		bare := true
		for _, name := range d.Names {
			bare = bare && bareClaims[name]
		}
		if !bare {
			continue
		}
		return []Finding{{Rule: "identity-without-claims", Severity: Fault, Grade: Likely, Exact: true, Cause: ids.DashboardIdentityLacksClaims,
			Sentence: "the identity has an issuer and a subject and no other claim: it was made up by acting as a user, no token of " + clean.Short(hostOf(d.Get("issuer")), 80) + " looks like that",
			Proof:    []Line{{Label: "log", Text: identityText(d), From: identity.From()}},
			Probe:    &Probe{Sentence: "The detail panel of the request in the dashboard's logs says under Identity whether it was a user or an admin acting as one."}}}
	}
	return nil
}
