package token

// entry says of one header member or claim what it is and what the two kinds of provider entries do with it. An empty
// custom means "as the OIDC entry does".
type entry struct {
	meaning string
	oidc    string
	custom  string
}

// headerEntries are the header members that tokens have (RFC 7515 section 4.1, RFC 7516, and the issuers' own).
var headerEntries = map[string]entry{
	"alg": {"how the token is signed",
		"must be RS256 or EdDSA, anything else is refused",    // B 1.32
		"must be the algorithm of the entry, RS256 or ES256"}, // B 1.42
	"kid": {"which of the issuer's keys signed it",
		"chooses the key; without it the issuer must publish exactly one fitting key", // B 1.33
		"must be there, and the key set must hold a key of this name"},                // B 1.43
	"typ": {"what kind of token this is",
		"must be JWT or JOSE or absent; at+jwt and others are refused", // B 1.30
		"not checked"}, // B 1.43
	"cty":      {"what the content is; a nested token says JWT", "must be absent", "not checked, must be a text"},                       // B 1.30, C7
	"crit":     {"extensions that a reader must understand", "must be absent", "not checked, must be a list"},                           // B 1.30, C7
	"cat":      {"Clerk's mark: session token or template token", "not looked at", ""},                                                  // B 1.27
	"oiat":     {"Clerk: when the session token was first issued", "not looked at", ""},                                                 // B 1.27
	"jku":      {"where the key set is", "not looked at: the key set of the entry counts", "not used, must be a text"},                  // C7
	"jwk":      {"a public key inside the token", "not looked at: the key set of the entry counts", "not used, must be a readable key"}, // C7
	"x5u":      {"where the certificate is", "not looked at", "not used, must be a text"},                                               // C7
	"x5c":      {"the certificate chain", "not looked at", "not used, must be a list"},                                                  // C7
	"x5t":      {"thumbprint of the certificate", "not looked at", "not used, must be a text"},                                          // C7
	"x5t#S256": {"thumbprint of the certificate", "not looked at", ""},
	"enc":      {"how the content is encrypted: this is no signed token", "refused: Convex reads signed tokens only", ""}, // B 1.10
	"zip":      {"how the content is compressed", "refused: Convex reads signed tokens only", ""},                         // B 1.10
	"nonce":    {"Microsoft: this access token is for Microsoft only", "not looked at, but the signature cannot be verified by others", ""},
	"iss":      {"copy of the issuer", "not looked at: iss of the payload counts", ""},
}

// registered are the claims that decide whether Convex accepts a token.
var registered = map[string]entry{
	"iss": {"who issued the token",
		"chooses the entry; must equal its domain, a slash at the end aside, and the discovery document's issuer exactly", // B 1.13, 1.22
		"chooses the entry; must equal its issuer, a slash at the end and the scheme aside"},                              // B 1.13
	"aud": {"whom the token is for",
		"must be the entry's applicationID and nothing else",                             // B 1.13, 1.31
		"must contain the entry's applicationID; not looked at when the entry has none"}, // B 1.15, 1.47
	"sub": {"who the user is, at the issuer",
		"must be there; becomes identity.subject and, with iss, tokenIdentifier",  // B 1.28, 1.60
		"must be there; becomes identity.subject and, with iss, tokenIdentifier"}, // B 1.49, 1.60
	"exp": {"when the token expires",
		"must be there; refused from that second on",                     // B 1.35
		"must be there; refused when it passed more than 5 seconds ago"}, // B 1.48
	"iat": {"when the token was issued",
		"must be there, its value does not matter; the client plans its refresh with it",                       // B 1.28, 3.20
		"may be absent, refused when more than 5 seconds in the future; the client plans its refresh with it"}, // B 1.48, 3.20
	"nbf": {"from when on the token is valid",
		"not checked", // B 1.35
		"refused when more than 5 seconds in the future"}, // B 1.48
	"jti": {"number of this token", "must be a text, not looked at further", ""}, // B 1.7
}

// hidden are the claims that an OIDC entry knows, checks the type of, and shows to no function (B 1.29, 1.62).
var hidden = map[string]entry{
	"nonce":       {"links the token to the sign-in that asked for it", "not checked, not shown to functions", ""},
	"auth_time":   {"when the user signed in", "must be a number or a time, not shown to functions", ""},
	"acr":         {"how strongly the user was authenticated", "must be a text, not shown to functions", ""},
	"amr":         {"by which methods the user was authenticated", "must be a list of texts, not shown to functions", ""},
	"azp":         {"which client or origin asked for the token", "not checked, not shown to functions", ""},
	"at_hash":     {"hash of the access token beside it", "must be a text, not shown to functions", ""},
	"c_hash":      {"hash of the code it was made from", "must be a text, not shown to functions", ""},
	"fva":         {"Clerk: minutes since each factor was verified", "not shown to functions", "not shown to functions"},
	"middle_name": {"middle name", "must be a text, not shown to functions", ""},
	"birthday":    {"birthday, an older name of birthdate", "must be a text, not shown to functions", ""},
}

// profile are the standard claims about the user with the member of the identity that an OIDC entry makes of them
// (B 1.29, 1.61). A customJwt entry passes them on under their own name (B 1.63).
var profile = []struct{ claim, identity, meaning, rule string }{
	{"name", "name", "full name", "a text"},
	{"given_name", "givenName", "first name", "a text"},
	{"family_name", "familyName", "last name", "a text"},
	{"nickname", "nickname", "nickname", "a text"},
	{"preferred_username", "preferredUsername", "user name", "a text"},
	{"profile", "profileUrl", "page of the user", "a text"},
	{"picture", "pictureUrl", "picture of the user", "a text"},
	{"website", "websiteUrl", "web site of the user", "a text"},
	{"email", "email", "e-mail address", "a text"},
	{"email_verified", "emailVerified", "whether the e-mail address was verified", "true or false, not a text"},
	{"gender", "gender", "gender", "a text"},
	{"birthdate", "birthday", "date of birth", "a text"},
	{"zoneinfo", "timezone", "time zone", "a text"},
	{"locale", "language", "language", "a text"},
	{"phone_number", "phoneNumber", "telephone number", "a text"},
	{"phone_number_verified", "phoneNumberVerified", "whether the telephone number was verified", "true or false, not a text"},
	{"address", "address", "postal address", "an object"},
	{"updated_at", "updatedAt", "when the profile was changed last", "a number or a time"},
}

// meanings are claims of the issuers' own. Both kinds of entries pass them on to the function (B 1.62, 1.63).
var meanings = map[string]string{
	"sid":              "session at the issuer",
	"session_id":       "session at the issuer",
	"sessionId":        "session at the issuer",
	"session_state":    "session at the issuer",
	"v":                "Clerk: version of the session token",
	"sts":              "Clerk: status of the session; pending means that a task is open",
	"pla":              "Clerk: plan of the user",
	"fea":              "Clerk: features of the user",
	"o":                "Clerk: active organization",
	"act":              "who acts for the user (impersonation)",
	"org_id":           "active organization",
	"org_slug":         "active organization, short name",
	"org_role":         "role in the organization",
	"org_permissions":  "permissions in the organization",
	"role":             "role of the user",
	"roles":            "roles of the user",
	"permissions":      "permissions of the user",
	"entitlements":     "WorkOS: what the plan allows",
	"feature_flags":    "WorkOS: feature flags",
	"scope":            "what an access token may do",
	"scp":              "what an access token may do",
	"client_id":        "client that the token was issued to",
	"token_use":        "whether this is an id or an access token",
	"gty":              "Auth0: how the token was obtained",
	"emailVerified":    "whether the e-mail address was verified",
	"createdAt":        "when the user was created",
	"updatedAt":        "when the user was changed",
	"tid":              "Microsoft: tenant",
	"oid":              "Microsoft: the user in the tenant",
	"upn":              "Microsoft: user name",
	"ver":              "Microsoft: version of the token",
	"appid":            "Microsoft: client that the token was issued to",
	"user_id":          "the user at the issuer",
	"firebase":         "Firebase: how the user signed in",
	"cognito:username": "Cognito: user name",
	"cognito:groups":   "Cognito: groups of the user",
	"origin_jti":       "Cognito: number of the first token of this session",
	"event_id":         "Cognito: number of the sign-in",
	"aal":              "Supabase: assurance level of the session",
	"app_metadata":     "Supabase: set by the server",
	"user_metadata":    "Supabase: set by the user",
	"is_anonymous":     "Supabase: anonymous user",
	"typ":              "Keycloak: kind of token (ID, Bearer, Refresh)",
	"realm_access":     "Keycloak: roles in the realm",
	"resource_access":  "Keycloak: roles in the clients",
	"allowed-origins":  "Keycloak: web origins of the client",
	"hd":               "Google: domain of the organization",
	"organizations":    "Logto: organizations of the user",
	"is_impersonating": "Clerk: somebody acts for the user",
	"resource":         "what an access token is for",
}

// overwriting are custom claims that replace a member of the identity (B 1.64).
var overwriting = map[string]bool{"tokenIdentifier": true, "issuer": true, "subject": true}

// important are the members that a token page names even when they are absent.
var important = map[Part][]string{
	HeaderPart:  {"alg", "kid"},
	PayloadPart: {"iss", "aud", "sub", "exp", "iat"},
}

// lookup returns what is known of a member.
func lookup(part Part, name string) entry {
	if part == HeaderPart {
		if known, ok := headerEntries[name]; ok {
			return known
		}
		return entry{"a header member of the issuer's own", "not looked at", ""} // B 1.27
	}
	if known, ok := registered[name]; ok {
		return known
	}
	if known, ok := hidden[name]; ok {
		if known.custom == "" {
			known.custom = "passed on as identity[\"" + name + "\"]" // B 1.63
		}
		return known
	}
	for _, one := range profile {
		if one.claim == name {
			return entry{one.meaning,
				"must be " + one.rule + "; becomes identity." + one.identity, // B 1.29, 1.61
				"passed on as identity." + name}                              // B 1.63
		}
	}
	meaning, ok := meanings[name]
	if !ok {
		meaning = "a claim of the issuer's own"
	}
	if overwriting[name] {
		return entry{meaning, "replaces identity." + name, ""} // B 1.64
	}
	return entry{meaning, "passed on as identity[\"" + name + "\"]", // B 1.62
		"passed on as identity[\"" + name + "\"]; the members of an object get their own dotted names"} // B 1.63
}
