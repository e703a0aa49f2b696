package project

import (
	"slices"
	"strings"

	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
)

// providerComponents are known by the module that they come from and their name there. local is a component of the app itself, as
// the template for WorkOS has one.
var providerComponents = []struct {
	module, name string
	family       ids.Family
	vendor       bool // the component of the provider itself, not of Convex
	plain        bool // it supplies no token
}{
	{"convex/react", "ConvexProvider", ids.FamilyUnknown, false, true},
	{"convex/react", "ConvexProviderWithAuth", ids.FamilyUnknown, false, false},
	{"convex/react-clerk", "ConvexProviderWithClerk", ids.FamilyClerk, false, false},
	{"convex/react-auth0", "ConvexProviderWithAuth0", ids.FamilyAuth0, false, false},
	{"@convex-dev/workos", "ConvexProviderWithAuthKit", ids.FamilyWorkOS, false, false},
	{"local", "ConvexProviderWithAuthKit", ids.FamilyWorkOS, false, false},
	{"@convex-dev/auth/react", "ConvexAuthProvider", ids.FamilyConvexAuth, false, false},
	{"@convex-dev/auth/nextjs", "ConvexAuthNextjsProvider", ids.FamilyConvexAuth, false, false},
	{"@convex-dev/auth/nextjs/server", "ConvexAuthNextjsServerProvider", ids.FamilyConvexAuth, false, false},
	{"@robelest/convex-auth/react", "ConvexAuthProvider", ids.FamilyRobelest, false, false},
	{"@estifanos-sh/convex-auth/react", "ConvexAuthProvider", ids.FamilyRobelest, false, false},
	{"@convex-dev/better-auth/react", "ConvexBetterAuthProvider", ids.FamilyBetterAuth, false, false},
	{"@clerk/", "ClerkProvider", ids.FamilyClerk, true, false},
	{"@auth0/", "Auth0Provider", ids.FamilyAuth0, true, false},
	{"react-native-auth0", "Auth0Provider", ids.FamilyAuth0, true, false},
	{"@workos-inc/", "AuthKitProvider", ids.FamilyWorkOS, true, false},
	{"@workos/", "AuthKitProvider", ids.FamilyWorkOS, true, false},
}

// component is what a tag is among the provider components.
type component struct {
	name   string
	family ids.Family
	vendor bool
	plain  bool
}

// providerOf returns which provider component a tag is.
func providerOf(one tag) (component, bool) {
	local := one.module == "" || strings.HasPrefix(one.module, ".") || strings.HasPrefix(one.module, "@/") || strings.HasPrefix(one.module, "~/")
	for _, known := range providerComponents {
		if known.name != one.name {
			continue
		}
		if known.module == one.module || strings.HasSuffix(known.module, "/") && strings.HasPrefix(one.module, known.module) || known.module == "local" && local {
			return component{known.name, known.family, known.vendor, known.plain}, true
		}
	}
	return component{}, false
}

// isProviderOf returns the name of the provider component that a tag is, "" for another component.
func isProviderOf(one tag) string {
	found, _ := providerOf(one)
	return found.name
}

// libraries tell the family by the modules that a hook is made of.
var libraries = []struct {
	module string
	family ids.Family
}{
	{"@clerk/", ids.FamilyClerk}, {"@auth0/", ids.FamilyAuth0}, {"react-native-auth0", ids.FamilyAuth0}, {"@workos-inc/", ids.FamilyWorkOS}, {"@workos/", ids.FamilyWorkOS},
	{"@supabase/", ids.FamilySupabase}, {"firebase/", ids.FamilyFirebase}, {"@react-native-firebase/", ids.FamilyFirebase}, {"aws-amplify", ids.FamilyCognito},
	{"@aws-amplify/", ids.FamilyCognito}, {"@azure/msal", ids.FamilyEntra}, {"@okta/", ids.FamilyOkta}, {"keycloak-js", ids.FamilyKeycloak},
	{"@react-keycloak/", ids.FamilyKeycloak}, {"@logto/", ids.FamilyLogto}, {"@convex-dev/better-auth", ids.FamilyBetterAuth}, {"better-auth", ids.FamilyBetterAuth},
	{"@convex-dev/auth/", ids.FamilyConvexAuth}, {"@robelest/convex-auth", ids.FamilyRobelest}, {"@estifanos-sh/convex-auth", ids.FamilyRobelest},
	{"@react-oauth/google", ids.FamilyGoogle}, {"next-auth", ids.FamilyCustom}, {"react-oidc-context", ids.FamilyCustom}, {"oidc-client-ts", ids.FamilyCustom},
	{"@stackframe/", ids.FamilyCustom}, {"@mmailaender/convex-auth-svelte", ids.FamilyConvexAuth}, {"@mmailaender/convex-better-auth-svelte", ids.FamilyBetterAuth},
}

// familyOfModules returns the first family that the imports of a file tell.
func familyOfModules(file *facts) (ids.Family, int) {
	for _, known := range libraries {
		for _, one := range file.imports {
			if !one.TypeOnly && strings.HasPrefix(one.Module, known.module) {
				return known.family, one.Line
			}
		}
	}
	return ids.FamilyUnknown, 0
}

// findFamily decides which issuer family is in use: by the component that supplies tokens, then by what auth.config names, then by
// what the functions folder calls. What is installed does not count (projects.md).
func (scan *scan) findFamily() {
	scan.project.Family = scan.familyOfClient()
	for _, entry := range scan.project.AuthConfig.Providers {
		if entry.Family != ids.FamilyUnknown && !slices.Contains(scan.project.Family.Config, entry.Family) {
			scan.project.Family.Config = append(scan.project.Family.Config, entry.Family)
		}
	}
	if scan.project.Family.ID == ids.FamilyUnknown {
		scan.familyOfConfig()
	}
	scan.project.Family.Name = ""
	if scan.project.Family.ID != ids.FamilyUnknown {
		scan.project.Family.Name = scan.project.Family.ID.Name()
	}
}

// familyOfClient tells the family by the component that the client renders.
func (scan *scan) familyOfClient() Family {
	var own *facts // where ConvexProviderWithAuth is rendered
	ownLine := 0
	var vendor Family
	for _, file := range scan.client() {
		for _, one := range file.elements {
			found, ok := providerOf(one)
			switch {
			case !ok || found.plain:
			case found.vendor:
				if vendor.ID == ids.FamilyUnknown {
					vendor = Family{ID: found.family, Why: "The client renders " + found.name + ".", File: scan.shown(file.name), Line: one.line}
				}
			case found.family != ids.FamilyUnknown:
				return Family{ID: found.family, Why: "The client renders " + found.name + ".", File: scan.shown(file.name), Line: one.line}
			case own == nil:
				own, ownLine = file, one.line
			}
		}
	}
	for _, file := range scan.client() {
		for _, name := range []string{"createSvelteAuthClient", "setupConvexAuth"} {
			if line := file.calls[name]; line > 0 {
				if id, _ := familyOfModules(file); id != ids.FamilyUnknown {
					return Family{ID: id, Why: "The client calls " + name + ".", File: scan.shown(file.name), Line: line}
				}
			}
		}
	}
	// an own hook: the library that it is made of
	for _, file := range scan.client() {
		if file != own && !slices.ContainsFunc(file.tokens, func(one tokenFetch) bool { return one.what == "fetchAccessToken" || one.what == "setAuth" }) && file.calls["setupAuth"] == 0 {
			continue
		}
		if id, line := familyOfModules(file); id != ids.FamilyUnknown {
			return Family{ID: id, Why: "The hook that supplies tokens is made with it.", File: scan.shown(file.name), Line: line}
		}
	}
	if own != nil && vendor.ID == ids.FamilyUnknown {
		return Family{Why: "The client renders ConvexProviderWithAuth with a hook of its own.", File: scan.shown(own.name), Line: ownLine}
	}
	return vendor
}

// familyOfConfig tells the family by auth.config and the functions folder.
func (scan *scan) familyOfConfig() {
	for _, entry := range scan.project.AuthConfig.Providers {
		if entry.Family != ids.FamilyUnknown && entry.Family != ids.FamilyCustom {
			scan.project.Family.ID, scan.project.Family.Why = entry.Family, "An entry of auth.config names its issuer."
			scan.project.Family.File, scan.project.Family.Line = entry.File, entry.Line
			return
		}
	}
	if id, file, line := scan.familyOfBackend(); id != ids.FamilyUnknown {
		scan.project.Family.ID, scan.project.Family.Why = id, "The functions folder sets it up."
		scan.project.Family.File, scan.project.Family.Line = scan.shown(file), line
		return
	}
	if len(scan.project.AuthConfig.Providers) > 0 && scan.project.Family.Config != nil {
		scan.project.Family.ID = scan.project.Family.Config[0]
	}
}

// familyOfBackend tells which library signs tokens in the functions folder.
func (scan *scan) familyOfBackend() (ids.Family, string, int) {
	for _, file := range scan.backend() {
		for _, one := range file.imports {
			switch {
			case one.TypeOnly:
			case one.Module == "@convex-dev/auth/server" && file.calls["convexAuth"] > 0:
				return ids.FamilyConvexAuth, file.name, file.calls["convexAuth"]
			case strings.HasPrefix(one.Module, "@robelest/convex-auth"), strings.HasPrefix(one.Module, "@estifanos-sh/convex-auth"):
				return ids.FamilyRobelest, file.name, one.Line
			case strings.HasPrefix(one.Module, "@convex-dev/better-auth") && !strings.HasSuffix(one.Module, "/auth-config"), strings.HasPrefix(one.Module, "kitcn/auth"):
				return ids.FamilyBetterAuth, file.name, one.Line
			}
		}
	}
	return ids.FamilyUnknown, "", 0
}

// familyOfEntry tells what an entry of auth.config points at. Names of variables count where their values are not known.
func (scan *scan) familyOfEntry(entry Provider) ids.Family {
	issuer := entry.Domain
	if entry.Kind == "customJwt" {
		issuer = entry.Issuer
	}
	if strings.Contains(issuer, "$CONVEX_SITE_URL") || deploymentOf(issuer) != "" && strings.Contains(issuer, ".convex.site") {
		switch {
		case entry.Kind == "customJwt" && strings.Contains(entry.JWKS, "/convex/jwks") || strings.HasPrefix(entry.JWKS, "data:") && entry.Kind == "customJwt":
			return ids.FamilyBetterAuth
		case strings.HasSuffix(strings.TrimRight(issuer, "/"), "/auth"):
			return ids.FamilyRobelest
		}
		id, _, _ := scan.familyOfBackend()
		return id
	}
	if strings.Contains(issuer, "$CONVEX_CLOUD_URL") {
		return ids.FamilyConvex
	}
	if at := strings.IndexByte(issuer, '$'); at >= 0 {
		name := strings.ToUpper(issuer[at:])
		for _, known := range []struct {
			word   string
			family ids.Family
		}{{"CLERK", ids.FamilyClerk}, {"AUTH0", ids.FamilyAuth0}, {"WORKOS", ids.FamilyWorkOS}, {"SUPABASE", ids.FamilySupabase}, {"FIREBASE", ids.FamilyFirebase},
			{"COGNITO", ids.FamilyCognito}, {"KEYCLOAK", ids.FamilyKeycloak}, {"LOGTO", ids.FamilyLogto}, {"OKTA", ids.FamilyOkta}, {"ENTRA", ids.FamilyEntra}, {"AZURE", ids.FamilyEntra}} {
			if strings.Contains(name, known.word) {
				return known.family
			}
		}
		if strings.HasPrefix(issuer, "$") {
			return ids.FamilyUnknown
		}
		issuer = issuer[:at] // the host is written out, only the path is not known
	}
	if entry.Kind == "oidc" && strings.Contains(issuer, ".convex.cloud") {
		return ids.FamilyUnknown // what a deployment signs itself is no OIDC entry (providers.md 0.5): a slip for .convex.site
	}
	return family.OfIssuer(issuer).Family
}
