package messages

// joseTexts are what jose says of a token or a key set; it is the library that most servers of an app verify tokens with.
var joseTexts = []printed{
	{ID: "jose-exp", Fact: "jose@6.2.17, 5.10.0 the same", Source: FromRuntime, Text: `"exp" claim timestamp check failed`},
	{ID: "jose-nbf", Fact: "jose@6.2.17, 5.10.0 the same", Source: FromRuntime, Text: `"nbf" claim timestamp check failed`},
	{ID: "jose-iat", Fact: "jose@6.2.17, 5.10.0 the same", Source: FromRuntime, Text: `"iat" claim timestamp check failed (it should`},
	{ID: "jose-expired", Fact: "jose@6.2.17, 5.10.0 the same", Source: FromRuntime, Text: "ERR_JWT_EXPIRED"},
	{ID: "jose-iss", Fact: "jose@6.2.17, 5.10.0 the same", Source: FromRuntime, Text: `unexpected "iss" claim value`},
	{ID: "jose-aud", Fact: "jose@6.2.17, 5.10.0 the same", Source: FromRuntime, Text: `unexpected "aud" claim value`},
	{ID: "jose-no-key", Fact: "jose@6.2.17, 5.10.0 the same", Source: FromRuntime, Text: "no applicable key found in the JSON Web Key Set"},
	{ID: "jose-no-key-code", Fact: "jose@6.2.17, 5.10.0 the same", Source: FromRuntime, Text: "ERR_JWKS_NO_MATCHING_KEY"},
	{ID: "jose-several-keys", Fact: "jose@6.2.17, 5.10.0 the same", Source: FromRuntime, Text: "multiple matching keys found in the JSON Web Key Set"},
	{ID: "jose-signature", Fact: "jose@6.2.17, 5.10.0 the same", Source: FromRuntime, Text: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"},
	{ID: "jose-jwks-status", Fact: "jose@6.2.17, 5.10.0 the same", Source: FromRuntime,
		Text: "Expected 200 OK from the JSON Web Key Set HTTP response"},
	{ID: "jose-jwks-json", Fact: "jose@6.2.17, 5.10.0 the same", Source: FromRuntime,
		Text: "Failed to parse the JSON Web Key Set HTTP response as JSON"},
	{ID: "jose-jwe", Fact: "jose@6.2.17, 5.10.0 the same", Source: FromRuntime, Text: "JWEDecryptionFailed"},
	{ID: "jose-key-length", Fact: "jose@6.2.17, 5.10.0 the same", Source: FromRuntime, Text: "requires key modulusLength to be 2048 bits or larger"},
}

// oauthTexts are further texts of oauth4webapi, of Auth.js and of OAuth providers.
var oauthTexts = []printed{
	{ID: "oauth-missing-nonce-old", Fact: "oauth4webapi@2.17.0 build/index.js", Source: FromAuthCore, Text: `ID Token "nonce" claim missing`},
	{ID: "oauth-unexpected-aud", Fact: "oauth4webapi@3.8.8", Source: FromAuthCore, Text: `unexpected JWT "aud" (audience) claim value`},
	{ID: "oauth-unexpected-azp", Fact: "oauth4webapi@3.8.8", Source: FromAuthCore, Text: `unexpected ID Token "azp" (authorized party) claim value`},
	{ID: "oauth-untrusted-aud", Fact: "oauth4webapi@3.8.8", Source: FromAuthCore,
		Text: `ID Token "aud" (audience) claim includes additional untrusted audiences`},
	{ID: "oauth-unexpected-alg", Fact: "oauth4webapi@3.8.8", Source: FromAuthCore, Text: `unexpected JWT "alg" header parameter`},
	{ID: "oauth-unexpected-exp", Fact: "oauth4webapi@3.8.8, 2.17.0", Source: FromAuthCore, Text: `unexpected JWT "exp" (expiration time) claim value`},
	{ID: "oauth-unexpected-nbf", Fact: "oauth4webapi@3.8.8", Source: FromAuthCore, Text: `unexpected JWT "nbf" (not before) claim value`},
	{ID: "oauth-token-response", Fact: "oauth4webapi@3.8.8, 2.17.0", Source: FromAuthCore, Text: `"response" is not a conform Token Endpoint response`},
	{ID: "oauth-claim-code", Fact: "oauth4webapi@3.8.8", Source: FromAuthCore, Text: "OAUTH_JWT_CLAIM_COMPARISON_FAILED"},
	{ID: "oauth-timestamp-code", Fact: "oauth4webapi@3.8.8", Source: FromAuthCore, Text: "OAUTH_JWT_TIMESTAMP_CHECK_FAILED"},
	{ID: "oauth-body-code", Fact: "oauth4webapi@3.8.8", Source: FromAuthCore, Text: "OAUTH_RESPONSE_BODY_ERROR"},
	{ID: "oauth-challenge-code", Fact: "oauth4webapi@3.8.8", Source: FromAuthCore, Text: "OAUTH_WWW_AUTHENTICATE_CHALLENGE"},
	{ID: "oauth-discovery-other-issuer", Fact: "@auth/core@0.41.3", Source: FromAuthCore, Text: "Discovery request responded with an invalid issuer."},
	{ID: "authjs-session", Fact: "@auth/core@0.41.3 JWTSessionError", Source: FromAuthCore, Text: "JWTSessionError"},
	{ID: "authjs-host", Fact: "@auth/core@0.41.3 lib/utils/assert.js", Source: FromAuthCore,
		Text: "UntrustedHost: Host must be trusted. URL was: {url}"},
	{ID: "authjs-check-cookie", Fact: "@auth/core@0.41.3 checks.js", Source: FromAuthCore, Text: "InvalidCheck: {cookie} cookie was missing"},
	{ID: "authjs-check-value", Fact: "@auth/core@0.41.3 checks.js", Source: FromAuthCore, Text: "InvalidCheck: {cookie} value could not be parsed"},
	{ID: "authjs-csrf", Fact: "@auth/core@0.41.3", Source: FromAuthCore, Text: "CSRF token was missing during an action"},
	{ID: "keycloak-refresh-reused", Fact: "Keycloak TokenManager", Source: FromOAuth, Text: "Maximum allowed refresh token reuse exceeded"},
	{ID: "google-refresh-revoked", Fact: "quoted from Google in public repositories", Source: FromOAuth, Text: "Token has been expired or revoked."},
}
