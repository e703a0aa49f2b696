package project

import (
	"slices"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/versions"
)

// findClient fills Client.
func (scan *scan) findClient() {
	client := &scan.project.Client
	add := func(list *[]Sighting, file *facts, name string, line int, detail string) {
		*list = append(*list, Sighting{Name: clean.Line(name), File: scan.shown(file.name), Line: line, Detail: clean.Line(detail)})
	}
	for _, file := range scan.client() {
		for _, one := range file.elements {
			if name := isProviderOf(one); name != "" {
				add(&client.Providers, file, name, one.line, one.module)
			}
			if one.module == "convex/react" && slices.Contains([]string{"Authenticated", "Unauthenticated", "AuthLoading", "AuthRefreshing"}, one.name) {
				add(&client.Hooks, file, "<"+one.name+">", one.line, "")
			}
		}
		for _, one := range file.imports {
			if one.Module == "convex/react" && one.Imported == "useConvexAuth" {
				add(&client.Hooks, file, "useConvexAuth", one.Line, "")
			}
		}
		for _, one := range file.clients {
			detail := one.address
			if one.variable != "" {
				detail = "$" + one.variable
			}
			add(&client.Clients, file, one.kind, one.line, detail)
		}
		for _, one := range file.tokens {
			if one.what == "setAuth" {
				add(&client.SetAuth, file, one.what, one.line, "")
			}
		}
		for _, name := range []string{"setupAuth", "setupConvexAuth", "createSvelteAuthClient"} {
			if line := file.calls[name]; line > 0 {
				add(&client.SetAuth, file, name, line, "")
			}
		}
		for _, one := range file.server {
			detail := "no token"
			if one.token {
				detail = "token"
			}
			add(&client.ServerCalls, file, one.helper, one.line, detail)
		}
		for _, one := range file.templates {
			add(&client.Templates, file, "getToken", one.Line, one.Name)
		}
	}
	client.Component = scan.component()
}

// component returns the name of the component or call that supplies the client's tokens.
func (scan *scan) component() string {
	plain := ""
	for _, one := range scan.project.Client.Providers {
		found, ok := providerOf(tag{name: one.Name, module: one.Detail})
		switch {
		case !ok || found.vendor:
		case found.plain:
			plain = one.Name
		case one.Name != "ConvexAuthNextjsServerProvider":
			return one.Name
		}
	}
	if len(scan.project.Client.SetAuth) > 0 {
		return scan.project.Client.SetAuth[0].Name
	}
	return plain
}

// lookAtProviders judges which provider components are rendered, and how they are nested (providers.md 0.6).
func (scan *scan) lookAtProviders() {
	scan.lookAtPlain()
	for _, file := range scan.client() {
		for i, one := range file.elements {
			found, ok := providerOf(one)
			if !ok {
				continue
			}
			if found.plain {
				scan.lookAtInside(file, i)
			}
			if !found.vendor && !found.plain {
				scan.lookAtNesting(file, i, found)
			}
		}
		scan.lookAcrossFiles(file)
		scan.lookAtClerkPackages(file)
	}
	scan.lookAtOwners()
}

// lookAtPlain finds a client that has no way to send a token: only ConvexProvider, and no setAuth (B 8.5).
func (scan *scan) lookAtPlain() {
	client := scan.project.Client
	if client.Component != "ConvexProvider" && (client.Component != "" || !scan.hasOnlySetup()) {
		return
	}
	if !scan.usesAuth() || scan.clientImports("@robelest/convex-auth", "@estifanos-sh/convex-auth") {
		return // that library sets the token on the client of a plain ConvexProvider
	}
	for _, one := range client.Providers {
		if one.Name == "ConvexProvider" {
			scan.lookShown(scan.gradeOfUse(), RulePlainProvider, ids.TokenNotSuppliedByClient, one.File, one.Line,
				"Only ConvexProvider is rendered, and setAuth is never called: the client sends no token.%s", scan.rightComponent())
			return
		}
	}
	for _, one := range client.Clients {
		if one.Name == "setupConvex" {
			scan.lookShown(scan.gradeOfUse(), RulePlainProvider, ids.TokenNotSuppliedByClient, one.File, one.Line,
				"The app calls setupConvex without setupAuth, and setAuth is never called: the client sends no token.")
			return
		}
	}
}

// gradeOfUse says how sure it is that the app means to have signed-in users: reading the identity alone is no sign, samples do.
func (scan *scan) gradeOfUse() Grade {
	if scan.project.Family.ID == ids.FamilyUnknown && len(scan.project.AuthConfig.Providers) == 0 {
		return Possible
	}
	return Likely
}

// clientImports reports whether a file of the client takes something from one of some modules.
func (scan *scan) clientImports(modules ...string) bool {
	for _, file := range scan.client() {
		for _, one := range file.imports {
			for _, module := range modules {
				if !one.TypeOnly && strings.HasPrefix(one.Module, module) {
					return true
				}
			}
		}
	}
	return false
}

// hasOnlySetup reports whether a Svelte client is set up without a way to send a token.
func (scan *scan) hasOnlySetup() bool {
	return slices.ContainsFunc(scan.project.Client.Clients, func(one Sighting) bool { return one.Name == "setupConvex" }) && len(scan.project.Client.SetAuth) == 0
}

// usesAuth reports whether the app is meant to have signed-in users.
func (scan *scan) usesAuth() bool {
	if len(scan.project.Backend.IdentityReads) > 0 || len(scan.project.AuthConfig.Providers) > 0 {
		return true
	}
	return slices.ContainsFunc(scan.project.Client.Providers, func(one Sighting) bool {
		found, _ := providerOf(tag{name: one.Name, module: one.Detail})
		return found.vendor
	})
}

// rightComponent names the component that the family in use needs.
func (scan *scan) rightComponent() string {
	right := map[ids.Family]string{
		ids.FamilyClerk: "ConvexProviderWithClerk", ids.FamilyAuth0: "ConvexProviderWithAuth0", ids.FamilyWorkOS: "ConvexProviderWithAuthKit",
		ids.FamilyConvexAuth: "ConvexAuthProvider", ids.FamilyBetterAuth: "ConvexBetterAuthProvider",
	}[scan.project.Family.ID]
	if right == "" {
		return ""
	}
	return " With " + scan.project.Family.Name + " it is " + right + "."
}

// lookAtInside finds a plain ConvexProvider inside the one that supplies tokens: it hides it. Further outside it does no harm,
// and for the robelest library that is how it has to be (providers.md 0.6, 5).
func (scan *scan) lookAtInside(file *facts, i int) {
	for up := file.elements[i].parent; up >= 0; up = file.elements[up].parent {
		outer, ok := providerOf(file.elements[up])
		if ok && !outer.vendor && !outer.plain && outer.name != "ConvexAuthNextjsServerProvider" && outer.family != ids.FamilyRobelest {
			scan.look(Likely, RulePlainInside, ids.WrongProviderComponent, file.name, file.elements[i].line,
				"ConvexProvider stands inside %s and hides it: hooks below it use a client without a token.", outer.name)
			return
		}
	}
}

// lookAtNesting finds a Convex provider around the provider's own component: its hook then has no context (B 8.13).
func (scan *scan) lookAtNesting(file *facts, i int, outer component) {
	for k, inner := range file.elements {
		found, ok := providerOf(inner)
		if !ok || !found.vendor || found.family != outer.family {
			continue
		}
		for up := inner.parent; up >= 0; up = file.elements[up].parent {
			if up == i {
				scan.look(Proved, RuleNesting, ids.WrongProviderComponent, file.name, file.elements[k].line,
					"%s stands inside %s (line %d). It has to be around it: the hook of %s finds no provider there.", found.name, outer.name, file.elements[i].line, outer.name)
				return
			}
		}
	}
}

// lookAcrossFiles finds the same where the Convex provider is a component of another file.
func (scan *scan) lookAcrossFiles(file *facts) {
	for k, inner := range file.elements {
		found, ok := providerOf(inner)
		if !ok || !found.vendor {
			continue
		}
		for up := inner.parent; up >= 0; up = file.elements[up].parent {
			wrapper := file.elements[up]
			if wrapper.module == "" {
				continue
			}
			target, ok := scan.resolver.Resolve(wrapper.module, file.name)
			other := scan.files[target]
			if !ok || other == nil || other == file {
				continue
			}
			name, line := "", 0
			hasVendor := false
			for _, one := range other.elements {
				part, ok := providerOf(one)
				if !ok {
					continue
				}
				hasVendor = hasVendor || part.vendor
				if !part.vendor && !part.plain && part.family == found.family {
					name, line = part.name, one.line
				}
			}
			if name != "" && !hasVendor {
				scan.look(Proved, RuleNesting, ids.WrongProviderComponent, file.name, file.elements[k].line,
					"%s stands inside %s, which renders %s (%s:%d). It has to be around it.", found.name, wrapper.local, name, scan.shown(target), line)
				return
			}
		}
	}
}

// lookAtClerkPackages finds a useAuth of another package than ClerkProvider's: two copies of the context (providers.md C11).
func (scan *scan) lookAtClerkPackages(file *facts) {
	for _, one := range file.elements {
		if one.name != "ConvexProviderWithClerk" || !strings.HasPrefix(one.clerkUse, "@clerk/") {
			continue
		}
		for _, other := range scan.client() {
			if scan.homeOf(other.name) != scan.homeOf(file.name) {
				continue
			}
			for _, provider := range other.elements {
				if provider.name == "ClerkProvider" && strings.HasPrefix(provider.module, "@clerk/") && provider.module != one.clerkUse {
					scan.look(Likely, RuleOtherClerkPackage, ids.WrongProviderComponent, file.name, one.line,
						"useAuth comes from %s and ClerkProvider from %s (%s:%d). Take both from one package.", one.clerkUse, provider.module, scan.shown(other.name), provider.line)
					return
				}
			}
		}
	}
}

// lookAtOwners finds two owners of setAuth (providers.md R4), and the provider for single-page apps together with the server parts
// of Convex Auth (CA6).
func (scan *scan) lookAtOwners() {
	byName := map[string]Sighting{}
	robelest := false
	for _, one := range scan.project.Client.Providers {
		byName[one.Name] = one
		found, _ := providerOf(tag{name: one.Name, module: one.Detail})
		robelest = robelest || found.family == ids.FamilyRobelest
	}
	if robelest {
		for _, one := range append(slices.Clone(scan.project.Client.SetAuth), byName["ConvexProviderWithAuth"]) {
			if one.Line > 0 && (one.Name == "setupAuth" || one.Name == "ConvexProviderWithAuth") {
				scan.lookShown(Likely, RuleTwoOwners, ids.WrongProviderComponent, one.File, one.Line,
					"%s stands beside the library's own provider. The library calls setAuth itself; two owners make the sign-in flap.", one.Name)
				return
			}
		}
	}
	spa, isSPA := byName["ConvexAuthProvider"]
	if isSPA && !robelest {
		for _, file := range scan.client() {
			if line := file.calls["convexAuthNextjsMiddleware"]; line > 0 {
				scan.lookShown(Likely, RuleSPAProvider, ids.WrongProviderComponent, spa.File, spa.Line,
					"ConvexAuthProvider keeps tokens in the browser, but convexAuthNextjsMiddleware (%s:%d) wants them in cookies: use ConvexAuthNextjsServerProvider and ConvexAuthNextjsProvider.",
					scan.shown(file.name), line)
				return
			}
		}
	}
}

// atLeast reports whether a package is installed in version or a later one.
func (scan *scan) atLeast(name, version string) bool {
	order, ok := versions.Compare(scan.project.Installed[name], version)
	return ok && order >= 0
}
