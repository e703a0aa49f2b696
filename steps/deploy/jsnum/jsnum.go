// Package jsnum reads numbers as JavaScript's Number() does, because the libraries read their variables with it.
package jsnum

import (
	"math"
	"strconv"
	"strings"

	"convex-auth-doctor/steps/lazy"
)

var (
	decimal = lazy.Regexp(`^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$`)
	prefix  = lazy.Regexp(`^0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)$`)
)

// blanks are what Number() trims: the white space and line ends of ECMAScript.
const blanks = " \t\n\r\v\f\u00a0\ufeff\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"

// Parse returns Number(s). ok is false when that is NaN or not finite. An empty text is 0, as in JavaScript.
func Parse(s string) (value float64, ok bool) {
	s = strings.Trim(s, blanks)
	switch {
	case s == "":
		return 0, true
	case prefix().MatchString(s):
		base := map[byte]int{'x': 16, 'o': 8, 'b': 2}[s[1]|0x20]
		for _, digit := range s[2:] {
			n, _ := strconv.ParseInt(string(digit), base, 64)
			value = value*float64(base) + float64(n)
		}
		return value, !math.IsInf(value, 0)
	case decimal().MatchString(s):
		value, _ = strconv.ParseFloat(s, 64)
		return value, !math.IsInf(value, 0)
	}
	return 0, false
}
