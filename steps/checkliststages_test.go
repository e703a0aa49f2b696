package steps_test

import (
	"testing"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/deploytest"
	"convex-auth-doctor/steps/project"
)

// TestStagesBesideTheRows holds that the head of the list claims nothing that its rows have not seen, and that no file is asked for that the
// project folder has.
func TestStagesBesideTheRows(t *testing.T) {
	s := newSession()
	list := deploytest.Healthy(deploy.GenO)
	list.Set("SITE_URL", "http://localhost:3000")
	s.SetProject(project.Project{Convex: true, Functions: "convex",
		Packages:   []project.Package{{Name: "@convex-dev/auth", Version: "0.0.90"}},
		AuthConfig: project.AuthConfig{File: "convex/auth.config.ts", EnvKnown: true, Text: `export default { providers: [{ domain: process.env.CONVEX_SITE_URL, applicationID: "convex" }] };`},
		Backend: project.Backend{HTTP: "convex/http.ts", RouterDefault: true,
			Routes: []project.Sighting{{Name: "addHttpRoutes", File: "convex/http.ts", Line: 4}}}})
	s.Take([]byte(list.Text()), "pasted")
	states := map[string]deploy.State{}
	for _, row := range s.Checklist().Rows {
		states[row.ID] = row.State
	}
	if states["HTTP-ROUTER"] != deploy.Pass || states["AUTHCFG-ENV"] != deploy.Pass {
		t.Errorf("the router is %s, the variables of auth.config are %s", states["HTTP-ROUTER"], states["AUTHCFG-ENV"])
	}
	if states["DISC-DOC"] != deploy.Unseen {
		t.Fatalf("the discovery document is %s", states["DISC-DOC"])
	}
	for _, stage := range s.Checklist().Stages {
		fine := stage.Key != "deploy" && (stage.Key != "keys" || states["ENV-WHERE"] == deploy.Pass)
		if (stage.State == deploy.Pass) != fine {
			t.Errorf("%s: %s, %s, beside ENV-WHERE %s", stage.Key, stage.State, stage.Text, states["ENV-WHERE"])
		}
	}
}
