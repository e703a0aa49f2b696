package findings

import (
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/evidence"
)

// folder adds what the project folder shows of the code; what was pasted counts more, since it may be newer.
func (v *view) folder(input *deploy.Input) {
	p := v.Project
	if p == nil || !p.Convex {
		return
	}
	for _, one := range p.Packages {
		version := one.Version
		if version == "" {
			version = one.Wanted
		}
		input.Packages = append(input.Packages, deploy.Package{Name: one.Name, Version: version})
	}
	code := deploy.Code{}
	if p.Backend.AuthFile != "" && len(p.Backend.Exports) > 0 {
		code.AuthExportsSeen = true
		for _, one := range p.Backend.Exports {
			code.AuthExports = append(code.AuthExports, one.Name)
		}
	}
	for _, one := range p.Backend.Providers {
		code.Providers = append(code.Providers, providerID(one.Name))
	}
	if p.Backend.HTTP != "" {
		code.RouterExists = deploy.Yes
		if len(p.Backend.Routes) > 0 {
			code.RouterAdds = deploy.Yes
		}
		if p.Backend.RouterDefault {
			code.RouterDefault = deploy.Yes
		}
	}
	input.Code = code.With(input.Code)
	if input.AuthConfig.Path == "" {
		input.AuthConfig.Path = clean.Line(p.AuthConfig.File)
	}
}

// providerID returns the id of a sign-in provider as it stands in addresses, from the name that source calls it by. Most
// ids are the name in small letters; these of Auth.js have hyphens.
func providerID(name string) string {
	switch id := strings.ToLower(name); id {
	case "microsoftentraid":
		return "microsoft-entra-id"
	case "azuread":
		return "azure-ad"
	case "azureadb2c":
		return "azure-ad-b2c"
	case "boxyhqsaml":
		return "boxyhq-saml"
	case "duendeidentityserver6":
		return "duende-identity-server6"
	case "identityserver4":
		return "identity-server4"
	default:
		return id
	}
}

// authConfig adds what is known of convex/auth.config.ts. A variable stays its name: what it is worth on this deployment
// is the checklist's own question.
func (v *view) authConfig(input *deploy.Input) {
	if n := len(v.configs); n > 0 && v.configs[n-1].Data.Whole {
		input.AuthConfig.Source = v.configs[n-1].Data.Source
	} else if v.Project != nil && v.Project.AuthConfig.EnvKnown && len(v.Project.AuthConfig.MissingEnv) == 0 { // what is missing, the folder's own rule says
		input.AuthConfig.Source = v.Project.AuthConfig.Text
	}
	c := v.configured()
	if len(c.entries) == 0 {
		return
	}
	for _, e := range c.entries {
		entry := deploy.AuthEntry{Domain: e.issuerText(), ApplicationID: e.audienceText(), Type: string(e.provider.Kind), Where: e.from}
		switch source := e.read.Address(); source.State {
		case evidence.Expression:
			entry.Domain = asTemplate(clean.Short(source.Text, 300))
		case evidence.Variable:
			entry.Domain = "process.env." + clean.Short(source.Env, 100)
		default:
			if name := siteDeployment(entry.Domain); name != "" && name != deploymentName(input.Prod) && (name == deploymentName(input.Dev) || v.isDev(name)) {
				continue // what the development deployment trusts
			}
		}
		input.AuthConfig.Entries = append(input.AuthConfig.Entries, entry)
	}
	if len(input.AuthConfig.Entries) > 0 {
		input.AuthConfig.Exists, input.AuthConfig.Deployed = deploy.Yes, c.deployed
	}
}

// asTemplate writes an evaluated value with unknown variables in it, "$CONVEX_SITE_URL/auth", as source again.
func asTemplate(text string) string {
	if !strings.HasPrefix(text, "$") || strings.HasPrefix(text, "${") {
		return text
	}
	end := 1
	for end < len(text) && (text[end] == '_' || text[end] >= 'A' && text[end] <= 'Z' || text[end] >= 'a' && text[end] <= 'z' || text[end] >= '0' && text[end] <= '9') {
		end++
	}
	return "`${process.env." + text[1:end] + "}" + text[end:] + "`"
}
