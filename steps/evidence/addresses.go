package evidence

import (
	"bytes"
	"net/url"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/lazy"
)

// addresses finds URLs and names of Convex deployments and of identity providers, CONVEX_DEPLOYMENT values, and
// publishable keys.
func (part *part) addresses() {
	behind := 0
	part.eachKey(hostAnchors, func(at, _ int) {
		if at < behind {
			return
		}
		from, to := addressAround(part.masked, at)
		if from < to {
			part.address(from, to)
			behind = to
		}
	})
	part.eachKey(anchorsOf(anchorDeployment), part.deploymentValue)
	part.eachKey(anchorsOf(anchorTestKey, anchorLiveKey), func(at, end int) {
		for end < len(part.masked) && (tokenByte(part.masked[end]) && part.masked[end] != '.' || part.masked[end] == '$') {
			end++
		}
		key := string(part.masked[at:end])
		if found, ok := family.OfPublishableKey(key); ok && (at == 0 || !tokenByte(part.masked[at-1]) || part.masked[at-1] == '=') {
			part.keepPublishable(at, end, key, found)
		}
	})
}

// loneAddress keeps an address of an unknown host that is all of its line: a self-hosted deployment, a custom domain, the
// app itself. Which of them it is the person knows.
func (part *part) loneAddress(start, end int) {
	text := strings.Trim(string(part.masked[start:end]), " \t\"'`<>,;.*|-")
	if len(text) > 300 || strings.ContainsAny(text, " \t<>\"") || !strings.Contains(text, "://") || part.covered(start) {
		return
	}
	from, to := start, end
	if _, ok := deploymentOf(text); ok || family.OfIssuer(text).Family != ids.FamilyCustom {
		return // it is found as such
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

// addressAround returns the range of the URL, or of the host without a scheme, around an offset in it.
func addressAround(text []byte, at int) (from, to int) {
	for from = at; from > 0 && at-from < 2048 && addressByte(text[from-1]); from-- {
	}
	to = urlEnd(text, at)
	// a URL inside a longer word, such as "url=https://…" or "HTTPError(https://…", begins at its scheme
	if scheme := bytes.LastIndex(text[from:min(len(text), at+3)], []byte("://")); scheme > 0 {
		start := from + scheme
		for start > from && (text[start-1] >= 'a' && text[start-1] <= 'z' || text[start-1] >= 'A' && text[start-1] <= 'Z') {
			start--
		}
		from = start
	} else if equals := bytes.LastIndexAny(text[from:at], "=:@"); equals >= 0 {
		from += equals + 1
	}
	return from, to
}

// addressByte reports whether c can stand in a URL in front of its host or path.
func addressByte(c byte) bool {
	return c > ' ' && c < 0x80 && c != '"' && c != '\'' && c != '`' && c != '<' && c != '>' && c != '|' && c != '\\' && c != '(' && c != ')' && c != '[' && c != ']' && c != '{' && c != '}' && c != ',' && c != ';' && c != '^' && c != '*'
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

// address keeps one address.
func (part *part) address(from, to int) {
	text := string(part.masked[from:to])
	if strings.ContainsAny(text, "<>*{}$…") || strings.Contains(text, "...") { // a placeholder stands in it
		return
	}
	if groups := syncPath().FindStringSubmatch(text); groups != nil {
		part.keepAddress(part.where(from, to), groups[1], part.variableBefore(from), true, groups[2])
		part.keepPackages(part.where(from, to), []Package{{Name: "convex", Version: groups[2], From: "socket URL"}})
		part.claim(from, to)
		return
	}
	if _, ok := deploymentOf(text); !ok && part.covered(from) {
		return // an issuer inside a message or an entry is a part of that
	}
	if part.keepAddress(part.where(from, to), text, part.variableBefore(from), false, "") {
		part.claim(from, to)
	}
}

// variableBefore returns the name of the environment variable in front of a value, or "".
func (part *part) variableBefore(at int) string {
	if name := part.nameBefore(at); variableSpelling().MatchString(name) {
		return name
	}
	return ""
}

var variableSpelling = lazy.Regexp(`^[A-Z][A-Z0-9]*_[A-Z0-9_]+$`)

var (
	convexHost     = lazy.Regexp(`^([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.convex\.(cloud|site)$`)
	dashboardD     = lazy.Regexp(`^/d/([a-z0-9-]+)(?:/(.*))?$`)
	dashboardT     = lazy.Regexp(`^/t/[^/]+/[^/]+/([a-z0-9-]+)(?:/(.*))?$`)
	dashboardLast  = lazy.Regexp(`^/deployment/(.*)$`)
	deploymentText = lazy.Regexp(`^["'\s]*=?["'\s]*((?:[a-z]+:)*)([a-z0-9][a-z0-9_-]*(?:\.[a-z0-9-]+)?)`)
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
	if groups := convexHost().FindStringSubmatch(host); groups != nil {
		found.Role, found.Name = groups[2], groups[1]
		return found, true
	}
	switch port := parsed.Port(); {
	case host == "dashboard.convex.dev":
		found.Role = "dashboard"
		path := strings.TrimSuffix(parsed.Path, "/")
		if groups := dashboardD().FindStringSubmatch(path); groups != nil {
			found.Name, found.Page = groups[1], groups[2]
		} else if groups := dashboardT().FindStringSubmatch(path); groups != nil {
			found.Name, found.Page = groups[1], groups[2]
		} else if groups := dashboardLast().FindStringSubmatch(path); groups != nil {
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
// last colon. The name of the variable stands at [at, from).
func (part *part) deploymentValue(at, from int) {
	if from < len(part.masked) && (part.masked[from] == '_' || wordByte(part.masked[from])) {
		return
	}
	_, end := part.lineRange(from)
	groups := deploymentText().FindSubmatchIndex(part.masked[from:min(end, from+120)])
	if groups == nil || !bytes.ContainsAny(part.masked[from:from+groups[2]+1], "=:\"'") && groups[2] == groups[3] {
		return
	}
	rest := part.masked[from:]
	kind := strings.TrimSuffix(string(rest[groups[2]:groups[3]]), ":")
	if cut := strings.LastIndexByte(kind, ':'); cut >= 0 {
		kind = kind[cut+1:]
	}
	found := Deployment{Role: "variable", Name: string(rest[groups[4]:groups[5]]), Type: kind, Variable: "CONVEX_DEPLOYMENT"}
	if kind == "" && strings.IndexByte(found.Name, '-') < 0 {
		return
	}
	part.keepDeployment(part.where(at, from+groups[1]), found)
	part.claim(at, from+groups[1])
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
