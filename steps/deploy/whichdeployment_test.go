package deploy

import (
	"strings"
	"testing"

	"convex-auth-doctor/steps/deploy/wellknown"
)

// The name of the list says which deployment is meant: a document of another one is wrong, and nothing is built from it.
func TestADocumentOfAnotherDeployment(t *testing.T) {
	const own, other = "https://happy-animal-123.convex.site", "https://sad-bear-9.convex.site"
	const noticed = "✔ Successfully set SITE_NAME (on prod deployment happy-animal-123)\n"
	discovery := func(site string) string {
		return `{"issuer":"` + site + `/auth","jwks_uri":"` + site + `/auth/.well-known/jwks.json"}`
	}
	disc, set := "/auth"+wellknown.OpenID.Path(), "/auth"+wellknown.JWKS.Path()
	for _, test := range []struct {
		name, before, asked, body string
		row                       string
		state                     State
		says                      string
		cause                     bool // wrong-or-unreachable-deployment
	}{
		{"discovery of the list's", noticed, own + disc, discovery(own), "DISC-DOC", Pass, "issuer", false},
		{"discovery with the region", noticed, "https://happy-animal-123.eu-west-1.convex.site" + disc, discovery("https://happy-animal-123.eu-west-1.convex.site"), "DISC-DOC", Pass, "issuer", false},
		{"discovery of another", noticed, other + disc, discovery(other), "DISC-DOC", Fail, "another deployment: sad-bear-9", true},
		{"discovery of another, the list's name in a command", "$ npx convex env list --deployment-name happy-animal-123\n", other + disc, discovery(other), "DISC-DOC", Fail, "another deployment", true},
		{"discovery, the list without a name", "$ npx convex env list --prod\n", other + disc, discovery(other), "DISC-DOC", Pass, "issuer", false},
		{"another key at the list's", noticed, own + set, edOther().jwks, "JWKS-LIVE", Warn, "same deployment", false},
		{"another key at another's", noticed, other + set, edOther().jwks, "JWKS-LIVE", Fail, "wrong deployment, sad-bear-9", true},
		{"another key, the list without a name", "$ npx convex env list --prod\n", own + set, edOther().jwks, "JWKS-LIVE", Fail, "or the list is older", false},
		{"another key behind the app's host", noticed, "https://auth.example.com" + set, edOther().jwks, "JWKS-LIVE", Fail, "or the list is older", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			env := healthyVars(GenA2)
			env.before = test.before
			input, registry := inputOf(GenA2, env.text())
			documents := ReadDocuments([]byte("$ curl -i "+test.asked+"\n"+jsonHead+test.body), wellknown.KindOf(test.asked), registry)
			input = Input{Now: testNow, Prod: input.Prod, Packages: []Package{packageOf[GenA2]}, Documents: documents}
			found := false
			for _, row := range Checklist(input) {
				if row.ID == "OAUTH-CB" && test.before == noticed && !strings.HasPrefix(row.Expected, "https://happy-animal-123.") {
					t.Errorf("the callback to register is %s", row.Expected)
				}
				if row.ID != test.row {
					continue
				}
				found = true
				if row.State != test.state || !strings.Contains(row.Sentence, test.says) || (row.Cause == "wrong-or-unreachable-deployment") != test.cause {
					t.Errorf("%s %q %q", row.State, row.Sentence, row.Cause)
				}
			}
			if !found {
				t.Error("no row")
			}
		})
	}
}
