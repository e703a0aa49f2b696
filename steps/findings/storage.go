package findings

import (
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
)

// storageState reads what the browser keeps of Convex Auth (P 4.21).
func storageState(v *view) []Finding {
	verifier, token, refresh := false, false, false
	from, name := "", ""
	for _, storage := range v.storages {
		for _, item := range storage.Data.Items {
			if !strings.Contains(item.Name, "__convexAuth") {
				continue
			}
			switch item.Use {
			case "verifier":
				verifier, from, name = true, storage.From(), item.Name
			case "jwt":
				token = token || item.Value != "empty"
			case "refresh token":
				refresh = true
			}
		}
	}
	if !verifier || token || refresh {
		return nil
	}
	text := "the browser keeps only the verifier of a sign-in: the way to the OAuth provider began and never came back with a code"
	line := []Line{{Label: "storage", Text: clean.Short(name, 80), From: from}}
	probe := &Probe{Sentence: "The log of the deployment shows the row of the callback with its error; the address to which the browser came back shows whether it had ?code= and which host it was.", Command: "npx convex logs{{prod}} --history 50 --success"}
	var found []Finding
	for _, cause := range []ids.Cause{ids.OAuthStateCookieLost, ids.OAuthProviderConfig, ids.SiteURLEnvWrongOrMissing} {
		found = append(found, Finding{Rule: "only-verifier", Severity: Fault, Grade: Possible, Cause: cause, Sentence: text, Proof: line, Probe: probe})
	}
	return found
}
