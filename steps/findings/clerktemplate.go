package findings

import (
	"slices"
	"strings"
	"sync"

	"convex-auth-doctor/steps/family"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/token"
	"convex-auth-doctor/steps/versions"
)

// templateReadings are the causes of Clerk's answer that there is no JWT template named convex. Usually neither template nor
// integration is there. But a client that kept its token function from before the sign-in asks for the template although
// the session token has the audience already (V 3; providers.md C1 names that audience as the check of its fix).
func (v *view) templateReadings() []reading {
	kept := v.convexIs(keptFunction())
	switch {
	case v.convexIs(templateOnly()): // it asks for the template whatever the session has (V 2)
	case v.sessionHasAudience() && kept:
		return []reading{proves(ids.SDKStaleTokenFetcher)}
	case v.sessionHasAudience():
		return []reading{suggests(ids.SDKStaleTokenFetcher), allows(ids.ClerkConvexIntegrationNotEnabled)}
	case kept:
		return []reading{suggests(ids.ClerkConvexIntegrationNotEnabled), allows(ids.SDKStaleTokenFetcher)}
	}
	return []reading{proves(ids.ClerkConvexIntegrationNotEnabled)}
}

// sessionHasAudience reports that a Clerk session token, or what was shown of one, has the audience that Clerk's Convex
// integration gives it.
func (v *view) sessionHasAudience() bool {
	for _, t := range v.tokens {
		read := t.Data.Read
		if t.Data.Guess.Kind == family.ClerkTemplate || !read.Payload.Has("sid") {
			continue
		}
		if aud, state := read.Payload.Strings("aud"); state == token.OK && slices.Contains(aud, "convex") {
			return true
		}
	}
	return false
}

// convexIs reports that a version of convex was pasted that lies in a range.
func (v *view) convexIs(affected versions.Range) bool {
	for _, list := range v.versions {
		for _, one := range list.Data.Packages {
			if one.Name == "convex" && !one.Range && affected.Contains(one.Version) {
				return true
			}
		}
	}
	return false
}

// What ConvexProviderWithClerk does by version: up to 1.32 it asks for the template only (V 2); from 1.33.1 it prefers the
// session token's audience, and keeps its token function when the session changes until 1.42.2 (V 3).
var (
	templateOnly = rangeOf("<1.33.0")
	keptFunction = rangeOf(">=1.33.1 <1.42.2")
)

func rangeOf(text string) func() versions.Range {
	return sync.OnceValue(func() versions.Range {
		parsed, err := versions.ParseRange(text)
		if err != nil {
			panic(err) // a constant
		}
		return parsed
	})
}

// namesIssuerHost reports that a host is the one where Convex asks for the documents of this case: of the token's iss, of an
// entry's domain, or of its key set.
func (v *view) namesIssuerHost(host string) bool {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if host == "" {
		return false
	}
	for _, t := range v.tokens {
		if iss, _ := t.Data.Read.Payload.String("iss"); strings.EqualFold(hostOf(iss), host) {
			return true
		}
	}
	for _, e := range v.configured().entries {
		for _, address := range []string{e.provider.Domain, e.provider.JWKS} {
			if strings.EqualFold(hostOf(address), host) {
				return true
			}
		}
	}
	return false
}
