package deploy

import (
	"time"

	"convex-auth-doctor/steps/deploy/response"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/secret"
)

// Answer is what a person said to a question, or a project folder shows.
type Answer int

// The answers. Unknown is "not said, not seen".
const (
	Unknown Answer = iota
	Yes
	No
)

// Input is everything that the checklist looks at. The zero value of each part means that it was not seen.
type Input struct {
	Now time.Time // the time of the check; zero leaves everything about dates unseen

	Prod *Env // what was pasted as the production deployment's list
	Dev  *Env // the development deployment's, to compare
	// ProdSaid is the person's answer to "is this the list of the production deployment?".
	ProdSaid Answer

	Generation Generation // when the person or the project says it
	Packages   []Package
	Site       Site
	AuthConfig AuthConfig
	Code       Code
	Tokens     []Token
	Refresh    []RefreshToken
	Storage    []StorageItem
	Cookies    []Cookie
	Errors     []string // error texts and log lines that were seen
	Callbacks  []Callback
	App        App
	Documents  []Document
}

// Site is the deployment's addresses.
type Site struct {
	URL    string // CONVEX_SITE_URL: where HTTP actions answer
	Client string // what the client connects to
	// Custom is the custom domain for HTTP actions, when the deployment has one.
	Custom string
	// Overridden says whether CONVEX_SITE_URL was overridden with the custom domain in the dashboard (P 2.9).
	Overridden Answer
	SelfHosted Answer
}

// AuthConfig is what is known of convex/auth.config.ts.
type AuthConfig struct {
	Exists  Answer // the file is in the functions folder
	Entries []AuthEntry
	// Deployed says that Entries are what the dashboard lists as deployed.
	Deployed bool
	Source   string // the text of the file, when it was pasted
	// Path of the file, for pages: "convex/auth.config.ts:5".
	Path string
}

// AuthEntry is one provider of auth.config.
type AuthEntry struct {
	// Domain is the text of domain or issuer: an expression such as `process.env.CONVEX_SITE_URL + "/auth"`, or a value.
	Domain        string
	ApplicationID string
	Type          string // "", "oidc" or "customJwt"
	Where         string
}

// Code is what is known of convex/auth.ts and convex/http.ts.
type Code struct {
	AuthExports     []string // names that convex/auth.ts exports
	AuthExportsSeen bool
	AuthSource      string // the text of convex/auth.ts, when it was pasted
	// Providers are the provider ids of convex/auth.ts, such as "github"; ProvidersSeen says that the list is whole.
	Providers     []string
	ProvidersSeen bool
	RouterExists  Answer // convex/http.ts is there
	RouterDefault Answer // it exports the router as default
	RouterAdds    Answer // it adds the auth routes
	// AuthPath is `path` of defineAuth (generation B); "" is the default /auth.
	AuthPath string
}

// Token is what a decoded access token says. It is not verified here.
type Token struct {
	Label  string // "token A"
	Alg    string
	Kid    string
	Iss    string
	Sub    string
	Aud    []string
	HasSid bool // the claim sid
	// Exp and Iat are NumericDates in seconds; 0 when absent.
	Exp, Iat float64
}

// RefreshToken is one refresh token that was found somewhere.
type RefreshToken struct {
	Value secret.Text
	// Plain is the value when it is one of the words that are no token, such as "dummy" or "undefined".
	Plain string
	Where string // "localStorage", "cookie", "request"
}

// StorageItem is one entry of a browser's storage. The value is a secret or one of the words that are none.
type StorageItem struct {
	Key   string
	Plain string // "dummy", "undefined", "null", ""
	Value secret.Text
}

// Cookie is one Set-Cookie line.
type Cookie struct {
	Name       string
	Value      secret.Text
	Length     int      // of the value, in bytes
	Attributes []string // as written: "Path=/", "Secure"
}

// Callback is an address that is registered with an OAuth provider, as the person pasted it from the provider's console.
type Callback struct {
	Provider string // provider id: "github"; "" for the only one
	URL      string
}

// App is what is known about the app itself.
type App struct {
	Host             string // the production host of the frontend, as a person types it
	IOS              Answer
	Android          Answer
	Passkeys         Answer
	PasswordManagers Answer
	// OnConvex says that the frontend is served by Convex itself.
	OnConvex Answer

	IOSAppID       string // "ABCDE12345.com.example.app"
	AndroidPackage string
	PlayPrint      string // SHA-256 of Play App Signing
	DebugPrint     string // SHA-256 of the debug key
	RPID           string // "" is the host of the URL variable
	// Origins are the origins on which people use the app.
	Origins []string
	// ServerOrigins are those that the code passes to the passkey provider, when it does.
	ServerOrigins []string
	// Leeway is authRefreshTokenLeewaySeconds of the client; 0 is the default of 10 s (P 4.5).
	Leeway float64
}

// Place is where a document was fetched.
type Place string

// The places.
const (
	OnApp  Place = "app"  // the app's own host
	OnSite Place = "site" // the Convex site host
	OnCDN  Place = "cdn"  // Apple's CDN or Google's service
)

// Document is one answer that was pasted: a document of .well-known, the start of an OAuth sign-in, or the app's own page.
type Document struct {
	Kind     wellknown.Kind // "" is found by the address
	URL      string         // what was asked; "" is taken from the answer
	On       Place          // "" is found by the address
	Exchange response.Exchange
}
