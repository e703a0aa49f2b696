package verdict

import (
	"fmt"
	"strconv"

	"convex-auth-doctor/steps/messages"
	"convex-auth-doctor/steps/verdict/serde"
)

// findConfusions is the backend's look for common mistakes, before the shape is read (B 4.14-4.18). It sees objects only:
// an entry that is a list goes by unseen (C10), and of repeated members it sees the last.
func findConfusions(raw serde.Raw) *PushError {
	members, _ := raw.Members()
	providers, _ := last(members, "providers")
	entries, _ := providers.Elements()
	for i, entry := range entries {
		if members, ok := entry.Members(); ok {
			if refused := confusion(i, members); refused != nil {
				return refused
			}
		}
	}
	return nil
}

func confusion(index int, members []serde.Member) *PushError {
	has := func(name string) bool { _, ok := last(members, name); return ok }
	typeValue, _ := last(members, "type")
	kind, isText := typeValue.Text()
	if !isText {
		kind = "unknown"
	}
	at := strconv.Itoa(index)
	bad := func(message messages.Message, why string, values ...string) *PushError {
		return notMatching(index, message.Say(append(values, "index", at)...), message.Fact, why)
	}
	isOIDC := kind == "oidc" || kind == "unknown"
	issuer, _ := last(members, "issuer")
	switch text, _ := issuer.Text(); {
	case has("applicationId") || has("applicationid"):
		return bad(messages.PushApplicationID, fmt.Sprintf("Entry %d misspells applicationID (capital I, capital D).", index+1))
	case !isOIDC && kind != "customJwt":
		return bad(messages.PushType, fmt.Sprintf("Entry %d has the type %s; there are only customJwt and oidc.", index+1, quote(kind)), "type", kind)
	case kind == "customJwt" && has("domain"):
		return bad(messages.PushCustomJWTDomain, fmt.Sprintf("Entry %d is a customJwt and has a domain; it needs an issuer instead.", index+1))
	case isOIDC && has("issuer"):
		return bad(messages.PushOIDCIssuer, fmt.Sprintf("Entry %d has an issuer but not type \"customJwt\".", index+1))
	case !has("applicationID") && (text == "https://api.workos.com/" || text == "https://api.workos.com"):
		inner := messages.PushSharedIssuer.Say("index", at)
		return refuse(index, inner, messages.PushSharedIssuer.Fact, fmt.Sprintf("Entry %d has an issuer that all WorkOS apps share, so it needs an applicationID.", index+1))
	}
	return nil
}

// readEntry reads one entry as a stored one. ok is false when it has the shape of neither kind (B 4.13, 4.25).
func readEntry(entry serde.Raw) (Provider, bool) {
	if provider, ok := readCustomJWT(entry); ok {
		return provider, true
	}
	members, ok := entry.Members()
	if !ok {
		return Provider{}, false
	}
	var texts [2]string
	for i, name := range []string{"applicationID", "domain"} {
		value, ok := only(members, name)
		if !ok {
			return Provider{}, false
		}
		if texts[i], ok = value.Text(); !ok {
			return Provider{}, false
		}
	}
	return Provider{Kind: KindOIDC, ApplicationID: &texts[0], Domain: texts[1]}, true
}

// readCustomJWT reads an object whose type is customJwt, or the list [type, applicationID, issuer, jwks, algorithm].
func readCustomJWT(entry serde.Raw) (Provider, bool) {
	names := []string{"type", "applicationID", "issuer", "jwks", "algorithm"}
	values := make([]serde.Raw, len(names))
	if elements, ok := entry.Elements(); ok {
		if len(elements) != len(names) {
			return Provider{}, false
		}
		copy(values, elements)
	} else {
		members, _ := entry.Members()
		for i, name := range names {
			var ok bool
			if values[i], ok = only(members, name); !ok && (name != "applicationID" || count(members, name) > 0) {
				return Provider{}, false
			}
		}
	}
	provider := Provider{Kind: KindCustomJWT}
	// The type may also be the number 0, the place of customJwt among the kinds.
	if kind, ok := values[0].Text(); (!ok || kind != string(KindCustomJWT)) && string(values[0]) != "0" {
		return Provider{}, false
	}
	if !values[1].IsNull() {
		id, ok := values[1].Text()
		if !ok {
			return Provider{}, false
		}
		provider.ApplicationID = &id
	}
	var issuerOK, jwksOK, algorithmOK bool
	provider.Issuer, issuerOK = values[2].Text()
	provider.JWKS, jwksOK = values[3].Text()
	provider.Algorithm, algorithmOK = unitVariant(values[4])
	return provider, issuerOK && jwksOK && algorithmOK && (provider.Algorithm == RS256 || provider.Algorithm == ES256)
}

// unitVariant reads a name out of a list of names as serde does: a text, or an object with that one member whose value
// is null or {}.
func unitVariant(value serde.Raw) (string, bool) {
	if text, ok := value.Text(); ok {
		return text, true
	}
	members, ok := value.Members()
	if !ok || len(members) != 1 {
		return "", false
	}
	inner, isObject := members[0].Value.Members()
	return members[0].Name, members[0].Value.IsNull() || isObject && len(inner) == 0
}

// last returns the last member of that name.
func last(members []serde.Member, name string) (serde.Raw, bool) {
	for i := len(members) - 1; i >= 0; i-- {
		if members[i].Name == name {
			return members[i].Value, true
		}
	}
	return nil, false
}

// only returns the member of that name, if there is exactly one.
func only(members []serde.Member, name string) (serde.Raw, bool) {
	value, ok := last(members, name)
	return value, ok && count(members, name) == 1
}

func count(members []serde.Member, name string) (found int) {
	for _, member := range members {
		if member.Name == name {
			found++
		}
	}
	return found
}
