package deploy

import (
	"net/netip"
	"net/url"
	"strings"

	whatwg "github.com/nlnwa/whatwg-url/url"

	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/lazy"
)

// pathOf returns the path of an address without a trailing slash, "" for none.
func pathOf(address string) string {
	parsed, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(parsed.Path, "/")
}

// hostOf returns the host of an address in lower case without the port, "" when there is none.
func hostOf(address string) string {
	parsed, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	return strings.ToLower(parsed.Hostname())
}

// isConvexHost says which of Convex's own hosts it is: "site", "cloud" or "".
func isConvexHost(host string) string {
	switch {
	case strings.HasSuffix(host, ".convex.site"):
		return "site"
	case strings.HasSuffix(host, ".convex.cloud"):
		return "cloud"
	}
	return ""
}

// deploymentOf returns the name of the deployment behind a host of Convex, "" for another host. A regional deployment's
// name carries the region: "calm-cow-456.eu-west-1" (B 7.1).
func deploymentOf(host string) string {
	for _, suffix := range []string{".convex.site", ".convex.cloud"} {
		if name, ok := strings.CutSuffix(host, suffix); ok {
			return name
		}
	}
	return ""
}

var (
	tunnelHosts = []string{".ngrok.io", ".ngrok.app", ".ngrok.dev", ".ngrok-free.app", ".ngrok-free.dev", ".trycloudflare.com", ".loca.lt", ".localhost.run", ".lhr.life", ".serveo.net", ".devtunnels.ms"}
	localSuffix = lazy.Regexp(`(?:^|\.)(?:localhost|local|localdomain|internal|test|home\.arpa|lan)$`)
)

// localKind says why a host is none that people can reach: "localhost", "a private address", "a tunnel", or "".
func localKind(host string) string {
	host = strings.Trim(strings.ToLower(host), "[]")
	if address, err := netip.ParseAddr(host); err == nil {
		switch {
		case address.IsLoopback() || address.IsUnspecified():
			return "localhost"
		case address.IsPrivate() || address.IsLinkLocalUnicast():
			return "a private address"
		}
		return ""
	}
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return "localhost"
	}
	if localSuffix().MatchString(host) {
		return "a name of a local network"
	}
	for _, suffix := range tunnelHosts {
		if strings.HasSuffix(host, suffix) {
			return "a tunnel"
		}
	}
	return ""
}

// parsesAsURL reports whether `new URL(s)` takes s: robelest's CORS code throws where it does not (P 1.13).
func parsesAsURL(s string) bool {
	_, err := whatwg.Parse(s)
	return err == nil
}

func (document Document) address() string {
	if document.URL != "" {
		return document.URL
	}
	return document.Exchange.First().URL
}

// where says where the document was asked for, without what may hold a code or a token.
func (document Document) where() string {
	address := document.address()
	if at := strings.IndexAny(address, "?#"); at >= 0 {
		address = address[:at]
	}
	return show(address, 160)
}

func (document Document) kind() wellknown.Kind {
	if document.Kind != wellknown.Unknown {
		return document.Kind
	}
	return wellknown.KindOf(document.address())
}

// place says where a document was fetched; what is not known to be elsewhere counts as the app's host.
func (document Document) place(site string) Place {
	if document.On != "" {
		return document.On
	}
	switch host := hostOf(document.address()); {
	case host == "app-site-association.cdn-apple.com", host == "digitalassetlinks.googleapis.com":
		return OnCDN
	case isConvexHost(host) != "", host != "" && host == hostOf(site):
		return OnSite
	}
	return OnApp
}
