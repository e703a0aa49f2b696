package deploy

import (
	"strings"

	"convex-auth-doctor/steps/lazy"
)

var (
	makesAuth    = lazy.Regexp(`\b(?:convexAuth|defineAuth|createAuth)\s*\(`)
	makesRouter  = lazy.Regexp(`\bhttpRouter\s*\(`)
	gitHubIssuer = lazy.Regexp(`["']https://github\.com/login/oauth["']`)
	authPath     = lazy.Regexp(`\bdefineAuth\s*\([\s\S]{0,900}?\bpath\s*:\s*["']([^"'\s]{1,80})["']`)
)

// ReadCode reads pasted source of convex/auth.ts or convex/http.ts. ok is false when it is neither.
func ReadCode(text []byte) (code Code, ok bool) {
	if len(text) > 256<<10 {
		return Code{}, false
	}
	source := string(text)
	if makesAuth().MatchString(source) && strings.Contains(source, "export") {
		code.AuthExports, code.AuthExportsSeen = ReadExports(source), true
		if gitHubIssuer().MatchString(source) { // the rest may hold a secret, and no item looks at it
			code.AuthSource = `"https://github.com/login/oauth"`
		}
		if found := authPath().FindStringSubmatch(withoutComments(source)); found != nil {
			code.AuthPath = found[1]
		}
		ok = true
	}
	if makesRouter().MatchString(source) {
		code.RouterExists = Yes
		code.RouterAdds, code.RouterDefault = ReadRouter(source)
		ok = true
	}
	return code, ok
}

// With returns the code with what other says, where other says something.
func (code Code) With(other Code) Code {
	if other.AuthExportsSeen {
		code.AuthExports, code.AuthExportsSeen, code.AuthSource = other.AuthExports, true, other.AuthSource
		code.AuthPath = orElse(other.AuthPath, code.AuthPath)
	}
	if other.ProvidersSeen || len(other.Providers) > 0 {
		code.Providers, code.ProvidersSeen = other.Providers, other.ProvidersSeen
	}
	for _, pair := range []struct{ to, from *Answer }{{&code.RouterExists, &other.RouterExists}, {&code.RouterAdds, &other.RouterAdds}, {&code.RouterDefault, &other.RouterDefault}} {
		if *pair.from != Unknown {
			*pair.to = *pair.from
		}
	}
	return code
}
