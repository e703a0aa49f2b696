package project

import (
	"slices"
	"strings"

	"convex-auth-doctor/steps/authconfig/jslex"
	"convex-auth-doctor/steps/lazy"
)

// plainBuilders make functions of the backend; any other builder may look at the identity itself.
var plainBuilders = []string{"query", "mutation", "action", "internalQuery", "internalMutation", "internalAction", "httpAction"}

// identityHelpers are functions that look at the identity, by name: those of libraries, and the names that people choose.
var identityHelpers = lazy.Regexp(`(?i)^(get|require|ensure|assert|check|current|load|fetch|must|with)[a-z]*(user|auth|identity|viewer|session|account|member|org|tenant)`)

// backend adds what a file of the functions folder says.
func (found *facts) backend(file *source) {
	found.authUse = map[string]authUse{}
	for i, token := range file.tokens {
		if !token.Is("getUserIdentity") || !at(file.tokens, i+1).Is("(") {
			continue
		}
		if before := at(file.tokens, i-1); !before.Is(".") && !before.Is("?.") {
			continue
		}
		found.identity = append(found.identity, Sighting{Name: "getUserIdentity", File: file.name, Line: token.Line})
	}
	for _, one := range file.calls("log") {
		if !one.isDot || !at(file.tokens, one.token-2).Is("console") || len(one.args) == 0 {
			continue
		}
		whole := [2]int{one.args[0][0], one.args[len(one.args)-1][1]}
		first := file.tokens[one.args[0][0]]
		said := first.Kind == jslex.String && strings.Contains(strings.ToLower(first.Value()), "identity")
		if file.has(whole, "getUserIdentity") || said {
			found.logs = append(found.logs, Sighting{Name: "console.log", File: file.name, Line: file.tokens[one.token].Line})
		}
	}
	for _, export := range found.exports {
		found.authUse[export.Name] = file.usesIdentity(export)
	}
	for _, one := range file.calls("convexAuth") {
		if len(one.args) == 0 {
			continue
		}
		if value, ok := file.member(one.args[0][0], "providers"); ok {
			found.signIn = append(found.signIn, file.listed(value)...)
		}
	}
}

// usesIdentity says whether an exported function of the backend looks at the identity.
func (file *source) usesIdentity(export jslex.Export) authUse {
	i := export.Token + 1
	if at(file.tokens, i).Is(":") { // a type
		for i < len(file.tokens) && !file.tokens[i].Is("=") {
			i++
		}
	}
	if !at(file.tokens, i).Is("=") {
		return authUnknown
	}
	body := [2]int{i + 1, expressionEnd(file.tokens, i+1)}
	for k := body[0]; k < body[1]; k++ {
		token := file.tokens[k]
		if token.Kind != jslex.Ident {
			continue
		}
		switch {
		case token.Is("getUserIdentity") && file.isOptional(k):
			return authOptional
		case token.Is("getUserIdentity"), token.Is("auth") && !at(file.tokens, k+2).Is("getUserIdentity") && at(file.tokens, k-1).Is(".") && at(file.tokens, k-2).Is("ctx"):
			return authYes
		case at(file.tokens, k+1).Is("(") && at(file.tokens, k+2).Is("ctx") && identityHelpers().MatchString(token.Text):
			return authYes
		}
	}
	if builder := at(file.tokens, i+1); builder.Kind == jslex.Ident && at(file.tokens, i+2).Is("(") && slices.Contains(plainBuilders, builder.Text) {
		if strings.Contains(file.imports[builder.Text].Module, "_generated/server") {
			return authNo
		}
	}
	return authUnknown
}

// isOptional reports whether the identity that is read at token i may be missing: a member of it is read with "?.".
func (file *source) isOptional(i int) bool {
	open := at(file.tokens, i+1)
	if !open.Is("(") || open.Pair < 0 {
		return false
	}
	after := open.Pair + 1
	if at(file.tokens, after).Is(")") {
		after++
	}
	return at(file.tokens, after).Is("?.")
}

// listed reads the members of a list of sign-in providers: GitHub, Password({ … }), or an object with an id.
func (file *source) listed(value [2]int) []Sighting {
	open := at(file.tokens, value[0])
	if !open.Is("[") {
		return nil
	}
	var all []Sighting
	for _, part := range file.split(value[0]) {
		token := file.tokens[part[0]]
		if token.Kind == jslex.Ident {
			name := token.Text
			if module := file.imports[name].Module; module != "" {
				name = module[strings.LastIndexByte(module, '/')+1:]
			}
			all = append(all, Sighting{Name: strings.ToLower(name), File: file.name, Line: token.Line})
		}
	}
	return all
}
