package project

import (
	"path"
	"slices"
	"strings"

	"convex-auth-doctor/steps/authconfig/jslex"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/versions"
)

// lookAtServer judges code that runs on a server: helpers without a token, clients without setAuth, promises used as values.
func (scan *scan) lookAtServer() {
	uses := scan.authUses()
	for _, file := range scan.client() {
		for _, one := range file.server {
			use := uses[moduleKey(one.ref)]
			if one.token || use != authYes && use != authOptional {
				continue
			}
			scan.look(gradeOf(use), RuleServerCallNoToken, ids.SSRTokenMissing, file.name, one.line,
				"%s calls %s, which looks at the identity, without { token }. On the server the token is never added by itself.", one.helper, clean.Line(one.ref))
		}
		for _, one := range file.clients {
			for _, ref := range one.calls {
				if use := uses[moduleKey(ref)]; use == authYes || use == authOptional {
					scan.look(gradeOf(use), RuleHTTPClientNoToken, ids.TokenNotSuppliedByClient, file.name, one.line,
						"This ConvexHttpClient calls %s, which looks at the identity, but setAuth is never called.", clean.Line(ref))
					break
				}
			}
		}
		for _, one := range file.unawaited {
			if one.Name == "auth" && !scan.atLeast("@clerk/nextjs", "6.0.0") || one.Name != "auth" && !scan.atLeast("@convex-dev/auth", "0.0.75") {
				continue // it was no promise yet, or that is not known
			}
			scan.look(Likely, RuleNotAwaited, ids.SSRTokenMissing, file.name, one.Line, "%s() gives a promise; without await there is no token.", one.Name)
		}
	}
}

// gradeOf says how sure it is that a call without a token is a fault.
func gradeOf(use authUse) Grade {
	if use == authYes {
		return Likely
	}
	return Possible
}

// authUses says for each public function of the backend whether it looks at the identity: "messages:list".
func (scan *scan) authUses() map[string]authUse {
	uses := map[string]authUse{}
	for _, file := range scan.backend() {
		module := rel(file.name, scan.functions.dir)
		module = strings.TrimSuffix(module, path.Ext(module))
		for name, use := range file.authUse {
			uses[module+":"+name] = use
		}
	}
	return uses
}

// findBackend fills Backend.
func (scan *scan) findBackend() {
	backend := &scan.project.Backend
	shown := func(all []Sighting) []Sighting {
		var out []Sighting
		for _, one := range all {
			out = append(out, Sighting{Name: clean.Line(one.Name), File: scan.shown(one.File), Line: one.Line, Detail: clean.Line(one.Detail)})
		}
		return out
	}
	for _, file := range scan.backend() {
		backend.IdentityReads = append(backend.IdentityReads, shown(file.identity)...)
		backend.LogLines = append(backend.LogLines, shown(file.logs)...)
		backend.Providers = append(backend.Providers, shown(file.signIn)...)
		for _, name := range []string{"addHttpRoutes", "registerRoutes"} {
			if line := file.calls[name]; line > 0 {
				backend.Routes = append(backend.Routes, Sighting{Name: name, File: scan.shown(file.name), Line: line})
			}
		}
	}
	if file := scan.functionFile("http"); file != nil {
		backend.HTTP = scan.shown(file.name)
		backend.RouterDefault = slices.ContainsFunc(file.exports, func(one jslex.Export) bool { return one.Name == "default" })
	}
	if file := scan.functionFile("auth"); file != nil {
		backend.AuthFile = scan.shown(file.name)
		for _, one := range file.exports {
			backend.Exports = append(backend.Exports, Sighting{Name: clean.Line(one.Name), File: backend.AuthFile, Line: one.Line})
		}
	}
}

// functionFile returns a file at the top of the functions folder by its name without ending.
func (scan *scan) functionFile(name string) *facts {
	for _, ending := range []string{".ts", ".js", ".tsx", ".jsx", ".mts", ".mjs"} {
		if file := scan.files[join(scan.functions.dir, name+ending)]; file != nil {
			return file
		}
	}
	return nil
}

// lookAtBackend judges http.ts and auth.ts of the libraries that run on Convex.
func (scan *scan) lookAtBackend() {
	library, file, line := scan.familyOfBackend()
	switch library {
	case ids.FamilyConvexAuth:
		scan.lookAtRoutes("addHttpRoutes", "auth.addHttpRoutes(http)", file, line)
		scan.lookAtExports(file, line)
	case ids.FamilyBetterAuth:
		if !scan.uses("kitcn") {
			scan.lookAtRoutes("registerRoutes", "authComponent.registerRoutes(http, createAuth)", file, line)
		}
	}
}

// lookAtRoutes finds an http.ts that lacks the routes of the library (P 3.31, CA5).
func (scan *scan) lookAtRoutes(name, call, file string, line int) {
	for _, one := range scan.project.Backend.Routes {
		if one.Name == name {
			return
		}
	}
	if http := scan.functionFile("http"); http != nil {
		at := max(http.calls["httpRouter"], 1)
		scan.look(Likely, RuleHTTPRoutesMissing, ids.AuthRoutesMissing, http.name, at,
			"%s never calls %s, so the library's routes answer \"No matching routes found\".", path.Base(http.name), call)
		return
	}
	scan.look(Likely, RuleHTTPRoutesMissing, ids.AuthRoutesMissing, file, line,
		"The functions folder has no http.ts that calls %s, so the deployment has no HTTP actions.", call)
}

// exportsSince are the exports that Convex Auth needs (P 1.35), with the version that began to.
var exportsSince = []struct{ name, since string }{
	{"auth", ""}, {"signIn", ""}, {"signOut", ""}, {"store", ""}, {"isAuthenticated", "0.0.76"},
}

// lookAtExports finds an auth.ts that lacks an export of Convex Auth.
func (scan *scan) lookAtExports(file string, line int) {
	exported := map[string]bool{}
	for _, one := range scan.files[file].exports {
		exported[one.Name] = true
	}
	for _, one := range scan.files[file].imports {
		if one.Reexport {
			return // they may come from elsewhere
		}
	}
	if auth := scan.functionFile("auth"); auth == nil || auth.name != file {
		return // convexAuth is called in another file; what is exported where cannot be told
	}
	for _, one := range exportsSince {
		if exported[one.name] {
			continue
		}
		grade := Likely
		if one.since != "" {
			order, known := versions.Compare(scan.project.Installed["@convex-dev/auth"], one.since)
			if known && order < 0 {
				continue
			}
			if !slices.ContainsFunc(scan.client(), func(file *facts) bool { return file.calls["convexAuthNextjsMiddleware"] > 0 }) {
				continue // only the server parts for Next.js call it
			}
		}
		scan.look(grade, RuleExportMissing, ids.MissingAuthExport, file, line, "%s does not export %s, which @convex-dev/auth calls.", path.Base(file), one.name)
	}
}
