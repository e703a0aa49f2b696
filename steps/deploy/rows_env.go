package deploy

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/ids"
	"convex-auth-doctor/steps/prose"
)

// Limits of a deployment (P 1.4).
const (
	maxValueBytes = 8192
	maxNameBytes  = 256
	maxVariables  = 512
	maxTotalBytes = 512 << 10
)

// envParse is ENV-PARSE.
func (c *checker) envParse() []Row {
	if c.in.Prod == nil {
		return one(unseen(pasteEnv))
	}
	if c.env.Local {
		v := c.env.Lookup("CONVEX_DEPLOYMENT")
		return one(fail("", "This is not `env list` output: it looks like .env.local, which only your machine reads.").at(c.where(v)).
			compare("variables of the deployment", "CONVEX_DEPLOYMENT or a deploy key").fix("Paste the list of the deployment.", "npx convex env list --prod"))
	}
	if len(c.env.Vars) == 0 && !c.env.Listed {
		return one(fail("", "No variable was found in this text.").compare("NAME=value lines", "other text").
			fix("Paste the list of the deployment.", "npx convex env list --prod"))
	}
	var lines []string
	for _, one := range c.env.Unread {
		if !one.Prose {
			lines = append(lines, fmt.Sprint(one.Line))
		}
	}
	read := prose.Count(len(c.env.Names()), "variable") + " read."
	switch {
	case len(lines) == 1:
		return one(warn("Line " + lines[0] + " was not understood. " + prose.Capital(read)))
	case len(lines) > 1:
		if len(lines) > 8 {
			lines = append(lines[:8], fmt.Sprintf("%d more", len(lines)-8))
		}
		return one(warn("Lines " + join(lines) + " were not understood. " + prose.Capital(read)))
	}
	for _, v := range c.env.Vars {
		if v.Cut {
			return one(warn(fmt.Sprintf("The value of %s in line %d ends too early: was the paste cut?", show(v.Name, 60), v.Line)).at(c.where(v)))
		}
	}
	return one(pass(read))
}

// envWhere is ENV-WHERE.
func (c *checker) envWhere() []Row {
	if c.in.Prod == nil {
		return one(unseen(pasteEnv))
	}
	where, known := c.deployment()
	at := ""
	if where.Line > 0 {
		at = c.listLine(where.Line)
	}
	wrong := func(what string) []Row {
		return one(fail(ids.EnvVarMissingOnDeployment, "This is "+what+".").at(at).compare("the production deployment", what).
			fix("Without --prod the CLI acts on the development deployment. Paste the list of production.", "npx convex env list --prod"))
	}
	switch {
	case known && where.Kind == KindProd:
		name := "Production deployment"
		if where.Name != "" {
			name += " " + show(where.Name, 60)
		}
		return one(pass(name+".").at(at).compare("production", "production"))
	case known && where.Kind == KindDev:
		return wrong("the dev deployment")
	case known && where.Kind == KindPreview:
		return wrong("a preview deployment")
	case known && where.Kind == KindLocal:
		return wrong("a local deployment")
	case c.in.ProdSaid == No:
		return wrong("another deployment than production, as you said")
	case c.sameAsDev():
		row := warn("The two lists are the same: is one deployment pasted twice?")
		return one(row.fix("Paste the list of production.", "npx convex env list --prod"))
	case c.in.ProdSaid == Yes:
		return one(pass("The list is production's, as you said."))
	case len(c.env.Deployments) > 1:
		return one(warn("The text names more than one deployment."))
	}
	row := warn("No evidence that this is production.")
	if kind := localKind(hostOf(c.app())); kind != "" {
		row = warn(fmt.Sprintf("No evidence that this is production, and %s is %s.", c.gen.URLName(), kind))
	}
	row.Needs = "the command line too: `npx convex env list --prod`"
	return one(row)
}

// sameAsDev reports whether both lists are of one deployment: two deployments do not share a signing key and an address.
func (c *checker) sameAsDev() bool {
	if c.in.Dev == nil || !c.hasEnv {
		return false
	}
	same := func(name string) bool {
		a, b := c.env.Lookup(name), c.in.Dev.Lookup(name)
		return a.Readable() && b.Readable() && a.text() == b.text()
	}
	return same(nameKey) && (same(nameSite) || same(nameApp))
}

// required returns the variables that the generation cannot do without, and those that only some apps need.
func (c *checker) required() (must, some []string) {
	switch {
	case c.gen == GenO:
		if c.needsSiteURL() {
			return []string{nameKey, nameJWKS, nameSite}, nil
		}
		return []string{nameKey, nameJWKS}, []string{nameSite}
	case c.gen.Robelest():
		return []string{nameKey, nameJWKS, c.gen.URLName()}, []string{nameEncryption}
	}
	return []string{nameKey, nameJWKS}, nil
}

// needsSiteURL reports whether an app with the official library does more than passwords: OAuth, links and codes by mail
// need SITE_URL (P 1.30).
func (c *checker) needsSiteURL() bool {
	for _, name := range c.env.Names() {
		if _, part, ok := splitProviderName(name); ok && part != "TENANT_ID" && name != nameV2Key {
			return true
		}
	}
	for _, id := range c.in.Code.Providers {
		if id != "password" && id != "anonymous" {
			return true
		}
	}
	return false
}

// envMissing is ENV-MISSING.
func (c *checker) envMissing() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	must, some := c.required()
	var rows []Row
	for _, name := range must {
		if v := c.env.Lookup(name); v.State != VarUnset {
			continue
		}
		if name == nameApp && c.gen == GenB && c.env.Has(nameSite) {
			rows = append(rows, after("ENV-OLDNAME", "APP_URL is not set, and SITE_URL is.").about(name))
			continue
		}
		cause := ids.EnvVarMissingOnDeployment
		command := keyCommands(c.gen, true, c.app()).Lines
		if name == c.gen.URLName() {
			cause = ids.SiteURLEnvWrongOrMissing
			command = []string{setCommand(name, c.rightApp(Variable{}))}
		}
		if name == nameJWKS {
			command = append(command, c.ownSet()...)
		}
		rows = append(rows, fail(cause, fmt.Sprintf("%s is missing: sign-in will fail with ‘Missing environment variable `%s`’.", name, name)).
			about(name).compare("set", "not set").fix("Set it on the production deployment. A value in .env.local or at the host of the frontend is not seen by Convex.", command...))
	}
	for _, name := range some {
		if v := c.env.Lookup(name); v.State != VarUnset {
			continue
		}
		sentence := "AUTH_SECRET_ENCRYPTION_KEY is missing: needed only for SSO/webhook secrets."
		text, command := "Set this one by itself: the library's CLI would make new signing keys as well.", newEncryptionKey()
		if name == nameSite {
			sentence = "SITE_URL is missing: OAuth, magic links and codes by mail need it; passwords alone do not."
			text, command = "Set it to the address of the frontend.", setCommand(name, c.rightApp(Variable{}))
		}
		rows = append(rows, warn(sentence).about(name).compare("set", "not set").fix(text, command))
	}
	if c.gen == GenUnknown && !c.env.Has(nameSite) && !c.env.Has(nameApp) {
		switch {
		case c.detected.SomeRobelest(): // each of its versions requires one of the two (P 6A)
			rows = append(rows, fail(ids.SiteURLEnvWrongOrMissing, "Neither SITE_URL nor APP_URL is set, and one of them is required: sign-in will fail with ‘Missing environment variable’.").
				about("SITE_URL or APP_URL").compare("one of them set", "neither is set").
				fix("Look into package.json: before preview.40 run `npx convex env set --prod SITE_URL`, from preview.40 on (@estifanos-sh/convex-auth) `npx convex env set --prod APP_URL`. The command asks for the address of the frontend."))
		case len(rows) == 0:
			rows = append(rows, warn("Neither SITE_URL nor APP_URL is set: one of them names the frontend.").about("SITE_URL or APP_URL"))
		}
	}
	return orPass(rows, "All required variables are set.")
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// appOrigin makes an origin of the host that a person typed.
func appOrigin(host string) string {
	host = strings.TrimSuffix(strings.TrimSpace(host), "/")
	if host == "" || strings.Contains(host, "://") {
		return host
	}
	return "https://" + host
}

// envEmpty is ENV-EMPTY.
func (c *checker) envEmpty() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	must, _ := c.required()
	var rows []Row
	for _, name := range c.env.Names() {
		v := c.env.Lookup(name)
		if v.State != VarEmpty {
			continue
		}
		if slices.Contains(must, name) && c.gen != GenOther && c.gen != GenV2 {
			text := name + " is empty."
			if c.gen == GenO {
				text = name + " is empty. The library takes an empty value for a set one and fails later."
			}
			cause := ids.EnvVarMissingOnDeployment
			if name == c.gen.URLName() {
				cause = ids.SiteURLEnvWrongOrMissing
			}
			rows = append(rows, fail(cause, text).about(name).at(c.where(v)).compare("a value", "empty").
				fix("Set it with the library's CLI.", keyCommands(c.gen, true, c.app()).Lines...))
			continue
		}
		text := fmt.Sprintf("%s is empty.", show(name, 60))
		if c.gen.Robelest() {
			text = fmt.Sprintf("Optional %s is empty (treated as unset by robelest).", show(name, 60))
		}
		rows = append(rows, warn(text).about(name).at(c.where(v)).fix("Set it or remove it.", removeCommand(name)))
	}
	return orPass(rows, "No value is empty.")
}

// envSystem is ENV-SYSTEM.
func (c *checker) envSystem() []Row {
	if c.in.Prod == nil {
		return one(unseen(pasteEnv))
	}
	var rows []Row
	for _, name := range []string{nameConvexSite, nameConvexURL} {
		if v := c.env.Lookup(name); v.State != VarUnset {
			rows = append(rows, warn("You pasted a local file: "+name+" is supplied by Convex and never listed.").about(name).at(c.where(v)).
				compare("not listed", v.Show()).fix("Do not set it: Convex refuses it as built-in."))
		}
	}
	return orPass(rows, "Auto-provided, not listed: correct.")
}

// envDuplicate is ENV-DUP.
func (c *checker) envDuplicate() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	lines := map[string][]string{}
	for _, v := range c.env.Vars {
		if v.State != VarUnset && v.State != VarNameOnly {
			lines[v.Name] = append(lines[v.Name], fmt.Sprint(v.Line))
		}
	}
	var rows []Row
	for _, name := range c.env.Names() {
		if len(lines[name]) > 1 {
			times := fmt.Sprintf("%d times", len(lines[name]))
			if len(lines[name]) == 2 {
				times = "twice"
			}
			rows = append(rows, warn(fmt.Sprintf("%s occurs %s; the last wins when re-imported.", show(name, 60), times)).about(name).
				at(c.listName()+", lines "+join(lines[name])).fix("Remove the lines that are not meant."))
		}
	}
	return orPass(rows, "No name occurs twice.")
}

// envSize is ENV-SIZE.
func (c *checker) envSize() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	var rows []Row
	add := func(v Variable, what, expected, actual string) {
		rows = append(rows, fail("", "Over the Convex limit: "+what+".").about(show(v.Name, 60)).at(c.where(v)).compare(expected, actual))
	}
	total := 0
	for _, v := range c.env.Vars {
		total += len(v.Name) + v.Length
		if v.Length > maxValueBytes {
			add(v, fmt.Sprintf("the value of %s has %d bytes", show(v.Name, 60), v.Length), "8192 bytes at most", fmt.Sprintf("%d bytes", v.Length))
		}
		if !bareName().MatchString(v.Name) || len(v.Name) > maxNameBytes {
			add(v, "the name "+show(v.Name, 60)+" is not allowed", "letters, digits and _, at most 256, no digit first", show(v.Name, 60))
		}
	}
	if n := len(c.env.Names()); n > maxVariables {
		add(Variable{}, fmt.Sprintf("%d variables", n), "512 variables at most", fmt.Sprint(n))
	}
	if total > maxTotalBytes {
		add(Variable{}, fmt.Sprintf("%d bytes in total", total), "512 KiB at most", fmt.Sprintf("%d bytes", total))
	}
	return orPass(rows, "Names and sizes are within the limits.")
}

// envV2 is ENV-V2.
func (c *checker) envV2() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	for _, name := range []string{nameV2Key, nameV2JWKS} {
		if v := c.env.Lookup(name); v.State != VarUnset {
			return one(warn("Convex Auth v2 preview: " + name + " is set; its rules are not covered.").about(name).at(c.where(v)))
		}
	}
	if v := c.env.Lookup(nameKeyring); v.State != VarUnset {
		return one(warn("AUTH_KEYS is set: the library is newer than these rules.").about(nameKeyring).at(c.where(v)))
	}
	return one(pass("None of them is set."))
}
