package deploy

import (
	"strings"

	"convex-auth-doctor/steps/deploy/wellknown"
)

// Facts are what follows from an input, for pages that show it: the addresses to register, the issuer, and the variables
// that feed the documents.
type Facts struct {
	Detected   Detected
	Generation Generation
	Site       string // CONVEX_SITE_URL, "" when not known
	Flag       string // with which commands reach the deployment of the list: " --prod", "" for that of dev
	Unowned    bool   // nobody knows whose list it is: the commands are for production's
	SiteSure   bool   // it was said or seen, and not made of the deployment's name, which may lack its region
	Issuer     string // iss of the tokens, "" when not known
	App        string // the frontend's address as the library uses it, "" when not known
	RightApp   string // what that address should be, "" when it is wrong and nobody can tell
	RPID       string
	// AuthConfig is the line of auth.config.ts that is right for the generation.
	AuthConfig string
	Callbacks  []Registration
	Settings   wellknown.Settings
	Right      wellknown.Settings // what they should be, as far as anybody can tell: never a value that was refused
	// SecondaryURL is the whole list of SECONDARY_URL with the origins that the server refuses, "" where none is missing or
	// nobody can tell.
	SecondaryURL string
}

// Registration is what to register at one OAuth provider.
type Registration struct {
	Provider string // provider id: "github"
	URL      string // "" when it is not known exactly
	Possible []string
	Start    string // where a sign-in with the provider begins
}

// FactsOf returns what follows from an input.
func FactsOf(input Input) Facts {
	c := newChecker(input)
	facts := Facts{
		Detected: c.detected, Generation: c.gen, Site: c.site, Flag: c.flag(), Unowned: c.hasEnv && !c.isDev && !c.isProduction() && c.in.Site.SelfHosted != Yes, SiteSure: c.siteSure, Issuer: c.issuer(), App: c.app(),
		RPID: c.rpID(), Settings: c.settings(),
	}
	if facts.RightApp = c.rightApp(c.urlVariable()); !c.hasEnv {
		facts.RightApp = appOrigin(c.in.App.Host)
	}
	for _, row := range c.urlWWW() {
		if row.State == Fail { // it redirects: people arrive elsewhere
			facts.RightApp = orElse("https://"+row.Actual, facts.RightApp)
		}
	}
	if c.gen != GenB && c.gen.Robelest() && len(c.refusedByServer()) > 0 {
		facts.SecondaryURL = strings.TrimPrefix(strings.TrimPrefix(c.setSecondary(), setCommand(nameSecondary, "")), " ")
	}
	facts.Right = facts.Settings
	if c.hasEnv {
		facts.Right.App = facts.RightApp
	}
	facts.Right = wellknown.Corrected(facts.Right)
	if c.gen.Covered() {
		facts.AuthConfig = c.domainCode()
	}
	for _, id := range c.oauthProviders() {
		if id == "" || c.site == "" && c.customSite() == "" {
			continue
		}
		one := Registration{Provider: id}
		one.URL, one.Possible, _ = CallbackURL(c.gen, c.site, c.customSite(), c.prefix, id)
		one.Start = StartURL(c.gen, c.site, c.customSite(), c.prefix, id)
		facts.Callbacks = append(facts.Callbacks, one)
	}
	return facts
}
