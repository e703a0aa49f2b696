package verdict

import (
	"fmt"
	"slices"

	"convex-auth-doctor/steps/verdict/serde"
)

// The kinds of keys (RFC 7517 kty).
const (
	ktyEC  = "EC"
	ktyRSA = "RSA"
	ktyOct = "oct"
	ktyOKP = "OKP"
)

// customKey is a key of a customJwt key set as biscuit reads it.
type customKey struct {
	kid    string
	hasKid bool
	kty    string
	alg    string // "" when not given
	isSign bool   // alg names a signature algorithm
	with   verifier
}

// readCustomKeys reads a key set; one key that cannot be read spoils all (B 1.40). The error is a sentence.
func readCustomKeys(body []byte) ([]customKey, error) {
	var values [1]serde.Raw
	if err := readFields(body, keySetMembers, "key set", values[:]); err != nil {
		return nil, err
	}
	if values[0] == nil {
		return nil, fmt.Errorf("the key set has no member keys")
	}
	elements, ok := values[0].Elements()
	if !ok {
		return nil, fmt.Errorf("the key set's keys is %s, not a list", values[0].Kind())
	}
	keys := make([]customKey, len(elements))
	for i, element := range elements {
		if keys[i], ok = readCustomKey(element); !ok {
			return nil, fmt.Errorf("key %d of the key set%s cannot be read by the library that reads customJwt key sets, and one such key spoils the whole set", i+1, describeKey(element))
		}
	}
	return keys, nil
}

var keySetMembers = []string{"keys"}

// describeKey names what a person can tell a key by.
func describeKey(key serde.Raw) string {
	members, isObject := key.Members()
	if !isObject {
		return " (" + key.Kind().String() + ")"
	}
	said := ""
	for _, name := range []string{"kty", "crv", "alg", "kid"} {
		if value, ok := last(members, name); ok {
			said += " " + name + " " + cut(string(value), 80)
		}
	}
	if said == "" {
		return ""
	}
	return " (" + said[1:] + ")"
}

// readCustomKey reads one key. All members are read; those of RFC 7517 section 4 first, then those of its kind.
func readCustomKey(raw serde.Raw) (customKey, bool) {
	members, ok := raw.Members()
	if !ok {
		return customKey{}, false
	}
	var key customKey
	for i, member := range members {
		if !slices.Contains(commonKeyMembers, member.Name) {
			continue
		}
		if count(members[:i], member.Name) > 0 || !key.set(member) {
			return customKey{}, false
		}
	}
	return key, key.readParameters(members)
}

var commonKeyMembers = []string{"use", "key_ops", "alg", "kid", "x5u", "x5c", "x5t"}

func (key *customKey) set(member serde.Member) (ok bool) {
	if member.Value.IsNull() {
		return true
	}
	switch member.Name {
	case "key_ops", "x5c":
		ok = isTexts(member.Value)
	case "alg":
		key.alg, ok = unitVariant(member.Value)
		key.isSign = slices.Contains(signatureAlgorithms, key.alg)
		ok = ok && (key.isSign || slices.Contains(keyManagements, key.alg) || slices.Contains(contentEncryptions, key.alg))
	case "kid":
		key.kid, ok = member.Value.Text()
		key.hasKid = ok
	default:
		_, ok = member.Value.Text()
	}
	return ok
}

// keyParameters are the parameters of the kinds of keys: which members are base64url, and which of them must be there.
var keyParameters = []struct {
	kty                string
	required, optional []string
	curve              bool
}{
	{ktyEC, []string{"x", "y"}, []string{"d"}, true},
	{ktyRSA, []string{"n", "e"}, []string{"d", "p", "q", "dp", "dq", "qi"}, false},
	{ktyOct, []string{"k"}, nil, false},
	{ktyOKP, []string{"x"}, []string{"d"}, true},
}

func (key *customKey) readParameters(members []serde.Member) bool {
	kty, ok := only(members, "kty")
	if !ok {
		return false
	}
	if key.kty, ok = unitVariant(kty); !ok {
		return false
	}
	for _, kind := range keyParameters {
		if kind.kty != key.kty {
			continue
		}
		if kind.curve && !hasKnownCurve(members) || key.kty == ktyRSA && !readOtherPrimes(members) {
			return false
		}
		values := make([][]byte, len(kind.required))
		for i, name := range kind.required {
			value, once := only(members, name)
			if values[i], ok = strictBytes(value); !ok || !once {
				return false
			}
		}
		for _, name := range kind.optional {
			value, ok := last(members, name)
			if _, good := strictBytes(value); ok && (count(members, name) > 1 || !good) { // null is no value here
				return false
			}
		}
		key.prepare(values)
		return true
	}
	return false
}

// prepare makes the verifier; a key that the backend reads but cannot use has none.
func (key *customKey) prepare(values [][]byte) {
	switch key.kty {
	case ktyRSA:
		key.with = newRSA(values[0], values[1], true)
	case ktyEC:
		key.with = newEC(values[0], values[1])
	}
}

func strictBytes(value serde.Raw) ([]byte, bool) {
	text, ok := value.Text()
	if !ok {
		return nil, false
	}
	return decodeStrict(text)
}

func hasKnownCurve(members []serde.Member) bool {
	value, ok := only(members, "crv")
	if !ok {
		return false
	}
	crv, ok := unitVariant(value)
	return ok && slices.Contains([]string{"P-256", "P-384", "P-521", "Ed25519", "Ed448"}, crv)
}

// readOtherPrimes checks the member oth of an RSA key: a list of objects (or lists) with r, d and t.
func readOtherPrimes(members []serde.Member) bool {
	oth, ok := last(members, "oth")
	if !ok || oth.IsNull() {
		return count(members, "oth") < 2
	}
	primes, ok := oth.Elements()
	if !ok || count(members, "oth") > 1 {
		return false
	}
	for _, prime := range primes {
		elements, isList := prime.Elements()
		inner, _ := prime.Members()
		for i, name := range []string{"r", "d", "t"} {
			value, once := only(inner, name)
			if isList {
				if len(elements) != 3 {
					return false
				}
				value, once = elements[i], true
			}
			if _, ok := strictBytes(value); !ok || !once {
				return false
			}
		}
	}
	return true
}

// findCustomKey returns the first key with that kid (C16).
func findCustomKey(keys []customKey, kid string) *customKey {
	for i := range keys {
		if keys[i].hasKid && keys[i].kid == kid {
			return &keys[i]
		}
	}
	return nil
}
