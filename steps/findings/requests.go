package findings

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/lazy"
)

// requests reads single HTTP requests: what was asked for, and how it was answered (causes.md, B 3.30, 9; P 3.2, 3.5).
func requests(v *view) []Finding {
	var found []Finding
	cloudForSite := v.cloudForSite()
	if cloudForSite != nil {
		found = append(found, *cloudForSite)
	}
	reported := map[string]bool{}
	for _, request := range v.requests {
		one, ok := v.request(request)
		key := string(one.Rule) + string(one.Cause)
		if !ok || reported[key] {
			continue
		}
		reported[key] = true
		one.Proof = []Line{{Label: request.Data.Method, Text: requestText(request.Data), From: request.From()}}
		if one.Sentence == "" {
			one.Sentence = requestText(request.Data)
		}
		one.Severity = Fault
		if one.Cause == "" {
			one.Severity = Note
		}
		found = append(found, one)
	}
	return found
}

// startRoute matches the address at which a sign-in with an OAuth provider starts (P 2.12).
var startRoute = lazy.Regexp(`^/(?:api/)?auth/signin/[\w-]+$`)

// request says what one request shows.
func (v *view) request(request seen[evidence.Request]) (Finding, bool) {
	r := request.Data
	if startRoute().MatchString(r.Path) && r.Status == 500 && strings.HasSuffix(hostOf(r.URL), ".convex.site") { // P 6B OAUTH-START
		return Finding{Rule: ids.StartRouteFails, Grade: Likely, Cause: ids.ProviderSecretIncomplete,
			Sentence: "the deployment itself answers 500 where a sign-in starts: the provider's id or secret is missing there",
			Probe:    &Probe{Sentence: "The list of variables shows whether AUTH_<PROVIDER>_ID and its secret are set on this deployment; the error stands in its log.", Command: "npx convex env list{{prod}} --names-only"}}, true
	}
	if r.Landed {
		return v.landed(r)
	}
	failed := r.Status >= 400 || r.Status == -1
	if r.Status == 404 && r.Empty && (r.Use == evidence.UseOther || r.Use == evidence.UseHTTPAction) { // only Convex's edge is known to be the one that answered
		return Finding{Rule: "edge-answers-empty", Grade: Likely, Cause: ids.ProxyHeaderForwarding,
			Sentence: "Convex's edge answers an empty 404: it found no deployment for the host that it was given, as when a proxy forwards the app's own"}, true
	}
	passing := r.Status == 429 || r.Status >= 502 && r.Status <= 504
	switch r.Use {
	case evidence.UseClerkToken:
		switch {
		case r.Status == 404 && r.Template != "":
			first := v.templateReadings()[0]
			return Finding{Rule: ids.ClerkTemplateMissing, Grade: first.grade, Exact: true, Cause: first.cause, Family: ids.FamilyClerk,
				Sentence: "Clerk answers 404 to the request for the JWT template " + quote(r.Template) + ": this instance has no such template"}, true
		case failed:
			return Finding{Rule: ids.ProviderRequestFails, Grade: Likely, Cause: ids.ProviderTokenFetchFails, Family: ids.FamilyClerk}, true
		}
	case evidence.UseAuth0Token, evidence.UseWorkOSToken:
		if failed {
			return Finding{Rule: ids.ProviderRequestFails, Grade: Likely, Cause: ids.ProviderTokenFetchFails}, true
		}
	case evidence.UseConvexToken, evidence.UseSession, evidence.UseAuthRoute:
		return authRoute(r, failed, passing)
	case evidence.UseConvexAPI:
		if r.Status == 404 && !strings.HasSuffix(hostOf(r.URL), ".convex.cloud") { // every deployment has these (B 3.30)
			return Finding{Rule: "api-not-there", Grade: Likely, Cause: ids.WrongOrUnreachableDeployment,
				Sentence: "what answered the client's call of " + clean.Short(r.Path, 60) + " with 404 is no Convex deployment: the client has another address than that of one"}, true
		}
		switch r.Auth {
		case "none":
			return Finding{Rule: ids.RequestWithoutHeader, Grade: Likely, Cause: ids.TokenNotSuppliedByClient,
				Sentence: "the request to Convex carries no Authorization header: the function runs without an identity"}, true
		case "basic", "other":
			return Finding{Rule: ids.OtherAuthScheme, Grade: Likely, Cause: ids.OpaqueToken,
				Sentence: "the Authorization header is not of the form Bearer <token>"}, true
		}
	case evidence.UseHTTPAction:
		if r.Auth == "none" && v.hasIdentity(true) {
			return Finding{Rule: "http-action-without-header", Grade: Likely, Cause: ids.HTTPActionWithoutHeader,
				Sentence: "the request to the HTTP action carries no Authorization header"}, true
		}
	case evidence.UseDiscovery, evidence.UseKeySet:
		if failed {
			return v.failedDocument(r), true
		}
	}
	return Finding{}, false
}

// landed reads an address of the own machine at which a browser ended. A callback belongs to the deployment's own host
// (P 2.12, 5 #35); any other way back is that of SITE_URL (causes.md). In development it is where it should be.
func (v *view) landed(r evidence.Request) (Finding, bool) {
	refused := v.saidAny("net-error", "net-error-connection", "net-error-page", "connection-refused")
	grade := Possible
	if refused || v.production() {
		grade = Likely
	}
	if r.Use == evidence.UseCallback {
		return Finding{Rule: ids.CallbackOnOwnMachine, Grade: grade, Cause: ids.OAuthCallbackMismatch,
			Sentence: "the OAuth provider sends the browser to " + clean.Short(r.URL, 120) + ", the callback of a development set-up"}, true
	}
	return Finding{Rule: ids.LandsOnLocalhost, Grade: grade, Cause: ids.SiteURLEnvWrongOrMissing,
		Sentence: "the browser ends at " + clean.Short(r.URL, 120) + ": the deployment's SITE_URL, or baseURL, is that of development"}, true
}

// production reports that the case is about a production deployment.
func (v *view) production() bool {
	for _, deployment := range v.deployments {
		if deployment.Data.Type == "prod" {
			return true
		}
	}
	for _, log := range v.logs {
		for _, event := range log.Data.Events {
			if event.DeploymentType == "prod" {
				return true
			}
		}
	}
	return false
}

// authRoute reads an answer of the app's own /api/auth routes (causes.md; P 3.2, 3.5, 4E).
func authRoute(r evidence.Request, failed, passing bool) (Finding, bool) {
	switch {
	case r.Status == 404 && r.Empty:
		return Finding{Rule: "auth-route-empty", Grade: Likely, Cause: ids.ProxyHeaderForwarding,
			Sentence: "the auth route answers an empty 404: the request did not reach the deployment, as when a proxy forwards its own host name"}, true
	case r.Use == evidence.UseConvexToken && passing:
		return Finding{Rule: "token-endpoint-passing-error", Grade: Likely, Cause: ids.TokenRefreshNotHandled,
			Sentence: fmt.Sprintf("the token endpoint answers %s: a passing error that becomes no token, and so a sign-out", status(r))}, true
	case r.Status == 403:
		return Finding{Rule: ids.OriginRefused, Grade: Likely, Cause: ids.CORSOrTrustedOrigin, After: []ids.Rule{proxyRetriesSeen},
			Sentence: "the auth route answers 403: it does not trust the origin of the page"}, true
	case failed && r.Status != 401 && r.Status != 400, r.HTML:
		finding := Finding{Rule: ids.AuthRouteFails, Grade: Likely, Cause: ids.AuthProxyRouteUnreachable, After: []ids.Rule{ids.CloudForSite, "message-ba-created-at", "message-ba-invalid-origin", proxyRetriesSeen},
			Sentence: "the app's auth route answers " + status(r)}
		if r.Status >= 500 && !r.HTML { // the route was reached and failed: an error that its library prints says why
			finding.After = append(finding.After, ids.SeenSignInError, ids.StartRouteFails)
		}
		return finding, true
	}
	return Finding{}, false
}

func (v *view) failedDocument(r evidence.Request) Finding {
	host := hostOf(r.URL)
	finding := Finding{Rule: "document-fails", Grade: Likely, Cause: ids.OIDCDiscoveryUnreachable, Sentence: requestText(r)}
	switch {
	case strings.HasSuffix(host, ".convex.cloud"):
		finding.Cause = ids.ConvexCloudVsSiteURL
	case strings.HasSuffix(host, ".convex.site"):
		finding.Cause = ids.AuthRoutesMissing
	}
	return finding
}

// cloudForSite finds a path of the HTTP actions that was asked of the .convex.cloud host, where only .convex.site
// answers it (B 7.1, causes.md).
func (v *view) cloudForSite() *Finding {
	for _, request := range v.requests {
		r := request.Data
		if !strings.HasSuffix(hostOf(r.URL), ".convex.cloud") || r.Status != 404 || strings.HasPrefix(r.Path, "/api/") && r.Use == evidence.UseConvexAPI {
			continue
		}
		grade := Likely
		lines := []Line{{Label: "asked", Text: requestText(r), From: request.From()}}
		for _, other := range v.requests {
			o := other.Data
			if o.Status >= 200 && o.Status < 400 && strings.HasSuffix(hostOf(o.URL), ".convex.site") {
				grade = Proved
				lines = append(lines, Line{Label: "answers", Text: requestText(o), From: other.From()})
			}
		}
		return &Finding{Rule: ids.CloudForSite, Severity: Fault, Grade: grade, Exact: true, Cause: ids.ConvexCloudVsSiteURL, Proof: lines,
			Sentence: "a route of the HTTP actions was asked of the .convex.cloud address, which does not serve it"}
	}
	return nil
}

func status(r evidence.Request) string {
	switch {
	case r.Status > 0 && r.HTML:
		return fmt.Sprintf("%d with an HTML page", r.Status)
	case r.Status > 0:
		return fmt.Sprint(r.Status)
	case r.HTML:
		return "an HTML page"
	case r.Error != "":
		return "nothing: " + clean.Short(r.Error, 100)
	}
	return "nothing"
}

func requestText(r evidence.Request) string {
	address := r.URL
	if address == "" {
		address = r.Path
	}
	return clean.Short(strings.TrimSpace(address), 160) + " → " + status(r)
}
