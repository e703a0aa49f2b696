package deploy

import (
	"strings"
	"sync"
)

// Names of variables that the libraries read.
const (
	nameKey        = "JWT_PRIVATE_KEY"
	nameJWKS       = "JWKS"
	nameEncryption = "AUTH_SECRET_ENCRYPTION_KEY"
	nameSite       = "SITE_URL"
	nameApp        = "APP_URL"
	nameSecondary  = "SECONDARY_URL"
	nameAltOrigins = "WEBAUTHN_ALT_ORIGINS"
	namePrefix     = "CONVEX_AUTH_HTTP_PREFIX"
	nameCustomSite = "CUSTOM_AUTH_SITE_URL"
	nameAuthSite   = "CONVEX_AUTH_SITE_URL"
	nameIOSApps    = "IOS_APP_IDS"
	nameIOSPaths   = "IOS_APPLINK_PATHS"
	nameAndroid    = "ANDROID_APP_LINKS"
	nameChange     = "CHANGE_PASSWORD_URL"
	nameContact    = "SECURITY_CONTACT"
	nameExpires    = "SECURITY_TXT_EXPIRES_DAYS"
	nameTotal      = "AUTH_SESSION_TOTAL_DURATION_MS"
	nameInactive   = "AUTH_SESSION_INACTIVE_DURATION_MS"
	nameLogLevel   = "AUTH_LOG_LEVEL"
	nameLogSecrets = "AUTH_LOG_SECRETS"
	nameConvexSite = "CONVEX_SITE_URL"
	nameConvexURL  = "CONVEX_CLOUD_URL"
	nameV2Key      = "AUTH_PRIVATE_KEY"
	nameV2JWKS     = "AUTH_JWKS"
	nameKeyring    = "AUTH_KEYS" // robelest later than generation B: all keys in one variable
)

// libraryNames are the variables that some generation reads, but for those of single providers (P 1B, 1C).
var libraryNames = []string{
	nameKey, nameJWKS, nameEncryption, nameSite, nameApp, nameSecondary, nameAltOrigins, namePrefix, nameCustomSite,
	nameAuthSite, nameIOSApps, nameIOSPaths, nameAndroid, nameChange, nameContact, nameExpires, nameTotal, nameInactive,
	nameLogLevel, nameLogSecrets,
}

// otherNames are variables of other providers, of Convex and of frontends that people have in the same lists.
var otherNames = []string{
	nameConvexSite, nameConvexURL, nameV2Key, nameV2JWKS, nameKeyring, "AUTH_EMAIL", "RESEND_API_KEY", "AUTH_PASSWORD_EMAIL_VERIFICATION",
	"AUTH_SECRET", "AUTH_URL", "AUTH_TRUST_HOST", "AUTH_REDIRECT_PROXY_URL",
	"CONVEX_DEPLOYMENT", "CONVEX_DEPLOY_KEY", "CONVEX_URL", "CONVEX_SELF_HOSTED_URL", "CONVEX_SELF_HOSTED_ADMIN_KEY",
	"CLERK_JWT_ISSUER_DOMAIN", "CLERK_FRONTEND_API_URL", "CLERK_ISSUER_URL", "CLERK_SECRET_KEY", "CLERK_WEBHOOK_SECRET",
	"CLERK_PUBLISHABLE_KEY", "AUTH0_DOMAIN", "AUTH0_CLIENT_ID", "AUTH0_CLIENT_SECRET", "AUTH0_SECRET",
	"WORKOS_CLIENT_ID", "WORKOS_API_KEY", "WORKOS_COOKIE_PASSWORD", "WORKOS_REDIRECT_URI",
	"BETTER_AUTH_SECRET", "BETTER_AUTH_URL", "NODE_ENV",
}

var knownNames = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for _, name := range libraryNames {
		known[name] = true
	}
	for _, name := range otherNames {
		known[name] = true
	}
	return known
})

// browserPrefixes are the beginnings of names that a build tool writes into what browsers load.
var browserPrefixes = []string{"NEXT_PUBLIC_", "EXPO_PUBLIC_", "NUXT_PUBLIC_", "PUBLIC_", "VITE_", "REACT_APP_", "GATSBY_"}

// withoutBrowserPrefix returns the name behind a browser prefix, and whether there was one.
func withoutBrowserPrefix(name string) (string, bool) {
	for _, prefix := range browserPrefixes {
		if rest, ok := strings.CutPrefix(name, prefix); ok && rest != "" {
			return rest, true
		}
	}
	return name, false
}

// isKnownName reports whether a library, Convex or a provider uses name, so that it is a variable wherever it stands.
func isKnownName(name string) bool {
	if knownNames()[name] {
		return true
	}
	if rest, ok := withoutBrowserPrefix(name); ok && (knownNames()[rest] || strings.HasPrefix(rest, "CONVEX_") || strings.HasPrefix(rest, "CLERK_")) {
		return true
	}
	_, _, ok := splitProviderName(name)
	return ok
}

// providerParts are the ends of the names of a provider's variables (P 1.26, 1.32), the longest first.
var providerParts = []string{"_TENANT_ID", "_TEAM_ID", "_KEY_ID", "_PRIVATE_KEY", "_SECRET", "_ISSUER", "_KEY", "_ID"}

// splitProviderName takes AUTH_<PROVIDER>_<PART> apart: AUTH_MICROSOFT_ENTRA_ID_SECRET is MICROSOFT_ENTRA_ID and SECRET.
func splitProviderName(name string) (provider, part string, ok bool) {
	rest, ok := strings.CutPrefix(name, "AUTH_")
	if !ok || name == nameEncryption || name == nameLogSecrets {
		return "", "", false
	}
	for _, suffix := range providerParts {
		if provider, found := strings.CutSuffix(rest, suffix); found && provider != "" {
			return provider, suffix[1:], true
		}
	}
	return "", "", false
}
