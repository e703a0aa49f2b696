package findings

import "convex-auth-doctor/steps/ids"

// backendMeanings: what a deployment answers to a token, and to a call of its routes (B section 2).
func backendMeanings() map[string][]reading {
	return map[string][]reading{
		"backend-payload-unparseable":       {allows(ids.OpaqueToken), allows(ids.PayloadTypeError), allows(ids.BrokenPaste)},
		"backend-issuer-missing":            {proves(ids.ClaimsMissing)},
		"backend-no-providers":              {proves(ids.AuthConfigMissingOrNotPushed)},
		"backend-no-provider-matches":       {allows(ids.IssuerMismatch), allows(ids.AudienceMismatch), allows(ids.DevProdInstanceMix)},
		"backend-no-provider-redacted":      {allows(ids.IssuerMismatch), allows(ids.AudienceMismatch), allows(ids.AuthConfigMissingOrNotPushed)},
		"backend-discovery-failed":          {suggests(ids.OIDCDiscoveryUnreachable)},
		"backend-discovery-answer":          {suggests(ids.OIDCDiscoveryUnreachable)},
		"backend-not-oidc":                  {allows(ids.ClaimsMissing), allows(ids.WrongTokenKind), allows(ids.ClaimShapeNotOIDC)},
		"backend-claim-not-verified":        {allows(ids.TokenExpired), allows(ids.SigningKeyJWKSMismatch), allows(ids.UnsupportedSigningAlgorithm)},
		"backend-kid-not-found":             {suggests(ids.SigningKeyJWKSMismatch), allows(ids.UnsupportedSigningAlgorithm), allows(ids.SignatureInvalid)},
		"backend-kid-not-found-redacted":    {allows(ids.SigningKeyJWKSMismatch), allows(ids.UnsupportedSigningAlgorithm), allows(ids.SignatureInvalid)},
		"backend-kid-missing":               {suggests(ids.JWTHeaderMissingKid), allows(ids.UnsupportedSigningAlgorithm)},
		"backend-token-expired":             {proves(ids.TokenExpired)},
		"backend-token-not-yet-valid":       {proves(ids.IatOrExpClockSkew)},
		"backend-custom-claim-not-verified": {proves(ids.ClaimsMissing)},
		"backend-jwks-unparseable":          {suggests(ids.JWKSUnusableKey), allows(ids.OIDCDiscoveryUnreachable)},
		"backend-jwks-unreachable":          {proves(ids.OIDCDiscoveryUnreachable)},
		"backend-jwks-status":               {proves(ids.OIDCDiscoveryUnreachable)},
		"backend-jwks-content-type":         {proves(ids.OIDCDiscoveryUnreachable)},
		"backend-jwks-data-url":             {proves(ids.OIDCDiscoveryUnreachable)},
		"backend-internal":                  {allows(ids.IssuerWithoutScheme)},
		"backend-identity-expired":          {suggests(ids.TokenRefreshNotHandled), allows(ids.TokenLifetimeTooShort), allows(ids.SDKReauthRace)},
		"backend-invalid-admin-key":         {suggests(ids.HTTPActionAuthThrows), allows(ids.OpaqueToken)},
		"backend-invalid-header":            {allows(ids.NotSignedIn), allows(ids.TokenNotSuppliedByClient)},
		"backend-header-unparseable":        {allows(ids.BrokenPaste)},
		"backend-bad-admin-key":             {suggests(ids.WrongOrUnreachableDeployment)},
		"backend-forbidden":                 {suggests(ids.OIDCDiscoveryUnreachable)},
		"code-no-auth-provider":             {allows(ids.IssuerMismatch), allows(ids.AudienceMismatch), allows(ids.AuthConfigMissingOrNotPushed)},
		"code-discovery-failed":             {suggests(ids.OIDCDiscoveryUnreachable)},
		"inner-typ":                         {proves(ids.HeaderNotAccepted)},
		"inner-audience":                    {proves(ids.MultipleAudiences)},
		"inner-algorithm":                   {proves(ids.UnsupportedSigningAlgorithm)},
		"inner-no-key":                      {proves(ids.SigningKeyJWKSMismatch)},
		"inner-ambiguous-key":               {proves(ids.SigningKeyJWKSMismatch)},
		"inner-signature":                   {proves(ids.SignatureInvalid)},
		"inner-expired":                     {proves(ids.TokenExpired)},
		"inner-issuer-differs":              {proves(ids.OIDCDiscoveryUnreachable)},
		"inner-discovery":                   {suggests(ids.OIDCDiscoveryUnreachable)},
		"deployment-no-http-actions":        {suggests(ids.AuthRoutesMissing), allows(ids.SelfHostedSiteOrigin)},
		"deployment-no-route":               {suggests(ids.AuthRoutesMissing)},
	}
}
