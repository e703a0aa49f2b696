package deploy

import (
	"fmt"
	"strings"
	"time"

	"convex-auth-doctor/steps/deploy/keys"
	"convex-auth-doctor/steps/ids"
)

// providerSet is what the list has of one provider.
type providerSet struct {
	name  string // part of the variable names: "GITHUB"
	parts map[string]Variable
}

func (set providerSet) has(part string) bool {
	v, ok := set.parts[part]
	return ok && v.State != VarUnset
}

// oauth reports whether the provider is one with a client id, and not a mail or SMS service with a key alone.
func (set providerSet) oauth() bool {
	return set.has("ID") || set.has("SECRET") || set.has("TENANT_ID") || set.has("TEAM_ID")
}

// title returns the provider as people say it.
func (set providerSet) title() string {
	if shape, ok := providerShapeOf(set.name); ok {
		return shape.title
	}
	return show(set.name, 40)
}

// providers groups the variables of each provider, in the order of the list. AUTH_GITHUB_CLIENT_ID is a wrong name, and
// none of a provider called GITHUB_CLIENT.
func (c *checker) providers() []providerSet {
	var sets []providerSet
	at := map[string]int{}
	for _, name := range c.env.Names() {
		provider, part, ok := splitProviderName(name)
		if !ok || knownNames()[name] || doubledID(name) {
			continue
		}
		i, seen := at[provider]
		if !seen {
			i = len(sets)
			at[provider] = i
			sets = append(sets, providerSet{provider, map[string]Variable{}})
		}
		sets[i].parts[part] = c.env.Lookup(name)
	}
	return sets
}

// parts returns what a provider needs of its variables in a generation (P 1.26, 1.32).
func (c *checker) parts(set providerSet) []string {
	if c.gen.Robelest() {
		switch set.name {
		case "APPLE":
			return []string{"ID", "TEAM_ID", "KEY_ID", "PRIVATE_KEY"}
		case "MICROSOFT":
			return []string{"TENANT_ID", "ID"}
		}
	}
	return []string{"ID", "SECRET"}
}

// providerPair is PROVIDER-PAIR.
func (c *checker) providerPair() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	var rows []Row
	named := map[string]bool{}
	for _, set := range c.providers() {
		if !set.oauth() {
			continue
		}
		named[providerID(set.name)] = true
		rows = append(rows, c.judgePair(set))
	}
	for _, id := range c.in.Code.Providers {
		if isMailOrPassword(id) || named[id] {
			continue
		}
		set := providerSet{strings.ToUpper(strings.ReplaceAll(id, "-", "_")), map[string]Variable{}}
		name := "AUTH_" + show(set.name, 40) + "_ID"
		rows = append(rows, fail(ids.ProviderSecretIncomplete, fmt.Sprintf("`%s` missing: convex/auth.ts uses %s.", name, show(id, 40))).about(set.title()).
			compare("set", "not set").fix("Set the credentials of the provider's console; the commands ask for them.", setSecretCommand("AUTH_"+shellName(set.name)+"_ID"), setSecretCommand("AUTH_"+shellName(set.name)+"_SECRET")))
	}
	if len(rows) == 0 {
		if c.in.Code.ProvidersSeen {
			return one(notApplicable("convex/auth.ts uses no OAuth provider."))
		}
		return one(warn("No providers set. That is right when people sign in with a password, a mail or a passkey only."))
	}
	return rows
}

func (c *checker) judgePair(set providerSet) Row {
	var missing []string
	for _, part := range c.parts(set) {
		if !set.has(part) {
			missing = append(missing, "AUTH_"+set.name+"_"+part)
		}
	}
	for _, part := range c.parts(set) {
		if v := set.parts[part]; v.State == VarEmpty {
			missing = append(missing, v.Name)
		}
	}
	switch {
	case len(missing) == 0:
		return pass(set.title() + ": complete.").about(set.title())
	case !set.has("ID"):
		return warn("Secret without ID.").about(set.title()).compare("AUTH_"+set.name+"_ID", "not set").
			fix("Set the ID, or remove what is left of the provider.", setSecretCommand("AUTH_"+set.name+"_ID"))
	}
	var quoted, commands []string
	for _, name := range missing {
		quoted = append(quoted, "`"+name+"`")
		commands = append(commands, setSecretCommand(name))
	}
	state := "missing."
	if set.parts[strings.TrimPrefix(missing[0], "AUTH_"+set.name+"_")].State == VarEmpty {
		state = "empty."
	}
	return fail(ids.ProviderSecretIncomplete, join(quoted)+" "+state).about(set.title()).compare("set", "not set").
		fix("Copy it from the provider's console. The command asks for it, so that it does not stay in the shell's history (convex 1.33 and later).", commands...)
}

// providerShape is PROVIDER-SHAPE.
func (c *checker) providerShape() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	var rows []Row
	seen := false
	for _, set := range c.providers() {
		if !set.oauth() && !set.has("KEY") {
			continue
		}
		for _, part := range []string{"ID", "SECRET", "TEAM_ID", "KEY_ID", "TENANT_ID", "KEY", "PRIVATE_KEY"} {
			seen = seen || set.parts[part].Readable() || set.parts[part].State == VarPlaceholder
		}
		if row, found := judgeShape(set); found {
			rows = append(rows, row.about(set.title()))
		}
	}
	if len(rows) == 0 && !seen {
		if c.env.NamesOnly {
			return one(unseen(pasteEnv + ", with values"))
		}
		return one(notApplicable("No provider credentials in the list."))
	}
	return orPass(rows, "IDs and secrets have the form of their providers.")
}

// judgeShape looks at the credentials of one provider.
func judgeShape(set providerSet) (row Row, found bool) {
	cause := ids.ProviderSecretIncomplete
	for _, part := range providerParts {
		if v := set.parts[part[1:]]; v.State == VarPlaceholder {
			return fail(cause, "Placeholder value in "+v.Name+".").compare("the value of the provider's console", v.Name+" = "+v.Show()).
				fix("Copy it from the provider's console; the command asks for it.", setSecretCommand(v.Name)), true
		}
	}
	shape, _ := providerShapeOf(set.name)
	id, secret := set.parts["ID"], set.parts["SECRET"]
	idText, secretText := unwrapped(id.text()), unwrapped(secret.text())
	both := id.Readable() && secret.Readable()
	switch {
	case both && swapped(shape, idText, secretText):
		return fail(cause, "ID and secret are swapped.").compare("ID in "+id.Name, "the secret in "+id.Name).
			fix("Set both anew, the other way round. The secret stood where IDs are shown: make a new one.", setSecretCommand(id.Name), setSecretCommand(secret.Name)), true
	case both && idText == secretText:
		return fail(cause, "ID and secret are the same.").compare("two different values", "one value twice").fix("Copy the secret from the provider's console.", setSecretCommand(secret.Name)), true
	case id.Readable() && shape.id != nil && !shape.id.MatchString(idText):
		return warn("Unusual format: "+id.Name+".").compare("the form of a "+shape.title+" ID", id.Show()), true
	case secret.Readable() && shape.secret != nil && !shape.secret.MatchString(secretText):
		return warn("Unusual format: "+secret.Name+".").compare("the form of a "+shape.title+" secret", secret.Show()), true
	}
	for _, part := range []string{"TEAM_ID", "KEY_ID"} {
		if v := set.parts[part]; v.Readable() && set.name == "APPLE" && !appleID().MatchString(unwrapped(v.text())) {
			return warn("Unusual format: "+v.Name+".").compare("10 capital letters and digits", v.Show()), true
		}
	}
	if v := set.parts["TENANT_ID"]; v.Readable() {
		text := unwrapped(v.text())
		if !guid().MatchString(text) && text != "common" && text != "organizations" && text != "consumers" && !strings.Contains(text, ".") {
			return warn("Unusual format: "+v.Name+".").compare("a GUID, a domain or common", v.Show()), true
		}
	}
	return Row{}, false
}

// swapped reports whether the id has the form of the secret and the secret not; where secrets have no form of their own,
// the secret has to have the form of the id.
func swapped(shape providerShape, id, secret string) bool {
	switch {
	case shape.id == nil || shape.id.MatchString(id):
		return false
	case shape.secret != nil:
		return shape.secret.MatchString(id) || shape.id.MatchString(secret)
	}
	return shape.id.MatchString(secret)
}

// appleLongest is how long Apple accepts a client secret: 15777000 seconds (P 1.32: 6 months).
const appleLongest = 15777000 * time.Second

// appleJWT is APPLE-JWT.
func (c *checker) appleJWT() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	v := c.env.Lookup("AUTH_APPLE_SECRET")
	switch {
	case c.gen.Robelest():
		return one(notApplicable("This library makes the client secret itself, of AUTH_APPLE_PRIVATE_KEY."))
	case v.State == VarUnset || v.State == VarEmpty:
		return one(notApplicable("AUTH_APPLE_SECRET is not set."))
	case v.State == VarNameOnly:
		return one(unseen(pasteEnv + ", with values"))
	case v.State == VarPlaceholder:
		return one(after("PROVIDER-SHAPE", "AUTH_APPLE_SECRET is a placeholder."))
	}
	wrong := func(sentence, expected, actual string) []Row {
		return one(fail(ids.ProviderSecretIncomplete, sentence).about(v.Name).at(c.where(v)).compare(expected, actual).
			fix("Make a new client secret with the .p8 key of Apple's developer pages: it is a token that lives 6 months at most.", setSecretCommand(v.Name)))
	}
	jwt, ok := keys.ReadClientJWT(unwrapped(v.text()))
	id := c.env.Lookup("AUTH_APPLE_ID")
	switch {
	case !ok && strings.Contains(v.text(), "-----BEGIN "):
		return wrong(v.Name+" holds the .p8 key; Apple wants a token signed with it.", "a token (ES256)", "a private key")
	case !ok:
		return wrong(v.Name+" is no token.", "a token (ES256)", v.Show())
	case jwt.Alg != "ES256":
		return wrong("The token is not signed with ES256.", "ES256", show(jwt.Alg, 20))
	case jwt.Audience != "https://appleid.apple.com":
		return wrong("`aud` is not Apple.", "https://appleid.apple.com", show(jwt.Audience, 60))
	case id.Readable() && jwt.Subject != unwrapped(id.text()):
		return wrong("`sub` is not AUTH_APPLE_ID.", id.Show(), show(jwt.Subject, 60))
	case jwt.Expires.IsZero():
		return wrong("The token has no `exp`.", "exp", "absent")
	case !jwt.Issued.IsZero() && jwt.Expires.Sub(jwt.Issued) > appleLongest:
		return wrong("The token would live longer than the 6 months that Apple allows.", "6 months", jwt.Expires.Sub(jwt.Issued).Round(24*time.Hour).String())
	case c.in.Now.IsZero():
		return one(unseen("the time of the check"))
	}
	left := jwt.Expires.Sub(c.in.Now)
	days := int(left.Hours() / 24)
	switch {
	case left <= 0:
		return wrong("expired on "+jwt.Expires.Format("2006-01-02"), "a date ahead", jwt.Expires.Format("2006-01-02"))
	case days < 30:
		return one(warn(fmt.Sprintf("< 30 days left: it ends on %s.", jwt.Expires.Format("2006-01-02"))).about(v.Name).at(c.where(v)).because(ids.ProviderSecretIncomplete).
			fix("Make a new client secret before that day.", setSecretCommand(v.Name)))
	}
	return one(pass(fmt.Sprintf("valid %d more days", days)).about(v.Name).at(c.where(v)))
}

// applePEM is APPLE-PEM.
func (c *checker) applePEM() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	v := c.env.Lookup("AUTH_APPLE_PRIVATE_KEY")
	switch {
	case !c.gen.Robelest():
		return one(notApplicable("This library takes a finished client secret."))
	case v.State == VarUnset || v.State == VarEmpty:
		return one(notApplicable("AUTH_APPLE_PRIVATE_KEY is not set."))
	case v.State == VarNameOnly:
		return one(unseen(pasteEnv + ", with values"))
	case v.State == VarPlaceholder:
		return one(after("PROVIDER-SHAPE", "AUTH_APPLE_PRIVATE_KEY is a placeholder."))
	}
	key := keys.Read(v.text())
	row := fail(ids.ProviderSecretIncomplete, "Not an EC key.").about(v.Name).at(c.where(v)).compare("a PKCS#8 PEM of an EC key, P-256", v.Show()).
		fix("Set the whole content of the AuthKey_….p8 file of Apple's developer pages.", "npx convex env set --prod AUTH_APPLE_PRIVATE_KEY --from-file AuthKey.p8")
	switch {
	case !key.Readable():
		for _, known := range faultTexts {
			if key.Has(known.fault) {
				row.Sentence = "Not an EC key: it cannot be read. " + known.text
				break
			}
		}
		return one(row)
	case key.Algorithm != keys.ES256:
		row.Actual = kindOfKey(key)
		return one(row)
	case key.Has(keys.SEC1) || key.Has(keys.Quoted) || key.Has(keys.BareBase64):
		row.Sentence = "An EC key, in a form that the library does not read."
		return one(row)
	}
	return one(pass("PKCS#8 EC key, P-256.").about(v.Name).at(c.where(v)))
}
