package evidence

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/family"
)

// hostWords are what the hosts of deployments and of known providers hold. Other addresses say nothing.
var hostWords = [][]byte{[]byte("convex."), []byte("clerk"), []byte("accounts.dev"), []byte("auth0.com"), []byte("workos.com"),
	[]byte("supabase."), []byte("securetoken.google"), []byte("accounts.google"), []byte("cognito-idp"), []byte("amazoncognito"),
	[]byte("microsoftonline"), []byte("sts.windows.net"), []byte("okta"), []byte("logto.app"), []byte("/realms/"), []byte(":3210"), []byte(":3211"), []byte("lcl.dev")}

// addresses finds URLs and names of Convex deployments and of identity providers, CONVEX_DEPLOYMENT values, and
// publishable keys.
func (part *part) addresses() {
	part.eachIndex("://", func(at int) int {
		from, to := addressAround(part.masked, at)
		address := part.masked[from:to]
		for _, word := range hostWords {
			if bytes.Contains(address, word) {
				part.address(from, to)
				break
			}
		}
		if !part.claimed(from) {
			part.loneAddress(from, to)
		}
		return to
	})
	for _, host := range []string{".convex.cloud", ".convex.site", ".clerk.accounts.dev", "dashboard.convex.dev/"} {
		part.eachIndex(host, func(at int) int {
			from, to := hostAround(part.masked, at)
			if from >= 3 && string(part.masked[from-3:from]) == "://" || from == to {
				return to
			}
			part.address(from, to)
			return to
		})
	}
	part.eachIndex("CONVEX_DEPLOYMENT", part.deploymentValue)
	for _, start := range []string{"pk_test_", "pk_live_"} {
		part.eachIndex(start, func(at int) int {
			end := at + len(start)
			for end < len(part.masked) && (tokenByte(part.masked[end]) && part.masked[end] != '.' || part.masked[end] == '$') {
				end++
			}
			key := string(part.masked[at:end])
			found, ok := family.OfPublishableKey(key)
			if !ok || at > 0 && tokenByte(part.masked[at-1]) && part.masked[at-1] != '=' {
				return end
			}
			part.keepPublishable(at, end, key, found)
			return end
		})
	}
}

// loneAddress keeps an address of an unknown host that is all of its line: a self-hosted deployment, a custom domain, the
// app itself. Which of them it is the person knows.
func (part *part) loneAddress(from, to int) {
	start, end := part.lineRange(from)
	line := strings.Trim(string(part.masked[start:end]), " \t\"'`<>,;.*|-")
	text := string(part.masked[from:to])
	if line != text || !strings.HasPrefix(text, "http") || len(text) > 300 || part.covered(from) {
		return
	}
	issuer := family.OfIssuer(text)
	if issuer.Host == "" {
		return
	}
	if cut := strings.IndexAny(text, "?#"); cut >= 0 {
		text = text[:cut]
	}
	part.add(KindURL, part.where(from, to), "address · "+clean.Short(issuer.Host, 60), issuer.Host, URL{text, issuer})
	part.claim(from, to)
}

func (part *part) keepPublishable(from, to int, key string, found family.Publishable) {
	summary := "publishable key · Clerk, " + string(found.Stage) + " instance"
	if found.Host != "" {
		summary += " · " + clean.Short(found.Host, 60)
	}
	if strings.HasSuffix(key, "...") || to < len(part.masked) && (bytes.HasPrefix(part.masked[to:], []byte("…")) || bytes.HasPrefix(part.masked[to:], []byte("..."))) {
		found.Problem = "it was shortened"
	}
	if found.Problem != "" {
		summary += " · " + found.Problem
	}
	name := part.nameBefore(from)
	part.add(KindKey, part.where(from, to), cutShort(summary), key+name, Key{Kind: PublishableKey, Publishable: found, Stage: found.Stage, Name: name})
	part.claim(from, to)
}

// addressAround returns the range of the URL around its "://".
func addressAround(text []byte, at int) (from, to int) {
	for from = at; from > 0 && (text[from-1] >= 'a' && text[from-1] <= 'z' || text[from-1] >= 'A' && text[from-1] <= 'Z'); from-- {
	}
	to = urlEnd(text, at+3)
	return from, to
}

// urlEnd returns the offset behind a URL, without the punctuation of the sentence around it.
func urlEnd(text []byte, at int) int {
	start := at
	for at < len(text) && at-start < 2048 {
		c := text[at]
		if c <= ' ' || c == '"' || c == '\'' || c == '`' || c == '<' && at > start || c == '|' || c == '\\' || c == ')' || c == ']' || c == '}' || c == ',' || c == ';' || c == '^' || c >= 0x80 {
			break
		}
		at++
	}
	for at > start && strings.IndexByte(".:!?>*", text[at-1]) >= 0 {
		at--
	}
	return at
}

// hostAround returns the range of a host name, with a path behind it, that stands without a scheme.
func hostAround(text []byte, at int) (from, to int) {
	for from = at; from > 0 && (wordByte(text[from-1]) && text[from-1] != '_' || text[from-1] == '-' || text[from-1] == '.'); from-- {
	}
	return from, urlEnd(text, at)
}

// address keeps one address.
func (part *part) address(from, to int) {
	text := string(part.masked[from:to])
	if strings.ContainsAny(text, "<>*{}$…") || strings.Contains(text, "...") { // a placeholder stands in it
		return
	}
	if groups := syncPath.FindStringSubmatch(text); groups != nil {
		part.keepAddress(part.where(from, to), groups[1], part.nameBefore(from), true, groups[2])
		part.keepPackages(part.where(from, to), []Package{{Name: "convex", Version: groups[2], From: "socket URL"}})
		part.claim(from, to)
		return
	}
	if _, ok := deploymentOf(text); !ok && part.covered(from) {
		return // an issuer inside a message or an entry is a part of that
	}
	if part.keepAddress(part.where(from, to), text, part.nameBefore(from), false, "") {
		part.claim(from, to)
	}
}

// claimed reports whether what was recognised last begins at the offset.
func (part *part) claimed(from int) bool {
	return len(part.known) > 0 && part.known[len(part.known)-1].from == from
}

var (
	convexHost     = regexp.MustCompile(`^([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.convex\.(cloud|site)$`)
	dashboardD     = regexp.MustCompile(`^/d/([a-z0-9-]+)(?:/(.*))?$`)
	dashboardT     = regexp.MustCompile(`^/t/[^/]+/[^/]+/([a-z0-9-]+)(?:/(.*))?$`)
	dashboardLast  = regexp.MustCompile(`^/deployment/(.*)$`)
	deploymentText = regexp.MustCompile(`^["'\s]*=?["'\s]*((?:[a-z]+:)*)([a-z0-9][a-z0-9_-]*(?:\.[a-z0-9-]+)?)`)
)

// deploymentOf reads an address as one of a Convex deployment (B 5.2, 7.1).
func deploymentOf(address string) (Deployment, bool) {
	text := address
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	parsed, err := url.Parse(text)
	if err != nil {
		return Deployment{}, false
	}
	host := strings.ToLower(parsed.Hostname())
	found := Deployment{URL: parsed.Scheme + "://" + strings.ToLower(parsed.Host)}
	if groups := convexHost.FindStringSubmatch(host); groups != nil {
		found.Role, found.Name = groups[2], groups[1]
		return found, true
	}
	switch port := parsed.Port(); {
	case host == "dashboard.convex.dev":
		found.Role = "dashboard"
		path := strings.TrimSuffix(parsed.Path, "/")
		if groups := dashboardD.FindStringSubmatch(path); groups != nil {
			found.Name, found.Page = groups[1], groups[2]
		} else if groups := dashboardT.FindStringSubmatch(path); groups != nil {
			found.Name, found.Page = groups[1], groups[2]
		} else if groups := dashboardLast.FindStringSubmatch(path); groups != nil {
			found.Page = groups[1]
		}
		return found, true
	case (host == "127.0.0.1" || host == "localhost" || host == "::1") && (port == "3210" || port == "3211"):
		found.Role, found.Type = map[string]string{"3210": "cloud", "3211": "site"}[port], "local"
		return found, true
	}
	return Deployment{}, false
}

// deploymentValue reads the value of CONVEX_DEPLOYMENT (B 7.7): the type is only informative, the name stands behind the
// last colon.
func (part *part) deploymentValue(at int) int {
	from := at + len("CONVEX_DEPLOYMENT")
	if from < len(part.masked) && (part.masked[from] == '_' || wordByte(part.masked[from])) {
		return from
	}
	_, end := part.lineRange(from)
	groups := deploymentText.FindSubmatchIndex(part.masked[from:min(end, from+120)])
	if groups == nil || !bytes.ContainsAny(part.masked[from:from+groups[2]+1], "=:\"'") && groups[2] == groups[3] {
		return from
	}
	rest := part.masked[from:]
	kind := strings.TrimSuffix(string(rest[groups[2]:groups[3]]), ":")
	if cut := strings.LastIndexByte(kind, ':'); cut >= 0 {
		kind = kind[cut+1:]
	}
	found := Deployment{Role: "variable", Name: string(rest[groups[4]:groups[5]]), Type: kind, Variable: "CONVEX_DEPLOYMENT"}
	if kind == "" && strings.IndexByte(found.Name, '-') < 0 {
		return from
	}
	part.keepDeployment(part.where(at, from+groups[1]), found)
	part.claim(at, from+groups[1])
	return from
}

func (run *run) keepDeployment(where Where, found Deployment) {
	summary := "deployment"
	switch found.Role {
	case "cloud":
		summary += " · client URL"
	case "site":
		summary += " · HTTP actions URL"
	case "dashboard":
		summary += " · dashboard"
	}
	if found.Socket {
		summary += " · sync socket"
	}
	if name := strings.TrimSpace(found.Type + " " + found.Name); name != "" {
		summary += " · " + clean.Short(name, 60)
	} else if found.URL != "" && found.Role != "dashboard" {
		summary += " · " + clean.Short(found.URL, 60)
	}
	if found.Page != "" {
		summary += " · " + clean.Short(found.Page, 40)
	}
	if found.Variable != "" {
		summary += " · " + clean.Short(found.Variable, 40)
	}
	run.add(KindDeployment, where, summary, summary, found)
}
