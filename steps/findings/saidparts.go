package findings

import (
	"net/netip"
	"net/url"
	"strings"

	"convex-auth-doctor/steps/evidence"
	"convex-auth-doctor/steps/ids"
)

// discoveryReadings reads the issuer and the answer out of "Auth provider discovery of <issuer> failed: <status> <body>"
// (B 2.9, 1.24; P 3.30, 3.31).
func (v *view) discoveryReadings(message evidence.Message) []reading {
	host := hostOf(message.Value("issuer"))
	body := message.Value("body") + message.Value("error")
	switch {
	case strings.HasSuffix(host, ".convex.cloud"):
		return []reading{suggests(ids.ConvexCloudVsSiteURL), allows(ids.OIDCDiscoveryUnreachable)}
	case strings.HasSuffix(host, ".convex.site") && strings.Contains(body, "No matching routes"),
		strings.HasSuffix(host, ".convex.site") && strings.HasPrefix(message.Value("status"), "404"):
		return []reading{suggests(ids.AuthRoutesMissing), allows(ids.OIDCDiscoveryUnreachable)}
	case strings.Contains(body, "HTTP actions enabled"):
		return []reading{suggests(ids.SelfHostedSiteOrigin), allows(ids.AuthRoutesMissing)}
	case strings.Contains(body, "InternalServerError") && !strings.HasSuffix(host, ".convex.site"),
		host != "" && v.isOwnHost(host) && !strings.HasSuffix(host, ".convex.site"),
		portOf(message.Value("issuer")) == "3211": // the port of a backend's HTTP actions, whatever the container's network calls it
		// A Convex backend answered at the issuer's address, in the form of its API: the origin of the HTTP actions is
		// not published there (P 2.8).
		return []reading{suggests(ids.SelfHostedSiteOrigin), allows(ids.OIDCDiscoveryUnreachable)}
	case isPrivate(host):
		return []reading{suggests(ids.OIDCDiscoveryUnreachable), allows(ids.SelfHostedSiteOrigin)}
	}
	return []reading{suggests(ids.OIDCDiscoveryUnreachable)}
}

// closeReadings reads the reason of a closed socket (B 3.6): 1011 is an error without a code (2.21), 1000 and 1013 with
// AuthProviderDiscoveryFailed are a failed discovery.
func (v *view) closeReadings(reason string) []reading {
	switch {
	case strings.Contains(reason, "InternalServerError"):
		if v.issHasScheme() { // then only a jwks that is no URL is left (B 2.21, C6)
			return []reading{suggests(ids.OIDCDiscoveryUnreachable)}
		}
		return []reading{suggests(ids.IssuerWithoutScheme), allows(ids.OIDCDiscoveryUnreachable)}
	case strings.Contains(reason, "AuthProviderDiscoveryFailed"):
		return []reading{suggests(ids.OIDCDiscoveryUnreachable)}
	}
	return nil
}

// issHasScheme reports that the newest token names its issuer with a scheme.
func (v *view) issHasScheme() bool {
	t, ok := v.token()
	if !ok {
		return false
	}
	iss, _ := t.Data.Read.Payload.String("iss")
	return scheme().MatchString(iss)
}

// exportReadings tells a missing export of convex/auth.ts from code that was not pushed (P 1.35, 4.1).
func exportReadings(message evidence.Message) []reading {
	if strings.HasPrefix(message.Value("function"), "auth:") {
		return []reading{suggests(ids.MissingAuthExport), allows(ids.CodeNotPushed)}
	}
	return []reading{suggests(ids.CodeNotPushed), allows(ids.WrongOrUnreachableDeployment)}
}

// microsoftReadings reads the number of an AADSTS error (P 2.12; the numbers are Microsoft's own).
func microsoftReadings(message evidence.Message) []reading {
	switch strings.TrimLeft(message.Value("number"), " ") {
	case "50011":
		return []reading{proves(ids.OAuthCallbackMismatch)}
	case "7000215", "7000222":
		return []reading{suggests(ids.OAuthTokenExchangeRejected), allows(ids.ProviderSecretIncomplete)}
	}
	return []reading{suggests(ids.OAuthProviderConfig)}
}

// netReadings reads Chrome's name of a network error. It is about the client where an address of a deployment is known; any
// other server may refuse connections, too.
func (v *view) netReadings(message evidence.Message) []reading {
	name := strings.TrimSpace(message.Value("name"))
	if message.ID != "net-error" {
		name = "CONNECTION_" + name
	}
	switch name {
	case "CONNECTION_REFUSED", "NAME_NOT_RESOLVED", "INTERNET_DISCONNECTED", "ADDRESS_UNREACHABLE", "CONNECTION_TIMED_OUT", "CERT_AUTHORITY_INVALID":
		if v.clientURL() != "" || v.selfHosted() {
			return []reading{suggests(ids.ClientNotConnected)}
		}
		return []reading{allows(ids.ClientNotConnected), allows(ids.AuthProxyRouteUnreachable)}
	}
	return nil
}

// validatorReadings reads a refused value: Better Auth's adapter (V 71), or the mutation that stores users, when a
// webhook calls it (causes.md, app-user-record-missing).
func (v *view) validatorReadings() []reading {
	for _, message := range v.messages {
		if message.Data.ID == "ba-adapter-mode" {
			return nil
		}
	}
	for _, request := range v.requests {
		if strings.Contains(strings.ToLower(request.Data.Path+request.Data.URL), "webhook") || request.Data.Use == evidence.UseHTTPAction {
			return []reading{suggests(ids.AppUserRecordMissing)}
		}
	}
	return []reading{allows(ids.AppUserRecordMissing)}
}

// hostOf returns the host of an address, in lower case and without a port; "" where it has none.
func hostOf(address string) string {
	address = strings.TrimSpace(address)
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(parsed.Hostname())
}

// portOf returns the port of an address, "" where it names none.
func portOf(address string) string {
	parsed, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	return parsed.Port()
}

// isPrivate reports a host that a deployment in the cloud cannot reach (B 1.24).
func isPrivate(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".internal") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && (address.IsLoopback() || address.IsPrivate() || address.IsLinkLocalUnicast() || address.IsUnspecified())
}

// isOwnHost reports a host at which a deployment of the case answers.
func (v *view) isOwnHost(host string) bool {
	for _, deployment := range v.deployments {
		if hostOf(deployment.Data.URL) == host {
			return true
		}
	}
	for _, one := range v.urls {
		if hostOf(one.Data.Text) == host && one.Data.Issuer.Family == ids.FamilyUnknown {
			return true
		}
	}
	return false
}

// selfHosted reports that a deployment of the case is not one of Convex' cloud.
func (v *view) selfHosted() bool {
	for _, deployment := range v.deployments {
		host := hostOf(deployment.Data.URL)
		if host != "" && !strings.HasSuffix(host, ".convex.cloud") && !strings.HasSuffix(host, ".convex.site") && !strings.HasSuffix(host, "convex.dev") {
			return true
		}
	}
	return false
}
