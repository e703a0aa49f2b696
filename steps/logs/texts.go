package logs

import (
	"strings"

	"convex-auth-doctor/steps/ids"
)

// knownText is a text of Convex, its clients or an auth library, and what it points to.
type knownText struct {
	id     string
	parts  []string // all of them stand in the line, in this order
	causes []ids.Cause
	fact   string
	// where says which lines may hold it: texts that other programs print as well count only in auth functions.
	where place
}

type place int

const (
	anywhere place = iota
	inAuth         // printed by a function of the auth library, or by a route of it
)

// The ids of texts that the verdict on refresh traffic asks for.
const (
	textCorrupted       = "auth-refresh-token-unparsable"
	textCorruptedDebug  = "robelest-refresh-parse"
	textExchangeFailed  = "robelest-refresh-exchange"
	textSessionMismatch = "auth-refresh-token-session"
	textExpiredRefresh  = "auth-refresh-token-expired"
	textInvalidRefresh  = "auth-refresh-token-invalid"
	textReuse           = "auth-refresh-token-reused"
	textReuseEvent      = "robelest-refresh-reused"
	textNoLocalStorage  = "auth-no-storage"
	textStorageFailed   = "robelest-storage-failed"
	textProxyRefresh    = "robelest-proxy-refresh-failed"
	textMissingCookie   = "auth-refresh-cookie-missing"
	textImmediately     = "client-leeway-larger-than-life"
	textTooShort        = "client-token-too-short-lived"
	textNoNewToken      = "client-reauthentication-failed"
	textIdentityExpired = "backend-identity-expired"
	textFailedToAuth    = "client-failed-to-authenticate"
	textNoProvider      = "backend-no-provider-redacted"
	textNoProviders     = "backend-no-providers"
	textOIDCClaim       = "backend-claim-not-verified"
	textOIDCParse       = "backend-not-oidc"
	textUnknownKey      = "backend-kid-not-found"
)

// knownTexts is P 4.22, B section 2 and 3, and what P 4E and section 5 name. A more special text stands before a more
// general one.
func knownTexts() []knownText {
	one := func(id, fact, text string, causes ...ids.Cause) knownText {
		return knownText{id: id, parts: strings.Split(text, "…"), causes: causes, fact: fact}
	}
	auth := func(id, fact, text string, causes ...ids.Cause) knownText {
		found := one(id, fact, text, causes...)
		found.where = inAuth
		return found
	}
	return []knownText{
		// refresh (P 4E, 4.7, B 3.13 to 3.21)
		one(textCorrupted, "P 4E", "Can't parse refresh token", ids.RefreshTokenCorrupted),
		one(textSessionMismatch, "P 4E", "Invalid refresh token session ID", ids.RefreshTokenCorrupted),
		one(textCorruptedDebug, "P 4E", "Failed to parse refresh token", ids.RefreshTokenCorrupted),
		one(textExchangeFailed, "P 4E", "Failed to exchange refresh token", ids.RefreshTokenCorrupted, ids.StaleTokenInStorage),
		one(textExpiredRefresh, "P 4E", "Expired refresh token", ids.StaleTokenInStorage),
		one(textReuse, "P 4E", "Refresh token used outside of reuse window", ids.RefreshTokenReuseRace, ids.StaleTokenInStorage),
		one(textReuseEvent, "P 4E", "session.refresh_reuse_detected", ids.RefreshTokenReuseRace, ids.StaleTokenInStorage),
		one(textInvalidRefresh, "P 4E", "Invalid refresh token", ids.StaleTokenInStorage),
		one(textNoLocalStorage, "P 4E", "`localStorage` is not available in this environment", ids.RefreshStorageUnavailable),
		one(textStorageFailed, "P 4E", "[convex-auth] Failed to …storage", ids.RefreshStorageUnavailable),
		one(textProxyRefresh, "P 4E", "[convex-auth] Proxy refresh failed", ids.RefreshProxyRetries),
		one(textMissingCookie, "P 5 22", "Unexpected missing refreshToken cookie", ids.AuthCookieNotSet),
		one(textImmediately, "B 3.21", "Refetching auth token immediately", ids.TokenLifetimeTooShort),
		one(textTooShort, "B 3.20", "Auth token does not live long enough", ids.TokenLifetimeTooShort),
		one("client-token-without-times", "B 3.20", "Auth token does not have required fields", ids.ClaimsMissing),
		one("client-token-not-a-jwt", "B 3.20", "Auth token is not a valid JWT", ids.OpaqueToken),
		one(textNoNewToken, "B 3.13", "reauthentication failed, could not fetch a new token", ids.TokenRefreshNotHandled),
		one(textIdentityExpired, "B 2.22", "Convex token identity expired", ids.TokenRefreshNotHandled),

		// what a deployment answers (B section 2)
		one(textNoProviders, "B 2.8", "No auth provider found matching the given token (no providers configured)", ids.AuthConfigMissingOrNotPushed),
		one(textNoProvider, "B 2.8", "No auth provider found matching the given token", ids.IssuerMismatch, ids.AudienceMismatch, ids.AuthConfigMissingOrNotPushed),
		one("backend-payload-unparseable", "B 2.6", "Could not parse JWT payload", ids.OpaqueToken, ids.PayloadTypeError),
		one("backend-issuer-missing", "B 2.7", "Missing issuer claim ('iss')", ids.ClaimsMissing),
		one("backend-discovery-failed", "B 2.9", "Auth provider discovery of … failed", ids.OIDCDiscoveryUnreachable),
		one(textOIDCParse, "B 2.10", "Could not parse as OIDC ID token", ids.WrongTokenKind, ids.ClaimsMissing, ids.ClaimShapeNotOIDC),
		one(textOIDCClaim, "B 2.11", "Could not verify OIDC token claim", ids.SigningKeyJWKSMismatch, ids.TokenExpired, ids.HeaderNotAccepted),
		one(textUnknownKey, "B 2.12a", "Could not decode token. The JWT's 'kid'", ids.SigningKeyJWKSMismatch, ids.SignatureInvalid),
		one("backend-kid-missing", "B 2.12b", "Could not decode token. JWT may be missing a 'kid'", ids.JWTHeaderMissingKid),
		one("backend-token-expired", "B 2.13", "Could not validate token: Token expired", ids.TokenExpired),
		one("backend-token-not-yet-valid", "B 2.14", "Could not validate token: Token will be valid in", ids.IatOrExpClockSkew),
		one("backend-custom-claim-not-verified", "B 2.15", "Could not verify token claim", ids.ClaimsMissing),
		one("backend-jwks-unparseable", "B 2.16", "Invalid JWKS response body from", ids.JWKSUnusableKey),
		one("backend-jwks-unreachable", "B 2.17", "Could not fetch JWKS from URL", ids.OIDCDiscoveryUnreachable),
		one("backend-jwks-content-type", "B 2.19", "Invalid Content-Type …when fetching JWKS from", ids.OIDCDiscoveryUnreachable),
		one("backend-jwks-data-url", "B 2.20", "Invalid JWKS data URL", ids.JWKSUnusableKey),
		one("backend-invalid-admin-key", "B 2.23", "Invalid admin key", ids.HTTPActionAuthThrows),
		one(textFailedToAuth, "B 3.14", "Failed to authenticate: …check your server auth config"),
		one("push-variable-missing", "P 1.49", "is used in auth config file but its value was not set", ids.AuthConfigEnvVarMissing),

		// keys, variables, OAuth, passkeys (P 4.22, section 5)
		one("auth-missing-variable", "P 4.22", "Missing environment variable", ids.EnvVarMissingOnDeployment),
		one("robelest-missing-variable-code", "P 5 R1", "MISSING_ENV_VAR", ids.EnvVarMissingOnDeployment),
		one("key-not-pkcs8", "P 4.22", `"pkcs8" must be PKCS#8 formatted string`, ids.MalformedSigningKey, ids.EnvVarMissingOnDeployment),
		auth("key-invalid-data", "P 4.22", "Invalid keyData", ids.MalformedSigningKey),
		auth("key-invalid-character", "P 4.22", "Invalid character", ids.MalformedSigningKey),
		auth("key-invalid-type", "P 4.22", "Invalid key type", ids.KeyAlgorithmMismatch),
		one("auth-invalid-redirect", "P 4.22", "Invalid `redirectTo`", ids.SiteURLEnvWrongOrMissing),
		one("auth-invalid-redirect-old", "P 5 12", "Invalid redirectTo URI", ids.SiteURLEnvWrongOrMissing),
		auth("auth-invalid-verifier", "P 4.22", "Invalid verifier", ids.OAuthStateCookieLost),
		auth("auth-invalid-state", "P 4.22", "Invalid state", ids.OAuthStateCookieLost),
		auth("auth-invalid-code", "P 4.22", "Invalid verification code", ids.OAuthStateCookieLost),
		one("oauth-check-body", "P 4.22", "checkOAuthBodyError", ids.OAuthStateCookieLost),
		one("oauth-unexpected-state", "P 4.22", `unexpected "state" response parameter`, ids.OAuthStateCookieLost),
		one("oauth-unexpected-iss", "P 4.22", `unexpected "iss" (issuer) response parameter value`, ids.OAuthProviderConfig),
		one("oauth-redirect-uri-mismatch", "P 4.22", "redirect_uri_mismatch", ids.OAuthCallbackMismatch),
		one("oauth-redirect-uri-not-associated", "P 4.22", "redirect_uri is not associated", ids.OAuthCallbackMismatch),
		one("oauth-microsoft", "P 4.22", "AADSTS50011", ids.OAuthCallbackMismatch),
		one("robelest-passkey-origin-code", "P 4.22", "PASSKEY_INVALID_ORIGIN", ids.PasskeyOrigin),
		one("robelest-passkey-rp-code", "P 4.22", "PASSKEY_RP_MISMATCH", ids.PasskeyOrigin),
		one("robelest-passkey-config-code", "P 4.22", "PASSKEY_MISSING_CONFIG", ids.PasskeyOrigin),
		one("auth-is-authenticated-missing", "P 4.22", "ould not find api.auth.isAuthenticated", ids.MissingAuthExport),
		one("auth-provider-not-configured", "P 5", "is not configured, available providers are", ids.SignInProviderNotConfigured),
		one("ba-decrypt-key", "P 5", "Failed to decrypt private key", ids.BetterAuthSecretChanged),
		one("ba-base-url", "P 5", "Base URL could not be determined", ids.SiteURLEnvWrongOrMissing),
		one("clerk-no-template", "B 3.26", "No JWT template exists with name: convex", ids.ClerkConvexIntegrationNotEnabled),
		one("auth-no-tokens-to-refresh", "P 5 23", "No tokens to refresh", ids.WrongProviderComponent),
		one("client-no-auth-provider-above", "B 3.25", "Could not find `ConvexProviderWithAuth`", ids.WrongProviderComponent),
	}
}

// in reports whether the text stands in line, which a function of the auth library printed or not.
func (known *knownText) in(line string, fromAuth bool) bool {
	if known.where == inAuth && !fromAuth {
		return false
	}
	for _, part := range known.parts {
		at := strings.Index(line, part)
		if at < 0 {
			return false
		}
		line = line[at+len(part):]
	}
	return true
}

// isRefreshText reports texts that a general one also matches: "Invalid refresh token" begins the session ID warning.
func (known *knownText) overshadows(other *knownText) bool {
	return known.id == textSessionMismatch && other.id == textInvalidRefresh ||
		known.id == textNoProviders && other.id == textNoProvider
}

// isAuthFunction reports whether a function belongs to Convex Auth's own functions (P 4.1).
func isAuthFunction(name string) bool {
	return strings.HasPrefix(name, "auth:") || strings.HasPrefix(name, "auth/")
}

// isAuthRoute reports whether an HTTP action or a line of an access log names a route of an auth library.
func isAuthRoute(name string) bool {
	for rest := name; ; {
		at := strings.Index(rest, "/auth")
		if at < 0 {
			return false
		}
		rest = rest[at+len("/auth"):]
		if rest == "" || !isLetter(rest[0]) && !isDigit(rest[0]) && rest[0] != '-' && rest[0] != '_' {
			return true
		}
	}
}
