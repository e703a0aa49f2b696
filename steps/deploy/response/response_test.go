package response

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	type hop struct {
		URL    string
		Status int
	}
	for _, test := range []struct {
		name     string
		text     string
		hops     []hop
		body     string
		bodySeen bool
		media    string
		failure  string
	}{
		{"curl -i", "HTTP/2 200 \r\ncontent-type: application/json\r\ncache-control: public\r\n\r\n{\"a\":1}\n",
			[]hop{{"", 200}}, "{\"a\":1}\n", true, "application/json", ""},
		{"curl -i with its command", "$ curl -i https://app.example.com/x\nHTTP/1.1 404 Not Found\nContent-Length: 0\n\n",
			[]hop{{"https://app.example.com/x", 404}}, "", true, "", ""},
		{"curl -iL", "$ curl -iL https://example.com/x\nHTTP/1.1 301 Moved Permanently\nLocation: https://www.example.com/x\n\nHTTP/2 200\ncontent-type: text/plain\n\nhello",
			[]hop{{"https://example.com/x", 301}, {"https://www.example.com/x", 200}}, "hello", true, "text/plain", ""},
		{"a redirect with a body in between", "HTTP/1.1 302 Found\nLocation: /b\nContent-Type: text/html\n\n<html>moved</html>\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n[]",
			[]hop{{"", 302}, {"/b", 200}}, "[]", true, "application/json", ""},
		{"a redirect that was not followed", "HTTP/2 307\nlocation: /login\n\n",
			[]hop{{"", 307}}, "", true, "", ""},
		{"100 Continue and 103 Early Hints", "HTTP/1.1 100 Continue\n\nHTTP/1.1 103 Early Hints\nlink: </a.css>\n\nHTTP/1.1 200 OK\ncontent-type: application/json\n\n{}",
			[]hop{{"", 200}}, "{}", true, "application/json", ""},
		{"a proxy's CONNECT", "HTTP/1.1 200 Connection established\n\nHTTP/2 200\ncontent-type: application/json\n\n{}",
			[]hop{{"", 200}}, "{}", true, "application/json", ""},
		{"an HTTP line within a body", "HTTP/1.1 200 OK\ncontent-type: text/plain\n\nHTTP/1.1 404 Not Found\n",
			[]hop{{"", 200}}, "HTTP/1.1 404 Not Found\n", true, "text/plain", ""},
		{"curl -I", "$ curl -I https://a.test/\nHTTP/2 200\ncontent-type: application/json\ncontent-length: 20\n\n",
			[]hop{{"https://a.test/", 200}}, "", false, "application/json", ""},
		{"headers without a body and without an empty line", "HTTP/2 200\ncontent-type: application/json",
			[]hop{{"", 200}}, "", false, "application/json", ""},
		{"an empty 404", "HTTP/2 404\nconvex-usher: x\ndate: Sat, 21 Nov 2026 10:00:00 GMT\n\n",
			[]hop{{"", 404}}, "", true, "", ""},
		{"a body alone", "{\"applinks\":{}}", nil, "{\"applinks\":{}}", true, "", ""},
		{"a security.txt alone is no header block", "Contact: mailto:a@example.com\nExpires: 2027-01-01T00:00:00Z\n", nil,
			"Contact: mailto:a@example.com\nExpires: 2027-01-01T00:00:00Z\n", true, "", ""},
		{"HTML alone", "<!DOCTYPE html><html></html>", nil, "<!DOCTYPE html><html></html>", true, "", ""},
		{"nothing", "", nil, "", false, "", ""},
		{"headers from the network tab", "Request URL: https://a.test/x\nRequest Method: GET\nStatus Code: 404 Not Found\ncontent-type: text/html; charset=utf-8\n",
			[]hop{{"https://a.test/x", 404}}, "", false, "text/html", ""},
		{"headers from the network tab, values on lines of their own", "Request URL:\nhttps://a.test/x\nRequest Method:\nGET\nStatus Code:\n404 Not Found\ncontent-type:\ntext/html; charset=utf-8\ndate:\nSat, 21 Nov 2026 10:00:00 GMT\n",
			[]hop{{"https://a.test/x", 404}}, "", false, "text/html", ""},
		{"headers without a status", "content-type: application/json\ncache-control: max-age=300\n",
			[]hop{{"", 0}}, "", false, "application/json", ""},
		{"HTTP/2 pseudo headers", ":status: 200\ncontent-type: application/json\n\n{}",
			[]hop{{"", 200}}, "{}", true, "application/json", ""},
		{"an error of curl", "curl: (60) SSL certificate problem: self-signed certificate\n", nil, "", false, "", "(60) SSL certificate problem: self-signed certificate"},
		{"wget -S", "  HTTP/1.1 200 OK\n  Content-Type: application/json\n\n{}", []hop{{"", 200}}, "{}", true, "application/json", ""},
		{"curl -v", "* Host a.test:443 was resolved.\n*   Trying 192.0.2.1:443...\n* Connected to a.test (192.0.2.1) port 443\n> GET /x HTTP/1.1\n> Host: a.test\n> Accept: */*\n>\n< HTTP/1.1 200 OK\n< Content-Type: application/json\n< Content-Length: 7\n<\n{ [7 bytes data]\n{\"a\":1}* Connection #0 to host a.test left intact\n",
			[]hop{{"https://a.test/x", 200}}, "{\"a\":1}", true, "application/json", ""},
		{"curl -vL", "> GET /x HTTP/2\n> Host: a.test\n>\n< HTTP/2 301\n< location: https://b.test/x\n<\n<html></html>\n* Issue another request to this URL: 'https://b.test/x'\n> GET /x HTTP/2\n> Host: b.test\n>\n< HTTP/2 200\n< content-type: application/json\n<\n[]\n",
			[]hop{{"https://a.test/x", 301}, {"https://b.test/x", 200}}, "[]", true, "application/json", ""},
		{"CRLF in a body", "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\na\r\nb\r\n", []hop{{"", 200}}, "a\r\nb\r\n", true, "text/plain", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := Parse([]byte(test.text))
			var hops []hop
			for _, one := range got.Hops {
				hops = append(hops, hop{one.URL, one.Status})
			}
			if diff := cmp.Diff(test.hops, hops); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
			if string(got.Body) != test.body || got.BodySeen != test.bodySeen {
				t.Errorf("body %q seen %v, want %q seen %v", got.Body, got.BodySeen, test.body, test.bodySeen)
			}
			if media, _, _ := got.ContentType(); media != test.media {
				t.Errorf("media type %q, want %q", media, test.media)
			}
			if got.Failure != test.failure {
				t.Errorf("failure %q, want %q", got.Failure, test.failure)
			}
		})
	}
}

func TestExchange(t *testing.T) {
	redirect := Parse([]byte("$ curl -i https://example.com/.well-known/x\nHTTP/2 308\nlocation: /y\n\n"))
	if target, ok := redirect.Redirected(); !ok || target != "https://example.com/y" {
		t.Errorf("redirected %v to %q", ok, target)
	}
	if _, ok := Parse([]byte("HTTP/2 304\n\n")).Redirected(); ok {
		t.Error("304 is taken for a redirect")
	}
	for text, want := range map[string]bool{
		"HTTP/2 200\ncontent-type: text/html\n\nx":         true,
		"\n <!doctype html>":                               true,
		"<HTML lang=en>":                                   true,
		"HTTP/2 200\ncontent-type: application/json\n\n{}": false,
		"{\"a\":\"<html>\"}":                               false,
	} {
		if got := Parse([]byte(text)).IsHTML(); got != want {
			t.Errorf("IsHTML of %q is %v", text, got)
		}
	}
}

// A cookie's value is not kept, since an answer may be shown.
func TestCookiesAreBlotted(t *testing.T) {
	got, _ := Parse([]byte("HTTP/2 302\nset-cookie: __Host-a=s3cr3t; Path=/; Secure\nauthorization: Bearer s3cr3t\n\n")).Header("Set-Cookie")
	if want := "__Host-a=xxxxxx; Path=/; Secure"; got != want {
		t.Errorf("Set-Cookie: %q, want %q", got, want)
	}
}

func TestParseLongChains(t *testing.T) {
	got := Parse([]byte(strings.Repeat("HTTP/1.1 302 Found\nlocation: /a\n\n", 5000)))
	if len(got.Hops) == 0 || len(got.Hops) > maxHops {
		t.Errorf("%d answers", len(got.Hops))
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("$ curl -iL https://a.test\nHTTP/2 301\nlocation: /b\n\nHTTP/2 200\r\ncontent-type: a/b\r\n\r\n{}"))
	f.Add([]byte("> GET / HTTP/1.1\n< HTTP/1.1 200 OK\n< a: b\n<\nx* Closing connection\n"))
	f.Add([]byte(":status: 200\nX:\n\xff\x00"))
	f.Fuzz(func(t *testing.T, text []byte) {
		got := Parse(text)
		if len(got.Hops) > maxHops {
			t.Fatalf("%d answers", len(got.Hops))
		}
		if len(got.Body) > len(text) {
			t.Fatal("the body is longer than the text")
		}
		got.IsHTML()
		got.Empty()
		got.Redirected()
	})
}
