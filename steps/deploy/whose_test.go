package deploy

import (
	"strings"
	"testing"
)

// Commands and places name the deployment that the list is from: the keys of production stay as they are where the fault
// is dev's.
func TestCommandsReachTheDeploymentOfTheList(t *testing.T) {
	for _, test := range []struct {
		name, before string
		said         Answer
		place        string
		flag         string // "" for none
	}{
		{name: "production's command", before: "$ npx convex env list --prod\n", place: "production env list, line", flag: " --prod"},
		{name: "production, as is said", said: Yes, place: "production env list, line", flag: " --prod"},
		{name: "nobody knows whose", place: "env list, line", flag: " --prod"},
		{name: "dev's command", before: "$ npx convex env list\n", place: "dev env list, line"},
		{name: "dev's notice", before: "✔ Successfully set SITE_NAME (on dev deployment calm-cow-456)\n", place: "dev env list, line"},
		{name: "a local one", before: "✔ Successfully set SITE_NAME (on local deployment local-a-b)\n", place: "local env list, line"},
		{name: "not production's, as is said", said: No, place: "env list, line"},
		{name: "a preview's notice", before: "✔ Successfully set SITE_NAME (on preview deployment calm-cow-456)\n", place: "preview env list, line", flag: " --deployment-name calm-cow-456"},
		{name: "a preview's command", before: "$ npx convex env list --preview-name my-branch\n", place: "preview env list, line", flag: " --preview-name my-branch"},
	} {
		for _, gen := range []Generation{GenO, GenA0, GenA2, GenB} {
			env := healthyVars(gen)
			env.before = test.before
			env.set("JWKS", otherPair(gen)).set(gen.URLName(), "ftp://app.example.com").set("AUTH_GITHUB_SECRET", "your-secret")
			input, _ := inputOf(gen, env.text())
			input = Input{Now: testNow, Prod: input.Prod, ProdSaid: test.said, Packages: []Package{packageOf[gen]}}
			judged := false
			for _, row := range Checklist(input) {
				if row.ID == "KEY-MATCH" && row.State == Fail {
					judged = true
					if !strings.HasPrefix(row.Where, test.place) {
						t.Errorf("%s, %s: at %q, want %q", test.name, gen, row.Where, test.place)
					}
				}
				if row.Fix == nil || row.ID == "ENV-WHERE" {
					continue
				}
				for _, command := range append([]string{row.Fix.Text}, row.Fix.Commands...) {
					if strings.Contains(command, "npx ") && !strings.Contains(command, test.flag) {
						t.Errorf("%s, %s: %s: %q lacks %q", test.name, gen, row.ID, command, test.flag)
					}
					if test.flag != " --prod" && (strings.Contains(command, "--prod") || strings.Contains(command, "the production")) {
						t.Errorf("%s, %s: %s: %q is about production", test.name, gen, row.ID, command)
					}
				}
			}
			if !judged {
				t.Errorf("%s, %s: the keys were not judged", test.name, gen)
			}
		}
	}
}

// otherPair is a key set of the right kind that belongs to another private key.
func otherPair(gen Generation) string {
	if gen == GenO || gen == GenA0 {
		return rsaOther().jwks
	}
	return edOther().jwks
}

// A self-hosted backend has one deployment, and no command for it chooses one.
func TestSelfHostedCommandsChooseNoDeployment(t *testing.T) {
	env := healthyVars(GenA2).set("SITE_URL", "ftp://app.example.com").set("JWKS", otherPair(GenA2))
	input, _ := inputOf(GenA2, env.text())
	input.Site = Site{SelfHosted: Yes}
	commands := 0
	for _, row := range Checklist(input) {
		if row.Fix == nil || row.ID == "ENV-WHERE" {
			continue
		}
		for _, command := range row.Fix.Commands {
			commands++
			if strings.Contains(command, "--prod") {
				t.Errorf("%s: %s", row.ID, command)
			}
		}
	}
	if commands == 0 {
		t.Error("no command")
	}
}
