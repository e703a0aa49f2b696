package project

import (
	"slices"
	"strings"

	"convex-auth-doctor/steps/authconfig/jslex"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/versions"
)

// lookAtVersions matches the installed versions with the table of known ones. A row is worth a look when everything about it that a
// folder can show holds, and it can be put right; what only a run decides is left in Versions.
func (scan *scan) lookAtVersions() {
	scan.project.Conditions = scan.conditions()
	scan.project.Versions = versions.Match(scan.project.Installed, scan.project.Conditions.Answer)
	for _, hit := range scan.project.Versions {
		scan.project.Known = append(scan.project.Known, KnownVersion{
			Row: hit.Row.ID, Package: hit.Row.Package, Version: clean.Line(hit.Installed), Holds: hit.Holds.String(), Condition: hit.Row.Condition,
			Symptom: hit.Row.Symptom, Cause: hit.Row.Cause, Do: hit.Row.Do, Source: hit.Row.Source,
		})
	}
	for _, hit := range scan.project.Versions {
		if hit.Static != versions.Yes || hit.Row.Advice || hit.Row.Cause == "" || scan.ofOtherFamily(hit.Row.Package) {
			continue
		}
		grade := Likely
		if hit.Holds != versions.Yes {
			if hit.Row.InNewest() || len(hit.Row.When) == 0 {
				continue // an upgrade does not help, or nothing here shows that it matters
			}
			grade = Possible
		}
		file, line := scan.placeOf(hit)
		if slices.ContainsFunc(scan.project.WorthALook, func(one Look) bool {
			return one.File == file && one.Line == line && one.Cause == hit.Row.Cause && one.Rule != RuleKnownVersion
		}) {
			continue // a rule of this package says the same
		}
		do := hit.Row.Do
		if do == "" {
			do = "no fix is known"
		}
		scan.lookShown(grade, RuleKnownVersion, hit.Row.Cause, file, line, "%s %s: %s. %s (%s)",
			hit.Row.Package, hit.Installed, strings.TrimRight(sentence(hit.Row), "."), "Put right by: "+do, hit.Row.ID)
		last := &scan.project.WorthALook[len(scan.project.WorthALook)-1]
		last.Package, last.Version, last.Row = hit.Row.Package, clean.Line(hit.Installed), hit.Row.ID
	}
	for _, clash := range scan.project.Clashes {
		if slices.ContainsFunc(scan.project.Versions, func(hit versions.Hit) bool { return hit.Others[clash.Package] != "" && hit.Row.Package == clash.Other }) {
			continue // the table says more about it
		}
		if scan.ofOtherFamily(clash.Package) || scan.ofOtherFamily(clash.Other) {
			continue
		}
		file, line := scan.placeOfPackage(clash.Other)
		scan.lookShown(Possible, RuleVersionsClash, ids.SDKBugUpgradeNeeded, file, line, "%s %s wants %s %s; %s is installed.",
			clash.Package, clash.Version, clash.Other, clash.Wanted, clash.Installed)
	}
}

// ofOtherFamily reports a package that belongs to another issuer family than the one in use: what is merely installed says nothing
// (projects.md).
func (scan *scan) ofOtherFamily(name string) bool {
	inUse := scan.project.Family.ID
	if inUse == ids.FamilyUnknown {
		return false
	}
	if name == "@auth/core" || name == "oauth4webapi" {
		return inUse != ids.FamilyConvexAuth
	}
	for _, one := range libraries {
		if strings.HasPrefix(name+"/", one.module) {
			return one.family != inUse
		}
	}
	return false
}

// sentence says what a row is about.
func sentence(row versions.Row) string {
	if row.Condition == "" {
		return row.Symptom
	}
	return row.Condition + ": " + row.Symptom
}

// placeOf returns the place that shows a hit: the code that its condition is about, or else the version.
func (scan *scan) placeOf(hit versions.Hit) (string, int) {
	for _, condition := range hit.Row.When {
		if place := scan.project.Conditions[condition].Place; place.Line > 0 {
			return place.File, place.Line
		}
	}
	return scan.placeOfPackage(hit.Row.Package)
}

// placeOfPackage returns where the version of a package stands.
func (scan *scan) placeOfPackage(name string) (string, int) {
	for _, one := range scan.project.Packages {
		if one.Name == name {
			return one.File, 0
		}
	}
	return "", 0
}

// conditions answers the conditions of the table that a folder decides. The first place that shows one counts.
func (scan *scan) conditions() Conditions {
	known := Conditions{}
	set := func(condition versions.Condition, place Sighting, holds bool) {
		switch {
		case known[condition].Answer == versions.Yes:
		case holds:
			known[condition] = Condition{versions.Yes, place}
		default:
			known[condition] = Condition{Answer: versions.No}
		}
	}
	client := scan.project.Client
	component := func(condition versions.Condition, modules []string, names ...string) {
		for _, one := range client.Providers {
			if slices.Contains(names, one.Name) && (modules == nil || slices.Contains(modules, one.Detail)) {
				set(condition, one, true)
				return
			}
		}
		set(condition, Sighting{}, false)
	}
	component(versions.ClerkProvider, nil, "ConvexProviderWithClerk")
	component(versions.Auth0Provider, nil, "ConvexProviderWithAuth0")
	component(versions.ClerkOrAuth0Provider, nil, "ConvexProviderWithClerk", "ConvexProviderWithAuth0")
	component(versions.AuthKitProvider, []string{"@convex-dev/workos"}, "ConvexProviderWithAuthKit")
	component(versions.OwnHookProvider, nil, "ConvexProviderWithAuth")
	component(versions.ConvexAuthSPA, []string{"@convex-dev/auth/react"}, "ConvexAuthProvider")

	inUse := scan.project.Family
	familyPlace := Sighting{File: inUse.File, Line: inUse.Line}
	for condition, id := range map[versions.Condition]ids.Family{versions.Clerk: ids.FamilyClerk, versions.WorkOS: ids.FamilyWorkOS, versions.ConvexAuth: ids.FamilyConvexAuth, versions.BetterAuth: ids.FamilyBetterAuth} {
		if inUse.ID != ids.FamilyUnknown {
			set(condition, familyPlace, inUse.ID == id)
		}
	}
	set(versions.Expo, Sighting{}, scan.uses("expo"))
	set(versions.ReactNative, Sighting{}, scan.uses("react-native") || scan.uses("expo"))

	// calls and options by name, anywhere in the client or the functions folder
	named := func(condition versions.Condition, calls bool, names ...string) {
		for _, file := range scan.sorted() {
			for _, name := range names {
				line := file.idents[name]
				if calls {
					line = file.calls[name]
				}
				if line > 0 {
					set(condition, Sighting{Name: name, File: scan.shown(file.name), Line: line}, true)
					return
				}
			}
		}
		set(condition, Sighting{}, false)
	}
	named(versions.CrossDomainPlugin, true, "crossDomain", "crossDomainClient")
	named(versions.TwoFactor, true, "twoFactor")
	named(versions.GenericOAuth, true, "genericOAuth")
	named(versions.OAuthProviderPlugin, true, "oauthProvider")
	named(versions.AutoSignInAfterVerification, false, "autoSignInAfterVerification")
	named(versions.ShouldHandleCode, false, "shouldHandleCode")
	named(versions.RouteMatcher, true, "createRouteMatcher")
	named(versions.ExpectAuth, false, "expectAuth")
	named(versions.BetterAuthSSR, true, "convexBetterAuthNextJs", "convexBetterAuthReactStart")
	named(versions.ConvexAuthNextJS, true, "convexAuthNextjsMiddleware", "convexAuthNextjsToken")
	scan.conditionsOfCode(set)
	scan.conditionsOfConfig(set)
	for _, app := range scan.nextApps() {
		set(versions.NextMiddlewareFile, Sighting{File: scan.shown(app.middleware), Line: 1}, app.middleware != "")
		set(versions.NextProxyFile, Sighting{File: scan.shown(app.proxy), Line: 1}, app.proxy != "")
		set(versions.NextProxyFileOnly, Sighting{File: scan.shown(app.proxy), Line: 1}, app.proxy != "" && app.middleware == "" && scan.isAuthFile(app.proxy))
		set(versions.NextBothFiles, Sighting{File: scan.shown(app.middleware), Line: 1}, app.proxy != "" && app.middleware != "")
	}
	return known
}

// conditionsOfCode answers those that single places in the code decide.
func (scan *scan) conditionsOfCode(set func(versions.Condition, Sighting, bool)) {
	set(versions.HTTPClientAuthOption, Sighting{}, false)
	set(versions.NextServerHelperURL, Sighting{}, false)
	set(versions.ConvexAuthNextJSNotAwaited, Sighting{}, false)
	set(versions.ClerkAuthNotAwaited, Sighting{}, false)
	for _, file := range scan.client() {
		at := func(line int) Sighting { return Sighting{File: scan.shown(file.name), Line: line} }
		for _, one := range file.clients {
			set(versions.HTTPClientAuthOption, at(one.line), one.kind == "ConvexHttpClient" && slices.Contains(one.options, "auth"))
		}
		for _, one := range file.server {
			set(versions.NextServerHelperURL, at(one.line), one.url)
		}
		for _, one := range file.unawaited {
			set(versions.ConvexAuthNextJSNotAwaited, at(one.Line), one.Name != "auth")
			set(versions.ClerkAuthNotAwaited, at(one.Line), one.Name == "auth")
		}
	}
	set(versions.GitHubSignIn, Sighting{}, false)
	for _, one := range scan.project.Backend.Providers {
		set(versions.GitHubSignIn, one, one.Name == "github")
	}
	set(versions.PasswordReset, Sighting{}, false)
	set(versions.Components, Sighting{}, false)
	for _, file := range scan.backend() {
		if file.calls["Password"] > 0 && file.idents["reset"] > 0 {
			set(versions.PasswordReset, Sighting{File: scan.shown(file.name), Line: file.idents["reset"]}, true)
		}
	}
	if file := scan.functionFile("convex.config"); file != nil {
		for _, one := range file.imports {
			if strings.HasSuffix(one.Module, "/convex.config") || strings.HasSuffix(one.Module, "/convex.config.js") {
				set(versions.Components, Sighting{File: scan.shown(file.name), Line: one.Line}, true)
			}
		}
	}
	if auth := scan.functionFile("auth"); auth != nil && auth.calls["convexAuth"] > 0 {
		exported := slices.ContainsFunc(auth.exports, func(one jslex.Export) bool { return one.Name == "isAuthenticated" })
		set(versions.IsAuthenticatedNotExported, Sighting{File: scan.shown(auth.name), Line: auth.calls["convexAuth"]}, !exported)
	}
}

// conditionsOfConfig answers those that auth.config decides. Without its value they are not known.
func (scan *scan) conditionsOfConfig(set func(versions.Condition, Sighting, bool)) {
	config := scan.project.AuthConfig
	if config.Result == nil {
		return
	}
	at := func(line int) Sighting { return Sighting{File: config.File, Line: max(line, 1)} }
	for _, one := range config.Result.ReadEnv {
		set(versions.ConfigReadsVariables, at(one.Line), true)
	}
	shared := Sighting{}
	for _, one := range config.Result.Imports {
		switch {
		case one.Specifier == "@convex-dev/workos-authkit":
			set(versions.ConfigImportsAuthKit, Sighting{File: scan.shown(one.File), Line: one.Line}, true)
			fallthrough
		case !strings.HasPrefix(one.Specifier, "convex/"):
			shared = Sighting{File: scan.shown(one.File), Line: one.Line}
		}
	}
	if len(config.Result.Files) > 1 && shared.File == "" {
		shared = at(1)
	}
	set(versions.ConfigSharesCode, shared, shared.File != "")
	set(versions.ConfigImportsAuthKit, Sighting{}, false)
	if len(config.Providers) == 0 {
		return
	}
	set(versions.CustomJWTEntry, Sighting{}, false)
	set(versions.CustomJWTWithoutAudience, Sighting{}, false)
	set(versions.StaticJWKS, Sighting{}, false)
	for _, entry := range config.Providers {
		place := Sighting{File: entry.File, Line: max(entry.Line, 1)}
		set(versions.CustomJWTEntry, place, entry.Kind == "customJwt")
		set(versions.CustomJWTWithoutAudience, place, entry.Kind == "customJwt" && entry.ApplicationID == nil)
		set(versions.StaticJWKS, place, entry.Family == ids.FamilyBetterAuth && strings.HasPrefix(entry.JWKS, "data:"))
		set(versions.RobelestBareIssuer, place, scan.project.Family.ID == ids.FamilyRobelest && strings.HasSuffix(strings.TrimRight(entry.issuer(), "/"), "CONVEX_SITE_URL"))
	}
}
