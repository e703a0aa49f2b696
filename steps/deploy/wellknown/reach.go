package wellknown

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/deploy/response"
)

// Reach says who answered when a document was asked for (P 3.2, 3.5, 3.31).
type Reach string

// The ways in which a request ends.
const (
	Unasked        Reach = ""                 // only a body was pasted
	Served         Reach = "served"           // an answer that may be the document
	NotConfigured  Reach = "not-configured"   // the library: 404 with an empty body
	FromFrontend   Reach = "frontend"         // 404 with a page: the frontend answered
	NoRoute        Reach = "no-route"         // Convex: http.ts lacks this route
	NoHTTPActions  Reach = "no-http-actions"  // Convex: no http.ts was deployed
	ForwardedHost  Reach = "forwarded-host"   // Convex's edge found no deployment: empty 404 with convex-usher
	Fallback       Reach = "fallback"         // 200 with a page: the app's own fallback answered
	Refused        Reach = "refused"          // 401 or 403: a login or a bot protection stands before it
	Broken         Reach = "broken"           // 5xx
	Unreachable    Reach = "unreachable"      // no answer: TLS, DNS or connection
	OtherwiseGone  Reach = "gone"             // another 4xx
	RedirectedAway Reach = "redirected-login" // a redirect to a sign-in page
)

// ReachOf says who answered a request for kind.
func ReachOf(kind Kind, exchange response.Exchange) Reach {
	if exchange.Failure != "" && len(exchange.Hops) == 0 {
		return Unreachable
	}
	if !exchange.HasHeaders() || exchange.Status() == 0 {
		if exchange.BodySeen && kind != ChangePassword && kind != Probe && exchange.IsHTML() {
			return Fallback
		}
		return bodyReach(exchange)
	}
	switch status := exchange.Status(); {
	case status == 404 || status == 410:
		return notFound(exchange)
	case status == 401 || status == 403 || status == 407:
		return Refused
	case status >= 500:
		return Broken
	case status >= 400:
		return OtherwiseGone
	case status == 200 && kind != ChangePassword && kind != Probe && exchange.IsHTML():
		return Fallback
	}
	return Served
}

// bodyReach recognises the two sentences of a live deployment in a body that was pasted alone.
func bodyReach(exchange response.Exchange) Reach {
	body := strings.TrimSpace(string(exchange.Body[:min(len(exchange.Body), 400)]))
	switch {
	case strings.HasPrefix(body, "No matching routes found"):
		return NoRoute
	case strings.HasPrefix(body, "This Convex deployment does not have HTTP actions enabled"):
		return NoHTTPActions
	case exchange.HasHeaders():
		return Served
	}
	return Unasked
}

func notFound(exchange response.Exchange) Reach {
	if reach := bodyReach(exchange); reach == NoRoute || reach == NoHTTPActions {
		return reach
	}
	_, usher := exchange.Header("convex-usher")
	_, _, typed := exchange.ContentType()
	switch {
	case exchange.Empty() && usher && !typed:
		return ForwardedHost
	case exchange.Empty():
		return NotConfigured
	}
	return FromFrontend
}

// transport checks what Apple and Google check before they look at the body.
type transport struct {
	who       string // who fetches, for the sentence
	redirects bool   // whether redirects are followed
	maxBytes  int    // 0 for no limit
	mediaType string
}

// check returns the problems of an answer whose Reach is Served.
func (rule transport) check(kind Kind, exchange response.Exchange) []Problem {
	var problems []Problem
	add := func(level Level, code, text, expected, actual string) {
		problems = append(problems, Problem{level, code, text, expected, actual})
	}
	if exchange.Failure != "" {
		add(Wrong, "unreachable", "The request failed: "+show(exchange.Failure)+".", "an answer over https with a valid certificate", show(exchange.Failure))
	}
	first := exchange.First()
	if strings.HasPrefix(strings.ToLower(first.URL), "http://") && !rule.redirects {
		add(Note, "http", rule.who+" asks over https. This answer is of http: paste the one of https.", "https://", show(first.URL))
	}
	if target, redirected := exchange.Redirected(); redirected && !rule.redirects && !strings.HasPrefix(first.URL, "http://") {
		add(Wrong, "redirect", fmt.Sprintf("Redirect to %s: %s refuses redirects.", show(orUnknown(withoutQuery(target))), rule.who), "status 200 at the first request", fmt.Sprintf("status %d to %s", first.Status, show(orUnknown(withoutQuery(target)))))
		return problems
	}
	if status := exchange.Status(); status != 200 && status != 0 {
		add(Wrong, "status", fmt.Sprintf("Status %d: %s takes 200 only.", status, rule.who), "status 200", fmt.Sprintf("status %d", status))
	}
	if mediaType, _, ok := exchange.ContentType(); exchange.HasHeaders() && mediaType != rule.mediaType {
		actual := "Content-Type: " + show(mediaType)
		if !ok {
			actual = "no Content-Type"
		}
		level := Wrong
		if kind == AASA { // Apple takes it, and documents application/json (P 3.7)
			level = Doubt
		}
		add(level, "content-type", fmt.Sprintf("Content-Type is %s.", show(orNone(mediaType))), "Content-Type: "+rule.mediaType, actual)
	}
	if rule.maxBytes > 0 && len(exchange.Body) > rule.maxBytes {
		add(Wrong, "size", fmt.Sprintf("The file has %d bytes, and %s reads %d at most.", len(exchange.Body), rule.who, rule.maxBytes), fmt.Sprintf("%d bytes at most", rule.maxBytes), fmt.Sprintf("%d bytes", len(exchange.Body)))
	}
	return problems
}

// withoutQuery cuts what may hold a code or a token.
func withoutQuery(address string) string {
	if at := strings.IndexAny(address, "?#"); at >= 0 {
		return address[:at]
	}
	return address
}

func orUnknown(s string) string {
	if s == "" {
		return "an unknown address"
	}
	return s
}

func orNone(s string) string {
	if s == "" {
		return "missing"
	}
	return s
}
