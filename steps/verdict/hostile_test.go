package verdict

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

const mebibyte = 1 << 20

// hostile are inputs of 16 MiB that want to cost more than their length. Each is tried by the benchmark and, smaller,
// by the test: there must be an answer, and none may be a panic.
func hostile(t testing.TB, size int) map[string]*app {
	fill := func(piece string, bytes int) string { return strings.Repeat(piece, max(1, bytes/len(piece))) }
	payload := func(extra string) *app {
		made := oidcApp(t, RS256)
		made.unseen, made.documents = true, nil
		made.payload = fmt.Sprintf(`{"iss":"%s","sub":"user","aud":"convex","iat":%d,"exp":%d%s}`, testIssuer, testNow-60, testNow+600, extra)
		return made
	}
	body := size * 3 / 4 // base64 makes four characters of three bytes
	cases := map[string]*app{}
	dots := oidcApp(t, RS256)
	dots.token = fill(".", size)
	cases["dots"] = dots
	plain := oidcApp(t, RS256)
	plain.token = fill("A", size)
	cases["no dot"] = plain
	deep := oidcApp(t, RS256)
	deep.payload = fill("[", body)
	cases["open lists"] = deep
	cases["members"] = payload("," + strings.TrimSuffix(fill(`"a":0,`, body), ","))
	cases["languages"] = payload("," + strings.TrimSuffix(languages(body), ","))
	cases["repeated exp"] = payload("," + strings.TrimSuffix(fill(`"exp":1,`, body), ","))
	cases["escapes"] = payload(`,"a":"` + fill(`\u00e9`, body) + `"`)
	cases["digits"] = payload(`,"a":` + fill("1", body))
	cases["list of texts"] = payload(`,"amr":[` + strings.TrimSuffix(fill(`"a",`, body), ",") + `]`)
	cases["nested"] = payload(`,"a":` + strings.Repeat(`{"a":`, 120) + `[` + strings.TrimSuffix(fill(`0,`, body), ",") + `]` + strings.Repeat("}", 120))
	cases["address"] = payload(`,"address":{` + strings.TrimSuffix(fill(`"a":"",`, body), ",") + `}`)
	slashes := oidcApp(t, RS256)
	slashes.payload = strings.Replace(slashes.payload, testIssuer, testIssuer+fill("/", body), 1)
	cases["slashes"] = slashes
	header := customApp(t, RS256)
	header.header = `{"alg":"RS256","kid":"` + fill("k", body) + `"}`
	cases["kid"] = header
	keys := customApp(t, RS256)
	keys.documents[testJWKS] = document("application/json", `{"keys":[`+fill(publicKey(RS256, "")+",", size)+publicKey(RS256, "")+`]}`)
	cases["keys"] = keys
	skipped := oidcApp(t, RS256)
	skipped.documents[testJWKS] = document("application/json", `{"keys":[`+fill(`{},`, size)+publicKey(RS256, "")+`]}`)
	cases["skipped keys"] = skipped
	unread := oidcApp(t, RS256)
	unread.header = `{"alg":"RS256","kid":"k","x":` + fill("[", body/2) + fill("]", body/2) + `}`
	cases["unread depth"] = unread
	found := oidcApp(t, RS256)
	found.documents[testIssuer+"/.well-known/openid-configuration"] = document("application/json",
		fmt.Sprintf(`{"issuer":"%s","jwks_uri":"%s","op_tos_uri":"foo://%s"}`, testIssuer, testJWKS, fill("%", size)))
	cases["address in discovery"] = found
	entries := customApp(t, RS256)
	entries.providers = `[` + fill(`{"domain":"a.com","applicationID":"x"},`, size) + entries.providers[1:]
	cases["entries"] = entries
	data := customApp(t, RS256)
	data.providers = strings.Replace(data.providers, testJWKS, "data:,"+fill("%zz", size), 1)
	cases["data address"] = data
	return cases
}

func languages(bytes int) string {
	var out strings.Builder
	for i := 0; out.Len() < bytes; i++ {
		fmt.Fprintf(&out, `"name#%d":"",`, i)
	}
	return out.String()
}

func TestHostileInputsHaveAnAnswer(t *testing.T) {
	for name, made := range hostile(t, mebibyte/2) {
		request := made.request()
		request.Trace = true
		got := Decide(request)
		if got.Push == nil && got.Decided && !got.Accepted && got.Reason == ReasonNone {
			t.Errorf("%s: neither accepted nor refused", name)
		}
		if _, err := got.MarshalJSON(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// BenchmarkHostile gives the time of one verdict on 16 MiB; each has to stay under a second.
func BenchmarkHostile(b *testing.B) {
	for name, made := range hostile(b, 16*mebibyte) {
		request := made.request()
		b.Run(name, func(b *testing.B) {
			runtime.GC()
			b.ReportAllocs()
			for b.Loop() {
				Decide(request)
			}
		})
	}
}
