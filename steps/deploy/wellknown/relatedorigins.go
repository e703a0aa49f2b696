package wellknown

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"

	whatwg "github.com/nlnwa/whatwg-url/url"
	"golang.org/x/net/publicsuffix"

	"convex-auth-doctor/steps/deploy/response"
)

// MaxLabels is the number of distinct labels that every browser supports; Firefox and Chrome stop there (P 3.22).
const MaxLabels = 5

// OriginUse says what a browser does with one entry of the list.
type OriginUse string

// The uses.
const (
	OriginUsed      OriginUse = "used"
	OriginUnneeded  OriginUse = "unneeded"   // the RP ID's own host or a subdomain of it, which works without the file
	OriginUnparsed  OriginUse = "unparsed"   // no URL: skipped
	OriginNoDomain  OriginUse = "no-domain"  // an IP address, localhost, an extension: skipped
	OriginOverLimit OriginUse = "over-limit" // its label is the sixth or later: ignored
)

// Origin is one entry of the list as a browser reads it.
type Origin struct {
	Entry  string // as written
	Origin string // scheme, host and port; "" when it does not parse
	Host   string
	Label  string // first label of the registrable domain
	Use    OriginUse
	Extra  bool // it has a path, a query or a trailing slash, which counts for nothing
}

// BuildRelatedOrigins makes the file as the library does (P 1.13, 1.14, 3.25).
func BuildRelatedOrigins(settings Settings) Built {
	var origins []string
	switch settings.Library {
	case LibraryB:
		if settings.App != "" {
			origins = []string{strings.TrimSuffix(settings.App, "/")}
		}
	case LibraryA:
		if origins = list(settings.AltOrigins); len(origins) == 0 {
			for _, item := range list(settings.Secondary) {
				origins = append(origins, strings.TrimSuffix(item, "/"))
			}
		}
	}
	if len(origins) == 0 {
		return notConfigured(nil)
	}
	built := Built{Status: 200, ContentType: "application/json", Body: compact(struct {
		Origins []string `json:"origins"`
	}{origins})}
	for i, one := range ReadOrigins(hostOf(settings.App), origins) {
		if why := one.why(); why != "" && one.Use != OriginUnneeded {
			built.Dropped = append(built.Dropped, Dropped{i + 1, show(one.Entry), why})
		}
	}
	return built
}

// ReadOrigins walks a list as a browser does (WebAuthn Level 3, "Validating Related Origins"). rpID may be "".
func ReadOrigins(rpID string, entries []string) []Origin {
	rpID = strings.ToLower(rpID)
	seen := map[string]bool{}
	var all []Origin
	for _, entry := range entries {
		one := readOrigin(entry)
		if one.Use == "" {
			switch {
			case !seen[one.Label] && len(seen) == MaxLabels:
				one.Use = OriginOverLimit
			case rpID != "" && WithinRPID(rpID, one.Host):
				one.Use = OriginUnneeded
				seen[one.Label] = true
			default:
				one.Use = OriginUsed
				seen[one.Label] = true
			}
		}
		all = append(all, one)
	}
	return all
}

func readOrigin(entry string) Origin {
	one := Origin{Entry: entry}
	parsed, err := whatwg.Parse(entry)
	if err != nil {
		one.Use = OriginUnparsed
		return one
	}
	one.Host = parsed.Hostname()
	one.Origin = parsed.Protocol() + "//" + parsed.Host()
	one.Extra = parsed.Pathname() != "/" && parsed.Pathname() != "" || parsed.Search() != "" || parsed.Hash() != "" || strings.HasSuffix(strings.TrimSpace(entry), "/")
	domain, ok := registrable(one.Host)
	if !ok || parsed.Protocol() != "https:" && parsed.Protocol() != "http:" {
		one.Use = OriginNoDomain
		return one
	}
	one.Label, _, _ = strings.Cut(domain, ".")
	return one
}

// registrable returns the registrable domain of a host: its public suffix and one label more.
func registrable(host string) (string, bool) {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if host == "" || isAddress(host) {
		return "", false
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	return domain, err == nil
}

// isAddress reports a host that is an IP address and no name.
func isAddress(host string) bool {
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil
}

// WithinRPID reports whether a passkey of rpID works on host without any file: the host itself and its subdomains.
func WithinRPID(rpID, host string) bool {
	host, rpID = strings.ToLower(host), strings.ToLower(rpID)
	return rpID != "" && (host == rpID || strings.HasSuffix(host, "."+rpID))
}

// Labels counts the distinct labels that the browser takes in.
func Labels(origins []Origin) int {
	seen := map[string]bool{}
	for _, one := range origins {
		if one.Use == OriginUsed || one.Use == OriginUnneeded {
			seen[one.Label] = true
		}
	}
	return len(seen)
}

// why says why a browser does not use the entry, "" when it does.
func (one Origin) why() string {
	switch one.Use {
	case OriginUnparsed:
		return "this is no URL, perhaps for want of https://; browsers skip it"
	case OriginNoDomain:
		return "an address without a registrable domain (an IP address, localhost or an extension); browsers skip it"
	case OriginOverLimit:
		return fmt.Sprintf("its label “%s” is over the limit of %d; browsers ignore it", show(one.Label), MaxLabels)
	case OriginUnneeded:
		return "a subdomain of the RP ID needs no entry"
	}
	return ""
}

var originService = transport{who: "the browser", redirects: true, mediaType: "application/json"}

// CheckRelatedOriginsTransport checks status, type and redirects: those may be followed as long as they stay on https.
func CheckRelatedOriginsTransport(exchange response.Exchange) []Problem {
	problems := originService.check(RelatedOrigins, exchange)
	for _, hop := range exchange.Hops {
		location, ok := hop.Header("Location")
		if !ok || hop.Status < 300 || hop.Status > 399 {
			continue
		}
		target := response.Resolve(hop.URL, location)
		switch {
		case strings.HasPrefix(target, "http://"):
			problems = append(problems, Problem{Wrong, "redirect-http", "A redirect leaves https: browsers stop.", "https all the way", show(target)})
		case hop.URL != "" && hostOf(target) != "" && hostOf(target) != hostOf(hop.URL):
			problems = append(problems, Problem{Doubt, "redirect-origin", "A redirect to another host: Firefox refuses it.", "no redirect", show(target)})
		}
	}
	return problems
}

// CheckRelatedOrigins checks the body for an RP ID, which may be "".
func CheckRelatedOrigins(body []byte, rpID string) []Problem {
	members, ok := jsonObject(body)
	if !ok {
		text := "Not JSON: browsers answer with SecurityError."
		if json.Valid(body) {
			text = "No object with a list of origins: browsers answer with SecurityError."
		}
		return []Problem{{Wrong, "json", text, `{"origins":["https://…"]}`, whatIs(body)}}
	}
	entries, ok := originList(members["origins"])
	if !ok {
		return []Problem{{Wrong, "origins", "origins is no list of texts.", `{"origins":["https://…"]}`, show(string(members["origins"]))}}
	}
	if len(entries) == 0 {
		return []Problem{{Doubt, "empty", "The list is empty: it matches nothing.", "the other origins", "[]"}}
	}
	return OriginProblems(ReadOrigins(rpID, entries))
}

func originList(raw json.RawMessage) ([]string, bool) {
	var entries []string
	if json.Unmarshal(raw, &entries) != nil || entries == nil {
		return nil, false
	}
	var items []json.RawMessage
	_ = json.Unmarshal(raw, &items)
	for _, item := range items { // encoding/json reads null as ""
		if string(item) == "null" {
			return nil, false
		}
	}
	return entries, true
}

// OriginProblems returns what is wrong with the entries of a list.
func OriginProblems(origins []Origin) []Problem {
	var problems []Problem
	for i, one := range origins {
		where := fmt.Sprintf("Entry %d, %s: ", i+1, show(one.Entry))
		switch one.Use {
		case OriginOverLimit:
			problems = append(problems, Problem{Wrong, "labels", fmt.Sprintf("%dth label “%s” is ignored: browsers take %d.", MaxLabels+1, show(one.Label), MaxLabels), fmt.Sprintf("%d labels at most", MaxLabels), show(one.Entry)})
		case OriginUnparsed:
			problems = append(problems, Problem{Wrong, "entry", where + one.why() + ".", "https://host", show(one.Entry)})
		case OriginNoDomain:
			problems = append(problems, Problem{Doubt, "entry", where + one.why() + ".", "https://host", show(one.Entry)})
		case OriginUnneeded:
			problems = append(problems, Problem{Doubt, "unneeded", where + one.why() + ".", "no entry", show(one.Entry)})
		}
		if one.Extra && one.Use != OriginUnparsed {
			problems = append(problems, Problem{Doubt, "path", where + "a path or a slash behind the host counts for nothing.", one.Origin, show(one.Entry)})
		}
	}
	return problems
}

// OriginEntries returns the entries of a file, nil when it cannot be read.
func OriginEntries(body []byte) []string {
	members, _ := jsonObject(body)
	entries, _ := originList(members["origins"])
	return entries
}
