package messages

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Lines as the libraries print them, and what of them is recognised.
func TestLinesOfLibraries(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Clerk: Clock skew detected. This usually means that your system clock is inaccurate. Clerk will attempt to account for the clock skew in development.", []string{"clerk-clock-skew"}},
		{"JWT cannot be used prior to not before date claim (nbf). Not before date: Fri, 21 Nov 2025 10:00:00 GMT; Current date: Fri, 21 Nov 2025 09:58:00 GMT; (reason=token-not-active-yet, token-carrier=cookie)",
			[]string{"clerk-not-active-yet", "clerk-reason-not-active-yet"}},
		{"JWT is expired. Expiry date: Fri, 21 Nov 2025 10:00:00 GMT, Current date: Fri, 21 Nov 2025 10:58:00 GMT.", []string{"clerk-token-expired"}},
		{"x-clerk-auth-reason: session-token-iat-in-the-future", []string{"clerk-session-iat-future"}},
		{`Clerk: Handshake token verification failed: JWT signature is invalid. (reason=token-invalid-signature, token-carrier=cookie).`,
			[]string{"clerk-handshake", "clerk-reason-signature"}},
		{"Error: Clerk: auth() was called but Clerk can't detect usage of clerkMiddleware(). Please ensure the following:", []string{"clerk-no-middleware"}},
		{"@clerk/nextjs: Missing secretKey. You can get your key at https://dashboard.clerk.com/last-active?path=api-keys.", []string{"clerk-secret-missing-package"}},
		{"OauthException: Error: invalid_grant\nError Description: Refresh token already exchanged.", []string{"oauth-invalid-grant", "workos-refresh-exchanged"}},
		{"WebAuthnError: The RP ID \"convex.site\" is invalid for this domain", []string{"passkey-rp-invalid"}},
		{"SecurityError: The relying party ID is not a registrable domain suffix of, nor equal to the current domain. Subsequently, an attempt to fetch the .well-known/webauthn resource of the claimed RP ID failed.",
			[]string{"passkey-rp-suffix", "passkey-related-fetch"}},
		{"Error: [50152] RP ID cannot be validated.", []string{"passkey-android-rp"}},
		{`Error: Unexpected authentication response origin "android:apk-key-hash:abc", expected "https://app.example.com"`, []string{"passkey-authentication-origin"}},
		{"2026-11-21T10:00:00.000Z WARN [Better Auth]: Invalid id token { provider: 'apple' }", []string{"ba-id-token-log"}},
		{`{"code":"INVALID_TWO_FACTOR_COOKIE","message":"Invalid two factor cookie"}`, []string{"ba-two-factor-cookie", "ba-two-factor-cookie-text"}},
		{"[auth][error][JWTSessionError]: Read more at https://errors.authjs.dev#jwtsessionerror\nJWEDecryptionFailed: decryption operation failed",
			[]string{"authjs-session", "jose-jwe"}},
		{"\x1b[31m[auth][error]\x1b[0m UntrustedHost: Host must be trusted. URL was: http://localhost:3000/api/auth/session.", []string{"authjs-host"}},
		{"[auth][error] InvalidCheck: pkceCodeVerifier value could not be parsed. Read more at https://errors.authjs.dev#invalidcheck", []string{"authjs-check-value"}},
		{"ERROR  JWTExpired: \"exp\" claim timestamp check failed { code: 'ERR_JWT_EXPIRED' }", []string{"jose-exp", "jose-expired"}},
		{"Uncaught ConvexError: AUTH_REQUIRED\n    at handler (../convex/users.ts:3:1)", []string{"app-code-auth-required"}},
		{`Uncaught ConvexError: {"code":"UNAUTHENTICATED","message":"sign in first"}`, []string{"app-code-unauthenticated-object"}},
		{`{"code":"NOT_AUTHENTICATED"}`, []string{"app-code-not-authenticated"}},
		{"✖ Preview deployments can only be created with preview deploy keys. Generate a preview deploy key at https://dashboard.convex.dev", []string{"cli-preview-key"}},
		{"Error: Missing Clerk Secret Key. Go to https://dashboard.clerk.com and get your key for your instance.", []string{"clerk-secret-missing"}},
		{"Error: Missing Clerk Secret Key or API Key. Go to https://dashboard.clerk.com and get your key for your instance.", []string{"clerk-secret-missing"}},
		{"Error: Not authenticated. Please sign in first.", []string{"app-not-authenticated"}},
		{"JWSSignatureVerificationFailed: signature verification failed", []string{"jose-signature-name"}},
		{"JWSInvalid: Invalid Compact JWS\n    at flattenedVerify", []string{"jose-compact"}},
		{"Error: Invalid Compact JWS", []string{"jose-compact-text"}},
		{"{ code: 'ERR_JWT_CLAIM_VALIDATION_FAILED', claim: 'iss' }", []string{"jose-claim-code"}},
		{`JWTClaimValidationFailed: missing required "aud" claim`, []string{"jose-claim-missing"}},
		{"Error: AuthKit configuration error. Missing or invalid environment variables:\n\n  • WORKOS_API_KEY is required\n  • WORKOS_COOKIE_PASSWORD is required\n\nSet these environment variables or call configure() with the required values.",
			[]string{"workos-configuration-missing"}},
		{"AuthKit configuration error. Missing or invalid environment variables:\n\n  • WORKOS_COOKIE_PASSWORD must be at least 32 characters (currently 8)", []string{"workos-configuration-short"}},
		{"Error: Better Auth basePath /auth does not match Convex plugin basePath /api/auth", []string{"ba-base-path-differs"}},
		{"Could not find `ConvexProviderWithAuth` (or `ConvexProviderWithClerk` or `ConvexProviderWithAuth0`) as an ancestor component. This component may be missing, or you may have two copies of convex/react.",
			[]string{"client-no-auth-provider-above"}},
		{"Auth error", []string{"app-auth-error"}},
		{"\x1b[31mAuth\x1b[0m \x1b[1;33merror\x1b[0m", []string{"app-auth-error"}},
	} {
		if diff := cmp.Diff(c.want, find(c.text)); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}

// What reads alike and is none of these messages: prose, source code, other systems.
func TestLikeLinesOfLibraries(t *testing.T) {
	for _, text := range []string{
		"[auth][error] MissingSecret: Please define a secret",
		"Webhook signature verification failed.", "No signatures found, signature verification failed",
		"I was not authenticated. Then I signed in and it said so again.",
		"the configuration error is about environment variables that are missing or invalid: all is required",
		"16 UNAUTHENTICATED: Request had invalid authentication credentials.",
		`{"error":{"code":401,"status":"UNAUTHENTICATED"}}`,
		"the AUTH_REQUIRED flag of our CI", "LOGIN_REQUIRED=true", "AUTH_REQUIRED: boolean",
		"I think there is some clock skew, the system clock was inaccurate", "The JWT is expired, I believe", "the exp claim and the timestamp check",
		"my refresh token was already exchanged once", "an invalid token came back, and an invalid id token too", "we validate the RP ID on the server",
		"passkeys need an RP ID that is valid for this domain", "the token expired for some reason=unknown",
		"We use preview deploy keys to create preview deployments", "the publishable key is fine", "a session of the middleware is configured",
		"nothing in the DeveloperError class", "enum Reason { token_expired }", "Host must be set in the settings",
		"The operation couldn’t be completed. (com.apple.AuthenticationServices.AuthorizationError error 1001.)",
	} {
		if got := find(text); got != nil {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestPartsOfLines holds what a page is told of a line: the names in it, each without what stands around them.
func TestPartsOfLines(t *testing.T) {
	finder := NewFinder(All())
	var marks Marks
	for _, c := range []struct{ text, part, want string }{
		{"AuthKit configuration error. Missing or invalid environment variables:\n\n  • WORKOS_COOKIE_PASSWORD is required\n  • WORKOS_API_KEY is required\n", "variable", "WORKOS_COOKIE_PASSWORD"},
		{"Error: Better Auth basePath /auth does not match Convex plugin basePath /api/auth", "plugin", "/api/auth"},
		{`Error: Unexpected registration response origin "https://www.example.com", expected "https://example.com"`, "expected", "https://example.com"},
		{`Unexpected authentication response origin "https://a.example", expected one of: https://b.example, https://c.example`, "origin", "https://a.example"},
		{`Invalid JWT Authorized party claim (azp) "http://localhost:5173". Expected "https://app.example.com". (reason=token-invalid-authorized-parties)`, "origin", "http://localhost:5173"},
		{`Invalid JWT Authorized party claim (azp) "http://localhost:5173". Expected "https://app.example.com". (reason=token-invalid-authorized-parties)`, "expected", "https://app.example.com"},
	} {
		hits := finder.Find([]byte(c.text), &marks)
		if len(hits) == 0 || hits[0].Value(c.part) != c.want {
			t.Errorf("%q: %s of %v, want %q", c.text, c.part, hits, c.want)
		}
	}
}
