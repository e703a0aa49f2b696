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
	FromValidator  Source = "validator of .well-known files"
	FromApp        Source = "the app's own code"
	FromElsewhere  Source = "another service"
)

// Name returns the source as people read it.
func (source Source) Name() string {
	if source == FromDeployment {
		return "Convex deployment"
	}
	return string(source)
}
