package deploy

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/deploy/response"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/secret"
)

// ReadDocuments finds the answers in a paste that the checklist looks at: `curl -i` of one or of several addresses,
// headers of a browser's network tab, the body of a .well-known document alone. hint is the document that the person is
// looking at, for an answer that does not say what it is; Unknown where there is none. What may hold a secret (cookies,
// headers that no item looks at, private members of keys, a page's text) is not kept.
func ReadDocuments(text []byte, hint wellknown.Kind, registry *secret.Registry) []Document {
	var found []Document
	for _, part := range response.Split(text) {
		if document, ok := readDocument(part, hint); ok {
			found = append(found, document.withoutSecrets(registry))
		}
	}
	return found
}

// DocumentTexts returns the parts of a paste in which ReadDocuments finds what an address of .well-known answered.
func DocumentTexts(text []byte, hint wellknown.Kind) [][]byte {
	var found [][]byte
	for _, part := range response.Split(text) {
		if document, ok := readDocument(part, hint); ok && document.kind() != wellknown.Unknown {
			found = append(found, part.Text)
		}
	}
	return found
}

func readDocument(part response.Part, hint wellknown.Kind) (Document, bool) {
	exchange := response.Parse(part.Text)
	document := Document{URL: part.URL, Exchange: exchange}
	if document.URL == "" {
		document.URL = exchange.First().URL
	}
	answered := exchange.HasHeaders() || exchange.Failure != "" || part.URL != "" && exchange.BodySeen
	address := document.address()
	switch kind := wellknown.KindOf(address); {
	case kind == wellknown.OpenID || kind == wellknown.JWKS:
		// Of another issuer than a Convex deployment the two say nothing about this list.
		document.Kind = kind
		return document, answered && (isConvexHost(hostOf(address)) == "site" || hint == kind)
	case kind != wellknown.Unknown:
		document.Kind = kind
		return document, answered
	case hostOf(address) == "app-site-association.cdn-apple.com":
		document.Kind, document.On = wellknown.AASA, OnCDN
		return document, answered
	case hostOf(address) == "digitalassetlinks.googleapis.com":
		return Document{}, false // an answer of Google's service, which is no statement list
	case strings.Contains(pathOf(address), "/signin/") && exchange.HasHeaders():
		return document, true
	}
	if kind := kindOfBody(exchange.Body); exchange.BodySeen && kind != wellknown.Unknown && isDocumentType(exchange) {
		document.Kind = kind
		if kind != wellknown.OpenID {
			return document, true
		}
		issuer := wellknown.OpenIDIssuer(exchange.Body)
		if isConvexHost(hostOf(issuer)) == "site" && document.URL == "" {
			document.URL, document.On = wellknown.OpenIDAddress(issuer), OnSite
		}
		return document, isConvexHost(hostOf(issuer)) == "site" || hint == kind
	}
	if body := bytes.TrimSpace(exchange.Body); hint != wellknown.Unknown && (answered || exchange.BodySeen && len(body) > 0 && bytes.IndexByte([]byte("{[<"), body[0]) >= 0) {
		document.Kind = hint
		return document, true
	}
	// The app's own page: where does it lead?
	return document, exchange.HasHeaders() && address != "" && pathOf(address) == ""
}

// isDocumentType reports an answer that can be a document: a page that quotes one is none.
func isDocumentType(exchange response.Exchange) bool { return !exchange.IsHTML() }

// longestBody is how much of a body is looked at to tell what it is, and how much of one is kept: twice what Apple takes.
const longestBody = 256 << 10

// kindOfBody tells a document by what it says.
func kindOfBody(body []byte) wellknown.Kind {
	text := strings.TrimSpace(strings.TrimPrefix(string(body[:min(len(body), longestBody)]), "\ufeff"))
	if strings.HasPrefix(text, "[") {
		var list []map[string]json.RawMessage
		if json.Unmarshal([]byte(text), &list) == nil && len(list) > 0 && (list[0]["target"] != nil && list[0]["relation"] != nil || list[0]["include"] != nil && len(list[0]) == 1) {
			return wellknown.AssetLinks
		}
		return wellknown.Unknown
	}
	if !strings.HasPrefix(text, "{") {
		return kindOfLines(text)
	}
	var members map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &members) != nil {
		return wellknown.Unknown
	}
	has := func(names ...string) bool {
		for _, name := range names {
			if members[name] != nil {
				return true
			}
		}
		return false
	}
	var addresses []string
	switch {
	case has("webcredentials", "applinks", "appclips", "activitycontinuation"):
		return wellknown.AASA
	case has("relation") && has("target"): // the list without the brackets around it
		return wellknown.AssetLinks
	case has("issuer") && has("jwks_uri"):
		return wellknown.OpenID
	case len(members) == 1 && has("origins") && json.Unmarshal(members["origins"], &addresses) == nil:
		return wellknown.RelatedOrigins
	case has("enroll", "manage", "prfUsageDetails") && len(members) <= 4:
		return wellknown.PasskeyEndpoints
	}
	return wellknown.Unknown
}

// kindOfLines tells a security.txt: nothing but fields and comments, one of them Contact or Expires (RFC 9116).
func kindOfLines(text string) wellknown.Kind {
	fields, telling := 0, 0
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if strings.HasPrefix(line, "-----") || i > 200 { // signed, or no such file
			break
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || strings.ContainsAny(name, " \t\"'{<") {
			return wellknown.Unknown
		}
		fields++
		switch strings.ToLower(name) {
		case "contact":
			value = strings.TrimSpace(value)
			if strings.HasPrefix(value, "mailto:") || strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "tel:") || strings.Contains(value, "@") {
				telling += 2
			}
		case "expires", "canonical", "policy", "preferred-languages", "encryption", "acknowledgments", "hiring":
			telling++
		}
	}
	if telling >= 2 && fields <= 40 {
		return wellknown.SecurityTxt
	}
	return wellknown.Unknown
}

// keptHeaders are the headers that an item looks at.
var keptHeaders = []string{"content-type", "content-length", "location", "cache-control", "convex-usher", "transfer-encoding", "server", "access-control-allow-origin"}

// withoutSecrets returns the document with nothing in it that no item needs.
func (document Document) withoutSecrets(registry *secret.Registry) Document {
	exchange := document.Exchange
	hops := make([]response.Hop, len(exchange.Hops))
	for i, hop := range exchange.Hops {
		hops[i] = response.Hop{URL: withoutUserInfo(withoutQuery(hop.URL)), Status: hop.Status}
		for _, field := range hop.Fields {
			if strings.EqualFold(field.Name, "location") {
				field.Value = withoutQuery(field.Value)
			}
			if slices.Contains(keptHeaders, strings.ToLower(field.Name)) && registry.Check([]byte(field.Value)) == nil {
				hops[i].Fields = append(hops[i].Fields, field)
			}
		}
	}
	exchange.Hops = hops
	exchange.Failure = clean.Short(exchange.Failure, 200)
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(exchange.Body), []byte("<")):
		exchange.Body = []byte("<!doctype html>")
	case document.Kind == wellknown.JWKS:
		if public, _, ok := publicJWKS(string(exchange.Body), registry); ok {
			exchange.Body = []byte(public)
		}
	case document.Kind == wellknown.Unknown && len(exchange.Body) > 0:
		exchange.Body = []byte("(not kept)")
	}
	if registry.Check(exchange.Body) != nil {
		exchange.Body, exchange.BodySeen = nil, false
	}
	document.URL = withoutUserInfo(document.URL)
	if at := strings.IndexAny(document.URL, "?#"); at >= 0 {
		document.URL = document.URL[:at]
	}
	document.Exchange = exchange
	return document
}

// withoutQuery takes out of a redirect's target what may be a code or a state: of the query only the two members stay that
// say which address and which app the provider is told.
func withoutQuery(target string) string {
	parsed, err := url.Parse(target)
	if err != nil {
		before, _, _ := strings.Cut(target, "?")
		return before
	}
	kept := url.Values{}
	for _, name := range []string{"redirect_uri", "client_id"} {
		if value := parsed.Query().Get(name); value != "" {
			kept.Set(name, value)
		}
	}
	parsed.RawQuery, parsed.Fragment, parsed.User = kept.Encode(), "", nil
	return parsed.String()
}

// withoutUserInfo takes name and password out of an address.
func withoutUserInfo(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return address
	}
	authority, path, _ := strings.Cut(rest, "/")
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		return scheme + "://" + strings.TrimSuffix(authority[at+1:]+"/"+path, "/")
	}
	return address
}

// Summary names the document in one line, for people.
func (document Document) Summary() string {
	parts := []string{"answer"}
	switch kind := document.kind(); {
	case kind == wellknown.Probe:
		parts = append(parts, "a page that must not exist")
	case kind != wellknown.Unknown:
		parts = append(parts, string(kind))
	case strings.Contains(pathOf(document.address()), "/signin/"):
		parts = append(parts, "start of a sign-in")
	default:
		parts = append(parts, "the app's page")
	}
	if status := document.Exchange.First().Status; status > 0 {
		parts = append(parts, "status "+strconv.Itoa(status))
	} else if document.Exchange.Failure != "" {
		parts = append(parts, "no answer")
	} else if !document.Exchange.HasHeaders() {
		parts = append(parts, "body only")
	}
	if host := hostOf(document.address()); host != "" {
		parts = append(parts, host)
	}
	return clean.Line(strings.Join(parts, " · "))
}

// What returns which document it is, Unknown for the app's own page and the start of a sign-in.
func (document Document) What() wellknown.Kind { return document.kind() }
