package findings

import "convex-auth-doctor/steps/ids"

// clientMeanings: what the Convex clients say (B section 3).
func clientMeanings() map[string][]reading {
	return map[string][]reading{
		"client-no-auth-provider-above":   {proves(ids.WrongProviderComponent)},
		"client-no-convex-provider-above": {proves(ids.WrongProviderComponent)},
		"client-address-undefined":        {proves(ids.ClientNotConnected)},
		"client-address-no-string":        {proves(ids.ClientNotConnected)},
		"client-address-no-scheme":        {proves(ids.ClientNotConnected)},
		"client-address-no-cloud":         {proves(ids.ClientNotConnected)},
		"client-address-no-url":           {proves(ids.ClientNotConnected)},
		"client-no-address":               {proves(ids.ClientNotConnected)},
		"client-address-type":             {proves(ids.ClientNotConnected)},
		"client-address-relative":         {proves(ids.ClientNotConnected)},
		"client-address-site":             {proves(ids.ConvexCloudVsSiteURL)},
		"next-url-unset":                  {proves(ids.ClientNotConnected)},
		"next-url-undefined":              {suggests(ids.ClientNotConnected)},
		"next-url-property":               {suggests(ids.SDKBugUpgradeNeeded)},
		"react-native-listener":           {suggests(ids.SDKBugUpgradeNeeded)},
		"client-token-without-times":      {proves(ids.ClaimsMissing)},
		"client-token-not-a-jwt":          {suggests(ids.OpaqueToken)},
		"client-token-too-short-lived":    {proves(ids.TokenLifetimeTooShort)},
		"client-leeway-larger-than-life":  {proves(ids.TokenLifetimeTooShort)},
		"client-reauthentication-failed":  {suggests(ids.TokenRefreshNotHandled)},
	}
}
