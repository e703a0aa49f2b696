package findings

import "convex-auth-doctor/steps/ids"

// auth0Meanings: what Auth0 says (providers.md 2).
func auth0Meanings() map[string][]reading {
	return map[string][]reading{
		"auth0-algorithm":             {proves(ids.UnsupportedSigningAlgorithm)},
		"auth0-missing-refresh-token": {proves(ids.ProviderTokenFetchFails)},
		"auth0-unknown-refresh-token": {proves(ids.ProviderTokenFetchFails)},
		"auth0-login-required":        {suggests(ids.ProviderTokenFetchFails)},
		"auth0-consent-required":      {suggests(ids.ProviderTokenFetchFails)},
		"auth0-mfa-required":          {suggests(ids.ProviderTokenFetchFails)},
		"auth0-callback-mismatch":     {proves(ids.OAuthCallbackMismatch)},
		"auth0-outside-provider":      {proves(ids.WrongProviderComponent)},
		"auth0-missing-transaction":   {suggests(ids.OAuthStateCookieLost)},
		"auth0-secure-origin":         {suggests(ids.ProviderTokenFetchFails)},
		"auth0-id-token-nonce":        {suggests(ids.OAuthStateCookieLost)},
		"auth0-id-token-issuer":       {allows(ids.DevProdInstanceMix), allows(ids.IssuerMismatch)},
		"auth0-id-token-audience":     {allows(ids.DevProdInstanceMix), allows(ids.AudienceMismatch)},
		"auth0-id-token-expired":      {suggests(ids.IatOrExpClockSkew), allows(ids.TokenExpired)},
		"auth0-id-token-not-before":   {proves(ids.IatOrExpClockSkew)},
		"auth0-no-session":            {suggests(ids.NotSignedIn)},
		"auth0-no-refresh-token":      {suggests(ids.ProviderTokenFetchFails)},
		"auth0-no-access-token":       {suggests(ids.ProviderTokenFetchFails)},
		"auth0-refresh-failed":        {suggests(ids.ProviderTokenFetchFails), allows(ids.RefreshTokenReuseRace)},
		"auth0-state-missing":         {suggests(ids.OAuthStateCookieLost)},
		"auth0-state-invalid":         {suggests(ids.OAuthStateCookieLost)},
		"auth0-code-exchange":         {suggests(ids.OAuthTokenExchangeRejected), allows(ids.ProviderSecretIncomplete)},
		"auth0-discovery":             {suggests(ids.ProviderTokenFetchFails)},
		"auth0-options":               {suggests(ids.ProviderTokenFetchFails)},
		"auth0-set-not-persisted":     {suggests(ids.RefreshTokenReuseRace)},
		"auth0-credentials":           {allows(ids.NotSignedIn), allows(ids.ProviderTokenFetchFails)},
		"auth0-id-token-claims":       {allows(ids.DevProdInstanceMix), allows(ids.IatOrExpClockSkew)},
	}
}

// workOSMeanings: what WorkOS AuthKit says (providers.md 3). The variables that its SDKs miss are those of the app's web server
// (W8); only the Convex component reads some on the deployment (W12). Its refresh tokens are single-use: that one was exchanged
// already, somebody else did (3.6).
func workOSMeanings() map[string][]reading {
	return map[string][]reading{
		"workos-exchange":               {suggests(ids.OAuthStateCookieLost), allows(ids.OAuthCallbackMismatch)},
		"workos-redirect-uri":           {suggests(ids.ProviderTokenFetchFails)},
		"workos-cookie-password":        {suggests(ids.AuthCookieNotSet)},
		"workos-outside-middleware":     {suggests(ids.SSRTokenMissing)},
		"workos-no-signature":           {suggests(ids.AppUserRecordMissing)},
		"workos-missing-variables":      {proves(ids.EnvVarMissingOnDeployment)},
		"workos-sign-in-session":        {proves(ids.OAuthStateCookieLost)},
		"workos-pkce-cookie":            {proves(ids.OAuthStateCookieLost)},
		"workos-state-mismatch":         {proves(ids.OAuthStateCookieLost)},
		"workos-redirect-invalid":       {proves(ids.OAuthCallbackMismatch)},
		"workos-redirect-page":          {proves(ids.OAuthCallbackMismatch)},
		"workos-redirect-code":          {proves(ids.OAuthCallbackMismatch)},
		"workos-outside-provider":       {proves(ids.WrongProviderComponent)},
		"workos-refresh-exchanged":      {suggests(ids.RefreshTokenReuseRace)},
		"workos-refresh-failed":         {allows(ids.ProviderTokenFetchFails), allows(ids.RefreshTokenReuseRace)},
		"workos-refresh-cookie":         {allows(ids.RefreshTokenReuseRace), allows(ids.ProviderTokenFetchFails)},
		"workos-refresh-lock":           {allows(ids.RefreshTokenReuseRace), allows(ids.ProviderTokenFetchFails)},
		"workos-refresh-timeout":        {suggests(ids.ProviderTokenFetchFails), allows(ids.RefreshTokenReuseRace)},
		"workos-login-required":         {suggests(ids.NotSignedIn)},
		"workos-client-id":              {suggests(ids.ProviderTokenFetchFails)},
		"workos-no-middleware":          {suggests(ids.SSRTokenMissing)},
		"workos-pkce-not-set":           {suggests(ids.OAuthStateCookieLost)},
		"workos-pkce-unseal":            {suggests(ids.OAuthStateCookieLost)},
		"workos-pkce-malformed":         {suggests(ids.OAuthStateCookieLost)},
		"workos-state-missing":          {suggests(ids.OAuthStateCookieLost)},
		"workos-configuration":          {suggests(ids.ProviderTokenFetchFails)},
		"workos-configuration-missing":  {suggests(ids.ProviderTokenFetchFails)},
		"workos-configuration-short":    {suggests(ids.AuthCookieNotSet)},
		"workos-callback-failed":        {allows(ids.OAuthStateCookieLost), allows(ids.OAuthTokenExchangeRejected)},
		"workos-callback-error":         {allows(ids.OAuthStateCookieLost), allows(ids.OAuthTokenExchangeRejected)},
		"workos-loader":                 {allows(ids.SSRTokenMissing), allows(ids.TokenExpired)},
		"workos-cookie-password-length": {suggests(ids.AuthCookieNotSet)},
		"workos-claim-token":            {allows(ids.ProviderTokenFetchFails)},
		"workos-functions-unset":        {suggests(ids.AppUserRecordMissing)},
	}
}

// refreshRefused are the messages by which a server says that it refused a refresh token.
var refreshRefused = []ids.Rule{
	"message-workos-refresh-exchanged", "message-workos-refresh-failed", "message-workos-refresh-cookie", "message-keycloak-refresh-reused",
	"message-google-refresh-revoked", "message-auth0-unknown-refresh-token", "message-auth0-refresh-failed",
}

// saysFetchFailed reports a message that first of all means that the SDK got no token from its service.
func saysFetchFailed(list []reading) bool {
	return len(list) > 0 && list[0].cause == ids.ProviderTokenFetchFails
}
