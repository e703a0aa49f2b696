package verdict

import (
	"fmt"

	"convex-auth-doctor/steps/verdict/serde"
	"convex-auth-doctor/steps/verdict/wire"
)

// discovery is what matters of a discovery document.
type discovery struct{ issuer, jwksURI string }

// discoveryMembers says how each known member of a discovery document is read (openidconnect, B 1.21, C13). Members that
// are not named here may be anything.
var discoveryMembers = map[string]func(serde.Raw) bool{
	"issuer":                                           isAddress,
	"jwks_uri":                                         isAddress,
	"authorization_endpoint":                           orNull(isAddress),
	"token_endpoint":                                   orNull(isAddress),
	"userinfo_endpoint":                                orNull(isAddress),
	"registration_endpoint":                            orNull(isAddress),
	"service_documentation":                            orNull(isAddress),
	"op_policy_uri":                                    orNull(isAddress),
	"op_tos_uri":                                       orNull(isAddress),
	"response_types_supported":                         isTextsOrNulls,
	"subject_types_supported":                          isTexts,
	"id_token_signing_alg_values_supported":            serde.Raw.IsList,
	"scopes_supported":                                 orNull(isTexts),
	"response_modes_supported":                         orNull(isTexts),
	"grant_types_supported":                            orNull(isTexts),
	"acr_values_supported":                             orNull(isTexts),
	"token_endpoint_auth_methods_supported":            orNull(isTexts),
	"display_values_supported":                         orNull(isTexts),
	"claim_types_supported":                            orNull(isTexts),
	"claims_supported":                                 orNull(isTexts),
	"claims_locales_supported":                         orNull(isTexts),
	"ui_locales_supported":                             orNull(isTexts),
	"id_token_encryption_alg_values_supported":         orNull(serde.Raw.IsList),
	"id_token_encryption_enc_values_supported":         orNull(serde.Raw.IsList),
	"userinfo_signing_alg_values_supported":            orNull(serde.Raw.IsList),
	"userinfo_encryption_alg_values_supported":         orNull(serde.Raw.IsList),
	"userinfo_encryption_enc_values_supported":         orNull(serde.Raw.IsList),
	"request_object_signing_alg_values_supported":      orNull(serde.Raw.IsList),
	"request_object_encryption_alg_values_supported":   orNull(serde.Raw.IsList),
	"request_object_encryption_enc_values_supported":   orNull(serde.Raw.IsList),
	"token_endpoint_auth_signing_alg_values_supported": orNull(serde.Raw.IsList),
	"claims_parameter_supported":                       orNull(isBool),
	"request_parameter_supported":                      orNull(isBool),
	"request_uri_parameter_supported":                  orNull(isBool),
	"require_request_uri_registration":                 orNull(isBool),
}

func orNull(is func(serde.Raw) bool) func(serde.Raw) bool {
	return func(value serde.Raw) bool { return value.IsNull() || is(value) }
}

func isAddress(value serde.Raw) bool {
	text, ok := value.Text()
	return ok && wire.CheckURL(text) == nil
}

func isTexts(value serde.Raw) bool { return value.EveryElement(isText) }

func isText(value serde.Raw) bool { return len(value) > 0 && value[0] == '"' }

func isBool(value serde.Raw) bool {
	_, ok := value.Bool()
	return ok
}

func isTextsOrNulls(value serde.Raw) bool { return value.EveryElement(orNull(isText)) }

// readDiscovery reads a discovery document. What follows the JSON does not matter (C12). The error is a sentence.
func readDiscovery(body []byte) (discovery, error) {
	members, kind, _, err := serde.ReadObject(body, nil)
	if err != nil {
		return discovery{}, fmt.Errorf("the discovery document is not JSON: %w", err)
	}
	if kind != serde.Object {
		return discovery{}, fmt.Errorf("the discovery document is %s, not an object", kind)
	}
	var found discovery
	seen := make(map[string]bool, len(discoveryMembers))
	for _, member := range members {
		reads, known := discoveryMembers[member.Name]
		if !known {
			continue
		}
		if seen[member.Name] {
			return discovery{}, fmt.Errorf("the discovery document has %s twice", member.Name)
		}
		seen[member.Name] = true
		if !reads(member.Value) {
			return discovery{}, fmt.Errorf("the discovery document's %s cannot be read: %s", member.Name, cut(string(member.Value), 120))
		}
		switch member.Name {
		case "issuer":
			found.issuer, _ = member.Value.Text()
		case "jwks_uri":
			found.jwksURI, _ = member.Value.Text()
		}
	}
	for _, name := range []string{"issuer", "jwks_uri"} {
		if !seen[name] {
			return discovery{}, fmt.Errorf("the discovery document has no %s", name)
		}
	}
	return found, nil
}
