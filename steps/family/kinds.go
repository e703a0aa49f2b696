package family

import (
	"strings"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/token"
)

// Guess is the likeliest origin of a token.
type Guess struct {
	Family ids.Family
	Kind   string   // one of the Kind constants, "" when not known
	Issuer Issuer   // what the iss claim tells; the zero Issuer when there is none
	Why    []string // what the guess rests on, in sentences for people
}

// The kinds of tokens that are told apart.
const (
	ClerkSession      = "Clerk session token"
	ClerkTemplate     = "Clerk JWT template token"
	ClerkOAuth        = "Clerk OAuth access token"
	ClerkOpaque       = "Clerk opaque token"
	Auth0ID           = "Auth0 ID token"
	Auth0Access       = "Auth0 access token"
	Auth0Encrypted    = "Auth0 access token without an audience"
	WorkOSAccess      = "WorkOS access token"
	WorkOSCookie      = "WorkOS session cookie"
	ConvexAuthSession = "Convex Auth session token"
	ConvexAuthRefresh = "Convex Auth refresh token"
	RobelestSession   = "robelest Convex Auth session token"
	RobelestOAuth     = "robelest Convex Auth OAuth access token"
	BetterAuthConvex  = "Better Auth token for Convex"
	BetterAuthOld     = "Better Auth token for Convex, before 0.10"
	BetterAuthCookie  = "Better Auth session cookie"
	ConvexSigned      = "token signed by a Convex deployment"
	SupabaseAccess    = "Supabase access token"
	SupabaseKey       = "Supabase API key"
	FirebaseID        = "Firebase ID token"
	FirebaseCustom    = "Firebase custom token"
	CognitoID         = "Cognito ID token"
	CognitoAccess     = "Cognito access token"
	EntraID           = "Microsoft Entra ID token"
	EntraAccess       = "Microsoft access token"
	OktaID            = "Okta ID token"
	OktaAccess        = "Okta access token"
	KeycloakID        = "Keycloak ID token"
	KeycloakAccess    = "Keycloak access token"
	LogtoID           = "Logto ID token"
	LogtoAccess       = "Logto access token"
	GoogleID          = "Google ID token"
	AppleSecret       = "Apple client secret"
	ClientAssertion   = "client assertion"
	AccessToken       = "access token"
)

// reading is a token with what OfToken asks it again and again.
type reading struct {
	token.Token
	guess *Guess
}

func (r reading) has(name string) bool { return r.Payload.Has(name) }

func (r reading) text(name string) string {
	text, _ := r.Payload.String(name)
	return text
}

func (r reading) head(name string) string {
	text, _ := r.Header.String(name)
	return text
}

func (r reading) why(text string) { r.guess.Why = append(r.guess.Why, text) }

// is sets the result.
func (r reading) is(family ids.Family, kind, why string) {
	r.guess.Family, r.guess.Kind = family, kind
	r.why(why)
}

// audience reports whether aud holds the value, and how many values it holds.
func (r reading) audience(value string) (bool, int) {
	list, _ := r.Audience()
	for _, one := range list {
		if one == value {
			return true, len(list)
		}
	}
	return false, len(list)
}

// OfToken tells the family and kind of a token by its issuer, its header and the shape of its claims.
func OfToken(read token.Token) Guess {
	var guess Guess
	r := reading{read, &guess}
	iss, state := read.String("iss")
	if state == token.OK {
		guess.Issuer = OfIssuer(iss)
		guess.Family = guess.Issuer.Family
	}
	switch read.Kind {
	case token.Opaque:
		r.opaque()
		return guess
	case token.EncryptedJWT:
		r.encrypted()
		return guess
	case token.JWT, token.Cut:
	default:
		return guess
	}
	if state == token.OK && guess.Family != ids.FamilyCustom && guess.Family != ids.FamilyUnknown {
		r.why("iss is one of " + guess.Family.Name())
	}
	switch {
	case r.byMark():
	case guess.Family == ids.FamilyUnknown && len(guess.Issuer.Candidates) > 1, onDeployment(guess.Family):
		r.onDeployment()
	case guess.Family == ids.FamilyCustom || guess.Family == ids.FamilyUnknown:
		r.byShape()
	default:
		r.ofFamily()
	}
	return guess
}

// byMark decides by members that one issuer alone writes.
func (r reading) byMark() bool {
	switch {
	case r.head("cat") == "cl_B7d4PD111AAA":
		r.is(ids.FamilyClerk, ClerkSession, "the header's cat marks a Clerk session token")
	case r.head("cat") == "cl_B7d4PD222AAA":
		r.is(ids.FamilyClerk, ClerkTemplate, "the header's cat marks a Clerk template token")
	case r.forApple():
		r.is(ids.FamilyUnknown, AppleSecret, "aud is Apple: this is a client secret, not a user's token")
	case strings.HasPrefix(r.text("aud"), "https://identitytoolkit.googleapis.com/"):
		r.is(ids.FamilyFirebase, FirebaseCustom, "aud is Google's identity toolkit: this token is to be exchanged, not sent")
	case r.has("firebase"):
		r.is(ids.FamilyFirebase, FirebaseID, "it has the claim firebase")
	case r.text("iss") == "supabase" || r.text("iss") == "supabase-demo":
		r.is(ids.FamilySupabase, SupabaseKey, "iss is the word supabase: this is the project's key, not a user's token")
	case r.assertsClient():
		r.is(ids.FamilyUnknown, ClientAssertion, "iss and sub are one client, and aud is a server's address: with this a client proves itself, it is no user's token (RFC 7523 section 3)")
	default:
		return false
	}
	return true
}

// ClientSecret reports a token with which a server signs in at a provider. No user's token looks like it.
func (guess Guess) ClientSecret() bool {
	return guess.Kind == AppleSecret || guess.Kind == ClientAssertion
}

// forApple reports the client secret of Sign in with Apple: Apple is its audience and a developer's team its issuer. Of
// Apple's own tokens Apple is the issuer.
func (r reading) forApple() bool {
	apple, n := r.audience("https://appleid.apple.com")
	return apple && n == 1 && !strings.Contains(r.text("iss"), "://")
}

// assertsClient reports the assertion of private_key_jwt: iss and sub are both the client's id, and aud is the address of
// the server that it is for.
func (r reading) assertsClient() bool {
	list, _ := r.Audience()
	iss := r.text("iss")
	if iss == "" || iss != r.text("sub") || strings.Contains(iss, "://") || len(list) != 1 || !strings.HasPrefix(list[0], "https://") {
		return false
	}
	server := OfIssuer(list[0])
	return !onDeployment(server.Family) && len(server.Candidates) < 2 // a token for Convex itself is a user's
}

// opaque tells the families whose opaque tokens have a form of their own.
func (r reading) opaque() {
	switch shape := r.Shape; {
	case strings.HasPrefix(shape, "Clerk"):
		r.is(ids.FamilyClerk, ClerkOpaque, "it begins as a "+shape+" does")
	case shape == "WorkOS session id", shape == "sealed session cookie":
		r.is(ids.FamilyWorkOS, WorkOSCookie, "it has the form of a "+shape)
	case shape == "Auth0 refresh token":
		r.guess.Family = ids.FamilyAuth0
		r.why("it has the form of an Auth0 refresh token")
	case shape == "Convex Auth refresh token":
		r.is(ids.FamilyConvexAuth, ConvexAuthRefresh, "it has the form <id>|<session id>")
	case shape == "Better Auth session cookie":
		r.is(ids.FamilyBetterAuth, BetterAuthCookie, "it has the form of a signed session cookie")
	}
}

// encrypted tells the issuer of an encrypted token by its header, which is all that can be read of it. Auth0's access
// tokens without an audience name the issuer there (providers.md 2.2); where nothing does, alg and enc alone are no
// signature of anybody.
func (r reading) encrypted() {
	iss := r.head("iss")
	if iss == "" {
		return
	}
	r.guess.Issuer = OfIssuer(iss)
	r.guess.Family = r.guess.Issuer.Family
	if r.head("alg") == "dir" && r.guess.Family == ids.FamilyAuth0 {
		r.is(ids.FamilyAuth0, Auth0Encrypted, "its header names Auth0 as the issuer, and it is encrypted with alg dir, as Auth0's access tokens without an audience are")
	}
}

// IsAuthJSSession reports whether a cookie of that name holds a session of Auth.js, NextAuth of old, which is an encrypted
// token. A long one is cut over cookies that end in .0, .1 and so on.
func IsAuthJSSession(cookie string) bool { return authJSSession().MatchString(cookie) }

var authJSSession = lazy.Regexp(`^(?:__Secure-|__Host-)?(?:next-auth|authjs)\.session-token(?:\.\d)?$`)
