package wire

import (
	"strings"
	"testing"
)

// Addresses as the WHATWG parser of the backend reads them; an empty href is a refusal with that error.
func TestParseURL(t *testing.T) {
	for _, c := range []struct{ raw, href, host, err string }{
		{"https://x.com", "https://x.com/", "x.com", ""},
		{"HTTPS://X.COM/a/../B?q#f", "https://x.com/B?q#f", "x.com", ""},
		{" https://x.com \n", "https://x.com/", "x.com", ""},
		{"https:x.com", "https://x.com/", "x.com", ""},
		{"https:\\\\x.com\\a", "https://x.com/a", "x.com", ""},
		{"https://x.com:443/", "https://x.com/", "x.com", ""},
		{"https://bücher.de", "https://xn--bcher-kva.de/", "xn--bcher-kva.de", ""},
		{"https://i_.exämple.com", "https://i_.xn--exmple-cua.com/", "i_.xn--exmple-cua.com", ""},
		{"https://x%41.com", "https://xa.com/", "xa.com", ""},
		{"https://1.2", "https://1.0.0.2/", "1.0.0.2", ""},
		{"http://[::1]:80/", "http://[::1]/", "[::1]", ""},
		{"mailto:a@b.com", "mailto:a@b.com", "", ""},
		{"foo://X/", "foo://X/", "X", ""},
		{"x.com", "", "", "relative URL without a base"},
		{"", "", "", "relative URL without a base"},
		{"https://", "", "", "empty host"},
		{"https://x.com:99999", "", "", "invalid port number"},
		{"https://x com", "", "", "invalid international domain name"},
		{"https://x%2fcom", "", "", "invalid international domain name"},
		{"https://xn--", "", "", "invalid international domain name"},
		{"https://" + strings.Repeat("P", 1000) + "é.com", "", "", "invalid international domain name"},
		{"https://xn--" + strings.Repeat("p", 1000) + "-hv1h.com", "", "", "invalid international domain name"},
		{"http://[::1", "", "", "invalid IPv6 address"},
		{"http://[::1]]", "", "", "invalid IPv6 address"},
		{"https://256.256.256.256", "", "", "invalid IPv4 address"},
		{"https://1.-2.3", "", "", "invalid IPv4 address"},
		{"https://127.0.0.-1:3211", "https://127.0.0.-1:3211/", "127.0.0.-1", ""},
		{"http://+1.", "http://+1./", "+1.", ""},
		{"https://[v1.+]", "", "", "invalid IPv6 address"},
		{"foo://x y", "", "", "invalid domain character"},
	} {
		got, err := ParseURL(c.raw)
		said := ""
		if err != nil {
			said = err.Error()
		}
		if got.Href != c.href || got.Host != c.host || said != c.err {
			t.Errorf("%q: %+v %q, want %q %q %q", c.raw, got, said, c.href, c.host, c.err)
		}
		if (CheckURL(c.raw) == nil) != (c.err == "") {
			t.Errorf("CheckURL(%q) does not agree", c.raw)
		}
		long := strings.TrimSpace(c.raw) + "/" + strings.Repeat("a", whole)
		if c.href != "" && CheckURL(long) != nil {
			t.Errorf("CheckURL refuses %.40q with a long path", long)
		}
	}
	if _, err := ParseURL("https://x.com/" + strings.Repeat("a", longest)); err != ErrTooLong {
		t.Errorf("a long address: %v", err)
	}
}

// Addresses of requests (crate http): stricter than URLs before the path, laxer in it.
func TestParseURI(t *testing.T) {
	for _, c := range []struct{ raw, uri, err string }{
		{"https://x.com", "https://x.com/", ""}, {"HTTPS://X.com/a#f", "https://X.com/a", ""}, {"https://x.com?a", "https://x.com/?a", ""},
		{"example.com", "example.com", ""}, {"localhost:3000", "localhost:3000", ""}, {"/jwks", "/jwks", ""}, {"*", "*", ""}, {"a://b", "a://b/", ""},
		{"https://x.com/é", "https://x.com/é", ""}, {"https://x.com/{a}", "https://x.com/{a}", ""},
		{"", "", "empty string"}, {"example.com/jwks", "", "invalid format"}, {"https:///x", "", "invalid format"}, {"https://x.com/a b", "", "invalid uri character"},
		{"https://é.com", "", "invalid uri character"}, {"https://a:b:c", "", "invalid authority"}, {"https://x@", "", "invalid authority"},
		{"data:application/json,{}", "", "invalid format"}, {"https://x.com\n", "", "invalid uri character"}, {strings.Repeat("a", 65) + "://b", "", "scheme too long"},
	} {
		got, err := ParseURI(c.raw)
		said, uri := "", got.String()
		if err != nil {
			said, uri = err.Error(), ""
		}
		if uri != c.uri || said != c.err {
			t.Errorf("%q: %q %q, want %q %q", c.raw, uri, said, c.uri, c.err)
		}
	}
}

func TestDataURL(t *testing.T) {
	for _, c := range []struct {
		raw, body string
		ok, bad   bool
	}{
		{"data:,a%41#f", "aA", true, false}, {"DATA:text/plain;base64,e30", "{}", true, false}, {"data:; base64 ,e30", "{}", true, false}, {"data:;base64x,e30", "e30", true, false},
		{"data:; base64,e30=", "{}", true, false}, {" da\tta:;base64,e3\n0=\n", "{}", true, false}, {"data:;base64,e3=0", "", true, true},
		{"data:;base64,e", "", true, true}, {"data:;base64,e30==", "", true, true}, {"data:;base64,e31", "{}", true, false},
		{"data:,%zz%4", "%zz%zz%4", true, false}, {"data:x", "", false, false}, {"data:#,x", "", false, false}, {"https://x", "", false, false}, {"dat", "", false, false},
	} {
		body, ok, err := DataURL(c.raw)
		if ok != c.ok || (err != nil) != c.bad || err == nil && string(body) != c.body {
			t.Errorf("%q: %q %v %v", c.raw, body, ok, err)
		}
	}
}

func TestParseMediaType(t *testing.T) {
	for _, c := range []struct {
		text, essence string
		utf8, ok      bool
	}{
		{"application/json", "application/json", true, true}, {"A/B;Charset=UTF-8", "a/b", true, true}, {`a/b; x=y;charset="utf-8" ; z=1`, "a/b", true, true},
		{"a/b; charset=latin1; charset=utf-8", "a/b", false, true}, {"a/b;", "a/b", true, true}, {"a/b; ", "a/b", true, true}, {"a/b;charset=", "a/b", false, true},
		{"a/b; charset", "", false, false}, {"a/b ;c=d", "", false, false}, {"a/b, a/b", "", false, false}, {"a", "", false, false}, {"", "", false, false},
		{" a/b", "", false, false}, {`a/b;c="`, "", false, false}, {`a/b;c="x"y`, "", false, false}, {"*/*", "*/*", true, true},
	} {
		got, ok := ParseMediaType(c.text)
		if ok != c.ok || ok && (got.Essence != c.essence || got.UTF8() != c.utf8) {
			t.Errorf("%q: %+v %v", c.text, got, ok)
		}
	}
}

func TestRedirect(t *testing.T) {
	from, err := ParseURI("https://x.com/a/b?q")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ location, to string }{
		{"/c", "https://x.com/c"}, {"c", "https://x.com/a/c"}, {"../c", "https://x.com/c"}, {"?r", "https://x.com/a/b?r"}, {"", "https://x.com/a/b?q"}, {"#f", "https://x.com/a/b?q"},
		{"//y.com/z", "https://y.com/z"}, {"ftp://y.com", "ftp://y.com/"}, {"https://[::1]:8/x", "https://[::1]:8/x"},
		{"http://[::1", ""}, {"/a b", ""}, {"/é", ""}, {"/%zz", ""}, {"1:2", ""}, {"mailto:x", "mailto:x"},
	} {
		got, ok := Redirect(c.location, from)
		if ok != (c.to != "") || ok && got.String() != c.to {
			t.Errorf("%q: %q %v, want %q", c.location, got, ok, c.to)
		}
	}
}

func TestEndsWithTLD(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "x.com": true, "x.co.uk": true, "x.zip": true, "x.xn--p1ai": true, "x.ck": true, "x.arpa": true, "x.bentley": true,
		"x": false, "x.localhost": false, "x.test": false, "x.onion": false, "x.hotel": false, "x.com.": false, "127.0.0.1": false, "[::1]": false, "": false, "x.COM": false,
	} {
		if got := EndsWithTLD(host); got != want {
			t.Errorf("EndsWithTLD(%q) = %v", host, got)
		}
	}
}

func FuzzAddresses(f *testing.F) {
	for _, seed := range []string{"https://x.com/a?b#c", "http://[::1]:80", "data:;base64,e30=", "x://y z", "https://é.com:1/%41", "a/b; c=\"d\""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := ParseURL(text)
		if (CheckURL(text) == nil) != (err == nil) && len(text) < longest {
			t.Errorf("CheckURL and ParseURL do not agree on %q: %v", text, err)
		}
		if err == nil {
			if again, err := ParseURL(parsed.Href); err != nil || again.Scheme != parsed.Scheme {
				t.Errorf("%q gives %q, which gives %q %v", text, parsed.Href, again.Href, err)
			}
		}
		if uri, err := ParseURI(text); err == nil {
			Redirect(text, uri)
		}
		DataURL(text)
		ParseMediaType(text)
		EndsWithTLD(text)
	})
}
