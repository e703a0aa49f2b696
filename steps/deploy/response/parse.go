package response

import (
	"bytes"
	"strconv"
	"strings"

	"convex-auth-doctor/steps/lazy"
)

// maxHops bounds the answers that are read of one text: curl itself follows 50 redirects.
const maxHops = 60

var (
	statusLine  = lazy.Regexp(`^HTTP/[0-9](?:\.[0-9])? ([1-5][0-9][0-9])(?: .*)?$`)
	fieldLine   = lazy.Regexp(`^:?([A-Za-z0-9!#$%&'*+.^_|~\-]+):[ \t]*(.*)$`)
	curlLine    = lazy.Regexp(`(?:^|[\s$#%>❯])(?:curl(?:\.exe)?|wget|https?|xh)\s.*?(https?://[^\s'"\\]+)`)
	headOption  = lazy.Regexp(`\s(?:-[A-Za-z]*I[A-Za-z]*|--head|HEAD|--method=HEAD)(?:\s|$)`)
	farewell    = lazy.Regexp(`\* (?:Connection #[0-9]+ to host|Closing connection|Excess found|Connected to|shutting down connection).*$`)
	requestLine = lazy.Regexp(`^(GET|HEAD|POST) (\S+) HTTP/[0-9.]+$`)
	curlError   = lazy.Regexp(`^curl: (\([0-9]+\) .*)$`)
	statusCode  = lazy.Regexp(`(?i)^:?status(?: ?code)?\s*:\s*(?:HTTP/[0-9.]+\s+)?([1-5][0-9][0-9])\b`)
	requestURL  = lazy.Regexp(`(?i)^request (?:url|uri)\s*:\s*(https?://\S+)`)
	tabLine     = lazy.Regexp(`(?i)^(?:general|response headers.*|(?:request method|remote address|referrer policy)\s*:.*)$`)
	tabName     = lazy.Regexp(`(?i)^(?:request url|request method|status code|remote address|referrer policy)\s*:$`)
	location    = lazy.Regexp(`^\* Issue another request to this URL: '([^']+)'`)
	progress    = lazy.Regexp(`^\s*(?:% Total\s+% Received|Dload\s+Upload|[0-9]+\s+[0-9.]+[kMG]?\s+[0-9]+\s)|^\s*\[?[0-9]+ bytes data\]?$`)
)

// Parse reads one pasted answer. It never fails: a text without any header is a body.
func Parse(text []byte) Exchange {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	reader := reader{rest: text}
	if verbose(text) {
		return reader.verbose()
	}
	return reader.plain()
}

// verbose reports whether text is the output of `curl -v`, whose lines say by their first characters whose they are.
func verbose(text []byte) bool {
	return bytes.HasPrefix(text, []byte("< HTTP/")) || bytes.Contains(text, []byte("\n< HTTP/"))
}

type reader struct {
	rest []byte
	out  Exchange
	next string // the address of the request whose answer comes next
	head bool   // the request was a HEAD, which is answered without a body
}

// line takes one line off; ok is false at the end.
func (r *reader) line() (line string, ok bool) {
	if len(r.rest) == 0 {
		return "", false
	}
	end := bytes.IndexByte(r.rest, '\n')
	if end < 0 {
		line, r.rest = string(r.rest), nil
	} else {
		line, r.rest = string(r.rest[:end]), r.rest[end+1:]
	}
	return strings.TrimSuffix(line, "\r"), true
}

// plain reads everything but `curl -v`.
func (r *reader) plain() Exchange {
	whole := r.rest
	for {
		before := r.rest
		line, ok := r.line()
		if !ok {
			break
		}
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || progress().MatchString(line):
			continue
		case r.address(trimmed), tabLine().MatchString(trimmed) && !tabName().MatchString(trimmed):
			continue
		}
		if found := statusLine().FindStringSubmatch(trimmed); found != nil {
			r.hop(found[1])
			if r.headers() || len(r.out.Hops) >= maxHops {
				r.body()
				return r.out
			}
			continue
		}
		if statusCode().MatchString(trimmed) || tabName().MatchString(trimmed) || r.looksLikeHeaders(before) {
			r.rest = before
			r.copied()
			return r.out
		}
		// No header: from here on it is a body.
		r.rest = before
		r.body()
		return r.out
	}
	if len(r.out.Hops) == 0 && r.out.Failure == "" && len(bytes.TrimSpace(whole)) == 0 {
		r.out.Body, r.out.BodySeen = nil, len(whole) > 0
	}
	return r.out
}

// address reads the lines that say what was asked, and curl's own words.
func (r *reader) address(line string) bool {
	if found := curlLine().FindStringSubmatch(line); found != nil {
		r.next = found[1]
		r.head = r.head || headOption().MatchString(line)
		return true
	}
	if found := requestURL().FindStringSubmatch(line); found != nil {
		r.next = found[1]
		return true
	}
	if found := curlError().FindStringSubmatch(line); found != nil {
		r.out.Failure = found[1]
		return true
	}
	return false
}

// hop begins an answer.
func (r *reader) hop(status string) {
	code, _ := strconv.Atoi(status)
	r.out.Hops = append(r.out.Hops, Hop{URL: r.next, Status: code})
	r.next = ""
}

// headers reads header lines up to the empty line. It reports whether what follows is the body of this answer.
func (r *reader) headers() bool {
	hop := &r.out.Hops[len(r.out.Hops)-1]
	blank := false
	for {
		before := r.rest
		line, ok := r.line()
		if !ok || strings.TrimSpace(line) == "" {
			blank = ok
			break
		}
		if !hop.add(strings.TrimSpace(line)) {
			r.rest = before
			break
		}
	}
	// An answer before the last: 100 Continue, 103 Early Hints, a proxy's 200, or a redirect that curl followed.
	if hop.Status < 200 || strings.HasPrefix(firstLine(r.rest), "HTTP/") {
		if hop.Status < 200 || hop.Status == 200 && len(hop.Fields) == 0 {
			r.next = hop.URL
			r.out.Hops = r.out.Hops[:len(r.out.Hops)-1]
			return false
		}
		if hop.isRedirect() {
			r.follow(*hop)
			return false
		}
	}
	if hop.isRedirect() {
		if at := nextAnswer(r.rest); at >= 0 {
			r.rest = r.rest[at:]
			r.follow(*hop)
			return false
		}
	}
	return blank || len(r.rest) > 0
}

func firstLine(text []byte) string {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return string(line)
}

// follow notes where the next answer comes from.
func (r *reader) follow(hop Hop) {
	target, _ := hop.Header("Location")
	r.next = Resolve(hop.URL, target)
}

func (hop Hop) isRedirect() bool { return hop.Status >= 300 && hop.Status <= 399 && hop.Status != 304 }

// add keeps a header line; a folded one goes on with the value before it. ok is false when it is none.
func (hop *Hop) add(line string) (ok bool) {
	found := fieldLine().FindStringSubmatch(line)
	if found == nil {
		return false
	}
	value := strings.TrimSpace(found[2])
	switch strings.ToLower(found[1]) {
	case "set-cookie":
		value = blotted(value)
	case "authorization", "cookie", "x-convex-admin-key":
		value = ""
	}
	hop.Fields = append(hop.Fields, Field{found[1], value})
	return true
}

// blotted puts as many "x" in place of a cookie's value: what matters is its length and its attributes.
func blotted(line string) string {
	first, attributes, _ := strings.Cut(line, ";")
	name, value, ok := strings.Cut(first, "=")
	if !ok {
		return ""
	}
	line = name + "=" + strings.Repeat("x", len(value))
	if attributes != "" {
		line += ";" + attributes
	}
	return line
}

var answerStart = lazy.Regexp(`(?m)^HTTP/[0-9](?:\.[0-9])? [1-5][0-9][0-9](?: [^\n]*)?\r?$`)

// nextAnswer finds where the next answer begins behind the body of a redirect.
func nextAnswer(text []byte) int {
	at := answerStart().FindIndex(text)
	if at == nil {
		return -1
	}
	return at[0]
}

// body takes the rest as the body.
func (r *reader) body() {
	body := r.rest
	r.rest = nil
	// curl's own error line may stand behind it.
	if at := bytes.LastIndex(body, []byte("\ncurl: (")); at >= 0 {
		if found := curlError().FindSubmatch(bytes.TrimSpace(body[at+1:])); found != nil {
			r.out.Failure = string(found[1])
			body = body[:at]
		}
	}
	r.out.Body, r.out.BodySeen = body, true
	if len(bytes.TrimSpace(body)) == 0 && len(r.out.Hops) > 0 {
		r.out.BodySeen = r.emptyBody()
	}
}

// emptyBody decides whether nothing behind the headers means an empty body, or a `curl -I` that asked for none.
func (r *reader) emptyBody() bool {
	if r.head {
		return false
	}
	if length, ok := r.out.Header("Content-Length"); ok {
		return strings.TrimSpace(length) == "0"
	}
	_, typed := r.out.Header("Content-Type")
	_, chunked := r.out.Header("Transfer-Encoding")
	return !typed && !chunked
}
