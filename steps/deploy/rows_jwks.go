package deploy

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/deploy/keys"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/prose"
)

// setTexts say what is wrong with a key set as a whole.
var setTexts = map[keys.SetFault]string{
	keys.SetPEM:        "A PEM stands in its place.",
	keys.SetEncoded:    "It is JSON within a JSON string.",
	keys.SetQuotes:     "It is wrapped in quotes that are part of the value.",
	keys.SetSmart:      "It has typographic quotes.",
	keys.SetSingle:     "It has single quotes where JSON wants double ones.",
	keys.SetBare:       "The shell ate its quotes.",
	keys.SetEscaped:    "It has backslashes before its quotes.",
	keys.SetArray:      "It is a list without the object around it.",
	keys.SetOneKey:     "It is a single key without the list around it.",
	keys.SetNoKeys:     `It has no member "keys".`,
	keys.SetKeysWrong:  `"keys" is no list of keys.`,
	keys.SetTrailing:   "Something stands behind the JSON.",
	keys.SetBOM:        "It begins with a byte order mark.",
	keys.SetRepeated:   "A member occurs twice.",
	keys.SetTruncated:  "It is cut off or has a mistake in it.",
	keys.SetNoJSON:     "It is no JSON.",
	keys.SetWrongUTF8:  "It is not UTF-8.",
	keys.SetEmptyValue: "It is empty.",
}

// jwksJSON is JWKS-JSON.
func (c *checker) jwksJSON() []Row {
	v, rows, missing := c.needJWKS()
	if missing {
		return rows
	}
	if v.State == VarPlaceholder {
		return one(fail(ids.JWKSVariableMalformed, "JWKS is a placeholder.").at(c.where(v)).compare(`{"keys":[…]}`, v.Show()).fix(c.pairText("Make both keys with the library's CLI."), newKeyPair(c.gen)...))
	}
	if c.set.Fault == keys.SetFine {
		return one(pass("A key set with "+prose.Count(len(c.set.Keys), "key")+".").at(c.where(v)).compare(`{"keys":[…]}`, "a key set"))
	}
	reason := setTexts[c.set.Fault]
	row := fail(ids.JWKSVariableMalformed, `JWKS must be {"keys":[…]}. `+reason).at(c.where(v)).compare(`{"keys":[…]}`, strings.TrimSuffix(reason, "."))
	if c.set.Fault == keys.SetTrailing && !c.gen.Robelest() {
		// Measured: the backend reads past it (C12), and the official library serves the value as it is.
		row = warn(reason+" Convex reads past it; other readers do not.").at(c.where(v)).compare(`{"keys":[…]} and nothing else`, "more behind it")
	}
	if own := c.ownSet(); own != nil {
		return one(row.fix("This sets the key set that belongs to JWT_PRIVATE_KEY; it holds public members only.", own...))
	}
	return one(row.fix(c.pairText("Make both keys anew with the library's CLI."), newKeyPair(c.gen)...))
}

// jwksVariable returns JWKS, or what the deployment serves when the variable's value was not shown: the library serves the
// variable as it is.
func (c *checker) jwksVariable() Variable {
	if c.useLive() {
		return Variable{Name: nameJWKS, State: VarSet}
	}
	v := c.jwksVar
	v.Name = nameJWKS
	if v.State == "" {
		v.State = VarUnset
	}
	return v
}

// needJWKS returns the row for an item about JWKS, when neither the variable nor the live key set was seen.
func (c *checker) needJWKS() (v Variable, rows []Row, missing bool) {
	v = c.jwksVariable()
	if rows, missing := c.needLibrary(); missing {
		return v, rows, true
	}
	if c.useLive() {
		return v, nil, false
	}
	rows, missing = c.needValue(v)
	return v, rows, missing
}

// needSet returns the row for an item about the keys of JWKS, when JWKS cannot be read.
func (c *checker) needSet() (rows []Row, missing bool) {
	v, rows, missing := c.needJWKS()
	if missing {
		return rows, true
	}
	if v.State == VarPlaceholder {
		return one(after("JWKS-JSON", "JWKS is a placeholder.")), true
	}
	if c.set.Fault != keys.SetFine && c.set.Fault != keys.SetTrailing {
		return one(after("JWKS-JSON", "JWKS is no key set.")), true
	}
	return nil, false
}

// signing returns the algorithm that tokens are signed with, as far as it is known.
func (c *checker) signing() keys.Algorithm {
	if alg := c.gen.Algorithm(); alg != keys.None {
		return alg
	}
	return c.key.Algorithm
}

// jwksOne is JWKS-ONE.
func (c *checker) jwksOne() []Row {
	if rows, missing := c.needSet(); missing {
		return rows
	}
	alg := c.signing()
	if alg == keys.None {
		return one(unseen("JWT_PRIVATE_KEY or package.json: they say which kind of key counts"))
	}
	return one(c.oneKey(c.set, alg).at(c.where(c.jwksVar)))
}

// oneKey judges how many keys of a set can have signed a token without kid (P 2.5, B 1.33).
func (c *checker) oneKey(set keys.Set, alg keys.Algorithm) Row {
	candidates, ofKind := set.Candidates(alg), set.OfKind(alg)
	own, newKeys := c.ownSet(), append(newKeyPair(c.gen), c.ownSet()...)
	switch {
	case len(candidates) > 1:
		return fail(ids.SigningKeyJWKSMismatch, prose.Capital(numberWord(len(candidates)))+" eligible keys without kid: Convex cannot choose.").
			compare("one eligible key", fmt.Sprintf("%d eligible keys", len(candidates))).
			fix(c.pairText("Keep the one that belongs to JWT_PRIVATE_KEY. A new key replaces the old one; beside it both are useless."), append(own, newKeyPair(c.gen)...)...)
	case len(candidates) == 1 && len(set.Keys) > len(ofKind):
		return warn("Extra key of another type is ignored.").compare("one key", prose.Count(len(set.Keys), "key")).fix("Remove it when you next change the variable.")
	case len(candidates) == 1:
		return pass("One usable key.").compare("one eligible key", "one eligible key")
	case len(set.Keys) == 0:
		return fail(ids.SigningKeyJWKSMismatch, "JWKS has no key.").compare("one eligible key", "none").fix(c.pairText("Make both keys anew with the library's CLI."), newKeys...)
	case len(ofKind) > 0:
		return after("JWKS-USE", "The key is there and cannot be used.")
	case c.keyContradicts():
		return after("GEN", "Which kind counts depends on the generation, and that is in doubt.")
	case c.key.Readable() && c.key.Algorithm != alg:
		return after("KEY-ALG", "Both keys are of another kind than this version needs.")
	case c.key.Readable():
		return after("KEY-MATCH", "JWKS holds another kind of key than JWT_PRIVATE_KEY.")
	}
	return fail(ids.SigningKeyJWKSMismatch, "JWKS has no key of the kind that this version signs with.").compare(keyName(alg), "another kind").fix(c.pairText("Make both keys anew with the library's CLI."), newKeys...)
}

func numberWord(n int) string {
	if n < 10 {
		return []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}[n]
	}
	return fmt.Sprint(n)
}

// jwksUse is JWKS-USE.
func (c *checker) jwksUse() []Row {
	if rows, missing := c.needSet(); missing {
		return rows
	}
	alg := c.signing()
	ofKind := c.set.OfKind(alg)
	if len(ofKind) == 0 {
		ofKind = c.set.Keys
	}
	var rows []Row
	for i, key := range ofKind {
		row, found := keyMembers(key, alg)
		if !found {
			continue
		}
		if row.State == Fail {
			row = row.fix(c.pairText("Make both keys anew, or set the key set that belongs to the private key."), append(newKeyPair(c.gen), c.ownSet()...)...)
		}
		if len(ofKind) > 1 {
			row = row.about(fmt.Sprintf("key %d", i+1))
		}
		rows = append(rows, row.at(c.where(c.jwksVar)))
	}
	return orPass(rows, "The members of the key are right.")
}

// keyMembers judges one key of a set.
func keyMembers(key keys.Key, alg keys.Algorithm) (row Row, found bool) {
	cause := ids.JWKSVariableMalformed
	damaged := key.Damaged()
	switch {
	case key.Use != "" && key.Use != "sig":
		return fail(cause, fmt.Sprintf("`use` is ‘%s’.", show(key.Use, 20))).compare("sig or absent", show(key.Use, 20)), true
	case key.Unreadable == "repeated":
		return fail(cause, "A member of the key occurs twice.").compare("each member once", "a member twice"), true
	case key.Unreadable != "":
		return fail(cause, fmt.Sprintf("`%s` is of a kind that Convex skips the key for.", key.Unreadable)).compare("a known value", "an unknown one"), true
	case key.Alg != "" && alg != keys.None && key.Alg != string(alg) && key.Kty != "EC":
		return fail(cause, fmt.Sprintf("`alg` is ‘%s’, and this version signs %s.", show(key.Alg, 20), alg)).compare(string(alg)+" or absent", show(key.Alg, 20)), true
	case key.Kty == "OKP" && key.Crv != "Ed25519":
		return fail(cause, fmt.Sprintf("`crv` is ‘%s’: Convex verifies Ed25519 only.", show(key.Crv, 20))).compare("Ed25519", show(key.Crv, 20)), true
	case damaged == "x" && len(key.X) > 0 && isBase64URL(key.X):
		return fail(cause, fmt.Sprintf("`x` has %d characters; Ed25519 has 43.", len(key.X))).compare("43 characters", fmt.Sprint(len(key.X))), true
	case damaged != "":
		return fail(cause, fmt.Sprintf("`%s` is not base64url.", damaged)).compare("base64url without padding", "something else"), true
	case key.HasKid:
		return warn("`kid` present: harmless.").compare("no kid", "kid"), true
	}
	return Row{}, false
}

func isBase64URL(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return !(r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_')
	}) < 0
}

// jwksPrivate is JWKS-PRIVATE.
func (c *checker) jwksPrivate() []Row {
	v, rows, missing := c.needJWKS()
	if missing {
		return rows
	}
	if v.State == VarPlaceholder {
		return one(after("JWKS-JSON", "JWKS is a placeholder."))
	}
	private, found := c.published()
	if len(private) == 0 {
		return one(pass("Only public members.").at(c.where(v)).compare("no private member", "no private member"))
	}
	row := fail(ids.PrivateKeyPublished, "PRIVATE KEY IS PUBLISHED in JWKS: rotate now. Everybody can read it and sign tokens with it.").at(c.where(v)).compare("no private member", found)
	return one(row.fix(c.pairText("Make both keys anew at once. Tokens that are out are refused from then on; signed-in people get a new one at their next refresh."), newKeyPair(c.gen)...))
}

// published returns the private members that JWKS shows to everybody, and how to name them.
func (c *checker) published() (private []string, found string) {
	private = c.jwksVariable().Removed
	for _, key := range c.set.Keys {
		for _, name := range key.Private {
			if !slices.Contains(private, name) {
				private = append(private[:len(private):len(private)], name)
			}
		}
	}
	if key := keys.Read(c.setText); c.set.Fault == keys.SetPEM && (key.Readable() || key.Has(keys.PKCS1) || key.Has(keys.SEC1)) {
		return []string{"PEM"}, "a private key as PEM"
	}
	return private, "members " + strings.Join(private, ", ")
}

// leaked reports that JWKS publishes a private key: then no command may keep the pair that it is of.
func (c *checker) leaked() bool {
	private, _ := c.published()
	return len(private) > 0
}
