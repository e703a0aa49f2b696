package deploy

import (
	"slices"
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps/deploy/wellknown"
)

// more adds answers to what was pasted.
func more(documents ...Document) func(*Input) {
	return func(in *Input) { in.Documents = append(in.Documents, documents...) }
}

// instead puts answers in the place of what was pasted.
func instead(documents ...Document) func(*Input) {
	return func(in *Input) { in.Documents = documents }
}

func both(changes ...func(*Input)) func(*Input) {
	return func(in *Input) {
		for _, change := range changes {
			change(in)
		}
	}
}

func setVar(name, value string) func(*vars) { return func(env *vars) { env.set(name, value) } }

// onApp and onSite are answers of the two hosts.
func onApp(kind wellknown.Kind, text string) Document  { return seen(testApp+kind.Path(), text) }
func onSite(kind wellknown.Kind, text string) Document { return seen(testSite+kind.Path(), text) }

const (
	testAppID   = "ABCDE12345.com.example.app"
	goodAASA    = `{"applinks":{"details":[{"appIDs":["ABCDE12345.com.example.app"],"components":[{"/":"/auth/*"}]}]},"webcredentials":{"apps":["ABCDE12345.com.example.app"]}}`
	spaPage     = "HTTP/2 200\ncontent-type: text/html; charset=utf-8\n\n<!doctype html><html></html>"
	pageMissing = "HTTP/2 404\ncontent-type: text/html\n\n<html>Not found</html>"
	emptyGone   = "HTTP/2 404\ndate: Sat, 21 Nov 2026 12:00:00 GMT\n\n"
	usherGone   = "HTTP/2 404\nconvex-usher: abc\n\n"
)

func testPrint(first string) string { return first + strings.Repeat(":1F", 31) }

func goodLinks(print string) string {
	return `[{"relation":["delegate_permission/common.get_login_creds","delegate_permission/common.handle_all_urls"],"target":{"namespace":"android_app","package_name":"com.example.app","sha256_cert_fingerprints":["` + print + `"]}}]`
}

func securityBody(days int, extra string) string {
	return "Contact: https://example.com/security\nExpires: " + testNow.Add(time.Duration(days)*24*time.Hour).Format(time.RFC3339) + "\n" + extra
}

func documentCases() []ruleCase {
	iosVar, androidVar := setVar("IOS_APP_IDS", testAppID), setVar("ANDROID_APP_LINKS", "com.example.app:"+testPrint("AB"))
	aasa := func(text string) Document { return onApp(wellknown.AASA, text) }
	links := func(text string) Document { return onApp(wellknown.AssetLinks, text) }
	discovery := func(issuer string) string {
		return `{"issuer":"` + issuer + `","jwks_uri":"` + issuer + `/.well-known/jwks.json"}`
	}
	const signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
	const signature = "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
	const canonical = "Canonical: " + testApp + "/.well-known/security.txt\n"
	const textHead = "HTTP/2 200\ncontent-type: text/plain; charset=utf-8\n\n"
	six := "https://b.example,https://c.example,https://d.example,https://e.example,https://f.example,https://g.example"
	passkeys := func(in *Input) { in.App.Passkeys = Yes }
	return []ruleCase{
		{id: "DISC-DOC", state: Pass, gen: GenB, name: "right"},
		{id: "DISC-DOC", state: Warn, gen: GenB, name: "the copy at the root only", says: "Served only at root copy",
			in: instead(onSite(wellknown.OpenID, jsonHead+discovery(testSite+"/auth")), seen(testSite+"/auth/.well-known/openid-configuration", "HTTP/2 404\ncontent-type: text/plain\n\nnothing here"))},
		{id: "DISC-DOC", state: Fail, gen: GenB, name: "another issuer", in: instead(seen(testSite+"/auth/.well-known/openid-configuration", jsonHead+discovery(testSite))), says: "issuer differs"},
		{id: "DISC-DOC", state: Fail, gen: GenO, name: "500", in: instead(onSite(wellknown.OpenID, "HTTP/2 500\n\n{}")), says: "not there"},
		{id: "DISC-DOC", state: Fail, gen: GenO, name: "text/html", in: instead(onSite(wellknown.OpenID, spaPage)), says: "a page answered"},
		{id: "DISC-DOC", state: Fail, gen: GenO, name: "no answer", in: instead(onSite(wellknown.OpenID, "curl: (7) Failed to connect")), says: "no answer"},

		{id: "JWKS-LIVE", state: Pass, gen: GenO, name: "the same", says: "Same key live"},
		{id: "JWKS-LIVE", state: Warn, gen: GenO, name: "changed just now", says: "less than 15 s",
			env: func(env *vars) { env.before += "✔ Successfully set JWKS (on prod deployment happy-animal-123)\n" },
			in:  instead(onSite(wellknown.JWKS, jsonHead+rsaOther().jwks))},
		{id: "JWKS-LIVE", state: Fail, gen: GenO, name: "another key", in: instead(onSite(wellknown.JWKS, jsonHead+rsaOther().jwks)), says: "wrong deployment"},
		{id: "JWKS-LIVE", state: Fail, gen: GenO, name: "the route fails", in: instead(onSite(wellknown.JWKS, "HTTP/2 500\n\n{}")), says: "JWKS is not set"},

		{id: "WK-HOST", state: Pass, gen: GenB, name: "both", env: iosVar, in: more(aasa(jsonHead+goodAASA), onSite(wellknown.AASA, jsonHead+goodAASA)), says: "Both hosts serve it"},
		{id: "WK-HOST", state: Fail, gen: GenB, name: "only on the site host", env: iosVar, in: more(aasa(pageMissing), onSite(wellknown.AASA, jsonHead+goodAASA)), says: "Only on .convex.site"},
		{id: "WK-HOST", state: NotApplicable, gen: GenB, name: "a web-only app"},

		{id: "WK-SPA", state: Fail, gen: GenB, name: "AASA", env: iosVar, in: more(aasa(spaPage)), says: "SPA fallback"},
		{id: "WK-SPA", state: Fail, gen: GenB, name: "AASA, on the app's host only", env: iosVar, in: more(aasa(spaPage), onSite(wellknown.AASA, jsonHead+goodAASA)), says: "SPA fallback"},
		{id: "WK-SPA", state: Pass, gen: GenB, name: "none", env: iosVar, in: more(aasa(jsonHead + goodAASA))},

		{id: "WK-404", state: Warn, gen: GenB, name: "not configured", in: both(more(aasa(emptyGone)), func(in *Input) { in.App.IOS = Yes }), says: "Not configured (variable unset)"},
		{id: "WK-404", state: Warn, gen: GenO, name: "the library does not serve it", in: both(more(onSite(wellknown.AASA, "HTTP/2 404\ncontent-type: text/plain\n\nNo matching routes found")), func(in *Input) { in.App.IOS = Yes }), says: "does not serve it"},
		{id: "WK-404", state: Fail, gen: GenB, name: "the frontend", env: iosVar, in: more(aasa(pageMissing)), says: "404 from the frontend"},

		{id: "XFH", state: Pass, gen: GenB, name: "found", env: iosVar, in: more(aasa(jsonHead + goodAASA))},
		{id: "XFH", state: Fail, gen: GenB, name: "an empty 404 of the edge", env: iosVar, in: more(aasa(usherGone)), says: "x-forwarded-host"},

		{id: "AASA-HTTP", state: Pass, gen: GenB, name: "right", env: iosVar, in: more(aasa(jsonHead + goodAASA))},
		{id: "AASA-HTTP", state: Warn, gen: GenB, name: "type", env: iosVar, in: more(aasa("HTTP/2 200\ncontent-type: application/octet-stream\n\n" + goodAASA)), says: "Content-Type is application/octet-stream"},
		{id: "AASA-HTTP", state: Fail, gen: GenB, name: "redirect", env: iosVar, in: more(aasa("HTTP/2 308\nlocation: https://www.app.example.com/.well-known/apple-app-site-association\n\n")), says: "Redirect to https://www.app.example.com"},
		{id: "AASA-HTTP", state: Fail, gen: GenB, name: "a login", env: iosVar, in: more(aasa("HTTP/2 401\n\nsign in")), says: "login"},
		{id: "AASA-HTTP", state: Fail, gen: GenB, name: "a bad certificate", env: iosVar, in: more(aasa("curl: (60) SSL certificate problem: unable to get local issuer certificate")), says: "no answer"},
		{id: "AASA-HTTP", state: Unseen, gen: GenB, name: "not asked yet", env: iosVar},
		{id: "AASA-HTTP", state: NotApplicable, gen: GenB, name: "no iOS app", in: func(in *Input) { in.App.IOS = No }},
		{id: "AASA-HTTP", state: NotApplicable, gen: GenO, name: "nothing named", says: "No IOS_APP_IDS"},

		{id: "AASA-JSON", state: Pass, gen: GenB, name: "right", env: iosVar, in: more(aasa(jsonHead + goodAASA)), says: "1 app"},
		{id: "AASA-JSON", state: Pass, gen: GenB, name: "built of the variable", env: iosVar, says: "1 app"},
		{id: "AASA-JSON", state: Warn, gen: GenB, name: "a team of 9 characters, of the variable", env: setVar("IOS_APP_IDS", "ABC123DEF.com.example.app"), says: "Team id is not 10 characters"},
		{id: "AASA-JSON", state: Warn, gen: GenB, name: "IOS_APP_IDS unset with an iOS app", in: func(in *Input) { in.App.IOS = Yes }, says: "IOS_APP_IDS is not set"},
		{id: "AASA-JSON", state: Fail, gen: GenB, name: "no webcredentials", env: iosVar, in: more(aasa(jsonHead + `{"applinks":{"details":[]}}`)), says: "No webcredentials.apps"},
		{id: "AASA-JSON", state: Fail, gen: GenO, name: "no JSON, a body alone", in: more(Document{Kind: wellknown.AASA, On: OnApp, Exchange: seen("", "{").Exchange}), says: "no JSON object"},

		{id: "AASA-ID", state: Pass, gen: GenB, name: "listed", env: iosVar, in: both(more(aasa(jsonHead+goodAASA)), func(in *Input) { in.App.IOSAppID = testAppID })},
		{id: "AASA-ID", state: Fail, gen: GenB, name: "not listed", env: iosVar, in: both(more(aasa(jsonHead+goodAASA)), func(in *Input) { in.App.IOSAppID = "ABCDE12345.com.example.other" }), says: "Your app id is not listed"},

		{id: "AASA-CDN", state: Pass, gen: GenB, name: "equal", env: iosVar, in: more(aasa(jsonHead+goodAASA), seen("https://app-site-association.cdn-apple.com/a/v1/app.example.com", jsonHead+goodAASA))},
		{id: "AASA-CDN", state: Warn, gen: GenB, name: "old", env: iosVar, in: more(aasa(jsonHead+goodAASA), seen("https://app-site-association.cdn-apple.com/a/v1/app.example.com", jsonHead+strings.ReplaceAll(goodAASA, "ABCDE12345", "ABCDE99999"))), says: "still has the old file"},
		{id: "AASA-CDN", state: Fail, gen: GenB, name: "none", env: iosVar, in: more(aasa(jsonHead+goodAASA), seen("https://app-site-association.cdn-apple.com/a/v1/app.example.com", "HTTP/2 404\n\nNot Found")), says: "CDN has no file"},

		{id: "DAL-HTTP", state: Pass, gen: GenB, name: "right", env: androidVar, in: more(links("HTTP/2 200\ncontent-type: application/json; charset=utf-8\n\n" + goodLinks(testPrint("AB"))))},
		{id: "DAL-HTTP", state: Fail, gen: GenB, name: "redirect", env: androidVar, in: more(links("HTTP/2 301\nlocation: https://www.app.example.com/x\n\n")), says: "Google refuses redirects"},
		{id: "DAL-HTTP", state: Fail, gen: GenB, name: "type", env: androidVar, in: more(links("HTTP/2 200\ncontent-type: text/plain\n\n" + goodLinks(testPrint("AB")))), says: "Content-Type is text/plain"},

		{id: "DAL-JSON", state: Pass, gen: GenB, name: "right", env: androidVar, in: more(links(jsonHead + goodLinks(testPrint("AB")))), says: "1 app"},
		{id: "DAL-JSON", state: Warn, gen: GenB, name: "small letters", env: androidVar, in: more(links(jsonHead + goodLinks(strings.ToLower(testPrint("AB"))))), says: "small letters"},
		{id: "DAL-JSON", state: Fail, gen: GenB, name: "an object", env: androidVar, in: more(links(jsonHead + strings.Trim(goodLinks(testPrint("AB")), "[]"))), says: "Object instead of array"},
		{id: "DAL-JSON", state: Fail, gen: GenB, name: "SHA-1, of the variable", env: setVar("ANDROID_APP_LINKS", "com.example.app:"+testPrint("AB")[:59]), says: "SHA-1 length"},
		{id: "DAL-JSON", state: Fail, gen: GenB, name: "two fingerprints in one entry", env: setVar("ANDROID_APP_LINKS", "com.example.app:"+testPrint("AB")+":"+testPrint("CD")), says: "191-character fingerprint: two entries merged"},

		{id: "DAL-ENV", state: Pass, gen: GenB, name: "two entries", env: setVar("ANDROID_APP_LINKS", "com.example.app:"+testPrint("AB")+";com.example.two:"+testPrint("CD")), says: "2 apps"},
		{id: "DAL-ENV", state: Warn, gen: GenB, name: "a comma", env: setVar("ANDROID_APP_LINKS", "com.example.app:"+testPrint("AB")+",com.example.two:"+testPrint("CD")), says: "Comma found", also: []string{"DAL-JSON"}},
		{id: "DAL-ENV", state: Fail, gen: GenB, name: "no colon", env: setVar("ANDROID_APP_LINKS", "com.example.app:"+testPrint("AB")+";com.example.two"), says: "Entry 2 dropped: no “:”"},

		{id: "DAL-FP", state: Pass, gen: GenB, name: "listed", env: androidVar, in: func(in *Input) { in.App.PlayPrint = strings.ToLower(testPrint("AB")) }},
		{id: "DAL-FP", state: Warn, gen: GenB, name: "the debug key", env: androidVar, in: func(in *Input) { in.App.DebugPrint = testPrint("AB") }, says: "Only debug key?"},
		{id: "DAL-FP", state: Fail, gen: GenB, name: "not listed", env: androidVar, in: func(in *Input) { in.App.PlayPrint = testPrint("EF") }, says: "Not listed"},

		{id: "CHPW", state: Pass, gen: GenB, name: "302", env: setVar("CHANGE_PASSWORD_URL", testApp+"/settings"), in: more(onApp(wellknown.ChangePassword, "HTTP/2 302\nlocation: "+testApp+"/settings\n\n"))},
		{id: "CHPW", state: Warn, gen: GenB, name: "308", env: setVar("CHANGE_PASSWORD_URL", testApp+"/settings"), in: more(onApp(wellknown.ChangePassword, "HTTP/2 308\nlocation: "+testApp+"/settings\n\n")), says: "permanent"},
		{id: "CHPW", state: Warn, gen: GenB, name: "relative, of the variable", env: setVar("CHANGE_PASSWORD_URL", "/settings/password"), says: "relative"},
		{id: "CHPW", state: Fail, gen: GenB, name: "a page", in: more(onApp(wellknown.ChangePassword, spaPage)), says: "200 with a page"},
		{id: "CHPW", state: Fail, gen: GenB, name: "a loop, of the variable", env: setVar("CHANGE_PASSWORD_URL", testApp+"/.well-known/change-password"), says: "back to itself"},

		{id: "CHPW-PROBE", state: Pass, gen: GenB, name: "404", in: more(onApp(wellknown.Probe, pageMissing))},
		{id: "CHPW-PROBE", state: Fail, gen: GenB, name: "200", in: more(onApp(wellknown.Probe, spaPage)), says: "Your site answers 200"},

		{id: "ROR", state: Pass, gen: GenA2, name: "two labels", env: setVar("SECONDARY_URL", "https://app.example.org,https://shop.co.uk"), in: passkeys, says: "2 labels of 5"},
		{id: "ROR", state: Pass, gen: GenB, name: "the own origin", in: more(onApp(wellknown.RelatedOrigins, jsonHead+`{"origins":["`+testApp+`"]}`)), says: "needs no file"},
		{id: "ROR", state: Warn, gen: GenA2, name: "a subdomain of the RP ID", env: setVar("SECONDARY_URL", "https://staging.app.example.com"), in: passkeys, says: "needs no entry"},
		{id: "ROR", state: Fail, gen: GenA2, name: "six labels", env: setVar("SECONDARY_URL", six), says: "6th label “g” is ignored", in: passkeys},
		{id: "ROR", state: Fail, gen: GenA2, name: "six labels in a document", in: more(onApp(wellknown.RelatedOrigins, jsonHead+`{"origins":["`+strings.ReplaceAll(six, ",", `","`)+`"]}`)), says: "6th label"},
		{id: "ROR", state: Fail, gen: GenA2, name: "no JSON", in: more(onApp(wellknown.RelatedOrigins, jsonHead+"x")), says: "Not JSON"},

		{id: "PASSKEY-ORIGIN", state: Pass, gen: GenA2, name: "secondary", env: setVar("SECONDARY_URL", "https://app.example.org"), in: passkeys},
		{id: "PASSKEY-ORIGIN", state: Pass, gen: GenB, name: "one origin", in: passkeys},
		{id: "PASSKEY-ORIGIN", state: Warn, gen: GenA2, name: "alternative only", env: setVar("WEBAUTHN_ALT_ORIGINS", "https://app.example.org"), in: passkeys, says: "Listed only in WEBAUTHN_ALT_ORIGINS"},
		{id: "PASSKEY-ORIGIN", state: Fail, gen: GenB, name: "another origin", in: both(passkeys, func(in *Input) { in.App.Origins = []string{"https://www.app.example.com"} }), says: "PASSKEY_INVALID_ORIGIN"},
		{id: "PASSKEY-ORIGIN", state: Fail, gen: GenB, name: "the browser refuses", in: both(passkeys, func(in *Input) {
			in.App.Origins, in.App.ServerOrigins = []string{"https://other.example"}, []string{testApp, "https://other.example"}
		}), says: "browser will refuse"},
		{id: "PASSKEY-ORIGIN", state: Fail, gen: GenB, name: "in the log", in: both(passkeys, func(in *Input) { in.Errors = []string{"PASSKEY_RP_MISMATCH"} }), says: "in the log"},
		{id: "PASSKEY-ORIGIN", state: NotApplicable, gen: GenO, name: "the official library"},

		{id: "SECTXT", state: Pass, gen: GenB, name: "signed", in: more(onApp(wellknown.SecurityTxt, textHead+signed+securityBody(180, canonical)+signature))},
		{id: "SECTXT", state: Warn, gen: GenB, name: "the library's", env: func(env *vars) {
			env.set("SECURITY_CONTACT", "mailto:security@example.com").set("SECURITY_TXT_EXPIRES_DAYS", "180")
		}, says: "a signature"},
		{id: "SECTXT", state: Warn, gen: GenB, name: "a year", in: more(onApp(wellknown.SecurityTxt, textHead+signed+securityBody(365, canonical)+signature)), says: "a year or more"},
		{id: "SECTXT", state: Fail, gen: GenB, name: "a bare e-mail", env: setVar("SECURITY_CONTACT", "security@example.com"), says: "mailto:"},
		{id: "SECTXT", state: Fail, gen: GenB, name: "expired", in: more(onApp(wellknown.SecurityTxt, textHead+securityBody(-1, canonical))), says: "must not be in the past"},
		{id: "SECTXT", state: Fail, gen: GenB, name: "type", in: more(onApp(wellknown.SecurityTxt, "HTTP/2 200\ncontent-type: application/json\n\n"+securityBody(180, canonical))), says: "Content-Type"},

		{id: "SECTXT-DAYS", state: Pass, gen: GenB, name: "180", env: func(env *vars) {
			env.set("SECURITY_CONTACT", "mailto:security@example.com").set("SECURITY_TXT_EXPIRES_DAYS", "180")
		}},
		{id: "SECTXT-DAYS", state: Pass, gen: GenB, name: "364", env: func(env *vars) {
			env.set("SECURITY_CONTACT", "mailto:security@example.com").set("SECURITY_TXT_EXPIRES_DAYS", "364")
		}},
		{id: "SECTXT-DAYS", state: Warn, gen: GenB, name: "the default", env: setVar("SECURITY_CONTACT", "mailto:security@example.com"), says: "365 default sits on the limit"},
		{id: "SECTXT-DAYS", state: Warn, gen: GenB, name: "366", env: func(env *vars) {
			env.set("SECURITY_CONTACT", "mailto:security@example.com").set("SECURITY_TXT_EXPIRES_DAYS", "366")
		}, says: "a year or more"},
		{id: "SECTXT-DAYS", state: Fail, gen: GenB, name: "no number", env: func(env *vars) {
			env.set("SECURITY_CONTACT", "mailto:security@example.com").set("SECURITY_TXT_EXPIRES_DAYS", "half a year")
		}, says: "500"},
		{id: "SECTXT-DAYS", state: Fail, gen: GenB, name: "0", env: func(env *vars) {
			env.set("SECURITY_CONTACT", "mailto:security@example.com").set("SECURITY_TXT_EXPIRES_DAYS", "0")
		}, says: "Expired"},

		{id: "PKEP", state: Pass, gen: GenB, name: "there", in: more(onApp(wellknown.PasskeyEndpoints, jsonHead+`{"enroll":"`+testApp+`/passkeys"}`))},
		{id: "PKEP", state: Warn, gen: GenB, name: "absent", in: more(onApp(wellknown.PasskeyEndpoints, pageMissing)), says: "Absent: optional"},
		{id: "PKEP", state: Fail, gen: GenB, name: "redirect", in: more(onApp(wellknown.PasskeyEndpoints, "HTTP/2 302\nlocation: /x\n\n")), says: "Redirect"},
		{id: "PKEP", state: Fail, gen: GenB, name: "a list", in: more(onApp(wellknown.PasskeyEndpoints, jsonHead+"[]")), says: "no JSON object"},
	}
}

// An app for browsers alone sees no failing and no doubtful row about phones, passkeys and password managers.
func TestWebOnly(t *testing.T) {
	phone := []string{"WK-HOST", "WK-SPA", "WK-404", "AASA-HTTP", "AASA-JSON", "AASA-ID", "AASA-CDN", "DAL-HTTP", "DAL-JSON", "DAL-ENV", "DAL-FP", "CHPW", "CHPW-PROBE", "ROR", "PASSKEY-ORIGIN", "SECTXT", "SECTXT-DAYS", "PKEP", "XFH"}
	for _, gen := range []Generation{GenO, GenA2, GenB} {
		for name, change := range map[string]func(*Input){
			"nothing said": func(*Input) {},
			"said": func(in *Input) {
				in.App.IOS, in.App.Android, in.App.Passkeys, in.App.PasswordManagers = No, No, No, No
			},
		} {
			input, _ := healthyInput(gen)
			change(&input)
			for _, row := range Checklist(input) {
				if slices.Contains(phone, row.ID) && row.State != NotApplicable && row.State != Unseen && row.State != Pass {
					t.Errorf("%s, %s: %s is %s: %s", gen, name, row.ID, row.State, row.Sentence)
				}
			}
		}
	}
}
