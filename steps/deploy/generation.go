package deploy

import "convex-auth-doctor/steps/deploy/keys"

// Generation is a generation of the Convex Auth libraries: they differ in algorithm, issuer, subject and the names of
// their variables, and most wrong advice comes from mixing them (P 0).
type Generation string

// The generations.
const (
	GenUnknown Generation = ""
	GenO       Generation = "O"  // @convex-dev/auth 0.0.x
	GenA0      Generation = "A0" // robelest/convex-auth up to preview.28
	GenA1      Generation = "A1" // preview.29 and 30
	GenA2      Generation = "A2" // preview.31 to July 2026
	GenB       Generation = "B"  // preview.40, 0.0.4 and later: APP_URL
	GenV2      Generation = "v2" // the official library's version 2, and robelest with AUTH_KEYS: their rules are not covered
	GenOther   Generation = "other"
)

// Name returns the generation as people would say it.
func (gen Generation) Name() string {
	switch gen {
	case GenO:
		return "Convex Auth (@convex-dev/auth)"
	case GenA0:
		return "Convex Auth (robelest, to preview.28)"
	case GenA1:
		return "Convex Auth (robelest, preview.29-30)"
	case GenA2:
		return "Convex Auth (robelest, preview.31+)"
	case GenB:
		return "Convex Auth (robelest, preview.40+)"
	case GenV2:
		return "Convex Auth, a version not covered"
	case GenOther:
		return "another library than Convex Auth"
	}
	return "not known yet"
}

// release names the versions of a generation, to tell it from another one.
func (gen Generation) release() string {
	switch gen {
	case GenO:
		return "@convex-dev/auth"
	case GenA0:
		return "robelest to preview.28"
	case GenA1:
		return "robelest preview.29-30"
	case GenA2:
		return "robelest preview.31-39"
	case GenB:
		return "robelest from preview.40 on"
	}
	return gen.Name()
}

// Robelest reports whether the generation is one of robelest/convex-auth.
func (gen Generation) Robelest() bool {
	return gen == GenA0 || gen == GenA1 || gen == GenA2 || gen == GenB
}

// Covered reports whether the rules of Convex Auth apply.
func (gen Generation) Covered() bool { return gen == GenO || gen.Robelest() }

// Algorithm returns what the generation signs with.
func (gen Generation) Algorithm() keys.Algorithm {
	switch gen {
	case GenO, GenA0:
		return keys.RS256
	case GenA1, GenA2, GenB:
		return keys.EdDSA
	}
	return keys.None
}

// URLName returns the variable that names the frontend.
func (gen Generation) URLName() string {
	if gen == GenB {
		return nameApp
	}
	return nameSite
}

// Package is one dependency of the app.
type Package struct {
	Name    string
	Version string // as in package.json or a lock file: "0.0.95", "^0.0.4-preview.31"; "" when not known
}

// Evidence is one reason for a generation.
type Evidence struct {
	Text string       // for people: "JWT_PRIVATE_KEY is an Ed25519 key"
	Says []Generation // the generations that fit
	// Firm evidence decides; soft evidence, such as a variable that may be a left-over, only chooses among what is left.
	Firm bool
}

// Detected is the result of looking for the generation.
type Detected struct {
	Generation Generation // the best guess, also under a contradiction
	Candidates []Generation
	Evidence   []Evidence
	// Contradiction holds two pieces of firm evidence that exclude each other; nil when there are none.
	Contradiction []Evidence
}

var (
	allGenerations = []Generation{GenO, GenA0, GenA1, GenA2, GenB}
	rsaGenerations = []Generation{GenO, GenA0}
	edGenerations  = []Generation{GenA1, GenA2, GenB}
	robelestAll    = []Generation{GenA0, GenA1, GenA2, GenB}
)

// SomeRobelest reports that it is a generation of robelest/convex-auth, whichever.
func (found Detected) SomeRobelest() bool {
	return len(found.Candidates) > 0 && len(intersect(found.Candidates, robelestAll)) == len(found.Candidates)
}

// Detect decides the generation from everything that was pasted (P 0.4): package names, which URL variable is set, the
// kind of key, a token, and which discovery documents answer.
func Detect(input Input) Detected {
	if env := input.Prod; env != nil && !env.Local && env.Has(nameKeyring) && !env.Has(nameKey) && !env.Has(nameJWKS) {
		// Later versions of a package that is known keep all keys in one variable: the name of the package decides nothing.
		return decide([]Evidence{{"AUTH_KEYS is set and no JWT_PRIVATE_KEY", []Generation{GenV2}, true}})
	}
	var evidence []Evidence
	if input.Generation != GenUnknown {
		evidence = append(evidence, Evidence{"the person or the project says so", []Generation{input.Generation}, true})
	}
	evidence = append(evidence, packageEvidence(input.Packages)...)
	known := false // by name: what deviates from it is a fault of its own and no doubt about the generation
	for _, one := range evidence {
		known = known || one.Firm && len(one.Says) == 1
	}
	if input.Prod != nil {
		for _, one := range envEvidence(*input.Prod) {
			one.Firm = one.Firm && !known
			evidence = append(evidence, one)
		}
	}
	for _, token := range input.Tokens {
		evidence = append(evidence, tokenEvidence(token)...)
	}
	evidence = append(evidence, probeEvidence(input.Documents)...)
	return decide(evidence)
}

// decide intersects the firm evidence in its order, which is the order of trust, then lets soft evidence choose.
func decide(evidence []Evidence) Detected {
	result := Detected{Evidence: evidence, Candidates: allGenerations}
	var narrowed []Evidence // what has excluded something so far
	for _, one := range evidence {
		if !one.Firm {
			continue
		}
		left := intersect(result.Candidates, one.Says)
		if one.Says[0] == GenV2 || one.Says[0] == GenOther {
			left = one.Says
			if len(narrowed) > 0 {
				continue // a left-over beside a library that is known
			}
		}
		if len(left) == 0 {
			if result.Contradiction == nil {
				result.Contradiction = []Evidence{excludes(narrowed, one), one}
			}
			continue
		}
		if len(left) < len(result.Candidates) {
			narrowed = append(narrowed, one)
		}
		result.Candidates = left
	}
	for _, one := range evidence {
		if left := intersect(result.Candidates, one.Says); !one.Firm && len(left) > 0 {
			result.Candidates = left
		}
	}
	if len(evidence) == 0 {
		result.Candidates = nil
		return result
	}
	result.Generation = choose(result.Candidates)
	return result
}

// excludes returns the evidence that one contradicts.
func excludes(narrowed []Evidence, one Evidence) Evidence {
	for _, other := range narrowed {
		if len(intersect(other.Says, one.Says)) == 0 {
			return other
		}
	}
	return narrowed[len(narrowed)-1]
}

// choose picks one of several that fit: O before A0, which differs only by AUTH_SECRET_ENCRYPTION_KEY, and A2 before A1,
// which lasted two releases. Between A2 and B there is no guess: they read different variables.
func choose(candidates []Generation) Generation {
	if len(candidates) == 1 {
		return candidates[0]
	}
	has := func(gen Generation) bool { return len(intersect(candidates, []Generation{gen})) > 0 }
	switch {
	case has(GenO) && !has(GenA2) && !has(GenB):
		return GenO
	case has(GenA2) && !has(GenB) && !has(GenO) && !has(GenA0):
		return GenA2
	}
	return GenUnknown
}

func intersect(a, b []Generation) []Generation {
	var both []Generation
	for _, one := range a {
		for _, other := range b {
			if one == other {
				both = append(both, one)
			}
		}
	}
	return both
}
