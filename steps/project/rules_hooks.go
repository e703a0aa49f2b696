package project

import (
	"convex-auth-doctor/steps/ids"
)

// lookAtHooks judges how the client asks who is signed in and how it fetches its token.
func (scan *scan) lookAtHooks() {
	for _, file := range scan.client() {
		for _, one := range file.gates {
			scan.lookAtGate(file, one)
		}
		for _, one := range file.tokens {
			scan.lookAtFetch(file, one)
		}
		for _, one := range file.clients {
			if one.component != "" && one.kind == "ConvexReactClient" {
				scan.look(Likely, RuleClientInComponent, ids.RefreshDuplicateClients, file.name, one.line,
					"A new ConvexReactClient is made at each render of %s. Make it once, outside of the component.", one.component)
			}
		}
		scan.lookAtTemplates(file)
	}
}

// lookAtGate judges a place where the provider's own hook decides, in an app whose tokens go through a Convex provider. It
// counts where data of Convex depends on it, and where convex/react is not asked as well.
func (scan *scan) lookAtGate(file *facts, one gate) {
	if file.ready || scan.project.Client.Component == "" {
		return
	}
	shown := ""
	for _, name := range one.shows {
		if scan.readsConvex(file, name) {
			shown = name
			break
		}
	}
	switch {
	case one.hook == "<SignedIn>" && shown != "":
		scan.look(Likely, RuleOwnHookDecides, ids.QueryBeforeAuthReady, file.name, one.line,
			"%s of the provider decides that %s is shown; Convex may not have the token yet at that time. <Authenticated> of convex/react waits for it.", one.hook, shown)
	case one.hook == "<SignedIn>":
	case shown != "":
		scan.look(Likely, RuleOwnHookDecides, ids.QueryBeforeAuthReady, file.name, one.line,
			"%s decides that %s is shown; Convex may not have the token yet at that time. useConvexAuth() tells when it has.", one.hook, shown)
	case one.asks:
		scan.look(Likely, RuleOwnHookDecides, ids.QueryBeforeAuthReady, file.name, one.line,
			"%s decides what is asked of Convex, which may not have the token yet at that time. useConvexAuth() tells when it has.", one.hook)
	}
}

// readsConvex reports whether a component that a file renders calls hooks of convex/react.
func (scan *scan) readsConvex(file *facts, local string) bool {
	for _, one := range file.imports {
		if one.Local != local || one.TypeOnly {
			continue
		}
		target, ok := scan.resolver.Resolve(one.Module, file.name)
		other := scan.files[target]
		return ok && other != nil && other.hooks && !other.ready
	}
	return false
}

// lookAtFetch judges a function that gives the client its token (B 8.18).
func (scan *scan) lookAtFetch(file *facts, one tokenFetch) {
	if one.ignores {
		scan.look(Likely, RuleForceIgnored, ids.TokenRefreshNotHandled, file.name, one.line,
			"The function given to %s does not look at forceRefreshToken: once a token was refused or has expired, the same one is given again.", one.what)
	}
	if one.inline && scan.rendersOwnHook() {
		scan.look(Possible, RuleFetchNotMemoised, ids.SessionRefetchLoop, file.name, one.line,
			"fetchAccessToken is a new function at each render, so the client authenticates again each time. Put it into useCallback.")
	}
	if one.access {
		scan.look(Likely, RuleAccessToken, ids.WrongTokenKind, file.name, one.line,
			"getAccessTokenSilently() gives Auth0's access token. Convex needs the ID token: ask for { detailedResponse: true } and return its id_token.")
	}
}

// rendersOwnHook reports whether the client hands a hook of its own to ConvexProviderWithAuth.
func (scan *scan) rendersOwnHook() bool {
	for _, one := range scan.project.Client.Providers {
		if one.Name == "ConvexProviderWithAuth" {
			return true
		}
	}
	return false
}

// lookAtTemplates judges the names of JWT templates where a token goes to Convex.
func (scan *scan) lookAtTemplates(file *facts) {
	if scan.project.Family.ID != ids.FamilyClerk {
		return
	}
	toConvex := len(file.server) > 0 || len(file.tokens) > 0 || len(file.clients) > 0
	for _, one := range file.templates {
		if one.Name != "" && one.Name != "convex" && toConvex {
			scan.look(Likely, RuleTemplateName, ids.ClerkConvexIntegrationNotEnabled, file.name, one.Line,
				"The token is made from the JWT template %q. For Convex the template has to be named \"convex\".", one.Name)
		}
	}
}
