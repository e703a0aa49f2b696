package verdict

import (
	"bytes"
	"encoding/json"
	"slices"
	"sort"
	"strings"

	"convex-auth-doctor/steps/verdict/serde"
)

// Identity is what getUserIdentity() returns for an accepted token. It is mapped from the claims when it is asked for.
type Identity struct {
	kind    Kind
	issuer  string
	subject string
	members []serde.Member
}

// Field is one member of an identity.
type Field struct {
	Name  string
	Value json.RawMessage // compact, without repeated members
}

// TokenIdentifier returns the issuer and the subject as Convex joins them (B 1.60).
func (identity *Identity) TokenIdentifier() string { return identity.issuer + "|" + identity.subject }

// Fields returns the members: the standard ones first, then the others by name. A custom claim that is named as a
// standard one takes its place (B 1.64).
func (identity *Identity) Fields() []Field {
	fields := []Field{
		{"tokenIdentifier", jsonText(identity.TokenIdentifier())},
		{"issuer", jsonText(identity.issuer)},
		{"subject", jsonText(identity.subject)},
	}
	var custom []Field
	if identity.kind == KindOIDC {
		fields = append(fields, identity.standard()...)
		custom = identity.oidcExtras()
	} else {
		custom = identity.customExtras()
	}
	at := make(map[string]int, len(fields)+len(custom))
	for i, field := range fields {
		at[field.Name] = i
	}
	for _, field := range custom {
		if i, ok := at[field.Name]; ok {
			fields[i].Value = field.Value
			continue
		}
		at[field.Name] = len(fields)
		fields = append(fields, field)
	}
	return fields
}

// MarshalJSON writes the identity as a JSON object.
func (identity *Identity) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, field := range identity.Fields() {
		if i > 0 {
			out.WriteByte(',')
		}
		out.Write(jsonText(field.Name))
		out.WriteByte(':')
		out.Write(field.Value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// jsonText writes a text as JSON without the HTML escapes of encoding/json.
func jsonText(text string) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.Encode(text) // a string cannot fail
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// standardFields maps OIDC claims to the members of the identity, in this order (B 1.61). birthday and middle_name are
// read and not mapped (B 1.62).
var standardFields = []struct{ claim, field string }{
	{"name", "name"}, {"given_name", "givenName"}, {"family_name", "familyName"}, {"nickname", "nickname"},
	{"preferred_username", "preferredUsername"}, {"profile", "profileUrl"}, {"picture", "pictureUrl"},
	{"website", "websiteUrl"}, {"email", "email"}, {"email_verified", "emailVerified"}, {"gender", "gender"},
	{"birthdate", "birthday"}, {"zoneinfo", "timezone"}, {"locale", "language"}, {"phone_number", "phoneNumber"},
	{"phone_number_verified", "phoneNumberVerified"}, {"address", "address"}, {"updated_at", "updatedAt"},
}

func (identity *Identity) standard() []Field {
	values := map[string]serde.Raw{}
	for _, member := range identity.members {
		if base, language := splitLanguage(member.Name); language == "" && standardClaim(base) != 0 {
			values[base] = member.Value
		}
	}
	var fields []Field
	for _, mapped := range standardFields {
		value := values[mapped.claim]
		switch {
		case value.IsNull():
			continue
		case mapped.claim == "address":
			if value, _ = readAddress(value); value.IsNull() {
				continue
			}
		case mapped.claim == "updated_at":
			at, _ := readInstant(value)
			fields = append(fields, Field{mapped.field, jsonText(at.String())})
			continue
		}
		fields = append(fields, Field{mapped.field, normal(value)})
	}
	return fields
}

// oidcExtras returns the claims that are neither standard nor the token's own (B 1.62, C17).
func (identity *Identity) oidcExtras() []Field {
	found := map[string]serde.Raw{}
	for _, member := range identity.members {
		base, language := splitLanguage(member.Name)
		rule := standardClaim(base)
		if tokenClaim(member.Name) != 0 || rule == ruleLocalized || rule != 0 && language == "" ||
			slices.Contains([]string{"jti", "nbf", "fva"}, member.Name) {
			continue
		}
		found[member.Name] = member.Value
	}
	return sorted(found)
}

func sorted(found map[string]serde.Raw) []Field {
	fields := make([]Field, 0, len(found))
	for name, value := range found {
		fields = append(fields, Field{name, normal(value)})
	}
	sort.Slice(fields, func(i, j int) bool { return fields[i].Name < fields[j].Name })
	return fields
}

// mostFlattened bounds what the names of flattened claims grow to, in bytes: nested names are repeated for every value.
const mostFlattened = 64 << 20

// customExtras returns all claims but the registered ones; objects are flattened with dots (B 1.63, C9).
func (identity *Identity) customExtras() []Field {
	top := map[string]serde.Raw{}
	var order []string
	for _, member := range identity.members {
		if registeredAt(member.Name) >= 0 {
			continue
		}
		if _, ok := top[member.Name]; !ok {
			order = append(order, member.Name)
		}
		top[member.Name] = member.Value
	}
	flat, room := map[string]serde.Raw{}, mostFlattened
	for _, name := range order {
		if value := top[name]; value.IsObject() {
			flatten(name, value, flat, &room)
		} else {
			flat[name] = value
		}
	}
	delete(flat, "fva")
	return sorted(flat)
}

// flatten puts the leaves of an object under their names joined with dots. Of repeated members the last counts, at the
// place of the first.
func flatten(prefix string, object serde.Raw, flat map[string]serde.Raw, room *int) {
	members, _ := object.Members()
	latest := make(map[string]serde.Raw, len(members))
	for _, member := range members {
		latest[member.Name] = member.Value
	}
	for _, member := range members {
		value, ok := latest[member.Name]
		if !ok {
			continue
		}
		delete(latest, member.Name)
		name := prefix + "." + member.Name
		if *room -= len(name); *room < 0 {
			return
		}
		if value.IsObject() {
			flatten(name, value, flat, room)
		} else {
			flat[name] = value
		}
	}
}

// normal writes a value that was read compactly, with each member once: the last of a name counts.
func normal(value serde.Raw) json.RawMessage {
	if !value.IsObject() && !value.IsList() {
		return json.RawMessage(value)
	}
	var out strings.Builder
	writeNormal(&out, value)
	return json.RawMessage(out.String())
}

func writeNormal(out *strings.Builder, value serde.Raw) {
	if bytes.IndexByte(value, '{') < 0 { // nothing in it can be repeated
		out.Write(value)
		return
	}
	if elements, ok := value.Elements(); ok {
		out.WriteByte('[')
		for i, element := range elements {
			if i > 0 {
				out.WriteByte(',')
			}
			writeNormal(out, element)
		}
		out.WriteByte(']')
		return
	}
	members, ok := value.Members()
	if !ok {
		out.Write(value)
		return
	}
	latest := make(map[string]serde.Raw, len(members))
	for _, member := range members {
		latest[member.Name] = member.Value
	}
	out.WriteByte('{')
	first := true
	for _, member := range members {
		value, ok := latest[member.Name]
		if !ok {
			continue
		}
		delete(latest, member.Name)
		if !first {
			out.WriteByte(',')
		}
		first = false
		out.Write(jsonText(member.Name))
		out.WriteByte(':')
		writeNormal(out, value)
	}
	out.WriteByte('}')
}
