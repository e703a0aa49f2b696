package findings

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/clean"
	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
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

// request says what one request shows.
func (v *view) request(request seen[evidence.Request]) (Finding, bool) {
	r := request.Data
	failed := r.Status >= 400 || r.Status == -1
	passing := r.Status == 429 || r.Status >= 502 && r.Status <= 504
	switch r.Use {
	case evidence.UseClerkToken:
		switch {
		case r.Status == 404 && r.Template != "":
			return Finding{Rule: ids.ClerkTemplateMissing, Grade: Proved, Exact: true, Cause: ids.ClerkConvexIntegrationNotEnabled, Family: ids.FamilyClerk,
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
		return Finding{Rule: ids.AuthRouteFails, Grade: Likely, Cause: ids.AuthProxyRouteUnreachable, After: []ids.Rule{ids.CloudForSite, "message-ba-created-at", "message-ba-invalid-origin", proxyRetriesSeen},
			Sentence: "the app's auth route answers " + status(r)}, true
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
