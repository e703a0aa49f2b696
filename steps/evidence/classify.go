package evidence

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/lazy"
)

// requestRule tells by host and path what a request is made for.
type requestRule struct {
	host func() *regexp.Regexp
	path func() *regexp.Regexp
	use  RequestUse
}

var requestRules = []requestRule{
	{nil, lazy.Regexp(`/sessions/[^/]+/tokens(?:/([^/?]+))?/?$`), UseClerkToken},
	{nil, lazy.Regexp(`/api/auth/convex/token/?$|/convex/token/?$`), UseConvexToken},
	{nil, lazy.Regexp(`/get-session/?$`), UseSession},
	{nil, lazy.Regexp(`/\.well-known/openid-configuration$`), UseDiscovery},
	{nil, lazy.Regexp(`(?:/jwks(?:\.json)?|/\.well-known/jwks(?:\.json)?|/sso/jwks/[^/]+|/certs|/discovery/v2\.0/keys)$`), UseKeySet},
	{nil, lazy.Regexp(`/api/deploy2/|/api/push_config|/api/v1/update_environment_variables`), UsePush},
	{nil, lazy.Regexp(`/api/\d[^/]*/sync$`), UseSync},
	{lazy.Regexp(`(?:\.convex\.cloud|:3210)$`), lazy.Regexp(`^/api/(?:query|mutation|action|function|query_at_ts|query_batch|run/.+)$`), UseConvexAPI},
	{nil, lazy.Regexp(`^/api/(?:query|mutation|action|query_at_ts|query_batch)$`), UseConvexAPI},
	{lazy.Regexp(`^api\.workos\.com$`), lazy.Regexp(`/user_management/authenticate$`), UseWorkOSToken},
	{nil, lazy.Regexp(`^/oauth/token$`), UseAuth0Token},
	{lazy.Regexp(`auth0\.com$`), nil, UseAuth0Token},
	{nil, lazy.Regexp(`^/api/auth(?:/.*)?/callback/|^/auth/callback|^/callback$`), UseCallback},
	{nil, lazy.Regexp(`^/api/auth(?:/|$)`), UseAuthRoute},
	{lazy.Regexp(`(?:\.clerk\.accounts\.dev|^clerk\.|\.lcl\.dev)`), nil, UseClerk},
	{lazy.Regexp(`(?:\.convex\.site|:3211)$`), nil, UseHTTPAction},
}

// classify takes a URL apart and says what it is asked for. Query, fragment and user info are dropped: they can hold
// secrets.
func classify(method, address string) Request {
	found := Request{Method: strings.ToUpper(cutText(method, 12)), Use: UseOther}
	parsed, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return found
	}
	found.Path = cutText(idInPath().ReplaceAllString(parsed.EscapedPath(), "/…"), 300)
	host := parsed.Host
	if host != "" {
		found.URL = parsed.Scheme + "://" + strings.ToLower(host) + found.Path
	} else {
		found.URL = found.Path
	}
	for _, rule := range requestRules {
		if rule.host != nil && !rule.host().MatchString(strings.ToLower(host)) {
			continue
		}
		if rule.path != nil {
			groups := rule.path().FindStringSubmatch(parsed.EscapedPath())
			if groups == nil {
				continue
			}
			if rule.use == UseClerkToken && len(groups) > 1 {
				found.Template = cutText(groups[1], 60)
			}
		}
		found.Use = rule.use
		break
	}
	return found
}

// matters reports whether a request of a network log says something of sign-in.
func (request Request) matters() bool {
	switch {
	case request.Use != UseOther:
		return true
	case request.Auth == "bearer" || request.Auth == "empty" || request.Auth == "convex" || request.Forwarded:
		return true
	case len(request.SetCookies) > 0:
		for _, set := range request.SetCookies {
			if _, ok := storageItem(set.Name); ok {
				return true
			}
		}
	}
	return false
}

// bodyMatters reports whether the answer's body is worth reading.
func (request Request) bodyMatters() bool {
	return request.Status >= 400 || request.Use == UseConvexAPI || request.Use == UseDiscovery || request.Use == UseKeySet ||
		request.Use == UseClerkToken || request.Use == UseConvexToken || request.Use == UseSession
}

// keepRequest keeps a request and the address that it was sent to.
func (run *run) keepRequest(where Where, found Request) {
	same := strings.Join([]string{found.Method, found.URL, found.Path, strconv.Itoa(found.Status), found.StatusText, found.Error, found.Auth}, "\x00")
	if run.again(KindRequest, same) {
		return
	}
	words := []string{"request"}
	name := strings.TrimSpace(found.Method + " " + shortURL(found))
	if name != "" {
		words = append(words, name)
	}
	switch {
	case found.Status > 0:
		words = append(words, strings.TrimSpace(strconv.Itoa(found.Status)+" "+clean.Short(found.StatusText, 40)))
	case found.Status < 0:
		words = append(words, "no answer "+clean.Short(found.Error, 40))
	}
	if found.Use == UseClerkToken && found.Template != "" {
		words = append(words, "template "+clean.Short(found.Template, 30))
	}
	switch found.Auth {
	case "none":
		words = append(words, "without an Authorization header")
	case "empty":
		words = append(words, "with an empty token")
	case "basic", "convex", "other":
		words = append(words, "Authorization is not Bearer")
	}
	if found.Empty && found.Status >= 400 {
		words = append(words, "empty answer")
	}
	if found.Landed {
		words = append(words, "where the browser ended")
	}
	if found.HTML {
		words = append(words, "the answer is a page")
	}
	summary := strings.Join(words, " · ")
	run.add(KindRequest, where, cutShort(summary), same, found)
	if strings.HasPrefix(found.URL, "http") && found.Use != UseOther {
		run.keepAddress(where, found.URL, "", false, "")
	}
}

// shortURL returns the address of a request as a list shows it.
func shortURL(found Request) string {
	if found.URL == "" {
		return clean.Short(found.Path, 90)
	}
	return clean.Short(found.URL, 90)
}

// idInPath matches an id of a session or user, which says nothing and need not be shown.
var idInPath = lazy.Regexp(`/(?:sess|client|user|session|org)_[A-Za-z0-9*]{6,}`)

// keepAddress keeps what an address tells: a Convex deployment, or the instance of a provider. It reports whether it is
// one of them.
func (run *run) keepAddress(where Where, address, variable string, socket bool, client string) bool {
	if found, ok := deploymentOf(address); ok {
		found.Variable, found.Socket, found.Client = variable, socket, client
		run.keepDeployment(where, found)
		return true
	}
	issuer := family.OfIssuer(address)
	if issuer.Family == ids.FamilyCustom || issuer.Family == ids.FamilyUnknown {
		return false
	}
	text := address
	if cut := strings.IndexAny(text, "?#"); cut >= 0 {
		text = text[:cut]
	}
	summary := "address · " + issuer.Family.Name()
	if issuer.Stage != family.StageUnknown {
		summary += ", " + string(issuer.Stage) + " instance"
	}
	run.add(KindURL, where, summary+" · "+clean.Short(issuer.Host, 60), issuer.Host, URL{cutText(text, 300), issuer})
	return true
}

// quoted returns a text as a JSON string.
func quoted(text string) []byte {
	value, _ := json.Marshal(text)
	return value
}
