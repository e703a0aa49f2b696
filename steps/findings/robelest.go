package findings

import "convex-auth-doctor/steps/deploy"

// robelestValues are the commands and the variable of the robelest library for the generation in use, the same that the rows of
// the checklist hand out: they differ by version (P 0, 1.37, 2.3). Of several generations that may be in use they say what
// is the same for all.
func robelestValues(detected deploy.Detected, put func(name, value string)) {
	if !detected.Generation.Robelest() && (detected.Generation != deploy.GenUnknown || !detected.SomeRobelest()) {
		return
	}
	generations := []deploy.Generation{detected.Generation}
	if detected.Generation == deploy.GenUnknown {
		generations = detected.Candidates
		put("robelest_setup", "npx <@robelest/convex-auth or convex-auth>")
		put("robelest_keys", "npx <@robelest/convex-auth or convex-auth> keys")
		put("robelest_url_flag", "<--site-url or --app-url>")
		put("robelest_variable", "<SITE_URL or APP_URL>")
	}
	for _, one := range []struct {
		name string
		of   func(deploy.Generation) string
	}{
		{"robelest_setup", robelestSetup},
		{"robelest_keys", deploy.RenewKeys},
		{"robelest_key", deploy.GenerateKey},
		{"robelest_url_flag", func(gen deploy.Generation) string {
			if gen == deploy.GenB {
				return "--app-url"
			}
			return "--site-url"
		}},
		{"robelest_variable", deploy.Generation.URLName},
	} {
		value, same := "", true
		for _, gen := range generations {
			same = same && (value == "" || value == one.of(gen))
			value = one.of(gen)
		}
		if same && value != "" {
			put(one.name, value)
		}
	}
}

// robelestSetup is the set-up command of a generation.
func robelestSetup(gen deploy.Generation) string {
	if gen == deploy.GenB {
		return "npx convex-auth"
	}
	return "npx @robelest/convex-auth"
}
