package authconfig

import (
	"regexp"

	"convex-auth-doctor/steps/lazy"
)

// The engine here words some errors of the language otherwise than the one of Convex; these are put into its words where
// they can be.
var engineTexts = []struct {
	ours  func() *regexp.Regexp
	v8    string
	exact bool
}{
	{lazy.Regexp(`^Cannot read property '([^']*)' of (undefined|null)$`), `Cannot read properties of $2 (reading '$1')`, false},
	{lazy.Regexp(`^Cannot set property '([^']*)' of (undefined|null)$`), `Cannot set properties of $2 (setting '$1')`, false},
	{lazy.Regexp(`^Object has no member '([^']*)'$`), `$1 is not a function`, false},
	{lazy.Regexp(`^Value is not callable: .*$`), `value is not a function`, false},
	{lazy.Regexp(`^Not a (?:function|constructor).*$`), `value is not a function`, false},
}

// engineText returns message in the words of Convex's engine, and whether the words may differ from what it says.
func engineText(message string) (string, bool) {
	for _, one := range engineTexts {
		if one.ours().MatchString(message) {
			return one.ours().ReplaceAllString(message, one.v8), !one.exact
		}
	}
	return message, false
}
