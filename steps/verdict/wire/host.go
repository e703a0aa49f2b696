package wire

import (
	"errors"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

var (
	errDomain    = errors.New("invalid international domain name")
	errCharacter = errors.New("invalid domain character")
	errIPv4      = errors.New("invalid IPv4 address")
	errIPv6      = errors.New("invalid IPv6 address")
)

// toASCII is UTS #46 processing as a URL parser wants it: any ASCII character may stand in a name.
var toASCII = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.VerifyDNSLength(false), idna.StrictDomainName(false),
	idna.ValidateLabels(true), idna.CheckHyphens(false), idna.CheckJoiners(true), idna.Transitional(false))

// checkHost returns a host as it goes into the address, before IP addresses are read, or why the backend refuses it.
func checkHost(host string, special bool) (string, error) {
	if strings.HasPrefix(host, "[") {
		if strings.Count(host, "[") != 1 || strings.Count(host, "]") != 1 || !strings.HasSuffix(host, "]") {
			return host, errIPv6
		}
		return host, nil
	}
	if !special {
		if strings.ContainsAny(host, "\x00\t\n\r #/:<>?@[\\]^|") {
			return host, errCharacter
		}
		return host, nil
	}
	domain, err := decodePercent(host)
	if err != nil || !utf8.ValidString(domain) {
		return host, errDomain
	}
	for _, label := range strings.FieldsFunc(domain, isDot) {
		if strings.EqualFold(label, "xn--") {
			return host, errDomain
		}
	}
	ascii, err := toASCII.ToASCII(domain)
	if err != nil && !plainASCII(domain) || strings.ContainsFunc(ascii, isForbidden) || hasLongLabel(ascii) {
		return host, errDomain
	}
	if plainASCII(domain) {
		ascii = strings.ToLower(domain)
	}
	return ascii, checkIPv4(ascii)
}

// How long an international label may be for the backend's parser: as characters, and as punycode without its "xn--" (the
// limits of ICU, https://github.com/whatwg/url/issues/824).
const (
	longestLabel    = 1000
	longestPunycode = 2000
)

// hasLongLabel reports whether an international label of a name is longer than the parser takes.
func hasLongLabel(ascii string) bool {
	for _, label := range strings.Split(ascii, ".") {
		punycode, found := strings.CutPrefix(label, "xn--")
		if !found || len(punycode) <= longestLabel { // a character takes a byte or more
			continue
		}
		if unicode, _ := idna.Punycode.ToUnicode(label); len(punycode) > longestPunycode || utf8.RuneCountInString(unicode) > longestLabel {
			return true
		}
	}
	return false
}

// plainASCII reports whether a domain is ASCII without punycode: then nothing in it needs to be a name.
func plainASCII(domain string) bool {
	return strings.IndexFunc(domain, func(r rune) bool { return r > 0x7f }) < 0 && !strings.Contains(strings.ToLower(domain), "xn--")
}

// isDot reports the characters that separate labels (UTS #46).
func isDot(r rune) bool { return r == '.' || r == '\u3002' || r == '\uff0e' || r == '\uff61' }

// isForbidden reports what is not allowed in the host of an http address (forbidden domain code points).
func isForbidden(r rune) bool {
	return r <= ' ' || r == 0x7f || strings.ContainsRune("#/:<>?@[\\]^|%", r)
}

// decodePercent decodes percent-encodings and keeps a "%" that begins none.
func decodePercent(host string) (string, error) {
	var out strings.Builder
	for i := 0; i < len(host); i++ {
		if host[i] == '%' && i+2 < len(host) && hexDigit(host[i+1]) >= 0 && hexDigit(host[i+2]) >= 0 {
			decoded, err := url.PathUnescape(host[i : i+3])
			if err != nil {
				return "", err
			}
			out.WriteString(decoded)
			i += 2
			continue
		}
		out.WriteByte(host[i])
	}
	return out.String(), nil
}

// endsInSigned reports whether the last label of a host has a sign in front: it is a name and no IPv4 address.
func endsInSigned(host string) bool {
	host = strings.TrimSuffix(host, ".")
	last := host[strings.LastIndexByte(host, '.')+1:]
	return last != "" && host[0] != '[' && (last[0] == '+' || last[0] == '-')
}

// checkIPv4 refuses a part with a sign in what ends as an IPv4 address; the library takes it for a number.
func checkIPv4(host string) error {
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	if !isIPv4Number(labels[len(labels)-1]) {
		return nil
	}
	for _, label := range labels {
		if strings.ContainsAny(label, "+-") {
			return errIPv4
		}
	}
	return nil
}

// isIPv4Number reports whether a host that ends in this label is an IPv4 address (WHATWG "ends in a number").
func isIPv4Number(label string) bool {
	digits, set := label, "0123456789"
	switch {
	case label == "":
		return false
	case strings.HasPrefix(label, "0x"), strings.HasPrefix(label, "0X"):
		digits, set = label[2:], "0123456789abcdefABCDEF"
	}
	return strings.Trim(digits, set) == ""
}
