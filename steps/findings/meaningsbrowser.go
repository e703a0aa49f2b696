package findings

import "convex-auth-doctor/steps/ids"

// browserMeanings: what browsers, frameworks and runtimes say (P 4.22, versions.md).
func browserMeanings() map[string][]reading {
	return map[string][]reading{
		"cors-chrome":               {proves(ids.CORSOrTrustedOrigin)},
		"cors-firefox":              {proves(ids.CORSOrTrustedOrigin)},
		"cors-safari":               {proves(ids.CORSOrTrustedOrigin)},
		"cors-safari-access":        {suggests(ids.CORSOrTrustedOrigin)},
		"cors-no-header":            {proves(ids.CORSOrTrustedOrigin)},
		"cors-preflight":            {proves(ids.CORSOrTrustedOrigin)},
		"cors-header-not-allowed":   {suggests(ids.CORSOrTrustedOrigin)},
		"cors-header-refused":       {proves(ids.CORSOrTrustedOrigin)},
		"socket-failed-chrome":      {suggests(ids.ClientNotConnected)},
		"socket-failed-firefox":     {suggests(ids.ClientNotConnected)},
		"csp-refused":               {suggests(ids.ClientNotConnected)},
		"csp-connecting":            {suggests(ids.ClientNotConnected)},
		"mixed-content":             {suggests(ids.ClientNotConnected)},
		"insecure-socket":           {suggests(ids.ClientNotConnected)},
		"cookie-blocked-chrome":     {suggests(ids.AuthCookieNotSet)},
		"cookie-blocked-chrome-set": {suggests(ids.AuthCookieNotSet)},
		"cookie-rejected-firefox":   {suggests(ids.AuthCookieNotSet)},
		"fetch-failed-chrome":       {allows(ids.ProviderTokenFetchFails), allows(ids.ClientNotConnected)},
		"fetch-failed-safari":       {allows(ids.ProviderTokenFetchFails), allows(ids.ClientNotConnected)},
		"fetch-failed-firefox":      {allows(ids.ProviderTokenFetchFails), allows(ids.ClientNotConnected)},
		"fetch-failed-native":       {allows(ids.ProviderTokenFetchFails), allows(ids.ClientNotConnected)},
		"fetch-failed-node":         {allows(ids.AuthProxyRouteUnreachable), allows(ids.ProviderTokenFetchFails)},
		"connection-refused-ios":    {allows(ids.ClientNotConnected), allows(ids.AuthProxyRouteUnreachable)},
		"dns-no-such-domain":        {allows(ids.OIDCDiscoveryUnreachable), allows(ids.ClientNotConnected)},
		"dns-nxdomain":              {allows(ids.OIDCDiscoveryUnreachable), allows(ids.ClientNotConnected)},
		"dns-curl":                  {allows(ids.OIDCDiscoveryUnreachable), allows(ids.ClientNotConnected)},
		"connection-refused":        {suggests(ids.AuthProxyRouteUnreachable), allows(ids.ClientNotConnected)},
		"connection-reset":          {allows(ids.AuthProxyRouteUnreachable)},
		"host-not-found":            {allows(ids.AuthProxyRouteUnreachable), allows(ids.WrongOrUnreachableDeployment)},
		"next-middleware-and-proxy": {suggests(ids.AuthProxyRouteUnreachable)},
		"window-not-defined":        {allows(ids.SDKBugUpgradeNeeded)},
		"npm-peer-conflict":         {allows(ids.SDKBugUpgradeNeeded)},
	}
}
