package findings

import "convex-auth-doctor/steps/ids"

// pushMeanings: what a push, the CLI and the dashboard say of auth.config (B section 2, 5).
func pushMeanings() map[string][]reading {
	return map[string][]reading{
		"push-variable-missing":         {proves(ids.AuthConfigEnvVarMissing)},
		"code-auth-config-variable":     {proves(ids.AuthConfigEnvVarMissing)},
		"cli-workos-client-id-unset":    {proves(ids.AuthConfigEnvVarMissing)},
		"push-variable-missing-old":     {proves(ids.AuthConfigEnvVarMissing)},
		"push-shared-issuer":            {proves(ids.SharedIssuerNeedsAudience)},
		"push-refused":                  {proves(ids.AuthConfigPushRejected)},
		"push-pushed-invalid":           {proves(ids.AuthConfigPushRejected)},
		"push-change-refused":           {proves(ids.AuthConfigPushRejected)},
		"push-no-default-export":        {proves(ids.AuthConfigPushRejected)},
		"push-only-strings":             {proves(ids.AuthConfigPushRejected)},
		"push-not-matching":             {proves(ids.AuthConfigPushRejected)},
		"push-missing-field":            {proves(ids.AuthConfigPushRejected)},
		"push-application-id":           {proves(ids.AuthConfigPushRejected)},
		"push-type":                     {proves(ids.AuthConfigPushRejected)},
		"push-custom-jwt-domain":        {proves(ids.AuthConfigPushRejected)},
		"push-oidc-issuer":              {proves(ids.AuthConfigPushRejected)},
		"push-domain-url":               {proves(ids.AuthConfigPushRejected)},
		"push-convex-json":              {proves(ids.AuthConfigPushRejected)},
		"push-import":                   {proves(ids.AuthConfigPushRejected)},
		"code-invalid-auth-config":      {suggests(ids.AuthConfigPushRejected)},
		"code-domain-url":               {proves(ids.AuthConfigPushRejected)},
		"cli-old-app-auth":              {proves(ids.AuthConfigPushRejected)},
		"cli-type-error":                {suggests(ids.CodeNotPushed)},
		"cli-type-error-bare":           {suggests(ids.CodeNotPushed)},
		"cli-two-auth-configs":          {proves(ids.AuthConfigPushRejected)},
		"cli-no-auth-config":            {proves(ids.AuthConfigMissingOrNotPushed)},
		"dashboard-no-providers":        {proves(ids.AuthConfigMissingOrNotPushed)},
		"dashboard-no-providers-old":    {proves(ids.AuthConfigMissingOrNotPushed)},
		"cli-analyze-failed":            {suggests(ids.CodeNotPushed)},
		"cli-typecheck-failed":          {suggests(ids.CodeNotPushed)},
		"cli-schema-failed":             {suggests(ids.CodeNotPushed)},
		"cli-no-deployment":             {suggests(ids.CodeNotPushed)},
		"cli-invalid-deployment":        {suggests(ids.CodeNotPushed)},
		"cli-workos-mismatch":           {suggests(ids.DevProdInstanceMix)},
		"cli-env-dashes":                {suggests(ids.MalformedSigningKey)},
		"cli-several-url-variables":     {suggests(ids.WrongOrUnreachableDeployment)},
		"cli-cannot-modify-env-file":    {suggests(ids.WrongOrUnreachableDeployment)},
		"deployment-variable-forbidden": {allows(ids.SiteURLEnvWrongOrMissing)},
	}
}
