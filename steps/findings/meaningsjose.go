package findings

import "convex-auth-doctor/steps/ids"

// joseMeanings: what jose, oauth4webapi and Auth.js say of a token, a key set, a code or a session.
func joseMeanings() map[string][]reading {
	return map[string][]reading{
		"jose-exp":                     {suggests(ids.TokenExpired), allows(ids.IatOrExpClockSkew)},
		"jose-nbf":                     {proves(ids.IatOrExpClockSkew)},
		"jose-iat":                     {proves(ids.IatOrExpClockSkew)},
		"jose-expired":                 {suggests(ids.TokenExpired), allows(ids.IatOrExpClockSkew)},
		"jose-iss":                     {suggests(ids.IssuerMismatch), allows(ids.DevProdInstanceMix)},
		"jose-aud":                     {suggests(ids.AudienceMismatch)},
		"jose-no-key":                  {suggests(ids.SigningKeyJWKSMismatch), allows(ids.DevProdInstanceMix)},
		"jose-no-key-code":             {suggests(ids.SigningKeyJWKSMismatch), allows(ids.DevProdInstanceMix)},
		"jose-several-keys":            {suggests(ids.SigningKeyJWKSMismatch)},
		"jose-signature":               {suggests(ids.SignatureInvalid), allows(ids.KeyPairMismatch)},
		"jose-jwks-status":             {suggests(ids.OIDCDiscoveryUnreachable)},
		"jose-jwks-json":               {suggests(ids.OIDCDiscoveryUnreachable), allows(ids.JWKSVariableMalformed)},
		"jose-jwe":                     {allows(ids.StaleTokenInStorage), allows(ids.BetterAuthSecretChanged)},
		"jose-key-length":              {suggests(ids.MalformedSigningKey)},
		"oauth-missing-nonce-old":      {suggests(ids.OAuthStateCookieLost), allows(ids.OAuthProviderConfig)},
		"oauth-unexpected-aud":         {suggests(ids.OAuthProviderConfig)},
		"oauth-unexpected-azp":         {suggests(ids.OAuthProviderConfig)},
		"oauth-untrusted-aud":          {suggests(ids.OAuthProviderConfig)},
		"oauth-unexpected-alg":         {suggests(ids.OAuthProviderConfig)},
		"oauth-unexpected-exp":         {allows(ids.IatOrExpClockSkew), allows(ids.OAuthProviderConfig)},
		"oauth-unexpected-nbf":         {suggests(ids.IatOrExpClockSkew)},
		"oauth-token-response":         {suggests(ids.OAuthTokenExchangeRejected), allows(ids.ProviderSecretIncomplete), allows(ids.OAuthProviderConfig)},
		"oauth-claim-code":             {suggests(ids.OAuthProviderConfig)},
		"oauth-timestamp-code":         {allows(ids.IatOrExpClockSkew), allows(ids.OAuthProviderConfig)},
		"oauth-body-code":              {suggests(ids.OAuthTokenExchangeRejected), allows(ids.OAuthProviderConfig), allows(ids.ProviderSecretIncomplete)},
		"oauth-challenge-code":         {suggests(ids.OAuthTokenExchangeRejected), allows(ids.ProviderSecretIncomplete)},
		"oauth-discovery-other-issuer": {suggests(ids.OAuthProviderConfig)},
		"authjs-session":               {suggests(ids.StaleTokenInStorage)},
		"authjs-host":                  {allows(ids.ProxyHeaderForwarding), allows(ids.SiteURLEnvWrongOrMissing)},
		"authjs-check-cookie":          {proves(ids.OAuthStateCookieLost)},
		"authjs-check-value":           {suggests(ids.OAuthStateCookieLost)},
		"authjs-csrf":                  {suggests(ids.AuthCookieNotSet)},
		"keycloak-refresh-reused":      {suggests(ids.RefreshTokenReuseRace)},
		"google-refresh-revoked":       {allows(ids.ProviderTokenFetchFails)},
	}
}
