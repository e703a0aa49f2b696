package evidence

import (
	"encoding/json"

	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/logs"
	"convex-auth-doctor/steps/messages"
	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/steps/token"
)

// Origin says where a token or another secret stood.
type Origin string

// The origins. OriginText is a token without anything around it that says more.
const (
	OriginText          Origin = "text"
	OriginAuthorization Origin = "authorization header"
	OriginAuthenticate  Origin = "Authenticate message"
	OriginCookie        Origin = "cookie"
	OriginStorage       Origin = "storage"
	OriginDecoded       Origin = "decoded view"
	OriginResponse      Origin = "response"
	OriginURL           Origin = "URL"
	OriginBare          Origin = "nothing else" // a word such as "undefined" that was pasted alone
)

// Token is a token, or what stood where a token belongs.
type Token struct {
	Text   secret.Text // zero for a decoded view, and for what is no secret ("undefined")
	Read   token.Token
	Guess  family.Guess
	Origin Origin
	Name   string // name of the cookie, header or storage key
	Tail   string // of a token that a log shows only the end of: these characters
	// Seen is when it was seen on its way, in seconds since 1970 by the clock of whoever captured it: when it was sent in
	// a HAR file, when it was printed in a log. Empty where that is not known; at most 50.
	Seen   []float64
	Masked bool // a person left out or blotted out a part of it: the copy says nothing about what was sent
}

// Message is a literal text of package messages that was found.
type Message struct {
	ID       string
	Code     string // the error code that goes with the text or stood beside it
	Source   messages.Source
	Values   []messages.Value // variable parts; secrets in them are replaced by their labels
	Whole    bool             // the whole text stood there
	Others   []string         // ids of the messages that a cut text may be as well
	Inside   string           // id of the message in whose variable part it stood
	Function string           // of a log line: the function that printed it, "users:me"
	Path     string           // inside JSON: the member that held it
	InProse  bool             // a text of app code that stands in quotes inside a sentence
}

// Value returns a variable part, or "".
func (message Message) Value(name string) string {
	for _, value := range message.Values {
		if value.Name == name {
			return value.Text
		}
	}
	return ""
}

// Identity is what a call of getUserIdentity() printed or returned.
type Identity struct {
	Null     bool
	Label    string   // the text printed before it, such as "server identity"
	Function string   // "users:me"; "" not seen
	Claims   []Claim  // members, when it is an object
	Names    []string // names of the members
}

// Claim is one member of an identity, as text.
type Claim struct{ Name, Value string }

// Get returns a member's text, or "".
func (identity Identity) Get(name string) string {
	for _, claim := range identity.Claims {
		if claim.Name == name {
			return claim.Value
		}
	}
	return ""
}

// Log is a run of log records that stood together.
type Log struct {
	Format  logs.Format
	Records int
	Events  []logs.Event // secrets in texts are replaced by their labels
	Cut     bool         // there were more events than are kept
}

// SettingState says what is known of one member of a provider entry.
type SettingState string

// The states. NotSeen is "the text does not show this member"; None is "the entry has none".
const (
	NotSeen    SettingState = ""
	None       SettingState = "none"
	Literal    SettingState = "literal"
	Variable   SettingState = "variable"   // read from an environment variable
	Expression SettingState = "expression" // computed; Text is its source
	Withheld   SettingState = "withheld"   // a placeholder such as <instance> stands in its place
)

// Setting is one member of a provider entry.
type Setting struct {
	State SettingState
	Text  string // the value; of an Expression its source
	Env   string // name of the Variable
}

// ProvidersOrigin says where a list of providers was shown.
type ProvidersOrigin string

// The origins of provider lists.
const (
	FromDashboard ProvidersOrigin = "dashboard" // Settings > Authentication
	FromError     ProvidersOrigin = "error"     // the list in a NoAuthProvider message
	FromSource    ProvidersOrigin = "source"    // auth.config.ts
	FromJSON      ProvidersOrigin = "json"
	FromProse     ProvidersOrigin = "prose" // "domain: …, applicationID: …" in a sentence
)

// Providers is a list of provider entries.
type Providers struct {
	Origin  ProvidersOrigin
	Entries []Provider
	Whole   bool // the list is known to be complete, be it empty
}

// Provider is one entry.
type Provider struct {
	Kind          string // "oidc", "customJwt", "" when not said
	Domain        Setting
	Issuer        Setting
	JWKS          Setting
	Algorithm     Setting
	ApplicationID Setting
	Line          int // from 1, 0 when it has none
}

// Address returns the domain or the issuer, whichever the entry has.
func (entry Provider) Address() Setting {
	if entry.Domain.State != NotSeen && entry.Domain.State != None {
		return entry.Domain
	}
	return entry.Issuer
}

// AuthConfig is source text of auth.config. What it evaluates to is decided by package authconfig.
type AuthConfig struct {
	Source    string // secrets in it are replaced by their labels
	Line      int    // the line of the paste that Source begins with, from 1; 0 when it stands in a line of its own, as inside JSON
	Entries   []Provider
	Variables []string // names of environment variables that it reads, in order
	Whole     bool     // it has a default export
}

// Deployment is a trace of a Convex deployment.
type Deployment struct {
	Role     string // "cloud", "site", "dashboard", "variable", "local", "command"
	URL      string // scheme, host and port
	Name     string // "happy-otter-123", with a region where the host has one
	Type     string // "prod", "dev", "preview", "local", "anonymous"; "" when not said
	Page     string // of the dashboard: "settings/authentication", "logs"
	Socket   bool   // the URL of a sync socket
	Client   string // version of the npm client, from a socket's URL
	Variable string // name of the variable that held it
}

// URL is an address of an identity provider.
type URL struct {
	Text   string // without query and fragment
	Issuer family.Issuer
}

// KeyKind is what a key is for.
type KeyKind string

// The kinds of keys.
const (
	PublishableKey  KeyKind = "publishable key"
	DeployKey       KeyKind = "deploy key"
	ProviderSecret  KeyKind = "provider secret"
	PrivateKey      KeyKind = "private key"
	RefreshTokenKey KeyKind = "refresh token"
	ClientSecret    KeyKind = "client secret" // a JWT that a server signs in with, such as Apple's
)

// Key is a key of some kind. All but publishable keys are secret.
type Key struct {
	Kind        KeyKind
	Text        secret.Text
	Publishable family.Publishable
	Type        string // of a deploy key: "prod", "dev", "preview", "project"
	Name        string // of a deploy key: the deployment, or team and project; of others the variable or label beside it
	Stage       family.Stage
}

// Package is a package with its version.
type Package struct {
	Name    string
	Version string
	Range   bool   // a range of package.json, not an installed version
	From    string // "package.json", "lock file", "stack trace", "text"
}

// Versions lists packages.
type Versions struct{ Packages []Package }

// Frame is one message of the sync protocol (B 3.1-3.7).
type Frame struct {
	Type                string // Authenticate, AuthError, Transition, Connect, FatalError, ...
	Sent                bool   // by the client; false also when not known, see Direction
	Direction           string // "send", "receive", "" when not said
	TokenType           string // of Authenticate: User, None, Admin
	BaseVersion         int    // of Authenticate and AuthError, -1 when not seen
	Error               string // of AuthError and FatalError, secrets replaced
	AuthUpdateAttempted logs.Tri
	IdentityBefore      int // of Transition, -1 when not seen
	IdentityAfter       int
	ConnectionCount     int    // of Connect, -1 when not seen
	LastCloseReason     string // of Connect
	LogLines            []string
	QueryErrors         []string
}

// Socket is one WebSocket connection of a HAR file.
type Socket struct {
	URL          string
	Client       string // version of the npm client
	Sync         bool   // it speaks Convex's sync protocol
	Frames       int
	Authenticate int      // how many tokens were sent
	SignedOut    int      // how often the client sent that it has no token
	Admin        int      // how many admin keys were sent
	Accepted     bool     // the deployment confirmed an identity
	Errors       []string // texts of AuthError messages
	Fatal        []string
	LastClose    string // why the connection before this one was closed, as the client says
	Transitions  int
	Answered     bool // the deployment sent anything at all
	Started      string
	Seconds      float64 // how long it lived, -1 when not said
}

// Request is one HTTP request.
type Request struct {
	Method     string
	URL        string // without query, fragment and user info
	Path       string
	Use        RequestUse
	Status     int // 0 when it is not known, -1 when there was no answer
	StatusText string
	Error      string // why there was no answer
	Auth       string // "bearer", "basic", "convex", "empty", "other"; "none" when the headers are known and lack it; "" not seen
	Template   string // of a Clerk token request: the template's name
	Empty      bool   // the answer is known to have had no body
	HTML       bool   // the answer was a page
	Landed     bool   // it is an address of the own machine at which the browser ended
	Forwarded  bool   // the request carried x-forwarded-host
	SetCookies []SetCookie
}

// RequestUse is what a request is made for.
type RequestUse string

// The uses.
const (
	UseConvexAPI   RequestUse = "convex api"   // /api/query, /api/mutation, /api/action, /api/run
	UseHTTPAction  RequestUse = "http action"  // a path on the site host
	UseClerkToken  RequestUse = "clerk token"  // …/sessions/<id>/tokens[/<template>]
	UseClerk       RequestUse = "clerk"        // another request to Clerk's Frontend API
	UseAuth0Token  RequestUse = "auth0 token"  // /oauth/token, /authorize
	UseWorkOSToken RequestUse = "workos token" // /user_management/authenticate
	UseConvexToken RequestUse = "convex token" // Better Auth: /api/auth/convex/token
	UseSession     RequestUse = "session"      // Better Auth: /api/auth/get-session
	UseAuthRoute   RequestUse = "auth route"   // another path below /api/auth
	UseCallback    RequestUse = "callback"     // an OAuth callback
	UseDiscovery   RequestUse = "discovery"    // /.well-known/openid-configuration
	UseKeySet      RequestUse = "key set"      // jwks.json and the like
	UseSync        RequestUse = "sync"         // the sync socket's handshake
	UsePush        RequestUse = "push"         // the CLI's push
	UseOther       RequestUse = "other"
)

// SetCookie is one Set-Cookie line, without its value.
type SetCookie struct {
	Name       string
	Attributes []string
	Bytes      int
}

// KeySet is a JSON Web Key Set. Private members were taken out of Raw.
type KeySet struct {
	Raw     json.RawMessage
	Keys    []PublicKey
	Private []string // names of the private members that it had
	Bare    bool     // one key without "keys" around it
}

// PublicKey is what identifies one key.
type PublicKey struct{ Kty, Kid, Alg, Use, Crv string }

// Discovery is an OpenID discovery document.
type Discovery struct {
	Raw     json.RawMessage
	Issuer  string
	JWKSURI string
}

// Storage is what names in localStorage and cookies tell.
type Storage struct{ Items []StorageItem }

// StorageItem is one name of localStorage or of a cookie.
type StorageItem struct {
	Name      string
	Use       string // "jwt", "refresh token", "verifier", "session", "other"
	Namespace string // what Convex Auth adds for the deployment
	Value     string // "token", "dummy", "empty", "not seen", "other"
	Cookie    bool
	Family    string // as ids.Family
}
