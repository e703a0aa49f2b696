package project

import (
	"slices"
	"strings"

	"convex-auth-doctor/steps/authconfig"
	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/secret"
)

// findConfig locates auth.config and evaluates it.
func (scan *scan) findConfig() {
	config := &scan.project.AuthConfig
	place := authconfig.Locate(scan.tree, scan.functions.dir)
	for _, name := range place.Ignored {
		config.Ignored = append(config.Ignored, scan.shown(name))
	}
	if place.File == "" {
		return
	}
	config.File = scan.shown(place.File)
	scan.reads = append(scan.reads, config.File)
	if text, err := scan.tree.ReadFile(place.File); err == nil {
		config.Text = string(text)
	}
	if place.Failure != nil {
		config.Error = scan.configError(place.Failure)
		return
	}
	if scan.options.Evaluator == nil {
		return
	}
	env := DeploymentEnv(scan.options.Variables)
	config.EnvKnown = env.Known
	result := scan.options.Evaluator.Evaluate(scan.ctx, authconfig.Source{Files: scan.tree, File: place.File, Workspaces: scan.workspaces}, env)
	config.Result = &result
	config.Error = scan.configError(result.Failure)
	for _, read := range result.MissingEnv {
		if (read.Required || env.Known) && !slices.Contains(config.MissingEnv, read.Name) {
			config.MissingEnv = append(config.MissingEnv, clean.Line(read.Name))
		}
	}
	for _, one := range result.Unresolved {
		config.Unresolved = append(config.Unresolved, clean.Line(one.Specifier))
	}
	for _, one := range result.Assumed {
		config.Assumed = append(config.Assumed, clean.Line(one.Specifier))
	}
	for _, entry := range result.Entries {
		config.Providers = append(config.Providers, scan.provider(entry))
	}
}

// DeploymentEnv turns a list of a deployment's variables, as deploy reads it, into what auth.config is evaluated with. A nil list
// is one that nobody has seen, as is a developer's .env.local, which Convex does not see (B 4.3). Of one or two variables by
// themselves the values count; others may be set all the same.
func DeploymentEnv(list *deploy.Env) authconfig.Env {
	env := authconfig.Env{}
	if list == nil || list.Local || len(list.Vars) == 0 && !list.Listed {
		return env
	}
	env.Known = !list.Part()
	env.Vars = map[string]string{}
	env.Secrets = map[string]secret.Text{}
	for _, name := range list.Names() {
		one := list.Lookup(name)
		switch one.State {
		case deploy.VarUnset:
		case deploy.VarNameOnly, deploy.VarPlaceholder:
			env.Hidden = append(env.Hidden, name)
		default:
			switch {
			case len(one.Removed) > 0:
				env.Hidden = append(env.Hidden, name) // private members were taken out: what is left is not the value
			case one.Secret.IsZero():
				env.Vars[name] = one.Value
			case one.Value == "":
				env.Secrets[name] = one.Secret
			default:
				env.Hidden = append(env.Hidden, name) // an address with a secret in its path
			}
		}
	}
	return env
}

// configError is a failure for people.
func (scan *scan) configError(failure *authconfig.Failure) *ConfigError {
	if failure == nil {
		return nil
	}
	return &ConfigError{
		Kind:     failure.Kind,
		Code:     failure.Code,
		Text:     clean.Text(failure.Text),
		Sentence: clean.Short(failure.String(), 300),
		File:     scan.shown(failure.File),
		Line:     failure.Line,
	}
}

// provider is an entry for people and rules.
func (scan *scan) provider(entry authconfig.Entry) Provider {
	text := func(value *authconfig.Value) string {
		if value == nil {
			return ""
		}
		return clean.Short(value.Text, 500)
	}
	one := Provider{
		Kind: clean.Line(entry.Type), Domain: text(entry.Domain), Issuer: text(entry.Issuer), JWKS: text(entry.JWKS), Algorithm: text(entry.Algorithm),
		File: scan.shown(entry.File), Line: addressLine(entry),
	}
	if one.Kind == "" {
		one.Kind = "oidc"
	}
	if entry.ApplicationID != nil && !entry.ApplicationID.Null {
		id := text(entry.ApplicationID)
		one.ApplicationID = &id
	}
	if one.File == "" {
		one.File = scan.project.AuthConfig.File
	}
	one.Family = scan.familyOfEntry(one)
	return one
}

// addressLine is where the address of an entry is written, which is what a person has to look at; else where the entry begins.
func addressLine(entry authconfig.Entry) int {
	name := "domain"
	if entry.Type == "customJwt" {
		name = "issuer"
	}
	if line := entry.Lines[name]; line > 0 {
		return line
	}
	return entry.Line
}

// issuer returns what a token's iss is compared with.
func (provider Provider) issuer() string {
	if provider.Kind == "customJwt" {
		return provider.Issuer
	}
	return provider.Domain
}

// literal reports whether a value is known as a whole.
func literal(text string) bool {
	return text != "" && !strings.Contains(text, "$") && !strings.HasPrefix(text, "<host of")
}
