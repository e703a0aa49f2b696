package deploy

import (
	"fmt"
	"slices"
	"strings"

	"convex-auth-doctor/steps/ids"
)

// ignoredNames are the variables that a generation does not read although another one does (P 0.1, 6A ENV-OLDNAME).
func ignoredNames(gen Generation) []string {
	switch gen {
	case GenB:
		return []string{nameSite, nameSecondary, nameAltOrigins, nameCustomSite, nameAuthSite, namePrefix}
	case GenA0, GenA1, GenA2:
		return []string{nameApp}
	case GenO:
		return []string{nameEncryption, nameApp, nameSecondary, nameAltOrigins, namePrefix, nameAuthSite, nameIOSApps, nameIOSPaths, nameAndroid, nameChange, nameContact, nameExpires}
	}
	return nil
}

// aliases are names of other libraries and older guides, with what is meant here.
var aliases = map[string]string{
	"GOOGLE_CLIENT_ID": "AUTH_GOOGLE_ID", "GOOGLE_CLIENT_SECRET": "AUTH_GOOGLE_SECRET", "GOOGLE_ID": "AUTH_GOOGLE_ID", "GOOGLE_SECRET": "AUTH_GOOGLE_SECRET",
	"GITHUB_CLIENT_ID": "AUTH_GITHUB_ID", "GITHUB_CLIENT_SECRET": "AUTH_GITHUB_SECRET", "GITHUB_ID": "AUTH_GITHUB_ID", "GITHUB_SECRET": "AUTH_GITHUB_SECRET",
	"APPLE_CLIENT_ID": "AUTH_APPLE_ID", "APPLE_CLIENT_SECRET": "AUTH_APPLE_SECRET",
	"JWT_KEY": nameKey, "PRIVATE_KEY": nameKey, "JWT_SECRET": nameKey, "JWK": nameJWKS, "JWKS_KEY": nameJWKS, "JWT_JWKS": nameJWKS,
	"SITE_URI": nameSite, "FRONTEND_URL": nameSite, "APPLICATION_URL": nameApp, "AUTH_ENCRYPTION_KEY": nameEncryption,
}

// envOldName is ENV-OLDNAME.
func (c *checker) envOldName() []Row {
	if rows, missing := c.needEnv(); missing {
		return rows
	}
	if rows, missing := c.needLibrary(); missing {
		return rows
	}
	var rows []Row
	ignored := ignoredNames(c.gen)
	for _, name := range c.env.Names() {
		v := c.env.Lookup(name)
		if slices.Contains(ignored, name) {
			rows = append(rows, c.ignoredName(v))
			continue
		}
		if meant := c.nearMiss(name); meant != "" {
			rows = append(rows, warn(fmt.Sprintf("%s is not read by the library: is %s meant?", show(name, 60), meant)).about(name).at(c.where(v)).
				compare(meant, show(name, 60)).fix("Set it under the name that the library reads, and remove the other.", setSecretCommand(meant), removeCommand(name)))
		}
	}
	return orPass(rows, "All names are those of this version.")
}

func (c *checker) ignoredName(v Variable) Row {
	if c.gen == GenB && v.Name == nameSite && c.env.Lookup(nameApp).State == VarUnset {
		row := fail(ids.SiteURLEnvWrongOrMissing, "`APP_URL` missing while `SITE_URL` is set: this version reads only APP_URL.").about(nameApp).at(c.where(v)).compare(nameApp, nameSite)
		return row.fix("Set APP_URL to the address of the frontend and remove SITE_URL.", setCommand(nameApp, c.rightApp(v)), removeCommand(nameSite))
	}
	return warn(fmt.Sprintf("`%s` is ignored by this version.", v.Name)).about(v.Name).at(c.where(v)).fix("Remove it, so that nobody relies on it.", removeCommand(v.Name))
}

// nearMiss returns the name that a person probably meant, "" when the name is fine or the right one is set.
func (c *checker) nearMiss(name string) string {
	if isKnownName(name) && !doubledID(name) {
		return ""
	}
	if _, prefixed := withoutBrowserPrefix(name); prefixed {
		return ""
	}
	meant := ""
	if alias, ok := aliases[name]; ok {
		meant = alias
	} else if provider, part, ok := clientName(name); ok {
		meant = "AUTH_" + provider + "_" + part
	} else {
		meant = nearest(name, c.readNames())
	}
	if meant == "" || meant == name || c.env.Lookup(meant).State != VarUnset || slices.Contains(ignoredNames(c.gen), meant) {
		return ""
	}
	if meant == nameApp && c.gen != GenB && c.gen != GenUnknown || meant == nameSite && c.gen == GenB {
		return ""
	}
	return meant
}

// doubledID reports names such as AUTH_GITHUB_CLIENT_ID, which read as a provider called GITHUB_CLIENT.
func doubledID(name string) bool {
	_, _, ok := clientName(name)
	return ok
}

// clientName takes AUTH_<P>_CLIENT_ID and AUTH_<P>_CLIENT_SECRET apart.
func clientName(name string) (provider, part string, ok bool) {
	rest, ok := strings.CutPrefix(name, "AUTH_")
	if !ok {
		return "", "", false
	}
	for _, part := range []string{"ID", "SECRET"} {
		if provider, found := strings.CutSuffix(rest, "_CLIENT_"+part); found && provider != "" {
			return provider, part, true
		}
	}
	return "", "", false
}

// readNames returns the names that the generation reads.
func (c *checker) readNames() []string {
	ignored := ignoredNames(c.gen)
	var names []string
	for _, name := range libraryNames {
		if !slices.Contains(ignored, name) {
			names = append(names, name)
		}
	}
	return names
}

// nearest returns the candidate within a distance of 2 from name, or 1 for short names, "" when there is none.
func nearest(name string, candidates []string) string {
	best, distance := "", 3
	upper := strings.ToUpper(name)
	for _, candidate := range candidates {
		limit := 2
		if len(candidate) <= 8 {
			limit = 1
		}
		if d := levenshtein(upper, candidate, limit); d <= limit && d < distance {
			best, distance = candidate, d
		}
	}
	return best
}

// levenshtein returns the number of insertions, deletions and replacements that make b of a, or limit+1 when there are more.
func levenshtein(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	previous := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		current := make([]int, len(b)+1)
		current[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			current[j] = min(previous[j]+1, current[j-1]+1, previous[j-1]+cost)
		}
		previous = current
	}
	return previous[len(b)]
}
