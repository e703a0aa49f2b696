package project

import (
	"path"
	"slices"
	"strings"

	"convex-auth-doctor/steps/authconfig/jslex"
)

// facts are what one file of code says, without the file itself.
type facts struct {
	name      string
	imports   []jslex.Import
	exports   []jslex.Export
	elements  []tag
	clients   []clientFact
	tokens    []tokenFetch
	server    []serverCall
	templates []Sighting // getToken({ template: "…" }): Name is the template
	gates     []gate
	calls     map[string]int // names of functions that rules ask for -> line of the first call
	idents    map[string]int // names that rules ask for, as options or members -> line
	hooks     bool           // it calls a hook of convex/react that reads or writes data
	ready     bool           // it asks convex/react whether the client is authenticated
	unawaited []Sighting     // promises that are used as values
	identity  []Sighting
	logs      []Sighting
	authUse   map[string]authUse // functions of the backend by export
	signIn    []Sighting         // sign-in providers of convexAuth
}

// tag is one JSX element, as far as providers go.
type tag struct {
	name     string // of the component in its module
	module   string // "" for a component of the same file
	local    string
	line     int
	parent   int // index, -1 for none
	options  []string
	clerkUse string // for ConvexProviderWithClerk: the module that useAuth comes from
}

// clientFact is one client of Convex that is made.
type clientFact struct {
	kind      string // ConvexReactClient, ConvexClient, ConvexHttpClient, setupConvex
	line      int
	component string   // the component in which it is made anew at each render
	address   string   // a literal address
	variable  string   // the environment variable that holds the address
	options   []string // names of its options
	calls     []string // functions that the file calls, as "api.a.b", for clients without setAuth
}

// tokenFetch is one function that gives a client its token.
type tokenFetch struct {
	what    string // "fetchAccessToken" or "setAuth"
	line    int
	ignores bool // it does not look at forceRefreshToken
	inline  bool // a hook makes it anew at each render
	access  bool // it gives Auth0's access token
}

// serverCall is a call of a helper of convex/nextjs.
type serverCall struct {
	helper string
	line   int
	token  bool
	url    bool
	ref    string // "api.messages.list", "" when it cannot be told
}

// gate is a place where a provider's own hook or component decides what is shown or asked for.
type gate struct {
	hook   string // "useAuth().isSignedIn"
	line   int
	shows  []string // local names of the components that it decides about
	asks   bool     // the same function calls hooks of convex/react
	vendor string   // module of the hook
}

// authUse says whether a function of the backend looks at the identity.
type authUse int

const (
	authUnknown authUse = iota
	authNo
	authOptional // it does without one: (await ctx.auth.getUserIdentity())?.name
	authYes
)

// The modules that rules ask for.
var (
	convexReact  = []string{"convex/react"}
	clerkModules = []string{"@clerk/"}
)

// asked are names whose first use is kept: plugins, options and helpers that conditions of versions.md depend on.
var asked = set("convexAuth", "addHttpRoutes", "registerRoutes", "httpRouter", "crossDomain", "crossDomainClient", "twoFactor", "genericOAuth", "oauthProvider",
	"autoSignInAfterVerification", "shouldHandleCode", "createRouteMatcher", "expectAuth", "clerkMiddleware", "convexAuthNextjsMiddleware",
	"authkitMiddleware", "authkitProxy", "convexBetterAuthNextJs", "convexBetterAuthReactStart", "setupAuth", "setupConvexAuth",
	"createSvelteAuthClient", "createAuthClient", "convexAuthNextjsToken", "isAuthenticatedNextjs", "reset", "jwks", "Password")

func set(names ...string) map[string]bool {
	all := map[string]bool{}
	for _, name := range names {
		all[name] = true
	}
	return all
}

// collect reads what a file says.
func collect(file *source) *facts {
	found := &facts{name: file.name, imports: file.modules, exports: jslex.Exports(file.tokens), calls: map[string]int{}, idents: map[string]int{}}
	for i, token := range file.tokens {
		if (token.Kind == jslex.Ident || token.Kind == jslex.Attr) && asked[token.Text] {
			if at(file.tokens, i+1).Is("(") && found.calls[token.Text] == 0 && !at(file.tokens, i-1).Is("function") {
				found.calls[token.Text] = token.Line
			}
			if found.idents[token.Text] == 0 {
				found.idents[token.Text] = token.Line
			}
		}
	}
	for _, one := range file.imports {
		if one.Module == "convex/react" {
			switch one.Imported {
			case "useQuery", "useMutation", "useAction", "usePaginatedQuery", "useQueries", "usePreloadedQuery", "useQuery_experimental":
				found.hooks = true
			case "useConvexAuth", "Authenticated", "Unauthenticated", "AuthLoading", "AuthRefreshing":
				found.ready = true
			}
		}
		if one.Imported == "convexQuery" || one.Imported == "useConvexQuery" || one.Imported == "useConvexMutation" {
			found.hooks = true
		}
	}
	found.tags(file)
	found.findClients(file)
	found.findTokenFetches(file)
	found.findServerCalls(file)
	found.findTemplates(file)
	found.findGates(file)
	found.findUnawaited(file)
	return found
}

// tags keeps the elements that are components.
func (found *facts) tags(file *source) {
	index := make([]int, len(file.elements))
	for i, one := range file.elements {
		parent := -1
		if one.parent >= 0 {
			parent = index[one.parent]
		}
		first := one.name
		if first == "" || first[0] >= 'a' && first[0] <= 'z' && !strings.Contains(first, ".") {
			index[i] = parent // not a component: its children belong to the one around it
			continue
		}
		module, imported := file.origin(one.name)
		kept := tag{name: imported, module: module, local: one.name, line: one.line, parent: parent}
		for k := one.token + 1; k < one.end && file.tokens[k].Kind != jslex.TagEnd; k++ {
			if file.tokens[k].Kind == jslex.Attr {
				kept.options = append(kept.options, file.tokens[k].Text)
			}
			if p := file.tokens[k].Pair; p > k {
				k = p
			}
		}
		if value, ok, _ := file.attribute(one, "useAuth"); ok && value[1]-value[0] == 1 {
			kept.clerkUse = file.imports[file.tokens[value[0]].Text].Module
		}
		index[i] = len(found.elements)
		found.elements = append(found.elements, kept)
	}
}

// findClients finds where clients of Convex are made.
func (found *facts) findClients(file *source) {
	for _, one := range file.calls("ConvexReactClient", "ConvexClient", "ConvexHttpClient", "setupConvex") {
		local := file.tokens[one.token].Text
		if !one.isNew && local != "setupConvex" || !file.from(local, []string{"convex/react", "convex/browser", "convex-svelte"}) {
			continue
		}
		made := clientFact{kind: file.imports[local].Imported, line: file.tokens[one.token].Line}
		if len(one.args) > 0 {
			made.address, made.variable = file.address(one.args[0])
		}
		if len(one.args) > 1 && at(file.tokens, one.args[1][0]).Is("{") {
			for _, part := range file.split(one.args[1][0]) {
				made.options = append(made.options, file.tokens[part[0]].Text)
			}
		}
		made.component = file.remade(one.token)
		if made.kind == "ConvexHttpClient" && !slices.Contains(made.options, "auth") && len(file.calls("setAuth")) == 0 {
			made.calls = file.references()
		}
		found.clients = append(found.clients, made)
	}
}

// address reads the first argument of a client: a literal, or the environment variable that holds it.
func (file *source) address(part [2]int) (literal, variable string) {
	if first := file.tokens[part[0]]; part[1]-part[0] == 1 && first.Kind == jslex.String {
		return first.Value(), ""
	} else if part[1]-part[0] == 1 && first.Kind == jslex.Ident {
		// const url = process.env.X
		for i := 0; i+2 < len(file.tokens); i++ {
			if file.tokens[i].Is("const") && file.tokens[i+1].Is(first.Text) && file.tokens[i+2].Is("=") {
				return file.address([2]int{i + 3, expressionEnd(file.tokens, i+3)})
			}
		}
		return "", ""
	}
	for i := part[0]; i < part[1]; i++ {
		token := file.tokens[i]
		if token.Kind == jslex.Ident && at(file.tokens, i-1).Is(".") && at(file.tokens, i-2).Is("env") {
			return "", token.Text
		}
		if token.Kind == jslex.String && at(file.tokens, i-1).Is("[") && at(file.tokens, i-2).Is("env") {
			return "", token.Value()
		}
		if token.Kind == jslex.Ident && strings.HasSuffix(token.Text, "CONVEX_URL") && strings.HasPrefix(file.imports[token.Text].Module, "$env/") {
			return "", token.Text
		}
	}
	return "", ""
}

// remade returns the component that makes what stands at token i anew at each render, "" when none does.
func (file *source) remade(i int) string {
	component := ""
	for k := range file.spans {
		one := &file.spans[k]
		if i < one.body[0] || i > one.body[1] {
			continue
		}
		switch one.wrapped {
		case "useMemo", "useState", "useRef", "useEffect", "useCallback", "useLayoutEffect", "lazy", "cache", "once":
			return ""
		}
		if one.name != "" && one.name[0] >= 'A' && one.name[0] <= 'Z' && file.rendersIn(one.body) {
			component = one.name
		}
	}
	if component == "" {
		return ""
	}
	// if (!ref.current) ref.current = new …
	if at(file.tokens, i-2).Is("=") && at(file.tokens, i-3).Is("current") || at(file.tokens, i-2).Is("??=") {
		return ""
	}
	if open := at(file.tokens, i-2); open.Is("(") && slices.Contains([]string{"useState", "useRef"}, at(file.tokens, i-3).Text) {
		return ""
	}
	return component
}

// rendersIn reports whether JSX stands between two tokens.
func (file *source) rendersIn(body [2]int) bool {
	for _, one := range file.elements {
		if one.token > body[0] && one.token < body[1] {
			return true
		}
	}
	return false
}

// references returns the functions of the backend that the file names as api.a.b.
func (file *source) references() []string {
	var all []string
	for i := range file.tokens {
		if ref := file.reference(i); ref != "" && !slices.Contains(all, ref) {
			all = append(all, ref)
		}
	}
	return all
}

// reference reads api.a.b at token i.
func (file *source) reference(i int) string {
	if !at(file.tokens, i).Is("api") || at(file.tokens, i-1).Is(".") {
		return ""
	}
	if one, ok := file.imports["api"]; !ok || !strings.Contains(one.Module, "_generated/api") && !strings.Contains(one.Module, "convex") && !strings.Contains(one.Module, "backend") && !strings.Contains(one.Module, "api") {
		return ""
	}
	ref := "api"
	for at(file.tokens, i+1).Is(".") && at(file.tokens, i+2).Kind == jslex.Ident {
		ref += "." + file.tokens[i+2].Text
		i += 2
	}
	if strings.Count(ref, ".") < 2 {
		return ""
	}
	return ref
}

// moduleKey turns "api.a.b.list" into the key of a function: "a/b:list".
func moduleKey(ref string) string {
	parts := strings.Split(ref, ".")
	if len(parts) < 3 {
		return ""
	}
	return path.Join(parts[1:len(parts)-1]...) + ":" + parts[len(parts)-1]
}
