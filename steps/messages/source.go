package messages

// Source is the program that prints a message.
type Source string

// The sources.
const (
	FromDeployment Source = "" // the Convex deployment: HTTP body, AuthError message, close reason, log line
	FromClient     Source = "Convex client"
	FromNextHelper Source = "convex/nextjs"
	FromCLI        Source = "Convex CLI"
	FromDashboard  Source = "Convex dashboard"
	FromConvexAuth Source = "@convex-dev/auth"
	FromRobelest   Source = "robelest convex-auth"
	FromBetterAuth Source = "Better Auth"
	FromAuthCore   Source = "@auth/core"
	FromClerk      Source = "Clerk"
	FromAuth0      Source = "Auth0"
	FromWorkOS     Source = "WorkOS"
	FromOAuth      Source = "OAuth provider"
	FromBrowser    Source = "browser"
	FromFramework  Source = "framework"
	FromRuntime    Source = "JavaScript runtime"
	FromJose       Source = "jose"
	FromAndroid    Source = "Android"
	FromIOS        Source = "iOS"
	FromExpo       Source = "Expo"
	FromGoogle     Source = "Google Sign-In" // the library in an app
	FromWebAuthn   Source = "SimpleWebAuthn"
	FromLookup     Source = "nslookup"
	FromCurl       Source = "curl"
	FromValidator  Source = "validator of .well-known files"
	FromApp        Source = "the app's own code"
	FromElsewhere  Source = "another service"
)

// System reports a source whose texts any program may print: a runtime, an operating system, a tool, or the library that
// most programs read tokens with.
func (source Source) System() bool {
	switch source {
	case FromRuntime, FromJose, FromAndroid, FromIOS, FromExpo, FromGoogle, FromWebAuthn, FromLookup, FromCurl:
		return true
	}
	return false
}

// Name returns the source as people read it.
func (source Source) Name() string {
	if source == FromDeployment {
		return "Convex deployment"
	}
	return string(source)
}
