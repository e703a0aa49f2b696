package project

import (
	"slices"
	"strings"

	"convex-auth-doctor/steps/authconfig/jslex"
)

// ownHooks are the hooks of providers, and what of their result says that somebody is signed in. The provider knows it before Convex has the
// token, so deciding by it is a mistake where data of Convex is shown or asked for (B 8.12).
var ownHooks = []struct {
	module, hook string
	members      []string
}{
	{"@clerk/", "useAuth", []string{"isSignedIn"}},
	{"@clerk/", "useUser", []string{"isSignedIn"}},
	{"@clerk/", "useSession", []string{"isSignedIn"}},
	{"@auth0/", "useAuth0", []string{"isAuthenticated"}},
}

// findGates finds where they decide.
func (found *facts) findGates(file *source) {
	for _, known := range ownHooks {
		for _, use := range file.calls(known.hook) {
			if use.isDot || !file.from(known.hook, []string{known.module}, known.hook) {
				continue
			}
			for _, member := range known.members {
				if line, where := file.decides(use, member); line > 0 {
					one := gate{hook: known.hook + "()." + member, line: line, vendor: file.imports[known.hook].Module}
					if around := file.around(where); around != nil {
						one.asks = file.asksConvex(around.body)
						one.shows = file.componentsIn(around.body)
					}
					found.gates = append(found.gates, one)
				}
			}
		}
	}
	// Clerk's own <SignedIn> around components
	for _, element := range file.elements {
		if !file.from(element.name, clerkModules, "SignedIn") {
			continue
		}
		one := gate{hook: "<SignedIn>", line: element.line, vendor: file.imports[element.name].Module, shows: file.componentsIn([2]int{element.token, element.end})}
		found.gates = append(found.gates, one)
	}
}

// decides returns the line at which a member of a hook's result is a condition, and its token; 0 when it never is.
func (file *source) decides(use call, member string) (line, where int) {
	names := map[string]bool{} // variables that hold the member
	holder := ""               // the variable that holds the whole result
	end := file.tokens[use.token+1].Pair
	switch before := at(file.tokens, use.token-1); {
	case at(file.tokens, end+1).Is(".") && at(file.tokens, end+2).Is(member):
		if file.isCondition(use.token, end+2) {
			return file.tokens[end+2].Line, end + 2
		}
		if before.Is("=") && at(file.tokens, use.token-2).Kind == jslex.Ident {
			names[file.tokens[use.token-2].Text] = true
		}
	case before.Is("=") && at(file.tokens, use.token-2).Is("}"):
		open := file.tokens[use.token-2].Pair
		if open < 0 {
			return 0, 0
		}
		for _, part := range file.split(open) {
			if !file.tokens[part[0]].Is(member) {
				continue
			}
			local := member
			if at(file.tokens, part[0]+1).Is(":") && at(file.tokens, part[0]+2).Kind == jslex.Ident {
				local = file.tokens[part[0]+2].Text
			}
			names[local] = true
		}
	case before.Is("=") && at(file.tokens, use.token-2).Kind == jslex.Ident:
		holder = file.tokens[use.token-2].Text
	}
	around := file.around(use.token)
	if around == nil {
		return 0, 0
	}
	for i := end + 1; i < around.body[1]; i++ {
		token := file.tokens[i]
		switch {
		case token.Kind == jslex.Ident && names[token.Text] && !at(file.tokens, i-1).Is(".") && !at(file.tokens, i+1).Is(":"):
			if file.isCondition(i, i) {
				return token.Line, i
			}
		case holder != "" && token.Is(holder) && (at(file.tokens, i+1).Is(".") || at(file.tokens, i+1).Is("?.")) && at(file.tokens, i+2).Is(member):
			if file.isCondition(i, i+2) {
				return token.Line, i
			}
		}
	}
	return 0, 0
}

// isCondition reports whether the expression from token i to token end is what something depends on.
func (file *source) isCondition(i, end int) bool {
	before, after := at(file.tokens, i-1), at(file.tokens, end+1)
	switch after.Text {
	case "?", "&&", "||", "===", "!==":
		return after.Kind == jslex.Punct
	}
	if before.Is("!") || before.Is("&&") || before.Is("||") {
		return true
	}
	return before.Is("(") && after.Is(")") && at(file.tokens, i-2).Is("if")
}

// asksConvex reports whether a hook of convex/react that reads or writes data is called between two tokens.
func (file *source) asksConvex(body [2]int) bool {
	for i := body[0]; i < body[1] && i < len(file.tokens); i++ {
		token := file.tokens[i]
		if token.Kind == jslex.Ident && at(file.tokens, i+1).Is("(") && file.from(token.Text, convexReact, "useQuery", "usePaginatedQuery", "useQueries", "usePreloadedQuery") {
			return true
		}
	}
	return false
}

// componentsIn returns the components of the app that are rendered between two tokens, by their local names.
func (file *source) componentsIn(body [2]int) []string {
	var all []string
	for _, one := range file.elements {
		if one.token <= body[0] || one.token >= body[1] || one.name == "" || one.name[0] < 'A' || one.name[0] > 'Z' || strings.Contains(one.name, ".") {
			continue
		}
		if !slices.Contains(all, one.name) {
			all = append(all, one.name)
		}
	}
	return all
}
