package verdict

import (
	"fmt"
	"slices"

	"convex-auth-doctor/steps/verdict/serde"
)

// header is a JOSE header as one of the two token libraries read it.
type header struct {
	alg     string
	kid     string
	hasKid  bool
	typ     string
	hasTyp  bool
	cty     string
	hasCty  bool
	hasCrit bool
}

// signatureAlgorithms are those that both libraries know; openidconnect knows EdDSA too (B 1.27, 1.44).
var signatureAlgorithms = []string{"none", "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512"}

// contentEncryptions are the encryption algorithms of RFC 7518 section 5, which name a JWE.
var contentEncryptions = []string{"A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM"}

// keyManagements are the key management algorithms of RFC 7518 section 4 that biscuit knows.
var keyManagements = []string{"RSA1_5", "RSA-OAEP", "RSA-OAEP-256", "A128KW", "A192KW", "A256KW", "dir", "ECDH-ES", "ECDH-ES+A128KW",
	"ECDH-ES+A192KW", "ECDH-ES+A256KW", "A128GCMKW", "A192GCMKW", "A256GCMKW", "PBES2-HS256+A128KW", "PBES2-HS384+A192KW", "PBES2-HS512+A256KW"}

// readOIDCHeader reads a header as openidconnect does: five members, everything else is passed over unread; a list of
// exactly these five is taken, too (B 1.27, C10). The error is a sentence.
func readOIDCHeader(data []byte) (header, error) {
	names := oidcHeaderMembers
	var values [5]serde.Raw
	if err := readFields(data, names, "header", values[:]); err != nil {
		return header{}, err
	}
	var read header
	alg, ok := values[0].Text()
	switch {
	case values[0] == nil:
		return header{}, fmt.Errorf("the header has no alg")
	case !ok:
		return header{}, fmt.Errorf("the header's alg is %s, not a text", values[0].Kind())
	case !slices.Contains(signatureAlgorithms, alg) && alg != "EdDSA" && !slices.Contains(contentEncryptions, alg):
		return header{}, fmt.Errorf("the header's alg %s is not known to Convex", quote(alg))
	}
	read.alg = alg
	if !values[1].IsNull() {
		if !isTexts(values[1]) {
			return header{}, fmt.Errorf("the header's crit is not a list of texts")
		}
		read.hasCrit = true
	}
	read.cty, read.hasCty = values[2].Text()
	read.kid, read.hasKid = values[3].Text()
	read.typ, read.hasTyp = values[4].Text()
	for i, has := range [...]bool{read.hasCty, read.hasKid, read.hasTyp} {
		if value := values[i+2]; !has && !value.IsNull() {
			return header{}, fmt.Errorf("the header's %s is %s, not a text", names[i+2], value.Kind())
		}
	}
	return read, nil
}

var oidcHeaderMembers = []string{"alg", "crit", "cty", "kid", "typ"}

// readFields reads a document that is an object, of which only the named members are looked at, or a list of exactly
// their values. It fills values in the order of the names; a value is nil when its member is absent. The document must
// end with it.
func readFields(data []byte, names []string, what string, values []serde.Raw) error {
	members, kind, rest, err := serde.ReadObject(data, names)
	switch {
	case err != nil:
		return fmt.Errorf("the %s is not JSON: %w", what, err)
	case kind == serde.List:
		text, err := serde.Read(data)
		if err != nil {
			return fmt.Errorf("the %s is not JSON: %w", what, err)
		}
		elements, _ := text.Value.Elements()
		if len(elements) != len(names) || len(text.Rest) > 0 {
			return fmt.Errorf("the %s is a list, not an object", what)
		}
		copy(values, elements)
		return nil
	case kind != serde.Object:
		return fmt.Errorf("the %s is %s, not an object", what, kind)
	case len(rest) > 0:
		return fmt.Errorf("there is more text after the %s's JSON object", what)
	}
	for _, member := range members {
		for i, name := range names {
			if member.Name != name {
				continue
			}
			if values[i] != nil {
				return fmt.Errorf("the %s has %s twice", what, name)
			}
			values[i] = member.Value
		}
	}
	return nil
}

// readCustomHeader reads a header as biscuit does: all of it is read, ten members have a type (B 1.43, 1.44, C7). The
// error is a sentence.
func readCustomHeader(data []byte) (header, error) {
	members, kind, rest, err := serde.ReadObject(data, nil)
	switch {
	case err != nil:
		return header{}, fmt.Errorf("the header is not JSON: %w", err)
	case kind != serde.Object:
		return header{}, fmt.Errorf("the header is %s, not an object", kind)
	case len(rest) > 0:
		return header{}, fmt.Errorf("there is more text after the header's JSON object")
	}
	var read header
	hasAlg := false
	for i, member := range members {
		if !slices.Contains(customHeaderMembers, member.Name) {
			continue
		}
		if count(members[:i], member.Name) > 0 {
			return header{}, fmt.Errorf("the header has %s twice", member.Name)
		}
		if member.Name == "alg" {
			if read.alg, hasAlg = unitVariant(member.Value); !hasAlg || !slices.Contains(signatureAlgorithms, read.alg) {
				return header{}, fmt.Errorf("the header's alg %s is not known to the library that reads customJwt tokens", cut(string(member.Value), 100))
			}
			continue
		}
		if !member.Value.IsNull() && !read.set(member) {
			return header{}, fmt.Errorf("the header's %s is of the wrong type", member.Name)
		}
	}
	if !hasAlg {
		return header{}, fmt.Errorf("the header has no alg")
	}
	return read, nil
}

var customHeaderMembers = []string{"alg", "typ", "cty", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "crit"}

// set takes one optional member of a customJwt header.
func (read *header) set(member serde.Member) (ok bool) {
	switch member.Name {
	case "crit":
		ok = isTexts(member.Value)
		read.hasCrit = ok
	case "x5c":
		ok = isTexts(member.Value)
	case "jwk":
		_, ok = readCustomKey(member.Value)
	case "kid":
		read.kid, ok = member.Value.Text()
		read.hasKid = ok
	case "typ":
		read.typ, ok = member.Value.Text()
		read.hasTyp = ok
	case "cty":
		read.cty, ok = member.Value.Text()
		read.hasCty = ok
	default:
		_, ok = member.Value.Text()
	}
	return ok
}
