package deploy

import (
	"strings"
	"testing"

	"convex-auth-doctor/steps/secret"
)

func envOf(text string) *Env {
	env := ParseEnv([]byte(text), &secret.Registry{})
	return &env
}

func envCases() []ruleCase {
	withoutPackages := func(in *Input) { in.Packages, in.Tokens, in.Documents = nil, nil, nil }
	return []ruleCase{
		{id: "GEN", state: Pass, gen: GenB, name: "by the package"},
		{id: "GEN", state: Pass, gen: GenO, bare: true, name: "RSA and SITE_URL", says: "@convex-dev/auth"},
		{id: "GEN", state: Pass, gen: GenA0, bare: true, name: "RSA and AUTH_SECRET_ENCRYPTION_KEY", says: "to preview.28"},
		{id: "GEN", state: Pass, gen: GenA2, bare: true, name: "Ed25519 and SITE_URL", says: "preview.31+"},
		{id: "GEN", state: Pass, gen: GenB, bare: true, name: "Ed25519 and APP_URL", says: "APP_URL"},
		{id: "GEN", state: Warn, gen: GenB, bare: true, name: "no URL variable", says: "which read SITE_URL", also: []string{"ENV-MISSING"},
			env: func(env *vars) { env.drop("APP_URL") }},
		{id: "GEN", state: Warn, gen: GenO, bare: true, name: "version 2", says: "v2",
			env: func(env *vars) {
				env.drop("JWT_PRIVATE_KEY", "JWKS").set("AUTH_PRIVATE_KEY", edPair().pem).set("AUTH_JWKS", edPair().jwks)
			}},
		{id: "GEN", state: Warn, gen: GenB, bare: true, name: "later than these rules", says: "newer than these rules",
			env: func(env *vars) {
				env.drop("JWT_PRIVATE_KEY", "JWKS", "AUTH_SECRET_ENCRYPTION_KEY").set("AUTH_KEYS", random(60))
			}},
		{id: "GEN", state: Fail, gen: GenB, bare: true, name: "RSA keys and APP_URL", says: "RSA",
			env: func(env *vars) { env.set("JWT_PRIVATE_KEY", rsaPair().pem).set("JWKS", rsaPair().jwks) }},
		{id: "GEN", state: Fail, gen: GenO, bare: true, name: "two libraries", says: "installed",
			in: func(in *Input) { in.Packages = []Package{packageOf[GenO], packageOf[GenB]} }},
		{id: "GEN", state: NotApplicable, gen: GenO, bare: true, name: "Clerk", says: "@clerk/nextjs",
			in: func(in *Input) {
				in.Packages = []Package{{"@clerk/nextjs", "6.0.0"}}
				in.Prod = envOf("$ npx convex env list --prod\nCLERK_JWT_ISSUER_DOMAIN=https://clerk.example.com\n")
			}},

		{id: "ENV-PARSE", state: Pass, gen: GenO, name: "a list", says: "5 variables read"},
		{id: "ENV-PARSE", state: Pass, gen: GenO, name: "prose around it", env: func(env *vars) { env.before = "Here it is, thanks:\n" }, says: "read"},
		{id: "ENV-PARSE", state: Warn, gen: GenO, name: "a line that is nothing", env: func(env *vars) { env.before += "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n" }, says: "Line 2 was not understood"},
		{id: "ENV-PARSE", state: Warn, gen: GenO, name: "several", env: func(env *vars) { env.before += "a = = b\nc = = d\n" }, says: "Lines 2 and 3"},
		{id: "ENV-PARSE", state: Fail, gen: GenO, name: "a local file of production", bare: true, env: func(env *vars) { env.set("CONVEX_DEPLOYMENT", "prod:happy-animal-123") }, says: ".env.local"},
		{id: "ENV-PARSE", state: Fail, gen: GenO, name: "no list at all", bare: true, says: "No variable was found",
			in: func(in *Input) { in.Prod = envOf("hello there") }},

		{id: "ENV-WHERE", state: Pass, gen: GenO, name: "the command", says: "Production deployment"},
		{id: "ENV-WHERE", state: Pass, gen: GenO, name: "the notice", env: func(env *vars) {
			env.before = "✔ Successfully set SITE_NAME (on prod deployment happy-animal-123)\n"
		}, says: "happy-animal-123"},
		{id: "ENV-WHERE", state: Pass, gen: GenO, name: "the person says so", env: func(env *vars) { env.before = "" }, says: "as you said"},
		{id: "ENV-WHERE", state: Warn, gen: GenO, name: "nothing says so", env: func(env *vars) { env.before = "" }, bare: true, says: "No evidence"},
		{id: "ENV-WHERE", state: Warn, gen: GenO, name: "the same list twice", env: func(env *vars) { env.before = "" },
			in: func(in *Input) { in.Dev = in.Prod }, says: "The two lists are the same"},
		{id: "ENV-WHERE", state: Fail, gen: GenO, name: "the dev deployment", env: func(env *vars) { env.before = "$ npx convex env list\n" }, says: "This is the dev deployment."},
		{id: "ENV-WHERE", state: Fail, gen: GenO, name: "a preview deployment", env: func(env *vars) { env.before = "$ npx convex env list --preview-name x\n" }, says: "preview"},
		{id: "ENV-WHERE", state: Fail, gen: GenO, name: "the person says no", env: func(env *vars) { env.before = "" }, in: func(in *Input) { in.ProdSaid = No }, says: "as you said"},
		{id: "ENV-WHERE", state: Fail, gen: GenO, name: "the notice against the person", env: func(env *vars) {
			env.before = "✔ Successfully set SITE_NAME (on dev deployment calm-cow-456)\n"
		}, says: "dev deployment"},

		{id: "ENV-MISSING", state: Pass, gen: GenB, name: "all there"},
		{id: "ENV-MISSING", state: Pass, gen: GenA2, name: "names only", in: namesOnly("AUTH_SECRET_ENCRYPTION_KEY", "JWKS", "JWT_PRIVATE_KEY", "SITE_URL")},
		{id: "ENV-MISSING", state: Warn, gen: GenA2, name: "the encryption key", env: func(env *vars) { env.drop("AUTH_SECRET_ENCRYPTION_KEY") }, says: "needed only for SSO/webhook secrets"},
		{id: "ENV-MISSING", state: Warn, gen: GenO, name: "SITE_URL with passwords alone", env: func(env *vars) { env.drop("SITE_URL", "AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET") },
			in: func(in *Input) { in.Code.Providers, in.Callbacks = []string{"password"}, nil }, says: "SITE_URL is missing"},
		{id: "ENV-MISSING", state: Fail, gen: GenO, name: "JWT_PRIVATE_KEY", env: func(env *vars) { env.drop("JWT_PRIVATE_KEY") }, says: "`JWT_PRIVATE_KEY`"},
		{id: "ENV-MISSING", state: Fail, gen: GenB, name: "JWKS", env: func(env *vars) { env.drop("JWKS") }, says: "`JWKS`"},
		{id: "ENV-MISSING", state: Fail, gen: GenO, name: "SITE_URL with OAuth", env: func(env *vars) { env.drop("SITE_URL") }, says: "`SITE_URL`"},
		{id: "ENV-MISSING", state: Fail, gen: GenA2, name: "SITE_URL", env: func(env *vars) { env.drop("SITE_URL") }, says: "`SITE_URL`"},
		{id: "ENV-MISSING", state: Fail, gen: GenB, name: "APP_URL", env: func(env *vars) { env.drop("APP_URL") }, says: "`APP_URL`"},
		{id: "ENV-MISSING", state: Fail, gen: GenB, bare: true, name: "both of SITE_URL and APP_URL", env: func(env *vars) { env.drop("APP_URL") }, says: "Neither SITE_URL nor APP_URL is set"},
		{id: "ENV-MISSING", state: Fail, gen: GenO, name: "an empty deployment", says: "JWT_PRIVATE_KEY", also: []string{"PROVIDER-PAIR"},
			in: func(in *Input) {
				in.Prod = envOf("No environment variables set (on prod deployment happy-animal-123)\n")
			}},
		{id: "ENV-MISSING", state: Fail, gen: GenO, name: "env get says not found", says: "JWKS",
			env: func(env *vars) {
				env.drop("JWKS")
				env.before += "✖ Environment variable \"JWKS\" not found (on prod deployment happy-animal-123)\n"
			}},

		{id: "ENV-EMPTY", state: Pass, gen: GenO, name: "none"},
		{id: "ENV-EMPTY", state: Warn, gen: GenA2, name: "an optional one", env: func(env *vars) { env.set("IOS_APP_IDS", "") }, says: "treated as unset by robelest"},
		{id: "ENV-EMPTY", state: Fail, gen: GenO, name: "JWKS", env: func(env *vars) { env.set("JWKS", "") }, says: "JWKS is empty"},
		{id: "ENV-EMPTY", state: Fail, gen: GenB, name: "APP_URL, with a comment", env: func(env *vars) { env.set("APP_URL", "  # EMPTY!") }, says: "APP_URL is empty"},

		{id: "ENV-SYSTEM", state: Pass, gen: GenO, name: "not listed", says: "correct"},
		{id: "ENV-SYSTEM", state: Warn, gen: GenO, name: "listed", env: func(env *vars) { env.set("CONVEX_SITE_URL", testSite) }, says: "supplied by Convex"},

		{id: "ENV-OLDNAME", state: Warn, gen: GenB, name: "SITE_URL beside APP_URL", env: func(env *vars) { env.set("SITE_URL", testApp) }, says: "`SITE_URL` is ignored"},
		{id: "ENV-OLDNAME", state: Warn, gen: GenB, name: "WEBAUTHN_ALT_ORIGINS", env: func(env *vars) { env.set("WEBAUTHN_ALT_ORIGINS", "https://b.example") }, says: "ignored"},
		{id: "ENV-OLDNAME", state: Warn, gen: GenA2, name: "APP_URL", env: func(env *vars) { env.set("APP_URL", testApp) }, says: "`APP_URL` is ignored"},
		{id: "ENV-OLDNAME", state: Warn, gen: GenO, name: "a robelest name", env: func(env *vars) { env.set("IOS_APP_IDS", "ABCDE12345.com.example.app") }, says: "ignored"},
		{id: "ENV-OLDNAME", state: Warn, gen: GenO, name: "a slip of the pen", env: func(env *vars) { env.set("AUTH_LOG_LEVLE", "INFO") }, says: "is AUTH_LOG_LEVEL meant?"},
		{id: "ENV-OLDNAME", state: Warn, gen: GenO, name: "another guide's name", env: func(env *vars) { env.set("GOOGLE_CLIENT_ID", "1-a.apps.googleusercontent.com") }, says: "is AUTH_GOOGLE_ID meant?"},
		{id: "ENV-OLDNAME", state: Warn, gen: GenO, name: "CLIENT_ID", env: func(env *vars) { env.set("AUTH_GOOGLE_CLIENT_ID", "1-a.apps.googleusercontent.com") }, says: "is AUTH_GOOGLE_ID meant?"},
		{id: "ENV-OLDNAME", state: Warn, gen: GenA2, name: "IOS_APP_ID", env: func(env *vars) { env.set("IOS_APP_ID", "ABCDE12345.com.example.app") }, says: "is IOS_APP_IDS meant?"},
		{id: "ENV-OLDNAME", state: Warn, gen: GenO, name: "small letters", env: func(env *vars) { env.drop("JWKS").set("JWKs", rsaPair().jwks) }, also: []string{"ENV-MISSING"}, says: "is JWKS meant?"},
		{id: "ENV-OLDNAME", state: Fail, gen: GenB, name: "SITE_URL in place of APP_URL", env: func(env *vars) { env.drop("APP_URL").set("SITE_URL", testApp) }, says: "reads only APP_URL"},
		{id: "ENV-OLDNAME", state: Pass, gen: GenA2, name: "own variables", env: func(env *vars) { env.set("STRIPE_KEY", random(30)).set("API_BASE", "https://api.example.com") }},

		{id: "ENV-DUP", state: Warn, gen: GenO, name: "twice", env: func(env *vars) { env.before += "SITE_URL=https://old.example.com\n" }, says: "SITE_URL occurs twice"},

		{id: "ENV-HASH", state: Warn, gen: GenO, name: "#", env: func(env *vars) { env.set("RESEND_FROM", "a#b") }, says: "contains #"},
		{id: "ENV-HASH", state: Warn, gen: GenO, name: "a comment", env: func(env *vars) { env.set("SITE_URL", testApp+" # production") }, says: "holds a #"},
		{id: "ENV-HASH", state: Warn, gen: GenO, name: "a blank before", env: func(env *vars) { env.set("SITE_URL", " "+testApp) }, says: "blank"},
		{id: "ENV-HASH", state: Fail, gen: GenO, name: "quotes", env: func(env *vars) { env.set("SITE_URL", `'"`+testApp+`"'`) }, says: "wrapped in quote characters"},
		{id: "ENV-HASH", state: Fail, gen: GenO, name: "smart quotes", env: func(env *vars) { env.set("SITE_URL", "“"+testApp+"”") }, says: "quote characters"},
		{id: "ENV-HASH", state: Fail, gen: GenA2, name: "a zero-width space", env: func(env *vars) { env.set("CHANGE_PASSWORD_URL", testApp+"/x\u200b") }, says: "cannot be seen"},
		{id: "ENV-HASH", state: Pass, gen: GenO, name: "# in quotes", env: func(env *vars) { env.set("RESEND_FROM", "'a#b'") }},

		{id: "ENV-SIZE", state: Pass, gen: GenO, name: "small"},
		{id: "ENV-SIZE", state: Fail, gen: GenO, name: "a long value", env: func(env *vars) { env.set("LONG", strings.Repeat("a", 8193)) }, says: "8193 bytes"},
		{id: "ENV-SIZE", state: Pass, gen: GenO, name: "a value at the limit", env: func(env *vars) { env.set("LONG", strings.Repeat("a", 8192)) }},
		{id: "ENV-SIZE", state: Fail, gen: GenO, name: "a name", env: func(env *vars) { env.set("MY-VAR", "1") }, says: "MY-VAR"},
		{id: "ENV-SIZE", state: Fail, gen: GenO, name: "many", env: func(env *vars) {
			for i := 0; i < 512; i++ {
				env.set("V_"+strings.Repeat("A", i%20)+"_"+strings.Repeat("B", i/20), "1")
			}
		}, says: "variables"},

		{id: "ENV-DEV", state: Pass, gen: GenB, name: "values of its own", says: "nothing is shared", in: func(in *Input) {
			in.Dev = envOf(newVars("JWT_PRIVATE_KEY", oneSpace(edOther().pem), "JWKS", edOther().jwks, "APP_URL", "http://localhost:3000", "AUTH_SECRET_ENCRYPTION_KEY", random(43)).text())
		}},
		{id: "ENV-DEV", state: Warn, gen: GenB, name: "a shared signing key", says: "JWKS and JWT_PRIVATE_KEY: Dev and production share a signing key", in: func(in *Input) {
			in.Dev = envOf(newVars("JWT_PRIVATE_KEY", in.Prod.Lookup("JWT_PRIVATE_KEY").text(), "JWKS", in.Prod.Lookup("JWKS").text(), "APP_URL", "http://localhost:3000").text())
		}},
		{id: "ENV-DEV", state: Warn, gen: GenB, name: "on dev only", says: "MAIL_FROM and MAIL_TO: On dev and not on production", in: func(in *Input) {
			in.Dev = envOf(newVars("APP_URL", "http://localhost:3000", "MAIL_FROM", "a", "MAIL_TO", "b").text())
		}},
		{id: "ENV-DEV", state: Fail, gen: GenA2, name: "another prefix", says: "auth.config.ts", in: func(in *Input) {
			in.Prod = envOf(healthyVars(GenA2).set("CONVEX_AUTH_HTTP_PREFIX", "/auth").text())
			in.Dev = envOf(newVars("SITE_URL", "http://localhost:3000", "CONVEX_AUTH_HTTP_PREFIX", "/login").text())
		}},
		{id: "ENV-V2", state: Warn, gen: GenO, name: "both kinds of names", env: func(env *vars) { env.set("AUTH_JWKS", rsaPair().jwks) }, says: "v2 preview"},

		{id: "ENV-V2", state: Warn, gen: GenB, bare: true, name: "robelest with one variable for all keys", says: "newer than these rules",
			env: func(env *vars) { env.drop("JWT_PRIVATE_KEY", "JWKS").set("AUTH_KEYS", random(60)) }},

		{id: "SECRET-LEAK", state: Pass, gen: GenO, name: "public keys under public names", env: func(env *vars) {
			env.set("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "pk_test_dmVyYi1ub3VuLTAwLmNsZXJrLmFjY291bnRzLmRldiQ").set("VITE_CONVEX_URL", "https://happy-animal-123.convex.cloud").set("VITE_FIREBASE_API_KEY", "AIza"+random(35))
		}},
		{id: "SECRET-LEAK", state: Fail, gen: GenO, name: "by the name", env: func(env *vars) { env.set("NEXT_PUBLIC_AUTH_GITHUB_SECRET", randomHex(40)) }, says: "NEXT_PUBLIC_AUTH_GITHUB_SECRET"},
		{id: "SECRET-LEAK", state: Fail, gen: GenO, name: "by the value", env: func(env *vars) { env.set("VITE_STRIPE", "sk_live_"+random(24)) }, says: "VITE_STRIPE"},

		{id: "LOG-FLAGS", state: Pass, gen: GenO, name: "unset"},
		{id: "LOG-FLAGS", state: Pass, gen: GenA2, name: "off", env: func(env *vars) { env.set("AUTH_LOG_SECRETS", "false").set("AUTH_LOG_LEVEL", "ERROR") }},
		{id: "LOG-FLAGS", state: Warn, gen: GenO, name: "DEBUG", env: func(env *vars) { env.set("AUTH_LOG_LEVEL", "DEBUG") }, says: "DEBUG in production"},
		{id: "LOG-FLAGS", state: Warn, gen: GenO, name: "unknown level", env: func(env *vars) { env.set("AUTH_LOG_LEVEL", "debug") }, says: "Unknown level → INFO"},
		{id: "LOG-FLAGS", state: Fail, gen: GenO, name: "secrets", env: func(env *vars) { env.set("AUTH_LOG_SECRETS", "true") }, says: "Secrets are written to logs"},
		{id: "LOG-FLAGS", state: Fail, gen: GenB, name: "1", env: func(env *vars) { env.set("AUTH_LOG_SECRETS", "1") }, says: "module load fails"},

		{id: "DURATION", state: Pass, gen: GenO, name: "a week", env: func(env *vars) {
			env.set("AUTH_SESSION_TOTAL_DURATION_MS", "604800000").set("AUTH_SESSION_INACTIVE_DURATION_MS", "86400000")
		}},
		{id: "DURATION", state: Warn, gen: GenO, name: "seconds", env: func(env *vars) { env.set("AUTH_SESSION_TOTAL_DURATION_MS", "1209600") }, says: "1209600 looks like seconds"},
		{id: "DURATION", state: Warn, gen: GenO, name: "short", env: func(env *vars) { env.set("AUTH_SESSION_INACTIVE_DURATION_MS", "120000") }, says: "5 minutes"},
		{id: "DURATION", state: Warn, gen: GenO, name: "inactive over total", env: func(env *vars) { env.set("AUTH_SESSION_TOTAL_DURATION_MS", "604800000") }, says: "inactive for longer"},
		{id: "DURATION", state: Fail, gen: GenO, name: "no number", env: func(env *vars) { env.set("AUTH_SESSION_TOTAL_DURATION_MS", "30d") }, says: "Not a number"},
		{id: "DURATION", state: Fail, gen: GenO, name: "nothing", env: func(env *vars) { env.set("AUTH_SESSION_TOTAL_DURATION_MS", "0") }, says: "no length"},

		{id: "ENV-MISSING", state: NotApplicable, gen: GenO, name: "another library", in: func(in *Input) {
			withoutPackages(in)
			in.Generation = GenOther
			in.Code, in.Callbacks, in.Storage, in.Refresh = Code{}, nil, nil, nil
		}},
	}
}

// namesOnly puts a list of names in the place of the values.
func namesOnly(names ...string) func(*Input) {
	return func(in *Input) {
		in.Prod = envOf("$ npx convex env list --prod --names-only\n" + strings.Join(names, "\n") + "\nAUTH_GITHUB_ID\nAUTH_GITHUB_SECRET\n")
	}
}

func TestLevenshtein(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"JWKS", "JWKS", 0}, {"JWKSS", "JWKS", 1}, {"JWT_PRIVATEKEY", "JWT_PRIVATE_KEY", 1}, {"SITE_ULR", "SITE_URL", 2}, {"A", "ABCDEF", 3}} {
		if got := levenshtein(test.a, test.b, 2); got != test.want {
			t.Errorf("%s and %s: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
