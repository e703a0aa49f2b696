package findings

import (
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token"
)

// Said is what a person told beside the evidence, for the production checklist.
type Said struct {
	App       deploy.App
	ProdSaid  deploy.Answer // is the pasted list that of the production deployment?
	Callbacks []deploy.Callback
	Documents []deploy.Document
}

// checklist judges the production checklist where a list of variables, or a document of it, was taken in.
func (v *view) checklist() []deploy.Row {
	input, any := v.deployInput()
	if !any {
		return nil
	}
	return deploy.Checklist(input)
}

// deployInput gathers what the checklist looks at; any is false while nothing of it was seen.
func (v *view) deployInput() (input deploy.Input, any bool) {
	input = deploy.Input{Now: v.Now, ProdSaid: v.Said.ProdSaid, App: v.Said.App, Callbacks: v.Said.Callbacks, Documents: v.Said.Documents}
	any = len(v.Said.Callbacks) > 0 || len(v.Said.Documents) > 0
	for _, item := range v.Items {
		env, ok := item.Piece.Data.(deploy.Env)
		if !ok || env.Local {
			continue
		}
		any = true
		if where, known := env.Where(); known && where.Kind == deploy.KindDev {
			input.Dev = &env
		} else if input.Prod != nil && !known {
			input.Dev = input.Prod // two lists that do not say where they are from: the later one is production's
			input.Prod = &env
		} else {
			input.Prod = &env
		}
	}
	if input.Prod == nil && input.Dev != nil { // dev pasted in the place of prod: the checklist says so
		input.Prod, input.Dev = input.Dev, nil
	}
	for _, versions := range v.versions {
		for _, one := range versions.Data.Packages {
			input.Packages = append(input.Packages, deploy.Package{Name: one.Name, Version: one.Version})
		}
	}
	for _, d := range v.deployments {
		switch d.Data.Role {
		case "site":
			input.Site.URL = d.Data.URL
		case "cloud":
			input.Site.Client = d.Data.URL
		}
	}
	for _, t := range v.tokens {
		if t.Data.Read.Kind == token.JWT {
			input.Tokens = append(input.Tokens, deployToken(t.Data))
		}
	}
	for _, message := range v.messages {
		input.Errors = append(input.Errors, textOf(message.Data))
	}
	if c := v.configured(); len(c.entries) > 0 {
		input.AuthConfig = deploy.AuthConfig{Exists: deploy.Yes, Deployed: c.deployed}
		for _, e := range c.entries {
			entry := deploy.AuthEntry{Domain: e.issuerText(), ApplicationID: e.audienceText(), Type: string(e.provider.Kind), Where: e.from}
			if source := e.read.Address(); source.State == evidence.Expression {
				entry.Domain = clean.Short(source.Text, 300)
			} else if source.State == evidence.Variable && !e.issuer {
				entry.Domain = "process.env." + clean.Short(source.Env, 100)
			}
			input.AuthConfig.Entries = append(input.AuthConfig.Entries, entry)
		}
	}
	return input, any
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
	for _, row := range v.rows {
		if row.Cause == "" || row.State != deploy.Fail && row.State != deploy.Warn {
			continue
		}
		finding := Finding{Rule: ids.Rule("checklist-" + row.ID), Severity: Fault, Grade: Proved, Exact: true, Cause: row.Cause,
			Sentence: clean.Line(row.Sentence), Proof: rowProof(row), Values: map[string]string{"variable": clean.Short(row.Subject, 80)}}
		if row.Subject == "" {
			finding.Values = nil
		}
		if row.State == deploy.Warn {
			finding.Severity, finding.Grade = Doubt, Possible
		}
		found = append(found, finding)
	}
	return found
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
