package deploy

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/deploy/keys"
	"convex-auth-doctor/steps/deploy/response"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/secret"
)

func TestFactsOf(t *testing.T) {
	input, _ := healthyInput(GenB)
	facts := FactsOf(input)
	want := []Registration{{Provider: "github", URL: testSite + "/auth/callback/github", Start: testSite + "/auth/signin/github"}}
	if diff := cmp.Diff(want, facts.Callbacks); diff != "" {
		t.Errorf("callbacks (-want +got):\n%s", diff)
	}
	if facts.Issuer != testSite+"/auth" || facts.App != testApp || facts.RPID != "app.example.com" || !facts.SiteSure || facts.Settings.Library != wellknown.LibraryB {
		t.Errorf("%+v", facts)
	}
	prod := ParseEnv([]byte("✔ Successfully set SITE_NAME (on prod deployment calm-cow-456)\n"+healthyVars(GenO).drop().text()), &secret.Registry{})
	if facts := FactsOf(Input{Prod: &prod}); facts.Site != "https://calm-cow-456.convex.site" || facts.SiteSure {
		t.Errorf("site of the notice: %s, sure %v", facts.Site, facts.SiteSure)
	}
}

func TestNewKeysNamesTheCLIOfTheGeneration(t *testing.T) {
	for _, test := range []struct {
		gen  Generation
		prod bool
		app  string
		want string
	}{
		{GenO, true, testApp, `npx @convex-dev/auth --prod --web-server-url https://app.example.com`},
		{GenO, false, "", "npx @convex-dev/auth"},
		{GenO, true, "http://localhost:3000", "npx @convex-dev/auth --prod"},
		{GenA2, true, testApp, `npx @robelest/convex-auth --prod --site-url https://app.example.com`},
		{GenB, true, testApp, `npx convex-auth --prod --app-url https://app.example.com`},
	} {
		if got := NewKeys(test.gen, test.prod, test.app)[0].Lines[0]; got != test.want {
			t.Errorf("%s: %s, want %s", test.gen, got, test.want)
		}
	}
}

// The openssl way makes a pair that fits. The commands that reach a deployment are not run.
func TestOpensslCommandsWork(t *testing.T) {
	for _, tool := range []string{"openssl", "node", "sh"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	for _, gen := range []Generation{GenO, GenB} {
		dir := t.TempDir()
		if len(NewKeys(GenUnknown, true, testApp)) != 1 {
			t.Error("a kind of key is chosen although the library is not known")
		}
		for _, line := range NewKeys(gen, true, testApp)[1].Lines {
			if strings.HasPrefix(line, "npx ") || strings.HasPrefix(line, "rm ") {
				continue
			}
			command := exec.Command("sh", "-c", line)
			command.Dir = dir
			if out, err := command.CombinedOutput(); err != nil {
				t.Fatalf("%s: %s: %v\n%s", gen, line, err, out)
			}
		}
		private, err := os.ReadFile(filepath.Join(dir, "jwt.pem"))
		if err != nil {
			t.Fatal(err)
		}
		public, err := os.ReadFile(filepath.Join(dir, "jwks.json"))
		if err != nil {
			t.Fatal(err)
		}
		key, set := keys.Read(string(private)), keys.ReadSet(string(public))
		if key.Algorithm != gen.Algorithm() || len(key.Faults) > 0 || len(set.Keys) != 1 || !set.Keys[0].Equal(key.Public) || len(set.Keys[0].Private) > 0 || len(set.Candidates(gen.Algorithm())) != 1 {
			t.Errorf("%s: the commands make a key %q with faults %v and a set of %d", gen, key.Algorithm, key.Faults, len(set.Keys))
		}
	}
}

// Whatever secret stands wherever, no row shows any of it.
func TestRowsHoldNoSecret(t *testing.T) {
	pem := strings.TrimSpace(rsaOther().pem)
	for _, gen := range []Generation{GenO, GenA2, GenB} {
		// The names that the rules look into, and some that they do not know.
		for _, name := range append(append([]string{}, libraryNames...), "AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET", "AUTH_GOOGLE_ID", "AUTH_APPLE_SECRET", "AUTH_APPLE_PRIVATE_KEY", "NEXT_PUBLIC_AUTH_SECRET", "SOMETHING", "MY-VAR", "AUTH_GITHUB_CLIENT_SECRET") {
			for kind, value := range map[string]string{
				"a hex secret": randomHex(40), "a long secret": random(64), "a key": pem, "a quoted secret": `'"` + random(40) + `"'`, "a Google secret": "GOCSPX-" + random(28),
				"a token": "eyJhbGciOiJFUzI1NiJ9." + random(60) + "." + random(86), "a URL with a password": "https://user:" + random(20) + "@example.com/", "a private set": `{"keys":[{"kty":"OKP","crv":"Ed25519","x":"abc","d":"` + random(43) + `"}]}`,
				"a URL with a token": testApp + "/?token=" + random(30),
			} {
				env := healthyVars(gen).set(name, value)
				input, registry := inputOf(gen, env.text())
				input.Dev = envOf(healthyVars(gen).text())
				rows := Checklist(input)
				text, err := json.Marshal(rows)
				if err != nil {
					t.Fatal(err)
				}
				text = append(text, fmt.Sprintf("%+v", FactsOf(input))...)
				if name == nameSite {
					text = append(text, fmt.Sprintf("%+v", input)...)
				}
				differences, err := json.Marshal(CompareEnvs(*input.Dev, *input.Prod, gen))
				if err != nil {
					t.Fatal(err)
				}
				if err := registry.Check(append(text, differences...)); err != nil {
					t.Errorf("%s: %s in %s: %v", gen, kind, name, err)
				}
			}
		}
	}
}

func FuzzChecklist(f *testing.F) {
	f.Add([]byte(healthyVars(GenB).text()), []byte(jsonHead+goodAASA), "https://a.convex.site/auth/callback/github", "process.env.CONVEX_SITE_URL", uint8(0))
	f.Add([]byte("JWT_PRIVATE_KEY=\"-----BEGIN PRIVATE KEY-----\\n\"\nJWKS={}\nANDROID_APP_LINKS=a:b;c"), []byte("HTTP/2 404\nconvex-usher: x\n\n"), "%zz", "`${env.X}`", uint8(3))
	f.Add([]byte("CONVEX_DEPLOYMENT=dev:a-b-1"), []byte("curl: (60) x"), "", "\"", uint8(5))
	f.Fuzz(func(t *testing.T, env, answer []byte, address, domain string, gen uint8) {
		registry := &secret.Registry{}
		prod := ParseEnv(env, registry)
		input := Input{
			Now: testNow, Prod: &prod, Dev: &prod, Generation: append([]Generation{GenUnknown, GenV2, GenOther}, allGenerations...)[gen%8],
			Packages:   []Package{{address, domain}, {"@convex-dev/auth", domain}},
			Site:       Site{URL: address, Client: domain, Custom: address, Overridden: Answer(gen % 3)},
			AuthConfig: AuthConfig{Entries: []AuthEntry{{Domain: domain, ApplicationID: address}}, Source: domain},
			Code:       Code{AuthSource: domain, Providers: []string{address, "github"}, AuthPath: address},
			Tokens:     []Token{{Alg: domain, Iss: address, Sub: domain, Aud: []string{address}, Exp: float64(gen), Iat: -float64(gen)}},
			Refresh:    []RefreshToken{{Plain: domain}}, Storage: []StorageItem{{Key: domain, Plain: address}},
			Errors: []string{domain}, Callbacks: []Callback{{domain, address}, {"", domain}},
			App: App{Host: address, IOS: Answer(gen % 3), Android: Answer(gen % 3), Passkeys: Answer(gen % 3), IOSAppID: domain, PlayPrint: domain, RPID: address, Origins: []string{address, domain}},
		}
		if cookie, ok := ParseCookie(domain, registry); ok {
			input.Cookies = []Cookie{cookie}
		}
		exchange := response.Parse(answer)
		for _, kind := range append(wellknown.Kinds(), wellknown.Unknown) {
			input.Documents = append(input.Documents, Document{Kind: kind, Exchange: exchange}, Document{Kind: kind, On: OnSite, URL: address, Exchange: exchange})
		}
		for _, row := range Checklist(input) {
			if row.State == "" || row.Sentence == "" {
				t.Fatalf("%s: state %q, sentence %q", row.ID, row.State, row.Sentence)
			}
			if strings.ContainsAny(shownOf(row), "\x1b\x00\n") {
				t.Fatalf("%s: a control character: %q", row.ID, shownOf(row))
			}
		}
		FactsOf(input)
		CompareEnvs(prod, prod, input.Generation)
	})
}

// shownOf is all that people see of a row.
func shownOf(row Row) string {
	text := row.Sentence + row.Expected + row.Actual + row.Where + row.Subject + row.Needs
	if row.Fix != nil {
		text += row.Fix.Text + strings.Join(row.Fix.Commands, "")
	}
	return text
}

func BenchmarkParseEnv(b *testing.B) {
	text := []byte(strings.Repeat(healthyVars(GenB).text(), 2000))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		ParseEnv(text, &secret.Registry{})
	}
}

func BenchmarkChecklist(b *testing.B) {
	input, _ := healthyInput(GenO)
	for b.Loop() {
		Checklist(input)
	}
}

// A command that people copy must not run what a pasted value holds.
func TestCommandsAreSafeToCopy(t *testing.T) {
	for _, value := range []string{"https://a.example/$(touch x)", "https://a.example/`touch x`", "https://a.example/'; touch x; '", "http://a.example/ && touch x"} {
		input, _ := inputOf(GenO, healthyVars(GenO).drop("JWKS").set("SITE_URL", value).set("AUTH_LOG_LEVLE", value).text())
		input.App.Host = value
		for _, row := range Checklist(input) {
			if row.Fix == nil {
				continue
			}
			for _, command := range row.Fix.Commands {
				if strings.HasPrefix(command, "npx ") && strings.Contains(outsideQuotes(command), "touch") {
					t.Errorf("%s: %s", row.ID, command)
				}
			}
		}
	}
}

// outsideQuotes drops what stands between single quotes, where a shell changes nothing.
func outsideQuotes(command string) string {
	var out strings.Builder
	quoted := false
	for i := 0; i < len(command); i++ {
		switch c := command[i]; {
		case c == '\'':
			quoted = !quoted
		case c == '\\' && !quoted:
			i++
		case !quoted:
			out.WriteByte(c)
		}
	}
	return out.String()
}
