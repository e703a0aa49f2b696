package messages

// cliTexts are what npx convex prints (B 4.1-4.8, 5.20-5.24, 7.5; P 1.40-1.46; V 12-25). What the deployment answers to
// a push stands with the deployment's own texts.
var cliTexts = []printed{
	{ID: "cli-two-auth-configs", Fact: "B 4.1", Source: FromCLI, Text: "Found both {first} and {second}, choose one."},
	{ID: "cli-no-auth-config", Fact: "B 4.1", Source: FromCLI,
		Text: "Found no auth config file at {path} so there are no configured auth providers"},
	{ID: "cli-set-it-up-in-dashboard", Fact: "B 4.5", Source: FromCLI,
		Text: "Go to:\n\n    https://dashboard.convex.dev/d/{deployment}/settings/environment-variables?var={name}\n\n  to set it up."},
	{ID: "cli-set-it-with", Fact: "providers 0.4", Source: FromCLI, Text: "Set it with:\n npx convex env set {arguments}\n"},
	{ID: "cli-set-it-in-dashboard-or-env", Fact: "B 4.5", Source: FromCLI,
		Text: "Go set it in the dashboard or using `npx convex env set`"},
	{ID: "cli-workos-client-id-unset", Fact: "providers 0.4", Source: FromCLI,
		Text: "WORKOS_CLIENT_ID is not set; you can set it manually on the deployment or for hosted Convex deployments, use auto-provisioning."},
	{ID: "cli-unable-to-push", Fact: "B 4.8", Source: FromCLI, Text: "Error: Unable to start push to {deployment}\n"},
	{ID: "cli-fetch-failed", Fact: "B 4.8", Source: FromCLI, Text: "Error fetching {method} {url} {status} {reason}: {error}"},
	{ID: "cli-auth-commands-removed", Fact: "providers 0.4", Source: FromCLI,
		Text: "convex auth commands were removed, see https://docs.convex.dev/auth for up to date instructions."},

	{ID: "cli-functions-ready", Fact: "B 5.24", Source: FromCLI, Text: "Convex functions ready!"},
	{ID: "cli-preparing-functions", Fact: "B 5.24", Source: FromCLI, Text: "Preparing Convex functions..."},
	{ID: "cli-showing-logs", Fact: "B 5.21", Source: FromCLI, Text: "Showing logs of deployment:"},
	{ID: "cli-developing-against", Fact: "B 5.24", Source: FromCLI, Text: "Developing against deployment:"},
	{ID: "cli-deploys-to", Fact: "B 7.7", Source: FromCLI, Text: "Your prod deployment {deployment} serves traffic at:"},
	{ID: "cli-watching-logs", Fact: "B 5.21", Source: FromCLI, Text: "Watching logs for {type} deployment {deployment}..."},

	{ID: "cli-several-url-variables", Fact: "B 7.5", Source: FromCLI,
		Text: "Found multiple {name} environment variables in {file} so cannot update automatically."},
	{ID: "cli-cannot-modify-env-file", Fact: "B 7.5", Source: FromCLI,
		Text: "Can't safely modify {file} for {name}, please edit manually."},

	{ID: "cli-no-deployment", Fact: "P 1.40", Source: FromCLI,
		Text: "Could not find a configured CONVEX_DEPLOYMENT. Did you forget to run `npx convex dev` first?"},
	{ID: "cli-invalid-deployment", Fact: "P 1.40", Source: FromCLI, Text: "Invalid CONVEX_DEPLOYMENT."},
	{ID: "cli-one-target-only", Fact: "P 1.40", Source: FromCLI,
		Text: "Choose only one of --url, --prod, --preview-name, or --deployment-name."},
	{ID: "cli-keys-exist", Fact: "P 1.36", Source: FromConvexAuth,
		Text: "already has JWT_PRIVATE_KEY or JWKS configured. Overwrite them?"},

	{ID: "cli-env-empty", Fact: "P 1.43", Source: FromCLI, Text: "No environment variables set (on {type} deployment {deployment})"},
	{ID: "cli-env-empty-bare", Fact: "P 1.43", Source: FromCLI, Text: "No environment variables set"},
	{ID: "cli-env-not-found", Fact: "P 1.44", Source: FromCLI, Text: `Environment variable "{name}" not found`},
	{ID: "cli-env-set", Fact: "P 1.45", Source: FromCLI, Text: "Successfully set {name} (on {type} deployment {deployment})"},
	{ID: "cli-env-set-old", Fact: "P 1.45", Source: FromCLI, Text: "✔ Successfully set {name} to {value}"},
	{ID: "cli-env-set-file", Fact: "P 1.45", Source: FromCLI,
		Text: "Successfully set {count} environment variables from {file} ({new} new, {updated} updated)"},
	{ID: "cli-env-conflict", Fact: "P 1.45", Source: FromCLI,
		Text: "environment variable {name} already exists with different value. Use --force"},
	{ID: "cli-env-skipped", Fact: "P 1.45", Source: FromCLI, Text: "Skipping {count} CLI-managed environment variables: {names}"},
	{ID: "cli-env-carriage-return", Fact: "P 1.41", Source: FromCLI,
		Text: `includes carriage return (\r) which cannot be preserved in .env files (dotenv limitation)`},
	{ID: "cli-env-hash", Fact: "P 1.41", Source: FromCLI,
		Text: "includes a '#' which may be interpreted as a comment if you save this value to a .env file"},
	{ID: "cli-env-dashes", Fact: "P 1.46", Source: FromCLI, Text: "error: unknown option '-----BEGIN {label}-----"},

	{ID: "cli-old-app-auth", Fact: "causes: auth-config-push-rejected", Source: FromCLI, Text: "appAuth {index} domain Required"},
	{ID: "cli-type-error", Fact: "causes: code-not-pushed, V 72", Source: FromCLI, Text: "convex/{file} - error TS{number}:"},
	{ID: "cli-type-error-bare", Fact: "causes: code-not-pushed, V 72", Source: FromCLI, Text: "convex/{file}: error TS{number}:"},
	{ID: "cli-workos-mismatch", Fact: "providers W11", Source: FromCLI, Text: "WorkOS environment variable mismatch detected!"},
	{ID: "cli-workos-not-authorized", Fact: "providers W11", Source: FromCLI, Text: "WorkOSPlatformNotAuthorized"},
	{ID: "cli-typecheck-failed", Fact: "V 72", Source: FromCLI, Text: "TypeScript typecheck via `tsc` failed"},
	{ID: "cli-analyze-failed", Fact: "V 93", Source: FromDeployment, Text: "Failed to analyze {module}: {error}"},
	{ID: "cli-schema-failed", Fact: "V 52", Source: FromCLI, Text: "Schema validation failed"},
}

// dashboardTexts are the texts of the deployment's settings pages (B 5.3-5.5).
var dashboardTexts = []printed{
	{ID: "dashboard-no-providers", Fact: "B 5.3", Source: FromDashboard, Text: "This deployment has no authentication providers yet."},
	{ID: "dashboard-no-providers-old", Fact: "B 5.5", Source: FromDashboard,
		Text: "This deployment has no configured authentication providers"},
	{ID: "dashboard-providers", Fact: "B 5.3", Source: FromDashboard,
		Text: "These are the authentication providers configured for this deployment."},
	{ID: "dashboard-no-permission", Fact: "B 5.4", Source: FromDashboard,
		Text: "You do not have permission to view authentication config in this deployment."},
}
