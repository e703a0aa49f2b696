package authconfig

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// Package helpers that configs call, written from the facts, for projects whose node_modules are not there.
var (
	//go:embed js/better-auth.js
	betterAuthHelper string
	//go:embed js/authkit.js
	authKitHelper string
	//go:embed js/stack.js
	stackHelper string
)

// helpers say which specifier is known as what. A name that ends in "/" stands for all below it.
var helpers = []struct {
	specifier string
	source    *string
}{
	{"@convex-dev/better-auth/auth-config", &betterAuthHelper},
	{"kitcn/auth/config", &betterAuthHelper},
	{"kitcn/auth-config", &betterAuthHelper},
	{"better-convex/auth-config", &betterAuthHelper},
	{"@convex-dev/workos-authkit", &authKitHelper},
	{"@stackframe/stack", &stackHelper},
	{"@stackframe/stack/", &stackHelper},
	{"@stackframe/react", &stackHelper},
	{"@stackframe/js", &stackHelper},
}

// helperFor returns the source of the helper that stands for a package, or "".
func helperFor(specifier string) string {
	for _, one := range helpers {
		if one.specifier == specifier || strings.HasSuffix(one.specifier, "/") && strings.HasPrefix(specifier, one.specifier) {
			return *one.source
		}
	}
	return ""
}

// isConvexPackage reports whether a specifier belongs to convex itself: functions, references and validators, which a
// config may pass around and never needs the value of.
func isConvexPackage(specifier string) bool {
	return specifier == "convex" || strings.HasPrefix(specifier, "convex/")
}

// isGenerated reports whether a path is a file that `npx convex dev` writes: projects that do not commit it lack it.
func isGenerated(path string) bool {
	path = strings.TrimSuffix(strings.TrimSuffix(path, ".js"), ".ts")
	for _, name := range []string{"server", "api", "dataModel"} {
		if path == "_generated/"+name || strings.HasSuffix(path, "/_generated/"+name) {
			return true
		}
	}
	return false
}

// isNodeModule reports whether a specifier names a module of Node.js. Convex's runtime lacks them, and its CLI stops at
// them; async_hooks has a stand-in there.
func isNodeModule(specifier string) bool {
	specifier = strings.TrimPrefix(specifier, "node:")
	name, _, _ := strings.Cut(specifier, "/")
	return slices.Contains(nodeModules(), name)
}

var nodeModules = sync.OnceValue(func() []string {
	return strings.Fields(`assert buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs
		http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder
		sys timers tls tty url util v8 vm wasi worker_threads zlib`)
})
