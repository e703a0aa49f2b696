package family

import (
	"encoding/base64"
	"strings"
	"testing"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token"
)

func TestOfIssuer(t *testing.T) {
	for _, c := range []struct {
		iss      string
		family   ids.Family
		stage    Stage
		instance string
	}{
		{"https://verb-noun-00.clerk.accounts.dev", ids.FamilyClerk, Development, "verb-noun-00"},
		{"verb-noun-00.clerk.accounts.dev/", ids.FamilyClerk, Development, "verb-noun-00"},
		{"https://clerk.example.com", ids.FamilyClerk, Production, "example.com"},
		{"https://CLERK.Example.co.uk", ids.FamilyClerk, Production, "example.co.uk"},
		{"https://happy-hippo-1.accounts.dev", ids.FamilyClerk, Development, "happy-hippo-1"},
		{"https://clerk.foo.bar-1.lcl.dev", ids.FamilyClerk, Development, "foo.bar-1"},
		{"https://dev-abc123.us.auth0.com/", ids.FamilyAuth0, StageUnknown, "dev-abc123.us"},
		{"https://tenant.auth0.com/", ids.FamilyAuth0, StageUnknown, "tenant"},
		{"https://api.workos.com/user_management/client_01ABC", ids.FamilyWorkOS, StageUnknown, "client_01ABC"},
		{"https://api.workos.com/", ids.FamilyWorkOS, StageUnknown, ""},
		{"https://auth.example.com/user_management/client_01ABC", ids.FamilyWorkOS, StageUnknown, "client_01ABC"},
		{"https://happy-otter-123.convex.site", ids.FamilyUnknown, StageUnknown, "happy-otter-123"},
		{"https://happy-otter-123.eu-west-1.convex.site/auth", ids.FamilyRobelest, StageUnknown, "happy-otter-123.eu-west-1"},
		{"https://happy-otter-123.convex.cloud", ids.FamilyConvex, StageUnknown, "happy-otter-123"},
		{"http://127.0.0.1:3211", ids.FamilyUnknown, Development, "127.0.0.1:3211"},
		{"https://abcdefgh.supabase.co/auth/v1", ids.FamilySupabase, StageUnknown, "abcdefgh"},
		{"https://securetoken.google.com/my-project", ids.FamilyFirebase, StageUnknown, "my-project"},
		{"https://accounts.google.com", ids.FamilyGoogle, StageUnknown, ""},
		{"accounts.google.com", ids.FamilyGoogle, StageUnknown, ""},
		{"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC", ids.FamilyCognito, StageUnknown, "eu-west-1_AbC"},
		{"https://login.microsoftonline.com/11111111-2222/v2.0", ids.FamilyEntra, StageUnknown, "11111111-2222"},
		{"https://login.microsoftonline.com/common/v2.0", ids.FamilyEntra, StageUnknown, "common"},
		{"https://sts.windows.net/11111111-2222/", ids.FamilyEntra, StageUnknown, "11111111-2222"},
		{"https://dev-123456.okta.com/oauth2/default", ids.FamilyOkta, Development, "dev-123456"},
		{"https://acme.okta.com", ids.FamilyOkta, StageUnknown, "acme"},
		{"https://id.acme.org/realms/main", ids.FamilyKeycloak, StageUnknown, "main"},
		{"https://id.acme.org/auth/realms/main", ids.FamilyKeycloak, StageUnknown, "main"},
		{"https://acme.logto.app/oidc", ids.FamilyLogto, StageUnknown, "acme"},
		{"https://id.example.org", ids.FamilyCustom, StageUnknown, "id.example.org"},
		{"http://localhost:3000", ids.FamilyCustom, Development, "localhost:3000"},
		{"", ids.FamilyUnknown, StageUnknown, ""},
		{"http://[::1", ids.FamilyUnknown, StageUnknown, ""},
		{"https://evil.com/?x=.clerk.accounts.dev", ids.FamilyCustom, StageUnknown, "evil.com"},
		{"https://clerk.accounts.dev.evil.com", ids.FamilyClerk, Production, "accounts.dev.evil.com"},
	} {
		got := OfIssuer(c.iss)
		if got.Family != c.family || got.Stage != c.stage || got.Instance != c.instance {
			t.Errorf("OfIssuer(%q) = %q %s %q, want %q %s %q", c.iss, got.Family, got.Stage, got.Instance, c.family, c.stage, c.instance)
		}
	}
}

func TestOfIssuerNotesWhatCannotBeMeant(t *testing.T) {
	for iss, want := range map[string]string{
		" https://a.example": "blank",
		"https://verb-noun-00.clerk.accounts.dev/.well-known/openid-configuration": "discovery document",
		"https://verb-noun-00.clerk.accounts.dev/.well-known/jwks.json":            "key set",
		"https://happy-hippo-1.accounts.dev":                                       "account portal",
		"https://dashboard.clerk.com/apps/x":                                       "not an instance",
		"http://id.example.org":                                                    "not https",
		"http://localhost:3000":                                                    "same machine",
		"https://login.microsoftonline.com/common/v2.0":                            "no token carries",
		"https://x.auth.eu-west-1.amazoncognito.com":                               "hosted sign-in page",
	} {
		if notes := strings.Join(OfIssuer(iss).Notes, "; "); !strings.Contains(notes, want) {
			t.Errorf("%q: notes %q lack %q", iss, notes, want)
		}
	}
	if notes := OfIssuer("https://verb-noun-00.clerk.accounts.dev").Notes; len(notes) > 0 {
		t.Errorf("a sound issuer has notes: %q", notes)
	}
}

func TestRelation(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Kin
	}{
		{"https://verb-noun-00.clerk.accounts.dev", "verb-noun-00.clerk.accounts.dev/", SameInstance},
		{"https://verb-noun-00.clerk.accounts.dev", "https://clerk.example.com", OtherInstance},
		{"https://a.us.auth0.com/", "https://b.us.auth0.com/", OtherInstance},
		{"https://api.workos.com/user_management/client_1", "https://api.workos.com/user_management/client_2", OtherInstance},
		{"https://x-y-1.convex.site", "https://x-y-1.convex.cloud", SameInstance},
		{"https://x-y-1.convex.site", "https://x-y-1.convex.site/auth", SameInstance},
		{"https://x-y-1.convex.site", "https://x-y-2.convex.site", OtherInstance},
		{"https://clerk.example.com", "https://a.us.auth0.com/", OtherFamily},
		{"https://id.example.org", "https://a.us.auth0.com/", KinUnknown},
		{"https://id.example.org", "https://id.example.com", KinUnknown},
		{"https://id.example.org", "id.example.org", SameInstance},
		{"", "https://id.example.org", KinUnknown},
	} {
		if got := Relation(OfIssuer(c.a), OfIssuer(c.b)); got != c.want {
			t.Errorf("Relation(%q, %q) = %s, want %s", c.a, c.b, got, c.want)
		}
		if got := Relation(OfIssuer(c.b), OfIssuer(c.a)); got != c.want {
			t.Errorf("Relation(%q, %q) = %s, want %s", c.b, c.a, got, c.want)
		}
	}
}

func TestOfToken(t *testing.T) {
	const clerkIss, site = `"iss":"https://verb-noun-00.clerk.accounts.dev"`, `"iss":"https://happy-otter-123.convex.site"`
	for _, c := range []struct {
		header, payload string
		family          ids.Family
		kind            string
	}{
		{`{"alg":"RS256","cat":"cl_B7d4PD111AAA"}`, `{` + clerkIss + `}`, ids.FamilyClerk, ClerkSession},
		{`{"alg":"RS256","cat":"cl_B7d4PD222AAA"}`, `{"iss":"https://id.example.org"}`, ids.FamilyClerk, ClerkTemplate},
		{`{"alg":"RS256"}`, `{` + clerkIss + `,"sid":"sess_1","sub":"user_1"}`, ids.FamilyClerk, ClerkSession},
		{`{"alg":"RS256"}`, `{` + clerkIss + `,"aud":"convex","sub":"user_1"}`, ids.FamilyClerk, ClerkTemplate},
		{`{"alg":"RS256","typ":"at+jwt"}`, `{` + clerkIss + `,"sub":"user_1"}`, ids.FamilyClerk, ClerkOAuth},
		{``, `{"aud":"convex","sid":"sess_x","sub":"user_x","sts":"active"}`, ids.FamilyClerk, ClerkSession},
		{``, `{"iss":"https://x.us.auth0.com/","aud":"abc","nonce":"n","sub":"auth0|1"}`, ids.FamilyAuth0, Auth0ID},
		{``, `{"iss":"https://x.us.auth0.com/","aud":["https://api","https://x.us.auth0.com/userinfo"],"scope":"openid"}`, ids.FamilyAuth0, Auth0Access},
		{``, `{"iss":"https://login.example.com/","aud":"abc","sub":"google-oauth2|1"}`, ids.FamilyAuth0, Auth0ID},
		{``, `{"iss":"https://api.workos.com/user_management/client_01A","sub":"user_01B","sid":"session_01C"}`, ids.FamilyWorkOS, WorkOSAccess},
		{``, `{"iss":"https://auth.example.com","sub":"user_01B","sid":"session_01C"}`, ids.FamilyWorkOS, WorkOSAccess},
		{`{"alg":"RS256"}`, `{` + site + `,"aud":"convex","sub":"k17abc|j97def"}`, ids.FamilyConvexAuth, ConvexAuthSession},
		{`{"alg":"EdDSA"}`, `{"iss":"https://happy-otter-123.convex.site/auth","aud":"convex","sub":"k17abc","sid":"j97def"}`, ids.FamilyRobelest, RobelestSession},
		{`{"alg":"EdDSA"}`, `{` + site + `,"aud":"convex","sub":"k17abc","sid":"j97def"}`, ids.FamilyRobelest, RobelestSession},
		{`{"alg":"EdDSA"}`, `{"iss":"https://happy-otter-123.convex.site/auth","token_use":"access"}`, ids.FamilyRobelest, RobelestOAuth},
		{`{"alg":"RS256","kid":"j1"}`, `{` + site + `,"aud":"convex","sub":"k17abc","sessionId":"s","emailVerified":true}`, ids.FamilyBetterAuth, BetterAuthConvex},
		{`{"alg":"EdDSA","kid":"j1"}`, `{` + site + `,"aud":"convex","sub":"k17abc","sessionId":"s"}`, ids.FamilyBetterAuth, BetterAuthOld},
		{`{"alg":"ES256"}`, `{"iss":"https://happy-otter-123.convex.cloud"}`, ids.FamilyConvex, ConvexSigned},
		{``, `{"iss":"https://abc.supabase.co/auth/v1","aud":"authenticated"}`, ids.FamilySupabase, SupabaseAccess},
		{``, `{"iss":"supabase","role":"anon"}`, ids.FamilySupabase, SupabaseKey},
		{``, `{"iss":"https://securetoken.google.com/p","aud":"p","firebase":{}}`, ids.FamilyFirebase, FirebaseID},
		{``, `{"iss":"x@p.iam.gserviceaccount.com","aud":"https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit"}`, ids.FamilyFirebase, FirebaseCustom},
		{``, `{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/p","token_use":"access","client_id":"c"}`, ids.FamilyCognito, CognitoAccess},
		{``, `{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/p","token_use":"id","aud":"c"}`, ids.FamilyCognito, CognitoID},
		{``, `{"iss":"https://login.microsoftonline.com/t/v2.0","aud":"c","tid":"t"}`, ids.FamilyEntra, EntraID},
		{`{"alg":"RS256","nonce":"x"}`, `{"iss":"https://sts.windows.net/t/","scp":"User.Read"}`, ids.FamilyEntra, EntraAccess},
		{``, `{"iss":"https://x.okta.com/oauth2/default","cid":"c","scp":["openid"]}`, ids.FamilyOkta, OktaAccess},
		{``, `{"iss":"https://h/realms/r","typ":"Bearer","aud":"account"}`, ids.FamilyKeycloak, KeycloakAccess},
		{``, `{"iss":"https://h/realms/r","typ":"ID","aud":"app"}`, ids.FamilyKeycloak, KeycloakID},
		{`{"alg":"ES256","kid":"K"}`, `{"iss":"TEAMID","aud":"https://appleid.apple.com","sub":"com.x"}`, ids.FamilyUnknown, AppleSecret},
		{`{"alg":"RS256","kid":"K"}`, `{"iss":"TEAMID","aud":["https://appleid.apple.com"],"sub":"com.x"}`, ids.FamilyUnknown, AppleSecret},
		{`{"alg":"RS256","kid":"K"}`, `{"iss":"https://appleid.apple.com","aud":"com.x","sub":"001.ab"}`, ids.FamilyCustom, ""},
		{`{"alg":"PS256","x5t":"t"}`, `{"iss":"8f2c","sub":"8f2c","aud":"https://login.microsoftonline.com/t/oauth2/v2.0/token"}`, ids.FamilyUnknown, ClientAssertion},
		{`{"alg":"RS256"}`, `{"iss":"my-app","sub":"my-app","aud":"https://happy-otter-123.convex.site"}`, ids.FamilyCustom, ""},
		{`{"alg":"RS256"}`, `{"iss":"my-app","sub":"user-1","aud":"https://api.example.org"}`, ids.FamilyCustom, ""},
		{`{"alg":"RS256","typ":"at+jwt"}`, `{"iss":"https://id.example.org","sub":"1"}`, ids.FamilyCustom, AccessToken},
		{``, `{"iss":"https://id.example.org","sub":"1"}`, ids.FamilyCustom, ""},
		{``, `{` + site + `,"aud":"convex"}`, ids.FamilyUnknown, ""},
		{``, `{"aud":null}`, ids.FamilyUnknown, ""},
	} {
		var header []byte
		if c.header != "" {
			header = []byte(c.header)
		}
		got := OfToken(token.FromDecoded(header, []byte(c.payload)))
		if got.Family != c.family || got.Kind != c.kind {
			t.Errorf("%s %s: %q %q, want %q %q (%v)", c.header, c.payload, got.Family, got.Kind, c.family, c.kind, got.Why)
		}
		if got.Kind != "" && len(got.Why) == 0 {
			t.Errorf("%s: no reason is given", c.payload)
		}
	}
}

func TestOfTokenOpaque(t *testing.T) {
	jwe := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"dir","enc":"A256GCM","iss":"https://x.us.auth0.com/"}`)) + "..aXY.Y2lwaGVy.dGFn"
	authJS := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"dir","enc":"A256CBC-HS512","kid":"thumb"}`)) + "..aXY.Y2lwaGVy.dGFn"
	for raw, want := range map[string]string{
		jwe: Auth0Encrypted, authJS: "", "mt_0123456789abcdef": ClerkOpaque, "Fe26.2*1*abcdef": WorkOSCookie,
		"k170000000000000000000000000000a|j970000000000000000000000000000b": ConvexAuthRefresh, "hello": "",
	} {
		if got := OfToken(token.Decode(raw)).Kind; got != want {
			t.Errorf("kind %q, want %q", got, want)
		}
	}
}

// What is encrypted without naming an issuer is nobody's that is known: Auth.js writes such tokens, and so may anybody.
func TestOfTokenEncryptedWithoutIssuer(t *testing.T) {
	for _, header := range []string{`{"alg":"dir","enc":"A256GCM"}`, `{"alg":"dir","enc":"A256CBC-HS512","kid":"k"}`, `{"alg":"RSA-OAEP","enc":"A256GCM"}`} {
		got := OfToken(token.Decode(base64.RawURLEncoding.EncodeToString([]byte(header)) + "..aXY.Y2lwaGVy.dGFn"))
		if got.Family != ids.FamilyUnknown || got.Kind != "" {
			t.Errorf("%s: %q %q, want no family", header, got.Family, got.Kind)
		}
	}
}

func TestIsAuthJSSession(t *testing.T) {
	for name, want := range map[string]bool{"next-auth.session-token": true, "__Secure-authjs.session-token.1": true, "better-auth.session_token": false, "": false} {
		if got := IsAuthJSSession(name); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

func TestOfPublishableKey(t *testing.T) {
	key := func(prefix, host string) string {
		return prefix + base64.RawStdEncoding.EncodeToString([]byte(host))
	}
	for _, c := range []struct {
		key, host string
		stage     Stage
		problem   string
	}{
		{key("pk_test_", "verb-noun-00.clerk.accounts.dev$"), "verb-noun-00.clerk.accounts.dev", Development, ""},
		{key("pk_live_", "clerk.example.com$") + "=", "clerk.example.com", Production, ""},
		{key("pk_live_", "verb-noun-00.clerk.accounts.dev$"), "verb-noun-00.clerk.accounts.dev", Production, "development instance"},
		{key("pk_test_", "clerk.example.com$"), "clerk.example.com", Development, "no development instance"},
		{key("pk_test_", "verb-noun-00.clerk.accounts.dev"), "", Development, "cut off"},
		{"pk_test_!", "", Development, "cut off"},
		{key("pk_live_", "no-dot$"), "", Production, "names no host"},
		{key("pk_live_", "a b.c$"), "", Production, "names no host"},
	} {
		got, ok := OfPublishableKey(c.key)
		if !ok || got.Host != c.host || got.Stage != c.stage || !strings.Contains(got.Problem, c.problem) || (c.problem == "") != (got.Problem == "") {
			t.Errorf("%s: %+v %v", c.key, got, ok)
		}
	}
	for _, other := range []string{"", "sk_test_abc", "pk_", "hello"} {
		if _, ok := OfPublishableKey(other); ok {
			t.Errorf("%q counts as a publishable key", other)
		}
	}
}

func FuzzOfIssuer(f *testing.F) {
	f.Add("https://verb-noun-00.clerk.accounts.dev")
	f.Add("http://[::1]:99999/%zz")
	f.Fuzz(func(t *testing.T, iss string) {
		found := OfIssuer(iss)
		Relation(found, found)
		OfPublishableKey(iss)
		OfToken(token.FromDecoded([]byte(iss), []byte(iss)))
	})
}
