package deploy

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/deploy/keys"
	"convex-auth-doctor/steps/ids"
)

// tolerant reports whether the library repairs a stored key before it reads it: robelest from preview.29 on (P 2.4).
func (c *checker) tolerant() bool {
	return c.gen == GenA1 || c.gen == GenA2 || c.gen == GenB
}

// imported does with JWT_PRIVATE_KEY what the library does at sign-in.
func (c *checker) imported() *keys.ImportError {
	alg := c.key.Algorithm
	if alg != keys.RS256 && alg != keys.EdDSA {
		alg = keys.RS256
	}
	if c.tolerant() {
		return keys.ImportTolerant(c.keyVar.text(), alg)
	}
	return keys.Import(c.keyVar.text(), alg)
}

// kindOfKey names what kind of key was read.
func kindOfKey(key keys.Private) string {
	switch {
	case key.Other != "":
		return key.Other
	case key.Algorithm == keys.RS256:
		return fmt.Sprintf("RSA %d", key.Bits)
	}
	return key.Curve
}

// faultTexts say what is wrong with a stored key. The order is that of telling: a quote explains what comes after it.
var faultTexts = []struct {
	fault keys.Fault
	text  string
	fix   string
}{
	{keys.NoKey, "This is no private key.", ""},
	{keys.JWK, "This is a JSON Web Key; the library wants a PKCS#8 PEM.", ""},
	{keys.PublicPEM, "This is the public half or a certificate; the library wants the private key.", ""},
	{keys.OpenSSH, "This is an OpenSSH key; the library wants a PKCS#8 PEM.", ""},
	{keys.Encrypted, "The key is encrypted with a password; the library cannot ask for it.", "convert"},
	{keys.PKCS1, "The key is a PKCS#1 key (RSA PRIVATE KEY); the library wants PKCS#8 (PRIVATE KEY).", "convert"},
	{keys.SEC1, "The key is an EC key in the SEC 1 form (EC PRIVATE KEY); the library wants PKCS#8.", ""},
	{keys.OtherLabel, "The BEGIN line has another label than PRIVATE KEY.", ""},
	{keys.Quoted, "Quotation marks around the key are part of the value.", "again"},
	{keys.BareBase64, "The BEGIN and END lines are missing, or the PEM was encoded once more.", "again"},
	{keys.OnlyBegin, "Only the first line was kept: the rest of the key is missing.", "again"},
	{keys.NotBase64, "The key has a character in it that does not belong there.", "again"},
	{keys.Truncated, "The key is cut off or damaged.", "again"},
	{keys.Preamble, "Other text stands before the BEGIN line.", "again"},
	{keys.Commented, "Other text stands behind the key.", "again"},
	{keys.Invisible, "The key has an invisible character in it.", "again"},
	{keys.LiteralNewline, `The key holds a literal \n where line breaks belong.`, "again"},
	{keys.LeadingBlank, "A blank or a line break stands before the BEGIN line.", "again"},
}

// keyPEM is KEY-PEM.
func (c *checker) keyPEM() []Row {
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	if rows, missing := c.needValue(c.keyVar); missing {
		return rows
	}
	newKeys := newKeyPair(c.gen)
	if c.keyVar.State == VarPlaceholder {
		return one(fail(ids.MalformedSigningKey, "JWT_PRIVATE_KEY is a placeholder.").at(c.where(c.keyVar)).compare("a PKCS#8 PEM", c.keyVar.Show()).
			fix(c.pairText("Make both keys with the library's CLI."), newKeys...))
	}
	err := c.imported()
	works := err == nil || c.key.Readable() && err.Text == "Invalid key type" // another kind of key is KEY-ALG's
	if works && len(c.key.Faults) == 0 {
		return one(pass(fmt.Sprintf("PKCS#8 %s key, readable.", kindOfKey(c.key))).at(c.where(c.keyVar)).compare("a PKCS#8 PEM", c.keyVar.Show()))
	}
	if works && c.leaked() {
		return one(after("JWKS-PRIVATE", "The key is published and has to be replaced."))
	}
	if works {
		return one(warn(`Works, but contains literal \n / stray whitespace.`).at(c.where(c.keyVar)).compare("a PKCS#8 PEM with line breaks", c.keyVar.Show()).
			fix("Set it again from a file when you next change it.", setFromFile()...))
	}
	reason, how := "The key cannot be read.", ""
	for _, known := range faultTexts {
		if c.key.Has(known.fault) {
			reason, how = known.text, known.fix
			break
		}
	}
	row := fail(ids.MalformedSigningKey, fmt.Sprintf("%s Sign-in ends with ‘%s’.", reason, err.Error())).at(c.where(c.keyVar)).
		compare("a PKCS#8 PEM, label PRIVATE KEY", c.keyVar.Show())
	if c.leaked() {
		how = "" // the key that is published is not set again
	}
	switch how {
	case "convert":
		return one(row.fix(c.pairText("Make both keys anew with the library's CLI, or convert the key that you have in a file (here old_key.pem) and set it from there."), append(newKeys, convertCommand(true)...)...))
	case "again":
		return one(row.fix(c.pairText("Make both keys anew with the library's CLI, or set the key again from the file that you have it in (here jwt.pem), which no shell can change."), append(newKeys, setFromFile()...)...))
	}
	return one(row.fix(c.pairText("Make both keys anew with the library's CLI."), newKeys...))
}

func setFromFile() []string {
	return []string{"npx convex env set --prod JWT_PRIVATE_KEY --from-file jwt.pem"}
}

// keyAlg is KEY-ALG.
func (c *checker) keyAlg() []Row {
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	if rows, missing := c.needValue(c.keyVar); missing {
		return rows
	}
	if !c.key.Readable() {
		return one(after("KEY-PEM", "The key cannot be read."))
	}
	if c.keyContradicts() {
		return one(after("GEN", "Which kind is right depends on the generation, and that is in doubt."))
	}
	want := c.gen.Algorithm()
	if want == keys.None {
		return one(unseen("package.json: it says which kind of key the library needs"))
	}
	kind := kindOfKey(c.key)
	if c.key.Algorithm != want {
		row := fail(ids.KeyAlgorithmMismatch, fmt.Sprintf("%s key, but this version signs %s.", strings.TrimSuffix(kind, " 0"), want)).at(c.where(c.keyVar)).
			compare(keyName(want), kind)
		return one(row.fix(c.pairText("Make both keys anew with the CLI of the installed version; JWKS has to change with it."), newKeyPair(c.gen)...))
	}
	if want == keys.RS256 && (c.key.Bits < 2048 || c.key.Bits > 8192) {
		row := warn(fmt.Sprintf("RSA %d. Convex verifies 2048 to 8192 bits only, so it will refuse the tokens.", c.key.Bits)).because(ids.KeyAlgorithmMismatch)
		return one(row.at(c.where(c.keyVar)).compare("RSA 2048", kind).fix(c.pairText("Make both keys anew with the library's CLI."), newKeyPair(c.gen)...))
	}
	return one(pass(fmt.Sprintf("%s, as this version needs.", kind)).at(c.where(c.keyVar)).compare(keyName(want), kind))
}

func keyName(alg keys.Algorithm) string {
	switch alg {
	case keys.RS256:
		return "an RSA key of 2048 bits (RS256)"
	case keys.EdDSA:
		return "an Ed25519 key (EdDSA)"
	}
	return "a signing key"
}

// keyContradicts reports whether the kind of key is what makes the generation doubtful.
func (c *checker) keyContradicts() bool {
	for _, one := range c.detected.Contradiction {
		if strings.HasPrefix(one.Text, nameKey) {
			return true
		}
	}
	return false
}

// keyMatch is KEY-MATCH.
func (c *checker) keyMatch() []Row {
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	if rows, missing := c.needValue(c.keyVar); missing {
		return rows
	}
	if _, rows, missing := c.needJWKS(); missing {
		return rows
	}
	switch {
	case c.key.Public.IsZero():
		return one(after("KEY-PEM", "The private key cannot be read."))
	case c.jwksVar.State == VarPlaceholder, c.set.Fault != keys.SetFine && c.set.Fault != keys.SetTrailing:
		return one(after("JWKS-JSON", "JWKS is no key set."))
	case len(c.set.Keys) == 0:
		return one(after("JWKS-ONE", "JWKS has no key."))
	}
	want := "the public half of JWT_PRIVATE_KEY: " + c.key.Public.Thumbprint()
	var prints []string
	damaged := false
	for _, key := range c.set.Keys {
		if key.Equal(c.key.Public) {
			return one(pass("Private key and JWKS belong together.").at(c.where(c.jwksVar)).compare(want, "the public half in JWKS: "+key.Thumbprint()))
		}
		damaged = damaged || key.Kty == c.key.Public.Kty && key.Damaged() != ""
		prints = append(prints, key.Thumbprint())
	}
	if damaged {
		return one(after("JWKS-USE", "The key in JWKS is damaged."))
	}
	row := fail(ids.KeyPairMismatch, "JWKS does not contain the public half: every token will be refused (‘Could not verify OIDC token claim’).").at(c.where(c.jwksVar)).
		compare(want, "the public half in JWKS: "+strings.Join(prints, ", "))
	text := "Overwrite both together with a new pair. Tokens that are out are refused from then on; signed-in people get a new one at their next refresh."
	own := c.ownSet()
	if own != nil {
		text += " Or keep the private key, and set the key set that belongs to it with the last command: it is public."
	}
	return one(row.fix(c.pairText(text), append(newKeyPair(c.gen), own...)...))
}

// encKey is ENC-KEY.
func (c *checker) encKey() []Row {
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	if c.gen == GenO {
		return one(notApplicable("@convex-dev/auth does not read it."))
	}
	v := c.env.Lookup(nameEncryption)
	if rows, missing := c.needValue(v); missing {
		return rows
	}
	weak := func(text string) []Row {
		return one(warn(text).at(c.where(v)).compare("43 random characters", v.Show()).
			fix("Make a new one before SSO or web hooks are set up; after that a change makes their stored secrets unreadable.",
				newEncryptionKey()))
	}
	text := v.text()
	if v.State == VarPlaceholder || len(text) < 32 || guessable(text) {
		return weak("Short or guessable.")
	}
	for _, other := range c.env.Vars {
		if other.Name != v.Name && other.Readable() && other.text() == text {
			return weak("The same value as " + show(other.Name, 60) + ".")
		}
	}
	return one(pass("Long and random.").at(c.where(v)).compare("43 random characters", v.Show()))
}

// guessable reports whether a text repeats itself or is made of words.
func guessable(text string) bool {
	distinct := map[rune]bool{}
	for _, r := range text {
		distinct[r] = true
	}
	return len(distinct) < 12 || isPlainWord(text)
}
