package evidence

// The anchors are words that the one pass over a text looks for besides the messages; of each only letters and digits
// count. A recogniser looks closer where its anchors stand, and nowhere else.
const (
	anchorIdentity = iota
	anchorTokenIdentifier
	anchorGetUserIdentity
	anchorApplicationID
	anchorCustomJWT
	anchorProviders

	anchorPrivateKey
	anchorTestSecret
	anchorLiveSecret
	anchorIndented // the base64 of an indented JSON object, with blanks, a tab, or a carriage return
	anchorTabbed
	anchorReturned
	anchorTwiceAlg // a token that was encoded again, by the first member of its header
	anchorTwiceTyp
	anchorBearer
	anchorAuthorization
	anchorCookie

	anchorConvexAuth // names of storage items and cookies
	anchorSession
	anchorConvexJWT
	anchorBetterAuth
	anchorWorkOSItem
	anchorAuth0Item
	anchorOAuth
	anchorRedirectTo
	anchorAuthToken
	anchorClerkItem

	anchorConvexCloud // hosts
	anchorConvexSite
	anchorConvexDev
	anchorAccountsDev
	anchorClerkHost
	anchorAuth0Host
	anchorWorkOSHost
	anchorSupabase
	anchorSecureToken
	anchorGoogle
	anchorCognito
	anchorCognitoHosted
	anchorMicrosoft
	anchorWindowsNet
	anchorOkta
	anchorLogto
	anchorRealms
	anchorLocalhost
	anchorLoopback
	anchorLclDev

	anchorDeployment
	anchorTestKey
	anchorLiveKey

	anchorConvex // words of requests and packages, besides the above
	anchorToken
	anchorCallback
	anchorAPIAuth
	anchorWellKnown
	anchorSignIn
	anchorSignUp
	anchorWebhook
	anchorStatusCode
	anchorForbidden
	anchorHTTP1
	anchorHTTP2
	anchorAuthCore
)

var anchors = []string{
	anchorIdentity: "identity", anchorTokenIdentifier: "tokenIdentifier", anchorGetUserIdentity: "getUserIdentity",
	anchorApplicationID: "applicationID", anchorCustomJWT: "customJwt", anchorProviders: "providers",

	anchorPrivateKey: "PRIVATE KEY", anchorTestSecret: "sk_test_", anchorLiveSecret: "sk_live_", anchorIndented: "ewogI", anchorTabbed: "ewoJI",
	anchorReturned: "ew0KI", anchorTwiceAlg: "ZXlKaGJHY2", anchorTwiceTyp: "ZXlKMGVYQW",
	anchorBearer: "Bearer", anchorAuthorization: "Authorization", anchorCookie: "cookie",

	anchorConvexAuth: "convexAuth", anchorSession: "session", anchorConvexJWT: "convex_jwt", anchorBetterAuth: "better-auth",
	anchorWorkOSItem: "workos", anchorAuth0Item: "auth0spajs", anchorOAuth: "OAuth", anchorRedirectTo: "RedirectTo",
	anchorAuthToken: "auth-token", anchorClerkItem: "clerk",

	anchorConvexCloud: "convex.cloud", anchorConvexSite: "convex.site", anchorConvexDev: "dashboard.convex.dev", anchorAccountsDev: "accounts.dev",
	anchorClerkHost: "//clerk.", anchorAuth0Host: "auth0.com", anchorWorkOSHost: "workos.com", anchorSupabase: "supabase.co",
	anchorSecureToken: "securetoken.google", anchorGoogle: "accounts.google", anchorCognito: "cognito-idp", anchorCognitoHosted: "amazoncognito",
	anchorMicrosoft: "microsoftonline", anchorWindowsNet: "sts.windows.net", anchorOkta: "okta.com", anchorLogto: "logto.app",
	anchorRealms: "/realms/", anchorLocalhost: "localhost:321", anchorLoopback: "127.0.0.1:321", anchorLclDev: "lcl.dev",

	anchorDeployment: "CONVEX_DEPLOYMENT", anchorTestKey: "pk_test_", anchorLiveKey: "pk_live_",

	anchorConvex: "convex", anchorToken: "token", anchorCallback: "callback", anchorAPIAuth: "api/auth", anchorWellKnown: "well-known",
	anchorSignIn: "sign-in", anchorSignUp: "sign-up", anchorWebhook: "webhook", anchorStatusCode: "status code", anchorForbidden: "forbidden",
	anchorHTTP1: "HTTP/1.1", anchorHTTP2: "HTTP/2 ", anchorAuthCore: "@auth/core",
}

// anchorSet is a set of anchors, one bit for each.
type anchorSet uint64

// The anchors of one kind. A line without any of requestAnchors tells of no request that concerns sign-in.
var (
	storageAnchors = between(anchorConvexAuth, anchorClerkItem)
	hostAnchors    = between(anchorConvexCloud, anchorLclDev)
	requestAnchors = between(anchorConvexAuth, anchorLclDev) | between(anchorConvex, anchorHTTP2) | anchorsOf(anchorAuthorization, anchorCookie)
	packageAnchors = anchorsOf(anchorConvex, anchorClerkItem, anchorBetterAuth, anchorWorkOSItem, anchorAuth0Item, anchorOAuth, anchorAuthCore)
)

func between(first, last int) anchorSet {
	var set anchorSet
	for anchor := first; anchor <= last; anchor++ {
		set |= 1 << anchor
	}
	return set
}

func anchorsOf(list ...int) anchorSet {
	var set anchorSet
	for _, anchor := range list {
		set |= 1 << anchor
	}
	return set
}
