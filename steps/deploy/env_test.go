package deploy

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/secret"
)

// said is a variable as the tests compare it: its text stands in the clear, because it is test data.
type said struct {
	Name  string
	State VarState
	Line  int
	Text  string
}

func saidBy(env Env) []said {
	var all []said
	for _, v := range env.Vars {
		all = append(all, said{v.Name, v.State, v.Line, v.text()})
	}
	return all
}

const (
	testBody = "MC4CAQAwBQYDK2VwBCIEIHRlc3Qta2V5LW5vdC1yZWFsLWF0LWFsbC0wMDAw"
	testPEM  = "-----BEGIN PRIVATE KEY-----\n" + testBody + "\n-----END PRIVATE KEY-----"
	testJWKS = `{"keys":[{"use":"sig","crv":"Ed25519","x":"T-udB0zqwN92LV5NrVF6eR2koH-aEUTic5tvv7BV27A","kty":"OKP"}]}`
)

func TestParseEnvForms(t *testing.T) {
	onePEM := strings.ReplaceAll(testPEM, "\n", " ")
	for _, test := range []struct {
		name string
		text string
		want []said
	}{
		{"bare values, as the CLI prints them", "AUTH_GITHUB_ID=Ov23liEXAMPLE\nSITE_URL=https://app.example.com\n",
			[]said{{"AUTH_GITHUB_ID", VarSet, 1, "Ov23liEXAMPLE"}, {"SITE_URL", VarSet, 2, "https://app.example.com"}}},
		{"single quotes around real newlines", "JWT_PRIVATE_KEY='" + testPEM + "'\nJWKS=" + testJWKS,
			[]said{{"JWT_PRIVATE_KEY", VarSet, 1, testPEM}, {"JWKS", VarSet, 4, testJWKS}}},
		{"double quotes expand \\n", `JWT_PRIVATE_KEY="` + strings.ReplaceAll(testPEM, "\n", `\n`) + `"`,
			[]said{{"JWT_PRIVATE_KEY", VarSet, 1, testPEM}}},
		{"a bare \\n stays as it is", `JWT_PRIVATE_KEY=` + strings.ReplaceAll(testPEM, "\n", `\n`),
			[]said{{"JWT_PRIVATE_KEY", VarSet, 1, strings.ReplaceAll(testPEM, "\n", `\n`)}}},
		{"the space-separated key of the official CLI", "JWT_PRIVATE_KEY=" + onePEM + "\nSITE_URL=https://a.test",
			[]said{{"JWT_PRIVATE_KEY", VarSet, 1, onePEM}, {"SITE_URL", VarSet, 2, "https://a.test"}}},
		{"a key that spills over lines, as convex before 1.33 prints it", "JWT_PRIVATE_KEY=" + testPEM + "\nSITE_URL=https://a.test",
			[]said{{"JWT_PRIVATE_KEY", VarSet, 1, testPEM}, {"SITE_URL", VarSet, 4, "https://a.test"}}},
		{"a spilled key with a padded last line", "JWT_PRIVATE_KEY=-----BEGIN PRIVATE KEY-----\nQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=\n-----END PRIVATE KEY-----\nJWKS={}",
			[]said{{"JWT_PRIVATE_KEY", VarSet, 1, "-----BEGIN PRIVATE KEY-----\nQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=\n-----END PRIVATE KEY-----"}, {"JWKS", VarSet, 4, "{}"}}},
		{"short padded last lines in quotes", "JWT_PRIVATE_KEY='-----BEGIN PRIVATE KEY-----\nQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo\nAbc=\n-----END PRIVATE KEY-----'\nJWKS={}",
			[]said{{"JWT_PRIVATE_KEY", VarSet, 1, "-----BEGIN PRIVATE KEY-----\nQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo\nAbc=\n-----END PRIVATE KEY-----"}, {"JWKS", VarSet, 5, "{}"}}},
		{"a line break before a key in quotes", "JWT_PRIVATE_KEY='\n-----BEGIN PRIVATE KEY-----\nQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo\nAbc=\n-----END PRIVATE KEY-----'\nJWKS={}",
			[]said{{"JWT_PRIVATE_KEY", VarSet, 1, "\n-----BEGIN PRIVATE KEY-----\nQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo\nAbc=\n-----END PRIVATE KEY-----"}, {"JWKS", VarSet, 6, "{}"}}},
		{"a cut key before an empty variable", "JWT_PRIVATE_KEY=-----BEGIN PRIVATE KEY-----\nQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo\nSITE_URL=\nJWKS=",
			[]said{{"JWT_PRIVATE_KEY", VarSet, 1, "-----BEGIN PRIVATE KEY-----\nQUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo"}, {"SITE_URL", VarEmpty, 3, ""}, {"JWKS", VarEmpty, 4, ""}}},
		{"CRLF", "JWT_PRIVATE_KEY='" + strings.ReplaceAll(testPEM, "\n", "\r\n") + "'\r\nSITE_URL=https://a.test\r\n",
			[]said{{"JWT_PRIVATE_KEY", VarSet, 1, testPEM}, {"SITE_URL", VarSet, 4, "https://a.test"}}},
		{"colours", "\x1b[36mSITE_URL\x1b[0m=\x1b[1mhttps://a.test\x1b[0m",
			[]said{{"SITE_URL", VarSet, 1, "https://a.test"}}},
		{"quotes that are part of the value", `JWT_PRIVATE_KEY='"-----BEGIN PRIVATE KEY----- x -----END PRIVATE KEY-----"'`,
			[]said{{"JWT_PRIVATE_KEY", VarSet, 1, `"-----BEGIN PRIVATE KEY----- x -----END PRIVATE KEY-----"`}}},
		{"a value with # in quotes", "FOO_NAME='a#b'", []said{{"FOO_NAME", VarSet, 1, "a#b"}}},
		{"a comment after a bare value", "SITE_URL=https://a.test # production", []said{{"SITE_URL", VarSet, 1, "https://a.test"}}},
		{"# within a word is kept", "AUTH_GITHUB_SECRET=abc#def", []said{{"AUTH_GITHUB_SECRET", VarSet, 1, "abc#def"}}},
		{"a comment after a quoted value", `SITE_URL="https://a.test" # it's mine`, []said{{"SITE_URL", VarSet, 1, "https://a.test"}}},
		{"empty", "JWKS=\nAUTH_GITHUB_ID=  # EMPTY!\nSITE_URL=\"\"\nAPP_URL='  '",
			[]said{{"JWKS", VarEmpty, 1, ""}, {"AUTH_GITHUB_ID", VarEmpty, 2, ""}, {"SITE_URL", VarEmpty, 3, ""}, {"APP_URL", VarEmpty, 4, ""}}},
		{"export, declare, set, PowerShell", "export SITE_URL=https://a.test\ndeclare -x JWKS=\"{}\"\nset APP_URL=https://b.test\n$env:AUTH_GITHUB_ID=\"Ov23liAAAABBBB\"",
			[]said{{"SITE_URL", VarSet, 1, "https://a.test"}, {"JWKS", VarSet, 2, "{}"}, {"APP_URL", VarSet, 3, "https://b.test"}, {"AUTH_GITHUB_ID", VarSet, 4, "Ov23liAAAABBBB"}}},
		{"names only", "AUTH_GITHUB_ID\nJWKS\nJWT_PRIVATE_KEY\nSITE_URL\n",
			[]said{{"AUTH_GITHUB_ID", VarNameOnly, 1, ""}, {"JWKS", VarNameOnly, 2, ""}, {"JWT_PRIVATE_KEY", VarNameOnly, 3, ""}, {"SITE_URL", VarNameOnly, 4, ""}}},
		{"numbered lines", "  1  SITE_URL=https://a.test\n  2  JWT_PRIVATE_KEY='-----BEGIN PRIVATE KEY-----\n  3  " + testBody + "\n  4  -----END PRIVATE KEY-----'",
			[]said{{"SITE_URL", VarSet, 1, "https://a.test"}, {"JWT_PRIVATE_KEY", VarSet, 2, testPEM}}},
		{"numbers with a colon or a full stop", "1: SITE_URL=https://a.test\n2. JWKS={}\n3) APP_URL=https://b.test",
			[]said{{"SITE_URL", VarSet, 1, "https://a.test"}, {"JWKS", VarSet, 2, "{}"}, {"APP_URL", VarSet, 3, "https://b.test"}}},
		{"a Markdown fence with prose around", "Here is my list:\n```sh\nSITE_URL=https://a.test\n```\nthanks!",
			[]said{{"SITE_URL", VarSet, 3, "https://a.test"}}},
		{"a Markdown quote", "> SITE_URL=https://a.test\n> JWT_PRIVATE_KEY=-----BEGIN PRIVATE KEY-----\n> " + testBody + "\n> -----END PRIVATE KEY-----",
			[]said{{"SITE_URL", VarSet, 1, "https://a.test"}, {"JWT_PRIVATE_KEY", VarSet, 2, testPEM}}},
		{"a list with back-ticks", "- `SITE_URL=https://a.test`\n* `JWKS`=`{}`",
			[]said{{"SITE_URL", VarSet, 1, "https://a.test"}, {"JWKS", VarSet, 2, "{}"}}},
		{"a Markdown table", "| Name | Value |\n|------|-------|\n| `SITE_URL` | https://a.test |\n| JWKS | set |",
			[]said{{"SITE_URL", VarSet, 3, "https://a.test"}, {"JWKS", VarNameOnly, 4, ""}}},
		{"a table that says where each belongs", "| name | where |\n| --- | --- |\n| `JWT_PRIVATE_KEY` | Convex deployment |\n| JWKS | The deployment, too. |",
			[]said{{"JWT_PRIVATE_KEY", VarNameOnly, 3, ""}, {"JWKS", VarNameOnly, 4, ""}}},
		{"a box", "┌──────────┬────────────────┐\n│ Name     │ Value          │\n│ SITE_URL │ https://a.test │\n└──────────┴────────────────┘",
			[]said{{"SITE_URL", VarSet, 3, "https://a.test"}}},
		{"columns with tabs", "SITE_URL\thttps://a.test\nAUTH_GITHUB_ID\tOv23liAAAABBBB",
			[]said{{"SITE_URL", VarSet, 1, "https://a.test"}, {"AUTH_GITHUB_ID", VarSet, 2, "Ov23liAAAABBBB"}}},
		{"YAML and JSON members", "SITE_URL: https://a.test\n{\n  \"JWKS\": \"{\\\"keys\\\":[]}\",\n  \"APP_URL\": \"https://b.test\"\n}",
			[]said{{"SITE_URL", VarSet, 1, "https://a.test"}, {"JWKS", VarSet, 3, `{"keys":[]}`}, {"APP_URL", VarSet, 4, "https://b.test"}}},
		{"names and values on lines of their own, as the dashboard shows them", "SITE_URL\nhttps://a.test\nJWKS\n••••••••••\nJWT_PRIVATE_KEY\n-----BEGIN PRIVATE KEY-----\n" + testBody + "\n-----END PRIVATE KEY-----",
			[]said{{"SITE_URL", VarSet, 1, "https://a.test"}, {"JWKS", VarNameOnly, 3, ""}, {"JWT_PRIVATE_KEY", VarSet, 5, testPEM}}},
		{"JSON wrapped by a terminal", "JWKS=" + testJWKS[:60] + "\n" + testJWKS[60:] + "\nSITE_URL=https://a.test",
			[]said{{"JWKS", VarSet, 1, testJWKS}, {"SITE_URL", VarSet, 3, "https://a.test"}}},
		{"pretty JSON", "JWKS={\n  \"keys\": []\n}\nSITE_URL=https://a.test",
			[]said{{"JWKS", VarSet, 1, "{\n  \"keys\": []\n}"}, {"SITE_URL", VarSet, 4, "https://a.test"}}},
		{"values that were blotted out", "JWKS=***\nSITE_URL=<redacted>\nAPP_URL=…\nAUTH_GITHUB_SECRET=0123...4567\nJWT_PRIVATE_KEY=-----BEGIN PRIVATE KEY-----...-----END PRIVATE KEY-----",
			[]said{{"JWKS", VarNameOnly, 1, ""}, {"SITE_URL", VarNameOnly, 2, ""}, {"APP_URL", VarNameOnly, 3, ""}, {"AUTH_GITHUB_SECRET", VarNameOnly, 4, ""}, {"JWT_PRIVATE_KEY", VarNameOnly, 5, ""}}},
		{"placeholders", "SITE_URL=https://yourapp.com\nAUTH_GITHUB_ID=your-github-id\nAUTH_GITHUB_SECRET=changeme\nAUTH_GOOGLE_ID=<client id>\nAUTH_GOOGLE_SECRET=xxxxxxxx",
			[]said{{"SITE_URL", VarPlaceholder, 1, "https://yourapp.com"}, {"AUTH_GITHUB_ID", VarPlaceholder, 2, "your-github-id"}, {"AUTH_GITHUB_SECRET", VarPlaceholder, 3, "changeme"},
				{"AUTH_GOOGLE_ID", VarPlaceholder, 4, "<client id>"}, {"AUTH_GOOGLE_SECRET", VarPlaceholder, 5, "xxxxxxxx"}}},
		{"the answer of env get", "$ npx convex env get --prod SITE_URL\nhttps://a.test\n$ npx convex env get JWT_PRIVATE_KEY --prod\n" + testPEM,
			[]said{{"SITE_URL", VarSet, 2, "https://a.test"}, {"JWT_PRIVATE_KEY", VarSet, 4, testPEM}}},
		{"the answer of env set", "✔ Successfully set SITE_URL (on prod deployment happy-animal-123)\n✔ Successfully set APP_URL to https://b.test (on prod deployment happy-animal-123)",
			[]said{{"SITE_URL", VarNameOnly, 1, ""}, {"APP_URL", VarSet, 2, "https://b.test"}}},
		{"the answer of env get for what is not there", `✖ Environment variable "JWKS" not found (on prod deployment happy-animal-123)`,
			[]said{{"JWKS", VarUnset, 1, ""}}},
		{"a blank after = is part of the value", "SITE_URL= https://a.test", []said{{"SITE_URL", VarSet, 1, " https://a.test"}}},
		{"blanks around = are somebody's style", "SITE_URL = https://a.test", []said{{"SITE_URL", VarSet, 1, "https://a.test"}}},
		{"a quote without its partner", "SITE_URL='https://a.test\nJWKS={}", []said{{"SITE_URL", VarSet, 1, "'https://a.test"}, {"JWKS", VarSet, 2, "{}"}}},
		{"twice", "SITE_URL=https://a.test\nSITE_URL=https://b.test",
			[]said{{"SITE_URL", VarSet, 1, "https://a.test"}, {"SITE_URL", VarSet, 2, "https://b.test"}}},
		{"a name that Convex refuses", "MY-VAR=1", []said{{"MY-VAR", VarSet, 1, "1"}}},
		{"nothing", "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			env := ParseEnv([]byte(test.text), &secret.Registry{})
			if diff := cmp.Diff(test.want, saidBy(env)); diff != "" {
				t.Errorf("variables (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseEnvUTF16(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		text := order.AppendUint16(nil, 0xfeff)
		for _, unit := range utf16.Encode([]rune("SITE_URL=https://a.test\r\nJWKS={}\r\n")) {
			text = order.AppendUint16(text, unit)
		}
		want := []said{{"SITE_URL", VarSet, 1, "https://a.test"}, {"JWKS", VarSet, 2, "{}"}}
		if diff := cmp.Diff(want, saidBy(ParseEnv(text, &secret.Registry{}))); diff != "" {
			t.Errorf("%v (-want +got):\n%s", order, diff)
		}
	}
}

func TestParseEnvDeployment(t *testing.T) {
	for _, test := range []struct {
		text string
		want Deployment
		ok   bool
	}{
		{"✔ Successfully set A_B (on prod deployment happy-animal-123)", Deployment{KindProd, "happy-animal-123", 1, "notice"}, true},
		{"No environment variables set (on dev deployment calm-cow-456.eu-west-1)", Deployment{KindDev, "calm-cow-456.eu-west-1", 1, "notice"}, true},
		{"$ npx convex env list --prod\nJWKS={}", Deployment{KindProd, "", 1, "command"}, true},
		{"$ npx convex env list\nJWKS={}", Deployment{KindDev, "", 1, "command"}, true},
		{"CONVEX_DEPLOYMENT=dev:happy-animal-123 # team: a, project: b", Deployment{KindDev, "happy-animal-123", 1, "CONVEX_DEPLOYMENT"}, true},
		{"CONVEX_DEPLOY_KEY=prod:happy-animal-123|c2VjcmV0LXNlY3JldA==", Deployment{KindProd, "happy-animal-123", 1, "deploy key"}, true},
		{"$ npx convex env list\n✔ Successfully set A_B (on prod deployment happy-animal-123)", Deployment{KindProd, "happy-animal-123", 2, "notice"}, true},
		{"(on prod deployment happy-animal-123)\n(on dev deployment calm-cow-456)", Deployment{}, false},
		{"SITE_URL=https://a.test/?x=(on prod deployment a-b-1)", Deployment{}, false},
		{"Deployed on prod deployment happy-animal-123.", Deployment{KindProd, "happy-animal-123", 1, "notice"}, true},
		{"it works on dev deployment and fails on prod deployment\nJWKS={}", Deployment{}, false},
		{"JWKS={}", Deployment{}, false},
	} {
		env := ParseEnv([]byte(test.text), &secret.Registry{})
		got, ok := env.Where()
		if diff := cmp.Diff(test.want, got); diff != "" || ok != test.ok {
			t.Errorf("%q: ok %v, want %v (-want +got):\n%s", test.text, ok, test.ok, diff)
		}
	}
}

func TestParseEnvKinds(t *testing.T) {
	local := ParseEnv([]byte("# Deployment used by `npx convex dev`\nCONVEX_DEPLOYMENT=dev:a-b-1 # team: t, project: p\n\nVITE_CONVEX_URL=https://a-b-1.convex.cloud\n"), &secret.Registry{})
	if !local.Local || local.NamesOnly {
		t.Errorf("a .env.local: Local %v, NamesOnly %v", local.Local, local.NamesOnly)
	}
	names := ParseEnv([]byte("JWKS\nSITE_URL\n"), &secret.Registry{})
	if names.Local || !names.NamesOnly {
		t.Errorf("names only: Local %v, NamesOnly %v", names.Local, names.NamesOnly)
	}
	none := ParseEnv([]byte("No environment variables set (on prod deployment a-b-1)\n"), &secret.Registry{})
	if !none.Listed || len(none.Vars) != 0 {
		t.Errorf("an empty list: Listed %v, %d variables", none.Listed, len(none.Vars))
	}
}

func TestParseEnvNotices(t *testing.T) {
	env := ParseEnv([]byte("Warning (AUTH_X_SECRET): includes a '#' which may be interpreted as a comment if you save this value to a .env file, resulting in only reading a partial value.\n"+
		"AUTH_X_SECRET='ab#cd'\n"+
		"⚠ Warning (JWT_PRIVATE_KEY): includes carriage return (\\r) which cannot be preserved in .env files (dotenv limitation)\n"+
		"error: environment variable SITE_URL already exists with different value. Use --force to overwrite.\n"), &secret.Registry{})
	want := []Notice{{NoticeHash, "AUTH_X_SECRET", 1}, {NoticeCarriageReturn, "JWT_PRIVATE_KEY", 3}, {NoticeConflict, "SITE_URL", 4}}
	if diff := cmp.Diff(want, env.Notices); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
	if len(env.Vars) != 1 || len(env.Unread) != 0 {
		t.Errorf("%d variables, %d unread lines, want 1 and 0", len(env.Vars), len(env.Unread))
	}
}

func TestParseEnvUnread(t *testing.T) {
	env := ParseEnv([]byte("This is what I see, please help\nSITE_URL=https://a.test\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\nconst x = process.env.FOO\n"), &secret.Registry{})
	var lines []int
	var prose []bool
	for _, one := range env.Unread {
		lines = append(lines, one.Line)
		prose = append(prose, one.Prose)
	}
	if diff := cmp.Diff([]int{1, 3, 4}, lines); diff != "" {
		t.Errorf("unread lines (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]bool{true, false, false}, prose); diff != "" {
		t.Errorf("prose (-want +got):\n%s", diff)
	}
}

func TestParseEnvsCutsAtCommands(t *testing.T) {
	envs := ParseEnvs([]byte("$ npx convex env list\nSITE_URL=http://localhost:3000\n$ npx convex env list --prod\nSITE_URL=https://a.test\n"), &secret.Registry{})
	if len(envs) != 2 {
		t.Fatalf("%d lists, want 2", len(envs))
	}
	for i, want := range []struct {
		kind DeploymentKind
		url  string
		line int
	}{{KindDev, "http://localhost:3000", 2}, {KindProd, "https://a.test", 4}} {
		where, _ := envs[i].Where()
		v := envs[i].Lookup("SITE_URL")
		if where.Kind != want.kind || v.Value != want.url || v.Line != want.line {
			t.Errorf("list %d: %s %s line %d, want %s %s line %d", i, where.Kind, v.Value, v.Line, want.kind, want.url, want.line)
		}
	}
}

func TestSecrecy(t *testing.T) {
	hex40 := strings.Repeat("0123456789abcdef", 3)[:40]
	for _, test := range []struct {
		line   string
		public string // what may be seen of the value
		kind   secret.Kind
	}{
		{"SITE_URL=https://app.example.com", "https://app.example.com", ""},
		{"CLERK_JWT_ISSUER_DOMAIN=https://verb-noun-00.clerk.accounts.dev", "https://verb-noun-00.clerk.accounts.dev", ""},
		{"AUTH_GITHUB_ID=Ov23liAAAABBBBCCCC", "Ov23liAAAABBBBCCCC", ""},
		{"AUTH_GITHUB_ID=" + hex40, "", secret.Value}, // the secret in the place of the id
		{"AUTH_GOOGLE_ID=GOCSPX-abcdefghijklmnopqrstuvwx", "", secret.ClientSecret},
		{"AUTH_GOOGLE_ID=1234567-abc.apps.googleusercontent.com", "1234567-abc.apps.googleusercontent.com", ""},
		{"AUTH_GITHUB_SECRET=" + hex40, "", secret.ClientSecret},
		{"AUTH_SECRET_ENCRYPTION_KEY=V1n3Xo0pQm8aZ6uYtR5sK2jH7gF4dC9bL0eW1qI8oPA", "", secret.Encryption},
		{"JWT_PRIVATE_KEY=some text that is no key", "", secret.PrivateKey},
		{"JWKS=" + testJWKS, testJWKS, ""},
		{"JWKS=-----BEGIN PRIVATE KEY----- abc -----END PRIVATE KEY-----", "", secret.PrivateKey},
		{`JWKS={"keys":[{"kty":"OKP","crv":"Ed25519","x":"abc","d":"c2VjcmV0LXNlZWQtMTIz"}]}`, `{"keys":[{"kty":"OKP","crv":"Ed25519","x":"abc","d":"(removed)"}]}`, ""},
		{`JWKS={keys:[{kty:OKP,x:abc,d:c2VjcmV0LXNlZWQtMTIz}]}`, `{keys:[{kty:OKP,x:abc,d:(removed)}]}`, ""},
		{"WEBHOOK_URL=https://hooks.slack.com/services/T0/B0/abc", "https://hooks.slack.com", secret.Value},
		{"DATABASE_URL=postgres://user:pass@db.example.com/app", "", secret.Value},
		{"MY_URL=https://user:pass@example.com/", "", secret.Value},
		{"NODE_ENV=production", "production", ""},
		{"FROM_ADDRESS=no-reply@example.com", "no-reply@example.com", ""},
		{"ADMIN_PASSWORD=correct-horse", "", secret.Value},
		{"SOMETHING=a8f5f167f44f4964e6c998dee827110c", "", secret.Value},
		{"RESEND_API_KEY=re_123456789abc", "", secret.APIKey},
		{"CONVEX_DEPLOY_KEY=prod:happy-animal-123|eyJ2MiI6IjEyMyJ9", "", secret.DeployKey},
		{"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY=pk_test_dmVyYi1ub3VuLTAwLmNsZXJrLmFjY291bnRzLmRldiQ", "pk_test_dmVyYi1ub3VuLTAwLmNsZXJrLmFjY291bnRzLmRldiQ", ""},
		{"AUTH_APPLE_TEAM_ID=ABCDE12345", "ABCDE12345", ""},
		{"IOS_APP_IDS=ABCDE12345.com.example.app", "ABCDE12345.com.example.app", ""},
		{"SITE_URL=https://app.example.com/?token=abcdefgh", "https://app.example.com", secret.Value},
	} {
		v := ParseEnv([]byte(test.line), &secret.Registry{}).Vars[0]
		if v.Value != test.public || v.Secret.Kind() != test.kind {
			t.Errorf("%s: shown %q and a secret of kind %q, want %q and %q", v.Name, v.Value, v.Secret.Kind(), test.public, test.kind)
		}
	}
}

// Whatever is printed of an Env, a secret stands in it as its label only.
func TestEnvPrintsNoSecret(t *testing.T) {
	registry := &secret.Registry{}
	env := ParseEnv([]byte("AUTH_GITHUB_SECRET=0123456789abcdef0123456789abcdef01234567\n"+
		"JWT_PRIVATE_KEY='"+testPEM+"'\nJWKS={\"keys\":[{\"kty\":\"OKP\",\"d\":\"c2VjcmV0LXNlZWQtMTIzNDU2\"}]}\n"+testPEM+"\n"), registry)
	text := fmt.Sprintf("%+v %#v", env, env)
	for _, v := range env.Vars {
		text += v.Show()
	}
	if err := registry.Check([]byte(text)); err != nil {
		t.Error(err)
	}
	if registry.Count() != 3 {
		t.Errorf("%d secrets taken in, want 3", registry.Count())
	}
}

func TestParseEnvTimeGrowsWithTheText(t *testing.T) {
	// Each of these makes a careless parser look at the whole rest of the text for every line.
	for _, line := range []string{"A='\n", "A_B: '\n", "a={[\n", "A=-----BEGIN X\n", "A=eyJ" + strings.Repeat("a", 60) + "\n", "| A | '\n"} {
		env := ParseEnv([]byte(strings.Repeat(line, 20000)), &secret.Registry{})
		if len(env.Vars) == 0 {
			t.Errorf("%q: nothing was read", line)
		}
	}
}

func FuzzParseEnv(f *testing.F) {
	f.Add([]byte("SITE_URL=https://a.test\nJWT_PRIVATE_KEY='" + testPEM + "'\nJWKS=" + testJWKS + "\n"))
	f.Add([]byte("> 1: JWT_PRIVATE_KEY=" + testPEM + "\r\n| A_B | `c` |\n✔ Successfully set X_Y (on prod deployment a-b-1)"))
	f.Add([]byte("A=\"a\\nb\nexport B='\nC_D\n••••\n\xff\xfeA\x00"))
	f.Fuzz(func(t *testing.T, text []byte) {
		registry := &secret.Registry{}
		env := ParseEnv(text, registry)
		lines := len(splitLines(decodeText(text)))
		last := 0
		for _, v := range env.Vars {
			if v.Line < 1 || v.Line > lines || v.Line < last {
				t.Fatalf("line %d of %d after %d", v.Line, lines, last)
			}
			last = v.Line
			if (v.State == VarSet) == (strings.TrimSpace(v.text()) == "") && v.State != VarPlaceholder {
				t.Fatalf("state %s does not fit the value", v.State)
			}
		}
		ParseEnvs(text, registry)
	})
}
