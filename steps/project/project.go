// Package project reads what a project folder says about its authentication: packages and versions, environment files, the
// functions folder with auth.config, and the client's code. Nothing of the project is run (auth.config is evaluated by package
// authconfig, in a process of its own), no link is followed out of it, and what cannot be read is named and passed over.
//
// The rules come from projects.md, providers.md, versions.md and backend.md 4, 7 and 8 ("B 4.1").
package project

import (
	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/steps/versions"
)

// Options are what a scan needs from its caller. The zero Options scan without evaluating auth.config.
type Options struct {
	Registry  *secret.Registry      // takes in the secrets of environment files; nil: one of its own
	Evaluator *authconfig.Evaluator // evaluates auth.config; nil: it is located and not evaluated
	Variables *deploy.Env           // the variables of the deployment, from --env or a paste; nil: not known
	Functions string                // the functions folder to look at, of several candidates, as Candidate.Functions
	Inside    bool                  // do not look above the folder for the workspace that it belongs to
}

// Project is what a folder says. Paths are slash paths as seen from the folder that was given; they and all other texts are free of
// control characters. Lines count from 1.
type Project struct {
	Root       string            `json:"root"`                 // the folder that was given, as given
	Convex     bool              `json:"convex"`               // it is a Convex project
	Functions  string            `json:"functions,omitempty"`  // the functions folder
	Candidates []Candidate       `json:"candidates,omitempty"` // several functions folders, for a person to choose from
	Framework  Framework         `json:"framework"`
	Client     Client            `json:"client"`
	Family     Family            `json:"family"`
	Packages   []Package         `json:"packages,omitempty"`
	Deployment *Deployment       `json:"deployment,omitempty"` // what CONVEX_DEPLOYMENT names
	URLs       []URL             `json:"urls,omitempty"`       // the addresses of deployments that the client is given
	Env        []Variable        `json:"env,omitempty"`        // variables of environment files that matter
	AuthConfig AuthConfig        `json:"auth_config"`
	Backend    Backend           `json:"backend"`
	WorthALook []Look            `json:"worth_a_look"`
	Looked     Looked            `json:"looked"`
	Known      []KnownVersion    `json:"known_versions,omitempty"` // rows of versions.md that installed versions fall under
	Versions   []versions.Hit    `json:"-"`                        // the same as the table gives them
	Clashes    []versions.Clash  `json:"-"`
	Installed  map[string]string `json:"-"` // name -> version, of all packages that are known to matter
	Conditions Conditions        `json:"-"` // what the folder decides of the conditions of versions.md
	Files      []deploy.Env      `json:"-"` // the environment files as deploy reads them
}

// Conditions are the answers that a folder gives; what is not in it is unseen.
type Conditions map[versions.Condition]Condition

// Condition is one answer, with the place that shows it if it is yes.
type Condition struct {
	Answer versions.Answer
	Place  Sighting
}

// Answer answers one condition, for versions.Match.
func (conditions Conditions) Answer(condition versions.Condition) versions.Answer {
	return conditions[condition].Answer
}

// KnownVersion is a row of versions.md that an installed version falls under. That it is listed says nothing about whether it
// matters: see Holds and Condition.
type KnownVersion struct {
	Row       string    `json:"row"` // "V 70"
	Package   string    `json:"package"`
	Version   string    `json:"version"`
	Holds     string    `json:"holds"` // yes: all that it depends on holds; unseen: some of it is not known
	Condition string    `json:"condition,omitempty"`
	Symptom   string    `json:"symptom"`
	Cause     ids.Cause `json:"cause,omitempty"`
	Do        string    `json:"do,omitempty"`
	Source    string    `json:"source"`
}

// Candidate is one functions folder of several.
type Candidate struct {
	Functions string   `json:"functions"` // "apps/web/convex"
	Package   string   `json:"package"`   // name of the package that it belongs to, "" when it has none
	Apps      []string `json:"apps,omitempty"`
	Sample    bool     `json:"sample,omitempty"` // it lies in a folder of examples
}

// Framework is what the client is built with.
type Framework struct {
	Name    string `json:"name"`              // "Next.js", "React", "Expo", …; "" when it cannot be told
	Version string `json:"version,omitempty"` // installed, "" when not known
	Package string `json:"package,omitempty"` // the package that tells
	File    string `json:"file,omitempty"`    // the package.json that lists it
}

// Family is the issuer family in use.
type Family struct {
	ID     ids.Family   `json:"id"` // FamilyUnknown when the folder does not tell
	Name   string       `json:"name,omitempty"`
	Why    string       `json:"why,omitempty"` // one sentence
	File   string       `json:"file,omitempty"`
	Line   int          `json:"line,omitempty"`
	Config []ids.Family `json:"config,omitempty"` // what the entries of auth.config point at
}

// Package is an installed package that matters for authentication.
type Package struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"` // installed; "" when no lock file or node_modules tells
	Wanted  string `json:"wanted,omitempty"`  // range in package.json
	File    string `json:"file,omitempty"`    // where the version stands
}

// Sighting is something in the code, with its place.
type Sighting struct {
	Name   string `json:"name"`
	File   string `json:"file"`
	Line   int    `json:"line"`
	Detail string `json:"detail,omitempty"`
}

// Client is what the client's code shows.
type Client struct {
	Component   string     `json:"component,omitempty"`    // the component that supplies tokens: ConvexProviderWithClerk, …; ConvexProvider when only that is rendered
	Providers   []Sighting `json:"providers,omitempty"`    // every provider component that is rendered
	Clients     []Sighting `json:"clients,omitempty"`      // ConvexReactClient, ConvexClient, ConvexHttpClient, …
	SetAuth     []Sighting `json:"set_auth,omitempty"`     // calls of setAuth and setupAuth
	ServerCalls []Sighting `json:"server_calls,omitempty"` // fetchQuery and the like; Detail is "token" or "no token"
	Templates   []Sighting `json:"templates,omitempty"`    // getToken({ template }); Detail is the name
	Middleware  []Sighting `json:"middleware,omitempty"`   // middleware or proxy files; Name is what they export or call
	Hooks       []Sighting `json:"hooks,omitempty"`        // useConvexAuth, <Authenticated> and the like
}

// Backend is what the functions folder shows.
type Backend struct {
	IdentityReads []Sighting `json:"identity_reads,omitempty"` // calls of getUserIdentity
	LogLines      []Sighting `json:"log_lines,omitempty"`      // the console.log line of step 1
	HTTP          string     `json:"http,omitempty"`           // http.ts
	Routes        []Sighting `json:"routes,omitempty"`         // addHttpRoutes, registerRoutes
	RouterDefault bool       `json:"-"`                        // http.ts has a default export
	AuthFile      string     `json:"auth_file,omitempty"`      // convex/auth.ts
	Exports       []Sighting `json:"exports,omitempty"`        // what convex/auth.ts exports
	Providers     []Sighting `json:"providers,omitempty"`      // sign-in providers that convexAuth is given
}

// Deployment is what CONVEX_DEPLOYMENT names (B 7.7).
type Deployment struct {
	Kind string `json:"kind,omitempty"` // dev, prod, preview, local, anonymous; "" for a bare name
	Name string `json:"name"`
	File string `json:"file"`
	Line int    `json:"line"`
}

// URL is an address of a deployment.
type URL struct {
	Variable   string `json:"variable"`
	Value      string `json:"value"`
	Deployment string `json:"deployment,omitempty"` // the name in the host, "" for a custom domain or a local address
	Site       bool   `json:"site,omitempty"`       // it is meant to be the address of HTTP actions
	Production bool   `json:"production,omitempty"` // it stands in a file for another stage than development
	File       string `json:"file"`
	Line       int    `json:"line"`
}

// Variable is one variable of an environment file. A secret is shown as its label.
type Variable struct {
	Name       string `json:"name"`
	Value      string `json:"value"`
	Production bool   `json:"production,omitempty"` // it stands in a file for another stage than development
	File       string `json:"file"`
	Line       int    `json:"line"`
}

// AuthConfig is the auth.config of the functions folder.
type AuthConfig struct {
	File       string             `json:"file,omitempty"`
	Providers  []Provider         `json:"providers"`
	MissingEnv []string           `json:"missing_env,omitempty"` // variables that the push needs and that are unset, or not known to be set
	EnvKnown   bool               `json:"env_known"`             // the variables of the deployment are known
	Error      *ConfigError       `json:"error,omitempty"`
	Unresolved []string           `json:"unresolved,omitempty"` // what node_modules would have to supply
	Assumed    []string           `json:"assumed,omitempty"`    // package helpers that were evaluated from knowledge
	Ignored    []string           `json:"ignored,omitempty"`    // files that Convex does not look at
	Result     *authconfig.Result `json:"-"`
	Text       string             `json:"-"` // the file itself, "" where it could not be read
}

// ConfigError is why auth.config gives no providers.
type ConfigError struct {
	Kind     authconfig.Kind `json:"kind"`
	Code     string          `json:"code,omitempty"`
	Text     string          `json:"text,omitempty"` // what Convex says
	Sentence string          `json:"sentence"`
	File     string          `json:"file,omitempty"`
	Line     int             `json:"line,omitempty"`
}

// Provider is one entry of auth.config. "$NAME" stands for the value of a variable that is not known.
type Provider struct {
	Kind          string     `json:"kind"` // oidc, customJwt, or what stands there
	Domain        string     `json:"domain,omitempty"`
	Issuer        string     `json:"issuer,omitempty"`
	ApplicationID *string    `json:"applicationID,omitempty"`
	JWKS          string     `json:"jwks,omitempty"`
	Algorithm     string     `json:"algorithm,omitempty"`
	Family        ids.Family `json:"family,omitempty"`
	File          string     `json:"file,omitempty"`
	Line          int        `json:"line,omitempty"` // of its domain or issuer; of the entry where that cannot be told
}

// Grade says how sure a Look is.
type Grade string

// The grades, the surest first.
const (
	Proved   Grade = "proved"   // the folder alone shows the fault
	Likely   Grade = "likely"   // nearly always the fault
	Possible Grade = "possible" // worth a look, may be as it should be
)

// Look is something that is worth a look.
type Look struct {
	File     string    `json:"file"`
	Line     int       `json:"line"`
	Sentence string    `json:"sentence"`
	Code     string    `json:"code,omitempty"`     // what stands there
	Variable string    `json:"variable,omitempty"` // the environment variable that it is about
	Package  string    `json:"package,omitempty"`  // of a known version: the package,
	Version  string    `json:"version,omitempty"`  // what is installed of it,
	Row      string    `json:"row,omitempty"`      // and the row of the table, "V 70"
	Cause    ids.Cause `json:"cause"`
	Rule     ids.Rule  `json:"rule"`
	Grade    Grade     `json:"grade"`
}

// Looked is what the scan looked at.
type Looked struct {
	Workspace string    `json:"workspace,omitempty"` // the folder of the workspace, when that lies above the one that was given
	Files     int       `json:"files"`               // files that were found
	Folders   int       `json:"folders"`
	Read      []string  `json:"read"`              // files that were read for what they say, without the code that says nothing
	Sources   int       `json:"sources"`           // code files that were read
	Skipped   []Skipped `json:"skipped,omitempty"` // what could not be read, and why
	Cut       bool      `json:"cut,omitempty"`     // there is more than the bounds allow
}
