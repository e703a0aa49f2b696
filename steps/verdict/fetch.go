package verdict

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"convex-auth-doctor/steps/messages"
	"convex-auth-doctor/steps/verdict/wire"
)

// mostRedirects is how many redirects the backend follows (C21).
const mostRedirects = 10

// answer is what a request came to.
type answer struct {
	status      int
	contentType string
	hasType     bool
	body        []byte
	unreachable string // not empty: there was no answer, in the words of the backend's client
	plainly     string // the same as the end of a sentence: "the key set could not be fetched: …"
	unseen      string // not empty: this address was not looked at
}

// fetch asks for an address as the backend's client does: redirects are followed, a byte outside ASCII in a header is
// an error, of several lines of one header the last counts (C11, C15, C21).
func (documents Documents) fetch(uri wire.URI) answer {
	url, err := wire.ParseURL(uri.String())
	switch {
	case err != nil:
		return answer{unreachable: "builder error", plainly: noURL + ": " + err.Error()}
	case url.Host == "" && url.Scheme != "file":
		return answer{unreachable: "builder error", plainly: noURL}
	case url.Scheme != "http" && url.Scheme != "https":
		return answer{unreachable: "builder error for url (" + url.Href + ")", plainly: onlyHTTP}
	}
	if uri, err = wire.ParseURI(withoutUser(url.Href)); err != nil {
		return answer{unreachable: "builder error", plainly: noURL + ": " + err.Error()}
	}
	for redirects := 0; ; redirects++ {
		at := uri.String()
		document, ok := documents.ByURL[at]
		if !ok && documents.Unseen {
			return answer{unseen: at}
		}
		if why := document.noAnswer(ok); why != "" {
			return answer{unreachable: "error sending request for url (" + at + ")", plainly: why}
		}
		target, ok := document.redirect(uri)
		if !ok {
			return document.answer(at)
		}
		next, err := wire.ParseURL(target.String())
		switch {
		case err != nil:
			return answer{unreachable: "builder error", plainly: "it redirects to " + quote(target.String()) + ", which is no URL: " + err.Error()}
		case redirects == mostRedirects:
			return answer{unreachable: "error following redirect for url (" + at + ")", plainly: "it redirects more than 10 times"}
		case next.Scheme != "http" && next.Scheme != "https":
			return answer{unreachable: "builder error for url (" + next.Href + ")", plainly: "it redirects to " + quote(next.Href) + "; " + onlyHTTP}
		}
		uri = target
	}
}

const (
	noURL    = "no request can be made to it"
	onlyHTTP = "Convex asks only http and https addresses"
)

// noAnswer says why there is no answer, "" when there is one.
func (document Document) noAnswer(known bool) string {
	switch {
	case document.Unreachable != "":
		return document.Unreachable
	case !known:
		return "nothing answers at that address"
	case !document.valid():
		return "what answers is no valid HTTP"
	}
	return ""
}

// withoutUser cuts a user name and password out of an address, as the backend's client does before it asks.
func withoutUser(href string) string {
	scheme, rest, _ := strings.Cut(href, "://")
	authority, path := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority, path = rest[:i], rest[i:]
	}
	return scheme + "://" + authority[strings.LastIndexByte(authority, '@')+1:] + path
}

// valid reports whether the document can be an HTTP answer at all.
func (document Document) valid() bool {
	if document.Status < 100 || document.Status > 999 {
		return false
	}
	for _, header := range document.Headers {
		for i := 0; i < len(header.Value); i++ {
			if c := header.Value[i]; c < 0x20 && c != '\t' || c == 0x7f {
				return false
			}
		}
	}
	return true
}

// redirect returns where a 3xx answer leads, if it leads anywhere. Of several Location lines the first counts.
func (document Document) redirect(from wire.URI) (wire.URI, bool) {
	switch document.Status {
	case 301, 302, 303, 307, 308:
	default:
		return wire.URI{}, false
	}
	for _, header := range document.Headers {
		if strings.EqualFold(header.Name, "Location") {
			if !utf8.ValidString(header.Value) {
				return wire.URI{}, false
			}
			return wire.Redirect(header.Value, from)
		}
	}
	return wire.URI{}, false
}

func (document Document) answer(at string) answer {
	got := answer{status: document.Status, body: document.Body}
	for _, header := range document.Headers {
		for i := 0; i < len(header.Value); i++ {
			if header.Value[i] >= 0x80 {
				return answer{unreachable: "failed to convert header to a str",
					plainly: "the header " + cut(header.Name, 60) + " of its answer has a byte outside ASCII, which Convex cannot read"}
			}
		}
		if strings.EqualFold(header.Name, "Content-Type") {
			got.contentType, got.hasType = header.Value, true
		}
	}
	if got.status == 407 {
		return answer{unreachable: messages.BackendForbidden.Say("url", at), plainly: "Convex's proxy does not ask private or local addresses"}
	}
	return got
}

// oidcType reports whether a Content-Type is fine for an OIDC document: absent, or what stands before the first ";" is
// one of these, in any case and to the letter otherwise (B 1.20, 1.23).
func (got answer) oidcType(allowed ...string) bool {
	if !got.hasType {
		return true
	}
	essence, _, _ := strings.Cut(got.contentType, ";")
	return slices.Contains(allowed, strings.ToLower(essence))
}

// customType reports whether a Content-Type is fine for a customJwt key set (B 1.38, C15).
func (got answer) customType() bool {
	media, ok := wire.ParseMediaType(got.contentType)
	return got.hasType && ok && media.UTF8() && (media.Essence == typeJSON || media.Essence == typeJWKSet)
}

const (
	typeJSON   = "application/json"
	typeJWKSet = "application/jwk-set+json"
)

// typeText returns the Content-Type for people.
func (got answer) typeText() string {
	if !got.hasType {
		return "no Content-Type"
	}
	return quote(got.contentType)
}

// statusText writes a status as the backend's HTTP library does: the number and its reason.
func statusText(status int, unknown string) string {
	reason, ok := reasons[status]
	if !ok {
		reason = unknown
	}
	return strconv.Itoa(status) + " " + reason
}

// reasons are the reason phrases of crate http, which are those of IANA's list with a few older ones.
var reasons = map[int]string{
	100: "Continue", 101: "Switching Protocols", 102: "Processing",
	200: "OK", 201: "Created", 202: "Accepted", 203: "Non Authoritative Information", 204: "No Content", 205: "Reset Content",
	206: "Partial Content", 207: "Multi-Status", 208: "Already Reported", 226: "IM Used",
	300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 305: "Use Proxy",
	307: "Temporary Redirect", 308: "Permanent Redirect",
	400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
	405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required", 408: "Request Timeout",
	409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed", 413: "Payload Too Large",
	414: "URI Too Long", 415: "Unsupported Media Type", 416: "Range Not Satisfiable", 417: "Expectation Failed",
	418: "I'm a teapot", 421: "Misdirected Request", 422: "Unprocessable Entity", 423: "Locked", 424: "Failed Dependency",
	425: "Too Early", 426: "Upgrade Required", 428: "Precondition Required", 429: "Too Many Requests",
	431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons",
	500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
	504: "Gateway Timeout", 505: "HTTP Version Not Supported", 506: "Variant Also Negotiates", 507: "Insufficient Storage",
	508: "Loop Detected", 510: "Not Extended", 511: "Network Authentication Required",
}

// discoveryURL returns where the discovery document of an iss is: the address as the backend asks for it (B 1.19).
func discoveryURL(iss string) (wire.URI, error) {
	slash := "/"
	if strings.HasSuffix(iss, "/") {
		slash = ""
	}
	url, err := wire.ParseURL(iss + slash + ".well-known/openid-configuration")
	if err != nil {
		return wire.URI{}, fmt.Errorf("the address of the discovery document: %w", err)
	}
	return wire.ParseURI(url.Href)
}

// DiscoveryURL returns the address of the discovery document that belongs to a token's iss, or an error when the iss is
// no absolute URL.
func DiscoveryURL(iss string) (string, error) {
	if err := wire.CheckURL(iss); err != nil {
		return "", err
	}
	uri, err := discoveryURL(iss)
	return uri.String(), err
}
