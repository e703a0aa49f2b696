package deploy

import (
	"slices"
	"strings"
)

// CallbackURL returns the address to register at an OAuth provider, exactly (P 2.12). custom is CUSTOM_AUTH_SITE_URL or,
// for A2, CONVEX_AUTH_SITE_URL; prefix the path of the auth routes, "" for the default. ok is false when the generation's
// rule is not known: then others lists the addresses that are possible.
func CallbackURL(gen Generation, site, custom, prefix, provider string) (address string, others []string, ok bool) {
	site = strings.TrimSuffix(site, "/")
	if prefix == "" {
		prefix = "/auth"
	}
	switch gen {
	case GenO:
		// The custom value is used as it is, without taking a slash off (P 1.31).
		return orElse(custom, site) + "/api/auth/callback/" + provider, nil, true
	case GenA2:
		if custom != "" {
			return strings.TrimSuffix(custom, "/") + "/callback/" + provider, nil, true
		}
		return site + prefix + "/callback/" + provider, nil, true
	case GenB:
		return site + prefix + "/callback/" + provider, nil, true
	case GenA0, GenA1:
		return "", []string{site + "/api/auth/callback/" + provider, site + "/auth/callback/" + provider}, false
	}
	return "", nil, false
}

// StartURL returns the address at which a sign-in with an OAuth provider begins.
func StartURL(gen Generation, site, custom, prefix, provider string) string {
	callback, others, ok := CallbackURL(gen, site, custom, prefix, provider)
	if !ok {
		if len(others) == 0 {
			return ""
		}
		callback = others[0]
	}
	return strings.TrimSuffix(callback, "/callback/"+provider) + "/signin/" + provider
}

// customSite returns the variable that moves sign-in and callback addresses, "" when none is set.
func (c *checker) customSite() string {
	for _, name := range []string{nameCustomSite, nameAuthSite} {
		if name == nameAuthSite && c.gen != GenA2 || c.gen != GenO && c.gen != GenA2 {
			continue
		}
		if v := c.env.Lookup(name); c.hasEnv && v.Readable() {
			return unwrapped(v.public())
		}
	}
	return ""
}

// providerID returns the id of a provider as it stands in addresses, from its part of the variable names: Auth.js makes
// the names by writing the id in capitals with "_" for "-" (P 1.32).
func providerID(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "-")) }

// oauthProviders returns the ids of the OAuth providers that the variables or the code name, or something is registered for.
func (c *checker) oauthProviders() []string {
	all := c.configuredProviders()
	for _, one := range c.callbacks() {
		if one.Provider != "" && !slices.Contains(all, one.Provider) {
			all = append(all, one.Provider)
		}
	}
	return all
}

// configuredProviders returns the ids of the OAuth providers that the variables or the code name.
func (c *checker) configuredProviders() []string {
	var all []string
	add := func(id string) {
		if id != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	if c.hasEnv {
		for _, set := range c.providers() {
			if set.oauth() {
				add(providerID(set.name))
			}
		}
	}
	for _, id := range c.in.Code.Providers {
		if !isMailOrPassword(id) {
			add(id)
		}
	}
	return all
}

// isMailOrPassword reports the providers of Auth.js and of the libraries that need no callback at another company.
func isMailOrPassword(id string) bool {
	switch id {
	case "password", "anonymous", "credentials", "resend", "resend-otp", "email", "magic-link", "otp", "passkey", "phone", "twilio", "nodemailer", "sendgrid", "mailgun", "postmark", "loops", "forwardemail", "device", "totp", "secret":
		return true
	}
	return strings.HasSuffix(id, "-otp")
}
