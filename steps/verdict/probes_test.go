package verdict

import (
	"strings"
	"testing"
)

func TestProbesHoldNoToken(t *testing.T) {
	for _, made := range probedApps(t) {
		request := made.request()
		token := request.Token.Reveal()
		answer := Decide(request)
		probes := Probes(request, answer, "https://happy-otter-123.convex.cloud")
		if len(probes) == 0 {
			t.Errorf("no probe for %s", answer.likely().Reason)
		}
		seen := map[string]bool{}
		for _, probe := range probes {
			if probe.ID == "" || probe.Text == "" || probe.Settles == "" || probe.Title == "" {
				t.Errorf("%s: %+v is not whole", answer.likely().Reason, probe)
			}
			if seen[probe.ID] {
				t.Errorf("%s: %s stands twice", answer.likely().Reason, probe.ID)
			}
			seen[probe.ID] = true
			for _, part := range strings.Split(token, ".") {
				if len(part) > 8 && strings.Contains(probe.Text+probe.Settles, part) {
					t.Errorf("%s: the probe %s holds a part of the token", answer.likely().Reason, probe.ID)
				}
			}
		}
	}
}

func probedApps(t *testing.T) []*app {
	var all []*app
	with := func(made *app, change func(*app)) {
		change(made)
		all = append(all, made)
	}
	with(oidcApp(t, RS256), func(*app) {})
	with(oidcApp(t, RS256), func(made *app) { made.unseen, made.documents = true, nil })
	with(customApp(t, RS256), func(made *app) { made.unseen, made.documents = true, nil })
	with(oidcApp(t, RS256), func(made *app) { made.providers = "[]" })
	with(oidcApp(t, RS256), func(made *app) { made.providers = "[{}]" })
	with(oidcApp(t, RS256), func(made *app) { made.documents = nil })
	with(oidcApp(t, RS256), func(made *app) { made.header = `{"alg":"RS256","kid":"x"}` })
	with(oidcApp(t, RS256), func(made *app) { made.header = `{"alg":"RS256","typ":"x"}` })
	with(customApp(t, RS256), func(made *app) { made.header = `{}` })
	with(customApp(t, RS256), func(made *app) { made.now += 10000 })
	with(customApp(t, RS256), func(made *app) { made.token = "abc" })
	with(customApp(t, RS256), func(made *app) { made.payload = "{}" })
	with(customApp(t, RS256), func(made *app) { made.documents[testJWKS] = Document{Status: 404} })
	return all
}

func TestProbesNameTheDocument(t *testing.T) {
	made := oidcApp(t, RS256)
	made.unseen, made.documents = true, nil
	request := made.request()
	want := testIssuer + "/.well-known/openid-configuration"
	for _, probe := range Probes(request, Decide(request), "") {
		if probe.Kind == InBrowser && probe.Text == want && probe.Rival == RivalDocument {
			return
		}
	}
	t.Errorf("no probe opens %s", want)
}

func TestShellQuote(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"https://a.convex.cloud/api/query", "https://a.convex.cloud/api/query"},
		{"https://a.com/?a=b&c", "'https://a.com/?a=b&c'"},
		{"https://a.com/'; rm -rf ~", `'https://a.com/'\''; rm -rf ~'`},
		{"$(x)", "'$(x)'"},
		{"https://a.com/\x1b[31m\n", "https://a.com/"},
	} {
		if got := shellQuote(c.text); got != c.want {
			t.Errorf("shellQuote(%q) = %s, want %s", c.text, got, c.want)
		}
	}
}
