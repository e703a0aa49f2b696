package findings

import "convex-auth-doctor/steps/ids"

// passkeyMeanings: what browsers, phones and WebAuthn libraries say of a passkey, and native apps of a sign-in (P 3.12,
// 3.17, 3.20-3.25).
func passkeyMeanings() map[string][]reading {
	return map[string][]reading{
		"passkey-rp-suffix":                {proves(ids.PasskeyOrigin)},
		"passkey-related-fetch":            {allows(ids.PasskeyOrigin), allows(ids.RelatedOrigins)},
		"passkey-related-origin":           {suggests(ids.RelatedOrigins), allows(ids.PasskeyOrigin)},
		"passkey-rp-extension":             {proves(ids.PasskeyOrigin)},
		"passkey-rp-invalid":               {proves(ids.PasskeyOrigin)},
		"passkey-rp-code":                  {proves(ids.PasskeyOrigin)},
		"passkey-domain-code":              {suggests(ids.PasskeyOrigin)},
		"passkey-server-rp":                {proves(ids.PasskeyOrigin)},
		"passkey-registration-origin":      {proves(ids.PasskeyOrigin)},
		"passkey-authentication-origin":    {proves(ids.PasskeyOrigin)},
		"passkey-registration-challenge":   {suggests(ids.AuthCookieNotSet)},
		"passkey-authentication-challenge": {suggests(ids.AuthCookieNotSet)},
		"passkey-android-rp":               {suggests(ids.AssetLinks), allows(ids.PasskeyOrigin)},
		"passkey-android-security":         {allows(ids.AssetLinks), allows(ids.PasskeyOrigin)},
		"passkey-android-security-type":    {allows(ids.AssetLinks), allows(ids.PasskeyOrigin)},
		"passkey-better-auth-challenge":    {suggests(ids.AuthCookieNotSet)},
		"passkey-better-auth-registration": {suggests(ids.PasskeyOrigin)},
		"passkey-better-auth-not-found":    {suggests(ids.ProviderSignInIncomplete)},
		"google-developer-error":           {suggests(ids.OAuthProviderConfig)},
		"google-no-client-id":              {suggests(ids.OAuthProviderConfig)},
		"google-offline-client-id":         {suggests(ids.OAuthProviderConfig)},
		"google-url-schemes":               {suggests(ids.OAuthProviderConfig)},
		"apple-authorization-unknown":      {suggests(ids.OAuthProviderConfig)},
		"apple-authorization-failed":       {allows(ids.AppleAppSiteAssociation), allows(ids.OAuthProviderConfig)},
		"expo-state-mismatch":              {suggests(ids.OAuthStateCookieLost)},
		"expo-client-id":                   {suggests(ids.OAuthProviderConfig)},
		"expo-proxy-name":                  {suggests(ids.NativeOAuthRedirect)},
		"expo-storage-key":                 {suggests(ids.RefreshStorageUnavailable)},
		"expo-storage-decrypt":             {suggests(ids.RefreshStorageUnavailable)},
		"expo-storage-encrypt":             {suggests(ids.RefreshStorageUnavailable)},
		"aasa-server-trust":                {suggests(ids.AppleAppSiteAssociation)},
		"aasa-redirect":                    {suggests(ids.AppleAppSiteAssociation)},
		"aasa-not-associated":              {proves(ids.AppleAppSiteAssociation)},
	}
}
