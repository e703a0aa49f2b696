package evidence

import (
	"bytes"
	"encoding/json"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/prose"
	"convex-auth-doctor/steps/secret"
)

// keySetShape recognises a JSON Web Key Set (RFC 7517) and a single key.
func (run *run) keySetShape(one object, where Where, _ string) bool {
	set := KeySet{}
	if list := one.get("keys"); len(list) > 0 && list[0] == '[' {
		some := false
		eachElement(list, func(_ int, element []byte) { some = some || element[0] == '{' && newObject(element).has("kty") })
		if !some && !(len(one.members) == 1 && jsonSpace(list, 1) == len(list)-1) { // {"keys":[]} is an empty set
			return false
		}
	} else if isText(one.get("kty")) && (one.has("n") || one.has("x") || one.has("k") || one.has("kid")) {
		set.Bare = true
	} else {
		return false
	}
	raw, private := run.withoutPrivate(one.raw)
	set.Raw, set.Private = raw, private
	visit := func(value []byte) {
		if value[0] == '{' {
			key := newObject(value)
			set.Keys = append(set.Keys, PublicKey{key.text("kty"), key.text("kid"), key.text("alg"), key.text("use"), key.text("crv")})
		}
	}
	if set.Bare {
		visit(raw)
	} else {
		eachElement(newObject(raw).get("keys"), func(_ int, element []byte) { visit(element) })
	}
	var kinds []string
	for _, key := range set.Keys {
		kind := key.Kty
		if key.Alg != "" {
			kind = key.Alg
		} else if key.Crv != "" {
			kind = key.Crv
		}
		kinds = append(kinds, kind)
	}
	summary := "key set · " + prose.Count(len(set.Keys), "key")
	if set.Bare {
		summary = "one key, not in a key set"
	}
	if len(kinds) > 0 {
		summary += " · " + clean.Short(strings.Join(kinds, ", "), 60)
	}
	if len(private) > 0 {
		summary += " · with private members"
	}
	run.add(KindKeySet, where, summary, string(raw), set)
	return true
}

// withoutPrivate returns the JSON of keys with the private members (RFC 7518 section 6) taken out and registered.
func (run *run) withoutPrivate(raw []byte) (public json.RawMessage, names []string) {
	private := map[string]bool{"d": true, "p": true, "q": true, "dp": true, "dq": true, "qi": true, "oth": true, "k": true}
	seen := map[string]bool{}
	var out bytes.Buffer
	var write func(value []byte)
	write = func(value []byte) {
		if value[0] != '{' {
			out.Write(value)
			return
		}
		key := newObject(value)
		out.WriteByte('{')
		first := true
		for _, member := range key.members {
			if key.has("kty") && private[member.name] {
				run.take(secret.PrivateKey, unquote(member.value))
				if !seen[member.name] {
					seen[member.name] = true
					names = append(names, member.name)
				}
				continue
			}
			if !first {
				out.WriteByte(',')
			}
			first = false
			name, _ := json.Marshal(member.name)
			out.Write(name)
			out.WriteByte(':')
			if member.name == "keys" && member.value[0] == '[' {
				out.WriteByte('[')
				eachElement(member.value, func(index int, element []byte) {
					if index > 0 {
						out.WriteByte(',')
					}
					write(element)
				})
				out.WriteByte(']')
				continue
			}
			out.Write(member.value)
		}
		out.WriteByte('}')
	}
	write(raw)
	return out.Bytes(), names
}

// discoveryShape recognises an OpenID discovery document.
func (run *run) discoveryShape(one object, where Where, _ string) bool {
	if !isText(one.get("issuer")) || !one.has("jwks_uri") {
		return false
	}
	found := Discovery{Raw: bytes.Clone(one.raw), Issuer: one.text("issuer"), JWKSURI: one.text("jwks_uri")}
	run.add(KindDiscovery, where, "discovery document · issuer "+clean.Short(found.Issuer, 80), string(one.raw), found)
	return true
}
