package findings

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/verdict"
)

// entry is one entry of auth.config as far as it is known.
type entry struct {
	name     string // "entry 1"
	provider verdict.Provider
	issuer   bool // the issuer is known
	audience bool // the applicationID is known, be it that there is none
	keys     bool // jwks and algorithm are known, or it is OIDC
	from     string
	read     evidence.Provider
}

// configured is the entries that count: what the deployment itself shows before what a file says.
type configured struct {
	entries  []entry
	whole    bool // the list is known to be complete
	deployed bool // the deployment itself showed it
	inFolder bool // the project folder shows it: nobody pasted it
	source   bool // the source of auth.config shows it
	from     string
}

// authority orders where a list of providers was shown: the deployment knows best what it trusts.
var authority = map[evidence.ProvidersOrigin]int{
	evidence.FromDashboard: 5, evidence.FromError: 4, evidence.FromJSON: 3, evidence.FromSource: 2, evidence.FromProse: 1,
}

// configured returns the list with the highest authority, the newest of equals.
func (v *view) configured() configured {
	best := -1
	for i, list := range v.providers {
		if len(list.Data.Entries) == 0 && !list.Data.Whole {
			continue
		}
		if best < 0 || authority[list.Data.Origin] >= authority[v.providers[best].Data.Origin] {
			best = i
		}
	}
	list, places, inFolder := v.projectEntries()
	if inFolder && (best < 0 || authority[v.providers[best].Data.Origin] <= authority[evidence.FromSource]) {
		read := v.read(list, v.Project.AuthConfig.Error == nil, false, places...)
		read.inFolder, read.source = true, true
		return read
	}
	if list, places, ok := v.evaluatedEntries(); ok && (best < 0 || authority[v.providers[best].Data.Origin] <= authority[evidence.FromSource]) {
		read := v.read(list, true, false, places...)
		read.source = true
		return read
	}
	if best >= 0 {
		list := v.providers[best]
		read := v.read(list.Data.Entries, list.Data.Whole, list.Data.Origin == evidence.FromDashboard || list.Data.Origin == evidence.FromError, list.From())
		read.source = list.Data.Origin == evidence.FromSource
		return read
	}
	for i := len(v.configs) - 1; i >= 0; i-- {
		if config := v.configs[i]; len(config.Data.Entries) > 0 {
			return v.read(config.Data.Entries, config.Data.Whole, false, config.From())
		}
	}
	return configured{}
}

// read resolves the entries of a list. Places is where each of them is written, or one place for all.
func (v *view) read(list []evidence.Provider, whole, deployed bool, places ...string) configured {
	c := configured{whole: whole, deployed: deployed, from: places[0]}
	for i, read := range list {
		c.entries = append(c.entries, v.readEntry(i+1, read, places[min(i, len(places)-1)]))
	}
	return c
}

func (v *view) readEntry(number int, read evidence.Provider, from string) entry {
	e := entry{name: fmt.Sprintf("entry %d", number), from: from, read: read}
	address, known := v.value(read.Address())
	e.issuer = known && !strings.HasPrefix(address, `"`) // no push takes an address that begins with a quotation mark (B 4.19)
	custom := read.Kind == "customJwt" || read.Kind == "" && (read.JWKS.State == evidence.Literal || read.Algorithm.State == evidence.Literal)
	if custom {
		e.provider = verdict.Provider{Kind: verdict.KindCustomJWT, Issuer: withScheme(address)}
		jwks, knownJWKS := v.value(read.JWKS)
		algorithm, knownAlgorithm := v.value(read.Algorithm)
		e.keys = knownJWKS && knownAlgorithm
		e.provider.JWKS, e.provider.Algorithm = jwks, algorithm
		if !knownJWKS {
			e.provider.JWKS = keySetNotSeen
		}
		if !knownAlgorithm {
			e.provider.Algorithm = verdict.RS256
		}
	} else {
		e.provider = verdict.Provider{Kind: verdict.KindOIDC, Domain: withScheme(address)}
		e.keys = true
	}
	switch read.ApplicationID.State {
	case evidence.None:
		e.audience = true
	case evidence.NotSeen:
		e.audience = custom && read.Issuer.State != evidence.NotSeen && e.keys
	default:
		text, ok := v.value(read.ApplicationID)
		e.audience = ok
		e.provider.ApplicationID = &text
	}
	return e
}

// withIssuerOf returns the entries where some have an issuer that is not known, with the token's own in its place. There is
// none to return where the token says no issuer, where a known entry has it, or where more than the issuer is not known.
func (c configured) withIssuerOf(t evidence.Token) []verdict.Provider {
	iss, _ := t.Read.Payload.String("iss")
	open := false
	var providers []verdict.Provider
	for _, e := range c.entries {
		address := e.provider.IssuerText() // of an address that no push takes it is not empty
		if !e.audience || iss == "" || e.issuer && verdict.MatchIssuer(iss, address) || !e.issuer && address != "" {
			return nil
		}
		switch {
		case e.issuer:
		case e.provider.Kind == verdict.KindCustomJWT:
			open, e.provider.Issuer = true, withScheme(iss)
		default:
			open, e.provider.Domain = true, withScheme(iss)
		}
		providers = append(providers, e.provider)
	}
	if !open {
		return nil
	}
	return providers
}

// value resolves a setting: a literal is its text, a variable is what a list of variables says.
func (v *view) value(setting evidence.Setting) (string, bool) {
	switch setting.State {
	case evidence.Literal:
		return setting.Text, true
	case evidence.Variable:
		return v.variable(setting.Env)
	}
	return "", false
}

// variable returns the value of a public environment variable of the deployment, if a list of them was taken in. A file of the
// developer's machine is no such list: Convex does not see it (B 4.3).
func (v *view) variable(name string) (string, bool) {
	for i := len(v.Items) - 1; i >= 0; i-- {
		env, ok := v.Items[i].Piece.Data.(deploy.Env)
		if !ok || env.Local {
			continue
		}
		if found := env.Lookup(name); found.State == deploy.VarSet && found.Secret.IsZero() {
			return found.Value, true
		}
	}
	if name == siteVariable {
		return v.ownSite()
	}
	return "", false
}

// ownSite is CONVEX_SITE_URL of the deployment that the client was seen to talk to (B 7.1; no list of variables holds it). A
// custom domain may stand in its place (P 2.9), so that it is known only beside a token that a .convex.site issued.
func (v *view) ownSite() (string, bool) {
	t, ok := v.token()
	if !ok {
		return "", false
	}
	iss, _ := t.Data.Read.Payload.String("iss")
	name, onConvex := strings.CutSuffix(hostOf(v.clientURL()), ".convex.cloud")
	if !onConvex || siteDeployment(iss) == "" {
		return "", false
	}
	return "https://" + name + ".convex.site", true
}

var scheme = lazy.Regexp(`^\w+://`)

// withScheme adds "https://" where a push would (B 4.24).
func withScheme(address string) string {
	if address == "" || scheme().MatchString(address) {
		return address
	}
	return "https://" + address
}

// issuerText shows the issuer of an entry, its variable's name where the value is not known.
func (e entry) issuerText() string {
	if e.issuer {
		return clean.Short(e.provider.IssuerText(), 200)
	}
	if setting := e.read.Address(); setting.Env != "" {
		return "$" + clean.Short(setting.Env, 80)
	} else if setting.Text != "" {
		return clean.Short(setting.Text, 200)
	}
	return "not seen"
}

// audienceText shows the applicationID of an entry.
func (e entry) audienceText() string {
	switch {
	case e.audience && e.provider.ApplicationID == nil:
		return "none"
	case e.audience:
		return clean.Short(*e.provider.ApplicationID, 200)
	case e.read.ApplicationID.Env != "":
		return "$" + clean.Short(e.read.ApplicationID.Env, 80)
	case e.read.ApplicationID.Text != "":
		return clean.Short(e.read.ApplicationID.Text, 200)
	}
	return "not seen"
}

// issuerLabel is the dashboard's word for it.
func (e entry) issuerLabel() string {
	if e.provider.Kind == verdict.KindCustomJWT {
		return e.name + " Issuer"
	}
	return e.name + " Domain"
}
