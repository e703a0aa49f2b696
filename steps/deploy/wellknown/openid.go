package wellknown

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"convex-auth-doctor/steps/deploy/response"
)

// CheckOpenID checks the discovery document of an issuer as the backend reads it (B 1.20-1.22, P 3.30). issuer is what the
// tokens say, "" when it is not known.
func CheckOpenID(exchange response.Exchange, issuer string) []Problem {
	problems := fetchedByConvex(exchange, "application/json")
	if worst, _ := Worst(problems); worst == Wrong || !exchange.BodySeen {
		return problems
	}
	add := func(level Level, code, text, expected, actual string) {
		problems = append(problems, Problem{level, code, text, expected, actual})
	}
	// What stands behind the JSON is read past (C12), so only its first value counts.
	var members map[string]json.RawMessage
	if json.NewDecoder(strings.NewReader(string(exchange.Body))).Decode(&members) != nil || members == nil {
		add(Wrong, "json", "This is no JSON object.", "a discovery document", whatIs(exchange.Body))
		return problems
	}
	named, ok := textMember(members, "issuer")
	switch {
	case !ok || !absoluteURL(named):
		add(Wrong, "issuer", "issuer is missing or no address.", orNone(issuer), show(string(members["issuer"])))
		return problems
	case issuer != "" && named != issuer:
		add(Wrong, "issuer", "issuer differs from the iss of the tokens; Convex compares byte by byte.", issuer, show(named))
	}
	if issuer == "" {
		issuer = named
	}
	keys, ok := textMember(members, "jwks_uri")
	switch {
	case !ok || !absoluteURL(keys):
		add(Wrong, "jwks_uri", "jwks_uri is missing or no address.", JWKSAddress(issuer), show(string(members["jwks_uri"])))
	case keys != JWKSAddress(issuer):
		add(Doubt, "jwks_uri", "jwks_uri is not below the issuer.", JWKSAddress(issuer), show(keys))
	}
	return problems
}

// OpenIDIssuer returns the issuer that a discovery document names, "" when it names none.
func OpenIDIssuer(body []byte) string {
	var members map[string]json.RawMessage
	if json.NewDecoder(strings.NewReader(string(body))).Decode(&members) != nil {
		return ""
	}
	issuer, _ := textMember(members, "issuer")
	return issuer
}

// CheckJWKSTransport checks how a key set is served (B 1.23).
func CheckJWKSTransport(exchange response.Exchange) []Problem {
	return fetchedByConvex(exchange, "application/json", "application/jwk-set+json")
}

// OpenIDAddress and JWKSAddress are where an issuer has its two documents (B 1.19, P 3.30).
func OpenIDAddress(issuer string) string { return below(issuer, OpenID) }

// JWKSAddress is the address of an issuer's key set.
func JWKSAddress(issuer string) string { return below(issuer, JWKS) }

func below(issuer string, kind Kind) string {
	return strings.TrimSuffix(issuer, "/") + kind.Path()
}

// fetchedByConvex checks an answer as the backend's HTTP client does: redirects are followed, the status must be 200, and a
// Content-Type that is there must be one of mediaTypes up to the first ";", without trimming (B 1.20).
func fetchedByConvex(exchange response.Exchange, mediaTypes ...string) []Problem {
	if exchange.Failure != "" {
		return []Problem{{Wrong, "unreachable", "The request failed: " + show(exchange.Failure) + ".", "an answer", show(exchange.Failure)}}
	}
	var problems []Problem
	if status := exchange.Status(); status != 200 && status != 0 {
		problems = append(problems, Problem{Wrong, "status", fmt.Sprintf("Status %d: Convex takes 200 only.", status), "status 200", fmt.Sprintf("status %d", status)})
	}
	if value, ok := exchange.Header("Content-Type"); ok {
		before, _, _ := strings.Cut(value, ";")
		fits := false
		for _, mediaType := range mediaTypes {
			fits = fits || strings.EqualFold(before, mediaType)
		}
		if !fits {
			problems = append(problems, Problem{Wrong, "content-type", fmt.Sprintf("Content-Type is %s.", show(value)), mediaTypes[0], show(value)})
		}
	}
	for _, field := range exchange.Last().Fields {
		if strings.IndexFunc(field.Value, func(r rune) bool { return r > 0x7e }) >= 0 {
			problems = append(problems, Problem{Wrong, "header", fmt.Sprintf("The header %s has characters outside ASCII: Convex refuses the answer.", show(field.Name)), "ASCII", show(field.Value)})
		}
	}
	return problems
}

func textMember(members map[string]json.RawMessage, name string) (string, bool) {
	raw, present := members[name]
	if !present || string(raw) == "null" {
		return "", false
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return "", false
	}
	return text, true
}

func absoluteURL(s string) bool {
	parsed, err := url.Parse(s)
	return err == nil && parsed.Scheme != "" && parsed.Host != ""
}
