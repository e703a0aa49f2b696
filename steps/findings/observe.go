package findings

import (
	"slices"
	"strings"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/messages"
)

// observation says which question of the tree a message answers by being there.
type observation struct {
	rule ids.Rule
	when func(id string, source messages.Source) bool
}

// observations are the findings that a message gives besides its causes. Prefixes of message ids stand for the program
// that prints them; package messages orders its tables by it.
var observations = []observation{
	{ids.SeenAuthError, func(id string, _ messages.Source) bool {
		return strings.HasPrefix(id, "backend-") || id == "client-failed-to-authenticate" || id == "client-reauthenticating" ||
			id == "client-received-auth-error" || strings.HasPrefix(id, "inner-") || id == "code-no-auth-provider" || id == "code-discovery-failed"
	}},
	{ids.SeenPushError, func(id string, _ messages.Source) bool {
		return strings.HasPrefix(id, "push-") || oneOf(id, "code-invalid-auth-config", "code-auth-config-variable", "code-domain-url",
			"cli-two-auth-configs", "cli-no-auth-config", "cli-old-app-auth", "cli-type-error", "cli-type-error-bare", "cli-unable-to-push", "cli-analyze-failed",
			"cli-typecheck-failed", "cli-schema-failed", "cli-workos-client-id-unset", "cli-workos-mismatch")
	}},
	{ids.SeenSignInError, func(id string, source messages.Source) bool {
		switch source {
		case messages.FromConvexAuth, messages.FromRobelest, messages.FromBetterAuth, messages.FromOAuth, messages.FromAuthCore:
			return !routine[id]
		}
		return strings.HasPrefix(id, "key-") || strings.HasPrefix(id, "jwks-")
	}},
	{ids.SeenBrowserError, func(id string, source messages.Source) bool {
		switch source {
		case messages.FromBrowser, messages.FromFramework, messages.FromClerk, messages.FromAuth0, messages.FromWorkOS:
			return !routine[id]
		}
		if source.System() {
			return !routine[id]
		}
		return strings.HasPrefix(id, "client-address-") || strings.HasPrefix(id, "client-no-") || strings.HasPrefix(id, "next-url-")
	}},
	{ids.SeenOwnError, func(id string, source messages.Source) bool { return source == messages.FromApp && !routine[id] }},

	{ids.SaidNoProvider, func(id string, _ messages.Source) bool {
		return strings.HasPrefix(id, "backend-no-provider") || id == "code-no-auth-provider"
	}},
	{ids.SaidCouldNotVerify, func(id string, _ messages.Source) bool {
		return id == "backend-claim-not-verified" || strings.HasPrefix(id, "inner-")
	}},
	{ids.SaidCouldNotParse, func(id string, _ messages.Source) bool {
		return oneOf(id, "backend-payload-unparseable", "backend-issuer-missing", "backend-not-oidc")
	}},
	{ids.SaidCouldNotDecode, func(id string, _ messages.Source) bool {
		return strings.HasPrefix(id, "backend-kid-") || strings.HasPrefix(id, "backend-jwks-") || strings.HasPrefix(id, "backend-token-") ||
			id == "backend-custom-claim-not-verified"
	}},
	{ids.SaidDiscoveryFailed, func(id string, _ messages.Source) bool {
		return strings.HasPrefix(id, "backend-discovery-") || id == "code-discovery-failed"
	}},
	{ids.SaidInternalError, func(id string, _ messages.Source) bool {
		return id == "backend-internal" || id == "code-internal-server-error"
	}},
	{ids.ProvidersEmpty, func(id string, _ messages.Source) bool {
		return oneOf(id, "backend-no-providers", "dashboard-no-providers", "dashboard-no-providers-old")
	}},
	{ids.ConfigVariableMissing, func(id string, _ messages.Source) bool {
		return oneOf(id, "push-variable-missing", "code-auth-config-variable", "cli-workos-client-id-unset")
	}},
	{ids.ConfigRefused, func(id string, _ messages.Source) bool {
		return strings.HasPrefix(id, "push-") && !oneOf(id, "push-variable-missing", "push-shared-issuer") || id == "code-invalid-auth-config"
	}},
	{ids.ConfigSharedIssuer, func(id string, _ messages.Source) bool { return id == "push-shared-issuer" }},
	{ids.CodePushFails, func(id string, _ messages.Source) bool {
		return oneOf(id, "cli-analyze-failed", "cli-typecheck-failed", "cli-schema-failed", "cli-type-error", "cli-type-error-bare")
	}},
	{ids.ConnectionFails, func(id string, _ messages.Source) bool {
		return oneOf(id, "socket-failed-chrome", "socket-failed-firefox", "csp-refused", "csp-connecting", "mixed-content", "insecure-socket") ||
			strings.HasPrefix(id, "client-address-") && id != "client-address-site" || strings.HasPrefix(id, "client-no-address")
	}},
	{ids.HookOutsideProvider, func(id string, _ messages.Source) bool {
		return oneOf(id, "client-no-auth-provider-above", "client-no-convex-provider-above", "clerk-outside-provider")
	}},
	{ids.ClerkTemplateMissing, func(id string, _ messages.Source) bool { return id == "clerk-no-template" }},
	{ids.OriginRefused, func(id string, _ messages.Source) bool {
		return strings.HasPrefix(id, "cors-") || oneOf(id, "ba-invalid-origin", "ba-origin-hint", "auth-proxy-invalid-origin")
	}},
	{ids.CookieMissing, func(id string, _ messages.Source) bool {
		return strings.HasPrefix(id, "cookie-") || id == "auth-refresh-cookie-missing"
	}},
	{ids.ProviderRequestFails, func(id string, _ messages.Source) bool {
		return oneOf(id, "clerk-offline", "clerk-offline-error") || strings.HasPrefix(id, "auth0-") && saysFetchFailed(meanings()[id])
	}},
	{ids.UserRecordMissing, func(id string, source messages.Source) bool {
		return source == messages.FromApp && noUser(meanings()[id])
	}},
	{ids.HTTPActionThrows, func(id string, _ messages.Source) bool { return id == "backend-invalid-admin-key" }},
	{ids.SeenRefresh, func(id string, _ messages.Source) bool {
		return strings.HasPrefix(id, "auth-refresh-token-") || strings.HasPrefix(id, "robelest-refresh-") || id == "client-reauthentication-failed"
	}},
}

// grade says how far an observation carries. An internal error of the deployment has any reason, of which a token without a
// scheme in its iss is one (B 1.18, 2.2): it is no answer to a question by itself.
func (one observation) grade() Grade {
	if one.rule == ids.SaidInternalError {
		return Possible
	}
	return Proved
}

// routine are messages that stand in healthy logs, too.
var routine = map[string]bool{
	"auth-store-call": true, "auth-sign-in-call": true, "auth-refresh-arguments": true, "clerk-development-keys": true,
	"robelest-refresh-exchanged": true, "app-is-authenticated-false": true,
	"next-server-chunk": true, "next-server-app": true, "next-server-pages": true, "cli-keys-exist": true, "expo-value-size": true, "ba-server-error": true,
}

func oneOf(id string, list ...string) bool { return slices.Contains(list, id) }
