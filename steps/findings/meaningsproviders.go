package findings

import "convex-auth-doctor/steps/ids"

// providerMeanings: what oauth4webapi and OAuth providers say (P section 5).
func providerMeanings() map[string][]reading {
	return map[string][]reading{
		"oauth-unexpected-iss":              {proves(ids.OAuthProviderConfig)},
		"oauth-dummy-issuer":                {proves(ids.OAuthProviderConfig)},
		"oauth-missing-iss":                 {suggests(ids.OAuthProviderConfig)},
		"oauth-unexpected-jwt-iss":          {proves(ids.OAuthProviderConfig)},
		"oauth-discovery-issuer":            {proves(ids.OAuthProviderConfig)},
		"oauth-no-conform-metadata":         {proves(ids.OAuthProviderConfig)},
		"oauth-unexpected-nonce":            {proves(ids.OAuthStateCookieLost)},
		"oauth-missing-nonce":               {suggests(ids.OAuthStateCookieLost), allows(ids.OAuthProviderConfig)},
		"oauth-response-body-error":         {suggests(ids.OAuthTokenExchangeRejected), allows(ids.OAuthProviderConfig), allows(ids.ProviderSecretIncomplete)},
		"oauth-www-authenticate":            {suggests(ids.OAuthTokenExchangeRejected), allows(ids.ProviderSecretIncomplete)},
		"oauth-authorization-error":         {allows(ids.ProviderSignInIncomplete), allows(ids.OAuthCallbackMismatch), allows(ids.OAuthProviderConfig)},
		"oauth-unexpected-state":            {proves(ids.OAuthStateCookieLost)},
		"oauth-missing-state":               {proves(ids.OAuthStateCookieLost)},
		"oauth-pkce":                        {proves(ids.OAuthStateCookieLost)},
		"oauth-check-body":                  {allows(ids.ProviderSecretIncomplete), allows(ids.OAuthStateCookieLost), allows(ids.OAuthTokenExchangeRejected)},
		"oauth-client-id-undefined":         {suggests(ids.EnvVarMissingOnDeployment), allows(ids.ProviderSecretIncomplete)},
		"oauth-redirect-uri-mismatch":       {proves(ids.OAuthCallbackMismatch)},
		"oauth-redirect-uri-not-associated": {proves(ids.OAuthCallbackMismatch)},
		"oauth-redirect-uri-must-match":     {proves(ids.OAuthCallbackMismatch)},
		"oauth-redirect-uri-invalid":        {proves(ids.OAuthCallbackMismatch)},
		"oauth-invalid-client":              {suggests(ids.OAuthTokenExchangeRejected), allows(ids.ProviderSecretIncomplete)},
		"oauth-incorrect-client":            {suggests(ids.OAuthTokenExchangeRejected), allows(ids.ProviderSecretIncomplete)},
		"oauth-invalid-grant":               {suggests(ids.OAuthTokenExchangeRejected)},
		"oauth-bad-code":                    {suggests(ids.OAuthTokenExchangeRejected)},
		"oauth-access-denied":               {allows(ids.ProviderSignInIncomplete)},
		"oauth-email-in-use":                {suggests(ids.ProviderSignInIncomplete)},
		"oauth-provider-returned":           {suggests(ids.OAuthTokenExchangeRejected), allows(ids.OAuthCallbackMismatch), allows(ids.ProviderSecretIncomplete)},
		"oauth-google-blocked":              {allows(ids.OAuthCallbackMismatch), allows(ids.OAuthProviderConfig)},
		"oauth-google-client":               {suggests(ids.ProviderSecretIncomplete)},
		"oauth-google-useragent":            {suggests(ids.NativeOAuthRedirect)},
		"oauth-discord-redirect":            {proves(ids.OAuthCallbackMismatch)},
		"oauth-facebook-redirect":           {proves(ids.OAuthCallbackMismatch)},
		"oauth-twitter-redirect":            {proves(ids.OAuthCallbackMismatch)},
		"oauth-apple-redirect":              {proves(ids.OAuthCallbackMismatch)},
		"oauth-slack-redirect":              {proves(ids.OAuthCallbackMismatch)},
		"oauth-linkedin-redirect":           {proves(ids.OAuthCallbackMismatch)},
		"oauth-request-redirect":            {proves(ids.OAuthCallbackMismatch)},
	}
}
