package findings_test

import (
	"slices"
	"strings"
	"testing"

	"convex-auth-doctor/assets"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/findings"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/messages"
)

// TestFixOfMessages holds that the fix of a page, where it serves several errors, begins with what the pasted one needs, and
// that the names in the error stand in its commands.
func TestFixOfMessages(t *testing.T) {
	for _, c := range []struct {
		paste   string
		cause   ids.Cause
		want    []string // in the fix
		first   string   // what it begins with
		without []string
	}{
		{paste: `TokenVerificationError: Invalid JWT Authorized party claim (azp) "http://localhost:5173". Expected "https://app.example.com". (reason=token-invalid-authorized-parties, token-carrier=header)`,
			cause: ids.CORSOrTrustedOrigin, first: "The origin to allow",
			want: []string{`authorizedParties: ["http://localhost:5173"]`}, without: []string{"OPTIONS", "<your-app>"}},
		{paste: "Clerk: Clock skew detected. This usually means that your system clock is inaccurate. Clerk will continuously try",
			cause: ids.IatOrExpClockSkew, first: "Set the clock of the machine that printed this", without: []string{"setIssuedAt", "Leave"}},
		{paste: "x-clerk-auth-reason: session-token-nbf", cause: ids.IatOrExpClockSkew, first: "Set the clock", without: []string{"that signs"}},
		{paste: "Error: DEVELOPER_ERROR", cause: ids.OAuthProviderConfig, first: "Register the app's package name and the SHA-1", without: []string{"GitHub", "@convex-dev/auth"}},
		{paste: "2026-11-21T10:00:00.000Z WARN [Better Auth]: Invalid id token { provider: 'apple' }", cause: ids.OAuthProviderConfig,
			first: "Give the provider in convex/auth.ts every client ID", want: []string{"audience:"}, without: []string{"PKCE"}},
		{paste: "ERROR [Better Auth]: User already exist but account isn't linked to google. To read more about how account linking works in Better Auth see",
			cause: ids.ProviderSignInIncomplete, first: "Let the provider's sign-in be linked", want: []string{`trustedProviders: ["google"]`}, without: []string{"second factor"}},
		{paste: "Error: @clerk/nextjs: Missing publishableKey. You can get your key at https://dashboard.clerk.com/last-active?path=api-keys.",
			cause: ids.ProviderTokenFetchFails, first: "Mend what the error names", want: []string{"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY="}, without: []string{"window.Clerk", "env set"}},
		{paste: "Error: Missing Clerk Secret Key. Go to https://dashboard.clerk.com and get your key for your instance.",
			cause: ids.ProviderTokenFetchFails, first: "Mend", want: []string{"CLERK_SECRET_KEY=", ".env.local"}, without: []string{"window.Clerk", "env set"}},
		{paste: "Clerk: Refused (reason=secret-key-invalid, token-carrier=header)", cause: ids.ProviderTokenFetchFails, first: "Mend", want: []string{"CLERK_SECRET_KEY="}, without: []string{"env set"}},
		{paste: "Error: AuthKit configuration error. Missing or invalid environment variables:\n\n  • WORKOS_COOKIE_PASSWORD is required\n\nSet these environment variables",
			cause: ids.ProviderTokenFetchFails, first: "Mend", want: []string{"WORKOS_COOKIE_PASSWORD=…"}, without: []string{"env set", "<VARIABLE>"}},
		{paste: "Error: You must provide a redirect URI in the AuthKit middleware or in the environment variables.", cause: ids.ProviderTokenFetchFails,
			first: "Mend", want: []string{"NEXT_PUBLIC_WORKOS_REDIRECT_URI="}, without: []string{"env set"}},
		{paste: "Error: You must provide a valid cookie password that is at least 32 characters in the environment variables.", cause: ids.AuthCookieNotSet,
			first: "Set the password of the cookie", want: []string{"openssl rand -base64 24", ".env.local"}, without: []string{"env set", "127.0.0.1"}},
		{paste: "Error: auth0-spa-js must run on a secure origin. See https://github.com/auth0/auth0-spa-js", cause: ids.ProviderTokenFetchFails,
			first: "Mend", want: []string{"https://", "localhost"}, without: []string{"getAccessTokenSilently"}},
		{paste: "✖ Preview deployments can only be created with preview deploy keys. Generate a preview deploy key", cause: ids.CodeNotPushed,
			first: "Set a preview deploy key as `CONVEX_DEPLOY_KEY`", without: []string{"npx convex dev\n", "console.log"}},
		{paste: "✖ Detected a non-production build environment and \"CONVEX_DEPLOY_KEY\" for a production Convex deployment.", cause: ids.CodeNotPushed,
			first: "Set the production deploy key for the production environment", without: []string{"npx convex dev\n", "console.log"}},
		{paste: "No CONVEX_DEPLOYMENT set, run `npx convex dev` to configure a Convex project", cause: ids.CodeNotPushed, first: "1. Run this in the folder"},
		{paste: "Error: Could not decrypt the value for key '__convexAuthJWT' under keychain 'key_v1'. Caused by: javax.crypto.AEADBadTagException",
			cause: ids.RefreshStorageUnavailable, first: "Delete the stored value __convexAuthJWT and sign in again", without: []string{"localStorage", "pass a storage"}},
		{paste: "SecurityError: The relying party ID is not a registrable domain suffix of, nor equal to the current domain.", cause: ids.PasskeyOrigin,
			first: "Make the RP ID the host in the address bar", without: []string{"npx convex env set"}},
		{paste: `Error: Unexpected registration response origin "https://www.example.com", expected "https://example.com"`, cause: ids.PasskeyOrigin,
			first: "Make the origin that the server expects", want: []string{"https://www.example.com"}, without: []string{"https://<your-app>\n", "npx convex env set"}},
		{paste: "PASSKEY_INVALID_ORIGIN: Invalid origin: https://www.example.com, expected one of: https://example.com", cause: ids.PasskeyOrigin,
			first: "Set this one variable", want: []string{"npx convex env set APP_URL https://www.example.com"}},
		{paste: "ERROR [Better Auth]: BETTER_AUTH_SECRET is missing. Set it in your environment or pass `secret` to betterAuth({ secret }).",
			cause: ids.EnvVarMissingOnDeployment, first: "Set it on this deployment", want: []string{"npx convex env set BETTER_AUTH_SECRET"}, without: []string{"<VARIABLE>"}},
		{paste: "Missing environment variables: WORKOS_WEBHOOK_SECRET, WORKOS_API_KEY", cause: ids.EnvVarMissingOnDeployment,
			first: "Set it on this deployment", want: []string{"npx convex env set WORKOS_WEBHOOK_SECRET"}, without: []string{"<VARIABLE>"}},
		{paste: "ERROR [Better Auth]: Invalid origin: https://app.example.com", cause: ids.CORSOrTrustedOrigin, first: "The origin to allow",
			want: []string{"npx convex env set SITE_URL https://app.example.com"}},
		{paste: "Error: Missing Refresh Token (audience: 'https://api.example.com', scope: 'openid profile email offline_access')", cause: ids.ProviderTokenFetchFails,
			first: "Ask for the token yourself", want: []string{"getAccessTokenSilently"}, without: []string{"AUTH0_SECRET"}},
	} {
		one := &oneCase{pastes: []string{c.paste}}
		one.run(t)
		result := one.session.Result()
		if result.Cause == nil || result.Cause.ID != c.cause {
			t.Errorf("%q: not %s%s", c.paste, c.cause, one.shown())
			continue
		}
		fix := result.Cause.Section("Fix")
		if !strings.HasPrefix(strings.TrimSpace(fix), c.first) {
			t.Errorf("%q: the fix begins with %.80q, not with %q", c.paste, strings.TrimSpace(fix), c.first)
		}
		for _, text := range c.want {
			if !strings.Contains(fix, text) {
				t.Errorf("%q: the fix does not say %q:\n%s", c.paste, text, fix)
			}
		}
		for _, text := range c.without {
			if strings.Contains(fix, text) {
				t.Errorf("%q: the fix says %q:\n%s", c.paste, text, fix)
			}
		}
	}
}

// TestPartsOfPages holds that a part of a page for a message can be shown: there is that message, and it has that cause.
func TestPartsOfPages(t *testing.T) {
	seen := 0
	for _, name := range assets.Names("causes") {
		page, err := assets.Cause(ids.Cause(name))
		if err != nil {
			t.Fatal(err)
		}
		for _, section := range page.Sections {
			texts := []string{section.Text}
			for _, one := range section.For {
				texts = append(texts, one.Text)
			}
			for _, id := range assets.Said(strings.Join(texts, "\n")) {
				if slices.Contains(findings.RuleParts(), id) {
					continue // a rule shows it
				}
				seen++
				if _, ok := messages.ByID(id); !ok {
					t.Errorf("%s has a part for %s, and there is no such message", name, id)
				} else if _, has := findings.MeaningOf(id)[ids.Cause(name)]; !has {
					t.Errorf("%s has a part for %s, which does not have this cause", name, id)
				}
			}
		}
	}
	if seen == 0 {
		t.Error("no page has such a part: this test looks at nothing")
	}
}

// TestHarmless holds that a message without a cause is told with the reason why it is none.
func TestHarmless(t *testing.T) {
	for _, paste := range []string{
		"Clerk: Clerk has been loaded with development keys. Development instances have strict usage limits",
		"Error: Incorrect API key provided: sk-proj", "Error: 429 Too Many Requests", "Rate limit exceeded",
	} {
		one := &oneCase{pastes: []string{paste}}
		one.run(t)
		told := slices.ContainsFunc(one.session.Findings().All, func(f findings.Finding) bool {
			return strings.HasPrefix(string(f.Rule), "message-") && f.Severity == findings.Note && f.Cause == "" && strings.Contains(f.Sentence, `": `)
		})
		if ranking := one.session.Ranking(); !told || ranking.Top != nil || len(ranking.Rivals) > 0 || one.session.Findings().Has(ids.SeenError) {
			t.Errorf("%q is not told as harmless%s", paste, one.shown())
		}
	}
	for _, id := range findings.MeantMessages() {
		if why := findings.Harmless(evidence.Message{ID: id}); (len(findings.MeaningOf(id)) == 0) != (why != "") {
			t.Errorf("%s has %d causes and is harmless because %q", id, len(findings.MeaningOf(id)), why)
		}
	}
}

// TestOnePlaceOnce holds that a line which is two messages is shown once as proof, by the one that the sentence quotes, and
// that quotes in a text are not doubled.
func TestOnePlaceOnce(t *testing.T) {
	for _, paste := range []string{
		"TokenVerificationError: JWT is expired. Expiry date: Sat, 21 Nov 2026 10:00:00 GMT, Current date: Sat, 21 Nov 2026 10:01:30 GMT. (reason=token-expired, token-carrier=header)",
		"Error: Failed to refresh session: invalid_grant Refresh token already exchanged.",
		"SecurityError: The relying party ID is not a registrable domain suffix of, nor equal to the current domain. Subsequently, fetching the .well-known/webauthn resource of the claimed RP ID was successful, but no listed origin matched the caller.",
		`JWTExpired: "exp" claim timestamp check failed`,
	} {
		one := &oneCase{pastes: []string{paste}}
		one.run(t)
		cause := one.session.Result().Cause
		if cause == nil || len(cause.Proof) != 1 || !strings.Contains(cause.Sentence, cause.Proof[0].Text) {
			t.Errorf("%q: proof %+v%s", paste, cause, one.shown())
		} else if strings.Contains(cause.Sentence, `""`) {
			t.Errorf("%q: quotes are doubled in %s", paste, cause.Sentence)
		}
	}
}
