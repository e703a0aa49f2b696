package family

import (
	"strings"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/lazy"
)

// ofFamily tells the kinds of a family that the issuer gave away. Sources: providers.md 1.2, 2.2, 3.1, 7.
func (r reading) ofFamily() {
	switch r.guess.Family {
	case ids.FamilyClerk:
		r.clerk()
	case ids.FamilyAuth0:
		r.auth0()
	case ids.FamilyWorkOS:
		r.is(ids.FamilyWorkOS, WorkOSAccess, "WorkOS gives out one kind of JWT")
	case ids.FamilySupabase:
		r.is(ids.FamilySupabase, SupabaseAccess, "Supabase gives out one kind of JWT")
	case ids.FamilyFirebase:
		r.is(ids.FamilyFirebase, FirebaseID, "securetoken.google.com issues ID tokens only")
	case ids.FamilyGoogle:
		r.is(ids.FamilyGoogle, GoogleID, "accounts.google.com issues ID tokens only")
	case ids.FamilyCognito:
		r.idOrAccess(CognitoID, CognitoAccess, r.text("token_use") == "access" || !r.has("aud") && r.has("client_id"))
	case ids.FamilyEntra:
		r.idOrAccess(EntraID, EntraAccess, r.has("scp") || r.has("appid") || r.Header.Has("nonce"))
	case ids.FamilyOkta:
		r.idOrAccess(OktaID, OktaAccess, r.has("scp") || r.has("cid"))
	case ids.FamilyKeycloak:
		r.idOrAccess(KeycloakID, KeycloakAccess, r.text("typ") == "Bearer" || r.has("realm_access") && r.text("typ") != "ID")
	case ids.FamilyLogto:
		r.idOrAccess(LogtoID, LogtoAccess, r.has("scope") || r.has("client_id") && !r.has("at_hash"))
	}
}

func (r reading) idOrAccess(id, access string, isAccess bool) {
	if isAccess {
		r.is(r.guess.Family, access, "its claims are those of an access token")
		return
	}
	r.is(r.guess.Family, id, "its claims are those of an ID token")
}

func (r reading) clerk() {
	accessToken := r.head("typ") == "at+jwt"
	convex, _ := r.audience("convex")
	switch {
	case accessToken:
		r.is(ids.FamilyClerk, ClerkOAuth, "typ is at+jwt")
	case r.has("sid") || r.has("v") || r.has("sts") || r.has("fva"):
		r.is(ids.FamilyClerk, ClerkSession, "it has claims that only session tokens have (sid, v, sts, fva)")
	case r.has("aud") && !r.has("sid") && r.Readable() && convex:
		r.is(ids.FamilyClerk, ClerkTemplate, "it has aud and no sid: template tokens are like that")
	case r.Readable() && strings.HasPrefix(r.text("sub"), "user_"):
		r.is(ids.FamilyClerk, ClerkTemplate, "it has no sid: session tokens have one")
	}
}

func (r reading) auth0() {
	userinfo := false
	list, _ := r.Audience()
	for _, one := range list {
		userinfo = userinfo || strings.HasSuffix(one, "/userinfo")
	}
	switch {
	case r.has("scope") || userinfo || r.head("typ") == "at+jwt" || r.has("gty"):
		r.is(ids.FamilyAuth0, Auth0Access, "it has scope, an API as aud, or typ at+jwt")
	case r.has("aud"):
		r.is(ids.FamilyAuth0, Auth0ID, "it has the claims of an ID token")
	}
}

// onDeployment tells the libraries apart whose issuer is the deployment: providers.md 4, 5, 6.1, 6.2, 0.5;
// production.md 0, 2.13, 2.14.
func (r reading) onDeployment() {
	alg, sub := r.head("alg"), r.text("sub")
	auth := r.guess.Family == ids.FamilyRobelest // the issuer ends in /auth
	switch {
	case r.guess.Family == ids.FamilyConvex && alg == "ES256":
		r.is(ids.FamilyConvex, ConvexSigned, "ES256 with the deployment's .convex.cloud URL is what ctx.auth.signJwt writes")
	case r.has("sessionId") || r.has("emailVerified") || r.has("createdAt"):
		kind := BetterAuthConvex
		if alg == "EdDSA" {
			kind = BetterAuthOld
		}
		r.is(ids.FamilyBetterAuth, kind, "it has Better Auth's claims (sessionId, emailVerified, createdAt)")
	case r.text("token_use") == "access":
		r.is(ids.FamilyRobelest, RobelestOAuth, "token_use is access")
	case refreshPair().MatchString(sub) && (alg == "RS256" || alg == ""):
		r.is(ids.FamilyConvexAuth, ConvexAuthSession, "sub is <user id>|<session id>")
	case alg == "EdDSA" && r.has("sid") || auth:
		r.is(ids.FamilyRobelest, RobelestSession, "EdDSA with sid, or an issuer that ends in /auth")
	}
}

// refreshPair is the shape of Convex Auth's sub: two document ids.
var refreshPair = lazy.Regexp(`^[^|\s]+\|[^|\s]+$`)

// byShape tells families of which the issuer shows nothing: custom domains, a missing or cut iss.
func (r reading) byShape() {
	sub := r.text("sub")
	convex, _ := r.audience("convex")
	switch {
	case strings.HasPrefix(sub, "user_01") || strings.HasPrefix(r.text("sid"), "session_01") || strings.HasPrefix(r.text("org_id"), "org_01"):
		r.is(ids.FamilyWorkOS, WorkOSAccess, "sub, sid or org_id have WorkOS's form (…_01…)")
	case strings.HasPrefix(r.text("sid"), "sess_") || strings.HasPrefix(sub, "user_") && (r.has("azp") || strings.HasPrefix(r.head("kid"), "ins_")):
		r.guess.Family = ids.FamilyClerk
		r.why("sub, sid or kid have Clerk's form (user_…, sess_…, ins_…)")
		r.clerk()
	case auth0Sub().MatchString(sub):
		r.guess.Family = ids.FamilyAuth0
		r.why("sub has Auth0's form (connection|id)")
		r.auth0()
	case r.has("cognito:username"), r.text("token_use") != "" && r.has("origin_jti"):
		r.guess.Family = ids.FamilyCognito
		r.ofFamily()
	case r.has("app_metadata") && r.has("user_metadata"):
		r.is(ids.FamilySupabase, SupabaseAccess, "it has app_metadata and user_metadata")
	case r.has("realm_access") || r.has("resource_access"):
		r.guess.Family = ids.FamilyKeycloak
		r.ofFamily()
	case r.has("tid") && r.has("oid"):
		r.guess.Family = ids.FamilyEntra
		r.ofFamily()
	case convex && r.has("sessionId"):
		r.is(ids.FamilyBetterAuth, BetterAuthConvex, "aud is convex and it has sessionId")
	case convex && refreshPair().MatchString(sub) && !r.Header.Has("kid") && r.Header.Seen:
		r.is(ids.FamilyConvexAuth, ConvexAuthSession, "aud is convex, sub is <user id>|<session id>, and the header has no kid")
	case convex && r.head("alg") == "EdDSA" && r.has("sid"):
		r.is(ids.FamilyRobelest, RobelestSession, "aud is convex, alg is EdDSA, and it has sid")
	case r.Readable() && (r.head("typ") == "at+jwt" || r.has("scope") && r.has("client_id")):
		r.guess.Kind = AccessToken
		r.why("it has the form of an OAuth access token (RFC 9068)")
	}
}

// auth0Sub is a connection of Auth0 and the user's id in it.
var auth0Sub = lazy.Regexp(`^(?:auth0|google-oauth2|github|sms|email|apple|facebook|twitter|windowslive|linkedin|oauth2|samlp|waad|adfs|oidc|passwordless)\|.+`)
