package project

import (
	"slices"
	"strings"

	"convex-auth-doctor/steps/authconfig/jslex"
)

// findTokenFetches finds the functions that give a client its token: fetchAccessToken of an own useAuth hook, and what setAuth of
// a client over WebSocket is given (B 8.18).
func (found *facts) findTokenFetches(file *source) {
	if file.importsFrom("convex/react", "convex/browser", "convex-svelte", "convex/react-clerk", "convex-vue") || file.mentions("fetchAccessToken") {
		for k := range file.spans {
			one := &file.spans[k]
			if one.name != "fetchAccessToken" {
				continue
			}
			found.tokens = append(found.tokens, file.fetch("fetchAccessToken", one))
		}
		// fetchAccessToken: otherName
		for i, token := range file.tokens {
			if !token.Is("fetchAccessToken") || !at(file.tokens, i+1).Is(":") || at(file.tokens, i+2).Kind != jslex.Ident {
				continue
			}
			after := at(file.tokens, i+3)
			if !after.Is(",") && !after.Is("}") {
				continue
			}
			for k := range file.spans {
				if one := &file.spans[k]; one.name == file.tokens[i+2].Text && !one.isProperty && one.name != "fetchAccessToken" {
					found.tokens = append(found.tokens, file.fetch("fetchAccessToken", one))
				}
			}
		}
	}
	for _, one := range file.calls("setAuth") {
		if !one.isDot || len(one.args) == 0 {
			continue
		}
		if function := file.functionIn(one.args[0]); function != nil {
			fetch := file.fetch("setAuth", function)
			fetch.inline = false
			fetch.line = file.tokens[one.token].Line
			found.tokens = append(found.tokens, fetch)
		}
	}
}

func (file *source) mentions(name string) bool {
	return file.has([2]int{0, len(file.tokens)}, name)
}

// functionIn returns the function that an argument is: written there, or one of the file by its name.
func (file *source) functionIn(part [2]int) *span {
	if part[1]-part[0] == 1 {
		for k := range file.spans {
			if one := &file.spans[k]; one.name == file.tokens[part[0]].Text && !one.isProperty {
				return one
			}
		}
		return nil
	}
	first := file.tokens[part[0]]
	if !first.Is("async") && !first.Is("(") && !first.Is("function") && !at(file.tokens, part[0]+1).Is("=>") {
		return nil
	}
	for k := range file.spans {
		if one := &file.spans[k]; one.params[0] >= part[0] && one.params[0] <= part[0]+4 && one.body[1] <= part[1] {
			return one
		}
	}
	return nil
}

// fetch judges one function that gives a token.
func (file *source) fetch(what string, one *span) tokenFetch {
	const force = "forceRefreshToken"
	fetch := tokenFetch{what: what, line: one.line, ignores: !file.has(one.body, force)}
	params := file.tokens[one.params[0]:one.params[1]]
	if len(params) == 1 && params[0].Kind == jslex.Ident && file.has(one.body, params[0].Text) {
		fetch.ignores = false // args is handed on as a whole
	}
	for i, token := range params {
		if token.Is("...") && file.has(one.body, at(params, i+1).Text) {
			fetch.ignores = false
		}
		// { forceRefreshToken: force }
		if token.Is(force) && at(params, i+1).Is(":") && file.has(one.body, at(params, i+2).Text) {
			fetch.ignores = false
		}
	}
	fetch.inline = file.remadeInHook(one)
	for i := one.body[0]; i < one.body[1]; i++ {
		if file.tokens[i].Is("getAccessTokenSilently") && at(file.tokens, i+1).Is("(") && !file.has([2]int{i, file.tokens[i+1].Pair}, "detailedResponse") {
			fetch.access = true
		}
	}
	if file.has(one.body, "id_token", "idToken", "getIdTokenClaims", "__raw") {
		fetch.access = false
	}
	return fetch
}

// remadeInHook reports whether a hook of React makes a function anew at each render: neither it nor what holds it is memoised.
func (file *source) remadeInHook(one *span) bool {
	if one.wrapped == "useCallback" || one.wrapped == "useMemo" {
		return false
	}
	inHook := false
	for k := range file.spans {
		outer := &file.spans[k]
		if outer == one || one.body[0] <= outer.body[0] || one.body[1] >= outer.body[1] {
			continue
		}
		if outer.wrapped == "useMemo" || outer.wrapped == "useCallback" {
			return false
		}
		if len(outer.name) > 3 && strings.HasPrefix(outer.name, "use") && outer.name[3] >= 'A' && outer.name[3] <= 'Z' {
			inHook = true
		}
	}
	// a function that is declared first and memoised by name: useCallback(fetchAccessToken, [])
	if one.name != "" {
		for _, wrap := range file.calls("useCallback") {
			if len(wrap.args) > 0 && wrap.args[0][1]-wrap.args[0][0] == 1 && file.tokens[wrap.args[0][0]].Is(one.name) {
				return false
			}
		}
	}
	return inHook
}

// findServerCalls finds calls of the helpers of convex/nextjs, and whether they are given a token (B 3.35).
func (found *facts) findServerCalls(file *source) {
	helpers := []string{"fetchQuery", "fetchMutation", "fetchAction", "preloadQuery"}
	for local, one := range file.imports {
		if one.Module != "convex/nextjs" || !slices.Contains(helpers, one.Imported) {
			continue
		}
		for _, use := range file.calls(local) {
			made := serverCall{helper: one.Imported, line: file.tokens[use.token].Line, ref: ""}
			if len(use.args) > 0 {
				made.ref = file.reference(use.args[0][0])
			}
			for _, part := range use.args {
				if at(file.tokens, part[0]).Is("...") {
					made.token = true // arguments that are handed on
				}
			}
			if len(use.args) > 2 {
				options := use.args[2]
				if first := at(file.tokens, options[0]); first.Is("{") && first.Pair == options[1]-1 {
					_, made.token = file.member(options[0], "token")
					_, made.url = file.member(options[0], "url")
					for _, part := range file.split(options[0]) {
						made.token = made.token || file.tokens[part[0]].Is("...")
					}
				} else {
					made.token = true // options from elsewhere: not known to lack a token
				}
			}
			found.server = append(found.server, made)
		}
	}
	slices.SortFunc(found.server, func(a, b serverCall) int { return a.line - b.line })
}

// findTemplates finds getToken({ template: "…" }).
func (found *facts) findTemplates(file *source) {
	for _, one := range file.calls("getToken") {
		if len(one.args) == 0 {
			continue
		}
		value, ok := file.member(one.args[0][0], "template")
		if !ok {
			continue
		}
		name := ""
		if first := file.tokens[value[0]]; value[1]-value[0] == 1 && first.Kind == jslex.String {
			name = first.Value()
		}
		found.templates = append(found.templates, Sighting{Name: name, File: file.name, Line: file.tokens[one.token].Line})
	}
}

// findUnawaited finds promises that are used as if they were values (versions.md 45, 129).
func (found *facts) findUnawaited(file *source) {
	for local, one := range file.imports {
		isAuth := strings.HasPrefix(one.Module, "@convex-dev/auth/nextjs/") && (one.Imported == "convexAuthNextjsToken" || one.Imported == "isAuthenticatedNextjs")
		isClerk := one.Module == "@clerk/nextjs/server" && one.Imported == "auth"
		if !isAuth && !isClerk {
			continue
		}
		for _, use := range file.calls(local) {
			if use.isDot || len(use.args) > 0 && isClerk {
				continue
			}
			before := at(file.tokens, use.token-1)
			end := file.tokens[use.token+1].Pair
			after, then := at(file.tokens, end+1), at(file.tokens, end+2)
			if before.Is("await") || before.Is("return") || before.Is("=>") || after.Is(".") && then.Is("then") {
				continue
			}
			if isClerk && !after.Is(".") && !before.Is("=") {
				continue // handed to something that may await it
			}
			if around := file.around(use.token); around != nil && file.has(around.params, local) {
				continue // a parameter of that name
			}
			if file.laterAwaited(use.token) {
				continue
			}
			found.unawaited = append(found.unawaited, Sighting{Name: one.Imported, File: file.name, Line: file.tokens[use.token].Line, Detail: one.Module})
		}
	}
	slices.SortFunc(found.unawaited, func(a, b Sighting) int { return a.Line - b.Line })
}

// laterAwaited reports whether the name that a call's result is given is awaited somewhere: const p = f(); … await p, or
// Promise.all([f()]).
func (file *source) laterAwaited(i int) bool {
	for k := i - 1; k >= 0 && i-k < 200; k-- {
		if file.tokens[k].Is("[") && file.tokens[k].Pair > i && at(file.tokens, k-1).Is("(") {
			if word := at(file.tokens, k-2).Text; word == "all" || word == "allSettled" || word == "race" {
				return true
			}
		}
		if file.tokens[k].Is(";") {
			break
		}
	}
	if !at(file.tokens, i-1).Is("=") || at(file.tokens, i-2).Kind != jslex.Ident {
		return false
	}
	name := file.tokens[i-2].Text
	for k := i; k+1 < len(file.tokens); k++ {
		if file.tokens[k].Is("await") && file.tokens[k+1].Is(name) {
			return true
		}
	}
	return false
}
