package findings

import (
	"strings"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/messages"
)

// family returns the issuer family of the case: what the newest token says, then the configured issuers, then keys,
// storage and messages of a library. FamilyUnknown when nothing tells.
func (v *view) family() ids.Family {
	for i := len(v.tokens) - 1; i >= 0; i-- {
		if found := v.tokens[i].Data.Guess.Family; found != ids.FamilyUnknown && found != ids.FamilyCustom {
			return found
		}
	}
	for _, list := range v.providers {
		for _, provider := range list.Data.Entries {
			if found := entryFamily(provider); found != ids.FamilyUnknown && found != ids.FamilyCustom {
				return found
			}
		}
	}
	if v.Project != nil && v.Project.Family.ID != ids.FamilyUnknown {
		return v.Project.Family.ID
	}
	for _, key := range v.keys {
		if key.Data.Kind == evidence.PublishableKey {
			return ids.FamilyClerk
		}
	}
	for _, storage := range v.storages {
		for _, item := range storage.Data.Items {
			if item.Family != "" {
				return ids.Family(item.Family)
			}
		}
	}
	for _, request := range v.requests {
		if found, ok := requestFamily[request.Data.Use]; ok {
			return found
		}
	}
	for _, message := range v.messages {
		if found, ok := sourceFamily[message.Data.Source]; ok {
			return found
		}
	}
	for i := len(v.tokens) - 1; i >= 0; i-- {
		if found := v.tokens[i].Data.Guess.Family; found != ids.FamilyUnknown {
			return found
		}
	}
	return ids.FamilyUnknown
}

var requestFamily = map[evidence.RequestUse]ids.Family{
	evidence.UseClerkToken: ids.FamilyClerk, evidence.UseClerk: ids.FamilyClerk, evidence.UseAuth0Token: ids.FamilyAuth0,
	evidence.UseWorkOSToken: ids.FamilyWorkOS, evidence.UseConvexToken: ids.FamilyBetterAuth, evidence.UseSession: ids.FamilyBetterAuth,
}

var sourceFamily = map[messages.Source]ids.Family{
	messages.FromConvexAuth: ids.FamilyConvexAuth, messages.FromAuthCore: ids.FamilyConvexAuth, messages.FromRobelest: ids.FamilyRobelest,
	messages.FromBetterAuth: ids.FamilyBetterAuth, messages.FromClerk: ids.FamilyClerk, messages.FromAuth0: ids.FamilyAuth0, messages.FromWorkOS: ids.FamilyWorkOS,
}

// variableFamily tells a family by the name of the variable that auth.config reads (projects.md, providers.md 8).
func variableFamily(name string) ids.Family {
	upper := strings.ToUpper(name)
	for _, one := range []struct {
		part   string
		family ids.Family
	}{{"CLERK", ids.FamilyClerk}, {"AUTH0", ids.FamilyAuth0}, {"WORKOS", ids.FamilyWorkOS}, {"SUPABASE", ids.FamilySupabase},
		{"FIREBASE", ids.FamilyFirebase}, {"COGNITO", ids.FamilyCognito}, {"KEYCLOAK", ids.FamilyKeycloak}, {"LOGTO", ids.FamilyLogto},
		{"OKTA", ids.FamilyOkta}} {
		if strings.Contains(upper, one.part) {
			return one.family
		}
	}
	return ids.FamilyUnknown
}

// entryFamily tells the family of a provider entry, also where its address is a variable or partly withheld.
func entryFamily(provider evidence.Provider) ids.Family {
	address := provider.Address()
	switch address.State {
	case evidence.Variable:
		return variableFamily(address.Env)
	case evidence.Literal:
		return family.OfIssuer(address.Text).Family
	case evidence.Withheld, evidence.Expression:
		text := strings.ToLower(address.Text)
		for _, one := range []struct {
			part   string
			family ids.Family
		}{{"clerk", ids.FamilyClerk}, {"auth0", ids.FamilyAuth0}, {"workos", ids.FamilyWorkOS}} {
			if strings.Contains(text, one.part) {
				return one.family
			}
		}
	}
	return ids.FamilyUnknown
}

// familyIs reports whether the case is of one of these families.
func (v *view) familyIs(wanted ...ids.Family) bool {
	found := v.family()
	for _, one := range wanted {
		if one == found {
			return true
		}
	}
	return false
}
