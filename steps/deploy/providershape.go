package deploy

import (
	"regexp"

	"convex-auth-doctor/steps/lazy"
)

// providerShape is what a provider's credentials look like (P 6A PROVIDER-SHAPE). A nil expression means that the
// provider has no form that could be relied on.
type providerShape struct {
	title  string
	id     *regexp.Regexp
	secret *regexp.Regexp
}

var (
	googleID     = lazy.Regexp(`^[0-9]+(?:-[a-z0-9]+)?\.apps\.googleusercontent\.com$`)
	googleSecret = lazy.Regexp(`^(?:GOCSPX-[A-Za-z0-9_\-]{20,}|[A-Za-z0-9_\-]{24})$`)
	gitHubID     = lazy.Regexp(`^(?:Ov23[A-Za-z0-9]{8,}|Iv1\.[0-9a-f]{16}|Iv23[A-Za-z0-9]{8,}|[0-9a-f]{20})$`)
	gitHubSecret = lazy.Regexp(`^[0-9a-f]{40}$`)
	servicesID   = lazy.Regexp(`^[A-Za-z][A-Za-z0-9\-]*(?:\.[A-Za-z0-9\-]+)+$`)
	discordID    = lazy.Regexp(`^[0-9]{17,20}$`)
	auth0ID      = lazy.Regexp(`^[A-Za-z0-9]{32}$`)
	facebookID   = lazy.Regexp(`^[0-9]{13,18}$`)
	guid         = lazy.Regexp(`(?i)^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$`)

	// appleID is the form of Apple's team and key ids.
	appleID = lazy.Regexp(`^[A-Z0-9]{10}$`)
)

// providerShapeOf returns the shape for the provider's part of the variable names, as Auth.js builds them (P 1.32).
func providerShapeOf(provider string) (shape providerShape, ok bool) {
	switch provider {
	case "GOOGLE":
		return providerShape{"Google", googleID(), googleSecret()}, true
	case "GITHUB":
		return providerShape{"GitHub", gitHubID(), gitHubSecret()}, true
	case "APPLE":
		return providerShape{"Apple", servicesID(), nil}, true
	case "MICROSOFT":
		return providerShape{"Microsoft", guid(), nil}, true
	case "MICROSOFT_ENTRA_ID":
		return providerShape{"Microsoft Entra ID", guid(), nil}, true
	case "AZURE_AD":
		return providerShape{"Azure AD", guid(), nil}, true
	case "DISCORD":
		return providerShape{"Discord", discordID(), nil}, true
	case "AUTH0":
		return providerShape{"Auth0", auth0ID(), nil}, true
	case "FACEBOOK":
		return providerShape{"Facebook", facebookID(), nil}, true
	}
	return providerShape{}, false
}
