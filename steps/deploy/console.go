package deploy

// Console says where a callback address is registered with a provider, and what people see when it is wrong (P 2.12; the
// consoles and their wordings are general knowledge and may change).
type Console struct {
	Name  string // "GitHub", "" for a provider that is not known here
	Where string
	Error string
}

// ConsoleOf returns the console of a provider by its id, such as "github".
func ConsoleOf(provider string) Console {
	switch provider {
	case "google":
		return Console{"Google", "console.cloud.google.com > APIs & Services > Credentials > the OAuth 2.0 client > Authorized redirect URIs. A change may take minutes.",
			"Google shows “Error 400: redirect_uri_mismatch”."}
	case "github":
		return Console{"GitHub", "github.com > Settings > Developer settings > OAuth Apps > the app > Authorization callback URL. An OAuth app has one: dev and production need an app each.",
			"GitHub shows “The redirect_uri is not associated with this application”."}
	case "apple":
		return Console{"Apple", "developer.apple.com > Certificates, Identifiers & Profiles > Identifiers > the Services ID > Sign in with Apple > Return URLs. https only, no IP address, no localhost.",
			"Apple shows “invalid_request: Invalid redirect_uri”."}
	case "microsoft", "microsoft-entra-id", "azure-ad":
		return Console{"Microsoft", "entra.microsoft.com > App registrations > the app > Authentication > Redirect URIs of the platform Web.",
			"Microsoft shows AADSTS50011."}
	case "discord":
		return Console{"Discord", "discord.com/developers > the application > OAuth2 > Redirects.", "Discord shows “Invalid OAuth2 redirect_uri”."}
	}
	return Console{Where: "The settings of the OAuth client in the provider's console: redirect URI, callback URL or return URL.",
		Error: "The provider shows an error page that names redirect_uri, or comes back to another place."}
}
