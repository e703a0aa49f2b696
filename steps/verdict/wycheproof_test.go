package verdict

import (
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"testing"
)

// wycheproof is what testdata/wycheproof.json.gz holds; its source is named in testdata/README.md.
type wycheproof struct {
	Signatures []struct {
		File  string
		Key   json.RawMessage
		Tests []struct {
			ID                          int
			Comment, Message, Signature string
			Result                      string // valid, invalid or acceptable
		}
	}
	JWS []struct {
		File  string
		Keys  []json.RawMessage
		Tests []struct {
			ID                   int
			Comment, JWS, Result string
		}
	}
}

func readWycheproof(t *testing.T) (read wycheproof) {
	t.Helper()
	file, err := os.Open("testdata/wycheproof.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.NewDecoder(unpacked).Decode(&read); err != nil {
		t.Fatal(err)
	}
	if len(read.Signatures) == 0 || len(read.JWS) == 0 {
		t.Fatal("no cases")
	}
	return read
}

// verifiersOf reads a public key with both readers of key sets and returns the verifiers that they make.
func verifiersOf(t *testing.T, key json.RawMessage) map[string]verifier {
	t.Helper()
	set := fmt.Appendf(nil, `{"keys":[%s]}`, key)
	made := map[string]verifier{}
	custom, err := readCustomKeys(set)
	if err != nil {
		t.Fatal(err)
	}
	if custom[0].with != nil {
		made["customJwt"] = custom[0].with
	}
	oidc, _, err := readOIDCKeys(set)
	if err != nil {
		t.Fatal(err)
	}
	if len(oidc) == 1 && oidc[0].with != nil {
		made["oidc"] = oidc[0].with
	}
	return made
}

// TestWycheproofSignatures verifies bare signatures. The one "acceptable" kind (RSA without the NULL of the
// DigestInfo) is refused, as RFC 8017 9.2 has one encoding only.
func TestWycheproofSignatures(t *testing.T) {
	for _, group := range readWycheproof(t).Signatures {
		verifiers := verifiersOf(t, group.Key)
		if len(verifiers) == 0 {
			t.Errorf("%s: no verifier for the key of case %d", group.File, group.Tests[0].ID)
		}
		for _, test := range group.Tests {
			message, err := base64.RawURLEncoding.DecodeString(test.Message)
			signature, err2 := base64.RawURLEncoding.DecodeString(test.Signature)
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			for kind, with := range verifiers {
				if got := with.verify(string(message), signature); got != (test.Result == "valid") {
					t.Errorf("%s %d (%s), %s: verified %v, the case is %s", group.File, test.ID, test.Comment, kind, got, test.Result)
				}
			}
		}
	}
}

// lenient are cases that call for a refusal although Convex's customJwt library verifies the token.
var lenient = map[string]string{
	"json_web_signature_test.json 353": "use of a key is not looked at",
	"json_web_signature_test.json 354": "use of a key is not looked at",
	"json_web_signature_test.json 355": "key_ops of a key are not looked at",
	"json_web_signature_test.json 356": "key_ops of a key are not looked at",
	"json_web_key_test.json 7":         "nobody looks for ROCA",
	"json_web_key_test.json 21":        "use of a key is not looked at",
	"json_web_key_test.json 23":        "crv of a key is not looked at",
}

// TestWycheproofJWS takes whole tokens through the checks of a customJwt entry, from the key set to the signature.
func TestWycheproofJWS(t *testing.T) {
	met := 0
	for _, group := range readWycheproof(t).JWS {
		set, err := json.Marshal(map[string]any{"keys": group.Keys})
		if err != nil {
			t.Fatal(err)
		}
		alg := RS256
		if hasMember(t, group.Keys[0], "x") {
			alg = ES256
		}
		made := customApp(t, alg)
		made.documents[testJWKS] = document("application/json", string(set))
		prepared := Prepare(Configuration{Export: exportOf(json.RawMessage(made.providers))}, Documents{ByURL: made.documents})
		for _, test := range group.Tests {
			name := fmt.Sprintf("%s %d", group.File, test.ID)
			got := signatureChecks(prepared, test.JWS)
			_, exception := lenient[name]
			if exception {
				met++
			}
			if want := test.Result == "valid" || exception; (got == nil) != want {
				t.Errorf("%s (%s): %+v, the case is %s", name, test.Comment, got, test.Result)
			}
		}
	}
	if met != len(lenient) {
		t.Errorf("%d of %d exceptions met", met, len(lenient))
	}
}

func hasMember(t *testing.T, object json.RawMessage, name string) bool {
	t.Helper()
	var members map[string]any
	if err := json.Unmarshal(object, &members); err != nil {
		t.Fatal(err)
	}
	_, has := members[name]
	return has
}

// signatureChecks returns what the checks of a customJwt entry up to the signature find.
func signatureChecks(prepared *Prepared, token string) *fault {
	r := run{prepared: prepared, token: token, presumed: -1}
	r.split()
	walk := walker{run: &r}
	for i := range customChecks {
		walk.one(&customChecks[i])
		if walk.broken != nil || customChecks[i].id == "signature" {
			break
		}
	}
	return walk.broken
}
