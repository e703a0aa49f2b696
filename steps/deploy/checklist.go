package deploy

// rule is one item of production.md section 6.
type rule struct {
	id    string
	title string
	run   func(*checker) []Row
}

// rules are the items of 6A, 6B and 6C in the order of 6.3: generation, where and what is set, keys, auth.config, URLs,
// callbacks, tokens, live discovery, .well-known documents.
var rules = []rule{
	{"GEN", "Library generation", (*checker).generation},
	{"ENV-PARSE", "The list of variables can be read", (*checker).envParse},
	{"ENV-WHERE", "The list is the production deployment's", (*checker).envWhere},
	{"ENV-MISSING", "Required variables are set", (*checker).envMissing},
	{"ENV-EMPTY", "No variable is empty", (*checker).envEmpty},
	{"ENV-SYSTEM", "CONVEX_SITE_URL is left to Convex", (*checker).envSystem},
	{"ENV-OLDNAME", "Names of this version", (*checker).envOldName},
	{"ENV-DUP", "Each name stands once", (*checker).envDuplicate},
	{"ENV-HASH", "No quotes, blanks or # in values", (*checker).envHash},
	{"ENV-SIZE", "Names and sizes within Convex's limits", (*checker).envSize},
	{"ENV-V2", "No variables of Convex Auth v2", (*checker).envV2},
	{"ENV-DEV", "Development has values of its own", (*checker).envDev},
	{"SECRET-LEAK", "No secret under a browser name", (*checker).secretLeak},
	{"LOG-FLAGS", "Logging is fit for production", (*checker).logFlags},
	{"DURATION", "Session durations", (*checker).duration},

	{"KEY-PEM", "JWT_PRIVATE_KEY can be read", (*checker).keyPEM},
	{"KEY-ALG", "The key is of the right kind", (*checker).keyAlg},
	{"KEY-MATCH", "JWT_PRIVATE_KEY and JWKS belong together", (*checker).keyMatch},
	{"JWKS-JSON", "JWKS is a key set", (*checker).jwksJSON},
	{"JWKS-ONE", "JWKS has one usable key", (*checker).jwksOne},
	{"JWKS-USE", "The members of the key are right", (*checker).jwksUse},
	{"JWKS-PRIVATE", "JWKS holds public members only", (*checker).jwksPrivate},
	{"ENC-KEY", "AUTH_SECRET_ENCRYPTION_KEY is strong", (*checker).encKey},

	{"AUTHCFG-DOMAIN", "auth.config trusts the right issuer", (*checker).authDomain},
	{"AUTHCFG-AUD", `applicationID is "convex"`, (*checker).authAudience},
	{"AUTHCFG-ENV", "Variables that auth.config reads are set", (*checker).authEnv},
	{"AUTHCFG-FILE", "auth.config is there and deployed", (*checker).authFile},
	{"EXPORTS", "convex/auth.ts exports what the library calls", (*checker).exports},
	{"HTTP-ROUTER", "convex/http.ts adds the auth routes", (*checker).httpRouter},

	{"URL-APP", "The app's address", (*checker).urlApp},
	{"URL-NOT-CONVEX", "The app's address is the frontend's", (*checker).urlNotConvex},
	{"URL-WWW", "The app's address does not redirect elsewhere", (*checker).urlWWW},
	{"URL-SECONDARY", "Further addresses", (*checker).urlSecondary},
	{"SITE-FORM", "Client URL and site URL belong together", (*checker).siteForm},

	{"PROVIDER-PAIR", "Provider credentials are complete", (*checker).providerPair},
	{"PROVIDER-SHAPE", "Provider credentials are plausible", (*checker).providerShape},
	{"APPLE-JWT", "Apple's client secret is valid", (*checker).appleJWT},
	{"APPLE-PEM", "Apple's private key can be read", (*checker).applePEM},
	{"OAUTH-CB", "Callback URL at the provider", (*checker).oauthCallback},
	{"OAUTH-START", "What the provider is sent", (*checker).oauthStart},
	{"OAUTH-GH-ISS", "GitHub's iss parameter", (*checker).oauthGitHub},

	{"TOKEN", "A token fits", (*checker).token},
	{"TOKEN-LIFE", "Token lifetime", (*checker).tokenLife},
	{"REFRESH-FMT", "Refresh token", (*checker).refreshForm},
	{"STORAGE-STATE", "Browser storage", (*checker).storageState},
	{"COOKIE", "Cookies that browsers keep", (*checker).cookie},

	{"DISC-DOC", "Discovery document", (*checker).discovery},
	{"JWKS-LIVE", "The live key set is the variable's", (*checker).jwksLive},

	{"WK-HOST", "Documents are on the app's host", (*checker).wkHost},
	{"WK-SPA", "No page in place of a document", (*checker).wkSPA},
	{"WK-404", "Documents are found", (*checker).wk404},
	{"XFH", "The proxy sends no x-forwarded-host", (*checker).forwardedHost},
	{"AASA-HTTP", "apple-app-site-association: how it is served", (*checker).aasaHTTP},
	{"AASA-JSON", "apple-app-site-association: what it says", (*checker).aasaJSON},
	{"AASA-ID", "apple-app-site-association: the app is in it", (*checker).aasaID},
	{"AASA-CDN", "apple-app-site-association: Apple's copy", (*checker).aasaCDN},
	{"DAL-HTTP", "assetlinks.json: how it is served", (*checker).dalHTTP},
	{"DAL-JSON", "assetlinks.json: what it says", (*checker).dalJSON},
	{"DAL-ENV", "ANDROID_APP_LINKS is read whole", (*checker).dalEnv},
	{"DAL-FP", "assetlinks.json: the signing key is in it", (*checker).dalPrint},
	{"CHPW", "change-password", (*checker).changePassword},
	{"CHPW-PROBE", "Pages that do not exist answer 404", (*checker).changeProbe},
	{"ROR", "Related origins", (*checker).relatedOrigins},
	{"PASSKEY-ORIGIN", "Passkeys: browser and server accept the origins", (*checker).passkeyOrigin},
	{"SECTXT", "security.txt", (*checker).securityTxt},
	{"SECTXT-DAYS", "SECURITY_TXT_EXPIRES_DAYS", (*checker).securityDays},
	{"PKEP", "passkey-endpoints (optional)", (*checker).passkeyEndpoints},
}

// Checklist judges every item. Each item has at least one row; what cannot be judged from the input is Unseen and says
// which paste would show it.
func Checklist(input Input) []Row {
	c := newChecker(input)
	var rows []Row
	for _, one := range rules {
		if one.id == "ENV-DEV" && input.Dev == nil {
			continue // nobody has to paste it
		}
		found := one.run(c)
		if len(found) == 0 {
			found = []Row{unseen("")}
		}
		for _, row := range found {
			row.ID, row.Title = one.id, one.title
			rows = append(rows, c.ownCommands(row).cleaned())
		}
	}
	return rows
}
