// Package lazy puts off what a package would otherwise do at every start of the program: a few hundred compiled
// expressions cost more than the whole of a short check.
package lazy

import (
	"regexp"
	"sync"
)

// Regexp returns a function that compiles the expression at its first call. Like regexp.MustCompile it panics on an
// expression that does not compile, so every expression needs a test that uses it.
func Regexp(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
