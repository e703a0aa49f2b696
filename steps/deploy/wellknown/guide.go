package wellknown

// Guide is what a page about one document says beside its checks.
type Guide struct {
	Title     string
	Question  string   // asked before the document is judged: no app needs all of them
	Host      string   // where it is looked for
	Variables []string // what feeds it where a library serves it
	Cache     string   // how long a change takes to arrive
	Symptom   string   // what a person sees when it is wrong
	Also      []string // further addresses that show what others have of it; {host} stands for the app's host
}

var guides = map[Kind]Guide{
	AASA: {
		Title:     "apple-app-site-association",
		Question:  "Does the app run natively on iOS or macOS, with passkeys, password autofill or links that open it?",
		Host:      "each host that an associated domain names; for passkeys the RP ID host",
		Variables: []string{"IOS_APP_IDS", "IOS_APPLINK_PATHS"},
		Cache: "Apple's CDN fetches the file within 24 hours after the app is installed or updated, then about once a week. Devices " +
			"ask the CDN, so a corrected file is not at once on the phone. In a development build ?mode=developer on the entitlement goes past the CDN.",
		Symptom: "Creating or using a passkey ends with an authorization error: the application with this identifier is not associated " +
			"with the domain. Links open the browser instead of the app. Apple's swcd log says “Denying redirect” or “Bad apple-app-site-association server trust”.",
		Also: []string{"https://app-site-association.cdn-apple.com/a/v1/{host}"},
	},
	AssetLinks: {
		Title:     "assetlinks.json",
		Question:  "Does the app run natively on Android, with passkeys, shared passwords or links that open it?",
		Host:      "the RP ID host and each host whose links open the app",
		Variables: []string{"ANDROID_APP_LINKS"},
		Cache: "Google's service keeps what it fetched for as long as the answer's Cache-Control says, and phones check at install and " +
			"update. Reinstall the app to have it checked again.",
		Symptom: "Credential Manager offers no passkey, or says that the RP ID cannot be validated. Links open the browser or ask " +
			"which app to use.",
		Also: []string{"https://digitalassetlinks.googleapis.com/v1/statements:list?source.web.site=https://{host}&relation=delegate_permission/common.get_login_creds"},
	},
	ChangePassword: {
		Title:     "change-password",
		Question:  "Do people sign in with a password, so that password managers should find the page to change it?",
		Host:      "the app's host",
		Variables: []string{"CHANGE_PASSWORD_URL"},
		Cache:     "Browsers ask anew each time; the library allows five minutes. A permanent redirect stays in the browser.",
		Symptom:   "“Change password” in iCloud Keychain, Chrome or 1Password opens the start page.",
	},
	Probe: {
		Title:    "the page that must not exist",
		Question: "Does change-password matter for this app?",
		Host:     "the app's host",
		Cache:    "Asked together with change-password.",
		Symptom:  "Password managers ignore change-password, because a site that answers 200 for everything tells them nothing.",
	},
	RelatedOrigins: {
		Title:     "webauthn (related origins)",
		Question:  "Do people use the same passkey on more than one domain?",
		Host:      "the RP ID host",
		Variables: []string{"WEBAUTHN_ALT_ORIGINS", "SECONDARY_URL"},
		Cache:     "Browsers fetch it at the time of the request, with ordinary HTTP caching; the library allows five minutes.",
		Symptom:   "On the other domain the browser throws SecurityError: the RP ID is no suffix of the origin and no related origin.",
	},
	SecurityTxt: {
		Title:     "security.txt",
		Question:  "Should people who find a weakness know where to write?",
		Host:      "the app's host; the file speaks for this host only",
		Variables: []string{"SECURITY_CONTACT", "SECURITY_TXT_EXPIRES_DAYS"},
		Cache:     "The library counts Expires from each request, so it never ends while it is served live. A copy in a folder or a cache does end.",
		Symptom:   "Nothing in the app: reports go to the wrong place, and validators complain.",
	},
	OpenID: {
		Title:    "openid-configuration",
		Question: "",
		Host:     "the issuer: what the tokens say as iss",
		Cache:    "Convex honours Cache-Control of the answer: the libraries say 15 seconds.",
		Symptom:  "Sign-in seems to work, and Convex refuses every token: “Auth provider discovery of … failed”.",
	},
	JWKS: {
		Title:     "jwks.json",
		Question:  "",
		Host:      "the address that jwks_uri names",
		Variables: []string{"JWKS"},
		Cache:     "As openid-configuration: after a change of keys allow 15 seconds.",
		Symptom:   "“Could not verify OIDC token claim”: the browser is signed out at once after sign-in.",
	},
	PasskeyEndpoints: {
		Title:    "passkey-endpoints",
		Question: "Should password managers find the page to add or manage passkeys? (optional)",
		Host:     "the RP ID host",
		Cache:    "Ordinary HTTP caching.",
		Symptom:  "Nothing breaks: password managers only cannot offer “create a passkey” for the site.",
	},
}

// GuideOf returns what there is to know about a document.
func GuideOf(kind Kind) Guide { return guides[kind] }
