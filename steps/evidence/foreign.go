package evidence

import (
	"bytes"
	"strings"

	"convex-auth-doctor/steps/lazy"
	"convex-auth-doctor/steps/messages"
)

// common reports a source of texts that any program may print: a runtime or system, an OAuth server, an app. Where a stack
// follows that leads through the library of another service, the text is that service's.
func common(source messages.Source) bool {
	return source.System() || source == messages.FromOAuth || source == messages.FromApp
}

// stackPackage matches the package of a stack frame: node_modules/@scope/name/…, not the store of a package manager.
var stackPackage = lazy.Regexp(`node_modules/((?:@[\w.-]+/)?[A-Za-z][\w.-]*)`)

// ours are the packages that sign people in to Convex; neutral ones run under any other.
var (
	ours = []string{"convex", "@convex-dev/", "convex-", "@robelest/", "@estifanos-sh/", "better-auth", "@better-auth/", "@auth/core", "oauth4webapi", "@mmailaender/",
		"@clerk/", "@auth0/", "@workos-inc/", "@workos/", "kitcn"}
	neutral = []string{"jose", "next", "react", "react-dom", "undici", "@panva/hkdf", "express", "hono", "@hono/", "vite", "vinxi", "nitropack", "h3", "@tanstack/", "@vercel/", "tsx",
		"esbuild", "webpack", "metro", "react-native", "expo", "@expo/", "zone.js", "core-js", "regenerator-runtime", "scheduler", "@babel/", "svelte", "@sveltejs/", "node-fetch", "@noble/"}
)

// foreign reports whether the stack behind a common text leads through the library of another service, and through none
// that has to do with Convex.
func (part *part) foreign(hit messages.Hit) bool {
	if !common(hit.Message.Source) {
		return false
	}
	behind := part.masked[hit.End:min(len(part.masked), hit.End+3000)]
	if i := bytes.Index(behind, []byte("\n\n")); i >= 0 {
		behind = behind[:i]
	}
	if bytes.Contains(behind, []byte("[CONVEX ")) || bytes.Contains(behind, []byte("/convex/")) {
		return false
	}
	other := false
	for _, groups := range stackPackage().FindAllSubmatch(behind, 60) {
		name := string(groups[1])
		switch {
		case among(name, ours):
			return false
		case !among(name, neutral):
			other = true
		}
	}
	return other
}

// among reports whether a package is one of a list; a name of the list that ends in a slash or a hyphen stands for all that
// begin so.
func among(name string, list []string) bool {
	for _, one := range list {
		if name == one || (strings.HasSuffix(one, "/") || strings.HasSuffix(one, "-")) && strings.HasPrefix(name, one) {
			return true
		}
	}
	return false
}
