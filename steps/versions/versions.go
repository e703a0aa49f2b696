// Package versions knows the versions of packages that break or alter authentication: each row of versions.md with its
// condition and source, so that a new row is one line. It compares with installed versions, those of a lock file; the range
// that a package.json asks for says nothing.
package versions

import (
	"strings"

	"convex-auth-doctor/steps/ids"
)

// Answer says whether a condition holds.
type Answer int

// The three answers. What nobody has looked at is Unseen.
const (
	Unseen Answer = iota
	No
	Yes
)

// String is for failure texts of tests.
func (answer Answer) String() string { return [...]string{"unseen", "no", "yes"}[answer] }

// Condition is a fact about a project, or about one run of it, that a row depends on.
type Condition string

// The conditions that a project folder decides.
const (
	Clerk                       Condition = "Clerk is the provider in use"
	ClerkProvider               Condition = "the client renders ConvexProviderWithClerk"
	Auth0Provider               Condition = "the client renders ConvexProviderWithAuth0"
	ClerkOrAuth0Provider        Condition = "the client renders ConvexProviderWithClerk or ConvexProviderWithAuth0"
	AuthKitProvider             Condition = "the client renders ConvexProviderWithAuthKit of @convex-dev/workos"
	OwnHookProvider             Condition = "the client renders ConvexProviderWithAuth"
	WorkOS                      Condition = "WorkOS is the provider in use"
	ConvexAuth                  Condition = "@convex-dev/auth is in use"
	ConvexAuthSPA               Condition = "the client renders ConvexAuthProvider of @convex-dev/auth"
	ConvexAuthNextJS            Condition = "the Next.js parts of @convex-dev/auth are in use"
	ConvexAuthNextJSNotAwaited  Condition = "convexAuthNextjsToken() or isAuthenticatedNextjs() is not awaited"
	IsAuthenticatedNotExported  Condition = "convex/auth.ts does not export isAuthenticated"
	BetterAuth                  Condition = "@convex-dev/better-auth is in use"
	BetterAuthSSR               Condition = "the Next.js or TanStack Start helpers of @convex-dev/better-auth are in use"
	CrossDomainPlugin           Condition = "the crossDomain plugin of @convex-dev/better-auth is in use"
	TwoFactor                   Condition = "the twoFactor plugin of better-auth is in use"
	OAuthProviderPlugin         Condition = "the plugin @better-auth/oauth-provider is in use"
	GenericOAuth                Condition = "the genericOAuth plugin of better-auth is in use"
	StaticJWKS                  Condition = "static JWKS are passed to @convex-dev/better-auth"
	FetchOptionsThrow           Condition = "the auth client is made with fetchOptions: { throw: true }"
	AutoSignInAfterVerification Condition = "autoSignInAfterVerification is on"
	RobelestBareIssuer          Condition = "auth.config names the bare CONVEX_SITE_URL for the robelest library"
	Expo                        Condition = "the client is an Expo app"
	ReactNative                 Condition = "the client runs on React Native"
	NextServerHelperURL         Condition = "a Next.js server helper is called with a url option"
	HTTPClientAuthOption        Condition = "ConvexHttpClient is made with the auth option"
	ExpectAuth                  Condition = "the client is made with expectAuth: true"
	CustomJWTEntry              Condition = "auth.config has a customJwt entry"
	CustomJWTWithoutAudience    Condition = "auth.config has a customJwt entry without applicationID"
	Components                  Condition = "the app uses components"
	ConfigSharesCode            Condition = "auth.config shares code with other modules"
	ConfigReadsVariables        Condition = "auth.config reads environment variables"
	ConfigImportsAuthKit        Condition = "auth.config imports the AuthKit instance"
	GitHubSignIn                Condition = "GitHub is one of the sign-in providers"
	PasswordReset               Condition = "the Password provider has a reset"
	ShouldHandleCode            Condition = "shouldHandleCode is passed to the provider component"
	RouteMatcher                Condition = "createRouteMatcher is in use"
	NextMiddlewareFile          Condition = "the Next.js app has a middleware file"
	NextProxyFile               Condition = "the Next.js app has a proxy file"
	NextProxyFileOnly           Condition = "the Next.js app has a proxy file and no middleware file"
	NextBothFiles               Condition = "the Next.js app has a proxy file and a middleware file"
	ClerkAuthNotAwaited         Condition = "Clerk's auth() is used without await"
)

// The conditions that only evidence of a run or of a dashboard decides.
const (
	ClerkTemplateOnly    Condition = "Clerk has a JWT template named convex, and its Convex integration is off"
	ClerkIntegrationOnly Condition = "Clerk's Convex integration is on, and there is no JWT template named convex"
	OnlySiteURLSet       Condition = "SITE_URL is set on the deployment and APP_URL is not"
)

// SymptomOf is the condition that the symptom of a row was seen: of what happens at run time only the symptom tells.
func SymptomOf(row string) Condition { return Condition("symptom of " + row) }

// Needs is another package that a row is about.
type Needs struct {
	Package string
	Range   string
}

// Row is one known bad or altered version.
type Row struct {
	ID        string      // "V 70": its number in versions.md
	Package   string      // name on npm, or with its registry in front: "PyPI convex"
	Also      string      // another name of the same package
	Affected  string      // range of installed versions; "before 2025-04-28" for images of the backend; "" when versions do not tell
	With      []Needs     // other packages that have to be in these ranges as well
	When      []Condition // what has to hold
	AtRunTime bool        // and something that happens at run time: only its symptom tells
	Condition string      // the condition in words
	Symptom   string
	Cause     ids.Cause // "" when it explains no failing sign-in
	Do        string    // the version that has the fix, or what to do instead
	Source    string    // short names as in Sources
	Tag       string    // C stated by its makers, F seen in source or package, X reported
	Open      bool      // not fixed in the newest version known
	Advice    bool      // worth knowing, no cause: a false lead, a security note
}

// Hit is a row that an installed version falls under.
type Hit struct {
	Row       Row
	Installed string            // version of Row.Package
	Others    map[string]string // versions of the packages in Row.With
	Holds     Answer            // Yes: every condition holds. Unseen: some are not known. Never No.
	Static    Answer            // the same without what happens at run time
	Unseen    []Condition       // the conditions that are not known
}

// Rows returns every row.
func Rows() []Row {
	var all []Row
	for _, some := range [][]Row{rowsConvex, rowsConvexAuth, rowsRobelest, rowsBetterAuth, rowsClerk, rowsAuth0WorkOS, rowsOthers} {
		all = append(all, some...)
	}
	return all
}

// Match returns the rows that installed versions fall under and whose conditions are not known to be false, in the order of the
// table. installed maps the name of a package to its version; facts answers conditions and may be nil.
func Match(installed map[string]string, facts func(Condition) Answer) []Hit {
	if facts == nil {
		facts = func(Condition) Answer { return Unseen }
	}
	var hits []Hit
	for _, row := range Rows() {
		if hit, ok := match(row, installed, facts); ok {
			hits = append(hits, hit)
		}
	}
	return hits
}

// match decides one row.
func match(row Row, installed map[string]string, facts func(Condition) Answer) (Hit, bool) {
	version, ok := installed[row.Package]
	if !ok && row.Also != "" {
		version, ok = installed[row.Also]
	}
	if !ok || !affected(row.Affected, version) {
		return Hit{}, false
	}
	hit := Hit{Row: row, Installed: version, Holds: Yes, Static: Yes}
	for _, other := range row.With {
		found, ok := installed[other.Package]
		if !ok || !affected(other.Range, found) {
			return Hit{}, false
		}
		if hit.Others == nil {
			hit.Others = map[string]string{}
		}
		hit.Others[other.Package] = found
	}
	for _, condition := range row.When {
		switch facts(condition) {
		case No:
			return Hit{}, false
		case Unseen:
			hit.Holds, hit.Static = Unseen, Unseen
			hit.Unseen = append(hit.Unseen, condition)
		}
	}
	if row.AtRunTime {
		switch facts(SymptomOf(row.ID)) {
		case No:
			return Hit{}, false
		case Unseen:
			hit.Holds = Unseen
			hit.Unseen = append(hit.Unseen, SymptomOf(row.ID))
		}
	}
	return hit, true
}

// affected reports whether version lies in the range, or an image of a date lies before one.
func affected(text, version string) bool {
	if date, ok := strings.CutPrefix(text, "before "); ok {
		return isDate(version) && version < date
	}
	if text == "" {
		return false
	}
	set, err := ParseRange(text)
	return err == nil && set.Contains(version)
}

// isDate reports whether text is a date as 2025-04-28.
func isDate(text string) bool {
	if len(text) != 10 || text[4] != '-' || text[7] != '-' {
		return false
	}
	return strings.Trim(text, "0123456789-") == ""
}

// InNewest reports whether the newest known version of the package is affected as well, so that an upgrade does not help.
func (row Row) InNewest() bool {
	if row.Open {
		return true
	}
	known, ok := Newest(row.Package)
	return ok && affected(row.Affected, known.Version)
}
