package deploy

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/secret"
)

const (
	aasaBody  = `{"webcredentials":{"apps":["ABCDE12345.com.example.app"]},"applinks":{"details":[{"appIDs":["ABCDE12345.com.example.app"],"components":[{"/":"/auth/*"}]}]}}`
	linksBody = `[{"relation":["delegate_permission/common.handle_all_urls"],"target":{"namespace":"android_app","package_name":"com.example.app","sha256_cert_fingerprints":["AA"]}}]`
	discBody  = `{"issuer":"https://happy-animal-123.convex.site/auth","jwks_uri":"https://happy-animal-123.convex.site/auth/.well-known/jwks.json"}`
)

func TestReadDocuments(t *testing.T) {
	const head = "HTTP/2 200\ncontent-type: application/json\n\n"
	for _, test := range []struct {
		name string
		text string
		hint wellknown.Kind
		want []string // as Summary says them
	}{
		{"nothing", "", "", nil},
		{"prose", "I get HTTP/2 404 for https://app.example.com/.well-known/webauthn", "", nil},
		{"a body alone", aasaBody, "", []string{"answer · apple-app-site-association · body only"}},
		{"statement list", linksBody, "", []string{"answer · assetlinks.json · body only"}},
		{"a statement without the list", linksBody[1 : len(linksBody)-1], "", []string{"answer · assetlinks.json · body only"}},
		{"related origins", `{"origins":["https://a.example"]}`, "", []string{"answer · webauthn · body only"}},
		{"origins among other members", `{"origins":["https://a.example"],"name":"x"}`, "", nil},
		{"passkey endpoints", `{"enroll":"https://a.example/p"}`, "", []string{"answer · passkey-endpoints · body only"}},
		{"security.txt", "# hello\nContact: mailto:a@example.com\nExpires: 2027-01-01T00:00:00Z\n", "", []string{"answer · security.txt · body only"}},
		{"fields of something else", "Contact: the office\nName: value\n", "", nil},
		{"other JSON", `{"keys":[]}`, "", nil},
		{"headers and a body", head + aasaBody, "", []string{"answer · apple-app-site-association · status 200"}},
		{"the command above", "$ curl -i https://app.example.com/.well-known/apple-app-site-association\n" + head + aasaBody, "", []string{"answer · apple-app-site-association · status 200 · app.example.com"}},
		{"the body below its command", "$ curl https://app.example.com/.well-known/webauthn\n{\"origins\":[]}", "", []string{"answer · webauthn · body only · app.example.com"}},
		{"a command without an answer", "curl -i https://app.example.com/.well-known/webauthn", "", nil},
		{"a redirect", "curl -i https://app.example.com/.well-known/change-password\nHTTP/2 302\nlocation: /settings\n\n", "", []string{"answer · change-password · status 302 · app.example.com"}},
		{"a redirect that does not say what it is", "HTTP/2 302\nlocation: /settings\n\n", "", nil},
		{"the page says what it is", "HTTP/2 302\nlocation: /settings\n\n", wellknown.ChangePassword, []string{"answer · change-password · status 302"}},
		{"a page in its place", "curl -i https://app.example.com/.well-known/assetlinks.json\nHTTP/2 200\ncontent-type: text/html\n\n<!doctype html><p>" + linksBody, "", []string{"answer · assetlinks.json · status 200 · app.example.com"}},
		{"two answers", "$ curl -i https://app.example.com/.well-known/webauthn\n" + head + `{"origins":[]}` + "\n$ curl -i https://app.example.com/.well-known/security.txt\nHTTP/2 404\n\n", "",
			[]string{"answer · webauthn · status 200 · app.example.com", "answer · security.txt · status 404 · app.example.com"}},
		{"no answer", "$ curl -i https://app.example.com/.well-known/webauthn\ncurl: (60) SSL certificate problem: certificate has expired\n", "", []string{"answer · webauthn · no answer · app.example.com"}},
		{"Apple's copy", "$ curl -i https://app-site-association.cdn-apple.com/a/v1/app.example.com\n" + head + aasaBody, "", []string{"answer · apple-app-site-association · status 200 · app-site-association.cdn-apple.com"}},
		{"a discovery document of a deployment", head + discBody, "", []string{"answer · openid-configuration · status 200 · happy-animal-123.convex.site"}},
		{"one of another issuer", head + `{"issuer":"https://clerk.example.com","jwks_uri":"https://clerk.example.com/.well-known/jwks.json"}`, "", nil},
		{"a key set of another issuer", "curl -i https://clerk.example.com/.well-known/jwks.json\n" + head + `{"keys":[]}`, "", nil},
		{"a key set of a deployment", "curl -i https://happy-animal-123.convex.site/.well-known/jwks.json\n" + head + `{"keys":[]}`, "", []string{"answer · jwks.json · status 200 · happy-animal-123.convex.site"}},
		{"the start of a sign-in", "curl -i https://happy-animal-123.convex.site/api/auth/signin/github\nHTTP/2 302\nlocation: https://github.com/login/oauth/authorize?client_id=a&state=b\n\n", "", []string{"answer · start of a sign-in · status 302 · happy-animal-123.convex.site"}},
		{"the app's page", "curl -iL https://app.example.com/\nHTTP/2 308\nlocation: https://www.app.example.com/\n\n", "", []string{"answer · the app's page · status 308 · app.example.com"}},
		{"another page", "curl -i https://app.example.com/login\nHTTP/2 200\n\nhello", "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, document := range ReadDocuments([]byte(test.text), test.hint, &secret.Registry{}) {
				got = append(got, document.Summary())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What may hold a secret is not kept: cookies, queries, private members, the text of pages.
func TestReadDocumentsKeepsNoSecret(t *testing.T) {
	registry := &secret.Registry{}
	hidden := random(40)
	known := registry.Take(secret.ClientSecret, random(32)).Reveal()
	for _, text := range []string{
		"curl -i 'https://app.example.com/.well-known/webauthn?key=" + hidden + "'\nHTTP/2 200\nset-cookie: s=" + hidden + "\nx-debug: " + hidden + "\n\n{\"origins\":[]}",
		"curl -i https://user:" + hidden + "@app.example.com/.well-known/webauthn\nHTTP/2 200\n\n{\"origins\":[]}",
		"curl -i https://happy-animal-123.convex.site/.well-known/jwks.json\nHTTP/2 200\n\n{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"a\",\"d\":\"" + hidden + "\"}]}",
		"curl -i https://app.example.com/.well-known/webauthn\nHTTP/2 200\ncontent-type: text/html\n\n<html>" + hidden,
		"curl -i https://happy-animal-123.convex.site/api/auth/signin/github\nHTTP/2 302\nlocation: https://github.com/x?client_id=a&state=" + hidden + "\n\n",
		"curl -i https://app.example.com/\nHTTP/2 200\n\n" + hidden,
		"HTTP/2 200\n\n{\"origins\":[\"" + known + "\"]}",
	} {
		documents := ReadDocuments([]byte(text), "", registry)
		if len(documents) != 1 {
			t.Errorf("%d documents, want one: %.60q", len(documents), strings.ReplaceAll(text, hidden, "…"))
		}
		if kept := fmt.Sprintf("%+v %s", documents, documents[0].Exchange.Body); strings.Contains(kept, hidden) || strings.Contains(kept, known) {
			t.Errorf("a secret is kept of %.60q", strings.ReplaceAll(strings.ReplaceAll(text, hidden, "…"), known, "…"))
		}
	}
}

func TestReadCallbacks(t *testing.T) {
	const right = "https://happy-animal-123.convex.site/api/auth/callback/github"
	for _, test := range []struct {
		name, text string
		want       []Callback
	}{
		{"one address", right, []Callback{{"github", right}}},
		{"with the console's label", "Authorization callback URL\n" + right + "\n", []Callback{{"github", right}}},
		{"Google's list", "Authorized redirect URIs\nURIs 1\n" + right + "\nURIs 2\nhttp://localhost:3000/api/auth/callback/google\n", []Callback{{"github", right}, {"google", "http://localhost:3000/api/auth/callback/google"}}},
		{"without a scheme", "happy-animal-123.convex.site/auth/callback/google", []Callback{{"google", "happy-animal-123.convex.site/auth/callback/google"}}},
		{"a slash behind it", right + "/", []Callback{{"github", right + "/"}}},
		{"a slip in the id", right[:len(right)-6] + "gihub", []Callback{{"gihub", right[:len(right)-6] + "gihub"}}},
		{"a slip in the path", "https://happy-animal-123.convex.site/api/auth/calback/github", []Callback{{"github", "https://happy-animal-123.convex.site/api/auth/calback/github"}}},
		{"the start of a sign-in", "https://happy-animal-123.convex.site/api/auth/signin/github", []Callback{{"github", "https://happy-animal-123.convex.site/api/auth/signin/github"}}},
		{"a label before it", "Authorization callback URL: " + right, []Callback{{"github", right}}},
		{"a label and quotes", "Redirect URI \"" + right + "\"", []Callback{{"github", right}}},
		{"a list", "- " + right + "\n2) http://localhost:3000/auth/callback/google", []Callback{{"github", right}, {"google", "http://localhost:3000/auth/callback/google"}}},
		{"a label of an error before it", "redirect_uri_mismatch: " + right, nil},
		{"a page of the app", "https://app.example.com/signin/github", nil},
		{"a word like it", "https://app.example.com/fallback/github", nil},
		{"an error that quotes it", "Error 400: redirect_uri_mismatch\n" + right, nil},
		{"within a sentence", "I registered " + right, nil},
		{"another address", "https://app.example.com/settings", nil},
		{"nothing", "", nil},
		{"no text", "\xff\xfe/callback/", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, ReadCallbacks([]byte(test.text))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadCode(t *testing.T) {
	code, ok := ReadCode([]byte("import { convexAuth } from \"@convex-dev/auth/server\";\nexport const { auth, signIn, signOut, store } = convexAuth({ providers: [] });\n"))
	if diff := cmp.Diff([]string{"auth", "signIn", "signOut", "store"}, code.AuthExports); !ok || diff != "" {
		t.Errorf("auth.ts: %v %s", ok, diff)
	}
	router, ok := ReadCode([]byte("const http = httpRouter();\nauth.addHttpRoutes(http);\nexport default http;\n"))
	if !ok || router.RouterExists != Yes || router.RouterAdds != Yes || router.RouterDefault != Yes {
		t.Errorf("http.ts: %+v", router)
	}
	if both := code.With(router); !both.AuthExportsSeen || both.RouterAdds != Yes {
		t.Errorf("both: %+v", both)
	}
	if path, _ := ReadCode([]byte(`export default defineAuth({ path: "/login", providers: [] })`)); path.AuthPath != "/login" {
		t.Errorf("path %q", path.AuthPath)
	}
	if _, ok := ReadCode([]byte("hello")); ok {
		t.Error("prose is taken for source")
	}
}

func FuzzReadDocuments(f *testing.F) {
	f.Add("curl -i https://app.example.com/.well-known/webauthn\nHTTP/2 200\n\n{\"origins\":[]}", "")
	f.Add(aasaBody, "assetlinks.json")
	f.Add("Contact: mailto:a@example.com\nExpires: x\n", "")
	f.Fuzz(func(t *testing.T, text, hint string) {
		registry := &secret.Registry{}
		documents := ReadDocuments([]byte(text), wellknown.Kind(hint), registry)
		_ = ReadCallbacks([]byte(text))
		_, _ = ReadCode([]byte(text))
		for _, row := range Checklist(Input{Now: testNow, Documents: documents}) {
			if row.State == "" || strings.ContainsAny(row.Sentence+row.Actual, "\x1b\n\x00") {
				t.Errorf("%s: no state, or a control character", row.ID)
			}
		}
	})
}
