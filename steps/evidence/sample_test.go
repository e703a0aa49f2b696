package evidence

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// The samples are made here, so that no token or key of anybody stands in the repository. Nothing signs them.

func base(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// filler is text for signatures and keys, as long as asked for.
func filler(n int) string {
	return strings.Repeat("nothing is signed by this text, it only has the right length. ", n/60+1)[:n]
}

const (
	sampleHeader  = `{"alg":"RS256","kid":"ins_2abcDEF","typ":"JWT"}`
	samplePayload = `{"iss":"https://verb-noun-00.clerk.accounts.dev","sub":"user_2NNEqL2nrIRdJ194ndJqAHwEfxC","sid":"sess_2abc","azp":"http://localhost:3000","iat":1790000000,"exp":1790000060}`
)

func sampleToken() string {
	return base(sampleHeader) + "." + base(samplePayload) + "." + base64.RawURLEncoding.EncodeToString([]byte(filler(256)))
}

// tokenNumber is a token that differs from the others.
func tokenNumber(n int) string {
	payload := fmt.Sprintf(`{"iss":"https://verb-noun-00.clerk.accounts.dev","aud":"convex","sub":"user_%d","iat":1790000000,"exp":%d}`, n, 1790000060+n)
	return base(sampleHeader) + "." + base(payload) + "." + base64.RawURLEncoding.EncodeToString([]byte(filler(256)))
}

// mixedText is what people paste, repeated up to a length: logs, stacks, prose, JSON, variables, tokens, errors.
func mixedText(size int) []byte {
	var out strings.Builder
	for n := 0; out.Len() < size; n++ {
		fmt.Fprintf(&out, "8/22/2026, 12:14:%02d AM [CONVEX Q(users:me)] [LOG] 'server identity' null\n", n%60)
		fmt.Fprintf(&out, "8/22/2026, 12:14:%02d AM [CONVEX M(messages:send)] Uncaught Error: Not authenticated\n    at handler (../convex/messages.ts:12:4)\n", n%60)
		for line := range 24 {
			fmt.Fprintf(&out, "web:dev: GET /dashboard/%d 200 in %dms, compiled in %d modules (client and server)\n", n*24+line, line+12, n%900)
			out.WriteString("The page is rendered twice because React mounts the component again; that is expected here.\n")
			out.WriteString("    at renderWithHooks (webpack-internal:///node_modules/react-dom/cjs/react-dom.development.js:16305:18)\n")
		}
		fmt.Fprintf(&out, `{"level":"info","time":%d,"msg":"request done","req":{"id":%d,"url":"/api/items?page=%d"},"ms":%d}`+"\n", 1790000000+n, n, n%50, n%300)
		if n%40 == 0 {
			out.WriteString("Authorization: Bearer " + tokenNumber(n) + "\n\n")
			out.WriteString("SITE_URL=https://app.example.com\nCLERK_JWT_ISSUER_DOMAIN=https://verb-noun-00.clerk.accounts.dev\n\n")
		}
		if n%25 == 0 {
			out.WriteString("Failed to authenticate: \"Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.\", check your server auth config\n")
		}
	}
	return []byte(out.String()[:size])
}

// repeated gives a text again and again, up to a length, without holding it.
type repeated struct {
	head, body, tail string
	left             int64 // bytes of body to come
	at               int
	state            int
}

func (source *repeated) Read(p []byte) (int, error) {
	var text string
	switch source.state {
	case 0:
		text = source.head
	case 1:
		text = source.body
	case 2:
		text = source.tail
	default:
		return 0, io.EOF
	}
	n := copy(p, text[source.at:])
	source.at += n
	if source.at == len(text) {
		source.at = 0
		if source.state != 1 {
			source.state++
		} else if source.left -= int64(len(text)); source.left <= 0 {
			source.state++
		}
	}
	return n, nil
}

// harEntry is one entry of a browser's network log.
func harEntry(url string, status int, body string) string {
	text, _ := json.Marshal(body)
	return fmt.Sprintf(`{"startedDateTime":"2026-11-21T18:46:00.280Z","time":12.5,"request":{"method":"GET","url":%q,"httpVersion":"http/2.0","headers":[{"name":"accept","value":"*/*"},{"name":"user-agent","value":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"},{"name":"sec-ch-ua","value":"\"Chromium\";v=\"156\""}],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0},"response":{"status":%d,"statusText":"","httpVersion":"http/2.0","headers":[{"name":"content-type","value":"text/javascript"},{"name":"cache-control","value":"max-age=31536000"}],"cookies":[],"content":{"size":%d,"mimeType":"text/javascript","text":%s},"redirectURL":"","headersSize":-1,"bodySize":-1},"cache":{},"timings":{"send":0,"wait":1,"receive":0}}`,
		url, status, len(body), text)
}

// largeHAR is a HAR file of about the given size with a socket among many other requests.
func largeHAR(size int64) io.Reader {
	script := strings.Repeat("function(e,t){\"use strict\";return e.map((n)=>n.id===t?{...n,done:!0}:n)}\n", 400)
	var body strings.Builder
	for n := range 20 {
		body.WriteString(harEntry(fmt.Sprintf("https://app.example.com/assets/chunk-%d.js", n), 200, script))
		body.WriteString(",")
	}
	frame, _ := json.Marshal(`{"type":"Authenticate","baseVersion":0,"tokenType":"User","value":"` + sampleToken() + `"}`)
	refusal, _ := json.Marshal(`{"type":"AuthError","error":"Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.","baseVersion":0,"authUpdateAttempted":true}`)
	socket := `{"startedDateTime":"2026-11-21T18:46:00.535Z","time":1,"request":{"method":"GET","url":"wss://happy-otter-123.convex.cloud/api/1.48.0/sync","headers":[]},"response":{"status":101},"_resourceType":"websocket","_webSocketMessages":[{"type":"send","time":1,"opcode":1,"data":` + string(frame) + `},{"type":"receive","time":2,"opcode":1,"data":` + string(refusal) + `}]}`
	return &repeated{head: `{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[],"entries":[`, body: body.String(), tail: socket + `]}}`, left: size}
}
