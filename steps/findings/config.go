package findings

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token"
	"convex-auth-doctor/steps/verdict"
)

// config reads the configuration by itself: none at all, an entry that no push would take, an instance that the client's
// key does not belong to, entries that a refusal leaves only one reading for.
func config(v *view) []Finding {
	var found []Finding
	for _, list := range v.providers {
		if list.Data.Whole && len(list.Data.Entries) == 0 {
			grade, sentence := Proved, "the deployment has no authentication providers"
			if list.Data.Origin == evidence.FromSource { // a file shows what a push would bring, not what is there
				if v.notEvaluated(list.Item) {
					continue
				}
				grade, sentence = Likely, "auth.config exports no provider, so the deployment accepts no token"
			}
			found = append(found, Finding{Rule: ids.ProvidersEmpty, Severity: Fault, Grade: grade, Exact: true, Cause: ids.AuthConfigMissingOrNotPushed,
				Sentence: sentence, Proof: []Line{{Label: "providers", Text: "none", From: list.From()}}})
			break
		}
	}
	c := v.configured()
	found = append(found, kidNull(v)...)
	found = append(found, instanceOfKey(v, c)...)
	found = append(found, noAudienceAsked(v, c)...)
	found = append(found, appAddress(v, c)...)
	found = append(found, siteNotTrusted(v, c)...)
	return append(found, oddAddress(c)...)
}

// appAddress names an entry that trusts the app's own address on this machine, where the deployment said that no entry
// matches: a dev server issues no tokens, and an issuer that did could not be reached from the cloud (B 1.23). A local
// deployment's own addresses are known and do not count.
func appAddress(v *view, c configured) []Finding {
	if !v.noProviderSaid() || v.selfHosted() {
		return nil
	}
	for _, e := range c.entries {
		issuer := family.OfIssuer(e.provider.IssuerText())
		if !e.issuer || e.provider.Kind != verdict.KindOIDC || !isPrivate(hostOf(e.provider.IssuerText())) || issuer.Family != ids.FamilyCustom {
			return nil
		}
	}
	if len(c.entries) == 0 {
		return nil
	}
	e := c.entries[0]
	return []Finding{{Rule: "issuer-is-the-app", Severity: Fault, Grade: Likely, Exact: true, Cause: ids.IssuerMismatch,
		Sentence: fmt.Sprintf("%s is %s, the address of an app on a developer's machine; tokens are issued by the provider, under its own address", e.issuerLabel(), e.issuerText()),
		Proof:    []Line{{Label: e.issuerLabel(), Text: e.issuerText(), From: e.from}}}}
}

// kidNull reads a decoded header that shows that there is no kid, behind a message that asks for one (B 1.43).
func kidNull(v *view) []Finding {
	t, ok := v.token()
	if !ok || !t.Data.Read.Header.Seen {
		return nil
	}
	kid, state := t.Data.Read.Header.String("kid")
	if state == token.OK && kid != "" || state == token.Absent && t.Data.Read.Decoded {
		return nil
	}
	if !v.saidAny("backend-kid-missing", "backend-kid-not-found", "backend-kid-not-found-redacted") {
		return nil
	}
	return []Finding{{Rule: "kid-not-there", Severity: Fault, Grade: Proved, Exact: true, Cause: ids.JWTHeaderMissingKid,
		Sentence: "the token's header has no kid, and a customJwt entry finds its key by nothing else",
		Proof:    []Line{{Label: labelOf(t.Data), Text: "kid absent", From: t.From()}}}}
}

// instanceOfKey compares the instance of a publishable key with the configured issuers (providers.md 1.1). One entry of
// several may be that of the key.
func instanceOfKey(v *view, c configured) []Finding {
	for _, key := range v.keys {
		issuer := key.Data.Publishable.Issuer
		if key.Data.Kind != evidence.PublishableKey || issuer == "" || c.trusts(issuer) {
			continue
		}
		for _, e := range c.entries {
			if family.OfIssuer(e.provider.IssuerText()).Family != ids.FamilyClerk {
				continue
			}
			return []Finding{{Rule: "key-of-other-instance", Severity: Fault, Grade: Proved, Exact: true, Cause: ids.DevProdInstanceMix, Family: ids.FamilyClerk,
				Sentence: fmt.Sprintf("the client's publishable key belongs to %s, the configuration names %s", clean.Short(key.Data.Publishable.Host, 100), e.issuerText()),
				Proof:    []Line{{Label: "publishable key", Text: clean.Short(issuer, 150), From: key.From()}, {Label: e.issuerLabel(), Text: e.issuerText(), From: e.from}}}}
		}
	}
	return nil
}

// trusts reports whether an entry has that issuer, or may have it.
func (c configured) trusts(issuer string) bool {
	for _, e := range c.entries {
		if !e.issuer || verdict.MatchIssuer(issuer, e.provider.IssuerText()) {
			return true
		}
	}
	return false
}

// noAudienceAsked reads a refusal by "no provider" where an entry asks for no audience: for that entry only the issuer
// can differ (B 1.13, 1.15).
func noAudienceAsked(v *view, c configured) []Finding {
	if !v.noProviderSaid() {
		return nil
	}
	if t, ok := v.token(); ok {
		if iss, _ := t.Data.Read.Payload.String("iss"); iss != "" {
			return nil
		}
	}
	for _, e := range c.entries {
		if e.provider.Kind == verdict.KindCustomJWT && e.audience && e.provider.ApplicationID == nil {
			return []Finding{{Rule: "audience-not-asked", Severity: Fault, Grade: Likely, Cause: ids.IssuerMismatch,
				Sentence: fmt.Sprintf("no provider matches, although %s asks for no audience: the token's issuer is another than %s", e.name, e.issuerText()),
				Proof:    []Line{{Label: e.name, Text: e.issuerText() + " · applicationID none", From: e.from}}}}
		}
	}
	return nil
}

// oddAddress names a configured address that can never match a token (B 1.14, C20; projects.md).
func oddAddress(c configured) []Finding {
	for _, e := range c.entries {
		address := e.provider.IssuerText()
		if !e.issuer {
			if e.read.Address().State != evidence.Withheld {
				continue
			}
			address = strings.TrimSpace(e.read.Address().Text) // a placeholder for the name leaves the end in sight
		}
		odd := ""
		switch {
		case strings.TrimSpace(address) != address:
			odd = "it has a blank or a line break at its end, which is kept and never matches"
		case strings.HasSuffix(address, wellknown.OpenID.Path()):
			odd = "it is the address of the discovery document, not the issuer"
		case strings.HasSuffix(address, "/jwks.json"):
			odd = "it is the address of the key set, not the issuer"
		case strings.HasSuffix(hostOf(address), ".convex.cloud") && e.provider.Kind == verdict.KindOIDC:
			odd = "tokens name the .convex.site address, not .convex.cloud"
		}
		if odd != "" {
			return []Finding{{Rule: "address-never-matches", Severity: Fault, Grade: Likely, Exact: true, Cause: ids.IssuerMismatch,
				Sentence: fmt.Sprintf("%s can match no token: %s", e.issuerLabel(), odd),
				Proof:    []Line{{Label: e.issuerLabel(), Text: fmt.Sprintf("%q", clean.Short(address, 200)), From: e.from}}}}
		}
	}
	return nil
}
