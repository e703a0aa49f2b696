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
		{"ANDROID_APP_LINKS", "com.example.app:" + ab + ":" + cd, ab + ":" + cd, map[string]string{"android_fingerprint": ab, "android_links": "com.example.app:" + ab + ";com.example.app:" + cd},
			"npx convex env set --prod ANDROID_APP_LINKS 'com.example.app:" + ab + ";com.example.app:" + cd + "'"},
		{"ANDROID_APP_LINKS", "com.example.app:" + ab + ":" + cd + ",com.other", "com.other", map[string]string{"android_fingerprint": ab}, ""},
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

func nameIfEqual(name, value string, want map[string]string) string {
	if want[name] == value {
		return name
	}
	return ""
}
