package deploy

import (
	"slices"
	"strconv"
	"strings"

	"convex-auth-doctor/steps/deploy/keys"
	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/lazy"
)

// packageEvidence reads the names and versions of dependencies.
func packageEvidence(packages []Package) []Evidence {
	var evidence []Evidence
	other := ""
	for _, one := range packages {
		name := strings.TrimSpace(one.Name + " " + show(one.Version, 40))
		switch one.Name {
		case "@convex-dev/auth":
			says := []Generation{GenO}
			if major, _, _ := strings.Cut(strings.TrimLeft(one.Version, "^~>=v "), "."); major != "" && major != "0" && major != "*" {
				says = []Generation{GenV2}
			}
			evidence = append(evidence, Evidence{name + " is installed", says, true})
		case "@robelest/convex-auth", "@estifanos-sh/convex-auth":
			evidence = append(evidence, Evidence{name + " is installed", robelestVersion(one), true})
		default:
			if isOtherAuth(one.Name) {
				other = one.Name
			}
		}
	}
	if other != "" && len(evidence) == 0 {
		evidence = append(evidence, Evidence{other + " is installed and no Convex Auth", []Generation{GenOther}, true})
	}
	return evidence
}

func isOtherAuth(name string) bool {
	for _, prefix := range []string{"@clerk/", "@auth0/", "@workos-inc/", "@workos/", "@convex-dev/better-auth", "@convex-dev/workos"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

var previewVersion = lazy.Regexp(`^0\.0\.([0-9]+)(?:-preview\.([0-9]+))?$`)

// robelestVersion maps a version to its generations (P 0; V 62-64).
func robelestVersion(one Package) []Generation {
	found := previewVersion().FindStringSubmatch(strings.TrimLeft(one.Version, "^~>=v "))
	if found == nil {
		if one.Name == "@estifanos-sh/convex-auth" {
			return []Generation{GenB}
		}
		return robelestAll
	}
	patch, _ := strconv.Atoi(found[1])
	preview, err := strconv.Atoi(found[2])
	switch {
	case patch > 4 || patch == 4 && err != nil:
		return []Generation{GenB}
	case patch < 4 || preview <= 28:
		return []Generation{GenA0}
	case preview <= 30:
		return []Generation{GenA1}
	case preview < 40:
		return []Generation{GenA2}
	}
	return []Generation{GenB}
}

// envEvidence reads which variables are set and what kind of key there is.
func envEvidence(env Env) []Evidence {
	if env.Local {
		return nil
	}
	var evidence []Evidence
	add := func(text string, firm bool, says ...Generation) {
		evidence = append(evidence, Evidence{text, says, firm})
	}
	switch site, app := env.Has(nameSite), env.Has(nameApp); {
	case app && !site:
		add("APP_URL is set", true, GenB)
	case app && site:
		add("APP_URL is set beside SITE_URL", false, GenB)
	case site:
		add("SITE_URL is set", false, GenO, GenA0, GenA1, GenA2)
	}
	hasKey := env.Has(nameKey)
	switch key := keys.Read(env.Lookup(nameKey).text()); key.Algorithm {
	case keys.RS256:
		add("JWT_PRIVATE_KEY is an RSA key", true, rsaGenerations...)
	case keys.EdDSA:
		add("JWT_PRIVATE_KEY is an Ed25519 key", true, edGenerations...)
	default:
		set := keys.ReadSet(env.Lookup(nameJWKS).text())
		switch {
		case len(set.OfKind(keys.EdDSA)) > 0:
			add("JWKS holds an Ed25519 key", false, edGenerations...)
		case len(set.OfKind(keys.RS256)) > 0:
			add("JWKS holds an RSA key", false, rsaGenerations...)
		}
	}
	if env.Has(nameEncryption) {
		add("AUTH_SECRET_ENCRYPTION_KEY is set", false, robelestAll...)
	}
	if env.Has(namePrefix) {
		add("CONVEX_AUTH_HTTP_PREFIX is set", false, GenA2)
	}
	if !hasKey {
		switch {
		case env.Has(nameV2Key) && env.Has(nameV2JWKS):
			add("AUTH_PRIVATE_KEY and AUTH_JWKS are set", true, GenV2)
		case env.Has("BETTER_AUTH_SECRET"), env.Has("CLERK_JWT_ISSUER_DOMAIN"), env.Has("CLERK_FRONTEND_API_URL"), env.Has("WORKOS_CLIENT_ID"), env.Has("AUTH0_DOMAIN"):
			add("variables of another sign-in service are set and no JWT_PRIVATE_KEY", true, GenOther)
		}
	}
	return evidence
}

// tokenEvidence reads a token that a deployment signed. A token may be old, so it only chooses among what is left.
func tokenEvidence(token Token) []Evidence {
	if token.Kid != "" || !slices.Contains(token.Aud, "convex") {
		return nil
	}
	var evidence []Evidence
	add := func(text string, says ...Generation) {
		evidence = append(evidence, Evidence{text, says, false})
	}
	switch token.Alg {
	case "RS256":
		add("the token is signed with RS256", rsaGenerations...)
	case "EdDSA":
		add("the token is signed with EdDSA", edGenerations...)
	}
	if strings.Contains(token.Sub, "|") {
		add("sub is user|session", rsaGenerations...)
	} else if token.HasSid {
		add("sub is the user alone and sid the session", edGenerations...)
	}
	if _, rest, ok := splitURL(token.Iss); ok {
		if rest == "" {
			add("iss is the bare site URL", GenO, GenA0, GenA1)
		} else {
			add("iss has a path behind the site URL", GenA2, GenB)
		}
	}
	return evidence
}

// probeEvidence reads which discovery documents a deployment answers (P 3.30).
func probeEvidence(documents []Document) []Evidence {
	root, below := "", "" // issuers that the two documents name
	for _, document := range documents {
		if document.kind() != wellknown.OpenID || wellknown.ReachOf(wellknown.OpenID, document.Exchange) != wellknown.Served {
			continue
		}
		issuer := wellknown.OpenIDIssuer(document.Exchange.Body)
		if strings.HasSuffix(pathOf(document.address()), "/auth"+wellknown.OpenID.Path()) {
			below = issuer
		} else if pathOf(document.address()) == wellknown.OpenID.Path() {
			root = issuer
		}
	}
	switch {
	case root != "" && pathOf(root) != "":
		return []Evidence{{"the discovery document at the root names an issuer with a path", []Generation{GenB}, false}}
	case root != "" && below == "":
		return []Evidence{{"a discovery document at the root names the bare site URL", []Generation{GenO, GenA0, GenA1}, false}}
	case below != "":
		return []Evidence{{"there is a discovery document below /auth", []Generation{GenA2, GenB}, false}}
	}
	return nil
}
