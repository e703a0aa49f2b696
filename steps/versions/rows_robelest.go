package versions

import "convex-auth-doctor/steps/ids"

// rowsRobelest: the robelest library under both of its names (versions.md 1.3).
var rowsRobelest = []Row{
	{ID: "V 60", Package: "@robelest/convex-auth", Also: "@estifanos-sh/convex-auth", Affected: "=0.0.4-preview.27", When: []Condition{GitHubSignIn}, Condition: "GitHub OAuth App (answers without `expires_in`)", Symptom: "`Missing or invalid 'expires_in' field` after a good sign-in", Cause: ids.OAuthProviderConfig, Do: "later preview; not preview.28/.29, which cannot be installed (`workspace:*`)", Source: "integration report in the repository (P 5 R3, R6)", Tag: "X"},
	{ID: "V 62", Package: "@robelest/convex-auth", Also: "@estifanos-sh/convex-auth", Affected: ">=0.0.4-preview.29", AtRunTime: true, Condition: "keys made before", Symptom: "RS256 → EdDSA: `DataError: Invalid key type`", Cause: ids.KeyAlgorithmMismatch, Do: "new pair with the CLI", Source: "P 0, P 5 R7", Tag: "F"},
	{ID: "V 63", Package: "@robelest/convex-auth", Also: "@estifanos-sh/convex-auth", Affected: ">=0.0.4-preview.31", When: []Condition{RobelestBareIssuer}, Condition: "auth.config.ts with bare `CONVEX_SITE_URL`", Symptom: "issuer now ends in `/auth`: `No auth provider found…`", Cause: ids.IssuerMismatch, Do: "add `/auth`, push", Source: "P 0.2, P 5 R8", Tag: "F"},
	{ID: "V 64", Package: "@robelest/convex-auth", Also: "@estifanos-sh/convex-auth", Affected: ">=0.0.4-preview.40", When: []Condition{OnlySiteURLSet}, Condition: "only `SITE_URL` set", Symptom: "ignored; `APP_URL` is read", Cause: ids.SiteURLEnvWrongOrMissing, Do: "set `APP_URL`", Source: "6f6afac (before tag preview.40); P 5 R9", Tag: "F"},
	{ID: "V 65", Package: "@robelest/convex-auth", Also: "@estifanos-sh/convex-auth", Affected: "<0.0.4-preview.40", AtRunTime: true, Condition: "proxy answers 401; several tabs", Symptom: "forced-refresh loop, tabs overwrite each other", Cause: ids.SessionRefetchLoop, Do: "≥ preview.40", Source: "d6140df (before tag preview.40); P 5 R10", Tag: "F"},
	{ID: "V 66", Package: "@robelest/convex-auth", Also: "@estifanos-sh/convex-auth", Affected: "<0.0.4-preview.10", AtRunTime: true, Condition: "SSR, proxy refresh", Symptom: "issuer and refresh unstable", Cause: ids.TokenRefreshNotHandled, Do: "≥ preview.10, `acceptedIssuers`", Source: "6579867 (before tag preview.10); P 5 R11", Tag: "F"},
}
