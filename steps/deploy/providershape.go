package deploy

import "regexp"

// providerShape is what a provider's credentials look like (P 6A PROVIDER-SHAPE). A nil expression means that the
// provider has no form that could be relied on.
type providerShape struct {
	title  string
	id     *regexp.Regexp
	secret *regexp.Regexp
}

// providerShapes is keyed by the provider's part of the variable names, as Auth.js builds them (P 1.32).
var providerShapes = map[string]providerShape{
	"GOOGLE":             {"Google", regexp.MustCompile(`^[0-9]+(?:-[a-z0-9]+)?\.apps\.googleusercontent\.com$`), regexp.MustCompile(`^(?:GOCSPX-[A-Za-z0-9_\-]{20,}|[A-Za-z0-9_\-]{24})$`)},
	"GITHUB":             {"GitHub", regexp.MustCompile(`^(?:Ov23[A-Za-z0-9]{8,}|Iv1\.[0-9a-f]{16}|Iv23[A-Za-z0-9]{8,}|[0-9a-f]{20})$`), regexp.MustCompile(`^[0-9a-f]{40}$`)},
	"APPLE":              {"Apple", regexp.MustCompile(`^[A-Za-z][A-Za-z0-9\-]*(?:\.[A-Za-z0-9\-]+)+$`), nil},
	"MICROSOFT":          {"Microsoft", guid, nil},
	"MICROSOFT_ENTRA_ID": {"Microsoft Entra ID", guid, nil},
	"AZURE_AD":           {"Azure AD", guid, nil},
	"DISCORD":            {"Discord", regexp.MustCompile(`^[0-9]{17,20}$`), nil},
	"AUTH0":              {"Auth0", regexp.MustCompile(`^[A-Za-z0-9]{32}$`), nil},
	"FACEBOOK":           {"Facebook", regexp.MustCompile(`^[0-9]{13,18}$`), nil},
}

// appleID is the form of Apple's team and key ids.
var appleID = regexp.MustCompile(`^[A-Z0-9]{10}$`)

var guid = regexp.MustCompile(`(?i)^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$`)
