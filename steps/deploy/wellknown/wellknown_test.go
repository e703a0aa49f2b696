package wellknown

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"convex-auth-doctor/steps/deploy/response"
)

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// codes lists problems as "fail merged".
func codes(problems []Problem) []string {
	var all []string
	for _, one := range problems {
		all = append(all, []string{"note", "warn", "fail"}[one.Level]+" "+one.Code)
	}
	return all
}

func fingerprint(first string) string { return first + strings.Repeat(":1F", 31) }

func TestKindOf(t *testing.T) {
	for address, want := range map[string]Kind{
		"https://a.test/.well-known/apple-app-site-association":      AASA,
		"https://a.test/apple-app-site-association":                  AASA,
		"https://a.test/.well-known/apple-app-site-association.json": AASA,
		"https://a.test/.well-known/assetlinks.json":                 AssetLinks,
		"https://a.test/auth/.well-known/openid-configuration":       OpenID,
		"https://a.test/.well-known/jwks.json?x=1":                   JWKS,
		"https://a.test/.well-known/webauthn/":                       RelatedOrigins,
		"https://a.test/security.txt":                                SecurityTxt,
		"https://a.test" + Probe.Path():                              Probe,
		"https://a.test/settings/change-password":                    Unknown,
		"https://a.test/":  Unknown,
		"::not an address": Unknown,
	} {
		if got := KindOf(address); got != want {
			t.Errorf("KindOf(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestBuild(t *testing.T) {
	day := "2026-11-22T12:00:00.000Z"
	for _, test := range []struct {
		name     string
		build    func(Settings) Built
		settings Settings
		want     Built
	}{
		{"AASA", BuildAASA, Settings{IOSApps: " ABCDE12345.com.example.app , "},
			Built{Status: 200, ContentType: "application/json", Body: `{"applinks":{"details":[{"appIDs":["ABCDE12345.com.example.app"],"components":[{"/":"/auth/*"},{"/":"/callback/*"}]}]},"webcredentials":{"apps":["ABCDE12345.com.example.app"]}}`}},
		{"AASA with paths", BuildAASA, Settings{IOSApps: "ABC.x,ABCDE12345.com.example.app", IOSPaths: "/a/*,b"},
			Built{Status: 200, ContentType: "application/json", Body: `{"applinks":{"details":[{"appIDs":["ABC.x","ABCDE12345.com.example.app"],"components":[{"/":"/a/*"},{"/":"b"}]}]},"webcredentials":{"apps":["ABC.x","ABCDE12345.com.example.app"]}}`,
				Dropped: []Dropped{{1, "ABC.x", "Apple wants a 10-character App ID prefix, a full stop and the bundle id"}, {2, "b", "a path pattern without a leading slash never matches"}}}},
		{"AASA unset", BuildAASA, Settings{IOSApps: " , "}, Built{Status: 404}},
		{"assetlinks", BuildAssetLinks, Settings{Android: "com.example.app:" + fingerprint("AB")},
			Built{Status: 200, ContentType: "application/json", Body: `[{"relation":["delegate_permission/common.get_login_creds","delegate_permission/common.handle_all_urls"],"target":{"namespace":"android_app","package_name":"com.example.app","sha256_cert_fingerprints":["` + fingerprint("AB") + `"]}}]`}},
		{"assetlinks, all entries dropped", BuildAssetLinks, Settings{Android: "com.example.app; :AB"},
			Built{Status: 404, Dropped: []Dropped{{1, "com.example.app", "no “:” between package and fingerprint"}, {2, ":AB", "the package or the fingerprint is empty"}}}},
		{"change-password", BuildChangePassword, Settings{ChangeURL: "https://a.test/settings"}, Built{Status: 302, Location: "https://a.test/settings"}},
		{"change-password unset", BuildChangePassword, Settings{}, Built{Status: 404}},
		{"webauthn A, alternative origins win", BuildRelatedOrigins, Settings{Library: LibraryA, AltOrigins: "https://a.example/, https://b.example", Secondary: "https://c.example"},
			Built{Status: 200, ContentType: "application/json", Body: `{"origins":["https://a.example/","https://b.example"]}`}},
		{"webauthn A, secondary loses one slash", BuildRelatedOrigins, Settings{Library: LibraryA, Secondary: "https://c.example//"},
			Built{Status: 200, ContentType: "application/json", Body: `{"origins":["https://c.example/"]}`}},
		{"webauthn A, an entry that browsers skip", BuildRelatedOrigins, Settings{Library: LibraryA, AltOrigins: "c.example"},
			Built{Status: 200, ContentType: "application/json", Body: `{"origins":["c.example"]}`, Dropped: []Dropped{{1, "c.example", "this is no URL, perhaps for want of https://; browsers skip it"}}}},
		{"webauthn B", BuildRelatedOrigins, Settings{Library: LibraryB, App: "https://app.example.com/", AltOrigins: "https://b.example"},
			Built{Status: 200, ContentType: "application/json", Body: `{"origins":["https://app.example.com"]}`}},
		{"security.txt", BuildSecurityTxt, Settings{Contact: "mailto:a@example.com", Days: "1", Now: now},
			Built{Status: 200, ContentType: "text/plain; charset=utf-8", Body: "Contact: mailto:a@example.com\nExpires: " + day + "\n"}},
		{"security.txt, no number", BuildSecurityTxt, Settings{Contact: "x", Days: "30d", Now: now},
			Built{Status: 500, Dropped: []Dropped{{1, "30d", "this is no number, and the library throws"}}}},
		{"security.txt, out of range", BuildSecurityTxt, Settings{Contact: "x", Days: "1e9", Now: now},
			Built{Status: 500, Dropped: []Dropped{{1, "1e9", "the date is out of range, and the library throws"}}}},
	} {
		if diff := cmp.Diff(test.want, test.build(test.settings)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// What the library builds of good variables has no fault in the eyes of the checks.
func TestBuiltDocumentsPass(t *testing.T) {
	settings := Settings{Library: LibraryA, App: "https://app.example.com", AltOrigins: "https://other.example", IOSApps: "ABCDE12345.com.example.app",
		Android: "com.example.app:" + fingerprint("AB"), ChangeURL: "https://app.example.com/settings", Contact: "mailto:a@example.com", Days: "180", Now: now}
	for name, problems := range map[string][]Problem{
		"AASA":       CheckAASA([]byte(BuildAASA(settings).Body)),
		"assetlinks": CheckAssetLinks([]byte(BuildAssetLinks(settings).Body)),
		"webauthn":   CheckRelatedOrigins([]byte(BuildRelatedOrigins(settings).Body), "app.example.com"),
	} {
		if len(problems) > 0 {
			t.Errorf("%s: %v", name, codes(problems))
		}
	}
	want := []string{"warn no_canonical", "note no_encryption", "warn not_signed"}
	if diff := cmp.Diff(want, codes(CheckSecurityTxt([]byte(BuildSecurityTxt(settings).Body), "", now))); diff != "" {
		t.Errorf("security.txt (-want +got):\n%s", diff)
	}
}

func TestReachOf(t *testing.T) {
	for _, test := range []struct {
		kind Kind
		text string
		want Reach
	}{
		{AASA, "HTTP/2 200\ncontent-type: application/json\n\n{}", Served},
		{AASA, "{}", Unasked},
		{AASA, "<!doctype html>", Fallback},
		{AASA, "HTTP/2 200\ncontent-type: text/html\n\n<!doctype html>", Fallback},
		{ChangePassword, "HTTP/2 200\ncontent-type: text/html\n\n<!doctype html>", Served},
		{AASA, "HTTP/2 404\ndate: x\n\n", NotConfigured},
		{AASA, "HTTP/2 404\nconvex-usher: x\n\n", ForwardedHost},
		{AASA, "HTTP/2 404\nconvex-usher: x\ncontent-type: text/plain\ncontent-length: 0\n\n", NotConfigured},
		{AASA, "HTTP/2 404\ncontent-type: text/html\n\n<html>not found</html>", FromFrontend},
		{OpenID, "HTTP/2 404\ncontent-type: text/plain\n\nNo matching routes found", NoRoute},
		{OpenID, "No matching routes found", NoRoute},
		{OpenID, "This Convex deployment does not have HTTP actions enabled.", NoHTTPActions},
		{AASA, "HTTP/2 403\n\n", Refused},
		{AASA, "HTTP/2 500\n\n", Broken},
		{AASA, "HTTP/2 429\n\n", OtherwiseGone},
		{AASA, "curl: (60) SSL certificate problem", Unreachable},
	} {
		if got := ReachOf(test.kind, response.Parse([]byte(test.text))); got != test.want {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
}

func TestCheckAASA(t *testing.T) {
	const id = `"ABCDE12345.com.example.app"`
	for _, test := range []struct {
		body string
		want []string
	}{
		{`{"webcredentials":{"apps":[` + id + `]}}`, nil},
		{`{"applinks":{"details":[{"appIDs":[` + id + `],"components":[{"/":"/auth/*"}]}]},"webcredentials":{"apps":[` + id + `]}}`, nil},
		{`{"applinks":{"details":[]}}`, []string{"fail webcredentials"}},
		{`{"webcredentials":{"apps":[]}}`, []string{"fail webcredentials"}},
		{`{"webcredentials":{"apps":"x"}}`, []string{"fail webcredentials"}},
		{`{"webcredentials":{"apps":["ABC123DEF.com.example.app"]}}`, []string{"warn team-id"}},
		{`{"webcredentials":{"apps":["abcde12345.com.example.app"]}}`, []string{"fail app-id"}},
		{`{"webcredentials":{"apps":["com example"]}}`, []string{"fail app-id"}},
		{`{"webcredentials":{"apps":["ABCDE12345.com.example.*"]}}`, []string{"fail app-id"}},
		{`{"webcredentials":{"apps":[1]}}`, []string{"fail app-id"}},
		{`{"webcredentials":{"apps":[` + id + `]},"applinks":{"apps":[],"details":[{"appID":"x","paths":["/a"]}]}}`, []string{"warn legacy", "warn legacy"}},
		{`{"webcredentials":{"apps":[` + id + `]},"applinks":{"details":{"x":{}}}}`, []string{"warn legacy"}},
		{`{"webcredentials":{"apps":[` + id + `]},"applinks":{"details":3}}`, []string{"fail applinks"}},
		{`{"webcredentials":{"apps":[` + id + `]},"applinks":{"details":[{"components":[{"/":"auth"},{"/":"/*"},{"#":"x"}]}]}}`, []string{"fail component", "warn swallow"}},
		{`[]`, []string{"fail json"}},
		{`{"webcredentials":`, []string{"fail json"}},
		{``, []string{"fail json"}},
		{`null`, []string{"fail json"}},
		{`{"webcredentials":{"apps":[` + id + `]},"x":"` + strings.Repeat("a", appleMaxBytes) + `"}`, []string{"fail size"}},
	} {
		if diff := cmp.Diff(test.want, codes(CheckAASA([]byte(test.body)))); diff != "" {
			t.Errorf("%.80s (-want +got):\n%s", test.body, diff)
		}
	}
}

func TestCheckTransport(t *testing.T) {
	type check = func(response.Exchange) []Problem
	for _, test := range []struct {
		name  string
		check check
		text  string
		want  []string
	}{
		{"AASA fine", CheckAASATransport, "HTTP/2 200\ncontent-type: application/json\n\n{}", nil},
		{"AASA type", CheckAASATransport, "HTTP/2 200\ncontent-type: application/octet-stream\n\n{}", []string{"warn content-type"}},
		{"AASA without a type", CheckAASATransport, "HTTP/2 200\n\n{}", []string{"warn content-type"}},
		{"AASA redirect", CheckAASATransport, "HTTP/2 308\nlocation: https://www.a.test/\n\n", []string{"fail redirect"}},
		{"AASA .json", CheckAASATransport, "$ curl -i https://a.test/.well-known/apple-app-site-association.json\nHTTP/2 200\ncontent-type: application/json\n\n{}", []string{"fail extension"}},
		{"AASA too long", CheckAASATransport, "HTTP/2 200\ncontent-type: application/json\n\n" + strings.Repeat("a", appleMaxBytes+1), []string{"fail size"}},
		{"AASA http to https is for people", CheckAASATransport, "$ curl -iL http://a.test/.well-known/apple-app-site-association\nHTTP/1.1 301 x\nLocation: https://a.test/.well-known/apple-app-site-association\n\nHTTP/2 200\ncontent-type: application/json\n\n{}", []string{"note http"}},
		{"AASA body alone", CheckAASATransport, "{}", nil},
		{"assetlinks with a charset", CheckAssetLinksTransport, "HTTP/2 200\ncontent-type: application/json; charset=utf-8\n\n[]", nil},
		{"assetlinks type", CheckAssetLinksTransport, "HTTP/2 200\ncontent-type: text/plain\n\n[]", []string{"fail content-type"}},
		{"assetlinks redirect", CheckAssetLinksTransport, "HTTP/2 301\nlocation: /x\n\n", []string{"fail redirect"}},
		{"assetlinks 203", CheckAssetLinksTransport, "HTTP/2 203\ncontent-type: application/json\n\n[]", []string{"fail status"}},
		{"webauthn redirect within https", CheckRelatedOriginsTransport, "$ curl -iL https://a.test/.well-known/webauthn\nHTTP/2 302\nlocation: /b\n\nHTTP/2 200\ncontent-type: application/json\n\n{}", nil},
		{"webauthn redirect to another host", CheckRelatedOriginsTransport, "$ curl -iL https://a.test/.well-known/webauthn\nHTTP/2 302\nlocation: https://b.test/\n\nHTTP/2 200\ncontent-type: application/json\n\n{}", []string{"warn redirect-origin"}},
		{"webauthn redirect to http", CheckRelatedOriginsTransport, "HTTP/2 302\nlocation: http://b.test/\n\nHTTP/2 200\ncontent-type: application/json\n\n{}", []string{"fail redirect-http"}},
		{"security.txt fine", CheckSecurityTxtTransport, "HTTP/2 200\ncontent-type: text/plain; charset=utf-8\n\nx", nil},
		{"security.txt type", CheckSecurityTxtTransport, "HTTP/2 200\ncontent-type: text/html\n\nx", []string{"fail invalid_media"}},
		{"security.txt no type", CheckSecurityTxtTransport, "HTTP/2 200\n\nx", []string{"fail no_content_type"}},
		{"security.txt charset", CheckSecurityTxtTransport, "HTTP/2 200\ncontent-type: text/plain; charset=iso-8859-1\n\nx", []string{"fail invalid_charset"}},
		{"security.txt at the root", CheckSecurityTxtTransport, "$ curl -i https://a.test/security.txt\nHTTP/2 200\ncontent-type: text/plain\n\nx", []string{"fail location"}},
		{"security.txt over http", CheckSecurityTxtTransport, "$ curl -i http://a.test/.well-known/security.txt\nHTTP/2 200\ncontent-type: text/plain\n\nx", []string{"fail invalid_uri_scheme"}},
		{"security.txt 404", CheckSecurityTxtTransport, "HTTP/2 404\n\n", []string{"fail no_security_txt"}},
		{"security.txt bad certificate", CheckSecurityTxtTransport, "curl: (60) SSL certificate problem", []string{"fail invalid_cert"}},
		{"key set type", CheckJWKSTransport, "HTTP/2 200\ncontent-type: application/jwk-set+json\n\n{}", nil},
		{"key set type with a blank (B 1.20)", CheckJWKSTransport, "HTTP/2 200\ncontent-type: application/json ; charset=utf-8\n\n{}", []string{"fail content-type"}},
		{"key set without a type", CheckJWKSTransport, "HTTP/2 200\n\n{}", nil},
		{"key set with a header outside ASCII (C11)", CheckJWKSTransport, "HTTP/2 200\nx-note: caf\u00e9\n\n{}", []string{"fail header"}},
		{"passkey-endpoints", CheckPasskeyEndpoints, "HTTP/2 200\ncontent-type: application/json\n\n{\"manage\":\"https://a.test/x\"}", nil},
		{"passkey-endpoints empty object", CheckPasskeyEndpoints, "HTTP/2 200\ncontent-type: application/json\n\n{}", nil},
		{"passkey-endpoints list", CheckPasskeyEndpoints, "HTTP/2 200\ncontent-type: application/json\n\n[]", []string{"fail json"}},
		{"passkey-endpoints http", CheckPasskeyEndpoints, "HTTP/2 200\ncontent-type: application/json\n\n{\"enroll\":\"http://a.test\"}", []string{"fail address"}},
		{"passkey-endpoints redirect", CheckPasskeyEndpoints, "HTTP/2 302\nlocation: /x\n\n", []string{"fail redirect"}},
		{"probe 404", CheckProbe, "HTTP/2 404\n\nx", nil},
		{"probe 200", CheckProbe, "HTTP/2 200\n\nx", []string{"fail ok"}},
		{"probe redirect to 200", CheckProbe, "HTTP/2 302\nlocation: /\n\nHTTP/2 200\n\nx", []string{"fail ok"}},
		{"probe redirect not followed", CheckProbe, "HTTP/2 302\nlocation: /\n\n", []string{"warn redirect"}},
		{"probe body alone", CheckProbe, "x", []string{"note headers"}},
	} {
		if diff := cmp.Diff(test.want, codes(test.check(response.Parse([]byte(test.text))))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestCheckAssetLinks(t *testing.T) {
	statement := func(relations, name, prints string) string {
		return `{"relation":[` + relations + `],"target":{"namespace":"android_app","package_name":"` + name + `","sha256_cert_fingerprints":[` + prints + `]}}`
	}
	const both = `"delegate_permission/common.handle_all_urls","delegate_permission/common.get_login_creds"`
	good := `"` + fingerprint("AB") + `"`
	for _, test := range []struct {
		name string
		body string
		want []string
	}{
		{"good", "[" + statement(both, "com.example.app", good) + "]", nil},
		{"the relations in two statements", "[" + statement(both[:44], "com.example.app", good) + "," + statement(both[45:], "com.example.app", good) + "]", nil},
		{"an object", statement(both, "com.example.app", good), []string{"fail array"}},
		{"no JSON", "[", []string{"fail array"}},
		{"null", "null", []string{"fail array"}},
		{"empty", "[]", []string{"fail empty"}},
		{"one relation", "[" + statement(both[:44], "com.example.app", good) + "]", []string{"warn relation-missing"}},
		{"small letters", "[" + statement(both, "com.example.app", strings.ToLower(good)) + "]", []string{"warn lower-case"}},
		{"SHA-1", "[" + statement(both, "com.example.app", `"`+strings.TrimSuffix(strings.Repeat("AB:", 20), ":")+`"`) + "]", []string{"fail sha1"}},
		{"two fingerprints in one", "[" + statement(both, "com.example.app", `"`+fingerprint("AB")+":"+fingerprint("CD")+`"`) + "]", []string{"fail merged"}},
		{"two entries with a comma", "[" + statement(both, "com.example.app", `"`+fingerprint("AB")+",com.b:"+fingerprint("CD")+`"`) + "]", []string{"fail merged"}},
		{"base64", "[" + statement(both, "com.example.app", `"q83vEjRWeJA="`) + "]", []string{"fail fingerprint"}},
		{"no fingerprint", "[" + statement(both, "com.example.app", "") + "]", []string{"fail fingerprint"}},
		{"package", "[" + statement(both, "app", good) + "]", []string{"fail package"}},
		{"no package", "[" + statement(both, "", good) + "]", []string{"fail package"}},
		{"relation form", "[" + statement(`"x"`, "com.example.app", good) + "]", []string{"fail relation", "warn relation-missing", "warn relation-missing"}},
		{"no relation", `[{"target":{"namespace":"web","site":"https://a.test"}}]`, []string{"fail relation"}},
		{"namespace", `[{"relation":[` + both + `],"target":{"namespace":"ios"}}]`, []string{"fail namespace"}},
		{"no target", `[{"relation":[` + both + `]}]`, []string{"fail target"}},
		{"include", `[{"include":"https://a.test/x.json"}]`, nil},
		{"include http", `[{"include":"http://a.test/x.json"}]`, []string{"fail include"}},
		{"a text in the list", `["x"]`, []string{"fail statement"}},
	} {
		if diff := cmp.Diff(test.want, codes(CheckAssetLinks([]byte(test.body)))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	if got := len(fingerprint("AB") + ":" + fingerprint("CD")); got != 191 {
		t.Errorf("two fingerprints have %d characters, and the facts say 191", got)
	}
}

func TestCheckChangePassword(t *testing.T) {
	const ask = "$ curl -i https://app.example.com/.well-known/change-password\n"
	for _, test := range []struct {
		text string
		want []string
	}{
		{"HTTP/2 302\nlocation: https://app.example.com/settings\n\n", nil},
		{"HTTP/2 303\nlocation: https://www.example.com/settings\n\n", nil},
		{"HTTP/2 307\nlocation: /settings\n\n", nil},
		{"HTTP/2 308\nlocation: /settings\n\n", []string{"warn permanent"}},
		{"HTTP/2 302\nlocation: https://other.example/settings\n\n", []string{"warn other-host"}},
		{"HTTP/2 302\nlocation: http://app.example.com/settings\n\n", []string{"fail http"}},
		{"HTTP/2 302\nlocation: /.well-known/change-password/\n\n", []string{"fail loop"}},
		{"HTTP/2 302\n\n", []string{"fail location"}},
		{"HTTP/2 200\ncontent-type: text/html\n\n<html>form</html>", []string{"fail page"}},
		{"HTTP/2 200\ncontent-type: text/html\n\n<meta http-equiv=\"refresh\" content=\"0;/x\">", []string{"note refresh"}},
		{"HTTP/2 404\n\n", []string{"fail status"}},
		{"HTTP/2 302\nlocation: /gone\n\nHTTP/2 404\n\nx", []string{"fail target"}},
	} {
		if diff := cmp.Diff(test.want, codes(CheckChangePassword(response.Parse([]byte(ask+test.text)), "https://app.example.com"))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.text, diff)
		}
	}
	if got := codes(CheckChangePassword(response.Parse([]byte("HTTP/2 302\nlocation: /settings\n\n")), "")); !cmp.Equal(got, []string{"warn relative"}) {
		t.Errorf("a relative target of an unknown host: %v", got)
	}
}

func TestEveryKindHasAGuide(t *testing.T) {
	for _, kind := range Kinds() {
		guide := GuideOf(kind)
		if guide.Title == "" || guide.Host == "" || guide.Cache == "" || guide.Symptom == "" {
			t.Errorf("%s: the guide lacks a part", kind)
		}
		if KindOf("https://a.test"+kind.Path()) != kind {
			t.Errorf("%s: its own path is not recognised", kind)
		}
	}
}

func FuzzDocuments(f *testing.F) {
	f.Add([]byte(`{"applinks":{"details":[{"appIDs":["ABCDE12345.a"],"components":[{"/":"/a"}]}]},"webcredentials":{"apps":["x"]}}`))
	f.Add([]byte(`[{"relation":["a/b"],"target":{"namespace":"android_app","package_name":"a.b","sha256_cert_fingerprints":["AB"]}}]`))
	f.Add([]byte(`{"origins":["https://b.example","c",null]}`))
	f.Add([]byte("Contact: mailto:a@b\nExpires: 2027-01-01T00:00:00Z\nPreferred-Languages: en\n"))
	f.Add([]byte("HTTP/2 302\nlocation: /\n\nHTTP/2 200\ncontent-type: application/json\n\n{\"issuer\":\"https://a\",\"jwks_uri\":\"x\"}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		exchange := response.Parse(text)
		checks := [][]Problem{
			CheckAASA(text), CheckAssetLinks(text), CheckRelatedOrigins(text, "example.com"), CheckSecurityTxt(text, "https://a.test/x", now),
			CheckOpenID(exchange, "https://a.test"), CheckJWKSTransport(exchange), CheckPasskeyEndpoints(exchange), CheckAASATransport(exchange),
			CheckAssetLinksTransport(exchange), CheckRelatedOriginsTransport(exchange), CheckSecurityTxtTransport(exchange),
			CheckChangePassword(exchange, "https://a.test"), CheckProbe(exchange),
		}
		for _, problems := range checks {
			for _, one := range problems {
				if one.Code == "" || one.Text == "" || strings.ContainsAny(one.Text, "\x1b\x00") {
					t.Fatalf("a problem with code %q and text %q", one.Code, one.Text)
				}
			}
		}
		AASAApps(text)
		AssetFingerprints(text)
		OriginEntries(text)
		OpenIDIssuer(text)
		for _, kind := range Kinds() {
			ReachOf(kind, exchange)
		}
		settings := Settings{Library: LibraryA, App: string(text), Secondary: string(text), IOSApps: string(text), IOSPaths: string(text), Android: string(text), ChangeURL: string(text), Contact: string(text), Days: string(text), Now: now}
		for _, built := range []Built{BuildAASA(settings), BuildAssetLinks(settings), BuildRelatedOrigins(settings), BuildSecurityTxt(settings), BuildChangePassword(settings)} {
			if built.Status == 0 {
				t.Fatal("no status")
			}
		}
	})
}
