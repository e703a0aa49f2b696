package findings

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
)

// variableMisspelt is the part of a page for a variable that is set under a name that is nearly the one that is read.
const variableMisspelt = "variable-misspelt"

// unset is a variable that auth.config reads and that is not known to be set.
type unset struct {
	name, from string
	refused    bool // a push said so
}

// misspelt finds a variable that auth.config reads, which is not set, beside one that is set under nearly the same name, or under
// the name that another documentation has for it (providers.md C6). A list of the deployment shows that it is so; the environment
// files of the folder only let guess it.
func misspelt(v *view) []Finding {
	read := v.unsetVariables()
	for _, one := range read {
		set, from, list, ok := v.nearly(one.name, read)
		if !ok {
			continue
		}
		grade := Possible
		switch {
		case list != nil && (list.Whole() || one.refused):
			grade = Proved
		case list != nil || one.refused:
			grade = Likely
		}
		name, near := clean.Short(one.name, 80), clean.Short(set.Name, 80)
		finding := Finding{Rule: "config-variable-misspelt", Severity: Fault, Grade: grade, Exact: true, Cause: ids.AuthConfigEnvVarMissing, Family: variableFamily(near),
			Sentence: fmt.Sprintf("auth.config reads %s, and what is set is called %s", name, near),
			Proof:    []Line{{Label: "auth.config", Text: "reads " + name, From: one.from}, {Label: "set", Text: near, From: from}},
			Compare:  &Comparison{ExpectedLabel: "auth.config reads", Expected: name, ActualLabel: "set is", Actual: near},
			Values:   map[string]string{ids.SaidPrefix + variableMisspelt: "yes", "variable": name, "set_variable": near}}
		if one.from != "" && !strings.Contains(one.from, "`") {
			finding.Values["config_line"] = one.from
		}
		if value := clean.Short(set.Value, 200); set.Readable() && set.Secret.IsZero() && value != "" {
			finding.Proof[1].Text += "=" + value
			finding.Values["value"] = value
			if strings.HasSuffix(name, "CLIENT_ID") {
				finding.Values["client_id"] = value
			} else {
				finding.Values["issuer_domain"] = value
			}
		}
		if grade == Possible {
			finding.Severity = Doubt
		}
		return []Finding{finding}
	}
	return nil
}

// unsetVariables are the variables that auth.config reads and that no list of the deployment shows to be set.
func (v *view) unsetVariables() []unset {
	var all []unset
	add := func(name, from string, refused bool) {
		for _, item := range v.Items {
			if env, ok := item.Piece.Data.(deploy.Env); ok && !env.Local && env.Has(name) {
				return
			}
		}
		known := slices.IndexFunc(all, func(one unset) bool { return one.name == name })
		switch {
		case name == "" || strings.HasPrefix(name, "CONVEX_"):
		case known < 0:
			all = append(all, unset{name, from, refused})
		case refused:
			all[known].refused = true
		}
	}
	if p := v.Project; p != nil && p.AuthConfig.Result != nil {
		for _, read := range p.AuthConfig.Result.MissingEnv {
			line := read.Line
			if path.Base(read.File) != path.Base(p.AuthConfig.File) { // a helper that it imports
				line = 0
			}
			add(read.Name, fileLine(p.AuthConfig.File, line), false)
		}
	}
	for _, config := range v.configs {
		for _, read := range v.Evaluated[config.Item.Number].MissingEnv {
			add(read.Name, pastedAt(config, read.Line), false)
		}
	}
	for _, message := range v.messages {
		if strings.HasPrefix(message.Data.ID, "push-variable-missing") {
			add(message.Data.Value("name"), message.From(), true)
		}
	}
	return all
}

// nearly returns a variable that is set under nearly that name, and where; list is that of the deployment, nil where a file of the
// developer's machine has it. One that auth.config reads, too, is another.
func (v *view) nearly(name string, read []unset) (set deploy.Variable, from string, list *deploy.Env, ok bool) {
	fits := func(other string) bool {
		return deploy.SameVariable(name, other) && !slices.ContainsFunc(read, func(one unset) bool { return one.name == other }) && !v.configReads(other)
	}
	for i := len(v.Items) - 1; i >= 0; i-- {
		env, isEnv := v.Items[i].Piece.Data.(deploy.Env)
		if !isEnv {
			continue
		}
		for _, one := range env.Vars {
			if fits(one.Name) && one.State != deploy.VarUnset {
				if env.Local {
					return one, v.Items[i].From, nil, true
				}
				return one, v.Items[i].From, &env, true
			}
		}
	}
	if v.Project == nil {
		return set, "", nil, false
	}
	for _, one := range v.Project.Env {
		if fits(one.Name) {
			set = deploy.Variable{Name: one.Name}
			if !strings.Contains(one.Name, "SECRET") && !strings.Contains(one.Name, "KEY") {
				set.Value, set.State = one.Value, deploy.VarSet
			}
			return set, fileLine(one.File, one.Line), nil, true
		}
	}
	return set, "", nil, false
}

// configReads reports that an entry reads the variable by itself, so that it is no other name for a missing one.
func (v *view) configReads(name string) bool {
	return slices.ContainsFunc(v.configured().entries, func(e entry) bool {
		for _, setting := range []evidence.Setting{e.read.Address(), e.read.ApplicationID, e.read.JWKS} {
			if setting.Env == name || strings.Contains(setting.Text, "$"+name) {
				return true
			}
		}
		return false
	})
}
