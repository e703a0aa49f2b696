package keys

import (
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The keys of the tests, made once.
var (
	edKey   = sync.OnceValue(func() ed25519.PrivateKey { _, key, _ := ed25519.GenerateKey(rand.Reader); return key })
	rsaKey  = sync.OnceValue(func() *rsa.PrivateKey { key, _ := rsa.GenerateKey(rand.Reader, 2048); return key })
	rsaKey1 = sync.OnceValue(func() *rsa.PrivateKey { key, _ := rsa.GenerateKey(rand.Reader, 1024); return key })
	ecKey   = sync.OnceValue(func() *ecdsa.PrivateKey { key, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader); return key })
)

func pkcs8(t testing.TB, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func pemOf(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

// forms are the ways of P 2.4 in which people store a key, with what each library makes of it.
func forms(t testing.TB, key any) []struct {
	name     string
	text     string
	fault    Fault // "" when the text is a PKCS#8 PEM in a form that both libraries take
	official string
	tolerant string
} {
	der := pkcs8(t, key)
	text := pemOf("PRIVATE KEY", der)
	body := base64.StdEncoding.EncodeToString(der)
	notPKCS8, character, keyData := errNotPKCS8.Error(), errCharacter.Error(), errKeyData.Error()
	type form = struct {
		name     string
		text     string
		fault    Fault
		official string
		tolerant string
	}
	return []form{
		{"LF", text, "", "", ""},
		{"CRLF", strings.ReplaceAll(text, "\n", "\r\n"), "", "", ""},
		{"spaces between lines", strings.TrimSpace(strings.ReplaceAll(text, "\n", " ")), "", "", ""},
		{"no separators", strings.ReplaceAll(text, "\n", ""), "", "", ""},
		{"END line missing", text[:strings.Index(text, "-----END")], "", "", ""},
		{"trailing blank", text + "  ", "", "", ""},
		{"leading blank", " " + text, LeadingBlank, notPKCS8, ""},
		{"double quotes", `"` + strings.TrimSpace(text) + `"`, Quoted, notPKCS8, notPKCS8},
		{"single quotes", "'" + strings.TrimSpace(text) + "'", Quoted, notPKCS8, notPKCS8},
		{"smart quotes", "“" + strings.TrimSpace(text) + "”", Quoted, notPKCS8, notPKCS8},
		{"a quote at the end only", strings.TrimSpace(text) + `"`, Quoted, character, character},
		{"literal backslash-n", strings.ReplaceAll(text, "\n", `\n`), LiteralNewline, character, ""},
		{"literal backslash-n in quotes", `"` + strings.ReplaceAll(text, "\n", `\n`) + `"`, Quoted, notPKCS8, notPKCS8},
		{"PKCS#1 header", strings.ReplaceAll(text, "PRIVATE KEY", "RSA PRIVATE KEY"), PKCS1, notPKCS8, notPKCS8},
		{"encrypted header", strings.ReplaceAll(text, "PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), Encrypted, notPKCS8, notPKCS8},
		{"public header", strings.ReplaceAll(text, "PRIVATE KEY", "PUBLIC KEY"), PublicPEM, notPKCS8, notPKCS8},
		{"OpenSSH header", strings.ReplaceAll(text, "PRIVATE KEY", "OPENSSH PRIVATE KEY"), OpenSSH, notPKCS8, notPKCS8},
		{"bare base64", body, BareBase64, notPKCS8, notPKCS8},
		{"base64 of the PEM", base64.StdEncoding.EncodeToString([]byte(text)), BareBase64, notPKCS8, notPKCS8},
		{"cut within BEGIN", "-----BEGIN", OnlyBegin, notPKCS8, notPKCS8},
		{"only the first line", beginPKCS8, OnlyBegin, keyData, keyData},
		{"truncated body", beginPKCS8 + "\n" + body[:len(body)/2/4*4] + "\n-----END PRIVATE KEY-----", Truncated, keyData, keyData},
		{"text before", "Bag Attributes\n" + text, Preamble, notPKCS8, notPKCS8},
		{"the last characters after the END line", beginPKCS8 + "\n" + body[:len(body)-3] + "\n-----END PRIVATE KEY-----\n" + body[len(body)-3:], "", "", ""},
		{"a comment after", text + "# production", Commented, character, character},
		{"a zero-width space", strings.Replace(text, "\n", "\n\u200b", 1), Invisible, character, character},
		{"a byte order mark before", "\ufeff" + text, Invisible, notPKCS8, notPKCS8},
		{"a character that is not base64", strings.Replace(text, "M", "!", 1), NotBase64, character, character},
		{"no key at all", "hello", NoKey, notPKCS8, notPKCS8},
		{"empty", "", NoKey, notPKCS8, notPKCS8},
	}
}

func TestFormsOfAStoredKey(t *testing.T) {
	for _, kind := range []struct {
		key any
		alg Algorithm
	}{{edKey(), EdDSA}, {rsaKey(), RS256}} {
		for _, form := range forms(t, kind.key) {
			t.Run(string(kind.alg)+" "+form.name, func(t *testing.T) {
				if got := errorText(Import(form.text, kind.alg)); got != form.official {
					t.Errorf("the official library answers %q, want %q", got, form.official)
				}
				if got := errorText(ImportTolerant(form.text, kind.alg)); got != form.tolerant {
					t.Errorf("robelest/convex-auth answers %q, want %q", got, form.tolerant)
				}
				read := Read(form.text)
				if form.fault == "" && len(read.Faults) > 0 || form.fault != "" && !read.Has(form.fault) {
					t.Errorf("faults %v, want %q", read.Faults, form.fault)
				}
				switch form.fault {
				case Encrypted, PublicPEM, OpenSSH, OnlyBegin, Truncated, NotBase64, NoKey:
					if read.Readable() {
						t.Error("a key was read")
					}
				default:
					if read.Algorithm != kind.alg {
						t.Errorf("algorithm %q, want %q", read.Algorithm, kind.alg)
					}
					if !read.Public.Equal(publicOf(kind.key.(crypto.Signer).Public())) {
						t.Error("another public half than the key's")
					}
				}
			})
		}
	}
}

func errorText(err *ImportError) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestKindsOfKeys(t *testing.T) {
	x25519, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	sec1, err := x509.MarshalECPrivateKey(ecKey())
	if err != nil {
		t.Fatal(err)
	}
	seed := base64.RawURLEncoding.EncodeToString(edKey().Seed())
	for _, test := range []struct {
		name  string
		text  string
		alg   Algorithm
		other string
		bits  int
		fault Fault
	}{
		{"Ed25519", pemOf("PRIVATE KEY", pkcs8(t, edKey())), EdDSA, "", 0, ""},
		{"RSA 2048", pemOf("PRIVATE KEY", pkcs8(t, rsaKey())), RS256, "", 2048, ""},
		{"RSA 1024", pemOf("PRIVATE KEY", pkcs8(t, rsaKey1())), RS256, "", 1024, ""},
		{"PKCS#1", pemOf("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(rsaKey())), RS256, "", 2048, PKCS1},
		{"EC P-256", pemOf("PRIVATE KEY", pkcs8(t, ecKey())), ES256, "", 0, ""},
		{"SEC 1", pemOf("EC PRIVATE KEY", sec1), ES256, "", 0, SEC1},
		{"EC P-384", pemOf("PRIVATE KEY", pkcs8(t, p384)), None, "EC P-384", 0, ""},
		{"X25519", pemOf("PRIVATE KEY", pkcs8(t, x25519)), None, "X25519", 0, ""},
		{"JWK", `{"kty":"OKP","crv":"Ed25519","x":"x","d":"` + seed + `"}`, EdDSA, "", 0, JWK},
	} {
		read := Read(test.text)
		if read.Algorithm != test.alg || read.Other != test.other || read.Bits != test.bits || test.fault != "" && !read.Has(test.fault) {
			t.Errorf("%s: %+v", test.name, read)
		}
	}
	rsaText, edText := pemOf("PRIVATE KEY", pkcs8(t, rsaKey())), pemOf("PRIVATE KEY", pkcs8(t, edKey()))
	for _, test := range []struct {
		text string
		alg  Algorithm
	}{{rsaText, EdDSA}, {edText, RS256}, {pemOf("PRIVATE KEY", pkcs8(t, ecKey())), RS256}, {pemOf("PRIVATE KEY", pkcs8(t, x25519)), EdDSA}} {
		if err := Import(test.text, test.alg); !errors.Is(err, errKeyType) {
			t.Errorf("a key of another type for %s: %v, want %v", test.alg, err, errKeyType)
		}
	}
}

// The shapes that P 2.2 measured.
func TestShapesOfTheFacts(t *testing.T) {
	der := pkcs8(t, edKey())
	if len(der) != 48 || fmt.Sprintf("%x", der[:16]) != "302e020100300506032b657004220420" {
		t.Errorf("Ed25519 DER: %d bytes, begins %x", len(der), der[:16])
	}
	if text := pemOf("PRIVATE KEY", der); len(text) != 119 {
		t.Errorf("Ed25519 PEM: %d bytes, want 119", len(text))
	}
	if x := Read(pemOf("PRIVATE KEY", der)).Public.X; len(x) != 43 {
		t.Errorf("x: %d characters, want 43", len(x))
	}
	if public := Read(pemOf("PRIVATE KEY", pkcs8(t, rsaKey()))).Public; len(public.N) != 342 || public.E != "AQAB" || public.Bits() != 2048 {
		t.Errorf("RSA: n %d characters, e %s, %d bits", len(public.N), public.E, public.Bits())
	}
}

// The thumbprint of RFC 7638 section 3.1.
func TestThumbprint(t *testing.T) {
	key := PublicKey{Kty: "RSA", E: "AQAB", N: "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"}
	if got, want := key.Thumbprint(), "NzbLsXh8uDCc"; got != want {
		t.Errorf("thumbprint %s, want %s", got, want)
	}
}

func TestKeyAndSetBelongTogether(t *testing.T) {
	for _, key := range []any{edKey(), rsaKey()} {
		read := Read(pemOf("PRIVATE KEY", pkcs8(t, key)))
		set := ReadSet(read.Public.JSON())
		if set.Fault != SetFine || len(set.Candidates(read.Algorithm)) != 1 {
			t.Fatalf("%s: the set of a key reads as %+v", read.Algorithm, set)
		}
		if !set.Keys[0].Equal(read.Public) {
			t.Errorf("%s: the key of the set differs", read.Algorithm)
		}
		if damaged := set.Keys[0].Damaged(); damaged != "" {
			t.Errorf("%s: member %s is damaged", read.Algorithm, damaged)
		}
	}
	a, b := Read(pemOf("PRIVATE KEY", pkcs8(t, rsaKey()))), Read(pemOf("PRIVATE KEY", pkcs8(t, rsaKey1())))
	if a.Public.Equal(b.Public) {
		t.Error("two different keys are taken for one")
	}
	padded := a.Public
	raw, _ := base64.RawURLEncoding.DecodeString(padded.N)
	padded.N = base64.RawURLEncoding.EncodeToString(append([]byte{0}, raw...))
	if !a.Public.Equal(padded) {
		t.Error("a leading zero byte makes another key")
	}
}

func TestReadSetFaults(t *testing.T) {
	good := `{"keys":[{"kty":"OKP","crv":"Ed25519","use":"sig","x":"T-udB0zqwN92LV5NrVF6eR2koH-aEUTic5tvv7BV27A"}]}`
	quoted, _ := json.Marshal(good)
	for _, test := range []struct {
		name  string
		text  string
		fault SetFault
		keys  int
	}{
		{"good", good, SetFine, 1},
		{"good, pretty", strings.ReplaceAll(good, ",", ",\n "), SetFine, 1},
		{"good, blanks around", "\n " + good + " \n", SetFine, 1},
		{"empty", "  ", SetEmptyValue, 0},
		{"a PEM", "-----BEGIN PRIVATE KEY-----", SetPEM, 0},
		{"encoded twice", string(quoted), SetEncoded, 1},
		{"in double quotes", `"` + good + `"`, SetQuotes, 1},
		{"in single quotes", "'" + good + "'", SetQuotes, 1},
		{"smart quotes", strings.ReplaceAll(good, `"`, "”"), SetSmart, 1},
		{"single quotes inside", strings.ReplaceAll(good, `"`, "'"), SetSingle, 1},
		{"backslashes", strings.ReplaceAll(good, `"`, `\"`), SetEscaped, 1},
		{"no quotes", strings.ReplaceAll(good, `"`, ""), SetBare, 0},
		{"list", good[len(`{"keys":`) : len(good)-1], SetArray, 1},
		{"one key", good[len(`{"keys":[`) : len(good)-2], SetOneKey, 1},
		{"no keys", `{"foo":[]}`, SetNoKeys, 0},
		{"keys is an object", `{"keys":{}}`, SetKeysWrong, 0},
		{"keys is null", `{"keys":null}`, SetKeysWrong, 0},
		{"a key is a text", `{"keys":["a"]}`, SetKeysWrong, 0},
		{"a comment behind", good + " # production", SetTrailing, 1},
		{"byte order mark", "\ufeff" + good, SetBOM, 1},
		{"keys twice", `{"keys":[],"keys":[]}`, SetRepeated, 0},
		{"cut", good[:60], SetTruncated, 0},
		{"a word", "undefined", SetNoJSON, 0},
		{"a number", "12", SetNoJSON, 0},
		{"not UTF-8", "{\"keys\":[\"\xff\"]}", SetWrongUTF8, 0},
		{"no key in it", `{"keys":[]}`, SetFine, 0},
	} {
		set := ReadSet(test.text)
		if set.Fault != test.fault || len(set.Keys) != test.keys {
			t.Errorf("%s: fault %q with %d keys, want %q with %d", test.name, set.Fault, len(set.Keys), test.fault, test.keys)
		}
	}
}

func TestCandidates(t *testing.T) {
	const x = `"crv":"Ed25519","x":"T-udB0zqwN92LV5NrVF6eR2koH-aEUTic5tvv7BV27A"`
	for _, test := range []struct {
		name  string
		keys  string
		alg   Algorithm
		count int
	}{
		{"one", `{"kty":"OKP",` + x + `}`, EdDSA, 1},
		{"two", `{"kty":"OKP",` + x + `},{"kty":"OKP",` + x + `}`, EdDSA, 2},
		{"another kty beside it is no candidate", `{"kty":"OKP",` + x + `},{"kty":"RSA"}`, EdDSA, 1},
		{"an empty RSA key beside a good one is (C2)", `{"kty":"RSA"},{"kty":"RSA","n":"AQ","e":"AQAB"}`, RS256, 2},
		{"X25519 beside Ed25519 is (C2)", `{"kty":"OKP",` + x + `},{"kty":"OKP","crv":"X25519","x":"AQ"}`, EdDSA, 2},
		{"use enc", `{"kty":"OKP","use":"enc",` + x + `}`, EdDSA, 0},
		{"use sig", `{"kty":"OKP","use":"sig",` + x + `}`, EdDSA, 1},
		{"alg equal", `{"kty":"OKP","alg":"EdDSA",` + x + `}`, EdDSA, 1},
		{"alg other", `{"kty":"OKP","alg":"ES256",` + x + `}`, EdDSA, 0},
		{"alg unknown", `{"kty":"OKP","alg":"Ed25519",` + x + `}`, EdDSA, 0},
		{"kid a number", `{"kty":"OKP","kid":1,` + x + `}`, EdDSA, 0},
		{"kid a text", `{"kty":"OKP","kid":"a",` + x + `}`, EdDSA, 1},
		{"kty unknown", `{"kty":"ok",` + x + `}`, EdDSA, 0},
		{"the other algorithm", `{"kty":"OKP",` + x + `}`, RS256, 0},
	} {
		if got := len(ReadSet(`{"keys":[` + test.keys + `]}`).Candidates(test.alg)); got != test.count {
			t.Errorf("%s: %d candidates, want %d", test.name, got, test.count)
		}
	}
}

func TestKeyMembers(t *testing.T) {
	set := ReadSet(`{"keys":[{"kty":"RSA","n":"AQ==","e":"AQAB","d":"x","qi":"y","k":"z","kid":"one"},{"kty":"OKP","crv":"Ed25519","x":"AQ"}]}`)
	if diff := cmp.Diff([]string{"d", "qi", "k"}, set.Keys[0].Private); diff != "" {
		t.Errorf("private members (-want +got):\n%s", diff)
	}
	if set.Keys[0].Damaged() != "n" || set.Keys[1].Damaged() != "x" || !set.Keys[0].HasKid || set.Keys[1].HasKid {
		t.Errorf("damaged %q and %q, kid %v and %v", set.Keys[0].Damaged(), set.Keys[1].Damaged(), set.Keys[0].HasKid, set.Keys[1].HasKid)
	}
}

func TestReadClientJWT(t *testing.T) {
	encode := base64.RawURLEncoding.EncodeToString
	text := encode([]byte(`{"alg":"ES256","kid":"ABCDE12345"}`)) + "." +
		encode([]byte(`{"iss":"TEAM123456","sub":"com.example.web","aud":"https://appleid.apple.com","iat":1700000000,"exp":1715000000}`)) + ".c2ln"
	jwt, ok := ReadClientJWT(text)
	want := ClientJWT{"ES256", "ABCDE12345", "TEAM123456", "com.example.web", "https://appleid.apple.com", time.Unix(1700000000, 0).UTC(), time.Unix(1715000000, 0).UTC()}
	if diff := cmp.Diff(want, jwt); diff != "" || !ok {
		t.Errorf("ok %v (-want +got):\n%s", ok, diff)
	}
	for _, bad := range []string{"", "a.b.c", "eyJ9", "a.b", text + ".x"} {
		if _, ok := ReadClientJWT(bad); ok {
			t.Errorf("%d characters that are no token are read as one", len(bad))
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, form := range forms(f, edKey()) {
		f.Add([]byte(form.text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		read := Read(string(text))
		if read.Algorithm != None && read.Public.IsZero() {
			t.Fatal("a key without a public half")
		}
		for _, alg := range []Algorithm{RS256, EdDSA} {
			// What a library imports, this reads, and as the same kind.
			if Import(string(text), alg) == nil && read.Algorithm != alg {
				t.Fatalf("imported as %s, read as %q", alg, read.Algorithm)
			}
			if Import(string(text), alg) == nil && ImportTolerant(string(text), alg) != nil {
				t.Fatal("the tolerant import takes less than the strict one")
			}
		}
	})
}

func FuzzReadSet(f *testing.F) {
	f.Add([]byte(`{"keys":[{"kty":"OKP","crv":"Ed25519","x":"T-udB0zqwN92LV5NrVF6eR2koH-aEUTic5tvv7BV27A"}]}`))
	f.Add([]byte(`"{\"keys\":[{\"kty\":\"RSA\",\"d\":1}]}"`))
	f.Add([]byte("[{“kty”:'RSA'}]\xff"))
	f.Fuzz(func(t *testing.T, text []byte) {
		set := ReadSet(string(text))
		if set.Fault == SetFine && !json.Valid([]byte(strings.TrimSpace(string(text)))) {
			t.Fatal("no JSON, and no fault")
		}
		for _, alg := range []Algorithm{RS256, EdDSA} {
			if len(set.Candidates(alg)) > len(set.OfKind(alg)) {
				t.Fatal("more candidates than keys of the kind")
			}
		}
	})
}
