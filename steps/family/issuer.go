// Package family recognises the company or library behind an issuer, a token or a publishable key. It compares texts
// only: nothing is fetched, and what the text does not tell is unknown.
package family

import (
	"net/url"
	"regexp"
	"strings"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/lazy"
)

// Stage says whether an instance is made for development or for production.
type Stage string

// The stages. Most issuers do not show it.
const (
	StageUnknown Stage = "unknown"
	Development  Stage = "development"
	Production   Stage = "production"
)

// Issuer is what an iss claim or a configured domain tells about its origin.
type Issuer struct {
	Family     ids.Family   // FamilyUnknown when several are possible, FamilyCustom when none is known
	Candidates []ids.Family // the families that write such an issuer, the likeliest first; one when Family is known
	Host       string       // host in lower case, with a port that is not the scheme's own
	Stage      Stage
	Instance   string   // what tells instances of the family apart: "verb-noun-00", a tenant, a client id, a deployment
	Notes      []string // sentences for people: what is odd about the value
}

// part splits an issuer as people write it: with or without a scheme, with blanks, in capitals.
func part(iss string) (scheme, host, path string) {
	text := strings.TrimSpace(iss)
	if !strings.Contains(text, "://") {
		text = "https://" + text
	} else {
		scheme, _, _ = strings.Cut(text, "://")
	}
	parsed, err := url.Parse(text)
	if err != nil {
		return scheme, "", ""
	}
	host = strings.ToLower(parsed.Hostname())
	if port := parsed.Port(); port != "" && port != "443" {
		host += ":" + port
	}
	return strings.ToLower(scheme), host, strings.TrimRight(parsed.Path, "/")
}

// rule recognises one family by host and path.
type rule struct {
	host     func() *regexp.Regexp // nil: any host
	path     func() *regexp.Regexp // nil: any path
	families []ids.Family
	instance string // template over the groups of host ($1) or path (/1); "" is the host
	stage    Stage
	note     string
}

var (
	clerk      = []ids.Family{ids.FamilyClerk}
	deployment = []ids.Family{ids.FamilyConvexAuth, ids.FamilyBetterAuth, ids.FamilyRobelest}
)

// rules are tried in order; the first that fits counts. Sources: providers.md 1.1, 2.1, 3.1, 4, 5, 6.1, 7 and 0.5;
// production.md 0 for the suffix /auth.
var rules = []rule{
	{host: re(`^([a-z]+-[a-z]+-\d{1,3})\.clerk\.accounts\.dev$`), families: clerk, instance: "$1", stage: Development},
	{host: re(`^([a-z0-9.-]+)\.clerk\.accounts\.dev$`), families: clerk, instance: "$1", stage: Development},
	{host: re(`^(?:clerk\.)?([a-z0-9.-]+)\.lcl\.dev$`), families: clerk, instance: "$1", stage: Development},
	{host: re(`^([a-z0-9-]+)\.accounts\.dev$`), families: clerk, instance: "$1", stage: Development,
		note: "this is Clerk's account portal, not its Frontend API: the host lacks \"clerk.\""},
	{host: re(`^(?:dashboard|api)\.clerk\.(?:com|dev)$`), families: clerk,
		note: "this is Clerk itself, not an instance: copy the Frontend API URL of the instance"},
	{host: re(`^clerk\.(.+\..+)$`), families: clerk, instance: "$1", stage: Production},

	{host: re(`^([a-z0-9-]+(?:\.[a-z]{2}(?:-\d)?)?)\.auth0\.com$`), families: []ids.Family{ids.FamilyAuth0}, instance: "$1"},

	{host: re(`^api\.workos\.com$`), path: re(`^/user_management/([^/]+)$`), families: []ids.Family{ids.FamilyWorkOS}, instance: "/1"},
	{host: re(`^api\.workos\.com$`), families: []ids.Family{ids.FamilyWorkOS}, instance: "-",
		note: "all WorkOS applications share this issuer"},
	{path: re(`^/user_management/(client_[^/]+)$`), families: []ids.Family{ids.FamilyWorkOS}, instance: "/1",
		note: "a custom authentication domain of WorkOS"},

	{host: re(`^(.+)\.convex\.site$`), path: re(`^/auth$`), families: []ids.Family{ids.FamilyRobelest}, instance: "$1"},
	{host: re(`^(.+)\.convex\.site$`), families: deployment, instance: "$1"},
	{host: re(`^(.+)\.convex\.cloud$`), families: []ids.Family{ids.FamilyConvex}, instance: "$1",
		note: "tokens of ctx.auth.signJwt name the .convex.cloud URL; Convex Auth and Better Auth name .convex.site"},

	{host: re(`^([a-z0-9]+)\.supabase\.(?:co|in)$`), families: []ids.Family{ids.FamilySupabase}, instance: "$1"},
	{host: re(`^(?:127\.0\.0\.1|localhost):54321$`), path: re(`^/auth/v1$`), families: []ids.Family{ids.FamilySupabase}, stage: Development},
	{path: re(`^/auth/v1$`), families: []ids.Family{ids.FamilySupabase}},

	{host: re(`^securetoken\.google\.com$`), path: re(`^/([^/]+)$`), families: []ids.Family{ids.FamilyFirebase}, instance: "/1"},
	{host: re(`^securetoken\.google\.com$`), families: []ids.Family{ids.FamilyFirebase}, instance: "-"},
	{host: re(`^accounts\.google\.com$`), families: []ids.Family{ids.FamilyGoogle}, instance: "-"},

	{host: re(`^cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$`), path: re(`^/([^/]+)$`), families: []ids.Family{ids.FamilyCognito}, instance: "/1"},
	{host: re(`^([a-z0-9-]+)\.auth\.[a-z0-9-]+\.amazoncognito\.com$`), families: []ids.Family{ids.FamilyCognito}, instance: "$1",
		note: "this is the hosted sign-in page; the issuer is https://cognito-idp.<region>.amazonaws.com/<pool id>"},

	{host: re(`^login\.microsoftonline\.(?:com|us)$`), path: re(`^/(common|organizations|consumers)(?:/|$)`), families: []ids.Family{ids.FamilyEntra}, instance: "/1",
		note: "no token carries this issuer: it names the real tenant id in this place"},
	{host: re(`^login\.microsoftonline\.(?:com|us)$`), path: re(`^/([^/]+)(?:/|$)`), families: []ids.Family{ids.FamilyEntra}, instance: "/1"},
	{host: re(`^sts\.windows\.net$`), path: re(`^/([^/]+)$`), families: []ids.Family{ids.FamilyEntra}, instance: "/1"},
	{host: re(`^([a-z0-9-]+)\.(?:b2clogin|ciamlogin)\.com$`), families: []ids.Family{ids.FamilyEntra}, instance: "$1"},

	{host: re(`^(dev-\d+)(?:-admin)?\.okta(?:preview|-emea)?\.com$`), families: []ids.Family{ids.FamilyOkta}, instance: "$1", stage: Development},
	{host: re(`^([a-z0-9-]+)\.oktapreview\.com$`), families: []ids.Family{ids.FamilyOkta}, instance: "$1", stage: Development},
	{host: re(`^([a-z0-9-]+)\.okta(?:-emea)?\.com$`), families: []ids.Family{ids.FamilyOkta}, instance: "$1"},

	{host: re(`^([a-z0-9-]+)\.logto\.app$`), families: []ids.Family{ids.FamilyLogto}, instance: "$1"},
	{path: re(`/realms/([^/]+)$`), families: []ids.Family{ids.FamilyKeycloak}, instance: "/1"},

	{host: re(`^(?:127\.0\.0\.1|localhost|\[::1\]):3211$`), path: re(`^/auth$`), families: []ids.Family{ids.FamilyRobelest}, stage: Development},
	{host: re(`^(?:127\.0\.0\.1|localhost|\[::1\]):3211$`), families: deployment, stage: Development},
	{host: re(`^(?:127\.0\.0\.1|localhost|\[::1\]):3210$`), families: []ids.Family{ids.FamilyConvex}, stage: Development},
	{path: re(`^/oidc$`), families: []ids.Family{ids.FamilyLogto}},
}

func re(text string) func() *regexp.Regexp { return lazy.Regexp(text) }

// OfIssuer recognises an iss claim, a domain or an issuer of auth.config.
func OfIssuer(iss string) Issuer {
	scheme, host, path := part(iss)
	found := Issuer{Family: ids.FamilyCustom, Host: host, Stage: StageUnknown}
	if host == "" {
		found.Family = ids.FamilyUnknown
		return found
	}
	for _, one := range rules {
		hostGroups, pathGroups, ok := one.fits(host, path)
		if !ok {
			continue
		}
		found.Candidates = one.families
		found.Family = one.families[0]
		if len(one.families) > 1 {
			found.Family = ids.FamilyUnknown
		}
		if one.stage != "" {
			found.Stage = one.stage
		}
		found.Instance = instanceOf(one.instance, host, hostGroups, pathGroups)
		if one.note != "" {
			found.Notes = append(found.Notes, one.note)
		}
		break
	}
	if found.Candidates == nil {
		found.Candidates, found.Instance = []ids.Family{ids.FamilyCustom}, host
	}
	found.oddities(iss, scheme, path)
	return found
}

func (one rule) fits(host, path string) (hostGroups, pathGroups []string, ok bool) {
	if one.host != nil {
		if hostGroups = one.host().FindStringSubmatch(host); hostGroups == nil {
			return nil, nil, false
		}
	}
	if one.path != nil {
		if pathGroups = one.path().FindStringSubmatch(path); pathGroups == nil {
			return nil, nil, false
		}
	}
	return hostGroups, pathGroups, true
}

func instanceOf(template, host string, hostGroups, pathGroups []string) string {
	switch {
	case template == "-":
		return ""
	case template == "$1" && len(hostGroups) > 1:
		return hostGroups[1]
	case template == "/1" && len(pathGroups) > 1:
		return pathGroups[1]
	}
	return host
}

// oddities notes what about the value itself cannot be meant.
func (found *Issuer) oddities(iss, scheme, path string) {
	note := func(text string) { found.Notes = append(found.Notes, text) }
	if strings.TrimSpace(iss) != iss {
		note("there is a blank or line break at its beginning or end")
	}
	switch {
	case strings.HasSuffix(path, "/.well-known/openid-configuration"):
		note("this is the address of the discovery document; the issuer is what stands before /.well-known")
	case strings.HasSuffix(path, "/jwks.json") || strings.Contains(path, "/jwks"):
		note("this is the address of a key set, not the issuer")
	}
	if scheme == "http" && !isLocal(found.Host) {
		note("it says http, not https")
	}
	if isLocal(found.Host) {
		note("only a deployment on the same machine can reach this address")
		if found.Stage == StageUnknown {
			found.Stage = Development
		}
	}
}

// isLocal reports hosts that another machine cannot reach.
func isLocal(host string) bool {
	name, _, _ := strings.Cut(host, ":")
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || strings.HasPrefix(name, "127.") ||
		name == "0.0.0.0" || host == "::1" || strings.HasPrefix(host, "[::1]") || strings.HasSuffix(name, ".local")
}
