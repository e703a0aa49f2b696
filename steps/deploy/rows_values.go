package deploy

import (
	"fmt"
	"strings"

	"convex-auth-doctor/steps/deploy/jsnum"
	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/prose"
)

// hashExempt are variables whose own rows name quotes and blanks.
func hashExempt(name string) bool {
	return name == nameKey || name == nameJWKS || name == "AUTH_APPLE_PRIVATE_KEY"
}

// envHash is ENV-HASH.
func (c *checker) envHash() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	var rows []Row
	for _, v := range c.env.Vars {
		if !v.Readable() || hashExempt(v.Name) {
			continue
		}
		if row, found := c.injury(v); found {
			rows = append(rows, row.about(v.Name).at(c.where(v)))
		}
	}
	if len(rows) == 0 && c.env.NamesOnly {
		return one(unseen(pasteEnv + ", with values"))
	}
	return orPass(rows, "No value has quotes, blanks or # that do not belong to it.")
}

// injury says what copying did to a value.
func (c *checker) injury(v Variable) (row Row, found bool) {
	text, name := v.text(), show(v.Name, 60)
	set := setSecretCommand(shellName(v.Name))
	if v.Secret.IsZero() {
		set = setCommand(shellName(v.Name), mended(text))
	}
	trimmed := strings.TrimSpace(text)
	if inner, quoted := withoutQuotes(trimmed); quoted && inner != "" {
		return fail(c.causeOf(v.Name), "The value of "+name+" is wrapped in quote characters that are part of the value.").
			compare("no quotes", "quotes around "+prose.Count(len(inner), "character")).fix("Set it again without them.", set), true
	}
	if at := strings.IndexFunc(text, invisible); at >= 0 {
		return fail(c.causeOf(v.Name), "The value of "+name+" holds a character that cannot be seen.").
			compare("visible characters only", fmt.Sprintf("U+%04X after %s", []rune(text[at:])[0], prose.Count(len([]rune(text[:at])), "character"))).
			fix("Set it again: copy it from the plain text of its source.", set), true
	}
	switch {
	case strings.ContainsAny(text, "“”„‘’"):
		return fail(c.causeOf(v.Name), "The value of "+name+" holds typographic quotes.").fix("Set it again with the plain value.", set), true
	case text != trimmed:
		return warn("The value of "+name+" begins or ends with a blank.").compare("no blank", "a blank").fix("Set it again.", set), true
	case v.Comment:
		return warn("The line of "+name+" holds a #: what follows was read as a comment.").fix("If it belongs to the value, set it from a file.", setSecretCommand(shellName(v.Name))), true
	case strings.Contains(text, "#") && v.Bare:
		return warn("The value of " + name + " contains #: a .env file that holds it without quotes ends it there.").fix("Put it in quotes when you save the list to a file."), true
	}
	return Row{}, false
}

// mended is a value without what copying did to it.
func mended(text string) string {
	text = strings.Map(func(r rune) rune {
		if invisible(r) || strings.ContainsRune("“”„‘’", r) {
			return -1
		}
		return r
	}, text)
	return unwrapped(text)
}

// invisible reports characters that take no room on the screen.
func invisible(r rune) bool {
	switch {
	case r == '\ufeff', r == '\u00ad', r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u2064':
		return true
	case r < 0x20 && r != '\n' && r != '\t' && r != '\r', r == 0x7f:
		return true
	}
	return false
}

// causeOf names the cause that a damaged value of a variable leads to.
func (c *checker) causeOf(name string) ids.Cause {
	switch {
	case name == nameSite || name == nameApp:
		return ids.SiteURLEnvWrongOrMissing
	case name == nameSecondary || name == nameAltOrigins:
		return ids.PasskeyOrigin
	case name == nameIOSApps || name == nameIOSPaths:
		return ids.AppleAppSiteAssociation
	case name == nameAndroid:
		return ids.AssetLinks
	case name == nameChange:
		return ids.ChangePassword
	case name == nameContact || name == nameExpires:
		return ids.SecurityTxt
	case strings.HasPrefix(name, "CLERK_") || strings.HasPrefix(name, "AUTH0_"):
		return ids.AuthConfigPushRejected
	}
	if _, _, ok := splitProviderName(name); ok {
		return ids.ProviderSecretIncomplete
	}
	return ""
}

// secretLeak is SECRET-LEAK.
func (c *checker) secretLeak() []Row {
	if c.in.Prod == nil {
		return one(unseen(pasteEnv))
	}
	var rows []Row
	for _, name := range c.env.Names() {
		rest, prefixed := withoutBrowserPrefix(name)
		v := c.env.Lookup(name)
		if !prefixed || !leaks(rest, v) {
			continue
		}
		cause := ids.Cause("")
		if rest == nameKey {
			cause = ids.PrivateKeyPublished
		}
		rows = append(rows, fail(cause, "Secret exposed to the browser bundle: build tools write "+show(name, 60)+" into what every visitor loads.").
			about(name).at(c.where(v)).compare(show(rest, 60), show(name, 60)).fix("Rename it, then make the secret anew where it comes from: the old one is known.", removeCommand(name)))
	}
	for _, name := range []string{nameIOSApps, nameIOSPaths, nameAndroid, nameContact, nameChange, nameAltOrigins, nameSecondary} {
		v := c.env.Lookup(name)
		if value := v.Secret.Reveal(); v.Readable() && isSecretShape(value) {
			rows = append(rows, fail("", name+" holds a secret, and the library publishes its value.").about(name).at(c.where(v)).
				compare("a value that everybody may see", v.Show()).fix("Set the value that belongs there, and make the secret anew where it comes from.", removeCommand(name)))
		}
	}
	return orPass(rows, "No secret has a name that browsers get.")
}

// leaks reports whether a variable under a browser prefix is a secret: by its name, or by a value with the form of one.
// Keys that services mean to be public have names and forms of their own.
func leaks(rest string, v Variable) bool {
	if publishable().MatchString(v.Value) || publicKeyName().MatchString(rest) {
		return false
	}
	for _, word := range []string{"SECRET", "PRIVATE_KEY", "PASSWORD", "DEPLOY_KEY", "ADMIN_KEY", "ENCRYPTION_KEY", "SERVICE_ROLE"} {
		if strings.Contains(rest, word) && v.State != VarEmpty {
			return true
		}
	}
	value := v.Secret.Reveal()
	return value != "" && isSecretShape(value) && !strings.HasPrefix(value, "AIza") && !strings.HasPrefix(value, "eyJ")
}

// logFlags is LOG-FLAGS.
func (c *checker) logFlags() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	var rows []Row
	if v := c.env.Lookup(nameLogSecrets); v.State == VarSet || v.State == VarPlaceholder {
		value := v.text()
		row := Row{}
		switch {
		case value == "true":
			row = fail("", "Secrets are written to logs.")
		case value == "false":
		case c.gen.Robelest():
			row = fail("", fmt.Sprintf("‘%s’ is not true/false: module load fails (robelest).", show(v.Show(), 40)))
		default:
			row = warn(fmt.Sprintf("‘%s’ is not true, so it has no effect.", show(v.Show(), 40)))
		}
		if row.State != "" {
			rows = append(rows, row.about(nameLogSecrets).at(c.where(v)).compare("false or not set", show(v.Show(), 40)).fix("Remove it.", removeCommand(nameLogSecrets)))
		}
	}
	if v := c.env.Lookup(nameLogLevel); v.State == VarSet {
		value := v.text()
		row := Row{}
		switch value {
		case "DEBUG":
			row = warn("DEBUG in production: both libraries then log parts of tokens.")
		case "INFO", "WARN", "ERROR":
		default:
			row = warn("Unknown level → INFO.")
			if c.gen == GenB {
				row = warn("Unknown level → INFO; a deploy that declares authEnv refuses it.")
			}
		}
		if row.State != "" && !c.isDev {
			rows = append(rows, row.about(nameLogLevel).at(c.where(v)).compare("INFO, WARN or ERROR", show(v.Show(), 40)).fix("Remove it.", removeCommand(nameLogLevel)))
		}
	}
	return orPass(rows, "Nothing secret is logged.")
}

// duration is DURATION.
func (c *checker) duration() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	const month = 30 * 24 * 3600 * 1000
	var rows []Row
	values := map[string]float64{nameTotal: month, nameInactive: month}
	for _, name := range []string{nameTotal, nameInactive} {
		v := c.env.Lookup(name)
		if v.State != VarSet && v.State != VarPlaceholder {
			continue
		}
		value, ok := jsnum.Parse(v.text())
		row := Row{}
		switch {
		case !ok:
			row = fail("", "Not a number.")
		case value <= 0:
			row = fail("", "A session of no length: everybody is signed out at once.")
		case value < 60*1000:
			row = warn("Less than a minute: the value is in milliseconds.")
		case value >= 24*3600 && value < 24*3600*1000 && value == float64(int64(value)) && int64(value)%3600 == 0:
			row = warn(fmt.Sprintf("%s looks like seconds.", show(v.Show(), 40)))
		case value < 5*60*1000:
			row = warn("Less than 5 minutes.")
		}
		if ok {
			values[name] = value
		}
		if row.State != "" {
			delete(values, name)
			rows = append(rows, row.about(name).at(c.where(v)).compare("milliseconds, such as 2592000000 for 30 days", show(v.Show(), 40)).
				fix("Set it in milliseconds or remove it: 30 days is the default.", setCommand(name, "2592000000")))
		}
	}
	if len(values) == 2 && values[nameInactive] > values[nameTotal] {
		rows = append(rows, warn("A session may be inactive for longer than it may live.").about(nameInactive).compare("at most the total duration", "more"))
	}
	return orPass(rows, "Session durations are fine.")
}
