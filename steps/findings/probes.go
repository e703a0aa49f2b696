package findings

import (
	"strings"

	"convex-auth-doctor/steps/ids"
)

// probes are the experiments that settle whether a cause is the one, for findings that bring none of their own. Each says
// what to do and what the result tells; the facts are those of the cause's page.
var probes = map[ids.Cause]Probe{
	ids.WrongOrUnreachableDeployment: {"Compare the deployment's name in the client's URL with the one that npx convex dev names and that the dashboard's address shows.", "npx convex dashboard{{prod}}"},
	ids.ClientNotConnected:           {"In the browser's Network panel the row named sync shows status 101 when the client is connected; the console names what keeps it from that.", ""},
	ids.CodeNotPushed:                {"A push that goes through ends with \"Convex functions ready!\" (npx convex dev), or names the deployment to which the functions went (npx convex deploy).", "{{push}}"},
	ids.LogsLookedAtTooLate:          {"The past shows whether the line came.", "npx convex logs{{prod}} --history"},
	ids.DashboardOrCLICall:           {"The detail panel of the request in the dashboard's logs names the caller: Function Runner is not your app.", ""},
	ids.ScheduledOrCronCall:          {"The detail panel of the request in the dashboard's logs names the caller: Scheduler or Cron Job has no user.", ""},
	ids.ComponentContext:             {"The log line names the component that the function runs in; functions of the app itself have none.", ""},
	ids.QueryBeforeAuthReady:         {"Reload the page and watch the log: if null is followed by an identity for the same function, the first run came too early. If it stays null, no token was accepted.", "npx convex logs{{prod}}"},
	ids.HTTPActionWithoutHeader:      {"Send the request with -v: the Authorization header must stand among the sent ones.", ""},
	ids.HTTPActionAuthThrows:         {"Print the first seven characters of the Authorization header in the action: only \"Bearer \" and a Convex token is read as an identity.", ""},
	ids.AppUserRecordMissing:         {"Log ctx.auth.getUserIdentity() in the same function: an object there means that only the app's own row is missing.", ""},
	ids.DashboardIdentityLacksClaims: {"Call the function from the app: with a real token the claims are there.", ""},

	ids.TokenNotSuppliedByClient:         {"The socket's messages hold one of type Authenticate when the client has a token fetcher at all.", ""},
	ids.WrongProviderComponent:           {"Print useConvexAuth() right below the provider; npm ls convex shows whether the module is loaded twice.", "npm ls convex"},
	ids.UseAuthAdapterMisimplemented:     {"Print what the own hook returns on each render: isLoading must end and isAuthenticated must become true.", ""},
	ids.NotSignedIn:                      {"Print what the provider's own hook says: without a session there is no token.", ""},
	ids.ProviderSignInIncomplete:         {"The provider's own page or hook shows whether the sign-in ended with a session.", ""},
	ids.ProviderTokenFetchFails:          {"Call the provider's function for the token in the browser's console: it throws, or its request fails in the Network panel.", ""},
	ids.ClerkConvexIntegrationNotEnabled: {"https://dashboard.clerk.com/apps/setup/convex shows whether the integration is active for this instance; without it a request for …/tokens/convex answers 404.", ""},
	ids.ClerkSessionOlderThanIntegration: {"Sign out completely and in again: a new session token has aud if the integration is on.", ""},
	ids.SSRTokenMissing:                  {"Print the length of the token beside fetchQuery or preloadQuery on the server: undefined means that none was passed.", ""},
	ids.AuthProxyRouteUnreachable:        {"Ask the app's own /api/auth route: JSON means that it is there, 404, 405 or a page that it is not.", "curl -i <app>/api/auth/get-session"},
	ids.AuthCookieNotSet:                 {"The Network panel shows the Set-Cookie lines of the sign-in's answer, with a warning sign where the browser refuses one.", ""},
	ids.CORSOrTrustedOrigin:              {"The browser's console prints the CORS error, or the auth route answers 403 with \"Invalid origin\".", ""},
	ids.ProxyHeaderForwarding:            {"The same path on the .convex.site address and through the app: only the second is empty.", "curl -i https://<deployment>.convex.site/api/auth/get-session"},
	ids.TokenRejectedClientSilent:        {"The AuthError message in the socket, or the same token sent over HTTP, brings the text that the client hides.", ""},
	ids.BrokenPaste:                      {"Copy the token again with the browser's own Copy message, not from the shortened preview.", ""},

	ids.OpaqueToken:                 {"Paste what the client sends: a JWT has three parts with dots and begins with eyJ.", ""},
	ids.WrongTokenKind:              {"Paste the token: its typ, aud and claims tell an access token from an ID token.", ""},
	ids.PayloadTypeError:            {"Paste the token: exp, iat and nbf must be numbers, iss and sub texts.", ""},
	ids.ClaimsMissing:               {"Paste the token: iss, sub, exp and, for an OIDC entry, iat must be there.", ""},
	ids.ClaimShapeNotOIDC:           {"Paste the token: email_verified must be true or false, address an object, the names texts.", ""},
	ids.HeaderNotAccepted:           {"Paste the token: its header may have typ JWT, and neither cty nor crit.", ""},
	ids.JWTHeaderMissingKid:         {"Paste the token: its header must have a kid.", ""},
	ids.UnsupportedSigningAlgorithm: {"Paste the token: an OIDC entry takes RS256 and EdDSA, a customJwt entry the one of RS256 and ES256 that it names.", ""},
	ids.TokenExpired:                {"Paste the token as it was sent, at once: its exp is compared with the clock.", ""},
	ids.IatOrExpClockSkew:           {"Paste the token: iat or nbf more than 5 seconds ahead of the clock is refused; set it a few seconds back.", ""},
	ids.TokenLifetimeTooShort:       {"Paste the token: the client renews 10 seconds before exp, so exp - iat must be well above that.", ""},

	ids.AuthConfigMissingOrNotPushed: {"Settings > Authentication of this deployment lists what was pushed; empty means nothing was.", "npx convex dashboard{{prod}}"},
	ids.AuthConfigPushRejected:       {"Push once and read what it says.", "{{push}}"},
	ids.AuthConfigEnvVarMissing:      {"The list shows whether the variable that auth.config reads is set on this deployment.", "npx convex env list{{prod}}"},
	ids.IssuerMismatch:               {"Paste the token: its iss must equal a Domain or Issuer on Settings > Authentication.", ""},
	ids.DevProdInstanceMix:           {"Paste the token and the client's publishable key or client id: they must be of the instance that auth.config names.", ""},
	ids.IssuerWithoutScheme:          {"Paste the token: an OIDC entry needs an iss that begins with https://.", ""},
	ids.AudienceMismatch:             {"Paste the token: its aud must hold the Application ID of the entry with its issuer.", ""},
	ids.MultipleAudiences:            {"Paste the token: for an OIDC entry aud may have one value only.", ""},
	ids.OIDCDiscoveryUnreachable:     {"The issuer must answer this with JSON whose issuer equals iss exactly, from the internet.", "curl -i <issuer>/.well-known/openid-configuration"},
	ids.JWKSUnusableKey:              {"Each key of the set must be of a kind that Convex reads: a customJwt entry fails by a single EdDSA key.", "curl -i <jwks address>"},
	ids.SigningKeyJWKSMismatch:       {"The kid of the token's header must be that of a key in the published set.", "curl -s <jwks address>"},
	ids.SignatureInvalid:             {"Paste the token and the key set: the signature is checked against the key that its kid names.", ""},
	ids.SharedIssuerNeedsAudience:    {"The entry for api.workos.com needs an applicationID.", ""},

	ids.EnvVarMissingOnDeployment:   {"The list shows whether the variable is set on this deployment.", "npx convex env list{{prod}} --names-only"},
	ids.SiteURLEnvWrongOrMissing:    {"SITE_URL of this deployment must be the origin in the browser's address bar.", "npx convex env get{{prod}} SITE_URL"},
	ids.MalformedSigningKey:         {"Paste the list of variables: JWT_PRIVATE_KEY is checked without being shown.", "npx convex env list{{prod}}"},
	ids.KeyAlgorithmMismatch:        {"The published key set tells the kind of the stored keys: RSA or Ed25519.", "curl -s https://<deployment>.convex.site/.well-known/jwks.json"},
	ids.KeyPairMismatch:             {"Paste the list of variables: JWT_PRIVATE_KEY and JWKS are compared without being shown.", "npx convex env list{{prod}}"},
	ids.JWKSVariableMalformed:       {"The address must answer with a JSON object that has keys.", "curl -s https://<deployment>.convex.site/.well-known/jwks.json"},
	ids.PrivateKeyPublished:         {"No key of the published set may have the member d.", "curl -s https://<deployment>.convex.site/.well-known/jwks.json"},
	ids.MissingAuthExport:           {"convex/auth.ts must export auth, signIn, signOut, store and isAuthenticated.", ""},
	ids.AuthRoutesMissing:           {"The address answers JSON when convex/http.ts adds the auth routes, and \"No matching routes found\" when not.", "curl -i https://<deployment>.convex.site/.well-known/openid-configuration"},
	ids.ConvexCloudVsSiteURL:        {"The client talks to .convex.cloud, the auth routes answer on .convex.site; Settings > General of the deployment shows both addresses.", "npx convex dashboard{{prod}}"},
	ids.SelfHostedSiteOrigin:        {"The HTTP actions answer on port 3211; the backend itself must reach CONVEX_SITE_ORIGIN, from inside its container.", "curl -i <site origin>/.well-known/openid-configuration"},
	ids.OAuthCallbackMismatch:       {"The redirect_uri in the address of the provider's page must equal a registered one, character by character.", ""},
	ids.OAuthProviderConfig:         {"The deployment's log has the row of the callback with the library's error.", "npx convex logs{{prod}} --history 50"},
	ids.OAuthStateCookieLost:        {"Try the same sign-in in Chrome: if only Safari or a web view fails, the cookie did not come back.", ""},
	ids.NativeOAuthRedirect:         {"npm ls @convex-dev/auth: before 0.0.86 the redirect code runs on React Native.", "npm ls @convex-dev/auth"},
	ids.ProviderSecretIncomplete:    {"The list must have both the id and the secret of the provider, on this deployment.", "npx convex env list{{prod}} --names-only"},
	ids.PasskeyOrigin:               {"The page's origin must be the one that the server expects, and the RP ID a suffix of its host.", ""},
	ids.BetterAuthSecretChanged:     {"Put the former secret back: if sign-in works again, the stored keys are encrypted with it.", ""},
	ids.SignInProviderNotConfigured: {"The id that the client passes to signIn must be that of a provider in convex/auth.ts.", ""},
	ids.OAuthTokenExchangeRejected:  {"The deployment's log has the row of the callback with the provider's answer.", "npx convex logs{{prod}} --history 50"},
	ids.SDKBugUpgradeNeeded:         {"Compare the installed version with the newest one.", "npm ls convex @convex-dev/auth @convex-dev/better-auth better-auth"},

	ids.TokenRefreshNotHandled:    {"Watch the socket around the token's exp: a new Authenticate must follow, with another token.", ""},
	ids.SDKStaleTokenFetcher:      {"Reload the page: if that alone signs in, the fetcher was an old one.", "npm ls convex"},
	ids.SDKReauthRace:             {"Reload the page: if that alone heals it, the socket stayed stopped after a refused token.", "npm ls convex"},
	ids.SessionRefetchLoop:        {"The Network panel shows the requests for the token seconds apart, with the same sub and a new exp.", ""},
	ids.StaleTokenInStorage:       {"Clear the site's data and sign in again: if that heals it, an old token was kept.", ""},
	ids.RefreshTokenReuseRace:     {"Close all other tabs and sign in again: if it holds, two refreshes used the same token.", ""},
	ids.RefreshSubscriptionBurst:  {"Count the queries that run within a second after a refresh.", "npx convex logs{{prod}} --success --history 500 --jsonl"},
	ids.RefreshDuplicateClients:   {"Count the sync sockets in the Network panel: one tab needs one.", ""},
	ids.RefreshStorageUnavailable: {"Look into the browser's storage after signing in: without an entry there nothing is kept.", ""},
	ids.RefreshTokenCorrupted:     {"Clear the __convexAuth entries of the browser's storage and sign in again.", ""},
	ids.RefreshProxyRetries:       {"The Network panel shows the app's auth route answering 4xx or 5xx again and again.", ""},
}

// withToken are the experiments of causes that the token alone does not settle, for a case that has one: to ask for it
// again would lead nowhere. The kind of the entry, its issuer and its audience decide.
var withToken = map[ids.Cause]string{
	ids.WrongTokenKind:              "a customJwt entry takes an access token, an OIDC entry wants the ID token.",
	ids.ClaimsMissing:               "an OIDC entry wants iss, sub, exp and iat, a customJwt entry does without iat.",
	ids.ClaimShapeNotOIDC:           "only an OIDC entry looks at email_verified, address and the names.",
	ids.HeaderNotAccepted:           "the kind of the entry decides which members of the header are taken.",
	ids.JWTHeaderMissingKid:         "only a customJwt entry demands a kid.",
	ids.UnsupportedSigningAlgorithm: "an OIDC entry takes RS256 and EdDSA, a customJwt entry the one of RS256 and ES256 that it names.",
	ids.IssuerMismatch:              "iss must equal a Domain or Issuer there.",
	ids.DevProdInstanceMix:          "its Domain or Issuer names the instance that the token must come from.",
	ids.IssuerWithoutScheme:         "an OIDC entry needs an iss that begins with https://.",
	ids.AudienceMismatch:            "aud must hold the Application ID of the entry with its issuer.",
	ids.MultipleAudiences:           "for an OIDC entry aud may have one value only.",
}

// withProbes gives each finding that is not proved the experiment of its cause, where it has none of its own. Its command asks
// the deployment that the finding is about: without --prod the CLI asks that of development (P 1.2).
func (v *view) withProbes(found []Finding, values map[string]string) []Finding {
	_, has := v.token()
	for i := range found {
		one := &found[i]
		if one.Cause != "" && one.Grade < Proved && one.Probe == nil {
			if what, settles := withToken[one.Cause]; settles && has {
				one.Probe = &Probe{Sentence: "Paste the page Settings > Authentication of this deployment, or auth.config.ts: " + what}
			} else if probe, ok := probes[one.Cause]; ok {
				one.Probe = &probe
			}
		}
		if one.Probe != nil {
			probe := *one.Probe
			probe.Command = probeCommand(probe.Command, one.Values, values)
			one.Probe = &probe
		}
	}
	return found
}

// probeCommand turns a command to the deployment that the first of the values names which names one: {{prod}} is its option,
// {{push}} the command that pushes to it, which for development has to be told to end.
func probeCommand(command string, known ...map[string]string) string {
	for _, values := range known {
		prod, named := values["prod"]
		if !named {
			continue
		}
		push := "npx convex dev --once"
		if prod == ofProduction {
			push = "npx convex deploy"
		}
		return strings.NewReplacer("{{prod}}", prod, "{{push}}", push).Replace(command)
	}
	return strings.NewReplacer("{{prod}}", "", "{{push}}", "npx convex dev --once").Replace(command)
}

// ofProduction is the option of commands for production.
const ofProduction = " --prod"
