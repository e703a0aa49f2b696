package deploy

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"convex-auth-doctor/steps/deploy/keys"
	"convex-auth-doctor/steps/deploy/response"
	"convex-auth-doctor/steps/secret"
)

var testNow = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// pair is a key as it is stored, with the set that belongs to it.
type pair struct{ pem, jwks string }

func newPair(key any) pair {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		panic(err)
	}
	text := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	return pair{text, keys.Read(text).Public.JSON()}
}

func newRSA(bits int) pair {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return newPair(key)
}

func newEd() pair {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	return newPair(key)
}

// The keys of the tests are made once and are nobody's.
var (
	rsaPair   = sync.OnceValue(func() pair { return newRSA(2048) })
	rsaOther  = sync.OnceValue(func() pair { return newRSA(2048) })
	rsaShort  = sync.OnceValue(func() pair { return newRSA(1024) })
	edPair    = sync.OnceValue(newEd)
	edOther   = sync.OnceValue(newEd)
	ecPrivate = sync.OnceValue(func() *ecdsa.PrivateKey {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			panic(err)
		}
		return key
	})
	ecPair = sync.OnceValue(func() pair { return newPair(ecPrivate()) })
)

// random returns n characters that stand for a secret.
func random(n int) string {
	raw := make([]byte, n)
	_, _ = rand.Read(raw)
	return base64.RawURLEncoding.EncodeToString(raw)[:n]
}

func randomHex(n int) string {
	raw := make([]byte, n/2)
	_, _ = rand.Read(raw)
	return fmt.Sprintf("%x", raw)
}

// line writes a variable as `convex env list` does (P 1.41).
func line(name, value string) string {
	if strings.Contains(value, "\n") {
		return name + "='" + value + "'\n"
	}
	return name + "=" + value + "\n"
}

// vars is a list of variables in order, to be changed by a test case.
type vars struct {
	names  []string
	values map[string]string
	before string // what stands before the list
}

func newVars(pairs ...string) *vars {
	list := &vars{values: map[string]string{}, before: "$ npx convex env list --prod\n"}
	for i := 0; i+1 < len(pairs); i += 2 {
		list.set(pairs[i], pairs[i+1])
	}
	return list
}

func (list *vars) set(name, value string) *vars {
	if _, there := list.values[name]; !there {
		list.names = append(list.names, name)
	}
	list.values[name] = value
	return list
}

func (list *vars) drop(names ...string) *vars {
	for _, name := range names {
		delete(list.values, name)
	}
	return list
}

func (list *vars) text() string {
	text := list.before
	for _, name := range list.names {
		if value, there := list.values[name]; there {
			text += line(name, value)
		}
	}
	return text
}

// oneSpace is how the official CLI stores a key: every line break is a blank (P 1.29).
func oneSpace(text string) string { return strings.ReplaceAll(strings.TrimSpace(text), "\n", " ") }

const (
	testApp    = "https://app.example.com"
	testSite   = "https://happy-animal-123.convex.site"
	testGitHub = "Ov23liAbCdEfGhIjKl"
)

var testSecrets = sync.OnceValue(func() [2]string { return [2]string{randomHex(40), random(43)} })

// healthyVars is the production list of a working app of a generation.
func healthyVars(gen Generation) *vars {
	hex, encryption := testSecrets()[0], testSecrets()[1]
	github := []string{"AUTH_GITHUB_ID", testGitHub, "AUTH_GITHUB_SECRET", hex}
	switch gen {
	case GenO:
		return newVars(append(github, "JWKS", rsaPair().jwks, "JWT_PRIVATE_KEY", oneSpace(rsaPair().pem), "SITE_URL", testApp)...)
	case GenA0:
		return newVars(append(github, "AUTH_SECRET_ENCRYPTION_KEY", encryption, "JWKS", rsaPair().jwks, "JWT_PRIVATE_KEY", rsaPair().pem, "SITE_URL", testApp)...)
	case GenA1, GenA2:
		return newVars(append(github, "AUTH_SECRET_ENCRYPTION_KEY", encryption, "JWKS", edPair().jwks, "JWT_PRIVATE_KEY", edPair().pem, "SITE_URL", testApp)...)
	}
	return newVars(append(github, "APP_URL", testApp, "AUTH_SECRET_ENCRYPTION_KEY", encryption, "JWKS", edPair().jwks, "JWT_PRIVATE_KEY", edPair().pem)...)
}

var packageOf = map[Generation]Package{
	GenO: {"@convex-dev/auth", "0.0.95"}, GenA0: {"@robelest/convex-auth", "0.0.4-preview.27"}, GenA1: {"@robelest/convex-auth", "0.0.4-preview.30"},
	GenA2: {"@robelest/convex-auth", "0.0.4-preview.37"}, GenB: {"@estifanos-sh/convex-auth", "0.0.4"},
}

var issuerOf = map[Generation]string{GenO: testSite, GenA0: testSite, GenA1: testSite, GenA2: testSite + "/auth", GenB: testSite + "/auth"}

var domainOf = map[Generation]string{
	GenO: "process.env.CONVEX_SITE_URL", GenA0: "process.env.CONVEX_SITE_URL", GenA1: "process.env.CONVEX_SITE_URL!",
	GenA2: `process.env.CONVEX_SITE_URL + "/auth"`, GenB: "`${env.CONVEX_SITE_URL}/auth`",
}

func tokenOf(gen Generation) Token {
	token := Token{Label: "token A", Alg: "EdDSA", Iss: issuerOf[gen], Sub: "k57abc", Aud: []string{"convex"}, HasSid: true, Iat: float64(testNow.Unix()) - 60, Exp: float64(testNow.Unix()) + 3540}
	if gen == GenO || gen == GenA0 {
		token.Alg, token.Sub, token.HasSid = "RS256", "k57abc|j97def", false
	}
	return token
}

// seen is an answer that was pasted.
func seen(address, text string) Document {
	return Document{URL: address, Exchange: response.Parse([]byte(text))}
}

const jsonHead = "HTTP/2 200\ncontent-type: application/json\n\n"

// healthyInput is everything that a person with a working app may paste.
func healthyInput(gen Generation) (Input, *secret.Registry) {
	return inputOf(gen, healthyVars(gen).text())
}

func inputOf(gen Generation, env string) (Input, *secret.Registry) {
	registry := &secret.Registry{}
	prod := ParseEnv([]byte(env), registry)
	issuer := issuerOf[gen]
	input := Input{
		Now: testNow, Prod: &prod, ProdSaid: Yes,
		Packages:   []Package{packageOf[gen], {"@auth/core", "0.41.2"}},
		Site:       Site{URL: testSite, Client: "https://happy-animal-123.convex.cloud"},
		AuthConfig: AuthConfig{Exists: Yes, Entries: []AuthEntry{{Domain: domainOf[gen], ApplicationID: "convex"}}, Source: "export default { providers: [{ domain: " + domainOf[gen] + `, applicationID: "convex" }] };`, Path: "convex/auth.config.ts"},
		Code:       Code{AuthExports: []string{"auth", "signIn", "signOut", "store", "isAuthenticated"}, AuthExportsSeen: true, Providers: []string{"github"}, RouterExists: Yes, RouterAdds: Yes, RouterDefault: Yes},
		Tokens:     []Token{tokenOf(gen)},
		Refresh:    []RefreshToken{{Value: registry.Take(secret.RefreshToken, "k17"+random(29)+"|j97"+random(29)), Where: "localStorage"}},
		Storage:    []StorageItem{{Key: "__convexAuthJWT_x"}, {Key: "__convexAuthRefreshToken_x"}},
		Cookies:    []Cookie{cookieOf(registry, "__Host-__convexAuthJWT="+random(200)+"; Path=/; Secure; HttpOnly; SameSite=Lax")},
		Callbacks:  []Callback{{"github", callbackOf(gen)}},
		App:        App{Host: "app.example.com"},
		Documents: []Document{
			seen(issuer+"/.well-known/openid-configuration", jsonHead+fmt.Sprintf(`{"issuer":%q,"jwks_uri":%q}`, issuer, issuer+"/.well-known/jwks.json")),
			seen(issuer+"/.well-known/jwks.json", jsonHead+prod.Lookup(nameJWKS).Value),
			seen(testApp+"/", "HTTP/2 200\ncontent-type: text/html\n\n<!doctype html>"),
		},
	}
	return input, registry
}

func cookieOf(registry *secret.Registry, line string) Cookie {
	cookie, ok := ParseCookie(line, registry)
	if !ok {
		panic("a test's cookie cannot be read")
	}
	return cookie
}

func callbackOf(gen Generation) string {
	if gen == GenA2 || gen == GenB {
		return testSite + "/auth/callback/github"
	}
	return testSite + "/api/auth/callback/github"
}

// byState lists the ids of rows in a state, each once.
func byState(rows []Row, state State) []string {
	var found []string
	for _, row := range rows {
		if row.State == state && !slices.Contains(found, row.ID) {
			found = append(found, row.ID)
		}
	}
	return found
}

func describe(rows []Row, states ...State) string {
	text := ""
	for _, row := range rows {
		for _, state := range states {
			if row.State == state {
				text += fmt.Sprintf("%s %s %q expected %q actual %q\n", row.State, row.ID, row.Sentence, row.Expected, row.Actual)
			}
		}
	}
	return text
}

// A healthy production deployment of each generation has no failing and no doubtful row, whether everything was pasted or
// the list of variables alone.
func TestHealthy(t *testing.T) {
	for _, gen := range []Generation{GenO, GenA0, GenA1, GenA2, GenB} {
		t.Run(string(gen)+" everything", func(t *testing.T) {
			input, registry := healthyInput(gen)
			rows := Checklist(input)
			if worst := describe(rows, Fail); worst != "" {
				t.Error(worst)
			}
			for _, row := range rows {
				if row.State != Warn {
					continue
				}
				// Nobody knows the callback path of the two oldest versions (P 6.5).
				if !(row.ID == "OAUTH-CB" && (gen == GenA0 || gen == GenA1)) {
					t.Error(describe([]Row{row}, Warn))
				}
			}
			checkRows(t, rows, registry)
		})
		t.Run(string(gen)+" list alone", func(t *testing.T) {
			registry := &secret.Registry{}
			prod := ParseEnv([]byte(healthyVars(gen).text()), registry)
			rows := Checklist(Input{Now: testNow, Prod: &prod})
			if worst := describe(rows, Fail, Warn); worst != "" {
				t.Error(worst)
			}
			want := gen
			if gen == GenA1 {
				want = GenA2 // the list alone cannot tell them apart, and A2 lasted
			}
			if found := Detect(Input{Prod: &prod}); found.Generation != want {
				t.Errorf("generation %q, want %q", found.Generation, want)
			}
			checkRows(t, rows, registry)
		})
	}
}

// checkRows holds what must be true of every list of rows.
func checkRows(t *testing.T, rows []Row, registry *secret.Registry) {
	t.Helper()
	seenIDs := map[string]bool{}
	for _, row := range rows {
		seenIDs[row.ID] = true
		switch {
		case row.Title == "" || row.Sentence == "":
			t.Errorf("%s: no title or no sentence", row.ID)
		case row.State == Fail && row.Cause != "" && !row.Cause.Known():
			t.Errorf("%s: the cause %q is not in the catalogue", row.ID, row.Cause)
		case row.Follows != "" && row.State != Unseen:
			t.Errorf("%s: follows %s and is %s", row.ID, row.Follows, row.State)
		case row.State == "":
			t.Errorf("%s: no state", row.ID)
		}
		if row.Follows != "" && !slices.Contains(RuleIDs(), row.Follows) {
			t.Errorf("%s: follows %s, which is no item", row.ID, row.Follows)
		}
		if strings.ContainsAny(row.Sentence+row.Expected+row.Actual, "\x1b\n\x00") {
			t.Errorf("%s: a control character in the texts", row.ID)
		}
	}
	for _, id := range RuleIDs() {
		if !seenIDs[id] && id != "ENV-DEV" { // which is there beside a list of dev
			t.Errorf("no row for %s", id)
		}
	}
	text, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	if err := registry.Check(text); err != nil {
		t.Error(err)
	}
	if err := registry.Check([]byte(fmt.Sprintf("%+v", rows))); err != nil {
		t.Error(err)
	}
}
