package keys

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"convex-auth-doctor/steps/lazy"
)

// SetFault is one way in which a text is no JSON Web Key Set.
type SetFault string

// The faults of a key set as a whole (P 2.5).
const (
	SetFine       SetFault = ""
	SetPEM        SetFault = "pem"          // a PEM in its place
	SetEncoded    SetFault = "encoded"      // JSON within a JSON string
	SetQuotes     SetFault = "quotes"       // in a pair of quotes that is part of the value
	SetSmart      SetFault = "smart-quotes" // typographic quotes
	SetSingle     SetFault = "single-quotes"
	SetBare       SetFault = "no-quotes" // the shell ate the quotes
	SetEscaped    SetFault = "escaped"   // backslashes before the quotes
	SetArray      SetFault = "array"     // the list without the object around it
	SetOneKey     SetFault = "one-key"   // a single key without "keys"
	SetNoKeys     SetFault = "no-keys"   // an object without "keys"
	SetKeysWrong  SetFault = "keys-type" // "keys" is no list of objects
	SetTrailing   SetFault = "trailing"  // something after the JSON
	SetBOM        SetFault = "bom"
	SetRepeated   SetFault = "repeated" // a member occurs twice
	SetTruncated  SetFault = "truncated"
	SetNoJSON     SetFault = "no-json"
	SetWrongUTF8  SetFault = "utf-8"
	SetEmptyValue SetFault = "empty"
)

// Set is a key set as far as it could be read.
type Set struct {
	Fault SetFault
	Keys  []Key // also of a text that is only wrapped wrongly: what it was meant to be
}

// Key is one member of a key set.
type Key struct {
	PublicKey
	Use, Alg, Kid string
	HasKid        bool
	Private       []string // names of the private members, in the order of RFC 7518
	// Unreadable says why the backend skips the key: "kty", "alg", "kid", "use" (B 1.23, C2); "" when it does not.
	Unreadable string
}

// privateNames are the members that must never be published (RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1).
var privateNames = []string{"d", "p", "q", "dp", "dq", "qi", "k", "oth"}

// ReadSet reads the text of a JWKS variable or document.
func ReadSet(text string) Set {
	trimmed := strings.TrimSpace(text)
	switch {
	case trimmed == "":
		return Set{Fault: SetEmptyValue}
	case !utf8.ValidString(text):
		return Set{Fault: SetWrongUTF8}
	case strings.Contains(trimmed, "-----BEGIN "):
		return Set{Fault: SetPEM}
	case strings.HasPrefix(trimmed, "\ufeff"):
		return Set{Fault: SetBOM, Keys: ReadSet(strings.TrimLeft(trimmed, "\ufeff")).Keys}
	}
	decoder := json.NewDecoder(strings.NewReader(trimmed))
	var value json.RawMessage
	if decoder.Decode(&value) != nil {
		return injured(trimmed)
	}
	trailing := strings.TrimSpace(trimmed[decoder.InputOffset():]) != ""
	if trailing && value[0] != '{' {
		return injured(trimmed)
	}
	set := setOf(value)
	if trailing && set.Fault == SetFine {
		set.Fault = SetTrailing // the backend reads past it (C12), JSON.parse does not
	}
	return set
}

// setOf reads a JSON value that should be a key set.
func setOf(value json.RawMessage) Set {
	switch value[0] {
	case '"':
		var inner string
		if json.Unmarshal(value, &inner) != nil {
			return Set{Fault: SetNoJSON}
		}
		return Set{Fault: SetEncoded, Keys: ReadSet(inner).Keys}
	case '[':
		keys, _ := keyList(value)
		return Set{Fault: SetArray, Keys: keys}
	case '{':
	default:
		return Set{Fault: SetNoJSON}
	}
	members, repeated := object(value)
	list, ok := members["keys"]
	switch {
	case repeated:
		return Set{Fault: SetRepeated}
	case !ok && members["kty"] != nil:
		keys, _ := keyList([]byte("[" + string(value) + "]"))
		return Set{Fault: SetOneKey, Keys: keys}
	case !ok:
		return Set{Fault: SetNoKeys}
	}
	keys, ok := keyList(list)
	if !ok {
		return Set{Fault: SetKeysWrong}
	}
	return Set{Keys: keys}
}

// keyList reads a list of keys. ok is false when it is no list of objects.
func keyList(list json.RawMessage) (keys []Key, ok bool) {
	var items []json.RawMessage
	if json.Unmarshal(list, &items) != nil || string(bytes.TrimSpace(list)) == "null" {
		return nil, false
	}
	ok = true
	for _, item := range items {
		item = bytes.TrimSpace(item)
		if len(item) == 0 || item[0] != '{' {
			ok = false
			continue
		}
		keys = append(keys, keyOf(item))
	}
	return keys, ok
}

func keyOf(item json.RawMessage) Key {
	members, repeated := object(item)
	var key Key
	text := func(name string, into *string) bool {
		value, present := members[name]
		return !present || string(value) == "null" || json.Unmarshal(value, into) == nil
	}
	kty := text("kty", &key.Kty)
	text("crv", &key.Crv)
	text("x", &key.X)
	text("y", &key.Y)
	text("n", &key.N)
	text("e", &key.E)
	use, alg, kid := text("use", &key.Use), text("alg", &key.Alg), text("kid", &key.Kid)
	_, key.HasKid = members["kid"]
	for _, name := range privateNames {
		if _, present := members[name]; present {
			key.Private = append(key.Private, name)
		}
	}
	switch {
	case !kty || !knownKty[key.Kty]:
		key.Unreadable = "kty"
	case !alg || key.Alg != "" && !knownAlg[key.Alg]:
		key.Unreadable = "alg"
	case !kid:
		key.Unreadable = "kid"
	case !use:
		key.Unreadable = "use"
	case repeated:
		key.Unreadable = "repeated"
	}
	return key
}

// What the backend's OIDC library knows (B 1.23, 1.27); a key with another value is skipped.
var (
	knownKty = map[string]bool{"RSA": true, "EC": true, "OKP": true, "oct": true}
	knownAlg = map[string]bool{
		"HS256": true, "HS384": true, "HS512": true, "RS256": true, "RS384": true, "RS512": true, "ES256": true, "ES384": true,
		"ES512": true, "PS256": true, "PS384": true, "PS512": true, "EdDSA": true, "none": true,
	}
)

// object reads the members of a JSON object; repeated says that one occurs twice.
func object(value json.RawMessage) (members map[string]json.RawMessage, repeated bool) {
	members = map[string]json.RawMessage{}
	decoder := json.NewDecoder(bytes.NewReader(value))
	if _, err := decoder.Token(); err != nil {
		return members, false
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return members, repeated
		}
		var member json.RawMessage
		if decoder.Decode(&member) != nil {
			return members, repeated
		}
		key, _ := name.(string)
		if _, twice := members[key]; twice {
			repeated = true
		}
		members[key] = member
	}
	return members, repeated
}

var bareMember = lazy.Regexp(`\{\s*keys\s*:|\bkty\s*:\s*[A-Za-z]`)

// injured says what happened to a text that is not JSON, and reads what it was meant to be.
func injured(text string) Set {
	inner := strings.Trim(text, `"'`+"`")
	if inner != text {
		if set := ReadSet(inner); len(set.Keys) > 0 && set.Fault == SetFine {
			return Set{Fault: SetQuotes, Keys: set.Keys}
		}
	}
	for _, repair := range []struct {
		fault SetFault
		from  string
		marks []string
	}{
		{SetSmart, "“”", []string{"“", `"`, "”", `"`, "„", `"`}},
		{SetEscaped, `\"`, []string{`\"`, `"`}},
		{SetSingle, "'", []string{"'", `"`}},
	} {
		if !strings.ContainsAny(inner, repair.from) && !strings.Contains(inner, repair.from) {
			continue
		}
		fixed := strings.NewReplacer(repair.marks...).Replace(inner)
		if json.Valid([]byte(fixed)) && fixed != inner {
			return Set{Fault: repair.fault, Keys: setOf(json.RawMessage(strings.TrimSpace(fixed))).Keys}
		}
	}
	if bareMember().MatchString(inner) {
		return Set{Fault: SetBare}
	}
	if strings.HasPrefix(inner, "{") || strings.HasPrefix(inner, "[") {
		return Set{Fault: SetTruncated}
	}
	return Set{Fault: SetNoJSON}
}

// Candidates returns the keys among which the backend looks for the one that signed a token without kid: kty fits, use is
// absent or sig, alg is absent or equal (B 1.33, C2). One is needed; with two the token is refused.
func (set Set) Candidates(alg Algorithm) []Key {
	var fits []Key
	for _, key := range set.Keys {
		if key.Unreadable == "" && key.Kty == ktyOf(alg) && (key.Use == "" || key.Use == "sig") && (key.Alg == "" || key.Alg == string(alg)) {
			fits = append(fits, key)
		}
	}
	return fits
}

// OfKind returns the keys whose kty fits alg, whatever they are meant for.
func (set Set) OfKind(alg Algorithm) []Key {
	var fits []Key
	for _, key := range set.Keys {
		if key.Kty == ktyOf(alg) {
			fits = append(fits, key)
		}
	}
	return fits
}

func ktyOf(alg Algorithm) string {
	switch alg {
	case RS256:
		return "RSA"
	case EdDSA:
		return "OKP"
	case ES256:
		return "EC"
	}
	return "?"
}

// Damaged returns which public member of the key is no base64url without padding or has the wrong length, "" when none.
func (key Key) Damaged() string {
	strict := func(s string) (int, bool) {
		raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
		return len(raw), err == nil && s != "" && !strings.ContainsAny(s, "\r\n")
	}
	switch key.Kty {
	case "OKP":
		if size, ok := strict(key.X); !ok || size != 32 {
			return "x"
		}
	case "RSA":
		if _, ok := strict(key.N); !ok {
			return "n"
		}
		if _, ok := strict(key.E); !ok {
			return "e"
		}
	}
	return ""
}
