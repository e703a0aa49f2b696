package wire

import (
	"strings"
	"unicode/utf8"
)

// Redirect returns the address that a Location header names, seen from the address that was asked. ok is false when the
// backend does not take it for an address (RFC 3986 to the letter): then it takes the 3xx answer as it is (C21).
func Redirect(location string, from URI) (URI, bool) {
	target, ok := splitReference(location)
	if !ok || !from.absolute {
		return URI{}, false
	}
	base, ok := splitReference(from.String())
	if !ok {
		return URI{}, false
	}
	uri, err := ParseURI(target.against(base).String())
	return uri, err == nil
}

// reference is a URI reference taken apart as RFC 3986 appendix B does.
type reference struct {
	scheme, authority, path, query                 string
	hasScheme, hasAuthority, hasQuery, hasFragment bool
	fragment                                       string
}

func splitReference(text string) (reference, bool) {
	var ref reference
	rest := text
	if i := strings.IndexAny(rest, ":/?#"); i > 0 && rest[i] == ':' && isScheme(rest[:i]) {
		ref.scheme, ref.hasScheme, rest = rest[:i], true, rest[i+1:]
	}
	if rest, ref.fragment, ref.hasFragment = strings.Cut(rest, "#"); !isPart(ref.fragment, ":@/?") {
		return ref, false
	}
	if rest, ref.query, ref.hasQuery = strings.Cut(rest, "?"); !isPart(ref.query, ":@/?") {
		return ref, false
	}
	if after, ok := strings.CutPrefix(rest, "//"); ok {
		ref.hasAuthority = true
		ref.authority, rest = after, ""
		if i := strings.IndexByte(after, '/'); i >= 0 {
			ref.authority, rest = after[:i], after[i:]
		}
		if !isAuthority(ref.authority) {
			return ref, false
		}
	}
	ref.path = rest
	if !isPart(ref.path, ":@/") {
		return ref, false
	}
	if first, _, _ := strings.Cut(ref.path, "/"); !ref.hasScheme && !ref.hasAuthority && strings.Contains(first, ":") {
		return ref, false // it would be read as a scheme (RFC 3986 4.2)
	}
	return ref, true
}

func isScheme(text string) bool {
	for i := 0; i < len(text); i++ {
		c := text[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || !(c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.')) {
			return false
		}
	}
	return text != ""
}

func isAuthority(text string) bool {
	user, host, ok := strings.Cut(text, "@")
	if !ok {
		host, user = text, ""
	}
	if !isPart(user, ":") {
		return false
	}
	if inner, ok := strings.CutPrefix(host, "["); ok {
		address, port, ok := strings.Cut(inner, "]")
		return ok && isIPLiteral(address) && (port == "" || port[0] == ':' && isDigits(port[1:]))
	}
	host, port, _ := strings.Cut(host, ":")
	return isPart(host, "") && isDigits(port)
}

func isIPLiteral(text string) bool {
	if strings.HasPrefix(text, "v") || strings.HasPrefix(text, "V") {
		version, rest, ok := strings.Cut(text[1:], ".")
		return ok && version != "" && strings.Trim(version, "0123456789abcdefABCDEF") == "" && rest != "" &&
			!strings.Contains(rest, "%") && isPart(rest, ":")
	}
	return isIPv6(text)
}

func isDigits(text string) bool { return strings.Trim(text, "0123456789") == "" }

// isPart reports whether text has only unreserved characters, sub-delims, percent-encodings and the extra ones.
func isPart(text, extra string) bool {
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= utf8.RuneSelf:
			return false
		case isAlphanumeric(c), strings.IndexByte("-._~!$&'()*+,;=", c) >= 0, strings.IndexByte(extra, c) >= 0:
		case c == '%' && i+2 < len(text) && hexDigit(text[i+1]) >= 0 && hexDigit(text[i+2]) >= 0:
			i += 2
		default:
			return false
		}
	}
	return true
}

// against resolves ref against base (RFC 3986 5.2.2, strict).
func (ref reference) against(base reference) reference {
	out := reference{fragment: ref.fragment, hasFragment: ref.hasFragment, scheme: base.scheme, hasScheme: true}
	switch {
	case ref.hasScheme:
		out.scheme = ref.scheme
		out.authority, out.hasAuthority, out.query, out.hasQuery = ref.authority, ref.hasAuthority, ref.query, ref.hasQuery
		out.path = removeDots(ref.path)
		return out
	case ref.hasAuthority:
		out.authority, out.hasAuthority, out.query, out.hasQuery = ref.authority, true, ref.query, ref.hasQuery
		out.path = removeDots(ref.path)
		return out
	}
	out.authority, out.hasAuthority, out.query, out.hasQuery = base.authority, base.hasAuthority, ref.query, ref.hasQuery
	switch {
	case ref.path == "":
		out.path = base.path
		if !ref.hasQuery {
			out.query, out.hasQuery = base.query, base.hasQuery
		}
	case strings.HasPrefix(ref.path, "/"):
		out.path = removeDots(ref.path)
	case base.hasAuthority && base.path == "":
		out.path = removeDots("/" + ref.path)
	default:
		out.path = removeDots(base.path[:strings.LastIndexByte(base.path, '/')+1] + ref.path)
	}
	return out
}

// removeDots is RFC 3986 5.2.4.
func removeDots(path string) string {
	var out []string
	rest := path
	for rest != "" {
		switch {
		case strings.HasPrefix(rest, "../"):
			rest = rest[3:]
		case strings.HasPrefix(rest, "./"):
			rest = rest[2:]
		case strings.HasPrefix(rest, "/./"):
			rest = rest[2:]
		case rest == "/.":
			rest = "/"
		case strings.HasPrefix(rest, "/../"), rest == "/..":
			rest = "/" + strings.TrimPrefix(rest[3:], "/")
			if len(out) > 0 {
				out = out[:len(out)-1]
			}
		case rest == ".", rest == "..":
			rest = ""
		default:
			end := strings.IndexByte(rest[1:], '/') + 1
			if end == 0 {
				end = len(rest)
			}
			out = append(out, rest[:end])
			rest = rest[end:]
		}
	}
	return strings.Join(out, "")
}

func (ref reference) String() string {
	var out strings.Builder
	if ref.hasScheme {
		out.WriteString(ref.scheme + ":")
	}
	if ref.hasAuthority {
		out.WriteString("//" + ref.authority)
	}
	out.WriteString(ref.path)
	if ref.hasQuery {
		out.WriteString("?" + ref.query)
	}
	if ref.hasFragment {
		out.WriteString("#" + ref.fragment)
	}
	return out.String()
}
