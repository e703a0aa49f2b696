package ids

// Family is an issuer family: the company or library behind a provider entry.
type Family string

// The issuer families. FamilyUnknown is "not seen yet"; FamilyCustom is "seen, and none of the others".
const (
	FamilyUnknown    Family = ""
	FamilyClerk      Family = "clerk"
	FamilyAuth0      Family = "auth0"
	FamilyWorkOS     Family = "workos"
	FamilyConvexAuth Family = "convex-auth" // the official @convex-dev/auth
	FamilyRobelest   Family = "robelest"    // @robelest/convex-auth, later @estifanos-sh/convex-auth
	FamilyBetterAuth Family = "better-auth"
	FamilyConvex     Family = "convex" // tokens that a deployment signs itself (ctx.auth.signJwt)
	FamilySupabase   Family = "supabase"
	FamilyFirebase   Family = "firebase"
	FamilyCognito    Family = "cognito"
	FamilyEntra      Family = "entra"
	FamilyOkta       Family = "okta"
	FamilyKeycloak   Family = "keycloak"
	FamilyLogto      Family = "logto"
	FamilyGoogle     Family = "google"
	FamilyCustom     Family = "custom"
)

var familyNames = []struct {
	family Family
	name   string
}{
	{FamilyClerk, "Clerk"},
	{FamilyAuth0, "Auth0"},
	{FamilyWorkOS, "WorkOS AuthKit"},
	{FamilyConvexAuth, "Convex Auth"},
	{FamilyRobelest, "Convex Auth (robelest)"},
	{FamilyBetterAuth, "Better Auth"},
	{FamilyConvex, "Convex signJwt"},
	{FamilySupabase, "Supabase"},
	{FamilyFirebase, "Firebase"},
	{FamilyCognito, "Cognito"},
	{FamilyEntra, "Entra ID"},
	{FamilyOkta, "Okta"},
	{FamilyKeycloak, "Keycloak"},
	{FamilyLogto, "Logto"},
	{FamilyGoogle, "Google"},
	{FamilyCustom, "Other issuers"},
}

// Name returns the family as people write it; it is also the heading of the family's part of a page.
func (family Family) Name() string {
	for _, one := range familyNames {
		if one.family == family {
			return one.name
		}
	}
	return "issuer not known yet"
}

// FamilyNamed returns the family whose Name is name, or FamilyUnknown.
func FamilyNamed(name string) Family {
	for _, one := range familyNames {
		if one.name == name {
			return one.family
		}
	}
	return FamilyUnknown
}
