package findings

import (
	"slices"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token"
)

// Said is what a person told beside the evidence, for the production checklist.
type Said struct {
	App      deploy.App
	ProdSaid deploy.Answer // is the pasted list that of the production deployment?
}

// checklist judges the production checklist where a list of variables, or a document of it, was taken in.
func (v *view) checklist() []deploy.Row {
	var any bool
	if v.deploy, any = v.deployInput(); !any {
		return nil
	}
	return deploy.Checklist(v.deploy)
}

// deployInput gathers what the checklist looks at; any is false while nothing of it was seen that asks for judging it.
func (v *view) deployInput() (input deploy.Input, any bool) {
	input = deploy.Input{Now: v.Now, ProdSaid: v.Said.ProdSaid, App: v.Said.App}
	input.Prod, input.Dev = v.lists()
	any = input.Prod != nil
	callbacks := map[string]int{} // of each provider the intake that told its addresses last
	for _, item := range v.Items {
		switch data := item.Piece.Data.(type) {
		case deploy.Document:
			input.Documents = append(input.Documents, data)
			any = true
		case deploy.Callback:
			callbacks[data.Provider] = item.Intake
			any = true
		case deploy.Code:
			input.Code = input.Code.With(data)
		}
	}
	for _, item := range v.Items {
		if data, ok := item.Piece.Data.(deploy.Callback); ok && callbacks[data.Provider] == item.Intake {
			input.Callbacks = append(input.Callbacks, data)
		}
	}
	for _, versions := range v.versions {
		for _, one := range versions.Data.Packages {
			input.Packages = append(input.Packages, deploy.Package{Name: one.Name, Version: one.Version})
		}
	}
	input.Site = v.site(input)
	for _, t := range v.tokens {
		if t.Data.Read.Kind == token.JWT && !v.ofDev(input, t.Data) {
			input.Tokens = append(input.Tokens, deployToken(t.Data))
		}
	}
	for _, message := range v.messages {
		input.Errors = append(input.Errors, textOf(message.Data))
	}
	v.browser(&input)
	v.authConfig(&input)
	v.folder(&input)
	return input, any
}

// lists returns the newest list of production's variables and that of development. A local file that was taken for a list
// stands in the place of production's while there is none: the checklist says what it is (P 6A ENV-PARSE).
func (v *view) lists() (prod, dev *deploy.Env) {
	var taken []deploy.ListTaken
	for _, item := range v.Items {
		if env, ok := item.Piece.Data.(deploy.Env); ok {
			taken = append(taken, deploy.ListTaken{Env: env, Intake: item.Intake})
		}
	}
	if prod, dev = deploy.ProdAndDev(taken); prod != nil {
		return prod, dev
	}
	for i := len(taken) - 1; i >= 0; i-- {
		if taken[i].Env.MistakenFor() {
			return &taken[i].Env, nil
		}
	}
	return nil, nil
}

// site returns the addresses of the production deployment. Those of another deployment, such as the one that the project's
// own .env.local names, say nothing about production.
func (v *view) site(input deploy.Input) (site deploy.Site) {
	prod, dev := deploymentName(input.Prod), deploymentName(input.Dev)
	for _, d := range v.deployments {
		name := deploy.WithoutRegion(d.Data.Name)
		switch {
		case d.Data.Type == "dev" || d.Data.Type == "preview" || d.Data.Type == "local" || d.Data.Type == "anonymous":
		case name != "" && (name == dev || prod != "" && name != prod || v.isDev(name)):
		case d.Data.Role == "site":
			site.URL = d.Data.URL
		case d.Data.Role == "cloud":
			site.Client = d.Data.URL
		}
	}
	return site
}

// isDev reports whether something names the deployment as one of development.
func (v *view) isDev(name string) bool {
	for _, d := range v.deployments {
		if deploy.WithoutRegion(d.Data.Name) == name && (d.Data.Type == "dev" || d.Data.Type == "preview" || d.Data.Type == "local") {
			return true
		}
	}
	if v.Project != nil && v.Project.Deployment != nil && deploy.WithoutRegion(v.Project.Deployment.Name) == name {
		return v.Project.Deployment.Kind == "dev" || v.Project.Deployment.Kind == "local"
	}
	return false
}

// ofDev reports a token that a development deployment signed.
func (v *view) ofDev(input deploy.Input, t evidence.Token) bool {
	iss, _ := t.Read.Payload.String("iss")
	name := siteDeployment(iss)
	return name != "" && name != deploymentName(input.Prod) && (name == deploymentName(input.Dev) || v.isDev(name))
}

// siteDeployment returns the name of the deployment whose HTTP actions answer at an address, "" for another host.
func siteDeployment(address string) string {
	name, ok := strings.CutSuffix(hostOf(address), ".convex.site")
	if !ok {
		return ""
	}
	return deploy.WithoutRegion(name)
}

func deploymentName(env *deploy.Env) string {
	if env == nil {
		return ""
	}
	where, _ := env.Where()
	return deploy.WithoutRegion(where.Name)
}

// browser adds what the browser keeps: entries of its storage, refresh tokens, cookies of answers.
func (v *view) browser(input *deploy.Input) {
	for _, storage := range v.storages {
		for _, item := range storage.Data.Items {
			if item.Cookie || !strings.HasPrefix(item.Name, "__convexAuth") {
				continue
			}
			one := deploy.StorageItem{Key: item.Name}
			if item.Value == "dummy" {
				one.Plain = "dummy"
			}
			input.Storage = append(input.Storage, one)
		}
	}
	for _, key := range v.keys {
		if key.Data.Kind == evidence.RefreshTokenKey {
			input.Refresh = append(input.Refresh, deploy.RefreshToken{Value: key.Data.Text, Where: clean.Short(key.Data.Name, 60)})
		}
	}
	for _, request := range v.requests {
		for _, cookie := range request.Data.SetCookies {
			input.Cookies = append(input.Cookies, deploy.Cookie{Name: cookie.Name, Length: cookie.Bytes, Attributes: cookie.Attributes})
		}
	}
}

func deployToken(t evidence.Token) deploy.Token {
	payload := t.Read.Payload
	out := deploy.Token{Label: labelOf(t), HasSid: payload.Has("sid")}
	out.Alg, _ = t.Read.Header.String("alg")
	out.Kid, _ = t.Read.Header.String("kid")
	out.Iss, _ = payload.String("iss")
	out.Sub, _ = payload.String("sub")
	out.Aud, _ = payload.Strings("aud")
	out.Exp, _ = payload.Number("exp")
	out.Iat, _ = payload.Number("iat")
	return out
}

// production turns the failing rows of the checklist into findings: a row that fails proves its cause.
func production(v *view) []Finding {
	var found []Finding
	for _, item := range v.Items {
		if env, ok := item.Piece.Data.(deploy.Env); ok && !env.Local {
			found = append(found, Finding{Rule: ids.SeenVariables, Severity: Note, Grade: Likely, Sentence: item.Piece.Summary})
			break
		}
	}
	if len(v.rows) == 0 {
		return found
	}
	facts := deploy.FactsOf(v.deploy)
	elsewhere := notProduction(v.rows)
	told := map[ids.Cause]bool{} // a page is about the first row that leads to it
	for _, row := range urgentFirst(v.rows) {
		if row.Cause == "" || row.State != deploy.Fail && row.State != deploy.Warn {
			continue
		}
		finding := Finding{Rule: ids.Rule("checklist-" + row.ID), Severity: Fault, Grade: Proved, Exact: true, Cause: row.Cause, Family: generationFamily(facts),
			Sentence: rowSentence(row), Proof: rowProof(row)}
		if elsewhere != "" && row.ID != "ENV-WHERE" {
			finding.Sentence = elsewhere + " " + finding.Sentence
		}
		if facts.Unowned && row.Fix != nil && slices.ContainsFunc(row.Fix.Commands, isForProduction) {
			finding.Proof = append(finding.Proof, Line{Label: "whose list", Text: "not known. The commands are for production: leave out --prod if the list is dev's"})
		}
		if !told[row.Cause] {
			told[row.Cause] = true
			finding.Values = ofDeployment(rowValues(row, facts), row, facts)
		}
		switch {
		case row.State == deploy.Warn:
			finding.Severity, finding.Grade = Doubt, Possible
		case row.ID == "ENV-WHERE":
			// The list of another deployment than production is a fault only where production is looked at, and there the row says so.
			finding.Severity, finding.Grade, finding.Cause = Note, Possible, ""
		case row.ID == "ENV-MISSING" && v.deploy.Prod != nil && !v.deploy.Prod.Whole():
			finding.Grade = Likely // what is not in the paste may have been left out of it
		}
		found = append(found, finding)
	}
	return found
}

func isForProduction(command string) bool { return strings.Contains(command, "--prod") }

// urgentFirst returns the rows with those first that say a private key is public: everything else can wait, and the fix of
// another row may keep that key.
func urgentFirst(rows []deploy.Row) []deploy.Row {
	rows = slices.Clone(rows)
	urgent := func(row deploy.Row) bool { return row.State == deploy.Fail && row.Cause == ids.PrivateKeyPublished }
	slices.SortStableFunc(rows, func(a, b deploy.Row) int {
		switch {
		case urgent(a) == urgent(b):
			return 0
		case urgent(a):
			return -1
		}
		return 1
	})
	return rows
}

// rowSentence is the sentence of a row away from its table: there it names the variable that it is about.
func rowSentence(row deploy.Row) string {
	if isVariable(row.Subject) && !strings.Contains(row.Sentence, row.Subject) {
		return clean.Line(row.Subject + ": " + row.Sentence)
	}
	return clean.Line(row.Sentence)
}

func rowProof(row deploy.Row) []Line {
	lines := []Line{}
	if row.Expected != "" {
		lines = append(lines, Line{Label: "should be", Text: clean.Short(row.Expected, 200)})
	}
	if row.Actual != "" {
		lines = append(lines, Line{Label: "is", Text: clean.Short(row.Actual, 200), From: clean.Line(row.Where)})
	}
	if len(lines) == 0 {
		lines = append(lines, Line{Label: row.ID, Text: clean.Short(row.Title, 120), From: clean.Line(row.Where)})
	}
	return lines
}
