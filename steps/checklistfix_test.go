package steps_test

import (
	"slices"
	"strings"
	"testing"

	"convex-auth-doctor/steps/deploy"
	"convex-auth-doctor/steps/deploy/deploytest"
)

// A page never hands out the value that was just refused: the values that fill it are corrected, or left to the person.
func TestFixHandsOutNoFault(t *testing.T) {
	ab, cd := strings.TrimSuffix(strings.Repeat("AB:", 32), ":"), strings.TrimSuffix(strings.Repeat("CD:", 32), ":")
	for _, test := range []struct {
		variable, value string
		never           string // in the values of the page
		want            map[string]string
		command         string
	}{
		{"SECURITY_CONTACT", "security@example.com", " security@example.com", map[string]string{"security_contact": "mailto:security@example.com"}, "npx convex env set --prod SECURITY_CONTACT mailto:security@example.com"},
		{"SECURITY_CONTACT", "ask us", "ask us", nil, ""},
		{"ANDROID_APP_LINKS", "com.example.app:" + ab + ":" + cd, ab + ":" + cd, map[string]string{"android_links": "com.example.app:" + ab + ";com.example.app:" + cd, "asset_links_file": linksFile("com.example.app", ab, cd)},
			"npx convex env set --prod ANDROID_APP_LINKS 'com.example.app:" + ab + ";com.example.app:" + cd + "'"},
		{"ANDROID_APP_LINKS", "com.example.app:" + ab + ":" + cd + ",com.other", "com.other", map[string]string{"asset_links_file": strings.TrimSuffix(linksFile("com.example.app", ab, cd), "\n]") + "," + strings.TrimPrefix(linksFile("<package name>", "<SHA-256>"), "[")}, ""},
		{"ANDROID_APP_LINKS", "com.example.app:" + ab + ",com.example.app:" + cd, ",com", map[string]string{"asset_links_file": linksFile("com.example.app", ab, cd)},
			"npx convex env set --prod ANDROID_APP_LINKS 'com.example.app:" + ab + ";com.example.app:" + cd + "'"},
		{"ANDROID_APP_LINKS", "com.example.app:" + ab[:59], ab[:59], nil, ""},
		{"IOS_APP_IDS", "teamid1234.com.example.app", "teamid", nil, ""},
		{"CHANGE_PASSWORD_URL", "http://app.example.com/password", "http://app", nil, ""},
	} {
		t.Run(test.variable+"="+test.value, func(t *testing.T) {
			s := newSession()
			s.Take([]byte(deploytest.Healthy(deploy.GenA2).Set(test.variable, test.value).Text()), "pasted")
			result := s.Result()
			if result.Cause == nil {
				t.Fatal("no cause")
			}
			for _, finding := range result.Findings {
				for name, value := range finding.Values {
					if strings.Contains(" "+value, test.never) {
						t.Errorf("%s is %s", name, value)
					}
					delete(test.want, nameIfEqual(name, value, test.want))
				}
			}
			if len(test.want) > 0 {
				t.Errorf("not among the values of the page: %v", test.want)
			}
			given := test.command == ""
			for _, row := range s.Checklist().Rows {
				given = given || row.State == deploy.Fail && row.Fix != nil && slices.Contains(row.Fix.Commands, test.command)
			}
			if !given {
				t.Errorf("no row gives %s", test.command)
			}
		})
	}
}

// linksFile is a statement for a package with its fingerprints, as a file shows it.
func linksFile(name string, prints ...string) string {
	return "[\n  {\n    \"relation\": [\n      \"delegate_permission/common.get_login_creds\",\n      \"delegate_permission/common.handle_all_urls\"\n    ],\n" +
		"    \"target\": {\n      \"namespace\": \"android_app\",\n      \"package_name\": \"" + name + "\",\n      \"sha256_cert_fingerprints\": [\n        \"" +
		strings.Join(prints, "\",\n        \"") + "\"\n      ]\n    }\n  }\n]"
}

func nameIfEqual(name, value string, want map[string]string) string {
	if want[name] == value {
		return name
	}
	return ""
}

// The fix in the text of check is whole, and holds no placeholder for what the list shows.
func TestFixInText(t *testing.T) {
	for name, test := range map[string]struct {
		change      func(*deploytest.List)
		paste       string
		want, never []string
	}{
		"swapped": {change: func(l *deploytest.List) {
			l.Set("AUTH_GITHUB_ID", "e73a8e2c1c129171dc7ad37ae83829b6ca412eca").Set("AUTH_GITHUB_SECRET", "Ov23liAbCdEfGhIjKlMn")
		}, want: []string{"env set --prod AUTH_GITHUB_ID\n", "env set --prod AUTH_GITHUB_SECRET\n"}},
		"a secret for browsers": {change: func(l *deploytest.List) { l.Set("NEXT_PUBLIC_CLERK_SECRET_KEY", "sk_live_"+strings.Repeat("a1B2", 10)) },
			want: []string{"env remove --prod NEXT_PUBLIC_CLERK_SECRET_KEY", "make the secret anew"}},
		"two keys": {change: func(l *deploytest.List) {
			one, two := deploytest.PairOf(deploy.GenA2, 0).JWKS, deploytest.PairOf(deploy.GenA2, 1).JWKS
			l.Set("JWKS", strings.TrimSuffix(one, "]}")+","+strings.TrimPrefix(two, `{"keys":[`))
		}, want: []string{"npx @robelest/convex-auth keys --prod"}, never: []string{"<kid", "npx convex-auth", "<JWKS URL>"}},
		"a key that is cut off": {change: func(l *deploytest.List) { l.Set("JWT_PRIVATE_KEY", "-----BEGIN PRIVATE KEY-----") },
			want: []string{"fix        npx @robelest/convex-auth keys --prod"}, never: []string{"fix        npx convex env set --prod JWT_PRIVATE_KEY --from-file"}},
		"another issuer": {change: func(*deploytest.List) {},
			paste: "$ curl -i https://happy-otter-123.convex.site/auth/.well-known/openid-configuration\nHTTP/2 200\ncontent-type: application/json\n\n" +
				`{"issuer":"https://happy-otter-123.convex.site","jwks_uri":"https://happy-otter-123.convex.site/auth/.well-known/jwks.json"}` + "\n",
			want: []string{"https://happy-otter-123.convex.site/auth/.well-known/openid-configuration"}, never: []string{"<iss of your token>"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSession()
			list := deploytest.Healthy(deploy.GenA2)
			test.change(list)
			s.Take([]byte(list.Text()), "pasted")
			if test.paste != "" {
				s.Take([]byte(test.paste), "pasted")
			}
			text := strings.Join(s.Checklist().Text(), "\n") + "\n"
			if cause := s.Result().Cause; cause != nil {
				text += cause.Section("Fix")
			}
			for _, one := range test.want {
				if !strings.Contains(text, one) {
					t.Errorf("%q is not there", one)
				}
			}
			for _, one := range test.never {
				if strings.Contains(text, one) {
					t.Errorf("%q is there", one)
				}
			}
			if t.Failed() {
				t.Log(text)
			}
		})
	}
}

// A headline names what it is about: the sentence of a row stands alone there.
func TestHeadlineNamesItsSubject(t *testing.T) {
	for _, test := range []struct{ variable, value, want string }{
		{"AUTH_GITHUB_ID", "your-github-id", "AUTH_GITHUB_ID"},
	} {
		s := newSession()
		s.Take([]byte(deploytest.Healthy(deploy.GenA2).Set(test.variable, test.value).Text()), "pasted")
		if cause := s.Result().Cause; cause == nil || !strings.Contains(cause.Sentence, test.want) {
			t.Errorf("%s=%s: %+v", test.variable, test.value, cause)
		}
		if text := strings.Join(s.Checklist().Text(), "\n"); strings.Contains(text, test.want+": "+test.want) {
			t.Errorf("the name stands twice: %s", text)
		}
	}
	s := newSession()
	s.Take([]byte(deploytest.Healthy(deploy.GenA2).Drop("JWKS").Text()), "pasted")
	if text := strings.Join(s.Checklist().Text(), "\n"); !strings.Contains(text, "JWKS is missing: ") {
		t.Error(text)
	}
}
