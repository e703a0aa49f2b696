package deploy

import (
	"fmt"
	"net/url"
	"strings"

	"convex-auth-doctor/steps/deploy/wellknown"
	"convex-auth-doctor/steps/ids"
)

// urlVariable returns the variable that names the frontend. Without a generation it is the one that is set.
func (c *checker) urlVariable() Variable {
	if c.gen == GenUnknown && !c.env.Has(nameSite) && c.env.Has(nameApp) {
		return c.env.Lookup(nameApp)
	}
	return c.env.Lookup(c.gen.URLName())
}

// needURL returns the row for an item about the frontend's address when there is none to look at.
func (c *checker) needURL() (v Variable, rows []Row, missing bool) {
	v = c.urlVariable()
	if rows, missing := c.needEnv(); missing {
		return v, rows, true
	}
	if c.gen == GenOther && v.State == VarUnset || c.gen == GenV2 {
		return v, one(notApplicable("The library in use does not read it.")), true
	}
	if v.State == VarUnset && c.gen == GenB && c.env.Has(nameSite) {
		return v, one(after("ENV-OLDNAME", "APP_URL is not set.")), true
	}
	rows, missing = c.needValue(v)
	return v, rows, missing
}

// urlApp is URL-APP (P 1.39, 2.7).
func (c *checker) urlApp() []Row {
	v, rows, missing := c.needURL()
	if missing {
		return rows
	}
	return one(c.judgeURL(v).about(v.Name).at(c.where(v)))
}

// rightApp is what the variable with the app's address should say, as far as it is known: the host that was said, else what
// is left of the value when a scheme is added, and a path or a slash taken away. "" where nobody can tell.
func (c *checker) rightApp(v Variable) string {
	if said := c.appHost(); c.in.App.Host != "" && said != "" {
		return "https://" + said
	}
	if v.State == VarPlaceholder || !v.Readable() || v.Value == "" {
		return ""
	}
	text := unwrapped(v.text())
	if _, rest, ok := strings.Cut(text, "://"); ok {
		text = rest
	}
	parsed, err := url.Parse("https://" + text)
	if err != nil || parsed.User != nil || !strings.Contains(parsed.Hostname(), ".") || strings.ContainsAny(parsed.Host, " ,<>") {
		return ""
	}
	if host := strings.ToLower(parsed.Hostname()); localKind(host) != "" || isConvexHost(host) != "" {
		return ""
	}
	return "https://" + parsed.Host
}

func (c *checker) judgeURL(v Variable) Row {
	text := unwrapped(v.text())
	right := c.rightApp(v)
	wrong := func(sentence string) Row {
		text := "Set it to the production address of the frontend, as the address bar shows it."
		if right == "" {
			text += " The command asks for it (convex 1.33 and later)."
		}
		return fail(ids.SiteURLEnvWrongOrMissing, sentence).compare(orElse(right, "https://<production host>"), v.Show()).fix(text, setCommand(v.Name, right))
	}
	if v.State == VarPlaceholder {
		return wrong(v.Name + " is a placeholder.")
	}
	if !v.Secret.IsZero() && v.Value == "" {
		return wrong("This is no address.")
	}
	parsed, err := url.Parse(text)
	lower := strings.ToLower(text)
	switch {
	case !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://"):
		if scheme, _, ok := strings.Cut(text, "://"); ok && scheme != "" {
			return wrong(fmt.Sprintf("The scheme %s:// is no web address; a native app's scheme belongs in a redirect callback.", show(scheme, 30)))
		}
		return wrong("No scheme.")
	case err != nil || parsed.Hostname() == "" || strings.ContainsAny(text, " ,"):
		return wrong("This is no address.")
	case parsed.User != nil:
		return wrong("The address holds a user name.")
	}
	host := strings.ToLower(parsed.Hostname())
	if kind := localKind(host); kind != "" {
		if c.isDev {
			return after("ENV-WHERE", "The list is not production's, where this address would be wrong.")
		}
		if !c.isProduction() {
			return c.rightOnDev(v, kind, right)
		}
		return wrong(kind + " in production.")
	}
	if parsed.Scheme == "http" {
		if c.isDev {
			return after("ENV-WHERE", "The list is not production's, where this address would be wrong.")
		}
		if !c.isProduction() {
			return c.rightOnDev(v, "http://", right)
		}
		return wrong("http:// in production.")
	}
	if said := c.appHost(); c.in.App.Host != "" && said != host && isConvexHost(host) == "" && strings.TrimPrefix(said, "www.") != strings.TrimPrefix(host, "www.") {
		return wrong(fmt.Sprintf("It names %s, and production is %s.", show(host, 80), show(said, 80)))
	}
	slashes := len(parsed.Path) - len(strings.TrimRight(parsed.Path, "/"))
	origin := parsed.Scheme + "://" + parsed.Host
	switch {
	case strings.Trim(parsed.Path, "/") == "" && slashes > 1:
		return wrong("Two trailing slashes: only one is removed.")
	case strings.Trim(parsed.Path, "/") != "" || parsed.RawQuery != "" || parsed.Fragment != "":
		return warn("Has a path.").because(ids.SiteURLEnvWrongOrMissing).compare(show(origin, 120), v.Show()).fix("Set it to the origin alone.", setCommand(v.Name, origin))
	case slashes == 1:
		return warn("Trailing slash is removed automatically.").compare(show(origin, 120), v.Show()).fix("Set it without the slash, so that it reads as it is used.", setCommand(v.Name, origin))
	}
	return pass("https origin.").compare("https://<production host>", v.Show())
}

// rightOnDev is the row for an address that only a development deployment may have, in a list that nobody knows the owner of.
func (c *checker) rightOnDev(v Variable, what, right string) Row {
	return warn(what+" is right on dev and wrong in production: whose list is this?").because(ids.SiteURLEnvWrongOrMissing).compare(orElse(right, "https://<production host>")+" in production", v.Show()).
		fix("If it is production's, set it to the address of the frontend, as the address bar shows it.", setCommand(v.Name, right))
}

// urlNotConvex is URL-NOT-CONVEX.
func (c *checker) urlNotConvex() []Row {
	v, rows, missing := c.needURL()
	if missing {
		return rows
	}
	host := hostOf(unwrapped(v.public()))
	right := appOrigin(c.in.App.Host)
	switch kind := isConvexHost(host); {
	case kind == "":
		return one(pass("The address is not Convex's.").about(v.Name).at(c.where(v)))
	case kind == "site" && c.in.App.OnConvex == Yes:
		return one(pass("The frontend is served by Convex, as you said.").about(v.Name).at(c.where(v)))
	case kind == "site" && c.in.App.OnConvex == Unknown && c.in.App.Host == "" && (c.site == "" || host == hostOf(c.site)):
		return one(warn("Is the frontend really on Convex hosting?").because(ids.SiteURLEnvWrongOrMissing).about(v.Name).at(c.where(v)).
			compare("the frontend's address", v.Show()).fix("If it is not, set the frontend's address.", setCommand(v.Name, right)))
	}
	return one(fail(ids.SiteURLEnvWrongOrMissing, "This is the backend URL: passkeys and redirects will break.").about(v.Name).at(c.where(v)).
		compare("the frontend's address", v.Show()).fix("Set the frontend's address.", setCommand(v.Name, right)))
}

// urlWWW is URL-WWW.
func (c *checker) urlWWW() []Row {
	v, rows, missing := c.needURL()
	if missing {
		return rows
	}
	host := hostOf(unwrapped(v.public()))
	if host == "" {
		return one(after("URL-APP", "The address cannot be read."))
	}
	elsewhere := func(other string) []Row {
		return one(fail(ids.SiteURLEnvWrongOrMissing, fmt.Sprintf("Redirects to %s: storage and RP ID belong to another host.", show(other, 80))).about(v.Name).at(c.where(v)).
			compare(host, show(other, 80)).fix("Use the host at which people arrive.", setCommand(v.Name, "https://"+other)))
	}
	for _, document := range c.in.Documents {
		if hostOf(document.address()) != host || document.kind() != wellknown.Unknown || pathOf(document.address()) != "" {
			continue
		}
		last := hostOf(document.Exchange.Last().URL)
		if target, ok := document.Exchange.Redirected(); ok && len(document.Exchange.Hops) == 1 {
			last = hostOf(target)
		}
		if last != "" && last != host {
			return elsewhere(last)
		}
		return one(pass("The address answers itself.").about(v.Name))
	}
	if said := c.appHost(); c.in.App.Host != "" && said != host && strings.TrimPrefix(said, "www.") == strings.TrimPrefix(host, "www.") {
		return elsewhere(said)
	}
	return one(unseen("`curl -iL " + shellWord("https://"+host+"/") + "`"))
}

// urlSecondary is URL-SECONDARY.
func (c *checker) urlSecondary() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	if c.gen == GenO || c.gen == GenB || c.gen == GenOther || c.gen == GenV2 {
		return one(notApplicable("This version does not read SECONDARY_URL."))
	}
	v := c.env.Lookup(nameSecondary)
	switch v.State {
	case VarUnset, VarEmpty:
		return one(notApplicable("SECONDARY_URL is not set."))
	case VarNameOnly:
		return one(unseen(pasteEnv + ", with values"))
	}
	var rows []Row
	add := func(row Row) { rows = append(rows, row.about(nameSecondary).at(c.where(v))) }
	if !v.Secret.IsZero() && v.Value == "" {
		return one(fail(ids.PasskeyOrigin, "The value is no list of addresses.").about(nameSecondary).at(c.where(v)).compare("https://one.example,https://two.example", v.Show()))
	}
	for i, item := range strings.Split(unwrapped(v.public()), ",") {
		item = strings.TrimSpace(item)
		if item == "" {
			continue
		}
		switch kind := localKind(hostOf(item)); {
		case !parsesAsURL(strings.TrimSuffix(item, "/")) || hostOf(item) == "":
			add(fail(ids.PasskeyOrigin, fmt.Sprintf("Item %d is not a URL (CORS code will throw).", i+1)).compare("https://host", show(item, 80)).
				fix("Write each item as https://host, with commas between.", c.setSecondary()))
		case kind != "" && !c.isDev:
			add(warn(fmt.Sprintf("%s listed in production.", kind)).compare("production hosts", show(item, 80)))
		case strings.HasSuffix(item, "//"):
			add(warn(fmt.Sprintf("Item %d ends with two slashes: only one is removed.", i+1)).compare("no slash", show(item, 80)))
		}
	}
	return orPass(rows, "Every item is a URL.")
}

// siteForm is SITE-FORM (P 2.8, 2.9, B 7.1).
func (c *checker) siteForm() []Row {
	site, client := hostOf(c.in.Site.URL), hostOf(c.in.Site.Client)
	if site == "" && client == "" {
		return one(unseen("the Cloud URL and the HTTP Actions URL of the dashboard's Settings > General"))
	}
	swapped := func() []Row {
		return one(fail(ids.ConvexCloudVsSiteURL, "Swapped.").compare("site: https://<name>.convex.site, client: https://<name>.convex.cloud", fmt.Sprintf("site: %s, client: %s", orElse(show(c.in.Site.URL, 80), "-"), orElse(show(c.in.Site.Client, 80), "-"))).
			fix("The client connects to .convex.cloud; callbacks and the issuer are on .convex.site."))
	}
	siteKind, clientKind := isConvexHost(site), isConvexHost(client)
	siteName, clientName := deploymentOf(site), deploymentOf(client)
	switch {
	case siteKind == "cloud" || clientKind == "site":
		return swapped()
	case strings.HasSuffix(c.in.Site.URL, ":3210") && localKind(site) != "" || strings.HasSuffix(c.in.Site.Client, ":3211") && localKind(client) != "":
		return swapped()
	case localKind(site) != "" && c.in.Site.SelfHosted != Yes, localKind(client) != "" && c.in.Site.SelfHosted != Yes:
		return one(fail(ids.WrongOrUnreachableDeployment, "This is a local deployment's address.").compare("https://<name>.convex.site", show(orElse(c.in.Site.URL, c.in.Site.Client), 80)))
	case site == "" || client == "":
		if siteName+clientName == "" && c.in.Site.Custom == "" && c.in.Site.SelfHosted != Yes {
			return one(warn("Custom domain: override both.").compare("", show(orElse(c.in.Site.URL, c.in.Site.Client), 80)))
		}
		return one(pass("The form is right; the other of the two was not seen."))
	case siteName != "" && clientName != "" && siteName != clientName:
		return one(fail(ids.WrongOrUnreachableDeployment, "The two addresses are of different deployments.").compare(show(siteName, 60), show(clientName, 60)).
			fix("Take both from Settings > General of the production deployment."))
	case siteName != "" && clientName != "":
		if c.isDev {
			return one(after("ENV-WHERE", "The list is another deployment's.").compare(show(siteName, 60), show(clientName, 60)))
		}
		if where, ok := c.env.Where(); ok && where.Name != "" && where.Name != siteName && !strings.HasPrefix(siteName, where.Name+".") {
			return one(fail(ids.WrongOrUnreachableDeployment, "The addresses are of another deployment than the list of variables.").compare(show(where.Name, 60), show(siteName, 60)).
				fix("Take addresses and list from the same deployment."))
		}
		return one(pass("Pair belongs together.").compare(show(siteName, 60), show(clientName, 60)))
	case (siteName == "") != (clientName == ""):
		return one(warn("Custom domain: override both.").compare("both custom or both of Convex", fmt.Sprintf("site: %s, client: %s", show(site, 80), show(client, 80))).
			fix("Overriding CONVEX_SITE_URL changes the issuer and all callback URLs at once: change auth.config and the provider consoles with it."))
	}
	return one(pass("Both are custom or self-hosted addresses."))
}
