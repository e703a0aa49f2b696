package findings

import (
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
)

// customFamilies are the families whose tokens Convex takes with a customJwt entry (providers.md 0.1).
var customFamilies = map[ids.Family]bool{
	ids.FamilyWorkOS: true, ids.FamilyBetterAuth: true, ids.FamilySupabase: true, ids.FamilyConvex: true,
}

// wrongKinds are tokens of a kind that Convex does not want from that family, with the one that it wants (providers.md
// 0.1 and section 7).
var wrongKinds = map[string]string{
	family.Auth0Access:    "the ID token",
	family.ClerkOAuth:     "the session token",
	family.CognitoAccess:  "the ID token",
	family.EntraAccess:    "the ID token",
	family.OktaAccess:     "the ID token",
	family.KeycloakAccess: "the ID token",
	family.LogtoAccess:    "the ID token",
	family.FirebaseCustom: "the ID token of the signed-in user",
	family.SupabaseKey:    "the access token of the session",
	family.AppleSecret:    "the token of your issuer",
	family.RobelestOAuth:  "the session token",
	family.AccessToken:    "the ID token",
}

// ownIssuer are the wrong kinds that another issuer writes than the token that Convex wants: there the kind explains a
// different iss (providers.md 7).
var ownIssuer = map[string]bool{family.EntraAccess: true, family.FirebaseCustom: true, family.SupabaseKey: true, family.AppleSecret: true}
