package evidence

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"

	"convex-auth-doctor/steps/secret"
	"convex-auth-doctor/steps/token"
)

func wrapAt(text string, width int, between string) string {
	var out strings.Builder
	for i := 0; i < len(text); i += width {
		if i > 0 {
			out.WriteString(between)
		}
		out.WriteString(text[i:min(len(text), i+width)])
	}
	return out.String()
}

func asJSON(text string) string {
	encoded, _ := json.Marshal(text)
	return string(encoded)
}

// carriers are the forms in which people copy a token, with the origin that must be told from them.
func carriers(raw string) map[string]struct {
	text   string
	origin Origin
} {
	type form = struct {
		text   string
		origin Origin
	}
	frame := `{"type":"Authenticate","baseVersion":0,"tokenType":"User","value":"` + raw + `"}`
	har, _ := json.Marshal(map[string]any{"log": map[string]any{"version": "1.2", "entries": []any{map[string]any{
		"startedDateTime": "2026-11-21T18:46:00.280Z",
		"request":         map[string]any{"method": "POST", "url": "https://happy-otter-123.convex.cloud/api/query", "headers": []any{map[string]any{"name": "Authorization", "value": "Bearer " + raw}}},
		"response":        map[string]any{"status": 401, "headers": []any{}, "content": map[string]any{"text": `{"code":"Unauthenticated","message":"Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired."}`}},
	}}}})
	return map[string]form{
		"raw":                     {raw, OriginText},
		"raw in prose":            {"My token is " + raw + ". What is wrong with it?", OriginText},
		"bearer":                  {"Bearer " + raw, OriginAuthorization},
		"header":                  {"Authorization: Bearer " + raw, OriginAuthorization},
		"header on two lines":     {"authorization:\nBearer " + raw + "\ncontent-type:\napplication/json", OriginAuthorization},
		"header in a table":       {"authorization\tBearer " + raw, OriginAuthorization},
		"curl, bash":              {"curl 'https://happy-otter-123.convex.cloud/api/query' \\\n  -H 'accept: */*' \\\n  -H 'authorization: Bearer " + raw + "' \\\n  --compressed", OriginAuthorization},
		"curl, bash with quoting": {"curl $'https://x/api' -H $'authorization: Bearer " + raw + "'", OriginAuthorization},
		"curl, cmd":               {"curl ^\"https://happy-otter-123.convex.cloud/api/query^\" ^\n  -H ^\"authorization: Bearer " + raw + "^\" ^\n  --data-raw ^\"^{^\\^\"path^\\^\":^\\^\"users:me^\\^\"^}^\"", OriginAuthorization},
		"PowerShell":              {"Invoke-WebRequest -UseBasicParsing -Uri \"https://happy-otter-123.convex.cloud/api/query\" `\n-Headers @{\n\"authorization\"=\"Bearer " + raw + "\"\n  \"accept\"=\"*/*\"\n}", OriginAuthorization},
		"fetch":                   {"fetch(\"https://happy-otter-123.convex.cloud/api/query\", {\n  \"headers\": {\n    \"accept\": \"*/*\",\n    \"authorization\": \"Bearer " + raw + "\"\n  },\n  \"method\": \"POST\"\n});", OriginAuthorization},
		"headers as JSON":         {`{"authorization":"Bearer ` + raw + `","accept":"*/*"}`, OriginAuthorization},
		"request as text":         {"POST /api/query HTTP/1.1\r\nHost: happy-otter-123.convex.cloud\r\nAuthorization: Bearer " + raw + "\r\nAccept: */*\r\n\r\n", OriginAuthorization},
		"frame":                   {frame, OriginAuthenticate},
		"frame, indented":         {"{\n  \"type\": \"Authenticate\",\n  \"baseVersion\": 0,\n  \"tokenType\": \"User\",\n  \"value\": \"" + raw + "\"\n}", OriginAuthenticate},
		"frame, Safari":           {frame + "\t18:46:55.376", OriginAuthenticate},
		"frame, Chrome list":      {"↑\t" + frame + "\t812\t\n18:46:55.376", OriginAuthenticate},
		"frame, Firefox object":   {"type\t\"Authenticate\"\nbaseVersion\t0\ntokenType\t\"User\"\nvalue\t\"" + raw + "\"", OriginText},
		"frame, escaped":          {asJSON(frame), OriginAuthenticate},
		"frame, cut at its end":   {frame[:len(frame)-2], OriginAuthenticate},
		"frame in a HAR message":  {`{"_webSocketMessages":[{"type":"send","opcode":1,"data":` + asJSON(frame) + `}]}`, OriginAuthenticate},
		"HAR":                     {string(har), OriginAuthorization},
		"cookie header":           {"Cookie: theme=dark; __session=" + raw + "; __client_uat=1790000000", OriginCookie},
		"document.cookie":         {"__clerk_db_jwt=dvb_2abc; __session=" + raw, OriginCookie},
		"set-cookie":              {"set-cookie: __Host-__convexAuthJWT=" + raw + "; Path=/; HttpOnly; Secure; SameSite=Lax", OriginCookie},
		"localStorage table":      {"__convexAuthJWT_httpshappyotter123convexcloud\t" + raw + "\n__convexAuthRefreshToken_httpshappyotter123convexcloud\tk17abcdefghijklmnopqrstuvwxyz0123|j97abcdefghijklmnopqrstuvwxyz0123", OriginStorage},
		"localStorage JSON":       {`{"__convexAuthJWT_httpshappyotter123convexcloud":"` + raw + `","theme":"dark"}`, OriginStorage},
		"better auth cookie":      {"better-auth.convex_jwt=" + raw, OriginCookie},
		"console":                 {"app.js:12 token " + raw, OriginText},
		"assignment":              {"const token = \"" + raw + "\";", OriginResponse},
		"JSON response":           {`{"token":"` + raw + `"}`, OriginResponse},
		"URL":                     {"http://localhost:3000/#id_token=" + raw + "&state=x", OriginURL},
		"quoted mail":             {"> here it is\n> " + wrapAt(raw, 70, "\n> ") + "\n>\n> thanks", OriginText},
		"terminal":                {"token:\n" + wrapAt(raw, 80, "\n") + "\n$ ", OriginText},
		"CRLF":                    {wrapAt(raw, 64, "\r\n"), OriginText},
		"framed":                  {"│ " + wrapAt(raw, 60, " │\n│ ") + " │", OriginText},
		"line numbers":            {"1 | " + wrapAt(raw, 76, "\n2 | "), OriginText},
		"shell continuation":      {"TOKEN=" + wrapAt(raw, 100, "\\\n"), OriginText},
		"string with line breaks": {`"` + wrapAt(raw, 100, `\n`) + `"`, OriginText},
		"quoted-printable":        {wrapAt(raw, 75, "=\n"), OriginText},
		"Markdown fence":          {"```\n" + raw + "\n```", OriginText},
		"Markdown code":           {"The token `" + raw + "` is refused", OriginText},
		"list item":               {"- token: " + raw, OriginText},
		"smart quotes":            {"token: “" + raw + "”", OriginText},
		"colours":                 {"\x1b[32mtoken\x1b[0m \x1b[1m" + raw + "\x1b[0m", OriginText},
		"zero-width":              {wrapAt(raw, 40, "\u200b"), OriginText},
		"BOM":                     {"\ufeff" + raw, OriginText},
		"HTML":                    {html.EscapeString("token=\"" + raw + "\""), OriginText},
		"percent-encoded dots":    {strings.ReplaceAll(raw, ".", "%2E"), OriginText},
		"query encoded":           {url.QueryEscape(raw), OriginText},
		"escaped dots":            {`"` + strings.ReplaceAll(raw, ".", `\u002e`) + `"`, OriginText},
		"JSON twice":              {asJSON(asJSON("Bearer " + raw)), OriginAuthorization},
		"log line":                {"8/22/2026, 12:14:18 AM [CONVEX A(debug:token)] [LOG] 'token' '" + raw + "'", OriginText},
		"UTF-16":                  {string(toUTF16("Authorization: Bearer " + raw)), OriginAuthorization},
	}
}

func toUTF16(text string) []byte {
	out := []byte{0xff, 0xfe}
	for _, r := range text {
		out = append(out, byte(r), byte(r>>8))
	}
	return out
}

func TestATokenIsFoundInEveryCarrier(t *testing.T) {
	raw := sampleToken()
	for name, form := range carriers(raw) {
		t.Run(name, func(t *testing.T) {
			for surrounding, text := range map[string]string{"alone": form.text, "in a report": "Hi all,\nafter login I get null.\n\n" + form.text + "\n\nAny idea?"} {
				if surrounding != "alone" && (name == "UTF-16" || name == "BOM" || name == "HAR") {
					continue
				}
				var registry secret.Registry
				result := Recognize([]byte(text), &registry)
				found := false
				for _, piece := range of(result.Pieces, KindToken) {
					one := piece.Data.(Token)
					if one.Text.Reveal() == raw {
						found = true
						if form.origin != OriginText && one.Origin != form.origin {
							t.Errorf("%s: origin %q, want %q", surrounding, one.Origin, form.origin)
						}
						if one.Read.Kind != token.JWT {
							t.Errorf("%s: kind %s", surrounding, one.Read.Kind)
						}
					}
				}
				if !found {
					t.Errorf("%s: the token was not found; pieces: %v", surrounding, summaries(result))
				}
				noSecret(t, surrounding, &registry, result, raw)
			}
		})
	}
}

func summaries(result Result) []string {
	var list []string
	for _, piece := range result.Pieces {
		list = append(list, piece.Summary)
	}
	return list
}

// noSecret looks for parts of secrets in everything that a result can be printed as.
func noSecret(t *testing.T, name string, registry *secret.Registry, result Result, secrets ...string) {
	t.Helper()
	encoded, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	for form, out := range map[string]string{"%v": fmt.Sprintf("%v", result), "%+v": fmt.Sprintf("%+v", result), "%#v": fmt.Sprintf("%#v", result), "JSON": string(encoded)} {
		if registry.Check([]byte(out)) != nil {
			t.Errorf("%s: a registered secret shows in %s", name, form)
		}
		for n, raw := range secrets {
			part := raw
			if strings.HasPrefix(raw, "eyJ") {
				part = raw[strings.IndexByte(raw, '.')+1:] // the header is no secret
			}
			if len(part) > 24 {
				part = part[:24]
			}
			if strings.Contains(out, part) {
				t.Errorf("%s: secret %d shows in %s", name, n, form)
			}
		}
	}
}

// What stands where a token belongs and is none.
func TestWhatIsNoToken(t *testing.T) {
	for text, want := range map[string]token.Kind{
		"Authorization: Bearer undefined":                                                          token.Literal,
		"-H 'authorization: Bearer null'":                                                          token.Literal,
		"Authorization: Bearer [object Object]":                                                    token.Literal,
		"Authorization: Bearer Promise {<pending>}":                                                token.Literal,
		"authorization: Bearer ":                                                                   token.Empty,
		"\"authorization\": \"Bearer \",":                                                          token.Empty,
		"authorization: Bearer <clerk token>":                                                      token.Literal,
		"authorization: Bearer sess_2abcdefghijklmnopqrstuvw":                                      token.Opaque,
		"authorization: Bearer Fe26.2*1*abcdefabcdefabcdef*xyz":                                    token.Opaque,
		`{"type":"Authenticate","baseVersion":0,"tokenType":"User","value":"null"}`:                token.Literal,
		`{"type":"Authenticate","baseVersion":0,"tokenType":"User","value":"mt_0123456789abcdef"}`: token.Opaque,
		"authorization: Basic dXNlcjpwYXNzd29yZA==":                                                token.Opaque,
		sampleToken()[:180]:                                                                        token.Cut,
		sampleToken()[:60] + "…":                                                                   token.Cut,
		sampleToken()[20:]:                                                                         token.Cut,
		sampleToken()[strings.Index(sampleToken(), ".")+31:]:                                       token.Cut,
		"sess_2abcdefghijklmnopqrstuvw\n":                                                          token.Opaque,
		"token: 'mt_0123456789abcdef'":                                                             token.Opaque,
		"ya29.a0AfH6SMBx_0123456789abcdefghij":                                                     token.Opaque,
		base(`{"alg":"dir","enc":"A256GCM","iss":"https://x.us.auth0.com/"}`) + ".." + base("0123456789ab") + "." + base("cipher text") + "." + base("0123456789abcdef"): token.EncryptedJWT,
	} {
		var registry secret.Registry
		result := Recognize([]byte(text), &registry)
		pieces := of(result.Pieces, KindToken)
		if len(pieces) != 1 {
			t.Errorf("%.60q: %d tokens", text, len(pieces))
			continue
		}
		if got := pieces[0].Data.(Token).Read.Kind; got != want {
			t.Errorf("%.60q: %s, want %s", text, got, want)
		}
	}
}

func TestNoTokenWhereThereIsNone(t *testing.T) {
	for _, text := range []string{
		"The bearer token is missing in the authorization header.", "Bearer tokens are described in RFC 6750.",
		"Authorization header: none", "use a Bearer scheme, please", "authorization is handled elsewhere",
		"eyJ is how a token begins", "see https://jwt.io for a decoder",
	} {
		var registry secret.Registry
		if pieces := of(Recognize([]byte(text), &registry).Pieces, KindToken); len(pieces) > 0 {
			t.Errorf("%q: %s", text, pieces[0].Summary)
		}
	}
}

func TestDecodedViews(t *testing.T) {
	header, payload := sampleHeader, samplePayload
	pretty := func(text string) string {
		var value any
		json.Unmarshal([]byte(text), &value)
		out, _ := json.MarshalIndent(value, "", "  ")
		return string(out)
	}
	for name, text := range map[string]string{
		"jwt.io":           "HEADER: ALGORITHM & TOKEN TYPE\n\n" + pretty(header) + "\n\nPAYLOAD: DATA\n\n" + pretty(payload) + "\n\nVERIFY SIGNATURE\n\nRSASHA256(",
		"fences":           "Header:\n```json\n" + pretty(header) + "\n```\nPayload:\n```json\n" + pretty(payload) + "\n```",
		"one object":       `{"header":` + header + `,"payload":` + payload + `}`,
		"named members":    `{"token_header":` + header + `,"token_payload":` + payload + `}`,
		"with a signature": `{"header":` + header + `,"payload":` + payload + `,"signature":"abc"}`,
		"one below other":  header + "\n" + payload,
		"quoted":           "> " + strings.ReplaceAll(pretty(header), "\n", "\n> ") + "\n>\n> " + strings.ReplaceAll(pretty(payload), "\n", "\n> "),
		"CRLF":             strings.ReplaceAll(pretty(header)+"\n"+pretty(payload), "\n", "\r\n"),
		"no-break spaces":  strings.ReplaceAll(pretty(header)+"\n"+pretty(payload), "  ", "\u00a0\u00a0"),
		"list":             "[" + header + "," + payload + "]",
		"in a JSON string": `{"body":` + asJSON(header+"\n"+payload) + `}`,
	} {
		t.Run(name, func(t *testing.T) {
			var registry secret.Registry
			pieces := of(Recognize([]byte(text), &registry).Pieces, KindToken)
			if len(pieces) != 1 {
				t.Fatalf("%d tokens", len(pieces))
			}
			read := pieces[0].Data.(Token).Read
			kid, _ := read.Header.String("kid")
			iss, _ := read.String("iss")
			if kid != "ins_2abcDEF" || iss != "https://verb-noun-00.clerk.accounts.dev" || read.Signature != token.NotSeen {
				t.Errorf("kid %q, iss %q, signature %s", kid, iss, read.Signature)
			}
		})
	}
}
