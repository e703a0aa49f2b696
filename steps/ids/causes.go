package ids

// Cause names one cause of a failing sign-in. The text is the file name of its page in assets/causes and what
// `check --json` prints, so a name is never changed once it was published.
type Cause string

// Section is the part of the catalogue that a cause belongs to.
type Section int

// The sections of the catalogue, in the order in which they are walked and listed.
const (
	SectionBackend    Section = iota + 1 // does the call reach this deployment, and what does it log?
	SectionFrontend                      // does the client send a token?
	SectionToken                         // is it a token that Convex can read?
	SectionMatching                      // does the configuration match the token?
	SectionProduction                    // deployment and production
	SectionRefresh                       // it worked, then stopped
)

// Step 1: does the call reach this deployment, and what does it log?
const (
	WrongOrUnreachableDeployment Cause = "wrong-or-unreachable-deployment"
	ClientNotConnected           Cause = "client-not-connected"
	CodeNotPushed                Cause = "code-not-pushed"
	LogsLookedAtTooLate          Cause = "logs-looked-at-too-late"
	DashboardOrCLICall           Cause = "dashboard-or-cli-call"
	ScheduledOrCronCall          Cause = "scheduled-or-cron-call"
	ComponentContext             Cause = "component-context"
	QueryBeforeAuthReady         Cause = "query-before-auth-ready"
	HTTPActionWithoutHeader      Cause = "http-action-without-header"
	HTTPActionAuthThrows         Cause = "http-action-auth-throws"
	AppUserRecordMissing         Cause = "app-user-record-missing"
	DashboardIdentityLacksClaims Cause = "dashboard-identity-lacks-claims"
)

// Step 2: does the client send a token?
const (
	TokenNotSuppliedByClient         Cause = "token-not-supplied-by-client"
	WrongProviderComponent           Cause = "wrong-provider-component"
	UseAuthAdapterMisimplemented     Cause = "use-auth-adapter-misimplemented"
	NotSignedIn                      Cause = "not-signed-in"
	ProviderSignInIncomplete         Cause = "provider-sign-in-incomplete"
	ProviderTokenFetchFails          Cause = "provider-token-fetch-fails"
	ClerkConvexIntegrationNotEnabled Cause = "clerk-convex-integration-not-enabled"
	ClerkSessionOlderThanIntegration Cause = "clerk-session-older-than-integration"
	SSRTokenMissing                  Cause = "ssr-token-missing"
	AuthProxyRouteUnreachable        Cause = "auth-proxy-route-unreachable"
	AuthCookieNotSet                 Cause = "auth-cookie-not-set"
	CORSOrTrustedOrigin              Cause = "cors-or-trusted-origin"
	ProxyHeaderForwarding            Cause = "proxy-header-forwarding"
	TokenRejectedClientSilent        Cause = "token-rejected-client-silent"
	BrokenPaste                      Cause = "broken-paste"
)

// Step 2 and 3: is it a token that Convex can read?
const (
	OpaqueToken                 Cause = "opaque-token"
	WrongTokenKind              Cause = "wrong-token-kind"
	PayloadTypeError            Cause = "payload-type-error"
	ClaimsMissing               Cause = "claims-missing"
	ClaimShapeNotOIDC           Cause = "claim-shape-not-oidc"
	HeaderNotAccepted           Cause = "header-not-accepted"
	JWTHeaderMissingKid         Cause = "jwt-header-missing-kid"
	UnsupportedSigningAlgorithm Cause = "unsupported-signing-algorithm"
	TokenExpired                Cause = "token-expired"
	IatOrExpClockSkew           Cause = "iat-or-exp-clock-skew"
	TokenLifetimeTooShort       Cause = "token-lifetime-too-short"
)

// Step 3: does the configuration match?
const (
	AuthConfigMissingOrNotPushed Cause = "auth-config-missing-or-not-pushed"
	AuthConfigPushRejected       Cause = "auth-config-push-rejected"
	AuthConfigEnvVarMissing      Cause = "auth-config-env-var-missing"
	IssuerMismatch               Cause = "issuer-mismatch"
	DevProdInstanceMix           Cause = "dev-prod-instance-mix"
	IssuerWithoutScheme          Cause = "issuer-without-scheme"
	AudienceMismatch             Cause = "audience-mismatch"
	MultipleAudiences            Cause = "multiple-audiences"
	OIDCDiscoveryUnreachable     Cause = "oidc-discovery-unreachable"
	JWKSUnusableKey              Cause = "jwks-unusable-key"
	SigningKeyJWKSMismatch       Cause = "signing-key-jwks-mismatch"
	SignatureInvalid             Cause = "signature-invalid"
	SharedIssuerNeedsAudience    Cause = "shared-issuer-needs-audience"
)

// Deployment and production.
const (
	EnvVarMissingOnDeployment   Cause = "env-var-missing-on-deployment"
	SiteURLEnvWrongOrMissing    Cause = "site-url-env-wrong-or-missing"
	MalformedSigningKey         Cause = "malformed-signing-key"
	KeyAlgorithmMismatch        Cause = "key-algorithm-mismatch"
	KeyPairMismatch             Cause = "key-pair-mismatch"
	JWKSVariableMalformed       Cause = "jwks-variable-malformed"
	PrivateKeyPublished         Cause = "private-key-published"
	MissingAuthExport           Cause = "missing-auth-export"
	AuthRoutesMissing           Cause = "auth-routes-missing"
	ConvexCloudVsSiteURL        Cause = "convex-cloud-vs-site-url"
	SelfHostedSiteOrigin        Cause = "self-hosted-site-origin"
	OAuthCallbackMismatch       Cause = "oauth-callback-mismatch"
	OAuthProviderConfig         Cause = "oauth-provider-config"
	OAuthStateCookieLost        Cause = "oauth-state-cookie-lost"
	NativeOAuthRedirect         Cause = "native-oauth-redirect"
	ProviderSecretIncomplete    Cause = "provider-secret-incomplete"
	AppleAppSiteAssociation     Cause = "apple-app-site-association"
	AssetLinks                  Cause = "asset-links"
	ChangePassword              Cause = "change-password"
	RelatedOrigins              Cause = "related-origins"
	SecurityTxt                 Cause = "security-txt"
	PasskeyOrigin               Cause = "passkey-origin"
	BetterAuthSecretChanged     Cause = "better-auth-secret-changed"
	SignInProviderNotConfigured Cause = "sign-in-provider-not-configured"
	OAuthTokenExchangeRejected  Cause = "oauth-token-exchange-rejected"
	SDKBugUpgradeNeeded         Cause = "sdk-bug-upgrade-needed"
)

// It worked, then stopped, and refresh.
const (
	TokenRefreshNotHandled    Cause = "token-refresh-not-handled"
	SDKStaleTokenFetcher      Cause = "sdk-stale-token-fetcher"
	SDKReauthRace             Cause = "sdk-reauth-race"
	SessionRefetchLoop        Cause = "session-refetch-loop"
	StaleTokenInStorage       Cause = "stale-token-in-storage"
	RefreshTokenReuseRace     Cause = "refresh-token-reuse-race"
	RefreshSubscriptionBurst  Cause = "refresh-subscription-burst"
	RefreshDuplicateClients   Cause = "refresh-duplicate-clients"
	RefreshStorageUnavailable Cause = "refresh-storage-unavailable"
	RefreshTokenCorrupted     Cause = "refresh-token-corrupted"
	RefreshProxyRetries       Cause = "refresh-proxy-retries"
)

// catalogue lists every cause once, section by section, in the order of the steps.
var catalogue = []struct {
	section Section
	causes  []Cause
}{
	{SectionBackend, []Cause{
		WrongOrUnreachableDeployment,
		ClientNotConnected,
		CodeNotPushed,
		LogsLookedAtTooLate,
		DashboardOrCLICall,
		ScheduledOrCronCall,
		ComponentContext,
		QueryBeforeAuthReady,
		HTTPActionWithoutHeader,
		HTTPActionAuthThrows,
		AppUserRecordMissing,
		DashboardIdentityLacksClaims,
	}},
	{SectionFrontend, []Cause{
		TokenNotSuppliedByClient,
		WrongProviderComponent,
		UseAuthAdapterMisimplemented,
		NotSignedIn,
		ProviderSignInIncomplete,
		ProviderTokenFetchFails,
		ClerkConvexIntegrationNotEnabled,
		ClerkSessionOlderThanIntegration,
		SSRTokenMissing,
		AuthProxyRouteUnreachable,
		AuthCookieNotSet,
		CORSOrTrustedOrigin,
		ProxyHeaderForwarding,
		TokenRejectedClientSilent,
		BrokenPaste,
	}},
	{SectionToken, []Cause{
		OpaqueToken,
		WrongTokenKind,
		PayloadTypeError,
		ClaimsMissing,
		ClaimShapeNotOIDC,
		HeaderNotAccepted,
		JWTHeaderMissingKid,
		UnsupportedSigningAlgorithm,
		TokenExpired,
		IatOrExpClockSkew,
		TokenLifetimeTooShort,
	}},
	{SectionMatching, []Cause{
		AuthConfigMissingOrNotPushed,
		AuthConfigPushRejected,
		AuthConfigEnvVarMissing,
		IssuerMismatch,
		DevProdInstanceMix,
		IssuerWithoutScheme,
		AudienceMismatch,
		MultipleAudiences,
		OIDCDiscoveryUnreachable,
		JWKSUnusableKey,
		SigningKeyJWKSMismatch,
		SignatureInvalid,
		SharedIssuerNeedsAudience,
	}},
	{SectionProduction, []Cause{
		EnvVarMissingOnDeployment,
		SiteURLEnvWrongOrMissing,
		MalformedSigningKey,
		KeyAlgorithmMismatch,
		KeyPairMismatch,
		JWKSVariableMalformed,
		PrivateKeyPublished,
		MissingAuthExport,
		AuthRoutesMissing,
		ConvexCloudVsSiteURL,
		SelfHostedSiteOrigin,
		OAuthCallbackMismatch,
		OAuthProviderConfig,
		OAuthStateCookieLost,
		NativeOAuthRedirect,
		ProviderSecretIncomplete,
		AppleAppSiteAssociation,
		AssetLinks,
		ChangePassword,
		RelatedOrigins,
		SecurityTxt,
		PasskeyOrigin,
		BetterAuthSecretChanged,
		SignInProviderNotConfigured,
		OAuthTokenExchangeRejected,
		SDKBugUpgradeNeeded,
	}},
	{SectionRefresh, []Cause{
		TokenRefreshNotHandled,
		SDKStaleTokenFetcher,
		SDKReauthRace,
		SessionRefetchLoop,
		StaleTokenInStorage,
		RefreshTokenReuseRace,
		RefreshSubscriptionBurst,
		RefreshDuplicateClients,
		RefreshStorageUnavailable,
		RefreshTokenCorrupted,
		RefreshProxyRetries,
	}},
}

// Causes returns every cause, in the order of the catalogue.
func Causes() []Cause {
	var all []Cause
	for _, part := range catalogue {
		all = append(all, part.causes...)
	}
	return all
}

// SectionOf returns the section that a cause belongs to, or 0 for a name that is no cause.
func SectionOf(cause Cause) Section {
	for _, part := range catalogue {
		for _, one := range part.causes {
			if one == cause {
				return part.section
			}
		}
	}
	return 0
}

// Known reports whether cause is one of the catalogue.
func (cause Cause) Known() bool { return SectionOf(cause) != 0 }

// String returns the section as a person reads it in a list.
func (section Section) String() string {
	switch section {
	case SectionBackend:
		return "Step 1, backend"
	case SectionFrontend:
		return "Step 2, frontend"
	case SectionToken:
		return "Steps 2 and 3, the token"
	case SectionMatching:
		return "Step 3, matching"
	case SectionProduction:
		return "Deployment and production"
	case SectionRefresh:
		return "It worked, then stopped"
	}
	return "no section"
}
