package messages

// The texts of a Convex deployment that refuses a token, and of a push that refuses auth.config (B section 2 and 4).
// Code is the short code that stands beside the text in an HTTP answer.
var (
	BackendPayloadUnparseable = Message{ID: "backend-payload-unparseable", Code: "InvalidAuthHeader", Fact: "B 2.6",
		Text: "Could not parse JWT payload. Check that the token is a valid JWT format with three base64-encoded parts separated by dots."}
	BackendIssuerMissing = Message{ID: "backend-issuer-missing", Code: "InvalidAuthHeader", Fact: "B 2.7",
		Text: "Missing issuer claim ('iss') in JWT payload. The JWT must include an 'iss' claim that matches one of your configured auth providers."}
	BackendNoProviders = Message{ID: "backend-no-providers", Code: "NoAuthProvider", Fact: "B 2.8",
		Text: "No auth provider found matching the given token (no providers configured). Check convex/auth.config.ts."}
	BackendNoProviderMatches = Message{ID: "backend-no-provider-matches", Code: "NoAuthProvider", Fact: "B 2.8",
		Text: "No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [{providers}]"}
	BackendNoProviderRedacted = Message{ID: "backend-no-provider-redacted", Code: "NoAuthProvider", Fact: "B 2.8",
		Text: "No auth provider found matching the given token"}
	BackendProviderOIDC = Message{ID: "backend-provider-oidc", Fact: "B 2.8",
		Text: "OIDC(domain={domain}, app_id={app})"}
	BackendProviderCustomJWT = Message{ID: "backend-provider-custom-jwt", Fact: "B 2.8",
		Text: "CustomJWT(issuer={issuer}, app_id={app})"}
	BackendDiscoveryFailed = Message{ID: "backend-discovery-failed", Code: "AuthProviderDiscoveryFailed", Fact: "B 2.9",
		Text: "Auth provider discovery of {issuer} failed"}
	BackendDiscoveryAnswer = Message{ID: "backend-discovery-answer", Code: "AuthProviderDiscoveryFailed", Fact: "B 2.9",
		Text: "Auth provider discovery of {issuer} failed: {status} {body}"}
	BackendNotOIDC = Message{ID: "backend-not-oidc", Code: "InvalidAuthHeader", Fact: "B 2.10",
		Text: "Could not parse as OIDC ID token. Token might not be an OIDC-compliant JWT."}
	BackendClaimNotVerified = Message{ID: "backend-claim-not-verified", Code: "Unauthenticated", Fact: "B 2.11",
		Text: "Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired."}
	BackendKidNotFound = Message{ID: "backend-kid-not-found", Code: "InvalidAuthHeader", Fact: "B 2.12a",
		Text: "Could not decode token. The JWT's 'kid' (key ID) header is '{kid}', does this key match any key in the provider's JWKS?"}
	BackendKidNotFoundRedacted = Message{ID: "backend-kid-not-found-redacted", Code: "InvalidAuthHeader", Fact: "B 2.12a",
		Text: "Could not decode token. The JWT's 'kid' (key ID) header doesn't match any key in the provider's JWKS, or the JWT signature is invalid."}
	BackendKidMissing = Message{ID: "backend-kid-missing", Code: "InvalidAuthHeader", Fact: "B 2.12b",
		Text: "Could not decode token. JWT may be missing a 'kid' (key ID) header."}
	BackendTokenExpired = Message{ID: "backend-token-expired", Code: "InvalidAuthHeader", Fact: "B 2.13",
		Text: "Could not validate token: Token expired {seconds} seconds ago"}
	BackendTokenNotYetValid = Message{ID: "backend-token-not-yet-valid", Code: "InvalidAuthHeader", Fact: "B 2.14",
		Text: "Could not validate token: Token will be valid in {seconds} seconds"}
	BackendCustomClaimNotVerified = Message{ID: "backend-custom-claim-not-verified", Code: "InvalidAuthHeader", Fact: "B 2.15",
		Text: "Could not verify token claim. Check that the JWT contains valid claims and matches your auth provider configuration."}
	BackendJWKSUnparseable = Message{ID: "backend-jwks-unparseable", Code: "InvalidAuthHeader", Fact: "B 2.16",
		Text: "Invalid JWKS response body from '{url}'. The response is not valid JSON or doesn't match the expected JWKS format."}
	BackendJWKSUnreachable = Message{ID: "backend-jwks-unreachable", Code: "InvalidAuthHeader", Fact: "B 2.17",
		Text: "Could not fetch JWKS from URL '{url}': {error}. Check that the URL is correct and accessible."}
	BackendJWKSStatus = Message{ID: "backend-jwks-status", Code: "InvalidAuthHeader", Fact: "B 2.18",
		Text: "Could not fetch JWKS from URL '{url}': HTTP {status}. Check that the URL is correct and accessible."}
	BackendJWKSContentType = Message{ID: "backend-jwks-content-type", Code: "InvalidAuthHeader", Fact: "B 2.19",
		Text: "Invalid Content-Type '{type}' when fetching JWKS from '{url}'. Expected 'application/json' or 'application/jwk-set+json'."}
	BackendJWKSDataURL = Message{ID: "backend-jwks-data-url", Code: "InvalidAuthHeader", Fact: "B 2.20",
		Text: "Invalid JWKS data URL. Check that the data URL is properly formatted and contains valid base64-encoded JSON."}
	BackendInternal = Message{ID: "backend-internal", Code: "InternalServerError", Fact: "B 2.21",
		Text: "Your request couldn't be completed. Try again later."}
	BackendIdentityExpired = Message{ID: "backend-identity-expired", Code: "TokenExpired", Fact: "B 2.22",
		Text: "Convex token identity expired"}
	BackendInvalidAdminKey = Message{ID: "backend-invalid-admin-key", Code: "InvalidAdminKey", Fact: "B 2.23",
		Text: "Invalid admin key"}
	BackendInvalidHeader = Message{ID: "backend-invalid-header", Code: "InvalidHeaderFailure", Fact: "B 2.24",
		Text: "Invalid authentication header"}
	BackendHeaderUnparseable = Message{ID: "backend-header-unparseable", Code: "HeaderParseFailure", Fact: "B 2.25",
		Text: "Failed to parse header {header}"}
	BackendBadAdminKey = Message{ID: "backend-bad-admin-key", Code: "BadAdminKey", Fact: "B 2.26",
		Text: "The provided admin key was invalid for this instance"}
	BackendForbidden = Message{ID: "backend-forbidden", Fact: "B 1.24",
		Text: "Request to {url} forbidden"}
)

// The texts of a push and of a change of an environment variable that auth.config does not survive.
var (
	PushRefused = Message{ID: "push-refused", Code: "InvalidAuthConfig", Fact: "B 4.6, C1",
		Text: "Hit an error while pushing:\nThe pushed auth config is invalid: {inner}"}
	PushChangeRefused = Message{ID: "push-change-refused", Code: "InvalidAuthConfig", Fact: "B 4.6",
		Text: "This change would make the auth config invalid: {inner}"}
	PushVariableMissing = Message{ID: "push-variable-missing", Code: "AuthConfigMissingEnvironmentVariable", Fact: "B 4.4",
		Text: "Environment variable {name} is used in auth config file but its value was not set"}
	PushVariableMissingOld = Message{ID: "push-variable-missing-old", Code: "AuthConfigMissingEnvironmentVariable", Fact: "B 4.4, the wording of older deployments",
		Text: "{name} is used in auth.config.{extension} but its value was not set"}
	PushNoDefaultExport = Message{ID: "push-no-default-export", Fact: "B 4.10",
		Text: "auth config file is missing default export. To learn more, see the auth documentation at https://docs.convex.dev/auth."}
	PushOnlyStrings = Message{ID: "push-only-strings", Fact: "B 4.11",
		Text: "auth config file can only contain strings To learn more, see the auth documentation at https://docs.convex.dev/auth."}
	PushNotMatching = Message{ID: "push-not-matching", Fact: "B 4.12",
		Text: "auth config file must include a list of provider credentials: {detail}"}
	PushNoVariant = Message{ID: "push-no-variant", Fact: "B 4.13",
		Text: "data did not match any variant of untagged enum SerializedAuthInfo "}
	PushMissingProviders = Message{ID: "push-missing-providers", Fact: "B 4.12",
		Text: "missing field `providers` "}
	PushApplicationID = Message{ID: "push-application-id", Fact: "B 4.14",
		Text: "Provider at index {index} must have applicationID property spelled lowercase 'application', capital I, capital D."}
	PushType = Message{ID: "push-type", Fact: "B 4.15",
		Text: "Provider at index {index} has unexpected 'type' value '{type}'"}
	PushCustomJWTDomain = Message{ID: "push-custom-jwt-domain", Fact: "B 4.16",
		Text: "Provider at index {index} is a customJwt so cannot have a 'domain' specified"}
	PushOIDCIssuer = Message{ID: "push-oidc-issuer", Fact: "B 4.17",
		Text: "Provider at index {index} is oidc so cannot have an 'issuer' specified."}
	PushSharedIssuer = Message{ID: "push-shared-issuer", Fact: "B 4.18",
		Text: "This auth configuration appears potentially insecure: Provider at index {index} has an issuer that is shared among many applications, so must to specify an ApplicationID to check against an `aud` field of a JWT."}
	PushDomainURL = Message{ID: "push-domain-url", Fact: "B 4.20",
		Text: "Invalid provider domain URL \"{value}\": {error}"}
	PushDomainQuote = Message{ID: "push-domain-quote", Fact: "B 4.19",
		Text: "starts with a double quote (\")"}
	PushDomainScheme = Message{ID: "push-domain-scheme", Fact: "B 4.21",
		Text: "scheme should be http or https"}
	PushDomainTLD = Message{ID: "push-domain-tld", Fact: "B 4.22",
		Text: "Does not look like a URL (must have a scheme or end with a top-level domain)"}
	PushConvexJSON = Message{ID: "push-convex-json", Code: "InvalidAuthConfig", Fact: "B 4.23",
		Text: "Cannot set auth config in both auth config file and `convex.json`, remove it from `convex.json`"}
)

// Backend returns every text of a deployment that refuses a token or a request, each once.
func Backend() []Message {
	return []Message{
		BackendPayloadUnparseable, BackendIssuerMissing, BackendNoProviders, BackendNoProviderMatches, BackendNoProviderRedacted,
		BackendDiscoveryFailed, BackendDiscoveryAnswer, BackendNotOIDC, BackendClaimNotVerified, BackendKidNotFound,
		BackendKidNotFoundRedacted, BackendKidMissing, BackendTokenExpired, BackendTokenNotYetValid,
		BackendCustomClaimNotVerified, BackendJWKSUnparseable, BackendJWKSUnreachable, BackendJWKSStatus,
		BackendJWKSContentType, BackendJWKSDataURL, BackendInternal, BackendIdentityExpired, BackendInvalidAdminKey,
		BackendInvalidHeader, BackendHeaderUnparseable, BackendBadAdminKey,
	}
}

// Push returns every text with which a push or a change of an environment variable is refused, the whole ones first,
// then the inner ones that stand in their {inner}.
func Push() []Message {
	return []Message{
		PushRefused, PushChangeRefused, PushVariableMissing, PushVariableMissingOld, PushConvexJSON, PushNoDefaultExport, PushOnlyStrings,
		PushNotMatching, PushApplicationID, PushType, PushCustomJWTDomain, PushOIDCIssuer, PushSharedIssuer, PushDomainURL,
	}
}
