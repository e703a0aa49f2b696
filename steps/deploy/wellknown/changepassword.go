package wellknown

import (
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"

	"convex-auth-doctor/steps/deploy/response"
)

// BuildChangePassword makes the redirect of CHANGE_PASSWORD_URL as the library does: the value goes into Location as it
// is (P 1.20, 3.20).
func BuildChangePassword(settings Settings) Built {
	if settings.ChangeURL == "" {
		return notConfigured(nil)
	}
	built := Built{Status: 302, Location: settings.ChangeURL}
	if problem := changeTarget(settings.ChangeURL, settings.App, ""); problem.Level == Wrong {
		built.Dropped = []Dropped{{1, show(settings.ChangeURL), problem.Text}}
	}
	return built
}

// CheckChangePassword checks the answer of /.well-known/change-password (P 3.18-3.20). app is the app's own address, ""
// when it is not known.
func CheckChangePassword(exchange response.Exchange, app string) []Problem {
	if !exchange.HasHeaders() {
		return []Problem{{Note, "headers", "The headers are missing: they hold the redirect.", "the output of curl -i", "a body alone"}}
	}
	first := exchange.First()
	var problems []Problem
	switch first.Status {
	case 302, 303, 307:
	case 301, 308:
		problems = append(problems, Problem{Doubt, "permanent", fmt.Sprintf("Status %d is a permanent redirect: browsers keep it for ever.", first.Status), "302, 303 or 307", fmt.Sprintf("status %d", first.Status)})
	case 200:
		if refresh := strings.ToLower(string(exchange.Body)); strings.Contains(refresh, `http-equiv="refresh"`) || strings.Contains(refresh, "http-equiv=refresh") {
			return append(problems, Problem{Note, "refresh", "A page with meta refresh is allowed.", "302, 303 or 307", "200 with meta refresh"})
		}
		return append(problems, Problem{Wrong, "page", "200 with a page: the path must redirect, and the form must not live here.", "302, 303 or 307 to the page", "status 200"})
	default:
		return append(problems, Problem{Wrong, "status", fmt.Sprintf("Status %d: no redirect.", first.Status), "302, 303 or 307", fmt.Sprintf("status %d", first.Status)})
	}
	location, ok := first.Header("Location")
	if !ok || location == "" {
		return append(problems, Problem{Wrong, "location", "The redirect has no Location.", "Location: https://…", "no Location"})
	}
	if problem := changeTarget(location, app, first.URL); problem.Code != "" {
		problems = append(problems, problem)
	}
	if len(exchange.Hops) > 1 && exchange.Status() >= 400 {
		problems = append(problems, Problem{Wrong, "target", fmt.Sprintf("The page behind the redirect answers %d.", exchange.Status()), "a page", fmt.Sprintf("status %d", exchange.Status())})
	}
	return problems
}

// CheckChangeTarget checks the value of CHANGE_PASSWORD_URL. app is the app's own address, "" when it is not known.
func CheckChangeTarget(value, app string) []Problem {
	if problem := changeTarget(value, app, ""); problem.Code != "" {
		return []Problem{problem}
	}
	return nil
}

// changeTarget checks where a redirect leads. Its Code is "" when all is well.
func changeTarget(target, app, asked string) Problem {
	absolute := response.Resolve(asked, target)
	parsed, err := url.Parse(strings.TrimSpace(absolute))
	switch {
	case err != nil:
		return Problem{Wrong, "location", "The target is no address.", "an https address", show(withoutQuery(target))}
	case strings.TrimSuffix(parsed.Path, "/") == ChangePassword.Path():
		return Problem{Wrong, "loop", "The redirect leads back to itself.", "the page with the form", show(withoutQuery(target))}
	case parsed.Host == "" && asked == "":
		return Problem{Doubt, "relative", "The target is relative: it leads to whichever host answers.", "an absolute https address on the app's host", show(withoutQuery(target))}
	case parsed.Host == "":
		return Problem{Wrong, "location", "The target is no address.", "an https address", show(withoutQuery(target))}
	case parsed.Scheme != "https":
		return Problem{Wrong, "http", "The target is not https.", "https://", show(withoutQuery(target))}
	}
	home := hostOf(app)
	if home == "" {
		home = hostOf(asked)
	}
	if home != "" && !sameSite(home, parsed.Hostname()) {
		return Problem{Doubt, "other-host", fmt.Sprintf("The target is on another site than %s.", show(home)), "a page of " + show(home), show(parsed.Hostname())}
	}
	return Problem{}
}

// sameSite reports whether two hosts belong to one registrable domain.
func sameSite(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	if a == b {
		return true
	}
	one, errOne := publicsuffix.EffectiveTLDPlusOne(a)
	two, errTwo := publicsuffix.EffectiveTLDPlusOne(b)
	return errOne == nil && errTwo == nil && one == two
}

// CheckProbe checks the answer for the address that must not exist (P 3.19): its final status must not be 2xx.
func CheckProbe(exchange response.Exchange) []Problem {
	status := exchange.Status()
	switch {
	case status == 0:
		return []Problem{{Note, "headers", "The status is missing.", "the output of curl -iL", "a body alone"}}
	case status >= 200 && status <= 299:
		return []Problem{{Wrong, "ok", fmt.Sprintf("Your site answers %d for pages that do not exist: password managers ignore change-password.", status), "404", fmt.Sprintf("status %d", status)}}
	case status >= 300 && status <= 399:
		return []Problem{{Doubt, "redirect", "The answer is a redirect: what counts is the status at its end. Use curl -iL.", "404", fmt.Sprintf("status %d", status)}}
	}
	return nil
}
