package verdict

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"slices"

	"convex-auth-doctor/steps/verdict/serde"
)

// oidcKey is a key of an OIDC key set as openidconnect reads it. A parameter that cannot be read is as absent (C2).
type oidcKey struct {
	kty      string
	kid      string
	hasKid   bool
	forSig   bool   // use is absent or "sig"
	alg      string // "" when not given
	isSign   bool   // alg names a signature algorithm
	with     verifier
	unusable string // why the key cannot verify anything: a sentence's end; "" when it can
}

// readOIDCKeys reads a key set; keys that cannot be read are left out (B 1.23). What follows the JSON does not matter
// (C12). skipped counts the keys that were left out. The error is a sentence.
func readOIDCKeys(body []byte) (keys []oidcKey, skipped int, err error) {
	members, kind, _, err := serde.ReadObject(body, keySetMembers)
	var list serde.Raw
	switch {
	case err != nil:
		return nil, 0, fmt.Errorf("the key set is not JSON: %w", err)
	case kind == serde.List:
		text, err := serde.Read(body)
		if err != nil {
			return nil, 0, fmt.Errorf("the key set is not JSON: %w", err)
		}
		elements, _ := text.Value.Elements()
		if len(elements) != 1 {
			return nil, 0, fmt.Errorf("the key set is a list, not an object")
		}
		list = elements[0]
	case kind != serde.Object:
		return nil, 0, fmt.Errorf("the key set is %s, not an object", kind)
	case len(members) == 0:
		return nil, 0, fmt.Errorf("the key set has no member keys")
	case len(members) > 1:
		return nil, 0, fmt.Errorf("the key set has keys twice")
	default:
		list = members[0].Value
	}
	if !list.IsList() {
		return nil, 0, fmt.Errorf("the key set's keys is %s, not a list", list.Kind())
	}
	list.EveryElement(func(element serde.Raw) bool {
		key, ok := readOIDCKey(element)
		if !ok {
			skipped++
			return true
		}
		keys = append(keys, key)
		return true
	})
	return keys, skipped, nil
}

var oidcKeyMembers = []string{"kty", "use", "kid", "alg", "n", "e", "crv", "x", "y", "d", "k"}

// readOIDCKey reads one key: an object, or a list of these values of which the first four must be there (C10).
func readOIDCKey(raw serde.Raw) (oidcKey, bool) {
	var values oidcKeyValues
	if !values.fill(raw) {
		return oidcKey{}, false
	}
	key := oidcKey{forSig: true}
	var ok bool
	if key.kty, ok = unitVariant(values[0]); !ok || !slices.Contains([]string{ktyEC, ktyRSA, ktyOKP, ktyOct}, key.kty) {
		return oidcKey{}, false
	}
	if use := values[1]; !use.IsNull() {
		text, ok := use.Text()
		if !ok {
			return oidcKey{}, false
		}
		key.forSig = text == "sig"
	}
	if kid := values[2]; !kid.IsNull() {
		if key.kid, key.hasKid = kid.Text(); !key.hasKid {
			return oidcKey{}, false
		}
	}
	if alg := values[3]; !alg.IsNull() {
		key.alg, ok = alg.Text()
		key.isSign = slices.Contains(signatureAlgorithms[1:], key.alg) || key.alg == "EdDSA"
		if !ok || !key.isSign && key.alg != "none" && !slices.Contains(contentEncryptions, key.alg) {
			return oidcKey{}, false
		}
	}
	key.prepare(&values)
	return key, true
}

// oidcKeyValues are the values of a key, by the places of their names in oidcKeyMembers.
type oidcKeyValues [11]serde.Raw

func (values *oidcKeyValues) fill(raw serde.Raw) bool {
	if elements, ok := raw.Elements(); ok {
		return len(elements) >= 4 && copy(values[:], elements) == len(elements)
	}
	members, ok := raw.Members()
	for _, member := range members {
		for i, name := range oidcKeyMembers {
			if member.Name != name {
				continue
			}
			if values[i] != nil {
				return false
			}
			values[i] = member.Value
		}
	}
	return ok
}

// prepare makes the verifier from n, e, crv and x.
func (key *oidcKey) prepare(values *oidcKeyValues) {
	switch key.kty {
	case ktyRSA:
		n, hasN := looseBytes(values[4])
		e, hasE := looseBytes(values[5])
		switch {
		case !hasN:
			key.unusable = "it has no readable modulus n"
		case !hasE:
			key.unusable = "it has no readable exponent e"
		default:
			key.with = newRSA(bytes.TrimLeft(n, "\x00"), bytes.TrimLeft(e, "\x00"), false)
		}
	case ktyOKP:
		crv, hasCrv := unitVariant(values[6])
		if inner, _ := values[6].Members(); len(inner) == 1 && !inner[0].Value.IsNull() {
			hasCrv = false // here only null may stand behind the name
		}
		x, hasX := looseBytes(values[7])
		switch {
		case !hasCrv || !slices.Contains([]string{"P-256", "P-384", "P-521", "Ed25519"}, crv):
			key.unusable = "it has no readable crv"
		case crv != "Ed25519":
			key.unusable = "its crv is " + crv + ", not Ed25519"
		case !hasX:
			key.unusable = "it has no readable x"
		case len(x) != ed25519.PublicKeySize:
			key.unusable = fmt.Sprintf("its x is %d bytes long, not 32", len(x))
		default:
			key.with = edVerifier{ed25519.PublicKey(x)}
		}
	}
}

func looseBytes(value serde.Raw) ([]byte, bool) {
	text, ok := value.Text()
	if !ok {
		return nil, false
	}
	return decodeLoose(text)
}

// filterKeys returns how many keys, and the last of those, could have signed with alg (RS256 or EdDSA): the kid is equal when the token has one,
// use, kty and alg fit (B 1.33).
func filterKeys(keys []oidcKey, head *header) (fit *oidcKey, found int) {
	kty := ktyRSA
	if head.alg == "EdDSA" {
		kty = ktyOKP
	}
	for i := range keys {
		key := &keys[i]
		if head.hasKid && (!key.hasKid || key.kid != head.kid) {
			continue
		}
		if key.forSig && key.kty == kty && (key.alg == "" || key.isSign && key.alg == head.alg) {
			fit = key
			found++
		}
	}
	return fit, found
}
