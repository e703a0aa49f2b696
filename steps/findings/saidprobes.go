package findings

import "convex-auth-doctor/steps/ids"

var clockProbe = Probe{"Compare the clock of the machine that prints this with a good one: date -u shows UTC.", "date -u"}

var idTokenProbe = Probe{"Paste the ID token that the app got from the provider: its aud must be among the client IDs of that provider in convex/auth.ts.", ""}

var secretProbe = Probe{"Print typeof process.env.CLERK_SECRET_KEY in the code of the server: undefined means that it is not set there.", ""}

var passwordProbe = Probe{"Print process.env.WORKOS_COOKIE_PASSWORD?.length on the server: it must be 32 or more.", ""}

// saidProbes settle what one message leaves open, where the probe of its cause asks for something else.
var saidProbes = map[string]Probe{
	"clerk-azp":                {"The error names two origins: the first is the page that signed in, the second what authorizedParties of your server allows.", ""},
	"clerk-reason-azp":         {"Print the claim azp of the token and authorizedParties on the server: the first must be in the second.", ""},
	"clerk-clock-skew":         clockProbe,
	"clerk-session-nbf":        clockProbe,
	"clerk-session-iat-future": clockProbe,

	"clerk-missing-key":             {"The variable with the publishable key must be there where the app is built; the line of the error names the package.", ""},
	"clerk-secret-missing":          secretProbe,
	"clerk-secret-missing-package":  secretProbe,
	"clerk-reason-secret-key":       {"The secret key must be one that the Clerk dashboard shows today, of the same instance as the publishable key.", ""},
	"workos-configuration":          {"The lines below the error name each variable that the app's server lacks.", ""},
	"workos-configuration-missing":  {"Print typeof process.env with that name in the code of the server: undefined means that it is not set there.", ""},
	"workos-configuration-short":    passwordProbe,
	"workos-redirect-uri":           {"Print process.env.NEXT_PUBLIC_WORKOS_REDIRECT_URI on the server: undefined means that it is not set there.", ""},
	"workos-cookie-password":        passwordProbe,
	"workos-cookie-password-length": passwordProbe,
	"auth0-secure-origin":           {"The address bar must show https:// or localhost; window.isSecureContext in the console says the same.", ""},
	"auth0-options":                 {"The error goes on with the names of the options that are missing.", ""},

	"ba-id-token":          idTokenProbe,
	"ba-id-token-log":      idTokenProbe,
	"ba-id-token-audience": idTokenProbe,

	"cli-preview-key":          {"A preview deploy key begins with preview: and a production key with prod:.", ""},
	"cli-preview-name":         {"Give the command a name with --preview-name.", ""},
	"cli-production-key":       {"The beginning of the key says what it is for: prod:, dev: or preview:.", ""},
	"cli-build-not-configured": {"The host's build settings must list CONVEX_DEPLOY_KEY for this environment.", ""},
	"cli-key-malformed":        {"A preview deploy key reads preview:<team>:<project>|<secret>.", ""},
	"expo-storage-decrypt":     {"Delete the app's data, or the app, and sign in again: if it stays signed in over a restart, the stored value was the fault.", ""},
	"google-developer-error":   {"The Android clients in the Google Cloud console: their list of fingerprints must hold the SHA-1 of the key that signed the build on the phone.", ""},
}

// probeOf returns the probe of a message, nil where the one of the cause serves. A message's own probe is about the first
// of its causes.
func probeOf(id string, cause ids.Cause) *Probe {
	probe, ok := saidProbes[id]
	if list := meanings()[id]; !ok || len(list) == 0 || list[0].cause != cause {
		return nil
	}
	return &probe
}
