package evidence

import (
	"bytes"
	"strconv"
	"strings"

	"convex-auth-doctor/steps/lazy"
)

// statusWords are what lines hold that tell of an HTTP request and its status.
var statusWords = [][]byte{[]byte("GET "), []byte("POST "), []byte("PUT "), []byte("OPTIONS "), []byte("DELETE "), []byte("PATCH "), []byte("HEAD "),
	[]byte("HTTP"), []byte("tatus"), []byte(" on /"), []byte(" on GET"), []byte(" on POST"), []byte("://"), []byte("-> "), []byte("→ "), []byte(" at /"), []byte("orbidden"), []byte("/api/auth")}

const methods = `GET|POST|PUT|PATCH|DELETE|OPTIONS|HEAD`

var (
	// POST https://… 404 (Not Found) · "GET /x HTTP/1.1" 404 · GET /api/auth/get-session 404 in 12ms · GET https://… net::ERR_FAILED 404
	requestThenStatus = lazy.Regexp(`\b(` + methods + `)\s+["'\x60]?((?:https?:/)?/[^\s"'\x60<>]*(?:<[^<>\s]{1,40}>[^\s"'\x60<>]*)*)["'\x60]?(?:\s+HTTP/[\d.]+["']?)?(?:\s+(?:net::ERR_\w+|[-–—=]+>?|→|returned|returns|answers|gave|status(?: code)?|with|:))*[\s:]+\(?([1-5]\d\d)\b\)?(?:\s*\(?([A-Z][A-Za-z]+(?: [A-Z][a-z]+){0,3})\)?(?:\s|$|[.,;)]))?`)
	// 500 on GET /api/auth/convex/token · HTTP 500 on /api/auth/* · 403 Forbidden on sign-in · empty 404 on /api/auth/get-session
	statusThenPlace = lazy.Regexp(`(?i)(\bempty |\bblank )?(?:\bHTTP[ /]?)?\b((?:[1-5]\d\d)(?:/[1-5]\d\d)*)\b(?: \(?([A-Z][A-Za-z ]{1,30}?)\)?)? (?:errors? )?(?:on|at|for|from|when calling|in response to) (?:the |a |all |every )*(?:(` + methods + `) )?(["'\x60]?(?:https?:/)?/[^\s"'\x60<>,;]*|sign-?in|sign-?up|(?:[\w-]+ ){0,2}webhook)((?:,? (?:and|or) (?:all |every )?/[^\s"'\x60<>,;]*|, /[^\s"'\x60<>,;]*)*)`)
	// https://… -> 404 · curl https://…/health → 404
	placeThenStatus = lazy.Regexp(`((?:https?://[^\s"'\x60<>]+|/api/[^\s"'\x60<>]+|\.convex\.(?:site|cloud)/[^\s"'\x60<>]*))["'\x60]?\s*(?:->|→|=>|:|#|[-–—]\s|\(|returns?\b|returned|answers?\b|gives|gave|responds with|fails with)\s*(?:(?:an? )?(?:HTTP|status)(?: code)? )?([1-5]\d\d)\b`)
	// redirects to http://localhost:3000/… · lands on https://…
	landing = lazy.Regexp(`(?i)\b(?:redirect(?:s|ed|ing|ion)?|sen(?:ds|t)|land(?:s|ed)?|goes|went|bounce[sd]?|return(?:s|ed)|navigat(?:es|ed)|tak(?:es|en)|back)(?: (?:me|us|him|them|it|users?|the (?:user|browser|page)|back|straight|always|instead)){0,3} (?:to|on|at):?\s{0,3}["'\x60(<]*(https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::\d+)?[^\s"'\x60<>)]*)`)
	// 404 /api/auth · 500 Internal Server Error: https://…/api/auth/sign-in
	statusFirst = lazy.Regexp(`^[^\w/]{0,6}(?:HTTP )?([1-5]\d\d)(?: \(?([A-Z][A-Za-z]+(?: [A-Z][a-z]+){0,3})\)?)?:? +["'\x60]?((?:https?://[^\s/]+)?/api/[^\s"'\x60<>]+)`)
	// HTTP/2 404 · HTTP/1.1 404 Not Found · Status Code: 404 Not Found · status: 404
	bareStatus = lazy.Regexp(`(?i)(?:\bHTTP/[\d.]+\s+|\bstatus(?: code)?["']?\s*[:=]\s*["']?(?:🔴|●)?\s*)([1-5]\d\d)\b(?:\s+([A-Z][A-Za-z]+(?: [A-Z][a-z]+){0,3}))?`)
	requestURL = lazy.Regexp(`(?i)request url["']?\s*:?\s*(https?://\S+)`)
	requestBy  = lazy.Regexp(`(?i)request method["']?\s*:?\s*(` + methods + `)`)
)

// statusLine looks at a line that holds a number which can be an HTTP status.
func (part *part) statusLine(from, to int) {
	line := part.masked[from:to]
	if !holdsAny(line, statusWords) {
		return
	}
	if !hasStatus(line) {
		part.statusBelow(from, to)
		return
	}
	text := string(line)
	var taken []span
	free := func(groups []int) bool {
		for _, one := range taken {
			if groups[0] < one.to && one.from < groups[1] {
				return false
			}
		}
		taken = append(taken, span{groups[0], groups[1]})
		return true
	}
	for _, groups := range requestThenStatus().FindAllStringSubmatchIndex(text, 20) {
		if free(groups) {
			part.keepStatus(from+groups[0], from+groups[1], group(text, groups, 1), group(text, groups, 2), group(text, groups, 3), group(text, groups, 4), false)
		}
	}
	for _, groups := range statusThenPlace().FindAllStringSubmatchIndex(text, 20) {
		if !free(groups) {
			continue
		}
		places := []string{strings.Trim(group(text, groups, 5), "\"'`")}
		places = append(places, furtherPlace().FindAllString(group(text, groups, 6), 10)...)
		for _, place := range places {
			for _, status := range strings.Split(group(text, groups, 2), "/") {
				part.keepStatus(from+groups[0], from+groups[1], group(text, groups, 4), place, status, group(text, groups, 3), group(text, groups, 1) != "")
			}
		}
	}
	for _, groups := range placeThenStatus().FindAllStringSubmatchIndex(text, 20) {
		if free(groups) {
			part.keepStatus(from+groups[0], from+groups[1], "", group(text, groups, 1), group(text, groups, 2), "", false)
		}
	}
	if groups := statusFirst().FindStringSubmatchIndex(text); groups != nil && free(groups) {
		part.keepStatus(from+groups[0], from+groups[1], "", group(text, groups, 3), group(text, groups, 1), group(text, groups, 2), false)
	}
	if groups := bareStatus().FindStringSubmatchIndex(text); groups != nil && len(taken) == 0 {
		method, address := part.requestAround(from, to)
		part.keepStatus(from+groups[0], from+groups[1], method, address, group(text, groups, 1), group(text, groups, 2), part.emptyEdge(to))
	}
}

var (
	// POST https://…/api/auth/sign-in/social · trying to POST to: https://…
	requestAlone = lazy.Regexp(`\b(` + methods + `)(?: to)?:?\s+["'\x60]?((?:https?:/)?/[^\s"'\x60<>]+)["'\x60]?\s*$`)
	// Response: 403 Forbidden · 404 · got HTTP 500
	statusAlone = lazy.Regexp(`^[^\w/\n]{0,6}(?i:(?:server )?(?:respon[sd](?:e|ed|s)?|answer(?:ed|s)?|result|got|returned)(?: with)?:?\s+)?(?i:(?:an? )?(?:HTTP|status)(?: code)?:?\s+)?([45]\d\d)(?:\s+\(?([A-Z][A-Za-z]+(?: [A-Z][a-z]+){0,3})\)?)?[.!]?[ \t]*(?:\n|$)`)
)

// statusBelow reads a request that stands in a line of its own, with the status of its answer alone in the next one.
func (part *part) statusBelow(from, to int) {
	request := requestAlone().FindSubmatch(part.masked[from:to])
	if request == nil || to >= len(part.masked) {
		return
	}
	const longest = 80
	below := part.masked[to+1 : min(len(part.masked), to+1+longest)]
	status := statusAlone().FindSubmatch(below)
	if status == nil {
		return
	}
	end := to + 1 + len(bytes.TrimRight(status[0], "\n"))
	part.keepStatus(from, end, string(request[1]), string(request[2]), string(status[1]), string(status[2]), false)
}

// emptyEdge reports the headers of an answer that Convex's edge gave without a body: the request reached no deployment
// (P 3.2, 3.5).
func (part *part) emptyEdge(at int) bool {
	_, to := part.linesAround(at, at, 0, 12)
	headers := bytes.ToLower(part.masked[at:to])
	if end := bytes.Index(headers, []byte("\n\n")); end >= 0 {
		headers = headers[:end]
	}
	return bytes.Contains(headers, []byte("convex-usher")) && !bytes.Contains(headers, []byte("content-type"))
}

// requestLine reports a line that begins with the method of a request and a path of an API.
func requestLine(line []byte) bool {
	for _, method := range statusWords[:7] {
		if bytes.HasPrefix(line, method) {
			return bytes.HasPrefix(line[len(method):], []byte("/api/"))
		}
	}
	return false
}

// hasStatus reports whether a number from 100 to 599 stands alone in a line.
func hasStatus(line []byte) bool {
	for i := 0; i+3 <= len(line); i++ {
		if line[i] >= '1' && line[i] <= '5' && isDigit(line[i+1]) && isDigit(line[i+2]) && (i == 0 || !wordByte(line[i-1])) && (i+3 == len(line) || !wordByte(line[i+3])) {
			return true
		}
	}
	return false
}

func holdsAny(line []byte, words [][]byte) bool {
	for _, word := range words {
		if bytes.Contains(line, word) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

var furtherPlace = lazy.Regexp("/[^\\s\"'`<>,;]*")

// group returns a submatch, or "".
func group(text string, groups []int, n int) string {
	if 2*n+1 >= len(groups) || groups[2*n] < 0 {
		return ""
	}
	return text[groups[2*n]:groups[2*n+1]]
}

// requestAround looks in the lines around a status for the address and the method of the request, as the network panel
// and curl -v show them.
func (part *part) requestAround(from, to int) (method, address string) {
	from, to = part.linesAround(from, to, 8, 4)
	text := string(part.masked[from:to])
	if groups := requestURL().FindStringSubmatch(text); groups != nil {
		address = groups[1]
	}
	if groups := requestBy().FindStringSubmatch(text); groups != nil {
		method = groups[1]
	}
	if address == "" {
		if groups := curlRequest().FindStringSubmatch(text); groups != nil {
			method, address = groups[1], groups[2]
			if host := curlHost().FindStringSubmatch(text); host != nil {
				address = "https://" + host[1] + address
			}
		}
	}
	return method, address
}

var (
	curlRequest = lazy.Regexp(`(?m)^>?\s*(` + methods + `) (/\S*) HTTP/`)
	curlHost    = lazy.Regexp(`(?mi)^>?\s*host: (\S+)`)
)

func (part *part) keepStatus(from, to int, method, place, status, reason string, empty bool) {
	found := classify(method, place)
	if strings.HasPrefix(place, ".convex.") { // the deployment's name was left out
		found.URL = place
	}
	if !strings.Contains(place, "/") {
		found.URL, found.Path = "", ""
	}
	found.Status, _ = strconv.Atoi(status)
	found.StatusText = strings.TrimSpace(reason)
	found.Empty = empty
	if place != "" && !strings.Contains(place, "/") {
		found.Path = place
	}
	part.keepRequest(part.where(from, to), found)
	part.claim(from, to)
}
