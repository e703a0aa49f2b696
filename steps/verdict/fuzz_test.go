package verdict

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"convex-auth-doctor/steps/secret"
)

// FuzzDecide: never a panic, the same answer twice, the trace changes nothing, and what is said while documents are not
// seen holds once they are there. Run it with -fuzzminimizetime 1x: signing takes other ways through the code each time,
// so that shortening an input would never come to an end.
func FuzzDecide(f *testing.F) {
	for _, made := range []*app{oidcApp(f, RS256), oidcApp(f, "EdDSA"), customApp(f, RS256), customApp(f, ES256)} {
		f.Add(made.header, made.payload, made.providers, publicKey(made.alg, ""), `"op_tos_uri":null`, int64(testNow))
	}
	f.Add(`["RS256",null,null,"k","JWT"]`, `{"iss":"id.example.com","aud":["convex","x"],"exp":1e3}`, `[[0,null,"a.com","data:,x","RS256"]]`, `["RSA","sig","k","RS256"]`, `"x":1`, int64(-1))
	f.Add(`{"alg":"none"}`, `{"exp":99999999999999}`, `null`, `null`, ``, int64(1<<40))
	f.Fuzz(func(t *testing.T, header, payload, providers, key, member string, now int64) {
		input := encode([]byte(header)) + "." + encode([]byte(payload))
		var registry secret.Registry
		request := Request{
			Configuration: Configuration{Export: []byte(`{"providers":` + providers + `}`), Redact: now%2 == 0},
			Token:         registry.Take(secret.Token, input+"."+fuzzSignature(t, header, payload)),
			Now:           time.Unix(now%(1<<40), 0),
			Documents: Documents{ByURL: map[string]Document{
				testIssuer + "/.well-known/openid-configuration": document("application/json", fmt.Sprintf(`{"issuer":"%s","jwks_uri":"%s",%s}`, testIssuer, testJWKS, member)),
				testJWKS: document("application/json", `{"keys":[`+key+`]}`),
			}},
		}
		got := Decide(request)
		same(t, "asked twice", got, Decide(request))
		same(t, "prepared", got, Prepare(request.Configuration, request.Documents).Decide(request.Token, request.Now))
		request.Trace = true
		same(t, "traced", got, Decide(request))
		request.Trace = false
		if now%8 == 0 { // these ask many times
			Suggest(request)
			Probes(request, got, "https://a.convex.cloud")
		}
		checkAssumption(t, request, got)
	})
}

func fuzzSignature(t *testing.T, header, payload string) string {
	alg := ""
	for _, one := range []string{RS256, ES256, "EdDSA"} {
		if strings.Contains(header, one) {
			alg = one
		}
	}
	token := signed(t, alg, header, payload)
	return token[strings.LastIndexByte(token, '.')+1:]
}

func same(t *testing.T, what string, one, other Verdict) {
	t.Helper()
	first, err := json.Marshal(one)
	second, _ := json.Marshal(other)
	if err != nil || string(first) != string(second) {
		t.Errorf("%s: %s then %s (%v)", what, first, second, err)
	}
}

// checkAssumption asks without documents, then with those that are as they should be.
func checkAssumption(t *testing.T, request Request, seen Verdict) {
	t.Helper()
	unseen := request
	unseen.Documents = Documents{Unseen: true}
	open := Decide(unseen)
	if open.Decided {
		if open.Push == nil {
			open.Unseen = false
			same(t, "decided without documents", open, seen)
		}
		return
	}
	if open.Assuming == nil || len(open.Needs) != 1 || open.Certain == open.Assuming.Accepted {
		t.Fatalf("undecided with %+v", open)
	}
	if open.Certain && seen.Accepted {
		t.Errorf("certain to be refused (%s), and accepted", open.Assuming.Why)
	}
	ideal := request
	if ideal.Documents.ByURL = idealDocuments(request, open); ideal.Documents.ByURL == nil {
		return
	}
	met := Decide(ideal)
	if met.Reason == SignatureInvalid || met.Reason == BackendPanic && open.Assuming.Reason == ReasonNone {
		return // no key of the test signs with this algorithm
	}
	if !met.Decided {
		t.Fatalf("still undecided: needs %v", met.Needs)
	}
	was, _ := json.Marshal(open.Assuming)
	is, _ := json.Marshal(met.Outcome)
	if string(was) != string(is) {
		t.Errorf("assumed %s, and it is %s", was, is)
	}
}

// idealDocuments are what an undecided verdict assumes: discovery names the token's iss, the set has the signing key.
func idealDocuments(request Request, open Verdict) map[string]Document {
	r := run{token: request.Token.Reveal()}
	r.split()
	data, _ := decodeLoose(r.headerText)
	kind := open.Stored[open.ProviderIndex].Kind
	head, err := readOIDCHeader(data)
	if kind == KindCustomJWT {
		head, err = readCustomHeader(data)
	}
	alg := head.alg
	if err != nil {
		alg = RS256
	}
	key := strings.Replace(publicKey(alg, ""), `,"kid":"k"`, "", 1)
	if head.hasKid {
		key = strings.TrimSuffix(key, "}") + `,"kid":` + string(jsonText(head.kid)) + "}"
	}
	set := document("application/json", `{"keys":[`+key+`]}`)
	if kind == KindCustomJWT {
		return map[string]Document{open.Needs[0]: set}
	}
	text, _ := r.part(1)
	payload, _ := decodeStrict(text)
	found, _ := readPayload(payload)
	if open.Needs[0] == testJWKS {
		return nil
	}
	return map[string]Document{
		open.Needs[0]: document("application/json", `{"issuer":`+string(jsonText(found.iss))+`,"jwks_uri":"`+testJWKS+`"}`),
		testJWKS:      set,
	}
}

// FuzzToken gives the whole token and the documents to the fuzzer.
func FuzzToken(f *testing.F) {
	f.Add("a.b.c", `{"issuer":"https://id.example.com","jwks_uri":"https://id.example.com/jwks"}`, `{"keys":[]}`, "application/json", 200)
	f.Add("..", "\xff", "[[]]", "text/html; charset=\"x", 302)
	f.Add(signed(f, RS256, oidcApp(f, RS256).header, oidcApp(f, RS256).payload), "[", `{"keys":[{}]}x`, "application/json;", 404)
	f.Fuzz(func(t *testing.T, token, discovery, keys, contentType string, status int) {
		answer := func(body string) Document {
			return Document{Status: status, Headers: []Header{{"Content-Type", contentType}, {"Location", contentType}}, Body: []byte(body)}
		}
		for _, made := range []*app{oidcApp(t, RS256), customApp(t, ES256)} {
			request := made.request()
			var registry secret.Registry
			request.Token = registry.Take(secret.Token, token)
			request.Documents.ByURL = map[string]Document{testIssuer + "/.well-known/openid-configuration": answer(discovery), testJWKS: answer(keys)}
			got := Decide(request)
			request.Trace = true
			same(t, "traced", got, Decide(request))
			checkAssumption(t, request, got)
		}
	})
}
