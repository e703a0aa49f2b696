package steps

import (
	"slices"

	"convex-auth-doctor/steps/deploy"
)

// Stage is one of the things that are done once before the list matters: production keys, provider secrets, deploying.
type Stage struct {
	Key   string // "keys", "secrets", "deploy"
	Title string
	Text  string // how it stands
	State deploy.State
	Ways  []deploy.KeyCommands // what to run, the best way first
	Rows  []deploy.Row         // of the list, that say how it stands
}

// stages are the head of the document "Production Deploy": set up production keys, set provider secrets, deploy.
func stages(list Checklist) []Stage {
	gen := list.Facts.Generation
	keys := Stage{Key: "keys", Title: "production keys", Ways: keyWays(gen, list.Facts.App)}
	secrets := Stage{Key: "secrets", Title: "provider secrets", Ways: secretWays(list)}
	run := Stage{Key: "deploy", Title: "deploy", Ways: []deploy.KeyCommands{{Text: "Pushes the functions, auth.config and the routes to production. Variables are read by what was pushed last.", Lines: []string{"npx convex deploy"}}}}
	for _, row := range list.Rows {
		switch {
		case slices.Contains([]string{"KEY-PEM", "KEY-ALG", "KEY-MATCH", "JWKS-JSON", "JWKS-ONE", "JWKS-USE", "JWKS-PRIVATE", "ENC-KEY"}, row.ID),
			row.ID == "ENV-MISSING" && slices.Contains([]string{"JWT_PRIVATE_KEY", "JWKS", "AUTH_SECRET_ENCRYPTION_KEY"}, row.Subject):
			keys.Rows = append(keys.Rows, row)
		case slices.Contains([]string{"PROVIDER-PAIR", "PROVIDER-SHAPE", "APPLE-JWT", "APPLE-PEM"}, row.ID):
			secrets.Rows = append(secrets.Rows, row)
		case slices.Contains([]string{"AUTHCFG-FILE", "EXPORTS", "HTTP-ROUTER", "DISC-DOC"}, row.ID):
			run.Rows = append(run.Rows, row)
		}
	}
	keys.judge("set, readable, and they belong together")
	for _, row := range list.Rows {
		if row.ID == "ENV-WHERE" && row.State != deploy.Pass && keys.State == deploy.Pass {
			keys.State, keys.Text = deploy.Unseen, "in order here; is it production?"
		}
	}
	secrets.judge("complete and plausible")
	run.judge("the deployment has auth.config and the routes")
	return []Stage{keys, secrets, run}
}

// judge says how a stage stands: by its worst row. Rows that were not seen leave the keys and the deploying open; of the secrets they count
// only if none was seen.
func (stage *Stage) judge(fine string) {
	counts := deploy.Count(stage.Rows)
	first := func(state deploy.State) string {
		for _, row := range stage.Rows {
			if row.State == state {
				return sentenceOf(row)
			}
		}
		return ""
	}
	switch {
	case counts[deploy.Fail] > 0:
		stage.State, stage.Text = deploy.Fail, first(deploy.Fail)
	case counts[deploy.Warn] > 0:
		stage.State, stage.Text = deploy.Warn, first(deploy.Warn)
	case counts[deploy.Unseen] > 0 && (counts[deploy.Pass] == 0 || stage.Key == "keys"):
		stage.State, stage.Text = deploy.Unseen, "not seen"
	case counts[deploy.Unseen] > 0 && stage.Key == "deploy": // a file that is there is no file that was pushed
		stage.State, stage.Text = deploy.Unseen, "not seen: "+titleOf(stage.Rows)
	case counts[deploy.Pass] > 0:
		stage.State, stage.Text = deploy.Pass, fine
	default:
		stage.State, stage.Text = deploy.NotApplicable, first(deploy.NotApplicable)
	}
}

// titleOf names the row that was not seen, the last one: what the deployment itself answers settles the others.
func titleOf(rows []deploy.Row) string {
	title := ""
	for _, row := range rows {
		if row.State == deploy.Unseen {
			title = row.Title
		}
	}
	return title
}

// keyWays are the ways to a pair of keys. While the library is not known the CLI of each is named.
func keyWays(gen deploy.Generation, app string) []deploy.KeyCommands {
	if gen.Covered() {
		return deploy.NewKeys(gen, true, app)
	}
	var ways []deploy.KeyCommands
	for _, one := range []deploy.Generation{deploy.GenO, deploy.GenA2, deploy.GenB} {
		way := deploy.NewKeys(one, true, app)[0]
		way.Text = "With " + one.Name() + ":"
		ways = append(ways, way)
	}
	return ways
}

// secretWays are the commands for what is missing, or the form of such commands.
func secretWays(list Checklist) []deploy.KeyCommands {
	var ways []deploy.KeyCommands
	for _, row := range list.Rows {
		if row.ID == "PROVIDER-PAIR" && row.Fix != nil && len(row.Fix.Commands) > 0 && (row.State == deploy.Fail || row.State == deploy.Warn) {
			ways = append(ways, deploy.KeyCommands{Text: row.Fix.Text, Lines: row.Fix.Commands})
		}
	}
	if len(ways) > 0 {
		return ways
	}
	return []deploy.KeyCommands{{Text: "For each provider its ID and its secret. Without a value the command asks for it, so that no secret stands in the shell's history.",
		Lines: []string{"npx convex env set --prod AUTH_GITHUB_ID", "npx convex env set --prod AUTH_GITHUB_SECRET"}}}
}
