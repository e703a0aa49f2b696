package deploy

import (
	"slices"
	"sort"
	"strings"

	"convex-auth-doctor/steps/ids"
)

// DifferenceKind says how a variable stands on two deployments.
type DifferenceKind string

// The kinds.
const (
	OnlyOnDev     DifferenceKind = "missing-on-prod"
	OnlyOnProd    DifferenceKind = "missing-on-dev"
	WronglyEqual  DifferenceKind = "equal-should-differ"
	WronglyOther  DifferenceKind = "different-should-be-equal"
	Equal         DifferenceKind = "equal"
	Different     DifferenceKind = "different"
	NotComparable DifferenceKind = "not-shown" // the value of one of them was not in the paste
)

// Difference is one variable on both deployments, side by side.
type Difference struct {
	Name     string         `json:"name"`
	Kind     DifferenceKind `json:"kind"`
	State    State          `json:"state"`
	Dev      string         `json:"dev"`  // as it may be shown
	Prod     string         `json:"prod"` // as it may be shown
	Sentence string         `json:"sentence"`
	Fix      *Fix           `json:"fix"`
	Cause    ids.Cause      `json:"cause"`
}

// ownedByCLI are variables of a local file, which no deployment has.
func ownedByCLI(name string) bool {
	bare, _ := withoutBrowserPrefix(name)
	switch bare {
	case "CONVEX_DEPLOYMENT", "CONVEX_DEPLOY_KEY", "CONVEX_URL", "CONVEX_SITE_URL", "CONVEX_CLOUD_URL":
		return true
	}
	return false
}

// mustDiffer says why a variable should not be the same on two deployments, "" when it may.
func mustDiffer(name, value string) (state State, sentence string) {
	switch name {
	case nameKey, nameJWKS, nameV2Key, nameV2JWKS:
		return Warn, "Dev and production share a signing key: who has one signs for both."
	case nameEncryption, "BETTER_AUTH_SECRET", "AUTH_SECRET":
		return Warn, "Dev and production share a secret that encrypts stored data."
	case nameSite, nameApp:
		return Warn, "Both name the same frontend: sign-ins of one end at the other."
	case "CLERK_JWT_ISSUER_DOMAIN", "CLERK_FRONTEND_API_URL", "CLERK_ISSUER_URL":
		if strings.Contains(value, ".clerk.accounts.dev") || strings.Contains(value, ".lcl.dev") {
			return Fail, "Production trusts Clerk's development instance: tokens of the production instance are refused."
		}
		return Warn, "Dev trusts Clerk's production instance: tokens of the development instance are refused."
	case "CLERK_SECRET_KEY", "CLERK_WEBHOOK_SECRET", "WORKOS_API_KEY":
		return Warn, "Dev and production share a secret of one instance."
	case "AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET":
		return Warn, "A GitHub OAuth app has one callback URL: dev and production need an app each."
	}
	return "", ""
}

// mustAgree says why a variable should be the same on two deployments, "" when it need not.
func mustAgree(name string) (state State, sentence string) {
	switch name {
	case namePrefix:
		return Fail, "The issuer's path differs, and auth.config.ts, which both share, can name only one."
	case nameTotal, nameInactive, "AUTH_PASSWORD_EMAIL_VERIFICATION":
		return Warn, "The app behaves differently in production than it was tried on dev."
	case "AUTH_APPLE_TEAM_ID":
		return Warn, "An app belongs to one Apple team."
	}
	return "", ""
}

// CompareEnvs puts the lists of two deployments side by side, sorted by name.
func CompareEnvs(dev, prod Env, gen Generation) []Difference {
	names := map[string]bool{}
	for _, name := range append(dev.Names(), prod.Names()...) {
		if !ownedByCLI(name) {
			names[name] = true
		}
	}
	sorted := make([]string, 0, len(names))
	for name := range names {
		sorted = append(sorted, name)
	}
	sort.Strings(sorted)
	c := &checker{env: prod, hasEnv: true, gen: gen}
	must, _ := c.required()
	var all []Difference
	for _, name := range sorted {
		one := compareVariable(name, dev.Lookup(name), prod.Lookup(name), must, c.gen)
		one.Dev, one.Prod = dev.Lookup(name).Show(), prod.Lookup(name).Show()
		all = append(all, one)
	}
	return all
}

func compareVariable(name string, dev, prod Variable, must []string, gen Generation) Difference {
	shown := show(name, 80)
	one := Difference{Name: shown, State: Pass}
	switch {
	case !prod.Present():
		one.Kind, one.State = OnlyOnDev, Warn
		one.Sentence = "It is on dev and not on production."
		if slices.Contains(must, name) {
			one.State, one.Cause = Fail, ids.EnvVarMissingOnDeployment
			one.Sentence = "Production lacks it, and sign-in needs it."
		}
		command := setSecretCommand(shellName(name))
		one.Fix = &Fix{"Set it on production, with production's own value; the command asks for it.", []string{command}}
		return one
	case !dev.Present():
		one.Kind, one.Sentence = OnlyOnProd, "It is on production only."
		return one
	case !dev.Readable() || !prod.Readable():
		one.Kind, one.State, one.Sentence = NotComparable, Unseen, "One of the values was not shown."
		return one
	}
	if dev.text() == prod.text() {
		one.Kind, one.Sentence = Equal, "The same on both."
		if state, sentence := mustDiffer(name, prod.Value); state != "" {
			one.Kind, one.State, one.Sentence = WronglyEqual, state, sentence
			if name == nameKey || name == nameJWKS {
				one.Fix = &Fix{"Make a pair for production alone, both variables at once.", newKeyPair(gen)}
			}
			if strings.HasPrefix(name, "CLERK_") {
				one.Cause = ids.DevProdInstanceMix
			}
		}
		return one
	}
	one.Kind, one.Sentence = Different, "Each deployment has its own."
	if state, sentence := mustAgree(name); state != "" {
		one.Kind, one.State, one.Sentence = WronglyOther, state, sentence
		if name == namePrefix {
			one.Cause = ids.IssuerMismatch
		}
	}
	return one
}
