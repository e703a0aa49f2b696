// Package response reads what people paste of an HTTP answer: the output of `curl -i`, `-iL`, `-I` and `-v`, of wget and
// HTTPie, headers copied from a browser's network tab, or a body alone.
package response

import (
	"net/url"
	"strings"
)

// Field is one header line.
type Field struct{ Name, Value string }

// Hop is one answer of a chain of redirects.
type Hop struct {
	URL    string // what was asked, "" when the text does not say it
	Status int    // 0 when only headers were pasted
	Fields []Field
}

// Header returns the value of the last header called name, in any case, and whether there is one.
func (hop Hop) Header(name string) (string, bool) {
	for i := len(hop.Fields) - 1; i >= 0; i-- {
		if strings.EqualFold(hop.Fields[i].Name, name) {
			return hop.Fields[i].Value, true
		}
	}
	return "", false
}

// Exchange is one request with the answers that it got.
type Exchange struct {
	Hops []Hop // in the order in which they were asked; empty when only a body was pasted
	Body []byte
	// BodySeen says that the text holds a body, be it empty: `curl -I` and copied headers do not.
	BodySeen bool
	// Failure is what curl says when there is no answer, such as "(60) SSL certificate problem".
	Failure string
}

// HasHeaders reports whether status and headers were pasted, too.
func (exchange Exchange) HasHeaders() bool { return len(exchange.Hops) > 0 }

// First returns the first answer.
func (exchange Exchange) First() Hop {
	if len(exchange.Hops) == 0 {
		return Hop{}
	}
	return exchange.Hops[0]
}

// Last returns the answer at the end of the redirects that were followed.
func (exchange Exchange) Last() Hop {
	if len(exchange.Hops) == 0 {
		return Hop{}
	}
	return exchange.Hops[len(exchange.Hops)-1]
}

// Status returns the status of the last answer, 0 when it is not known.
func (exchange Exchange) Status() int { return exchange.Last().Status }

// Header returns a header of the last answer.
func (exchange Exchange) Header(name string) (string, bool) { return exchange.Last().Header(name) }

// ContentType returns the media type in lower case without parameters, and the parameters as written. ok is false when
// there is no such header, or no headers at all.
func (exchange Exchange) ContentType() (mediaType, parameters string, ok bool) {
	value, ok := exchange.Header("Content-Type")
	if !ok {
		return "", "", false
	}
	mediaType, parameters, _ = strings.Cut(value, ";")
	return strings.ToLower(strings.TrimSpace(mediaType)), strings.TrimSpace(parameters), true
}

// Redirected reports whether the first answer is a redirect, and where to: relative targets are resolved when the address
// that was asked is known.
func (exchange Exchange) Redirected() (target string, ok bool) {
	first := exchange.First()
	if first.Status < 300 || first.Status > 399 || first.Status == 304 {
		return "", false
	}
	location, _ := first.Header("Location")
	return Resolve(first.URL, location), true
}

// Resolve makes a redirect's target absolute, if base is known.
func Resolve(base, target string) string {
	if base == "" || target == "" {
		return target
	}
	from, err := url.Parse(base)
	if err != nil || from.Host == "" {
		return target
	}
	to, err := from.Parse(target)
	if err != nil {
		return target
	}
	return to.String()
}

// IsHTML reports whether the body is a web page, by its beginning or by its type.
func (exchange Exchange) IsHTML() bool {
	if mediaType, _, ok := exchange.ContentType(); ok && (mediaType == "text/html" || mediaType == "application/xhtml+xml") {
		return true
	}
	start := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(string(exchange.Body[:min(len(exchange.Body), 512)]), "\ufeff")))
	return strings.HasPrefix(start, "<!doctype") || strings.HasPrefix(start, "<html") || strings.HasPrefix(start, "<head")
}

// Empty reports whether the body is known to be empty.
func (exchange Exchange) Empty() bool {
	if exchange.BodySeen {
		return len(strings.TrimSpace(string(exchange.Body))) == 0
	}
	length, ok := exchange.Header("Content-Length")
	return ok && strings.TrimSpace(length) == "0"
}
