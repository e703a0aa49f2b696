package project

import (
	"path"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/ids"
)

// nextApp is a package that is a Next.js app.
type nextApp struct {
	dir        string
	version    string // installed, or what package.json asks for
	middleware string // middleware.ts, at the top or in src
	proxy      string // proxy.ts, the name since Next.js 16
}

// nextApps finds the Next.js apps among the client's packages, with their middleware and proxy files (providers.md 0.6).
func (scan *scan) nextApps() []nextApp {
	var apps []nextApp
	for _, dir := range scan.clients {
		pack := scan.manifests[dir]
		if pack == nil || pack.Wants["next"] == "" {
			continue
		}
		app := nextApp{dir: dir}
		if app.version, _ = scan.installed(dir, "next", pack.Wants["next"]); app.version == "" {
			app.version = pack.Wants["next"]
		}
		for _, inside := range []string{".", "src"} {
			for _, ending := range []string{".ts", ".tsx", ".js", ".mjs"} {
				if name := join(dir, inside, "middleware"+ending); scan.listing.has(name) && app.middleware == "" {
					app.middleware = name
				}
				if name := join(dir, inside, "proxy"+ending); scan.listing.has(name) && app.proxy == "" {
					app.proxy = name
				}
			}
		}
		apps = append(apps, app)
	}
	return apps
}

// authMiddleware are the calls that make a middleware file take part in signing in.
var authMiddleware = []string{"clerkMiddleware", "convexAuthNextjsMiddleware", "authkitMiddleware", "authkitProxy"}

// lookAtNext judges middleware and route files of Next.js.
func (scan *scan) lookAtNext() {
	for _, app := range scan.nextApps() {
		for _, name := range []string{app.middleware, app.proxy} {
			if name == "" {
				continue
			}
			one := Sighting{Name: path.Base(name), File: scan.shown(name), Line: 1}
			if file := scan.files[name]; file != nil {
				for _, call := range authMiddleware {
					if line := file.calls[call]; line > 0 {
						one.Name, one.Line = call, line
					}
				}
			}
			one.Name = clean.Line(one.Name)
			scan.project.Client.Middleware = append(scan.project.Client.Middleware, one)
		}
		scan.lookAtMiddleware(app)
		if scan.project.Family.ID == ids.FamilyBetterAuth {
			scan.lookAtAuthRoute(app)
		}
	}
}

// lookAtMiddleware judges the name of the file, and whether there is one where one is needed (versions.md 167, 168; B 8.13).
func (scan *scan) lookAtMiddleware(app nextApp) {
	number := major(app.version)
	switch {
	case app.middleware != "" && app.proxy != "" && number >= 16:
		scan.look(Proved, RuleMiddlewareTwice, ids.AuthProxyRouteUnreachable, app.middleware, 1,
			"There are a middleware and a proxy file (%s). Next.js 16 stops: \"Please use proxy instead\".", scan.shown(app.proxy))
	case app.middleware == "" && app.proxy != "" && number > 0 && number < 16 && scan.isAuthFile(app.proxy):
		scan.look(Proved, RuleMiddlewareName, ids.AuthProxyRouteUnreachable, app.proxy, 1,
			"Next.js %d does not call %s: the file has to be named middleware%s.", number, path.Base(app.proxy), path.Ext(app.proxy))
	case app.middleware == "" && app.proxy == "":
		for _, file := range scan.client() {
			if !within(file.name, app.dir) {
				continue
			}
			if line := scan.needsMiddleware(file); line > 0 {
				name := "middleware.ts"
				if number >= 16 {
					name = "proxy.ts"
				}
				scan.look(Likely, RuleMiddlewareMissing, ids.AuthProxyRouteUnreachable, file.name, line,
					"This reads the session on the server, which only works with a %s that runs the provider's middleware; there is none at the top or in src.", name)
				return
			}
		}
	}
}

// isAuthFile reports whether a middleware file runs the middleware of a provider.
func (scan *scan) isAuthFile(name string) bool {
	file := scan.files[name]
	if file == nil {
		return false
	}
	for _, call := range authMiddleware {
		if file.calls[call] > 0 {
			return true
		}
	}
	return false
}

// needsMiddleware returns the line at which a file uses a server helper that depends on the middleware, 0 if it does not.
func (scan *scan) needsMiddleware(file *facts) int {
	for _, one := range file.imports {
		switch {
		case one.TypeOnly:
		case one.Module == "@clerk/nextjs/server" && (one.Imported == "auth" || one.Imported == "currentUser"):
			return one.Line
		case strings.HasPrefix(one.Module, "@convex-dev/auth/nextjs") && (one.Imported == "convexAuthNextjsToken" || one.Imported == "isAuthenticatedNextjs" || one.Imported == "ConvexAuthNextjsServerProvider"):
			return one.Line
		case one.Module == "@workos-inc/authkit-nextjs" && one.Imported == "withAuth":
			return one.Line
		}
	}
	return 0
}

// lookAtAuthRoute finds a Next.js app with Better Auth whose route for /api/auth is missing or incomplete (providers.md 6.3, BA6).
func (scan *scan) lookAtAuthRoute(app nextApp) {
	var helper *facts
	for _, file := range scan.client() {
		if within(file.name, app.dir) && file.calls["convexBetterAuthNextJs"] > 0 {
			helper = file
		}
	}
	if helper == nil {
		return
	}
	for _, file := range scan.client() {
		if !within(file.name, app.dir) || !strings.Contains(file.name, "/api/auth/[...") {
			continue
		}
		exported := map[string]bool{}
		for _, one := range file.exports {
			exported[one.Name] = true
		}
		for _, one := range file.imports {
			if one.Reexport {
				exported[one.Imported] = true
			}
		}
		for _, method := range []string{"GET", "POST"} {
			if !exported[method] && !strings.Contains(file.name, "/pages/") {
				scan.look(Likely, RuleAuthRouteMissing, ids.AuthProxyRouteUnreachable, file.name, 1,
					"The route for /api/auth does not export %s, so such requests answer 405.", method)
			}
		}
		return
	}
	scan.look(Likely, RuleAuthRouteMissing, ids.AuthProxyRouteUnreachable, helper.name, helper.calls["convexBetterAuthNextJs"],
		"There is no app/api/auth/[...all]/route.ts that exports GET and POST of the handler, so /api/auth answers 404.")
}
