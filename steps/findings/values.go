package findings

import (
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token"
)

// values is what the case knows for the placeholders of pages, whatever the cause.
func (v *view) values() map[string]string {
	values := map[string]string{}
	put := func(name, value string) {
		if value = clean.Short(value, 300); value != "" && !strings.Contains(value, "`") {
			values[name] = value
		}
	}
	v.folderValues(put)
	for _, d := range v.deployments {
		v.deploymentValues(d.Data, put)
	}
	for _, item := range v.Items {
		if env, ok := item.Piece.Data.(deploy.Env); ok {
			environmentValues(env, put)
		}
	}
	for _, key := range v.keys {
		if key.Data.Kind == evidence.PublishableKey {
			put("instance", family.OfIssuer(key.Data.Publishable.Issuer).Instance)
			put("issuer_domain", key.Data.Publishable.Issuer)
		}
	}
	for _, one := range v.urls {
		if one.Data.Issuer.Family != ids.FamilyUnknown {
			put("instance", one.Data.Issuer.Instance)
		}
	}
	if c := v.configured(); len(c.entries) > 0 {
		e := c.entries[0]
		if e.issuer {
			put("domain", e.issuerText())
			put("instance", family.OfIssuer(e.issuerText()).Instance)
		}
		if e.audience && e.provider.ApplicationID != nil {
			put("application_id", e.audienceText())
		}
		if variable := v.addressVariable(e); variable != "" {
			put("variable", variable)
			if v.familyIs(ids.FamilyClerk) {
				put("clerk_variable", variable)
			}
		}
	}
	if j := v.judge(); j != nil {
		for name, value := range v.tokenValues(j) {
			put(name, value)
		}
	}
	put("client_id", v.clientID())
	for _, identity := range v.identities {
		put("function", identity.Data.Function)
	}
	robelestValues(deploy.Detect(v.deploy), put)
	return values
}

// clientID is the client ID of the app that people sign in to: the one that the token names, else the one that an entry
// names. WorkOS writes it at the end of its issuers, others as the audience of their ID tokens.
func (v *view) clientID() string {
	var issuers []string
	if j := v.judge(); j != nil {
		if aud, state := j.Token.Read.Payload.Strings("aud"); state == token.OK && len(aud) == 1 && strings.HasSuffix(j.Token.Guess.Kind, "ID token") {
			return aud[0]
		}
		iss, _ := j.Token.Read.Payload.String("iss")
		issuers = append(issuers, iss)
	}
	for _, e := range v.configured().entries {
		if e.audience && e.provider.ApplicationID != nil && strings.HasPrefix(e.audienceText(), "client_") {
			issuers = append(issuers, "https://api.workos.com/user_management/"+e.audienceText())
		}
		if e.issuer {
			issuers = append(issuers, e.issuerText())
		}
	}
	for _, issuer := range issuers {
		if of := family.OfIssuer(issuer); of.Family == ids.FamilyWorkOS && strings.HasPrefix(of.Instance, "client_") {
			return of.Instance
		}
	}
	return ""
}

func (v *view) deploymentValues(d evidence.Deployment, put func(name, value string)) {
	if d.Name != "" {
		put("deployment", bareName(d.Name))
		put("dashboard", "https://dashboard.convex.dev/d/"+bareName(d.Name))
		put("cloud_url", "https://"+d.Name+".convex.cloud")
		put("site_url", "https://"+d.Name+".convex.site")
		put("callback_url", "https://"+d.Name+".convex.site/api/auth/callback/<provider>")
	}
	if d.Socket || d.Role == "cloud" {
		put("client_url", d.URL)
	}
	if d.Variable != "" && strings.HasSuffix(d.Variable, "CONVEX_URL") {
		put("url_variable", d.Variable)
	}
	if d.Type == "prod" {
		put("prod", " --prod")
		put("push", "npx convex deploy")
	}
}

// environmentValues is what a list of variables shows. A developer's own file names a deployment, but its values are not those of
// the deployment (B 4.3).
func environmentValues(env deploy.Env, put func(name, value string)) {
	for _, name := range []string{"SITE_URL", "APP_URL"} {
		if found := env.Lookup(name); found.State == deploy.VarSet && !env.Local {
			put("app_url", found.Value)
		}
	}
	if where, ok := env.Where(); ok {
		if where.Kind == deploy.KindProd {
			put("prod", " --prod")
			put("push", "npx convex deploy")
		}
		if where.Name != "" {
			put("deployment", where.Name)
		}
	}
}
