package messages

// deploymentParts are the texts of a deployment that stand inside others and are looked for on their own, too.
var deploymentParts = []Message{
	BackendProviderOIDC, BackendProviderCustomJWT, BackendForbidden, PushNoVariant, PushMissingProviders,
	PushDomainQuote, PushDomainScheme, PushDomainTLD,
}

// deploymentTexts are what a deployment says besides refusing a token or a push, and short codes that people quote
// without their text (B 2.1-2.28, 3.6, 3.41; P 1.4, 3.31).
var deploymentTexts = []printed{
	{ID: "code-no-auth-provider", Code: "NoAuthProvider", Text: "NoAuthProvider", Fact: "B 2.8"},
	{ID: "code-invalid-auth-header", Code: "InvalidAuthHeader", Text: "InvalidAuthHeader", Fact: "B 2.6"},
	{ID: "code-discovery-failed", Code: "AuthProviderDiscoveryFailed", Text: "AuthProviderDiscoveryFailed", Fact: "B 2.9"},
	{ID: "code-internal-server-error", Code: "InternalServerError", Text: "InternalServerError", Fact: "B 2.21"},
	{ID: "code-token-expired", Code: "TokenExpired", Text: "TokenExpired", Fact: "B 2.22"},
	{ID: "code-invalid-admin-key", Code: "InvalidAdminKey", Text: "InvalidAdminKey", Fact: "B 2.23"},
	{ID: "code-invalid-header", Code: "InvalidHeaderFailure", Text: "InvalidHeaderFailure", Fact: "B 2.24"},
	{ID: "code-header-parse", Code: "HeaderParseFailure", Text: "HeaderParseFailure", Fact: "B 2.25"},
	{ID: "code-bad-admin-key", Code: "BadAdminKey", Text: "BadAdminKey", Fact: "B 2.26"},
	{ID: "code-invalid-auth-config", Code: "InvalidAuthConfig", Text: "InvalidAuthConfig", Fact: "B 4.6"},
	{ID: "code-auth-config-variable", Code: "AuthConfigMissingEnvironmentVariable", Text: "AuthConfigMissingEnvironmentVariable", Fact: "B 4.4"},
	{ID: "code-domain-url", Code: "InvalidProviderDomainUrl", Text: "InvalidProviderDomainUrl", Fact: "P 2.10"},

	{ID: "push-pushed-invalid", Code: "InvalidAuthConfig", Text: "The pushed auth config is invalid: {inner}\n", Fact: "B 4.6"},
	{ID: "push-missing-field", Code: "InvalidAuthConfig", Text: "list of provider credentials: missing field {field}\n", Fact: "V 172"},
	{ID: "push-import", Code: "InvalidAuthConfig", Text: "Can't import {module} while evaluating auth config file", Fact: "V 14"},

	{ID: "deployment-no-http-actions", Text: "This Convex deployment does not have HTTP actions enabled.", Fact: "P 3.31"},
	{ID: "deployment-no-route", Text: "No matching routes found", Fact: "P 3.31"},
	{ID: "deployment-variable-too-large", Code: "EnvironmentVariableValueTooLarge", Text: "EnvironmentVariableValueTooLarge", Fact: "P 1.4"},
	{ID: "deployment-variable-forbidden", Code: "EnvVarNameForbidden", Fact: "P 1.4",
		Text: `Environment variable with name "{name}" is built-in and cannot be overridden`},

	{ID: "inner-typ", Fact: "B 2.27", Text: "unexpected or unsupported JWT type `{typ}`"},
	{ID: "inner-audience", Fact: "B 2.27", Text: "Invalid audiences: `{audience}` is not a trusted audience"},
	{ID: "inner-algorithm", Fact: "B 2.27", Text: "Disallowed signature algorithm: {algorithm}"},
	{ID: "inner-no-key", Fact: "B 2.27", Text: "No matching key found"},
	{ID: "inner-ambiguous-key", Fact: "B 2.27", Text: "Ambiguous key identification: {error}\n"},
	{ID: "inner-signature", Fact: "B 2.27", Text: "Crypto error: bad signature"},
	{ID: "inner-expired", Fact: "B 2.27", Text: "Expired: ID token expired at {time} (current time is {now})"},
	{ID: "inner-validation", Fact: "B 2.28", Text: "Original validation error: {error}\n"},
	{ID: "inner-discovery", Fact: "B 2.28", Text: "Error discovering auth provider: {issuer}, {error}\n"},
	{ID: "inner-issuer-differs", Fact: "P 2.17", Text: "unexpected issuer URI `{issuer}` (expected `{expected}`)"},
	{ID: "deployment-invalid-issuer", Fact: "B 1.46", Text: "Invalid issuer: {issuer} != {expected}\n"},
	{ID: "deployment-missing-audience", Fact: "B 1.46",
		Text: "Missing audience claim ('aud') in JWT payload. The JWT must include an 'aud' claim that matches your configured application ID."},
	{ID: "deployment-invalid-audience", Fact: "B 1.46", Text: "Invalid audience: {application} not in [{audiences}]"},
}
