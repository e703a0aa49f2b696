package deploy

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/deploy/keys"
)

// KeyCommands is a way to get a new pair of keys onto a deployment. The program prints no key: the commands run on the
// person's machine and write files there.
type KeyCommands struct {
	Text  string
	Lines []string
}

// NewKeys returns the ways to get new keys for a generation, the CLI of the library first and openssl second, where the kind of
// key is known. app is the frontend's address, "" when not known. Both variables are written together, because a JWKS with two
// keys, or of another pair, makes Convex refuse every token (P 2.1, 2.5).
func NewKeys(gen Generation, prod bool, app string) []KeyCommands {
	ways := []KeyCommands{keyCommands(gen, prod, app)}
	if make := GenerateKey(gen); make != "" {
		ways = append(ways, opensslCommands(make, prod))
	}
	return ways
}

// GenerateKey is the openssl command that makes the kind of key that a generation signs with (P 2.3), "" when that is not known.
func GenerateKey(gen Generation) string {
	switch gen.Algorithm() {
	case keys.RS256:
		return "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out jwt.pem"
	case keys.EdDSA:
		return "openssl genpkey -algorithm ed25519 -out jwt.pem"
	}
	return ""
}

// RenewKeys is the command that replaces the pair, without its options, "" when the library is not known. The CLI of robelest
// has a sub-command for it from preview.31 on (P 1.37); before that its set-up asks step by step, as the official one does.
func RenewKeys(gen Generation) string {
	switch gen {
	case GenO:
		return "npx @convex-dev/auth"
	case GenA0, GenA1:
		return "npx @robelest/convex-auth"
	case GenA2:
		return "npx @robelest/convex-auth keys"
	case GenB:
		return "npx convex-auth keys"
	}
	return ""
}

func prodFlag(prod bool) string {
	if prod {
		return " --prod"
	}
	return ""
}

// newKeyPair is the command that replaces the pair of production.
func newKeyPair(gen Generation) []string {
	command := RenewKeys(gen)
	if command == "" {
		return nil
	}
	return []string{command + prodFlag(true)}
}

// pairText adds to what a new pair does what it does beside: the robelest CLI replaces the key that encrypts as well.
func (c *checker) pairText(text string) string {
	if c.gen.Robelest() {
		return text + " " + replacesEncryption
	}
	return text
}

const replacesEncryption = "The CLI replaces AUTH_SECRET_ENCRYPTION_KEY too: where SSO or webhook secrets are stored, make the pair with openssl (on the list: production keys)."

// newEncryptionKey is the command that sets AUTH_SECRET_ENCRYPTION_KEY in the form of the CLI: 43 characters of base64url.
func newEncryptionKey() string {
	return `openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n' | npx convex env set --prod ` + nameEncryption
}

// ownSet is the command that sets JWKS to the key set that belongs to the private key, when that key can be read and is of
// the right kind: it holds public members only. Through a pipe no shell changes its quotes (P 1.46). A private key that was
// published is replaced, not kept (P 6A JWKS-PRIVATE).
func (c *checker) ownSet() []string {
	set := c.key.Public.JSON()
	if set == "" || c.leaked() || c.key.Algorithm != c.gen.Algorithm() && c.gen.Algorithm() != keys.None {
		return nil
	}
	for _, v := range c.env.Vars { // under a wrong name it was taken for a secret, and is not shown
		if v.Name != nameJWKS && !v.Secret.IsZero() && strings.Contains(v.text(), c.key.Public.X+c.key.Public.N) {
			return nil
		}
	}
	return []string{"echo " + shellWord(set) + " | npx convex env set --prod JWKS"}
}

// keyCommands is the CLI of the generation (P 1.36, 1.37).
func keyCommands(gen Generation, prod bool, app string) KeyCommands {
	text := "The library's own CLI makes a pair and sets both variables; answer yes when it asks whether to overwrite."
	if gen.Robelest() {
		text += " It replaces AUTH_SECRET_ENCRYPTION_KEY too, and stored SSO and webhook secrets can then no longer be read."
	}
	url := ""
	if localKind(hostOf(app)) == "" && hostOf(app) != "" {
		url = show(app, 200)
	}
	option := func(name string) string {
		if url == "" {
			return ""
		}
		return " --" + name + " " + shellWord(url)
	}
	switch gen {
	case GenO:
		return KeyCommands{text, []string{"npx @convex-dev/auth" + prodFlag(prod) + option("web-server-url")}}
	case GenA0, GenA1, GenA2:
		return KeyCommands{text, []string{"npx @robelest/convex-auth" + prodFlag(prod) + option("site-url")}}
	case GenB:
		return KeyCommands{text, []string{"npx convex-auth" + prodFlag(prod) + option("app-url")}}
	}
	return KeyCommands{"Run the CLI of the library that is installed.", nil}
}

// opensslCommands makes a pair with openssl by the command make, writes the key set with Node, which every Convex project has, and sets both
// from files, so that no shell can change a quote or a line break (P 1.46).
func opensslCommands(make string, prod bool) KeyCommands {
	return KeyCommands{
		Text: "Without the CLI: openssl makes the key, Node writes the public half. Delete both files afterwards.",
		Lines: []string{
			make,
			`node -e 'const k = require("crypto").createPublicKey(require("fs").readFileSync("jwt.pem")).export({ format: "jwk" }); console.log(JSON.stringify({ keys: [{ use: "sig", ...k }] }))' > jwks.json`,
			"npx convex env set" + prodFlag(prod) + " JWT_PRIVATE_KEY --from-file jwt.pem",
			"npx convex env set" + prodFlag(prod) + " JWKS --from-file jwks.json",
			"rm jwt.pem jwks.json",
		},
	}
}

// convertCommand turns a key of another form into PKCS#8 (P 6A KEY-PEM).
func convertCommand(prod bool) []string {
	return []string{
		"openssl pkcs8 -topk8 -nocrypt -in old_key.pem -out jwt.pem",
		"npx convex env set" + prodFlag(prod) + " JWT_PRIVATE_KEY --from-file jwt.pem",
	}
}

// setCommand sets a variable to a value that may be shown. Where the right value is not known the command asks for it
// (convex 1.33 and later): a made-up one would be copied as it is.
func setCommand(name, value string) string {
	if value == "" {
		return "npx convex env set --prod " + name
	}
	return fmt.Sprintf("npx convex env set --prod %s %s", name, shellWord(value))
}

// setSecretCommand sets a variable without its value on the command line: the command asks for it, so that it does not stay
// in the shell's history. A key of several lines is read from a file.
func setSecretCommand(name string) string {
	if strings.HasSuffix(name, "PRIVATE_KEY") {
		return fmt.Sprintf("npx convex env set --prod %s --from-file key.pem", name)
	}
	return setCommand(name, "")
}

// removeCommand removes a variable.
func removeCommand(name string) string { return "npx convex env remove --prod " + shellName(name) }
