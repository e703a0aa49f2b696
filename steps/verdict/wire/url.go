// Package wire reads addresses and header values as the backend's network libraries do: the WHATWG URL parser (url),
// the stricter form of a request's address (http), data: URLs (data-url), media types (mime) and redirects. Nothing here
// opens a connection.
package wire

import (
	"errors"
	"strings"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// URL is an address as the WHATWG parser serialises it.
type URL struct {
	Href   string // the whole address, with its fragment
	Scheme string // in lower case
	Host   string // as serialised: lower case, punycode; "" when there is none
}

// ErrTooLong is the error for an address that no request can carry. It bounds the work on hostile input.
var ErrTooLong = errors.New("address too long")

const (
	// longest is the most bytes that a request's address may have (http: u16::MAX - 1).
	longest = 65534
	// whole is up to how many bytes an address is parsed in one piece even when only its validity is asked for.
	whole = 2048
)

// ParseURL parses raw as an absolute address (https://url.spec.whatwg.org/#concept-basic-url-parser without a base).
// The errors are worded as those of the backend's parser, as far as they can be told apart.
func ParseURL(raw string) (URL, error) {
	if len(raw) > longest {
		return URL{}, ErrTooLong
	}
	var host string
	var hostErr error
	signed := false
	// The library's own look at the host is lax here: checkHost is closer to the backend's.
	parser := whatwg.NewParser(whatwg.WithLaxHostParsing(), whatwg.WithPreParseHostFunc(func(url *whatwg.Url, text string) string {
		host, hostErr = checkHost(text, isSpecial(url.Scheme()))
		if signed = isSpecial(url.Scheme()) && endsInSigned(host); signed {
			return "signed" // the library would take the last label for a number
		}
		return host
	}), whatwg.WithPostParseHostFunc(func(_ *whatwg.Url, text string) string {
		if signed {
			return host
		}
		return text
	}))
	parsed, err := parser.Parse(raw)
	switch {
	case err == nil && hostErr == nil:
		return URL{Href: parsed.Href(false), Scheme: parsed.Scheme(), Host: parsed.Hostname()}, nil
	case hostErr != nil && schemeEnd(raw) >= 0:
		return URL{}, hostErr
	}
	return URL{}, explain(raw, host, err)
}

// CheckURL reports whether raw is an absolute address, in time that grows with its length only: what follows the host
// never makes an address invalid, so of a long one only the part up to there is parsed.
func CheckURL(raw string) error {
	if len(raw) > whole {
		_, _, err := SchemeAndHost(raw)
		return err
	}
	_, err := ParseURL(raw)
	return err
}

// SchemeAndHost is ParseURL for an address of any length: it parses only what stands before the path.
func SchemeAndHost(raw string) (scheme, host string, err error) {
	if end := authorityEnd(raw); end < len(raw) {
		raw = raw[:end] + "/" // so that what stood before it is not at the end, where blanks are cut off
	}
	parsed, err := ParseURL(raw)
	return parsed.Scheme, parsed.Host, err
}

// explain words a parser's error as the backend does (url 2.5.4, C20). host is the host that the parser came to, if any.
func explain(raw, host string, err error) error {
	text := err.Error()
	switch {
	case schemeEnd(raw) < 0:
		return errors.New("relative URL without a base")
	case strings.HasPrefix(host, "["):
		return errIPv6
	case strings.Contains(text, "port"):
		return errors.New("invalid port number")
	case host == "":
		return errors.New("empty host")
	case strings.Contains(text, "IPv4"):
		return errIPv4
	}
	return errDomain
}

func isSpecial(scheme string) bool {
	switch scheme {
	case "http", "https", "ws", "wss", "ftp", "file":
		return true
	}
	return false
}

// schemeEnd returns the index of the colon after a scheme, or -1 when raw does not begin with a scheme.
func schemeEnd(raw string) int {
	seen := false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\t' || c == '\n' || c == '\r' || !seen && c <= ' ':
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			seen = true
		case seen && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		case seen && c == ':':
			return i
		default:
			return -1
		}
	}
	return -1
}

// schemeOf returns the scheme in lower case, or "".
func schemeOf(raw string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, raw[:max(0, schemeEnd(raw))]))
}

// authorityEnd returns where the part of raw ends that can make it invalid.
func authorityEnd(raw string) int {
	colon := schemeEnd(raw)
	if colon < 0 {
		return min(len(raw), whole)
	}
	special, i := isSpecial(schemeOf(raw)), colon+1
	slashes := 0
	for ; i < len(raw); i++ {
		c := raw[i]
		if c == '\t' || c == '\n' || c == '\r' {
			continue
		}
		if c != '/' && !(special && c == '\\') || !special && slashes == 2 {
			break
		}
		slashes++
	}
	if !special && slashes < 2 {
		return colon + 1
	}
	for ; i < len(raw); i++ {
		if c := raw[i]; c == '/' || c == '?' || c == '#' || special && c == '\\' {
			break
		}
	}
	return i
}
